"""Kernels of notebooks as an engine of papermill: each notebook gets a fresh, private one.

Kernels are forked from a process with the libraries loaded (``warm``) through a kernel provisioner of
jupyter_client; where forking is not possible papermill's own kernels are started. Both are set up for
repeatable and safe results: no user's start-up files, no shared folder, sockets instead of network ports where
available, one thread per process, no history of executed code.
"""

from __future__ import annotations

import asyncio
import atexit
import json
import logging
import os
import subprocess
import threading
import time
from contextlib import suppress
from pathlib import Path
from queue import Empty
from typing import Any

from jupyter_client.asynchronous.client import AsyncKernelClient
from jupyter_client.connect import KernelConnectionInfo
from jupyter_client.manager import AsyncKernelManager
from jupyter_client.provisioning.provisioner_base import KernelProvisionerBase
from jupyter_core.utils import run_sync
from papermill.clientwrap import PapermillNotebookClient
from papermill.engines import NBClientEngine, papermill_engines
from traitlets.config import Config

from genderaudit.runner.tasks import MEMORY
from genderaudit.runner.warm import (
    ENVIRONMENT,
    START,
    ForkedKernel,
    KernelServer,
    KernelServerError,
    available,
    private_folder,
)

ENGINE = "genderaudit"
WATCH = 0.05  # seconds between checks that a kernel is alive
LOG = logging.getLogger(__name__)
LOG.addHandler(logging.NullHandler())
LOG.propagate = False


class StoppedError(Exception):
    """The kernel did not finish a cell. ``index`` is the position of the cell in the executed notebook, from 0."""

    def __init__(self, index: int, error: str) -> None:
        super().__init__(error)
        self.index = index
        self.error = error


class PrivateKernelEngine(NBClientEngine):  # type: ignore[misc]
    """papermill's own engine with a private kernel; raises ``StoppedError`` for time-outs and dead kernels."""

    @classmethod
    def execute_managed_notebook(
        cls,
        nb_man: Any,
        kernel_name: str,
        *,
        execution_timeout: int | None = None,
        kernels: KernelServer | None = None,
        begun: list[Any] | None = None,
        **options: Any,
    ) -> None:
        """Run all cells within ``execution_timeout`` seconds.

        ``kernels`` provides the kernel, by default the server of this process; the notebook is appended to ``begun``,
        so that it can be shown if it fails.
        """
        if begun is not None:
            begun.append(nb_man.nb)
        client = _Client(
            nb_man,
            kernel_name=kernel_name,
            startup_timeout=START,
            shutdown_kernel="immediate",
            record_timing=False,
            log=LOG,
        )
        client.end_by(execution_timeout)
        try:
            server = kernels or shared_server()
            client.execute_forked(server) if server else client.execute_started()
        except Exception as error:
            raise StoppedError(_last_started(nb_man.nb), type(error).__name__) from None


papermill_engines.register(ENGINE, PrivateKernelEngine)


def shared_server(memory: int = MEMORY) -> KernelServer | None:
    """Return this process's kernel server, started at first use; ``None`` where kernels are not forked.

    ``memory``: MB of data that a kernel may hold. A server that has died is started again.
    """
    with _STARTING:
        if _SHARED and not _SHARED[0].alive:
            forget_server()
        return _SHARED[0] if _SHARED else _start_shared(memory)


def forget_server() -> None:
    """Close the server of this process; the next notebook starts another."""
    while _SHARED:
        _SHARED.pop().close()


def _start_shared(memory: int) -> KernelServer | None:
    if not available():
        return None
    server = KernelServer.start(memory)
    _SHARED.append(server)
    import genderaudit.report.export  # noqa: F401 - needed soon; loaded while the server loads its libraries

    try:
        server.wait_until_ready()
    except KernelServerError:
        forget_server()
        return None
    return server


_SHARED: list[KernelServer] = []
_STARTING = threading.Lock()  # a Dask worker may have several threads
atexit.register(forget_server)


