"""Headings, notes, counts and repetitions among the rows of a list of people."""

from __future__ import annotations

import pytest
from counted_rows import MEMBERS, WIDE, people


class TestOtherRows:
    """What stands between and below the entries of a list."""

    STAFF = """name: Example
kind: ngo
languages: [fr]
tables:
  staff:
    columns: {Sexe: sex, Niveau: level, Service: unit, Contrat: contract}
    codes: {sex: {F: F, H: M}}
"""
    HEAD = "N°;Sexe;Niveau;Service;Contrat\n"

    @pytest.mark.parametrize(
        "line",
        [
            "SERVICE FINANCIER;;;;",
            ";;;Direction régionale;",
            "Fait à Bamako, le 3 mars 2025;;;;",
            "Source : service du personnel;;;;",
            ";;NB : y compris les stagiaires;;",
        ],
    )
    def test_headings_and_notes_are_set_aside_and_said(self, workspace, line):
        text = f"{self.HEAD}1;F;Cadre;Port;CDI\n{line}\n2;H;Agent;Port;CDD\n"
        assert people(workspace, text, self.STAFF, "staff")[1] == [("columns_not_used", ()), ("row_alone", (3,))][::-1]

    def test_signatures_below_the_list_are_set_aside(self, workspace):
        text = f"{self.HEAD}1;F;Cadre;Port;CDI\n2;H;Agent;Port;CDD\n;;;;\nLe Président;;;Le Trésorier;\n"
        assert people(workspace, text, self.STAFF, "staff")[1][0] == ("row_alone", (5,))

    @pytest.mark.parametrize("line", [";F;;;", "3;;Agent;Port;", "3;F;;;CDI"])
    def test_people_of_whom_little_is_known_are_people(self, workspace, line):
        text = f"{self.HEAD}1;F;Cadre;Port;CDI\n{line}\n2;H;Agent;Port;CDD\n"
        assert people(workspace, text, self.STAFF, "staff")[0] == 3

    def test_a_person_of_unknown_sex_in_a_narrow_list_is_a_person(self, workspace):
        settings = self.STAFF.replace("Niveau: level, Service: unit, Contrat: contract", "Service: unit")
        assert people(workspace, "Sexe;Service\nF;Port\n;Siège\n", settings, "staff")[0] == 2

    def test_column_names_again_are_set_aside(self, workspace):
        text = f"{self.HEAD}1;F;Cadre;Port;CDI\n{self.HEAD}2;H;Agent;Port;CDD\nn°;SEXE;niveau;service;\n"
        number, said = people(workspace, text, self.STAFF, "staff")
        assert (number, said[0]) == (2, ("header_again", (3, 5)))


