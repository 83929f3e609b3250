"""Numbers as people write them: marks, currencies, units; and why a cell is no number.

Which of comma and point is the decimal mark is decided a column at a time: 1.300.000 shows that the point groups,
12,5 that the comma is decimal, 1.234 neither.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Literal

import numpy as np
import pandas as pd

from genderaudit.intake.raw import distinct_texts
from genderaudit.intake.written import currencies, larger, squeezed, units

Fault = Literal["", "unit", "letter", "larger", "brackets", "range", "marks", "no_number"]

MOST_KEPT = 200_000
"""Texts of which the parts are kept: a column is gone through several times."""
FEWEST_IN_LARGER = 3
"""Cells with a word such as k from which on it is the unit of the column and no slip."""
LONGEST_WHOLE = 16
"""Digits below which every whole number is a float."""
_PARTS = re.compile(r"(?P<before>\D*?)(?P<sign>[-−]?) ?(?P<core>(?:[.,](?=\d)|(?=\d))[\d.,\s'’]*?)(?P<after>\D*)")
_END = re.compile(r"\s*(?:[.,]?\s?[-–—]|/[-=]|=)+\s*$")  # 1200.- and 45,000/=
_BEFORE_THREE = re.compile(r"(?<![\d.,])\d{1,3}[.,]\d{3}(?![\d.,]*\d)")
_LETTER = re.compile(r"[^\W\d_]")
_LETTERS = re.compile(r"[\d.,\s'’]*\d[\d.,\s'’]*[OoIl][\dOoIl.,\s'’]*|[OoIl][OoIl.,\s'’]*\d[\dOoIl.,\s'’]*")
_FORM = {
    mark: re.compile(
        rf"\d*{re.escape(mark)}?\d+|\d+{re.escape(mark)}"
        rf"|\d{{1,3}}(?P<group>[\s'’{other}])\d{{3}}(?:(?P=group)\d{{3}})*(?:{re.escape(mark)}\d*)?"
    )
    for mark, other in ((".", ","), (",", "."))
}


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell taken apart: the number as written without sign and words, and what stands beside it."""

    core: str = ""
    negative: bool = False
    percent: bool = False
    currencies: frozenset[str] = frozenset()
    """Codes of the currencies that the words beside the number may be; empty where there are none."""
    beside: str = ""
    """The words beside the number, all of them known ones."""
    units: frozenset[str] = frozenset()
    """What these words may count: hours, years, money …"""
    fault: Fault = ""


@dataclass(frozen=True, slots=True)
class Marks:
    """What the texts of a column show of the two marks."""

    decimal: frozenset[str]
    grouping: frozenset[str]
    open: frozenset[str]
    """Marks that stand once and before three digits in every cell that has them."""

    @property
    def certain(self) -> str | None:
        """The decimal mark, if the cells show one and only one."""
        found = self.decimal | {"," if mark == "." else "." for mark in self.grouping}
        return next(iter(found)) if len(found) == 1 else None

    @property
    def both(self) -> bool:
        """Whether each mark is shown to be the decimal one, or one to be both."""
        return len(self.decimal | {"," if mark == "." else "." for mark in self.grouping}) > 1


@lru_cache(maxsize=MOST_KEPT)
def taken_apart(text: str) -> Cell:
    """The number in a text, and the words around it."""
    if text.isdecimal():
        return Cell(text)
    plain = " ".join(text.split())
    found = _PARTS.fullmatch(plain if plain[-1:].isalnum() else _END.sub("", plain))
    if found is None:
        return Cell(fault=_why_not(plain))
    known: frozenset[str] = frozenset()
    counted: frozenset[str] | None = None
    for words in (found["before"], found["after"]):
        fault, codes, may_be = _beside(words)
        if fault:
            return Cell(fault="larger" if fault == "larger" else _why_not(plain))
        known |= codes
        counted = may_be if counted is None else counted if may_be is None else counted & may_be
    words = " ".join(f"{found['before']} {found['after']}".strip(" .,:/").split())
    return Cell(found["core"].strip(), bool(found["sign"]), "%" in plain, known, words, counted or frozenset())


@lru_cache(maxsize=MOST_KEPT)
def _beside(words: str) -> tuple[Fault, frozenset[str], frozenset[str] | None]:
    """What is wrong with the words beside a number, the currencies that they may be, and what they may count.

    ``None`` where no word stands there: the number may then count anything.
    """
    if not words.strip(" .,:"):
        return "", frozenset(), None
    known: frozenset[str] = frozenset()
    counted = units()["%"] if "%" in words else None
    for word in [words] if squeezed(words) in units() else re.split(r"[\s/%]+", words.strip(" /%")):
        may_be = units().get(squeezed(word))
        if may_be is None and squeezed(word):
            return ("larger" if larger(squeezed(word)) else "unit"), known, None
        known |= currencies().get(squeezed(word), frozenset())
        counted = may_be if counted is None else counted if may_be is None else counted & may_be
    return "", known, counted


