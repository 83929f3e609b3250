"""Nothing to do: a run over 1,000 organisations of which everything is up to date; and the help text."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import time
from pathlib import Path
from statistics import median

from organisations import machine, run, show, workspace

from genderaudit.foundations.workspace import Workspace
from genderaudit.runner import plan
from genderaudit.runner import record as records
from genderaudit.runner.keys import phase_keys

ORGANISATIONS = 1000


def main() -> None:
    machine()
    with workspace(1) as root:
        run(root)
        _multiply(root)
        seconds = median(run(root, "--changed") for _ in range(3))
    show("up_to_date_1000_seconds", seconds)
    show("help_seconds", median(_help() for _ in range(7)))


def _multiply(root: Path) -> None:
    """The finished organisation as 1,000 finished ones."""
    place = Workspace.open(root)
    first, *_ = place.organisations()
    for number in range(1, ORGANISATIONS):
        name = f"organisation_{number:04d}"
        for folder in ("data/raw", "data/processed", "outputs"):
            shutil.copytree(root / folder / first, root / folder / name)
    for task in plan(place):
        (round,), (code,) = task.rounds, task.languages
        path = place.run_record(task.organisation, round, code)
        path.write_text(path.read_text().replace(first, task.organisation))
        keys = phase_keys(task, place, round, code)
        content = json.loads(path.read_text())
        for step in content["steps"]:
            content["steps"][step]["key"] = keys[step]
            files = [root / output for output in content["steps"][step]["outputs"]]
            content["steps"][step] = records.made(keys[step], files, root).model_dump(mode="json")
        path.write_text(json.dumps(content))


def _help() -> float:
    started = time.perf_counter()
    subprocess.run([sys.executable, "-m", "genderaudit.cli", "--help"], check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - started


if __name__ == "__main__":
    main()
