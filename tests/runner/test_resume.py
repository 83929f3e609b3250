"""Runs that are killed go on from where they were; what readers see is whole at any moment."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from at_length import at_length
from fixture_runs import FIXTURES, STAFF, here, outcomes_of, workspace_of

from genderaudit import cli
from genderaudit.foundations.files import remove_leftovers, temporary_folder
from genderaudit.foundations.workspace import PHASES, STAGES, Workspace, report_name
from genderaudit.runner import execute, plan, run, warm
from genderaudit.runner import record as records
from genderaudit.runner.failures import ADVICE
from genderaudit.runner.lock import locked
from genderaudit.runner.notebooks import PhaseFailedError
from genderaudit.runner.record import Failure
from genderaudit.runner.status import status

SCRIPT = """
from pathlib import Path
from genderaudit.runner import plan, run
from genderaudit.foundations.workspace import Workspace
if __name__ == "__main__":
    list(run(plan(Workspace.open({root!r}), notebooks=Path({notebooks!r})), 1))
"""
posix = pytest.mark.skipif(os.name != "posix", reason="kills processes by POSIX signals")


@pytest.fixture
def workspace(tmp_path) -> Workspace:
    return workspace_of(tmp_path, "2025")


@pytest.fixture
def killed(tmp_path, workspace) -> Workspace:
    """A workspace whose run was killed with all its processes while the third phase was on."""
    mark = tmp_path / "third"
    notebooks = _notebooks(tmp_path, f"open({str(mark)!r}, 'w').close()\nimport time\ntime.sleep(600)\n")
    script = tmp_path / "script.py"
    script.write_text(SCRIPT.format(root=str(workspace.root), notebooks=str(notebooks)))
    process = subprocess.Popen([sys.executable, str(script)], stderr=subprocess.DEVNULL)
    end = time.monotonic() + 240
    while not mark.exists():
        assert time.monotonic() < end
        time.sleep(0.05)
    process.send_signal(signal.SIGKILL)
    process.wait()
    (notebooks / "3_staff_perception.ipynb").write_text((FIXTURES / "3_staff_perception.ipynb").read_text())
    return workspace


def _notebooks(folder: Path, source: str) -> Path:
    """The notebooks, with this as a cell of the third."""
    notebooks = folder / "notebooks"
    notebooks.mkdir()
    for stage in STAGES:
        name = f"{report_name(stage)}.ipynb"
        content = json.loads((FIXTURES / name).read_text())
        if stage == "staff_perception":
            content["cells"][2]["source"] = source
        (notebooks / name).write_text(json.dumps(content))
    return notebooks


@pytest.mark.slow
@posix
class TestKilled:
    """``kill -9`` of the runner in the middle of the third phase."""

    def test_only_the_rest_is_done_and_nothing_half_was_shown(self, killed, tmp_path):
        (row,) = status(killed, tmp_path / "notebooks")
        assert list(row.steps.values()) == ["done", "done", *["missing"] * 4]
        folder = killed.outputs("example", "2025", "en")
        pages = list(folder.glob("*.html"))
        assert {page.name for page in pages} == {"1_baseline.html", "2_gap_analysis.html"}
        assert not [page for page in pages if not page.read_text().rstrip().endswith("</html>")]
        tasks = plan(killed, notebooks=tmp_path / "notebooks")
        ((_, (outcome,)),) = run(tasks, 1, here)
        assert (outcome.state, outcome.phases) == ("done", 2)


@pytest.fixture
def short_folder() -> Iterator[Path]:
    """Sockets do not lie below long paths."""
    with tempfile.TemporaryDirectory(prefix="k-") as folder:
        yield Path(folder)


@pytest.mark.slow
@pytest.mark.skipif(not warm.available(), reason="finds processes as Linux lists them")
def test_nothing_is_left_of_a_run_of_which_every_process_was_killed_after_the_next(workspace, tmp_path, short_folder):
    """Neither sockets in the temporary folder, nor half-made pages beside the reports."""
    temporary, mark = short_folder, tmp_path / "third"
    notebooks = _notebooks(tmp_path, f"open({str(mark)!r}, 'w').close()\nimport time\ntime.sleep(600)\n")
    script = tmp_path / "script.py"
    script.write_text(SCRIPT.format(root=str(workspace.root), notebooks=str(notebooks)))
    environment = os.environ | {"TMPDIR": str(temporary)}
    process = subprocess.Popen([sys.executable, str(script)], env=environment, stderr=subprocess.DEVNULL)
    end = time.monotonic() + 240
    while not mark.exists():
        assert time.monotonic() < end
        time.sleep(0.05)
    processes = [process.pid, *_below(process.pid)]
    for pid in processes:
        os.kill(pid, signal.SIGSTOP)  # so that none of them tidies up after another
    for pid in processes:
        os.kill(pid, signal.SIGKILL)
    process.wait()
    half = workspace.outputs("example", "2025", "en") / ".tmp-half"
    half.write_text("half a page")
    assert list(workspace.root.glob("outputs/example/2025/.tmp-*"))
    assert list(temporary.iterdir())
    (notebooks / "3_staff_perception.ipynb").write_text((FIXTURES / "3_staff_perception.ipynb").read_text())
    subprocess.run([sys.executable, str(script)], env=environment, timeout=240, check=True)
    assert [row.state for row in status(workspace, notebooks)] == ["done"]
    assert not list(workspace.root.rglob(".tmp-*"))
    assert [path.name for path in temporary.iterdir() if path.name.startswith("genderaudit-")] == []


def _below(pid: int) -> list[int]:
    """The process's children, and theirs."""
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [found for child in map(int, children) for found in (child, *_below(child))]