class TestTallies:
    """Rows below a list of people that count them."""

    LIST = (
        MEMBERS.replace("Section: branch, Sexe: sex, Effectif: count", "Section: branch, Sexe: sex, Né en: birth_year")
        + 'rounds: {"2025": {date: 2025-12-31}}\n'
    )
    PEOPLE = "Nom;Section;Sexe;Né en;Tél\n" + "".join(
        f"Dia {at};{'Nord' if at % 2 else 'Sud'};{'FH'[at % 2]};{1970 + at};7{at}0\n" for at in range(9)
    )

    def read(self, workspace, rows: str) -> tuple[int, list[tuple[str, tuple[int, ...]]]]:
        number, said = people(workspace, self.PEOPLE + rows, self.LIST)
        return number, [one for one in said if one[0] != "columns_not_used"]

    @pytest.mark.parametrize(
        "rows",
        [
            *("Femmes;;;12;\nHommes;;;33;\n", "Femmes : 5;;;;\nHommes : 4;;;;\n", ";Effectif :;;;9\n;présents;;;8\n"),
            *(
                "F;;;;5\nH;;;;4\n",
                "Nombre de femmes;;;5;56 %\nNombre d’hommes;;;4;44 %\n",
                "Total;;F;;5\nTotal;;H;;4\n",
            ),
            *(
                "Number of women;5;;;\nMen;4;;;\n",
                "Mujeres;;;;5\nHombres;;;;4\n",
                "Total;Femmes;;;5\nTotal;Hommes;;;4\n",
            ),
        ],
    )
    def test_they_are_set_aside_and_said(self, workspace, rows):
        assert self.read(workspace, rows) == (9, [("total_row", (11, 12))])

    @pytest.mark.parametrize("misspelt", ["", "Awa Sow;Nord;5;1980;1\n"])
    def test_a_total_whose_number_is_under_the_sexes_is_set_aside(self, workspace, misspelt):
        number, said = self.read(workspace, f"{misspelt}Total;;9;;\n")
        assert (number, said[0]) == (9 + bool(misspelt), ("total_row", (11 + bool(misspelt),)))
        assert [rule for rule, _ in said[1:]] == ["unknown_code"] * bool(misspelt)

    @pytest.mark.parametrize("number", [1, 9])
    def test_where_sexes_are_numbers_such_a_total_is_asked(self, workspace, number):
        coded = self.PEOPLE.replace(";F;", ";1;").replace(";H;", ";2;")
        settings = self.LIST.replace("F: F, H: M", "'1': F, '2': M")
        count, said = people(workspace, f"{coded}Total;;{number};;\n", settings)
        assert (count, said[0]) == (10, ("perhaps_total", (11,)))

    @pytest.mark.parametrize("rows", ["Membres;;;1980;\n", ";;F;;5\n", "Femmes;;F;;5\n"])
    def test_what_may_be_a_person_is_counted_and_asked(self, workspace, rows):
        number, said = self.read(workspace, rows)
        assert (number, said[0]) == (10, ("perhaps_total", (11,)))

    @pytest.mark.parametrize(
        ("rows", "rule"),
        [
            ("Femmes;;F;1980;\n", "perhaps_beside"),
            ("Somme;;H;;1980\n", "perhaps_total"),
            ("Budget;;F;;\n", "perhaps_beside"),
        ],
    )
    def test_a_label_of_a_row_that_lacks_what_others_have_is_asked(self, workspace, rows, rule):
        assert self.read(workspace, rows) == (10, [(rule, (11,))])

    @pytest.mark.parametrize("unit", ["Somme", "Total", "Sum", "Ensemble"])
    def test_people_whose_unit_has_the_name_of_a_total_are_asked_about(self, workspace, unit):
        people = "".join(f"{'FM'[n % 2]},{unit if n % 4 == 0 else 'Amiens'},{1970 + n}\n" for n in range(24))
        intake = workspace.read({"staff.csv": "sex,unit,birth_year\n" + people})
        assert len(intake.tables["staff"]) == 24
        assert [problem.rule for problem in intake.problems] == ["perhaps_total"]

    @pytest.mark.parametrize(
        "label", ["Moyenne", "Médiane", "Effectif", "Objectif 2026", "Average", "Headcount", "Promedio"]
    )
    def test_a_sex_makes_no_person_of_an_average(self, workspace, label):
        """Nor does a number that is too large to count the list."""
        number, said = self.read(workspace, f"{label};;F;;185 000\n{label};;H;;199 000\n")
        assert (number, said) == (9, [("total_row" if label in ("Effectif", "Headcount") else "row_beside", (11, 12))])

    def test_an_average_of_a_section_is_nobody_though_its_section_is_given(self, workspace):
        assert self.read(workspace, "Moyenne;Nord;F;;\nMasse salariale;Sud;H;;\n") == (9, [("row_beside", (11, 12))])

    def test_who_works_in_a_unit_called_so_is_a_person(self, workspace):
        """A name stands before the label; and others work there, too."""
        assert self.read(workspace, "Awa Sow;Solde;F;1980;\n") == (10, [])
        assert self.read(workspace, "Awa Sow;Solde;F;1980;770\n;Solde;F;1981;\n") == (11, [])

    @pytest.mark.parametrize("rows", ["Homme Diarra;;;1980;\n", "Sow;;F;1980;\n", "Moyenne;Nord;F;1980;779\n"])
    def test_a_person_is_a_person(self, workspace, rows):
        number, said = self.read(workspace, rows)
        assert number == 10
        assert {rule for rule, _ in said} <= {"sex_blank"}

    def test_the_name_of_a_section_counts_nobody(self, workspace):
        """Its word stands with people, too."""
        rows = "Awa Sow;Femmes;F;1980;\nMariam Sow;Femmes;;;770\n"
        assert self.read(workspace, rows)[0] == 11
        number, said = self.read(workspace, "Awa Sow;Femmes;F;1980;\n;Femmes;;;770\n")
        assert (number, said[0]) == (11, ("perhaps_total", (12,)))

    def test_numbers_of_rows_that_nobody_filled_are_no_people(self, workspace):
        rows = "N°;Nom;Sexe\n1;Awa;F\n2;Ali;H\n3;;\n4;;\n"
        settings = MEMBERS.replace("Section: branch, Sexe: sex, Effectif: count", "Sexe: sex")
        assert people(workspace, rows, settings)[1][0] == ("row_alone", (4, 5))


class TestAsAbove:
    """What stands above a row says something of it."""

    @pytest.mark.parametrize(
        "sex", ["columns: {Nom: branch}\n    values: {sex: F}", "columns: {Nom: branch, Sexe: sex}"]
    )
    @pytest.mark.parametrize("words", [("FEMMES", "HOMMES"), ("Women:", "Men:"), ("Hommes", "Femmes")])
    def test_women_and_men_below_headings_are_an_error(self, workspace, words, sex):
        rows = f"Nom;Sexe;Tél\n{words[0]};;\nA;;1\nB;;2\n{words[1]};;\nC;;3\n"
        settings = f"name: E\nkind: ngo\nlanguages: [fr]\ntables:\n  members:\n    {sex}\n"
        errors = workspace.read({"members.csv": rows}, settings).errors
        assert [(p.rule, p.rows) for p in errors] == [("sex_in_headings", (2, 5))]

    def test_headings_above_rows_that_say_their_sex_are_headings(self, workspace):
        rows = "Section;Sexe;Né en\nFEMMES;;\nA;F;1980\nHOMMES;;\nC;H;1970\n"
        assert people(workspace, rows, TestTallies.LIST) == (2, [("row_alone", (2, 4))])

    @pytest.mark.parametrize("word", ["idem", "Idem.", "〃", "″", "Id.", "ditto"])
    def test_cells_that_say_as_above_are_read_so_and_said(self, workspace, word):
        rows = f"Section;Sexe;Né en\nKayes;F;1980\n{word};{word};1981\n{word};H;1982\nSégou;F;1983\n"
        intake = workspace.read({"members.csv": rows}, TestTallies.LIST)
        assert intake.tables["members"]["branch"].tolist() == ["Kayes"] * 3 + ["Ségou"]
        assert intake.tables["members"]["sex"].tolist() == ["F", "F", "M", "F"]
        said = [(p.rule, p.column, p.rows) for p in intake.problems]
        assert said == [("repeated_above", "Section", (3, 4)), ("repeated_above", "Sexe", (3,))]

    def test_a_row_of_numbers_that_stands_twice_is_said(self, workspace):
        rows = "Section;Femmes;Hommes\nA;40;20\nB;30;10\nC;1;2\nA;40;20\nC;1;2\n"
        assert people(workspace, rows, WIDE) == (166, [("counts_twice", (5,))])
