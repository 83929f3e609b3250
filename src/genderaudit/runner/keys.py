"""Keys: what a phase's result was made from, as one hash. The same key means that there is nothing to do."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from contextlib import suppress
from functools import cache
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING

from genderaudit.conclusions.benchmarks import benchmarks_of
from genderaudit.foundations.errors import AuditError
from genderaudit.foundations.files import file_hash
from genderaudit.foundations.workspace import ANNEX, PHASES, REPORT, STAGES, TEMPLATES, Workspace
from genderaudit.methodology.organisation import read_organisation
from genderaudit.runner.copies import code_hash

if TYPE_CHECKING:
    from genderaudit.runner.tasks import Task

PACKAGE = Path(__file__).parents[1]
ANSWERS = "action*"
"""Files of a round that may hold answers to its action plan, which the next round follows up."""
LOCK_FILES = ("~$", ".~lock.")
"""Files that an office program leaves beside a file while it is open."""


def phase_keys(task: Task, workspace: Workspace, round: str, language: str) -> dict[str, str]:
    """The key of each stage and of the annex.

    A stage's key holds that of the one before, because stages read each other's findings.
    """
    key = _digest(suite_key(), own_key(workspace), round_key(workspace, task.organisation, round), language)
    keys = {}
    for phase in STAGES:
        given = json.dumps(dict(sorted(task.parameters.get(phase, {}).items())))
        beside = _benchmarks(workspace, task.organisation, round) if phase == REPORT else []
        key = _digest(key, phase, given, code_hash(task.notebook(phase)), *beside)
        keys[phase] = key
    return keys | {ANNEX: _digest(key, ANNEX)}


@cache
def suite_key() -> str:
    """Hash of the templates, the package's code and its version."""
    sources = [path for path in TEMPLATES.rglob("*") if path.is_file()]
    code = list(PACKAGE.rglob("*.py"))
    return _digest(metadata.version("genderaudit"), _files(TEMPLATES, sources), _files(PACKAGE, code))


def own_key(workspace: Workspace) -> str:
    """Hash of the method and texts that the workspace lays over the suite's."""
    return _files(workspace.root, workspace.own_template_files())


def round_key(workspace: Workspace, organisation: str, round: str) -> str:
    """Hash of ``organisation.yml``, the round's files, and what it compares with of earlier rounds.

    That is their findings, and their answered action plans.
    """
    folder = workspace.raw(organisation, round)
    files = [path for path in folder.iterdir() if path.is_file() and not path.name.startswith(LOCK_FILES)]
    rounds = [name for name in workspace.rounds(organisation) if name < round]
    earlier = [workspace.compared(organisation, name, phase) for name in rounds for phase in PHASES]
    earlier += [path for name in rounds for path in workspace.raw(organisation, name).glob(ANSWERS)]
    earlier.append(workspace.withheld(organisation, round))
    found = [path for path in earlier if path.is_file()]
    return _digest(_files(workspace.root, [folder.parent / "organisation.yml", *files, *found]))


def _benchmarks(workspace: Workspace, organisation: str, round: str) -> list[str]:
    """The benchmarks that the report shows, but not when they were made; of what cannot be read the report tells."""
    if not workspace.benchmarks().is_file():  # so that a settings file is read for those that have benchmarks only
        return []
    with suppress(AuditError):
        found = benchmarks_of(workspace, read_organisation(workspace.raw(organisation)), round)
        return [found[name].model_dump_json(exclude={"date"}) for name in sorted(found)]
    return []


def _files(root: Path, paths: Iterable[Path]) -> str:
    names = {path.relative_to(root).as_posix(): path for path in paths}
    return _digest(*(part for name in sorted(names) for part in (name, file_hash(names[name]))))


def _digest(*parts: str) -> str:
    """Hash of texts; the length in front keeps ("ab", "c") apart from ("a", "bc")."""
    digest = hashlib.sha256()
    for part in parts:
        data = part.encode()
        digest.update(f"{len(data)}:".encode() + data)
    return digest.hexdigest()
