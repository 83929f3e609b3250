"""An edited copy of a notebook in the workspace runs in place of the suite's, says so, and shows what may be shown."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from concurrent.futures import Executor, Future
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_output

from genderaudit.foundations.errors import AuditError
from genderaudit.foundations.language import language
from genderaudit.foundations.workspace import Workspace
from genderaudit.guard.origin import MARK
from genderaudit.runner import Outcome, plan, run
from genderaudit.runner.copies import COPY_OF, code_hash
from genderaudit.runner.status import status

FIXTURES = Path(__file__).parents[1] / "fixtures" / "notebooks"
ORGANISATION = "name: Example\nkind: ngo\nlanguages: [en, fr]\n"
NAME = "Kanari"
MINE = f'print("{NAME} printed")'
SHOWN = 'from IPython.display import HTML, display\ndisplay(HTML("<p>{} shown</p>"))'
SECTION = (
    "from genderaudit.audit.notebook import display_section\nfrom genderaudit.report.sections import paragraph\n"
    'display_section(paragraph("It has passed"))'
)


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    folder = tmp_path / "data" / "raw" / "example" / "2025"
    folder.mkdir(parents=True)
    (folder / "staff.csv").write_text("sex,level\nF,Officer\nM,Officer\n")
    (folder.parent / "organisation.yml").write_text(ORGANISATION + "invented: true\n")
    return Workspace.open(tmp_path)


def copied(
    workspace: Workspace,
    change: Callable[[nbformat.NotebookNode], None] = lambda book: None,
    name: str = "1_baseline.ipynb",
) -> Path:
    """The workspace's copy of the first notebook, or of another one, changed."""
    copy = workspace.own_notebooks() / name
    copy.parent.mkdir(exist_ok=True)
    book = nbformat.read(FIXTURES / copy.name, 4)
    change(book)
    nbformat.write(book, copy)
    return copy


def with_cell(*sources: str) -> Callable[[nbformat.NotebookNode], None]:
    return lambda book: book.cells.extend(new_code_cell(source) for source in sources)


def runs(workspace: Workspace) -> str:
    """The notebook that the first phase runs, as its place in the workspace, or that of the suite."""
    path = plan(workspace, notebooks=FIXTURES)[0].notebook("baseline")
    return path.relative_to(workspace.root).as_posix() if path.is_relative_to(workspace.root) else "suite"


def ran(workspace: Workspace, **options: Any) -> list[Outcome]:
    tasks = plan(workspace, notebooks=FIXTURES, **options)
    return [outcome for _, outcomes in run(tasks, 1, here) for outcome in outcomes]


def report(workspace: Workspace, code: str, name: str = "1_baseline.html") -> str:
    return (workspace.outputs("example", "2025", code) / name).read_text("utf-8")


class TestWhichRuns:
    """Only a copy that somebody has edited."""

    def test_where_there_is_no_copy_that_of_the_suite(self, workspace: Workspace) -> None:
        assert runs(workspace) == "suite"

    def test_an_edited_copy(self, workspace: Workspace) -> None:
        copied(workspace, with_cell(MINE))
        assert runs(workspace) == "my_notebooks/1_baseline.ipynb"

    def test_not_one_that_was_only_run_and_saved(self, workspace: Workspace) -> None:
        def saved(book: nbformat.NotebookNode) -> None:
            book.cells[-1].outputs = [new_output("stream", text=NAME)]
            book.metadata["language_info"] = {"version": "3.99"}

        copied(workspace, saved)
        assert runs(workspace) == "suite"

    def test_not_one_with_another_organisation_as_its_default(self, workspace: Workspace) -> None:
        def chosen(book: nbformat.NotebookNode) -> None:
            book.cells[1].source = book.cells[1].source.replace('"example"', '"my_union"').replace('"2025"', '"2024"')

        copied(workspace, chosen)
        assert runs(workspace) == "suite"

    def test_one_with_another_default_of_its_own(self, workspace: Workspace) -> None:
        def chosen(book: nbformat.NotebookNode) -> None:
            book.cells[1].source = book.cells[1].source.replace("factor: int = 1", "factor: int = 2")

        copied(workspace, chosen)
        assert runs(workspace) == "my_notebooks/1_baseline.ipynb"

    def test_not_an_older_copy_that_nobody_has_touched(self, workspace: Workspace) -> None:
        copy = copied(workspace, with_cell(MINE))
        noted(copy, code_hash(copy))
        assert runs(workspace) == "suite"

    def test_an_older_copy_that_somebody_has_edited(self, workspace: Workspace) -> None:
        copy = copied(workspace, with_cell(MINE))
        noted(copy, code_hash(FIXTURES / copy.name))
        assert runs(workspace) == "my_notebooks/1_baseline.ipynb"

    def test_one_that_cannot_be_read_is_named(self, workspace: Workspace) -> None:
        copied(workspace).write_text("{")
        with pytest.raises(AuditError, match=r"my_notebooks/1_baseline\.ipynb"):
            plan(workspace, notebooks=FIXTURES)

    def test_its_parameters_can_be_given(self, workspace: Workspace) -> None:
        def more(book: nbformat.NotebookNode) -> None:
            book.cells[1].source += "\nmine: int = 1"

        copied(workspace, more)
        task = plan(workspace, notebooks=FIXTURES, given_parameters=["mine=2"])[0]
        assert task.parameters["baseline"] == {"mine": 2}


