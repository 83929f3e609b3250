"""Kernels forked from a process that has the libraries loaded: a fresh process each, ready in moments.

``KernelServer.start()`` starts that process; ``take`` returns a kernel, ``read`` a server for one round, whose
kernels have the round's tables in memory. Where processes cannot safely be forked (``available``), papermill's
own kernels do the same work. The caller of ``take`` must close the kernel; if its client dies, it ends itself.
"""

from __future__ import annotations

import json
import os
import select
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import Any

from genderaudit.foundations.files import temporary_folder
from genderaudit.runner.tasks import MEMORY

ENVIRONMENT = {
    **dict.fromkeys(
        (
            "OMP_NUM_THREADS",
            "OPENBLAS_NUM_THREADS",
            "MKL_NUM_THREADS",
            "VECLIB_MAXIMUM_THREADS",
            "NUMEXPR_NUM_THREADS",
        ),
        "1",
    ),
    "MPLBACKEND": "Agg",
    "PYTHONHASHSEED": "0",
}
"""One thread per process, also because thread pools do not survive a fork; charts without a screen."""
SWITCH = "GENDERAUDIT_KERNELS"  # environment variable; "plain" switches forked kernels off
START = 120  # seconds that a loaded machine may take to start a process
END = 5  # seconds in which a killed process is gone
LONGEST_SOCKET = 90  # bytes: system limits on the path of a socket begin at 104


class KernelServerError(Exception):
    """The process that kernels are forked from, or a kernel before it was ready, is dead."""


def available() -> bool:
    """Return true if kernels are forked here; on macOS system libraries do not survive it, and Windows has no fork."""
    return sys.platform == "linux" and hasattr(os, "fork") and os.environ.get(SWITCH) != "plain"


@contextmanager
def private_folder() -> Iterator[Path]:
    """Create a folder for the sockets and the work of one kernel, for this user only; it is removed on exit.

    It is in /tmp where the path of the temporary folder is too long for sockets, since network ports could be
    listened to by others.
    """
    place = tempfile.gettempdir()
    longest = os.fsencode(Path(place, "genderaudit-00000000", "kernel-ipc-1"))
    if os.name == "posix" and len(longest) > LONGEST_SOCKET:
        place = "/tmp"
    with temporary_folder(Path(place), "genderaudit-") as folder:
        (folder / "work").mkdir()  # the working folder is on the kernel's import path: an empty one shadows no module
        yield folder


class Stream:
    """Messages on a forked process, from itself and the server: one JSON object per line."""

    def __init__(self, end: socket.socket) -> None:
        self._end = end
        self._data = b""
        self.exit: int | None = None

    def next(self, seconds: float) -> dict[str, Any] | None:
        """Return the next message, or None within ``seconds``; at the end of the stream ``exit`` is set."""
        until = time.monotonic() + seconds
        while b"\n" not in self._data:
            if self.exit is not None:
                return None
            ready, _, _ = select.select([self._end], [], [], max(0.0, until - time.monotonic()))
            if not ready:
                return None
            try:
                data = self._end.recv(1 << 16)
            except ConnectionError:
                data = b""
            if not data:
                self.exit = -signal.SIGKILL
            self._data += data
        line, _, self._data = self._data.partition(b"\n")
        message: dict[str, Any] = json.loads(line)
        self.exit = message.get("exit", self.exit)
        return message

    def wait_for(self, name: str, seconds: float = START) -> Any:
        """Return the value of the message ``name``; raises ``KernelServerError`` if the process ends before."""
        until = time.monotonic() + seconds
        while time.monotonic() < until and self.exit is None:
            message = self.next(until - time.monotonic())
            if message and name in message:
                return message[name]
        raise KernelServerError(f"no {name}")

    def close(self) -> None:
        """Close this end; a kernel then ends itself."""
        self._end.close()


