"""The life of a round: made, changed, broken, mended; what a failure takes away, and an interrupt."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import nbformat
import pytest
from fixture_runs import FIXTURES, STAFF, outcomes_of, workspace_of

from genderaudit.foundations.workspace import PHASES, STAGES, Workspace, report_name
from genderaudit.runner import Outcome, plan
from genderaudit.runner.execute import record_lost
from genderaudit.runner.record import Failure
from genderaudit.runner.status import status, write_index

BESIDE = (
    *("gender_inequality_map.svg", "gender_inequality_map.pdf", "action_plan.xlsx"),
    *("report.docx", "brief.docx", "brief.pptx", "poster.html"),
)
"""What notebooks of the suite write for readers, and those of the tests do not."""


def steps_of(workspace: Workspace) -> list[str]:
    (row,) = status(workspace, FIXTURES)
    return list(row.steps.values())


def content_of(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def copied(workspace: Workspace, folder: Path) -> Workspace:
    """A copy of the workspace, in which the same is up to date; its path has a space and braces."""
    return Workspace.open(shutil.copytree(workspace.root, folder / "life {0}"))


@pytest.fixture(scope="module")
def first(tmp_path_factory) -> tuple[Workspace, list[Outcome]]:
    """A workspace after its first run, and what the run said. To be read only."""
    workspace = workspace_of(tmp_path_factory.mktemp("life {0}"), "2025")
    return workspace, outcomes_of(workspace)


@pytest.fixture(scope="module")
def stopped(first, tmp_path_factory) -> tuple[Workspace, list[Outcome]]:
    """The same after a second run of which the third phase failed. To be read only."""
    workspace = copied(first[0], tmp_path_factory.mktemp("stopped"))
    return workspace, outcomes_of(workspace, given_parameters=["stop=true"])


class TestMade:
    """What a first run leaves."""

    @pytest.fixture
    def folder(self, first) -> Path:
        return first[0].outputs("example", "2025", "en")

    def test_a_run_makes_a_page_a_phase_the_report_the_brief_and_the_annex(self, first, folder):
        assert [(o.round, o.language, o.state, o.phases) for o in first[1]] == [("2025", "en", "done", 4)]
        pages = {f"{report_name(phase)}.html" for phase in PHASES}
        pages |= {"report.html", "brief.html", "annex.html"}
        assert set(content_of(folder)) == pages | {f"notebooks/{report_name(stage)}.ipynb" for stage in STAGES}

    def test_a_report_shows_what_its_notebook_computed_from_the_parameters(self, folder):
        assert "example 2025 en: 3 lines" in (folder / "1_baseline.html").read_text()

    def test_a_phase_reads_what_the_phase_before_found(self, first):
        assert json.loads(first[0].findings("example", "2025", "gap_analysis").read_text())["value"] == 3

    def test_the_report_and_the_brief_come_from_what_all_phases_found(self, folder):
        pages = [(folder / f"{name}.html").read_text() for name in ("report", "brief")]
        assert ["report of 4 phases of example" in page for page in pages] == [True, False]
        assert ["brief of example" in page for page in pages] == [False, True]

    def test_the_annex_has_the_phases_and_not_the_report(self, folder):
        html = (folder / "annex.html").read_text()
        assert "example 2025 en: 3 lines" in html
        assert "advice to example" in html
        assert "report of 4 phases" not in html
        assert "brief of example" not in html

    def test_nothing_temporary_is_left(self, first):
        assert not list(first[0].root.rglob(".tmp-*"))

    def test_executed_notebooks_hold_no_times_and_no_random_ids(self, folder):
        notebook = nbformat.read(folder / "notebooks" / "1_baseline.ipynb", 4)
        assert "papermill" not in notebook.metadata
        assert not [cell for cell in notebook.cells if {"papermill", "execution"} & set(cell.metadata)]
        assert [cell.id for cell in notebook.cells][:3] == ["cell-1", "cell-2", "injected-parameters"]


class TestChanged:
    """What a further run and ``status`` make of a round that was run."""

    @pytest.fixture
    def workspace(self, first, tmp_path) -> Workspace:
        return copied(first[0], tmp_path)

    def test_a_second_run_has_nothing_to_do(self, workspace):
        outcomes_of(workspace)  # notes that the copy is up to date
        before = content_of(workspace.root)
        assert [outcome.state for outcome in outcomes_of(workspace)] == ["current"]
        assert content_of(workspace.root) == before

    def test_the_index_links_to_every_report(self, workspace):
        html = write_index(workspace, status(workspace, FIXTURES)).read_text()
        for name in ("report", "brief", "annex", "1_baseline", "4_recommendations"):
            assert f'href="example/2025/en/{name}.html"' in html

    def test_the_same_input_gives_the_same_files(self, workspace, first):
        """But for the path of the workspace, which notebooks hold among their parameters."""
        outputs, paths = workspace.root / "outputs" / "example", (str(first[0].root), str(workspace.root))
        before = {name: data.replace(*map(str.encode, paths)) for name, data in content_of(outputs).items()}
        (outcome,) = outcomes_of(workspace, force=True)
        assert outcome.phases == 4
        assert content_of(outputs) == before

    def test_a_lost_report_is_missing_and_a_changed_one_stale(self, workspace):
        folder = workspace.outputs("example", "2025", "en")
        (folder / "report.html").write_text("changed")
        (folder / "1_baseline.html").unlink()
        assert steps_of(workspace) == ["missing", "done", "done", "done", "stale", "done"]
        (folder / "annex.html").write_text("changed")
        (folder / "brief.html").unlink()
        assert steps_of(workspace) == ["missing", "done", "done", "done", "missing", "stale"]

    def test_changed_input_makes_everything_stale(self, workspace):
        (workspace.raw("example", "2025") / "staff.csv").write_text(STAFF + "F,Officer\n")
        assert steps_of(workspace) == ["stale"] * 6

    def test_data_with_errors_stop_before_a_notebook_with_all_sentences(self, workspace):
        (workspace.raw("example", "2025") / "staff.csv").write_text("sex,level\nwoman?,Officer\n")
        (outcome,) = outcomes_of(workspace)
        assert (outcome.failure.phase, outcome.failure.error) == ("data", "AuditError")
        assert "staff.csv" in outcome.failure.message
        assert [row.state for row in status(workspace, FIXTURES)] == ["failed"]


class TestStopped:
    """What a phase that fails leaves, and the run after it."""

    def test_a_failing_phase_keeps_no_value_of_a_person_anywhere(self, stopped):
        workspace, (outcome,) = stopped
        failure = outcome.failure
        assert (failure.phase, failure.cell, failure.error) == ("staff_perception", 3, "ValueError")
        assert failure.message == ""
        assert not [
            name for name, data in content_of(workspace.root).items() if b"12345678" in data
        ]  # as long as no hash or time holds it by chance

    def test_a_failing_phase_leaves_the_earlier_ones_done_and_takes_the_old_report_away(self, stopped):
        workspace, _ = stopped
        assert steps_of(workspace) == ["done", "done", "failed", "stale", "missing", "missing"]
        folder = workspace.outputs("example", "2025", "en")
        assert {path.name for path in folder.glob("*.html")} == {
            "error.html",
            *(f"{report_name(phase)}.html" for phase in PHASES),
        }

    def test_the_index_leads_to_the_page_of_the_failure(self, stopped, tmp_path):
        workspace = copied(stopped[0], tmp_path)
        assert 'href="example/2025/en/error.html"' in write_index(workspace, status(workspace, FIXTURES)).read_text()

    def test_after_a_failure_only_the_rest_is_done(self, stopped, tmp_path):
        workspace = copied(stopped[0], tmp_path)
        (outcome,) = outcomes_of(workspace)
        assert (outcome.state, outcome.phases) == ("done", 1)
        assert steps_of(workspace) == ["done"] * 6


class TestFailuresTakeAway:
    """Beside an error page lies nothing that an earlier run handed out; what a stage before it has made stays."""

    @pytest.fixture
    def workspace(self, tmp_path) -> Workspace:
        """Audited, with what notebooks of the suite write beside the pages, and an edition."""
        workspace = workspace_of(tmp_path, "2025")
        outcomes_of(workspace)
        edition = workspace.edition("example", "2025", 1, "en")
        edition.mkdir(parents=True)
        for path in (*(self.folder(workspace) / name for name in BESIDE), edition / "report.html"):
            path.write_text("made before")
            os.utime(path, (0, 0))  # while its phase ran
        return workspace

    @staticmethod
    def folder(workspace: Workspace) -> Path:
        return workspace.outputs("example", "2025", "en")

    def left(self, workspace: Workspace) -> set[str]:
        """What is left of it for readers."""
        pages = {"report.html", "brief.html", "annex.html", *BESIDE}
        return {name for name in pages if (self.folder(workspace) / name).is_file()}

    def test_of_lists_with_errors_everything(self, workspace):
        notebooks = content_of(self.folder(workspace) / "notebooks")
        (workspace.raw("example", "2025") / "staff.csv").write_text("sex,level\nwoman?,Officer\n")
        assert [outcome.state for outcome in outcomes_of(workspace)] == ["failed"]
        assert self.left(workspace) == set()
        assert "was removed from here" in (self.folder(workspace) / "error.html").read_text()
        assert (workspace.edition("example", "2025", 1, "en") / "report.html").is_file()
        assert content_of(self.folder(workspace) / "notebooks") == notebooks
        assert workspace.findings("example", "2025", "gap_analysis").is_file()

    @pytest.mark.slow
    def test_of_a_phase_that_stops_what_it_and_later_ones_made_and_the_next_run_makes_it_again(self, workspace):
        outcomes_of(workspace, given_parameters=["stop=true"])
        assert self.left(workspace) == {"gender_inequality_map.svg", "gender_inequality_map.pdf"}
        (outcome,) = outcomes_of(workspace)
        assert (outcome.state, outcome.phases) == ("done", 2)  # the third, and the fourth for its workbook
        assert self.left(workspace) >= {"report.html", "brief.html", "annex.html"}

    @pytest.mark.slow
    def test_no_workbook_that_somebody_has_filled_in_since(self, workspace):
        later = time.time() + 5
        os.utime(self.folder(workspace) / "action_plan.xlsx", (later, later))
        for _ in range(2):
            outcomes_of(workspace, given_parameters=["stop=true"])
            assert "action_plan.xlsx" in self.left(workspace)

    def test_where_a_worker_died_what_is_not_up_to_date(self, workspace):
        (task,) = plan(workspace, notebooks=FIXTURES)
        record_lost(task, Failure(phase="run", error="BrokenProcessPool"))
        assert self.left(workspace) == {"report.html", "brief.html", "annex.html", *BESIDE}
        (workspace.raw("example", "2025") / "staff.csv").write_text(STAFF + "F,Officer\n")
        (task,) = plan(workspace, notebooks=FIXTURES)
        record_lost(task, Failure(phase="run", error="BrokenProcessPool"))
        assert self.left(workspace) == set()
        assert [outcome.phases for outcome in outcomes_of(workspace)] == [4]


@pytest.mark.slow
@pytest.mark.skipif(os.name != "posix", reason="interrupts a process by a POSIX signal")
def test_an_interrupt_stops_workers_and_kernels_and_leaves_nothing(tmp_path):
    workspace = workspace_of(tmp_path / "w", "2025")
    notebook = nbformat.read(FIXTURES / "1_baseline.ipynb", 4)
    pids = tmp_path / "pids"
    notebook.cells[2].source = (
        "import os, time\nfrom pathlib import Path\n"
        f"Path({str(pids)!r}).write_text(f'{{os.getpid()}} {{os.getppid()}}')\ntime.sleep(60)"
    )
    for stage in STAGES[1:]:
        (tmp_path / f"{report_name(stage)}.ipynb").write_text((FIXTURES / f"{report_name(stage)}.ipynb").read_text())
    nbformat.write(notebook, tmp_path / "1_baseline.ipynb")
    script = tmp_path / "script.py"
    script.write_text(
        "from pathlib import Path\nfrom genderaudit.runner import plan, run\n"
        "from genderaudit.foundations.workspace import Workspace\n"
        "if __name__ == '__main__':\n"
        f"    tasks = plan(Workspace.open({str(workspace.root)!r}), notebooks=Path({str(tmp_path)!r}))\n"
        "    list(run(tasks, 1))\n"
    )
    said = tmp_path / "said"
    with said.open("w") as file:
        process = subprocess.Popen([sys.executable, str(script)], stderr=file)
    _wait_until(lambda: pids.exists() and len(pids.read_text().split()) == 2, 120)
    process.send_signal(signal.SIGINT)
    assert process.wait(15) != 0
    for pid in map(int, pids.read_text().split()):
        _wait_until(lambda pid=pid: not _alive(pid))
    assert not list(workspace.root.rglob(".tmp-*"))
    assert "never retrieved" not in said.read_text()


def _alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def _wait_until(condition, seconds: float = 20) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.05)
