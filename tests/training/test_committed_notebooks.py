"""The committed training notebooks: alike in every language, without outputs, in the form that nbgrader expects."""

from __future__ import annotations

import ast
import re

import nbformat
import pytest

from genderaudit.foundations.language import languages
from genderaudit.foundations.workspace import training_notebooks
from genderaudit.training.answers import ANSWERS
from genderaudit.training.sources import with_leading_code, without_outputs

NAMES = ["1_baseline", "2_gap_analysis", "3_staff_perception", "4_recommendations", "5_whole_report"]
FIELDS = {"grade", "grade_id", "locked", "schema_version", "solution", "task"}
OTHERS = [code for code in languages() if code != "en"]
STUB = re.compile(r"(\w+) = \.\.\.\n### BEGIN SOLUTION\n.*\n### END SOLUTION", re.DOTALL)
CHECK = re.compile(r'course\.(check|take)\("(\w+)", (\w+)\)')


def read(code: str, name: str) -> nbformat.NotebookNode:
    path = next(path for path in training_notebooks(code) if path.stem == name)
    return nbformat.read(path, 4)


@pytest.fixture(params=NAMES)
def name(request) -> str:
    return request.param


@pytest.fixture(params=languages())
def book(request, name) -> nbformat.NotebookNode:
    return read(request.param, name)


@pytest.fixture
def graded(book) -> dict[str, nbformat.NotebookNode]:
    """nbgrader's cells by their id."""
    return {cell.metadata.nbgrader.grade_id: cell for cell in book.cells if "nbgrader" in cell.metadata}


@pytest.mark.parametrize("code", languages())
def test_there_is_one_notebook_a_phase_and_one_on_the_whole_report(code):
    assert [path.stem for path in training_notebooks(code)] == NAMES


def test_are_valid_and_without_outputs(book):
    nbformat.validate(book)
    code = [cell for cell in book.cells if cell.cell_type == "code"]
    assert [cell for cell in code if cell.outputs or cell.execution_count] == [], (
        "clear the outputs: run make training-notebooks"
    )


@pytest.mark.parametrize("code", languages())
def test_are_what_tidying_writes(code, name):
    own = read(code, name)
    assert without_outputs(with_leading_code(read("en", name), own)) == own


class TestAlikeInEveryLanguage:
    @pytest.mark.parametrize("code", OTHERS)
    def test_code_and_marks_are_the_same(self, code, name):
        for cell, english in zip(read(code, name).cells, read("en", name).cells, strict=True):
            assert (cell.id, cell.cell_type, cell.metadata) == (english.id, english.cell_type, english.metadata)
            if cell.cell_type == "code" and "parameters" not in cell.metadata.get("tags", []):
                assert cell.source == english.source

    @pytest.mark.parametrize("code", OTHERS)
    def test_every_text_is_translated(self, code, name):
        english = {cell.id: cell.source for cell in read("en", name).cells if cell.cell_type == "markdown"}
        same = [cell.id for cell in read(code, name).cells if english.get(cell.id) == cell.source]
        assert same == [], "translate these cells: they are the English ones"

    @pytest.mark.parametrize("code", languages())
    def test_parameters_name_the_language(self, code, name):
        (cell,) = [cell for cell in read(code, name).cells if "parameters" in cell.metadata.get("tags", [])]
        assert f'language: str = "{code}"' in cell.source

    def test_french_puts_a_no_break_space_before_high_punctuation(self, name):
        text = "\n".join(cell.source for cell in read("fr", name).cells if cell.cell_type == "markdown")
        assert re.findall(r".* [;?!»%].*|.* :(?: .*|$)|.*« .*", text) == [], (
            "write U+00A0 before : ; ? ! % and inside « »"
        )


class TestForNbgrader:
    """Cell metadata of schema 3 (nbgrader's documentation, "Creating and grading assignments")."""

    def test_every_cell_has_the_fields_of_the_schema(self, graded):
        for cell in graded.values():
            points = {"points"} if cell.metadata.nbgrader.grade or cell.metadata.nbgrader.task else set()
            assert set(cell.metadata.nbgrader) == FIELDS | points
            assert cell.metadata.nbgrader.schema_version == 3

    def test_ids_stand_once(self, book, graded):
        assert len(graded) == sum("nbgrader" in cell.metadata for cell in book.cells)

    def test_an_answer_is_three_dots_and_a_solution(self, graded):
        answers = {i: c for i, c in graded.items() if c.metadata.nbgrader.solution and c.cell_type == "code"}
        assert 5 <= len(answers) <= 8
        assert [i for i, c in answers.items() if STUB.fullmatch(c.source)[1] != i] == [], (
            "write these cells as: name = ..., then the solution between its two marks"
        )

    def test_every_answer_has_its_locked_check_of_the_same_name(self, graded):
        answers = {i for i, c in graded.items() if c.metadata.nbgrader.solution and c.cell_type == "code"}
        checks = {i: c for i, c in graded.items() if c.metadata.nbgrader.grade and c.cell_type == "code"}
        assert set(checks) == {f"{name}_check" for name in answers}
        for identity, cell in checks.items():
            assert cell.metadata.nbgrader.locked
            assert cell.metadata.nbgrader.points > 0
            asked = {(name, given) for _, name, given in CHECK.findall(cell.source)}
            assert asked == {(identity.removesuffix("_check"), identity.removesuffix("_check"))}

    def test_a_wrong_answer_does_not_stop_run_all(self, graded):
        checks = [c for c in graded.values() if c.metadata.nbgrader.grade and c.cell_type == "code"]
        assert {tuple(cell.metadata.tags) for cell in checks} == {("raises-exception",)}

    def test_something_is_read_by_a_person(self, graded):
        by_hand = [c for c in graded.values() if c.cell_type == "markdown" and c.metadata.nbgrader.get("points")]
        assert len(by_hand) == 1


def test_every_question_is_asked_once_and_every_check_is_a_question():
    sources = [cell.source for name in NAMES for cell in read("en", name).cells if cell.cell_type == "code"]
    asked = [question for source in sources for _, question, _ in set(CHECK.findall(source))]
    assert sorted(dict.fromkeys(asked)) == sorted(ANSWERS)


def test_define_nothing_and_name_no_file(book):
    trees = [ast.parse(cell.source) for cell in book.cells if cell.cell_type == "code"]
    refused = (ast.FunctionDef, ast.ClassDef, ast.For, ast.While, ast.Try, ast.With)
    assert [type(node).__name__ for tree in trees for node in ast.walk(tree) if isinstance(node, refused)] == [], (
        "move this to a function of src/genderaudit and call it"
    )


def test_following_brings_new_cells_with_their_english_words():
    english, french = read("en", NAMES[0]), read("fr", NAMES[0])
    del french.cells[0]
    french.cells[1].source = "language = 'fr'"
    made = with_leading_code(english, french)
    assert made.cells[0].source == english.cells[0].source
    assert made.cells[1].source == french.cells[0].source
    assert made.cells[2].source == "language = 'fr'"
