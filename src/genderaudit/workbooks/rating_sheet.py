"""Sheet of the document review: one row per criterion, for rating and evidence."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from genderaudit.foundations.language import Language
from genderaudit.intake.contract import RATINGS
from genderaudit.intake.files.own_workbooks import mark
from genderaudit.methodology.method import Methodology
from genderaudit.methodology.organisation import Organisation
from genderaudit.workbooks.style import ROWS_ABOVE, Book, Column, WordList

TEXTS = "workbook.review"
WIDTHS = {
    "number": 4.5,
    "area": 9,
    "criterion": 7,
    "requirement": 52,
    "rating": 18,
    "evidence": 44,
    "document": 22,
    "reviewer": 11,
}
ANSWERS = ("rating", "evidence", "document", "reviewer")
NAMES = ("area", "criterion", *ANSWERS)


def rating_sheet(method: Methodology, organisation: Organisation, language: Language) -> bytes:
    """Return the workbook of the document review for one reviewer as .xlsx bytes.

    Filled in, it is read back as the table ``documents``.
    """
    book = Book(language, language.text(f"{TEXTS}.title", name=organisation.name))
    words = book.guide(language.text(f"{TEXTS}.steps"), [rating_words(language)])
    rating_list(book, method, words[rating_words(language).heading])
    return book.content()


def rating_words(language: Language) -> WordList:
    """Return the ratings and their meanings."""
    meanings = [(language.text(f"ratings.{r}"), language.text(f"criteria_guidance.{r}")) for r in RATINGS]
    return WordList(language.text(f"{TEXTS}.columns.rating"), meanings)


def rating_list(book: Book, method: Methodology, words: str) -> None:
    """Add the sheet with one row per criterion; ``words`` is the cell range of the ratings."""
    language = book.language
    columns = [
        Column(
            language.text(f"{TEXTS}.columns.{name}"),
            width,
            name if name in NAMES else "",
            answered=name in ANSWERS,
            hidden=name == "area",
        )
        for name, width in WIDTHS.items()
    ]
    about = language.text(f"{TEXTS}.about")
    sheet = book.list_sheet(language.text(f"{TEXTS}.sheet"), mark("documents"), about, columns)
    heading = language.text(f"{TEXTS}.columns.rating")
    row, number = ROWS_ABOVE, 0
    for area, criteria in groupby(method.criteria, key=lambda criterion: criterion.area):
        band = f"{area} · {language.text(f'areas.{area}.name')}"
        sheet.write_string(row, 0, band, book.band)
        for i in range(1, len(WIDTHS)):
            sheet.write_blank(row, i, None, book.band)
        for criterion in criteria:
            row, number = row + 1, number + 1
            sheet.write_number(row, 0, number, book.number)
            sheet.write_string(row, 1, criterion.area, book.printed)
            sheet.write_string(row, 2, criterion.id, book.printed_strong)
            requirement = language.text(f"criteria.{criterion.id}")
            sheet.write_string(row, 3, requirement, book.printed)
            book.fit(sheet, row, [(requirement + "\n ", WIDTHS["requirement"])])
            for i in range(4, len(WIDTHS)):
                sheet.write_blank(row, i, None, book.answer)
            book.choice(sheet, (row, 4, row, 4), words, heading)
        row += 1
    _ask_for_evidence(book, sheet, row - 1, language)


def _ask_for_evidence(book: Book, sheet: Any, last: int, language: Language) -> None:
    """Mark ratings without evidence, which intake rejects, while the sheet is filled in."""
    first = ROWS_ABOVE + 1
    exempt = language.text("ratings.not_applicable").replace('"', '""')
    rule = f'=AND($E{first}<>"",$E{first}<>"{exempt}",$F{first}="")'
    sheet.conditional_format(ROWS_ABOVE, 5, last, 5, {"type": "formula", "criteria": rule, "format": book.missing})
