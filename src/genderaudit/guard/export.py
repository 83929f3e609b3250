"""The guard as a preprocessor of nbconvert, for notebooks that are executed and exported without a server."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from nbconvert.preprocessors import Preprocessor
from nbformat import NotebookNode, from_dict

from genderaudit.guard.saved import is_guarded, keep_protected


class Protected(Preprocessor):
    """Remove what is not protected (enabled by ``etc/jupyter/jupyter_nbconvert_config.json``)."""

    def preprocess(self, nb: NotebookNode, resources: Any) -> tuple[NotebookNode, Any]:
        """Return the notebook as it may be exported; runs after execution."""
        about = resources.get("metadata", {})
        path = Path(about.get("path", ""), f"{about.get('name', 'notebook')}.ipynb")
        if is_guarded(nb, path):
            keep_protected(nb)
        return from_dict(nb), resources