class ForkedKernel:
    """A kernel process, starting or ready; ``folder`` holds its connection file and sockets.

    Closing ``cleanup`` removes the folder.
    """

    def __init__(self, stream: Stream, folder: Path, cleanup: ExitStack) -> None:
        self._stream = stream
        self._cleanup = cleanup
        self.folder = folder
        self.pid = 0

    def wait_until_ready(self) -> None:
        """Wait until its sockets are bound: a connection before that would sleep."""
        self.pid = self._stream.wait_for("pid")
        self._stream.wait_for("ready")

    def poll(self) -> int | None:
        """Return the exit status, negative for a signal; None while it runs."""
        while self._stream.exit is None and self._stream.next(0):
            pass
        return self._stream.exit

    def signal(self, number: int) -> None:
        """Send a signal to the kernel and its child processes."""
        if self.pid and self.poll() is None:
            with suppress(ProcessLookupError):
                os.killpg(self.pid, number)

    def kill(self) -> None:
        """Kill it and wait until it is gone."""
        self.signal(signal.SIGKILL)
        until = time.monotonic() + END
        while self.poll() is None and time.monotonic() < until:
            self._stream.next(0.5)

    def close(self) -> None:
        """Kill the process and remove its files."""
        self.kill()
        self._stream.close()
        self._cleanup.close()


class KernelServer:
    """A process that forks kernels; close it, and its kernels end with it."""

    def __init__(self, control: socket.socket, process: subprocess.Popen[bytes] | Stream, memory: int) -> None:
        self._control = control
        self._process = process
        self._memory = memory
        self._ready: deque[ForkedKernel] = deque()
        self._kernels_expected = 0

    @classmethod
    def start(cls, memory: int = MEMORY) -> KernelServer:
        """Start the process; it loads its libraries in the background. ``memory``: MB for each kernel."""
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with theirs:
            process = subprocess.Popen(
                [sys.executable, "-m", "genderaudit.runner.forkserver", str(theirs.fileno())],
                pass_fds=[theirs.fileno()],
                env={**os.environ, **ENVIRONMENT},
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                start_new_session=True,
            )
        return cls(ours, process, memory)

    @property
    def alive(self) -> bool:
        """Return true if the process is alive; the system may have killed it for lack of memory."""
        return (self._process.exit if isinstance(self._process, Stream) else self._process.poll()) is None

    def wait_until_ready(self) -> None:
        """Wait until everything is loaded."""
        if isinstance(self._process, subprocess.Popen):
            self._control.settimeout(START)
            try:
                if not self._control.recv(16):
                    raise KernelServerError("not started")
            except OSError:
                raise KernelServerError("not started") from None

    def expect(self, kernels: int) -> None:
        """Announce how many kernels will be taken: each is forked while the one before it is in use."""
        self._kernels_expected = kernels
        self._fork_ahead()

    def take(self) -> ForkedKernel:
        """Return a kernel that is ready."""
        kernel = self._ready.popleft() if self._ready else self._fork()
        self._kernels_expected -= 1
        try:
            kernel.wait_until_ready()
        except KernelServerError:
            kernel.close()
            raise
        self._fork_ahead()
        return kernel

    def read(
        self, folder: Path, round: str, languages: Sequence[str]
    ) -> tuple[KernelServer, tuple[str, dict[str, str]]]:
        """Return a server whose kernels have the round's tables, and the result of ``preload.read_data``."""
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with theirs:
            stream = self._request(
                {"do": "round", "folder": str(folder), "round": round, "languages": list(languages)}, theirs.fileno()
            )
        branch = KernelServer(ours, stream, self._memory)
        try:
            error, sentences = stream.wait_for("reply")
            return branch, (error, sentences)
        except BaseException:
            branch.close()
            raise

    def close(self) -> None:
        """Stop the process and the kernels forked ahead."""
        while self._ready:
            self._ready.popleft().close()
        self._control.close()
        if isinstance(self._process, Stream):
            self._process.close()
            return
        try:
            self._process.wait(END)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()

    def _fork_ahead(self) -> None:
        if self._kernels_expected > 0 and not self._ready:
            self._ready.append(self._fork())

    def _fork(self) -> ForkedKernel:
        with ExitStack() as stack:
            folder = stack.enter_context(private_folder())
            stream = self._request({"do": "kernel", "folder": str(folder), "memory": self._memory})
            return ForkedKernel(stream, folder, stack.pop_all())

    def _request(self, request: dict[str, Any], *handles: int) -> Stream:
        ours, theirs = socket.socketpair()
        with theirs:
            try:
                socket.send_fds(self._control, [json.dumps(request).encode()], [theirs.fileno(), *handles])
            except OSError:
                ours.close()
                raise KernelServerError("gone") from None
        return Stream(ours)
