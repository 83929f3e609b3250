"""Paper answers as people type them: in the sheet for paper answers, and in the survey sheet of the intake workbook."""

from __future__ import annotations

import io

import openpyxl
import pytest

from genderaudit.forms import answer_workbook, form_of
from genderaudit.foundations.language import language
from genderaudit.foundations.workspace import Workspace
from genderaudit.methodology.organisation import read_organisation
from genderaudit.workbooks import intake_workbook

SETTINGS = "name: Sections de Kati\nkind: trade_union\nlanguages: [fr]\nsurvey: {sampling: everyone}\n"
ANSWERS = {
    5: [
        "Tout a fait d accord",
        "TOUT À FAIT D’ACCORD ",
        "5 - Tout à fait d'accord",
        "(5) Tout à fait",
        "5 = strongly agree",
    ],
    4: ["Plutôt d’accord (4)", "plutot daccord", "agree"],
    1: ["pas d'accord du tout", "1. Pas du tout d accord"],
    -1: ["NSP", "nsp.", "Ne sait pas", "don't know"],
    -2: ["SR", "sans réponse", "pas de reponse", "no answer"],
    None: ["-", "/", " ", "…"],
}
SEXES = {"F": ["femme", " F.", "Mme", "Une femme"], "M": ["H", "h.", "Mr", "MASCULIN"], None: ["NSP", "SR", "?"]}


def filled(content: bytes, sheet: str, header: int, rows: list[dict[str, object]]) -> bytes:
    """The workbook with these rows two below the names of the columns; columns by how their headers begin."""
    book = openpyxl.load_workbook(io.BytesIO(content))
    cells = book[sheet]
    for number, row in enumerate(rows, start=header + 2):
        for column in cells[header]:
            if given := [value for name, value in row.items() if str(column.value).startswith(name)]:
                cells.cell(number, column.column).value = given[0]
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


@pytest.mark.parametrize("sheet", ["paper", "workbook"])
def test_what_people_type_is_read_as_it_is_meant(workspace, sheet):
    folder = workspace.organisation({}, SETTINGS)
    about, texts = read_organisation(folder.parent), language("fr")
    answers = [(wanted, text) for wanted, listed in ANSWERS.items() for text in listed]
    sexes = [(wanted, text) for wanted, listed in SEXES.items() for text in listed]
    people = [(*answers[i], *sexes[i % len(sexes)]) for i in range(len(answers))]
    if sheet == "paper":
        rows = [{"Vous êtes": sex, "K4": text, "J1": 3} for _, text, _, sex in people]
        form = form_of(Workspace.open(workspace.root), "example")
        files = {"survey.xlsx": filled(answer_workbook(form, texts), "survey", 1, rows)}
    else:
        rows = [{"Sexe": sex, "K4": text, "J1": 3} for _, text, _, sex in people]
        files = {"intake_workbook.xlsx": filled(intake_workbook(about, texts), "Enquête", 4, rows)}
    intake = workspace.read(files, SETTINGS)
    read = intake.tables["survey"].astype(object)
    assert not intake.errors
    assert read["K4"].where(read["K4"].notna(), None).tolist() == [answer for answer, _, _, _ in people]
    assert read["sex"].where(read["sex"].notna(), None).tolist() == [sex for _, _, sex, _ in people]


def test_an_h_is_a_man_in_a_french_sheet_only(workspace):
    workspace.organisation({}, SETTINGS)
    form = form_of(Workspace.open(workspace.root), "example")
    content = filled(answer_workbook(form, language("en")), "survey", 1, [{"Are you": "H", "K4": 3}])
    [problem] = workspace.read({"survey.xlsx": content}, SETTINGS).errors
    assert problem.column == "sex"


@pytest.mark.parametrize("text", ["5 - pas du tout d'accord", "x", "4 ou 5", "oui", "6"])
def test_what_is_not_understood_is_an_error_and_not_shown(workspace, text):
    intake = workspace.read({"survey.csv": f'sex,K4\nF,4\nM,"{text}"\n'}, SETTINGS)
    assert [problem.column for problem in intake.errors] == ["K4"]
    assert text not in intake.errors[0].sentence(language("fr")).split("Réponses possibles")[0]


def test_crosses_in_a_column_for_each_answer_are_one_answer(workspace):
    text = "N°,Femme,Homme,K4 1,K4 5,K4 NSP,J1\n1,x,,x,,,3\n2,,X,,1,,4\n3,x,x,,,✓,5\n"
    intake = workspace.read({"survey.csv": text}, SETTINGS + "tables: {survey: {columns: {N°: unit}}}\n")
    assert not intake.errors
    assert [(p.column, p.rows) for p in intake.problems if p.rule == "survey_two_crosses"] == [("sex", (4,))]
    read = intake.tables["survey"][["sex", "K4", "J1"]].astype(object)
    assert read.where(read.notna(), None).to_numpy().tolist() == [["F", 1, 3], ["M", 5, 4], [None, -1, 5]]


def test_numbers_of_women_and_men_are_no_crosses(workspace):
    intake = workspace.read({"survey.csv": "Femme,Homme,J1\n2,3,4\n"}, SETTINGS)
    assert [problem.column for problem in intake.errors] == ["sex"]
