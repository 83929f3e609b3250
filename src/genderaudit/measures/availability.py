"""Which of the data that an audit expects are there and usable; what is missing is a finding itself."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from genderaudit.measures.requirements import requires
from genderaudit.measures.result import Result
from genderaudit.measures.results import Results

USABLE = 0.80
"""A column counts as usable when at least this part of its rows is filled (this project's own limit)."""

Expected = Mapping[str, Mapping[str, Sequence[str]]]
"""Area → table → columns that the area's measures need."""


@requires()
def data_availability(tables: Mapping[str, pd.DataFrame], expected: Expected, usable: float = USABLE) -> Results:
    """Share of the expected tables and columns that are present and usable, one result an area.

    A table counts as one and each of its columns as one; a table is present when it has rows. ``n`` is the
    number expected. ``details``: present (filled at all), usable, tables, tables_present. Reason:
    nothing_expected.
    """
    return Results(_area(area, needs, tables, usable) for area, needs in expected.items())


@requires()
def column_availability(tables: Mapping[str, pd.DataFrame], expected: Mapping[str, Sequence[str]]) -> Results:
    """Filled part of each expected column, 0 to 1; group table and column, ``n`` rows. Reason: no_rows."""
    return Results(
        Result(
            value=_filled(tables.get(table), column),
            unit="share",
            n=_rows(tables.get(table)),
            group={"table": table, "column": column},
            reason=None if _rows(tables.get(table)) else "no_rows",
        )
        for table, columns in expected.items()
        for column in columns
    )


def _area(area: str, needs: Mapping[str, Sequence[str]], tables: Mapping[str, pd.DataFrame], usable: float) -> Result:
    there = [table for table in needs if _rows(tables.get(table))]
    filled = [_filled(tables.get(table), column) or 0.0 for table in needs for column in needs[table]]
    number = len(needs) + len(filled)
    good = len(there) + sum(part >= usable for part in filled)
    return Result(
        value=good / number if number else None,
        unit="share",
        n=number,
        group={"area": area},
        reason=None if number else "nothing_expected",
        details={
            "present": float(len(there) + sum(part > 0 for part in filled)),
            "usable": float(good),
            "tables": float(len(needs)),
            "tables_present": float(len(there)),
        },
    )


def _rows(table: pd.DataFrame | None) -> int:
    return 0 if table is None else len(table)


def _filled(table: pd.DataFrame | None, column: str) -> float | None:
    """Part of the rows that are filled; None without rows, 0 where the column is not there."""
    if table is None or table.empty:
        return None
    return float(table[column].notna().mean()) if column in table else 0.0
