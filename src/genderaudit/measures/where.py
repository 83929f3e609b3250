"""The condition that selects the rows of a measure: a yes in a column, or given codes in some columns."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import pandas as pd

from genderaudit.foundations.errors import wrong_call

Where = str | Mapping[str, Any]
"""The name of a yes-or-no column (``"manages_people"``), or column → code or codes (``{"service": "credit"}``)."""
NO_COLUMN = "no_column"
"""Reason of a figure without value: a column of the condition is blank in every row."""


def columns_where(where: Where) -> list[str]:
    """Return the columns that a condition names; raises ``AuditError`` for a condition of another form."""
    if isinstance(where, str):
        return [where]
    if isinstance(where, Mapping) and where:
        return [str(column) for column in where]
    raise wrong_call('where is a column of yes and no, "manages_people", or codes of columns, {"service": "credit"}.')


def is_filled(table: pd.DataFrame, where: Where) -> bool:
    """Return true if every column of the condition is filled in some row, or the table has no rows."""
    return table.empty or all(table[column].notna().any() for column in columns_where(where))


def rows_where(table: pd.DataFrame, where: Where, *, blank: bool = False) -> pd.DataFrame:
    """Return the rows that meet the condition.

    With ``blank`` also the rows that may meet it, since a column is blank.
    """
    selected = pd.Series(True, table.index)
    for column in columns_where(where):
        cells = table[column]
        if isinstance(where, str):
            _refuse_others(cells, column)
            meets = cells.eq(True).fillna(False)
        else:
            codes = where[column]
            listed = [codes] if isinstance(codes, str) or not isinstance(codes, Iterable) else list(codes)
            meets = cells.isin(listed)
        selected &= meets.astype(bool) | (cells.isna() if blank else False)
    return table[selected]


def _refuse_others(cells: pd.Series, column: str) -> None:
    """Raise ``AuditError`` if a column of a condition holds anything but yes and no."""
    wrong = cells.notna() & ~cells.isin([True, False])
    if wrong.any():
        raise wrong_call(
            f"{column} holds entries that are neither True nor False: {wrong.sum()}. "
            f'Say which codes are meant: where={{"{column}": ["…"]}}.'
        )
