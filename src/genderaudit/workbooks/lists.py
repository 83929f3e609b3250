"""Sheet with the words of drop-downs, one column per list."""

from __future__ import annotations

from collections.abc import Sequence

from xlsxwriter.utility import xl_col_to_name

from genderaudit.workbooks.style import Book


class Lists:
    """Lists for drop-downs, added as sheets need them while the workbook is written."""

    def __init__(self, book: Book) -> None:
        self._name = book.language.text("form.workbook.lists")
        self._sheet = book.sheet(self._name, landscape=False)
        self._format = book.printed
        self._ranges: dict[tuple[str | int, ...], str] = {}

    def range_of(self, words: Sequence[str | int]) -> str:
        """Return the cell range with these words and numbers, as drop-downs refer to it."""
        key = tuple(words)
        if key not in self._ranges:
            column = len(self._ranges)
            self._sheet.set_column(column, column, 32)
            for row, word in enumerate(key):
                if isinstance(word, int):
                    self._sheet.write_number(row, column, word, self._format)
                else:
                    self._sheet.write_string(row, column, word, self._format)
            letter = xl_col_to_name(column)
            quoted = self._name.replace("'", "''")
            self._ranges[key] = f"='{quoted}'!${letter}$1:${letter}${len(key)}"
        return self._ranges[key]
