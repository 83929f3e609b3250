"""Result of every reader: raw cells with headers, row numbers, and what was detected."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import compress, zip_longest
from operator import itemgetter
from typing import Any
from unicodedata import normalize

import pandas as pd

from genderaudit.foundations.limits import LONGEST_TEXT, MOST_CELLS, MOST_COLUMNS, MOST_ROWS
from genderaudit.foundations.plaintext import printable
from genderaudit.intake.problems import Remark
from genderaudit.methodology.organisation import TableFile

_APOSTROPHE = re.compile(r"^'(?=[\w=+@-])(?![a-z][-\s])")  # except the one of 's-Gravenhage
_EXPORTS = {"_submission_time", "SubmissionDate"}
"""Headers of KoboToolbox and ODK, which repeat a question's name for each version: the second D1 is (2)/D1."""
VERSION = re.compile(r"\(\d+\)/")
"""Prefix of a column whose name occurs several times in its file."""
_ERROR = re.compile(r"#(?:N/?[AD]|[¡¿]?[^\W\d_]+(?:_[A-Z]+)*(?:/0)?[!?]|#+)|Err:\d{3}")
"""Errors of spreadsheet programs in any language, and the marks of a too narrow column."""


@dataclass(frozen=True, slots=True)
class RawTable:
    """Cells as read (text, numbers, dates; NA for blank), headers as found, and what was detected.

    The index of ``cells`` is the row number shown by the user's program.
    """

    cells: pd.DataFrame
    decimal: str
    detected: dict[str, str]
    longer: tuple[int, ...]
    """Rows with more cells than the header."""
    own: TableFile | None = None
    """Settings given by the file itself (a workbook of the suite, a stacked sheet)."""
    header_row: int = 1
    """The row read as header row."""
    sheet: int = 1
    """The number of the sheet in a workbook."""
    above: tuple[str, ...] = ()
    """Texts in the rows above the header: a title, the unit of amounts."""
    remarks: tuple[Remark, ...] = ()
    """Remarks of the reader on rows left out."""
    beside: Mapping[str, int] = field(default_factory=dict)
    """Other sheets of the workbook that look like lists: name → rows below the header."""


class UnreadableError(Exception):
    """The file cannot be read; ``rule`` is a key of ``problems``, ``values`` fill its text."""

    def __init__(self, rule: str, **values: object) -> None:
        super().__init__(rule)
        self.rule = rule
        self.values = values


@dataclass(slots=True)
class Budget:
    """Counts rows and cells during reading, so that no file exhausts memory or time."""

    rows: int = 0
    cells: int = 0

    def take(self, width: int) -> None:
        """Add a row of ``width`` cells; raises ``UnreadableError`` beyond the limits."""
        self.rows += 1
        self.cells += width
        if self.rows > MOST_ROWS:
            raise UnreadableError("too_many_rows", most=MOST_ROWS)
        if self.cells > MOST_CELLS:
            raise UnreadableError("too_many_cells", most=MOST_CELLS)


def framed(
    columns: Sequence[Sequence[Any]], lines: Sequence[int], names: Sequence[str], header_line: int
) -> tuple[pd.DataFrame, tuple[int, ...], tuple[Remark, ...]]:
    """Return records below the header, rows longer than it, and remarks on cells with errors.

    ``columns`` hold the cells below the header, ``lines`` their row numbers, ``names`` the header. Blank rows are
    dropped. ``attrs["unnamed"]`` counts columns with content but no name.
    """
    header = _header(names, header_line)
    width = len(header)
    longer = {i for column in columns[width:] for i, cell in enumerate(column) if cell and not is_blank(cell)}
    columns = [*columns[:width], *[[None] * len(lines)] * (width - len(columns))]
    blank = _blank_rows(columns)
    if blank:
        is_filled = [place not in blank for place in range(len(lines))]
        columns = [list(compress(column, is_filled)) for column in columns]
    filled = list(compress(lines, is_filled)) if blank else list(lines)
    cleaned, remarks = {}, []
    for place, column in enumerate(columns):
        if header[place]:
            cleaned[place], failed = _clean(column, filled)
            if failed:
                remarks.append(Remark("warning", "error_cells", failed, header[place]))
    frame = pd.DataFrame(cleaned, index=filled, columns=list(cleaned), dtype=object)
    frame.columns = pd.Index([name for name in header if name], dtype=object)
    frame.attrs["unnamed"] = sum(
        not name and not all(map(is_blank, columns[place])) for place, name in enumerate(header)
    )
    return frame, tuple(lines[place] for place in sorted(longer)), tuple(remarks)


