"""Execution of one task in a worker process: check the data, run the notebooks, export, publish."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from genderaudit.foundations.errors import AuditError
from genderaudit.foundations.files import temporary_folder, write_atomically
from genderaudit.foundations.workspace import ANNEX, PHASES, PUBLICATIONS, REPORT, STAGES, Workspace, report_name
from genderaudit.guard.saved import keep_protected
from genderaudit.runner import record as records
from genderaudit.runner.copies import STANDARD
from genderaudit.runner.failures import clear_failure, failure_of, show_failure, show_lost
from genderaudit.runner.keys import phase_keys
from genderaudit.runner.links import links_of_draft
from genderaudit.runner.notebooks import PASSING, PhaseFailedError, as_file_text, read_notebook, run_phase, say_edited
from genderaudit.runner.record import DATA, WORKER, Failure, RunRecord, Step
from genderaudit.runner.rounds import RoundData
from genderaudit.runner.tasks import Task
from genderaudit.runner.withdrawing import DOCUMENTS, withdraw

if TYPE_CHECKING:
    from nbformat import NotebookNode


@dataclass(frozen=True, slots=True)
class Outcome:
    """Result of a round in one language; ``current``: it was up to date."""

    organisation: str
    round: str
    language: str
    state: Literal["done", "current", "failed"]
    phases: int = 0
    seconds: float = 0.0
    failure: Failure | None = None


def run_task(task: Task) -> list[Outcome]:
    """Run all rounds and languages of a task, one after another; errors become outcomes."""
    workspace = Workspace.open(task.workspace)
    try:
        about = _report_facts(workspace, task)
    except (AuditError, OSError) as error:
        return [record_lost(task, failure_of(DATA, error, task.speaks))]
    outcomes = []
    for round in task.rounds:
        with RoundData(workspace.raw(task.organisation, round), round, task.languages, task.memory) as data:
            outcomes += [_run_safely(_Run(task, workspace, round, code, about, data)) for code in task.languages]
    return outcomes


def current(task: Task) -> list[Outcome]:
    """Return the outcomes of a task that is up to date; empty if there is something to do, or something is wrong."""
    if task.force or not (task.rounds and task.languages):
        return []
    workspace = Workspace.open(task.workspace)
    pairs = [(round, language) for round in task.rounds for language in task.languages]
    if not all(_is_current(task, workspace, round, language) for round, language in pairs):
        return []
    return all_current(task)


def all_current(task: Task) -> list[Outcome]:
    """Return the outcomes of a task that is known to be up to date."""
    pairs = [(round, language) for round in task.rounds for language in task.languages]
    return [Outcome(task.organisation, round, language, "current") for round, language in pairs]


def record_lost(task: Task, failure: Failure) -> Outcome:
    """Record a task that could not be done as failed, except what it had finished; return its outcome."""
    workspace = Workspace.open(task.workspace)
    with suppress(OSError):  # on a full disk no page can be written either; the outcome reports it
        for round in task.rounds:
            for language in task.languages:
                if not _is_current(task, workspace, round, language):
                    where = (workspace, task.organisation, round, language)
                    records.fail(*where, failure, withdraw(*where, _stages_up_to_date(task, *where)))
                    show_failure(*where, failure)
        if not (task.rounds and task.languages):
            show_lost(workspace, task.organisation, failure)
    return Outcome(task.organisation, "", "", "failed", failure=failure)


@dataclass
class _Run:
    """The run of one round in one language."""

    task: Task
    workspace: Workspace
    round: str
    language: str
    about: Mapping[str, Any]
    data: RoundData
    notebooks: dict[str, NotebookNode] = field(default_factory=dict)
    steps: dict[str, Step] = field(default_factory=dict)
    passed: list[str] = field(default_factory=list)
    """Stages that this run has made, or found up to date."""

    def go(self) -> Outcome:
        """Do everything that is not up to date; return the outcome."""
        started = time.monotonic()
        keys = phase_keys(self.task, self.workspace, self.round, self.language)
        before = records.read(self.workspace, self.task.organisation, self.round, self.language)
        self.steps = dict(before.steps) if before else {}
        todo = [*STAGES, ANNEX] if self.task.force else _stages_to_do(self.steps, keys, self.workspace.root)
        if not todo and before and before.state == "done":
            return self.outcome("current")
        failure, stopped = self.data.fault(self.language), None
        phases = sum(name in PHASES for name in todo)
        if failure is None:
            if self.data.kernels:
                self.data.kernels.expect(sum(name in STAGES for name in todo))
            with temporary_folder(self._folder.parent) as stage:  # on the same file system
                failure, stopped = self._make(todo, keys, stage)
        self._finish(failure, stopped)
        return self.outcome("failed" if failure else "done", phases, time.monotonic() - started, failure)

    def _make(
        self, todo: list[str], keys: Mapping[str, str], stage: Path
    ) -> tuple[Failure | None, NotebookNode | None]:
        """Make stages and annex, each published when it is done, up to the first failure.

        Return the failure and its notebook, or None twice.
        """
        for name in (*STAGES, ANNEX):
            stopped = None
            try:
                if name == ANNEX:
                    self._make_annex(stage)
                elif name in todo:
                    self._run_and_export(name, stage)
                else:
                    self.notebooks[name] = read_notebook(self._published_files(name)[-1])
                    self.passed.append(name)
                    continue
                self.steps[name] = self._publish(name, keys[name], stage)
                self.passed.append(name)
                if name != ANNEX:
                    self._record("begun")
                continue
            except PhaseFailedError as error:
                failure, stopped = error.failure, error.notebook
            except OSError as error:  # e.g. a full disk: not an error of the phase
                failure = failure_of(WORKER, error, self.language)
            except Exception as error:
                failure = failure_of(name, error, self.language)
            if failure.phase in keys:
                self.steps[name] = Step(key=keys[name], state="failed", finished=records.now(), error=failure)
            return failure, stopped
        return None, None

    def _run_and_export(self, phase: str, stage: Path) -> None:
        from nbformat import from_dict

        from genderaudit.foundations.language import language
        from genderaudit.report.export import export_stage

        executed = self._run_twice(phase)
        words, about = language(self.language), {**self.about, **self._round_and_date()}
        if phase == REPORT:
            where = self.task.organisation, self.round, self.language
            about["links"] = links_of_draft(self.workspace, *where, self.task.languages)
        if self.task.runs_copy(phase):
            copy = self.task.notebook(phase).relative_to(self.workspace.root)
            say_edited(executed, copy.as_posix(), words)
        pages = export_stage(executed, phase, words, about)
        if not self.about["invented"]:  # an edited notebook may show anything, so unprotected output is removed
            left_out = keep_protected(executed)
            executed = from_dict(executed)
            pages = export_stage(executed, phase, words, about) if left_out else pages
        for name, html in pages.items():
            write_atomically(stage / f"{name}.html", html)
        write_atomically(stage / f"{report_name(phase)}.ipynb", as_file_text(executed))
        self.notebooks[phase] = executed

    def _run_twice(self, phase: str) -> NotebookNode:
        """Run a phase; if the kernel died, once more with new processes."""
        standard = (self.task.organisation, self.round, self.language, str(self.workspace.root))
        given = {**self.task.parameters.get(phase, {}), **dict(zip(STANDARD, standard, strict=True))}
        notebook, seconds = self.task.notebook(phase), self.task.seconds
        try:
            return run_phase(notebook, given, phase, seconds, self.data.kernels)
        except PhaseFailedError as error:
            if error.failure.error not in PASSING:
                raise
        self.data.again()
        return run_phase(notebook, given, phase, seconds, self.data.kernels)

    def _make_annex(self, stage: Path) -> None:
        from genderaudit.foundations.language import language
        from genderaudit.report.export import export_joined

        html = export_joined(self.notebooks, language(self.language), {**self.about, **self._round_and_date()})
        write_atomically(stage / f"{ANNEX}.html", html)

    def _publish(self, name: str, key: str, stage: Path) -> Step:
        """Move a stage's files from ``stage`` to where readers look; return the step to record."""
        files = []
        for path in self._published_files(name):
            path.parent.mkdir(parents=True, exist_ok=True)
            made = stage / path.name
            if made.is_file():
                made.replace(path)
                files.append(path)
            else:  # an edited notebook may no longer make this page: remove the old one
                path.unlink(missing_ok=True)
        if name == REPORT:
            files += [path for path in map(self._folder.joinpath, DOCUMENTS) if path.is_file()]
        if name in PHASES:
            findings = self.workspace.findings(self.task.organisation, self.round, name)
            files += [path for path in (findings, findings.with_suffix(".csv")) if path.is_file()]
        return records.made(key, files, self.workspace.root)

    @property
    def _folder(self) -> Path:
        """The folder of the reports for readers."""
        return self.workspace.outputs(self.task.organisation, self.round, self.language)

    def _published_files(self, name: str) -> list[Path]:
        folder = self._folder
        if name == ANNEX:
            return [folder / f"{ANNEX}.html"]
        pages = PUBLICATIONS if name == REPORT else (report_name(name),)
        book = folder / "notebooks" / f"{report_name(name)}.ipynb"
        return [*(folder / f"{page}.html" for page in pages), book]

    def _round_and_date(self) -> dict[str, Any]:
        return {"round": self.round, "date": dt.datetime.now(dt.UTC).date()}

    def _finish(self, failure: Failure | None, stopped: NotebookNode | None) -> None:
        """Record the end of the run; after a failure, replace what was published before by an error page."""
        where = (self.workspace, self.task.organisation, self.round, self.language)
        clear_failure(*where)
        if failure:
            self.steps = records.without(self.steps, withdraw(*where, self.passed))
            show_failure(*where, failure, stopped)
        self._record("failed" if failure else "done", failure)

    def _record(self, state: Literal["begun", "done", "failed"], failure: Failure | None = None) -> None:
        done = RunRecord(
            organisation=self.task.organisation,
            round=self.round,
            language=self.language,
            parameters={phase: dict(given) for phase, given in self.task.parameters.items()},
            state=state,
            finished=records.now(),
            steps=self.steps,
            error=failure,
        )
        records.write(self.workspace, done)

    def outcome(self, state: Any, phases: int = 0, seconds: float = 0.0, failure: Failure | None = None) -> Outcome:
        """Return the outcome of this run."""
        return Outcome(self.task.organisation, self.round, self.language, state, phases, seconds, failure)


