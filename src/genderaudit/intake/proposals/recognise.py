"""Recognition of a file's or sheet's table, by its columns and the words in its name."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import chain, combinations
from pathlib import Path
from typing import Any

from genderaudit.intake.cells.counts import counted_by_sex
from genderaudit.intake.contract import TABLES, Table
from genderaudit.intake.files import headers, letters, own_workbooks
from genderaudit.intake.files.book import WORKBOOKS, opened
from genderaudit.intake.files.readers import read_file, refuse_unreadable
from genderaudit.intake.proposals.names import tables_named
from genderaudit.intake.raw import RawTable, UnreadableError, is_blank
from genderaudit.intake.rows.presence import marks_presence
from genderaudit.intake.vocabulary.cell_words import cell_words
from genderaudit.intake.vocabulary.dictionaries import HeaderWords, bare_words, plain_forms
from genderaudit.methodology.organisation import TableFile

ROWS_TRIED, MOST_SHEETS = 15, 30  # rows and sheets searched for a header row
FEWEST_HEADERS = 2  # recognised headers from which a sheet is taken for a list
LONGEST_HEADER = 120  # characters; a longer text is not a header
_LARGEST_TEXT = 2_000_000  # bytes; only smaller files are read repeatedly
_TEXTS = (".csv", ".tsv", ".txt")
_NEVER_FOUND = ("actions", "validation", "about", "workshops")
"""Tables never recognised by their columns: they come in the suite's own forms, or a sheet names them."""
_PAID = ("pay", "fte", "weekly_hours")
"""Columns that only a list of staff has."""


@dataclass(frozen=True, slots=True, eq=False)
class Listed:
    """A file, or one of its sheets, as read; ``several``: other sheets have content, too."""

    path: Path
    raw: RawTable
    sheet: str
    several: bool
    options: TableFile
    """Settings used for reading: encoding, sheet, header row."""

    @property
    def headers(self) -> list[str]:
        """The column names, without overlong ones."""
        return [header for header in map(str, self.raw.cells.columns) if len(header) <= LONGEST_HEADER]

    @property
    def key(self) -> str:
        """Name of the list in questions."""
        return f"{self.path.name}/{self.sheet}" if self.several else self.path.name


def lists_in_file(path: Path, dictionary: HeaderWords) -> Iterator[Listed]:
    """Yield every list of a file; nothing if it is unreadable, which ``check`` reports."""
    try:
        refuse_unreadable(path)
        if path.suffix.lower() in WORKBOOKS:
            yield from _sheets(path, dictionary)
        else:
            yield Listed(path, *_read_with_best_header(path, encoded(path, TableFile()), "", dictionary))
    except UnreadableError:
        return


def same_rows(lists: Sequence[Listed]) -> bool:
    """Return True if two lists share most rows: one is a copy, or a later state."""
    rows = [set(one.raw.cells[sorted(one.headers)].astype(str).itertuples(index=False, name=None)) for one in lists]
    return any(2 * len(a & b) > min(len(a), len(b)) for a, b in combinations(rows, 2))


def read_best(path: Path, options: TableFile, table: str, dictionary: HeaderWords) -> RawTable:
    """Return the file with the header row in which most headers of the table are recognised."""
    return _read_with_best_header(path, options, table, dictionary)[0]


def encoded(path: Path, options: TableFile) -> TableFile:
    """Return the options, with MacRoman if the letters of a text file indicate it and read correctly then."""
    as_mac = options.model_copy(update={"encoding": "mac_roman"})
    if path.suffix.lower() not in _TEXTS or options.encoding or path.stat().st_size > _LARGEST_TEXT:
        return options
    try:
        shown = letters.is_mac(read_file(path, options))
    except UnreadableError as error:
        shown = error.rule == "wrong_encoding"
    try:
        return as_mac if shown and not letters.is_mac(read_file(path, as_mac)) else options
    except UnreadableError:
        return options


