"""What names of columns and cells say of amounts: the period, thousands or millions; and which is the sum of others."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import pairwise

import numpy as np
import pandas as pd

from genderaudit.foundations.plaintext import folded
from genderaudit.intake.dates import Said
from genderaudit.intake.written import currencies, squeezed, written

FEWEST_ADDED = 3
"""Rows from which on a column that is the sum of the others is no chance."""
MOSTLY = 0.9
"""Part of the rows in which it must be so: a few are mistyped."""
FEWEST_OF_MIDDLE = 6
"""Amounts from which on their middle says what is usual."""
LOWEST = {"hour": 0.5, "month": 100.0, "year": 1000.0}
"""Pay of a period below which the middle of a list is hardly paid in any currency."""
WITHOUT_CENTS = 50
"""Times as much where the currency has no cents."""
NO_CURRENCY = ("real", "try", "mad", "pen", "cop", "sos")
"""Words that are also others: read as currencies in capitals only, and ``real`` never."""
FRACTION = re.compile(r"\d/\d")
_KEPT = "/€$£×"
_SYMBOLS = "€$£f"


def periods(pay: pd.Series, period: pd.Series, header: str, cells: pd.Series) -> Iterator[Said]:
    """Where the name of a column, or a cell, says another period of pay than the list.

    ``pay`` and ``period`` (hour, month, year) as read, ``cells`` as written; the index is the same.
    """
    said = period_of(header)
    if said:
        yield from _contradicted("period_of_header", pay.notna(), period, *said)
    texts = [cell for cell in set(cells.dropna()) if isinstance(cell, str) and not cell.isdecimal()]
    found = {cell: one for cell in texts if (one := period_of(cell))}
    for name in sorted({one[0] for one in found.values()}):
        with_it = [cell for cell, one in found.items() if one[0] == name]
        yield from _contradicted("period_of_cells", cells.isin(with_it), period, name, found[min(with_it)][1])


def _contradicted(rule: str, where: pd.Series, period: pd.Series, name: str, words: str) -> Iterator[Said]:
    other = where & period.notna() & (period != name)
    for declared in sorted(set(period[other])):
        rows = period.index[other & (period == declared)]
        whole = rule == "period_of_header" and len(rows) == where.sum()
        yield Said("error", rule, None if whole else rows, {"said": words, "declared": declared})


def period_of(text: str) -> tuple[str, str] | None:
    """The period that a text names and the words that do; ``None`` where there is none, or more than one.

    A part of it (*1/12 of the yearly sum*) is another period than it names.
    """
    if FRACTION.search(text):
        return None
    plain = _spaced(text)
    found = {name: words for words, name in _periods().items() if f" {words} " in plain}
    return next(iter(found.items())) if len(found) == 1 else None


def scale_of(header: str) -> str | None:
    """The words by which a column says that its amounts are in thousands or millions (milliers, k€, MFCFA)."""
    plain = _spaced(header)
    named = next((words for words in map(_inner, written().scales) if f" {words} " in plain), None)
    return named or next(filter(_is_scaled, _joined(plain.split())), None)


def too_low(pay: pd.Series, period: pd.Series, currency: str | None) -> Iterator[Said]:
    """Where the middle of the pay of a period is so low that it is in thousands, or of another period."""
    times = WITHOUT_CENTS if currency in written().without_cents else 1
    for name, lowest in LOWEST.items():
        amounts = pay[(pay > 0) & (period == name)]
        if len(amounts) >= FEWEST_OF_MIDDLE and amounts.median() < lowest * times:
            yield Said("warning", "pay_too_low", values={"declared": name, "lowest": lowest * times})


def currency_of(header: str) -> tuple[str, frozenset[str]] | None:
    """The word by which a name of a column says its currency, and the codes it may be: EUR, k€, F CFA, dollars."""
    words = [word for word in re.split(r"[\s()\[\]/,;:._-]+", header) if word]
    for word in [*map(" ".join, pairwise(words)), *words]:
        one = word[1:].strip() if word[0] in "kKM" and squeezed(word) not in currencies() else word
        key, code = squeezed(one), one.upper() in written().currencies
        told = not key.isalnum() or len(key) > 3 or code or (one.isupper() and len(key) == 3)
        if key in currencies() and told and (key not in NO_CURRENCY or (one.isupper() and key != "real")):
            return one, currencies()[key]
    return None


def total_among(parts: pd.DataFrame) -> str | None:
    """The column that is the sum of the others in nearly all rows, of amounts that are to be added up; or none."""
    given = parts.fillna(0)
    for name in parts.columns:
        total, others = given[name], given.drop(columns=name).sum(axis=1)
        compared = parts[name].notna() & (total > 0)
        if compared.sum() >= FEWEST_ADDED and np.isclose(total, others, rtol=0, atol=1)[compared].mean() >= MOSTLY:
            return str(name)
    return None


def _is_scaled(word: str) -> bool:
    first, rest = word[:1], word[1:]
    known = rest in currencies() and word not in currencies()
    return known and first in "km" and (len(rest) > 1 or rest in (_SYMBOLS if first == "k" else _SYMBOLS[:3]))


def _joined(words: list[str]) -> Iterable[str]:
    """Each word, and k with the word behind it."""
    return [*words, *(first + second for first, second in pairwise(words) if first == "k")]


@cache
def _periods() -> dict[str, str]:
    return {_inner(word): name for name, words in written().periods.items() for word in words}


def _inner(text: str) -> str:
    return _spaced(text).strip()


@cache
def _spaced(text: str) -> str:
    """Small letters without accents, words and slashes between single spaces, spaces at both ends."""
    signs = "".join(f" {c} " if c in "/×" else c if c.isalnum() or c in _KEPT else " " for c in folded(text))
    return f" {' '.join(signs.split())} "
