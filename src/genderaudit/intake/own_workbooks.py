"""Workbooks that the suite itself made, filled in by people: they say how they are to be read.

Column A of such a sheet holds the table's mark in a hidden row; the same row names the contract's columns, and the
row below it the same columns in the reader's language. Words chosen from drop-downs are understood in every
language that the suite has. A *prepared* sheet holds rows to be answered (a recommendation, a criterion); an *entry*
sheet is an empty list below an example row, which is never read.
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
from genderaudit.intake import values
from genderaudit.intake.contract import TABLES, Column, Table
from genderaudit.intake.raw import Remark, one_line
from genderaudit.methodology.method import methodology
from genderaudit.methodology.organisation import TableFile
from genderaudit.methodology.questionnaire import UNSURE, Scale

INTAKE_FILES = (f"{INTAKE_WORKBOOK}.xlsx", f"{INTAKE_WORKBOOK}.ods")
"""The workbook with a sheet for each table, as office programs save it."""

FILE_NAMES = {"actions": "action_plan*", "validation": "action_plan*", "documents": "document_review*"}
"""Names under which further filled workbooks may lie there, beside the organisation's own list."""

PRINTED = {
    "actions": ("recommendation", "round", "cleared"),
    "validation": ("subject", "round"),
    "documents": ("area", "criterion"),
    "about": ("what",),
}
"""Columns of prepared sheets that the suite fills; a row with nothing else in it has not been answered."""

OWN = {"decision": "accept"}
"""What holds of rows that the organisation adds to its action plan, where they do not say otherwise."""

WORDS = {
    "pay_period": "intake_workbook.words.pay_period",
    "role": "intake_workbook.words.role",
    "stage": "stages",
    "service": "services",
    "text_kind": "text_kinds",
    "chosen": "intake_workbook.words.chosen",
    "gender_focus": "gender_focus",
    "kind": "interview_kinds",
    "exercise": "exercises",
    "side": "sides",
    "rating": "ratings",
    "decision": "workbook.decision",
    "status": "workbook.status",
}
"""Columns with a drop-down, and where the language files hold its words."""

Code = str | int | float | bool
_PREPARED, _ENTRY = "genderaudit:", "genderaudit-list:"
_LEAST_EXAMPLE = 3  # cells: fewer may be alike by chance


@dataclass(frozen=True, slots=True)
class Marked:
    """A sheet that says itself which table it holds, and how it is to be read."""

    table: str
    prepared: bool
    how: TableFile
    label: str
    """The label of column A, which is never read."""
    words: Mapping[str, str]
    """Label of a column of words → that of the column with the suite's codes; without a code the words are own ones."""


def mark(table: str, prepared: bool = True) -> str:
    """What stands in column A of the hidden row."""
    return (_PREPARED if prepared else _ENTRY) + table


def marked(sheet: str, rows: Sequence[Sequence[Any]]) -> Marked | None:
    """What the first rows of a sheet say of it; ``None`` if it has no mark."""
    for number, (names, labels) in enumerate(pairwise(rows), start=1):
        found = str(names[0]) if names and names[0] is not None else ""
        for prefix in (_PREPARED, _ENTRY):
            table = found.removeprefix(prefix)
            if found.startswith(prefix) and table in TABLES:
                columns, words = _columns(names[1:], labels[1:])
                how = TableFile(sheet=sheet, header_row=number + 1, columns=columns, codes=codes_of(table))
                label = one_line(str(labels[0])) if labels and labels[0] is not None else ""
                return Marked(table, prefix == _PREPARED, how, label, words)
    return None


def answers(cells: pd.DataFrame, sheet: Marked) -> tuple[pd.DataFrame, list[Remark]]:
    """The columns of the contract in the rows that somebody has filled in, and what is to be said of the others."""
    columns = sheet.how.columns
    if sheet.prepared:
        cells = _with_own(cells, sheet)
        filled = [label for label, name in columns.items() if name not in PRINTED[sheet.table]]
        return cells.loc[cells[filled].notna().any(axis=1), list(columns)], []
    own = cells.drop(columns=sheet.label, errors="ignore")
    own = own.loc[own.notna().any(axis=1)]
    example = _examples(own, columns, sheet.table)
    said = cells[sheet.label] if sheet.label in cells else pd.Series(None, cells.index, dtype=object)
    called = said.reindex(own.index).map(lambda cell: isinstance(cell, str) and cell in _example_words())
    remarks = [
        Remark("error", "example_changed", tuple(own.index[called & ~example])),
        Remark("warning", "example_copied", tuple(own.index[example & ~called])),
    ]
    return own.loc[~example & ~called], [remark for remark in remarks if remark.rows]


