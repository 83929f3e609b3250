"""Rows of a list that are no entries of it: totals, headings, column names again, notes, signatures."""

from __future__ import annotations

import pytest

from genderaudit.intake.other_rows import label

MEMBERS = """name: Example
kind: trade_union
languages: [fr]
tables:
  members:
    columns: {Section: branch, Sexe: sex, Effectif: count}
    codes: {sex: {F: F, H: M}}
"""
SECTIONS = "Section;Sexe;Effectif\nKayes ville;F;40\nNioro;F;20\nKayes ville;H;60\nNioro;H;30\n"
SPELLINGS = [
    *(
        "Total",
        "TOTAL",
        "TOTAL GÉNÉRAL",
        "Total general",
        "Totaux",
        "Tot.",
        "T O T A L",
        "Sous-total Kayes",
        "Sous total",
    ),
    *("SOUS-TOTAUX", "S/T Ségou", "S/Total", "Ss-total", "Ensemble", "Somme", "Cumul", "Récapitulatif", "RÉCAP", "∑"),
    *("Effectif total", "Effectifs totaux", "Montant total", "Total partiel", "Au total", "À reporter", "Total H+F"),
    *("Grand Total", "Sub-total", "Subtotal North:", "Overall", "Suma total", "Total general", "Subtotales"),
]


def people(
    workspace, text: str, settings: str = MEMBERS, table: str = "members"
) -> tuple[int, list[tuple[str, tuple[int, ...]]]]:
    """People that were counted, and what was said of which rows."""
    intake = workspace.read({f"{table}.csv": text}, settings)
    frame = intake.tables[table]
    number = int(frame["count"].sum()) if "count" in frame else len(frame)
    return number, [(problem.rule, problem.rows) for problem in intake.problems]


class TestTotals:
    """By their words, and by what they add up to."""

    @pytest.mark.parametrize("word", SPELLINGS)
    def test_every_spelling_is_set_aside_and_said(self, workspace, word):
        assert people(workspace, f"{SECTIONS}{word};F;60\n{word};H;90\n") == (150, [("total_row", (6, 7))])
        assert people(workspace, f"{SECTIONS}{word};;150\n") == (150, [("total_row", (6,))])

    @pytest.mark.parametrize("word", ["Kayes – total", "Total Kayes", "Ensemble de la région", "Cumul Nioro"])
    def test_a_word_that_may_be_a_name_needs_the_sum(self, workspace, word):
        assert people(workspace, f"{SECTIONS}{word};F;60\n") == (150, [("total_row", (6,))])
        assert people(workspace, f"{SECTIONS}{word};F;61\n") == (211, [("perhaps_total", (6,))])

    @pytest.mark.parametrize("name", ["Somme", "Total Energies", "Ensemble vocal", "Sumatra", "St Louis", "Totor"])
    def test_a_person_of_a_place_with_such_a_name_is_a_person(self, workspace, name):
        settings = MEMBERS.replace(", Effectif: count", "")
        assert people(workspace, f"Section;Sexe;Né en\nNord;F;1990\n{name};H;1980\n", settings)[0] == 2

    def test_a_sum_without_a_label_is_a_total(self, workspace):
        assert people(workspace, f"{SECTIONS};F;60\n;H;90\n;;150\n") == (150, [("total_row", (6, 7, 8))])

    def test_a_sum_with_the_name_of_its_block_is_a_total(self, workspace):
        text = "Région;Section;Sexe;Effectif\nKayes;ville;F;40\nKayes;Nioro;F;20\nKayes;;F;60\nSégou;ville;F;7\n"
        assert people(workspace, text, MEMBERS)[1][0] == ("total_row", (4,))

    def test_a_sum_with_a_name_of_its_own_is_asked_and_counted(self, workspace):
        """5, 7, 12 is a list too."""
        assert people(workspace, "Section;Sexe;Effectif\nA;F;5\nB;F;7\nC;F;12\n") == (24, [("perhaps_total", (4,))])

    def test_small_sums_are_no_question(self, workspace):
        assert people(workspace, "Section;Sexe;Effectif\nA;F;1\nB;F;1\nC;F;2\nD;F;4\n") == (8, [])

    def test_every_number_must_be_the_sum(self, workspace):
        settings = (
            MEMBERS.replace("members", "budget").split("    columns")[0]
            + "    columns: {Ligne: line, Montant: amount}\n"
        )
        lines = "Ligne;Montant\nA;100\nB;250\n"
        assert people(workspace, f"{lines}Total A+B;350\n", settings, "budget") == (2, [("total_row", (4,))])
        assert people(workspace, f"{lines}Total A+B;340\n", settings, "budget") == (3, [("perhaps_total", (4,))])

    def test_totals_of_totals(self, workspace):
        text = (
            "Section;Sexe;Effectif\nA;F;40\nB;F;20\nS/T Kayes;F;60\nC;F;30\nD;F;11\nS/T Ségou;F;41\nEnsemble;F;101\n"
            "Total général;F;101\n"
        )
        assert people(workspace, text) == (101, [("total_row", (4, 7, 8, 9))])

    def test_words_are_looked_for_in_what_is_short(self):
        assert label("Total de la section de Kayes") == "certain"
        assert label("Total " + "x" * 100) is None


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
