"""What makes an audit stale: lists, earlier rounds, and the code of notebooks."""

from __future__ import annotations

import shutil
from pathlib import Path

import nbformat
import pytest
from fixture_runs import FIXTURES, workspace_of
from nbformat.v4 import new_output

from genderaudit.foundations.workspace import Workspace
from genderaudit.runner import plan
from genderaudit.runner.keys import phase_keys, round_key


def test_a_later_round_is_stale_when_the_action_plan_of_an_earlier_one_is_answered(tmp_path):
    workspace = workspace_of(tmp_path, "2024", "2025")
    key = round_key(workspace, "example", "2025")
    (workspace.raw("example", "2024") / "action_plan.xlsx").write_bytes(b"answered")
    assert round_key(workspace, "example", "2025") != key


@pytest.mark.parametrize(
    ("name", "changes"), [("~$staff.csv", False), (".~lock.staff.csv#", False), ("members.csv", True)]
)
def test_a_file_that_an_office_program_leaves_while_a_list_is_open_changes_nothing(tmp_path, name, changes):
    workspace = workspace_of(tmp_path, "2025")
    key = round_key(workspace, "example", "2025")
    (workspace.raw("example", "2025") / name).write_text("sex\nF\n")
    assert (round_key(workspace, "example", "2025") != key) is changes


def test_a_later_round_is_stale_when_the_findings_of_an_earlier_one_change(tmp_path):
    workspace = workspace_of(tmp_path, "2024", "2025")
    key = round_key(workspace, "example", "2025"), round_key(workspace, "example", "2024")
    findings = workspace.findings("example", "2024", "baseline")
    findings.parent.mkdir(parents=True)
    findings.write_text("{}")
    assert round_key(workspace, "example", "2025") != key[0]
    assert round_key(workspace, "example", "2024") == key[1]


class TestCodeOfNotebooks:
    """What was written into a notebook makes an audit stale; that it was run and saved does not."""

    @pytest.fixture
    def notebooks(self, tmp_path):
        return Path(shutil.copytree(FIXTURES, tmp_path / "books"))

    def keys(self, tmp_path, notebooks):
        (tmp_path / "space").mkdir(exist_ok=True)
        workspace = Workspace(tmp_path / "space")
        if not (workspace.root / "data").exists():
            workspace_of(workspace.root, "2025")
        return phase_keys(plan(workspace, notebooks=notebooks)[0], workspace, "2025", "en")

    @pytest.mark.parametrize(
        ("change", "stale"),
        [
            (lambda cell: cell.outputs.append(new_output("stream", text="12345678")), False),
            (lambda cell: cell.update(execution_count=7), False),
            (lambda cell: cell.metadata.update(collapsed=True, execution={"iopub.status.busy": "now"}), False),
            (lambda cell: cell.update(source=f"{cell.source}\n"), True),
            (lambda cell: cell.metadata.update(tags=["guidance"]), True),
        ],
        ids=["outputs", "counters", "metadata", "source", "tags"],
    )
    def test_only_code_and_tags_count(self, tmp_path, notebooks, change, stale):
        before = self.keys(tmp_path, notebooks)
        book = nbformat.read(notebooks / "1_baseline.ipynb", 4)
        change(next(cell for cell in reversed(book.cells) if cell.cell_type == "code"))
        book.metadata["language_info"] = {"name": "python", "version": "3.99"}
        nbformat.write(book, notebooks / "1_baseline.ipynb")
        assert (self.keys(tmp_path, notebooks) != before) == stale

    def test_an_order_counts(self, tmp_path, notebooks):
        before = self.keys(tmp_path, notebooks)
        book = nbformat.read(notebooks / "4_recommendations.ipynb", 4)
        book.cells.append(book.cells.pop(-2))
        nbformat.write(book, notebooks / "4_recommendations.ipynb")
        assert self.keys(tmp_path, notebooks)["recommendations"] != before["recommendations"]
