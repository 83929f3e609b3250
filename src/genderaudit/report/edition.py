"""Statement on a page that it is a draft, or which edition: number, date, reader and the edition it replaces."""

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
    """The marks of a draft or an edition.

    ``word`` is printed on every page, ``lines`` on the first; ``corrections`` is the last section of the report.
    """

    word: str
    lines: tuple[str, ...]
    draft: bool = False
    corrections: Section | None = None
    link: str = ""
    """Text of the link to the corrections."""


def draft(language: Language) -> Stamp:
    """Return the mark of a draft, which every run makes."""
    return Stamp(language.text("edition.draft"), (language.text("edition.draft_line"),), draft=True)


def released(
    release: Release, replaced: Release | None, changed: int, corrections: Section | None, language: Language
) -> Stamp:
    """Return the mark of an edition; ``changed`` is the number of figures that differ from the edition replaced."""
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
    """Return a sentence with number, date, reader and receiver of an edition."""
    key = "edition.line_to" if release.receiver else "edition.line"
    reader = language.text(f"edition.reader.{release.reader}")
    about = {"number": release.number, "date": release.date, "receiver": release.receiver}
    return language.text(key, reader=reader, **about)


def compared_with(rounds: Sequence[tuple[str, Release | None]], language: Language) -> Markup:
    """Return a sentence that names, for each earlier round compared with, its edition or that it is a draft."""
    sentences = [
        language.text("edition.earlier.draft", round=round)
        if release is None
        else language.text("edition.earlier.released", round=round, number=release.number, date=release.date)
        for round, release in rounds
    ]
    return language.html("edition.earlier.rounds", rounds=language.list(sentences))
