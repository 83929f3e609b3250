"""Lists of people with groups merged until each is large enough for figures of a sensitive column."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

import pandas as pd

from genderaudit.disclosure.figures import SMALLEST_MEAN_OF_PAY
from genderaudit.disclosure.further import ALSO, multiples
from genderaudit.disclosure.grouping import COUNTED, DIMENSIONS, Counts, MinimumSize
from genderaudit.foundations.errors import wrong_call
from genderaudit.intake import TABLES
from genderaudit.intake.cells.matching import rare_words
from genderaudit.measures.counting import NOT_STATED, OTHER_GROUPS, labels, people
from genderaudit.measures.representation import in_age_bands
from genderaudit.measures.where import Where, rows_where

if TYPE_CHECKING:
    from genderaudit.audit.data import AuditData

PAY = ("pay", "variable_pay", "amount")
"""Columns of which a mean needs more people than other means."""


class MergedGroups:
    """Levels, units, age bands and the further group in the lists of an audit, merged by the groupings of its round."""

    def __init__(self, data: AuditData) -> None:
        self._data = data

    def grouped(self, table: pd.DataFrame, column: str, known: pd.Series | None, where: Where | None) -> pd.DataFrame:
        """Return a list of people with groups merged; arguments as :meth:`AuditData.grouped`."""
        if where is not None:
            table = rows_where(table, where)
            known = known if known is None else known.loc[table.index]
        if column == "also":
            return self._by_also(table)
        dimensions = [COUNTED[column]] if column in COUNTED else DIMENSIONS
        if "age_band" in dimensions[:1]:  # by the age itself, where it is known
            table = table.assign(age_band=in_age_bands(table))
        known = self._is_known(table, column, dimensions) if known is None else known
        minimum, orders = self._minimum(column), self._orders(table)
        return self._data.groupings.apply(table, known, column, minimum, orders, dimensions)

    def _is_known(self, table: pd.DataFrame, column: str, dimensions: Sequence[str]) -> pd.Series:
        """Return a mask of the rows that figures of a column count."""
        columns = [column]
        if column in COUNTED:
            columns = list(dimensions)
        elif column == "answers":
            columns = [item.id for item in self._data.items if item.id in table]
        return table[columns].notna().any(axis=1)

    def _minimum(self, column: str) -> MinimumSize:
        limits, about = self._data.method.thresholds, self._data.organisation
        minimum = MinimumSize(limits.minimum_cell_of(about) if column in COUNTED else limits.minimum_base_of(about))
        return MinimumSize(minimum.side, SMALLEST_MEAN_OF_PAY) if column in PAY else minimum

    def _orders(self, table: pd.DataFrame) -> dict[str, list[str]]:
        """Return the order of levels and of a list's age bands; only neighbours are merged."""
        bands: Iterable[object] = ()
        if {"age_low", "age_band"} <= {*table}:
            bands = table.sort_values(["age_low", "age_high", "age_band"])["age_band"].dropna().unique()
        return {"level": self._data.levels, "age_band": [str(band) for band in bands if band != NOT_STATED]}

    def _by_also(self, table: pd.DataFrame) -> pd.DataFrame:
        list_name = next((name for name in ALSO if {column.name for column in TABLES[name].columns} <= {*table}), None)
        if list_name is None:
            raise wrong_call(
                f"Only {', '.join(ALSO)} are grouped by also: give one of these lists, or some of its rows."
            )
        if self._data.organisation.also_by is None or not table["also"].notna().any():
            return table.iloc[:0]
        if list_name not in self._lists_with_also:
            return table.assign(also=None)
        groupings = self._data.groupings
        if list_name == "survey":
            groupings.reuse_for_answers("also", self._also_counts(list_name))
        merged = groupings.merged(self.also(table), "answers" if list_name == "survey" else "also", "also")
        return table.assign(also=merged)

    @cached_property
    def _lists_with_also(self) -> list[str]:
        """Lists that may be broken down by the further group, all with the same grouping."""
        return self._data.groupings.make_common("also", {name: self._also_counts(name) for name in ALSO})

    def _also_counts(self, name: str) -> Counts:
        """Return the counts of a list by which the further group is merged: of the survey, those who answered."""
        data, limits, about = self._data, self._data.method.thresholds, self._data.organisation
        if name == "survey":
            survey = data.table(name)
            answered = survey[[item.id for item in data.items if item.id in survey]].notna().any(axis=1)
            return multiples(survey[answered], self.also(survey[answered]), limits.minimum_base_of(about))
        table = data.current_staff() if name == "staff" else data.table(name)
        return multiples(table, self.also(table), limits.minimum_cell_of(about))

    def also(self, table: pd.DataFrame) -> pd.Series:
        """Return the further group of each row; arguments as :meth:`AuditData.also`."""
        return labels(table["also"]).map(lambda word: OTHER_GROUPS if word in self._rare_also else word)

    @cached_property
    def _rare_also(self) -> frozenset[str]:
        return rare_words(
            (table["also"], pd.Series(people(table), table.index)) for table in map(self._data.table, ALSO)
        )
