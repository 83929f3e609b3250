"""JupyterLab for researchers: a form to choose the audit, and a server that saves no unprotected output.

Rows may be viewed while working. What a notebook keeps when it is saved or exported is decided by ``guard``.
"""

from __future__ import annotations

from typing import Any


def _jupyter_server_extension_points() -> list[dict[str, Any]]:
    """Return the module of the guard for the Jupyter server.

    Enabled by ``etc/jupyter/jupyter_server_config.d/genderaudit.json``.
    """
    return [{"module": "genderaudit.lab.server"}]
