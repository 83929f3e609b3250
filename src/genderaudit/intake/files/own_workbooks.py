"""Workbooks made by the suite and filled in by people; they describe how they are to be read.

Column A of such a sheet has the table's mark in a hidden row; the same row has the contract's column names, and the row
below it the labels in the reader's language. Words from drop-downs are understood in every language of the suite. A
*prepared* sheet has rows to answer (a recommendation, a criterion); an *entry* sheet is an empty list below an example
row, which is never read.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, partial
from itertools import pairwise
from typing import Any

import pandas as pd

from genderaudit.foundations.language import Language, language, languages
from genderaudit.foundations.workspace import INTAKE_WORKBOOK
from genderaudit.intake.cells import values
from genderaudit.intake.contract import TABLES, Table
from genderaudit.intake.problems import Remark
from genderaudit.intake.raw import one_line
from genderaudit.intake.vocabulary.drop_downs import answer_words, codes_of, without_no_break_spaces, words_of
from genderaudit.methodology.organisation import TableFile

INTAKE_FILES = (f"{INTAKE_WORKBOOK}.xlsx", f"{INTAKE_WORKBOOK}.ods")
"""File name of the workbook with a sheet per table, as office programs save it."""
FILE_NAMES = {"actions": "action_plan*", "validation": "action_plan*", "documents": "document_review*"}
"""Names of further filled workbooks beside the organisation's own list."""
PRINTED = {
    "actions": ("recommendation", "round", "cleared"),
    "validation": ("subject", "round"),
    "documents": ("area", "criterion"),
    "about": ("what",),
}
"""Columns that the suite fills in on prepared sheets; a row with nothing else is unanswered."""
OWN = {"decision": "accept"}
"""Default values of the organisation's own rows in its action plan."""
_PREPARED, _ENTRY = "genderaudit:", "genderaudit-list:"
_LEAST_EXAMPLE = 3  # cells; fewer may be equal by chance


@dataclass(frozen=True, slots=True)
class MarkedSheet:
    """A sheet with a mark: its table, and how it is read."""

    table: str
    prepared: bool
    how: TableFile
    label: str
    """The label of column A, which is never read."""
    words: Mapping[str, str]
    """Label of a column of words → label of the one with codes; without a code the words are the organisation's own."""


def mark(table: str, prepared: bool = True) -> str:
    """Return the mark in column A of the hidden row."""
    return (_PREPARED if prepared else _ENTRY) + table


def marked_sheet(sheet: str, rows: Sequence[Sequence[Any]]) -> MarkedSheet | None:
    """Return how a sheet is read from its first rows, or None without a mark."""
    for number, (names, labels) in enumerate(pairwise(rows), start=1):
        first_cell = str(names[0]) if names and names[0] is not None else ""
        for prefix in (_PREPARED, _ENTRY):
            table = first_cell.removeprefix(prefix)
            if first_cell.startswith(prefix) and table in TABLES:
                columns, words = _columns(names[1:], labels[1:])
                how = TableFile(sheet=sheet, header_row=number + 1, columns=columns, codes=codes_of(table))
                label = one_line(str(labels[0])) if labels and labels[0] is not None else ""
                return MarkedSheet(table, prefix == _PREPARED, how, label, words)
    return None


def answered_rows(cells: pd.DataFrame, sheet: MarkedSheet) -> tuple[pd.DataFrame, list[Remark]]:
    """Return the contract's columns of the rows filled in, and remarks on others."""
    columns = sheet.how.columns
    if sheet.prepared:
        cells = _with_own_rows(cells, sheet)
        filled = [label for label, name in columns.items() if name not in PRINTED[sheet.table]]
        return cells.loc[cells[filled].notna().any(axis=1), list(columns)], []
    filled_rows = cells.drop(columns=sheet.label, errors="ignore")
    filled_rows = filled_rows.loc[filled_rows.notna().any(axis=1)]
    is_example = _examples(filled_rows, columns, sheet.table)
    first_column = cells[sheet.label] if sheet.label in cells else pd.Series(None, cells.index, dtype=object)
    called = first_column.reindex(filled_rows.index).map(
        lambda cell: isinstance(cell, str) and cell in _example_words()
    )
    remarks = [
        Remark("error", "example_changed", tuple(filled_rows.index[called & ~is_example])),
        Remark("warning", "example_copied", tuple(filled_rows.index[is_example & ~called])),
    ]
    return filled_rows.loc[~is_example & ~called], [remark for remark in remarks if remark.rows]


