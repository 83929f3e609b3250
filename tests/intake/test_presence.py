"""Marks of who was there: people by meetings are refused, a list of those invited is said."""

from __future__ import annotations

import pytest

from genderaudit.foundations.language import language, languages

HEAD = (
    "name: E\nkind: trade_union\nlanguages: [fr]\ntables:\n  {table}:\n    codes: {{sex: {{F: F, H: M}}}}\n    {more}\n"
)
DAYS = "Nom;Sexe;12/03/2025;3 juin 2025;14/9/2025\n"
NAMES = "Nom;Sexe;AG;Bureau;Congrès\n"
CROSSES = "A;F;x;;x\nB;H;;x;x\nC;F;x;x;\n"
LETTERS = "A;F;P;A;P\nB;H;abs;P;Exc.\nC;F;présente;A;\n"
NUMBERS = "A;F;1;0;1\nB;H;0;1;1\nC;F;;1;1\n"


def read(workspace, rows: str, more: str, table: str = "attendance"):
    return workspace.read({f"{table}.csv": rows}, HEAD.format(table=table, more=more))


@pytest.mark.parametrize("marks", [CROSSES, LETTERS, NUMBERS])
@pytest.mark.parametrize(
    ("head", "more"),
    [
        (DAYS, "columns: {Sexe: sex}"),
        (NAMES, "columns: {Sexe: sex}"),
        (DAYS, "columns: {Sexe: sex}\n    values: {event: AG}"),
        ("Nom;Sexe;Janvier;Fév. 2025;Mars\n", "columns: {Sexe: sex}\n    values: {event: AG}"),
        (NAMES, "columns: {Sexe: sex, Bureau: event}"),
    ],
)
def test_people_by_meetings_are_refused(workspace, head, more, marks):
    intake = read(workspace, head + marks, more)
    assert intake.tables["attendance"].empty
    (error,) = (one for one in intake.errors if one.rule == "people_by_meetings")
    for code in languages():
        assert head.strip().split(";")[2] in error.what(language(code))


def test_people_by_bodies_are_refused(workspace):
    intake = read(workspace, NAMES + CROSSES, "columns: {Sexe: sex}", "bodies")
    assert "people_by_meetings" in {one.rule for one in intake.errors}


@pytest.mark.parametrize(
    ("rows", "rule"),
    [
        ("Nom;Sexe;Présence\nA;F;P\nB;H;A\nC;F;P\n", (3,)),
        ("Nom;Sexe;A participé\nA;F;oui\nB;H;non\nC;F;\n", (3, 4)),
        ("Nom;Sexe;Obs\nA;F;présente\nB;H;absent\nC;F;présente\n", (3,)),
        ("Nom;Sexe;Présent\nA;F;x\nB;H;x\nC;F;x\n", ()),
        ("Nom;Sexe;Signature\nA;F;signé\nB;H;absent\nC;F;\n", (3, 4)),
        ("Nom;Sexe;Émargement (matin)\nA;F;AK\nB;H;\nC;F;x\n", (3,)),
        ("Nom;Sexe;Signature\nA;F;\nB;H;\nC;F;\n", (2, 3, 4)),
        ("Nom;Sexe;Signature\nA;F;AK\nB;H;+\nC;F;X\n", ()),
        ("Name;Sexe;Signed\nA;F;yes\nB;H;apologies\nC;F;yes\n", (3,)),
    ],
)
def test_who_of_a_list_was_there_is_an_error_where_it_is_not_used(workspace, rows, rule):
    intake = read(workspace, rows, "columns: {Sexe: sex}\n    values: {event: AG}")
    assert len(intake.tables["attendance"]) == 3
    assert [p.rows for p in intake.errors if p.rule == "presence_not_used"] == ([rule] if rule else [])
    for one in intake.errors:
        assert f"{3 - len(rule)} of 3" in one.what(language("en"))


def test_that_all_were_there_is_said_under_keep(workspace):
    """A blank cell is named by two quotation marks."""
    rows = "Nom;Sexe;Signature\nA;F;x\nB;H;\nC;F;absent\n"
    more = "columns: {{Sexe: sex}}\n    values: {{event: AG}}\n    keep: {{Signature: [{}]}}"
    every = (("X", 1), ('x, ""', 2), ('x, "", absent', 3), ("signed", 1), ("unsigned", 2), ("signed, unsigned", 3))
    for kept, number in every:
        intake = read(workspace, rows, more.format(kept))
        assert (len(intake.tables["attendance"]), intake.errors) == (number, ())


def test_signatures_are_whatever_stands_there_but_for_who_was_away(workspace):
    rows = "Nom;Sexe;Émargement\nA;F;AK\nB;H;\nC;F;Signé\nD;F;non signé\nE;F;excusée (deuil)\n"
    more = "columns: {Sexe: sex}\n    values: {event: AG}\n    keep: {Émargement: [signed]}"
    intake = read(workspace, rows, more)
    assert (len(intake.tables["attendance"]), intake.errors) == (2, ())


def test_what_marks_those_who_came_is_kept(workspace):
    more = "columns: {Sexe: sex}\n    values: {event: AG}\n    keep: {Présence: [P]}"
    intake = read(workspace, "Nom;Sexe;Présence\nA;F;P\nB;H;A\nC;F;p\n", more)
    assert intake.tables["attendance"]["sex"].tolist() == ["F", "F"]
    assert [p.rule for p in intake.problems] == ["row_not_kept", "columns_not_used"]


@pytest.mark.parametrize(
    "rows",
    [
        "Nom;Sexe;Repas;Hôtel\nA;F;x;x\nB;H;;x\nC;F;x;\n",
        "Nom;Sexe;role;age\nA;F;x;30\nB;H;x;40\n",
        "Nom;Sexe;Téléphone;Né en\nA;F;71;1990\nB;H;72;1991\n",
    ],
)
def test_other_crosses_and_numbers_are_no_meetings(workspace, rows):
    intake = read(workspace, rows, "columns: {Sexe: sex}\n    values: {event: AG}")
    assert len(intake.tables["attendance"]) == rows.count("\n") - 1
    assert not {"people_by_meetings", "presence_not_used"} & {p.rule for p in intake.problems}


def test_a_sex_that_is_ticked_is_no_meeting(workspace):
    more = "counts: {F: F, H: M}\n    values: {event: AG}"
    intake = read(workspace, "Nom;F;H\nA;x;\nB;;x\nC;x;\n", more)
    assert sorted(intake.tables["attendance"]["sex"]) == ["F", "F", "M"]