class _Client(PapermillNotebookClient):  # type: ignore[misc]
    """papermill's client, which notices at once when its kernel dies."""

    _server: KernelServer | None = None

    def end_by(self, seconds: int | None) -> None:
        """Give the whole notebook ``seconds``; each cell has what is left of them."""
        if seconds:
            end = time.monotonic() + seconds
            self.timeout_func = lambda _: max(1, round(end - time.monotonic()))

    def execute_forked(self, server: KernelServer) -> None:
        """Run all cells in a kernel of the server."""
        self._server = server
        self.execute()

    def execute_started(self) -> None:
        """Run all cells in a kernel started by papermill."""
        self.ipython_hist_file = ""
        self.extra_arguments = ["--HistoryManager.enabled=False"]
        with private_folder() as folder:
            self.config = _connection(folder)
            self.execute(
                cwd=str(folder / "work"),
                env={**os.environ, **ENVIRONMENT, "IPYTHONDIR": str(folder / "ipython")},
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )

    def create_kernel_manager(self) -> AsyncKernelManager:
        """Return jupyter_client's manager, with the server as provider of the process."""
        manager: AsyncKernelManager = super().create_kernel_manager()
        if self._server is not None:
            manager.provisioner = ForkedProvisioner(self._server, parent=manager, kernel_spec=manager.kernel_spec)
            manager.client_factory = _ReadyClient
        return manager

    async def async_execute_cell(self, *arguments: Any, **options: Any) -> Any:
        """Execute as papermill does, but collect the exception of a cancelled run, which asyncio would print."""
        task = asyncio.current_task()
        assert task is not None
        task.add_done_callback(_collect_exception)
        return await super().async_execute_cell(*arguments, **options)

    execute_cell = run_sync(async_execute_cell)

    async def _async_poll_kernel_alive(self) -> None:
        while await self.km.is_alive():
            await asyncio.sleep(WATCH)
        if self.task_poll_for_reply is not None:
            self.task_poll_for_reply.cancel()


class _ReadyClient(AsyncKernelClient):
    """A client of a kernel that listens already: jupyter_client's own would sleep for 0.2 s."""

    async def wait_for_ready(self, timeout: float | None = None) -> None:
        """Ask until the kernel's published messages arrive here, too."""
        end = time.monotonic() + (START if timeout is None else timeout)
        while time.monotonic() < end:
            self.kernel_info()
            with suppress(Empty):
                await self.get_shell_msg(timeout=1)
                await self.get_iopub_msg(timeout=0.01)
                await self._read_the_rest()
                return
            manager: Any = self.parent
            if not await manager.is_alive():
                raise RuntimeError("the kernel died before it was ready")
        raise RuntimeError("the kernel did not answer")

    async def _read_the_rest(self) -> None:
        with suppress(Empty):
            while True:
                await self.get_iopub_msg(timeout=0.005)


class ForkedProvisioner(KernelProvisionerBase):
    """Provides jupyter_client with a kernel forked from a ``KernelServer``."""

    def __init__(self, server: KernelServer, **traits: Any) -> None:
        super().__init__(**traits)
        self._server = server
        self._kernel: ForkedKernel | None = None

    @property
    def has_process(self) -> bool:
        """Return true if a kernel was taken and not yet cleaned up."""
        return self._kernel is not None

    async def pre_launch(self, **options: Any) -> dict[str, Any]:
        """Return options without a command: the process exists already."""
        return {**options, "cmd": []}

    async def launch_kernel(self, cmd: list[str], **options: Any) -> KernelConnectionInfo:
        """Take a kernel from the server; return the connection to its sockets."""
        self._kernel = self._server.take()
        manager: Any = self.parent
        manager.connection_file = str(self._kernel.folder / "kernel.json")
        content = json.loads(Path(manager.connection_file).read_text("utf-8"))
        manager.load_connection_info(content)
        self.connection_info = manager.get_connection_info()
        return self.connection_info

    async def poll(self) -> int | None:
        """Return the exit status, or None while the kernel runs."""
        return self._kernel.poll() if self._kernel else 0

    async def wait(self) -> int | None:
        """Wait until the kernel has ended; return its exit status."""
        while (status := await self.poll()) is None:
            await asyncio.sleep(WATCH)
        return status

    async def send_signal(self, signum: int) -> None:
        """Send a signal to the kernel and its child processes."""
        if self._kernel:
            self._kernel.signal(signum)

    async def kill(self, restart: bool = False) -> None:
        """Kill the kernel."""
        if self._kernel:
            self._kernel.kill()

    async def terminate(self, restart: bool = False) -> None:
        """As ``kill``: a kernel has nothing to save."""
        await self.kill()

    async def cleanup(self, restart: bool = False) -> None:
        """Remove everything of the kernel."""
        if self._kernel:
            self._kernel.close()
            self._kernel = None


def _connection(folder: Path) -> Config:
    """Return settings for sockets and keys in a private folder; for local ports where there are no such sockets."""
    manager: dict[str, Any] = {"connection_file": str(folder / "kernel.json")}
    if os.name == "posix":
        manager |= {"transport": "ipc", "ip": str(folder / "kernel-ipc")}
    return Config({"KernelManager": manager})


def _collect_exception(task: asyncio.Task[Any]) -> None:
    if not task.cancelled():
        task.exception()


def _last_started(notebook: Any) -> int:
    started = [i for i, cell in enumerate(notebook.cells) if cell.metadata.papermill["status"] != "pending"]
    return max(started, default=0)
