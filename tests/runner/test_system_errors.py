"""What the system refuses (no room, no permission, something in the way) is said in a sentence, no traceback."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from html import escape
from pathlib import Path

import nbformat
import pytest
from at_length import at_length
from examples import MINIMAL
from fixture_runs import FAILING, FIXTURES, here, workspace_of

from genderaudit.cli import DONE, FAILED, main
from genderaudit.foundations.errors import SYSTEM, SystemFault
from genderaudit.foundations.files import write_atomically
from genderaudit.foundations.language import language, languages
from genderaudit.foundations.workspace import Workspace
from genderaudit.runner import Outcome, plan, run
from genderaudit.runner.failures import ADVICE, failure_of, sentences, show_failure
from genderaudit.runner.kernels import forget_server
from genderaudit.runner.notebooks import PhaseFailedError, run_phase
from genderaudit.runner.record import Failure

resource = pytest.importorskip("resource", reason="limits and mounts of POSIX systems")
FRENCH = MINIMAL.replace("[en]", "[fr]")


@pytest.fixture
def quick(monkeypatch) -> None:
    """Runs of notebooks that take moments, in this process."""
    monkeypatch.setattr("genderaudit.runner.plan", lambda place, *names, **how: plan(place, *names, notebooks=FIXTURES))
    monkeypatch.setattr("genderaudit.runner.run", lambda tasks, **how: run(tasks, 1, here))


@pytest.fixture
def read_only() -> Iterator[Callable[[Path], None]]:
    """Makes a folder read-only for everyone; skips where this user cannot: permission bits do not stop root."""
    made: list[list[str]] = []

    def make(folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        if os.geteuid():
            folder.chmod(0o555)
            made.append(["chmod", "755", str(folder)])
            return
        mount = ["mount", "-t", "tmpfs", "-o", "ro", "tmpfs", str(folder)]
        for command, undo in ((mount, ["umount"]), (["chattr", "+i", str(folder)], ["chattr", "-i"])):
            if subprocess.run(command, capture_output=True, check=False).returncode == 0:
                made.append([*undo, str(folder)])
                return
        pytest.skip("this system lets root write everywhere")

    yield make
    for command in made:
        subprocess.run(command, capture_output=True, check=True)


def in_the_way(folder: Path) -> None:
    """A file where a folder should be."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    folder.write_text("")


@pytest.fixture(params=["read-only", "in the way"])
def unwritable(request, read_only) -> Callable[[Path], None]:
    return read_only if request.param == "read-only" else in_the_way


def said(capsys) -> str:
    captured = capsys.readouterr()
    assert "Traceback" not in captured.out + captured.err
    return captured.out + captured.err


@pytest.mark.usefixtures("quick")
class TestFolderThatTakesNothing:
    """Read-only, or a file in its place."""

    def test_check_shows_every_problem_and_says_that_the_page_is_not_written(self, workspace, unwritable, capsys):
        workspace.organisation({"staff.csv": "sex\nwoman?\n"})
        workspace.organisation({"staff.csv": "sex\nwoman?\n"}, name="second")
        unwritable(workspace.root / "outputs")
        assert main(["check", f"--workspace={workspace.root}"]) == FAILED
        printed = said(capsys)
        assert printed.count("Error: staff.csv") == 2
        assert printed.count("data_quality.html: ") == 2

    @pytest.mark.slow
    def test_run_fails_each_organisation_with_what_to_do(self, workspace, unwritable, capsys):
        workspace.organisation({"staff.csv": "sex\nF\n"}, FRENCH)
        unwritable(workspace.root / "outputs")
        assert main(["run", "--all", f"--workspace={workspace.root}"]) == FAILED
        printed = said(capsys)
        assert language("fr").text("failure.advice.disk") in printed
        assert "1 organisation" in printed
        assert "index.html" in printed
        if (workspace.root / "outputs").is_file():  # it is what is named, not the page that finds no folder
            assert f"  outputs\N{NO-BREAK SPACE}: {language('fr').text('failure.system.in_the_way')}" in printed

    def test_run_says_which_file_it_cannot_lock(self, workspace, unwritable, capsys):
        workspace.organisation({"staff.csv": "sex\nF\n"})
        unwritable(workspace.root / "data" / "processed")
        assert main(["run", "--all", f"--workspace={workspace.root}"]) == FAILED
        printed = said(capsys)
        assert str(workspace.root / "data" / "processed") in printed
        assert "Another run" not in printed

    @pytest.mark.parametrize(
        "command",
        [
            ["new", "other", "--kind", "ngo", "--language", "en"],
            ["simulate", "--seed", "1", "--size", "small"],
        ],
        ids=lambda command: command[0],
    )
    def test_what_writes_lists(self, tmp_path, read_only, command, capsys):
        (tmp_path / "data").mkdir()
        read_only(tmp_path / "data" / "raw")
        assert main([*command, f"--workspace={tmp_path}"]) == FAILED
        assert str(tmp_path / "data" / "raw") in said(capsys)

    def test_form(self, workspace, unwritable, capsys):
        workspace.organisation()
        unwritable(workspace.root / "outputs")
        assert main(["form", "example", "--format=html", f"--workspace={workspace.root}"]) == FAILED
        assert "survey_en.html: " in said(capsys)


