"""Display of a failed audit to the organisation: an error page in its language, and the notebook without outputs.

The terminal uses the same ``sentences``.
"""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

from genderaudit.foundations.errors import AuditError, SystemFault
from genderaudit.foundations.files import write_atomically
from genderaudit.foundations.workspace import STAGES, Workspace, report_name
from genderaudit.runner.record import DATA, Failure

if TYPE_CHECKING:
    from nbformat import NotebookNode

PAGE = "error.html"
FOLDER = "stopped"
"""Folder, beside the reports, of the notebook that failed: its cells without outputs."""
ADVICE = {
    "AuditError": "message",
    "CellTimeoutError": "time",
    "MemoryError": "memory",
    "DeadKernelError": "memory",
    "BrokenProcessPool": "memory",
    "KilledWorker": "memory",
    **dict.fromkeys(
        (
            "OSError",
            "PermissionError",
            "FileNotFoundError",
            "FileExistsError",
            "NotADirectoryError",
            "IsADirectoryError",
        ),
        "disk",
    ),
}
"""Class of an error → key of ``failure.advice`` in the language files; ``unknown`` for all others."""


def failure_of(phase: str, error: Exception, code: str) -> Failure:
    """Return the failure to record for ``error``, with only the part of its message that cannot hold a person's value.

    The sentence of an ``AuditError``; the reason and file name of an ``OSError``; else no message. ``code``: language.
    """
    from genderaudit.foundations.language import language

    match error:
        case AuditError():
            message = error.sentence(language(code))
        case OSError():
            file = _file_in_the_way(Path(error.filename)).name if isinstance(error.filename, str) else ""
            message = SystemFault(error.errno, file).sentence(language(code))
        case _:
            message = ""
    name = AuditError.__name__ if isinstance(error, AuditError) else type(error).__name__
    return Failure(phase=phase, error=name, message=message)


def _file_in_the_way(path: Path) -> Path:
    """Return the file that is in the place of a folder of the path; else the path itself."""
    return next((above for above in reversed(path.parents) if above.is_file()), path)


def sentences(failure: Failure, code: str) -> list[str]:
    """Return the lines of the error page: what happened, what is wrong, what to do."""
    from genderaudit.foundations.language import language

    speaks, advice = language(code), advice_for(failure)
    happened, to_do = speaks.text(f"failure.happened.{advice}"), speaks.text(f"failure.advice.{advice}")
    return [happened, *failure.message.splitlines(), to_do]


def advice_for(failure: Failure) -> str:
    """Return the key of ``failure.happened`` and ``failure.advice`` in the language files."""
    advice = ADVICE.get(failure.error, "unknown")
    return "data" if failure.phase == DATA and advice == "message" else advice


def show_failure(
    workspace: Workspace,
    organisation: str,
    round: str,
    language: str,
    failure: Failure,
    stopped: NotebookNode | None = None,
) -> None:
    """Write the error page of a round in one language, and the executed part of the failed notebook, redacted."""
    from genderaudit.runner.notebooks import as_file_text

    folder = workspace.outputs(organisation, round, language)
    name = f"{report_name(failure.phase)}.ipynb" if failure.phase in STAGES else ""
    if stopped is not None:
        write_atomically(folder / FOLDER / name, as_file_text(stopped))
    quality = workspace.data_quality(organisation, round)
    links = {
        "notebook": f"{FOLDER}/{name}" if stopped is not None else "",
        "data_quality": f"../{quality.name}" if failure.phase == DATA and quality.is_file() else "",
    }
    _write_page(folder / PAGE, language, _organisation_name(workspace, organisation), round, failure, **links)


def show_lost(workspace: Workspace, organisation: str, failure: Failure) -> None:
    """Write the error pages of an organisation whose round and language are unknown, in all languages."""
    from genderaudit.foundations.language import languages

    folder = workspace.index().parent / organisation
    for code in languages():
        _write_page(
            folder / lost_page(code), code, _organisation_name(workspace, organisation), "", failure, notebook=""
        )


def lost_page(code: str) -> str:
    """Return the name of the error page, in this language, of an organisation that could not be read at all."""
    return f"error_{code}.html"


def clear_failure(workspace: Workspace, organisation: str, round: str, language: str) -> None:
    """Remove the error page and the notebook of an earlier failure."""
    folder = workspace.outputs(organisation, round, language)
    for page in (folder / PAGE, *folder.parents[1].glob(lost_page("[a-z][a-z]"))):
        page.unlink(missing_ok=True)
    shutil.rmtree(folder / FOLDER, ignore_errors=True)


def _organisation_name(workspace: Workspace, organisation: str) -> str:
    """Return the organisation's own name, or its folder's where that cannot be read."""
    from genderaudit.methodology.organisation import read_organisation

    try:
        return read_organisation(workspace.raw(organisation)).name
    except AuditError:
        return organisation


def _write_page(page: Path, code: str, organisation: str, round: str, failure: Failure, **links: str) -> None:
    from genderaudit.foundations.language import language
    from genderaudit.report.failure import failure_page

    html = failure_page(
        language(code),
        organisation=organisation,
        round=round,
        phase=failure.phase,
        cell=failure.cell,
        error=failure.error,
        message=failure.message,
        advice=advice_for(failure),
        **links,
    )
    write_atomically(page, html)
