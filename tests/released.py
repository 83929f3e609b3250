"""A round as a run leaves it, made by hand in a moment: findings, executed notebooks, record of the run."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from invented_findings import finding, findings
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_notebook, new_output

from genderaudit.conclusions import findings_file
from genderaudit.conclusions.findings import Finding
from genderaudit.foundations.files import write_atomically
from genderaudit.foundations.workspace import ANNEX, BRIEF, NOTEBOOKS, PHASES, REPORT, STAGES, Workspace, report_name
from genderaudit.runner import record as runs
from genderaudit.runner.copies import notebooks_of
from genderaudit.runner.keys import phase_keys
from genderaudit.runner.notebooks import as_file_text
from genderaudit.runner.tasks import Task

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
        findings_file.write(
            findings(*shown, phase=phase, organisation=name, round=round), place.findings(name, round, phase)
        )
    for code in languages:
        _run(place, name, round, code)
    return place


def _run(place: Workspace, name: str, round: str, code: str) -> None:
    running = {phase: str(path) for phase, path in notebooks_of(place, NOTEBOOKS).items()}
    task = Task(str(place.root), running, name, (round,), (code,))
    keys, folder, steps = phase_keys(task, place, round, code), place.outputs(name, round, code), {}
    for stage in STAGES:
        pages = [folder / f"{page}.html" for page in ((REPORT, BRIEF) if stage == REPORT else (report_name(stage),))]
        book = folder / "notebooks" / f"{report_name(stage)}.ipynb"
        for page in pages:
            write_atomically(page, "draft")
        cells = [_showing(f"{stage} in {code}"), *([_showing(f"brief in {code}", BRIEF)] if stage == REPORT else [])]
        write_atomically(book, as_file_text(new_notebook(cells=cells)))
        found = [place.findings(name, round, stage)] if stage in PHASES else []
        steps[stage] = runs.made(keys[stage], [*pages, book, *found], place.root)
    write_atomically(folder / f"{ANNEX}.html", "draft")
    steps[ANNEX] = runs.made(keys[ANNEX], [folder / f"{ANNEX}.html"], place.root)
    about = {"organisation": name, "round": round, "language": code}
    runs.write(place, runs.RunRecord(**about, state="done", finished=runs.now(), steps=steps))


def _showing(text: str, *tags: str) -> NotebookNode:
    """A cell that displayed a paragraph."""
    shown = new_output("display_data", {"text/html": f"<p>{text}</p>"}, metadata={"genderaudit": {}})
    return new_code_cell("x", outputs=[shown], metadata={"tags": list(tags)})
