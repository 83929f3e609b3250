"""A column of numbers: its decimal mark, its currency, why cells are no numbers, and pay that is far from its level."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd

from genderaudit.intake import values
from genderaudit.intake.dates import MOST_UNREAD, Said
from genderaudit.intake.numbers import Marks, fault_of, has_two_readings, in_full, marks_of, taken_apart
from genderaudit.intake.raw import distinct_texts
from genderaudit.intake.written import written

THOUSANDFOLD = 300.0
"""Times that the middle of one way of writing may be that of the other: beyond it a mark was read wrongly."""
NEARER = math.sqrt(1000)
"""Times that a number may be the middle of the others before a thousandth of it is nearer to them."""
FEWEST_COMPARED = 3
GAP, TWO_SIZES = 10.0, 100.0
"""Times between two neighbouring amounts, and between the middles of those below and above, that make two sizes."""
FEWEST_OF_LEVEL = 6
"""People of a level from which on its middle says what is usual."""
FAR = 5.0
"""Times that pay may be the middle of its level, or a part of it, whatever the level's spread."""
SPREAD = 6.0
"""Spreads (median deviations of the logarithm, as normal deviations) within which pay is not far either."""


_WORDS = re.compile(r"[^\d\s.,'’%+−-]+")


@dataclass(frozen=True, slots=True)
class Numbers:
    """Floats (NaN where blank or unreadable), the decimal mark that was used, the currency found, what is wrong."""

    values: pd.Series
    mark: str
    currency: str | None
    named: str
    """How most cells name their currency, where it is another than the one that was given."""
    said: tuple[Said, ...]


def read_numbers(
    cells: pd.Series, usual: str, given: str | None = None, *, unit: str = "", currency: str | None = None
) -> Numbers:
    """The numbers of a column. ``given`` is the decimal mark of organisation.yml; ``usual`` where nothing else decides.

    ``unit`` is what the column counts: a cell that names another one is said and blank. Of money, three digits behind
    a mark in every cell that has one are thousands; where the ``currency`` (given, or as the cells name it) has three
    decimals or is not known, that is asked.
    """
    money = unit == "money"
    marks = marks_of([cells])
    cells, times = in_full(cells) if money else (cells, 1)
    code, named, other = _currency(cells, currency) if money else (currency, "", pd.Series(False, cells.index))
    decided = given or marks.certain or (_by_currency(marks, code) if money else None)
    mark = decided or usual
    found = values.numbers(cells, mark)
    said = [] if given else list(_doubted(cells, found, marks, mark, money))
    if money and marks.open and not decided and not said:
        said.append(Said("error", "amounts_open"))
    strange = cells.isin([cell for cell in distinct_texts(cells.tolist()) if _counts_other(cell, unit)])
    said += _unread(cells, found.mask(strange), other, strange, money)
    if times > 1:
        said.append(Said("warning", "amounts_in_larger", values={"times": float(times)}))
    return Numbers(found.mask(other | strange) * times, mark, code, named, tuple(said))


def far_from_level(pay: pd.Series, groups: pd.DataFrame) -> pd.Series:
    """Of those far from the middle of their group (level and period), how many times the middle they are paid.

    Robust: by the median and the median deviation of the logarithm, so that the slips themselves change little. Groups
    of fewer than six say nothing. The index is that of ``pay``; the others are left out.
    """
    known = pay[pay > 0]
    keys = [groups[str(name)][pay > 0].astype("str").fillna("") for name in groups.columns]
    logs = np.log(known)
    by = logs.groupby(keys)
    centre = by.transform("median")
    spread = 1.4826 * (logs - centre).abs().groupby(keys).transform("median")
    limit = np.maximum(math.log(FAR), SPREAD * spread)
    far = ((logs - centre).abs() > limit) & (by.transform("size") >= FEWEST_OF_LEVEL)
    times: pd.Series = np.exp((logs - centre)[far])
    return times


def in_two_sizes(pay: pd.Series, period: pd.Series) -> pd.Series:
    """Which amounts are the fewer of two sizes, a hundredfold apart and with none between: thousands beside units.

    Decided among the amounts of one period; the index is that of ``pay``.
    """
    fewer = pd.Series(False, pay.index)
    for _, amounts in pay.where(pay > 0).groupby(period.astype("str").fillna("")):
        logs = np.log(amounts.dropna().sort_values())
        if len(logs) < FEWEST_COMPARED:
            continue
        gaps = np.diff(logs)
        at = int(gaps.argmax()) + 1
        low, high = logs.iloc[:at], logs.iloc[at:]
        if gaps.max() > math.log(GAP) and high.median() - low.median() > math.log(TWO_SIZES):
            fewer |= fewer.index.isin((low if len(low) <= len(high) else high).index)
    return fewer


