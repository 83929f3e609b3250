"""Runs: what becomes of an organisation, what is done again, and what one failure does to the others."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import Executor, Future
from contextlib import contextmanager
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_output

from genderaudit.foundations.errors import AuditError
from genderaudit.foundations.workspace import NOTEBOOKS, PHASES, STAGES, Workspace, report_name
from genderaudit.runner import Outcome, plan, run
from genderaudit.runner.execute import record_lost
from genderaudit.runner.keys import phase_keys, round_key
from genderaudit.runner.notebooks import PhaseFailedError, run_phase
from genderaudit.runner.parameters import parameters_of, parse_values
from genderaudit.runner.record import Failure
from genderaudit.runner.status import status, write_index

FIXTURES = Path(__file__).parent / "fixtures" / "notebooks"
FAILING = FIXTURES / "failing"
ORGANISATION = "name: Example (invented)\nkind: ngo\nlanguages: [en]\ninvented: true\n"
KNOWN = {"one": {"share": 0.5, "years": 3, "label": "x", "shown": True}, "other": {"share": 0.1}}
STAFF = "sex,level\nF,Officer\nM,Officer\n"
BESIDE = (
    *("gender_inequality_map.svg", "gender_inequality_map.pdf", "action_plan.xlsx"),
    *("report.docx", "brief.docx", "brief.pptx", "poster.html"),
)
"""What notebooks of the suite write for readers, and those of the tests do not."""


class _HereExecutor(Executor):
    """Runs each task in this process, at once."""

    def submit(self, function, /, *arguments, **named):
        future: Future = Future()
        future.set_result(function(*arguments, **named))
        return future


@contextmanager
def _here(workers: int) -> Iterator[Executor]:
    yield _HereExecutor()


def _workspace(root: Path, *rounds: str, organisation: str = "example") -> Workspace:
    raw = root / "data" / "raw" / organisation
    for name in rounds:
        (raw / name).mkdir(parents=True)
        (raw / name / "staff.csv").write_text(STAFF)
    (raw / "organisation.yml").write_text(ORGANISATION)
    return Workspace.open(root)


def _run(workspace: Workspace, **options) -> list[Outcome]:
    tasks = plan(workspace, notebooks=FIXTURES, **options)
    return [outcome for _, outcomes in run(tasks, 1, _here) for outcome in outcomes]


def _steps(workspace: Workspace) -> list[str]:
    (row,) = status(workspace, FIXTURES)
    return list(row.steps.values())


def _content(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


class TestOneOrganisation:
    """The life of a round: made, changed, broken, mended. The tests follow each other."""

    @pytest.fixture(scope="class")
    def workspace(self, tmp_path_factory) -> Workspace:
        return _workspace(tmp_path_factory.mktemp("life {0}"), "2025")

    @pytest.fixture(scope="class")
    def first(self, workspace) -> list[Outcome]:
        return _run(workspace)

    def test_a_run_makes_a_page_a_phase_the_report_the_brief_and_the_annex(self, workspace, first):
        assert [(o.round, o.language, o.state, o.phases) for o in first] == [("2025", "en", "done", 4)]
        made = set(_content(workspace.outputs("example", "2025", "en")))
        pages = {f"{report_name(phase)}.html" for phase in PHASES}
        pages |= {"report.html", "brief.html", "annex.html"}
        assert made == pages | {f"notebooks/{report_name(stage)}.ipynb" for stage in STAGES}

    def test_a_report_shows_what_its_notebook_computed_from_the_parameters(self, workspace, first):
        html = (workspace.outputs("example", "2025", "en") / "1_baseline.html").read_text()
        assert "example 2025 en: 3 lines" in html

    def test_a_phase_reads_what_the_phase_before_found(self, workspace, first):
        assert json.loads(workspace.findings("example", "2025", "gap_analysis").read_text())["value"] == 3

    def test_the_report_and_the_brief_come_from_what_all_phases_found(self, workspace, first):
        pages = [
            (workspace.outputs("example", "2025", "en") / f"{name}.html").read_text() for name in ("report", "brief")
        ]
        assert ["report of 4 phases of example" in page for page in pages] == [True, False]
        assert ["brief of example" in page for page in pages] == [False, True]

    def test_the_annex_has_the_phases_and_not_the_report(self, workspace, first):
        html = (workspace.outputs("example", "2025", "en") / "annex.html").read_text()
        assert "example 2025 en: 3 lines" in html
        assert "advice to example" in html
        assert "report of 4 phases" not in html
        assert "brief of example" not in html

    def test_nothing_temporary_is_left(self, workspace, first):
        assert not list(workspace.root.rglob(".tmp-*"))

    def test_executed_notebooks_hold_no_times_and_no_random_ids(self, workspace, first):
        path = workspace.outputs("example", "2025", "en") / "notebooks" / "1_baseline.ipynb"
        notebook = nbformat.read(path, 4)
        assert "papermill" not in notebook.metadata
        assert not any({"papermill", "execution"} & set(cell.metadata) for cell in notebook.cells)
        assert [cell.id for cell in notebook.cells][:3] == ["cell-1", "cell-2", "injected-parameters"]

    def test_a_second_run_has_nothing_to_do(self, workspace, first):
        before = _content(workspace.root)
        assert [outcome.state for outcome in _run(workspace)] == ["current"]
        assert _content(workspace.root) == before

    def test_the_index_links_to_every_report(self, workspace, first):
        html = write_index(workspace, status(workspace, FIXTURES)).read_text()
        for name in ("report", "brief", "annex", "1_baseline", "4_recommendations"):
            assert f'href="example/2025/en/{name}.html"' in html

    def test_a_failing_phase_keeps_no_value_of_a_person_anywhere(self, workspace, first):
        (outcome,) = _run(workspace, given_parameters=["stop=true"])
        failure = outcome.failure
        assert (failure.phase, failure.cell, failure.error) == ("staff_perception", 3, "ValueError")
        assert failure.message == ""
        assert not [
            name for name, data in _content(workspace.root).items() if b"12345678" in data
        ]  # as long as no hash or time holds it by chance
        assert 'href="example/2025/en/error.html"' in write_index(workspace, status(workspace, FIXTURES)).read_text()

    def test_a_failing_phase_leaves_the_earlier_ones_done_and_takes_the_old_report_away(self, workspace, first):
        assert _steps(workspace) == ["done", "done", "failed", "stale", "missing", "missing"]
        folder = workspace.outputs("example", "2025", "en")
        assert {path.name for path in folder.glob("*.html")} == {
            "error.html",
            *(f"{report_name(phase)}.html" for phase in PHASES),
        }

    def test_after_a_failure_only_the_rest_is_done(self, workspace, first):
        (outcome,) = _run(workspace)
        assert (outcome.state, outcome.phases) == ("done", 1)
        assert _steps(workspace) == ["done"] * 6

    def test_the_same_input_gives_the_same_files(self, workspace, first):
        outputs = workspace.root / "outputs" / "example"
        before = _content(outputs)
        (outcome,) = _run(workspace, force=True)
        assert (outcome.phases, _content(outputs)) == (4, before)

    def test_a_lost_report_is_missing_and_a_changed_one_stale(self, workspace, first):
        folder = workspace.outputs("example", "2025", "en")
        (folder / "report.html").write_text("changed")
        (folder / "1_baseline.html").unlink()
        assert _steps(workspace) == ["missing", "done", "done", "done", "stale", "done"]
        (folder / "annex.html").write_text("changed")
        (folder / "brief.html").unlink()
        assert _steps(workspace) == ["missing", "done", "done", "done", "missing", "stale"]

    def test_changed_input_makes_everything_stale(self, workspace, first):
        (workspace.raw("example", "2025") / "staff.csv").write_text(STAFF + "F,Officer\n")
        assert _steps(workspace) == ["missing", *["stale"] * 3, "missing", "stale"]

    def test_data_with_errors_stop_before_a_notebook_with_all_sentences(self, workspace, first):
        (workspace.raw("example", "2025") / "staff.csv").write_text("sex,level\nwoman?,Officer\n")
        (outcome,) = _run(workspace)
        assert (outcome.failure.phase, outcome.failure.error) == ("data", "AuditError")
        assert "staff.csv" in outcome.failure.message
        assert [row.state for row in status(workspace, FIXTURES)] == ["failed"]


class TestFailuresTakeAway:
    """Beside an error page lies nothing that an earlier run handed out; what a stage before it has made stays."""

    @pytest.fixture
    def workspace(self, tmp_path) -> Workspace:
        """Audited, with what notebooks of the suite write beside the pages, and an edition."""
        workspace = _workspace(tmp_path, "2025")
        _run(workspace)
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
        notebooks = _content(self.folder(workspace) / "notebooks")
        (workspace.raw("example", "2025") / "staff.csv").write_text("sex,level\nwoman?,Officer\n")
        assert [outcome.state for outcome in _run(workspace)] == ["failed"]
        assert self.left(workspace) == set()
        assert "was removed from here" in (self.folder(workspace) / "error.html").read_text()
        assert (workspace.edition("example", "2025", 1, "en") / "report.html").is_file()
        assert _content(self.folder(workspace) / "notebooks") == notebooks
        assert workspace.findings("example", "2025", "gap_analysis").is_file()

    @pytest.mark.slow
    def test_of_a_phase_that_stops_what_it_and_later_ones_made_and_the_next_run_makes_it_again(self, workspace):
        _run(workspace, given_parameters=["stop=true"])
        assert self.left(workspace) == {"gender_inequality_map.svg", "gender_inequality_map.pdf"}
        (outcome,) = _run(workspace)
        assert (outcome.state, outcome.phases) == ("done", 2)  # the third, and the fourth for its workbook
        assert self.left(workspace) >= {"report.html", "brief.html", "annex.html"}

    @pytest.mark.slow
    def test_no_workbook_that_somebody_has_filled_in_since(self, workspace):
        later = time.time() + 5
        os.utime(self.folder(workspace) / "action_plan.xlsx", (later, later))
        for _ in range(2):
            _run(workspace, given_parameters=["stop=true"])
            assert "action_plan.xlsx" in self.left(workspace)

    def test_where_a_worker_died_what_is_not_up_to_date(self, workspace):
        (task,) = plan(workspace, notebooks=FIXTURES)
        record_lost(task, Failure(phase="run", error="BrokenProcessPool"))
        assert self.left(workspace) == {"report.html", "brief.html", "annex.html", *BESIDE}
        (workspace.raw("example", "2025") / "staff.csv").write_text(STAFF + "F,Officer\n")
        (task,) = plan(workspace, notebooks=FIXTURES)
        record_lost(task, Failure(phase="run", error="BrokenProcessPool"))
        assert self.left(workspace) == set()
        assert [outcome.phases for outcome in _run(workspace)] == [4]


def test_a_later_round_is_stale_when_the_action_plan_of_an_earlier_one_is_answered(tmp_path):
    workspace = _workspace(tmp_path, "2024", "2025")
    key = round_key(workspace, "example", "2025")
    (workspace.raw("example", "2024") / "action_plan.xlsx").write_bytes(b"answered")
    assert round_key(workspace, "example", "2025") != key


@pytest.mark.parametrize(
    ("name", "changes"), [("~$staff.csv", False), (".~lock.staff.csv#", False), ("members.csv", True)]
)
def test_a_file_that_an_office_program_leaves_while_a_list_is_open_changes_nothing(tmp_path, name, changes):
    workspace = _workspace(tmp_path, "2025")
    key = round_key(workspace, "example", "2025")
    (workspace.raw("example", "2025") / name).write_text("sex\nF\n")
    assert (round_key(workspace, "example", "2025") != key) is changes


def test_a_later_round_is_stale_when_the_findings_of_an_earlier_one_change(tmp_path):
    workspace = _workspace(tmp_path, "2024", "2025")
    key = round_key(workspace, "example", "2025"), round_key(workspace, "example", "2024")
    findings = workspace.findings("example", "2024", "baseline")
    findings.parent.mkdir(parents=True)
    findings.write_text("{}")
    assert round_key(workspace, "example", "2025") != key[0]
    assert round_key(workspace, "example", "2024") == key[1]


def test_rounds_run_oldest_first(tmp_path):
    workspace = _workspace(tmp_path, "2025", "2022")
    assert plan(workspace, notebooks=FIXTURES)[0].rounds == ("2022", "2025")


def test_a_broken_organisation_file_and_a_missing_round_fail_with_what_to_do(tmp_path):
    _workspace(tmp_path, "2025", organisation="broken")
    (tmp_path / "data/raw/broken/organisation.yml").write_text("name: Example\nkind: club\n")
    (tmp_path / "data/raw/empty").mkdir()
    workspace = _workspace(tmp_path, organisation="empty")
    messages = {outcome.organisation: outcome.failure.message for outcome in _run(workspace)}
    assert "organisation.yml, line 2: kind" in messages["broken"]
    assert "data/raw/empty/" in messages["empty"]


class TestWaysOfFailing:
    """Each failing notebook ends in a failure that names its cell and says no more than is safe."""

    @pytest.mark.parametrize(
        ("name", "cell", "error", "message"),
        [
            ("raises", 4, "KeyError", ""),
            ("says_why", 4, "AuditError", "Give each level a rank."),
            ("exits", 4, "SystemExit", ""),
            ("dies", 4, "DeadKernelError", ""),
            ("hangs", 3, "CellTimeoutError", ""),
        ],
    )
    def test_failure(self, name, cell, error, message, capfd):
        given = {"organisation": "example", "round": "2025", "language": "en", "workspace": ""}
        with pytest.raises(PhaseFailedError) as caught:
            run_phase(FAILING / f"{name}.ipynb", given, "baseline", timeout=2 if name == "hangs" else 60)
        failure = caught.value.failure
        assert (failure.cell, failure.error, failure.message) == (cell, error, message)
        assert "12345678" not in "".join(capfd.readouterr())


class TestParameters:
    """A parameter is known to a notebook and of its type, or refused."""

    @pytest.mark.parametrize(
        ("given", "value"),
        [
            ("share=0.9", 0.9),
            ("years=-2", -2),
            ("label=a=b", "a=b"),
            ("shown=false", False),
            ("share=1", 1.0),
        ],
    )
    def test_a_value_has_the_type_of_the_default(self, given, value):
        (found,) = parse_values([given], KNOWN).values()
        assert (found, type(found)) == (value, type(value))

    @pytest.mark.parametrize(
        ("given", "what"),
        [
            (["shares=0.9"], "No notebook has a parameter shares. .*Known: label, share, shown, years"),
            (["share"], "NAME=VALUE"),
            (["share=many"], "a number with a decimal point"),
            (["share=nan"], "a number with a decimal point"),
            (["years=2.5"], "a whole number"),
            (["shown=maybe"], "true or false"),
            (["language=fr"], "its own place"),
            (["years=1", "years=2"], "twice"),
        ],
    )
    def test_anything_else_is_refused(self, given, what):
        with pytest.raises(AuditError, match=what):
            parse_values(given, KNOWN)

    @pytest.mark.parametrize(
        "line", ["years = max(3, 4)", "import os", "years: int", "years = None", "a, b = 1, 2", "years = ("]
    )
    def test_a_parameters_cell_holds_plain_lines_only(self, tmp_path, line):
        notebook = nbformat.read(FIXTURES / "1_baseline.ipynb", 4)
        notebook.cells[1].source += f"\n{line}"
        nbformat.write(notebook, tmp_path / "n.ipynb")
        with pytest.raises(AuditError, match=r"n\.ipynb"):
            parameters_of(tmp_path / "n.ipynb")

    @pytest.mark.parametrize("stage", STAGES)
    def test_every_notebook_of_the_suite_has_a_cell_that_can_be_read(self, stage):
        names = list(parameters_of(NOTEBOOKS / f"{report_name(stage)}.ipynb"))
        assert names[:4] == ["organisation", "round", "language", "workspace"]

    def test_only_the_phases_that_use_a_parameter_and_those_after_them_change(self, tmp_path):
        workspace = _workspace(tmp_path, "2025")
        keys = [
            phase_keys(plan(workspace, notebooks=FIXTURES, given_parameters=given)[0], workspace, "2025", "en")
            for given in ([], ["most=0.6"])
        ]
        assert [name for name in keys[0] if keys[0][name] == keys[1][name]] == ["baseline", "gap_analysis"]


class TestCodeOfNotebooks:
    """What was written into a notebook makes an audit stale; that it was run and saved does not."""

    @pytest.fixture
    def notebooks(self, tmp_path):
        return Path(shutil.copytree(FIXTURES, tmp_path / "books"))

    def keys(self, tmp_path, notebooks):
        (tmp_path / "space").mkdir(exist_ok=True)
        workspace = Workspace(tmp_path / "space")
        if not (workspace.root / "data").exists():
            _workspace(workspace.root, "2025")
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


class TestRefusals:
    """Names that are not known stop a run before it starts."""

    @pytest.mark.parametrize(
        "wrong",
        [
            {"organisations": ["nobody"]},
            {"organisations": ["../example"]},
            {"organisations": ["example"], "round": "1999"},
            {"round": "1999"},
            {"in_languages": ["xx"]},
            {"given_parameters": ["nothing=1"]},
        ],
    )
    def test_refused(self, tmp_path, wrong):
        with pytest.raises(AuditError):
            plan(_workspace(tmp_path, "2025"), notebooks=FIXTURES, **wrong)

    def test_a_round_that_some_organisations_lack_leaves_those_out(self, tmp_path):
        _workspace(tmp_path, "2024", organisation="older")
        workspace = _workspace(tmp_path, "2025")
        assert [task.organisation for task in plan(workspace, notebooks=FIXTURES, round="2025")] == ["example"]


@pytest.mark.slow
@pytest.mark.skipif(os.name != "posix", reason="interrupts a process by a POSIX signal")
def test_an_interrupt_stops_workers_and_kernels_and_leaves_nothing(tmp_path):
    workspace = _workspace(tmp_path / "w", "2025")
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
