"""One task in a worker process: check the data, run the notebooks, export, put everything in its place."""

from __future__ import annotations

import datetime as dt
import shutil
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from genderaudit.errors import AuditError
from genderaudit.files import write_atomically
from genderaudit.runner import record as records
from genderaudit.runner.keys import REPORT, file_hash, phase_keys
from genderaudit.runner.parameters import STANDARD, Value
from genderaudit.runner.record import DATA, WORKER, Failure, RunRecord, Step
from genderaudit.runner.tasks import Task
from genderaudit.workspace import PHASES, Workspace, report_name

if TYPE_CHECKING:
    from nbformat import NotebookNode

CELL_TIMEOUT = 600  # seconds
STAGE = ".tmp-"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a round in one language; ``current``: there was nothing to do."""

    organisation: str
    round: str
    language: str
    state: Literal["done", "current", "failed"]
    phases: int = 0
    seconds: float = 0.0
    failure: Failure | None = None


class PhaseFailedError(Exception):
    """A phase stopped; ``failure`` says where."""

    def __init__(self, failure: Failure) -> None:
        super().__init__(failure.error)
        self.failure = failure


def run_task(task: Task) -> list[Outcome]:
    """All rounds and languages of a task, one after another. Errors become outcomes."""
    try:
        workspace = Workspace.open(task.workspace)
        about = _about(workspace, task)
    except AuditError as error:
        return [Outcome(task.organisation, "", "", "failed", failure=_failure(DATA, error))]
    return [
        _run_guarded(_Run(task, workspace, round, language, about))
        for round in task.rounds
        for language in task.languages
    ]


def is_current(task: Task, workspace: Workspace, round: str, language: str) -> bool:
    """Whether everything of this round and language is made from what is there now."""
    record = records.read(workspace, task.organisation, round, language)
    keys = phase_keys(task, workspace, round, language)
    return record is not None and record.state == "done" and not _to_do(record.steps, keys, workspace.root)


def run_phase(notebook: Path, parameters: Mapping[str, Value], phase: str, timeout: int = CELL_TIMEOUT) -> NotebookNode:
    """The executed notebook, without anything that differs between two runs.

    Raises ``PhaseFailedError`` for an error in a cell, a time-out, a dead kernel and a notebook left early.
    """
    import papermill
    from papermill.exceptions import PapermillExecutionError

    from genderaudit.runner.kernels import ENGINE, StoppedError

    try:
        # The notebook itself instead of its path: papermill fills braces in paths. Nothing is saved on
        # the way, so that a traceback with people's values never reaches the disk.
        executed = papermill.execute_notebook(
            _read(notebook),
            None,
            parameters=dict(parameters),
            engine_name=ENGINE,
            kernel_name="python3",
            progress_bar=False,
            log_output=False,
            execution_timeout=timeout,
            autosave_cell_every=0,
        )
    except PapermillExecutionError as error:
        message = error.evalue if error.ename == AuditError.__name__ else ""
        cell = _cell_number(notebook, error.cell_index)
        raise PhaseFailedError(Failure(phase=phase, cell=cell, error=error.ename, message=message)) from None
    except StoppedError as error:
        cell = _cell_number(notebook, error.index)
        raise PhaseFailedError(Failure(phase=phase, cell=cell, error=error.error)) from None
    left = [i for i, cell in enumerate(executed.cells) if _is_left(cell)]
    if left:  # papermill takes a cell that exits for the end of the notebook
        failure = Failure(phase=phase, cell=_cell_number(notebook, left[0]), error=SystemExit.__name__)
        raise PhaseFailedError(failure)
    return _without_traces(executed)


@dataclass
class _Run:
    """The way of one round in one language."""

    task: Task
    workspace: Workspace
    round: str
    language: str
    about: Mapping[str, Any]
    notebooks: dict[str, NotebookNode] = field(default_factory=dict)

    def go(self) -> Outcome:
        """Do what is not done yet."""
        started = time.monotonic()
        keys = phase_keys(self.task, self.workspace, self.round, self.language)
        before = records.read(self.workspace, self.task.organisation, self.round, self.language)
        steps = dict(before.steps) if before else {}
        todo = [*PHASES, REPORT] if self.task.force else _to_do(steps, keys, self.workspace.root)
        if not todo and before and before.state == "done":
            return self._outcome("current")
        failure = _data_fault(self.workspace, self.task.organisation, self.round, self.language)
        if failure is None:
            with _stage(self.workspace.outputs(self.task.organisation, self.round, self.language)) as stage:
                made, failure = self._make(todo, keys, stage)
                steps |= {name: self._publish(name, keys[name], stage) for name in made}
            if failure and failure.phase in keys:
                name = failure.phase
                steps[name] = Step(key=keys[name], state="failed", finished=records.now(), error=failure)
        self._note(steps, failure)
        phases = sum(name in PHASES for name in todo)
        return self._outcome("failed" if failure else "done", phases, time.monotonic() - started, failure)

    def _make(self, todo: list[str], keys: Mapping[str, str], stage: Path) -> tuple[list[str], Failure | None]:
        """Phases and joined report into ``stage``, up to the first that fails."""
        made: list[str] = []
        for name in (*PHASES, REPORT):
            try:
                if name == REPORT:
                    self._join(stage)
                elif name in todo:
                    self._run_and_export(name, stage)
                else:
                    self.notebooks[name] = _read(self._files(name)[1])
                    continue
            except PhaseFailedError as error:
                return made, error.failure
            except Exception as error:
                return made, _failure(name, error)
            made.append(name)
        return made, None

    def _run_and_export(self, phase: str, stage: Path) -> None:
        from genderaudit.language import language
        from genderaudit.report.export import export_phase

        notebook = self.task.notebook(phase)
        standard = (self.task.organisation, self.round, self.language, str(self.workspace.root))
        given = {**self.task.parameters.get(phase, {}), **dict(zip(STANDARD, standard, strict=True))}
        executed = run_phase(notebook, given, phase)
        html = export_phase(executed, phase, language(self.language), {**self.about, **self._when()})
        write_atomically(stage / f"{report_name(phase)}.html", html)
        write_atomically(stage / f"{report_name(phase)}.ipynb", _written(executed))
        self.notebooks[phase] = executed

    def _join(self, stage: Path) -> None:
        from genderaudit.language import language
        from genderaudit.report.export import export_joined

        html = export_joined(self.notebooks, language(self.language), {**self.about, **self._when()})
        write_atomically(stage / f"{REPORT}.html", html)

    def _publish(self, name: str, key: str, stage: Path) -> Step:
        """Move a phase's files from ``stage`` to where readers look."""
        files = self._files(name)
        for path in files:
            path.parent.mkdir(parents=True, exist_ok=True)
            (stage / path.name).replace(path)
        if name in PHASES:
            findings = self.workspace.findings(self.task.organisation, self.round, name)
            files += [path for path in (findings, findings.with_suffix(".csv")) if path.is_file()]
        outputs = {path.relative_to(self.workspace.root).as_posix(): file_hash(path) for path in files}
        return Step(key=key, state="done", finished=records.now(), outputs=outputs)

    def _files(self, name: str) -> list[Path]:
        folder = self.workspace.outputs(self.task.organisation, self.round, self.language)
        if name == REPORT:
            return [folder / f"{REPORT}.html"]
        return [folder / f"{report_name(name)}.html", folder / "notebooks" / f"{report_name(name)}.ipynb"]

    def _when(self) -> dict[str, Any]:
        return {"round": self.round, "date": dt.datetime.now(dt.UTC).date()}

    def _note(self, steps: dict[str, Step], failure: Failure | None) -> None:
        done = RunRecord(
            organisation=self.task.organisation,
            round=self.round,
            language=self.language,
            parameters={phase: dict(given) for phase, given in self.task.parameters.items()},
            state="failed" if failure else "done",
            finished=records.now(),
            steps=steps,
            error=failure,
        )
        records.write(self.workspace, done)

    def _outcome(self, state: Any, phases: int = 0, seconds: float = 0.0, failure: Failure | None = None) -> Outcome:
        return Outcome(self.task.organisation, self.round, self.language, state, phases, seconds, failure)


