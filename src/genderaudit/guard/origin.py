"""Tracking of which organisations' files a kernel has read, and marks on output that is of invented ones alone.

An IPython extension, loaded only in kernels started by the guarded server (``server``). An audit hook reports
every file that Python opens, whoever opens it: an audit, pandas, a user's line. While all these files
belong to invented organisations, each output gets a mark by which ``saved`` keeps it; once a file of
another organisation was opened, no output gets it until the kernel restarts. A mark belongs to one output: nothing
written in a notebook can vouch for other output.
"""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from functools import cache, partial
from pathlib import Path
from threading import Event
from typing import Any

from genderaudit.foundations.workspace import Workspace, organisation_of

MARK = "genderaudit"
"""Key of the suite's entry in an output's metadata."""
KEPT = "application/vnd.genderaudit.kept"
"""MIME type of the HTML that is kept of an output, where that differs from what is on the screen."""
INVENTED = "invented"
"""Key in the entry: the invented organisations of which alone the output can be."""
DISPLAYS = ("display_data", "execute_result", "update_display_data")
PROGRAMS = ("os.exec", "os.fork", "os.forkpty", "os.posix_spawn", "os.spawn", "os.system", "subprocess.Popen")
"""Audit events by which Python starts another program, whose opened files are not reported."""


def load_ipython_extension(shell: Any) -> None:
    """Install the hooks; IPython calls it when the kernel starts, before any cell."""
    origin, printed = Origin(), Event()
    sys.addaudithook(origin.record_opening)
    for shows in (shell.display_pub, shell.displayhook):
        shows.register_hook(origin.marked)

    def note(message: dict[str, Any]) -> dict[str, Any]:
        printed.set()
        return message

    def end_cell(result: Any) -> None:
        # Printed text and errors have no place for a mark: an empty output with one stands for those of the cell.
        for stream in streams:
            stream.flush()
        if origin.names() and (printed.is_set() or not result.success):
            shell.display_pub.publish({})
        printed.clear()

    streams: tuple[Any, ...] = (sys.stdout, sys.stderr)
    for stream in streams:  # hooks on printed text must be registered in the thread that sends it
        stream.pub_thread.schedule(partial(stream.register_hook, note))
    shell.events.register("post_run_cell", end_cell)


class Origin:
    """The organisations whose files this process has opened."""

    def __init__(self) -> None:
        self._read: set[tuple[Workspace, str]] = set()
        self._programs = False
        self._real = False

    def record_opening(self, event: str, arguments: tuple[Any, ...]) -> None:
        """Record whose file is opened, or that a program is started (a hook of ``sys.addaudithook``)."""
        if event == "open" and isinstance(arguments[0], str | bytes | os.PathLike):
            path = os.fsdecode(arguments[0])
            if path.endswith(".pyc"):  # most of what is opened: modules
                return
            with suppress(OSError, ValueError):  # a path that fails here cannot be opened either
                owner = organisation_of(Path(path))
                if owner is not None:
                    self._read.add(owner)
        elif event in PROGRAMS:
            self._programs = True

    def names(self) -> list[str]:
        """Return the organisations if all are invented; empty if one is not, or nothing was read.

        Another program may have read any list of the same workspaces; then all organisations there count.
        """
        if not self._real:
            workspaces = {place for place, _ in self._read} if self._programs else set()
            possibly_read = {(place, name) for place in workspaces for name in place.organisations()}
            self._real = not all(_is_invented(place, name) for place, name in self._read | possibly_read)
        return [] if self._real else sorted({name for _, name in self._read})

    def marked(self, message: dict[str, Any]) -> dict[str, Any]:
        """Return the message of an output, with the mark if it can only be of invented organisations."""
        content = message["content"]
        metadata = content.get("metadata") or {}
        if message["msg_type"] in DISPLAYS and MARK not in metadata and (names := self.names()):
            content["metadata"] = {**metadata, MARK: {INVENTED: names}}
        return message


def _is_invented(place: Workspace, name: str) -> bool:
    with suppress(OSError):
        file = place.settings(name)
        return _says_invented(file, file.stat().st_mtime_ns)
    return False


@cache
def _says_invented(file: Path, changed: int) -> bool:
    from genderaudit.foundations.errors import AuditError
    from genderaudit.methodology.organisation import read_organisation

    try:
        return read_organisation(file.parent).invented
    except AuditError:
        return False
