"""Lists in workbooks: the sheets they are on, and the cells of each."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from genderaudit.intake.contract import TABLES
from genderaudit.intake.files import headers, own_workbooks, sheet_notes
from genderaudit.intake.files.book import Book, Sheet, opened
from genderaudit.intake.files.own_workbooks import MarkedSheet
from genderaudit.intake.problems import Remark
from genderaudit.intake.raw import RawTable, UnreadableError, framed, is_blank, one_line
from genderaudit.intake.vocabulary.row_words import is_summary_sheet
from genderaudit.methodology.organisation import TableFile

_MOST_NAMED = 50  # sheets
_FEWEST_ROWS, _FEWEST_CELLS = 3, 9  # including the header row; anything smaller is a note, not a list
_LONGEST_NAME = 80  # characters; a longer text is not a column name


def read_workbook(path: Path, options: TableFile, table: str) -> list[RawTable]:
    """Return the table in a workbook, one part per sheet; raises ``UnreadableError`` with the rule it breaks.

    Sheets marked by the suite for this table precede ``options``; all of them are read. Otherwise one sheet is read, or
    those of ``options.sheets``. A hidden sheet is read only if named.
    """
    with opened(path) as book:
        if marked := [_read_marked_sheet(book, sheet, mark) for sheet, mark in _marked_sheets(book, [table])]:
            return marked
        chosen, remarks = _choose_sheets(book.sheets, options, table)
        parts = [_read_sheet(book, sheet, _options_of_sheet(sheet, options), table, None) for sheet in chosen]
        # With ``all``, unread sheets are reported anyway.
        beside = {} if options.sheets == "all" else _lists_beside(book, chosen)
    first = replace(parts[0], remarks=(*remarks, *parts[0].remarks), beside=beside)
    return [first, *parts[1:]]


def read_marked(path: Path, tables: Collection[str]) -> list[tuple[str, str, RawTable | UnreadableError]]:
    """Return table, sheet name and content of the sheets marked by the suite for these tables.

    Raises ``UnreadableError`` if the file as a whole cannot be read.
    """
    sheets_read: list[tuple[str, str, RawTable | UnreadableError]] = []
    with opened(path) as book:
        for sheet, marked in _marked_sheets(book, tables):
            read: RawTable | UnreadableError
            try:
                read = _read_marked_sheet(book, sheet, marked)
            except UnreadableError as error:
                read = error
            sheets_read.append((marked.table, sheet.name, read))
    return sheets_read


def codes_in(path: Path, table: str, names: Sequence[str]) -> list[dict[str, str]]:
    """Return what the suite wrote into these columns of a table's marked sheets, by row, answered or not."""
    records = []
    with opened(path) as book:
        for sheet, marked in _marked_sheets(book, [table]):
            sheet_columns, row = book.read(sheet)[1], marked.how.header_row
            columns = [["" if is_blank(cell) else one_line(str(cell)) for cell in one] for one in sheet_columns]
            long_columns = [column for column in columns if len(column) >= row]
            coded = {marked.words.get(label, label): name for label, name in marked.how.columns.items()}
            by_name = {coded.get(column[row - 1], ""): column[row:] for column in long_columns}
            cells = zip(*(by_name.get(name, []) for name in names), strict=False)
            records += [dict(zip(names, one, strict=True)) for one in cells if one[0]]
    return records


def _marked_sheets(book: Book, tables: Collection[str]) -> list[tuple[Sheet, MarkedSheet]]:
    """Return the sheets marked by the suite for one of these tables."""
    marks = [(sheet, own_workbooks.marked_sheet(sheet.name, sheet.head)) for sheet in book.sheets]
    return [(sheet, marked) for sheet, marked in marks if marked and marked.table in tables]


def _read_marked_sheet(book: Book, sheet: Sheet, marked: MarkedSheet) -> RawTable:
    """Return what is filled in on a marked sheet; raises ``UnreadableError`` if the sheet is hidden."""
    raw = _read_sheet(book, sheet, marked.how, marked.table, marked)
    if not sheet.visible and len(raw.cells):
        raise UnreadableError("sheet_hidden", sheets=sheet.name)
    return raw


def _read_sheet(book: Book, sheet: Sheet, options: TableFile, table: str, marked: MarkedSheet | None) -> RawTable:
    notes, columns = book.read(sheet)
    header = headers.find_header(sheet.head, options, table)
    if marked:
        notes = replace(notes, hidden=[], unseen=False)  # the suite hides rows of its own workbooks itself
    remarks = sheet_notes.apply_notes(notes, columns, header, options, table)
    lines = range(header.row + 1, max(header.row, len(columns[0]) if columns else 0) + 1)
    cells, longer, failed = framed([column[header.row :] for column in columns], lines, header.names, header.row)
    detected = {"sheet": sheet.name}
    if marked:
        cells, answer_remarks = own_workbooks.answered_rows(cells, marked)
        remarks += answer_remarks
        detected["workbook"] = "own"
    elif header.row > 1:
        detected["header_row"] = str(header.row)
    place = sum(one.visible for one in book.sheets[: sheet.place]) + 1
    how = options if marked or options.from_sheet else None
    above = tuple(str(cell) for row in sheet.head[: header.row - 1] for cell in row if isinstance(cell, str))
    return RawTable(cells, options.decimal or ".", detected, longer, how, header.row, place, above, (*remarks, *failed))


