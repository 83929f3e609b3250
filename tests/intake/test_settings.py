"""Names in organisation.yml that a list does not have, and columns that are no counts though they hold numbers."""

from __future__ import annotations

import pytest
from examples import suggest

from genderaudit.foundations.language import language, languages
from genderaudit.methodology.organisation import read_organisation

HEAD = "name: Example\nkind: ngo\nlanguages: [en]\n"
STAFF = HEAD + "tables:\n  staff:\n"
PEOPLE = "Sex,Pay\nF,900\nM,800\n"


def errors(intake):
    return [(problem.rule, problem.values) for problem in intake.errors]


class TestNames:
    """Under columns, values and codes; each is an error with its line and the closest names."""

    @pytest.mark.parametrize(
        ("settings", "name", "closest", "line"),
        [
            ("    columns: {Sex: sex, Pay: salary}\n", "salary", "pay", 6),
            ("    columns:\n      Sex: sex\n      Pay: weekly_hrs\n", "weekly_hrs", "weekly_hours", 8),
            ("    columns: {Sex: sex}\n    values: {payperiod: month}\n", "payperiod", "pay_period", 7),
            ("    columns: {Sex: sex}\n    codes:\n      gendre: {F: F}\n", "gendre", "gender_training", 8),
            ("    columns: {Sex: sex, Pay: unité}\n", "unité", "unit", 6),
        ],
    )
    def test_name_that_the_list_does_not_have(self, workspace, settings, name, closest, line):
        found = workspace.read({"staff.csv": PEOPLE}, STAFF + settings).errors
        assert [(problem.rule, problem.file) for problem in found] == [("unknown_name", "organisation.yml")]
        assert (found[0].values["name"], found[0].values["line"]) == (name, line)
        assert closest in str(found[0].values["closest"]).split(", ")

    def test_code_that_the_column_does_not_have(self, workspace):
        codes = "    columns: {Sex: sex, Boss: manages_people}\n    codes:\n      sex:\n        Femme: W\n"
        found = workspace.read(
            {"staff.csv": "Sex,Boss\nF,1\n"}, STAFF + codes + "      manages_people: {ja: maybe}\n"
        ).errors
        assert [(p.rule, p.values["name"], p.values["line"]) for p in found] == [
            ("unknown_meaning", "W", 9),
            ("unknown_meaning", "maybe", 10),
        ]

    def test_items_of_the_survey_may_be_mapped_and_coded(self, workspace):
        about = HEAD + "tables:\n  survey:\n    columns: {Q1: D1}\n    codes: {items: {agree: 4}, D1: {never: 1}}\n"
        assert workspace.read({"survey.csv": "sex,Q1\nF,agree\n"}, about).errors == ()
        wrong = about.replace("D1: {never", "D99: {never")
        assert errors(workspace.read({"survey.csv": "sex,Q1\nF,agree\n"}, wrong))[0][0] == "unknown_name"

    @pytest.mark.parametrize("code", languages())
    def test_sentence_names_line_and_proposal_in_every_language(self, workspace, code):
        about = STAFF.replace("[en]", f"[{code}]") + "    columns: {Sex: sex, Pay: salary}\n"
        sentence = workspace.read({"staff.csv": PEOPLE}, about).errors[0].sentence(language(code))
        assert "organisation.yml" in sentence
        assert "6" in sentence
        assert "pay" in sentence.split("salary")[1]


class TestNumberings:
    """1, 2, 3 … and N° are never numbers of people."""

    MEMBERS = HEAD + "tables:\n  members:\n    columns: {'HEADER': count}\n"

    @pytest.mark.parametrize(
        ("header", "numbers"),
        [
            ("Nombre", [1, 2, 3, 4, 5]),
            ("Number", [0, 1, 2, 3]),
            ("N°", [12, 15, 40]),
            ("Nº", [3, 1]),
            ("#", [7, 9, 8]),
            ("No.", [101, 205, 17]),
            ("Matricule", [4411, 4410]),
        ],
    )
    def test_numbering_is_an_error_and_is_not_proposed(self, workspace, header, numbers):
        rows = "".join(f"F,{number}\n" for number in numbers)
        files = {"members.csv": f"sex,{header}\n{rows}"}
        assert [p.rule for p in workspace.read(files, self.MEMBERS.replace("HEADER", header)).errors] == [
            "count_is_serial"
        ]
        folder = workspace.organisation({"members.csv": f"Sexe,{header}\n{rows}"})
        assert ": count" not in suggest(folder, read_organisation(folder.parent), language("en"))

    @pytest.mark.parametrize(
        ("header", "numbers"),
        [("Nombre", [1, 2, 3]), ("N", [70, 50, 60, 30]), ("Nombre", [4, 5, 6, 7]), ("N°", [5, 5, 8])],
    )
    def test_numbers_of_people_are_read(self, workspace, header, numbers):
        rows = "".join(f"F,{number}\n" for number in numbers)
        intake = workspace.read({"members.csv": f"sex,{header}\n{rows}"}, self.MEMBERS.replace("HEADER", header))
        assert intake.errors == ()
        assert intake.tables["members"]["count"].tolist() == numbers


