"""Questionnaires of an organisation's own: what is asked, in which words, and every fault of its file at once."""

from __future__ import annotations

import io

import openpyxl
import pandas as pd
import pytest
import yaml

from genderaudit.forms import form_of, paper_form
from genderaudit.forms.xlsform import xlsform_sheets
from genderaudit.foundations.language import language
from genderaudit.foundations.workspace import Workspace
from genderaudit.intake import read_round
from genderaudit.intake.survey.own_questionnaire import read_questionnaire
from genderaudit.measures import Item, area_reliability, item_results
from genderaudit.methodology.method import methodology
from genderaudit.methodology.organisation import Organisation, TableFile, read_organisation

OWN = """
suite: none
items:
  - {id: Q1, area: D, text: {fr: Ma responsable m’écoute., en: My manager listens to me.}}
  - {id: Q2, area: I, text: {fr: Ai-je un contrat écrit ?, en: Have I a written contract?}, scale: yes_no}
  - id: Q3
    area: I
    text: {fr: On décide sans moi., en: They decide without me.}
    answers: {fr: [Jamais, Parfois, Souvent]}
    reversed: true
  - {id: D1}
  - id: S1
    kind: several
    area: D
    text: {fr: Que faut-il ?, en: What is needed?}
    answers: {fr: [Une crèche, Un bus]}
    codes: [creche, bus]
"""
COLUMNS = ("Identifiant", "Domaine", "Texte fr", "Texte en", "Échelle", "Réponses fr", "Inversée", "Type", "Codes")
ROWS = [
    ("suite", None, None, None, "none"),
    ("Q1", "D", "Ma responsable m’écoute.", "My manager listens to me."),
    ("Q2", "I", "Ai-je un contrat écrit ?", "Have I a written contract?", "oui/non"),
    ("Q3", "I", "On décide sans moi.", "They decide without me.", None, "Jamais; Parfois; Souvent", "oui"),
    ("D1",),
    ("S1", "D", "Que faut-il ?", "What is needed?", None, "Une crèche; Un bus", None, "plusieurs", "creche; bus"),
]


def sheet() -> bytes:
    book = openpyxl.Workbook()
    for row in (COLUMNS, *ROWS):
        book.active.append(row)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def read(folder, files, **given):
    """What is asked in the round 2026 of an organisation with these files."""
    (folder / "2026").mkdir(exist_ok=True)
    for name, content in files.items():
        (folder / name).write_bytes(content if isinstance(content, bytes) else content.encode())
    about = Organisation(name="Example", kind="cooperative", languages=["fr", "en"], **given)
    return read_questionnaire(folder / "2026", about)


@pytest.mark.parametrize(
    "files",
    [
        {"questionnaire.yml": OWN},
        {"2026/questionnaire.xlsx": sheet()},
        {"questionnaire.yml": "items: [{id: Z1, area: A, text: Autre}]", "2026/questionnaire.yml": OWN},
    ],
    ids=["yaml", "sheet", "that of the round goes before"],
)
def test_what_is_asked(tmp_path, files):
    found = read(tmp_path, files)
    asked = found.questionnaire
    assert not found.errors
    assert [(one.id, one.area, one.reverse, one.scale.maximum) for one in asked.items] == [
        ("Q1", "D", False, 5), ("D1", "D", False, 5), ("Q2", "I", False, 2), ("Q3", "I", True, 3),
    ]  # fmt: skip
    assert [(one.id, one.columns) for one in asked.several] == [("S1", ["S1/creche", "S1/bus"])]
    french = asked.with_own_wordings(language("fr"))
    assert french.text("items.Q1") == "Ma responsable m’écoute."
    assert french.text("items.S1/bus") == "Que faut-il ? – Un bus"
    assert french.text("items.D1") == language("fr").text("items.D1")


KOBO = "_id;_submission_time;grp/sex;grp/Q1;grp2/S1;grp2/S1/creche;grp2/S1/bus\n"
LIMESURVEY = '"id. ID","submitdate. Date","lastpage. Page","sex. Vous êtes","Q1. Ma responsable m’écoute.",'


@pytest.mark.parametrize(
    "export",
    [
        f"{KOBO}1;2025-01-01;F;5;creche bus;1;1\n2;2025-01-01;M;1;bus;0;1\n",
        f'{LIMESURVEY}"S1[creche]. Que faut-il ? [Une crèche]","S1[bus]. Que faut-il ? [Un bus]"\n'
        '1,2025-01-01,3,F,AO05,Y,Y\n2,2025-01-01,3,M,AO01,,Y\n',
    ],
    ids=["kobo", "limesurvey"],
)  # fmt: skip
def test_several_answers_in_exports(workspace, export):
    settings = "name: Example\nkind: ngo\nlanguages: [fr]\nsurvey: {of: staff, sampling: everyone}\n"
    folder = workspace.organisation({"survey.csv": export}, settings)
    (folder.parent / "questionnaire.yml").write_text(OWN, "utf-8")
    survey = read_round(folder, read_organisation(folder.parent), "2025").tables["survey"]
    assert survey[["Q1", "S1/creche", "S1/bus"]].to_numpy().tolist() == [[5, 2, 2], [1, 1, 2]]


