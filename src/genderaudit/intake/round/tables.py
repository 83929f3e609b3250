"""The tables of a round, read, mapped and checked in one pass.

A canonical table has every column of the contract (NA if the file lacks it), ``sex`` as F, M, X or NA, ``count`` as
whole people, and ``age_low``/``age_high`` in years. Nothing is dropped silently: rows set aside and cells not
understood are problems with their row numbers.
"""

from __future__ import annotations

import datetime as dt
import gc
import hashlib
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from pathlib import Path

import pandas as pd

from genderaudit.foundations.cleared import People
from genderaudit.foundations.workspace import inside
from genderaudit.intake import about
from genderaudit.intake.checks import consistency, printed_text
from genderaudit.intake.columns.canonical import ROWS_NAMED, canonical
from genderaudit.intake.contract import TABLES, Table
from genderaudit.intake.files import headers, letters, own_workbooks
from genderaudit.intake.files.book import WORKBOOKS
from genderaudit.intake.files.readers import ENDINGS, UnreadableError, read_lists, refuse_unreadable
from genderaudit.intake.files.spreadsheets import read_marked
from genderaudit.intake.list_file import ListFile
from genderaudit.intake.problems import Problem
from genderaudit.intake.raw import VERSION, RawTable, one_line
from genderaudit.intake.round.settings import unknown_names
from genderaudit.intake.round.unread import Sheets, lists_in, unread
from genderaudit.intake.rows import other_rows
from genderaudit.intake.survey import exports
from genderaudit.intake.survey.answers import asked_of_violence, empty
from genderaudit.intake.survey.own_questionnaire import read_questionnaire
from genderaudit.intake.survey.wordings import Wordings
from genderaudit.intake.vocabulary.dictionaries import columns_of_names
from genderaudit.methodology.organisation import AboutAudit, Organisation, Round, TableFile, TableName

ROWS_SHOWN = 5
NAMED: tuple[TableName, ...] = ("staff", "members", "services", "bodies", "attendance")
"""Lists that may have names of people."""
PEOPLE_APART = 0.1
"""Allowed relative difference between a list's people and the number who may use a mechanism."""
TWO_FILES = ("two_files", "list_in_two_files")
AUDITED = frozenset(TABLES) - {"actions", "validation", "about"}
"""Lists an audit can be based on; the others report on its results."""


@dataclass(frozen=True, slots=True)
class Intake:
    """The content of a round's files: canonical tables, problems, and files read."""

    tables: Mapping[str, pd.DataFrame]
    problems: tuple[Problem, ...]
    files: Mapping[str, str]
    """File name → SHA-256 of its content."""
    present: frozenset[str]
    """Tables with a file."""
    detected: Mapping[str, Mapping[str, str]]
    """Table → what was detected about its file (encoding, delimiter, sheet, decimal mark)."""
    sources: Mapping[str, frozenset[str]]
    """Table → names of the files read."""
    date: dt.date | None = None
    """The date of the round, if known."""
    rows: Mapping[str, pd.Index] = field(default_factory=dict)
    """For tables from one list: the row number in the file, as a spreadsheet program shows it, of each row."""
    audit: AboutAudit = field(default_factory=AboutAudit)
    """How the audit was made, from workbook and ``organisation.yml``; empty if ``about`` was not read."""

    @property
    def errors(self) -> tuple[Problem, ...]:
        """The problems that stop an audit."""
        return tuple(problem for problem in self.problems if problem.severity == "error")


