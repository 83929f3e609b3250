"""People counted by sex and group: what every measure of facts rests on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from genderaudit.measures.result import Result, Unit

Group = dict[str, str]
By = str | Sequence[str] | None

NOT_STATED = "not_stated"
"""Name of the group of rows whose group is blank; the language files translate it."""

YOUTH_LIMIT = 35.0
"""Highest age of youth, in years (African Youth Charter, 2006)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Headcount:
    """People of one group by sex; ``other`` is another or undisclosed gender (X), ``not_stated`` blank."""

    women: float = 0.0
    men: float = 0.0
    other: float = 0.0
    not_stated: float = 0.0

    @property
    def both(self) -> float:
        """Women and men: the base of every two-sex formula."""
        return self.women + self.men

    @property
    def total(self) -> float:
        """Everybody, whatever the sex."""
        return self.women + self.men + self.other + self.not_stated

    @property
    def share(self) -> float:
        """Share of women, 0 to 1; undefined (ZeroDivisionError) where there are neither women nor men."""
        return self.women / self.both


def headcounts(table: pd.DataFrame, by: By = None, order: Iterable[str] | None = None) -> list[tuple[Group, Headcount]]:
    """People by sex in each group of ``by`` (column or columns), or in the whole table for ``None``.

    Groups come in ``order`` (one column only; a group of ``order`` without rows counts 0), then by falling
    size, then by name; rows without a group come last as ``not_stated``. Nobody is dropped.
    """
    keys = columns_of(by)
    if not keys:
        return [({}, _headcount(_sums(table, []).to_dict("records")[0]))]
    sums = _sums(table, keys)
    rows = {key: _headcount(row) for key, row in zip(sums.index, sums.to_dict("records"), strict=True)}
    wanted = [(name,) for name in order] if order is not None else []
    rest = sorted(
        (key for key in rows if key not in set(wanted)),
        key=lambda key: (NOT_STATED in key, -rows[key].total, key),
    )
    empty = Headcount()
    return [(dict(zip(keys, key, strict=True)), rows.get(key, empty)) for key in [*wanted, *rest]]


def columns_of(by: By) -> list[str]:
    """The column names of ``by`` as a list."""
    if by is None:
        return []
    return [by] if isinstance(by, str) else list(by)


def people(table: pd.DataFrame) -> NDArray[np.float64]:
    """How many people each row stands for: column ``count`` (blank is 1), or 1."""
    if "count" not in table:
        return np.ones(len(table))
    return np.nan_to_num(numbers(table["count"]), nan=1.0)


def numbers(column: pd.Series) -> NDArray[np.float64]:
    """A column as floats, blanks as NaN, whatever type an empty column came with."""
    return np.asarray(column.astype("Float64").to_numpy(dtype=float, na_value=np.nan), dtype=float)


def is_sex(table: pd.DataFrame, sex: str) -> NDArray[np.bool_]:
    """Which rows are of this sex (F, M or X); a blank is of none."""
    return np.asarray(table["sex"].eq(sex).fillna(False).to_numpy(dtype=bool))


def labels(column: pd.Series) -> pd.Series:
    """A column as group names: dates as 2024-05-31, whole numbers without decimals, blanks as not_stated."""
    if pd.api.types.is_datetime64_any_dtype(column):
        column = column.dt.strftime("%Y-%m-%d")
    elif pd.api.types.is_numeric_dtype(column) and not pd.api.types.is_bool_dtype(column):
        column = column.map("{:g}".format, na_action="ignore")
    return column.astype("string").fillna(NOT_STATED)


def youth(table: pd.DataFrame, limit: float = YOUTH_LIMIT) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Two masks: rows known to be youth (age up to ``limit``) and rows known to be older.

    A band that reaches over the limit, like a blank, is in neither.
    """
    return numbers(table["age_high"]) <= limit, numbers(table["age_low"]) > limit


def result_of(
    count: Headcount,
    value: float | None,
    unit: Unit,
    group: Mapping[str, str],
    reason: str | None,
    details: Mapping[str, float] | None = None,
    low: float | None = None,
    high: float | None = None,
    level: float = 0.95,
) -> Result:
    """A result that rests on the women and men of ``count`` (n = women + men)."""
    return Result(
        value=value,
        unit=unit,
        n=count.both,
        women=count.women,
        men=count.men,
        other=count.other,
        low=low,
        high=high,
        level=level,
        group=group,
        reason=reason,
        details=details or {},
    )


def _sums(table: pd.DataFrame, keys: list[str]) -> pd.DataFrame:
    count = people(table)
    parts = {
        "women": np.where(is_sex(table, "F"), count, 0.0),
        "men": np.where(is_sex(table, "M"), count, 0.0),
        "other": np.where(is_sex(table, "X"), count, 0.0),
        "not_stated": np.where(table["sex"].isna().to_numpy(dtype=bool), count, 0.0),
    }
    if not keys:
        return pd.DataFrame({name: [part.sum()] for name, part in parts.items()})
    # The position, not the name, keys the groups, so that a column called "women" is no clash.
    grouped = pd.DataFrame(parts).groupby([labels(table[key]).to_numpy() for key in keys], sort=False)
    sums = grouped.sum()
    if len(keys) == 1:
        sums.index = pd.Index([(key,) for key in sums.index], tupleize_cols=False)
    return sums


def _headcount(row: Mapping[Any, Any]) -> Headcount:
    return Headcount(**{str(name): float(value) for name, value in row.items()})
