"""Shared by all workbooks: formats, protection, pages, drop-downs, the guide, and the hidden row that intake reads.

Text is always written as text: a name that begins with ``=`` never becomes a formula.
"""

from __future__ import annotations

import datetime as dt
import io
import textwrap
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import xlsxwriter

from genderaudit.foundations.language import Language
from genderaudit.report.edition import Stamp

CREATED = dt.datetime(2020, 1, 1)  # a fixed date: the same audit gives the same bytes
ROWS_ABOVE = 4  # title, introduction, hidden names, labels
INK, HEAD, PRINTED, LINE, MISSING = "#1a1a1a", "#1f3d4d", "#efefef", "#8a8a8a", "#fff2a8"
HIDDEN_ROW, LABEL_ROW = 2, 3
_PERMITTED = {"format_columns": True, "format_rows": True, "autofilter": True}
_NAME_LENGTH = 60
LONGEST_HEADER = 200
"""Characters; with format codes and escapes, Excel allows 255 in a header."""
FONT = {"font_name": "Arial", "font_size": 12}  # every office program has it, or one that is as wide
LINE_HEIGHT = 15.0  # points
INTRODUCTION = 110.0  # characters
CHARACTERS = 0.95  # of running text in a column's width of 1, which is that of a digit of ``FONT``
BOLD = 0.9  # of the letters of running text that a line of bold ones has
TALLEST = 400.0  # points; a spreadsheet row cannot be higher than 409


TITLE_LENGTH, HINT_LENGTH = 32, 255  # characters that a cell's hint may have
NO = ("", "")
Cells = tuple[int, int, int, int]
"""First row and column, last row and column, counted from 0."""


@dataclass(frozen=True, slots=True)
class WordList:
    """Words with their meanings for the guide; ``means`` is the header of the meanings."""

    heading: str
    words: Sequence[tuple[str, str]]
    means: str = ""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a sheet: label, width in characters, the table's column name (empty: not read back)."""

    label: str
    width: float
    name: str = ""
    answered: bool = False
    hidden: bool = False