def _blank_rows(columns: Sequence[Sequence[Any]]) -> set[int]:
    """Return positions of blank rows; none if a column is filled throughout, as in most lists."""
    places: Iterable[int] = range(len(columns[0]))
    for column in columns:
        holes = {cell for cell in set(column) if is_blank(cell)}
        places = [place for place in places if column[place] in holes] if holes else []
        if not places:
            break
    return set(places)


def one_line(header: str) -> str:
    """Return a header without line breaks, repeated spaces and control characters."""
    return " ".join(printable(header).split())


def _header(names: Sequence[str], line: int) -> list[str]:
    header = list(names)
    while header and not header[-1]:
        header.pop()
    if not any(header):
        raise UnreadableError("no_header", row=line)
    if len(header) > MOST_COLUMNS:
        raise UnreadableError("too_many_columns", most=MOST_COLUMNS)
    if any(len(name) > LONGEST_TEXT for name in header):
        raise UnreadableError("cell_too_long", most=LONGEST_TEXT, line=line)
    if not _EXPORTS.isdisjoint(header):
        header = _numbered(header)
    repeated = sorted(name for name, number in _counts(header).items() if name and number > 1)
    if repeated:
        raise UnreadableError("header_twice", headers=", ".join(name[:60] for name in repeated[:5]))
    return header


def _numbered(header: Sequence[str]) -> list[str]:
    """Return names, numbered from their second occurrence."""
    seen: dict[str, int] = {}
    numbered = []
    for name in header:
        seen[name] = seen.get(name, 0) + 1
        numbered.append(f"({seen[name]})/{name}" if name and seen[name] > 1 else name)
    return numbered


def _counts(names: Iterable[str]) -> dict[str, int]:
    counts: dict[str, int] = {}
    for name in names:
        counts[name] = counts.get(name, 0) + 1
    return counts


def distinct_texts(column: Sequence[Any]) -> set[str]:
    """Return the distinct texts of a column; columns of numbers, recognised by type, have none."""
    return {cell for cell in set(column) if isinstance(cell, str)} if str in set(map(type, column)) else set()


def is_blank(cell: Any) -> bool:
    """Return True if a cell is empty or has only spaces."""
    return cell is None or (isinstance(cell, str) and (not cell or cell.isspace()))


def transposed(records: Sequence[Sequence[Any]]) -> list[Sequence[Any]]:
    """Return the columns of records; short records are filled with blanks."""
    widths = set(map(len, records))
    if len(widths) == 1:
        return [list(map(itemgetter(place), records)) for place in range(widths.pop())]
    return list(zip_longest(*records))


def _clean(column: Sequence[Any], lines: Sequence[int]) -> tuple[list[Any], tuple[int, ...]]:
    """Return cells without outer spaces and control characters, blanks and errors as ``None``, and rows with errors.

    A leading apostrophe, which marks text, is removed. Each distinct text is cleaned once: columns repeat themselves,
    and surveys have millions of cells.
    """
    known: dict[Any, str | None] = {}
    for cell in distinct_texts(column):
        if len(cell) > LONGEST_TEXT:
            raise UnreadableError("cell_too_long", most=LONGEST_TEXT, line=lines[column.index(cell)])
        text = printable(cell).replace("\u00a0", " ").replace("\u202f", " ").strip()
        text = text if text.isascii() else normalize("NFC", text)
        known[cell] = _APOSTROPHE.sub("", text) or None
    errors = {cell for cell, text in known.items() if text and text[0] in "#E" and _ERROR.fullmatch(text)}
    known |= dict.fromkeys(errors)
    failed = tuple(line for line, cell in zip(lines, column, strict=True) if cell in errors) if errors else ()
    return list(map(known.get, column, column)), failed
