"""One pass over the files of a round: each list is read and mapped, and problems are collected."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path

import pandas as pd

from genderaudit.foundations.workspace import inside
from genderaudit.intake.checks import consistency, printed_text
from genderaudit.intake.columns.canonical import ROWS_NAMED, canonical
from genderaudit.intake.contract import TABLES, Table
from genderaudit.intake.files import headers, letters, own_workbooks
from genderaudit.intake.files.book import WORKBOOKS
from genderaudit.intake.files.readers import ENDINGS, UnreadableError, read_lists, refuse_unreadable
from genderaudit.intake.files.spreadsheets import read_marked
from genderaudit.intake.list_file import ListFile
from genderaudit.intake.problems import Problem
from genderaudit.intake.raw import VERSION, RawTable
from genderaudit.intake.round.settings import unknown_names
from genderaudit.intake.round.unread import Sheets, lists_in, unread
from genderaudit.intake.rows import other_rows
from genderaudit.intake.survey import exports
from genderaudit.intake.survey.answers import empty
from genderaudit.intake.survey.own_questionnaire import read_questionnaire
from genderaudit.intake.survey.wordings import Wordings
from genderaudit.intake.vocabulary.dictionaries import columns_of_names
from genderaudit.methodology.organisation import Organisation, TableFile, TableName

ROWS_SHOWN = 5
NAMED: tuple[TableName, ...] = ("staff", "members", "services", "bodies", "attendance")
"""Lists that may have names of people."""
TWO_FILES = ("two_files", "list_in_two_files")


@dataclass(slots=True)
class RoundReading:
    """The state of one pass over a round's files."""

    folder: Path
    organisation: Organisation
    round: str
    problems: list[Problem] = field(default_factory=list)
    files: dict[str, str] = field(default_factory=dict)
    present: set[str] = field(default_factory=set)
    detected: dict[str, dict[str, str]] = field(default_factory=dict)
    sources: dict[str, set[str]] = field(default_factory=dict)
    rows: dict[str, pd.Index] = field(default_factory=dict)
    headers: dict[str, list[set[str]]] = field(default_factory=dict)
    """The headers of each file or sheet of a table."""
    workbook: Path | None = None
    sheets: dict[str, list[tuple[str, RawTable | UnreadableError]]] = field(default_factory=dict)
    """The filled sheets of the intake workbook, by table."""
    books: Sheets = field(default_factory=Sheets)
    wordings: Wordings = field(init=False)
    """The questionnaire of the round's survey."""
    columns_of_people: dict[str, list[pd.DataFrame]] = field(default_factory=dict)
    """Columns of people's names in lists read; not kept beyond this pass."""

    def __post_init__(self) -> None:
        round_questionnaire = read_questionnaire(self.folder, self.organisation)
        self.wordings = Wordings(round_questionnaire.questionnaire)
        self.problems += round_questionnaire.problems
        if round_questionnaire.path:
            self._note_file(round_questionnaire.path)

    def open_workbook(self, tables: Collection[str]) -> None:
        """Read the intake workbook, if any, once for all tables."""
        workbooks = [path for name in own_workbooks.INTAKE_FILES if (path := inside(self.folder, name)).is_file()]
        if len(workbooks) > 1:
            self.add("error", "two_files", "", workbooks[0], values={"other": workbooks[1].name})
        for self.workbook in workbooks[:1]:
            try:
                self._note_file(self.workbook)
                refuse_unreadable(self.workbook)
                sheets = read_marked(self.workbook, tables)
            except UnreadableError as error:
                self.add("error", error.rule, "", self.workbook, values=error.values)
                return
            if not sheets and set(tables) == set(TABLES):
                self.add("error", "workbook_without_marks", "", self.workbook)
            for table, sheet, raw in sheets:
                if isinstance(raw, UnreadableError) or len(raw.cells) or raw.remarks:
                    self.sheets.setdefault(table, []).append((sheet, raw))

    def table(self, table: Table) -> pd.DataFrame:
        """Return the canonical table, empty without a usable file."""
        options = self.organisation.tables.get(table.name, TableFile())  # type: ignore[call-overload]
        self._check_names(table, options)
        if table.name in NAMED:
            self.columns_of_people[table.name] = []
        paths = self._files(table.name, options)
        sheets = self.sheets.get(table.name, [])
        self.sources[table.name] = {path.name for path in paths}
        parts_of_files = [self._read(table, path, options) for path in paths]
        frames = [frame for parts in parts_of_files for frame in parts]
        if len(paths) >= len(options.names):  # files of other rounds, not here, may have the columns
            self._insist_on_headers(table, options)
        if sheets and self.workbook is not None:
            own_list = [
                path
                for path, parts in zip(paths, parts_of_files, strict=True)
                if any(map(len, parts)) and _is_own(path, table)
            ]
            for path in own_list:
                sheet = ", ".join(name for name, _ in sheets)
                self.add("error", "also_in_workbook", table.name, path, values={"sheet": sheet})
            if not paths and (options.columns or options.codes or options.values or options.keep):
                self.add("warning", "settings_not_used", table.name, self.workbook)
            self.sources[table.name].add(self.workbook.name)
            frames += [self._of_sheet(table, sheet, raw, options) for sheet, raw in sheets]
            self.detected[table.name]["sheet"] = ", ".join(sheet for sheet, _ in sheets)
        self.present |= {table.name} if frames else set()
        frames = frames or [empty(table, self.wordings.questionnaire)]
        if len(frames) == 1:
            self.rows[table.name] = frames[0].index
            return frames[0] if table.name in ROWS_NAMED else frames[0].reset_index(drop=True)
        if table.name == "about":
            self.add("error", "about_in_two", table.name, self.folder / min(self.sources[table.name]))
            return frames[0]
        together = pd.concat(frames, ignore_index=table.name not in ROWS_NAMED)
        if table.name == "actions" and consistency.answered_twice(together, self.round).any():
            files = ", ".join(sorted(self.sources[table.name]))
            self.add("error", "answered_in_two", table.name, paths[0], values={"files": files})
        return together

    def _insist_on_headers(self, table: Table, options: TableFile) -> None:
        """Turn warnings about mapped headers into errors if no list has the header, or a sum lacks a part.

        Headers of one amount that never occur together are alternative names.
        """
        lists, kept_problems = self.headers.get(table.name, []), []
        for problem in self.problems:
            if problem.table == table.name and problem.rule == "header_elsewhere":
                fellows = headers.headers_of_amount(problem.column, options, table.name)
                added_up = any(len(fellows & known) > 1 for known in lists)
                if added_up or not any(problem.column in known for known in lists):
                    problem = replace(problem, severity="error", rule="header_missing")
                elif len(fellows) > 1:
                    continue
            kept_problems.append(problem)
        self.problems = kept_problems

    def _check_names(self, table: Table, options: TableFile) -> None:
        for unknown in unknown_names(table, options, self.organisation, self.wordings):
            path, column = Path("organisation.yml"), unknown.column
            self.add("error", unknown.rule, table.name, path, column=column, values=unknown.values)

    def _read(self, table: Table, path: Path, options: TableFile) -> list[pd.DataFrame]:
        """Return the canonical table of a file, one part per stacked sheet."""
        try:
            self._note_file(path)
            raw_tables = read_lists(path, options, table.name)
            self.books.note(path, raw_tables)
        except UnreadableError as error:
            self.add("error", error.rule, table.name, path, values=error.values)
            return [empty(table, self.wordings.questionnaire)]
        parts = [self._canonical(table, path, options, raw) for raw in raw_tables]
        if len(raw_tables) > 1:
            self.detected[table.name]["sheet"] = ", ".join(raw.detected["sheet"] for raw in raw_tables)
        return parts

    def _of_sheet(self, table: Table, sheet: str, raw: RawTable | UnreadableError, options: TableFile) -> pd.DataFrame:
        """Return the canonical table of a sheet of the intake workbook."""
        assert self.workbook is not None
        if isinstance(raw, UnreadableError):
            self.detected[table.name] = {"sheet": sheet}
            self.add("error", raw.rule, table.name, self.workbook, values=raw.values)
            return empty(table, self.wordings.questionnaire)
        return self._canonical(table, self.workbook, options, raw)

    def _canonical(self, table: Table, path: Path, options: TableFile, raw: RawTable) -> pd.DataFrame:
        self.detected[table.name] = raw.detected
        if table.name in NAMED:
            self.columns_of_people[table.name].append(raw.cells[columns_of_names(raw, raw.own or options)])
        raw = other_rows.entries(raw, raw.own or options, table.name)
        remarks = [*raw.remarks, *letters.letter_remarks(raw, raw.own or options, table.name)]
        if table.name == "survey":
            raw, survey_remarks = exports.as_plain_survey(
                raw, raw.own or options, self.wordings, self.organisation.levels
            )
            remarks += survey_remarks
            self.detected[table.name] = raw.detected
        elif twice := [header.partition("/")[2] for header in raw.cells.columns if VERSION.match(header)]:
            self.add("error", "header_twice", table.name, path, values={"headers": ", ".join(twice[:5])})
        for r in remarks:
            self.add(r.severity, r.rule, table.name, path, column=r.column, rows=pd.Index(r.rows), values=r.values)
        if not len(raw.cells) and "workbook" not in raw.detected:
            self.add("warning", "list_empty", table.name, path)
        settings = (
            raw.own.model_copy(update={"dates": options.dates, "confirmed": options.confirmed}) if raw.own else options
        )
        self.headers.setdefault(table.name, []).append(set(map(str, raw.cells.columns)))
        arguments = (
            self.organisation,
            self.round,
            self.add,
            table,
            path,
            settings,
            raw,
            self.wordings,
            self.names_of_people,
        )
        return canonical(ListFile(*arguments))

    def names_of_people(self) -> set[str]:
        """Return people's names in all lists of the round; lists not yet read are read for this."""
        for name in NAMED:
            if name not in self.columns_of_people:
                other = RoundReading(self.folder, self.organisation, self.round)
                other.open_workbook((name,))
                options = self.organisation.tables.get(name, TableFile())
                self.columns_of_people[name] = [
                    raw.cells[columns_of_names(raw, raw.own or options)] for raw in other.raw(name, options)
                ]
        frames = [frame for lists in self.columns_of_people.values() for frame in lists]
        return set().union(*(printed_text.people_in(frame, frame.columns) for frame in frames))

    def raw(self, table: TableName, options: TableFile) -> Iterator[RawTable]:
        """Yield the lists of a table as read, as far as they can be."""
        yield from (raw for _, raw in self.sheets.get(table, []) if isinstance(raw, RawTable))
        for path in self._files(table, options):
            with suppress(UnreadableError):  # reported when the table itself is read
                yield from read_lists(path, options, table)

    def _note_file(self, path: Path) -> None:
        with path.open("rb") as file:
            self.files[path.name] = hashlib.file_digest(file, "sha256").hexdigest()

    def unused_files(self) -> None:
        """Report files and sheets that no table uses; a list is an error."""
        unused = unread(self.folder, self.files, self.organisation.ignore)
        reported = {str(problem.values["other"]) for problem in self.problems if problem.rule in TWO_FILES}
        for path in (path for path in unused.lists if path.name not in reported):
            self.add("error", "list_not_used", "", path)
        folder_above = self.folder.parent
        for path in lists_in(folder_above) if (folder_above / "organisation.yml").is_file() else ():
            self.add("error", "list_outside_rounds", "", path, values={"round": self.round})
        for rule, paths in (
            ("workbook_copy", unused.copies),
            ("file_not_used", unused.others),
            ("folder_not_read", unused.folders),
        ):
            for path in (path for path in paths if path.name not in reported):
                self.add("warning", rule, "", path)
        for file, sheets in self.books.left():
            self.add("warning", "sheets_not_read", "", self.folder / file, values={"sheets": sheets})

    def _files(self, table: str, options: TableFile) -> list[Path]:
        """Return the organisation's own list, and filled workbooks of one table."""
        pattern = own_workbooks.FILE_NAMES.get(table)
        filled = [path for path in sorted(self.folder.glob(pattern)) if _is_workbook(path)] if pattern else []
        named = [inside(self.folder, name) for name in options.names]
        existing = named or [inside(self.folder, table + ending) for ending in ENDINGS]
        # The intake workbook is read anyway, even if the settings name it.
        existing = [path for path in existing if path.is_file() and path != self.workbook]
        for path in named:
            if path not in existing and path != self.workbook and not (options.file and filled):
                in_other_round = other_round_has(self.folder, path.name)
                self.add(
                    "warning" if in_other_round else "error",
                    "file_missing_here" if in_other_round else "file_missing",
                    table,
                    path,
                )
        if not named and len(existing) > 1:
            text_values = {"file": existing[0].name, "other": existing[1].name, "table": table}
            self.add("error", "list_in_two_files", table, existing[0], values=text_values)
            existing = existing[:1]
        for path in existing:
            if path.suffix.lower() not in ENDINGS:
                self.add("error", "unknown_format", table, path, values={"known": ", ".join(ENDINGS)})
        existing = [path for path in existing if path.suffix.lower() in ENDINGS]
        return [*existing, *(inside(self.folder, path.name) for path in filled if path not in existing)]

    def add(
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
        """Note a problem of a table's file; of the rows concerned, the first are named."""
        once = pd.Index([]) if rows is None else rows.unique()  # women and men in separate columns share a row number
        lines, count = tuple(int(row) for row in once[:ROWS_SHOWN]), len(once)
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


def other_round_has(folder: Path, name: str) -> bool:
    """Return True if a file named in ``organisation.yml`` is in another round: then this one lacks the list."""
    rounds = (path for path in folder.parent.iterdir() if path != folder and path.is_dir())
    return any((path / name).is_file() for path in rounds)


def _is_workbook(path: Path) -> bool:
    return path.suffix.lower() in WORKBOOKS and path.is_file()


def _is_own(path: Path, table: Table) -> bool:
    """Return True for an organisation's own list; several reviewers' sheets and action plans may coexist."""
    pattern = own_workbooks.FILE_NAMES.get(table.name)
    return pattern is None or not path.match(pattern)
