"""Status of each organisation, round, language and phase: done, stale, failed or missing; and the index page."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Literal

from genderaudit.conclusions.releases import Release, hand_out, releases
from genderaudit.foundations.errors import AuditError
from genderaudit.foundations.files import write_atomically
from genderaudit.foundations.language import language
from genderaudit.foundations.workspace import (
    ACTION_PLAN,
    ANNEX,
    BRIEF,
    MAP,
    NOTEBOOKS,
    PHASES,
    POSTER,
    REPORT,
    STAGES,
    SYNTHESIS,
    Workspace,
    report_name,
)
from genderaudit.methodology.organisation import Organisation, read_organisation
from genderaudit.runner import record as records
from genderaudit.runner.copies import notebooks_of
from genderaudit.runner.failures import PAGE, lost_page
from genderaudit.runner.keys import phase_keys
from genderaudit.runner.record import RunRecord
from genderaudit.runner.tasks import Task

State = Literal["done", "stale", "failed", "missing"]
FILES = {
    REPORT: f"{REPORT}.html",
    BRIEF: f"{BRIEF}.html",
    "word": f"{REPORT}.docx",
    "slides": f"{BRIEF}.pptx",
    POSTER: f"{POSTER}.html",
    MAP: f"{MAP}.pdf",
    ACTION_PLAN: f"{ACTION_PLAN}.xlsx",
    ANNEX: f"{ANNEX}.html",
}
"""Files of a round that the index links to, in its order, by the key of their label."""
STEPS = (*STAGES, ANNEX)


@dataclass(frozen=True, slots=True)
class RoundStatus:
    """The status of a round in one language; ``steps`` are the stages and the annex."""

    organisation: str
    name: str
    invented: bool
    round: str
    language: str
    steps: dict[str, State]
    finished: str
    failed: bool
    key: str = ""
    """Key of everything that the report would be made from (``keys``)."""
    releases: tuple[Release, ...] = ()
    """Releases of the round, newest first."""
    fault: str = ""
    """Reason why the releases cannot be read; empty if they can."""

    @property
    def state(self) -> State:
        """Return the worst state of the parts."""
        if self.failed:
            return "failed"
        return next((s for s in ("failed", "missing", "stale") if s in self.steps.values()), "done")


def status(workspace: Workspace, notebooks: Path = NOTEBOOKS, organisations: Sequence[str] = ()) -> list[RoundStatus]:
    """Return a row per organisation (or those named), round and language, languages of ``organisation.yml`` first.

    An organisation whose ``organisation.yml`` cannot be read has one failed row.
    """
    rows = []
    running = {phase: str(path) for phase, path in notebooks_of(workspace, notebooks).items()}
    for name in organisations or workspace.organisations():
        try:
            about = read_organisation(workspace.raw(name))
        except AuditError:
            rows.append(RoundStatus(name, name, False, "", "", dict.fromkeys(STEPS, "failed"), "", True))
            continue
        for round in workspace.rounds(name):
            recorded = records.recorded_languages(workspace, name, round)
            codes = dict.fromkeys([*about.languages, *recorded])
            released, fault = _releases_of(workspace, name, round)
            made = (_status_row(workspace, name, about, round, code, running) for code in codes)
            rows += [replace(row, releases=released, fault=fault) for row in made]
    return rows


def write_index(workspace: Workspace, rows: Sequence[RoundStatus]) -> Path:
    """Write ``outputs/index.html`` with a link to every existing report; missing released pages are restored."""
    from genderaudit.report.export import index_page

    for one in {id(one): one for row in rows for one in row.releases}.values():
        hand_out(workspace, one)
    path = workspace.index()
    code = _most_used(rows)
    write_atomically(
        path, index_page([_index_row(workspace, row, code) for row in rows], language(code), _syntheses(workspace))
    )
    return path


def _syntheses(workspace: Workspace) -> list[tuple[str, str]]:
    """Return the syntheses in the outputs: name of the folder with its language, and address."""
    top = workspace.index().parent
    pages = sorted((top / SYNTHESIS).glob(f"*/*/{REPORT}.html"))
    return [(f"{path.parents[1].name}, {path.parent.name}", path.relative_to(top).as_posix()) for path in pages]


def _releases_of(workspace: Workspace, name: str, round: str) -> tuple[tuple[Release, ...], str]:
    try:
        return tuple(releases(workspace, name, round)[::-1]), ""
    except AuditError as error:  # so that the other organisations are still listed
        return (), str(error)


def _status_row(
    workspace: Workspace, name: str, about: Organisation, round: str, code: str, notebooks: Mapping[str, str]
) -> RoundStatus:
    record = records.read(workspace, name, round, code)
    parameters = record.parameters if record else {}
    task = Task(str(workspace.root), notebooks, name, (round,), (code,), parameters)
    keys = phase_keys(task, workspace, round, code)
    steps: dict[str, State] = {step: _step_state(record, step, keys[step], workspace.root) for step in STEPS}
    finished = record.finished if record else ""
    failed = record is not None and record.state == "failed"
    return RoundStatus(name, about.name, about.invented, round, code, steps, finished, failed, keys[ANNEX])


def _step_state(record: RunRecord | None, name: str, key: str, root: Path) -> State:
    step = record.steps.get(name) if record else None
    if step is None:
        before_any = record is not None and record.error is not None and record.error.phase not in STEPS
        return "failed" if before_any else "missing"
    if step.state == "failed":
        return "failed"
    if not step.present(root):
        return "missing"
    return "done" if step.holds(key, root) else "stale"


def _index_row(workspace: Workspace, row: RoundStatus, code: str) -> dict[str, Any]:
    from genderaudit.report.edition import line

    top = workspace.index().parent
    known = bool(row.round)
    folder = workspace.outputs(row.organisation, row.round, row.language) if known else top / row.organisation

    def link(file: str, place: Path = folder) -> str | None:
        path = place / file
        return Path(os.path.relpath(path, top)).as_posix() if path.is_file() else None

    editions = [
        (
            line(one, language(code)),
            link(f"{REPORT}.html", workspace.edition(one.organisation, one.round, one.number, row.language)),
        )
        for one in row.releases
        if row.language in one.made_from
    ]

    return {
        "name": row.name,
        "invented": row.invented,
        "round": row.round,
        "language": row.language,
        "status": row.state,
        "date": row.finished or None,
        "files": {name: link(file) for name, file in FILES.items()},
        "phases": {phase: link(f"{report_name(phase)}.html") for phase in PHASES},
        "editions": [(text, address) for text, address in editions if address],
        "error": link(PAGE if known else lost_page(code)) if row.state == "failed" else None,
    }


def _most_used(rows: Sequence[RoundStatus]) -> str:
    """Return the language of most reports, for the index."""
    counts = Counter(row.language for row in rows if row.language)
    return min(counts, key=lambda code: (-counts[code], code)) if counts else "en"
