"""Notebooks in a real kernel: what a person in JupyterLab sees, and that a program sees no form."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import nbformat
import pytest
from kernel import Session, sample, started
from nbformat.v4 import new_code_cell, new_notebook

from genderaudit.foundations.language import language
from genderaudit.guard.saved import keep_protected

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
    return sample(tmp_path_factory.mktemp("kernel"))


@pytest.fixture(scope="module")
def session(root: Path) -> Iterator[Session]:
    with started(root) as kernel:
        yield kernel


def test_a_person_sees_the_form(session):
    form, keyboard = session.run(CHOOSE)
    assert FORM in form
    assert "application/javascript" in keyboard


def test_the_form_sets_the_parameters(session):
    session.run(CHOOSE)
    session.run('assert (organisation, round, language) == ("agency_northmere", "2025", "en")')


class TestFindings:
    """Tables with base and reason, each in the language of the audit that read them."""

    @pytest.mark.slow
    def test_of_two_audits_in_two_languages(self, session):
        session.run(OPEN)
        session.run(
            'audit.report("staff_women_share", measures.share_of_women(audit.data.table("staff")))\naudit.close()'
        )
        session.run(
            'french = open_audit("gap_analysis", "agency_northmere", "2025", "fr", {root!r})\n'
            'english = open_audit("gap_analysis", "agency_northmere", "2025", "en", {root!r})'
        )
        for name, code in (("french", "fr"), ("english", "en"), ("french", "fr")):
            html = session.run(f'{name}.findings("baseline")')[0]["text/html"]
            texts = language(code)
            assert texts.text("lab.findings") in html
            assert f'<th scope="row">{texts.text("indicators.staff_women_share.title")}</th>' in html

    def test_reports_of_two_audits_in_two_languages(self, session):
        session.run(
            "from genderaudit import measures, open_audit\n"
            'french = open_audit("baseline", "agency_northmere", "2025", "fr", {root!r})\n'
            'english = open_audit("baseline", "agency_northmere", "2025", "en", {root!r})'
        )
        for name, code in (("french", "fr"), ("english", "en")):
            report = f'{name}.report("staff_women_share", measures.share_of_women({name}.data.table("staff")))'
            html = "".join(one.get("text/html", "") for one in session.run(report))
            assert language(code).text("indicators.staff_women_share.title") in html


def test_hover_says_what_a_measure_is(session):
    session.run("from genderaudit import measures")
    text = session.hover("measures.share_of_women")
    assert "Share of women, F / N, with Wilson interval" in text
    assert "Signature" in text


class TestProgram:
    """nbconvert and papermill: no form, nothing waited for, nothing exported that is not protected."""

    def test_sees_no_form_and_does_not_wait_for_it(self, session):
        assert session.run(CHOOSE, person=False) == []

    @pytest.mark.slow
    def test_exports_no_rows(self, root):
        rows = 'audit.data.table("staff")[["birth_year", "unit"]]'
        cells = [
            CHOOSE,
            'import sys\nassert "ipywidgets" not in sys.modules',
            OPEN,
            f"print({rows}.to_string())",
            rows,
            'audit.report("staff_women_share", measures.share_of_women(audit.data.table("staff")))',
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


class TestCharts:
    """A chart of protected results on a figure of the suite's is kept as the suite has drawn it."""

    HALF = (
        "from genderaudit.measures import Result\n"
        "from genderaudit.measures.results import Results\n"
        'half = Result(value=0.5, unit="share", n=20, women=10, men=10)\n'
    )
    DRAWN = HALF + (
        'axes = Results([half], protected={protected}).plot(title="Half of them")\n'
        'axes.text(0.5, 0.5, "Aminata earns 987654");'
    )

    def test_without_what_was_added_to_it(self, session):
        html = _saved(session.outputs(self.DRAWN.replace("{protected}", "True")))
        assert "<svg" in html
        assert "Half of them" in html
        assert "987654" not in html

    def test_but_not_of_others(self, session):
        assert "<svg" not in _saved(session.outputs(self.DRAWN.replace("{protected}", "False")))

    def test_nor_on_axes_of_ones_own(self, session):
        own = self.HALF + (
            "from matplotlib import pyplot\npyplot.plot([987654])\n"
            "Results([half], protected=True).plot(ax=pyplot.gca());"
        )
        assert "<svg" not in _saved(session.outputs(own))

    def test_nor_where_others_are_drawn_beside(self, session):
        mixed = (
            self.HALF + "from genderaudit import plots\nplots.shares(Results([half], protected=True), youth=[half]);"
        )
        assert "<svg" not in _saved(session.outputs(mixed))


def _saved(outputs: list[dict[str, object]]) -> str:
    """What stands in the saved notebook of a cell's outputs."""
    assert any("image/png" in one.get("data", {}) for one in outputs)  # seen on the screen
    book = new_notebook(cells=[new_code_cell("", outputs=[nbformat.from_dict(one) for one in outputs])])
    keep_protected(book)
    return "".join(one.data.get("text/html", "") for one in nbformat.from_dict(book).cells[0].outputs)
