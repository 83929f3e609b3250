"""Check of titles worded by the validation session: every number in them must be a number of the finding.

Numbers are digits in the formats of the suite's languages, and words (*three in ten*, *half*). A share may be given in
tenths; halves, thirds and quarters must be within five percentage points. Other content of a title is not checked.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from functools import cache

from genderaudit.conclusions.findings import Finding
from genderaudit.conclusions.session import Session
from genderaudit.foundations.language import language
from genderaudit.foundations.plaintext import folded
from genderaudit.intake.problems import Problem

TEXTS = "session"
NEARLY_POINTS = 5.0
"""Percentage points within which a share is called *half* or *a third*."""
FLOAT_TOLERANCE = 1e-9  # decimals as binary fractions differ by less
TEN = 10
TENS = range(30, 110, TEN)
PARTS = (50.0, 100 / 3, 25.0)
"""Per cent of the whole: a half, a third, a quarter."""

_DIGITS = re.compile(r"\d+(?:[\s.,’']\d{3})+(?!\d)|\d+(?:[.,]\d+)?")
_WORD = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True, slots=True)
class SheetPosition:
    """Position of the session's notes: file, sheet, and row by subject."""

    file: str = ""
    sheet: str = ""
    rows: Mapping[str, int] = field(default_factory=dict)

    def problem(self, rule: str, subject: str, **values: str) -> Problem:
        """Return an error in the row of a subject."""
        rows = (self.rows[subject],) if subject in self.rows else ()
        where = {"table": "validation", "file": self.file, "sheet": self.sheet, "rows": rows, "count": 1}
        return Problem(severity="error", rule=rule, values=values, **where)  # type: ignore[arg-type]


def problems_of_session(
    session: Session, found: Mapping[str, Finding], first: str | None, rounds: Collection[str], place: SheetPosition
) -> list[Problem]:
    """Return why the session's titles and choices cannot be printed; empty if they can.

    ``found`` are the findings by id. ``first`` is the one that ranks first: it may be moved, but left out only with a
    reason. ``rounds`` are names of rounds, which any title may contain.
    """
    problems = []
    for note in (note for note in session.notes if note.subject in found):
        for code, title in note.titles.items():
            if foreign := foreign_numbers(title, found[note.subject], code, rounds):
                problems.append(place.problem("title_foreign", note.subject, title=title, numbers=", ".join(foreign)))
    if first is not None and session.of(first).left_out and not session.of(first).reason:
        problems.append(place.problem("first_without_reason", first))
    return problems


def foreign_numbers(title: str, finding: Finding, code: str, rounds: Collection[str] = ()) -> list[str]:
    """Return the numbers of a title in language ``code``, as written, that are not numbers of the finding."""
    shares = _shares(finding)
    known = _numbers(finding) | set(shares)
    bare = re.sub("|".join(map(re.escape, sorted(rounds, key=len, reverse=True))), " ", title) if rounds else title
    foreign = [
        words_said for words_said in _DIGITS.findall(bare) if not any(_equals(words_said, number) for number in known)
    ]
    words_said = _WORD.findall(folded(title))
    words, parts = _words_of(code)
    in_tenths = {round(share / TEN) for share in shares}
    tenths_said = any(words.get(word) in in_tenths for word in words_said)
    for place, word in enumerate(words_said):
        times = words.get(words_said[place - 1], 1) if place else 1
        if word in parts:
            fits = any(abs(share - times * parts[word]) <= NEARLY_POINTS for share in shares)
        elif word not in words or (place + 1 < len(words_said) and words_said[place + 1] in parts):
            continue
        else:
            number = words[word]
            fits = number in known or number in in_tenths or (number == TEN and tenths_said)
        foreign += [] if fits else [word]
    return foreign


def _numbers(finding: Finding) -> set[float]:
    """Return every number of the finding; shares in per cent, too."""
    bounds = [part for part in (finding.interval, finding.band, finding.target) if part is not None]
    numbers = [finding.value, finding.n, finding.women, finding.men, finding.seats_held, *finding.details.values()]
    numbers += [bound for part in bounds for bound in (part.low, part.high)]
    if finding.n is not None:
        numbers += [finding.n - part for part in (finding.women, finding.seats_held) if part is not None]
        numbers += [round(finding.value * finding.n)] if finding.value is not None and finding.unit == "share" else []
    plain = {abs(number) for number in numbers if number is not None}
    return plain | {100 * number for number in plain if number <= 1}


def _shares(finding: Finding) -> list[float]:
    """Return the parts of a whole in the finding, in per cent: value, women among all, shares in details."""
    shares = [abs(finding.value)] if finding.value is not None and finding.unit in ("share", "gap") else []
    shares += [finding.women / finding.n] if finding.women is not None and finding.n else []
    shares += [part for name, part in finding.details.items() if "share" in name and 0 <= part <= 1]
    return [100 * part for part in shares]


def _equals(written: str, number: float) -> bool:
    """Return True if the number as written equals ``number`` at its own number of decimals."""
    thousands = re.sub(r"[\s.,’']", "", written)
    whole, _, decimals = written.replace(",", ".").partition(".")
    readings = [(float(thousands), 0)]
    if whole.isdigit() and (decimals.isdigit() or not decimals):
        readings.append((float(f"{whole}.{decimals or 0}"), len(decimals)))
    return any(abs(reading - round(number, places)) < FLOAT_TOLERANCE for reading, places in readings)


@cache
def _words_of(code: str) -> tuple[dict[str, int], dict[str, float]]:
    """Return the number words of a language, and those for parts of a whole, without accents."""
    texts = language(code)
    counted = dict(enumerate(texts.text(f"{TEXTS}.words.counted").split(",")))
    counted |= dict(zip(TENS, texts.text(f"{TEXTS}.words.tens").split(","), strict=True))
    parts = zip(PARTS, texts.text(f"{TEXTS}.words.parts").split(","), strict=True)
    return (
        {word: number for number, spelled in counted.items() for word in _spelled(spelled)},
        {word: part for part, spelled in parts for word in _spelled(spelled)},
    )


def _spelled(text: str) -> list[str]:
    return [folded(word).strip() for word in text.split("|") if word.strip()]
