"""What the notebooks look like: thin, readable, and without anything that was run."""

from __future__ import annotations

import ast
import re
import shutil
from pathlib import Path

import nbformat
import papermill
import pytest
from matplotlib import pyplot

from genderaudit import plots
from genderaudit.foundations.workspace import NOTEBOOKS, PHASES, REPORT, STAGES, notebook, report_name
from genderaudit.reporting.notebook import Report

TAGS = {"parameters", "guidance", "lead", "summary", "appendix", "brief", "poster"}
SHARED = {"organisation": str, "round": str, "language": str, "workspace": str}
FILES = sorted(path.stem for path in NOTEBOOKS.glob("[0-9]_*.ipynb"))
EXPLORE = NOTEBOOKS / "explore.ipynb"
GALLERY = nbformat.read(NOTEBOOKS / "gallery.ipynb", 4)


@pytest.fixture(params=STAGES)
def stage(request) -> str:
    return request.param


@pytest.fixture
def book(stage) -> nbformat.NotebookNode:
    return nbformat.read(notebook(stage), 4)


@pytest.fixture
def code(book) -> list[nbformat.NotebookNode]:
    return [cell for cell in book.cells if cell.cell_type == "code"]


@pytest.fixture
def trees(code) -> list[ast.Module]:
    return [ast.parse(cell.source) for cell in code]


def test_there_is_one_notebook_a_phase_and_one_of_the_report():
    assert sorted(report_name(stage) for stage in STAGES) == FILES


def test_is_valid_and_for_the_python3_kernel(book):
    nbformat.validate(book)
    assert book.metadata.kernelspec.name == "python3"


def test_is_committed_without_outputs(code):
    assert [cell.outputs for cell in code if cell.outputs] == [], (
        "clear the outputs of the notebook before it is committed"
    )
    assert {cell.execution_count for cell in code} == {None}


def test_metadata_name_no_machine(book):
    assert set(book.metadata) <= {"kernelspec", "language_info"}
    assert [set(cell.metadata) - {"tags"} for cell in book.cells if set(cell.metadata) - {"tags"}] == [], (
        "remove what the editor has written into the cells' metadata"
    )


def test_tags_are_known(book):
    assert {tag for cell in book.cells for tag in cell.metadata.get("tags", [])} <= TAGS


def test_begins_with_the_only_heading_of_the_first_order(book):
    text = [cell.source for cell in book.cells if cell.cell_type == "markdown"]
    assert book.cells[0].source.startswith("# ")
    assert sum(len(re.findall(r"^# ", source, re.MULTILINE)) for source in text) == 1


def test_guidance_stays_out_of_the_report(book):
    assert {tuple(cell.metadata.get("tags", [])) for cell in book.cells if cell.cell_type == "markdown"} == {
        ("guidance",)
    }


def test_guidance_speaks_english_and_french(book):
    for cell in book.cells:
        if cell.cell_type == "markdown":
            paragraphs = [part for part in cell.source.split("\n\n") if not part.startswith("#")]
            assert len(paragraphs) >= 2
            assert len(paragraphs) % 2 == 0, cell.source


class TestParameters:
    """The first code cell: plain lines that papermill and the runner can read."""

    def test_come_first_and_once(self, code):
        tagged = [number for number, cell in enumerate(code) if "parameters" in cell.metadata.get("tags", [])]
        assert tagged == [0]

    def test_are_lines_of_name_type_default_and_help(self, code):
        line = re.compile(r'[a-z_]+: (str|int|float|bool) = ("[^"]*"|-?[\d.]+|True|False)  # \S.*')
        assert [text for text in code[0].source.splitlines() if not line.fullmatch(text)] == [], (
            "write these lines as: name: type = default  # help"
        )

    def test_default_is_of_its_type(self, trees):
        for statement in trees[0].body:
            assert type(statement.value.value).__name__ == statement.annotation.id

    def test_hold_those_that_every_notebook_has(self, trees):
        defaults = {statement.target.id: statement.value.value for statement in trees[0].body}
        assert {name: type(defaults.get(name)) for name in SHARED} == SHARED

    def test_shared_parameters_default_to_the_same_sample(self):
        firsts = {nbformat.read(notebook(stage), 4).cells[1].source.partition("workspace")[0] for stage in STAGES}
        assert len(firsts) == 1

    def test_every_parameter_is_used(self, code):
        names = re.findall(r"^([a-z_]+):", code[0].source, re.MULTILINE)
        rest = "\n".join(cell.source for cell in code[1:])
        assert [name for name in names if not re.search(rf"\b{name}\b", rest)] == [], (
            "pass these on to open_audit, or remove them"
        )