def read_round(folder: Path, organisation: Organisation, round: str, only: Iterable[str] | None = None) -> Intake:
    """Return the tables of the round in ``folder`` (all, or those named) with all problems."""
    names = tuple(only or TABLES)
    reading, audit = _Reading(folder, organisation, round), AboutAudit()
    with _without_collector():
        reading.open_workbook(names)
        tables = {name: reading.table(TABLES[name]) for name in names}
        if only is None:
            reading.unused_files()
            reading.check_any_list()
            reading.check_across(tables)
            reading.check_audit()
            reading.check_questionnaire()
        if "about" in tables:
            audit = reading.audit(tables["about"])
        if only is None:
            reading.check_referral(tables["survey"], audit)
            reading.check_violence(tables, audit)
    return Intake(
        tables,
        tuple(reading.problems),
        dict(sorted(reading.files.items())),
        frozenset(reading.present),
        reading.detected,
        {name: frozenset(files) for name, files in reading.sources.items()},
        organisation.date_of(round),
        reading.rows,
        audit,
    )


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
    named: dict[str, list[pd.DataFrame]] = field(default_factory=dict)
    """Columns of people's names in lists read; not kept beyond this pass."""

    def __post_init__(self) -> None:
        asked = read_questionnaire(self.folder, self.organisation)
        self.wordings = Wordings(asked.questionnaire)
        self.problems += asked.problems
        if asked.path:
            self._note_file(asked.path)

    def open_workbook(self, tables: Collection[str]) -> None:
        """Read the intake workbook, if any, once for all tables."""
        workbooks = [path for name in own_workbooks.INTAKE_FILES if (path := inside(self.folder, name)).is_file()]
        if len(workbooks) > 1:
            self._add("error", "two_files", "", workbooks[0], values={"other": workbooks[1].name})
        for self.workbook in workbooks[:1]:
            try:
                self._note_file(self.workbook)
                refuse_unreadable(self.workbook)
                sheets = read_marked(self.workbook, tables)
            except UnreadableError as error:
                self._add("error", error.rule, "", self.workbook, values=error.values)
                return
            if not sheets and set(tables) == set(TABLES):
                self._add("error", "workbook_without_marks", "", self.workbook)
            for table, sheet, raw in sheets:
                if isinstance(raw, UnreadableError) or len(raw.cells) or raw.remarks:
                    self.sheets.setdefault(table, []).append((sheet, raw))

    def table(self, table: Table) -> pd.DataFrame:
        """Return the canonical table, empty without a usable file."""
        options = self.organisation.tables.get(table.name, TableFile())  # type: ignore[call-overload]
        self._check_names(table, options)
        if table.name in NAMED:
            self.named[table.name] = []
        paths = self._files(table.name, options)
        sheets = self.sheets.get(table.name, [])
        self.sources[table.name] = {path.name for path in paths}
        read = [self._read(table, path, options) for path in paths]
        frames = [frame for parts in read for frame in parts]
        if len(paths) >= len(options.names):  # another file may lie in another round, and have the columns
            self._insist_on_headers(table, options)
        if sheets and self.workbook is not None:
            own_list = [
                path for path, parts in zip(paths, read, strict=True) if any(map(len, parts)) and _is_own(path, table)
            ]
            for path in own_list:
                sheet = ", ".join(name for name, _ in sheets)
                self._add("error", "also_in_workbook", table.name, path, values={"sheet": sheet})
            if not paths and (options.columns or options.codes or options.values or options.keep):
                self._add("warning", "settings_not_used", table.name, self.workbook)
            self.sources[table.name].add(self.workbook.name)
            frames += [self._of_sheet(table, sheet, raw, options) for sheet, raw in sheets]
            self.detected[table.name]["sheet"] = ", ".join(sheet for sheet, _ in sheets)
        self.present |= {table.name} if frames else set()
        frames = frames or [empty(table, self.wordings.questionnaire)]
        if len(frames) == 1:
            self.rows[table.name] = frames[0].index
            return frames[0] if table.name in ROWS_NAMED else frames[0].reset_index(drop=True)
        if table.name == "about":
            self._add("error", "about_in_two", table.name, self.folder / min(self.sources[table.name]))
            return frames[0]
        whole = pd.concat(frames, ignore_index=table.name not in ROWS_NAMED)
        if table.name == "actions" and consistency.answered_twice(whole, self.round).any():
            files = ", ".join(sorted(self.sources[table.name]))
            self._add("error", "answered_in_two", table.name, paths[0], values={"files": files})
        return whole

    def _insist_on_headers(self, table: Table, options: TableFile) -> None:
        """Turn warnings about mapped headers into errors if no list has the header, or a sum lacks a part.

        Headers of one amount that never occur together are alternative names.
        """
        lists, kept_problems = self.headers.get(table.name, []), []
        for problem in self.problems:
            if problem.table == table.name and problem.rule == "header_elsewhere":
                fellows = headers.of_one_amount(problem.column, options, table.name)
                added_up = any(len(fellows & known) > 1 for known in lists)
                if added_up or not any(problem.column in known for known in lists):
                    problem = replace(problem, severity="error", rule="header_missing")
                elif len(fellows) > 1:
                    continue
            kept_problems.append(problem)
        self.problems = kept_problems

    def _check_names(self, table: Table, options: TableFile) -> None:
        for unknown in unknown_names(table, options, self.organisation, self.wordings):
            values = {"line": unknown.line, "name": unknown.name, "closest": ", ".join(unknown.closest)}
            self._add("error", unknown.rule, table.name, Path("organisation.yml"), column=unknown.column, values=values)

    def _read(self, table: Table, path: Path, options: TableFile) -> list[pd.DataFrame]:
        """Return the canonical table of a file, one part per stacked sheet."""
        try:
            self._note_file(path)
            found = read_lists(path, options, table.name)
            self.books.note(path, found)
        except UnreadableError as error:
            self._add("error", error.rule, table.name, path, values=error.values)
            return [empty(table, self.wordings.questionnaire)]
        parts = [self._canonical(table, path, options, raw) for raw in found]
        if len(found) > 1:
            self.detected[table.name]["sheet"] = ", ".join(raw.detected["sheet"] for raw in found)
        return parts

    def _of_sheet(self, table: Table, sheet: str, raw: RawTable | UnreadableError, options: TableFile) -> pd.DataFrame:
        """Return the canonical table of a sheet of the intake workbook."""
        assert self.workbook is not None
        if isinstance(raw, UnreadableError):
            self.detected[table.name] = {"sheet": sheet}
            self._add("error", raw.rule, table.name, self.workbook, values=raw.values)
            return empty(table, self.wordings.questionnaire)
        return self._canonical(table, self.workbook, options, raw)

    def _canonical(self, table: Table, path: Path, options: TableFile, raw: RawTable) -> pd.DataFrame:
        self.detected[table.name] = raw.detected
        if table.name in NAMED:
            self.named[table.name].append(raw.cells[columns_of_names(raw, raw.own or options)])
        raw = other_rows.entries(raw, raw.own or options, table.name)
        remarks = [*raw.remarks, *letters.noticed(raw, raw.own or options, table.name)]
        if table.name == "survey":
            raw, said = exports.plain(raw, raw.own or options, self.wordings, self.organisation.levels)
            remarks += said
            self.detected[table.name] = raw.detected
        elif twice := [header.partition("/")[2] for header in raw.cells.columns if VERSION.match(header)]:
            self._add("error", "header_twice", table.name, path, values={"headers": ", ".join(twice[:5])})
        for r in remarks:
            self._add(r.severity, r.rule, table.name, path, column=r.column, rows=pd.Index(r.rows), values=r.values)
        if not len(raw.cells) and "workbook" not in raw.detected:
            self._add("warning", "list_empty", table.name, path)
        how = (
            raw.own.model_copy(update={"dates": options.dates, "confirmed": options.confirmed}) if raw.own else options
        )
        self.headers.setdefault(table.name, []).append(set(map(str, raw.cells.columns)))
        given = (self.organisation, self.round, self._add, table, path, how, raw, self.wordings, self._names)
        return canonical(ListFile(*given))

    def _names(self) -> set[str]:
        """Return people's names in all lists of the round; lists not yet read are read for this."""
        for name in NAMED:
            if name not in self.named:
                other = _Reading(self.folder, self.organisation, self.round)
                other.open_workbook((name,))
                options = self.organisation.tables.get(name, TableFile())
                self.named[name] = [
                    raw.cells[columns_of_names(raw, raw.own or options)] for raw in other.raw(name, options)
                ]
        columns = [columns_of_names for lists in self.named.values() for columns_of_names in lists]
        return set().union(
            *(printed_text.people_in(columns_of_names, columns_of_names.columns) for columns_of_names in columns)
        )

    def raw(self, table: TableName, options: TableFile) -> Iterator[RawTable]:
        """Yield the lists of a table as read, as far as they can be."""
        yield from (raw for _, raw in self.sheets.get(table, []) if isinstance(raw, RawTable))
        for path in self._files(table, options):
            with suppress(UnreadableError):  # said where the table itself is read
                yield from read_lists(path, options, table)

    def _note_file(self, path: Path) -> None:
        with path.open("rb") as file:
            self.files[path.name] = hashlib.file_digest(file, "sha256").hexdigest()

    def unused_files(self) -> None:
        """Report files and sheets that no table uses; a list is an error."""
        unused = unread(self.folder, self.files, self.organisation.ignore)
        reported = {str(problem.values["other"]) for problem in self.problems if problem.rule in TWO_FILES}
        for path in (path for path in unused.lists if path.name not in reported):
            self._add("error", "list_not_used", "", path)
        beside = self.folder.parent
        for path in lists_in(beside) if (beside / "organisation.yml").is_file() else ():
            self._add("error", "list_outside_rounds", "", path, values={"round": self.round})
        for rule, paths in (
            ("workbook_copy", unused.copies),
            ("file_not_used", unused.others),
            ("folder_not_read", unused.folders),
        ):
            for path in (path for path in paths if path.name not in reported):
                self._add("warning", rule, "", path)
        for file, sheets in self.books.left():
            self._add("warning", "sheets_not_read", "", self.folder / file, values={"sheets": sheets})

    def check_any_list(self) -> None:
        """Report a round without any list."""
        if self.present.isdisjoint(AUDITED) and not any(one.severity == "error" for one in self.problems):
            self._add("error", "no_list", "", self.folder)

    def check_across(self, tables: Mapping[str, pd.DataFrame]) -> None:
        """Note contradictions between the tables."""
        for contradiction in consistency.across_tables(
            tables, self.organisation, self.round, self.wordings.questionnaire
        ):
            path = self.folder / min(self.sources.get(contradiction.table, ()), default="organisation.yml")
            mapped = self.organisation.tables.get(contradiction.table, TableFile()).columns  # type: ignore[call-overload]
            header = next(
                (one_line(old) for old, new in mapped.items() if new == contradiction.column), contradiction.column
            )
            self._add(
                "warning", contradiction.rule, contradiction.table, path, column=header, values=contradiction.values
            )

    def check_audit(self) -> None:
        """Note names of people from the lists in ``audit`` of ``organisation.yml``, which the report prints."""
        texts = dict(self.organisation.told_of_audit(self.round))
        people = People(self._names() if texts else (), texts.values())
        for place, text in texts.items():
            if people.named_in(text):
                values = {"line": self.organisation.line_of(*place), "place": ".".join(map(str, place))}
                self._add("error", "audit_names_person", "", Path("organisation.yml"), values=values)

    def check_questionnaire(self) -> None:
        """Note names of people from the lists in the own questionnaire, which forms print."""
        texts = list(self.wordings.questionnaire.told())
        people = People(self._names() if texts else (), [text for _, text in texts])
        for name in dict.fromkeys(name for name, text in texts if people.named_in(text)):
            self._add("error", "questionnaire_names_person", "", Path("questionnaire"), values={"name": name})

    def audit(self, table: pd.DataFrame) -> AboutAudit:
        """Return how the audit was made: from the table ``about``, completed from ``organisation.yml``."""
        about_audit, both = about.together(about.told_in(table), self.organisation.audit_of(self.round))
        path = self.folder / min(self.sources["about"], default="organisation.yml")
        of_sheet, of_settings = about.sampling_in(table), self.organisation.sampling_of(self.round)
        if of_sheet and of_settings and of_sheet != of_settings:
            self._add("error", "sampling_in_two", "about", path, values={"sheet": of_sheet, "file": of_settings})
        if both:
            values = {"line": self._line_of_audit(both[0]), "keys": ", ".join(both)}
            self._add("error", "about_in_organisation", "about", path, values=values)
        elif about_audit.begins and about_audit.ends and about_audit.ends < about_audit.begins:
            self._add("error", "about_order", "about", path)
        return about_audit

    def check_referral(self, survey: pd.DataFrame, audit: AboutAudit) -> None:
        """Note a survey that asks about violence without a contact for help."""
        if not audit.referral and (asked := asked_of_violence(survey, self.wordings.questionnaire)):
            path = self.folder / min(self.sources["survey"])
            self._add("warning", "survey_without_referral", "survey", path, values={"statements": ", ".join(asked)})

    def check_violence(self, tables: Mapping[str, pd.DataFrame], audit: AboutAudit) -> None:
        """Note a number of mechanism users that matches neither staff nor members nor both."""
        listed = [int(tables[name]["count"].sum()) for name in ("staff", "members") if name in self.present]
        if audit.violence is None or not listed:
            return
        people = audit.violence.women + audit.violence.men
        if all(abs(people - number) > PEOPLE_APART * number for number in (*listed, sum(listed))):
            path = self.folder / min(self.sources["about"], default="organisation.yml")
            said = {"people": float(people), "listed": float(sum(listed))}
            self._add("warning", "violence_of_others", "about", path, values=said)

    def _line_of_audit(self, key: str) -> int:
        """Return the line of ``organisation.yml`` with this key of the round's audit."""
        given = self.organisation.rounds.get(self.round, Round()).audit.model_dump(exclude_defaults=True)
        return self.organisation.line_of(*(("rounds", self.round, "audit") if key in given else ("audit",)), key)

    def _files(self, table: str, options: TableFile) -> list[Path]:
        """Return the organisation's own list, and filled workbooks of one table."""
        pattern = own_workbooks.FILE_NAMES.get(table)
        filled = [path for path in sorted(self.folder.glob(pattern)) if _is_workbook(path)] if pattern else []
        named = [inside(self.folder, name) for name in options.names]
        found = named or [inside(self.folder, table + ending) for ending in ENDINGS]
        found = [path for path in found if path.is_file() and path != self.workbook]  # named, it is read all the same
        for path in named:
            if path not in found and path != self.workbook and not (options.file and filled):
                known = self._other_round_has(path.name)
                self._add(
                    "warning" if known else "error", "file_missing_here" if known else "file_missing", table, path
                )
        if not named and len(found) > 1:
            said = {"file": found[0].name, "other": found[1].name, "table": table}
            self._add("error", "list_in_two_files", table, found[0], values=said)
            found = found[:1]
        for path in found:
            if path.suffix.lower() not in ENDINGS:
                self._add("error", "unknown_format", table, path, values={"known": ", ".join(ENDINGS)})
        found = [path for path in found if path.suffix.lower() in ENDINGS]
        return [*found, *(inside(self.folder, path.name) for path in filled if path not in found)]

    def _other_round_has(self, name: str) -> bool:
        """Return True if a file named in ``organisation.yml`` is in another round: then this one lacks the list."""
        rounds = (path for path in self.folder.parent.iterdir() if path != self.folder and path.is_dir())
        return any((path / name).is_file() for path in rounds)

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
        once = pd.Index([]) if rows is None else rows.unique()  # women and men beside each other share a row
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


@contextmanager
def _without_collector() -> Iterator[None]:
    """Suspend garbage collection, which would repeatedly scan millions of cells without cycles."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _is_workbook(path: Path) -> bool:
    return path.suffix.lower() in WORKBOOKS and path.is_file()


def _is_own(path: Path, table: Table) -> bool:
    """Return True for an organisation's own list; several reviewers' sheets and action plans may coexist."""
    pattern = own_workbooks.FILE_NAMES.get(table.name)
    return pattern is None or not path.match(pattern)
