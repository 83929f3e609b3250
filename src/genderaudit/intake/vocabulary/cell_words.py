"""Signs and words beside numbers, dates and codes in cells: ``templates/intake/cells.yml``."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

import pandas as pd

from genderaudit.foundations.plaintext import folded
from genderaudit.foundations.workspace import TEMPLATES
from genderaudit.foundations.yamlfile import Record, load_model
from genderaudit.intake.raw import distinct_texts

_LONGEST_ABOVE = 12  # letters
DASHES = str.maketrans("‐‑‒–—−﹣－", "--------")
_DIGIT = re.compile(r"\d")  # most cells have a digit; none of these words has


class CellWords(Record):
    """The content of the file."""

    yes: list[str]
    no: list[str]
    ticks: list[str]
    other_kinds: list[str]
    small_words: list[str]
    weak_event_headers: list[str]
    numbered_headers: list[str]
    before_counted: list[str]
    between_both_names: list[str]
    nothing: list[str]
    unknown: list[str]
    above: list[str]
    currencies: dict[str, list[str]]
    without_cents: list[str]
    thousandths: list[str]
    units: dict[str, list[str]]
    larger: dict[int, list[str]]
    scales: list[str]
    periods: dict[str, list[str]]
    part_time: list[str]
    half_time: list[str]
    attended: list[str]
    absent: list[str]
    presence: list[str]
    signature: list[str]
    meetings: list[str]
    negotiations: list[str]
    form_words: list[str]
    period_columns: list[str]
    person_columns: list[str]
    gone: list[str]
    state_columns: list[str]
    ended: list[str]
    in_force: list[str]
    titles: list[str]
    ages: dict[str, list[str]]


@cache
def cell_words() -> CellWords:
    """Return the content of the file."""
    return load_model(TEMPLATES / "intake" / "cells.yml", CellWords)


@cache
def yes_words() -> frozenset[str]:
    """Return the lower-case words and signs for yes, a tick among them."""
    return frozenset(map(str.lower, cell_words().yes))


@cache
def no_words() -> frozenset[str]:
    """Return the lower-case words and signs for no."""
    return frozenset(map(str.lower, cell_words().no))


@cache
def tick_signs() -> frozenset[str]:
    """Return the lower-case signs and words that tick a cell."""
    return frozenset(map(str.lower, cell_words().ticks))


def squeezed(cell: object) -> str:
    """Return a cell in lower case without accents, spaces and dots, but with signs: «n. a.» and «N/A» differ."""
    return "".join(folded(str(cell)).split()).replace(".", "") or str(cell).strip()


@cache
def _words(kind: str) -> frozenset[str]:
    return frozenset(squeezed(word) for word in getattr(cell_words(), kind))


def marked(cells: pd.Series, *, unknown: bool = True) -> pd.Series:
    """Return True for dashes or words for nothing (with ``unknown``, also question marks or words for unknown)."""
    known = _words("nothing") | (_words("unknown") if unknown else frozenset())
    texts = [cell for cell in distinct_texts(cells.tolist()) if not _DIGIT.search(cell)]
    found = [cell for cell in texts if squeezed(cell) in known]
    return cells.isin(found) if found else pd.Series(False, cells.index)


@cache
def currencies() -> Mapping[str, frozenset[str]]:
    """Return squeezed word → codes of the currencies it may mean."""
    found: dict[str, set[str]] = {}
    for code, spellings in cell_words().currencies.items():
        for word in spellings:
            found.setdefault(squeezed(word), set()).add(code)
    return {word: frozenset(codes) for word, codes in found.items()}


def repeats_cell_above(cell: str) -> bool:
    """Return True if a cell says that it repeats the one above."""
    return len(cell) <= _LONGEST_ABOVE and squeezed(cell) in _words("above")


@cache
def _gone() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(re.escape(folded(word)) for word in cell_words().gone)})")


def says_gone(cell: str) -> bool:
    """Return True if a remark says that somebody has died or left."""
    return _gone().search(folded(cell)) is not None


@cache
def units() -> Mapping[str, frozenset[str]]:
    """Return squeezed word beside a number → what it may count (hours, years, money …)."""
    found: dict[str, set[str]] = {word: {"money"} for word in currencies()}
    for unit, spellings in cell_words().units.items():
        for word in spellings:
            found.setdefault(squeezed(word), set()).add(unit)
    return {word: frozenset(counted) for word, counted in found.items()}


def scale_factor(word: str) -> int:
    """Return the factor of a squeezed word: thousand, k, million; 0 for others."""
    return next((times for times, words in cell_words().larger.items() if word in map(squeezed, words)), 0)


@cache
def _years() -> re.Pattern[str]:
    words = map(folded, (*cell_words().units["years"], *cell_words().ages["years"]))
    return re.compile(rf"(?<![^\W\d_])(?:{'|'.join(map(re.escape, words))})(?![^\W\d_])")


def without_years(band: str) -> str:
    """Return an age band squeezed, with one kind of dash and without the words for years."""
    return squeezed(_years().sub(" ", folded(band).translate(DASHES)))


@cache
def _sides() -> Mapping[str, str]:
    return {squeezed(words): side for side, known in cell_words().ages.items() if side != "years" for words in known}


def side_of_age(band: str) -> str:
    """Return the side of a band with one age, written ``#``: under, up_to, over, from_on, alone; empty if unknown."""
    return "alone" if band == "#" else _sides().get(band, "")


def ends_before(band: str) -> bool:
    """Return True if a band excludes its second age, both written ``#``: «25 à moins de 35», «[25; 35[»."""
    under = [words for words, side in _sides().items() if side == "under" and words != "-#"]
    return band.endswith(("#[", *under))
