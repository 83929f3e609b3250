"""Availability of the data that an audit expects: present and usable tables and columns; gaps are a finding too."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from genderaudit.measures.requirements import requires
from genderaudit.measures.result import Result
from genderaudit.measures.results import Results

USABLE = 0.80
"""Smallest filled share of a column that counts as usable (this project's own limit)."""

Expected = Mapping[str, Mapping[str, Sequence[str]]]
"""Area → table → columns that the area's measures need."""


@requires()
def data_availability(tables: Mapping[str, pd.DataFrame], expected: Expected, usable: float = USABLE) -> Results:
    """Share of the expected tables and columns that are present and usable, one result per area.

    A table counts as one and each of its columns as one; a table is present when it has rows. ``n`` is the
    number expected. ``details``: present (filled at all), usable, tables, tables_present. Reason:
    nothing_expected.
    """
    return Results(_area_availability(area, needs, tables, usable) for area, needs in expected.items())


@requires()
def column_availability(tables: Mapping[str, pd.DataFrame], expected: Mapping[str, Sequence[str]]) -> Results:
    """Filled share of each expected column, 0 to 1; group table and column, ``n`` rows. Reason: no_rows."""
    return Results(
        Result(
            value=_filled_share(tables.get(table), column),
            unit="share",
            n=_number_of_rows(tables.get(table)),
            group={"table": table, "column": column},
            reason=None if _number_of_rows(tables.get(table)) else "no_rows",
        )
        for table, columns in expected.items()
        for column in columns
    )


def _area_availability(
    area: str, needs: Mapping[str, Sequence[str]], tables: Mapping[str, pd.DataFrame], usable: float
) -> Result:
    present_tables = [table for table in needs if _number_of_rows(tables.get(table))]
    filled_shares = [_filled_share(tables.get(table), column) or 0.0 for table in needs for column in needs[table]]
    expected_count = len(needs) + len(filled_shares)
    usable_count = len(present_tables) + sum(filled >= usable for filled in filled_shares)
    return Result(
        value=usable_count / expected_count if expected_count else None,
        unit="share",
        n=expected_count,
        group={"area": area},
        reason=None if expected_count else "nothing_expected",
        details={
            "present": float(len(present_tables) + sum(filled > 0 for filled in filled_shares)),
            "usable": float(usable_count),
            "tables": float(len(needs)),
            "tables_present": float(len(present_tables)),
        },
    )


def _number_of_rows(table: pd.DataFrame | None) -> int:
    return 0 if table is None else len(table)


def _filled_share(table: pd.DataFrame | None, column: str) -> float | None:
    """Return the share of rows that are filled; None without rows, 0 without the column."""
    if table is None or table.empty:
        return None
    return float(table[column].notna().mean()) if column in table else 0.0
