"""Detection of who runs a cell: a person in JupyterLab, or a program."""

from __future__ import annotations

import sys
from typing import Any


def cell_id() -> str | None:
    """Return the id of the running cell, or None if unknown.

    JupyterLab sends the id; a program runs each cell once, so the execution number identifies it.
    """
    asked = _request()
    if asked and not asked.get("content", {}).get("allow_stdin"):
        return f"execution {_shell().execution_count}"  # type: ignore[union-attr]
    return asked.get("metadata", {}).get("cellId") or None


def person_at() -> Any | None:
    """Return the kernel's shell if the running cell was started by a person who can be asked, else None.

    Each request to a kernel says so (``allow_stdin`` in the messaging protocol): JupyterLab can show a question,
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
    """Return the request that the kernel is executing; empty without a kernel."""
    kernel = getattr(_shell(), "kernel", None)
    return kernel.get_parent("shell") if kernel is not None else {}
