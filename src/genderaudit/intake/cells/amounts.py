"""Reading a column of numbers: decimal mark, currency, unreadable cells, and pay far from its level."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd

from genderaudit.intake.cells import values
from genderaudit.intake.cells.dates import MOST_UNREAD
from genderaudit.intake.cells.numbers import (
    Marks,
    fault_of,
    has_two_readings,
    marks_of,
    parsed_cell,
    without_scale_word,
)
from genderaudit.intake.problems import Remark, row_numbers
from genderaudit.intake.raw import distinct_texts
from genderaudit.intake.vocabulary.cell_words import cell_words

THOUSANDFOLD = 300.0
"""Ratio of medians of two ways of writing above which a decimal mark was misread."""
NEARER = math.sqrt(1000)
"""Ratio to the median above which a thousandth of a number is closer to the others."""
FEWEST_COMPARED = 3
GAP, TWO_SIZES = 10.0, 100.0
"""Ratio of neighbouring amounts, and of the medians below and above, that separates two sizes."""
FEWEST_OF_LEVEL = 6
"""People of a level from which its median is judged."""
FAR = 5.0
"""Ratio of pay to the median of its level that counts as far, whatever the spread."""
SPREAD = 6.0
"""Spreads (median absolute deviation of the logarithm, scaled to a normal distribution) that do not count as far."""


_WORDS = re.compile(r"[^\d\s.,'’%+−-]+")


@dataclass(frozen=True, slots=True)
class Numbers:
    """Numbers (floats, NaN if blank or unreadable), decimal mark, currency, and problems."""

    values: pd.Series
    mark: str
    currency: str | None
    named: str
    """The cells' usual word for their currency, if it is not the given one."""
    remarks: tuple[Remark, ...]


def read_numbers(
    cells: pd.Series, usual: str, declared: str | None = None, *, unit: str = "", currency: str | None = None
) -> Numbers:
    """Return the numbers of a column; ``declared`` is the decimal mark of organisation.yml, ``usual`` the fallback.

    ``unit`` is what the column counts: cells with another unit are reported and blank. For money, three digits after
    the only mark of each cell are thousands; if the ``currency`` (given, or named in cells) has three decimals or is
    unknown, that is an error to be settled.
    """
    money = unit == "money"
    marks = marks_of([cells])
    cells, times = without_scale_word(cells) if money else (cells, 1)
    code, currency_word, other_currency = (
        _currency_of_column(cells, currency) if money else (currency, "", pd.Series(False, cells.index))
    )
    decided = declared or marks.certain or (_by_currency(marks, code) if money else None)
    mark = decided or usual
    parsed = values.numbers(cells, mark)
    problems = [] if declared else list(_contradictory_marks(cells, parsed, marks, mark, money))
    if money and marks.open and not decided and not problems:
        problems.append(Remark("error", "amounts_open"))
    other_unit = cells.isin([cell for cell in distinct_texts(cells.tolist()) if _counts_other_unit(cell, unit)])
    problems += _unreadable(cells, parsed.mask(other_unit), other_currency, other_unit, money)
    if times > 1:
        problems.append(Remark("warning", "amounts_in_larger", values={"times": float(times)}))
    return Numbers(parsed.mask(other_currency | other_unit) * times, mark, code, currency_word, tuple(problems))


def far_from_level(pay: pd.Series, groups: pd.DataFrame) -> pd.Series:
    """Return, for pay far from the median of its group (level and period), the ratio to the median.

    Robust: median and median absolute deviation of logarithms, so that slips hardly change them. Groups of fewer than
    six are skipped. The index is that of ``pay``, without other rows.
    """
    positive = pay[pay > 0]
    keys = [groups[str(name)][pay > 0].astype("str").fillna("") for name in groups.columns]
    logs = np.log(positive)
    by_group = logs.groupby(keys)
    centre = by_group.transform("median")
    spread = 1.4826 * (logs - centre).abs().groupby(keys).transform("median")
    limit = np.maximum(math.log(FAR), SPREAD * spread)
    far = ((logs - centre).abs() > limit) & (by_group.transform("size") >= FEWEST_OF_LEVEL)
    times: pd.Series = np.exp((logs - centre)[far])
    return times


