"""The kernels that notebooks run in, as an engine of papermill: each notebook gets a fresh, private one.

Started with what makes results repeatable and safe: no user's start-up files, no shared folder, sockets
instead of network ports where there are such, one thread a process, no charts on screens.
"""

from __future__ import annotations

import logging
import os
import subprocess
import tempfile
from pathlib import Path
from typing import Any

from papermill.clientwrap import PapermillNotebookClient
from papermill.engines import NBClientEngine, papermill_engines
from traitlets.config import Config

ENGINE = "genderaudit"
START_TIMEOUT = 120  # seconds; a loaded machine takes its time
LONGEST_SOCKET = 90  # bytes: system limits on the path of a socket begin at 104
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
LOG = logging.getLogger(__name__)
LOG.addHandler(logging.NullHandler())
LOG.propagate = False


class StoppedError(Exception):
    """The kernel did not finish a cell. ``index`` counts the executed notebook's cells, from 0."""

    def __init__(self, index: int, error: str) -> None:
        super().__init__(error)
        self.index = index
        self.error = error


class PrivateKernelEngine(NBClientEngine):  # type: ignore[misc]
    """papermill's own engine with a kernel of ours; ``StoppedError`` for time-outs and dead kernels."""

    @classmethod
    def execute_managed_notebook(
        cls, nb_man: Any, kernel_name: str, *, execution_timeout: int | None = None, **options: Any
    ) -> None:
        """Run all cells."""
        with tempfile.TemporaryDirectory(prefix="genderaudit-", ignore_cleanup_errors=True) as name:
            folder = Path(name)
            (folder / "work").mkdir()
            client = PapermillNotebookClient(
                nb_man,
                kernel_name=kernel_name,
                timeout=execution_timeout,
                startup_timeout=START_TIMEOUT,
                shutdown_kernel="immediate",
                record_timing=False,
                log=LOG,
                config=_connection(folder),
            )
            try:
                # The kernel's working folder is on its import path: an empty one shadows nothing.
                client.execute(
                    cwd=str(folder / "work"),
                    env={**os.environ, **ENVIRONMENT, "IPYTHONDIR": str(folder / "ipython")},
                    stdout=subprocess.DEVNULL,
                    stderr=subprocess.DEVNULL,
                )
            except Exception as error:
                raise StoppedError(_last_started(nb_man.nb), type(error).__name__) from None


papermill_engines.register(ENGINE, PrivateKernelEngine)


def _connection(folder: Path) -> Config:
    """Sockets and keys in a folder that only this user can open; TCP where there are no such sockets."""
    manager: dict[str, Any] = {"connection_file": str(folder / "kernel.json")}
    if os.name == "posix" and len(os.fsencode(folder)) < LONGEST_SOCKET - len("/kernel-ipc-1"):
        manager |= {"transport": "ipc", "ip": str(folder / "kernel-ipc")}
    return Config({"KernelManager": manager})


def _last_started(notebook: Any) -> int:
    started = [i for i, cell in enumerate(notebook.cells) if cell.metadata.papermill["status"] != "pending"]
    return max(started, default=0)