def _currency(cells: pd.Series, usual: str | None) -> tuple[str | None, str, pd.Series]:
    """The column's currency (the organisation's, unless the cells name another more often), and cells in another.

    Between the two the word of most cells, where it is another.
    """
    named = {
        cell: codes for cell in set(cells.dropna()) if isinstance(cell, str) and (codes := taken_apart(cell).currencies)
    }
    if not named:
        return usual, "", pd.Series(False, cells.index)
    counts = Counter(code for cell in cells for code in named.get(cell, ()))
    most = max(counts.values())
    code = usual if counts[usual or ""] == most else min(code for code, number in counts.items() if number == most)
    words = Counter(" ".join(_WORDS.findall(cell)) for cell in cells if code in named.get(cell, ()))
    word = "" if code == usual else words.most_common(1)[0][0]
    return code, word, cells.isin([cell for cell, codes in named.items() if code not in codes])


def _by_currency(marks: Marks, code: str | None) -> str | None:
    """The decimal mark, if a mark that stands before three digits everywhere must group thousands."""
    if len(marks.open) != 1 or code is None or code in written().thousandths:
        return None
    return "," if "." in marks.open else "."


def _doubted(cells: pd.Series, found: pd.Series, marks: Marks, mark: str, money: bool) -> Iterator[Said]:
    """Where cells say two things of the decimal mark, or it makes some a thousandfold of the others."""
    if not (money or marks.both):
        return
    texts = distinct_texts(cells.tolist())
    is_open = cells.isin([cell for cell in texts if has_two_readings(cell)])
    if marks.both and not is_open.any():
        yield Said("warning", "two_decimal_marks", values={"mark": mark})
    elif marks.both:
        proofs = [cells.isin([cell for cell in texts if marks_of([pd.Series([cell])]).certain == one]) for one in ".,"]
        yield Said("error", "decimal_marks_differ", _fewer(*proofs), {"open": int(is_open.sum())})
    elif money and marks.certain:
        with_mark = is_open & cells.isin([cell for cell in texts if mark in cell])
        middle = found[~is_open & (found > 0)].median()
        small = with_mark & (found * NEARER < middle)
        if small.any():
            yield Said("error", "amounts_thousandfold", _fewer(small, found.notna() & ~with_mark))
    elif money:
        with_open = cells.isin([cell for cell in texts if any(one in cell for one in marks.open)])
        one, rest = found[with_open & (found > 0)], found[~with_open & (found > 0)]
        ratio = rest.median() / one.median() if min(len(one), len(rest)) >= FEWEST_COMPARED else 1.0
        if max(ratio, 1 / ratio) > THOUSANDFOLD:
            yield Said("error", "amounts_thousandfold", min(one.index, rest.index, key=len))


def _fewer(one: pd.Series, other: pd.Series) -> pd.Index:
    """The rows in which the one or the other is so, whichever are fewer."""
    return min(one.index[one], other.index[other], key=len)


def _counts_other(cell: str, unit: str) -> bool:
    taken = taken_apart(cell)
    return bool(taken.beside) and not taken.fault and unit not in taken.units


def _unread(cells: pd.Series, found: pd.Series, other: pd.Series, strange: pd.Series, money: bool) -> Iterator[Said]:
    """One problem a reason; of amounts errors where too many of the column cannot be read."""
    unread = cells.notna() & (found.isna() | other)
    many = money and unread.sum() > max(1, MOST_UNREAD * cells.notna().sum())
    why = cells[unread].map({cell: fault_of(cell) for cell in set(cells[unread])})
    why = why.mask(other[unread], "currency").mask(strange[unread], "other_unit")
    for fault in sorted(set(why)):
        rule = "not_a_number" if fault == "no_number" else f"number_{fault}"
        beside = sorted({taken_apart(cell).beside for cell in set(cells[strange])}) if fault == "other_unit" else []
        said: dict[str, object] = {"said": ", ".join(beside)} if beside else {}
        yield Said("error" if many else "warning", rule, why.index[why == fault], said)
