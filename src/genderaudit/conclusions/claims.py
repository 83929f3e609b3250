"""Titles that people word: whether every number in them is one of the finding that they are of.

Numbers are digits, as any language of the suite writes them, and words (*three in ten*, *half*). A share may be said in
tenths; a half, thirds and quarters of what is within five points of it. What a title says beyond its numbers, only a
reader can judge.
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
NEAR = 5.0
"""Percentage points from which a share is *half* or *a third*."""
TEN = 10
TENS = range(30, 110, TEN)
PARTS = (50.0, 100 / 3, 25.0)
"""Per cent of the whole: a half, a third, a quarter."""

_DIGITS = re.compile(r"\d+(?:[\s.,’']\d{3})+(?!\d)|\d+(?:[.,]\d+)?")
_WORD = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True, slots=True)
class Place:
    """Where the session's notes stand: file, sheet, and row by subject."""

    file: str = ""
    sheet: str = ""
    rows: Mapping[str, int] = field(default_factory=dict)

    def problem(self, rule: str, subject: str, **values: str) -> Problem:
        """An error in the row of a subject."""
        rows = (self.rows[subject],) if subject in self.rows else ()
        where = {"table": "validation", "file": self.file, "sheet": self.sheet, "rows": rows, "count": 1}
        return Problem(severity="error", rule=rule, values=values, **where)  # type: ignore[arg-type]


def refused(
    session: Session, found: Mapping[str, Finding], first: str | None, rounds: Collection[str], place: Place
) -> list[Problem]:
    """Why the session's titles and choices cannot be printed; none if they can.

    ``found`` are the findings by id. ``first`` is the one that ranks first: it may be moved, but is left out only with
    a reason. ``rounds`` are names of rounds, which any title may hold.
    """
    problems = []
    for note in (note for note in session.notes if note.subject in found):
        for code, title in note.titles.items():
            if foreign := unfounded(title, found[note.subject], code, rounds):
                problems.append(place.problem("title_foreign", note.subject, title=title, numbers=", ".join(foreign)))
    if first is not None and session.of(first).left_out and not session.of(first).reason:
        problems.append(place.problem("first_without_reason", first))
    return problems


def unfounded(title: str, one: Finding, code: str, rounds: Collection[str] = ()) -> list[str]:
    """The numbers of a title in the language ``code``, as written, that are not numbers of the finding."""
    shares = _shares(one)
    known = _numbers(one) | set(shares)
    bare = re.sub("|".join(map(re.escape, sorted(rounds, key=len, reverse=True))), " ", title) if rounds else title
    foreign = [said for said in _DIGITS.findall(bare) if not any(_is(said, number) for number in known)]
    said = _WORD.findall(folded(title))
    words, parts = _words_of(code)
    in_tenths = {round(share / TEN) for share in shares}
    tenths_said = any(words.get(word) in in_tenths for word in said)
    for place, word in enumerate(said):
        times = words.get(said[place - 1], 1) if place else 1
        if word in parts:
            fits = any(abs(share - times * parts[word]) <= NEAR for share in shares)
        elif word not in words or (place + 1 < len(said) and said[place + 1] in parts):
            continue
        else:
            number = words[word]
            fits = number in known or number in in_tenths or (number == TEN and tenths_said)
        foreign += [] if fits else [word]
    return foreign


def _numbers(one: Finding) -> set[float]:
    """Every number that the finding holds; shares in per cent too."""
    bounds = [part for part in (one.interval, one.band, one.target) if part is not None]
    found = [one.value, one.n, one.women, one.men, one.held, *one.details.values()]
    found += [bound for part in bounds for bound in (part.low, part.high)]
    if one.n is not None:
        found += [one.n - part for part in (one.women, one.held) if part is not None]
        found += [round(one.value * one.n)] if one.value is not None and one.unit == "share" else []
    plain = {abs(number) for number in found if number is not None}
    return plain | {100 * number for number in plain if number <= 1}


def _shares(one: Finding) -> list[float]:
    """What of the finding is a part of a whole, in per cent: its value, women among all, shares in its details."""
    found = [abs(one.value)] if one.value is not None and one.unit in ("share", "gap") else []
    found += [one.women / one.n] if one.women is not None and one.n else []
    found += [part for name, part in one.details.items() if "share" in name and 0 <= part <= 1]
    return [100 * part for part in found]


def _is(said: str, number: float) -> bool:
    """Whether a number as written is this one, in as many decimals as it has."""
    thousands = re.sub(r"[\s.,’']", "", said)
    whole, _, decimals = said.replace(",", ".").partition(".")
    readings = [(float(thousands), 0)]
    if whole.isdigit() and (decimals.isdigit() or not decimals):
        readings.append((float(f"{whole}.{decimals or 0}"), len(decimals)))
    return any(abs(reading - round(number, places)) < 1e-9 for reading, places in readings)


@cache
def _words_of(code: str) -> tuple[dict[str, int], dict[str, float]]:
    """Number words of a language, and those for parts of a whole, without accents."""
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
