"""A workbook to type paper answers into: one row per questionnaire, a drop-down in every cell, read without mapping."""

from __future__ import annotations

from genderaudit.forms.content import Form, FormQuestion
from genderaudit.foundations.language import Language
from genderaudit.intake.survey.wordings import SHEET_NUMBER
from genderaudit.workbooks.lists import Lists
from genderaudit.workbooks.style import Book

ROWS = 2000
WIDTHS = {"choice": 18.0, "statement": 17.0, "open": 40.0}
TALLEST = 130.0  # height of the row of questions, in points


def answer_workbook(form: Form, texts: Language) -> bytes:
    """Return the workbook in one language as the bytes of an .xlsx file.

    It is to be saved as survey.xlsx in the round's folder.
    """
    book = Book(texts, form.title(texts))
    sheet = book.sheet(texts.text("form.workbook.sheet"))
    lists = Lists(book)
    # Order matters: intake reads the first sheet, so that of the answers must come first.
    labels = [(form.wordings.question(SHEET_NUMBER, texts), 12.0)]
    labels += [(_label(question, texts), _width(question)) for question in form.questions]
    for column, (label, width) in enumerate(labels):
        sheet.set_column(column, column, width, book.answer)
        sheet.write_string(0, column, label, book.answer_label)
    sheet.set_row(0, TALLEST)
    sheet.freeze_panes(1, 1)
    sheet.repeat_rows(0)
    for column, question in enumerate(form.questions, start=1):
        if question.choices and not question.is_several:
            book.choice(sheet, (1, column, ROWS, column), lists.range_of(_answers(question, texts)), question.name)
    book.guide(texts.text("form.workbook.steps"), [])
    return book.content()


def _label(question: FormQuestion, texts: Language) -> str:
    """Return the question, for a statement with its code as printed on paper."""
    return f"{question.name}. {question.text(texts)}" if _is_statement(question) else question.text(texts)


def _answers(question: FormQuestion, texts: Language) -> list[str | int]:
    """Return the words to choose from, for a statement also its points as numbers."""
    points = [
        int(choice.stored) for choice in question.choices if _is_statement(question) and choice.stored.isdecimal()
    ]
    words = (choice.text(texts) for choice in question.choices)
    return [*(word for word in words if not word.isdecimal()), *points]


def _width(question: FormQuestion) -> float:
    if not question.choices:
        return WIDTHS["open"]
    return WIDTHS["statement" if _is_statement(question) else "choice"]


def _is_statement(question: FormQuestion) -> bool:
    return question.wordings.questionnaire.item(question.name) is not None
