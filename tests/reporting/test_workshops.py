"""Workshops: what groups put down in exercises comes in by its sheet and is told with the group, as they counted it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from examples import MINIMAL
from materials import of

from genderaudit.conclusions.publication import Exercise, Publication, exercises
from genderaudit.foundations.language import language
from genderaudit.intake.round.readiness import readiness
from genderaudit.methodology.organisation import read_organisation
from genderaudit.report.voices import workshops_section
from genderaudit.reporting.heard import workshops
from genderaudit.reporting.report import sections

HEAD = "area,exercise,group,item,side,points,participants,cleared\n"
ROWS = (
    "I,force_field,women of the branches,Late meetings,hinders,11,14,yes\n"
    "I,force_field,women of the branches,Travel costs,hinders,23,14,yes\n"
    "I,force_field,women of the branches,A chairwoman,helps,,14,yes\n"
    "I,force_field,women of the branches,Not to be printed,hinders,30,14,no\n"
    "I,beans,management,Two women decide,,2,4,yes\n"
    "K,speaking_turns,mixed,Women,,9,,yes\n"
)


@pytest.fixture
def told(workspace) -> list[Exercise]:
    intake = workspace.read({"workshops.csv": HEAD + ROWS, "members.csv": "sex\nF\n"}, MINIMAL)
    assert intake.errors == ()
    return exercises(intake.tables["workshops"], 5)


def test_only_what_is_cleared_is_told_most_points_first(told):
    first = told[0]
    assert (first.area, first.exercise, first.group, first.participants) == (
        *("I", "force_field", "women of the branches"),
        14,
    )
    assert [(one.text, one.side, one.points) for one in first.items] == [
        ("Travel costs", "hinders", 23),
        ("Late meetings", "hinders", 11),
        ("A chairwoman", "helps", None),
    ]


def test_a_small_group_and_one_of_unknown_size_are_neither_named_nor_counted(told):
    assert [(one.group, one.participants, one.items[0].points) for one in told[1:]] == [(None, None, None)] * 2


@pytest.mark.parametrize(("people", "named"), [(4, False), (5, True)])
def test_a_group_is_named_from_the_smallest_number_on(workspace, people, named):
    rows = f"I,beans,guards,Two women decide,,2,{people},yes\n"
    intake = workspace.read({"workshops.csv": HEAD + rows, "members.csv": "sex\nF\n"}, MINIMAL)
    (one,) = exercises(intake.tables["workshops"], 5)
    assert (one.group == "guards", one.items[0].points == 2) == (named, named)


@pytest.mark.parametrize("code", ["en", "fr"])
def test_the_section_of_a_key_area_tells_them_with_their_group(told, code):
    material = replace(of(publication=Publication(workshops=told)), language=language(code))
    first, second = workshops("I", material)
    assert "women of the branches (14 " in first.label
    assert "Travel costs (23 points)" in first.text
    assert "management" not in second.label + second.text
    assert "%" not in first.text
    page = workshops_section(told, language(code), "recommendations").html
    assert "Travel costs" in page
    assert "management" not in page


def test_of_an_area_without_figures_they_stand_among_those_with_little_evidence(told):
    blocks = sections(["I", "K"], of(publication=Publication(workshops=told)))
    assert blocks[0].text == "Other areas, by documents and workshops"
    assert [one.label for one in blocks[1:]] == [
        "Decision-making · Force field, women of the branches (14 people).",
        "Decision-making · Beans, a group.",
        "Organisational culture · Speaking turns, a group.",
    ]


def test_names_of_people_and_unknown_exercises_are_said(workspace):
    lists = {"members.csv": "Nom et prénom,sex\nTraoré Aminata,F\n"}
    rows = (
        "I,dots,women,Aminata Traoré is never heard,,3,12,yes\nI,mural,women,x,,3,12,yes\nI,dots,women,y,,many,12,yes\n"
    )
    intake = workspace.read({**lists, "workshops.csv": HEAD + rows}, MINIMAL)
    assert {one.rule for one in intake.errors} == {"unknown_code", "not_a_number"}
    assert [one.column for one in intake.problems if one.rule == "not_printed"] == ["item"]
    printed = [item.text for one in exercises(intake.tables["workshops"], 5) for item in one.items]
    assert printed == ["y"]


def test_nobody_is_told_to_lack_them(workspace):
    folder = workspace.organisation({"members.csv": "sex\nF\n"}, MINIMAL)
    intake = workspace.read({"members.csv": "sex\nF\n"}, MINIMAL)
    assert "workshops" not in readiness(folder, intake, read_organisation(folder.parent)).lacking


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("12 cas de viol à Kaya", False),
        ("Harcèlement par le chef de la caisse de Nioro", False),
        ("Deux caissières harcelées", False),
        ("Three women were assaulted", False),
        ("Acoso en Mopti", False),
        ("Savoir à qui dire qu’un client harcèle une caissière", False),
        ("Le gardien a fait des avances à une apprentie", False),
        ("L’une de nous a porté plainte contre le comptable", False),
        ("Le viol de la voisine: qui en parle ?", False),
        ("Du harcèlement tous les jours", False),
        ("Trois plaintes pour harcèlement et aucune procédure", False),
        ("Savoir à qui parler de harcèlement", True),
        ("Pas d’avances sur salaire et des frais avancés par les femmes", True),
        ("Rentrer seule le soir à Kaya", True),
        ("7 chaises violettes", True),
    ],
)
def test_of_violence_rules_are_told_and_no_case(workspace, text, printed):
    rows = f"K,dots,cashiers,{text},,9,14,yes\n"
    intake = workspace.read({"workshops.csv": HEAD + rows, "members.csv": "sex\nF\n"}, MINIMAL)
    asked = [(one.severity, one.column) for one in intake.problems if one.rule == "case_of_violence"]
    assert asked == ([] if printed else [("warning", "item")])
    assert bool(exercises(intake.tables["workshops"], 5)) is printed
    assert not [one for one in intake.problems if text in one.sentence(language("fr"))]


def test_a_row_that_is_confirmed_is_printed(workspace):
    head, rows = HEAD.replace("group,", "group,question,"), "K,dots,x,Who was beaten?,At home,,9,14,yes\n" * 2
    confirmed = MINIMAL + "tables: {workshops: {confirmed: {question: [2]}}}\n"
    intake = workspace.read({"workshops.csv": head + rows, "members.csv": "sex\nF\n"}, confirmed)
    assert [one.rows for one in intake.problems if one.rule == "case_of_violence"] == [(3,)]
    assert intake.tables["workshops"]["cleared"].tolist() == [True, False]


def test_the_question_stands_before_the_points_and_makes_an_exercise_of_its_own(workspace):
    head = HEAD.replace("group,", "group,question,")
    rows = "C,beans,borrowers,Who decides?,Women,,3,18,yes\nC,beans,borrowers,Who signs?,Women,,1,18,yes\n"
    intake = workspace.read({"workshops.csv": head + rows, "members.csv": "sex\nF\n"}, MINIMAL)
    first, second = workshops("C", of(publication=Publication(workshops=exercises(intake.tables["workshops"], 5))))
    assert (first.text, second.text) == ("“Who decides?” Women (3 points).", "“Who signs?” Women (1 point).")
