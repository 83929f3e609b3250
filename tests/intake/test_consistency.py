"""Rules across columns and tables: each broken once; none in files that agree."""

from __future__ import annotations

import pytest

from genderaudit.foundations.language import language

HEAD = "name: Example\nkind: ngo\nlanguages: [en]\nlevels: [A]\n"
NUMBERED = HEAD.replace("[A]", "[]")
NAMED = HEAD + "tables:\n  staff:\n    person: [Nom]\n"
EVERYONE = "survey: {sampling: everyone}\n"
FURTHER = HEAD + "also_by: Area\ntables: {members: {columns: {Area: also}}}\n"
ASKED = HEAD + "headcounts: [{sex: F, count: 1, level: A}]\n"


@pytest.mark.parametrize(
    ("rule", "files", "settings"),
    [
        ("dates_not_in_order", {"staff.csv": "sex,hired_on,left_on\nF,2020-01-02,2020-01-01\n"}, HEAD),
        ("dates_not_in_order", {"staff.csv": "sex,hired_on,promoted_on\nF,2020-01-02,2020-01-01\n"}, HEAD),
        ("dates_not_in_order", {"members.csv": "sex,joined_on,left_on\nF,2020-01-02,2020-01-01\n"}, HEAD),
        ("leave_not_taken", {"staff.csv": "sex,leave_taken,leave_days\nF,no,98\nM,no,0\n"}, HEAD),
        ("return_without_leave", {"staff.csv": "sex,returned_from_leave\nF,yes\nM,no\n"}, HEAD),
        ("hired_as_child", {"staff.csv": "sex,birth_year,hired_on\nF,1990,2003-06-01\n"}, HEAD),
        ("pay_without_period", {"staff.csv": "sex,pay\nF,900\nM,\n"}, HEAD),
        ("age_not_plausible", {"members.csv": "sex,birth_year\nF,2024\n"}, HEAD),
        ("rows_twice", {"staff.csv": "sex,unit,training_hours\nF,a,1\nF,b,2\nF,a,1\n"}, HEAD),
        ("rows_twice_but_number", {"staff.csv": "sex,unit,age,N°\nF,a,30,7\nF,b,31,8\nF,a,30,9\n"}, NUMBERED),
        (
            "rows_twice_but_number",
            {"members.csv": "sex,branch,age,Carte\nF,a,30,1\nM,b,31,2\nF,c,30,3\nM,b,31,4\n"},
            NUMBERED,
        ),
        (
            "person_twice",
            {"staff.csv": "Nom,sex,birth_year,unit\nA. Dia,F,1980,a\nB,M,1980,a\nÁ  DIA,F,1980,b\n"},
            NAMED,
        ),
        (
            "body_larger_than_all",
            {"bodies.csv": "body,sex,count\nB,F,9\n", "members.csv": "sex,count\nF,5\n,3\n"},
            HEAD,
        ),
        (
            "headcounts_above_lists",
            {"members.csv": "sex,count\nF,5\n", "staff.csv": "sex\nF\n"},
            ASKED.replace("1,", "7,"),
        ),
        (
            "attendance_above_seats",
            {
                "bodies.csv": "body,sex,count\nBoard,F,3\n",
                "attendance.csv": "event,sex,count,date\nBOARD,F,4,2025-05-13\n",
            },
            HEAD,
        ),
        (
            "also_unnamed",
            {"members.csv": "sex,count,Area\nF,9,town\nM,9,land\n"},
            FURTHER.replace("also_by: Area\n", ""),
        ),
        ("also_nowhere", {"members.csv": "sex,branch\nF,a\nM,b\n"}, HEAD + "also_by: Area\n"),
        ("also_rare", {"members.csv": "sex,count,Area\nF,9,town\nM,9,land\nM,2,isle\n"}, FURTHER),
        ("also_one_word", {"members.csv": "sex,count,Area\nF,9,disabled\nM,9,\n"}, FURTHER),
        (
            "also_differs",
            {
                "members.csv": "sex,count,Area\nF,3,Rural\nM,4,Rural\nM,1,Rural\nM,3,town\n",
                "staff.csv": "sex,count,also\nF,3,rural\nM,4,town\n",
            },
            FURTHER,
        ),
        ("quota_differs", {"bodies.csv": "body,sex,quota_women\nBoard,F,0.3\nBoard,M,0.4\n"}, HEAD),
        (
            "body_larger_than_membership",
            {"bodies.csv": "body,sex,count\nB,F,9\n", "members.csv": "sex,count\nF,8\n"},
            HEAD,
        ),
        ("more_answers_than_people", {"survey.csv": "sex,D1\nF,1\nF,2\n"}, ASKED + EVERYONE),
        (
            "statement_turned_twice",
            {"survey.csv": "sex,D1,D4\n" + "F,1,1\nM,5,5\nF,2,1\nM,4,5\n" * 6},
            HEAD + EVERYONE,
        ),
        ("sampling_unsaid", {"survey.csv": "sex,D1\nF,1\n"}, ASKED),
        ("headcount_level_unknown", {"staff.csv": "sex,level\nF,A\nM,A\n"}, ASKED.replace("level: A", "level: Z")),
    ],
)
def test_contradiction_is_a_warning_of_its_own(workspace, rule, files, settings):
    intake = workspace.read(files, settings)
    beside = {"columns_not_used", "sex_blank", "row_not_member"}
    found = [(problem.severity, problem.rule) for problem in intake.problems if problem.rule not in beside]
    assert found == [("warning", rule)]


