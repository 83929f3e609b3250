"""The notebooks of an audit, executed in this process: fast, and a fault shows its own trace."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from unittest.mock import patch

import nbformat
from nbformat import NotebookNode
from nbformat.v4 import new_output

from genderaudit.foundations.workspace import PHASES, Workspace, notebook
from genderaudit.report import sections
from genderaudit.report.charts import Chart


@dataclass
class AuditedPhase:
    """What a phase wrote (``findings``; ``raw``: the text of the file), its notebook with what it displayed, where."""

    raw: str
    notebook: NotebookNode
    root: Path
    findings: dict[str, Any] = field(init=False)

    def __post_init__(self) -> None:
        self.findings = json.loads(self.raw)

    @property
    def shown(self) -> list[dict[str, Any]]:
        cells = [cell for cell in self.notebook.cells if cell.cell_type == "code"]
        return [output.data for cell in cells for output in cell.outputs]

    @property
    def html_shown(self) -> list[str]:
        return [bundle["text/html"] for bundle in self.shown]

    @property
    def html(self) -> str:
        return "\n".join(self.html_shown)

    def of(self, indicator: str) -> list[dict[str, Any]]:
        return [finding for finding in self.findings["findings"] if finding["indicator"] == indicator]

    def one(self, indicator: str, **group: str) -> dict[str, Any]:
        """The only finding of this indicator and group."""
        found = [finding for finding in self.of(indicator) if finding["group"] == group]
        assert len(found) == 1, f"{len(found)} findings {indicator} {group}"
        return found[0]


def audit(
    workspace: Path,
    organisation: str,
    round: str,
    language: str,
    notebooks: Mapping[str, Path] | None = None,
    phases: Sequence[str] = PHASES,
    pictures: bool = False,
    **parameters: Any,
) -> dict[str, AuditedPhase]:
    """Phases of an organisation's round, as papermill would run their notebooks, or those given for them.

    Without ``pictures`` no chart is drawn, which takes half of the time: for tests that look at figures and words.
    """
    place = Workspace.open(workspace)
    given = {"organisation": organisation, "round": round, "language": language, "workspace": str(workspace)}
    audited = {}
    for phase in phases:
        with nullcontext() if pictures else _not_drawn():
            made = executed((notebooks or {}).get(phase, notebook(phase)), given | parameters)
        raw = place.findings(organisation, round, phase).read_text("utf-8")
        audited[phase] = AuditedPhase(raw, made, workspace)
    return audited


@contextmanager
def _not_drawn() -> Iterator[None]:
    empty = Chart("", "", "")
    with patch.object(sections, "draw", lambda *_: None), patch.object(sections, "map_chart", lambda *_: empty):
        yield


def executed(path: Path, parameters: dict[str, Any]) -> NotebookNode:
    """The notebook with its displays when its parameters are replaced after the cell that states them."""
    names: dict[str, Any] = {}
    made = nbformat.read(path, 4)
    for cell in made.cells:
        if cell.cell_type != "code":
            continue

        def keep(bundle: dict[str, Any], metadata: dict[str, Any] | None = None, cell=cell, **_: Any) -> None:
            cell.outputs.append(new_output("display_data", bundle, metadata=metadata or {}))

        with patch("IPython.display.display", keep):
            exec(compile(cell.source, path.name, "exec"), names)
        if "parameters" in cell.metadata.get("tags", []):
            names |= {name: value for name, value in parameters.items() if name in names}
    return made
