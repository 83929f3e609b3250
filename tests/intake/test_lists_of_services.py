"""Lists of loans, accounts and insured people as savings and credit institutions and mutuals keep them."""

from __future__ import annotations

import pytest
import yaml
from examples import suggest

from genderaudit.foundations.language import language
from genderaudit.intake.round.readiness import readiness
from genderaudit.methodology.organisation import read_organisation

ABOUT = "name: Caisse d'exemple\nkind: {kind}\nlanguages: [fr]\ncurrency: XOF\n"
LOANS = "N°;Nom et prénom;Sexe;Caisse;Type de prêt;Montant accordé (FCFA);En retard\n" + "".join(
    f"{n};Personne {n};{'F' if n % 3 else 'M'};Niono;Campagne;{90000 + 1000 * n};{'Oui' if n % 4 == 0 else 'Non'}\n"
    for n in range(1, 13)
)
MIXED = "Agence;Produit;Sexe;Nombre;Encours\n" + "".join(
    f"Bla;{product};{sex};{n};{n * 1000}\n"
    for n, (product, sex) in enumerate([(p, s) for p in ("Épargne", "Crédit") for s in "FM"] * 3, start=7)
)


@pytest.fixture
def proposed(workspace):
    def of(files) -> dict:
        folder = workspace.organisation(files, ABOUT.format(kind="cooperative"))
        return yaml.safe_load(suggest(folder, read_organisation(folder.parent), language("fr")))["tables"]["services"]

    return of


def test_a_list_of_loans_is_recognised_and_read(proposed, workspace):
    said = proposed({"Prêts en cours juin 2025.csv": LOANS})
    assert said["values"] == {"service": "credit"}
    assert "person" not in said  # who has two loans is no mistake
    assert said["columns"]["Type de prêt"] == "product"
    settings = ABOUT.format(kind="cooperative") + yaml.safe_dump({"tables": {"services": said}}, allow_unicode=True)
    intake = workspace.read({"Prêts en cours juin 2025.csv": LOANS}, settings)
    assert intake.errors == ()
    loans = intake.tables["services"]
    assert (loans["sex"].eq("F").sum(), loans["amount"].sum(), loans["in_arrears"].sum()) == (8, 1_158_000, 3)


def test_products_that_are_several_services_tell_them(proposed):
    said = proposed({"Encours.csv": MIXED})
    assert said["columns"]["Produit"] == "service"
    assert said["codes"]["service"] == {"Crédit": "credit", "Épargne": "savings"}


@pytest.mark.parametrize(
    ("cells", "options", "rule"),
    [
        ("service,sex,count,in_arrears\ncredit,F,10,11\n", "", "arrears_above_count"),
        ("service,sex,in_arrears\ncredit,F,45\ncredit,M,0\n", "", "arrears_above_count"),  # days
        ("service,Femmes,Hommes,amount\ncredit,8,9,7000\n", "counts: {Femmes: F, Hommes: M}", "of_both_sexes"),
        ("service,sex\nleasing,F\n", "", "unknown_code"),
        ("service,sex\ncredit,F\n" + ",M\n" * 3, "", "rows_unplaced"),  # nobody knows which service
    ],
)
def test_what_cannot_be_of_loans_is_an_error(workspace, cells, options, rule):
    settings = ABOUT.format(kind="mutual") + f"tables: {{services: {{{options}}}}}\n"
    assert [one.rule for one in workspace.read({"services.csv": cells}, settings).errors] == [rule]


@pytest.mark.parametrize(("kind", "asked"), [("cooperative", True), ("mutual", True), ("trade_union", False)])
def test_only_who_lends_or_insures_is_told_that_the_list_lacks(workspace, kind, asked):
    intake = workspace.read({"members.csv": "sex\nF\n"}, ABOUT.format(kind=kind))
    folder = workspace.organisation({"members.csv": "sex\nF\n"}, ABOUT.format(kind=kind))
    found = readiness(folder, intake, read_organisation(folder.parent))
    assert ("services" in found.lacking) == asked


@pytest.mark.parametrize(("service", "said"), [("insurance", True), ("savings", True), ("credit", False)])
def test_amounts_and_arrears_that_no_figure_uses_are_said(workspace, service, said):
    cells = f"service,sex,amount,in_arrears\n{service},F,900,1\n{service},M,800,0\n"
    intake = workspace.read({"services.csv": cells}, ABOUT.format(kind="mutual"))
    assert any(one.rule == "only_of_loans" for one in intake.problems) is said
