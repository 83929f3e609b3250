"""Workbooks: XLSX through openpyxl, ODS by its own XML. Values, never formulas; nothing outside the file."""

from __future__ import annotations

import datetime as dt
import re
import zipfile
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element

from genderaudit.intake import own_workbooks
from genderaudit.intake.archives import refuse_unsafe_archive
from genderaudit.intake.contract import HEADER_ROWS_SEARCHED, LARGEST_ODS, LONGEST_TEXT, MOST_COLUMNS, TABLES
from genderaudit.intake.raw import Budget, RawTable, Rows, UnreadableError, framed, has_header, header_row_of
from genderaudit.organisation import TableFile

Row = tuple[Any, ...]
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_MOST_REPEATED = 1_100_000  # rows of a spreadsheet program; blank rows to its end are written as one


def read_xlsx(path: Path, options: TableFile, table: str) -> RawTable:
    """The table in a workbook; raises ``UnreadableError`` with the rule that it breaks."""
    import openpyxl

    refuse_unsafe_archive(path)
    try:
        # Read-only, values instead of formulas, no links followed.
        book = openpyxl.load_workbook(path, read_only=True, data_only=True, keep_links=False)
        try:
            for sheet in book.worksheets:
                sheet.reset_dimensions()  # what a sheet says of its size may be wrong, by accident or not
            own = own_workbooks.description(book, table)
            options = own or options
            found = {sheet.title: partial(_first_rows, sheet) for sheet in book.worksheets}
            sheet = book[_chosen(found, options, table)]
            rows = _bounded(sheet.iter_rows(values_only=True))
        finally:
            book.close()
    except UnreadableError:
        raise
    except Exception:  # openpyxl raises whatever its parsers raise on a damaged file
        raise UnreadableError("broken_workbook") from None
    return _table(rows, options, table, list(found).index(sheet.title), str(sheet.title), own)


def read_ods(path: Path, options: TableFile, table: str) -> RawTable:
    """The table in an OpenDocument workbook; raises ``UnreadableError`` with the rule that it breaks."""
    from defusedxml.ElementTree import fromstring

    refuse_unsafe_archive(path)
    try:
        with zipfile.ZipFile(path) as archive:
            if archive.getinfo("content.xml").file_size > LARGEST_ODS:
                raise UnreadableError("file_too_large", megabytes=LARGEST_ODS // 1_000_000)
            root = fromstring(archive.read("content.xml"), forbid_dtd=True)
        sheets = {str(sheet.get(f"{_TABLE}name")): sheet for sheet in root.iter(f"{_TABLE}table")}
        name = _chosen({name: partial(_ods_first_rows, sheet) for name, sheet in sheets.items()}, options, table)
        if any(True for _ in sheets[name].iter(f"{_TABLE}table-source")):
            raise UnreadableError("workbook_with_links")
        rows = _bounded(_ods_rows(sheets[name]))
    except UnreadableError:
        raise
    except Exception:  # whatever the archive or its XML raises where it is damaged
        raise UnreadableError("broken_workbook") from None
    return _table(rows, options, table, list(sheets).index(name), name)


def _table(
    rows: Rows, options: TableFile, table: str, place: int, sheet: str, own: TableFile | None = None
) -> RawTable:
    header_row = header_row_of(rows, options, table)
    cells, longer = framed(rows, header_row)
    if own:
        cells = own_workbooks.answers(cells, table, own.columns)
    detected = {"sheet": sheet} | ({"header_row": str(header_row)} if header_row > 1 and not own else {})
    return RawTable(cells, options.decimal or ".", detected, longer, own, header_row, place + 1)


def _bounded(found: Iterator[Row]) -> Rows:
    """Rows as far as they hold something; too many rows or cells are refused while they come."""
    rows: Rows = []
    budget = Budget()
    for line, row in enumerate(found, start=1):
        budget.take(len(row))
        if len(row) > MOST_COLUMNS:
            if any(cell is not None for cell in row[MOST_COLUMNS:]):
                raise UnreadableError("too_many_columns", most=MOST_COLUMNS)
            row = row[:MOST_COLUMNS]
        rows.append((line, row))
    return rows


def _chosen(sheets: Mapping[str, Callable[[], list[Row]]], options: TableFile, table: str) -> str:
    """The sheet as given by name or number, else the only one with the columns that the table needs, else the first."""
    names = list(sheets)
    wanted = options.sheet
    if wanted is None and names:
        fit = [name for name, rows in sheets.items() if table in TABLES and has_header(rows(), options, table)]
        return fit[0] if len(fit) == 1 else names[0]
    if isinstance(wanted, int) and 1 <= wanted <= len(names):
        return names[wanted - 1]
    if wanted in names:
        return str(wanted)
    raise UnreadableError("no_such_sheet", wanted=str(wanted), sheets=", ".join(names[:50]))


def _first_rows(sheet: Any) -> list[Row]:
    return list(sheet.iter_rows(max_row=HEADER_ROWS_SEARCHED, max_col=MOST_COLUMNS, values_only=True))


def _ods_first_rows(sheet: Element) -> list[Row]:
    return list(islice(_ods_rows(sheet), HEADER_ROWS_SEARCHED))


def _ods_rows(sheet: Element) -> Iterator[Row]:
    """Rows of values. Repeated rows are repeated; blank ones only where more follows."""
    blank = 0
    for row in sheet.iter(f"{_TABLE}table-row"):
        times = _repeated(row, "rows")
        cells = _ods_cells(row)
        if not cells:
            blank += times
            if blank > _MOST_REPEATED:
                blank = _MOST_REPEATED
            continue
        for _ in range(blank):
            yield ()
        blank = 0
        for _ in range(times):
            yield cells


def _ods_cells(row: Element) -> Row:
    cells: list[Any] = []
    blank = 0
    for cell in row:
        if cell.tag not in (f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell"):
            continue
        times = _repeated(cell, "columns")
        value = _ods_value(cell)
        if value is None:
            blank += times
            continue
        if len(cells) + blank + times > MOST_COLUMNS:
            raise UnreadableError("too_many_columns", most=MOST_COLUMNS)
        cells += [None] * blank + [value] * times
        blank = 0
    return tuple(cells)


def _repeated(element: Element, what: str) -> int:
    times = int(element.get(f"{_TABLE}number-{what}-repeated", "1"))
    return max(1, times)


def _ods_value(cell: Element) -> Any:
    kind = cell.get(f"{_OFFICE}value-type", "")
    if kind in ("float", "currency", "percentage"):
        return float(cell.get(f"{_OFFICE}value", "nan"))
    if kind == "boolean":
        return cell.get(f"{_OFFICE}boolean-value") == "true"
    written = cell.get(f"{_OFFICE}date-value", "")
    if kind == "date" and re.match(r"\d{4}-\d\d-\d\d", written):
        return dt.datetime.fromisoformat(written[:19])
    text = "\n".join(_ods_text(part) for part in cell.findall(f"{_TEXT}p"))
    return text or None


def _ods_text(element: Element) -> str:
    """The text of a paragraph; runs of spaces, tabs and line breaks are elements of their own."""
    marks: dict[str, Callable[[Element], str]] = {
        f"{_TEXT}s": lambda part: " " * min(LONGEST_TEXT, int(part.get(f"{_TEXT}c", "1"))),
        f"{_TEXT}tab": lambda _: "\t",
        f"{_TEXT}line-break": lambda _: "\n",
    }
    text = element.text or ""
    for part in element:
        text += marks[part.tag](part) if part.tag in marks else _ods_text(part)
        text += part.tail or ""
    return text
