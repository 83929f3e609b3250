"""Who runs a cell: a person in front of JupyterLab, or a program."""

from __future__ import annotations

import sys
from typing import Any


def person_at() -> Any | None:
    """The kernel's shell if the running cell was started by somebody who can be asked something, else ``None``.

    Every request to a kernel says so (``allow_stdin`` in the messaging protocol): JupyterLab can show a question,
    papermill and nbconvert cannot.
    """
    if "IPython" not in sys.modules:
        return None
    from IPython import get_ipython

    shell = get_ipython()
    kernel = getattr(shell, "kernel", None)
    asked = kernel.get_parent("shell") if kernel is not None else {}
    return shell if asked.get("content", {}).get("allow_stdin") else None
