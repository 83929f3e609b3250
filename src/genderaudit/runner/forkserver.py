"""The process that kernels are forked from: libraries imported, texts and fonts loaded, once.

Started by ``warm.KernelServer`` as ``python -m genderaudit.runner.forkserver FD``. A request is one packet on
that socket: JSON, with the stream between child and client (and, for a round, a socket for
further requests). Streams carry one JSON object per line: ``pid``, ``ready``, ``reply``, and ``exit`` at the end.

It has one thread and no data. Each round is read by a child process, which holds the round's tables in
memory for the kernels forked from it, and ends with the round.
"""

from __future__ import annotations

import json
import os
import select
import shutil
import signal
import socket
import sys
import threading
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

MOST_BYTES = 1 << 16  # largest request
START = 30  # seconds that a kernel may take to make its files


def main(descriptor: int) -> None:
    """Load everything, then serve until the other end of the socket is closed."""
    import gc

    from genderaudit.runner.preload import preload

    preload()
    gc.freeze()  # keeps loaded objects out of garbage collection, so that their memory stays shared with children
    with socket.socket(fileno=descriptor) as control:
        control.send(b"ready")
        _serve(control)


def _serve(control: socket.socket) -> None:
    """Fork one child per request; tell each child's client its exit status."""
    streams: dict[int, socket.socket] = {}
    read_end, write_end = os.pipe()
    os.set_blocking(write_end, False)
    previous = signal.set_wakeup_fd(write_end)
    signal.signal(signal.SIGCHLD, lambda *_: None)
    if previous != -1:  # in a round's process: the one inherited from its parent
        os.close(previous)
    while True:
        waited: list[socket.socket | int] = [control, read_end]
        ready, _, _ = select.select(waited, [], [])
        if read_end in ready:
            os.read(read_end, 4096)
            _report_ended_children(streams)
        if control in ready:
            data, handles, _, _ = socket.recv_fds(control, MOST_BYTES, 2)
            if not data:
                return
            _fork_child(json.loads(data), handles, control, streams, read_end)


def _fork_child(
    request: Mapping[str, Any],
    handles: list[int],
    control: socket.socket,
    streams: dict[int, socket.socket],
    read_end: int,
) -> None:
    stream = socket.socket(fileno=handles[0])
    pid = os.fork()
    if pid:
        for handle in handles[1:]:
            os.close(handle)
        streams[pid] = stream
        _send(stream, pid=pid)
        return
    try:
        os.close(read_end)
        for other in (control, *streams.values()):
            other.close()
        if request["do"] == "kernel":
            _become_kernel(stream, Path(request["folder"]), request["memory"])
        else:
            _become_round(stream, socket.socket(fileno=handles[1]), request)
    finally:
        os._exit(1)


def _report_ended_children(streams: dict[int, socket.socket]) -> None:
    while streams:
        pid, status = os.waitpid(-1, os.WNOHANG)
        if not pid:
            return
        with streams.pop(pid) as stream:
            _send(stream, exit=os.waitstatus_to_exitcode(status))


def _send(stream: socket.socket, **message: Any) -> None:
    with suppress(OSError):  # the client is gone
        stream.sendall(json.dumps(message).encode() + b"\n")


def _become_round(stream: socket.socket, control: socket.socket, request: Mapping[str, Any]) -> None:
    from genderaudit.runner.preload import read_data

    try:
        _send(stream, reply=read_data(request["folder"], request["round"], request["languages"]))
        stream.close()
        _serve(control)
    finally:
        os._exit(0)


def _become_kernel(stream: socket.socket, folder: Path, memory: int) -> None:
    """Become an IPython kernel with sockets in ``folder``, in an own session, that ends with its client."""
    import numpy as np
    from ipykernel.kernelapp import IPKernelApp

    os.setsid()
    signal.set_wakeup_fd(-1)
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    _limit_memory(memory)
    os.chdir(folder / "work")
    os.environ["IPYTHONDIR"] = str(folder / "ipython")
    np.random.seed()
    settled = threading.Event()
    threading.Thread(target=_end_with_client, args=(stream, folder, settled), daemon=True).start()
    kernel = IPKernelApp.instance()
    kernel.initialize(
        [
            f"--f={folder / 'kernel.json'}",
            "--transport=ipc",
            f"--ip={folder / 'kernel-ipc'}",
            "--HistoryManager.enabled=False",
        ]
    )
    settled.set()
    _send(stream, ready=True)
    kernel.start()
    os._exit(0)


def _limit_memory(memory: int) -> None:
    """Limit data to ``memory`` MB; beyond that Python raises ``MemoryError`` in the cell."""
    with suppress(ImportError):
        import resource

        _, most = resource.getrlimit(resource.RLIMIT_DATA)
        wanted = memory * 1024 * 1024
        if memory and (most == resource.RLIM_INFINITY or wanted < most):
            resource.setrlimit(resource.RLIMIT_DATA, (wanted, most))


def _end_with_client(stream: socket.socket, folder: Path, settled: threading.Event) -> None:
    """End this process when the client closes its end or dies (it never writes, so reading then returns)."""
    with suppress(OSError):
        stream.recv(1)
    settled.wait(START)  # a starting kernel still makes files in the folder
    shutil.rmtree(folder, ignore_errors=True)
    os.killpg(0, signal.SIGKILL)


if __name__ == "__main__":
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the runner, which closes the socket
    main(int(sys.argv[1]))
