"""A workbook to type paper answers into: one row a sheet, a drop-down in every cell, read without any mapping."""

from __future__ import annotations

from genderaudit.forms.content import Form, Question
from genderaudit.foundations.language import Language
from genderaudit.intake.survey_words import SHEET_NUMBER
from genderaudit.workbooks.lists import Lists
from genderaudit.workbooks.style import Book

ROWS = 2000
WIDTHS = {"choice": 18.0, "statement": 17.0, "open": 40.0}
TALLEST = 130.0  # points of the row of questions


def answer_workbook(form: Form, texts: Language) -> bytes:
    """The workbook in one language, as the bytes of an .xlsx file. Save it as survey.xlsx in the round's folder."""
    book = Book(texts, form.title(texts))
    sheet = book.sheet(texts.text("form.workbook.sheet"))
    lists = Lists(book)
    # The sheet of answers is the first of the file, for it is the one that is read.
    labels = [(form.wordings.question(SHEET_NUMBER, texts), 12.0)]
    labels += [(_label(asked, texts), _width(asked)) for asked in form.questions]
    for column, (label, width) in enumerate(labels):
        sheet.set_column(column, column, width, book.answer)
        sheet.write_string(0, column, label, book.answer_label)
    sheet.set_row(0, TALLEST)
    sheet.freeze_panes(1, 1)
    sheet.repeat_rows(0)
    for column, asked in enumerate(form.questions, start=1):
        if asked.choices and not asked.is_several:
            book.choice(sheet, (1, column, ROWS, column), lists.range_of(_answers(asked, texts)), asked.name)
    book.guide(texts.text("form.workbook.steps"), [])
    return book.content()


def _label(asked: Question, texts: Language) -> str:
    """The question, for a statement with the code that stands on the paper too."""
    return f"{asked.name}. {asked.text(texts)}" if _is_statement(asked) else asked.text(texts)


def _answers(asked: Question, texts: Language) -> list[str | int]:
    """The words to choose from, for a statement also its points as numbers."""
    points = [int(choice.stored) for choice in asked.choices if _is_statement(asked) and choice.stored.isdecimal()]
    words = (choice.text(texts) for choice in asked.choices)
    return [*(word for word in words if not word.isdecimal()), *points]


def _width(asked: Question) -> float:
    if not asked.choices:
        return WIDTHS["open"]
    return WIDTHS["statement" if _is_statement(asked) else "choice"]


def _is_statement(asked: Question) -> bool:
    return asked.wordings.questionnaire.item(asked.name) is not None