def test_what_living_processes_have_is_not_taken_for_left(tmp_path):
    script = (
        "import sys, time\nfrom pathlib import Path\nfrom genderaudit.foundations.files import temporary_folder\n"
        f"with temporary_folder(Path({str(tmp_path)!r})) as folder:\n    print(folder.name, flush=True)\n"
        "    time.sleep(600)\n"
    )
    other = subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True, encoding="utf-8")
    theirs = other.stdout.readline().strip()
    (tmp_path / ".tmp-mine").mkdir()  # whose it is cannot be told
    with temporary_folder(tmp_path) as ours, temporary_folder(tmp_path) as another:
        remove_leftovers(tmp_path)
        assert {path.name for path in tmp_path.iterdir()} == {ours.name, another.name, theirs, ".tmp-mine"}
    other.kill()
    other.communicate()
    assert {path.name for path in tmp_path.iterdir()} == {theirs, ".tmp-mine"}
    remove_leftovers(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == [".tmp-mine"]


KILL = """
import os, signal
from pathlib import Path
pid = os.getpid()
for _ in range({above}):
    pid = int(Path(f"/proc/{{pid}}/stat").read_text().rpartition(")")[2].split()[1])
if not Path({mark!r}).exists():
    Path({mark!r}).write_text(str(pid))
    os.kill(pid, signal.SIGKILL)
"""


@pytest.mark.slow
@pytest.mark.skipif(not warm.available(), reason="kernels are forked on Linux only")
class TestDeaths:
    """Whichever process of a run is killed, once, the organisation is done in the end."""

    @pytest.mark.parametrize(
        "above",
        [0, 1, 2],
        ids=["kernel", "process of the round", "server of kernels"],
    )
    def test_below_the_worker(self, workspace, tmp_path, above):
        notebooks = _notebooks(tmp_path, KILL.format(above=above, mark=str(tmp_path / "killed")))
        ((_, (outcome,)),) = run(plan(workspace, notebooks=notebooks), 1, here)
        self._is_whole(workspace, tmp_path, outcome)

    def test_a_worker(self, workspace, tmp_path):
        notebooks = _notebooks(tmp_path, KILL.format(above=3, mark=str(tmp_path / "killed")))
        ((_, (outcome,)),) = run(plan(workspace, notebooks=notebooks), 1)
        self._is_whole(workspace, tmp_path, outcome)

    def _is_whole(self, workspace, tmp_path, outcome):
        assert (tmp_path / "killed").exists()
        assert outcome.state == "done", outcome.failure
        folder = workspace.outputs("example", "2025", "en")
        pages = [folder / f"{name}.html" for name in (*map(report_name, PHASES), "report", "brief", "annex")]
        assert not [page for page in pages if not page.read_text().rstrip().endswith("</html>")]
        assert not list(workspace.root.rglob("error*.html"))


@pytest.mark.slow
class TestRetry:
    """A kernel that died is tried once more; a fault of data or code is not."""

    @pytest.mark.parametrize(
        ("errors", "state", "tries"),
        at_length(
            [
                (["ValueError"], "failed", 1),
                (["CellTimeoutError"], "failed", 1),
                (["DeadKernelError"], "done", 6),
                (["DeadKernelError", "DeadKernelError"], "failed", 2),
            ],
            2,
        ),
    )
    def test_tries(self, workspace, monkeypatch, errors, state, tries):
        given, calls = list(errors), []

        def phase(notebook, parameters, name, *rest):
            calls.append(name)
            if given:
                raise PhaseFailedError(Failure(phase=name, cell=3, error=given.pop(0)))
            return real(notebook, parameters, name, *rest)

        real = execute.run_phase
        monkeypatch.setattr(execute, "run_phase", phase)
        (outcome,) = outcomes_of(workspace)
        assert (outcome.state, len(calls)) == (state, tries)


class TestErrorPage:
    """What the organisation finds where its report would be."""

    @pytest.mark.slow
    def test_errors_of_the_data_are_listed_with_what_to_do_and_go_when_they_are_mended(self, workspace):
        staff = workspace.raw("example", "2025") / "staff.csv"
        staff.write_text("sex,level\nwoman?,Officer\n")
        outcomes_of(workspace)
        page = workspace.outputs("example", "2025", "en") / "error.html"
        assert "staff.csv" in page.read_text()
        assert "Example" in page.read_text()  # the name of the organisation, not that of its folder
        assert "genderaudit check" in page.read_text()
        staff.write_text(STAFF)
        outcomes_of(workspace)
        assert not page.exists()

    def test_it_speaks_the_language_of_the_report(self, workspace):
        (workspace.raw("example", "2025") / "staff.csv").write_text("sex,level\nwoman?,Officer\n")
        outcomes_of(workspace, in_languages=["fr"])
        assert '<html lang="fr"' in (workspace.outputs("example", "2025", "fr") / "error.html").read_text()

    @pytest.mark.slow
    def test_the_notebook_that_stopped_is_there_without_its_outputs(self, workspace):
        outcomes_of(workspace, given_parameters=["stop=true"])
        folder = workspace.outputs("example", "2025", "en")
        page = (folder / "error.html").read_text()
        assert 'href="stopped/3_staff_perception.ipynb"' in page
        assert "ValueError" in page
        content = (folder / "stopped" / "3_staff_perception.ipynb").read_text()
        assert "12345678" not in content + page
        assert not [cell for cell in json.loads(content)["cells"] if cell.get("outputs")]

    def test_an_organisation_that_cannot_be_read_has_one_too(self, workspace):
        (workspace.raw("example") / "organisation.yml").write_text("name: Example\nkind: club\n")
        outcomes_of(workspace)
        assert "organisation.yml, line 2" in (workspace.index().parent / "example" / "error_en.html").read_text()

    @pytest.mark.parametrize("code", ["en", "fr"])
    def test_every_advice_has_words(self, code):
        from genderaudit.foundations.language import language

        speaks = language(code)
        for advice in {*ADVICE.values(), "unknown"}:
            assert speaks.text(f"failure.happened.{advice}")
            assert speaks.text(f"failure.advice.{advice}")


@pytest.mark.slow
def test_a_disk_without_room_is_a_failure_and_the_next_run_mends_it(workspace, monkeypatch):
    def full(path, content):
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(execute, "write_atomically", full)
        (outcome,) = outcomes_of(workspace)
    assert (outcome.state, outcome.failure.phase, outcome.failure.error) == ("failed", "run", "OSError")
    assert [o.state for o in outcomes_of(workspace)] == ["done"]


@pytest.mark.parametrize(
    ("content", "key", "holds"), [("made", "a", True), ("changed by hand", "a", False), ("made", "b", False)]
)
def test_a_step_holds_while_key_and_files_are_those_it_was_made_with(tmp_path, content, key, holds):
    page = tmp_path / "page.html"
    page.write_text("made")
    step = records.made("a", [page], tmp_path)
    page.write_text(content)
    assert step.holds(key, tmp_path) is holds


def test_a_file_touched_but_not_changed_is_still_as_it_was_made(workspace):
    outcomes_of(workspace)
    (workspace.outputs("example", "2025", "en") / "report.html").touch()
    assert [outcome.state for outcome in outcomes_of(workspace)] == ["current"]


def test_a_record_that_was_begun_is_not_done(workspace):
    outcomes_of(workspace)
    record = records.read(workspace, "example", "2025", "en")
    records.write(workspace, record.model_copy(update={"state": "begun"}))
    assert [outcome.state for outcome in outcomes_of(workspace)] == ["done"]


class TestCommand:
    """What programs that start runs can rely on."""

    @pytest.fixture
    def root(self, workspace, monkeypatch) -> str:
        monkeypatch.setattr("genderaudit.runner.plan", lambda place, *names, **options: plan(place, notebooks=FIXTURES))
        monkeypatch.setattr("genderaudit.runner.run", lambda tasks, **how: run(tasks, 1, here))
        return f"--workspace={workspace.root}"

    def test_two_runs_do_not_meet(self, root, workspace, capsys):
        holder = _holding(workspace)
        assert cli.main(["run", "--all", root]) == cli.BUSY
        holder.kill()
        holder.communicate()
        assert "Another run" in capsys.readouterr().err

    def test_the_log_has_a_line_an_event(self, root, workspace):
        cli.main(["run", "--all", root])
        lines = [json.loads(line) for line in workspace.run_log().read_text().splitlines()]
        assert [line["event"] for line in lines] == ["begin", "outcome", "end"]
        assert lines[1] | {"time": "", "seconds": 0} == {
            "time": "",
            "event": "outcome",
            "organisation": "example",
            "round": "2025",
            "language": "en",
            "state": "done",
            "phases": 4,
            "seconds": 0,
        }

    def test_changed_says_nothing_of_what_is_up_to_date(self, root, capsys):
        cli.main(["run", "--changed", root])
        assert "example 2025 en: done" in capsys.readouterr().out
        assert cli.main(["run", "--changed", root]) == cli.DONE
        assert "example" not in capsys.readouterr().out.splitlines()[0]


def test_status_tells_the_truth_in_the_middle_of_a_run(workspace, tmp_path):
    seen = tmp_path / "seen"
    source = (
        "from pathlib import Path\nfrom genderaudit.runner.status import status\n"
        "from genderaudit.foundations.workspace import Workspace\n"
        f"rows = status(Workspace.open(workspace), Path({str(tmp_path / 'notebooks')!r}))\n"
        f"Path({str(seen)!r}).write_text(' '.join(rows[0].steps.values()))"
    )
    tasks = plan(workspace, notebooks=_notebooks(tmp_path, source))
    with locked(workspace):
        ((_, (outcome,)),) = run(tasks, 1, here)
    assert outcome.state == "done", outcome.failure
    assert seen.read_text() == "done done missing missing missing missing"


def _holding(workspace) -> subprocess.Popen:
    """Another process that holds the workspace."""
    script = (
        "import time\nfrom genderaudit.runner.lock import locked\n"
        "from genderaudit.foundations.workspace import Workspace\n"
        f"with locked(Workspace.open({str(workspace.root)!r})):\n    print('held', flush=True)\n    time.sleep(600)\n"
    )
    holder = subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True)
    assert holder.stdout.readline() == "held\n"
    return holder


def test_a_workspace_is_free_again_when_its_run_is_killed(workspace):
    holder = _holding(workspace)
    holder.kill()
    holder.communicate()
    with locked(workspace):
        assert Path(workspace.lock()).exists()
