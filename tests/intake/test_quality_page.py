"""The page about a round's files: written by every run, in the organisation's language, linked from the error page."""

from __future__ import annotations

import pytest

from genderaudit.foundations.language import language, languages
from genderaudit.foundations.workspace import Workspace
from genderaudit.intake import SET_ASIDE
from genderaudit.report.pages import data_quality
from genderaudit.runner.failures import show_failure
from genderaudit.runner.preload import read_data
from genderaudit.runner.record import DATA, Failure

FRENCH = "name: Exemple\nkind: ngo\nlanguages: [fr]\n"
WRONG = Failure(phase=DATA, error="AuditError", message="x")


def test_a_run_writes_it_whether_the_files_have_errors_or_not(workspace):
    page = workspace.root / "outputs" / "example" / "2025" / "data_quality.html"
    for content, errors in (("sex\nF\n", 0), ("sex\nDame\n", 1)):
        folder = workspace.organisation({"staff.csv": content}, FRENCH)
        error, _ = read_data(str(folder), "2025", ["fr"], keep=False)
        assert bool(error) == bool(errors)
        assert language("fr").text("data_quality_page.errors", number=errors) in page.read_text("utf-8")


def test_page_of_other_files_does_not_stay_where_the_folder_cannot_be_read(workspace):
    folder = workspace.organisation({"staff.csv": "sex\nF\n"}, FRENCH)
    read_data(str(folder), "2025", ["fr"], keep=False)
    workspace.organisation({}, FRENCH + "kindd: x\n")
    assert read_data(str(folder), "2025", ["fr"], keep=False)[0] == "AuditError"
    assert not (workspace.root / "outputs" / "example" / "2025" / "data_quality.html").exists()


def test_the_error_page_links_to_it(workspace):
    folder = workspace.organisation({"staff.csv": "sex\nDame\n"}, FRENCH)
    read_data(str(folder), "2025", ["fr"], keep=False)
    place = Workspace.open(workspace.root)
    show_failure(place, "example", "2025", "fr", WRONG)
    error = place.outputs("example", "2025", "fr") / "error.html"
    assert 'href="../data_quality.html"' in error.read_text("utf-8")


@pytest.mark.parametrize("code", languages())
def test_the_report_counts_rows_set_aside_with_the_reason_and_of_a_few_people_only_that_they_are_a_few(workspace, code):
    files = {
        "members.csv": "sex,count,branch\nF,3,a\n,3,Total\n",
        "budget.csv": "line,amount\n" + "".join(f"A{i},1\n" for i in range(40)) + ",5\n" * 3,
    }
    problems = workspace.read(files, FRENCH).problems
    html = str(data_quality(problems, language(code), "baseline", 5).html)
    texts = language(code)
    assert texts.text("set_aside.few", minimum_cell=5) in html
    assert texts.text("set_aside.reasons.total_row") in html
    assert ">3</td>" in html


@pytest.mark.parametrize("code", languages())
def test_the_report_says_which_lists_lack_the_sex_of_many(code):
    words = language(code)
    said = words.text("sections.data_quality.blank", tables=words.text("tables.staff"))
    assert said in str(data_quality((), words, "baseline", 5, blank=["staff"]).html)
    assert said[:20] not in str(data_quality((), words, "baseline", 5).html)


@pytest.mark.parametrize("code", languages())
def test_every_rule_that_sets_rows_aside_has_a_reason_in_words(code):
    assert (
        set(language(code).keys("set_aside.reasons"))
        == {*SET_ASIDE, "sex_blank"}
        <= set(language(code).keys("problems"))
    )


@pytest.mark.parametrize("code", languages())
def test_the_report_counts_people_without_a_sex_and_leaves_what_to_mend_to_those_who_keep_the_lists(workspace, code):
    settings = FRENCH + "headcounts: [{sex: F, count: 10}, {sex: X, count: 1}]\n"
    files = {
        "survey.csv": "sex,A1\n" + "X,4\n" * 2 + "F,4\n",
        "members.csv": "sex,count,branch\nF,3,a\n" + ",1,b\n" * 7,
    }
    problems = workspace.read(files, settings).problems
    assert {"more_answers_than_people", "sex_blank"} <= {problem.rule for problem in problems}
    html = str(data_quality(problems, language(code), "baseline", 5).html)
    assert language(code).text("set_aside.reasons.sex_blank") in html
    assert ">7</td>" in html
    others = [problem for problem in problems if problem.rule != "sex_blank"]
    said = [text for problem in others for text in (problem.what(language(code)), problem.where(language(code)))]
    assert not [text for text in said if text in html]
