"""Proposals as data: which list a file is, what is asked, and what stands in ``organisation.yml`` afterwards."""

from __future__ import annotations

import datetime as dt
import io
import shutil
from itertools import repeat
from pathlib import Path

import openpyxl
import pytest
import yaml
from examples import suggest
from hypothesis import given
from hypothesis import strategies as st

from genderaudit.cli import DONE, FAILED, main
from genderaudit.foundations.language import language
from genderaudit.intake import read_round
from genderaudit.intake.proposals import BEFORE, Answer, Line, Proposal, lists_of, merged, propose, settled, write
from genderaudit.intake.proposals.recognise import listed, tables_of
from genderaudit.methodology.organisation import Organisation, read_organisation

REPOSITORY = Path(__file__).parents[2]
FRENCH = "# Notre organisation\nname: Exemple  # entre nous\nkind: trade_union\nlanguages: [fr]\n"


def book(sheets):
    workbook = openpyxl.Workbook()
    workbook.remove(workbook.active)
    for name, rows in sheets.items():
        sheet = workbook.create_sheet(name)
        for row in rows:
            sheet.append(row)
    content = io.BytesIO()
    workbook.save(content)
    return content.getvalue()


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
PAYROLL = [
    ["N°", "Nom", "Sexe", "Poste occupé", "Date d’embauche", "Année naiss.", "Salaire de base mensuel (FCFA)"],
    *([n, f"A{n}", "FH"[n % 2], "Agent", dt.datetime(2009 + n, 3, 20), 1970 + n, 150_000] for n in range(1, 12)),
]
SIGNED = [
    ["Feuille de présence"],
    ["Nom", "Sexe", "Structure", "Signature"],
    *([f"A{n}", "FH"[n % 2], "Kati", None] for n in range(1, 9)),
]
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


@pytest.fixture
def proposed(workspace):
    def of(files, settings=FRENCH, answers=None):
        folder = workspace.organisation(files, settings)
        organisation = read_organisation(folder.parent)
        return propose(lists_of(folder, organisation), organisation, language("fr"), answers)

    return of


class TestHerLists:
    """The lists of a facilitator in Bamako, as they are kept there."""

    def test_they_come_in_with_two_answers_and_no_line_of_yaml(self, workspace):
        folder = workspace.organisation(HERS, FRENCH)
        asked = []

        def first(question):
            asked.append(question)
            return Answer(question.id, question.choices[0].value)

        organisation = read_organisation(folder.parent)
        assert write(folder.parent, settled(folder, organisation, language("fr"), first))
        intake = read_round(folder, read_organisation(folder.parent), "2025")
        assert intake.errors == ()
        people = {name: int(intake.tables[name]["count"].sum()) for name in intake.present - {"budget"}}
        assert people == {"staff": 11, "members": 191, "bodies": 7, "attendance": 8, "recruitment": 24}
        assert len(asked) == 2
        assert intake.tables["staff"]["pay_period"].unique().tolist() == ["month"]

    def test_what_was_applied_is_not_proposed_again(self, workspace):
        folder = workspace.organisation(HERS, FRENCH)
        for expected in (True, False):
            proposal = settled(folder, read_organisation(folder.parent), language("fr"))
            assert write(folder.parent, proposal) is expected

    def test_who_does_not_know_leaves_it_unset_and_open(self, proposed):
        proposal = proposed(HERS)
        assert len(proposal.questions) == 2
        assert "keep" not in proposal.settings["tables"]["attendance"]
        assert "Bureau exécutif.csv" in proposal.remarks[0]


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
@pytest.mark.parametrize(
    ("header", "cells", "answer", "keep", "people"),
    [
        ("Émargement", ["signé"] * 5 + [None] * 3, "signed", ["signed"], 5),
        ("Émargement", ["AK", "BD", "x", "OT", None, "excusé", "", "MC"], "signed", ["signed"], 5),
        ("Émargement", ["signé"] * 5 + [None] * 3, "all", ["signed", "unsigned"], 8),
        ("Présence", ["P", "A"] * 4, "marked", ["P"], 4),
        ("Observations", ["présent", "absent"] * 4, "marked", ["présent"], 4),
    ],
)
def test_who_came_is_asked_where_check_would_stop(workspace, ending, header, cells, answer, keep, people):
    rows = [
        ["Nom", "Sexe", "Structure", header],
        *([f"A{n}", "FH"[n % 2], "Kati", cell] for n, cell in enumerate(cells)),
    ]
    text = "\n".join(";".join(cell or "" for cell in row) for row in rows)
    content = book({"Feuil1": rows}) if ending == "xlsx" else text.encode()
    folder = workspace.organisation({f"Feuille de présence AG.{ending}": content}, FRENCH)
    organisation = read_organisation(folder.parent)
    assert write(folder.parent, settled(folder, organisation, language("fr"), lambda q: Answer(q.id, answer)))
    organisation = read_organisation(folder.parent)
    assert organisation.tables["attendance"].keep == {header: keep}
    intake = read_round(folder, organisation, "2025")
    assert (len(intake.tables["attendance"]), intake.errors) == (people, ())