def test_files_that_agree_have_no_warning(workspace):
    files = {
        "staff.csv": "sex,level,birth_year,hired_on,promoted_on,left_on\nF,A,1980,2005-01-01,2010-01-01,\n"
        "M,A,1990,2015-01-01,2015-01-01,2015-01-01\n",
        "members.csv": "sex,count\nF,20\nM,20\n",
        "bodies.csv": "body,sex,count,quota_women\nBoard,F,3,0.3\nBoard,M,4,0.3\n",
        "survey.csv": "sex,D1\nF,1\n",
    }
    assert workspace.read(files, ASKED + EVERYONE).problems == ()


def test_alike_rows_of_a_list_without_names_are_not_called_duplicates(workspace):
    assert workspace.read({"members.csv": "sex,branch\n" + "F,North\n" * 40}).problems == ()


def test_meetings_are_compared_one_by_one_and_guests_are_no_members(workspace):
    files = {
        "bodies.csv": "body,sex,count\nBoard,F,3\n",
        "attendance.csv": "event,sex,count,date,role\n"
        "Board,F,3,2025-05-13,\nBoard,F,3,2025-06-13,\nBoard,F,9,2025-06-13,guest\n",
    }
    assert workspace.read(files, HEAD).problems == ()


def test_names_are_compared_only_and_stay_nowhere(workspace):
    files = {"staff.csv": "Nom,sex,birth_year\nAïcha Canary,F,1980\nAicha canary,F,1980\nAïcha Canary,F,1981\n"}
    intake = workspace.read(files, NAMED)
    assert [(p.rule, p.rows, p.count) for p in intake.problems] == [("person_twice", (3,), 1)]
    assert "canary" not in f"{intake.problems}{intake.tables['staff'].to_dict()}".lower()


def test_two_of_one_name_whose_births_are_blank_are_not_one_person(workspace):
    files = {"staff.csv": "Nom,sex,birth_year\nAwa Diarra,F,1980\nAwa Diarra,F,\nAwa Diarra,F,\n"}
    assert "person_twice" not in [problem.rule for problem in workspace.read(files, NAMED).problems]


def test_without_births_a_name_twice_in_one_body_is_asked_and_not_in_two(workspace):
    about = HEAD + "tables:\n  bodies:\n    person: [Nom]\n"
    file = "body,Nom,sex\nBureau,Awa Diarra,F\nBureau,AWA DIARRA,F\nComité,Awa Diarra,F\nComité,Ali Diarra,M\n"
    intake = workspace.read({"bodies.csv": file}, about)
    assert [(p.severity, p.rule, p.rows) for p in intake.problems] == [("warning", "name_twice", (3,))]
    assert len(intake.tables["bodies"]) == 4
    assert "Diarra" not in intake.problems[0].sentence(language("fr"))


