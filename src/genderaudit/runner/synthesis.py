"""Execution of the synthesis notebook with papermill, and its page."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path
from typing import TYPE_CHECKING

from genderaudit.foundations.errors import AuditError
from genderaudit.foundations.files import write_atomically
from genderaudit.foundations.language import Language, language
from genderaudit.foundations.workspace import NOTEBOOKS, REPORT, SYNTHESIS, Workspace
from genderaudit.runner.notebooks import PhaseFailedError, as_file_text, run_phase

if TYPE_CHECKING:
    from genderaudit.synthesis.audits import AuditSelection


class SynthesisFailedError(AuditError):
    """The notebook failed; the sentence gives the reason."""


def make_synthesis(workspace: Workspace, period: str, organisations: str, code: str, *, release: bool) -> Path:
    """Make the page of a synthesis in one language, with its executed notebook; return the page's path.

    ``release``: a released page, else a draft. Raises ``AuditError`` for parameters that are not understood,
    ``SynthesisFailedError`` where the notebook fails.
    """
    from genderaudit.report.export import export_synthesis
    from genderaudit.synthesis.audits import AuditSelection, refuse_unknown

    texts, choice = language(code), AuditSelection.of(period, organisations)
    refuse_unknown(workspace, choice)
    parameters: dict[str, str | bool] = {
        "period": period,
        "organisations": organisations,
        "language": code,
        "workspace": str(workspace.root),
    }
    parameters |= {"release": release}
    try:
        executed = run_phase(NOTEBOOKS / f"{SYNTHESIS}.ipynb", parameters, SYNTHESIS)
    except PhaseFailedError as error:
        raise SynthesisFailedError(error.failure.message or error.failure.error) from None
    folder = workspace.synthesis(_folder_name(choice), code)
    html = export_synthesis(executed, texts, *titles(choice, texts), dt.date.today(), is_draft=not release)
    write_atomically(folder / f"{REPORT}.html", html)
    write_atomically(folder / f"{SYNTHESIS}.ipynb", as_file_text(executed))
    if release:
        released_page = workspace.released_synthesis(dt.date.today(), _folder_name(choice), code)
        write_atomically(released_page, html)
        return released_page
    return folder / f"{REPORT}.html"


def titles(choice: AuditSelection, texts: Language) -> tuple[str, str]:
    """Return the title of the page, and a phrase on which audits of its period it covers; empty for all."""
    title = texts.text("synthesis.title", period=choice.period or texts.text("synthesis.newest"))
    if choice.kind:
        return title, texts.text("synthesis.of_kind", kind=texts.text(f"kinds.{choice.kind}"))
    name = "of_federation" if choice.federation else "of_chosen" if choice.names else ""
    return title, texts.text(f"synthesis.{name}") if name else ""


def _folder_name(choice: AuditSelection) -> str:
    """Return the folder name of a synthesis: its period and its audits."""
    of = [f"kind_{choice.kind}"] if choice.kind else [f"federation_{choice.federation}"] if choice.federation else []
    parts = [choice.period or "newest", *of, *choice.names]
    return re.sub(r"[^a-z0-9_-]", "_", "_".join(filter(None, parts)).lower())[:64]
