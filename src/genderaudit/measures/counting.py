"""Counts of people by sex and group, on which every measure of lists rests (survey answers: ``answers``)."""

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
"""Name of a group that pools several others; the language files translate it."""

MOST_BLANK = 0.05
"""Highest share of people of unstated sex in a list (0 to 1) that a report leaves unmentioned."""

YOUTH_LIMIT = 35.0
"""Highest age of youth, in years (African Youth Charter, 2006)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Headcount:
    """People of one group by sex; ``other`` is another or undisclosed gender (X), ``not_stated`` a blank.

    Of seats a blank counts as ``other``, since somebody holds the seat.
    """

    women: float = 0.0
    men: float = 0.0
    other: float = 0.0
    not_stated: float = 0.0

    @classmethod
    def women_of(cls, women: float, people: float) -> Headcount:
        """Build a headcount from the women and everybody; use no formula of two sexes on it.

        The rest is stored as ``men``, of whatever sex it is.
        """
        return cls(women=women, men=people - women)

    def __sub__(self, part: Headcount) -> Headcount:
        return Headcount(**{name: getattr(self, name) - getattr(part, name) for name in self.__dataclass_fields__})

    def __add__(self, more: Headcount) -> Headcount:
        return Headcount(**{name: getattr(self, name) + getattr(more, name) for name in self.__dataclass_fields__})

    def mean(self, later: Headcount) -> Headcount:
        """Return the mean of two counts of the same group."""
        both = self + later
        return Headcount(**{name: getattr(both, name) / 2 for name in self.__dataclass_fields__})

    @property
    def both(self) -> float:
        """Women and men: the base of every formula of two sexes."""
        return self.women + self.men

    @property
    def known(self) -> float:
        """Women, men and others, without blanks: the base of shares."""
        return self.women + self.men + self.other

    @property
    def total(self) -> float:
        """Everybody, blanks included."""
        return self.women + self.men + self.other + self.not_stated

    @property
    def share(self) -> float:
        """Women as a share of ``known``, 0 to 1; raises ``ZeroDivisionError`` where ``known`` is 0."""
        return self.women / self.known


def headcounts(table: pd.DataFrame, by: By = None, order: Iterable[str] | None = None) -> list[tuple[Group, Headcount]]:
    """Count people by sex in each group of ``by`` (column or columns), or in the whole table for ``None``.

    Groups come in ``order`` (one column only; a group of ``order`` without rows counts 0), then by falling
    size, then by name; rows without a group come last as ``not_stated``. No row is dropped. A blank sex is not stated,
    but in a table of bodies (a column ``body``) it counts as another sex, since somebody holds the seat.
    """
    keys = columns_of(by)
    if not keys:
        return [({}, _headcounts_of_groups(table, np.zeros(len(table), dtype=np.int64), 1)[0])]
    names, group = groups_of([labels(table[key]) for key in keys])
    rows = dict(zip(names, _headcounts_of_groups(table, group, len(names)), strict=True))
    wanted = [(name,) for name in order] if order is not None else []
    rest = sorted(
        (key for key in rows if key not in set(wanted)),
        key=lambda key: (NOT_STATED in key, -rows[key].total, key),
    )
    empty = Headcount()
    return [(dict(zip(keys, key, strict=True)), rows.get(key, empty)) for key in [*wanted, *rest]]


def lacks_sex(table: pd.DataFrame) -> bool:
    """Return true if a list leaves the sex blank for a larger share of people than ``MOST_BLANK``; never for seats."""
    count = headcounts(table)[0][1]
    return count.not_stated > MOST_BLANK * count.total


def columns_of(by: By) -> list[str]:
    """Return the column names of ``by`` as a list."""
    if by is None:
        return []
    return [by] if isinstance(by, str) else list(by)


def people(table: pd.DataFrame) -> NDArray[np.float64]:
    """Return how many people each row stands for: column ``count`` (a blank is 1), or 1 without that column."""
    if "count" not in table:
        return np.ones(len(table))
    return np.nan_to_num(numbers(table["count"]), nan=1.0)


def numbers(column: pd.Series) -> NDArray[np.float64]:
    """Return a column as floats, blanks as NaN, whatever dtype an empty column has."""
    if isinstance(column.dtype, np.dtype) and column.dtype.kind in "fiu":
        return column.to_numpy(dtype=float, copy=True)
    return np.asarray(column.astype("Float64").to_numpy(dtype=float, na_value=np.nan), dtype=float)


def is_sex(table: pd.DataFrame, sex: str) -> NDArray[np.bool_]:
    """Return a mask of the rows of this sex (F, M or X); a blank matches none."""
    return np.asarray(_sexes(table) == sex, dtype=bool)


def labels(column: pd.Series) -> pd.Series:
    """Return a column as group names: dates as 2024-05-31, whole numbers without decimals, blanks as not_stated."""
    if pd.api.types.is_datetime64_any_dtype(column):
        column = column.dt.strftime("%Y-%m-%d")
    elif pd.api.types.is_numeric_dtype(column) and not pd.api.types.is_bool_dtype(column):
        column = column.map("{:g}".format, na_action="ignore")
    return column.astype("string").fillna(NOT_STATED)


def youth(table: pd.DataFrame, limit: float = YOUTH_LIMIT) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Return two masks: rows known to be youth (age up to ``limit``) and rows known to be older.

    An age band that spans the limit, like a blank, is in neither.
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
    confidence_level: float = 0.95,
    parts: tuple[Part, ...] = (),
) -> Result:
    """Build a result about the composition of a group: its women, of ``n`` people whose sex is recorded.

    It holds neither men nor others. Who is in a group is visible to everybody there, so the difference between
    women + men and ``n`` would identify people of another gender.
    """
    return Result(
        value=value,
        unit=unit,
        n=count.known,
        women=count.women,
        low=low,
        high=high,
        level=confidence_level,
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
    confidence_level: float = 0.95,
    parts: tuple[Part, ...] = (),
) -> Result:
    """Build a result that compares the women of ``count`` with its men (n = women + men).

    ``parts`` are added to the women and the men.
    """
    return Result(
        value=value,
        unit=unit,
        n=count.both,
        women=count.women,
        men=count.men,
        other=count.other,
        low=low,
        high=high,
        level=confidence_level,
        group=group,
        reason=reason,
        details=details or {},
        parts=(*by_sex("people", count.women, count.men), *parts),
    )


def _headcounts_of_groups(table: pd.DataFrame, group: NDArray[np.int64], groups: int) -> list[Headcount]:
    """Count people by sex in each group; ``group`` holds the group's position of each row, from 0."""
    count, sexes = people(table), _sexes(table)
    if "body" in table:  # seats: one of unstated sex is held by somebody and counts as X
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
    """Return the sex of each row, ``None`` for a blank."""
    return np.asarray(table["sex"].to_numpy(dtype=object, na_value=None))  # type: ignore[call-overload]


def groups_of(columns: Sequence[pd.Series]) -> tuple[list[tuple[str, ...]], NDArray[np.int64]]:
    """Return the distinct combinations of labels in order of appearance, and the position of each row's combination."""
    factors = [pd.factorize(column.to_numpy(dtype=object)) for column in columns]
    if not len(columns[0]):
        return [], np.zeros(0, dtype=np.int64)
    together = np.ravel_multi_index([codes for codes, _ in factors], [len(names) for _, names in factors])
    group, cells = pd.factorize(together)
    parts = np.unravel_index(cells, [len(names) for _, names in factors])
    names = [
        [str(categories[code]) for code in codes_of_column]
        for codes_of_column, (_, categories) in zip(parts, factors, strict=True)
    ]
    return list(zip(*names, strict=True)), group
