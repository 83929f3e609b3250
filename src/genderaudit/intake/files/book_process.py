"""Program run by ``book``: reads a workbook with limited memory, as a file of a few bytes can demand any amount.

It imports nothing of the suite, to start quickly. Arguments: file, maximum rows, columns and cells, bytes of memory.
Standard output has pickles: first the sheets (name, visibility, first rows, number of rows), then, for each sheet
number on standard input, its notes (``Notes`` of ``book`` as a dictionary), its columns in parts of some thousand rows,
and ``None``. Instead of any of these: the rule of ``problems`` that the file breaks, with the values of its text.
"""

from __future__ import annotations

import gc
import io
import os
import pickle
import re
import sys
import zipfile
from collections.abc import Collection, Iterator, Mapping
from contextlib import suppress
from itertools import islice
from typing import Any, BinaryIO
from xml.etree import ElementTree

import python_calamine

FIRST_ROWS = 100  # the header row may be declared down to here
_PART = 5_000  # rows per message
_CHUNK = 1 << 20  # bytes of a sheet's XML searched at a time

_ROW = re.compile(rb"<(?:\w+:)?row\b([^>]*)>")
_HIDDEN = re.compile(rb"<(?:\w+:)?row\b([^>]*?\shidden\s*=\s*[\"'](?:1|true)[\"'][^>]*)>")
_FAILED = re.compile(rb"<(?:\w+:)?c\b([^>]*?\st\s*=\s*[\"']e[\"'][^>]*)>")
_UNCOMPUTED = re.compile(
    rb"<(?:\w+:)?c\b((?:(?!\st\s*=\s*[\"']str[\"'])[^>])*)>\s*<(?:\w+:)?f\b(?:[^>]*/>|[^>]*>[^<]*</(?:\w+:)?f>)\s*"
    rb"(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v>\s*</(?:\w+:)?v>)?\s*</(?:\w+:)?c>"
)
_PLACE = re.compile(rb"\sr\s*=\s*[\"']\$?([A-Za-z]*)\$?(\d+)[\"']")
_ODS_NOTED = re.compile(
    rb"\s(?:table:(?:visibility=\"(?:collapse|filter)\"|number-rows-spanned=\"(?:[2-9]|\d\d))"
    rb"|style:text-line-through-(?:style|type)=\"(?!none))"
)
_ODS = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_ODS_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_ODS_STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
_RELATION = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"


class _RefusedError(Exception):
    """The file breaks a rule; arguments are its name and the values of its text."""


