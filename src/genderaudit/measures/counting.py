"""People counted by sex and group: what every measure of facts rests on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from genderaudit.measures.result import Part, Result, Unit, by_sex

Group = dict[str, str]
By = str | Sequence[str] | None

NOT_STATED = "not_stated"
"""Name of the group of rows whose group is blank; the language files translate it."""

OTHER_GROUPS = "other_groups"
"""Name of a group of several others that are not named; the language files translate it."""

MOST_BLANK = 0.05
"""Part of the people of a list whose sex may be blank before a report says so."""

YOUTH_LIMIT = 35.0
"""Highest age of youth, in years (African Youth Charter, 2006)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Headcount:
    """People of one group by sex; ``other`` is another or undisclosed gender (X), ``not_stated`` blank.

    Of seats a blank counts as ``other``: somebody holds the seat.
    """

    women: float = 0.0
    men: float = 0.0
    other: float = 0.0
    not_stated: float = 0.0

    @classmethod
    def women_of(cls, women: float, people: float) -> Headcount:
        """Where only the women and everybody are known: who is left stands as men, and in no formula of two sexes."""
        return cls(women=women, men=people - women)

    def __sub__(self, part: Headcount) -> Headcount:
        return Headcount(**{name: getattr(self, name) - getattr(part, name) for name in self.__dataclass_fields__})

    def __add__(self, more: Headcount) -> Headcount:
        return Headcount(**{name: getattr(self, name) + getattr(more, name) for name in self.__dataclass_fields__})

    def mean(self, later: Headcount) -> Headcount:
        """The mean of two counts of the same group."""
        both = self + later
        return Headcount(**{name: getattr(both, name) / 2 for name in self.__dataclass_fields__})

    @property
    def both(self) -> float:
        """Women and men: the base of every two-sex formula."""
        return self.women + self.men

    @property
    def known(self) -> float:
        """Everybody whose answer is known: the base of who is where."""
        return self.women + self.men + self.other

    @property
    def total(self) -> float:
        """Everybody, whatever the sex."""
        return self.women + self.men + self.other + self.not_stated

    @property
    def share(self) -> float:
        """Women of everybody whose answer is known, 0 to 1; undefined (ZeroDivisionError) where there is nobody."""
        return self.women / self.known


def headcounts(table: pd.DataFrame, by: By = None, order: Iterable[str] | None = None) -> list[tuple[Group, Headcount]]:
    """People by sex in each group of ``by`` (column or columns), or in the whole table for ``None``.

    Groups come in ``order`` (one column only; a group of ``order`` without rows counts 0), then by falling
    size, then by name; rows without a group come last as ``not_stated``. Nobody is dropped.
    """
    keys = columns_of(by)
    if not keys:
        return [({}, _sums(table, np.zeros(len(table), dtype=np.int64), 1)[0])]
    names, group = groups_of([labels(table[key]) for key in keys])
    rows = dict(zip(names, _sums(table, group, len(names)), strict=True))
    wanted = [(name,) for name in order] if order is not None else []
    rest = sorted(
        (key for key in rows if key not in set(wanted)),
        key=lambda key: (NOT_STATED in key, -rows[key].total, key),
    )
    empty = Headcount()
    return [(dict(zip(keys, key, strict=True)), rows.get(key, empty)) for key in [*wanted, *rest]]


def lacks_sex(table: pd.DataFrame) -> bool:
    """Whether a list leaves the sex of more people blank than ``MOST_BLANK``; of seats all count."""
    count = headcounts(table)[0][1]
    return count.not_stated > MOST_BLANK * count.total


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
    if isinstance(column.dtype, np.dtype) and column.dtype.kind in "fiu":
        return column.to_numpy(dtype=float, copy=True)
    return np.asarray(column.astype("Float64").to_numpy(dtype=float, na_value=np.nan), dtype=float)


def is_sex(table: pd.DataFrame, sex: str) -> NDArray[np.bool_]:
    """Which rows are of this sex (F, M or X); a blank is of none."""
    return np.asarray(_sexes(table) == sex, dtype=bool)


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


def composed(
    count: Headcount,
    value: float | None,
    unit: Unit,
    group: Mapping[str, str],
    reason: str | None,
    details: Mapping[str, float] | None = None,
    low: float | None = None,
    high: float | None = None,
    level: float = 0.95,
    parts: tuple[Part, ...] = (),
) -> Result:
    """A result about who is where, which everybody there can see: women, of ``n`` people whose answer is known.

    It holds no number of men or of others: whoever is missing from women and men would be named by it.
    """
    return Result(
        value=value,
        unit=unit,
        n=count.known,
        women=count.women,
        low=low,
        high=high,
        level=level,
        group=group,
        reason=reason,
        details=details or {},
        parts=(*by_sex("people", count.women, count.men, count.other), *parts),
    )


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
    parts: tuple[Part, ...] = (),
) -> Result:
    """A result that sets the women of ``count`` against its men (n = women + men), with ``parts`` besides these."""
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
        parts=(*by_sex("people", count.women, count.men), *parts),
    )


def _sums(table: pd.DataFrame, group: NDArray[np.int64], groups: int) -> list[Headcount]:
    """People by sex in each group; ``group`` gives each row's, counted from 0."""
    count, sexes = people(table), _sexes(table)
    if "body" in table:  # of seats all count: of whom the list does not say it, somebody holds the seat
        sexes = np.where(np.asarray(sexes == None, dtype=bool), "X", sexes)  # noqa: E711  # element by element
    sums = [
        np.bincount(group, np.where(np.asarray(sexes == sex, dtype=bool), count, 0.0), groups).tolist()
        for sex in ("F", "M", "X", None)
    ]
    return [
        Headcount(women=women, men=men, other=other, not_stated=blank)
        for women, men, other, blank in zip(*sums, strict=True)
    ]


def _sexes(table: pd.DataFrame) -> NDArray[np.object_]:
    """Sex of each row, ``None`` for a blank."""
    return np.asarray(table["sex"].to_numpy(dtype=object, na_value=None))  # type: ignore[call-overload]


def groups_of(columns: Sequence[pd.Series]) -> tuple[list[tuple[str, ...]], NDArray[np.int64]]:
    """The combinations of labels in the order in which they come, and which of them each row has."""
    found = [pd.factorize(column.to_numpy(dtype=object)) for column in columns]
    if not len(columns[0]):
        return [], np.zeros(0, dtype=np.int64)
    together = np.ravel_multi_index([codes for codes, _ in found], [len(names) for _, names in found])
    group, cells = pd.factorize(together)
    parts = np.unravel_index(cells, [len(names) for _, names in found])
    names = [[str(own[place]) for place in part] for part, (_, own) in zip(parts, found, strict=True)]
    return list(zip(*names, strict=True)), group