def number_of(cell: Any, decimal: str) -> float | None:
    """The number of a cell; ``None`` where it is none."""
    if isinstance(cell, bool):
        return float(cell)
    if isinstance(cell, int | float):
        return float(cell) if np.isfinite(cell) else None
    if isinstance(cell, str) and cell.isdecimal() and len(cell) < LONGEST_WHOLE:
        return float(cell)
    taken = taken_apart(str(cell))
    # A number that has one reading only, 1500.5 or 1.300.000, is that one, whatever the others are.
    mark = next((mark for mark in (decimal, *".,") if _FORM[mark].fullmatch(taken.core)), None)
    if taken.fault or mark is None:
        return None
    value = float(re.sub(r"[\s'’,]" if mark == "." else r"[\s'’.]", "", taken.core).replace(",", "."))
    value = value / 100 if taken.percent else value
    return None if not np.isfinite(value) else -value if taken.negative else value


def in_full(cells: pd.Series) -> tuple[pd.Series, int]:
    """Cells without the word (k, million) that makes every number of the column larger, and how many times it does.

    As they are, and 1, where a cell with a digit has none or another, or fewer than three cells have it.
    """
    worded = [cell for cell in distinct_texts(cells.tolist()) if _LETTER.search(cell)]
    found = {cell: one for cell in worded if (one := _without_larger(cell))}
    times = {one[1] for one in found.values()}
    if len(times) != 1 or cells.isin(list(found)).sum() < FEWEST_IN_LARGER:
        return cells, 1
    if any(cell not in found and re.search(r"\d", str(cell)) for cell in set(cells.dropna())):
        return cells, 1
    return cells.map(lambda cell: found[cell][0] if cell in found else cell, na_action="ignore"), times.pop()


@lru_cache(maxsize=MOST_KEPT)
def _without_larger(text: str) -> tuple[str, int] | None:
    """The text of a number without the word that makes it larger, and how many times; «42.5k», «42,5 k€»."""
    found = _PARTS.fullmatch(" ".join(text.split()))
    word = re.match(r"\s*([^\s/%]+)", found["after"]) if found else None
    if found is None or word is None:
        return None
    known = squeezed(word[1])
    times, letters = larger(known), len(word[0])
    if not times and known[0] == "k" and known not in currencies() and known[1:] in currencies():
        times, letters = larger("k"), letters - len(word[1]) + 1
    start = found.start("after")
    return (found.string[:start] + " " + found.string[start + letters :], times) if times else None


def has_two_readings(text: str) -> bool:
    """Whether the number of a text is a thousand times as much with one decimal mark as with the other: 1.234."""
    core = taken_apart(text).core if _BEFORE_THREE.search(text) else ""
    return core[:1] not in ("", "0") and number_of(text, ".") != number_of(text, ",")


def fault_of(cell: Any) -> Fault:
    """Why a cell that is no number is none; ``marks`` where only its marks are in the way."""
    return (taken_apart(str(cell)).fault if isinstance(cell, str) else "no_number") or "marks"


def marks_of(columns: Iterable[pd.Series]) -> Marks:
    """What these columns show of comma and point."""
    decimal: set[str] = set()
    grouping: set[str] = set()
    opened: set[str] = set()
    for cells in columns:
        for cell in set(cells.dropna()):
            if isinstance(cell, str) and ("." in cell or "," in cell):
                _note(taken_apart(cell), decimal, grouping, opened)
    return Marks(frozenset(decimal), frozenset(grouping), frozenset(opened - decimal - grouping))


def _note(cell: Cell, decimal: set[str], grouping: set[str], opened: set[str]) -> None:
    core = re.sub(r"[\s'’]", "", cell.core)
    marks = [mark for mark in core if mark in ".,"]
    if not marks or cell.fault:
        return
    last = marks[-1]
    whole, after = core.rsplit(last, 1)
    if len(set(marks)) == 2:
        (decimal if marks.count(last) == 1 else set()).add(last)
    elif len(marks) > 1:
        if re.fullmatch(r"\d{1,3}(?:[.,]\d{3})+", core):
            grouping.add(last)
    elif len(after) == 3 and 1 <= len(whole) <= 3 and whole != "0":
        opened.add(last)
    elif after:
        decimal.add(last)


def _why_not(text: str) -> Fault:
    if _LETTERS.fullmatch(text):
        return "letter"
    if text[:1] == "(" and text[-1:] == ")" and not taken_apart(text[1:-1].strip() or "-").fault:
        return "brackets"
    numbers = re.findall(r"\d(?:[\d.,\s'’]*\d)?", text)
    return "range" if len(numbers) > 1 else "unit" if numbers else "no_number"
