"""The suite as ``pip install`` of its wheel gives it, run on systems that differ from the one it was written on.

The wheel is built from this checkout and installed into an environment of its own, which sees the other packages
of the environment that the tests run in; no package is fetched.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

from genderaudit.foundations.workspace import PHASES, report_name, suite_notebooks

pytestmark = pytest.mark.slow

REPOSITORY = Path(__file__).parents[1]
SYSTEMS = Path(__file__).parent / "fixtures" / "systems"
SAMPLE = "cooperative_sigida"
SECONDS = 600
C_LOCALE = {"LC_ALL": "C", "LANG": "C"}
OTHERWISE = {
    "LC_ALL=C, a folder with spaces and accents": ("Vérifications à faire, « 2025 »", C_LOCALE),
    "PYTHONUTF8=0": ("Vérifications à faire", {**C_LOCALE, "PYTHONUTF8": "0"}),
    "without what only POSIX has": ("audits", {"PYTHONPATH": str(SYSTEMS / "without_posix")}),
    "processes are spawned": ("audits", {"PYTHONPATH": str(SYSTEMS / "spawning")}),
}


@dataclass(frozen=True)
class Installed:
    """An environment with the wheel."""

    root: Path
    environment: Mapping[str, str]

    @property
    def package(self) -> Path:
        return next((self.root / "venv").rglob("site-packages/genderaudit"))

    def files(self) -> dict[str, int]:
        """The package's files but for Python's own cache, with the time of their last change."""
        found = (path for path in self.package.rglob("*") if "__pycache__" not in path.parts)
        return {str(path): path.stat().st_mtime_ns for path in found}

    def command(self, folder: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[bytes]:
        """``genderaudit`` with these arguments, in the folder."""
        return self.program(folder, str(self.root / "venv" / "bin" / "genderaudit"), *arguments, **environment)

    def program(self, folder: Path, *command: str, **environment: str) -> subprocess.CompletedProcess[bytes]:
        """What a program of the environment does in the folder."""
        folder.mkdir(parents=True, exist_ok=True)
        surroundings = {**self.environment, **environment}
        return subprocess.run(command, cwd=folder, env=surroundings, capture_output=True, timeout=SECONDS)


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installed]:
    """Build the wheel and install it; afterwards nothing has been written into the package."""
    root = tmp_path_factory.mktemp("installed")
    python = root / "venv" / "bin" / "python"
    _do(sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(root))
    _do(sys.executable, "-m", "venv", "--without-pip", str(root / "venv"))
    (wheel,) = root.glob("*.whl")
    install = ("install", "--quiet", "--no-deps", "--no-index", str(wheel))
    _do(sys.executable, "-m", "pip", "--python", str(python), *install)
    packages = Path(next((root / "venv").rglob("site-packages")))
    (packages / "others.pth").write_text(sysconfig.get_path("purelib"), "utf-8")
    others = Path(sys.prefix, "share", "jupyter")
    (root / "home").mkdir()
    environment = {
        "PATH": f"{python.parent}{os.pathsep}{os.defpath}",
        "HOME": str(root / "home"),
        "LANG": "C.UTF-8",
        "JUPYTER_PATH": str(others),  # files of other packages, which are beside the environment's Python
        "JUPYTERLAB_DIR": str(others / "lab"),
    }
    made = Installed(root, environment)
    before = made.files()
    yield made
    assert made.files() == before


def _do(*command: str) -> None:
    done = subprocess.run(command, cwd=REPOSITORY, capture_output=True, text=True, timeout=SECONDS)
    assert done.returncode == 0, done.stderr


@pytest.fixture(scope="module")
def workspace(installed: Installed) -> Path:
    """The samples, laid out and checked, one of them audited, in a folder of a usual name on a usual system."""
    folder = installed.root / "audits"
    for arguments in (["samples"], ["check"], ["run", SAMPLE, "--language", "en", "--jobs", "2"]):
        done = installed.command(folder, *arguments)
        assert done.returncode == 0, done.stderr.decode()
    return folder


def findings(workspace: Path) -> dict[str, bytes]:
    """The figures of the sample, a file a phase."""
    folder = workspace / "data" / "processed" / SAMPLE / "2025"
    found = {path.name: path.read_bytes() for path in folder.glob("*.csv")}
    assert sorted(found) == sorted(f"{phase}.csv" for phase in PHASES)
    return found


def test_the_code_that_runs_is_that_of_the_wheel(installed, tmp_path):
    done = installed.program(tmp_path, "python", "-c", "import genderaudit; print(genderaudit.__file__)")
    assert Path(done.stdout.decode().strip()).parent == installed.package


def test_reports_are_made_in_the_current_folder(workspace):
    made = {path.stem for path in (workspace / "outputs" / SAMPLE / "2025" / "en").glob("*.html")}
    assert made >= {"report", "brief", "annex", *map(report_name, PHASES)}
    assert SAMPLE in (workspace / "outputs" / "index.html").read_text("utf-8")


@pytest.mark.parametrize("otherwise", OTHERWISE)
def test_elsewhere_the_figures_are_the_same(installed, workspace, tmp_path, otherwise):
    name, environment = OTHERWISE[otherwise]
    folder = tmp_path / name
    shutil.rmtree(folder, ignore_errors=True)
    for arguments in (["samples"], ["check", SAMPLE], ["run", SAMPLE, "--language", "en", "--jobs", "2"], ["status"]):
        done = installed.command(folder, *arguments, **environment)
        assert done.returncode == 0, done.stdout.decode(errors="replace") + done.stderr.decode(errors="replace")
        assert b"Traceback" not in done.stderr
    assert findings(folder) == findings(workspace)
    made = {path.name for path in (folder / "outputs" / SAMPLE / "2025" / "en").iterdir()}
    assert made >= {"report.html", "brief.html", "annex.html", "report.docx", "brief.docx", "brief.pptx"}


def test_a_folder_that_is_named_is_worked_in(installed, workspace, tmp_path):
    done = installed.command(tmp_path, "check", SAMPLE, "--workspace", str(workspace))
    assert done.returncode == 0
    assert list(tmp_path.iterdir()) == []


def test_a_new_organisation_lies_in_the_current_folder(installed, tmp_path):
    done = installed.command(tmp_path, "new", "my_union", "--kind", "trade_union", "--language", "en")
    assert done.returncode == 0, done.stderr.decode()
    assert (tmp_path / "data" / "raw" / "my_union" / "organisation.yml").is_file()


@pytest.mark.parametrize("arguments", [["check"], ["run", "--all"], ["status"], ["form", "x", "--format", "html"]])
def test_where_there_is_no_audit_it_is_said_what_to_do(installed, tmp_path, arguments):
    done = installed.command(tmp_path, *arguments)
    said = done.stderr.decode()
    assert done.returncode == 2
    assert str(tmp_path) in said
    assert not [part for part in ("--workspace", "genderaudit new", "genderaudit samples") if part not in said]
    assert list(tmp_path.iterdir()) == []


def test_notebooks_audit_the_workspace_that_their_copies_lie_in(installed, workspace):
    script = (
        "from genderaudit.foundations.workspace import Workspace\n"
        "from genderaudit.runner.copies import copy_notebooks\n"
        "copy_notebooks(Workspace.open().own_notebooks())"
    )
    assert installed.program(workspace, "python", "-c", script).returncode == 0
    copies = workspace / "my_notebooks"
    assert sorted(path.relative_to(copies) for path in copies.rglob("*.ipynb")) == suite_notebooks()
    execute = ("--to", "notebook", "--execute", str(copies / "1_baseline.ipynb"), "--output", "executed")
    done = installed.program(installed.root / "home", "python", "-m", "nbconvert", *execute)
    assert done.returncode == 0, done.stderr.decode()
    assert "Djéliba" in (copies / "executed.ipynb").read_text("utf-8")
