"""The intake workbook: one sheet per table with an example row, filled in and read back without mapping."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any

from genderaudit.foundations.language import Language
from genderaudit.intake.contract import ALSO, SHARES, TABLES, Table
from genderaudit.intake.contract import Column as Field
from genderaudit.intake.files import own_workbooks
from genderaudit.intake.survey.wordings import Wordings
from genderaudit.intake.vocabulary import drop_downs
from genderaudit.methodology.method import methodology
from genderaudit.methodology.organisation import Organisation
from genderaudit.methodology.questionnaire import Scale
from genderaudit.workbooks.about_sheet import about_sheet
from genderaudit.workbooks.lists import Lists
from genderaudit.workbooks.rating_sheet import rating_list, rating_words
from genderaudit.workbooks.style import HIDDEN_ROW, ROWS_ABOVE, Book, Cells, Column, WordList

TEXTS = "intake_workbook"
FILLED = [name for name in TABLES if name != "validation"]
"""Tables with a sheet; the one of the validation session is in the action plan, beside the findings."""
LAST = 20_000  # row down to which drop-downs and limits reach; rows below are read too
FIRST_DATE = 1930  # nobody was hired, or joined, before
EXAMPLE_ROW = ROWS_ABOVE
MARKER_WIDTH, NARROW, USUAL, WIDE = 12.0, 11.0, 16.0, 32.0
PAGE_WIDTH = 190.0  # characters that can be read on landscape A4
WIDE_COLUMNS = ("line", "event", "text", "evidence", "note", "body", "recommendation")
WHOLE = ("count", "year", "birth", "age")


def intake_workbook(
    organisation: Organisation, language: Language, known: Mapping[str, Sequence[str]] = MappingProxyType({})
) -> bytes:
    """Return the workbook in one language as .xlsx bytes.

    Levels to choose from are those of ``organisation``; ``known`` are names of units, branches and bodies by column,
    offered in drop-downs that accept other entries.
    """
    book = Book(language, language.text(f"{TEXTS}.title", name=organisation.name))
    sheets = [(_sheet_name(name, language), language.text(f"{TEXTS}.tables.{name}.row")) for name in FILLED]
    ratings = rating_words(language)
    heading, row = language.text(f"{TEXTS}.sheets"), language.text(f"{TEXTS}.row")
    words = book.guide(language.text(f"{TEXTS}.steps"), [WordList(heading, sheets, row), ratings])
    entry = []
    for table in (TABLES[name] for name in FILLED):
        if table.name == "documents":
            rating_list(book, methodology(), words[ratings.heading])
        elif table.name == "about":
            about_sheet(book)
        else:
            entry.append(_TableSheet(book, table, organisation.also_by))
    lists = Lists(book)
    for sheet in entry:
        sheet.limit(lists, {"level": organisation.levels, **known})
    return book.content()


class _TableSheet:
    """Builder of one table's sheet."""

    def __init__(self, book: Book, table: Table, also_by: str | None) -> None:
        self._book, self._table, self._texts, self._also_by = book, table, book.language, also_by
        self._wordings = Wordings(methodology().questionnaire)
        columns_of = [column for column in table.columns if column != ALSO or also_by]
        self._fields = [*columns_of, *_questions(table)]
        labels = [self._label(field) for field in self._fields]
        widths = [_width(field, self._table) for field in self._fields]
        texts = f"{TEXTS}.tables.{table.name}"
        about = " ".join(self._texts.text(key) for key in (f"{texts}.about", f"{TEXTS}.about_example"))
        columns = [Column(self._texts.text(f"{TEXTS}.marker"), MARKER_WIDTH)]
        columns += [
            Column(label, width, field.name, answered=field.required)
            for label, width, field in zip(labels, widths, self._fields, strict=True)
        ]
        name = _sheet_name(table.name, self._texts)
        self._sheet = book.list_sheet(name, own_workbooks.mark(table.name, prepared=False), "", columns)
        self._open(widths)
        book.introduce(self._sheet, about, [MARKER_WIDTH, *widths])
        self._show_example()
        pages = math.ceil((MARKER_WIDTH + sum(widths)) / PAGE_WIDTH)
        self._sheet.fit_to_pages(pages, 0)
        self._sheet.freeze_panes(EXAMPLE_ROW + 1, 2)

    def limit(self, lists: Lists, names: Mapping[str, Sequence[str]]) -> None:
        """Add drop-downs, bounds and hints to every column; ``names`` are the organisation's own, by column."""
        for place, field in enumerate(self._fields, start=1):
            cells = (EXAMPLE_ROW + 1, place, LAST, place)
            title = self._label(field)
            hint = self._hint(field)
            words: list[str | int] = list(drop_downs.words_of(self._table.name, field, self._texts))
            if field.name != "level" or self._table.name not in ("bodies", "attendance"):
                words = list(names.get(field.name, ())) or words
            if _is_statement(field, self._table):
                points = range(1, Scale().maximum + 1)
                words = [*drop_downs.answer_words(self._texts), *points]
            if words:
                strict = field.kind in ("sex", "boolean") or bool(field.values) or _is_statement(field, self._table)
                self._book.choice(self._sheet, cells, lists.range_of(words), title, strict=strict, hint=hint)
            else:
                self._limit_kind(cells, field, title, hint)

    def _limit_kind(self, cells: Cells, field: Field, title: str, hint: str) -> None:
        """Add the bounds of a date or number."""
        if field.kind == "date":
            message = self._texts.text("workbook.plan.due_error")
            self._book.date_only(self._sheet, cells, message, first=FIRST_DATE, hint=(title, hint))
        elif field.bounds:
            low, high = (0.0, 100.0) if field.name in SHARES else field.bounds
            limits = {"low": f"{low:g}", "high": self._texts.figure(high, "count")}
            message = self._texts.text(f"{TEXTS}.number_error", **limits)
            whole = field.kind in WHOLE
            self._book.number_only(self._sheet, cells, (low, high), message, whole=whole, hint=(title, hint))
        elif hint:
            self._book.explain(self._sheet, cells, title, hint)

    def _open(self, widths: Sequence[float]) -> None:
        """Unlock the cells below the example; everything above and column A stays locked."""
        book = self._book
        self._sheet.set_column(0, 0, MARKER_WIDTH, book.printed)
        for place, (width, field) in enumerate(zip(widths, self._fields, strict=True), start=1):
            self._sheet.set_column(place, place, width, self._look(field))
        self._sheet.set_row(0, None, book.plain)
        self._sheet.set_row(HIDDEN_ROW, None, book.plain, {"hidden": True})

    def _look(self, field: Field) -> Any:
        book = self._book
        if field.kind == "date":
            return book.answer_date
        return book.answer_text if field.kind in ("text", "age_band", "sex", "boolean") else book.answer_number

    def _show_example(self) -> None:
        book, row = self._book, EXAMPLE_ROW
        written = own_workbooks.example_row(self._table, self._texts)
        self._sheet.write_string(row, 0, self._texts.text(f"{TEXTS}.example"), book.printed_strong)
        for place, field in enumerate(self._fields, start=1):
            value = written.get(field.name)
            match value:
                case None:
                    self._sheet.write_blank(row, place, None, book.shown)
                case dt.datetime():
                    self._sheet.write_datetime(row, place, value, book.shown_date)
                case float():
                    self._sheet.write_number(row, place, value, book.shown)
                case _:
                    self._sheet.write_string(row, place, str(value), book.shown)

    def _label(self, field: Field) -> str:
        """Return the header of a column; required ones have an asterisk."""
        of_table = f"{TEXTS}.tables.{self._table.name}.columns.{field.name}"
        if _is_statement(field, self._table):
            label = f"{field.name}. {self._wordings.question(field.name, self._texts)}"
        elif field == ALSO and self._also_by:
            label = self._also_by
        elif field.name in methodology().questionnaire.open:
            label = self._wordings.question(field.name, self._texts)
        else:
            label = self._texts.text(of_table if self._texts.has(of_table) else f"{TEXTS}.columns.{field.name}")
        return f"{label} *" if field.required else label

    def _hint(self, field: Field) -> str:
        key = f"{TEXTS}.hints.{field.name}"
        return self._texts.text(key) if self._texts.has(key) else ""


def _sheet_name(table: str, texts: Language) -> str:
    return texts.text("workbook.review.sheet" if table == "documents" else f"{TEXTS}.tables.{table}.sheet")


def _questions(table: Table) -> list[Field]:
    """Return the statements and open questions of the survey as columns."""
    if not table.open_ended:
        return []
    questionnaire = methodology().questionnaire
    return [Field(name, "text") for name in [*(item.id for item in questionnaire.items), *questionnaire.open]]


def _is_statement(field: Field, table: Table) -> bool:
    return table.open_ended and field.name in {item.id for item in methodology().questionnaire.items}


def _width(field: Field, table: Table) -> float:
    if field.name in WIDE_COLUMNS or field.name in methodology().questionnaire.open:
        return WIDE
    narrow = field.kind in ("number", "count", "year", "birth", "age")
    return NARROW if narrow and not _is_statement(field, table) else USUAL
