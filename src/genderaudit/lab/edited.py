"""Copies of the suite's notebooks that somebody has changed: in a workspace they run in place of the suite's own.

A copy notes in its metadata what it was copied from. So an older copy that nobody has touched is not taken for an
edited one when the suite's notebook has become another.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from genderaudit.lab.origin import MARK
from genderaudit.workspace import PHASES, Workspace, report_name

COPY_OF = "copy_of"
"""In the metadata of a copy: the hash of what was written in the notebook that it was copied from."""


def notebooks_of(workspace: Workspace, suite: Path) -> dict[str, Path]:
    """By phase the notebook that runs: the workspace's edited copy, else the one in the folder ``suite``."""
    found = {}
    for phase in PHASES:
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

    Outputs, counters and what editors note change no result. What cannot be read so is hashed whole: the run will say
    what is wrong with it.
    """
    content = path.read_bytes()
    try:
        cells = [[cell["cell_type"], "".join(cell["source"]), _tags(cell)] for cell in json.loads(content)["cells"]]
    except (ValueError, TypeError, LookupError, AttributeError):
        return hashlib.sha256(content).hexdigest()
    return hashlib.sha256(json.dumps(cells).encode()).hexdigest()


def _tags(cell: Mapping[str, Any]) -> list[str]:
    return sorted(cell.get("metadata", {}).get("tags", []))


def _copied_from(copy: Path) -> str:
    try:
        return str(json.loads(copy.read_bytes())["metadata"][MARK][COPY_OF])
    except (ValueError, TypeError, LookupError):
        return ""
