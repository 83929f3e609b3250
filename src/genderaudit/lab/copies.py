"""Copies of the suite's notebooks to work in, so that the suite's own stay as they are."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

from genderaudit.errors import AuditError
from genderaudit.workspace import NOTEBOOKS, suite_notebooks


def copy_notebooks(folder: Path) -> list[Path]:
    """Copy into ``folder`` the notebooks that are not there.

    A copy that is there is never written to; of those, the ones whose cells are not the suite's. Raises
    ``AuditError`` where nothing can be written.
    """
    changed = []
    for name in suite_notebooks():
        copy = folder / name
        if not copy.exists():
            try:
                copy.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(NOTEBOOKS / name, copy)
            except OSError as error:
                raise AuditError(f"The notebooks cannot be copied to {folder}: {error.strerror}.") from None
        elif _cells(copy) != _cells(NOTEBOOKS / name):
            changed.append(copy)
    return changed


def _cells(notebook: Path) -> Any:
    """What is written in the cells, whatever they show; nothing where the file is no notebook."""
    try:
        cells = json.loads(notebook.read_text("utf-8"))["cells"]
        return [(cell["cell_type"], "".join(cell["source"])) for cell in cells]
    except (OSError, ValueError, KeyError, TypeError):
        return None
