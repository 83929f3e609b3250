"""What an organisation is shown when its audit could not be made: a page in its language, a redacted notebook.

The terminal says the same sentences (``sentences``).
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
"""Folder, beside the reports, of the notebook that stopped: its cells, no outputs."""
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
"""Error → key of the language files' ``failure.advice``; for all others ``unknown``."""


def failure_of(phase: str, error: Exception, code: str) -> Failure:
    """The failure that ``error`` is. Of its message only what cannot hold a person's value is kept.

    An ``AuditError`` is written to be read; of an ``OSError`` the reason is said, in the language, and the file's name.
    """
    from genderaudit.foundations.language import language

    match error:
        case AuditError():
            message = error.sentence(language(code))
        case OSError():
            file = _at_fault(Path(error.filename)).name if isinstance(error.filename, str) else ""
            message = SystemFault(error.errno, file).sentence(language(code))
        case _:
            message = ""
    name = AuditError.__name__ if isinstance(error, AuditError) else type(error).__name__
    return Failure(phase=phase, error=name, message=message)


def _at_fault(path: Path) -> Path:
    """The file that stands where a folder of the path should be; else the path itself."""
    return next((above for above in reversed(path.parents) if above.is_file()), path)


def sentences(failure: Failure, code: str) -> list[str]:
    """What the page says of the failure, a line each: what happened, what is wrong, what to do."""
    from genderaudit.foundations.language import language

    speaks, advice = language(code), advice_for(failure)
    happened, to_do = speaks.text(f"failure.happened.{advice}"), speaks.text(f"failure.advice.{advice}")
    return [happened, *failure.message.splitlines(), to_do]


def advice_for(failure: Failure) -> str:
    """Key of the language files' ``failure.happened`` and ``failure.advice``."""
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
    """Write the error page of a round in one language, and what was executed of the notebook that stopped."""
    from genderaudit.runner.notebooks import written

    folder = workspace.outputs(organisation, round, language)
    name = f"{report_name(failure.phase)}.ipynb" if failure.phase in STAGES else ""
    if stopped is not None:
        write_atomically(folder / FOLDER / name, written(stopped))
    quality = workspace.data_quality(organisation, round)
    links = {
        "notebook": f"{FOLDER}/{name}" if stopped is not None else "",
        "data_quality": f"../{quality.name}" if failure.phase == DATA and quality.is_file() else "",
    }
    _write(folder / PAGE, language, _name(workspace, organisation), round, failure, **links)


def show_lost(workspace: Workspace, organisation: str, failure: Failure) -> None:
    """The error page of an organisation of which neither round nor language could be read."""
    from genderaudit.foundations.language import languages

    folder = workspace.index().parent / organisation
    for code in languages():
        _write(folder / lost_page(code), code, _name(workspace, organisation), "", failure, notebook="")


def lost_page(code: str) -> str:
    """Name of the error page, in this language, of an organisation that could not be read at all."""
    return f"error_{code}.html"


def clear_failure(workspace: Workspace, organisation: str, round: str, language: str) -> None:
    """Remove what an earlier failure left."""
    folder = workspace.outputs(organisation, round, language)
    for page in (folder / PAGE, *folder.parents[1].glob(lost_page("[a-z][a-z]"))):
        page.unlink(missing_ok=True)
    shutil.rmtree(folder / FOLDER, ignore_errors=True)


def _name(workspace: Workspace, organisation: str) -> str:
    """What the organisation calls itself; the name of its folder where that cannot be read."""
    from genderaudit.methodology.organisation import read_organisation

    try:
        return read_organisation(workspace.raw(organisation)).name
    except AuditError:
        return organisation


def _write(page: Path, code: str, organisation: str, round: str, failure: Failure, **links: str) -> None:
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