@pytest.mark.slow
@pytest.mark.parametrize("name", ["federation_djeliba", "cooperative_sigida"])
def test_samples_without_their_mapping_come_in_with_the_same_people_and_no_question(tmp_path, name):
    given = REPOSITORY / "data" / "raw" / name
    folder = shutil.copytree(given, tmp_path / name)
    settings = folder / "organisation.yml"
    settings.write_text(settings.read_text("utf-8").partition("\ntables:")[0] + "\n", "utf-8")
    proposal = settled(folder / "2025", read_organisation(folder), language("fr"))
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
        (one,) = listed(tmp_path / name, lists_of(tmp_path, organisation).dictionary)
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


class TestCells:
    """A header alone decides nothing: the cells must be what its column takes."""

    def test_a_word_for_no_person_is_asked_set_aside_and_counted(self, workspace):
        loans = "Sexe;Montant\n" + "F;900\n" * 5 + "H;800\n" * 4 + "Groupement;7000\n" * 3
        folder = workspace.organisation({"Prêts.csv": loans}, FRENCH)

        def neither(question):
            assert "« Groupement »".replace(" ", "\N{NO-BREAK SPACE}") in question.text
            return Answer(question.id, question.choices[-1].value)

        write(folder.parent, settled(folder, read_organisation(folder.parent), language("fr"), neither))
        intake = read_round(folder, read_organisation(folder.parent), "2025")
        assert [(one.rule, one.count) for one in intake.problems] == [("row_of_no_person", 3)]
        assert intake.tables["services"].groupby("sex")["amount"].sum().to_dict() == {"F": 4500, "M": 3200}

    NAMES = ("Awa Diarra", "Moussa Keïta", "Fanta Traoré", "Oumar Cissé", "Aminata Koné", "Bakary Dembélé")

    @pytest.mark.parametrize(
        ("file", "header", "cells", "column"),
        [
            ("prêts.csv", "Bénéficiaire", NAMES, None),
            ("prêts.csv", "Bénéficiaires", (3, 2, 5, 4, 1, 2), "count"),
            ("prêts.csv", "Encours", ("soldé", "en cours", "soldé", "75 000", "en cours", "soldé"), None),
            ("prêts.csv", "Encours", ("10 000", "total", "-", "75 000", "5 000", "7 000"), "amount"),
            ("prêts.csv", "En retard", ("oui", "non", "non", "oui", "2 mois", "non"), "in_arrears"),
            ("personnel.csv", "Naissance", ("Kati", "Kita", "Ségou", "Kati", "Kayes", "Bla"), None),
            ("personnel.csv", "Congé maternité", (98, 98, 0, 14, 30, 98), "leave_days"),
            ("personnel.csv", "Congé maternité", ("oui", "non", "oui", "non", "-", "non"), "leave_taken"),
            ("personnel.csv", "Service", NAMES, None),
            ("personnel.csv", "Service", ("Crédit", "Épargne", "Caisse", "Crédit", "Achats", "Caisse"), "unit"),
        ],
    )
    def test_a_column_is_mapped_where_they_agree_with_its_header(self, proposed, file, header, cells, column):
        rows = "".join(f"{'FH'[n % 2]};{cell};Agent\n" for n, cell in enumerate(cells))
        lines = proposed({file: f"Sexe;{header};Poste occupé\n{rows}"}).lines
        (found,) = [line for line in lines if line.place[-2:] == ("columns", header)]
        assert (found.value, found.aside) == (column, column is None)

    @pytest.mark.parametrize(
        ("file", "text", "settings"),
        [
            ("présence.csv", "Réunion;Femmes présentes;Hommes présents\nAG;14;30\nCA;2;7\n", {"counts": "FM"}),
            (
                "textes.csv",
                "Type de texte;Combien examinés;Combien remplissent\nCirculaires;12;4\n",
                {"columns": ["text_kind", "examined", "meets"]},
            ),
            ("prêts.csv", "Sexe;Service;Montant total de la ligne\nF;Crédit;800\n", {"columns": ["sex", "amount"]}),
        ],
    )
    def test_headers_that_are_written_out_are_known(self, proposed, file, text, settings):
        (found,) = proposed({file: text}).settings["tables"].values()
        assert {name: list(found[name].values()) for name in settings} == {k: list(v) for k, v in settings.items()}

    @pytest.mark.parametrize(("answer", "women", "men"), [("added", 196, 20), ("aside", 196, 0), (None, 196, 0)])
    def test_days_of_two_leaves_are_asked_and_added_up(self, workspace, answer, women, men):
        rows = "".join(f"{'FM'[n % 2]};Agent;{98 * (n in (2, 4)) or ''};{10 * (n in (3, 5)) or ''}\n" for n in range(8))
        folder = workspace.organisation({"personnel.csv": f"Sexe;Poste;Maternité;Paternité\n{rows}"}, FRENCH)

        def leaves(question):
            assert "Paternité" in question.text
            return Answer(question.id, answer)

        write(folder.parent, settled(folder, read_organisation(folder.parent), language("fr"), leaves))
        staff = read_round(folder, read_organisation(folder.parent), "2025").tables["staff"]
        assert staff.groupby("sex")["leave_days"].sum().to_dict() == {"F": women, "M": men}

    def test_leave_of_mothers_and_of_fathers_is_leave(self, workspace):
        rows = "F;oui;non\nF;non;\nF;oui;\nM;non;oui\nM;;oui\nM;;\n"
        folder = workspace.organisation({"personnel.csv": f"Sexe;Congé maternité;Congé paternité\n{rows}"}, FRENCH)

        def both(question):
            return Answer(question.id, "added")

        write(folder.parent, settled(folder, read_organisation(folder.parent), language("fr"), both))
        staff = read_round(folder, read_organisation(folder.parent), "2025").tables["staff"]
        assert staff["leave_taken"].isna().tolist() == [False] * 5 + [True]
        assert staff["leave_taken"][:5].tolist() == [True, False, True, True, True]

    def test_names_of_women_beside_names_of_men_are_no_numbers(self, proposed):
        rows = "".join(f"Kati;{name};{name}\n" for name in self.NAMES)
        settings = proposed({"membres.csv": f"Section;Femmes;Hommes\n{rows}"}).settings
        assert "counts" not in settings["tables"]["members"]


