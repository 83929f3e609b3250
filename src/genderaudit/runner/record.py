"""Run records: what was made from what, and what failed (``data/processed/…/runs/<language>.json``).

A record holds no value of a person: of an error it keeps phase, cell and class, and the message only of an
``AuditError``, whose messages never hold such values.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from typing import Literal

from genderaudit.foundations.files import file_hash, write_atomically
from genderaudit.foundations.workspace import Workspace
from genderaudit.foundations.yamlfile import Record
from genderaudit.runner.parameters import Value

SCHEMA = "genderaudit/run/1"
DATA = "data"
"""In place of a phase: the check of an organisation's files."""
WORKER = "run"
"""In place of a phase: the process itself, which died or had nothing to run."""


class Failure(Record):
    """The cause of a failed run. ``cell`` is the position in the notebook in ``notebooks/``, from 1."""

    phase: str
    cell: int | None = None
    error: str
    message: str = ""


class Step(Record):
    """The last making of a stage, or of the annex.

    ``outputs``: path in the workspace → SHA-256; ``stamps``: path → size and time of change in nanoseconds,
    by which an untouched file is recognised without reading it.
    """

    key: str
    state: Literal["done", "failed"]
    finished: str
    outputs: dict[str, str] = {}
    stamps: dict[str, tuple[int, int]] = {}
    error: Failure | None = None

    def holds(self, key: str, root: Path) -> bool:
        """Return true if it was made from ``key`` and its files are unchanged."""
        return self.state == "done" and self.key == key and self.intact(root)

    def intact(self, root: Path) -> bool:
        """Return true if its files are unchanged."""
        return all(self._is_as_made(root / name, name) for name in self.outputs)

    def _is_as_made(self, path: Path, name: str) -> bool:
        try:
            return _stamp(path) == self.stamps.get(name) or file_hash(path) == self.outputs[name]
        except OSError:
            return False

    def present(self, root: Path) -> bool:
        """Return true if its files exist."""
        return all((root / name).is_file() for name in self.outputs)


class RunRecord(Record):
    """The last run of a round in one language; state ``begun``: it is running, or was killed."""

    format: str = SCHEMA
    organisation: str
    round: str
    language: str
    parameters: dict[str, dict[str, Value]] = {}
    state: Literal["begun", "done", "failed"] = "failed"
    finished: str = ""
    steps: dict[str, Step] = {}
    error: Failure | None = None


def made(key: str, files: Sequence[Path], root: Path) -> Step:
    """Return the step that has just made ``files``."""
    names = {path.relative_to(root).as_posix(): path for path in files}
    return Step(
        key=key,
        state="done",
        finished=now(),
        outputs={name: file_hash(path) for name, path in names.items()},
        stamps={name: _stamp(path) for name, path in names.items()},
    )


def read(workspace: Workspace, organisation: str, round: str, language: str) -> RunRecord | None:
    """Return the record; None if there is none that this version can read."""
    try:
        content = json.loads(workspace.run_record(organisation, round, language).read_bytes())
        record = RunRecord.model_validate(content)
    except (FileNotFoundError, ValueError):  # after a damaged record the work is simply done again
        return None
    return record if record.format == SCHEMA else None


def write(workspace: Workspace, record: RunRecord) -> None:
    """Write the record."""
    path = workspace.run_record(record.organisation, record.round, record.language)
    write_atomically(path, json.dumps(record.model_dump(mode="json"), ensure_ascii=False, indent=1) + "\n")


def fail(
    workspace: Workspace, organisation: str, round: str, language: str, failure: Failure, lost: Collection[str] = ()
) -> None:
    """Record a failure outside the phases; earlier steps stay recorded, except stages whose files are ``lost``."""
    before = read(workspace, organisation, round, language)
    before = before or RunRecord(organisation=organisation, round=round, language=language)
    steps = without(before.steps, lost)
    write(workspace, before.model_copy(update={"state": "failed", "finished": now(), "error": failure, "steps": steps}))


def without(steps: Mapping[str, Step], lost: Collection[str]) -> dict[str, Step]:
    """Return the steps except those that were done and whose files are ``lost``."""
    return {name: step for name, step in steps.items() if name not in lost or step.state == "failed"}


def recorded_languages(workspace: Workspace, organisation: str, round: str) -> list[str]:
    """Return the languages in which the round was run."""
    return sorted(path.stem for path in (workspace.processed(organisation, round) / "runs").glob("*.json"))


def now() -> str:
    """Return the present time, UTC, ISO 8601."""
    return dt.datetime.now(dt.UTC).isoformat(timespec="seconds")


def _stamp(path: Path) -> tuple[int, int]:
    stat = path.stat()
    return stat.st_size, stat.st_mtime_ns
