"""The row of column names as people write it: apostrophes, spaces, capitals, two rows, one wrong name."""

from __future__ import annotations

import pytest
from spreadsheet import book

from genderaudit.foundations.language import language, languages

SETTINGS = """name: Example
kind: trade_union
languages: [fr]
tables:
  staff:
    columns: {Sexe: sex, "Date d'embauche": hired_on, Unité de travail: unit, Niveau: level}
    codes: {sex: {F: F, H: M}}
"""
LINE = "F;2020-02-03;Port;Cadre\n"


def read(workspace, header: str, settings: str = SETTINGS):
    return workspace.read({"staff.csv": f"{header}\n{LINE}"}, settings)


@pytest.mark.parametrize(
    "header",
    [
        "Sexe;Date d’embauche;Unité de travail;Niveau",
        "SEXE;DATE D'EMBAUCHE;UNITÉ DE TRAVAIL;NIVEAU",
        "sexe;Date d`embauche;Unité  de\u00a0travail ;Niveau",
        "Sexe ;Date d 'embauche;Unite\u0301 de travail;ni veau",
        "Liste du personnel;;;\n\nSexe;Date d’embauche;Unité de travail;Niveau",
    ],
)
def test_names_match_whatever_people_do_not_see_as_a_difference(workspace, header):
    intake = read(workspace, header)
    assert intake.problems == ()
    assert intake.tables["staff"].loc[0, ["sex", "unit", "level"]].tolist() == ["F", "Port", "Cadre"]


def test_the_name_that_is_written_so_goes_before_one_that_is_like_it(workspace):
    staff = read(
        workspace, "SEXE;Date d'embauche;Unité de travail;Sexe", SETTINGS.replace("Niveau: level", "SEXE: function")
    )
    assert staff.tables["staff"].empty or staff.errors  # Sexe holds «Cadre», which is no code
    assert [problem.column for problem in staff.errors] == ["Sexe"]


@pytest.mark.parametrize("title", ["", "Liste du personnel au 30 juin;;;\n"])
@pytest.mark.parametrize(
    ("wrong", "right"),
    [("Date d’embauches", "Date d'embauche"), ("Unités de travail", "Unité de travail"), ("Nivau", "Niveau")],
)
def test_one_wrong_name_is_named_with_the_closest_and_loses_no_other(workspace, title, wrong, right):
    header = "Sexe;Date d’embauche;Unité de travail;Niveau".replace(right.replace("'", "’"), wrong)
    intake = read(workspace, title + header)
    [problem] = intake.errors
    assert (problem.rule, problem.column, problem.values["near"]) == ("header_missing", right, wrong)
    assert not [code for code in languages() if wrong not in problem.sentence(language(code))]
    assert intake.tables["staff"]["sex"].tolist() == ["F"]


def test_a_wrong_name_of_a_required_column_is_one_error(workspace):
    assert [problem.rule for problem in read(workspace, "Sexes;Date d’embauche;Unité de travail;Niveau").errors] == [
        "header_missing"
    ]


def test_a_list_without_column_names_shows_nobody(workspace):
    intake = workspace.read({"staff.csv": "F;2020-02-03;Aïcha;Niamey\nH;2020-02-03;Moussa;Gao\n"}, SETTINGS)
    said = " ".join(problem.sentence(language("fr")) for problem in intake.problems)
    assert intake.errors
    assert not [word for word in ("Aïcha", "Niamey", "Moussa") if word in said]


WIDE = """name: Example
kind: trade_union
languages: [fr]
tables:
  staff:
    columns: {Sexe: sex, Salaire de base: pay, Prime: variable_pay, Service: unit}
    codes: {sex: {F: F, H: M}}
    values: {pay_period: month}
"""


@pytest.mark.parametrize(
    ("above", "below"),
    [
        (["Sexe", "Salaire", None, "Service"], [None, "de base", "Prime", None]),  # a name over two rows
        (["Personne", None, "Salaire", None], ["Sexe", "Service", "Salaire de base", "Prime"]),  # headings of groups
        (["Sexe", "Service", "Salaire", None], [None, None, "de base", "Prime"]),
    ],
)
@pytest.mark.parametrize("merged", [True, False])
def test_two_rows_of_names_are_joined(workspace, above, below, merged):
    names = {"Sexe": "F", "de base": 100, "Salaire de base": 100, "Prime": 5, "Service": "Port"}
    row = [names.get(low) or names[top] for top, low in zip(above, below, strict=True)]

    def merge(made) -> None:
        for column, (top, low) in enumerate(zip(above, below, strict=True), start=1):
            if merged and top and not low:
                made["a"].merge_cells(start_row=1, end_row=2, start_column=column, end_column=column)

    intake = workspace.read({"staff.xlsx": book({"a": [above, below, row]}, merge)}, WIDE)
    assert intake.problems == ()
    assert intake.tables["staff"].loc[0, ["sex", "pay", "variable_pay", "unit"]].tolist() == ["F", 100, 5, "Port"]


def test_names_that_are_there_twice_are_told_apart_by_the_row_above(workspace):
    rows = [["Sexe", 2024, None, 2025, None], [None, "Base", "Prime", "Base", "Prime"], ["F", 1, 2, 3, 4]]
    settings = WIDE.replace(
        "Salaire de base: pay, Prime: variable_pay, Service: unit", "2025 Base: pay, 2025 Prime: variable_pay"
    )
    staff = workspace.read({"staff.xlsx": book({"a": rows})}, settings).tables["staff"]
    assert staff.loc[0, ["pay", "variable_pay"]].tolist() == [3, 4]


def test_printed_lists_repeat_their_names_and_the_first_row_of_them_counts(workspace):
    people = [["F", "Terrain"], ["H", "Terrain"], ["F", "Siège"]]
    rows = [["Liste"], ["Sexe", "Service"], *people, ["Sexe", "Service"], *people]
    settings = WIDE.replace("Salaire de base: pay, Prime: variable_pay, ", "")
    assert len(workspace.read({"staff.xlsx": book({"a": rows})}, settings).tables["staff"]) == 6
