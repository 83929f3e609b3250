"""How long intake takes for large organisations, and how much memory. Prints `name: value` lines.

python benchmarks/intake.py
"""

from __future__ import annotations

import csv
import multiprocessing
import random
import resource
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from sample_xlsx import write_members as write_workbook

STAFF, MEMBERS, BRANCHES, ANSWERS, COLUMNS = 100_000, 75_000, 100, 20_000, 300
WORKBOOKS = {"workbook": 100_000, "large_workbook": 1_000_000}
SETTINGS = """name: Large
kind: trade_union
languages: [en]
levels: [Director, Manager, Officer, Worker]
rounds: {"2025": {date: 2025-06-30}}
"""


Measured = tuple[float, float, float, int, int]


def write_staff(path: Path) -> None:
    draw = random.Random(1)
    header = ["sex", "level", "unit", "function", "contract", "fte", "birth_year", "hired_on", "promoted_on", "pay"]
    header += ["pay_period", "weekly_hours", "training_hours", "manages_people", "number"]
    levels = ("Director", "Manager", "Officer", "Worker")
    rows = (
        [
            draw.choice("FM"),
            draw.choice(levels),
            f"unit {draw.randrange(50)}",
            f"function {draw.randrange(200)}",
            "open",
            draw.choice(("1", "0.8", "0.5")),
            draw.randint(1960, 2003),
            f"{draw.randint(2004, 2014)}-03-01",
            f"{draw.randint(2015, 2024)}-06-15",
            f"{draw.uniform(1000, 9000):.2f}",
            "month",
            40,
            draw.randrange(60),
            draw.choice(("yes", "no")),
            number,
        ]
        for number in range(STAFF)
    )
    _write(path, header, rows)


def write_members(path: Path) -> None:
    draw = random.Random(2)
    header = ["sex", "branch", "sector", "birth_year", "joined_on", "number"]
    rows = (
        [
            draw.choice("FM"),
            f"branch {draw.randrange(BRANCHES)}",
            f"sector {draw.randrange(12)}",
            draw.randint(1950, 2005),
            f"{draw.randint(2006, 2024)}-01-01",
            number,
        ]
        for number in range(MEMBERS)
    )
    _write(path, header, rows)


def write_survey(path: Path) -> None:
    from genderaudit.methodology.method import methodology

    draw = random.Random(3)
    items = [item.id for item in methodology().questionnaire.items]
    header = ["sex", "level", "age_band", *items]
    header += [f"own question {number}" for number in range(COLUMNS - len(header))]
    levels = ("Director", "Manager", "Officer", "Worker")
    answers = ["1", "2", "3", "4", "5", "do_not_know", ""]
    rows = (
        [draw.choice("FM"), draw.choice(levels), draw.choice(("26-35", "36-45")), *draw.choices(answers, k=COLUMNS - 3)]
        for _ in range(ANSWERS)
    )
    _write(path, header, rows)


def _write(path: Path, header: list[str], rows: object) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(header)
        writer.writerows(rows)  # type: ignore[arg-type]


def calamine(path: str, results: multiprocessing.Queue[float]) -> None:
    """Seconds that the library alone takes for the cells."""
    import python_calamine

    started = time.perf_counter()
    python_calamine.load_workbook(path).get_sheet_by_index(0).to_python()
    results.put(time.perf_counter() - started)


def measure(folder: str, table: str, results: multiprocessing.Queue[Measured]) -> None:
    """Seconds on the clock and of the processor, megabytes at most, rows and errors; its process has its own memory."""
    from genderaudit.intake import read_round
    from genderaudit.methodology.organisation import read_organisation

    path = Path(folder)
    about = read_organisation(path)
    started, used = time.perf_counter(), time.process_time()
    intake = read_round(path / "2025", about, "2025", only=(table,) if table else None)
    seconds = time.perf_counter() - started
    own, read_apart = time.process_time() - used, resource.getrusage(resource.RUSAGE_CHILDREN)
    processor = own + read_apart.ru_utime + read_apart.ru_stime
    rows = sum(len(frame) for frame in intake.tables.values())
    # What is read apart has a process of its own beside this one.
    most = [resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    megabytes = sum(most) / 1024
    results.put((seconds, processor, megabytes, rows, len(intake.errors)))


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "2025").mkdir()
        (Path(folder) / "organisation.yml").write_text(SETTINGS, "utf-8")
        for name, write in (("staff", write_staff), ("members", write_members), ("survey", write_survey)):
            write(Path(folder) / "2025" / f"{name}.csv")
        for table in ("staff", "members", "survey", ""):
            _report(table or "all_tables", folder, table)
    for name, rows in WORKBOOKS.items():
        with tempfile.TemporaryDirectory() as folder:
            (Path(folder) / "2025").mkdir()
            (Path(folder) / "organisation.yml").write_text(SETTINGS, "utf-8")
            path = Path(folder) / "2025" / "members.xlsx"
            write_workbook(path, rows)
            print(f"{name}_calamine_alone_seconds: {_apart(calamine, str(path)):.2f}")
            _report(name, folder, "members")


def _report(name: str, folder: str, table: str) -> None:
    seconds, processor, megabytes, rows, errors = _apart(measure, folder, table)
    print(f"{name}_rows: {rows}\n{name}_seconds: {seconds:.2f}\n{name}_megabytes: {megabytes:.0f}")
    print(f"{name}_processor_seconds: {processor:.2f}\n{name}_errors: {errors}")


def _apart(task: Callable[..., None], *given: str) -> Any:
    """What a task measures in a process of its own."""
    context = multiprocessing.get_context("spawn")
    results: multiprocessing.Queue[Any] = context.Queue()
    process = context.Process(target=task, args=(*given, results))
    process.start()
    measured = results.get()
    process.join()
    return measured


if __name__ == "__main__":
    main()
