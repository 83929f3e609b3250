"""All benchmarks of runs, one after the other: what ``make benchmark`` does. Ends with the figures that have a goal."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

PROGRAMS = ("plain_loop.py", "charts.py", "throughput.py", "up_to_date.py")
FIGURES = (
    "plain_loop_ratio",
    "floor_ratio",
    "two_jobs_vs_plain_loop",
    "two_jobs_vs_one",
    "dask_vs_pool",
    "second_language_share",
    "up_to_date_1000_seconds",
    "help_seconds",
    "peak_memory_mb",
    "chart_seconds",
)


def main() -> None:
    found: dict[str, str] = {}
    for program in PROGRAMS:
        print(f"# {program}", flush=True)
        command = [sys.executable, "-u", str(Path(__file__).with_name(program))]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
            for line in process.stdout or ():
                print(line, end="", flush=True)
                name, _, value = line.strip().partition(": ")
                found[name] = value
        if process.returncode:
            sys.exit(f"{program} failed.")
    print("# The figures that have a goal (benchmarks/README.md)")
    for name in FIGURES:
        print(f"{name}: {found[name]}")


if __name__ == "__main__":
    main()