class TestCode:
    """Imports and calls, a question a cell."""

    def test_defines_nothing_and_loops_over_nothing(self, trees):
        refused = (
            ast.FunctionDef,
            ast.AsyncFunctionDef,
            ast.ClassDef,
            ast.For,
            ast.While,
            ast.Try,
            ast.With,
            ast.Lambda,
        )
        assert [type(n).__name__ for tree in trees for n in ast.walk(tree) if isinstance(n, refused)] == [], (
            "move this to a function of src/genderaudit and call it"
        )

    def test_names_no_file_and_no_path(self, trees):
        strings = [
            n.value
            for tree in trees[1:]
            for n in ast.walk(tree)
            if isinstance(n, ast.Constant) and isinstance(n.value, str)
        ]
        assert [text for text in strings if re.search(r"[/\\]|\.(csv|json|yml|xlsx|html)$", text)] == [], (
            "let the audit find the file: notebooks name none"
        )

    def test_imports_only_from_the_suite(self, trees):
        imported = [n for tree in trees for n in ast.walk(tree) if isinstance(n, ast.Import | ast.ImportFrom)]
        assert {getattr(n, "module", None) for n in imported} == {"genderaudit"}

    def test_has_at_most_eight_statements_a_cell(self, trees):
        assert [len(tree.body) for tree in trees if not 1 <= len(tree.body) <= 8] == [], (
            "split the cells with so many statements"
        )

    def test_writes_no_text_for_readers(self, trees):
        strings = [
            n.value
            for tree in trees[1:]
            for n in ast.walk(tree)
            if isinstance(n, ast.Constant) and isinstance(n.value, str)
        ]
        assert [text for text in strings if " " in text] == [], "move these texts to templates/language"

    def test_ends_with_closing_the_audit_or_writing_the_documents(self, stage, code):
        assert code[-1].source == ("report.write_documents()" if stage == REPORT else "audit.close()")
        assert code[-1].metadata.tags == ["appendix"]

    def test_what_is_to_be_read_first_is_tagged_to_come_first(self, stage, code):
        lead = [cell.source for cell in code if "lead" in cell.metadata.get("tags", [])]
        assert len(lead) == 1
        assert ("report.show_decisions(" if stage == REPORT else "audit.show.messages(") in lead[0]

    def test_only_what_shows_the_brief_is_tagged_brief(self, code):
        tagged = [cell.source for cell in code if "brief" in cell.metadata.get("tags", [])]
        assert tagged == [cell.source for cell in code if "show_brief(" in cell.source]

    def test_the_report_notebook_shows_every_part_once(self):
        cells = nbformat.read(notebook(REPORT), 4).cells
        shown = [name for cell in cells for name in re.findall(r"\breport\.(show_\w+)\(", cell.source)]
        assert sorted(shown) == sorted(name for name in vars(Report) if name.startswith("show_"))

    @pytest.mark.parametrize("phase", PHASES)
    def test_reports_indicators_each_once(self, phase):
        names = reported(phase)
        assert len(set(names)) == len(names)


def reported(phase: str) -> list[str]:
    """The indicators that a notebook reports."""
    cells = nbformat.read(notebook(phase), 4).cells
    calls = [
        n
        for cell in cells
        if cell.cell_type == "code"
        for n in ast.walk(ast.parse(cell.source))
        if isinstance(n, ast.Call)
    ]
    return [call.args[0].value for call in calls if isinstance(call.func, ast.Attribute) and call.func.attr == "report"]


@pytest.mark.slow
class TestExplore:
    """From a question to a chart to a model, by papermill: on two samples, and on the public file where it is there."""

    @pytest.fixture(scope="class")
    def root(self, audited, tmp_path_factory) -> Path:
        place = tmp_path_factory.mktemp("explore")
        for organisation in ("agency_northmere", "cooperative_sigida"):
            made = audited(organisation, "2025")["baseline"].root
            shutil.copytree(made / "data", place / "data", dirs_exist_ok=True)
        return place

    @pytest.fixture(autouse=True)
    def _charts_are_seen(self, monkeypatch):
        monkeypatch.delenv("MPLBACKEND")

    def explored(self, root: Path, **parameters: str) -> str:
        """What its cells show, as text."""
        given = {"workspace": str(root), **parameters}
        book = papermill.execute_notebook(EXPLORE, root / "explored.ipynb", given, progress_bar=False)
        outputs = [output for cell in book.cells if cell.cell_type == "code" for output in cell.outputs]
        assert sum("image/png" in output.get("data", {}) for output in outputs) >= 4
        return "\n".join(output.get("text") or output.data.get("text/plain", "") for output in outputs)

    def test_answers_on_the_samples(self, root):
        shown = self.explored(root)
        assert "condition_number" in shown
        assert "\\begin{tabular}" in shown
        assert "files sha256" in shown

    def test_finds_the_published_gap(self, root, shared):
        """12.24 %, and 6.70 % among associate professors (carData: Salaries)."""
        shown = self.explored(root, public_data=str(shared("salaries_professors/Salaries.csv")))
        assert "0.1224" in shown
        assert "yrs.since.phd" in shown


class TestGallery:
    def test_runs_and_draws_every_chart(self, monkeypatch):
        monkeypatch.setenv("MPLBACKEND", "Agg")
        cells, names = [cell.source for cell in GALLERY.cells if cell.cell_type == "code"], {}
        for source in cells:
            exec(compile(source, "gallery", "exec"), names)
        assert [name for name in plots.__all__ if f"plots.{name}(" not in "".join(cells)] == [], (
            "show these charts in notebooks/gallery.ipynb"
        )
        pyplot.close("all")

    def test_is_short_and_without_outputs(self):
        cells = [cell for cell in GALLERY.cells if cell.cell_type == "code"]
        assert not [cell for cell in cells if len(cell.source.splitlines()) > 8]
        assert [cell for cell in cells if cell.outputs or cell.execution_count] == [], (
            "clear the outputs of the notebook before it is committed"
        )
