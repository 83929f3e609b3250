"""Words about amounts in headers and cells: period, scale (thousands, millions), currency; and totals among columns."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import pairwise

import numpy as np
import pandas as pd

from genderaudit.foundations.plaintext import folded
from genderaudit.intake.problems import Remark, row_numbers
from genderaudit.intake.vocabulary.cell_words import cell_words, currencies, squeezed

FEWEST_ADDED = 3
"""Rows from which a column equal to the sum of the others is taken for their total."""
MOSTLY = 0.9
"""Share of rows in which the sum must agree; a few may be mistyped."""
FEWEST_OF_MIDDLE = 6
"""Amounts from which their median is judged."""
LOWEST = {"hour": 0.5, "month": 100.0, "year": 1000.0}
"""Median pay per period below which amounts are implausible in any currency."""
WITHOUT_CENTS = 50
"""Factor for these limits in currencies without cents."""
NO_CURRENCY = ("real", "try", "mad", "pen", "cop", "sos")
"""Words that are currency codes only in capitals; ``real`` never is."""
FRACTION = re.compile(r"\d/\d")
_KEPT = "/€$£×"
_SYMBOLS = "€$£f"


def periods(pay: pd.Series, period: pd.Series, header: str, cells: pd.Series) -> Iterator[Remark]:
    """Yield problems where a header or cell names another period of pay than the list declares.

    ``pay`` and ``period`` (hour, month, year) are as read, ``cells`` as written; all have the same index.
    """
    named = period_of(header)
    if named:
        yield from _contradicted_periods("period_of_header", pay.notna(), period, *named)
    texts = [cell for cell in set(cells.dropna()) if isinstance(cell, str) and not cell.isdecimal()]
    by_cell = {cell: period_named for cell in texts if (period_named := period_of(cell))}
    for name in sorted({period_named[0] for period_named in by_cell.values()}):
        cells_naming = [cell for cell, period_named in by_cell.items() if period_named[0] == name]
        yield from _contradicted_periods(
            "period_of_cells", cells.isin(cells_naming), period, name, by_cell[min(cells_naming)][1]
        )


def _contradicted_periods(rule: str, where: pd.Series, period: pd.Series, name: str, words: str) -> Iterator[Remark]:
    contradicted = where & period.notna() & (period != name)
    for declared in sorted(set(period[contradicted])):
        rows = period.index[contradicted & (period == declared)]
        is_whole_column = rule == "period_of_header" and len(rows) == where.sum()
        yield Remark(
            "error", rule, () if is_whole_column else row_numbers(rows), values={"said": words, "declared": declared}
        )


def period_of(text: str) -> tuple[str, str] | None:
    """Return the period that a text names and its word; None without one or with several.

    A fraction (*1/12 of the yearly sum*) is not the period that it names.
    """
    if FRACTION.search(text):
        return None
    plain = _spaced(text)
    named = {name: words for words, name in _periods().items() if f" {words} " in plain}
    return next(iter(named.items())) if len(named) == 1 else None


def scale_of(header: str) -> str | None:
    """Return the words with which a header says that amounts are in thousands or millions (milliers, k€, MFCFA), or
    None.
    """
    plain = _spaced(header)
    named = next((words for words in map(_spaced_inside, cell_words().scales) if f" {words} " in plain), None)
    return named or next(filter(_is_scaled, _with_k_joined(plain.split())), None)


def too_low(pay: pd.Series, period: pd.Series, currency: str | None) -> Iterator[Remark]:
    """Yield a warning where median pay is so low that it may be in thousands or of another period."""
    times = WITHOUT_CENTS if currency in cell_words().without_cents else 1
    for name, lowest in LOWEST.items():
        amounts = pay[(pay > 0) & (period == name)]
        if len(amounts) >= FEWEST_OF_MIDDLE and amounts.median() < lowest * times:
            yield Remark("warning", "pay_too_low", values={"declared": name, "lowest": lowest * times})


def currency_of(header: str) -> tuple[str, frozenset[str]] | None:
    """Return the currency word in a header and the codes it may mean (EUR, k€, F CFA, dollars), or None."""
    words = [word for word in re.split(r"[\s()\[\]/,;:._-]+", header) if word]
    for word in [*map(" ".join, pairwise(words)), *words]:
        candidate = word[1:].strip() if word[0] in "kKM" and squeezed(word) not in currencies() else word
        key, code = squeezed(candidate), candidate.upper() in cell_words().currencies
        is_clear = not key.isalnum() or len(key) > 3 or code or (candidate.isupper() and len(key) == 3)
        if key in currencies() and is_clear and (key not in NO_CURRENCY or (candidate.isupper() and key != "real")):
            return candidate, currencies()[key]
    return None


def total_among(parts: pd.DataFrame) -> str | None:
    """Return the column that is the sum of the others in nearly all rows, or None."""
    filled = parts.fillna(0)
    for name in parts.columns:
        total, others = filled[name], filled.drop(columns=name).sum(axis=1)
        compared = parts[name].notna() & (total > 0)
        if compared.sum() >= FEWEST_ADDED and np.isclose(total, others, rtol=0, atol=1)[compared].mean() >= MOSTLY:
            return str(name)
    return None


def _is_scaled(word: str) -> bool:
    first, rest = word[:1], word[1:]
    is_currency = rest in currencies() and word not in currencies()
    return is_currency and first in "km" and (len(rest) > 1 or rest in (_SYMBOLS if first == "k" else _SYMBOLS[:3]))


def _with_k_joined(words: list[str]) -> Iterable[str]:
    """Return each word, and "k" joined with the word after it."""
    return [*words, *(first + second for first, second in pairwise(words) if first == "k")]


@cache
def _periods() -> dict[str, str]:
    return {_spaced_inside(word): name for name, words in cell_words().periods.items() for word in words}


def _spaced_inside(text: str) -> str:
    return _spaced(text).strip()


@cache
def _spaced(text: str) -> str:
    """Return lower-case words and slashes without accents, separated and surrounded by single spaces."""
    signs = "".join(f" {c} " if c in "/×" else c if c.isalnum() or c in _KEPT else " " for c in folded(text))
    return f" {' '.join(signs.split())} "
