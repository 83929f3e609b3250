"""What names of columns and cells say of amounts: contradictions are named, sums are said."""

from __future__ import annotations

import pytest

from genderaudit.foundations.language import language, languages
from genderaudit.intake import lists_read
from genderaudit.intake.cells.amount_words import period_of, scale_of
from genderaudit.methodology.organisation import read_organisation

HEAD = "name: Example\nkind: ngo\nlanguages: [fr]\ncurrency: XOF\ntables:\n  staff:\n"
PEOPLE = (("F", 300), ("M", 320), ("F", 340), ("M", 360))


def read(workspace, header, period, cells=lambda pay: f"{pay} 000"):
    rows = "".join(f"{sex};{cells(pay)}\n" for sex, pay in PEOPLE)
    settings = f"{HEAD}    columns: {{'{header}': pay}}\n    values: {{pay_period: {period}}}\n"
    return workspace.read({"staff.csv": f"sex;{header}\n{rows}"}, settings)


@pytest.mark.parametrize(
    ("header", "period"),
    [
        ("Salaire annuel brut", "month"),
        ("Salaire (par an)", "month"),
        ("Yearly salary", "hour"),
        ("Rémunération mensuelle", "year"),
        ("Prime/trimestre", "month"),
        ("Taux horaire", "month"),
    ],
)
def test_a_column_named_for_another_period_is_an_error_that_names_both(workspace, header, period):
    [problem] = read(workspace, header, period).errors
    assert (problem.rule, problem.column, problem.rows) == ("period_of_header", header, ())
    for code in languages():
        sentence = problem.sentence(language(code))
        assert period in sentence
        assert str(problem.values["said"]) in sentence


@pytest.mark.parametrize("header", ["Salaire mensuel", "Salaire", "Salaire de l’année 2025", "Pay as an employee"])
def test_a_column_named_for_its_period_or_none_is_read(workspace, header):
    assert read(workspace, header, "month").problems == ()


def test_a_name_of_two_periods_says_none():
    assert period_of("Salaire mensuel (annuel / 12)") is None
    assert period_of("Special payments (1/12 of the annual sum)") is None


@pytest.mark.parametrize("mark", ["/ an", "F CFA par an", "/trimestre", "par semaine"])
def test_a_cell_of_another_period_is_an_error_with_its_row(workspace, mark):
    intake = read(workspace, "Salaire", "month", lambda pay: f"{pay} 000" + (f" {mark}" if pay == 340 else ""))
    assert [(p.rule, p.rows, p.values["declared"]) for p in intake.errors] == [("period_of_cells", (4,), "month")]


def test_cells_of_the_periods_own_are_read(workspace):
    assert read(workspace, "Salaire", "month", lambda pay: f"{pay} 000 F CFA / mois").problems == ()


@pytest.mark.parametrize(
    "header",
    ["Salaire (en milliers de FCFA)", "Pay in thousands", "Brut kXOF", "Montant (K FCFA)", "Salaire, millions"],
)
def test_thousands_and_millions_are_said(workspace, header):
    intake = read(workspace, header, "month", str)
    assert [(p.severity, p.rule, p.column) for p in intake.problems] == [("warning", "amounts_scaled", header)]


@pytest.mark.parametrize("header", ["Montant FCFA", "Lön kr", "Pay KES", "Salaire M.", "Salaire MAD", "Pay MK"])
def test_currencies_are_no_thousands(header):
    assert scale_of(header) is None


SUMS = HEAD + "    columns: {Base: pay, Indemnités: pay, Brut: pay}\n    values: {pay_period: month}\n"


def added(workspace, brut):
    rows = "".join(f"{sex};{pay};{pay // 10};{brut(pay)}\n" for sex, pay in PEOPLE)
    return workspace.read({"staff.csv": f"sex;Base;Indemnités;Brut\n{rows}"}, SUMS)


def test_what_is_added_up_is_said_in_what_was_read(workspace):
    intake = added(workspace, lambda pay: pay // 20)
    assert [(p.severity, p.rule) for p in intake.problems] == [("warning", "added_up")]
    [staff] = lists_read(intake, read_organisation(workspace.root / "data" / "raw" / "example"))
    assert "pay = Base + Indemnités + Brut" in staff.otherwise[0].what(language("fr"))


def test_a_total_among_what_is_added_up_is_an_error(workspace):
    [problem] = added(workspace, lambda pay: pay + pay // 10).errors
    assert (problem.rule, problem.column) == ("total_added_up", "Brut")
    assert "Brut = Base + Indemnités" in problem.sentence(language("fr"))