class TestSeveral:
    """Lists that stand on several files or sheets."""

    STAFF = "Nom;Sexe;Fonction\n{0}1;F;a\n{0}2;H;b\n{0}3;F;c\n"

    def test_files_in_one_form_are_one_list(self, proposed):
        files = {f"personnel {site}.csv": self.STAFF.format(site) for site in ("Kati", "Fana")}
        assert proposed(files).settings["tables"]["staff"]["files"] == ["personnel Fana.csv", "personnel Kati.csv"]

    @pytest.mark.parametrize(("first", "second"), [("janvier", "février"), ("Kati", "copie")])
    def test_the_same_list_at_two_times_is_asked(self, proposed, first, second):
        same = "x" if second == "copie" else ""
        files = {f"paie {one}.csv": self.STAFF.format(same or one) for one in (first, second)}
        proposal = proposed(files)
        (question,) = proposal.questions
        assert proposal.settings == {}  # who does not know is asked again, and no list is left aside
        assert "(ignore)" in question.choices[0].label
        chosen = question.choices[1].value
        assert proposed(files, answers={question.id: chosen}).settings["ignore"] == sorted({*files} - {chosen})

    def test_of_sheets_for_months_one_is_read_and_the_workbook_is_not_ignored(self, proposed):
        files = {"paie.xlsx": book(dict.fromkeys(("Janvier 2025", "Février 2025"), PAYROLL))}
        (question,) = proposed(files).questions
        answered = proposed(files, answers={question.id: question.choices[1].value})
        assert answered.settings["tables"]["staff"]["sheet"] == "Février 2025"
        assert "ignore" not in answered.settings

    def test_a_sheet_a_meeting(self, proposed, workspace):
        rows = [["Nom", "Sexe"], *[[f"A{n}", "FH"[n % 2]] for n in range(6)]]
        files = {"Présences.xlsx": book({"AG 2025": rows, "Congrès": rows[:4]})}
        attendance = proposed(files).settings["tables"]["attendance"]
        assert (attendance["sheets"], attendance["from_sheet"]) == (["AG 2025", "Congrès"], {"event": "name"})
        folder = workspace.organisation(files, FRENCH)
        pasted = FRENCH + suggest(folder, read_organisation(folder.parent), language("fr"))
        intake = workspace.read(files, pasted)
        assert intake.tables["attendance"]["event"].value_counts().to_dict() == {"AG 2025": 6, "Congrès": 3}

    AG = book({"Feuil1": [["Liste"], ["Nom", "Sexe", "Section", "Signature"], *SIGNED[2:]]})
    JUNE = ("NOM;SEXE;Téléphone\n" + "B;F;1\n" * 5 + "C;M;2\n" * 3).encode("cp1252")
    COURSES = book(
        {"Suivi": [["Nom", "Sexe", "Réunion"], *[[f"D{n}", "F", "Kita"] for n in range(4)]], "Notes": [["x"]]}
    )
    MEETINGS = {"Présence AG mars 26.xlsx": AG, "présence réunion juin.csv": JUNE, "émargement cours.xlsx": COURSES}

    @pytest.mark.parametrize("settings", ["", "tables: {attendance: {file: Présence AG mars 26.xlsx}}\n"])
    def test_lists_of_meetings_in_files_of_their_own_are_one_table(self, workspace, settings):
        folder = workspace.organisation(self.MEETINGS, FRENCH + settings)

        def everybody(question):
            assert "Signature" in question.text
            return Answer(question.id, "all")

        assert write(folder.parent, settled(folder, read_organisation(folder.parent), language("fr"), everybody))
        organisation = read_organisation(folder.parent)
        assert organisation.tables["attendance"].from_sheet == {"event": "file"}
        intake = read_round(folder, organisation, "2025")
        assert intake.errors == ()
        events = intake.tables["attendance"]["event"].value_counts().to_dict()
        assert events == {"AG mars 26": 8, "réunion juin": 8, "Kita": 4}

    LOANS = [["N°", "Nom", "Sexe", "Montant accordé", "En retard"]]
    LOANS += [[n, f"A{n}", "FH"[n % 3 == 0], 50_000 + n, "Oui" if n % 5 == 0 else "Non"] for n in range(1, 13)]
    ACCOUNTS = [["Sexe", "Solde"], *[["FH"[n % 2], 2000 + n] for n in range(8)]]
    FIRST = "tables: {services: {file: Portefeuille.xlsx, sheet: Crédits, values: {service: credit}}}\n"

    @pytest.mark.parametrize(
        ("files", "settings"),
        [
            ({"Portefeuille.xlsx": book({"Crédits": LOANS, "Épargne": ACCOUNTS})}, ""),
            ({"Portefeuille.xlsx": book({"Crédits": LOANS, "Épargne": ACCOUNTS})}, FIRST),
            ({"Liste des prêts.xlsx": book({"F": LOANS}), "Épargne.xlsx": book({"F": ACCOUNTS})}, ""),
        ],
    )
    def test_loans_and_accounts_apart_are_one_list_of_services(self, workspace, files, settings):
        folder = workspace.organisation(files, FRENCH + settings)
        write(folder.parent, settled(folder, read_organisation(folder.parent), language("fr")))
        intake = read_round(folder, read_organisation(folder.parent), "2025")
        assert (intake.errors, intake.present) == ((), {"services"})  # a balance is no pay
        assert {one.column for one in intake.problems if one.rule == "header_elsewhere"} == {"En retard"}
        sums = intake.tables["services"].groupby("service")["amount"].agg(["size", "sum"])
        assert sums.loc["credit"].tolist() == [12, 600_078]
        assert sums.loc["savings"].tolist() == [8, 16_028]

    def test_sheets_of_one_service_may_be_its_products(self, workspace):
        housing = [self.LOANS[0], *[[n, f"B{n}", "FH"[n % 2], 90_000 + n, "Non"] for n in range(1, 15)]]
        files = {"Crédits.xlsx": book({"Campagne": self.LOANS, "Habitat": housing})}
        folder = workspace.organisation(files, FRENCH)

        def products(question):
            return Answer(question.id, question.choices[0].value)

        write(folder.parent, settled(folder, read_organisation(folder.parent), language("fr"), products))
        services = read_round(folder, read_organisation(folder.parent), "2025").tables["services"]
        assert services["product"].value_counts().to_dict() == {"Campagne": 12, "Habitat": 14}

    @pytest.mark.parametrize(
        ("first", "second", "lacking"),
        [
            ("Base,Prime\n900,50\n", "Base\n800\n", [("error", "header_missing", "Prime")]),
            ("Base\n900\n", "Salaire\n800\n", []),
        ],
    )
    def test_a_part_of_the_pay_that_a_file_lacks_is_an_error_and_another_name_is_none(
        self, workspace, first, second, lacking
    ):
        files = {name: f"sex,{text}".replace("\n", "\nF,", 1) for name, text in (("a.csv", first), ("b.csv", second))}
        headers = "Base: pay, Prime: pay" if lacking else "Base: pay, Salaire: pay"
        staff = f"files: [a.csv, b.csv], columns: {{{headers}}}, values: {{pay_period: month}}"
        settings = f"{FRENCH}tables: {{staff: {{{staff}}}}}\n"
        found = [one for one in workspace.read(files, settings).problems if one.rule.startswith("header_")]
        assert [(one.severity, one.rule, one.column) for one in found] == lacking

    def test_a_name_of_ones_own_is_not_replaced_unasked(self, proposed):
        own = f"{FRENCH}tables: {{attendance: {{file: a.csv, values: {{event: Assemblée}}, columns: {{Sexe: sex}}}}}}\n"
        files = {"a.csv": "Nom;Sexe\nA;F\nB;M\n", "présence juin.csv": self.JUNE}
        (question,) = proposed(files, own).questions
        assert [choice.value for choice in question.choices] == [":all", ":ignore"]
        assert "files" not in proposed(files, own).settings.get("tables", {}).get("attendance", {})
        answered = proposed(files, own, {question.id: ":all"}).settings["tables"]["attendance"]
        assert answered["files"] == ["a.csv", "présence juin.csv"]

    @pytest.mark.parametrize(
        ("name", "other", "words"),
        [
            ("présence AG.csv", "Nom;Sexe\nA;F\nB;M\n", "la même rencontre"),
            ("présence juin.csv", "Nom;Femmes;Hommes\nKati;3;4\n", "la même colonne"),
        ],
    )
    def test_lists_that_cannot_be_one_table_are_said_and_left_open(self, proposed, name, other, words):
        files = {"liste présence AG.csv": "Nom;Sexe\nC;F\nD;M\n", name: other}
        proposal = proposed(files)
        (question,) = proposal.questions
        assert (proposal.settings, words in question.text) == ({}, True)
        assert all("laisser l’autre de côté (ignore)" in choice.label for choice in question.choices)

    def test_the_same_people_at_two_meetings_are_asked_about(self, proposed):
        files = {f"présence {one}.csv": "Nom;Sexe\nA;F\nB;M\n" for one in ("mai", "juin")}
        (question,) = proposed(files).questions
        assert question.choices[0].value == ":all"
        answered = proposed(files, answers={question.id: ":all"}).settings
        assert answered["tables"]["attendance"]["files"] == ["présence juin.csv", "présence mai.csv"]

    def test_a_header_that_no_file_has_is_an_error_though_one_may_lack_it(self, workspace):
        columns = "columns: {Sexe: sex, Fonction: role, Jour: date}"
        settings = (
            f"{FRENCH}tables: {{attendance: {{files: [a.csv, b.csv], from_sheet: {{event: file}}, {columns}}}}}\n"
        )
        intake = workspace.read({"a.csv": "Sexe;Fonction\nF;Kati\n", "b.csv": "Sexe\nM\n"}, settings)
        said = {(one.severity, one.rule, one.file, one.column) for one in intake.problems if one.column}
        lacking = ("warning", "header_elsewhere", "b.csv", "Fonction")
        assert said >= {lacking, *(("error", "header_missing", name, "Jour") for name in ("a.csv", "b.csv"))}

    def test_the_next_round_in_last_years_form_is_read_beside_it(self, workspace):
        folder = workspace.organisation({"personnel 2025.csv": self.STAFF}, FRENCH)
        write(folder.parent, settled(folder, read_organisation(folder.parent), language("fr")))
        new = folder.parent / "2026"
        new.mkdir()
        (new / "personnel 2026.csv").write_text(self.STAFF, "utf-8")
        proposal = settled(new, read_organisation(folder.parent), language("fr"))
        assert proposal.settings == {"tables": {"staff": {"files": ["personnel 2025.csv", "personnel 2026.csv"]}}}
        assert write(folder.parent, proposal)
        for round in ("2025", "2026"):
            intake = read_round(folder.parent / round, read_organisation(folder.parent), round)
            assert (intake.errors, len(intake.tables["staff"])) == ((), 3)


