"""Reading a column of dates: day-month order decided from all cells, and reasons why cells are not dates."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
import pandas as pd

from genderaudit.foundations.days import FIRST, LAST, Day, Order, written_day
from genderaudit.foundations.plaintext import folded
from genderaudit.intake.problems import Remark, row_numbers

MOST_UNREAD = 1 / 20
"""Share of unreadable dates above which (and above one cell) the column counts as not understood."""
NO_END = ("9999", "2999", "2958465")
""""No end" as a bare year, and as the day number of 31/12/9999."""
EXAMPLES = 3
FEWEST_CONVERTED = 3
"""Number of real dates, all before the 13th, beside texts all after the 12th, from which a program swapped them."""


_PARTS = re.compile(r"(\d{4})[-/. ]?(\d\d?)[-/. ]?(\d\d?)\b.*|(\d\d?)[-/. ](\d\d?|dec\w*\.?)[-/. ](\d{4})\b.*")


@dataclass(frozen=True, slots=True)
class Dates:
    """Days (NaT if blank, unreadable or a bare year), bare years (births only) and problems."""

    days: pd.Series
    years: pd.Series
    remarks: tuple[Remark, ...]


def read_dates(cells: pd.Series, order: Order | None, *, years: bool = False) -> Dates:
    """Return the dates of a column; ``order`` is that of organisation.yml, else the cells must show it.

    With ``years`` (births) bare years are allowed. If the order is open, or more than one cell and one in twenty is
    unreadable, an error is given and no cell is read.
    """
    filled = cells.dropna()
    kinds = {cell: _day_of_cell(cell) for cell in set(filled)}
    texts = [kinds[cell] for cell in filled if isinstance(cell, str)] if any(isinstance(c, str) for c in kinds) else []
    problem, order_found = _order(texts, filled, order)
    if problem is not None:
        return Dates(_blank_column(cells, "datetime64[ns]"), _blank_column(cells, float), (problem,))
    bare = {cell: _bare_year(cell) if years else None for cell in kinds}
    chosen = {cell: _chosen(day, order_found) for cell, day in kinds.items()}
    written = cells.tolist()
    days = _blank_column(cells, "datetime64[ns]")
    if any(chosen.values()):
        days = pd.to_datetime(pd.Series(list(map(chosen.get, written)), cells.index, dtype=object), errors="coerce")
    faults = {cell: fault for cell, day in kinds.items() if bare[cell] is None and (fault := _fault(day, order_found))}
    problems = list(_unreadable_dates(_reasons_not_dates(filled, faults), len(filled), "birth" if years else "date"))
    if order_found == "month_first" and order is None and not problems:
        problems.append(Remark("warning", "dates_month_first"))
    if any(one.severity == "error" for one in problems):
        return Dates(_blank_column(cells, "datetime64[ns]"), _blank_column(cells, float), tuple(problems))
    return Dates(
        days.astype("datetime64[ns]"),
        pd.Series(list(map(bare.get, written)), cells.index, dtype=float),
        tuple(problems),
    )


def is_open_end(cells: pd.Series) -> pd.Series:
    """Return True for dates that programs write for "none": in a year after 2100, 1/1/1900, or zeros."""
    return cells.isin([cell for cell in set(cells.dropna()) if _is_no_end(cell)])


def _is_no_end(cell: Any) -> bool:
    text = cell.strftime("%Y-%m-%d") if isinstance(cell, dt.date) else " ".join(folded(str(cell)).split())
    parts = _PARTS.fullmatch(text)
    if parts is None or text in NO_END:
        return text in NO_END
    iso = parts[1] is not None
    year = int(parts[1] if iso else parts[6])
    pair = {12 if one.startswith("dec") else int(one) for one in (parts.group(2, 3) if iso else parts.group(4, 5))}
    return (year > LAST and pair in ({31, 12}, {1})) or (year, *pair) in ((0, 0), (FIRST, 1))


def _reasons_not_dates(filled: pd.Series, faults: dict[Any, str]) -> pd.Series:
    """Return the reason for each cell that is not a date."""
    if not faults:
        return filled.iloc[:0]
    why = pd.Series(list(map(faults.get, filled.tolist())), filled.index, dtype=object)
    return why.dropna()


def _day_of_cell(cell: Any) -> Day:
    if isinstance(cell, dt.datetime | dt.date):
        day = cell.date() if isinstance(cell, dt.datetime) else cell
        return Day(day, day) if FIRST <= day.year <= LAST else Day(fault="impossible")
    return Day(fault="not_a_date") if isinstance(cell, bool) else written_day(cell)


def _order(texts: Sequence[Day], filled: pd.Series, order: Order | None) -> tuple[Remark | None, Order]:
    """Return the order of the texts, or the problem if it is open; ``day_first`` if nothing depends on it."""
    if order is not None:
        return None, order
    proofs = Counter(day.proves for day in texts)
    days, months = proofs["day_first"], proofs["month_first"]
    ambiguous = [day for day in texts if day.ambiguous]
    tolerated = max(1, MOST_UNREAD * len(filled))
    if days and months and min(days, months) > tolerated:
        return Remark("error", "dates_mixed", values={"day_first": days, "month_first": months}), "day_first"
    if not (days or months) or (days == months and ambiguous):
        return (_ambiguous_order(ambiguous) if ambiguous else None), "day_first"
    converted = [cell for cell in filled if isinstance(cell, dt.datetime | dt.date)]
    several = any(day.day != day.month for day in converted) and len({day.day for day in converted}) > 1
    if several and len(converted) >= FEWEST_CONVERTED and not ambiguous and all(day.day <= 12 for day in converted):
        return Remark("error", "dates_half_converted"), "day_first"
    return None, "day_first" if days > months else "month_first"


def _ambiguous_order(ambiguous: list[Day]) -> Remark:
    """Return the problem with both readings of up to three cells, without year and row, to identify nobody."""
    seen = dict.fromkeys((day.day_first.day, day.day_first.month) for day in ambiguous if day.day_first)
    return Remark("error", "dates_ambiguous", values={"examples": list(seen)[:EXAMPLES], "number": len(ambiguous)})


def _chosen(day: Day, order: Order) -> dt.date | None:
    return day.day_first if order == "day_first" else day.month_first


def _fault(day: Day, order: Order) -> str:
    return "" if _chosen(day, order) else day.fault or "other_order"


def _bare_year(cell: Any) -> float | None:
    """Return a year that stands alone, as number or text, or None."""
    text = str(int(cell)) if isinstance(cell, int | float) and np.isfinite(cell) and cell == int(cell) else str(cell)
    year = int(text) if len(text.strip()) == 4 and text.strip().isdecimal() else 0
    return float(year) if FIRST <= year <= LAST else None


def _unreadable_dates(why: pd.Series, number: int, kind: str) -> Iterator[Remark]:
    """Yield one problem per reason; errors if too many cells of the column are unreadable."""
    severity: Literal["error", "warning"] = "error" if len(why) > max(1, MOST_UNREAD * number) else "warning"
    for fault in sorted(set(why)):
        rule = f"date_{fault}" if fault != "not_a_date" else "not_a_date" if kind == "date" else "not_a_birth_year"
        yield Remark(severity, rule, row_numbers(why.index[why == fault]))


def _blank_column(cells: pd.Series, kind: Any) -> pd.Series:
    none: pd.Series = pd.Series(None, cells.index, dtype=kind)
    return none
