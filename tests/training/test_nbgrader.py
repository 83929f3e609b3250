"""nbgrader from end to end: release to an exchange, a learner's submission, collection, grades."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest

from genderaudit.foundations.language import language

pytest.importorskip("nbgrader", reason="no grading tests: nbgrader is not installed (the extra training)")

from nbgrader.api import Gradebook

from genderaudit.training.publish import course as course_folder

pytestmark = pytest.mark.slow
ASSIGNMENT = "5_whole_report"
RIGHT = {"base_of_gap", "few_people_sentence", "sentence_that_stands"}
WRONG = {"hidden_women": "-1", "also_hide": '"nobody"'}
EXPECTED = {
    "base_of_gap_check": 2,
    "few_people_sentence_check": 1,
    "hidden_women_check": 0,
    "also_hide_check": 0,
    "evidence_of_first_check": 0,
    "sentence_that_stands_check": 2,
}


@pytest.fixture(scope="module", params=["fr"])
def graded(request, organisations, course, tmp_path_factory) -> Path:
    """A course folder in which one submission was graded."""
    course(request.param)
    folder = tmp_path_factory.mktemp("course")
    course_folder(folder, language(request.param))
    exchange, learner = tmp_path_factory.mktemp("exchange"), tmp_path_factory.mktemp("learner")
    exchange.chmod(0o777)
    nbgrader(folder, exchange, "generate_assignment", ASSIGNMENT)
    nbgrader(folder, exchange, "release_assignment", ASSIGNMENT)
    nbgrader(learner, exchange, "fetch_assignment", ASSIGNMENT)
    answer(learner / ASSIGNMENT / f"{ASSIGNMENT}.ipynb", folder / "source" / ASSIGNMENT, organisations)
    nbgrader(learner, exchange, "submit", ASSIGNMENT)
    nbgrader(folder, exchange, "collect", ASSIGNMENT)
    nbgrader(folder, exchange, "autograde", ASSIGNMENT)
    return folder


def test_points_go_to_right_answers_only(graded):
    with Gradebook(f"sqlite:///{graded / 'gradebook.db'}") as gradebook:
        (submission,) = gradebook.assignment_submissions(ASSIGNMENT)
        (notebook,) = submission.notebooks
        scores = {grade.name: grade.auto_score for grade in notebook.grades if grade.cell.cell_type == "code"}
        by_hand = {grade.name for grade in notebook.grades if grade.needs_manual_grade}
    assert scores == EXPECTED
    assert by_hand == {"assembly"}


def test_solutions_and_hidden_tests_never_reached_the_learner(graded):
    released = (graded / "release" / ASSIGNMENT / f"{ASSIGNMENT}.ipynb").read_text("utf-8")
    assert "SOLUTION" not in released
    assert "HIDDEN TESTS" not in released
    assert 'check(\\"sentence_that_stands' not in released
    assert "MARK SCHEME" not in released


def test_feedback_shows_the_hint_of_a_wrong_answer(graded):
    (path,) = (graded / "autograded").glob(f"*/{ASSIGNMENT}/*.ipynb")
    cells = {cell.id: cell for cell in nbformat.read(path, 4).cells}
    (output,) = cells["hidden-women-check"].outputs
    assert output.ename == "NotYet"
    assert " ".join("".join(output.traceback).split()) == " ".join(f"✘ {output.evalue}".split())
    assert language("fr").text("training.hints.hidden_women.general") in output.evalue


def answer(path: Path, source: Path, organisations: Path) -> None:
    """What a learner types: some answers right, some wrong, some left open."""
    solved = {cell.id: cell.source for cell in nbformat.read(next(source.glob("*.ipynb")), 4).cells}
    notebook = nbformat.read(path, 4)
    for cell in notebook.cells:
        name = cell.metadata.get("nbgrader", {}).get("grade_id", "")
        if name in RIGHT:
            cell.source = "\n".join(line for line in solved[cell.id].splitlines() if "SOLUTION" not in line)
        elif name in WRONG:
            cell.source = f"{name} = {WRONG[name]}"
        elif "parameters" in cell.metadata.get("tags", []):
            cell.source = cell.source.replace('workspace: str = ""', f"workspace: str = {str(organisations)!r}")
    nbformat.write(notebook, path)


def nbgrader(folder: Path, exchange: Path, command: str, *arguments: str) -> None:
    """The command as a trainer or a learner gives it, with the environment's programs on the path."""
    environment = os.environ | {"PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"}
    options = [f"--Exchange.root={exchange}", "--course=genderaudit"]
    done = subprocess.run(
        [sys.executable, "-m", "nbgrader", command, *arguments, *options],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        timeout=900,
        check=False,
    )
    assert done.returncode == 0, done.stderr
