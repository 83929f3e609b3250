"""Workbooks (XLSX, XLSB, XLS, ODS) read in a separate process, so that a hostile file cannot exhaust memory.

Values are read, never formulas or external content; hidden sheets are marked as such.
"""

from __future__ import annotations

import pickle
import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Timer
from typing import Any

from genderaudit.foundations.limits import LONGEST_READING, MOST_CELLS, MOST_COLUMNS, MOST_MEMORY, MOST_ROWS
from genderaudit.intake.files.archives import refuse_unsafe_archive
from genderaudit.intake.raw import UnreadableError

WORKBOOKS = (".xlsx", ".xlsb", ".xls", ".ods")
"""Endings of the workbooks that are read."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet: position, name, visibility, first rows and number of rows."""

    place: int
    name: str
    visible: bool
    head: Sequence[Sequence[Any]]
    rows: int


@dataclass(frozen=True, slots=True)
class Notes:
    """Properties of a sheet beside its values; rows and columns count from 1, except in ``merged``."""

    hidden: list[int]
    """Rows hidden by hand or by a filter."""
    failed: list[tuple[int, int]]
    """Row and column of cells with an error (#N/A, #REF!, …)."""
    uncomputed: list[tuple[int, int]]
    """Row and column of formulas without a computed value."""
    struck: list[tuple[int, int]]
    """Row and column of cells that are struck through."""
    merged: list[tuple[tuple[int, int], tuple[int, int]]]
    """First and last row and column of merged cells, from 0."""
    unseen: bool
    """True if some of these cannot be read from this kind of file, or not by row."""


class Book:
    """An open workbook."""

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        self._process = process
        self.sheets = [Sheet(place, *about) for place, about in enumerate(self._answer())]

    def read(self, sheet: Sheet) -> tuple[Notes, list[list[Any]]]:
        """Return notes and all columns of a sheet from its first row; blank cells are empty texts."""
        assert self._process.stdin is not None
        self._process.stdin.write(b"%d\n" % sheet.place)
        self._process.stdin.flush()
        notes = Notes(**self._answer())
        columns: list[list[Any]] = []
        while (part := self._answer()) is not None:
            columns = columns or [[] for _ in part]
            for column, cells in zip(columns, part, strict=True):
                column += cells
        return notes, columns

    def _answer(self) -> Any:
        assert self._process.stdout is not None
        try:
            answer = pickle.load(self._process.stdout)  # written by our own process
        except (EOFError, pickle.UnpicklingError):
            # Calamine (Rust) aborts the process if memory is exhausted.
            if self._process.wait() == -signal.SIGABRT:
                raise UnreadableError("too_much_memory", gigabytes=MOST_MEMORY // 1_000_000_000) from None
            raise UnreadableError("broken_workbook") from None
        if isinstance(answer, tuple):
            raise UnreadableError(answer[0], **answer[1])
        return answer


@contextmanager
def opened(path: Path) -> Iterator[Book]:
    """Yield the workbook; raises ``UnreadableError`` with the rule it breaks, now or while it is read."""
    if path.suffix.lower() != ".xls":
        refuse_unsafe_archive(path)
    limits = map(str, (MOST_ROWS, MOST_COLUMNS, MOST_CELLS, MOST_MEMORY))
    command = [sys.executable, "-I", str(Path(__file__).with_name("book_process.py")), str(path), *limits]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as process:
        too_long = Timer(LONGEST_READING, process.kill)
        too_long.start()
        try:
            yield Book(process)
        finally:
            too_long.cancel()
            process.kill()
