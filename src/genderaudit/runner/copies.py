"""Users' working copies of the suite's notebooks, so that the suite's own stay as they are.

In a workspace an edited copy runs in place of the suite's notebook. A copy records the hash of its original, so that
an old copy that nobody has edited is not taken for an edited one after the suite's notebook has changed.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from genderaudit.foundations.errors import AuditError, SystemFault
from genderaudit.foundations.files import write_atomically
from genderaudit.foundations.workspace import NOTEBOOKS, STAGES, Workspace, report_name, suite_notebooks
from genderaudit.guard.origin import MARK

STANDARD = ("organisation", "round", "language", "workspace")
"""Parameters that every notebook has and every run sets: their defaults change no report."""
COPY_OF = "copy_of"
"""Key in the metadata of a copy: hash of the original's content."""

_DEFAULT = re.compile(rf"^({'|'.join(STANDARD)})\b *[:=].*$", re.MULTILINE)


def copy_notebooks(folder: Path) -> list[Path]:
    """Copy into ``folder`` the notebooks that are missing there; return the existing copies that differ from the suite.

    An existing copy is never overwritten. Raises ``AuditError`` where nothing can be written.
    """
    changed = []
    for name in suite_notebooks():
        copy, original = folder / name, NOTEBOOKS / name
        try:
            if not copy.exists():
                _copy_notebook(original, copy)
            elif code_hash(copy) != code_hash(original):
                changed.append(copy)
        except OSError as error:
            raise AuditError("notebooks_not_copied", folder=folder, reason=SystemFault(error.errno)) from None
    return changed


def notebooks_of(workspace: Workspace, suite: Path) -> dict[str, Path]:
    """Return stage → notebook to run: the workspace's edited copy, else the one in the folder ``suite``."""
    notebooks = {}
    for phase in STAGES:
        copy, original = (folder / f"{report_name(phase)}.ipynb" for folder in (workspace.own_notebooks(), suite))
        notebooks[phase] = copy if is_edited(copy, original) else original.resolve()
    return notebooks


def is_edited(copy: Path, original: Path) -> bool:
    """Return true if ``copy`` exists and differs both from ``original`` and from what it was copied from."""
    if not copy.is_file():
        return False
    hash_of_copy = code_hash(copy)
    return hash_of_copy not in (code_hash(original), _copied_from(copy))


def code_hash(path: Path) -> str:
    """Return the hash of what people wrote in a notebook: the text of its cells in order, with their tags.

    Outputs, counters, editors' metadata and defaults of the ``STANDARD`` parameters are left out, as they change no
    result. A file that is no notebook is hashed whole; the run then reports what is wrong with it.
    """
    content = path.read_bytes()
    try:
        cells = [[cell["cell_type"], _source_of(cell), _tags_of(cell)] for cell in json.loads(content)["cells"]]
    except (ValueError, TypeError, LookupError, AttributeError):
        return hashlib.sha256(content).hexdigest()
    return hashlib.sha256(json.dumps(cells).encode()).hexdigest()


def _source_of(cell: Mapping[str, Any]) -> str:
    source = "".join(cell["source"])
    return _DEFAULT.sub("", source) if "parameters" in _tags_of(cell) else source


def _tags_of(cell: Mapping[str, Any]) -> list[str]:
    return sorted(cell.get("metadata", {}).get("tags", []))


def _copied_from(copy: Path) -> str:
    try:
        return str(json.loads(copy.read_bytes())["metadata"][MARK][COPY_OF])
    except (ValueError, TypeError, LookupError):
        return ""


def _copy_notebook(original: Path, copy: Path) -> None:
    content = json.loads(original.read_bytes())
    content["metadata"][MARK] = {COPY_OF: code_hash(original)}
    write_atomically(copy, json.dumps(content, ensure_ascii=False, indent=1) + "\n")
