"""The tables of a round, read, mapped and checked in one pass.

A canonical table has every column of the contract (all NA where the file lacks it), ``sex`` as F, M, X or
NA, ``count`` as whole people, and ``age_low``/``age_high`` in years. Nothing is dropped silently: rows set
aside and cells not understood are problems with their row numbers.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd

from genderaudit.intake import consistency, own_workbooks, survey_tools
from genderaudit.intake.columns import Columns, empty
from genderaudit.intake.contract import TABLES, Table
from genderaudit.intake.problems import Problem
from genderaudit.intake.readers import ENDINGS, UnreadableError, read_file
from genderaudit.organisation import Organisation, TableFile
from genderaudit.workspace import inside

ROWS_SHOWN = 5


@dataclass(frozen=True, slots=True)
class Intake:
    """What a round's files hold: canonical tables, problems, and the files that were read."""

    tables: Mapping[str, pd.DataFrame]
    problems: tuple[Problem, ...]
    files: Mapping[str, str]
    """File name → SHA-256 of its content."""
    present: frozenset[str]
    """Tables for which there is a file."""
    detected: Mapping[str, Mapping[str, str]]
    """Table → what was detected about its file (encoding, delimiter, sheet, decimal mark)."""

    @property
    def errors(self) -> tuple[Problem, ...]:
        """The problems that stop an audit."""
        return tuple(problem for problem in self.problems if problem.severity == "error")


def read_round(folder: Path, organisation: Organisation, round: str, only: Iterable[str] | None = None) -> Intake:
    """The tables of the round in ``folder`` (all, or those named), with all their problems at once."""
    reading = _Reading(folder, organisation, round)
    tables = {name: reading.table(TABLES[name]) for name in only or TABLES}
    if only is None:
        reading.unused_files()
        reading.check_across(tables)
    return Intake(
        tables,
        tuple(reading.problems),
        dict(sorted(reading.files.items())),
        frozenset(reading.present),
        reading.detected,
    )


def files_of(folder: Path, organisation: Organisation, round: str, table: str) -> set[str]:
    """Names of the files that ``table`` is read from."""
    options = organisation.tables.get(table, TableFile())  # type: ignore[call-overload]
    return {path.name for path in _Reading(folder, organisation, round)._files(table, options)}


@dataclass(slots=True)
class _Reading:
    """The state of one pass over a round's files."""

    folder: Path
    organisation: Organisation
    round: str
    problems: list[Problem] = field(default_factory=list)
    files: dict[str, str] = field(default_factory=dict)
    present: set[str] = field(default_factory=set)
    detected: dict[str, dict[str, str]] = field(default_factory=dict)

    def table(self, table: Table) -> pd.DataFrame:
        """The canonical table, empty where there is no usable file."""
        options = self.organisation.tables.get(table.name, TableFile())  # type: ignore[call-overload]
        paths = self._files(table.name, options)
        self.present |= {table.name} if paths else set()
        frames = [self._read(table, path, options) for path in paths] or [empty(table)]
        return frames[0] if len(frames) == 1 else pd.concat(frames, ignore_index=True)

    def _read(self, table: Table, path: Path, options: TableFile) -> pd.DataFrame:
        try:
            self.files[path.name] = hashlib.sha256(path.read_bytes()).hexdigest()
            raw = read_file(path, options, table.name)
        except UnreadableError as error:
            self._add("error", error.rule, table.name, path, values=error.values)
            return empty(table)
        if table.name == "survey":
            raw, remarks = survey_tools.plain(raw, raw.own or options, self.organisation.levels)
            for r in remarks:
                self._add(r.severity, r.rule, table.name, path, column=r.column, rows=pd.Index(r.rows))
        self.detected[table.name] = raw.detected
        given = (self.organisation, self.round, self._add, table, path, raw.own or options, raw)
        return Columns(*given).canonical()

    def unused_files(self) -> None:
        """Files in the folder that no table uses are said, not passed over."""
        for path in sorted(self.folder.iterdir()):
            if path.is_file() and path.name not in self.files and not path.name.startswith((".", "~")):
                self._add("warning", "file_not_used", "", path)

    def check_across(self, tables: Mapping[str, pd.DataFrame]) -> None:
        """Note what the tables say against each other."""
        for found in consistency.across_tables(tables, self.organisation, self.round):
            names = files_of(self.folder, self.organisation, self.round, found.table)
            path = self.folder / (min(names) if names else "organisation.yml")
            self._add("warning", found.rule, found.table, path, column=found.column, values=found.values)

    def _files(self, table: str, options: TableFile) -> list[Path]:
        """The organisation's own list, and workbooks of the suite that people have filled in."""
        pattern = own_workbooks.FILE_NAMES.get(table)
        filled = [path for path in sorted(self.folder.glob(pattern)) if path.is_file()] if pattern else []
        names = [options.file] if options.file else [table + ending for ending in ENDINGS]
        found = [path for path in (inside(self.folder, name) for name in names) if path.is_file()]
        if options.file and not found and not filled:
            self._add("error", "file_missing", table, self.folder / options.file)
        if len(found) > 1:
            self._add("error", "two_files", table, found[0], values={"other": found[1].name})
        if found and found[0].suffix.lower() not in ENDINGS:
            self._add("error", "unknown_format", table, found[0], values={"known": ", ".join(ENDINGS)})
            found = []
        return [*found[:1], *(inside(self.folder, path.name) for path in filled if path not in found)]

    def _add(
        self,
        severity: str,
        rule: str,
        table: str,
        path: Path,
        *,
        column: str = "",
        rows: pd.Index | None = None,
        values: Mapping[str, object] | None = None,
    ) -> None:
        lines = () if rows is None else tuple(int(row) for row in rows[:ROWS_SHOWN])
        count = 0 if rows is None else len(rows)
        self.problems.append(
            Problem(
                severity=severity,  # type: ignore[arg-type]
                rule=rule,
                table=table,
                file=path.name,
                sheet=self.detected.get(table, {}).get("sheet", ""),
                column=column,
                rows=lines,
                count=count,
                values=values or {},
            )
        )
