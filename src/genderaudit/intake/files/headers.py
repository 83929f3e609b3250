"""Detection of the header row and of the column names in it.

Names are compared without regard to case, spaces and kind of apostrophe, and returned as ``organisation.yml`` spells
them.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from genderaudit.foundations.errors import closest_names
from genderaudit.intake.contract import HEADER_ROWS_SEARCHED, TABLES
from genderaudit.intake.raw import one_line
from genderaudit.methodology.organisation import TableFile

_ALIKE = str.maketrans("’‘ʼ´`′–—‐‑−", "''''''-----")
_CLOSEST = 3  # names shown by an error
Row = Sequence[Any]


@dataclass(frozen=True, slots=True)
class Header:
    """A header row: its position (from 1; of two joined rows the lower), and the name of each column."""

    row: int
    names: list[str]
    certain: bool
    """True if it has every mapped name and every column that the table requires."""
    joined: bool = False
    """True if each name is composed from two rows."""


def find_header(rows: Sequence[Row], options: TableFile, table: str) -> Header:
    """Return the header row: the one given in ``options``, else the first with most mapped or required names.

    Two rows are joined if together they have more of them than any single row: «Staff» above «Women» gives *Staff
    Women*, or *Women* if that occurs once.
    """
    expected = _expected_names(options, table)
    least = len(expected) - _number_optional(options, table)
    if "header_row" in options.model_fields_set or table not in TABLES:
        names = _names(rows[options.header_row - 1]) if len(rows) >= options.header_row else []
        return Header(
            options.header_row,
            _spelled_as_expected(names, expected),
            bool(names) and _count_expected(names, expected) >= least,
        )
    names_of_rows = [_names(row) for row in rows[:HEADER_ROWS_SEARCHED]]
    single = [
        Header(place, names, _count_expected(names, expected) >= least)
        for place, names in enumerate(names_of_rows, start=1)
    ]
    joined = [_join_rows(place, names_of_rows, expected, least) for place in range(2, len(names_of_rows) + 1)]
    contract = {header_key(column.name): column.name for column in TABLES[table].columns}
    best = max(
        [*single, *joined],
        key=lambda one: (_count_expected(one.names, expected), _count_expected(one.names, contract)),
        default=Header(1, [], False),
    )
    if not _count_expected(best.names, expected | contract):
        best = single[0] if single else best
    return Header(best.row, _spelled_as_expected(best.names, expected), best.certain)


def candidate_headers(rows: Sequence[Row]) -> list[Header]:
    """Return each row as a header row, and each joined with the one above it; none is ``certain``."""
    names_of_rows = [_names(row) for row in rows]
    single = [Header(place, names, False) for place, names in enumerate(names_of_rows, start=1)]
    return [*single, *(_join_rows(place, names_of_rows, {}, 1) for place in range(2, len(names_of_rows) + 1))]


def closest_headers(name: str, headers: Iterable[str]) -> list[str]:
    """Return the headers spelt most like a name."""
    keys = {header_key(header): header for header in headers}
    return [keys[one] for one in closest_names(header_key(name), keys, _CLOSEST)]


def header_key(name: str) -> str:
    """Return a name without differences that people do not see, for comparison."""
    return "".join(unicodedata.normalize("NFKC", one_line(name)).translate(_ALIKE).casefold().split())


def _expected_names(options: TableFile, table: str) -> dict[str, str]:
    """Return key → spelling for mapped headers and required columns."""
    mapped = {
        header_key(header): one_line(header)
        for header in (*options.columns, *options.counts, *options.turns, *options.keep)
    }
    given = {*options.columns.values(), *options.values, *options.from_sheet}
    given |= {"sex", "count"} if options.counts else set()
    columns = TABLES[table].columns if table in TABLES else ()
    return {header_key(c.name): c.name for c in columns if c.required and c.name not in given} | mapped


def _number_optional(options: TableFile, table: str) -> int:
    """Return how many mapped headers a stacked sheet or file may lack because they are alternative names of a column.

    Files and named sheets may also lack those in :func:`spared`; with ``sheets: all`` such a sheet is not part of the
    list.
    """
    if not (options.sheets or options.files) or table not in TABLES:
        return 0
    optional = optional_headers(options, table)
    mapped = [TABLES[table].column(name) for header, name in options.columns.items() if header not in optional]
    contract_columns = [column.name for column in mapped if column and column.kind != "amount"]
    return len(optional) + len(contract_columns) - len(set(contract_columns))


def optional_headers(options: TableFile, table: str) -> set[str]:
    """Return the mapped headers that one of several files or named sheets may lack.

    Their columns are optional, or their value is given. Amounts are included if each list has its own service:
    insurance has no loans.
    """
    if not (options.files or isinstance(options.sheets, list)) or table not in TABLES:
        return set()
    columns = {header: TABLES[table].column(name) for header, name in options.columns.items()}
    one_service = "service" not in options.from_sheet
    by_header = {
        header: column for header, column in columns.items() if column and not (one_service and column.kind == "amount")
    }
    optional = {
        header for header, column in by_header.items() if not column.required or column.name in options.from_sheet
    }
    return optional | {header for header in options.keep if header not in columns}


def headers_of_amount(header: str, options: TableFile, table: str) -> set[str]:
    """Return this header and others of the same amount: parts of a sum, or its names in several lists.

    Empty if the header is not of an amount.
    """
    mapped = {one_line(other): name for other, name in options.columns.items()}
    column = TABLES[table].column(mapped.get(header, ""))
    is_amount = column is not None and column.adds_up
    return {other for other, name in mapped.items() if name == mapped[header]} if is_amount else set()


def _names(row: Row) -> list[str]:
    """Return the cells of a row as names; a year as header is a whole number."""
    whole = (int(cell) if isinstance(cell, float) and cell.is_integer() else cell for cell in row)
    return ["" if cell is None else one_line(str(cell)) for cell in whole]


def _count_expected(names: Iterable[str], expected: dict[str, str]) -> int:
    return len(expected.keys() & set(map(header_key, names)))


def _join_rows(place: int, names_of_rows: Sequence[list[str]], expected: dict[str, str], least: int) -> Header:
    """Return the row at ``place`` joined with the one above it, whose names apply up to the next name to the right."""
    below, above = names_of_rows[place - 1], names_of_rows[place - 2]
    names, heading = [], ""
    for column in range(max(len(below), len(above))):
        top = above[column] if column < len(above) else ""
        low = below[column] if column < len(below) else ""
        heading = top or heading
        both = f"{heading} {low}".strip() if low else top
        names.append(low if low and below.count(low) == 1 and header_key(both) not in expected else both)
    return Header(place, names, _count_expected(names, expected) >= least, joined=True)


def _spelled_as_expected(names: list[str], expected: dict[str, str]) -> list[str]:
    """Return names as spelt in ``organisation.yml``; of two similar ones only the identical one is that name."""
    keys = [header_key(name) for name in names]
    return [
        expected[one] if one in expected and expected[one] not in names and keys.count(one) == 1 else name
        for name, one in zip(names, keys, strict=True)
    ]
