"""Removal of what an earlier run published where a run fails: readers would take it for the present state of the lists.

Notebooks, pages of single phases, findings and released editions stay.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from pathlib import Path

from genderaudit.foundations.workspace import ACTION_PLAN, ANNEX, BRIEF, MAP, PUBLICATIONS, REPORT, Workspace
from genderaudit.runner import record as records
from genderaudit.runner.record import Step

DOCUMENTS = (f"{REPORT}.docx", f"{BRIEF}.docx", f"{BRIEF}.pptx")
"""Documents that the report notebook writes beside its pages."""
WORKBOOK = f"{ACTION_PLAN}.xlsx"
HANDED_OUT: Mapping[str, tuple[str, ...]] = {
    "gap_analysis": (f"{MAP}.svg", f"{MAP}.pdf"),
    "recommendations": (WORKBOOK,),
    REPORT: (*(f"{page}.html" for page in PUBLICATIONS), *DOCUMENTS),
    ANNEX: (f"{ANNEX}.html",),
}
"""Stage → the files for readers that it makes."""


def withdraw(workspace: Workspace, organisation: str, round: str, language: str, kept: Collection[str]) -> list[str]:
    """Remove the published files of all stages except ``kept``; return the stages that must run again because of it.

    Call it before the failure is recorded, since it reads the record. A workbook that somebody has saved since stays.
    """
    record = records.read(workspace, organisation, round, language)
    steps = record.steps if record else {}
    folder = workspace.outputs(organisation, round, language)
    lost = []
    for stage in (stage for stage in HANDED_OUT if stage not in kept):
        existing = [path for path in (folder / name for name in HANDED_OUT[stage]) if path.is_file()]
        removable = [path for path in existing if path.name != WORKBOOK or _is_as_made(path, steps.get(stage))]
        for path in removable:
            path.unlink()
        lost += [stage] if removable else []
    return lost


def _is_as_made(path: Path, step: Step | None) -> bool:
    """Return true if the file was not saved since the step that made it, as far as its time shows."""
    if step is None or step.state != "done":
        return False
    finished = dt.datetime.fromisoformat(step.finished).timestamp()  # in whole seconds
    return path.stat().st_mtime < finished + 1
