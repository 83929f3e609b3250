"""What a notebook keeps when it is saved: only what is protected, and a note of what has not."""

from __future__ import annotations

import copy
from pathlib import Path
from typing import Any

import nbformat
import pandas as pd
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output
from tornado.web import HTTPError

from genderaudit.foundations.errors import AuditError
from genderaudit.guard.saved import is_guarded, keep_protected
from genderaudit.lab.server import guard

NAME = "Kanari"
ROWS = pd.DataFrame({"name": [f"{NAME} Diallo"], "pay": [987654.32]})
SECTION = {"genderaudit": {"heading": "Women by level", "anchor": "baseline-levels", "level": 3}}
PASSED = new_output(
    "display_data",
    {"text/html": "<h3>Women by level</h3><table><tr><td>30 %</td></tr></table>", "text/plain": "Women by level"},
    metadata=SECTION,
)
OUTSIDE = Path("/nowhere/analysis.ipynb")

LEAKS = {
    "rows as the value of a cell": new_output(
        "execute_result", {"text/html": ROWS.to_html(), "text/plain": str(ROWS)}, execution_count=1
    ),
    "rows displayed": new_output("display_data", {"text/html": ROWS.to_html()}),
    "printed rows": new_output("stream", name="stdout", text=str(ROWS)),
    "a warning that quotes a row": new_output("stream", name="stderr", text=f"bad value {NAME}"),
    "a trace": new_output("error", ename="KeyError", evalue=f"'{NAME}'", traceback=[f"KeyError: '{NAME}'"]),
    "a plot": new_output("display_data", {"image/png": f"{NAME}", "text/plain": "<Figure>"}),
    "a form": new_output("display_data", {"application/vnd.jupyter.widget-view+json": {"model_id": NAME}}),
    "JSON": new_output("display_data", {"application/json": {"name": NAME}}),
    "rows that carry the mark of a section": new_output(
        "display_data", {"text/html": ROWS.to_html()}, metadata=SECTION
    ),
    "a form that carries the mark of invented ones": new_output(
        "display_data",
        {"application/vnd.jupyter.widget-view+json": {"model_id": NAME}},
        metadata={"genderaudit": {"invented": ["sample"]}},
    ),
    "a mark of no organisation": new_output(
        "display_data", {"text/plain": NAME}, metadata={"genderaudit": {"invented": []}}
    ),
    "a mark that says invented and more": new_output(
        "display_data", {"text/plain": NAME}, metadata={"genderaudit": {"invented": ["sample"], "heading": "x"}}
    ),
    "a mark that is not that of a section": new_output(
        "display_data", {"text/html": NAME}, metadata={"genderaudit": {"heading": "x"}}
    ),
    "a mark that is no mapping": new_output("display_data", {"text/html": NAME}, metadata={"genderaudit": NAME}),
    "a note that says something else": new_output(
        "display_data", {"text/html": NAME, "text/plain": NAME}, metadata={"genderaudit": {"not_kept": 1}}
    ),
}


def audit_notebook(*outputs: Any) -> nbformat.NotebookNode:
    return new_notebook(cells=[new_code_cell("from genderaudit import open_audit", outputs=list(outputs))])


def kept(*outputs: Any) -> nbformat.NotebookNode:
    book = audit_notebook(*copy.deepcopy(outputs))
    keep_protected(book)
    made = nbformat.from_dict(book)
    nbformat.validate(made)
    return made


@pytest.mark.parametrize("leak", LEAKS.values(), ids=LEAKS)
def test_goes_no_further_than_the_screen(leak):
    book = kept(PASSED, leak)
    assert NAME not in str(book)
    assert "987654" not in str(book)
    assert book.cells[0].outputs[0] == PASSED


def test_a_section_is_kept_as_it_is():
    assert kept(PASSED).cells[0].outputs == [PASSED]


def test_of_a_section_only_its_html_is_kept():
    more = copy.deepcopy(PASSED)
    more.data["application/json"] = {"name": NAME}
    more.data["text/plain"] = NAME
    more.metadata["text/html"] = {"rows": NAME}
    assert kept(more).cells[0].outputs == [PASSED]


def test_a_table_of_findings_is_kept_as_a_display():
    table = new_output("execute_result", dict(PASSED.data), metadata=SECTION, execution_count=3)
    assert kept(table).cells[0].outputs == [PASSED]


