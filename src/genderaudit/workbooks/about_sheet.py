"""Sheet on how the audit was made: one row per item that the report prints."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import groupby
from typing import Any

from genderaudit.foundations.language import Language
from genderaudit.intake.about import CHOSEN, MOST, cells_asked, key_of, rows_asked
from genderaudit.intake.contract import TABLES
from genderaudit.intake.files.own_workbooks import mark
from genderaudit.workbooks.style import ROWS_ABOVE, Book, Column

TEXTS = "intake_workbook.tables.about"
SEVERAL = 6
"""Rows for items of which there may be several: auditors, parts, workshops, interviews."""
WIDTHS = {"asked": 44, "what": 9, "text": 60, "women": 11, "men": 11, "number": 15, "date": 14}
LONG = ("invited", "referral")
"""Rows that take a sentence or an address."""


def about_sheet(book: Book) -> None:
    """Add the sheet to ``book``; filled in, it is read back as the table ``about``."""
    language = book.language
    columns = [
        Column(
            language.text(f"{TEXTS}.columns.{name}"),
            width,
            "" if name == "asked" else name,
            answered=name not in ("asked", "what"),
            hidden=name == "what",
        )
        for name, width in WIDTHS.items()
    ]
    sheet = book.list_sheet(language.text(f"{TEXTS}.sheet"), mark("about"), "", columns)
    book.introduce(sheet, language.text(f"{TEXTS}.about"), [0 if column.hidden else column.width for column in columns])
    row = ROWS_ABOVE
    for key, rows in groupby(rows_asked(SEVERAL), key_of):
        if language.has(f"{TEXTS}.bands.{key}"):
            for place in range(len(WIDTHS)):
                sheet.write_blank(row, place, None, book.band)
            sheet.write_string(row, 0, language.text(f"{TEXTS}.bands.{key}"), book.band)
            row += 1
        for number, what in enumerate(rows, start=1):
            _write_row(book, sheet, row, what, label(what, number, language))
            if what in CHOSEN:
                texts, codes, _ = CHOSEN[what]
                chosen = [language.text(f"{texts}.{code}") for code in codes]
                book.choice(sheet, (row, 2, row, 2), chosen, label(what, number, language))
            row += 1
    _limit_cells(book, sheet, row - 1)


def label(what: str, number: int, language: Language) -> str:
    """Return the label of a row."""
    key, _, role = what.partition(".")
    text = language.text(f"roles.{role}" if role else f"{TEXTS}.rows.{key}")
    return f"{text} {number}" if key in MOST else text


def _write_row(book: Book, sheet: Any, row: int, what: str, label_text: str) -> None:
    """Write a row: its label, and open cells for the answers it takes."""
    looks: Mapping[str, Any] = {"text": book.answer_words, "date": book.answer_date}
    sheet.write_string(row, 0, label_text, book.printed)
    sheet.write_string(row, 1, what, book.printed)
    for place, name in list(enumerate(WIDTHS))[2:]:
        is_open = name in cells_asked(what)
        sheet.write_blank(row, place, None, looks.get(name, book.answer_number) if is_open else book.printed)
    book.fit(sheet, row, [(label_text, WIDTHS["asked"]), ("\n\n\n " if what in LONG else "", WIDTHS["text"])])


def _limit_cells(book: Book, sheet: Any, last: int) -> None:
    """Restrict number cells to whole numbers and date cells to dates."""
    language = book.language
    for place, name in list(enumerate(WIDTHS))[2:]:
        cells = (ROWS_ABOVE, place, last, place)
        column = TABLES["about"].column(name)
        if name == "date":
            book.date_only(sheet, cells, language.text("workbook.plan.due_error"))
        elif column and column.bounds:
            low, high = column.bounds
            bounds = {"low": f"{low:g}", "high": language.figure(high, "count")}
            message = language.text("intake_workbook.number_error", **bounds)
            book.number_only(sheet, cells, (low, high), message, whole=True)
