"""The survey's items and open questions as columns, and a table without rows."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

import pandas as pd

from genderaudit.intake import values
from genderaudit.intake.contract import Column, Table
from genderaudit.methodology import methodology


def item_ids(table: Table) -> list[str]:
    """Names of the questionnaire's items, for the table that has them."""
    return [item.id for item in methodology().questionnaire.items] if table.open_ended else []


def open_ids(table: Table) -> list[str]:
    """Names of the open questions, for the table that has them."""
    return methodology().questionnaire.open if table.open_ended else []


def read_answers(cells: pd.DataFrame, table: Table, unknown: Callable[[str, pd.Index], None]) -> pd.DataFrame:
    """Answers to the items: 1 … maximum, -1 do not know, -2 prefer not to say; of open questions whether any.

    An item that the file has no column for was not asked, and has none here either.
    ``unknown`` is told the column and the rows of cells that are no answer; they are NaN.
    """
    maximum = methodology().questionnaire.scale.maximum
    special = {"do_not_know": -1.0, "prefer_not_to_say": -2.0}
    items: dict[str, pd.Series] = {}
    for name in (name for name in item_ids(table) if name in cells):
        given = cells[name]
        coded = values.each(given, lambda cell: special.get(values.code(cell), cell))
        answers = pd.to_numeric(coded, errors="coerce").astype(float)
        wrong = given.notna() & ~answers.isin([*range(1, maximum + 1), -1, -2])
        if wrong.any():
            unknown(name, given.index[wrong])
        items[name] = answers.mask(wrong)
    for name in open_ids(table):  # that something was written, never what
        if name in cells:
            wrote = cells[name].notna()
            items[name] = pd.Series(wrote, dtype="boolean").where(wrote)
    return pd.DataFrame(items, index=cells.index)


def asked_of_violence(survey: pd.DataFrame) -> list[str]:
    """The statements on harassment and violence that somebody answered, in the order of the questionnaire."""
    items = [item.id for item in methodology().questionnaire.items if item.sensitive == "violence"]
    return [name for name in items if name in survey and survey[name].notna().any()]


def empty(table: Table) -> pd.DataFrame:
    """A table of the contract without rows."""
    return _empty(table).copy()


@cache
def _empty(table: Table) -> pd.DataFrame:
    frame = pd.DataFrame({column.name: empty_column(column) for column in table.columns})
    if "age" in frame:
        frame["age_low"] = frame["age_high"] = pd.Series(dtype=float)
    for name in item_ids(table):
        frame[name] = pd.Series(dtype=float)
    for name in open_ids(table):
        frame[name] = pd.Series(dtype="boolean")
    return frame


@cache
def empty_column(column: Column) -> pd.Series:
    """A column of the contract without rows, to be reindexed: never changed."""
    kinds = {"date": "datetime64[ns]", "boolean": "boolean", "count": "int64"}
    if column.kind in ("sex", "text", "age_band"):
        return pd.Series(dtype="str")
    return pd.Series(dtype=kinds.get(column.kind, "float64"))
