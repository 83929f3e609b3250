"""Numbers as people write them: decimal marks, currencies, units; and reasons why a cell is not a number.

Whether comma or point is the decimal mark is decided per column: in 1.300.000 the point separates thousands, in 12,5
the comma is decimal, 1.234 is open.
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
from genderaudit.intake.vocabulary.cell_words import currencies, scale_factor, squeezed, units

NumberFault = Literal["", "unit", "letter", "larger", "brackets", "range", "marks", "no_number"]

MOST_KEPT = 200_000
"""Texts whose parts are cached, as a column is examined several times."""
FEWEST_IN_LARGER = 3
"""Cells with a word such as k from which it is the column's unit and not a slip."""
LONGEST_WHOLE = 16
"""Digits up to which every whole number is an exact float."""
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
class ParsedCell:
    """Parts of a cell: the number without sign and words, and the words around it."""

    core: str = ""
    negative: bool = False
    percent: bool = False
    currencies: frozenset[str] = frozenset()
    """Codes of the currencies that the words beside the number may mean."""
    beside: str = ""
    """The words beside the number, all known."""
    units: frozenset[str] = frozenset()
    """Units that these words may stand for: hours, years, money …"""
    fault: NumberFault = ""


@dataclass(frozen=True, slots=True)
class Marks:
    """Evidence on comma and point in the texts of a column."""

    decimal: frozenset[str]
    grouping: frozenset[str]
    open: frozenset[str]
    """Marks that occur once and before three digits in every cell that has them."""

    @property
    def certain(self) -> str | None:
        """The decimal mark if the cells determine it, else None."""
        possible = self.decimal | {"," if mark == "." else "." for mark in self.grouping}
        return next(iter(possible)) if len(possible) == 1 else None

    @property
    def both(self) -> bool:
        """True if the cells contradict each other on the decimal mark."""
        return len(self.decimal | {"," if mark == "." else "." for mark in self.grouping}) > 1


@lru_cache(maxsize=MOST_KEPT)
def parsed_cell(text: str) -> ParsedCell:
    """Return the number in a text and the words around it."""
    if text.isdecimal():
        return ParsedCell(text)
    plain = " ".join(text.split())
    parts = _PARTS.fullmatch(plain if plain[-1:].isalnum() else _END.sub("", plain))
    if parts is None:
        return ParsedCell(fault=_fault_of_text(plain))
    currencies_named: frozenset[str] = frozenset()
    counted: frozenset[str] | None = None
    for words in (parts["before"], parts["after"]):
        fault, codes, may_be = _words_beside(words)
        if fault:
            return ParsedCell(fault="larger" if fault == "larger" else _fault_of_text(plain))
        currencies_named |= codes
        counted = may_be if counted is None else counted if may_be is None else counted & may_be
    words = " ".join(f"{parts['before']} {parts['after']}".strip(" .,:/").split())
    return ParsedCell(
        parts["core"].strip(), bool(parts["sign"]), "%" in plain, currencies_named, words, counted or frozenset()
    )


@lru_cache(maxsize=MOST_KEPT)
def _words_beside(words: str) -> tuple[NumberFault, frozenset[str], frozenset[str] | None]:
    """Return the fault of the words beside a number, currencies they may mean, and what they may count.

    The last is ``None`` without words: the number may then count anything.
    """
    if not words.strip(" .,:"):
        return "", frozenset(), None
    currencies_named: frozenset[str] = frozenset()
    counted = units()["%"] if "%" in words else None
    for word in [words] if squeezed(words) in units() else re.split(r"[\s/%]+", words.strip(" /%")):
        may_be = units().get(squeezed(word))
        if may_be is None and squeezed(word):
            return ("larger" if scale_factor(squeezed(word)) else "unit"), currencies_named, None
        currencies_named |= currencies().get(squeezed(word), frozenset())
        counted = may_be if counted is None else counted if may_be is None else counted & may_be
    return "", currencies_named, counted


def number_of(cell: Any, decimal: str) -> float | None:
    """Return the number in a cell, or None."""
    if isinstance(cell, bool):
        return float(cell)
    if isinstance(cell, int | float):
        return float(cell) if np.isfinite(cell) else None
    if isinstance(cell, str) and cell.isdecimal() and len(cell) < LONGEST_WHOLE:
        return float(cell)
    parsed = parsed_cell(str(cell))
    # A number with a single reading, such as 1500.5 or 1.300.000, is read so whatever mark the column has.
    mark = next((mark for mark in (decimal, *".,") if _FORM[mark].fullmatch(parsed.core)), None)
    if parsed.fault or mark is None:
        return None
    value = float(re.sub(r"[\s'’,]" if mark == "." else r"[\s'’.]", "", parsed.core).replace(",", "."))
    value = value / 100 if parsed.percent else value
    return None if not np.isfinite(value) else -value if parsed.negative else value