def _to_do(steps: Mapping[str, Step], keys: Mapping[str, str], root: Path) -> list[str]:
    return [name for name in keys if name not in steps or not steps[name].holds(keys[name], root)]


def _run_guarded(run: _Run) -> Outcome:
    """A fault of the runner itself, a full disk for example, stops this round and language only."""
    try:
        return run.go()
    except Exception as error:
        failure = _failure(WORKER, error)
        with suppress(OSError):  # a full disk takes no record either; the outcome still says so
            records.fail(run.workspace, run.task.organisation, run.round, run.language, failure)
        return run._outcome("failed", failure=failure)


def _about(workspace: Workspace, task: Task) -> dict[str, Any]:
    """What report pages say of the organisation."""
    from genderaudit.organisation import read_organisation

    organisation = read_organisation(workspace.raw(task.organisation))
    if not task.rounds:
        example = f"data/raw/{task.organisation}/{dt.datetime.now(dt.UTC).year}"
        raise AuditError(f"{task.organisation} has no round yet. Put its files into a folder like {example}.")
    return {"name": organisation.name, "kind": organisation.kind, "invented": organisation.invented}


def _data_fault(workspace: Workspace, organisation: str, round: str, code: str) -> Failure | None:
    """All errors of a round's files as one failure, in the language of the report."""
    from genderaudit.intake import read_round
    from genderaudit.language import language
    from genderaudit.organisation import read_organisation

    try:
        folder = workspace.raw(organisation, round)
        problems = read_round(folder, read_organisation(folder.parent), round).errors
        sentences = [problem.sentence(language(code)) for problem in problems]
    except AuditError as error:
        return _failure(DATA, error)
    return Failure(phase=DATA, error=AuditError.__name__, message="\n".join(sentences)) if problems else None


