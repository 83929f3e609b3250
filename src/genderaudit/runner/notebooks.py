"""Execution of one notebook with papermill: returns the executed notebook, or where and why it failed."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from genderaudit.foundations.errors import AuditError, SystemFault
from genderaudit.guard.origin import MARK
from genderaudit.runner.failures import ADVICE
from genderaudit.runner.parameters import Value
from genderaudit.runner.record import Failure
from genderaudit.runner.tasks import SECONDS

if TYPE_CHECKING:
    from nbformat import NotebookNode

    from genderaudit.foundations.language import Language
    from genderaudit.runner.warm import KernelServer

PASSING = ("DeadKernelError", "KernelServerError")
"""Errors that may not recur when tried again, since the kernel was killed; errors of data or code recur."""


class PhaseFailedError(Exception):
    """A phase failed; ``failure`` says where, ``notebook`` is the executed part without outputs."""

    def __init__(self, failure: Failure, notebook: NotebookNode | None = None) -> None:
        super().__init__(failure.error)
        self.failure = failure
        self.notebook = notebook


def run_phase(
    notebook: Path,
    parameters: Mapping[str, Value],
    phase: str,
    timeout: int = SECONDS,
    kernels: KernelServer | None = None,
) -> NotebookNode:
    """Return the executed notebook, without anything that differs between two runs.

    Raises ``PhaseFailedError`` for an error in a cell, a time-out, a dead kernel and a notebook left early.
    """
    from papermill.exceptions import PapermillExecutionError

    from genderaudit.runner.kernels import StoppedError

    begun: list[Any] = []
    try:
        executed = _execute(notebook, parameters, timeout, kernels, begun)
    except PapermillExecutionError as error:
        failure = Failure(
            phase=phase,
            cell=_cell_number(notebook, error.cell_index),
            error=error.ename,
            message=_message(error.ename, error.evalue, str(parameters.get("language", ""))),
        )
        raise PhaseFailedError(failure, _redacted(begun)) from None
    except StoppedError as error:
        failure = Failure(phase=phase, cell=_cell_number(notebook, error.index), error=error.error)
        raise PhaseFailedError(failure, _redacted(begun)) from None
    exited = [i for i, cell in enumerate(executed.cells) if _has_error(cell)]
    if exited:  # papermill treats a cell that exits as the regular end of the notebook
        failure = Failure(phase=phase, cell=_cell_number(notebook, exited[0]), error=SystemExit.__name__)
        raise PhaseFailedError(failure, _redacted([executed]))
    return _without_traces(executed)


def _execute(
    notebook: Path, parameters: Mapping[str, Value], timeout: int, kernels: KernelServer | None, begun: list[Any]
) -> NotebookNode:
    """Return the notebook as papermill executed it; ``begun`` takes it from the start, for when that fails."""
    import papermill

    from genderaudit.runner.kernels import ENGINE

    # Passed as a notebook, not as a path, in which papermill would fill braces. Nothing is saved during the run, so
    # that a traceback with people's values never reaches the disk.
    executed: NotebookNode = papermill.execute_notebook(
        read_notebook(notebook),
        None,
        parameters=dict(parameters),
        engine_name=ENGINE,
        kernel_name="python3",
        progress_bar=False,
        log_output=False,
        execution_timeout=timeout,
        autosave_cell_every=0,
        kernels=kernels,
        begun=begun,
    )
    return executed


def read_notebook(path: Path) -> NotebookNode:
    """Read the notebook at ``path``."""
    import nbformat

    notebook: NotebookNode = nbformat.read(path, as_version=4)
    return notebook


def as_file_text(notebook: NotebookNode) -> str:
    """Return the notebook as text of a file."""
    import nbformat

    return f"{nbformat.writes(notebook)}\n"


def say_edited(notebook: NotebookNode, copy: str, language: Language) -> None:
    """Add a note to the executed notebook that it is an edited copy; the report shows it with its provenance.

    Added here and not in the notebook, where an editor could remove it. ``copy``: its path in the workspace.
    """
    from nbformat.v4 import new_code_cell, new_output

    from genderaudit.report.export import APPENDIX
    from genderaudit.report.sections import paragraph

    text = language.text("sections.provenance.edited", copy=copy)
    html = paragraph(language.html("sections.provenance.edited", copy=copy), "note").html
    mark = {MARK: {"heading": "", "anchor": "", "level": 0}}
    note = new_output("display_data", {"text/html": str(html), "text/plain": text}, metadata=mark)
    notebook.cells.append(new_code_cell(id="edited-copy", outputs=[note], metadata={"tags": [APPENDIX]}))


def _message(error: str, text: str, code: str) -> str:
    """Return the part of an error's text that may be shown: an ``AuditError``'s, or the meaning of a system error."""
    if error == AuditError.__name__:
        return text
    from genderaudit.foundations.language import language

    number = re.match(r"\[Errno (\d+)\]", text)
    if number is None or ADVICE.get(error) != "disk":
        return ""
    return SystemFault(int(number[1])).sentence(language(code))


def _cell_number(notebook: Path, index: int) -> int:
    """Return the position, from 1, of an executed cell in the original notebook."""
    cells = read_notebook(notebook).cells
    parameters = next((i for i, cell in enumerate(cells) if "parameters" in cell.metadata.get("tags", [])), 0)
    return index + 1 if index <= parameters else index  # papermill inserted one cell after the parameters


def _has_error(cell: NotebookNode) -> bool:
    return any(output.output_type == "error" for output in cell.get("outputs", []))


def _redacted(begun: list[NotebookNode]) -> NotebookNode | None:
    """Return the executed part without outputs, which may hold people's values."""
    if not begun:
        return None
    notebook = _without_traces(begun[0])
    # Tags of cells that papermill adds with the error message.
    marks = (
        "papermill-error-cell-tag",
        "papermill-error-cell-id",
    )
    notebook.cells = [cell for cell in notebook.cells if not set(marks) & set(cell.metadata.get("tags", []))]
    for cell in notebook.cells:
        cell.metadata.pop("papermill-error", None)
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
    return notebook


def _without_traces(notebook: NotebookNode) -> NotebookNode:
    """Remove times, paths and random ids, so that the same inputs give the same file."""
    notebook.metadata.pop("papermill", None)
    for cell in notebook.cells:
        cell.metadata.pop("papermill", None)
        cell.metadata.pop("execution", None)
        if "injected-parameters" in cell.metadata.get("tags", []):
            cell["id"] = "injected-parameters"
    return notebook
