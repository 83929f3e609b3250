"""One organisation: the plain loop of command lines, the suite's run, and the floor; all in one run."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path
from statistics import median

import organisations
from organisations import ROUND, each, execute, machine, processor_seconds, run, show, workspace

from genderaudit.foundations.language import language
from genderaudit.foundations.workspace import STAGES, Workspace, notebook, report_name
from genderaudit.intake import keep_round, read_round
from genderaudit.methodology.organisation import read_organisation
from genderaudit.report.export import export_joined, export_stage

ORGANISATIONS, FLOORS = 6, 7
ABOUT = {"name": "Example", "kind": "public_body", "invented": True, "round": ROUND, "date": "2025-06-30"}


def main() -> None:
    machine()
    with workspace(ORGANISATIONS) as root:
        begun = processor_seconds()
        loop = plain_loop(root)
        looped = processor_seconds()
        warm = each(root, 1)
        run_processor = (processor_seconds() - looped) / ORGANISATIONS
        with workspace(FLOORS) as fresh:  # beside an earlier edition the ledger has less to decide
            names = sorted(path.name for path in (fresh / "data/raw").iterdir())
            floors = [floor(fresh, name, "en") for name in names[:4]][1:]
            for name in names[4:]:
                keep(fresh, name)
            kept = [floor(fresh, name, "en") for name in names[4:]]
        with workspace(1) as cold_root:
            cold = run(cold_root, "--jobs", "1")
        loop = (loop + plain_loop(root)) / 2
        lowest = median(seconds for seconds, _ in floors)
        print(f"# seconds: plain loop {loop:.1f}, run {warm:.2f} (the first of a run {cold:.1f}), floor {lowest:.2f}")
        print(f"# cells of the stages: {_cells(floors)}; with the data read already, as in a run: {_cells(kept)}")
        show("plain_loop_ratio", loop / warm)
        show("plain_loop_ratio_first", loop / cold)
        show("plain_loop_ratio_processor", (looped - begun) / run_processor)
        show("floor_ratio", warm / lowest)
    second_language()


def plain_loop(root: Path) -> float:
    """Seconds of papermill and nbconvert, one notebook after the other."""
    started = time.perf_counter()
    folder = root / "plain"
    folder.mkdir(exist_ok=True)
    given = {"organisation": "organisation_0000", "round": ROUND, "language": "en", "workspace": str(root)}
    for stage in STAGES:
        made = folder / f"{report_name(stage)}.ipynb"
        parameters = [part for name, value in given.items() for part in ("-r", name, value)]
        _command("papermill", str(notebook(stage)), str(made), "-k", "python3", "--no-progress-bar", *parameters)
        _command("jupyter", "nbconvert", "--to", "html", str(made))
    return time.perf_counter() - started


def floor(root: Path, organisation: str, code: str) -> tuple[float, list[float]]:
    """Seconds of the same cells in this process, with export; of the cells of each stage."""
    stages, notebooks = [], {}
    started = time.perf_counter()
    for stage in STAGES:
        begun = time.perf_counter()
        notebooks[stage] = execute(stage, root, organisation, ROUND, code)
        stages.append(time.perf_counter() - begun)
        export_stage(notebooks[stage], stage, language(code), ABOUT)
    export_joined(notebooks, language(code), ABOUT)
    return time.perf_counter() - started, stages


def keep(root: Path, organisation: str) -> None:
    """Read the data and keep them in this process, as the runner does."""
    place = Workspace.open(root)
    about, folder = read_organisation(place.raw(organisation)), place.raw(organisation, ROUND)
    keep_round(folder, about, ROUND, read_round(folder, about, ROUND))


def second_language() -> None:
    """What a second language adds to the first."""
    from genderaudit.runner import plan
    from genderaudit.runner import run as run_tasks

    first = second = 0.0
    with workspace(4) as root:
        tasks = plan(Workspace.open(root), in_languages=["en", "fr"])
        for number, (_, outcomes) in enumerate(run_tasks(tasks, 1)):
            assert all(outcome.state == "done" for outcome in outcomes), outcomes
            if number:  # the first organisation pays for starting
                first += outcomes[0].seconds
                second += outcomes[1].seconds
    show("second_language_share", second / first)


def _cells(floors: list[tuple[float, list[float]]]) -> str:
    each_stage = zip(*(stages for _, stages in floors), strict=True)
    return ", ".join(f"{median(seconds):.2f}" for seconds in each_stage)


def _command(*arguments: str) -> None:
    command = [str(Path(sys.executable).parent / arguments[0]), *arguments[1:]]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


if __name__ == "__main__":
    assert organisations.SAMPLE.is_dir()
    main()
