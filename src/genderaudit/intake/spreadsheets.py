"""Workbooks: XLSX through openpyxl, ODS by its own XML. Values, never formulas; nothing outside the file."""

from __future__ import annotations

import datetime as dt
import re
import zipfile
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element

from genderaudit.intake import own_workbooks
from genderaudit.intake.archives import refuse_unsafe_archive
from genderaudit.intake.contract import HEADER_ROWS_SEARCHED, TABLES
from genderaudit.intake.own_workbooks import Marked
from genderaudit.intake.raw import Budget, RawTable, Remark, Rows, UnreadableError, framed, has_header, header_row_of
from genderaudit.limits import LARGEST_ODS, LONGEST_TEXT, MOST_COLUMNS
from genderaudit.organisation import TableFile

Row = tuple[Any, ...]
Sheet = Callable[[int | None], Iterator[Row]]
"""Gives the rows of a sheet, all or so many."""

_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_MOST_REPEATED = 1_100_000  # rows of a spreadsheet program; blank rows to its end are written as one


def read_workbook(path: Path, options: TableFile, table: str) -> RawTable:
    """The table in a workbook; raises ``UnreadableError`` with the rule that it breaks.

    A sheet that the suite has marked for this table goes before what ``options`` say.
    """
    with _opened(path) as sheets:
        marked = (own_workbooks.marked(name, list(sheet(HEADER_ROWS_SEARCHED))) for name, sheet in sheets.items())
        own = next((one for one in marked if one and one.table == table), None)
        options = own.how if own else options
        name = _chosen(sheets, options, table)
        rows = _bounded(sheets[name](None))
        place = list(sheets).index(name)
    return _table(rows, options, table, place, name, own)


def read_marked(path: Path, tables: Collection[str]) -> list[tuple[str, str, RawTable | UnreadableError]]:
    """The sheets that the suite has marked for one of these tables: table, name of the sheet, and what is in it.

    Raises ``UnreadableError`` where the file as a whole cannot be read.
    """
    found: list[tuple[str, str, RawTable | UnreadableError]] = []
    with _opened(path) as sheets:
        for place, (name, sheet) in enumerate(sheets.items()):
            own = own_workbooks.marked(name, list(sheet(HEADER_ROWS_SEARCHED)))
            if own is None or own.table not in tables:
                continue
            try:
                read: RawTable | UnreadableError
                read = _table(_bounded(sheet(None)), own.how, own.table, place, name, own)
            except UnreadableError as error:
                read = error
            found.append((own.table, name, read))
    return found


@contextmanager
def _opened(path: Path) -> Iterator[dict[str, Sheet]]:
    """The sheets of a workbook by name; whatever goes wrong while they are read is an ``UnreadableError``."""
    refuse_unsafe_archive(path)
    try:
        with (_xlsx if path.suffix.lower() == ".xlsx" else _ods)(path) as sheets:
            yield sheets
    except UnreadableError:
        raise
    except Exception:  # archives and their parsers raise whatever they like on a damaged file
        raise UnreadableError("broken_workbook") from None


@contextmanager
def _xlsx(path: Path) -> Iterator[dict[str, Sheet]]:
    import openpyxl

    # Read-only, values instead of formulas, no links followed.
    book = openpyxl.load_workbook(path, read_only=True, data_only=True, keep_links=False)
    try:
        for sheet in book.worksheets:
            sheet.reset_dimensions()  # what a sheet says of its size may be wrong, by accident or not
        yield {str(sheet.title): partial(_xlsx_rows, sheet) for sheet in book.worksheets}
    finally:
        book.close()


@contextmanager
def _ods(path: Path) -> Iterator[dict[str, Sheet]]:
    from defusedxml.ElementTree import fromstring

    with zipfile.ZipFile(path) as archive:
        if archive.getinfo("content.xml").file_size > LARGEST_ODS:
            raise UnreadableError("unpacks_too_large", megabytes=LARGEST_ODS // 1_000_000)
        root = fromstring(archive.read("content.xml"), forbid_dtd=True)
    if any(True for _ in root.iter(f"{_TABLE}table-source")):
        raise UnreadableError("workbook_with_links")
    yield {str(sheet.get(f"{_TABLE}name")): partial(_ods_rows, sheet) for sheet in root.iter(f"{_TABLE}table")}


def _table(rows: Rows, options: TableFile, table: str, place: int, sheet: str, own: Marked | None) -> RawTable:
    header_row = header_row_of(rows, options, table)
    cells, longer = framed(rows, header_row)
    detected = {"sheet": sheet}
    remarks: list[Remark] = []
    if own:
        cells, remarks = own_workbooks.answers(cells, own)
        detected["workbook"] = "own"
    elif header_row > 1:
        detected["header_row"] = str(header_row)
    how = own.how if own else None
    return RawTable(cells, options.decimal or ".", detected, longer, how, header_row, place + 1, tuple(remarks))


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


def _chosen(sheets: Mapping[str, Sheet], options: TableFile, table: str) -> str:
    """The sheet as given by name or number, else the only one with the columns that the table needs, else the first."""
    names = list(sheets)
    wanted = options.sheet
    if wanted is None and names:
        first = {name: sheet(HEADER_ROWS_SEARCHED) for name, sheet in sheets.items() if table in TABLES}
        fit = [name for name, rows in first.items() if has_header(rows, options, table)]
        return fit[0] if len(fit) == 1 else names[0]
    if isinstance(wanted, int) and 1 <= wanted <= len(names):
        return names[wanted - 1]
    if wanted in names:
        return str(wanted)
    raise UnreadableError("no_such_sheet", wanted=str(wanted), sheets=", ".join(names[:50]))


def _xlsx_rows(sheet: Any, most: int | None) -> Iterator[Row]:
    found: Iterator[Row] = sheet.iter_rows(max_row=most, max_col=MOST_COLUMNS if most else None, values_only=True)
    return found


def _ods_rows(sheet: Element, most: int | None) -> Iterator[Row]:
    return islice(_all_ods_rows(sheet), most)


def _all_ods_rows(sheet: Element) -> Iterator[Row]:
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
