"""``python -m genderaudit.lab [FOLDER]``: JupyterLab with the guard, and kernels that no other user can reach.

Without FOLDER it opens the workspace's copies of the suite's notebooks. Further arguments are
JupyterLab's own.
"""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path

from jupyter_core.paths import jupyter_runtime_dir
from jupyterlab.labapp import LabApp

from genderaudit.foundations.errors import AuditError
from genderaudit.foundations.language import suite_language
from genderaudit.foundations.spoken import system_language
from genderaudit.foundations.utf8 import insist_on_utf8
from genderaudit.foundations.workspace import Workspace
from genderaudit.runner.copies import copy_notebooks

KERNEL_FILE = f"kernel-{'0' * 36}.json"
LONGEST_SOCKET = 100
"""Longest socket path in bytes that every system accepts, less the suffix of a socket's name."""


def main(arguments: Sequence[str]) -> None:
    """Start JupyterLab, with the sockets of its kernels in a folder that only its user can open."""
    asks_only = {"-h", "--help", "--help-all", "--version"} & set(arguments)
    if not asks_only and (not arguments or arguments[0].startswith("-")):
        arguments = [own_copies(), *arguments]
    with ExitStack() as stack:
        if len(os.fsencode(Path(jupyter_runtime_dir(), KERNEL_FILE))) >= LONGEST_SOCKET and os.name == "posix":
            folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="jupyter-", dir="/tmp"))
            os.environ["JUPYTER_RUNTIME_DIR"] = folder
        LabApp.launch_instance([*options(), *arguments])


def own_copies() -> str:
    """Return the folder of the user's copies; print the ones that differ from the suite's notebooks."""
    speaks = suite_language(system_language())
    try:
        folder = Workspace.open().own_notebooks()
        changed = copy_notebooks(folder)
    except AuditError as error:
        sys.exit(f"genderaudit: {error.sentence(speaks)}")
    print(speaks.text("lab.copies", folder=folder), flush=True)
    for path in changed:
        print(f"  {speaks.text('lab.copy_differs', path=path)}", flush=True)
    return str(folder)


def options() -> list[str]:
    """Return options that always load the guard, fail without it, and fetch nothing from the network."""
    settings = [
        "--ServerApp.jpserver_extensions=genderaudit.lab=True",
        "--ServerApp.reraise_server_extension_failures=True",
        "--LabApp.news_url=None",
        "--LabApp.check_for_updates_class=jupyterlab.handlers.announcements.NeverCheckForUpdate",
    ]
    if os.name == "posix":  # elsewhere Jupyter's default: local ports and a key
        settings.append("--KernelManager.transport=ipc")
    return settings


if __name__ == "__main__":
    insist_on_utf8()
    main(sys.argv[1:])
