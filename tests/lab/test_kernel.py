"""Notebooks in a real kernel: what a person in JupyterLab sees, and that a program sees no form."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import nbformat
import pytest
from jupyter_client.manager import start_new_kernel
from nbformat.v4 import new_code_cell, new_notebook

from genderaudit.language import language

REPOSITORY = Path(__file__).parents[2]
TITLE = language("en").text("indicators.staff_women_share.title")
FORM = "application/vnd.jupyter.widget-view+json"
CHOOSE = 'from genderaudit import choose\nchoose("agency_northmere", "2025", "en", {root!r})'
OPEN = (
    "from genderaudit import measures, open_audit\n"
    'audit = open_audit("baseline", "agency_northmere", "2025", "en", {root!r})'
)


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace with one sample organisation."""
    place = tmp_path_factory.mktemp("kernel")
    shutil.copytree(REPOSITORY / "data" / "raw" / "agency_northmere", place / "data" / "raw" / "agency_northmere")
    return place


class Session:
    """A kernel, and the cells that are run in it."""

    def __init__(self, client: Any, root: Path) -> None:
        self.client = client
        self.root = root

    def run(self, code: str, person: bool = True) -> list[dict[str, Any]]:
        """What the cell displays, as bundles by type; an error fails the test."""
        shown: list[dict[str, Any]] = []

        def keep(message: dict[str, Any]) -> None:
            assert message["msg_type"] != "error", message["content"]
            if message["msg_type"] in ("display_data", "execute_result"):
                shown.append(message["content"]["data"])

        self.client.execute_interactive(
            code.format(root=str(self.root)), allow_stdin=person, output_hook=keep, timeout=600
        )
        return shown

    def hover(self, code: str) -> str:
        """What Shift+Tab shows at the end of this code."""
        reply = self.client.inspect(code, len(code), reply=True, timeout=300)
        return str(reply["content"]["data"]["text/plain"])


@pytest.fixture(scope="module")
def session(root: Path) -> Iterator[Session]:
    manager, client = start_new_kernel(startup_timeout=600)
    yield Session(client, root)
    client.stop_channels()
    manager.shutdown_kernel(now=True)


def test_a_person_sees_the_form(session):
    form, keyboard = session.run(CHOOSE)
    assert FORM in form
    assert "application/javascript" in keyboard


def test_the_form_sets_the_parameters(session):
    session.run(CHOOSE)
    session.run('assert (organisation, round, language) == ("agency_northmere", "2025", "en")')


class TestResults:
    """Tables with base and reason, in the language of the audit."""

    @pytest.fixture(scope="class")
    def opened(self, session):
        session.run(OPEN)
        return session

    def test_of_a_measure(self, opened):
        html = opened.run('measures.share_of_women(audit.table("staff"), by="level", order=audit.levels)')[0][
            "text/html"
        ]
        assert '<th scope="col" class="number">Women</th>' in html
        assert '<th scope="row">Director</th>' in html
        assert "not yet protected" in html

    def test_say_why_there_is_no_value(self, opened):
        html = opened.run('measures.glass_ceiling_index(audit.table("staff"), [])')[0]["text/html"]
        assert language("en").text("reasons.no_levels") in html

    def test_of_the_audit(self, opened):
        opened.run('audit.report("staff_women_share", measures.share_of_women(audit.table("staff")))')
        html = opened.run("audit.found")[0]["text/html"]
        assert "Findings: protected by the disclosure ledger" in html
        assert f'<th scope="row">{TITLE}</th>' in html

    def test_other_lists_look_as_ever(self, opened):
        assert "text/html" not in opened.run("[1, 2]")[0]
        assert "text/html" not in opened.run("[]")[0]


def test_hover_says_what_a_measure_is(session):
    session.run("from genderaudit import measures")
    text = session.hover("measures.share_of_women")
    assert "Share of women, F / (F + M), with Wilson interval" in text
    assert "Signature" in text


class TestProgram:
    """nbconvert and papermill: no form, nothing waited for, nothing exported that has not passed the ledger."""

    def test_sees_no_form_and_does_not_wait_for_it(self, session):
        assert session.run(CHOOSE, person=False) == []

    def test_exports_no_rows(self, root):
        rows = 'audit.table("staff")[["birth_year", "unit"]]'
        cells = [
            CHOOSE,
            'import sys\nassert "ipywidgets" not in sys.modules',
            OPEN,
            f"print({rows}.to_string())",
            rows,
            'audit.report("staff_women_share", measures.share_of_women(audit.table("staff")))',
        ]
        book = new_notebook(cells=[new_code_cell(cell.format(root=str(root))) for cell in cells])
        nbformat.write(book, root / "mine.ipynb")
        command = [
            sys.executable,
            "-m",
            "nbconvert",
            "--to",
            "html",
            "--no-input",
            "--execute",
            str(root / "mine.ipynb"),
        ]
        subprocess.run(command, check=True, capture_output=True, timeout=900)
        html = (root / "mine.html").read_text("utf-8")
        assert TITLE in html
        assert "Water and drainage" not in html
        assert html.count("One output is not kept in this file") == 2
