"""A workbook to type paper answers into: one row a sheet, a drop-down in every cell, read without any mapping."""

from __future__ import annotations

from typing import Any

from genderaudit.forms.content import Form, Question
from genderaudit.intake.survey_words import SHEET_NUMBER, question
from genderaudit.language import Language
from genderaudit.methodology import methodology
from genderaudit.workbooks.style import Book

ROWS = 2000
WIDTHS = {"choice": 18.0, "statement": 17.0, "open": 40.0}
TALLEST = 130.0  # points of the row of questions


def answer_workbook(form: Form, texts: Language) -> bytes:
    """The workbook in one language, as the bytes of an .xlsx file. Save it as survey.xlsx in the round's folder."""
    book = Book(texts, form.title(texts))
    sheet = book.sheet(texts.text("form.workbook.sheet"))
    lists = _Lists(book, texts)
    # The sheet of answers is the first of the file, for it is the one that is read.
    labels = [(question(SHEET_NUMBER, texts), 12.0)]
    labels += [(_label(asked, texts), _width(asked)) for asked in form.questions]
    for column, (label, width) in enumerate(labels):
        sheet.set_column(column, column, width, book.answer)
        sheet.write_string(0, column, label, book.answer_label)
    sheet.set_row(0, TALLEST)
    sheet.freeze_panes(1, 1)
    sheet.repeat_rows(0)
    for column, asked in enumerate(form.questions, start=1):
        if asked.choices:
            book.choice(sheet, (1, column, ROWS, column), lists.range_of(asked), asked.name)
    book.guide(texts.text("form.workbook.steps"), [])
    return book.content()


def _label(asked: Question, texts: Language) -> str:
    """The question, for a statement with the code that stands on the paper too."""
    return f"{asked.name}. {asked.text(texts)}" if _is_statement(asked) else asked.text(texts)


def _width(asked: Question) -> float:
    if not asked.choices:
        return WIDTHS["open"]
    return WIDTHS["statement" if _is_statement(asked) else "choice"]


def _is_statement(asked: Question) -> bool:
    return asked.name in {item.id for item in methodology().questionnaire.items}


class _Lists:
    """The sheet that drop-downs take their answers from, a column a list."""

    def __init__(self, book: Book, texts: Language) -> None:
        self._texts = texts
        self._name = texts.text("form.workbook.lists")
        self._sheet: Any = book.sheet(self._name, landscape=False)
        self._format = book.printed
        self._ranges: dict[tuple[str, ...], str] = {}

    def range_of(self, asked: Question) -> str:
        """The range with the answers to a question, for a statement also its points as numbers."""
        words = tuple(choice.text(self._texts) for choice in asked.choices)
        if words not in self._ranges:
            column = len(self._ranges)
            points = range(1, methodology().questionnaire.scale.maximum + 1) if _is_statement(asked) else ()
            self._sheet.set_column(column, column, 32)
            for row, word in enumerate(words):
                self._sheet.write_string(row, column, word, self._format)
            for row, point in enumerate(points, start=len(words)):
                self._sheet.write_number(row, column, point, self._format)
            letter = chr(ord("A") + column)
            quoted = self._name.replace("'", "''")
            self._ranges[words] = f"='{quoted}'!${letter}$1:${letter}${len(words) + len(points)}"
        return self._ranges[words]
