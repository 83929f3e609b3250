"""CSV and other delimited text: encoding, separator and header row are detected, or given."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path

from genderaudit.foundations.limits import LARGEST_FILE
from genderaudit.intake.contract import HEADER_ROWS_SEARCHED, TABLES
from genderaudit.intake.files import headers
from genderaudit.intake.raw import Budget, RawTable, UnreadableError, framed, transposed
from genderaudit.methodology.organisation import TableFile

DELIMITERS = {",": "comma", ";": "semicolon", "\t": "tab", "|": "bar"}
_HEAD = 100  # rows in which the row of column names may be given
_SAMPLE = 200_000  # characters searched for the separator
_SEPARATOR_LINE = re.compile(r'"?sep=(.)"?\r?\n', re.IGNORECASE)  # Excel writes this into the first line
_UTF8_LETTER = re.compile(rb"[\xc3-\xc5][\x80-\xbf]|\xe2\x80[\x90-\xbf]")


def read_delimited(path: Path, options: TableFile, table: str) -> RawTable:
    """Return the table in a text file; raises ``UnreadableError`` with the rule it breaks."""
    text, encoding = _decoded(path.read_bytes(), options.encoding)
    if "\0" in text:
        raise UnreadableError("not_text")
    separator_line = _SEPARATOR_LINE.match(text)
    delimiter = options.delimiter or (
        separator_line[1] if separator_line and separator_line[1] in DELIMITERS else _delimiter(text, options, table)
    )
    rows = _rows(text, delimiter)
    if separator_line and "header_row" not in options.model_fields_set:
        rows = rows[1:]
    header = headers.find_header([row for _, row in rows[:_HEAD]], options, table)
    decimal = options.decimal or ("," if delimiter == ";" else ".")
    detected = {
        "encoding": encoding,
        "delimiter": DELIMITERS[delimiter],
        "decimal": {",": "comma", ".": "point"}[decimal],
    }
    below = rows[header.row :]
    line = rows[header.row - 1][0] if len(rows) >= header.row else header.row
    columns, lines = transposed([row for _, row in below]), [number for number, _ in below]
    cells, longer, failed = framed(columns, lines, header.names, line)
    if line > 1:
        detected["header_row"] = str(line)
    above = tuple(cell for _, row in rows[: header.row - 1] for cell in row if cell.strip())
    return RawTable(cells, decimal, detected, longer, header_row=line, above=above, remarks=failed)


def _rows(text: str, delimiter: str) -> list[tuple[int, list[str]]]:
    """Return records with the line that each begins in; an unclosed quotation mark is an error.

    A lenient reader would merge everything up to the next quotation mark into one cell and lose those rows.
    """
    rows: list[tuple[int, list[str]]] = []
    budget = Budget()
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    csv.field_size_limit(LARGEST_FILE)  # a long cell is not an error of the format; it is refused when cells are read
    line = 1
    try:
        for row in reader:
            budget.take(len(row))
            rows.append((line, row))
            line = reader.line_num + 1
    except csv.Error:
        raise UnreadableError("broken_csv", line=line) from None
    return rows


def _decoded(content: bytes, encoding: str | None) -> tuple[str, str]:
    """Return the text and its encoding: as given, else UTF-16 by its byte-order mark, UTF-8, or Windows-1252."""
    if encoding:
        try:
            return content.decode(encoding).removeprefix("\ufeff"), encoding
        except UnicodeDecodeError:
            raise UnreadableError("wrong_encoding") from None
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        try:
            return content.decode("utf-16"), "utf-16"
        except UnicodeDecodeError:
            raise UnreadableError("wrong_encoding") from None
    try:
        return content.decode("utf-8-sig"), "utf-8"
    except UnicodeDecodeError as error:
        if _UTF8_LETTER.search(content):
            # Reading it as Windows-1252 would silently change its UTF-8 letters.
            line = content.count(b"\n", 0, error.start) + 1
            raise UnreadableError("mixed_encoding", line=line) from None
    try:
        return content.decode("cp1252"), "cp1252"
    except UnicodeDecodeError:
        raise UnreadableError("wrong_encoding") from None


def _delimiter(text: str, options: TableFile, table: str) -> str:
    """Return the separator with which a header is found, then the one with the most regular and widest rows."""
    sample = text[:_SAMPLE]
    return max(DELIMITERS, key=lambda mark: _fitness(sample, mark, options, table))


def _fitness(sample: str, delimiter: str, options: TableFile, table: str) -> tuple[bool, float, int]:
    rows: list[list[str]] = []
    try:
        for row in csv.reader(io.StringIO(sample, newline=""), delimiter=delimiter):
            rows.append(row)
            if len(rows) > 2 * HEADER_ROWS_SEARCHED:
                break
    except csv.Error:
        pass
    header = headers.find_header(rows, options, table)
    if header.row > len(rows):
        return False, 0.0, 0
    width = len(rows[header.row - 1])
    known = table in TABLES and header.certain
    below = [row for row in rows[header.row :] if row]
    alike = sum(len(row) == width for row in below) / len(below) if below else 0.0
    return known, alike if width > 1 else 0.0, width