class TestStaffAsCounts:
    """A staff list may be counts, and pay without its period is said."""

    def test_rows_of_staff_may_stand_for_several_people(self, workspace):
        from genderaudit import measures

        staff = workspace.read({"staff.csv": "sex,level,count\nF,A,29\nM,A,71\n"}).tables["staff"]
        assert measures.share_of_women(staff)[0].value == pytest.approx(0.29)
        assert measures.share_of_women(staff)[0].n == 100

    def test_pay_without_period_says_what_to_write(self, workspace):
        problem = workspace.read({"staff.csv": "sex,pay\nF,900\nM,800\n"}).problems[0]
        assert (problem.severity, problem.rule, problem.count) == ("warning", "pay_without_period", 2)
        assert not [code for code in languages() if "values: {pay_period: month}" not in problem.fix(language(code))]

    def test_pay_with_its_period_says_nothing(self, workspace):
        about = STAFF + "    values: {pay_period: month}\n"
        assert workspace.read({"staff.csv": "sex,pay\nF,900\nM,800\n"}, about).problems == ()


def test_kept_values_match_whatever_their_case_accents_and_spaces(workspace):
    """Of the rows set aside, the values are said that are there three times or more."""
    settings = (
        "name: Example\nkind: ngo\nlanguages: [fr]\ntables: {members: {columns: {Sexe: sex}, keep: {État: [À jour]}}}\n"
    )
    rows = "F;à  jour\nM;A JOUR\nF;X\n" + "F;radié\n" * 3 + "M;\nM;en litige\n"
    intake = workspace.read({"members.csv": f"Sexe;État\n{rows}"}, settings)
    said = next(problem for problem in intake.problems if problem.rule == "row_not_kept")
    assert len(intake.tables["members"]) == 2
    assert (said.rows[:2], said.count) == ((4, 5), 6)
    assert said.values == {"seen": (("radié", 3),), "rare": 2, "blank": 1}
    assert "radié (3)" in said.sentence(language("en")).replace("“", "").replace("”", "")


class TestSentences:
    """What is said of values and names where there are none to show."""

    @pytest.mark.parametrize(
        ("codes", "said"),
        [
            (["w"] * 3, "Seen: “w” (3)."),
            (["w", "w", "w", "q"], "Seen: “w” (3); others, too rare to be shown: 1."),
            (["w", "q"], "No value is shown, because each is too rare: 2."),
        ],
    )
    def test_values_that_are_all_too_rare_are_no_dash(self, workspace, codes, said):
        settings = "name: E\nkind: ngo\nlanguages: [en]\n"
        rows = "".join(f"{code},a\n" for code in codes)
        (error,) = workspace.read({"members.csv": f"sex,branch\n{rows}"}, settings).errors
        assert said in error.what(language("en"))

    @pytest.mark.parametrize(("name", "said"), [("Sexes", "Closest name there: Sexe."), ("Zzz", "No name in that row")])
    def test_a_name_that_nothing_is_like(self, workspace, name, said):
        settings = f"name: E\nkind: ngo\nlanguages: [en]\ntables:\n  members:\n    columns: {{{name}: sex}}\n"
        errors = workspace.read({"members.csv": "Sexe,branch\nF,a\n"}, settings).errors
        assert said in next(one for one in errors if one.rule == "header_missing").what(language("en"))

    def test_columns_are_named_as_the_file_names_them(self, workspace):
        """Of women and men beside each other, of a total, of names in capitals, and of lists that disagree."""
        head = "name: E\nkind: trade_union\nlanguages: [en]\ntables:\n"
        members = (
            head + "  members:\n    columns: {Section: branch}\n    counts: {Effectif: all, Femmes: F, Hommes: M}\n"
        )
        half = workspace.read({"members.csv": "Section,Femmes,Hommes,Effectif\nA,1.5,2,3.5\nB,1,2,4\n"}, members)
        assert {(p.rule, p.column) for p in half.errors} == {
            ("number_half", "Effectif, Femmes, Hommes"),
            ("total_is_not_the_sum", "Effectif"),
        }
        capitals = workspace.read({"staff.csv": "SEX,HIRED_ON\nF,soon\nM,2020-01-01\n"}, head.removesuffix("tables:\n"))
        assert [p.column for p in capitals.problems if p.rule == "not_a_date"] == ["HIRED_ON"]
        bodies = head + "  bodies:\n    columns: {Instance: body, Quota: quota_women}\n"
        differ = workspace.read({"bodies.csv": "Instance,sex,Quota\nA,F,0.3\nA,M,0.4\n"}, bodies)
        assert [p.column for p in differ.problems if p.rule == "quota_differs"] == ["Quota"]