def test_no_text_names_a_person_of_the_lists(workspace):
    settings = "name: Example\nkind: ngo\nlanguages: [fr]\ntables: {staff: {person: [Nom]}}\n"
    folder = workspace.organisation({"staff.csv": "Nom,sex\nAwa Coulibaly,F\n"}, settings)
    asked = "items: [{id: Q1, area: D, text: Madame Awa Coulibaly m’écoute}, {id: Q2, area: D, text: On m’écoute}]"
    (folder.parent / "questionnaire.yml").write_text(asked, "utf-8")
    found = read_round(folder, read_organisation(folder.parent), "2025").problems
    assert [one.values for one in found if one.rule == "questionnaire_names_person"] == [{"name": "Q1"}]


def test_forms_ask_it_on_its_own_scales(workspace):
    folder = workspace.organisation({}, "name: Example\nkind: ngo\nlanguages: [fr]\n")
    (folder.parent / "questionnaire.yml").write_text(
        OWN + "  - {id: Q4, area: I, text: Note ?, scale: 0-10}\n", "utf-8"
    )
    form = form_of(Workspace.open(workspace.root), "example")
    sheets = xlsform_sheets(form)
    types = {row["name"]: row["type"] for row in sheets["survey"] if row.get("name", "")[1:].isdigit()}
    assert types == {
        "Q1": "select_one scale", "D1": "select_one scale", "Q2": "select_one Q2", "Q3": "select_one Q3",
        "Q4": "select_one Q4", "S1": "select_multiple S1",
    }  # fmt: skip
    stored = {name: [one["name"] for one in sheets["choices"] if one["list_name"] == name] for name in ("Q4", "S1")}
    assert stored == {"Q4": [*map(str, range(11)), "do_not_know", "prefer_not_to_say"], "S1": ["creche", "bus"]}
    paper = paper_form(form, language("fr"))
    assert paper.count("<table>") == 4
    assert not [
        text for text in ("Ma responsable m’écoute.", "Parfois", "Que faut-il ?", "Un bus") if text not in paper
    ]


def test_the_suites_statements_are_asked_besides_unless_left_out(tmp_path):
    asked = read(tmp_path, {"questionnaire.yml": "items: [{id: Q1, area: D, text: {fr: Oui, en: Yes}}]"}).questionnaire
    assert len(asked.items) == len(methodology().questionnaire.items) + 1


@pytest.mark.parametrize(
    ("entry", "rule"),
    [
        ("{area: D, text: x}", "id"),
        ("{id: sex, area: D, text: x}", "id"),
        ("{id: Q1, area: Z, text: x}", "area"),
        ("{id: Q1, area: D}", "text"),
        ("{id: Q1, area: D, text: {xx: x}}", "unknown_language"),
        ("{id: Q1, area: D, text: '=HYPERLINK(1)'}", "not_printable"),
        ("{id: Q1, area: D, text: '<script>alert(1)</script>'}", "not_printable"),
        ("{id: Q1, area: D, text: Appelez le +223 76 45 12 90}", "not_printable"),
        ("{id: Q1, area: D, text: x, scale: 12}", "scale"),
        ("{id: Q1, area: D, text: x, scale: 1}", "scale"),
        ("{id: Q1, area: D, text: x, answers: {fr: [a, b], en: [a]}}", "answers"),
        ("{id: Q1, area: D, text: x, answers: {fr: [a, A]}}", "answers"),
        ("{id: Q1, area: D, text: x, scale: 4, codes: [a, b]}", "codes"),
        ("{id: Q1, area: D, text: x, reversed: perhaps}", "reversed"),
        ("{id: Q1, area: D, text: x, kind: ranking}", "kind"),
        ("{id: Q1, area: D, text: x, kind: several}", "answers"),
        ("{id: Q1, area: D, text: x, scal: 4}", "key"),
        ("Q1", "area"),
    ],
)
def test_every_fault_is_said_with_its_line(tmp_path, entry, rule):
    found = read(tmp_path, {"questionnaire.yml": f"items:\n  - {entry}\n  - {{id: Q1, area: D, text: y}}\n"})
    fault = next(one for one in found.errors if one.rule == f"questionnaire_{rule}")
    assert fault.rows == (2,)
    for code in ("fr", "en"):
        assert fault.sentence(language(code))
    assert found.questionnaire is methodology().questionnaire


