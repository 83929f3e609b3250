"""Many organisations, one in twenty made to fail, the run killed in the middle: is every good one whole, every bad one
explained, and nothing left behind? ``--organisations N`` for fewer than 1,000, ``--one-in N`` for more that fail."""

from __future__ import annotations

import argparse
import json
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

from genderaudit.foundations.workspace import NOTEBOOKS, PHASES, report_name

ONE_IN = 20
ROWS = 60  # of each list
TIMEOUT, MEMORY = 60, 1500  # seconds and MB of a notebook
BAD_CELL = """
if "bad_cell" in organisation:
    raise RuntimeError("".join(["a person's", " value"]))
if "bad_kernel" in organisation:
    import os, signal
    os.kill(os.getpid(), signal.SIGKILL)
if "bad_hang" in organisation:
    import time
    time.sleep(10_000)
if "bad_memory" in organisation:
    hoard = bytearray(64 * 1024**3)
"""
IN_A_CELL = ("bad_cell", "bad_kernel", "bad_hang", "bad_memory")
VALUE = "a person's value"  # as the failing cell says it, and nothing else must


def main() -> None:
    machine()
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--organisations", type=int, default=1000)
    parser.add_argument("--one-in", type=int, default=ONE_IN)
    given = parser.parse_args()
    asked = given.organisations
    signal.signal(signal.SIGINT, signal.default_int_handler)  # a background job would have the run ignore it
    with tempfile.TemporaryDirectory(prefix="soak-") as name:
        root = Path(name)
        temporary = root / "tmp"
        temporary.mkdir()
        good, bad = _organisations(root, asked, given.one_in)
        _notebooks(root)
        started = time.perf_counter()
        _killed_in_the_middle(root, temporary, good)
        with peak_memory() as peak:
            growth = _to_its_end(root, temporary, good)
        seconds = time.perf_counter() - started
        left = _left(temporary)
        whole = sum(_is_whole(root, organisation) for organisation in good)
        explained = sum(_is_explained(root, organisation) for organisation in bad)
        for name in (
            *(one for one in good if not _is_whole(root, one)),
            *(one for one in bad if not _is_explained(root, one)),
        ):
            print(f"# not as it should be: {name}", flush=True)
    show("soak_good_whole", whole / len(good))
    show("soak_bad_explained", explained / len(bad))
    show("soak_left_behind", left)
    show("soak_seconds_an_organisation", seconds / asked)
    show("soak_peak_memory_mb", peak[0])
    show("soak_memory_growth", growth)
    sys.exit(0 if whole == len(good) and explained == len(bad) and not left else 1)


def _organisations(root: Path, number: int, one_in: int) -> tuple[list[str], list[str]]:
    """Small copies of a sample, by name good or bad; what is wrong is in the data or in the notebook's cell."""
    good, bad = [], []
    for place in range(number):
        faulty = place % one_in == one_in // 2
        fault = list(FAULTS)[place // one_in % len(FAULTS)] if faulty else "good"
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


def _missing(folder: Path) -> None:
    """The file that ``organisation.yml`` names is not there."""
    (folder / ROUND / "staff.csv").unlink()
    with (folder / "organisation.yml").open("a", encoding="utf-8") as about:
        about.write("tables:\n  staff: {file: personnel.csv}\n")


FAULTS: dict[str, Callable[[Path], None]] = {
    "bad_data": _broken_data,
    "bad_yml": _unreadable,
    "bad_missing": _missing,
    **dict.fromkeys(IN_A_CELL, lambda folder: None),
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
        "from genderaudit.runner import planning\n"
        "planning.plan.__kwdefaults__['notebooks'] = pathlib.Path(sys.argv.pop(1))\n"
        "from genderaudit.cli import main\n"
        "sys.exit(main())\n"
    )
    options = ["run", "--changed", f"--workspace={root}", f"--timeout={TIMEOUT}", f"--memory={MEMORY}", "--jobs=2"]
    return subprocess.Popen(
        [sys.executable, "-c", program, str(root / "notebooks"), *options],
        env={**os.environ, "TMPDIR": str(temporary)},
        stdout=subprocess.DEVNULL,
        start_new_session=True,  # what it says of errors is this program's own
    )


def _killed_in_the_middle(root: Path, temporary: Path, good: list[str]) -> None:
    """A run that is killed, as by a power cut, when a third is done; then one that is interrupted at two thirds."""
    for part, number in ((3, signal.SIGKILL), (1.5, signal.SIGINT)):
        process = _start(root, temporary)
        while process.poll() is None and _reports(root) < len(good) / part:
            time.sleep(0.5)
        process.send_signal(number)
        process.wait()


def _to_its_end(root: Path, temporary: Path, good: list[str]) -> float:
    """The rest, a worker being killed on the way; how much more memory its end took than its beginning."""
    process = _start(root, temporary)
    seen, killed = [], False
    while process.poll() is None:
        time.sleep(1)
        seen.append(memory_now())
        if not killed and _reports(root) > len(good) * 0.8:
            killed = _kill_a_worker(process)
    tenth = max(1, len(seen) // 5)
    return max(seen[-tenth:]) / max(seen[tenth : 2 * tenth] or seen)


def _kill_a_worker(runner: subprocess.Popen[bytes]) -> bool:
    """Kill one of the processes that do the runner's tasks, as the system does when memory is short."""
    for child in psutil.Process(runner.pid).children():
        if any("spawn_main" in part for part in child.cmdline()):
            child.kill()
            return True
    return False


def _reports(root: Path) -> int:
    """How many organisations are done: the annex is made last."""
    return len(list((root / "outputs").glob("*/*/*/annex.html")))


def _is_whole(root: Path, organisation: str) -> bool:
    folder = root / "outputs" / organisation / ROUND / "en"
    files = [folder / f"{name}.html" for name in (*map(report_name, PHASES), "report", "brief", "annex")]
    ends = all(file.is_file() and file.read_text("utf-8").rstrip().endswith("</html>") for file in files)
    return ends and not list(folder.rglob("error*.html"))


def _is_explained(root: Path, organisation: str) -> bool:
    """An error page, a line in the log, the notebook that stopped if one did; none says what the cell said."""
    folder = root / "outputs" / organisation
    pages = [page.read_text("utf-8") for page in folder.rglob("error*.html")]
    lines = [line for line in (root / "outputs" / "run.jsonl").read_text("utf-8").splitlines() if organisation in line]
    logged = any(json.loads(line).get("state") == "failed" for line in lines)
    stopped = [nbformat.read(path, 4) for path in folder.rglob("stopped/*.ipynb")]
    redacted = all(not cell.get("outputs") for notebook in stopped for cell in notebook.cells)
    expected = any(fault in organisation for fault in IN_A_CELL)
    silent = not any(VALUE in text for text in (*pages, *lines, *map(nbformat.writes, stopped)))
    whole = bool(pages) and all("</html>" in page for page in pages)
    return whole and logged and bool(stopped) == expected and redacted and silent


def _left(temporary: Path) -> int:
    """Files, sockets and processes that are still there a moment after the end."""
    time.sleep(15)
    left = [str(path.relative_to(temporary)) for path in temporary.rglob("*")]
    processes = [one.info for one in psutil.process_iter(["environ", "cmdline"])]
    ours = [one for one in processes if (one["environ"] or {}).get("TMPDIR") == str(temporary)]
    left += [" ".join(one["cmdline"] or ["a process that has ended"]) for one in ours]
    for one in left:
        print(f"# left: {one}", flush=True)
    return len(left)


if __name__ == "__main__":
    main()
