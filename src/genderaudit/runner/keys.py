"""Keys: one hash of everything that a phase's result was made from. An equal key means that it is up to date."""

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
"""Pattern of a round's files that may hold answers to its action plan, which the next round follows up."""
LOCK_FILES = ("~$", ".~lock.")
"""Prefixes of files that an office program puts beside an open file."""


def phase_keys(task: Task, workspace: Workspace, round: str, language: str) -> dict[str, str]:
    """Return the key of each stage and of the annex.

    A stage's key includes that of the stage before, because stages read each other's findings.
    """
    key = _digest(suite_key(), own_key(workspace), round_key(workspace, task.organisation, round), language)
    keys = {}
    for phase in STAGES:
        parameters = json.dumps(dict(sorted(task.parameters.get(phase, {}).items())))
        benchmarks = _benchmarks(workspace, task.organisation, round) if phase == REPORT else []
        key = _digest(key, phase, parameters, code_hash(task.notebook(phase)), *benchmarks)
        keys[phase] = key
    return keys | {ANNEX: _digest(key, ANNEX)}


@cache
def suite_key() -> str:
    """Return the hash of the templates, the package's code and its version."""
    sources = [path for path in TEMPLATES.rglob("*") if path.is_file()]
    code = list(PACKAGE.rglob("*.py"))
    return _digest(metadata.version("genderaudit"), _hash_of_files(TEMPLATES, sources), _hash_of_files(PACKAGE, code))


def own_key(workspace: Workspace) -> str:
    """Return the hash of the method and texts that the workspace lays over the suite's."""
    return _hash_of_files(workspace.root, workspace.own_template_files())


def round_key(workspace: Workspace, organisation: str, round: str) -> str:
    """Return the hash of ``organisation.yml``, the round's files, and the earlier rounds' results it is compared with.

    Those are their findings, and their answered action plans.
    """
    folder = workspace.raw(organisation, round)
    files = [path for path in folder.iterdir() if path.is_file() and not path.name.startswith(LOCK_FILES)]
    rounds = [name for name in workspace.rounds(organisation) if name < round]
    earlier = [workspace.compared(organisation, name, phase) for name in rounds for phase in PHASES]
    earlier += [path for name in rounds for path in workspace.raw(organisation, name).glob(ANSWERS)]
    earlier.append(workspace.withheld(organisation, round))
    existing = [path for path in earlier if path.is_file()]
    return _digest(_hash_of_files(workspace.root, [folder.parent / "organisation.yml", *files, *existing]))


def _benchmarks(workspace: Workspace, organisation: str, round: str) -> list[str]:
    """Return the benchmarks shown in the report, without their date; empty where they cannot be read.

    The report itself names what cannot be read.
    """
    if not workspace.benchmarks().is_file():  # avoids reading the settings file where there are no benchmarks
        return []
    with suppress(AuditError):
        benchmarks = benchmarks_of(workspace, read_organisation(workspace.raw(organisation)), round)
        return [benchmarks[name].model_dump_json(exclude={"date"}) for name in sorted(benchmarks)]
    return []


def _hash_of_files(root: Path, paths: Iterable[Path]) -> str:
    names = {path.relative_to(root).as_posix(): path for path in paths}
    return _digest(*(part for name in sorted(names) for part in (name, file_hash(names[name]))))


def _digest(*parts: str) -> str:
    """Return the hash of texts; lengths keep ("ab", "c") apart from ("a", "bc")."""
    digest = hashlib.sha256()
    for part in parts:
        data = part.encode()
        digest.update(f"{len(data)}:".encode() + data)
    return digest.hexdigest()
