"""Cells to values: numbers, dates, ages and booleans as people write them.

Each parser takes a column of cells (text, numbers, dates, NA) and returns a column of values, NA if unreadable; the
caller compares the two to tell blank from unreadable.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterable
from functools import partial

import numpy as np
import pandas as pd

from genderaudit.intake.cells.numbers import number_of
from genderaudit.intake.vocabulary.cell_words import ends_before, no_words, side_of_age, without_years, yes_words

OLDEST = 110
_LONGEST_AGE = 9  # digits; Python refuses to convert thousands of digits
MOST_OF_ONE = 1.5  # a larger share is a percentage; overtime may make a post of 1.2


def map_distinct(cells: pd.Series, parse: Callable[[object], object]) -> pd.Series:
    """Return ``parse`` of each distinct cell, ``None`` for blank ones, as columns repeat themselves.

    True and 1 are equal as dictionary keys, so with booleans each cell is parsed.
    """
    cells_as_objects = cells.to_numpy(dtype=object)
    filled = cells_as_objects[~cells.isna().to_numpy()].tolist()
    if bool in set(map(type, filled)):
        parsed = iter([parse(cell) for cell in filled])
        result = [None if blank else next(parsed) for blank in cells.isna()]
    else:
        parsed_by_cell = {cell: parse(cell) for cell in set(filled)}
        result = list(map(parsed_by_cell.get, cells_as_objects.tolist()))
    return pd.Series(result, cells.index, dtype=object)


def code(cell: object) -> str:
    """Return a cell as the text used in mappings; 1.0 and 1 are equal."""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell).strip()


def numbers(cells: pd.Series, decimal: str) -> pd.Series:
    """Return floats; thousands separators, currencies, units and a trailing per cent sign are understood.

    ``decimal`` is the decimal mark of text cells.
    """
    return map_distinct(cells, partial(number_of, decimal=decimal)).astype(float)


def shares(numbers: pd.Series) -> pd.Series:
    """Return shares as fractions of one: 35 becomes 0.35, as «35 %» already is."""
    return numbers.where(~(numbers > MOST_OF_ONE), numbers / 100)


def booleans(cells: pd.Series) -> pd.Series:
    """Return booleans from yes/no in English and French, 1/0, true/false, and a tick for yes."""
    return map_distinct(cells, _boolean).astype("boolean")


def ages_at(day: dt.date, born: pd.Series, years: pd.Series) -> pd.DataFrame:
    """Return ``age_low`` and ``age_high``: completed years at ``day``, from days and ``years`` of birth.

    A full date gives one age; a bare year gives two, one apart, except on the last day of a year.
    """
    born = born.where(years.notna())
    to_come = (born.dt.month > day.month) | ((born.dt.month == day.month) & (born.dt.day > day.day))
    exact = (day.year - born.dt.year - to_come).where(born.notna())
    high = day.year - years
    low = high - (0 if (day.month, day.day) == (12, 31) else 1)
    return pd.DataFrame({"age_low": exact.fillna(low), "age_high": exact.fillna(high)}, dtype=float)


def bands_of(ages: pd.DataFrame, bands: Iterable[str]) -> pd.Series:
    """Return the band containing ``age_low`` to ``age_high``, NA without one or across two."""
    names = pd.Series(list(bands), dtype=object)
    bands_found = pd.Series(pd.NA, ages.index, dtype=object)
    for name, (low, high) in zip(names, age_bounds(names).to_numpy(), strict=True):
        bands_found = bands_found.mask((ages["age_low"] >= low) & (ages["age_high"] < high + 1), name)
    return bands_found


def age_bounds(cells: pd.Series) -> pd.DataFrame:
    """Return ``age_low`` and ``age_high`` from bands such as 25–34, <25, 65+, «moins de 25 ans»."""
    bounds = {cell: _ends_of_band(str(cell)) for cell in cells.dropna().unique()}
    if not bounds:
        return pd.DataFrame(np.nan, cells.index, ["age_low", "age_high"])
    written = cells.tolist()
    ends = {
        name: list(map({cell: pair[at] for cell, pair in bounds.items()}.get, written))
        for at, name in enumerate(("age_low", "age_high"))
    }
    return pd.DataFrame(ends, index=cells.index, dtype=float)


def _boolean(cell: object) -> bool | None:
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    text = str(cell).strip().lower()
    return True if text in yes_words() else False if text in no_words() else None


def _ends_of_band(text: str) -> tuple[float, float]:
    """Return the first and last age of a band; NaN if words beside a single number are unknown, never a guess."""
    numbers = re.findall(r"\d+", text)
    if not 1 <= len(numbers) <= 2 or max(map(len, numbers)) > _LONGEST_AGE:
        return np.nan, np.nan
    first, last = int(numbers[0]), int(numbers[-1])
    words = without_years(re.sub(r"\d+", "#", text))
    if len(numbers) == 2:
        end = last - 1 if ends_before(words) else last
        return (float(first), float(end)) if first <= end and last <= OLDEST else (np.nan, np.nan)
    ends = {
        "alone": (first, first), "under": (0, first - 1), "up_to": (0, first),
        "over": (first + 1, OLDEST), "from_on": (first, OLDEST),
    }  # fmt: skip
    low, high = ends.get(side_of_age(words), (1, 0))
    return (float(low), float(high)) if low <= high and first <= OLDEST else (np.nan, np.nan)