def _with_own(cells: pd.DataFrame, sheet: Marked) -> pd.DataFrame:
    """The cells, with what the organisation added in rows of its own below those that the suite prepared."""
    columns = sheet.how.columns
    printed = [label for label, name in columns.items() if name in PRINTED[sheet.table] and label not in sheet.words]
    for label, code in sheet.words.items():
        own = cells[code].isna() & cells[label].notna()
        cells = cells.assign(**{label: cells[label].where(own, cells[code])})
        for one in printed if own.any() else []:
            cells[one] = cells[one].where(~own, cells[one].ffill())
        for one in [one for one, name in columns.items() if name in OWN]:
            cells[one] = cells[one].where(~own, cells[one].fillna(OWN[columns[one]]))
    return cells


def words(table: str, column: Column, texts: Language) -> dict[str, Code]:
    """The words of a column's drop-down in a language, each with the contract's code; none if it has no such list."""
    if column.kind == "sex":
        return {texts.text(f"intake_workbook.words.sex.{code}"): code for code in column.values}
    if column.kind == "boolean":
        return {texts.text("form.options.yes"): True, texts.text("form.options.no"): False}
    if column.name in ("in_arrears", "meets"):  # of a single loan or text; of several a number is written
        return {texts.text("form.options.yes"): 1, texts.text("form.options.no"): 0}
    if column.name == "age_band":
        bands = methodology().questionnaire.age_bands
        return {texts.text(f"background.age_band.options.{band}"): band for band in bands}
    if column.name == "area":
        return {f"{area.id} – {texts.text(f'areas.{area.id}.name')}": area.id for area in methodology().areas}
    if column.name == "gender_marker":
        return {texts.text(f"markers.{score}"): score for score in range(4)}
    if column.name == "level" and table in ("bodies", "attendance"):
        return _section("intake_workbook.words.level", (), texts)
    if column.name == "role" and table != "attendance":
        return {}
    return _section(WORDS[column.name], column.values, texts) if column.name in WORDS else {}


def answer_words(texts: Language) -> dict[str, Code]:
    """The words for answers to statements of the suite, in a language."""
    scale = Scale()
    return {scale.text(code, texts): code for code in (*scale.points, *UNSURE)}


def example(table: Table, texts: Language) -> dict[str, object]:
    """The example row of an entry sheet: column → cell, as a person would write it."""
    place = f"intake_workbook.examples.{table.name}"
    cells: dict[str, object] = {}
    for name in texts.keys(place):
        column, text = table.column(name), texts.text(f"{place}.{name}")
        if column is None:  # an answer to a statement
            cells[name] = next((word for word, code in answer_words(texts).items() if str(code) == text), text)
            continue
        coded = {str(code).lower(): word for word, code in words(table.name, column, texts).items()}
        if text.lower() in coded:
            cells[name] = coded[text.lower()]
        elif column.kind == "date":
            cells[name] = dt.datetime.fromisoformat(text)
        else:
            cells[name] = text if column.kind == "text" else float(text)
    return cells


def _section(section: str, only: Sequence[str], texts: Language) -> dict[str, Code]:
    return {texts.text(f"{section}.{name}"): name for name in only or texts.keys(section)}


def _columns(names: Sequence[Any], labels: Sequence[Any]) -> tuple[dict[str, str], dict[str, str]]:
    """Label → column of the contract; of two labels of one column the second → the first, which holds its codes."""
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
def codes_of(table: str) -> dict[str, dict[str, Code]]:
    """Column → word of any language → code: the suite's own labels, of drop-downs and of tables."""
    texts = [language(code) for code in languages()]
    codes = {
        column.name: {_plain(word): code for one in texts for word, code in words(table, column, one).items()}
        for column in TABLES[table].columns
    }
    return {name: known for name, known in codes.items() if known}


def _plain(word: str) -> str:
    """As the reader of workbooks gives it: fixed spaces are spaces."""
    return word.replace("\u00a0", " ").replace("\u202f", " ").strip()


@cache
def _example_words() -> frozenset[str]:
    return frozenset(language(code).text("intake_workbook.example") for code in languages())


def _examples(cells: pd.DataFrame, columns: Mapping[str, str], table: str) -> pd.Series:
    """Which rows are the example row of some language, cell for cell."""
    found = pd.Series(False, cells.index)
    for code in languages():
        written = example(TABLES[table], language(code))
        if len(written) >= _LEAST_EXAMPLE and set(written) <= {*columns.values()}:
            found |= _alike(cells, {label: written.get(columns.get(label, "")) for label in cells.columns})
    return found


def _alike(cells: pd.DataFrame, wanted: Mapping[str, object]) -> pd.Series:
    """Which rows have these cells and no others; ``wanted`` names every column, ``None`` for a blank one."""
    rows = cells.index
    for label, value in wanted.items():
        column = cells.loc[rows, label]
        same = column.isna() if value is None else column.map(partial(_same, written=value)).astype(bool)
        rows = rows[same]
    return pd.Series(cells.index.isin(rows), cells.index)


def _same(cell: object, written: object) -> bool:
    if type(cell) is dt.date:  # as a workbook gives a day
        cell = dt.datetime(cell.year, cell.month, cell.day)
    return values.code(cell) == (_plain(written) if isinstance(written, str) else values.code(written))