@pytest.mark.parametrize("numbers", ["7,8,9", "7,8,8", "A7,A8,A9"])
def test_only_what_is_another_number_in_every_row_numbers_them(workspace, numbers):
    """Rows that differ in words or repeat a number are not the same but for their numbering."""
    rows = [f"F,a,30,{number}" if row != 1 else f"F,b,31,{number}" for row, number in enumerate(numbers.split(","))]
    intake = workspace.read({"staff.csv": "\n".join(["sex,unit,age,N°", *rows, ""])}, NUMBERED)
    said = {problem.rule for problem in intake.problems} & {"rows_twice", "rows_twice_but_number"}
    assert said == ({"rows_twice_but_number"} if numbers == "7,8,9" else set())


@pytest.mark.parametrize(
    ("rule", "rows", "members"),
    [
        ("perhaps_as_above", (3, 5), "sector,sex\nA,F\n,M\nB,F\n,M\n"),
        ("perhaps_as_above", (3, 5), "sector,sex,count\nA,F,40\n,M,30\nB,F,20\n,M,10\n"),
        ("perhaps_gone", (3,), "branch,sex,Observations\nA,F,\nA,M,décédé en 2023\nB,F,retraitée\n"),
        ("perhaps_gone", (2,), "branch,sex,Remarks\nA,F,Resigned\nA,M,paid\nB,F,\n"),
        (None, (), "branch,sex\nA,F\n,M\nA,F\nB,M\n"),
        (None, (), "branch,sex,Remarks\nA,F,paid\nA,M,to be called\nB,F,\n"),
    ],
)
def test_what_a_list_says_of_its_rows_in_another_way_is_asked(workspace, rule, rows, members):
    intake = workspace.read({"members.csv": members}, HEAD)
    found = [(p.rule, p.rows) for p in intake.problems if p.rule.startswith("perhaps_")]
    assert found == ([(rule, rows)] if rule else [])
    assert len(intake.tables["members"]) == members.count("\n") - 1


@pytest.mark.parametrize(
    ("counts", "said"),
    [("Femmes: F, Effectif: M", True), ("Femmes: F, Effectif: all", False), ("Adhérentes: F, Adhérents: M", False)],
)
def test_a_total_that_is_counted_as_one_sex_is_said(workspace, counts, said):
    women, others = (pair.split(":")[0] for pair in counts.split(", "))
    settings = f"{HEAD}tables:\n  members:\n    counts: {{{counts}}}\n"
    intake = workspace.read({"members.csv": f"branch,{women},{others}\nA,40,60\n"}, settings)
    assert ("total_as_sex" in {p.rule for p in intake.problems}) == said


@pytest.mark.parametrize(
    ("weights", "rule"),
    [
        (["2", "", "1"], "weight_blank"),
        (["2", "0", "1"], "out_of_range"),
        (["2", "-3", "1"], "out_of_range"),
        (["2", "heavy", "1"], "not_a_number"),
    ],
)
def test_weights_that_cannot_be_are_errors_with_their_row(workspace, weights, rule):
    rows = "".join(f"F,4,{weight}\n" for weight in weights)
    (error,) = workspace.read({"survey.csv": "sex,D1,weight\n" + rows}, HEAD + EVERYONE).errors
    assert (error.rule, error.rows, error.column) == (rule, (3,), "weight")


@pytest.mark.parametrize(
    ("files", "settings", "severity", "rule"),
    [
        ({}, "targets_by: {bodies_women_seats: 2019}\n", "warning", "target_date_past"),
        ({}, "audit: {violence: {recorded: none, years: 2, women: 80, men: 80}}\n", "warning", "violence_of_others"),
        ({"activities.csv": "activity;women\nVisits;30,5\n"}, "", "error", "number_half"),
        ({"texts.csv": "text_kind,examined,meets\nmission,3,1.5\n"}, "", "error", "number_half"),
        ({"budget.csv": "Budget in thousands;\n\nline;amount\nRent;900\n"}, "", "warning", "amounts_scaled_above"),
        ({}, "targets_by: {bodies_women_seats: 2025}\n", "", ""),
        ({}, "audit: {violence: {recorded: none, years: 2, women: 70, men: 140}}\n", "", ""),
    ],
)
def test_what_was_read_in_silence_is_said(workspace, files, settings, severity, rule):
    intake = workspace.read({"members.csv": "sex,count\nF,70\nM,130\n", **files}, HEAD + settings)
    found = [(one.severity, one.rule) for one in intake.problems]
    assert found == ([(severity, rule)] if rule else [])