def tables_of(listed: Listed, dictionary: HeaderWords) -> list[str]:
    """Return the likely tables of a list; several if indistinguishable, none if too little is known.

    Names of sheet and file decide between tables that the columns allow; a list of who was present is attendance only.
    Of tables that fit equally, the one whose own words are the headers.
    """
    fit = {name: _fit_of_table(TABLES[name], listed.headers, dictionary) for name in TABLES if name not in _NEVER_FOUND}
    named = [*tables_named(listed.sheet, dictionary), *tables_named(listed.path.stem, dictionary)]
    if _is_of_meeting(listed, dictionary, named):
        return ["attendance"]
    if not _names_meeting(listed.headers, dictionary):
        del fit["attendance"]
    if _count_own_words("staff", listed.headers, dictionary, _PAID):
        named = [name for name in named if name in ("staff", "recruitment", "budget")]
        fit = {name: found for name, found in fit.items() if name not in ("members", "attendance")}
    counted = bool(counts_of_sexes(TABLES["staff"], listed.headers, TableFile(), dictionary))
    if counted and fit.get("members", (0, 0, 0))[2] > fit["staff"][2]:
        named = [name for name in named if name != "staff"]  # counts by section are of members
    for name in named:
        if name in fit and _columns_allow(name, listed.headers, dictionary):
            return [name]
    best = max(fit.values())
    return [name for name, found in fit.items() if found == best] if best[0] >= FEWEST_HEADERS else []


def counts_of_sexes(table: Table, names: Sequence[str], options: TableFile, dictionary: HeaderWords) -> dict[str, str]:
    """Return headers that each count one sex; empty if a column of sexes is mapped or recognised."""
    sexes = [h for h in names if dictionary.column(table.name, h, ["sex"]) or h.lower() == "sex"]
    if table.column("count") is None or "sex" in options.columns.values() or sexes:
        return {}
    return counted_by_sex(names, dictionary)


def likely_column(table: str, header: str, known: Sequence[str], dictionary: HeaderWords) -> str | None:
    """Return the most likely column of a header; a numbering (N°) never counts people."""
    column = dictionary.column(table, header, known)
    return None if column == "count" and dictionary.is_serial(header) else column


def _sheets(path: Path, dictionary: HeaderWords) -> Iterator[Listed]:
    """Yield the visible sheets of a workbook with content, except those made by the suite."""
    with opened(path) as book:
        seen = [sheet for sheet in book.sheets if sheet.visible]
    own = {sheet.place for sheet in seen if own_workbooks.marked_sheet(sheet.name, sheet.head)}
    filled = [sheet for sheet in seen if sheet.place not in own and not all(map(is_blank, chain(*sheet.head)))]
    for sheet in filled[:MOST_SHEETS]:
        number = seen.index(sheet) + 1
        with suppress(UnreadableError):
            raw = _read_sheet(path, number, sheet.head, dictionary)
            yield Listed(path, raw, sheet.name.strip(), len(filled) > 1, TableFile(sheet=number))


def _read_sheet(path: Path, number: int, head: Sequence[Sequence[Any]], dictionary: HeaderWords) -> RawTable:
    """Return the sheet with the header row, or two rows joined, in which most names are recognised."""
    rows = list(head[:ROWS_TRIED])
    best, most = TableFile(sheet=number, header_row=1), ("", 0)
    for name, table in TABLES.items():
        for header in headers.candidate_headers(rows):
            names = [one for one in header.names if 0 < len(one) <= LONGEST_HEADER]
            recognised = _count_recognised(table, names, TableFile(), dictionary)
            if recognised > most[1]:
                most = (name, recognised)
                best = TableFile(sheet=number, header_row=header.row)
                if header.joined:  # joined rows are found by their names only
                    columns = [column.name for column in table.columns]
                    counts = counts_of_sexes(table, names, TableFile(), dictionary)
                    mapping = {
                        h: column
                        for h in names
                        if h not in counts and (column := likely_column(name, h, columns, dictionary))
                    }
                    best = TableFile(sheet=number, columns=mapping, counts=counts)  # type: ignore[arg-type]
    return read_file(path, best, most[0])


