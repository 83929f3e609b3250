"""Check of the validation session by ``genderaudit check``: what phase 4 would refuse.

The findings of the last run are used, from which the session's sheet was made; if lists have changed since, a new run
may differ.
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
"""Lists needed for the check."""


def with_session(intake: Intake, workspace: Workspace, organisation: str, round: str, code: str) -> Intake:
    """Return ``intake`` with the problems that phase 4 would raise; unchanged if no findings are recorded.

    ``code`` is the language in which findings are read.
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
        findings = [audit.findings(phase) for phase in before]
        audit.conclude.triangulate(*findings)
        return replace(intake, problems=(*intake.problems, *audit.conclude.refused(*findings)))
    return intake


def _settings(workspace: Workspace, organisation: str, round: str, phase: str) -> Any:
    """Return the settings of a phase's last run, or nothing."""
    path = workspace.findings(organisation, round, phase)
    return read(path, organisation, round, phase).parameters if path.is_file() else {}
