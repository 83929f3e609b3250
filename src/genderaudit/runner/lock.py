"""The lock that allows one run at a time in a workspace, and the log that other programs read."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

from genderaudit.foundations.errors import AuditError
from genderaudit.foundations.files import try_lock
from genderaudit.foundations.workspace import Workspace
from genderaudit.runner.record import now


class BusyError(AuditError):
    """Another run has locked the workspace."""


@contextmanager
def locked(workspace: Workspace, patience: float = 0) -> Iterator[None]:
    """Lock the workspace; the system releases the lock with the process, however that ends.

    Raises ``BusyError`` where another run still holds it after ``patience`` seconds.
    """
    path = workspace.lock()
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a+") as file:
        until = time.monotonic() + patience
        while not try_lock(file):
            if time.monotonic() >= until:
                raise BusyError("busy", folder=workspace.root)
            time.sleep(0.5)
        yield


def log(workspace: Workspace, event: str, **values: Any) -> None:
    """Add a line to ``outputs/run.jsonl``; a full disk does not stop a run."""
    line = json.dumps({"time": now(), "event": event, **values}, ensure_ascii=False)
    with suppress(OSError):
        path = workspace.run_log()
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("a", encoding="utf-8") as file:
            file.write(line + "\n")