def _failure(phase: str, error: Exception) -> Failure:
    """Only an ``AuditError`` is written to be read; other messages may hold people's values."""
    message = str(error) if isinstance(error, AuditError) else ""
    return Failure(phase=phase, error=type(error).__name__, message=message)


@contextmanager
def _stage(folder: Path) -> Iterator[Path]:
    """A folder beside ``folder``, on the same file system, that is gone afterwards."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    stage = Path(tempfile.mkdtemp(prefix=STAGE, dir=folder.parent))
    try:
        yield stage
    finally:
        shutil.rmtree(stage, ignore_errors=True)


def _read(path: Path) -> NotebookNode:
    import nbformat

    notebook: NotebookNode = nbformat.read(path, as_version=4)
    return notebook


def _written(notebook: NotebookNode) -> str:
    import nbformat

    return f"{nbformat.writes(notebook)}\n"


def _cell_number(notebook: Path, index: int) -> int:
    """The place, from 1, that a cell of the executed notebook has in the notebook itself."""
    cells = _read(notebook).cells
    parameters = next((i for i, cell in enumerate(cells) if "parameters" in cell.metadata.get("tags", [])), 0)
    return index + 1 if index <= parameters else index  # papermill put one cell behind the parameters


def _is_left(cell: NotebookNode) -> bool:
    return any(output.output_type == "error" for output in cell.get("outputs", []))


def _without_traces(notebook: NotebookNode) -> NotebookNode:
    """Times, paths and random ids go: the same inputs give the same file."""
    notebook.metadata.pop("papermill", None)
    for cell in notebook.cells:
        cell.metadata.pop("papermill", None)
        cell.metadata.pop("execution", None)
        if "injected-parameters" in cell.metadata.get("tags", []):
            cell["id"] = "injected-parameters"
    return notebook
