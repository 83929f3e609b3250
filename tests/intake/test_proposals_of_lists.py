"""Which list each file or sheet is, and that whole folders of lists come in without a line of settings."""

from __future__ import annotations

import shutil
from itertools import repeat
from pathlib import Path

import pytest
from french_lists import FRENCH, PAYROLL, SIGNED
from spreadsheet import book

from genderaudit.cli import main
from genderaudit.foundations.language import language
from genderaudit.intake import read_round
from genderaudit.intake.proposals import QuestionAnswer, lists_of, proposal_after_questions, write
from genderaudit.intake.proposals.recognise import lists_in_file, tables_of
from genderaudit.methodology.organisation import Organisation, read_organisation

REPOSITORY = Path(__file__).parents[2]
MEMBERS = book(
    {
        "Feuil1": [
            ["SYNDICAT DES TRANSPORTS"],
            [],
            ["Membres par section"],
            ["N°", "Section", "Nbre femmes", "Nbre hommes", "Total"],
            [1, "Kati", 30, 70, 100],
            [2, "Fana", 12, 40, 52],
            [3, "Dioïla", 8, 31, 39],
            [None, "Total", 50, 141, 191],
        ]
    }
)
BOARD = "Poste;Nom;Genre\r\n" + "Membre;A;Femme\r\n" * 3 + "Président;B;Homme\r\n" * 4
OTHERS = book(
    {
        "Budget": [["Rubrique", "Montant prévu (FCFA)"], ["Formation", 900_000], ["Fonctionnement", 1_200_000]],
        "Organes": [["Organe", "Nbre femmes", "Nbre hommes"], ["Comité", 2, 5], ["Conseil", 1, 8]],
        "Recrutement": [["Étape", "Sexe", "Effectif"], ["Candidats", "F", 20], ["Recrutés", "F", 4]],
    }
)
HERS = {
    "membres.xlsx": MEMBERS,
    "Liste du personnel 2026.xlsx": book({"Feuil1": [["Personnel"], [], *PAYROLL]}),
    "Feuille de présence AG.xlsx": book({"Feuil1": SIGNED}),
    "Bureau exécutif.csv": BOARD.encode("cp1252"),
    "Données.xlsx": OTHERS,
}


class TestHerLists:
    """The lists of a facilitator in Bamako, as they are kept there."""

    def test_they_come_in_with_two_answers_and_no_line_of_yaml(self, workspace):
        folder = workspace.organisation(HERS, FRENCH)
        asked = []

        def first(question):
            asked.append(question)
            return QuestionAnswer(question.id, question.choices[0].value)

        organisation = read_organisation(folder.parent)
        assert write(folder.parent, proposal_after_questions(folder, organisation, language("fr"), first))
        intake = read_round(folder, read_organisation(folder.parent), "2025")
        assert intake.errors == ()
        people = {name: int(intake.tables[name]["count"].sum()) for name in intake.present - {"budget"}}
        assert people == {"staff": 11, "members": 191, "bodies": 7, "attendance": 8, "recruitment": 24}
        assert len(asked) == 2
        assert intake.tables["staff"]["pay_period"].unique().tolist() == ["month"]

    def test_what_was_applied_is_not_proposed_again(self, workspace):
        folder = workspace.organisation(HERS, FRENCH)
        for expected in (True, False):
            proposal = proposal_after_questions(folder, read_organisation(folder.parent), language("fr"))
            assert write(folder.parent, proposal) is expected

    def test_who_does_not_know_leaves_it_unset_and_open(self, proposed):
        proposal = proposed(HERS)
        assert len(proposal.questions) == 2
        assert "keep" not in proposal.settings["tables"]["attendance"]
        assert "Bureau exécutif.csv" in proposal.remarks[0]