class Book:
    """Builder of a workbook in one language."""

    def __init__(self, language: Language, title: str, stamp: Stamp | None = None) -> None:
        self.language = language
        self._stamp = stamp
        self._stream = io.BytesIO()
        self._book = xlsxwriter.Workbook(
            self._stream,
            {
                "in_memory": True,
                "strings_to_formulas": False,
                "strings_to_urls": False,
                "strings_to_numbers": False,
                "default_format_properties": FONT,
            },
        )
        self._book.set_properties({"title": title, "created": CREATED})
        self._title = self.stamped(title)

    def stamped(self, title: str) -> str:
        """Return a sheet's title, with the mark of the draft or edition."""
        return f"{self._stamp.word} · {title}" if self._stamp else title

    def content(self) -> bytes:
        """Return the finished file."""
        self._book.close()
        return self._stream.getvalue()

    def sheet(self, name: str, *, landscape: bool = True) -> Any:
        """Add a protected sheet that prints on A4, fitted to the page width."""
        sheet = self._book.add_worksheet(name)
        if self.language.direction == "rtl":
            sheet.right_to_left()
        if landscape:
            sheet.set_landscape()
        sheet.set_paper(9)  # A4
        sheet.fit_to_pages(1, 0)
        sheet.set_margins(left=0.3, right=0.3, top=0.6 if self._stamp else 0.4, bottom=0.6)
        shown = _shortened(self._title, _NAME_LENGTH)
        sheet.set_footer(f"&L&8{shown.replace('&', '&&')}&R&8&P / &N")
        if self._stamp:
            sheet.set_header(f"&R&8{_shortened(self._stamp.lines[0], LONGEST_HEADER).replace('&', '&&')}")
        sheet.hide_gridlines(2)
        sheet.protect("", _PERMITTED)
        return sheet

    def list_sheet(self, name: str, mark: str, about: str, columns: Sequence[Column]) -> Any:
        """Add a sheet with title, introduction, hidden names and labels; rows follow from ``ROWS_ABOVE``."""
        sheet = self.sheet(name)
        sheet.write_string(0, 0, self._title, self.title)
        sheet.write_string(1, 0, about, self.plain)
        sheet.write_string(HIDDEN_ROW, 0, mark)
        sheet.set_row(HIDDEN_ROW, None, None, {"hidden": True})
        for i, column in enumerate(columns):
            sheet.set_column(i, i, column.width, None, {"hidden": column.hidden})
            sheet.write_string(LABEL_ROW, i, column.label, self.answer_label if column.answered else self.label)
            if column.name:
                sheet.write_string(HIDDEN_ROW, i, column.name)
        self.fit(sheet, LABEL_ROW, [(column.label, BOLD * column.width) for column in columns])
        sheet.freeze_panes(ROWS_ABOVE, 0)
        sheet.repeat_rows(LABEL_ROW)
        return sheet

    def introduce(self, sheet: Any, about: str, widths: Sequence[float]) -> None:
        """Write the introduction across as many columns as fit on one page."""
        last, width = 0, widths[0]
        while last + 1 < len(widths) and width + widths[last + 1] <= INTRODUCTION:
            width, last = width + widths[last + 1], last + 1
        sheet.merge_range(1, 0, 1, last, "", self.plain_wrapped)
        sheet.write_string(1, 0, about, self.plain_wrapped)
        self.fit(sheet, 1, [(about, width)], self.plain)

    def fit(self, sheet: Any, row: int, texts: Iterable[tuple[str, float]], look: Any = None) -> None:
        """Set the height of a row to that of its longest text; ``texts`` are (text, column width in characters).

        Programs differ in whether they do so themselves, and a row left too low prints cut off.
        """
        lines = max(lines_of(text, CHARACTERS * width) for text, width in texts)
        sheet.set_row(row, min(TALLEST, LINE_HEIGHT * lines + 4), look)

    def guide(self, steps: str, lists: Sequence[WordList]) -> dict[str, str]:
        """Add the sheet of instructions and word lists; return each list's cell range by heading."""
        name = self.language.text("workbook.guide")
        sheet = self.sheet(name, landscape=False)
        sheet.set_column(0, 0, 26)
        sheet.set_column(1, 1, 80)
        sheet.write_string(0, 0, self._title, self.title)
        lines = [*steps.splitlines(), self.language.text("workbook.locked")]
        for row, line in enumerate(lines, start=2):
            sheet.merge_range(row, 0, row, 1, "", self.plain_wrapped)
            sheet.write_string(row, 0, line, self.plain_wrapped)
            sheet.set_row(row, LINE_HEIGHT * lines_of(line, 100) + 4)
        row = len(lines) + 3
        ranges = {}
        for word_list in lists:
            sheet.write_string(row, 0, word_list.heading, self.label)
            sheet.write_string(row, 1, word_list.means or self.language.text("workbook.meaning"), self.label)
            for i, (word, meaning) in enumerate(word_list.words, start=row + 1):
                sheet.write_string(i, 0, word, self.printed_strong)
                sheet.write_string(i, 1, meaning, self.printed)
                self.fit(sheet, i, [(word, 22), (meaning, 80)])
            quoted = name.replace("'", "''")
            ranges[word_list.heading] = f"='{quoted}'!$A${row + 2}:$A${row + 1 + len(word_list.words)}"
            row += len(word_list.words) + 2
        return ranges

    def choice(
        self, sheet: Any, cells: Cells, words: str | list[str], title: str, *, strict: bool = True, hint: str = ""
    ) -> None:
        """Add a drop-down with these words or cell range; if ``strict``, other entries are rejected."""
        rule: dict[str, Any] = {"validate": "list", "source": words, "error_title": title[:TITLE_LENGTH]}
        rule |= {"error_message": self.language.text("workbook.choose")} if strict else {"show_error": False}
        sheet.data_validation(*cells, rule | _hint(title, hint))

    def date_only(
        self, sheet: Any, cells: Cells, message: str, *, first: int = 2000, hint: tuple[str, str] = NO
    ) -> None:
        """Accept only dates from the year ``first`` on."""
        bounds = {"minimum": dt.date(first, 1, 1), "maximum": dt.date(2099, 12, 31)}
        rule = {"validate": "date", "criteria": "between", **bounds, "error_message": message}
        sheet.data_validation(*cells, rule | _hint(*hint))

    def number_only(
        self,
        sheet: Any,
        cells: Cells,
        bounds: tuple[float, float],
        message: str,
        *,
        whole: bool = False,
        hint: tuple[str, str] = NO,
    ) -> None:
        """Accept only numbers within bounds."""
        kind = "integer" if whole else "decimal"
        rule = {"validate": kind, "criteria": "between", "minimum": bounds[0], "maximum": bounds[1]}
        sheet.data_validation(*cells, rule | {"error_message": message} | _hint(*hint))

    def explain(self, sheet: Any, cells: Cells, title: str, hint: str) -> None:
        """Show a hint at these cells; any entry is accepted."""
        sheet.data_validation(*cells, {"validate": "any"} | _hint(title, hint))

    def _format(self, **properties: Any) -> Any:
        return self._book.add_format(FONT | {"font_scheme": "none", "font_color": INK, "valign": "top"} | properties)

    @cached_property
    def title(self) -> Any:
        """Format of a sheet's title."""
        return self._format(bold=True, font_size=15, valign="vcenter")

    @cached_property
    def plain(self) -> Any:
        """Format of text outside a list."""
        return self._format()

    @cached_property
    def plain_wrapped(self) -> Any:
        """Format of paragraphs."""
        return self._format(text_wrap=True)

    @cached_property
    def label(self) -> Any:
        """Format of the header of a locked column."""
        return self._format(
            bold=True, text_wrap=True, bg_color="#d5dde1", border=1, border_color=LINE, valign="vcenter"
        )

    @cached_property
    def answer_label(self) -> Any:
        """Format of the header of a column to fill in."""
        return self._format(
            bold=True,
            text_wrap=True,
            bg_color=HEAD,
            font_color="#ffffff",
            border=1,
            border_color=LINE,
            valign="vcenter",
        )

    @cached_property
    def printed(self) -> Any:
        """Format of a locked cell; its text stays text if it is edited."""
        return self._format(text_wrap=True, bg_color=PRINTED, border=1, border_color=LINE, quote_prefix=True)

    @cached_property
    def printed_strong(self) -> Any:
        """Format of a locked cell in bold."""
        return self._format(text_wrap=True, bg_color=PRINTED, border=1, border_color=LINE, quote_prefix=True, bold=True)

    @cached_property
    def number(self) -> Any:
        """Format of a locked number."""
        return self._format(bg_color=PRINTED, border=1, border_color=LINE, num_format="#,##0", align="center")

    @cached_property
    def band(self) -> Any:
        """Format of a row that heads a part of the list."""
        return self._format(bold=True, bg_color="#d5dde1", top=1, bottom=1)

    @cached_property
    def answer(self) -> Any:
        """Format of a cell to fill in."""
        return self._format(text_wrap=True, border=1, border_color=LINE, locked=False)

    @cached_property
    def answer_date(self) -> Any:
        """Format of a date to fill in, in the style of the reader's own program."""
        return self._format(border=1, border_color=LINE, locked=False, num_format=14)

    @cached_property
    def answer_amount(self) -> Any:
        """Format of an amount to fill in."""
        return self._format(border=1, border_color=LINE, locked=False, num_format="#,##0")

    @cached_property
    def answer_text(self) -> Any:
        """Format of a text to fill in; entries that look like dates or formulas stay text."""
        return self._format(border=1, border_color=LINE, locked=False, num_format="@")

    @cached_property
    def answer_words(self) -> Any:
        """Format of a sentence to fill in, kept as typed."""
        return self._format(text_wrap=True, border=1, border_color=LINE, locked=False, num_format="@")

    @cached_property
    def answer_number(self) -> Any:
        """Format of a number to fill in, shown as typed."""
        return self._format(border=1, border_color=LINE, locked=False)

    @cached_property
    def shown(self) -> Any:
        """Format of an example: locked, grey, in italics."""
        return self._format(italic=True, bg_color=PRINTED, border=1, border_color=LINE, font_color="#4a4a4a")

    @cached_property
    def shown_date(self) -> Any:
        """Format of an example's date."""
        return self._format(
            italic=True, bg_color=PRINTED, border=1, border_color=LINE, font_color="#4a4a4a", num_format=14
        )

    @cached_property
    def missing(self) -> Any:
        """Format that marks a missing or late answer."""
        return self._book.add_format({"bg_color": MISSING})


def _shortened(text: str, length: int) -> str:
    return text if len(text) <= length else text[:length] + "…"


def _hint(title: str, text: str) -> dict[str, str]:
    return {"input_title": title[:TITLE_LENGTH], "input_message": text[:HINT_LENGTH]} if text else {}


def lines_of(text: str, width: float) -> int:
    """Return the number of lines that a text takes in a column of ``width`` characters."""
    return sum(max(1, len(textwrap.wrap(line, max(4, int(width))))) for line in text.splitlines()) or 1
