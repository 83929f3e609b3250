"""What phase 4 would refuse of a validation session, said by ``check`` before a run.

The findings that the session is about are recorded already: its sheet was made from them. They are those of the last
run; lists that have changed since may make them others.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from typing import Any

from genderaudit.conclusions.findings_file import read
from genderaudit.foundations.errors import AuditError
from genderaudit.foundations.workspace import PHASES, Workspace
from genderaudit.intake import Intake

READ = ("validation", "interviews")
"""The lists that are needed for it."""


def with_session(intake: Intake, workspace: Workspace, organisation: str, round: str, code: str) -> Intake:
    """``intake`` with what phase 4 would refuse among its problems; as it is where nothing is recorded yet.

    ``code`` is the language that the findings are asked in.
    """
    *before, last = PHASES
    recorded = all(workspace.findings(organisation, round, phase).is_file() for phase in before)
    if intake.tables["validation"].empty or not recorded:
        return intake
    from genderaudit.audit.notebook import open_audit

    with suppress(AuditError):  # of findings that cannot be read the run says so
        settings = _settings(workspace, organisation, round, last)
        audit = open_audit(last, organisation, round, code, str(workspace.root), **settings)
        for name in READ:
            audit.data.take(name, intake)
        found = [audit.findings(phase) for phase in before]
        audit.conclude.triangulate(*found)
        return replace(intake, problems=(*intake.problems, *audit.conclude.refused(*found)))
    return intake


def _settings(workspace: Workspace, organisation: str, round: str, phase: str) -> Any:
    """The settings with which a phase was run last, if it was."""
    path = workspace.findings(organisation, round, phase)
    return read(path, organisation, round, phase).parameters if path.is_file() else {}
