"""Readers of all kinds of files: raw cells with the row number of each record."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from genderaudit.foundations.limits import LARGEST_FILE
from genderaudit.intake.files.book import WORKBOOKS
from genderaudit.intake.raw import RawTable, UnreadableError, one_line
from genderaudit.intake.vocabulary.file_names import subject
from genderaudit.methodology.organisation import TableFile

__all__ = ["ENDINGS", "RawTable", "UnreadableError", "one_line", "read_file", "read_lists", "refuse_unreadable"]

ENDINGS = (".csv", ".tsv", ".txt", *WORKBOOKS, ".sav", ".parquet")
_OLD_WORKBOOK = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_STARTS = {
    ".xlsx": (b"PK\x03\x04",),
    ".xlsb": (b"PK\x03\x04",),
    ".xls": (_OLD_WORKBOOK,),
    ".ods": (b"PK\x03\x04",),
    ".sav": (b"$FL2", b"$FL3"),
    ".parquet": (b"PAR1",),
}
"""First bytes of files of each kind; text has none."""


def read_file(path: Path, options: TableFile, table: str = "") -> RawTable:
    """Return the table in a file, of stacked sheets the first; raises ``UnreadableError`` with the rule it breaks."""
    return read_lists(path, options, table)[0]


def read_lists(path: Path, options: TableFile, table: str = "") -> list[RawTable]:
    """Return the table in a file, one part per sheet; raises ``UnreadableError`` with the rule it breaks.

    ``table`` names it: a workbook made by the suite says itself where that table is.
    """
    refuse_unreadable(path)
    if "file" not in options.from_sheet.values():
        return _read(path, options, table)
    named = _of_file(path, options)
    return [replace(one, own=one.own or named) for one in _read(path, named, table)]


def _of_file(path: Path, options: TableFile) -> TableFile:
    """Return the settings with values from the file's name: «Présence AG mars 26» is about *AG mars 26*."""
    from_name = {column: subject(path.stem) for column, source in options.from_sheet.items() if source == "file"}
    return options.model_copy(update={"values": {**options.values, **from_name}})


def _read(path: Path, options: TableFile, table: str) -> list[RawTable]:
    # Libraries are imported where they are used: most organisations send one kind of file.
    match path.suffix.lower():
        case ending if ending in WORKBOOKS:
            from genderaudit.intake.files.spreadsheets import read_workbook

            return read_workbook(path, options, table)
        case ".sav":
            from genderaudit.intake.files.statistics_files import read_spss

            return [read_spss(path, options, table)]
        case ".parquet":
            from genderaudit.intake.files.statistics_files import read_parquet

            return [read_parquet(path, options)]
        case _:
            from genderaudit.intake.files.delimited import read_delimited

            return [read_delimited(path, options, table)]


def refuse_unreadable(path: Path) -> None:
    """Raise ``UnreadableError`` for a file that is too large or not of the kind its ending says.

    A spreadsheet program and this suite would read different content from it.
    """
    if path.stat().st_size > LARGEST_FILE:
        raise UnreadableError("file_too_large", megabytes=LARGEST_FILE // 1_000_000)
    ending = path.suffix.lower()
    with path.open("rb") as file:
        start = file.read(8)
    wanted = _STARTS.get(ending)
    if start == _OLD_WORKBOOK:
        _refuse_old(path, ending)
    if wanted and not start.startswith(wanted):
        raise UnreadableError("wrong_ending" if start else "file_empty", ending=ending)
    if not wanted and any(start.startswith(mark) for marks in _STARTS.values() for mark in marks):
        raise UnreadableError("wrong_ending", ending=ending)


def _refuse_old(path: Path, ending: str) -> None:
    """Raise ``UnreadableError`` for encrypted or other old workbooks; their parts are named in UTF-16."""
    content = path.read_bytes()
    if "EncryptedPackage".encode("utf-16-le") in content:
        raise UnreadableError("workbook_with_password")
    if ending != ".xls":
        raise UnreadableError("old_workbook")
    if "_VBA_PROJECT".encode("utf-16-le") in content:
        raise UnreadableError("workbook_with_macros")
