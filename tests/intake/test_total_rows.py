"""Rows of a list that are totals of others: by their words, and by what they add up to."""

from __future__ import annotations

import pytest
from counted_rows import MEMBERS, SECTIONS, people

from genderaudit.intake.vocabulary.row_words import total_label_kind

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


class TestTotals:
    """By their words, and by what they add up to."""

    @pytest.mark.parametrize("word", SPELLINGS)
    def test_every_spelling_is_set_aside_and_said(self, workspace, word):
        assert people(workspace, f"{SECTIONS}{word};F;60\n{word};H;90\n") == (150, [("total_row", (6, 7))])
        assert people(workspace, f"{SECTIONS}{word};;150\n") == (150, [("total_row", (6,))])

    @pytest.mark.parametrize("word", ["Kayes – total", "Total Kayes", "Ensemble de la région"])
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

    @pytest.mark.parametrize("ages", [(1, 4, 5, 4, 2), (1, 8, 4, 2, 6)])
    def test_a_sum_of_a_part_of_its_block_is_an_entry_without_an_age(self, workspace, ages):
        """Of the women of a section the third, or the last, has the number of the two above it by chance."""
        bands = ["18-25", "26-35", "36-45", "46-55", "56+"]
        bands[2 if ages[2] == 5 else 4] = ""
        rows = "".join(
            f"Kayes;{sex};{band};{number}\n" for sex in "FH" for band, number in zip(bands, ages, strict=True)
        )
        settings = MEMBERS.replace("Effectif", "Âge: age_band, Effectif")
        assert people(workspace, f"Section;Sexe;Âge;Effectif\n{rows}", settings) == (2 * sum(ages), [])

    def test_two_sections_with_as_many_people_are_no_sum_of_each_other(self, workspace):
        assert people(workspace, "Section;Sexe;Effectif\nA;F;40\nB;F;40\nC;F;12\n") == (92, [])

    def test_a_sum_with_a_name_of_its_own_is_asked_and_counted(self, workspace):
        """5, 7, 12 is a list too."""
        assert people(workspace, "Section;Sexe;Effectif\nA;F;5\nB;F;7\nC;F;12\n") == (24, [("perhaps_total", (4,))])

    @pytest.mark.parametrize("word", ["Réseau", "Faîtière", "Network", "Effectif", "Confederación"])
    def test_the_name_of_all_is_a_total_where_it_is_the_sum(self, workspace, word):
        assert people(workspace, f"{SECTIONS}{word};F;60\n{word};H;90\n") == (150, [("total_row", (6, 7))])

    def test_the_name_of_all_is_an_entry_where_it_is_not_the_sum(self, workspace):
        assert people(workspace, f"{SECTIONS}Réseau des jeunes;F;12\nUnion;H;7\n") == (169, [])

    @pytest.mark.parametrize("table", ["bodies", "members"])
    @pytest.mark.parametrize("level", ["national", "Région de Kayes"])
    def test_a_word_that_the_entries_have_too_is_no_name_of_all(self, workspace, table, level):
        """The ten men of the committee are a sum by chance; the eight below them, another, prove nothing."""
        settings = MEMBERS.replace("members", table).replace(
            "branch, S", "body, Niveau: level, S" if table == "bodies" else "branch, Niveau: sector, S"
        )
        seats = [*[("Bureau", sex, n) for sex, n in (("F", 3), ("H", 1), ("H", 2), ("H", 5))]]
        seats += [
            ("Comité", sex, n)
            for sex, n in (("H", 1), ("H", 1), ("F", 7), ("F", 4), ("H", 10), ("H", 7), ("H", 1), ("H", 8))
        ]
        rows = "".join(f"{body};{level};{sex};{n}\n" for body, sex, n in seats)
        assert people(workspace, f"Section;Niveau;Sexe;Effectif\n{rows}", settings, table) == (
            sum(n for *_, n in seats),
            [("perhaps_total", (10,))],
        )

    def test_a_total_proves_that_a_sum_with_a_name_is_one(self, workspace):
        rows = "Section;Sexe;Effectif\nA;F;40\nB;F;20\nNord;F;60\nC;F;30\nD;F;12\nSud;F;42\n"
        assert people(workspace, rows)[1] == [("perhaps_total", (4, 7))]
        assert people(workspace, f"{rows}TOTAL RESEAU;F;102\n") == (102, [("total_row", (4, 7, 8))])
        assert people(workspace, f"{rows}TOTAL RESEAU;F;204\n") == (
            204,
            [("total_row", (8,)), ("perhaps_total", (4, 7))],
        )

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
        assert total_label_kind("Total de la section de Kayes") == "certain"
        assert total_label_kind("Total " + "x" * 100) is None
