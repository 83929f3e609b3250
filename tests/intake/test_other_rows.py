"""Rows of a list that are no entries of it: totals, headings, column names again, notes, signatures."""

from __future__ import annotations

import pytest

from genderaudit.intake.vocabulary.row_words import beside, label

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
        assert label("Total de la section de Kayes") == "certain"
        assert label("Total " + "x" * 100) is None


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
    WIDE = (
        MEMBERS.replace("Sexe: sex, Effectif: count", "").replace(", }", "}").split("    codes")[0]
        + "    counts: {Femmes: F, Hommes: M}\n"
    )

    @pytest.mark.parametrize("label", BESIDE)
    def test_they_are_set_aside_and_said(self, workspace, label):
        rows = f"Section;Femmes;Hommes\nKayes;40;60\n{label};24;16\nNioro;20;30\n"
        assert people(workspace, rows, self.WIDE) == (150, [("row_beside", (3,))])
        assert people(workspace, f"{SECTIONS}{label};F;35\n{label};H;65\n") == (150, [("row_beside", (6, 7))])

    @pytest.mark.parametrize("label", PARTS)
    def test_a_part_belongs_to_the_row_above_it(self, workspace, label):
        rows = f"Section;Femmes;Hommes\nKayes;40;60\n{label};11;23\nNioro;20;30\n{label};20;7\n"
        assert people(workspace, rows, self.WIDE) == (150, [("row_part", (3, 5))])
        rows = f"Section;Sexe;Effectif\nKayes;F;40\nKayes;H;60\n{label};F;11\n{label};H;60\n"
        assert people(workspace, rows) == (100, [("row_part", (4, 5))])

    def test_parts_of_one_row_below_each_other(self, workspace):
        rows = "Section;Femmes;Hommes\nKayes;40;60\ndont jeunes;11;23\ndont retraités;30;40\n"
        assert people(workspace, rows, self.WIDE) == (100, [("row_part", (3, 4))])

    def test_a_part_that_is_larger_than_its_row_is_counted_and_asked(self, workspace):
        rows = "Section;Femmes;Hommes\nKayes;40;60\ndont jeunes;41;5\n"
        assert people(workspace, rows, self.WIDE) == (146, [("perhaps_beside", (3,))])

    def test_parts_below_a_heading_are_all_that_there_is(self, workspace):
        rows = "Section;Femmes;Hommes\nKayes;40;60\nBamako;;\ndont centre;12;5\ndont périphérie;7;5\n"
        assert people(workspace, rows, self.WIDE) == (129, [("row_alone", (3,)), ("perhaps_beside", (4, 5))])

    def test_a_sum_passes_over_the_parts_between(self, workspace):
        rows = "Section;Femmes;Hommes\nKayes;40;60\ndont jeunes;11;23\nNioro;20;30\ndont jeunes;3;4\n"
        said = [("row_part", (3, 5)), ("total_row", (6,))]
        assert people(workspace, f"{rows}Ensemble des sections;60;90\n", self.WIDE) == (150, said)

    def test_a_remark_names_no_row(self, workspace):
        rows = "Section;Femmes;Hommes;Observations\nKayes;40;60;dont 3 suspendues\nNioro;20;30;rappel envoyé\n"
        assert people(workspace, rows, self.WIDE) == (150, [("columns_not_used", ())])

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
        assert beside(name) is None

    @pytest.mark.parametrize("label", ["Plan", "Budget", "Effectif", "Membres"])
    def test_a_word_that_may_name_a_section_is_asked(self, workspace, label):
        rows = f"Section;Femmes;Hommes\nKayes;40;60\n{label};24;16\nNioro;20;30\n"
        assert people(workspace, rows, self.WIDE) == (190, [("perhaps_beside", (3,))])

    def test_rows_that_are_all_called_so_are_entries_and_asked(self, workspace):
        rows = "Période;Femmes;Hommes\nSituation au 30/06;40;60\nSituation au 31/12;42;61\n"
        assert people(workspace, rows, self.WIDE.replace("Section", "Période")) == (203, [("perhaps_beside", (2, 3))])

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
        assert people(workspace, rows, TestBesideTheEntries.WIDE) == (166, [("counts_twice", (5,))])