def in_two_sizes(pay: pd.Series, period: pd.Series) -> pd.Series:
    """Return True for amounts in the smaller of two groups a hundredfold apart: thousands mixed with units.

    Amounts are compared within their period; the index is that of ``pay``.
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


def _currency_of_column(cells: pd.Series, usual: str | None) -> tuple[str | None, str, pd.Series]:
    """Return the currency of the column, its word, and True for cells in another currency.

    The currency is ``usual`` unless the cells name another one more often.
    """
    currencies_of_cells = {
        cell: codes for cell in set(cells.dropna()) if isinstance(cell, str) and (codes := parsed_cell(cell).currencies)
    }
    if not currencies_of_cells:
        return usual, "", pd.Series(False, cells.index)
    counts = Counter(code for cell in cells for code in currencies_of_cells.get(cell, ()))
    most = max(counts.values())
    code = usual if counts[usual or ""] == most else min(code for code, number in counts.items() if number == most)
    words = Counter(" ".join(_WORDS.findall(cell)) for cell in cells if code in currencies_of_cells.get(cell, ()))
    word = "" if code == usual else words.most_common(1)[0][0]
    return code, word, cells.isin([cell for cell, codes in currencies_of_cells.items() if code not in codes])


def _by_currency(marks: Marks, code: str | None) -> str | None:
    """Return the decimal mark if a mark that always precedes three digits must separate thousands, else None."""
    if len(marks.open) != 1 or code is None or code in cell_words().thousandths:
        return None
    return "," if "." in marks.open else "."


def _contradictory_marks(
    cells: pd.Series, numbers: pd.Series, marks: Marks, mark: str, money: bool
) -> Iterator[Remark]:
    """Yield problems with contradictory decimal marks, or amounts a thousandfold of the others because of them."""
    if not (money or marks.both):
        return
    texts = distinct_texts(cells.tolist())
    is_open = cells.isin([cell for cell in texts if has_two_readings(cell)])
    if marks.both and not is_open.any():
        yield Remark("warning", "two_decimal_marks", values={"mark": mark})
    elif marks.both:
        proofs = [
            cells.isin([cell for cell in texts if marks_of([pd.Series([cell])]).certain == mark_shown])
            for mark_shown in ".,"
        ]
        yield Remark("error", "decimal_marks_differ", _rarer_rows(*proofs), values={"open": int(is_open.sum())})
    elif money and marks.certain:
        with_mark = is_open & cells.isin([cell for cell in texts if mark in cell])
        middle = numbers[~is_open & (numbers > 0)].median()
        small = with_mark & (numbers * NEARER < middle)
        if small.any():
            yield Remark("error", "amounts_thousandfold", _rarer_rows(small, numbers.notna() & ~with_mark))
    elif money:
        with_open = cells.isin([cell for cell in texts if any(mark_shown in cell for mark_shown in marks.open)])
        mark_shown, others = numbers[with_open & (numbers > 0)], numbers[~with_open & (numbers > 0)]
        ratio = others.median() / mark_shown.median() if min(len(mark_shown), len(others)) >= FEWEST_COMPARED else 1.0
        if max(ratio, 1 / ratio) > THOUSANDFOLD:
            fewer = min(mark_shown.index, others.index, key=len)
            yield Remark("error", "amounts_thousandfold", row_numbers(fewer))


def _rarer_rows(one: pd.Series, other: pd.Series) -> tuple[int, ...]:
    """Return the rows of whichever series is True less often."""
    rows = min(one.index[one], other.index[other], key=len)
    return row_numbers(rows)


def _counts_other_unit(cell: str, unit: str) -> bool:
    parsed = parsed_cell(cell)
    return bool(parsed.beside) and not parsed.fault and unit not in parsed.units


def _unreadable(
    cells: pd.Series, numbers: pd.Series, other_currency: pd.Series, other_unit: pd.Series, money: bool
) -> Iterator[Remark]:
    """Yield one problem per reason; for amounts an error if too many cells are unreadable."""
    unread = cells.notna() & (numbers.isna() | other_currency)
    many = money and unread.sum() > max(1, MOST_UNREAD * cells.notna().sum())
    why = cells[unread].map({cell: fault_of(cell) for cell in set(cells[unread])})
    why = why.mask(other_currency[unread], "currency").mask(other_unit[unread], "other_unit")
    for fault in sorted(set(why)):
        rule = "not_a_number" if fault == "no_number" else f"number_{fault}"
        words = sorted({parsed_cell(cell).beside for cell in set(cells[other_unit])}) if fault == "other_unit" else []
        text_values: dict[str, object] = {"said": ", ".join(words)} if words else {}
        yield Remark("error" if many else "warning", rule, row_numbers(why.index[why == fault]), values=text_values)
