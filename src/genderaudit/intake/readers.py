"""Files as they come: a table of raw cells with the number of the row that each record stands in."""

from __future__ import annotations

import csv
import io
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from genderaudit.intake import own_workbooks
from genderaudit.intake.contract import LARGEST_FILE, LONGEST_TEXT, MOST_COLUMNS, MOST_ROWS
from genderaudit.organisation import TableFile

ENDINGS = (".csv", ".xlsx")


@dataclass(frozen=True, slots=True)
class RawTable:
    """Cells as read (text, numbers, dates; NA for blank), headers as found, and what was detected.

    The index of ``cells`` is the row number that the user's program shows.
    """

    cells: pd.DataFrame
    decimal: str
    detected: dict[str, str]
    longer: tuple[int, ...]
    """Rows that hold more cells than the header."""
    own: TableFile | None = None
    """How the file differs from the contract, where it is a workbook of the suite and says so itself."""


class UnreadableError(Exception):
    """The file cannot be read; ``rule`` is a key of ``problems`` and ``values`` fill it."""

    def __init__(self, rule: str, **values: object) -> None:
        super().__init__(rule)
        self.rule = rule
        self.values = values


def read_file(path: Path, options: TableFile, table: str = "") -> RawTable:
    """The table in a CSV file or workbook; raises ``UnreadableError`` with the rule that it breaks.

    ``table`` names it: a workbook that the suite made says itself where that table stands in it.
    """
    if path.stat().st_size > LARGEST_FILE:
        raise UnreadableError("file_too_large", megabytes=LARGEST_FILE // 1_000_000)
    if path.suffix.lower() == ".xlsx":
        return _read_workbook(path, options, table)
    return _read_csv(path, options)


def _read_csv(path: Path, options: TableFile) -> RawTable:
    text, encoding = _decode(path.read_bytes(), options.encoding)
    if "\0" in text:
        raise UnreadableError("not_text")
    delimiter = options.delimiter or _delimiter(text, options.header_row)
    rows = []
    lines = []
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    while True:
        line = reader.line_num + 1
        try:
            row = next(reader)
        except StopIteration:
            break
        except csv.Error:
            raise UnreadableError("broken_csv", line=line) from None
        rows.append(row)
        lines.append(line)
        if len(rows) > MOST_ROWS:
            raise UnreadableError("too_many_rows", most=MOST_ROWS)
    decimal = options.decimal or ("," if delimiter == ";" else ".")
    names = {",": "comma", ";": "semicolon", "\t": "tab", "|": "bar"}
    detected = {"encoding": encoding, "delimiter": names[delimiter], "decimal": names.get(decimal, "point")}
    cells, longer = _frame(rows, lines, options.header_row)
    return RawTable(cells, decimal, detected, longer)


def _decode(content: bytes, encoding: str | None) -> tuple[str, str]:
    candidates = [encoding] if encoding else ["utf-8-sig", "cp1252"]
    for candidate in candidates:
        try:
            return content.decode(candidate).removeprefix("\ufeff"), candidate.removesuffix("-sig")
        except UnicodeDecodeError:
            continue
    raise UnreadableError("wrong_encoding")


def _delimiter(text: str, header_row: int) -> str:
    """The candidate that splits the header row into most cells."""
    rows = text.splitlines()[header_row - 1 : header_row]
    header = rows[0] if rows else ""
    counts = {mark: len(next(csv.reader([header], delimiter=mark), [])) for mark in (",", ";", "\t", "|")}
    return max(counts, key=lambda mark: counts[mark])


def _read_workbook(path: Path, options: TableFile, table: str) -> RawTable:
    import openpyxl

    _refuse_unsafe_workbook(path)
    try:
        # Read-only, values instead of formulas, no links followed.
        book = openpyxl.load_workbook(path, read_only=True, data_only=True, keep_links=False)
        own = own_workbooks.description(book, table)
        options = own or options
        sheet = _sheet(book, options.sheet)
        rows: list[list[Any]] = []
        for row in sheet.iter_rows(values_only=True):
            rows.append(list(row[: MOST_COLUMNS + 1]))
            if len(rows) > MOST_ROWS:
                raise UnreadableError("too_many_rows", most=MOST_ROWS)
        detected = {"sheet": str(sheet.title)}
        book.close()
    except UnreadableError:
        raise
    except Exception:  # openpyxl raises whatever its parsers raise on a damaged file
        raise UnreadableError("broken_workbook") from None
    lines = list(range(1, len(rows) + 1))
    cells, longer = _frame(rows, lines, options.header_row)
    if own:
        cells = own_workbooks.answers(cells, table, own.columns)
    return RawTable(cells, options.decimal or ".", detected, longer, own)


def _refuse_unsafe_workbook(path: Path) -> None:
    try:
        with zipfile.ZipFile(path) as archive:
            entries = archive.infolist()
    except zipfile.BadZipFile:
        raise UnreadableError("broken_workbook") from None
    if sum(entry.file_size for entry in entries) > LARGEST_FILE:
        raise UnreadableError("file_too_large", megabytes=LARGEST_FILE // 1_000_000)
    names = [entry.filename.lower() for entry in entries]
    if any("vbaproject" in name for name in names):
        raise UnreadableError("workbook_with_macros")
    if any(name.startswith("xl/externallinks/") for name in names):
        raise UnreadableError("workbook_with_links")


def _sheet(book: Any, wanted: str | int | None) -> Any:
    names = book.sheetnames
    if wanted is None:
        return book[names[0]]
    if isinstance(wanted, int) and 1 <= wanted <= len(names):
        return book[names[wanted - 1]]
    if wanted in names:
        return book[wanted]
    raise UnreadableError("no_such_sheet", wanted=str(wanted), sheets=", ".join(names))


def _frame(rows: list[list[Any]], lines: list[int], header_row: int) -> tuple[pd.DataFrame, tuple[int, ...]]:
    """Records below the header, and the rows longer than it; wholly blank rows are no records."""
    if len(rows) < header_row:
        raise UnreadableError("no_header", row=header_row)
    header = ["" if cell is None else str(cell).strip() for cell in rows[header_row - 1]]
    while header and not header[-1]:
        header.pop()
    if not any(header):
        raise UnreadableError("no_header", row=header_row)
    if len(header) > MOST_COLUMNS:
        raise UnreadableError("too_many_columns", most=MOST_COLUMNS)
    twice = sorted({name for name in header if name and header.count(name) > 1})
    if twice:
        raise UnreadableError("header_twice", headers=", ".join(twice[:5]))
    records = {}
    longer = []
    for line, row in zip(lines[header_row:], rows[header_row:], strict=True):
        cells = [_cell(cell, line) for cell in row]
        if any(cell is not None for cell in cells[len(header) :]):
            longer.append(line)
        cells = cells[: len(header)]
        if any(cell is not None for cell in cells):
            records[line] = cells + [None] * (len(header) - len(cells))
    frame = pd.DataFrame.from_dict(records, orient="index", columns=header, dtype=object)
    return frame.loc[:, [bool(name) for name in header]], tuple(longer)


def _cell(cell: Any, line: int) -> Any:
    if isinstance(cell, str):
        if len(cell) > LONGEST_TEXT:
            raise UnreadableError("cell_too_long", most=LONGEST_TEXT, line=line)
        return cell.replace("\u00a0", " ").replace("\u202f", " ").strip() or None
    return cell
