"""Cells to values: numbers, dates, ages and truth values as people write them.

Each parser takes a column of cells (text, numbers, dates, NA) and gives a column of values, NA where a
cell cannot be read; the caller compares the two to tell blank from unreadable.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from functools import partial

import numpy as np
import pandas as pd

OLDEST = 110
TRUE = {"1", "true", "yes", "oui", "y", "o", "x", "vrai"}
FALSE = {"0", "false", "no", "non", "n", "faux"}
_SPACES = re.compile(r"[\s'’]")
_UNITS = re.compile(r"[$€£%]|(?:[A-Za-z]{1,4}\.?)")


def numbers(cells: pd.Series, decimal: str, share: bool = False) -> pd.Series:
    """Floats; thousands marks, currency signs and a trailing per cent sign are understood.

    ``decimal`` is the decimal mark of text cells. With ``share``, 35 and «35 %» become 0.35.
    """
    values = _each(cells, partial(_number, decimal=decimal)).astype("Float64").astype(float)
    return values.where(~(share & (values > 1)), values / 100)


def dates(cells: pd.Series) -> pd.Series:
    """Days from ISO dates, day/month/year and the dates of workbooks."""
    return pd.to_datetime(_each(cells, _date), errors="coerce")


def booleans(cells: pd.Series) -> pd.Series:
    """Truth values from yes/no in English and French, 1/0, true/false, and a cross for yes."""
    return _each(cells, _boolean).astype("boolean")


def birth_years(cells: pd.Series) -> pd.Series:
    """Years of birth from a year or a date."""
    return _each(cells, _birth_year).astype("Float64").astype(float)


def age_bounds(cells: pd.Series) -> pd.DataFrame:
    """Columns ``age_low`` and ``age_high`` from bands such as 25–34, <25, 65+, «moins de 25 ans»."""
    bounds = {cell: _band(str(cell)) for cell in cells.dropna().unique()}
    pairs = [bounds.get(cell, (np.nan, np.nan)) for cell in cells]
    return pd.DataFrame(pairs, index=cells.index, columns=["age_low", "age_high"], dtype=float)


def _each(cells: pd.Series, parse: Callable[[object], object]) -> pd.Series:
    """``parse`` once for each distinct cell: columns repeat themselves."""
    parsed = {}
    for cell in cells.dropna().unique():
        parsed[cell] = parse(cell)
    return pd.Series([parsed.get(cell) if cell is not None else None for cell in cells], cells.index, dtype=object)


def _number(cell: object, decimal: str) -> float | None:
    if isinstance(cell, bool):
        return float(cell)
    if isinstance(cell, int | float):
        return float(cell) if np.isfinite(cell) else None
    text = _SPACES.sub("", str(cell))
    text = _UNITS.sub("", text)
    grouping = "." if decimal == "," else ","
    if re.fullmatch(rf"-?\d{{1,3}}(?:{re.escape(grouping)}\d{{3}})+(?:{re.escape(decimal)}\d*)?", text):
        text = text.replace(grouping, "")
    text = text.replace(decimal, ".") if decimal != "." and grouping not in text else text
    percent = "%" in str(cell)
    try:
        value = float(text) if re.fullmatch(r"-?\d*\.?\d+|-?\d+\.", text) else None
    except ValueError:
        return None
    return value / 100 if value is not None and percent else value


def _date(cell: object) -> dt.datetime | None:
    if isinstance(cell, dt.datetime):
        return cell
    if isinstance(cell, dt.date):
        return dt.datetime(cell.year, cell.month, cell.day)
    text = str(cell).strip()
    iso = re.match(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:$|[T ])", text)
    if iso:
        year, month, day = (int(part) for part in iso.groups())
    else:
        written = re.match(r"(\d{1,2})[./-](\d{1,2})[./-](\d{4})(?:$|[T ])", text)
        if not written:
            return None
        day, month, year = (int(part) for part in written.groups())
    try:
        return dt.datetime(year, month, day)
    except ValueError:
        return None


def _boolean(cell: object) -> bool | None:
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    text = str(cell).strip().lower()
    return True if text in TRUE else False if text in FALSE else None


def _birth_year(cell: object) -> float | None:
    if isinstance(cell, int | float):
        return float(cell) if 1900 <= cell <= 2100 else None
    day = _date(cell)
    if day is not None:
        return float(day.year)
    year = re.fullmatch(r"(19|20)\d\d", str(cell).strip())
    return float(year[0]) if year else None


def _band(text: str) -> tuple[float, float]:
    ends = [int(number) for number in re.findall(r"\d+", text)]
    words = text.lower()
    if len(ends) == 2 and ends[0] <= ends[1] <= OLDEST:
        return float(ends[0]), float(ends[1])
    if len(ends) == 1 and ends[0] <= OLDEST:
        if re.search(r"\+|>|≥|plus|over|more|older", words):
            return float(ends[0]), float(OLDEST)
        if re.search(r"<|moins|under|below|younger", words):
            return 0.0, float(ends[0] - 1)
        return float(ends[0]), float(ends[0])
    return np.nan, np.nan
