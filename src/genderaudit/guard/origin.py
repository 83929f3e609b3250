"""Which organisations a kernel has read, and the mark on what it shows of invented ones alone.

An extension of IPython, with which the guarded server starts its kernels (``server``); no other kernel has it. It
hears of every file that Python opens, whoever opens it: an audit, pandas, a line of one's own. While all these files
are those of invented organisations, each output carries a mark by which ``saved`` keeps it; after the first file of
another organisation none does until the kernel starts again. A mark goes where its output goes and says nothing of
other outputs: no name in a notebook, changed before or after, vouches for what is on the screen.
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
"""The name under which an output's metadata say what the suite knows of it."""
KEPT = "application/vnd.genderaudit.kept"
"""The type under which an output brings along the HTML that is kept of it, where that is not what is on the screen."""
INVENTED = "invented"
"""There: the invented organisations of which alone the output can be."""
DISPLAYS = ("display_data", "execute_result", "update_display_data")
PROGRAMS = ("os.exec", "os.fork", "os.forkpty", "os.posix_spawn", "os.spawn", "os.system", "subprocess.Popen")
"""Events by which Python starts another program, of which no file is heard."""


def load_ipython_extension(shell: Any) -> None:
    """Called by IPython when the kernel starts, before any cell."""
    origin, printed = Origin(), Event()
    sys.addaudithook(origin.hear)
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
    for stream in streams:  # what is printed passes by its hooks in the thread that sends it
        stream.pub_thread.schedule(partial(stream.register_hook, note))
    shell.events.register("post_run_cell", end_cell)


class Origin:
    """The organisations of which this process has opened files."""

    def __init__(self) -> None:
        self._read: set[tuple[Workspace, str]] = set()
        self._programs = False
        self._real = False

    def hear(self, event: str, given: tuple[Any, ...]) -> None:
        """Note whose file is opened, and whether a program is started (a hook of ``sys.addaudithook``)."""
        if event == "open" and isinstance(given[0], str | bytes | os.PathLike):
            path = os.fsdecode(given[0])
            if path.endswith(".pyc"):  # most of what is opened: modules
                return
            with suppress(OSError, ValueError):  # then nothing can be opened either
                found = organisation_of(Path(path))
                if found is not None:
                    self._read.add(found)
        elif event in PROGRAMS:
            self._programs = True

    def names(self) -> list[str]:
        """The organisations, if all are invented; none if one is not, or nothing was read.

        A program may have read any list of the same workspaces, so then all organisations there count.
        """
        if not self._real:
            places = {place for place, _ in self._read} if self._programs else set()
            near = {(place, name) for place in places for name in place.organisations()}
            self._real = not all(_is_invented(place, name) for place, name in self._read | near)
        return [] if self._real else sorted({name for _, name in self._read})

    def marked(self, message: dict[str, Any]) -> dict[str, Any]:
        """The message of an output, with the mark if it can only be of invented organisations."""
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
