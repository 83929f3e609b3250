"""Proposals for lists that stand on several files or sheets."""

from __future__ import annotations

import pytest
from examples import suggest
from french_lists import FRENCH, PAYROLL, SIGNED
from spreadsheet import book

from genderaudit.foundations.language import language
from genderaudit.intake import read_round
from genderaudit.intake.proposals import QuestionAnswer, proposal_after_questions, write
from genderaudit.methodology.organisation import read_organisation


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
            return QuestionAnswer(question.id, "all")

        assert write(
            folder.parent, proposal_after_questions(folder, read_organisation(folder.parent), language("fr"), everybody)
        )
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
        write(folder.parent, proposal_after_questions(folder, read_organisation(folder.parent), language("fr")))
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
            return QuestionAnswer(question.id, question.choices[0].value)

        write(
            folder.parent, proposal_after_questions(folder, read_organisation(folder.parent), language("fr"), products)
        )
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
        assert not [choice for choice in question.choices if "laisser l’autre de côté (ignore)" not in choice.label]

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
        write(folder.parent, proposal_after_questions(folder, read_organisation(folder.parent), language("fr")))
        new = folder.parent / "2026"
        new.mkdir()
        (new / "personnel 2026.csv").write_text(self.STAFF, "utf-8")
        proposal = proposal_after_questions(new, read_organisation(folder.parent), language("fr"))
        assert proposal.settings == {"tables": {"staff": {"files": ["personnel 2025.csv", "personnel 2026.csv"]}}}
        assert write(folder.parent, proposal)
        for round in ("2025", "2026"):
            intake = read_round(folder.parent / round, read_organisation(folder.parent), round)
            assert (intake.errors, len(intake.tables["staff"])) == ((), 3)
