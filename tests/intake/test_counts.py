"""Lists of numbers: women and men beside each other, a list that is one body or meeting, signs for nobody."""

from __future__ import annotations

import pytest
from examples import suggest

from genderaudit.foundations.errors import AuditError
from genderaudit.foundations.language import language
from genderaudit.methodology.organisation import read_organisation

HEAD = "name: Example\nkind: ngo\nlanguages: [fr]\n"
MEMBERS = HEAD + "tables:\n  members:\n    columns: {Section: branch}\n    counts: {Femmes: F, Hommes: M}\n"
WIDE = "Section,Femmes,Hommes,Total\nKayes,70,30,100\nNioro,12,18,30\nTotal,82,48,130\n"


def counted(frame) -> dict[str, int]:
    return frame.groupby("sex")["count"].sum().to_dict()


class TestBesideEachOther:
    """A column a sex."""

    def test_is_read_as_a_row_a_sex(self, workspace):
        intake = workspace.read({"members.csv": WIDE}, MEMBERS)
        members = intake.tables["members"]
        assert members[["branch", "sex", "count"]].to_numpy().tolist() == [
            *(["Kayes", "F", 70], ["Kayes", "M", 30], ["Nioro", "F", 12], ["Nioro", "M", 18])
        ]
        assert [problem.rule for problem in intake.problems] == ["total_row"]

    @pytest.mark.parametrize(
        ("table", "head", "mapping", "cells"),
        [
            ("staff", "Niveau,F,H", "columns: {Niveau: level}\n    counts: {F: F, H: M}", "A,29,71"),
            ("bodies", "Organe,Women,Men", "columns: {Organe: body}\n    counts: {Women: F, Men: M}", "Bureau,29,71"),
            (
                "attendance",
                "Réunion;Nb F;Nb H;Autres",
                "columns: {Réunion: event}\n    counts: {Nb F: F, Nb H: M, Autres: X}",
                "AG;29;71;0",
            ),
            ("recruitment", "stage,femmes,hommes", "counts: {femmes: F, hommes: M}", "applied,29,71"),
            (
                "members",
                "Section,F moins de 35,F 35 et plus,H",
                "columns: {Section: branch}\n    counts: {F moins de 35: F, F 35 et plus: F, H: M}",
                "K,9,20,71",
            ),
        ],
    )
    def test_in_every_list_of_numbers(self, workspace, table, head, mapping, cells):
        intake = workspace.read({f"{table}.csv": f"{head}\n{cells}\n"}, f"{HEAD}tables:\n  {table}:\n    {mapping}\n")
        assert intake.problems == ()
        assert {sex: number for sex, number in counted(intake.tables[table]).items() if number} == {"F": 29, "M": 71}

    def test_total_that_is_not_the_sum_is_an_error_with_its_rows(self, workspace):
        found = workspace.read({"members.csv": WIDE.replace("18,30", "18,40")}, MEMBERS).errors
        assert [(problem.rule, problem.column, problem.rows) for problem in found] == [
            ("total_is_not_the_sum", "Total", (3,))
        ]

    def test_what_counts_no_people_of_a_sex_is_part_of_the_total_only(self, workspace):
        """Groups and legal persons are members, too."""
        rows = "Caisse;Femmes;Hommes;Groupements;Total\nKaya;20;10;3;33\nRéo;6;5;-;{}\n"
        more = MEMBERS.replace("Section", "Caisse").replace("M}", "M, Groupements: none}")
        intake = workspace.read({"members.csv": rows.format(11)}, more)
        assert (counted(intake.tables["members"]), intake.errors) == ({"F": 26, "M": 15}, ())
        (said,) = (one for one in intake.problems if one.rule == "counts_nobody")
        assert "Groupements" in said.what(language("en"))
        assert "3 in all" in said.what(language("en"))
        (wrong,) = workspace.read({"members.csv": rows.format(12)}, more).errors
        assert (wrong.rule, wrong.rows) == ("total_is_not_the_sum", (3,))
        assert "none" in wrong.fix(language("en"))

    def test_what_counts_no_people_is_no_man_either(self, workspace):
        """Where men are the rest of a total."""
        more = MEMBERS.replace("{Femmes: F, Hommes: M}", "{Effectif: all, Femmes: F, Firmes: none}")
        intake = workspace.read({"members.csv": "Section,Effectif,Femmes,Firmes\nKayes,33,20,3\n"}, more)
        assert (counted(intake.tables["members"]), intake.errors) == ({"F": 20, "M": 10}, ())

    def test_columns_of_no_people_alone_are_refused(self, workspace):
        with pytest.raises(AuditError, match="no column of people"):
            workspace.read({"members.csv": WIDE}, MEMBERS.replace("F, Hommes: M", "none"))

    @pytest.mark.parametrize("total", ["33", "34"])
    def test_a_total_of_another_year_is_not_compared(self, workspace, total):
        """Two pairs of women and men stand under headings; the headings belong to the names."""
        rows = f";2024;;;2025;;\nCaisse;Hommes;Femmes;Total;Hommes;Femmes;Total\nA;5;6;11;11;22;{total}\n"
        more = (
            HEAD + "tables:\n  members:\n    columns: {Caisse: branch}\n    counts: {2025 Hommes: M, 2025 Femmes: F}\n"
        )
        intake = workspace.read({"members.csv": rows}, more)
        wrong = [] if total == "33" else [("total_is_not_the_sum", "2025 Total")]
        assert [(one.rule, one.column) for one in intake.errors] == wrong
        assert counted(intake.tables["members"]) == {"F": 22, "M": 11}

    def test_of_names_that_stand_twice_it_is_said_that_the_heading_tells_them_apart(self, workspace):
        rows = ";2024;;2025;\nSection;Femmes;Hommes;Femmes;Hommes\nA;5;6;11;11\n"
        (error,) = workspace.read({"members.csv": rows}, MEMBERS).errors
        assert error.rule == "header_twice"
        assert "2025 Women" in error.fix(language("en"))

    def test_total_may_be_mapped_to_count_by_its_own_name(self, workspace):
        about = MEMBERS.replace("{Section: branch}", "{Section: branch, Effectif: count}")
        wide = WIDE.replace("Total\n", "Effectif\n", 1)
        assert counted(workspace.read({"members.csv": wide}, about).tables["members"]) == {"F": 82, "M": 48}
        found = workspace.read({"members.csv": wide.replace("18,30", "18,31")}, about).errors
        assert [problem.rule for problem in found] == ["total_is_not_the_sum"]

    def test_blank_and_dash_are_nobody_and_said(self, workspace):
        intake = workspace.read({"members.csv": "Section,Femmes,Hommes\nA,,4\nB,-,6\n"}, MEMBERS)
        assert [(p.severity, p.rule, p.rows) for p in intake.problems] == [
            ("warning", "blank_is_nobody", (2,)),
            ("warning", "said_nobody", (3,)),
        ]
        assert counted(intake.tables["members"]) == {"F": 0, "M": 10}

    def test_a_row_of_which_no_number_can_be_read_is_named_once(self, workspace):
        found = workspace.read({"members.csv": "Section,Femmes,Hommes\nB,1,2\nA,x y,z\n"}, MEMBERS).errors
        assert [problem.rows for problem in found] == [(3,)]

    def test_list_with_a_column_of_sexes_too_is_refused(self, workspace):
        found = workspace.read({"members.csv": "sex,Section,Femmes,Hommes\nF,A,1,2\n"}, MEMBERS).errors
        assert [problem.rule for problem in found] == ["counts_beside_sex"]

    def test_header_that_is_not_there_is_named(self, workspace):
        found = workspace.read({"members.csv": "Section,Femme,Hommes\nA,1,2\n"}, MEMBERS).errors
        assert ("header_missing", "Femmes") in [(problem.rule, problem.column) for problem in found]

    def test_dates_and_ages_stand_beside_both_sexes(self, workspace):
        about = HEAD + "tables:\n  attendance:\n    counts: {Femmes: F, Hommes: M}\n"
        file = "event,date,age_band,Femmes,Hommes\nAG,13/05/2025,<35,3,4\nAG,14/05/2025,35+,5,6\n"
        frame = workspace.read({"attendance.csv": file}, about).tables["attendance"]
        assert frame["date"].dt.day.tolist() == [13, 13, 14, 14]
        assert frame["age_low"].tolist() == [0, 0, 35, 35]

    @pytest.mark.parametrize(
        ("women", "men"),
        [
            ("Femmes", "Hommes"),
            ("Women", "Men"),
            ("Nombre de femmes", "Nombre d'hommes"),
            ("F", "H"),
            ("Nb femmes", "Nb hommes"),
            ("FEMMES", "HOMMES"),
            ("F", "M"),
        ],
    )
    def test_is_proposed_and_what_is_proposed_is_read(self, workspace, women, men):
        file = f"Section,{women},{men},Total\nKayes,70,30,100\nNioro,12,18,30\n"
        folder = workspace.organisation({"members.csv": file}, HEAD)
        proposed = suggest(folder, read_organisation(folder.parent), language("fr"))
        assert "counts: {" in proposed
        assert "Total" not in proposed
        assert counted(workspace.read({"members.csv": file}, HEAD + proposed).tables["members"]) == {"F": 82, "M": 48}


