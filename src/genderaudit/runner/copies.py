"""Copies of the suite's notebooks to work in, so that the suite's own stay as they are.

In a workspace an edited copy runs in place of the suite's notebook. A copy notes what it was copied from: so an older
copy that nobody has touched is not taken for an edited one when the suite's notebook has become another.
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
"""Parameters of every notebook, which whoever runs it gives: their defaults change no report."""
COPY_OF = "copy_of"
"""In the metadata of a copy: the hash of what was written in the notebook that it was copied from."""

_DEFAULT = re.compile(rf"^({'|'.join(STANDARD)})\b *[:=].*$", re.MULTILINE)


def copy_notebooks(folder: Path) -> list[Path]:
    """Copy into ``folder`` the notebooks that are not there.

    A copy that is there is never written to; of those, the ones whose cells are not the suite's. Raises
    ``AuditError`` where nothing can be written.
    """
    changed = []
    for name in suite_notebooks():
        copy, original = folder / name, NOTEBOOKS / name
        try:
            if not copy.exists():
                _copy(original, copy)
            elif code_hash(copy) != code_hash(original):
                changed.append(copy)
        except OSError as error:
            raise AuditError("notebooks_not_copied", folder=folder, reason=SystemFault(error.errno)) from None
    return changed


def notebooks_of(workspace: Workspace, suite: Path) -> dict[str, Path]:
    """By phase the notebook that runs: the workspace's edited copy, else the one in the folder ``suite``."""
    found = {}
    for phase in STAGES:
        own, original = (folder / f"{report_name(phase)}.ipynb" for folder in (workspace.own_notebooks(), suite))
        found[phase] = own if is_edited(own, original) else original.resolve()
    return found


def is_edited(copy: Path, original: Path) -> bool:
    """Whether ``copy`` is there and says something else than ``original`` and than what it was copied from."""
    if not copy.is_file():
        return False
    written = code_hash(copy)
    return written not in (code_hash(original), _copied_from(copy))


def code_hash(path: Path) -> str:
    """Hash of what was written into a notebook: the text of its cells in order, with their tags.

    Outputs, counters, what editors note and defaults of the ``STANDARD`` parameters change no result. What cannot be
    read so is hashed whole: the run will say what is wrong with it.
    """
    content = path.read_bytes()
    try:
        cells = [[cell["cell_type"], _written(cell), _tags(cell)] for cell in json.loads(content)["cells"]]
    except (ValueError, TypeError, LookupError, AttributeError):
        return hashlib.sha256(content).hexdigest()
    return hashlib.sha256(json.dumps(cells).encode()).hexdigest()


def _written(cell: Mapping[str, Any]) -> str:
    source = "".join(cell["source"])
    return _DEFAULT.sub("", source) if "parameters" in _tags(cell) else source


def _tags(cell: Mapping[str, Any]) -> list[str]:
    return sorted(cell.get("metadata", {}).get("tags", []))


def _copied_from(copy: Path) -> str:
    try:
        return str(json.loads(copy.read_bytes())["metadata"][MARK][COPY_OF])
    except (ValueError, TypeError, LookupError):
        return ""


def _copy(original: Path, copy: Path) -> None:
    content = json.loads(original.read_bytes())
    content["metadata"][MARK] = {COPY_OF: code_hash(original)}
    write_atomically(copy, json.dumps(content, ensure_ascii=False, indent=1) + "\n")
