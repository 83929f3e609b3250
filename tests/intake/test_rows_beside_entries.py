"""Averages, targets, reminders and shares below a list of counts, and parts of the rows above."""

from __future__ import annotations

import pytest
from counted_rows import MEMBERS, SECTIONS, WIDE, people

from genderaudit.intake.vocabulary.row_words import side_row_kind


class TestBesideTheEntries:
    """Averages, targets, reminders and shares below a list of counts, and parts of the rows above."""

    BESIDE = (
        *(
            "Rappel 2024",
            "RAPPEL : 2023",
            "Pour mémoire : retraités",
            "P.M. retraités",
            "Moyenne par section",
            "Moyenne",
            "Objectif 2026",
            "Cible 2026",
        ),
        *(
            "Évolution",
            "Évolution 2024/2025",
            "Écart",
            "%",
            "% femmes",
            "Taux",
            "Taux de féminisation",
            "Pourcentage",
            "Cumul Nord",
            "Tous",
            "Tous les sites",
        ),
        *(
            "Average",
            "Average per branch",
            "Target 2026",
            "Reminder: 2024",
            "Change from 2024",
            "Share of women",
            "All",
            "Percentage",
        ),
        *(
            "Promedio",
            "Promedio por sección",
            "Objetivo 2026",
            "Año anterior",
            "Porcentaje",
            "Tasa de feminización",
            "Todos",
        ),
        *(
            "Prévision 2026",
            "Prévisions",
            "Projection",
            "Accroissement",
            "Situation au 30/06",
            "Nouveaux adhérents",
            "Démissions",
            "Exclus",
            "Radiés",
            "Départs",
            "Solde",
            "Plan 2026",
            "Budget 2026",
            "Effectif 2024",
            "Année 2024",
            "Effectif au 31/12/2024",
        ),
        *(
            "Attendus",
            "N-1",
            "Rang",
            "Soit",
            "Forecast 2026",
            "New members",
            "Resignations",
            "Expelled",
            "Balance",
        ),
        *(
            "Headcount 2024",
            "Expected",
            "Rank",
            "Status as of 30 June",
            "Nuevos afiliados",
            "Bajas",
            "Presupuesto 2026",
            "Saldo",
        ),
    )
    PARTS = (
        *(
            "dont jeunes (- 35 ans)",
            "Dont retraités",
            "- dont : stagiaires",
            "y compris les apprentis",
            "of which under 35",
            "Including retired",
        ),
        *("de los cuales jóvenes", "entre ellas, jubiladas"),
    )

    @pytest.mark.parametrize("label", BESIDE)
    def test_they_are_set_aside_and_said(self, workspace, label):
        rows = f"Section;Femmes;Hommes\nKayes;40;60\n{label};24;16\nNioro;20;30\n"
        assert people(workspace, rows, WIDE) == (150, [("row_beside", (3,))])
        assert people(workspace, f"{SECTIONS}{label};F;35\n{label};H;65\n") == (150, [("row_beside", (6, 7))])

    @pytest.mark.parametrize("label", PARTS)
    def test_a_part_belongs_to_the_row_above_it(self, workspace, label):
        rows = f"Section;Femmes;Hommes\nKayes;40;60\n{label};11;23\nNioro;20;30\n{label};20;7\n"
        assert people(workspace, rows, WIDE) == (150, [("row_part", (3, 5))])
        rows = f"Section;Sexe;Effectif\nKayes;F;40\nKayes;H;60\n{label};F;11\n{label};H;60\n"
        assert people(workspace, rows) == (100, [("row_part", (4, 5))])

    def test_parts_of_one_row_below_each_other(self, workspace):
        rows = "Section;Femmes;Hommes\nKayes;40;60\ndont jeunes;11;23\ndont retraités;30;40\n"
        assert people(workspace, rows, WIDE) == (100, [("row_part", (3, 4))])

    def test_a_part_that_is_larger_than_its_row_is_counted_and_asked(self, workspace):
        rows = "Section;Femmes;Hommes\nKayes;40;60\ndont jeunes;41;5\n"
        assert people(workspace, rows, WIDE) == (146, [("perhaps_beside", (3,))])

    def test_parts_below_a_heading_are_all_that_there_is(self, workspace):
        rows = "Section;Femmes;Hommes\nKayes;40;60\nBamako;;\ndont centre;12;5\ndont périphérie;7;5\n"
        assert people(workspace, rows, WIDE) == (129, [("row_alone", (3,)), ("perhaps_beside", (4, 5))])

    def test_a_sum_passes_over_the_parts_between(self, workspace):
        rows = "Section;Femmes;Hommes\nKayes;40;60\ndont jeunes;11;23\nNioro;20;30\ndont jeunes;3;4\n"
        said = [("row_part", (3, 5)), ("total_row", (6,))]
        assert people(workspace, f"{rows}Ensemble des sections;60;90\n", WIDE) == (150, said)

    def test_a_remark_names_no_row(self, workspace):
        rows = "Section;Femmes;Hommes;Observations\nKayes;40;60;dont 3 suspendues\nNioro;20;30;rappel envoyé\n"
        assert people(workspace, rows, WIDE) == (150, [("columns_not_used", ())])

    @pytest.mark.parametrize(
        "name",
        [
            "Moyenne Guinée",
            "Target Stores",
            "Todos Santos",
            "All Saints",
            "Toutes Aides",
            "Dontreix",
            "Parma",
            "Meta Sur",
            "80 %",
            "Objectifs et vie",
            "Prévision sociale",
            "Croissance et Vie",
            "Planned Parenthood",
            "Départements du Nord",
            "Retraités",
            "Nombre d’Or",
            "Rangpur",
        ],
    )
    def test_names_that_begin_alike_are_names(self, name):
        assert side_row_kind(name) is None

    @pytest.mark.parametrize("label", ["Plan", "Budget", "Effectif", "Membres"])
    def test_a_word_that_may_name_a_section_is_asked(self, workspace, label):
        rows = f"Section;Femmes;Hommes\nKayes;40;60\n{label};24;16\nNioro;20;30\n"
        assert people(workspace, rows, WIDE) == (190, [("perhaps_beside", (3,))])

    def test_rows_that_are_all_called_so_are_entries_and_asked(self, workspace):
        rows = "Période;Femmes;Hommes\nSituation au 30/06;40;60\nSituation au 31/12;42;61\n"
        assert people(workspace, rows, WIDE.replace("Section", "Période")) == (203, [("perhaps_beside", (2, 3))])

    def test_in_a_list_of_people_it_is_asked(self, workspace):
        settings = (
            MEMBERS.replace("members", "staff")
            .replace("Section: branch", "Nom: function, Salaire: pay")
            .replace(", Effectif: count", "")
        )
        rows = "Nom;Sexe;Salaire\nA;F;900\nB;H;1100\nMoyenne;;1000\nDont;H;800\n"
        number, said = people(workspace, rows, settings, "staff")
        assert number == 4
        assert ("perhaps_beside", (4,)) in said
