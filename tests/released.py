"""A round as a run leaves it, made by hand in a moment: findings, executed notebooks, record of the run."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from invented_findings import finding, findings
from nbformat.v4 import new_code_cell, new_notebook, new_output

from genderaudit import findings as records
from genderaudit.files import write_atomically
from genderaudit.findings import Finding
from genderaudit.lab.copies import notebooks_of
from genderaudit.runner import record as runs
from genderaudit.runner.keys import phase_keys
from genderaudit.runner.notebooks import written
from genderaudit.runner.tasks import Task
from genderaudit.workspace import NOTEBOOKS, PHASES, REPORT, Workspace, report_name

NAME, ROUND = "example", "2025"
SETTINGS = "name: Example Union\nkind: ngo\nlanguages: [en, fr]\n"
STAFF = "sex,level,birth_year\n" + "".join(f"{'FM'[i % 2]},Officer,{1960 + i}\n" for i in range(24))


def share(women: int, men: int, **group: str) -> Finding:
    """Women among the staff, as the baseline records them."""
    n = women + men
    named = {"women": women, "men": men, "n": n, "value": round(women / n, 3), "group": group}
    return finding("staff_women_share", "baseline", **named)


def draft(
    root: Path,
    *found: Finding,
    name: str = NAME,
    round: str = ROUND,
    languages: Sequence[str] = ("en",),
    lists: Mapping[str, str] | None = None,
) -> Workspace:
    """The workspace with a draft of this round that found these shares, and nothing else."""
    raw = root / "data" / "raw" / name
    (raw / round).mkdir(parents=True, exist_ok=True)
    (raw / "organisation.yml").write_text(SETTINGS)
    for file, content in (lists or {"staff.csv": STAFF}).items():
        (raw / round / file).write_text(content)
    place = Workspace.open(root)
    for phase in PHASES:
        shown = found if phase == "baseline" else ()
        records.write(findings(*shown, phase=phase, organisation=name, round=round), place.findings(name, round, phase))
    for code in languages:
        _run(place, name, round, code)
    return place


def _run(place: Workspace, name: str, round: str, code: str) -> None:
    running = {phase: str(path) for phase, path in notebooks_of(place, NOTEBOOKS).items()}
    task = Task(str(place.root), running, name, (round,), (code,))
    keys, folder, steps = phase_keys(task, place, round, code), place.outputs(name, round, code), {}
    for phase in PHASES:
        shown = new_output("display_data", {"text/html": f"<p>{phase} in {code}</p>"}, metadata={"genderaudit": {}})
        page, book = folder / f"{report_name(phase)}.html", folder / "notebooks" / f"{report_name(phase)}.ipynb"
        write_atomically(page, "draft")
        write_atomically(book, written(new_notebook(cells=[new_code_cell("x", outputs=[shown])])))
        steps[phase] = runs.made(keys[phase], [page, book, place.findings(name, round, phase)], place.root)
    write_atomically(folder / f"{REPORT}.html", "draft")
    steps[REPORT] = runs.made(keys[REPORT], [folder / f"{REPORT}.html"], place.root)
    about = {"organisation": name, "round": round, "language": code}
    runs.write(place, runs.RunRecord(**about, state="done", finished=runs.now(), steps=steps))
