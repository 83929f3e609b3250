"""One notebook through papermill: the executed notebook, or where and why it stopped."""

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
"""Errors that may pass when tried again: the kernel was killed. What data or code cause comes back."""


class PhaseFailedError(Exception):
    """A phase stopped; ``failure`` says where, ``notebook`` is what was executed, without what it printed."""

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
    """The executed notebook, without anything that differs between two runs.

    Raises ``PhaseFailedError`` for an error in a cell, a time-out, a dead kernel and a notebook left early.
    """
    import papermill
    from papermill.exceptions import PapermillExecutionError

    from genderaudit.runner.kernels import ENGINE, StoppedError

    begun: list[Any] = []
    try:
        # The notebook itself instead of its path: papermill fills braces in paths. Nothing is saved on
        # the way, so that a traceback with people's values never reaches the disk.
        executed = papermill.execute_notebook(
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
    left = [i for i, cell in enumerate(executed.cells) if _is_left(cell)]
    if left:  # papermill takes a cell that exits for the end of the notebook
        failure = Failure(phase=phase, cell=_cell_number(notebook, left[0]), error=SystemExit.__name__)
        raise PhaseFailedError(failure, _redacted([executed]))
    return _without_traces(executed)


def read_notebook(path: Path) -> NotebookNode:
    """The notebook at ``path``."""
    import nbformat

    notebook: NotebookNode = nbformat.read(path, as_version=4)
    return notebook


def written(notebook: NotebookNode) -> str:
    """The notebook as text."""
    import nbformat

    return f"{nbformat.writes(notebook)}\n"


def say_edited(notebook: NotebookNode, copy: str, language: Language) -> None:
    """Add to what was executed that it is a copy which somebody has edited: the report says so with its provenance.

    Not by the notebook itself: who edits it may take out any cell. ``copy``: where it lies in the workspace.
    """
    from nbformat.v4 import new_code_cell, new_output

    from genderaudit.report.export import APPENDIX
    from genderaudit.report.sections import paragraph

    text = language.text("sections.provenance.edited", copy=copy)
    html = paragraph(language.html("sections.provenance.edited", copy=copy), "note").html
    mark = {MARK: {"heading": "", "anchor": "", "level": 0}}
    said = new_output("display_data", {"text/html": str(html), "text/plain": text}, metadata=mark)
    notebook.cells.append(new_code_cell(id="edited-copy", outputs=[said], metadata={"tags": [APPENDIX]}))


def _message(error: str, text: str, code: str) -> str:
    """What may be shown of an error's text: that of an ``AuditError``, and what the system's number means."""
    if error == AuditError.__name__:
        return text
    from genderaudit.foundations.language import language

    number = re.match(r"\[Errno (\d+)\]", text)
    if number is None or ADVICE.get(error) != "disk":
        return ""
    return SystemFault(int(number[1])).sentence(language(code))


def _cell_number(notebook: Path, index: int) -> int:
    """The place, from 1, that a cell of the executed notebook has in the notebook itself."""
    cells = read_notebook(notebook).cells
    parameters = next((i for i, cell in enumerate(cells) if "parameters" in cell.metadata.get("tags", [])), 0)
    return index + 1 if index <= parameters else index  # papermill put one cell behind the parameters


def _is_left(cell: NotebookNode) -> bool:
    return any(output.output_type == "error" for output in cell.get("outputs", []))


def _redacted(begun: list[NotebookNode]) -> NotebookNode | None:
    """What was executed without all outputs: printed text, traces and values may be those of people."""
    if not begun:
        return None
    notebook = _without_traces(begun[0])
    marks = ("papermill-error-cell-tag", "papermill-error-cell-id")  # papermill adds cells with the message
    notebook.cells = [cell for cell in notebook.cells if not set(marks) & set(cell.metadata.get("tags", []))]
    for cell in notebook.cells:
        cell.metadata.pop("papermill-error", None)
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
    return notebook


def _without_traces(notebook: NotebookNode) -> NotebookNode:
    """Times, paths and random ids go: the same inputs give the same file."""
    notebook.metadata.pop("papermill", None)
    for cell in notebook.cells:
        cell.metadata.pop("papermill", None)
        cell.metadata.pop("execution", None)
        if "injected-parameters" in cell.metadata.get("tags", []):
            cell["id"] = "injected-parameters"
    return notebook