def _with_own_rows(cells: pd.DataFrame, sheet: MarkedSheet) -> pd.DataFrame:
    """Return the cells with the organisation's own rows below the prepared ones."""
    columns = sheet.how.columns
    printed = [label for label, name in columns.items() if name in PRINTED[sheet.table] and label not in sheet.words]
    for label, code in sheet.words.items():
        is_own = cells[code].isna() & cells[label].notna()
        cells = cells.assign(**{label: cells[label].where(is_own, cells[code])})
        for one in printed if is_own.any() else []:
            cells[one] = cells[one].where(~is_own, cells[one].ffill())
        for one in [one for one, name in columns.items() if name in OWN]:
            cells[one] = cells[one].where(~is_own, cells[one].fillna(OWN[columns[one]]))
    return cells


def example_row(table: Table, texts: Language) -> dict[str, object]:
    """Return the example row of an entry sheet: column → cell as a person writes it."""
    place = f"intake_workbook.examples.{table.name}"
    cells: dict[str, object] = {}
    for name in texts.keys(place):
        column, text = table.column(name), texts.text(f"{place}.{name}")
        if column is None:  # an answer to a statement
            cells[name] = next((word for word, code in answer_words(texts).items() if str(code) == text), text)
            continue
        coded = {str(code).lower(): word for word, code in words_of(table.name, column, texts).items()}
        if text.lower() in coded:
            cells[name] = coded[text.lower()]
        elif column.kind == "date":
            cells[name] = dt.datetime.fromisoformat(text)
        else:
            cells[name] = text if column.kind == "text" else float(text)
    return cells


def _columns(names: Sequence[Any], labels: Sequence[Any]) -> tuple[dict[str, str], dict[str, str]]:
    """Return label → column; and for two labels of one column, second label → first, which has the codes."""
    columns: dict[str, str] = {}
    words: dict[str, str] = {}
    for name, label in zip(names, labels, strict=False):
        if name and label:
            column, shown = str(name).strip(), one_line(str(label))
            coded = next((one for one, known in columns.items() if known == column), None)
            if coded is not None:
                words[shown] = coded
                del columns[coded]
            columns[shown] = column
    return columns, words


@cache
def _example_words() -> frozenset[str]:
    return frozenset(language(code).text("intake_workbook.example") for code in languages())


def _examples(cells: pd.DataFrame, columns: Mapping[str, str], table: str) -> pd.Series:
    """Return True for rows that equal the example row of some language in every cell."""
    is_example = pd.Series(False, cells.index)
    for code in languages():
        written = example_row(TABLES[table], language(code))
        if len(written) >= _LEAST_EXAMPLE and set(written) <= {*columns.values()}:
            is_example |= _equal_rows(cells, {label: written.get(columns.get(label, "")) for label in cells.columns})
    return is_example


def _equal_rows(cells: pd.DataFrame, wanted: Mapping[str, object]) -> pd.Series:
    """Return True for rows with exactly these cells; ``wanted`` names every column, ``None`` for blank ones."""
    rows = cells.index
    for label, value in wanted.items():
        column = cells.loc[rows, label]
        same = column.isna() if value is None else column.map(partial(_equal_cells, written=value)).astype(bool)
        rows = rows[same]
    return pd.Series(cells.index.isin(rows), cells.index)


def _equal_cells(cell: object, written: object) -> bool:
    if type(cell) is dt.date:  # workbooks store a day as datetime
        cell = dt.datetime(cell.year, cell.month, cell.day)
    return values.code(cell) == (without_no_break_spaces(written) if isinstance(written, str) else values.code(written))