def _choose_sheets(sheets: Sequence[Sheet], options: TableFile, table: str) -> tuple[list[Sheet], list[Remark]]:
    """Return the sheets to read, and remarks on others.

    As given by name or number (of visible ones); else the only visible sheet with the table's required columns.
    Several, or a hidden one, are an error; without any, the first with content is read.
    """
    visible = [sheet for sheet in sheets if sheet.visible]
    anywhere = options.model_copy()
    anywhere.model_fields_set.discard("header_row")  # a hidden list may have its header in another row
    fit = [
        sheet
        for sheet in sheets
        if table in TABLES and headers.find_header(sheet.head, options if sheet.visible else anywhere, table).certain
    ]
    if options.sheet is not None:
        return [_sheet_named(options.sheet, sheets, visible)], []
    if isinstance(options.sheets, list):
        return [_sheet_named(name, sheets, visible) for name in options.sheets], []
    hidden = [sheet for sheet in fit if not sheet.visible]
    remarks = [_remark_on_sheets("hidden_sheets", hidden)] if hidden else []
    fit = [sheet for sheet in fit if sheet.visible]
    filled = [sheet for sheet in fit if len(_filled(sheet)) > 1] or fit[:1]
    if options.sheets == "all" and fit:
        others = [sheet for sheet in visible if sheet not in filled and _filled(sheet)]
        remarks += [_remark_on_sheets("sheets_without_list", others)] if others else []
        sums = [sheet for sheet in filled if is_summary_sheet(sheet.name)]
        if sums and len(sums) < len(filled):
            return [sheet for sheet in filled if sheet not in sums], [
                *remarks,
                _remark_on_sheets("sheets_sum_up", sums),
            ]
        return filled, remarks
    if len(filled) > 1:
        raise UnreadableError("several_sheets", sheets=_sheet_names(filled))
    if not fit and hidden:
        raise UnreadableError("sheet_hidden", sheets=_sheet_names(hidden))
    with_content = [sheet for sheet in visible if _filled(sheet)]
    if not filled and not with_content:
        raise UnreadableError("sheets_blank")
    return filled or with_content[:1], remarks


def _sheet_named(wanted: str | int, sheets: Sequence[Sheet], visible: Sequence[Sheet]) -> Sheet:
    if isinstance(wanted, int) and 1 <= wanted <= len(visible):
        return visible[wanted - 1]
    matching = [sheet for sheet in sheets if sheet.name.strip() == str(wanted).strip()]
    if not matching:
        raise UnreadableError("no_such_sheet", wanted=str(wanted), sheets=_sheet_names(visible))
    return matching[0]


def _options_of_sheet(sheet: Sheet, options: TableFile) -> TableFile:
    """Return the settings with values from the sheet's name or one of its cells."""
    if not options.from_sheet:
        return options
    values = {
        column: sheet.name if source == "name" else _cell(sheet, source)
        for column, source in options.from_sheet.items()
        if source != "file"  # the file's name is already among the values
    }
    return options.model_copy(update={"values": {**options.values, **values}})


def _cell(sheet: Sheet, address: str) -> Any:
    """Return the value of a cell such as B2 in the first rows of a sheet."""
    letters = address.rstrip("0123456789")
    column = 0
    for letter in letters:
        column = 26 * column + ord(letter) - 64
    line = int(address.removeprefix(letters))
    value = sheet.head[line - 1][column - 1] if line <= len(sheet.head) and column <= len(sheet.head[line - 1]) else ""
    if is_blank(value):
        raise UnreadableError("cell_of_sheet_blank", cell=address, sheet=sheet.name)
    return value


def _lists_beside(book: Book, chosen: Sequence[Sheet]) -> dict[str, int]:
    """Return name → rows of other visible sheets that look like lists; none in the suite's own workbooks."""
    if _marked_sheets(book, TABLES):
        return {}
    rows = {sheet.name: _rows_listed(sheet) for sheet in book.sheets if sheet.visible and sheet not in chosen}
    return {name: number for name, number in rows.items() if number}


def _rows_listed(sheet: Sheet) -> int:
    """Return the number of rows below the first possible header; 0 if too few for a list."""
    wide = [
        (line, [cell for cell in row if not is_blank(cell)])
        for line, row in enumerate(sheet.head, start=1)
        if sum(not is_blank(cell) for cell in row) > 1
    ]
    if len(wide) < _FEWEST_ROWS or sum(len(cells) for _, cells in wide) < _FEWEST_CELLS:
        return 0
    line, names = wide[0]
    short = all(isinstance(name, str) and len(name) <= _LONGEST_NAME for name in names)
    return sheet.rows - line if short else 0


def _filled(sheet: Sheet) -> list[Sequence[Any]]:
    """Return the first rows with content."""
    return [row for row in sheet.head if not all(map(is_blank, row))]


def _sheet_names(sheets: Sequence[Sheet]) -> str:
    return ", ".join(sheet.name for sheet in sheets[:_MOST_NAMED])


def _remark_on_sheets(rule: str, sheets: Sequence[Sheet]) -> Remark:
    return Remark("warning", rule, values={"sheets": _sheet_names(sheets)})