class TestPartOfTheTotal:
    """Women as a part of the total."""

    ABOUT = MEMBERS.replace("{Femmes: F, Hommes: M}", "{Effectif: all, dont femmes: F}")
    FILE = "Section,Effectif,dont femmes\nKayes,100,70\nNioro,30,12\nSikasso,5,-\nTotal,135,82\n"

    def test_the_rest_are_men(self, workspace):
        intake = workspace.read({"members.csv": self.FILE}, self.ABOUT)
        assert counted(intake.tables["members"]) == {"F": 82, "M": 53}
        assert intake.errors == ()

    def test_others_are_named_and_men_then_the_rest(self, workspace):
        about = self.ABOUT.replace("femmes: F", "femmes: F, autres: X")
        intake = workspace.read({"members.csv": "Section,Effectif,dont femmes,autres\nKayes,100,70,2\n"}, about)
        assert counted(intake.tables["members"]) == {"F": 70, "M": 28, "X": 2}

    @pytest.mark.parametrize("line", ["Nioro,11,12", "Nioro,,12"])
    def test_a_total_that_cannot_be_is_an_error_with_its_row(self, workspace, line):
        found = workspace.read({"members.csv": self.FILE.replace("Nioro,30,12", line)}, self.ABOUT).errors
        assert [(p.rule, p.column, p.rows) for p in found] == [("total_below_parts", "Effectif", (3,))]

    def test_a_total_of_all_is_compared_where_men_are_counted_too(self, workspace):
        about = MEMBERS.replace("Hommes: M", "Hommes: M, Ensemble: all")
        right = "Section,Femmes,Hommes,Ensemble\nKayes,70,30,100\nNioro,12,18,30\n"
        intake = workspace.read({"members.csv": right}, about)
        assert (intake.problems, counted(intake.tables["members"])) == ((), {"F": 82, "M": 48})
        found = workspace.read({"members.csv": right.replace("18,30", "18,31")}, about).errors
        assert [problem.rule for problem in found] == ["total_is_not_the_sum"]

    def test_a_total_without_women_is_refused(self, workspace):
        about = MEMBERS.replace("{Femmes: F, Hommes: M}", "{Effectif: all}")
        found = workspace.read({"members.csv": "Section,Effectif\nKayes,100\n"}, about).errors
        assert "counts_of_all" in [problem.rule for problem in found]

    @pytest.mark.parametrize("women", ["dont femmes", "Femmes", "of whom women"])
    def test_is_proposed_and_what_is_proposed_is_read(self, workspace, women):
        file = f"Section,Effectif,{women}\nKayes,100,70\nNioro,30,12\n"
        folder = workspace.organisation({"members.csv": file}, HEAD)
        proposed = suggest(folder, read_organisation(folder.parent), language("fr"))
        assert ": all" in proposed
        assert counted(workspace.read({"members.csv": file}, HEAD + proposed).tables["members"]) == {"F": 82, "M": 48}