@pytest.mark.slow
@pytest.mark.parametrize("name", ["federation_djeliba", "cooperative_sigida"])
def test_samples_without_their_mapping_come_in_with_the_same_people_and_no_question(tmp_path, name):
    given = REPOSITORY / "data" / "raw" / name
    folder = shutil.copytree(given, tmp_path / name)
    settings = folder / "organisation.yml"
    settings.write_text(settings.read_text("utf-8").partition("\ntables:")[0] + "\n", "utf-8")
    proposal = proposal_after_questions(folder / "2025", read_organisation(folder), language("fr"))
    assert {one.id for one in proposal.questions} <= {"ateliers.csv|table"}  # notes of workshops are asked about
    assert write(folder, proposal)
    intake, known = (read_round(one / "2025", read_organisation(one), "2025") for one in (folder, given))
    assert {(one.rule, one.file) for one in intake.errors} <= {("list_not_used", "ateliers.csv")}
    assert intake.present == known.present - {"workshops"}
    for table in ("staff", "members", "bodies", "recruitment"):
        people = [one.tables[table].groupby("sex")["count"].sum().to_dict() for one in (intake, known)]
        assert people[0] == people[1]


class TestWhichList:
    """By columns, and by names of files and sheets."""

    @pytest.mark.parametrize(
        ("name", "header", "table"),
        [
            ("payroll 2025.csv", "Employee no;Gender;Position title;Hired;Salary (USD)", "staff"),
            ("planilla.csv", "Sexo;Cargo;Fecha de ingreso;Salario mensual", "staff"),
            ("Folha.csv", "Nome;Sexo;Cargo;Data de admissão;Salário", "staff"),
            ("effectifs.csv", "Grade;Femmes;Hommes", "staff"),
            ("Personnel AG.csv", "Sexe;Grade;Salaire net", "staff"),
            ("formation.csv", "Sexe;Niveau;Formation;Salaire", "staff"),
            ("Adhérents.csv", "Nom;Sexe;Âge", "members"),
            ("members.csv.csv", "Surname;Sex;Branch;Date joined", "members"),
            ("personnel.csv", "Sexe;Catégorie;Point focal genre", "staff"),
            ("Personnel 2025.csv", "Nom;Sexe;Fonction;Signature", "staff"),
            ("état de paie.csv", "Nom;Sexe;Net à payer;Signature", "staff"),
            ("sócios.csv", "Nome;Sexo;Idade", "members"),
            ("Émargement.csv", "Nom;Sexe;Tél", "attendance"),
            ("Bureau.csv", "Nom;Sexe;Poste", "bodies"),
            ("Liste des membres du comité.csv", "Nom;Sexe;Poste", "bodies"),
            ("Recrutement 2025.csv", "Étape;Sexe;Nombre", "recruitment"),
            ("orçamento.csv", "Rubrica;Valor", "budget"),
        ],
    )
    def test_of_a_file(self, tmp_path, name, header, table):
        rows = [";".join(repeat(cell, header.count(";") + 1)) for cell in ("oui", "non", "oui")]
        (tmp_path / name).write_text("\n".join([header, *rows]), "utf-8")
        organisation = Organisation(name="E", kind="ngo", languages=["fr"])
        (one,) = lists_in_file(tmp_path / name, lists_of(tmp_path, organisation).dictionary)
        assert tables_of(one, lists_of(tmp_path, organisation).dictionary) == [table]

    def test_a_file_of_which_nothing_is_known_is_asked_and_may_be_ignored(self, proposed):
        files = {"notes.csv": "Sujet;Lieu\na;b\n"}
        (question,) = proposed(files).questions
        assert [choice.value for choice in question.choices][-1] == ":ignore"
        assert proposed(files, answers={question.id: ":ignore"}).settings == {"ignore": ["notes.csv"]}

    def test_the_suites_own_forms_are_not_proposed(self, proposed, workspace):
        form = workspace.organisation({}, FRENCH) / "intake_workbook.xlsx"
        main(["form", "example", "--format", "intake", f"--output={form}", f"--workspace={workspace.root}"])
        assert proposed({"action_plan_fr.xlsx": book({"a": [["Sexe", "Nom"], ["F", "A"]]})}).lines == ()
