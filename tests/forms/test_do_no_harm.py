"""Before people are asked about violence: what comes, whom to turn to, and no release that names nobody."""

from __future__ import annotations

import pytest

from genderaudit.forms import form_of, paper_form
from genderaudit.forms.xlsform import xlsform_sheets
from genderaudit.foundations.language import language
from genderaudit.foundations.workspace import Workspace

SETTINGS = "name: Amicale\nkind: ngo\nlanguages: [fr, en]\n"
CONTACT = "Mme Diarra, infirmière, 20 00 00 00, ${sex}"
NAMED = f'{SETTINGS}audit:\n  referral: "{CONTACT}"\n'
SURVEY = "sex,K1,K2,J1\nF,2,1,4\n"


def form(workspace, settings, **options):
    workspace.organisation({"staff.csv": "sex,unit\nF,Atelier\n"}, settings)
    return form_of(Workspace.open(workspace.root), "example", **options)


@pytest.mark.parametrize("short", [True, False])
@pytest.mark.parametrize("code", ["en", "fr"])
def test_on_paper_a_word_stands_before_the_first_statement_on_violence(workspace, code, short):
    texts = language(code)
    asked = form(workspace, NAMED, short=short)
    page = paper_form(asked, texts)
    word = page.index(texts.text("form.before.violence"))
    assert page.index(texts.text("items.J4").replace("'", "&#39;")) < word < page.index(texts.text("items.K1"))
    assert word < page.index(CONTACT) < page.index(texts.text("items.K1"))
    assert page.count(CONTACT) == 2  # at the end, too
    assert page.index(asked.about(texts)[3]) < page.index(texts.text("form.background"))


def test_where_nobody_is_named_there_is_a_line_to_fill_in(workspace):
    texts = language("fr")
    page = paper_form(form(workspace, SETTINGS), texts)
    assert page.count(texts.text("form.to_fill_in")) == 1


def test_in_survey_tools_a_note_in_every_language_stands_before_it(workspace):
    rows = xlsform_sheets(form(workspace, NAMED))["survey"]
    names = [row.get("name", "") for row in rows]
    note = rows[names.index("K1") - 1]
    assert names.count("note_before_K1") == 1
    assert note["name"] == "note_before_K1"
    for label in ("label::Français (fr)", "label::English (en)"):
        assert "Mme Diarra" in note[label]
        assert "${" not in note[label]
    assert rows[-1]["label::Français (fr)"].count("Mme Diarra") == 1


@pytest.mark.parametrize(
    ("settings", "survey", "said"),
    [(SETTINGS, SURVEY, True), (NAMED, SURVEY, False), (SETTINGS, "sex,K1,J1\nF,,4\n", False)],
)
def test_check_warns_of_such_a_survey_where_nobody_is_named(workspace, settings, survey, said):
    problems = workspace.read({"survey.csv": survey}, settings).problems
    found = [problem for problem in problems if problem.rule == "survey_without_referral"]
    assert [problem.values["statements"] for problem in found] == (["K1, K2"] if said else [])


def test_the_sheet_of_the_workbook_names_somebody_too(workspace):
    about = "what,text\nreferral,Centre d’écoute\n"
    workspace.organisation({"about.csv": about, "survey.csv": SURVEY}, SETTINGS)
    assert form_of(Workspace.open(workspace.root), "example").referral == "Centre d’écoute"
    assert "survey_without_referral" not in {problem.rule for problem in workspace.read({}, SETTINGS).problems}