def noted(copy: Path, written: str) -> None:
    book = nbformat.read(copy, 4)
    book.metadata[MARK] = {COPY_OF: written}
    nbformat.write(book, copy)


class TestReport:
    """It says in its language that it is that of a copy; so does the annex, once for each."""

    @pytest.mark.slow
    def test_says_so_until_the_copy_is_gone(self, workspace: Workspace) -> None:
        ran(workspace)
        said = {
            code: language(code).text("sections.provenance.edited", copy="my_notebooks/1_baseline.ipynb")
            for code in ("en", "fr")
        }
        assert not [(code, name) for code in said for name in PAGES if said[code] in report(workspace, code, name)]
        copy = copied(workspace, with_cell(SHOWN.format(NAME)))
        assert {row.state for row in status(workspace, FIXTURES)} == {"stale"}
        assert [outcome.state for outcome in ran(workspace)] == ["done", "done"]
        for code, text in said.items():
            assert f"{NAME} shown" in report(workspace, code)
            assert [report(workspace, code, name).count(text) for name in PAGES] == [1, 0, 1, 0, 0]
        assert [outcome.state for outcome in ran(workspace)] == ["current", "current"]
        copy.unlink()
        ran(workspace)
        assert not [(code, name) for code in said for name in PAGES if said[code] in report(workspace, code, name)]

    @pytest.mark.slow
    def test_of_the_report_notebook_the_report_says_so(self, workspace: Workspace) -> None:
        copied(workspace, with_cell(SHOWN.format(NAME)), "5_report.ipynb")
        ran(workspace)
        for code in ("en", "fr"):
            text = language(code).text("sections.provenance.edited", copy="my_notebooks/5_report.ipynb")
            assert f"{NAME} shown" in report(workspace, code, "report.html")
            assert [report(workspace, code, name).count(text) for name in PAGES] == [0, 0, 0, 1, 0]


PAGES = ("1_baseline.html", "2_gap_analysis.html", "annex.html", "report.html", "brief.html")


class TestOfOthers:
    """Of an organisation that is not invented only what has passed the ledger is in the report and the notebook."""

    @pytest.fixture
    def real(self, workspace: Workspace) -> Workspace:
        (workspace.raw("example") / "organisation.yml").write_text(ORGANISATION)
        return workspace

    def test_nothing_else_leaves_the_notebook(self, real: Workspace) -> None:
        copied(real, with_cell(MINE, SHOWN.format(NAME), f'"{NAME}"', SECTION))
        assert [outcome.failure for outcome in ran(real)] == [None, None]
        book = nbformat.read(real.outputs("example", "2025", "en") / "notebooks" / "1_baseline.ipynb", 4)
        outputs = str([cell.get("outputs") for cell in book.cells])
        for text in (outputs, report(real, "en"), report(real, "en", "annex.html")):
            assert f"{NAME} shown" not in text
            assert f"{NAME} printed" not in text
            assert "It has passed" in text
        assert "not kept" in outputs
        assert "not kept" not in report(real, "en")

    def test_nothing_else_leaves_the_report_notebook(self, real: Workspace) -> None:
        def brief(book: nbformat.NotebookNode) -> None:
            with_cell(MINE, SHOWN.format(NAME), f'"{NAME}"', SECTION)(book)
            tagged = [new_code_cell(source, metadata={"tags": ["brief"]}) for source in (SHOWN.format(NAME), SECTION)]
            book.cells.extend(tagged)

        copied(real, brief, "5_report.ipynb")
        assert [outcome.failure for outcome in ran(real)] == [None, None]
        book = nbformat.read(real.outputs("example", "2025", "en") / "notebooks" / "5_report.ipynb", 4)
        outputs = str([cell.get("outputs") for cell in book.cells])
        for text in (outputs, report(real, "en", "report.html"), report(real, "en", "brief.html")):
            assert f"{NAME} shown" not in text
            assert f"{NAME} printed" not in text
            assert "It has passed" in text

    def test_where_all_has_passed_all_of_it_stays(self, real: Workspace) -> None:
        def only_that(book: nbformat.NotebookNode) -> None:
            book.cells[-1].source = SECTION

        copied(real, only_that)
        assert [outcome.failure for outcome in ran(real)] == [None, None]
        for name in ("1_baseline.html", "annex.html"):
            assert "It has passed" in report(real, "en", name)

    @pytest.mark.slow
    def test_a_data_frame_stops_the_report_with_what_to_do(self, real: Workspace) -> None:
        copied(real, with_cell('import pandas\npandas.DataFrame({"name": ["' + NAME + '"]})'))
        outcome = ran(real)[0]
        assert outcome.state == "failed"
        assert outcome.failure is not None
        assert "Remove that line" in outcome.failure.message
        assert not [path for path in real.root.rglob("outputs/**/*") if path.is_file() and NAME in path.read_text()]

    def test_of_an_invented_one_all_of_it_is_kept(self, workspace: Workspace) -> None:
        copied(workspace, with_cell(MINE, SHOWN.format(NAME)))
        ran(workspace, in_languages=["en"])
        text = report(workspace, "en", "notebooks/1_baseline.ipynb")
        assert f"{NAME} printed" in text
        assert f"{NAME} shown" in report(workspace, "en")
        shutil.rmtree(workspace.root / "outputs")


@contextmanager
def here(_: int):
    """Tasks one after another in this process."""
    yield Here()


class Here(Executor):
    def submit(self, work, /, *given, **named) -> Future:
        future: Future = Future()
        future.set_result(work(*given, **named))
        return future
