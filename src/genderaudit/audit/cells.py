"""Who runs a cell: a person in front of JupyterLab, or a program."""

from __future__ import annotations

import sys
from typing import Any


def cell_id() -> str | None:
    """Which cell of a notebook runs: its id, as JupyterLab says it; ``None`` where nobody says it.

    A program runs each cell once, so that there the number of the execution tells them apart.
    """
    asked = _request()
    if asked and not asked.get("content", {}).get("allow_stdin"):
        return f"execution {_shell().execution_count}"  # type: ignore[union-attr]
    return asked.get("metadata", {}).get("cellId") or None


def person_at() -> Any | None:
    """The kernel's shell if the running cell was started by somebody who can be asked something, else ``None``.

    Every request to a kernel says so (``allow_stdin`` in the messaging protocol): JupyterLab can show a question,
    papermill and nbconvert cannot.
    """
    asked = _request()
    return _shell() if asked.get("content", {}).get("allow_stdin") else None


def _shell() -> Any | None:
    if "IPython" not in sys.modules:
        return None
    from IPython import get_ipython

    return get_ipython()


def _request() -> dict[str, Any]:
    """The request to the kernel that runs now; empty where there is no kernel."""
    kernel = getattr(_shell(), "kernel", None)
    return kernel.get_parent("shell") if kernel is not None else {}
