"""Workbooks that the suite itself made, filled in by people: they say how they are to be read.

Column A of such a sheet holds the mark ``genderaudit:<table>`` in a hidden row; the same row names the
contract's columns, and the row below it the same columns in the reader's language. Words chosen from
drop-downs are understood in every language that the suite has.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from itertools import pairwise
from typing import Any

import pandas as pd

from genderaudit.language import language, languages
from genderaudit.organisation import TableFile

MARK = "genderaudit:"
FILE_NAMES = {"actions": "action_plan*.xlsx", "documents": "document_review*.xlsx"}
"""Names under which filled workbooks may lie in the folder of a round, beside the organisation's own list."""

PRINTED = {"actions": ("recommendation", "round"), "documents": ("area", "criterion")}
"""Columns that the suite fills; a row with nothing else in it has not been answered."""

WORDS = {
    "actions": {"decision": "workbook.decision", "status": "workbook.status"},
    "documents": {"rating": "ratings"},
}
"""Columns with a drop-down, and where the language files hold its words."""

_ROWS_SEARCHED = 20


def mark(table: str) -> str:
    """What stands in column A of the hidden row."""
    return MARK + table


def description(book: Any, table: str) -> TableFile | None:
    """How to read the sheet of this workbook that is marked for ``table``; ``None`` if none is."""
    for sheet in book.worksheets:
        rows = list(sheet.iter_rows(max_row=_ROWS_SEARCHED, values_only=True))
        for number, (names, labels) in enumerate(pairwise(rows), start=1):
            if names and names[0] == mark(table):
                columns = dict(_columns(names[1:], labels[1:]))
                return TableFile(sheet=sheet.title, header_row=number + 1, columns=columns, codes=_codes(table))
    return None


def answers(cells: pd.DataFrame, table: str, columns: Mapping[str, str]) -> pd.DataFrame:
    """The columns of the contract in the rows that somebody has filled in."""
    filled = [label for label, name in columns.items() if name not in PRINTED[table]]
    answered: pd.DataFrame = cells.loc[cells[filled].notna().any(axis=1), list(columns)]
    return answered


def _columns(names: Sequence[Any], labels: Sequence[Any]) -> Iterator[tuple[str, str]]:
    for name, label in zip(names, labels, strict=False):
        if name and label:
            yield str(label).strip(), str(name).strip()


@cache
def _codes(table: str) -> dict[str, dict[str, str | int | float | bool]]:
    """Column → word of any language → code."""
    codes: dict[str, dict[str, str | int | float | bool]] = {}
    for column, section in WORDS[table].items():
        texts = [language(code) for code in languages()]
        codes[column] = {_plain(one.text(f"{section}.{name}")): name for one in texts for name in one.keys(section)}
    return codes


def _plain(word: str) -> str:
    """As the reader of workbooks gives it: fixed spaces are spaces."""
    return word.replace("\u00a0", " ").replace("\u202f", " ").strip()
