"""JupyterLab as a researcher or a trainer uses it: open, choose, run, look, save."""

from __future__ import annotations

import json
import re
import shutil
import stat
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import nbformat
import pytest
from in_process import audit
from lab import Lab, Notebook
from nbformat.v4 import new_code_cell, new_notebook, new_output

from genderaudit.foundations.language import language
from genderaudit.foundations.workspace import NOTEBOOKS, PHASES, report_name
from genderaudit.methodology.method import methodology

PHASE_NOTEBOOKS = [f"{report_name(phase)}.ipynb" for phase in PHASES]
TRAINING = sorted(path.relative_to(NOTEBOOKS).as_posix() for path in NOTEBOOKS.glob("training/**/*.ipynb"))
CHARTS = {"1_baseline.ipynb": 5, "3_staff_perception.ipynb": 3}  # at least; the other phases show tables
UNIT = "Water and drainage"  # stands in the rows of the agency; alone in no title or table shown here
PICTURE = re.compile('"image/png"|<img')  # in a notebook, in a page
KERNEL = {"name": "python3", "display_name": "Python 3"}  # without it JupyterLab asks
OPEN = 'from genderaudit import measures, open_audit\naudit = open_audit("baseline", "{}", "2025", "en", "{}")'

pytestmark = pytest.mark.slow  # a server, a browser, kernels


@pytest.fixture
def opened(browser: Any, lab: Lab) -> Iterator[Callable[[str], Notebook]]:
    """Open a notebook in a page of its own."""
    with ExitStack() as stack:
        context = stack.enter_context(browser.new_context(viewport={"width": 1400, "height": 1000}))
        yield lambda name: Notebook(context, lab, name)


@pytest.fixture(scope="module")
def recorded(lab: Lab) -> None:
    """Every phase of two organisations has been run: later phases and the report read what earlier ones found."""
    audit(lab.workspace, "federation_djeliba", "2025", "fr")
    audit(lab.workspace, "agency_northmere", "2025", "en")


@pytest.mark.usefixtures("recorded")
@pytest.mark.parametrize("name", PHASE_NOTEBOOKS)
def test_a_phase_runs_with_its_defaults_and_then_with_what_is_chosen(opened, lab, name):
    notebook = opened(name)
    notebook.run_all()
    assert notebook.errors == []
    assert "Fédération syndicale Djéliba" in notebook.html
    assert notebook.choose("Organisation", "agency") == "agency_northmere"
    notebook.page.get_by_text("Northmere Public Works Agency (invented), cycle").first.wait_for(state="attached")
    assert notebook.choose("Langue", "Eng") == "English"
    notebook.page.get_by_label("Round", exact=True).wait_for(state="attached")
    notebook.run_all()
    assert notebook.errors == []
    assert "Northmere Public Works Agency" in notebook.html
    assert "Djéliba" not in notebook.html
    assert language("en").text("sections.method.title") in notebook.html
    there, drawn = notebook.pictures()
    assert there == drawn
    assert there >= CHARTS.get(name, 0)
    assert notebook.html.count("<table") > 3
    assert notebook.faults == []
    notebook.save()
    assert saved_outputs(lab.notebooks / name)
    assert (lab.workspace / "notebooks" / name).read_bytes() == (NOTEBOOKS / name).read_bytes()


@pytest.mark.usefixtures("recorded")
def test_the_report_runs_and_its_cells_can_be_run_again(opened, lab):
    notebook = opened("5_report.ipynb")
    for _ in range(2):
        notebook.run_all()
        assert notebook.errors == []
        assert "Unions régionales de Bamako" in notebook.html
        assert language("fr").text("report.asked_for") in notebook.html
        there, drawn = notebook.pictures()
        assert there == drawn
        assert there >= len(methodology().areas) - 2
    assert notebook.faults == []
    assert (lab.workspace / "outputs" / "federation_djeliba" / "2025" / "fr" / "report.docx").is_file()


def test_the_synthesis_runs_and_says_where_nothing_is_released(opened):
    notebook = opened("synthesis.ipynb")
    notebook.run_all()
    assert notebook.errors == []
    assert language("en").text("synthesis.none") in notebook.html
    assert notebook.faults == []


def saved_outputs(notebook: Path) -> list[Any]:
    return [output for cell in nbformat.read(notebook, 4).cells for output in cell.get("outputs", ())]


