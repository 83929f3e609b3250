"""What a questionnaire of one's own declares and the file does not have, or has in another way."""

from __future__ import annotations

import pytest
from examples import DECLARED

ITEMS = "items:\n  - {id: A1, area: A, text: {en: The first of all}}\n  - {id: A2, area: A, text: {en: The second}}\n"
OWN = f"suite: none\n{ITEMS}"
TICKS = "  - {id: M1, area: A, kind: several, text: Where, answers: [Here, There, Far], codes: [a, b, c]}\n"


def read(workspace, content: str, questionnaire: str = OWN, settings: str = DECLARED):
    folder = workspace.organisation({"survey.csv": content}, settings)
    folder.parent.joinpath("questionnaire.yml").write_text(questionnaire, "utf-8")
    return workspace.read({"survey.csv": content}, settings)


@pytest.mark.parametrize(
    ("header", "rule", "severity"),
    [("The second", None, None), ("The 2nd", "statements_lost", "warning")],
)
def test_a_statement_that_the_file_lacks_is_named(workspace, header, rule, severity):
    found = read(workspace, f"sex,The first of all,{header}\n" + "F,4,5\nM,2,3\n" * 6)
    said = [
        (one.rule, one.severity, one.values["names"]) for one in found.problems if one.rule.startswith("statements")
    ]
    assert said == ([(rule, severity, "A2")] if rule else [])


def test_a_file_with_none_of_them_is_an_error(workspace):
    found = read(workspace, "sex,first,second\n" + "F,4,5\nM,2,3\n" * 6)
    assert "statements_none" in [one.rule for one in found.errors]


def test_answers_that_do_not_concern_a_person_are_in_no_base(workspace):
    settings = f"{DECLARED}tables: {{survey: {{codes: {{items: {{n/a to me: not_applicable}}}}}}}}\n"
    found = read(workspace, "sex,A1,A2\n" + "F,4,n/a to me\nM,2,3\n" * 6, settings=settings)
    assert found.errors == ()
    assert found.tables["survey"]["A2"].notna().sum() == 6


@pytest.mark.parametrize(("chosen", "counted"), [("a b", True), ("a", False)])
def test_a_question_of_one_answer_is_not_counted(workspace, chosen, counted):
    """Its shares make up the whole: what is hidden of one option would follow from the others."""
    found = read(workspace, f"sex,A1,A2,M1\nF,1,1,{chosen}\n" + "F,4,5,b\nM,2,3,c\n" * 6, OWN + TICKS)
    assert found.errors == ()
    assert any(str(name).startswith("M1") for name in found.tables["survey"]) is counted
    assert ("one_answer_only" in [one.rule for one in found.problems]) is not counted
