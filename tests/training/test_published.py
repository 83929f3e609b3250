"""What `make training` writes: learners' notebooks without solutions, slides and handouts that need no network."""

from __future__ import annotations

import re
from pathlib import Path

import nbformat
import pytest

from genderaudit.foundations.errors import AuditError
from genderaudit.foundations.language import language, languages
from genderaudit.foundations.workspace import training_handouts, training_notebooks
from genderaudit.training.publish import course, executed, handout, learners, slides

FETCHED = re.compile(r"""(?<![:\w])(?:src|href)\s*=\s*["'](?!#|data:)|@import|url\((?!["']?(?:data:|#|%23))""")


@pytest.fixture(scope="module", params=languages())
def published(request, tmp_path_factory) -> tuple[str, Path]:
    pytest.importorskip("nbgrader", reason="nbgrader is not installed (the extra training)")
    folder = tmp_path_factory.mktemp("course")
    course(folder, language(request.param))
    list(learners(folder, folder / "learners"))
    return request.param, folder


class TestLearnersNotebooks:
    def test_hold_no_solution(self, published):
        code, folder = published
        for path in training_notebooks(code):
            released = (folder / "learners" / path.name).read_text("utf-8")
            for cell in nbformat.read(path, 4).cells:
                for secret in re.findall("### BEGIN SOLUTION\n(.*)\n### END SOLUTION", cell.source, re.DOTALL):
                    assert nbformat.v4.new_raw_cell(secret).source not in released
                    assert not [line for line in secret.splitlines() if len(line) > 20 and line.strip() in released]
            assert not re.search("SOLUTION|HIDDEN TESTS|MARK SCHEME", released)

    def test_keep_the_three_dots_and_ask_in_their_language(self, published):
        code, folder = published
        for path in training_notebooks(code):
            sources = [cell.source for cell in nbformat.read(folder / "learners" / path.name, 4).cells]
            solved = [cell.source for cell in nbformat.read(path, 4).cells]
            assert sum(" = ..." in source for source in sources) == sum("= ...\n" in source for source in solved)
            if any(source.startswith("### BEGIN SOLUTION") for source in solved):
                assert language(code).text("training.answer_here") in sources


@pytest.mark.slow
class TestSlides:
    def test_hold_words_and_tables_but_no_code_no_solution_and_nothing_to_fetch(self, course_page):
        page, notebook = course_page
        shown = [c for c in notebook.cells if c.metadata.get("slideshow", {}).get("slide_type", "skip") != "skip"]
        begun = [c for c in shown if c.metadata.slideshow.slide_type == "slide"]
        assert page.count('<section class="slide">') == len(begun) >= 6
        assert "<table" in page
        assert "course.show" not in page
        assert "SOLUTION" not in page
        assert FETCHED.findall(page) == [], "the page would ask the network for these: write them into the page"


@pytest.fixture(scope="module", params=languages())
def course_page(request, solved):
    notebook = solved(request.param, training_notebooks(request.param)[0])
    return slides(notebook, language(request.param)), notebook


class TestHandouts:
    @pytest.mark.parametrize("code", languages())
    def test_are_the_same_in_every_language(self, code):
        names = [[path.name.partition(".")[0] for path in training_handouts(c)] for c in ("en", code)]
        assert names[0] == names[1]
        assert {
            "plan_two_weeks",
            "course_three_days",
            "five_questions",
            "exercises",
            "coding_guide",
            "interview_guide",
        } <= set(names[0])

    @pytest.mark.parametrize("code", languages())
    def test_keep_rows_and_sheets_alike(self, code):
        for own, english in zip(training_handouts(code), training_handouts("en"), strict=True):
            shapes = [
                [line[0] for line in path.read_text("utf-8").splitlines() if line[:1] in ("#", "|")]
                for path in (own, english)
            ]
            assert shapes[0] == shapes[1], own.name

    @pytest.mark.parametrize("code", languages())
    def test_fetch_nothing(self, code):
        for path in training_handouts(code):
            page = handout(path.read_text("utf-8"), language(code))
            assert re.search(f'<html [^>]*lang="{code}"', page)
            assert FETCHED.findall(page) == [], "the page would ask the network for these: write them into the page"
            assert page.count("<h1") == 1


def test_a_notebook_that_stops_is_named(tmp_path):
    path = tmp_path / "en" / "9_broken.ipynb"
    path.parent.mkdir()
    nbformat.write(nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("1 / 0")]), path)
    with pytest.raises(AuditError, match=r"9_broken\.ipynb stopped in cell 1 \(ZeroDivisionError\)"):
        executed(path)