class TestFile:
    """``organisation.yml`` afterwards."""

    def test_comments_order_and_line_ends_stay_and_the_former_file_is_kept(self, workspace):
        counts = "headcounts:\n  - {sex: F, count: 3}  # selon la liste\n  - {sex: M, count: 4}\n"
        settings = f"{FRENCH}{counts}targets: {{bodies_women_seats: 0.40}}\n"
        folder = workspace.organisation({"Adhérents.csv": "Nom;Sexe\nA;Femme\n"}, settings)
        path = folder.parent / "organisation.yml"
        path.write_bytes(settings.replace("\n", "\r\n").encode())
        write(folder.parent, settled(folder, read_organisation(folder.parent), language("fr")))
        assert path.read_bytes().decode().startswith(settings.replace("\n", "\r\n"))
        assert (folder.parent / BEFORE).read_bytes().decode() == settings.replace("\n", "\r\n")
        assert read_organisation(folder.parent).tables["members"].file == "Adhérents.csv"

    def test_a_list_that_has_settings_gets_what_is_new_only(self, proposed):
        settings = FRENCH + "tables:\n  staff:\n    columns: {Sexe: sex}  # vu\n    codes: {sex: {Femme: F}}\n"
        proposal = proposed({"staff.csv": "Sexe;Grade\n" + "Femme;A\nHomme;B\n" * 3}, settings)
        assert proposal.settings == {
            "tables": {"staff": {"columns": {"Grade": "level"}, "codes": {"sex": {"Homme": "M"}}}}
        }
        text = merged(settings, proposal)
        assert yaml.safe_load(text)["tables"]["staff"]["columns"] == {"Sexe": "sex", "Grade": "level"}
        assert "# vu" in text

    WORDS = st.sampled_from(
        [
            "Sexe",
            "Genre",
            "Nom",
            "Section",
            "Femmes",
            "Hommes",
            "Total",
            "N°",
            "Salaire mensuel (FCFA)",
            "Organe",
            "Étape",
            "Signature",
            "Date",
            "yes",
            "no",
            "null",
            "a: b",
            "- x",
            "#",
            "{x}",
            "*a",
            "!!python",
            "'",
            '"q"',
            "\u2028",
        ]
    )
    CELLS = st.sampled_from(
        ["Femme", "Homme", "F", "H", "1", "2", "x", "", "oui", "01/02/2020", "y: n", "# z", '"', "\u2028y"]
    )
    NAMES = st.sampled_from(
        [
            "personnel.csv",
            "a # b.csv",
            "Présence.csv",
            "Bureau 'A'.csv",
            "x: y.csv",
            "membres.csv",
            "no.csv",
            "staff.csv",
            "[1].csv",
        ]
    )

    @pytest.mark.slow
    @given(
        files=st.dictionaries(
            NAMES,
            st.tuples(
                st.lists(st.one_of(WORDS, st.text(max_size=12)), min_size=1, max_size=6, unique=True),
                st.lists(st.lists(CELLS, min_size=6, max_size=6), max_size=8),
            ),
            min_size=1,
            max_size=3,
        )
    )
    def test_whatever_the_lists_what_is_proposed_is_a_valid_file(self, tmp_path_factory, files):
        folder = tmp_path_factory.mktemp("e") / "2025"
        folder.mkdir()
        (folder.parent / "organisation.yml").write_text(FRENCH, "utf-8")
        for name, (header, rows) in files.items():
            cells = [header, *rows]
            text = "\n".join(
                ";".join('"' + cell.replace('"', '""') + '"' for cell in row[: len(header)]) for row in cells
            )
            (folder / name).write_text(text, "utf-8", errors="replace")
        organisation = read_organisation(folder.parent)
        (folder.parent / "organisation.yml").write_text(FRENCH + suggest(folder, organisation, language("fr")), "utf-8")
        pasted = read_organisation(folder.parent)
        (folder.parent / "organisation.yml").write_text(FRENCH, "utf-8")
        proposal = settled(folder, organisation, language("fr"))
        write(folder.parent, proposal)
        assert read_organisation(folder.parent).tables == pasted.tables
        assert not write(folder.parent, settled(folder, read_organisation(folder.parent), language("fr")))