def test_another_wording_is_asked_about_and_printed_as_it_was_asked(tmp_path):
    header = "Ici, le travail des femmes compte autant"
    given = {"columns": {header: "D1", "code. À quel point ? [Autre chose encore dite]": "D2", "D3": "D3"}}
    found = read(tmp_path, {}, tables={"survey": TableFile(**given)})
    assert [(one.rule, one.values["item"]) for one in found.problems] == [
        ("wording_differs", "D1"),
        ("wording_differs", "D2"),
    ]
    speaks = language("en")
    assert found.questionnaire.text("D1", speaks) == header
    assert found.questionnaire.text("D2", speaks) == "Autre chose encore dite"
    settled = read(tmp_path, {}, tables={"survey": TableFile(**given, same_wording=["D1", "D2"])})
    assert settled.questionnaire.text("D1", speaks) == speaks.text("items.D1")
    assert not settled.problems


def test_the_suites_own_text_as_a_header_is_no_other_wording(tmp_path):
    header = language("fr").text("items.D1").rstrip(".").upper()
    assert not read(tmp_path, {}, tables={"survey": TableFile(columns={header: "D1"})}).problems


SETTINGS = "name: Example\nkind: ngo\nlanguages: [en]\nsurvey: {of: staff, sampling: everyone}\ntables:\n  survey:\n"


def survey_of(workspace, path, settings, questionnaire):
    """The canonical survey of a public file, and its items."""
    folder = workspace.organisation({path.name: path.read_bytes()}, SETTINGS + f"    file: {path.name}\n" + settings)
    asked = yaml.safe_dump(questionnaire, allow_unicode=True)
    (folder.parent / "questionnaire.yml").write_text(asked, encoding="utf-8")
    about = read_organisation(folder.parent)
    intake = read_round(folder, about, "2025")
    assert not intake.errors
    items = read_questionnaire(folder, about).questionnaire.items
    return intake.tables["survey"], [Item(one.id, one.area, one.reverse, one.scale.maximum) for one in items]


def test_personality_items_of_six_points(workspace, shared):
    """bfi (R package psych): alphas published as .70 .72 .76 .81 .60; here listwise, as README.md computes them."""
    texts = pd.read_csv(shared("bfi/bfi_dictionary.csv"), index_col=0).head(25)
    areas = dict(zip("ACENO", "DEFHI", strict=True))
    is_reversed = texts["Keying"].astype(int) < 0
    items = [
        {"id": name, "area": areas[name[0]], "text": {"en": text}, "reversed": bool(is_reversed[name])}
        for name, text in texts["Item"].items()
    ]
    path = shared("bfi/bfi.csv")
    settings = "    columns: {gender: sex}\n    codes: {sex: {1: M, 2: F}}\n"
    survey, asked = survey_of(workspace, path, settings, {"suite": "none", "scale": 6, "items": items})
    alphas = {one.group["area"]: (round(one.value, 4), one.n) for one in area_reliability(survey, asked)}
    assert alphas == {
        "D": (0.7038, 2709), "E": (0.7293, 2707), "F": (0.7609, 2713), "H": (0.8133, 2694), "I": (0.6025, 2726),
    }  # fmt: skip
    raw = pd.read_csv(path)
    for one in item_results(survey, asked):
        given = raw.loc[raw["gender"].isin([{"F": 2, "M": 1}[one.group["sex"]]] if "sex" in one.group else [1, 2])]
        answers = given[one.group["item"]].dropna()
        favourable = answers <= 3 if is_reversed[one.group["item"]] else answers >= 4
        assert (one.n, one.value) == (len(answers), pytest.approx(favourable.mean()))


def test_statements_in_words_under_their_texts(workspace, shared):
    """mass.csv (R package likert): the 28 published rows of percentages by sex, from words in mapped columns."""
    path = shared("likert_pkg/mass.csv")
    published = pd.read_csv(shared("likert_pkg/MathAnxietyGender.csv"))
    texts = list(pd.read_csv(path, nrows=0).columns[1:])
    items = [{"id": f"M{place}", "area": "D", "text": {"en": text}} for place, text in enumerate(texts)]
    settings = yaml.safe_dump({"columns": {"Gender": "sex"} | {text: f"M{n}" for n, text in enumerate(texts)}})
    settings += "codes: {sex: {Female: F, Male: M}}\n"
    indented = "".join(f"    {line}\n" for line in settings.splitlines())
    survey, asked = survey_of(workspace, path, indented, {"suite": "none", "items": items})
    found = {(texts[int(one.group["item"][1:])], one.group.get("sex")): one for one in item_results(survey, asked)}
    for _, row in published.iterrows():
        one = found[row["Item"], row["Group"][0]]
        percentages = [100 * one.details[f"answer_{point}"] / one.n for point in range(1, 6)]
        assert percentages == pytest.approx(list(row.iloc[2:]))
