"""Kernels: fresh, private, as fast as they are forked, and gone when nobody needs them."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import nbformat
import pytest

from genderaudit.runner import warm
from genderaudit.runner.notebooks import PhaseFailedError, run_phase
from genderaudit.runner.warm import KernelServer, KernelServerError

pytestmark = pytest.mark.skipif(not warm.available(), reason="kernels are forked on Linux only")

PARAMETERS = "organisation = ''\nround = ''\nlanguage = ''\nworkspace = ''"
GIVEN = {"organisation": "example", "round": "2025", "language": "en", "workspace": ""}


@pytest.fixture(scope="module", autouse=True)
def own_temporary_folder() -> Iterator[None]:
    """What other tests leave in the common folder for a moment is not ours to count."""
    with tempfile.TemporaryDirectory(prefix="k-") as folder, pytest.MonkeyPatch.context() as patch:
        patch.setenv("TMPDIR", folder)
        patch.setattr(tempfile, "tempdir", folder)
        yield


def test_sockets_are_private_however_long_the_path_of_the_temporary_folder(tmp_path, monkeypatch):
    long = tmp_path / ("x" * 80)
    long.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(long))
    with warm.private_folder() as folder:
        assert len(os.fsencode(folder / "kernel-ipc-1")) <= warm.LONGEST_SOCKET
        assert folder.stat().st_mode & 0o077 == 0


@pytest.fixture(scope="module")
def server() -> Iterator[KernelServer]:
    server = KernelServer.start()
    server.wait_until_ready()
    yield server
    server.close()


@pytest.fixture
def execute(tmp_path, server):
    """What the last cell of a notebook with these cells displays."""

    def run(*cells: str, timeout: int = 60, kernels: KernelServer | None = server) -> str:
        notebook = nbformat.v4.new_notebook(metadata={"language_info": {"name": "python"}})
        notebook.cells = [nbformat.v4.new_code_cell(PARAMETERS, metadata={"tags": ["parameters"]})]
        notebook.cells += [nbformat.v4.new_code_cell(cell) for cell in cells]
        path = tmp_path / "notebook.ipynb"
        nbformat.write(notebook, path)
        outputs = run_phase(path, GIVEN, "baseline", timeout, kernels).cells[-1].outputs
        return outputs[-1].data["text/plain"] if outputs else ""

    return run


@pytest.fixture
def left_before() -> set[str]:
    return _folders()


class TestIsolation:
    """Nothing passes from one notebook to the next."""

    def test_each_notebook_has_a_process_of_its_own(self, execute):
        assert execute("import os", "os.getpid()") != execute("import os", "os.getpid()")

    def test_names_and_changed_modules_do_not_survive(self, execute):
        execute("import math\nmath.changed = kept = 1")
        assert execute("import math", "(hasattr(math, 'changed'), 'kept' in globals())") == "(False, False)"

    @pytest.mark.parametrize("draw", ["np.random.random()", "random.random()", "np.random.default_rng().random()"])
    def test_random_numbers_differ_between_notebooks(self, execute, draw):
        cells = "import random\nimport numpy as np", draw
        assert execute(*cells) != execute(*cells)

    def test_the_libraries_are_there_without_importing(self, execute):
        assert execute("import sys", "{'pandas', 'scipy.stats', 'matplotlib'} <= set(sys.modules)") == "True"

    def test_number_libraries_use_one_thread(self, execute):
        assert execute("import os", "os.environ['OPENBLAS_NUM_THREADS']") == "'1'"

    def test_the_working_folder_is_empty_and_open_to_this_user_only(self, execute):
        shown = execute("import os\nfrom pathlib import Path", "(os.listdir(), oct(Path('..').stat().st_mode)[-3:])")
        assert shown == "([], '700')"

    def test_nothing_is_written_to_a_history(self, execute):
        assert execute("get_ipython().history_manager.enabled") == "False"


class TestEndings:
    """However a notebook ends, it is noticed, and nothing stays."""

    def test_a_dead_kernel_is_noticed_at_once(self, execute):
        started = time.monotonic()
        assert _failure(execute, "import os", "os._exit(3)") == "DeadKernelError"
        assert time.monotonic() - started < 10

    @pytest.mark.slow
    def test_a_notebook_has_so_many_seconds_in_all(self, execute):
        cells = ["import time\ntime.sleep(1.5)"] * 4
        assert _failure(execute, *cells, timeout=3) == "CellTimeoutError"

    def test_what_a_cell_started_ends_with_its_kernel(self, execute):
        shown = execute("import subprocess", "subprocess.Popen(['sleep', '600']).pid")
        _wait_until(lambda: not _runs(int(shown)))

    @pytest.mark.slow
    def test_too_much_memory_is_an_error_of_the_cell(self, tmp_path, execute):
        small = KernelServer.start(memory=600)
        small.wait_until_ready()
        try:
            assert _failure(execute, "bytearray(2_000_000_000)", kernels=small) == "MemoryError"
        finally:
            small.close()

    @pytest.mark.slow
    def test_no_process_no_file_and_no_socket_is_left(self, execute, server, left_before):
        open_files = []
        for _ in range(4):
            for _ in range(3):
                execute("1")
            _failure(execute, "import os\nos._exit(1)")
            open_files.append(len(list(Path("/proc/self/fd").iterdir())))
        assert max(open_files[1:]) <= open_files[0]
        assert _folders() == left_before
        assert _children(server) == []

    @pytest.mark.slow
    def test_what_was_forked_ahead_and_not_used_goes_with_the_server(self, left_before):
        server = KernelServer.start()
        server.wait_until_ready()
        server.expect(2)
        taken = server.take()
        pids = [taken.pid, *_children(server)]
        taken.close()
        server.close()
        for pid in pids:
            _wait_until(lambda pid=pid: not _runs(pid))
        assert _folders() == left_before

    @pytest.mark.slow
    def test_a_dead_server_is_an_error_and_not_a_wait(self, left_before):
        server = KernelServer.start()
        server.wait_until_ready()
        server._process.kill()
        server._process.wait()
        with pytest.raises(KernelServerError):
            server.take()
        server.close()
        assert _folders() == left_before

    @pytest.mark.slow
    def test_kernels_and_server_end_when_their_client_is_killed(self, tmp_path, left_before):
        script = (
            "import time\nfrom genderaudit.runner.warm import KernelServer\n"
            "server = KernelServer.start()\nserver.wait_until_ready()\nserver.expect(2)\nkernel = server.take()\n"
            "print(server._process.pid, kernel.pid, flush=True)\ntime.sleep(600)\n"
        )
        client = subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True)
        pids = [int(pid) for pid in client.stdout.readline().split()]
        client.kill()
        client.communicate()
        for pid in pids:
            _wait_until(lambda pid=pid: not _runs(pid))
        _wait_until(lambda: _folders() == left_before)


def test_an_interrupt_reaches_the_cell_and_not_the_kernel(tmp_path, execute):
    mark = tmp_path / "pid"
    cells = (
        f"import os, time\nfrom pathlib import Path\nfile = Path({str(mark)!r})",
        "try:\n    file.write_text(str(os.getpid()))\n    time.sleep(60)\n"
        "except KeyboardInterrupt:\n    stopped = True",
        "stopped",
    )

    def interrupt() -> None:
        _wait_until(lambda: mark.exists() and mark.read_text())
        time.sleep(0.2)
        os.kill(int(mark.read_text()), signal.SIGINT)

    thread = threading.Thread(target=interrupt)
    thread.start()
    assert execute(*cells) == "True"
    thread.join()


def test_a_round_is_read_once_and_its_tables_are_in_the_kernels(tmp_path, execute, server):
    folder = _round(tmp_path)
    branch, error = server.read(folder, "2025", ["en"])
    try:
        assert error == ("", {})
        (folder / "staff.csv").unlink()
        shown = execute(
            "from pathlib import Path\nfrom genderaudit.intake import read_round\n"
            "from genderaudit.methodology.organisation import read_organisation\n"
            f"folder = Path({str(folder)!r})",
            "len(read_round(folder, read_organisation(folder.parent), '2025', only=('staff',)).tables['staff'])",
            kernels=branch,
        )
        assert shown == "2"
    finally:
        branch.close()
    _wait_until(lambda: _children(server) == [])


def test_errors_of_the_files_come_in_every_language(tmp_path, server):
    folder = _round(tmp_path)
    (folder / "staff.csv").write_text("sex,level\nwoman?,Officer\n")
    branch, (error, sentences) = server.read(folder, "2025", ["en", "fr"])
    branch.close()
    assert error == "AuditError"
    assert sentences["en"] != sentences["fr"]


@pytest.mark.slow
def test_the_command_line_of_papermill_has_these_kernels_too(tmp_path, left_before):
    notebook = nbformat.v4.new_notebook(metadata={"language_info": {"name": "python"}})
    notebook.cells = [
        nbformat.v4.new_code_cell("from pathlib import Path\nimport os, sys"),
        nbformat.v4.new_code_cell(
            "'pandas' in sys.modules, os.getpid(), Path(f'/proc/{os.getppid()}/cmdline').read_text()"
        ),
    ]
    nbformat.write(notebook, tmp_path / "given.ipynb")
    command = [Path(sys.executable).parent / "papermill", "given.ipynb", "made.ipynb", "--engine", "genderaudit"]
    subprocess.run([*command, "-k", "python3", "--no-progress-bar"], cwd=tmp_path, check=True, capture_output=True)
    shown = nbformat.read(tmp_path / "made.ipynb", 4).cells[-1].outputs[0].data["text/plain"]
    loaded, pid, _ = shown.strip("()").split(",", 2)
    assert loaded == "True"
    assert "genderaudit.runner.forkserver" in shown
    _wait_until(lambda: not _runs(int(pid)))
    _wait_until(lambda: _folders() == left_before)


@pytest.mark.slow
def test_papermill_s_own_kernels_give_the_same(execute, monkeypatch):
    from genderaudit.runner import kernels

    cells = "import numpy as np", "np.random.default_rng(7).normal(size=3)"
    forked = execute(*cells)
    monkeypatch.setenv(warm.SWITCH, "plain")
    monkeypatch.setattr(kernels, "_SHARED", [])
    assert execute(*cells, kernels=None) == forked


def _round(root: Path) -> Path:
    folder = root / "data" / "raw" / "example" / "2025"
    folder.mkdir(parents=True)
    (folder.parent / "organisation.yml").write_text("name: Example\nkind: ngo\nlanguages: [en]\n")
    (folder / "staff.csv").write_text("sex,level\nF,Officer\nM,Officer\n")
    return folder


def _failure(execute, *cells: str, **options) -> str:
    with pytest.raises(PhaseFailedError) as caught:
        execute(*cells, **options)
    return caught.value.failure.error


def _folders() -> set[str]:
    return {path.name for path in Path(tempfile.gettempdir()).glob("genderaudit-*") if path.is_dir()}


def _children(server: KernelServer) -> list[int]:
    pid = server._process.pid
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def _runs(pid: int) -> bool:
    """Whether the process does something; one that has ended and waits to be collected does not."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"


def _wait_until(condition, seconds: float = 20) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.05)