class TestTerminal:
    """``genderaudit check --apply``."""

    @pytest.fixture
    def applied(self, workspace, monkeypatch, capsys):
        def with_answers(files, *answers):
            given = iter(answers)
            monkeypatch.setattr("sys.stdin", io.StringIO())
            monkeypatch.setattr("sys.stdin.isatty", lambda: bool(answers), raising=False)
            monkeypatch.setattr("builtins.input", lambda _="": next(given))
            workspace.organisation(files, FRENCH)
            status = main(["check", "example", "--apply", f"--workspace={workspace.root}"])
            return status, capsys.readouterr().out.replace("\u00a0", " ")

        return with_answers

    CODED = {"personnel.csv": "Sexe;Fonction\n" + "1;a\n" * 5 + "2;b\n" * 4}

    def test_answers_are_written_and_the_round_is_read_again(self, applied, workspace):
        status, printed = applied(self.CODED, "9", "deux", "1", "2")
        assert (status, printed.count("Tapez un numéro de 0 à 4")) == (DONE, 2)
        organisation = read_organisation(workspace.root / "data" / "raw" / "example")
        assert organisation.tables["staff"].codes == {"sex": {"1": "F", "2": "M"}}
        assert printed.rstrip().endswith("Ensuite : genderaudit run example")

    def test_without_a_terminal_nothing_is_asked_and_what_is_open_is_said(self, applied):
        status, printed = applied(self.CODED)
        assert status == FAILED
        assert "2 questions restent ouvertes" in printed


