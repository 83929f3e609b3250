"""Workbooks as bytes, for tests of what intake reads."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping, Sequence

import openpyxl

Rows = Sequence[Sequence[object]]


def book(sheets: Mapping[str, Rows], change: Callable[[openpyxl.Workbook], None] = lambda _: None) -> bytes:
    """A workbook of these sheets, changed before it is saved."""
    made = openpyxl.Workbook()
    made.remove(made.active)
    for name, rows in sheets.items():
        sheet = made.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
    change(made)
    stream = io.BytesIO()
    made.save(stream)
    return stream.getvalue()


def workbook(*sheets: Rows) -> bytes:
    """A workbook whose sheets have numbers for names."""
    return book({f"Sheet {number}": rows for number, rows in enumerate(sheets, start=1)})
