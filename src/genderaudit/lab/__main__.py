"""``python -m genderaudit.lab FOLDER``: JupyterLab with the guard, and kernels that no other user can reach.

Further arguments are JupyterLab's own.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path

from jupyter_core.paths import jupyter_runtime_dir
from jupyterlab.labapp import LabApp

KERNEL_FILE = f"kernel-{'0' * 36}.json"
LONGEST_SOCKET = 100
"""What every system takes, less what is added to a socket's name."""


def main(arguments: Sequence[str]) -> None:
    """Start JupyterLab."""
    LabApp.launch_instance([*options(Path(jupyter_runtime_dir())), *arguments])


def options(runtime: Path) -> list[str]:
    """The guard whether or not its configuration is installed, and no server without it; nothing asked of the network.

    A kernel's sockets lie in ``runtime``, which only its user can open; where that path is too long for a
    socket, or there are none, Jupyter's own way is left: local ports and a key.
    """
    given = [
        "--ServerApp.jpserver_extensions=genderaudit.lab=True",
        "--ServerApp.reraise_server_extension_failures=True",
        "--LabApp.news_url=None",
        "--LabApp.check_for_updates_class=jupyterlab.handlers.announcements.NeverCheckForUpdate",
    ]
    if os.name == "posix" and len(os.fsencode(runtime / KERNEL_FILE)) < LONGEST_SOCKET:
        given.append("--KernelManager.transport=ipc")
    return given


if __name__ == "__main__":
    main(sys.argv[1:])
