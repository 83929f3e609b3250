"""Many organisations, one in twenty made to fail, the run killed in the middle: is every good one whole, every bad one
explained, and nothing left behind? ``--organisations N`` for a shorter run than 1,000."""

from __future__ import annotations

import argparse
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import nbformat
import psutil
from organisations import ROUND, SAMPLE, machine, show
from throughput import memory_now, peak_memory

from genderaudit.workspace import NOTEBOOKS, PHASES, report_name

ONE_IN = 20
ROWS = 60  # of each list
TIMEOUT, MEMORY = 60, 1500  # seconds and MB of a notebook
BAD_CELL = """
if "bad_cell" in organisation:
    raise RuntimeError("a person's value")
if "bad_kernel" in organisation:
    import os, signal
    os.kill(os.getpid(), signal.SIGKILL)
if "bad_hang" in organisation:
    import time
    time.sleep(10_000)
if "bad_memory" in organisation:
    hoard = bytearray(64 * 1024**3)
"""


def main() -> None:
    machine()
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--organisations", type=int, default=1000)
    asked = parser.parse_args().organisations
    with tempfile.TemporaryDirectory(prefix="soak-") as name:
        root = Path(name)
        temporary = root / "tmp"
        temporary.mkdir()
        good, bad = _organisations(root, asked)
        _notebooks(root)
        started = time.perf_counter()
        _killed_in_the_middle(root, temporary, good)
        with peak_memory() as peak:
            growth = _to_its_end(root, temporary)
        seconds = time.perf_counter() - started
        left = _left(temporary)
        whole = sum(_is_whole(root, organisation) for organisation in good)
        explained = sum(_is_explained(root, organisation) for organisation in bad)
    show("soak_good_whole", whole / len(good))
    show("soak_bad_explained", explained / len(bad))
    show("soak_left_behind", left)
    show("soak_seconds_an_organisation", seconds / asked)
    show("soak_peak_memory_mb", peak[0])
    show("soak_memory_growth", growth)
    sys.exit(0 if whole == len(good) and explained == len(bad) and not left else 1)


def _organisations(root: Path, number: int) -> tuple[list[str], list[str]]:
    """Small copies of a sample, by name good or bad; what is wrong is in the data or in the notebook's cell."""
    good, bad = [], []
    for place in range(number):
        faulty = place % ONE_IN == ONE_IN // 2
        fault = list(FAULTS)[place // ONE_IN % len(FAULTS)] if faulty else "good"
        name = f"{place:05d}_{fault}"
        folder = root / "data" / "raw" / name
        _small_copy(folder)
        FAULTS.get(fault, lambda folder: None)(folder)
        (bad if faulty else good).append(name)
    return good, bad


def _small_copy(folder: Path) -> None:
    shutil.copytree(SAMPLE, folder)
    for file in (folder / ROUND).glob("*.csv"):
        lines = file.read_text("utf-8").splitlines(keepends=True)
        file.write_text("".join(lines[: ROWS + 1]), "utf-8")
    about = folder / "organisation.yml"
    lines = ["languages: [en]\n" if line.startswith("languages:") else line for line in about.open(encoding="utf-8")]
    about.write_text("".join(lines), "utf-8")


def _broken_data(folder: Path) -> None:
    (folder / ROUND / "staff.csv").write_text("sex,level\nperhaps,Director\n", "utf-8")


def _unreadable(folder: Path) -> None:
    (folder / "organisation.yml").write_text("name: [", "utf-8")


FAULTS: dict[str, Callable[[Path], None]] = {
    "bad_data": _broken_data,
    "bad_yml": _unreadable,
    **dict.fromkeys(("bad_cell", "bad_kernel", "bad_hang", "bad_memory"), lambda folder: None),
}


def _notebooks(root: Path) -> None:
    """The suite's notebooks, with a cell in the first that fails for those that shall fail."""
    shutil.copytree(NOTEBOOKS, root / "notebooks")
    path = root / "notebooks" / f"{report_name(PHASES[0])}.ipynb"
    notebook = nbformat.read(path, 4)
    at = next(i for i, cell in enumerate(notebook.cells) if "parameters" in cell.metadata.get("tags", []))
    notebook.cells.insert(at + 1, nbformat.v4.new_code_cell(BAD_CELL))
    nbformat.write(notebook, path)


def _start(root: Path, temporary: Path) -> subprocess.Popen[bytes]:
    program = (
        "import pathlib, sys\n"
        "from genderaudit.runner import tasks\n"
        "tasks.plan.__kwdefaults__['notebooks'] = pathlib.Path(sys.argv.pop(1))\n"
        "from genderaudit.cli import main\n"
        "sys.exit(main())\n"
    )
    options = ["run", "--changed", f"--workspace={root}", f"--timeout={TIMEOUT}", f"--memory={MEMORY}", "--jobs=2"]
    return subprocess.Popen(
        [sys.executable, "-c", program, str(root / "notebooks"), *options],
        env={**os.environ, "TMPDIR": str(temporary)},
        stdout=subprocess.DEVNULL,
        start_new_session=True,
    )


def _killed_in_the_middle(root: Path, temporary: Path, good: list[str]) -> None:
    """A run that is killed, as by a power cut, when a third is done; then one that is interrupted at two thirds."""
    for part, number in ((3, signal.SIGKILL), (1.5, signal.SIGINT)):
        process = _start(root, temporary)
        while process.poll() is None and _reports(root) < len(good) / part:
            time.sleep(0.5)
        process.send_signal(number)
        process.wait()


def _to_its_end(root: Path, temporary: Path) -> float:
    """The rest; how much more memory its end took than its beginning."""
    process = _start(root, temporary)
    seen = []
    while process.poll() is None:
        time.sleep(1)
        seen.append(memory_now())
    tenth = max(1, len(seen) // 5)
    return max(seen[-tenth:]) / max(seen[tenth : 2 * tenth] or seen)


def _reports(root: Path) -> int:
    return len(list((root / "outputs").glob("*/*/*/report.html")))


def _is_whole(root: Path, organisation: str) -> bool:
    folder = root / "outputs" / organisation / ROUND / "en"
    files = [folder / f"{name}.html" for name in (*map(report_name, PHASES), "report")]
    ends = all(file.is_file() and file.read_text("utf-8").rstrip().endswith("</html>") for file in files)
    return ends and not list(folder.rglob("error*.html"))


def _is_explained(root: Path, organisation: str) -> bool:
    return any("</html>" in page.read_text("utf-8") for page in (root / "outputs" / organisation).rglob("error*.html"))


def _left(temporary: Path) -> int:
    """Files, sockets and processes that are still there a moment after the end."""
    time.sleep(15)
    all_processes = psutil.process_iter(["environ"])
    processes = [one for one in all_processes if (one.info["environ"] or {}).get("TMPDIR") == str(temporary)]
    return len(list(temporary.iterdir())) + len(processes)


if __name__ == "__main__":
    main()
