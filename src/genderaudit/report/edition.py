"""What a page says of itself: a draft, or which edition, of which day, for whom, in place of which."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from markupsafe import Markup

if TYPE_CHECKING:
    from genderaudit.conclusions.releases import Release
    from genderaudit.foundations.language import Language
    from genderaudit.report.sections import Section


@dataclass(frozen=True, slots=True)
class Stamp:
    """``word`` stands on every printed page, ``lines`` on the first; ``corrections`` at the end of the report."""

    word: str
    lines: tuple[str, ...]
    draft: bool = False
    corrections: Section | None = None
    link: str = ""
    """What leads to the corrections is called."""


def draft(language: Language) -> Stamp:
    """The mark of what a run makes."""
    return Stamp(language.text("edition.draft"), (language.text("edition.draft_line"),), draft=True)


def released(
    release: Release, replaced: Release | None, changed: int, corrections: Section | None, language: Language
) -> Stamp:
    """The mark of an edition that stands in the place of another one, with so many figures changed."""
    lines = [line(release, language)]
    if release.reader == "validation":
        lines.append(language.text("edition.validation"))
    if replaced is not None:
        before = {"before": replaced.number, "before_date": replaced.date}
        text = language.text("edition.corrects" if changed else "edition.same", number=changed, **before)
        lines.append(text)
    if release.because:
        lines.append(language.text("edition.why", because=release.because))
    word = language.text("edition.number", number=release.number)
    return Stamp(word, tuple(lines), corrections=corrections, link=language.text("edition.corrections.link"))


def line(release: Release, language: Language) -> str:
    """Number, date, reader and receiver in a sentence."""
    key = "edition.line_to" if release.receiver else "edition.line"
    reader = language.text(f"edition.reader.{release.reader}")
    about = {"number": release.number, "date": release.date, "receiver": release.receiver}
    return language.text(key, reader=reader, **about)


def compared_with(rounds: Sequence[tuple[str, Release | None]], language: Language) -> Markup:
    """Which edition of each earlier round the figures are compared with, or that it is a draft."""
    said = [
        language.text("edition.earlier.draft", round=round)
        if found is None
        else language.text("edition.earlier.released", round=round, number=found.number, date=found.date)
        for round, found in rounds
    ]
    return language.html("edition.earlier.rounds", rounds=language.list(said))