@contextmanager
def room_for(size: int) -> Iterator[None]:
    """No process writes a file of more bytes; the kernels' server is started, and ended, under the same limit."""
    forget_server()
    before, most = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, most))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (before, most))
        forget_server()


LARGEST = 1_000_000  # bytes: more than any file of such a run has


class TestNoRoom:
    """The system takes so many bytes of a file and no more, as a full disk does, whichever file that is."""

    @pytest.mark.parametrize("most", [0, 300, LARGEST])
    @pytest.mark.parametrize("command", [["check"], pytest.param(["run", "--all"], marks=pytest.mark.slow)])
    def test_ends_in_sentences(self, workspace, quick, command, most, capsys):
        workspace.organisation({"staff.csv": "sex\nF\nM\n"}, FRENCH)
        with room_for(most):
            status = main([*command, f"--workspace={workspace.root}"])
        printed = said(capsys)
        assert status == (DONE if most == LARGEST else FAILED)
        reasons = os.strerror(errno.EFBIG), SystemFault(errno.EFBIG).sentence(language("fr"))
        assert any(reason in printed for reason in reasons) == (status == FAILED)
        assert not list(workspace.root.rglob(".tmp-*"))

    @pytest.mark.slow
    def test_only_the_index_does_not_fit(self, workspace, quick, capsys):
        workspace.organisation({"staff.csv": "sex\nF\nM\n"})
        (workspace.root / "outputs" / "index.html").mkdir(parents=True)
        (workspace.root / "outputs" / "index.html" / "x").touch()
        assert main(["run", "--all", f"--workspace={workspace.root}"]) == FAILED
        printed = said(capsys)
        assert "example 2025 en: done" in printed
        assert "1 done, 0 failed" in printed
        assert f"genderaudit: {workspace.root / 'outputs' / 'index.html'}: " in printed

    @pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is always full")
    @pytest.mark.parametrize("command", at_length(["--version", "check", "status"]))
    def test_of_standard_output(self, workspace, command):
        workspace.organisation({"staff.csv": "sex\nF\n"})
        where = [] if command.startswith("--") else [f"--workspace={workspace.root}"]
        with Path("/dev/full").open("w") as full:
            done = subprocess.run(
                [sys.executable, "-m", "genderaudit.cli", command, *where],
                stdout=full,
                stderr=subprocess.PIPE,
                text=True,
                timeout=120,
                check=False,
            )
        assert done.stderr == f"genderaudit: {SystemFault(errno.ENOSPC).sentence(language('en'))}\n"
        assert done.returncode == FAILED

    def test_the_file_that_was_to_be_written_is_named_and_nothing_is_left_of_it(self, tmp_path):
        (tmp_path / "page.html" / "x").mkdir(parents=True)
        with pytest.raises(OSError, match="page") as caught:
            write_atomically(tmp_path / "page.html", "x")
        assert caught.value.filename == str(tmp_path / "page.html")
        assert [path.name for path in tmp_path.iterdir()] == ["page.html"]


