"""Intake workbooks: empty, filled in, and their sheets by table."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from functools import cache

import openpyxl

from genderaudit.foundations.language import language
from genderaudit.intake import TABLES, Problem
from genderaudit.intake.files import own_workbooks
from genderaudit.methodology.organisation import Organisation
from genderaudit.workbooks import intake_workbook

SETTINGS = "name: Example\nkind: trade_union\nlanguages: [fr]\nlevels: [Direction, Cadre, Agent]\n"
ALSO_BY = "Milieu"
HIDDEN, LABELS, EXAMPLE, FIRST = 3, 4, 5, 6  # rows of an entry sheet, as a spreadsheet program numbers them
ENTRY = [name for name in TABLES if name not in ("documents", "validation", "about")]
Entries = Mapping[str, Sequence[Mapping[str, object]]]
"""Table → rows of column → cell."""


@cache
def empty(
    code: str = "fr",
    name: str = "Example",
    levels: tuple[str, ...] = ("Direction", "Cadre", "Agent"),
    also_by: str | None = None,
) -> bytes:
    about = Organisation(name=name, kind="trade_union", languages=[code], levels=list(levels), also_by=also_by)
    return intake_workbook(about, language(code))


def opened(content: bytes) -> dict[str, openpyxl.worksheet.worksheet.Worksheet]:
    """The sheets of a workbook by table."""
    book = openpyxl.load_workbook(io.BytesIO(content))
    marks = {own_workbooks.mark(name, prepared): name for name in TABLES for prepared in (True, False)}
    return {marks[sheet.cell(HIDDEN, 1).value]: sheet for sheet in book if sheet.cell(HIDDEN, 1).value in marks}


def places(sheet: openpyxl.worksheet.worksheet.Worksheet) -> dict[str, int]:
    """Column of the contract → number of the column in the sheet."""
    return {cell.value: cell.column for cell in sheet[HIDDEN][1:] if cell.value}


def filled(content: bytes, entries: Entries, first: int = FIRST) -> bytes:
    sheets = opened(content)
    for table, rows in entries.items():
        at = places(sheets[table])
        for number, row in enumerate(rows, start=first):
            for column, value in row.items():
                sheets[table].cell(number, at[column]).value = value
    return saved(sheets["staff"].parent)


def saved(book: openpyxl.Workbook) -> bytes:
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def rules(problems: Sequence[Problem]) -> list[tuple[str, str, tuple[int, ...]]]:
    return [(problem.rule, problem.sheet, problem.rows) for problem in problems]