def test_what_is_marked_as_of_invented_organisations_stays_as_it_is_beside_what_is_not():
    mark = {"genderaudit": {"invented": ["sample"]}}
    chart = new_output("display_data", {"image/png": "iVBO", "text/plain": "<Figure>"}, metadata=mark)
    assert kept(chart, LEAKS["rows displayed"]).cells[0].outputs[0] == chart
    assert NAME not in str(kept(chart, LEAKS["rows displayed"]))


def test_printed_text_needs_the_mark_of_its_own_cell():
    mark = {"genderaudit": {"invented": ["sample"]}}
    stand_in = new_output("display_data", {}, metadata=mark)
    assert kept(LEAKS["printed rows"], stand_in).cells[0].outputs == [LEAKS["printed rows"], stand_in]
    assert kept(PASSED, stand_in).cells[0].outputs == [PASSED]
    other = new_output("display_data", {"text/plain": "x"}, metadata=mark)
    assert NAME not in str(kept(LEAKS["printed rows"], other))
    book = audit_notebook(copy.deepcopy(stand_in))
    book.cells.append(new_code_cell("print(rows)", outputs=[copy.deepcopy(LEAKS["printed rows"])]))
    keep_protected(book)
    assert NAME not in str(book)


def test_a_note_says_how_many_were_left_out_in_every_language():
    note = kept(LEAKS["printed rows"], PASSED, LEAKS["a trace"]).cells[0].outputs[-1]
    assert "2 outputs are not kept" in note.data["text/plain"]
    assert "2 résultats ne sont pas conservés" in note.data["text/plain"]


def test_a_cell_without_output_gets_no_note():
    assert kept().cells[0].outputs == []


def test_saving_twice_changes_nothing():
    once = kept(PASSED, LEAKS["printed rows"])
    twice = copy.deepcopy(once)
    keep_protected(twice)
    assert twice == once


def test_the_state_of_forms_is_left_out():
    book = audit_notebook()
    book.metadata["widgets"] = {"application/vnd.jupyter.widget-state+json": {"state": {"value": NAME}}}
    keep_protected(book)
    assert NAME not in str(book)


def test_text_and_code_stay():
    book = new_notebook(cells=[new_markdown_cell("What I think"), new_code_cell("audit = 1")])
    before = copy.deepcopy(book.cells)
    keep_protected(book)
    assert book.cells == before


def test_an_older_format_is_refused():
    with pytest.raises(AuditError, match="format 4"):
        keep_protected({"nbformat": 3, "worksheets": []})


class TestWhichNotebooks:
    """Those of an audit, not others of the same JupyterLab."""

    def test_one_that_names_the_suite(self):
        assert is_guarded(audit_notebook(), OUTSIDE)

    def test_one_that_shows_what_the_suite_has_made(self):
        assert is_guarded(new_notebook(cells=[new_code_cell("show()", outputs=[PASSED])]), OUTSIDE)

    def test_any_that_lies_in_a_workspace(self, workspace):
        workspace.organisation()
        assert is_guarded(new_notebook(), workspace.root / "analysis" / "mine.ipynb")

    def test_no_other(self, tmp_path):
        book = new_notebook(cells=[new_code_cell("import pandas", outputs=[LEAKS["printed rows"]])])
        assert not is_guarded(book, tmp_path / "mine.ipynb")


class TestSaving:
    """The step of the server before it writes."""

    class Manager:
        root_dir = "/nowhere"

    def save(self, path: str = "a.ipynb", **model: Any) -> dict[str, Any]:
        guard(model=model, path=path, contents_manager=self.Manager())
        return model

    def test_looks_through_a_notebook_that_is_saved_as_text(self):
        text = nbformat.writes(audit_notebook(LEAKS["printed rows"]))
        assert NAME not in self.save(type="file", format="text", content=text)["content"]

    def test_leaves_other_files_alone(self):
        assert self.save("notes.txt", type="file", format="text", content=NAME)["content"] == NAME

    @pytest.mark.parametrize("content", [{"nbformat": 3}, {"nbformat": 4, "cells": [NAME]}, "no notebook"])
    def test_refuses_what_it_cannot_look_through_and_quotes_nothing(self, content):
        kind = {"type": "file", "format": "text"} if isinstance(content, str) else {"type": "notebook"}
        with pytest.raises(HTTPError) as refused:
            self.save(**kind, content=content)
        assert refused.value.status_code == 400
        assert NAME not in str(refused.value)