def test_a_file_is_written_whole_or_stays_as_it_was(tmp_path, monkeypatch):
    """The process is stopped where all is written and the file is not yet in its place."""
    page = tmp_path / "page.html"
    write_atomically(page, "whole")
    assert [path.name for path in tmp_path.iterdir()] == ["page.html"]

    def stopped(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr(Path, "replace", stopped)
    with pytest.raises(KeyboardInterrupt):
        write_atomically(page, "newer")
    assert [(path.name, path.read_text("utf-8")) for path in tmp_path.iterdir()] == [("page.html", "whole")]


def test_a_fault_of_the_program_still_shows_as_one(workspace, monkeypatch):
    workspace.organisation()

    def faulty(*given, **named):
        raise KeyError("x")

    monkeypatch.setattr("genderaudit.runner.status.status", faulty)
    with pytest.raises(KeyError):
        main(["status", f"--workspace={workspace.root}"])


FAILURES = [
    failure_of("run", OSError(errno.ENOSPC, "x", "/a/page.html"), "fr"),
    failure_of("data", PermissionError(errno.EACCES, "x", "/a/staff.csv"), "fr"),
    failure_of("baseline", MemoryError(), "fr"),
    Failure(phase="data", error="AuditError", message="Un.\nDeux."),
    Failure(phase="gap_analysis", cell=3, error="KeyError"),
    Failure(phase="run", error="BrokenProcessPool"),
]


@pytest.mark.parametrize("failure", FAILURES, ids=lambda failure: f"{failure.phase} {failure.error}")
def test_terminal_and_error_page_say_the_same(workspace, failure, monkeypatch, capsys):
    workspace.organisation(settings=FRENCH)
    place = Workspace.open(workspace.root)
    show_failure(place, "example", "2025", "fr", failure)
    page = (place.outputs("example", "2025", "fr") / "error.html").read_text("utf-8")
    lines = sentences(failure, "fr")
    assert len(lines) >= 2
    assert [line for line in lines if escape(line) not in page and line not in page] == []
    monkeypatch.setattr(
        "genderaudit.runner.run",
        lambda tasks, **how: [(task, [Outcome("example", "2025", "fr", "failed", failure=failure)]) for task in tasks],
    )
    main(["run", "example", f"--workspace={workspace.root}"])
    printed = capsys.readouterr().out
    assert [line for line in lines if f"  {line}\n" not in printed] == []


@pytest.mark.parametrize("code", languages())
def test_every_reason_of_the_system_has_words(code):
    assert {SystemFault(number).sentence(language(code)) for number in SYSTEM} == {
        language(code).text(f"failure.system.{key}") for key in SYSTEM.values()
    }
    assert SystemFault(errno.EMFILE).sentence(language(code)) == os.strerror(errno.EMFILE)


def test_every_error_of_files_is_advised_alike():
    for number in SYSTEM:
        assert ADVICE[type(OSError(number, "x")).__name__] == "disk"


@pytest.mark.slow
def test_of_an_error_in_a_cell_only_the_reason_is_told(tmp_path):
    book = nbformat.read(FAILING / "raises.ipynb", 4)
    book.cells[-1].source = "open('/nowhere/12345678')"
    nbformat.write(book, tmp_path / "opens.ipynb")
    given = {"organisation": "example", "round": "2025", "language": "fr", "workspace": ""}
    with pytest.raises(PhaseFailedError) as caught:
        run_phase(tmp_path / "opens.ipynb", given, "baseline", timeout=60)
    assert caught.value.failure.message == language("fr").text("failure.system.missing")


@pytest.mark.slow
def test_one_organisation_that_cannot_be_read_fails_alone(tmp_path, monkeypatch, capsys, quick):
    """A file that the disk cannot give back."""
    workspace_of(tmp_path, "2025", organisation="broken")
    place = workspace_of(tmp_path, "2025", organisation="whole")
    real = Path.open

    def damaged(path, *given, **named):
        if path.name == "staff.csv" and "broken" in path.parts:
            raise OSError(errno.EIO, os.strerror(errno.EIO), str(path))
        return real(path, *given, **named)

    monkeypatch.setattr(Path, "open", damaged)
    assert main(["run", "--all", f"--workspace={place.root}"]) == FAILED
    printed = said(capsys)
    assert "whole 2025 en: done" in printed
    assert "1 done, 1 failed" in printed
    assert os.strerror(errno.EIO) in printed