def without_scale_word(cells: pd.Series) -> tuple[pd.Series, int]:
    """Return cells without the word (k, million) that scales every number of the column, and its factor.

    Unchanged with factor 1 if a cell with a digit has no or another word, or fewer than three cells have it.
    """
    worded = [cell for cell in distinct_texts(cells.tolist()) if _LETTER.search(cell)]
    scaled = {cell: cell_scaled for cell in worded if (cell_scaled := _split_scale_word(cell))}
    times = {cell_scaled[1] for cell_scaled in scaled.values()}
    if len(times) != 1 or cells.isin(list(scaled)).sum() < FEWEST_IN_LARGER:
        return cells, 1
    if any(cell not in scaled and re.search(r"\d", str(cell)) for cell in set(cells.dropna())):
        return cells, 1
    return cells.map(lambda cell: scaled[cell][0] if cell in scaled else cell, na_action="ignore"), times.pop()


@lru_cache(maxsize=MOST_KEPT)
def _split_scale_word(text: str) -> tuple[str, int] | None:
    """Return the text without its scaling word, and the factor («42.5k», «42,5 k€»), or None."""
    parts = _PARTS.fullmatch(" ".join(text.split()))
    word = re.match(r"\s*([^\s/%]+)", parts["after"]) if parts else None
    if parts is None or word is None:
        return None
    scale_word = squeezed(word[1])
    times, letters = scale_factor(scale_word), len(word[0])
    if not times and scale_word[0] == "k" and scale_word not in currencies() and scale_word[1:] in currencies():
        times, letters = scale_factor("k"), letters - len(word[1]) + 1
    start = parts.start("after")
    return (parts.string[:start] + " " + parts.string[start + letters :], times) if times else None


def has_two_readings(text: str) -> bool:
    """Return True if a number differs by a factor of a thousand between the decimal marks: 1.234."""
    core = parsed_cell(text).core if _BEFORE_THREE.search(text) else ""
    return core[:1] not in ("", "0") and number_of(text, ".") != number_of(text, ",")


def fault_of(cell: Any) -> NumberFault:
    """Return why a cell is not a number; ``marks`` if only its marks are wrong."""
    return (parsed_cell(str(cell)).fault if isinstance(cell, str) else "no_number") or "marks"


def marks_of(columns: Iterable[pd.Series]) -> Marks:
    """Return what these columns show about comma and point."""
    decimal: set[str] = set()
    grouping: set[str] = set()
    opened: set[str] = set()
    for cells in columns:
        for cell in set(cells.dropna()):
            if isinstance(cell, str) and ("." in cell or "," in cell):
                _note_marks(parsed_cell(cell), decimal, grouping, opened)
    return Marks(frozenset(decimal), frozenset(grouping), frozenset(opened - decimal - grouping))


def _note_marks(cell: ParsedCell, decimal: set[str], grouping: set[str], opened: set[str]) -> None:
    core = re.sub(r"[\s'’]", "", cell.core)
    marks = [mark for mark in core if mark in ".,"]
    if not marks or cell.fault:
        return
    last_mark = marks[-1]
    whole, after = core.rsplit(last_mark, 1)
    if len(set(marks)) == 2:
        (decimal if marks.count(last_mark) == 1 else set()).add(last_mark)
    elif len(marks) > 1:
        if re.fullmatch(r"\d{1,3}(?:[.,]\d{3})+", core):
            grouping.add(last_mark)
    elif len(after) == 3 and 1 <= len(whole) <= 3 and whole != "0":
        opened.add(last_mark)
    elif after:
        decimal.add(last_mark)


def _fault_of_text(text: str) -> NumberFault:
    if _LETTERS.fullmatch(text):
        return "letter"
    if text[:1] == "(" and text[-1:] == ")" and not parsed_cell(text[1:-1].strip() or "-").fault:
        return "brackets"
    numbers = re.findall(r"\d(?:[\d.,\s'’]*\d)?", text)
    return "range" if len(numbers) > 1 else "unit" if numbers else "no_number"