@pytest.mark.parametrize("name", TRAINING[-1:])  # test_answers.py runs them all, in their kernels
def test_a_training_notebook_runs(opened, name):
    notebook = opened(name)
    notebook.run_all()
    assert notebook.errors == []
    assert notebook.html
    assert notebook.faults == []


def shown_and_saved(opened: Callable[[str], Notebook], lab: Lab, organisation: str) -> tuple[str, list[str]]:
    """What a notebook with rows of an organisation shows, and every file that is made of it."""
    cells = [
        OPEN.format(organisation, lab.workspace),
        'audit.data.table("staff").head(20)',
        'print(audit.data.table("staff")["unit"].to_string())',
        'audit.data.table("staff")["birth_year"].plot.hist();',
        'audit.report("staff_women_share", measures.share_of_women(audit.data.table("staff")))',
    ]
    name = f"rows_{organisation}.ipynb"
    book = new_notebook(cells=[new_code_cell(cell) for cell in cells], metadata={"kernelspec": KERNEL})
    nbformat.write(book, lab.notebooks / name)
    notebook = opened(name)
    notebook.run_all()
    assert notebook.errors == []
    assert {"stream", "execute_result", "display_data"} <= {one["output_type"] for one in notebook.outputs}
    assert any("image/png" in one.get("data", {}) for one in notebook.outputs)
    notebook.save()
    lab.checkpoint(name)
    shown = str(notebook.outputs)
    assert UNIT in shown  # still on the screen
    copies = [path for path in lab.notebooks.rglob("*checkpoint*.ipynb") if organisation in path.name]
    assert copies
    texts = [path.read_text("utf-8") for path in (lab.notebooks / name, *copies)]
    return name, [*texts, lab.exported(name)]


def test_rows_are_seen_and_not_saved(opened, lab):
    folder = lab.workspace / "data" / "raw"
    shutil.copytree(folder / "agency_northmere", folder / "own_agency")
    settings = folder / "own_agency" / "organisation.yml"
    settings.write_text(settings.read_text("utf-8").replace("invented: true", "invented: false"), "utf-8")
    name, texts = shown_and_saved(opened, lab, "own_agency")
    shutil.rmtree(folder / "own_agency")
    for text in texts:
        assert UNIT not in text
        assert not PICTURE.search(text)
        assert language("en").text("indicators.staff_women_share.title") in text
    notebook = opened(name)
    notebook.page.get_by_text("One output is not kept in this file").first.wait_for()


def test_what_was_made_of_an_invented_organisation_is_saved(opened, lab):
    _, texts = shown_and_saved(opened, lab, "agency_northmere")
    saved = nbformat.reads(texts[0], 4)
    nbformat.validate(saved)
    assert [len(cell.outputs) for cell in saved.cells[:4]] == [0, 1, 2, 1]  # beside printed text stands its mark
    assert UNIT in saved.cells[2].outputs[0].text
    for text in texts:
        assert UNIT in text
        assert PICTURE.search(text)
        assert "not kept" not in text


# What needs no browser


def leaking() -> nbformat.NotebookNode:
    output = new_output("stream", name="stdout", text=UNIT)
    return new_notebook(cells=[new_code_cell("print(rows)", outputs=[output])])


def test_a_copy_is_saved_without_rows(lab):
    lab.put("copy.ipynb", leaking())
    assert UNIT not in (lab.notebooks / "copy.ipynb").read_text("utf-8")


def test_a_notebook_saved_as_text_is_saved_without_rows(lab):
    lab.put_text("text.ipynb", nbformat.writes(leaking()))
    assert UNIT not in (lab.notebooks / "text.ipynb").read_text("utf-8")


def test_kernels_are_reached_by_their_own_user_only(lab):
    lab.start_kernel()
    runtime = lab.workspace / "runtime"
    connections = [json.loads(path.read_text()) for path in runtime.glob("kernel-*.json")]
    assert {one["transport"] for one in connections} == {"ipc"}
    assert {Path(one["ip"]).parent for one in connections} == {runtime}
    assert stat.S_IMODE(runtime.stat().st_mode) & 0o077 == 0


def test_make_lab_starts_it_so():
    recipe = (NOTEBOOKS.parent / "Makefile").read_text("utf-8").partition("\nlab:")[2].partition("\n\n")[0]
    assert "\t$(BIN)/python -m genderaudit.lab" in recipe.splitlines()
