"""JupyterLab for researchers: a form to choose what is audited, and the server that lets nothing unprotected be saved.

Rows may be looked at while one works. What a notebook keeps when it is saved or exported is the rule of ``guard``.
"""

from __future__ import annotations

from typing import Any


def _jupyter_server_extension_points() -> list[dict[str, Any]]:
    """Where the Jupyter server finds the guard (``etc/jupyter/jupyter_server_config.d/genderaudit.json``)."""
    return [{"module": "genderaudit.lab.server"}]
