"""JupyterLab for researchers: a form to choose what is audited, results as tables, and a guard on what is saved.

Rows may be looked at while one works. What a notebook saves or exports holds only what is
protected: ``saved`` has the rule, ``server`` applies it whenever the Jupyter server saves, ``export``
whenever nbconvert exports.
"""

from __future__ import annotations

from typing import Any


def _jupyter_server_extension_points() -> list[dict[str, Any]]:
    """Where the Jupyter server finds the guard (``etc/jupyter/jupyter_server_config.d/genderaudit.json``)."""
    return [{"module": "genderaudit.lab.server"}]