def main(path: str, limits: Mapping[str, int], memory: int, asked: BinaryIO, output: BinaryIO) -> None:
    """Answer requests until input ends or the file breaks a rule."""
    try:
        for answer in _answers(path, limits, memory, asked):
            writer = pickle.Pickler(output, pickle.HIGHEST_PROTOCOL)
            writer.fast = True  # no memo needed: there are no shared or circular references
            writer.dump(answer)
            output.flush()
    except _RefusedError as error:
        pickle.dump(error.args, output)
    except MemoryError:
        pickle.dump(("too_much_memory", {"gigabytes": memory // 1_000_000_000}), output)
    except python_calamine.PasswordError:
        pickle.dump(("workbook_with_password", {}), output)
    except BaseException:  # calamine panics on some damaged files; a panic is not an Exception
        pickle.dump(("broken_workbook", {}), output)


def _answers(path: str, limits: Mapping[str, int], memory: int, asked: BinaryIO) -> Iterator[object]:
    _bound_memory(memory)
    book = python_calamine.load_workbook(path)
    sheets: list[Any] = []
    about = []
    for place, metadata in enumerate(book.sheets_metadata):
        worksheet = metadata.typ == python_calamine.SheetTypeEnum.WorkSheet
        sheets.append(book.get_sheet_by_index(place) if worksheet else None)
        if worksheet:
            _refuse_large(sheets[-1], limits)
        visible = worksheet and metadata.visible == python_calamine.SheetVisibleEnum.Visible
        head = list(islice(_rows(sheets[-1]), FIRST_ROWS)) if worksheet else []
        end = sheets[-1].end if worksheet else None
        about.append((metadata.name, visible, head, end[0] + 1 if end else 0))
    yield about
    for line in asked:
        place = int(line)
        notes = _notes(path, place, limits)
        yield {"merged": sheets[place].merged_cell_ranges or []} | notes
        rows = _rows(sheets[place])
        while part := list(islice(rows, _PART)):
            yield list(zip(*part, strict=True))
        yield None


def _rows(sheet: Any) -> Iterator[list[Any]]:
    """Return the rows from the first one, with the blank columns that the library leaves out at the left."""
    before = [""] * (sheet.start[1] if sheet.start else 0)
    return (before + row for row in sheet.iter_rows()) if before else sheet.iter_rows()


def _refuse_large(sheet: Any, limits: Mapping[str, int]) -> None:
    rows, columns = sheet.total_height, sheet.end[1] + 1 if sheet.end else 0
    for what, number in (("rows", rows), ("columns", columns), ("cells", rows * columns)):
        if number > limits[what]:
            raise _RefusedError(f"too_many_{what}", {"most": limits[what]})


def _notes(path: str, place: int, limits: Mapping[str, int]) -> dict[str, Any]:
    """Return what calamine does not provide: hidden rows, errors, formulas without value, struck-through cells."""
    notes: dict[str, Any] = {"hidden": [], "failed": [], "uncomputed": [], "struck": [], "unseen": False}
    match os.path.splitext(path)[1].lower():  # noqa: PTH122
        case ".xlsx":
            with zipfile.ZipFile(path) as archive, archive.open(_part_of(archive, place)) as sheet:
                _look_through(sheet, notes, limits, _struck_cells(archive))
        case ".ods":
            with zipfile.ZipFile(path) as archive:
                content = archive.read("content.xml")
            if b"<!DOCTYPE" in content:
                raise _RefusedError("broken_workbook", {})
            if b"<table:table-source" in content:
                raise _RefusedError("workbook_with_links", {})
            if _ODS_NOTED.search(content):
                notes |= _of_ods(content, place, limits)
        case _:
            notes["unseen"] = True
    return notes


def _of_ods(content: bytes, place: int, limits: Mapping[str, int]) -> dict[str, Any]:
    """Return hidden rows and struck-through cells (from 1) and merged cells (from 0) of an ODS sheet.

    Repeated rows and cells are stored once in the file.
    """
    hidden: list[int] = []
    merged: list[tuple[tuple[int, int], tuple[int, int]]] = []
    struck: list[tuple[int, int]] = []
    strikes: set[str | None] = set()
    sheet, depth, row = -1, 0, 0
    for event, element in ElementTree.iterparse(io.BytesIO(content), events=("start", "end")):
        if element.tag == f"{_ODS}table":
            depth += 1 if event == "start" else -1
            if event == "start" and depth == 1:
                sheet, row = sheet + 1, 0
        elif element.tag == f"{_ODS_STYLE}style" and event == "end":
            strikes |= {element.get(f"{_ODS_STYLE}name")} if _strikes(element) else set()
        elif element.tag == f"{_ODS}table-row" and event == "end" and depth == 1:
            below = min(row + int(element.get(f"{_ODS}number-rows-repeated", 1)), limits["rows"])
            if sheet == place:
                hidden += range(row + 1, below + 1) if element.get(f"{_ODS}visibility", "visible") != "visible" else ()
                merged += _merged_in(element, row)
                cells = list(_struck_in(element, strikes, limits["columns"])) if strikes else []
                struck += [(line, column) for line in range(row + 1, below + 1) for column in cells]
            row = below
            element.clear()
    return {"hidden": hidden, "merged": merged, "struck": struck}


def _strikes(style: ElementTree.Element) -> bool:
    lines = (text.get(f"{_ODS_STYLE}text-line-through-{what}") for text in style for what in ("style", "type"))
    return any(line not in (None, "none") for line in lines)


def _struck_in(row: ElementTree.Element, strikes: Collection[str | None], most: int) -> Iterator[int]:
    """Yield columns (from 1) of filled cells that are struck through by their style or that of all their text."""
    column = 0
    for cell in row:
        wide = int(cell.get(f"{_ODS}number-columns-repeated", 1))
        spans = [span for text in cell for span in text]
        words = [text.text for text in cell] + [span.tail for span in spans]
        in_text = bool(spans) and not any(words) and all(one.get(f"{_ODS_TEXT}style-name") in strikes for one in spans)
        if len(cell) and (cell.get(f"{_ODS}style-name") in strikes or in_text):
            yield from range(column + 1, min(column + wide, most) + 1)
        column += wide


def _merged_in(cells: ElementTree.Element, row: int) -> Iterator[tuple[tuple[int, int], tuple[int, int]]]:
    column = 0
    for cell in cells:
        down, right = (int(cell.get(f"{_ODS}number-{what}-spanned", 1)) for what in ("rows", "columns"))
        if down > 1:
            yield (row, column), (row + down - 1, column + right - 1)
        column += int(cell.get(f"{_ODS}number-columns-repeated", 1))


def _part_of(archive: zipfile.ZipFile, place: int) -> str:
    """Return the name of the archive part with the sheet's XML."""
    book = _parsed(archive, "xl/workbook.xml")
    sheet = [element for element in book.iter() if element.tag.endswith("}sheet")][place]
    wanted = next(value for name, value in sheet.attrib.items() if name.endswith("relationships}id"))
    relations = _parsed(archive, "xl/_rels/workbook.xml.rels").iter(_RELATION)
    target = next(one.attrib["Target"] for one in relations if one.attrib["Id"] == wanted)
    return target.lstrip("/") if target.startswith("/") else f"xl/{target}"


def _parsed(archive: zipfile.ZipFile, name: str) -> ElementTree.Element:
    content = archive.read(name)
    if b"<!DOCTYPE" in content or b"<!ENTITY" in content:
        raise _RefusedError("broken_workbook", {})
    return ElementTree.fromstring(content)


def _struck_cells(archive: zipfile.ZipFile) -> re.Pattern[bytes] | None:
    """Return a pattern of cells with a strike-through style, or None if there is no such style."""
    if "xl/styles.xml" not in archive.namelist():
        return None
    parts = {one.tag.rpartition("}")[2]: one for one in _parsed(archive, "xl/styles.xml")}
    struck = {
        place
        for place, font in enumerate(parts.get("fonts", ()))
        for one in font
        if one.tag.endswith("}strike") and one.get("val", "1") not in ("0", "false")
    }
    styles = [i for i, one in enumerate(parts.get("cellXfs", ())) if int(one.get("fontId", 0)) in struck]
    numbers = "|".join(map(str, styles)).encode()
    return re.compile(rb"<(?:\w+:)?c\b([^>]*?\ss\s*=\s*[\"'](?:" + numbers + rb")[\"'][^>]*)>") if styles else None


def _look_through(
    sheet: Any, notes: dict[str, Any], limits: Mapping[str, int], struck: re.Pattern[bytes] | None
) -> None:
    """Search the XML in one pass, by parts that each end with a row."""
    before, rest = 0, b""
    first = True
    while chunk := sheet.read(_CHUNK):
        whole, mark, rest = (rest + chunk).rpartition(b"row>")
        whole += mark
        if first and b"<!DOCTYPE" in (whole or rest):
            raise _RefusedError("broken_workbook", {})
        first = False
        if struck:
            notes["struck"] += [_place(whole, found, before) for found in struck.finditer(whole)]
        before = _look_at(whole, before, notes, limits)
    _look_at(rest, before, notes, limits)


def _look_at(part: bytes, before: int, notes: dict[str, Any], limits: Mapping[str, int]) -> int:
    """Note what a part of the XML after row ``before`` contains, and return its last row."""
    # Searching for a few bytes is quick and suffices for most lists. Few files have a prefix before element names.
    begin = part.rfind(b"<row")
    prefixed = begin < 0
    if b"hidden" in part:
        notes["hidden"] += [_place(part, found, before)[0] for found in _HIDDEN.finditer(part)]
    if b't="e"' in part or b"t='e'" in part:
        notes["failed"] += [_place(part, found, before) for found in _FAILED.finditer(part)]
    if b"<f" in part or (prefixed and b":f" in part):
        notes["uncomputed"] += [_place(part, found, before) for found in _UNCOMPUTED.finditer(part)]
    begin = part.rfind(b":row ") if prefixed else begin
    if begin < 0:
        return before
    stated = _PLACE.search(part, begin, part.find(b">", begin))
    last = int(stated[2]) if stated else before + len(_ROW.findall(part))
    if last > limits["rows"]:
        raise _RefusedError("too_many_rows", {"most": limits["rows"]})
    return last


def _place(part: bytes, element: re.Match[bytes], before: int) -> tuple[int, int]:
    """Return row and column (from 1; 0 for a whole row) of an element, counted if not stated."""
    stated = _PLACE.search(element[1])
    if stated:
        column = 0
        for letter in stated[1].upper():
            column = 26 * column + letter - 64
        return int(stated[2]), column
    begins = list(_ROW.finditer(part, 0, element.end()))
    row = _PLACE.search(begins[-1][1])
    line = int(row[2]) if row else before + len(begins)
    return line, len(re.findall(rb"<(?:\w+:)?c\b", part[begins[-1].end() : element.end()]))


def _bound_memory(most: int) -> None:
    """Limit the memory of this process, as a sheet's size is known only once read; not possible on Windows."""
    with suppress(ImportError, ValueError, OSError):
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (most, most))


if __name__ == "__main__":
    gc.disable()  # millions of cells, none of them in a cycle
    own_output = os.dup(1)
    os.dup2(2, 1)  # libraries print warnings about damaged files
    rows, columns, cells, memory = map(int, sys.argv[2:])
    with os.fdopen(own_output, "wb") as answers:
        bounds = {"rows": rows, "columns": columns, "cells": cells}
        main(sys.argv[1], bounds, memory, sys.stdin.buffer, answers)