class TestTicks:
    """A column a sex, of which each person ticks one."""

    ABOUT = HEAD + "tables:\n  bodies:\n    columns: {Organe: body}\n    counts: {F: F, H: M}\n"

    @pytest.mark.parametrize("tick", ["X", "x", "✓", "1", "oui"])
    def test_one_tick_a_row_is_the_sex(self, workspace, tick):
        rows = "".join(f"Bureau,{a},{b}\n" for a, b in [(tick, ""), ("", tick), (tick, ""), ("", tick), (tick, "")])
        intake = workspace.read({"bodies.csv": f"Organe,F,H\n{rows}"}, self.ABOUT)
        assert intake.problems == ()
        assert intake.tables["bodies"]["sex"].tolist() == ["F", "M", "F", "M", "F"]
        assert intake.tables["bodies"]["count"].tolist() == [1] * 5

    @pytest.mark.parametrize("line", ["Bureau,Membre,,", "Bureau,Membre,X,X"])
    def test_none_or_two_are_an_error_with_the_row(self, workspace, line):
        file = f"Organe,role,F,H\nBureau,Présidente,X,\n{line}\nBureau,Membre,,x\n"
        found = workspace.read({"bodies.csv": file}, self.ABOUT).errors
        assert [(problem.rule, problem.rows) for problem in found] == [("ticks_not_one", (3,))]
        assert "F, H" in found[0].sentence(language("fr"))

    def test_numbers_of_people_stay_numbers(self, workspace):
        intake = workspace.read({"bodies.csv": "Organe,F,H\nBureau,1,1\nComité,1,4\nAG,1,0\n"}, self.ABOUT)
        assert counted(intake.tables["bodies"]) == {"F": 3, "M": 5}

    def test_are_proposed_and_what_is_proposed_is_read(self, workspace):
        file = "Organe,Nom,F,H\nBureau,a,X,\nBureau,b,,X\nBureau,c,X,\n"
        folder = workspace.organisation({"bodies.csv": file}, HEAD)
        proposed = suggest(folder, read_organisation(folder.parent), language("fr"))
        read = workspace.read({"bodies.csv": file}, HEAD + proposed).tables["bodies"]
        assert read["sex"].tolist() == ["F", "M", "F"]


