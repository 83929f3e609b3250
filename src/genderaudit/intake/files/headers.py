"""The row of column names: where it stands, and which names its cells give.

Names match whatever their case, spaces and kind of apostrophe; a header then has the spelling of ``organisation.yml``.
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
_CLOSEST = 3  # names that an error shows
Row = Sequence[Any]


@dataclass(frozen=True, slots=True)
class Header:
    """Position (from 1) of the row of column names, the lower one of two, and the name of each column."""

    row: int
    names: list[str]
    certain: bool
    """Whether it holds every name that is mapped and every column that the table needs."""
    joined: bool = False
    """Whether the names are those of two rows together."""


def find(rows: Sequence[Row], options: TableFile, table: str) -> Header:
    """The row as given; else the first of those that hold most of the names that are mapped or needed.

    Two rows are joined where together they hold more of them than any single one: «Staff» above «Women» is *Staff
    Women*, or *Women* where that is there once.
    """
    wanted = _wanted(options, table)
    least = len(wanted) - _spare(options, table)
    if "header_row" in options.model_fields_set or table not in TABLES:
        names = _names(rows[options.header_row - 1]) if len(rows) >= options.header_row else []
        return Header(options.header_row, _spelled(names, wanted), bool(names) and _holds(names, wanted) >= least)
    given = [_names(row) for row in rows[:HEADER_ROWS_SEARCHED]]
    single = [Header(place, names, _holds(names, wanted) >= least) for place, names in enumerate(given, start=1)]
    joined = [_joined(place, given, wanted, least) for place in range(2, len(given) + 1)]
    contract = {header_key(column.name): column.name for column in TABLES[table].columns}
    best = max(
        [*single, *joined],
        key=lambda one: (_holds(one.names, wanted), _holds(one.names, contract)),
        default=Header(1, [], False),
    )
    if not _holds(best.names, wanted | contract):
        best = single[0] if single else best
    return Header(best.row, _spelled(best.names, wanted), best.certain)


def candidates(rows: Sequence[Row]) -> list[Header]:
    """Each row as the row of column names, and each with the one above it; none is certain."""
    given = [_names(row) for row in rows]
    single = [Header(place, names, False) for place, names in enumerate(given, start=1)]
    return [*single, *(_joined(place, given, {}, 1) for place in range(2, len(given) + 1))]


def closest(name: str, headers: Iterable[str]) -> list[str]:
    """The headers that are written most like a name."""
    keys = {header_key(header): header for header in headers}
    return [keys[one] for one in closest_names(header_key(name), keys, _CLOSEST)]


def header_key(name: str) -> str:
    """A name without what people do not see as a difference."""
    return "".join(unicodedata.normalize("NFKC", one_line(name)).translate(_ALIKE).casefold().split())


def _wanted(options: TableFile, table: str) -> dict[str, str]:
    """Key → spelling of the headers that are mapped, and of the columns that the table needs."""
    mapped = {
        header_key(header): one_line(header)
        for header in (*options.columns, *options.counts, *options.turns, *options.keep)
    }
    given = {*options.columns.values(), *options.values, *options.from_sheet}
    given |= {"sex", "count"} if options.counts else set()
    columns = TABLES[table].columns if table in TABLES else ()
    return {header_key(c.name): c.name for c in columns if c.required and c.name not in given} | mapped


def _spare(options: TableFile, table: str) -> int:
    """How many of the mapped headers a stacked sheet or file may lack: other names of a column.

    A file, or a sheet that is named, may also lack those that ``spared`` gives; of ``sheets: all`` it would be no list.
    """
    if not (options.sheets or options.files) or table not in TABLES:
        return 0
    apart = spared(options, table)
    mapped = [TABLES[table].column(name) for header, name in options.columns.items() if header not in apart]
    names = [column.name for column in mapped if column and column.kind != "amount"]
    return len(apart) + len(names) - len(set(names))


def spared(options: TableFile, table: str) -> set[str]:
    """The mapped headers that one of several files, or named sheets, may lack.

    They are of columns that the table can do without, or is told. Amounts are spared where each list is of another
    service: insurance has no loans.
    """
    if not (options.files or isinstance(options.sheets, list)) or table not in TABLES:
        return set()
    columns = {header: TABLES[table].column(name) for header, name in options.columns.items()}
    whole = "service" not in options.from_sheet
    named = {header: column for header, column in columns.items() if column and not (whole and column.kind == "amount")}
    found = {header for header, column in named.items() if not column.required or column.name in options.from_sheet}
    return found | {header for header in options.keep if header not in columns}


def of_one_amount(header: str, options: TableFile, table: str) -> set[str]:
    """This header and the others of the same amount: parts of a sum, or its names in several lists."""
    mapped = {one_line(other): name for other, name in options.columns.items()}
    column = TABLES[table].column(mapped.get(header, ""))
    is_amount = column is not None and column.adds_up
    return {other for other, name in mapped.items() if name == mapped[header]} if is_amount else set()


def _names(row: Row) -> list[str]:
    """The cells of a row as names; a year that names a column is a whole number."""
    whole = (int(cell) if isinstance(cell, float) and cell.is_integer() else cell for cell in row)
    return ["" if cell is None else one_line(str(cell)) for cell in whole]


def _holds(names: Iterable[str], wanted: dict[str, str]) -> int:
    return len(wanted.keys() & set(map(header_key, names)))


def _joined(place: int, given: Sequence[list[str]], wanted: dict[str, str], least: int) -> Header:
    """The row at ``place`` with the one above it, whose names hold to the right as far as they are not followed."""
    below, above = given[place - 1], given[place - 2]
    names, heading = [], ""
    for column in range(max(len(below), len(above))):
        top = above[column] if column < len(above) else ""
        low = below[column] if column < len(below) else ""
        heading = top or heading
        both = f"{heading} {low}".strip() if low else top
        names.append(low if low and below.count(low) == 1 and header_key(both) not in wanted else both)
    return Header(place, names, _holds(names, wanted) >= least, joined=True)


def _spelled(names: list[str], wanted: dict[str, str]) -> list[str]:
    """Names as ``organisation.yml`` writes them; of two that are alike the one that is written so is meant."""
    keys = [header_key(name) for name in names]
    return [
        wanted[one] if one in wanted and wanted[one] not in names and keys.count(one) == 1 else name
        for name, one in zip(names, keys, strict=True)
    ]