def _read_with_best_header(
    path: Path, options: TableFile, table: str, dictionary: HeaderWords
) -> tuple[RawTable, str, bool, TableFile]:
    names = [table] if table else list(TABLES)
    best: tuple[RawTable, TableFile] | None = None
    most = -1
    for tried in _options_to_try(path, options):
        try:
            raw = read_file(path, tried, table)
        except UnreadableError as error:
            if tried == options:
                raise
            if error.rule == "no_such_sheet":
                break
            continue
        headers = [str(header) for header in raw.cells.columns]
        recognised = max(_count_recognised(TABLES[name], headers, options, dictionary) for name in names)
        if recognised > most:
            best, most = (raw, tried), recognised
        if raw.own or (tried == options and recognised >= FEWEST_HEADERS and 2 * recognised >= len(headers)):
            break
    assert best is not None
    return best[0], best[0].detected.get("sheet", ""), False, best[1]


def _options_to_try(path: Path, options: TableFile) -> Iterator[TableFile]:
    """Yield the options as given; then with each of the first rows as header row."""
    yield options
    if "header_row" in options.model_fields_set or path.stat().st_size > _LARGEST_TEXT:
        return
    for row in range(1, ROWS_TRIED + 1):
        yield options.model_copy(update={"header_row": row})


def _count_recognised(table: Table, names: Sequence[str], options: TableFile, dictionary: HeaderWords) -> int:
    known = [column.name for column in table.columns]
    recognised = sum(
        h in options.columns or h in known or bool(likely_column(table.name, h, known, dictionary)) for h in names
    )
    return recognised + len(counts_of_sexes(table, names, options, dictionary)) + sum(map(dictionary.is_person, names))


def _is_of_meeting(listed: Listed, dictionary: HeaderWords, named: Sequence[str]) -> bool:
    """Return True if the list has people, or counts, present at a meeting."""
    sexes = (likely_column("attendance", header, ["sex"], dictionary) for header in listed.headers)
    if not (any(sexes) or counts_of_sexes(TABLES["attendance"], listed.headers, TableFile(), dictionary)):
        return False
    # People sign for their pay, too.
    if _count_own_words("staff", listed.headers, dictionary, _PAID) or named[:1] == ["staff"]:
        return False
    signed = any(marks_presence(header, listed.raw.cells[header]) for header in listed.headers)
    return signed or "attendance" in named[:1]


def _names_meeting(names: Sequence[str], dictionary: HeaderWords) -> bool:
    """Return True if a column names meetings and could mean nothing else."""
    found = [h for h in names if h.lower() == "event" or dictionary.column("attendance", h, ["event"])]
    weak = set(map(bare_words, cell_words().weak_event_headers))
    return any(bare_words(header) not in weak for header in found)


def _columns_allow(name: str, names: Sequence[str], dictionary: HeaderWords) -> bool:
    """Return True if the columns fit a table on people; for budgets and recruitment, if they have its own words."""
    table = TABLES[name]
    if table.column("sex") is None or name == "recruitment":
        return _count_own_words(name, names, dictionary) > 0
    known = [column.name for column in table.columns]
    return bool(counts_of_sexes(table, names, TableFile(), dictionary)) or any(
        likely_column(name, header, known, dictionary) or header.lower() in known for header in names
    )


def _fit_of_table(table: Table, names: list[str], dictionary: HeaderWords) -> tuple[float, int, int]:
    """Return how well a table fits: number of columns, required ones if all present, its own words."""
    fit = _share_of_columns(table, names, dictionary)
    needed = sum(column.required for column in table.columns)
    return fit, needed if fit >= needed else 0, _count_own_words(table.name, names, dictionary)


def _count_own_words(table: str, names: Sequence[str], dictionary: HeaderWords, only: Sequence[str] = ()) -> int:
    """Return how many headers are words of this table, or only of some of its columns and no other table."""
    words = dictionary.columns.get(table, {})
    others = {word for name in TABLES if name != table and only for word in dictionary.columns.get(name, {})}
    own_words = {word for word, column in words.items() if (not only or column in only) and word not in others}
    return sum(not own_words.isdisjoint(plain_forms(header)) for header in names)


def _share_of_columns(table: Table, names: list[str], dictionary: HeaderWords) -> float:
    known = [column.name for column in table.columns]
    matching = {
        likely_column(table.name, header, known, dictionary) or (header if header in known else "") for header in names
    }
    matching |= {"sex", "count"} if counts_of_sexes(table, names, TableFile(), dictionary) else set()
    needed = [column.name for column in table.columns if column.required]
    return len(matching - {""}) if set(needed) <= matching else 0.5 * len(matching - {""}) / (1 + len(needed))