class TestOneOfAll:
    """A list that is one body, or one meeting."""

    @pytest.mark.parametrize(("table", "column"), [("bodies", "body"), ("attendance", "event")])
    def test_name_is_given_once(self, workspace, table, column):
        about = HEAD + f"tables:\n  {table}:\n    values: {{{column}: Comité}}\n"
        intake = workspace.read({f"{table}.csv": "Liste du 3 mars\n\nsex,role\nF,Présidente\nM,Membre\n"}, about)
        assert intake.errors == ()
        assert intake.tables[table][column].tolist() == ["Comité", "Comité"]


class TestNobody:
    """A dash or a word for none is nought."""

    @pytest.mark.parametrize("word", ["-", "–", "néant", "Néant", "NEANT", "nil", "aucune", "0", "zéro"])
    def test_is_read_as_nought_and_said(self, workspace, word):
        intake = workspace.read({"members.csv": f"branch,sex,count\nA,F,{word}\nA,M,60\n"})
        assert intake.tables["members"]["count"].tolist() == [0, 60]
        assert [p.rule for p in intake.problems] == ([] if word == "0" else ["said_nobody"])

    @pytest.mark.parametrize("word", ["?", "n/a", "inconnu", "beaucoup"])
    def test_number_that_is_not_known_is_an_error(self, workspace, word):
        found = workspace.read({"members.csv": f"branch,sex,count\nA,F,{word}\nA,M,60\n"}).errors
        assert [problem.rule for problem in found] == ["not_a_number"]


class TestSpeakingTurns:
    """Turns of women and of men beside each other."""

    ROWS = "Réunion;F;H;Prises de parole F;Prises de parole H\nAG;30;70;4;36\nCA;5;5;;8\n"

    def read(self, workspace, settings, rows=ROWS):
        columns = (
            "columns: {Réunion: event, Parole: speaking_turns}" if "Parole" in rows else "columns: {Réunion: event}"
        )
        about = f"{HEAD}tables:\n  attendance:\n    {columns}\n    {settings}\n"
        return workspace.read({"attendance.csv": rows}, about)

    def test_are_those_of_each_sex(self, workspace):
        said = "counts: {F: F, H: M}\n    turns: {Prises de parole F: F, Prises de parole H: M}"
        intake = self.read(workspace, said)
        assert intake.problems == ()
        assert intake.tables["attendance"].groupby("sex")["speaking_turns"].sum().to_dict() == {"F": 4, "M": 44}

    @pytest.mark.parametrize(
        ("settings", "rows", "rule"),
        [
            ("counts: {F: F, H: M}", "Réunion;F;H;Parole\nAG;30;70;36\n", "turns_of_all"),
            ("counts: {F: F, H: M}\n    turns: {Prises de parole F: F}", ROWS, "turns_of_some"),
            ("values: {sex: F}\n    turns: {Prises de parole F: F}", ROWS, "turns_without_counts"),
        ],
    )
    def test_of_both_or_of_one_alone_are_an_error(self, workspace, settings, rows, rule):
        assert [one.rule for one in self.read(workspace, settings, rows).errors] == [rule]

    def test_are_proposed(self, workspace):
        folder = workspace.organisation({"Présences.csv": self.ROWS}, HEAD)
        proposed = suggest(folder, read_organisation(folder.parent), language("fr"))
        assert 'turns: {"Prises de parole F": F, "Prises de parole H": M}' in proposed