def _is_current(task: Task, workspace: Workspace, round: str, language: str) -> bool:
    record = records.read(workspace, task.organisation, round, language)
    if record is None or record.state != "done":
        return False
    return not _stages_to_do(record.steps, phase_keys(task, workspace, round, language), workspace.root)


def _stages_up_to_date(task: Task, workspace: Workspace, organisation: str, round: str, language: str) -> set[str]:
    """Return the stages of an organisation's round that are up to date; empty where the round cannot be read."""
    record = records.read(workspace, organisation, round, language)
    with suppress(AuditError):
        keys = phase_keys(task, workspace, round, language)
        return set(keys) - set(_stages_to_do(record.steps if record else {}, keys, workspace.root))
    return set()


def _stages_to_do(steps: Mapping[str, Step], keys: Mapping[str, str], root: Path) -> list[str]:
    return [name for name in keys if name not in steps or not steps[name].holds(keys[name], root)]


def _run_safely(run: _Run) -> Outcome:
    """Run a round and language; an error of the runner itself, such as a full disk, fails only these."""
    try:
        return run.go()
    except Exception as error:
        failure = failure_of(WORKER, error, run.language)
        where = (run.workspace, run.task.organisation, run.round, run.language)
        with suppress(OSError):  # on a full disk no record can be written either; the outcome reports it
            records.fail(*where, failure, withdraw(*where, run.passed))
            show_failure(*where, failure)
        return run.outcome("failed", failure=failure)


def _report_facts(workspace: Workspace, task: Task) -> dict[str, Any]:
    """Return the facts on the organisation for report pages."""
    from genderaudit.methodology.organisation import read_organisation

    organisation = read_organisation(workspace.raw(task.organisation))
    if not task.rounds:
        example = f"data/raw/{task.organisation}/{dt.datetime.now(dt.UTC).year}"
        raise AuditError("no_rounds", organisation=task.organisation, example=example)
    about = {"name": organisation.name, "kind": organisation.kind, "invented": organisation.invented}
    return about | {"asked": organisation.population_asked}
