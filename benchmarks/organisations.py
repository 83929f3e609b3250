"""What the benchmarks of runs share: workspaces with copies of a sample organisation, and their runs."""

from __future__ import annotations

import os
import resource
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from unittest.mock import patch

import nbformat

from genderaudit.foundations.workspace import notebook
from genderaudit.runner import pool

pool.skip_slow_import()

SUITE = Path(__file__).parents[1]
SAMPLE = SUITE / "data" / "raw" / "agency_northmere"
ROUND = "2025"


@contextmanager
def workspace(organisations: int) -> Iterator[Path]:
    """A workspace with so many copies of the sample organisation, with one language."""
    with TemporaryDirectory(prefix="benchmark-") as name:
        root = Path(name)
        for number in range(organisations):
            folder = root / "data" / "raw" / f"organisation_{number:04d}"
            shutil.copytree(SAMPLE, folder)
            about = folder / "organisation.yml"
            lines = about.read_text("utf-8").splitlines(keepends=True)
            about.write_text(
                "".join("languages: [en]\n" if line.startswith("languages:") else line for line in lines), "utf-8"
            )
        yield root


def run(root: Path, *options: str) -> float:
    """Seconds of the command line with all organisations of the workspace; it must succeed."""
    started = time.perf_counter()
    subprocess.run(
        [sys.executable, "-m", "genderaudit.cli", "run", "--all", f"--workspace={root}", *options],
        check=True,
        stdout=subprocess.DEVNULL,
    )
    return time.perf_counter() - started


def each(root: Path, jobs: int, **how: object) -> float:
    """Seconds an organisation in the long run: of all but the first of each job, which pays for starting."""
    from genderaudit.foundations.workspace import Workspace
    from genderaudit.runner import plan
    from genderaudit.runner import run as run_tasks

    tasks = plan(Workspace.open(root), force=True)
    ends = []
    for task, outcomes in run_tasks(tasks, jobs, **how):  # type: ignore[arg-type]
        assert all(outcome.state == "done" for outcome in outcomes), (task.organisation, outcomes)
        ends.append(time.perf_counter())
    return (ends[-1] - ends[jobs - 1]) / (len(ends) - jobs)


def execute(phase: str, root: Path, organisation: str, round: str, code: str) -> nbformat.NotebookNode:
    """The cells of a phase's notebook as plain code in this process, with what they display."""
    names: dict[str, object] = {}
    read = nbformat.read(notebook(phase), 4)
    given = {"organisation": organisation, "round": round, "language": code, "workspace": str(root)}
    for cell in read.cells:
        if cell.cell_type != "code":
            continue

        def display(
            bundle: dict[str, str], *, metadata: dict[str, object], to: list = cell.outputs, **_: object
        ) -> None:
            to.append(nbformat.v4.new_output("display_data", bundle, metadata=metadata))

        with patch("IPython.display.display", display):
            exec(compile(cell.source, phase, "exec"), names)
        if "parameters" in cell.metadata.get("tags", []):
            names |= given
    return read


def processor_seconds() -> float:
    """Processor time of this process and of all below it that have ended; hardly troubled by what else runs."""
    own, below = resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN)
    return own.ru_utime + own.ru_stime + below.ru_utime + below.ru_stime


def show(name: str, value: float) -> None:
    """One line a figure, as scripts read them."""
    print(f"{name}: {value:.3g}", flush=True)


def machine() -> None:
    """What else the machine does; figures of a busy machine are to be read as ratios only."""
    if hasattr(os, "getloadavg"):
        print(f"# {os.cpu_count()} processors, load before: {os.getloadavg()[0]:.1f}", flush=True)
