"""What was up to date is known by its files' size, times and number; whatever was touched is read again."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from genderaudit.foundations.workspace import STAGES, Workspace, notebook
from genderaudit.runner.known import Known
from genderaudit.runner.tasks import Task


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    folder = tmp_path / "data" / "raw" / "union" / "2025"
    folder.mkdir(parents=True)
    (folder.parent / "organisation.yml").write_text("name: Union\nkind: trade_union\nlanguages: [fr, en]\n")
    (folder / "staff.csv").write_text("sex\nF\n")
    report = tmp_path / "outputs" / "union" / "2025" / "fr" / "report.html"
    report.parent.mkdir(parents=True)
    report.write_text("<html>")
    return Workspace.open(tmp_path)


def test_what_nobody_touched_is_known_in_the_next_run(workspace: Workspace) -> None:
    noted(workspace)
    again = Known(workspace)
    assert again.holds(task(workspace), again.mark(task(workspace)))
    assert again.languages("union") == ("fr", "en")


def make_a_synthesis(root: Path) -> None:
    (root / "data/releases").mkdir()
    (root / "data/releases/benchmarks.json").write_text("{}")


def rewrite_with_the_old_time(root: Path) -> None:
    file = root / "data/raw/union/2025/staff.csv"
    before = file.stat()
    file.write_text("sex\nM\n")
    os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))


@pytest.mark.parametrize(
    "touch",
    [
        rewrite_with_the_old_time,
        make_a_synthesis,
        lambda root: (root / "data/raw/union/2025/pay.csv").write_text(""),
        lambda root: (root / "data/raw/union/organisation.yml").write_text("name: U\n"),
        lambda root: (root / "outputs/union/2025/fr/report.html").unlink(),
    ],
)
def test_whatever_was_touched_is_not_known(workspace: Workspace, touch: Callable[[Path], None]) -> None:
    noted(workspace)
    touch(workspace.root)
    again = Known(workspace)
    assert not again.holds(task(workspace), again.mark(task(workspace)))


def test_other_parameters_languages_or_force_are_not_known(workspace: Workspace) -> None:
    noted(workspace)
    again = Known(workspace)
    for other in (
        replace(task(workspace), languages=("en",)),
        replace(task(workspace), rounds=("2024", "2025")),
        replace(task(workspace), parameters={"baseline": {"confidence_level": 0.9}}),
        replace(task(workspace), force=True),
    ):
        assert not again.holds(other, again.mark(other))


def test_a_changed_organisation_file_is_read_for_its_languages(workspace: Workspace) -> None:
    noted(workspace)
    (workspace.root / "data/raw/union/organisation.yml").write_text("name: U\nkind: ngo\nlanguages: [en]\n")
    assert Known(workspace).languages("union") is None


@pytest.mark.parametrize("content", ["", "[]", "{", '{"format": "other"}'])
def test_damaged_notes_are_no_notes(workspace: Workspace, content: str) -> None:
    noted(workspace)
    workspace.known().write_text(content)
    again = Known(workspace)
    assert not again.holds(task(workspace), again.mark(task(workspace)))


def noted(workspace: Workspace) -> None:
    notes = Known(workspace)
    notes.note(task(workspace), notes.mark(task(workspace)))
    notes.save()


RUNNING = {stage: str(notebook(stage)) for stage in STAGES}


def task(workspace: Workspace) -> Task:
    return Task(str(workspace.root), RUNNING, "union", ("2025",), ("fr", "en"))