class TestLevels:
    """Nothing in a list says which level is the highest."""

    LIST = "sex,level\n" + "F,Agent\nH,Cadre\nF,Maîtrise\n" * 6

    def proposed(self, tmp_path, order, settings=FRENCH):
        (tmp_path / "2026").mkdir()
        (tmp_path / "2026" / "staff.csv").write_text(self.LIST, "utf-8")
        (tmp_path / "organisation.yml").write_text(settings, "utf-8")
        left = iter(order)

        def ask(question):
            return Answer(question.id, next(left, None) if question.id.startswith("levels") else None)

        return settled(tmp_path / "2026", read_organisation(tmp_path), language("fr"), ask)

    def test_their_order_is_asked_one_by_one(self, tmp_path):
        found = self.proposed(tmp_path, ["Cadre", "Maîtrise"])
        assert found.settings["levels"] == ["Cadre", "Maîtrise", "Agent"]

    def test_who_does_not_know_leaves_it_open(self, tmp_path):
        found = self.proposed(tmp_path, ["Cadre"])
        assert "levels" not in found.settings
        assert [line.value for line in found.lines if line.place == ("levels",)] == [None]

    def test_where_the_file_says_it_nobody_is_asked(self, tmp_path):
        found = self.proposed(tmp_path, [], f"{FRENCH}levels: [Cadre, Maîtrise, Agent]\n")
        assert not any(line.place == ("levels",) for line in found.lines)


@pytest.mark.parametrize("first", [("person", ["Nom"]), ("file", "a.csv"), ("counts", {"Femmes": "F"})])
def test_a_comment_below_may_become_a_setting_after_several_passes(first):
    """What is added later stands above lines of comments, and no key loses its mapping when one of them is used."""
    text = f"{FRENCH}# country: ML\n# des lignes\n# de commentaires\n"
    passes = [
        Line(("tables", "staff", "codes", "sex", "F"), "F"),
        Line(("tables", "staff", *first[:1]), first[1]),
        Line(("tables", "staff", "codes", "sex", "H"), "M"),
        Line(("tables", "members", "file"), "b.csv"),
        Line(("levels",), ["Cadre", "Agent"]),
        Line(("tables", "members", "columns", "Sexe"), "sex"),
    ]
    for line in passes:
        text = merged(text, Proposal((line,)))
    used = yaml.safe_load(text.replace("# country: ML", "country: ML"))
    assert used["country"] == "ML"
    assert used["levels"] == ["Cadre", "Agent"]
    assert used["tables"] == {
        "staff": {"codes": {"sex": {"F": "F", "H": "M"}}, first[0]: first[1]},
        "members": {"file": "b.csv", "columns": {"Sexe": "sex"}},
    }
