"""Notes on which organisations were up to date, so that a run over thousands need not read every file again.

A file with unchanged size, times and inode counts as unchanged. The notes are only a shortcut: without a note, or
where a file was touched, everything is read and hashed (``keys``, ``record``).
"""

from __future__ import annotations

import hashlib
import json
import os
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from genderaudit.foundations.errors import AuditError
from genderaudit.foundations.files import write_atomically
from genderaudit.foundations.workspace import STAGES, Workspace
from genderaudit.methodology.organisation import read_organisation
from genderaudit.runner.copies import code_hash
from genderaudit.runner.keys import suite_key

if TYPE_CHECKING:
    from genderaudit.runner.tasks import Task

FORMAT = "genderaudit/known/1"


class Known:
    """The notes of one workspace."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._changed = False
        self._notes: dict[str, dict[str, Any]] = {}
        with suppress(OSError, ValueError, AttributeError):  # damaged notes are ignored
            content = json.loads(workspace.known().read_bytes())
            self._notes = content["organisations"] if content.get("format") == FORMAT else {}

    def languages(self, organisation: str) -> tuple[str, ...] | None:
        """Return the languages of ``organisation.yml``; None if the file must be read."""
        note = self._notes.get(organisation)
        if note is None or note["stamp"] != self._stamp_of(organisation):
            return None
        return tuple(note["languages"])

    def mark(self, task: Task) -> str:
        """Return one hash of the request and the present state of all files of the organisation."""
        request = [task.rounds, task.languages, {phase: dict(given) for phase, given in task.parameters.items()}]
        notebooks = [task.notebook(phase) for phase in STAGES]
        hashes = [_notebook_hash(path, tuple(_stamp_of(path.stat()))) for path in notebooks]
        own_templates = [[str(path), _stamp_of(path.stat())] for path in self._workspace.own_template_files()]
        digest = hashlib.sha256(json.dumps([suite_key(), own_templates, hashes, request]).encode())
        with suppress(FileNotFoundError):
            digest.update(json.dumps(_stamp_of(self._workspace.benchmarks().stat())).encode())
        for folder in self._workspace.folders(task.organisation):
            digest.update(b"link" if folder.is_symlink() else b"folder")
            _add_stamps(str(folder), digest)
        return digest.hexdigest()

    def holds(self, task: Task, mark: str) -> bool:
        """Return true if the task was up to date at this mark."""
        note = self._notes.get(task.organisation)
        return not task.force and note is not None and note["mark"] == mark

    def note(self, task: Task, mark: str) -> None:
        """Note that the task is up to date; ``mark`` must have been taken before that was established."""
        with suppress(AuditError, OSError):
            stamp = self._stamp_of(task.organisation)
            languages = read_organisation(self._workspace.raw(task.organisation)).languages
            self._notes[task.organisation] = {"mark": mark, "stamp": stamp, "languages": languages}
            self._changed = True

    def save(self) -> None:
        """Write the notes; a full disk does not stop a run."""
        if self._changed:
            with suppress(OSError):
                write_atomically(
                    self._workspace.known(), json.dumps({"format": FORMAT, "organisations": self._notes}) + "\n"
                )

    def _stamp_of(self, organisation: str) -> list[int] | None:
        with suppress(OSError):
            return _stamp_of((self._workspace.raw(organisation) / "organisation.yml").stat())
        return None


@cache
def _notebook_hash(path: Path, stamp: tuple[int, ...]) -> str:
    return code_hash(path)


def _add_stamps(folder: str, digest: Any) -> None:
    """Add every file below ``folder`` with its stamp to the digest, in order."""
    with suppress(FileNotFoundError):
        for entry in sorted(os.scandir(folder), key=lambda entry: entry.name):
            if entry.is_dir(follow_symlinks=False):
                _add_stamps(entry.path, digest)
            else:
                line = f"{entry.path}{_stamp_of(entry.stat(follow_symlinks=False))}\n"
                digest.update(line.encode("utf-8", "surrogateescape"))


def _stamp_of(stat: os.stat_result) -> list[int]:
    return [stat.st_size, stat.st_mtime_ns, stat.st_ctime_ns, stat.st_ino]
