"""Exports of survey tools as people send them: other forms, tests, refusals, several answers to a question."""

from __future__ import annotations

import pandas as pd
import pytest

from genderaudit.intake import Intake
from genderaudit.measures import area_results, item_results, response
from genderaudit.measures.answers import Item
from genderaudit.methodology.method import methodology

ABOUT = "name: Example\nkind: ngo\nlanguages: [en]\nsurvey: {sampling: everyone}\n"
KOBO = "sex,D1,open_best,_id,_uuid,_submission_time,_validation_status,_notes,_tags\n"
ITEMS = [Item(one.id, one.area, one.reverse) for one in methodology().questionnaire.items]
LIME = "id,submitdate,lastpage,startlanguage,sex,D1\n"


def rules(intake: Intake) -> dict[str, int]:
    """What was set aside and warned of, with the number of rows."""
    return {problem.rule: problem.count for problem in intake.problems}


def settings(file: str, **mapping: str) -> str:
    lines = [f"  survey:\n    file: {file}"] + [f"    {key}: {value}" for key, value in mapping.items()]
    return ABOUT + "tables:\n" + "\n".join(lines) + "\n"


# Real exports, figures as in the README beside the data.


def test_the_survey_of_research_software_engineers_has_its_published_table_of_gender(shared, workspace):
    name = "rse_2016_uk_public_data.csv"
    content = shared(f"rse_uk_2016/{name}").read_bytes()
    about = settings(name, columns="{socio2: sex}", codes="{sex: {Male: M, Female: F, Other: X}}")
    intake = workspace.read({name: content}, about)
    sex = intake.tables["survey"]["sex"]
    assert not intake.errors
    assert (sex == "M").sum() == 232
    assert (sex == "F").sum() == 30
    assert (sex == "X").sum() == 1
    assert sex.isna().sum() == 10
    assert intake.detected["survey"]["tool"] == "limesurvey"


def test_the_geam_example_has_its_six_answers_that_were_sent(shared, workspace):
    name = "geam_survey_477463_noIP.csv"
    content = shared(f"geam_example/{name}").read_bytes()
    about = settings(name, columns="{SDEM004: sex, SDEM001: birth_year}", codes="{sex: {A woman: F, A man: M}}")
    intake = workspace.read({name: content}, about)
    survey = intake.tables["survey"]
    assert not intake.errors
    assert survey["sex"].value_counts().to_dict() == {"F": 5, "M": 1}
    assert rules(intake)["survey_not_sent"] == 17
    assert survey["age_low"].min() == 2025 - 1988


def test_the_example_of_kobotoolbox_has_its_three_answers_without_the_row_of_tags(shared, workspace):
    name = "kpi_test_csv_export_default_options.csv"
    content = shared(f"kobo_export_format/{name}").read_bytes()
    about = settings(
        name,
        columns='{"Do you descend from an ancestral unicellular organism?": sex,'
        ' "What kind of symmetry do you have?": unit}',
        codes='{sex: {"Yes": F, "No": M}}',
    )
    intake = workspace.read({name: content}, about)
    survey = intake.tables["survey"]
    assert not intake.errors
    assert survey["sex"].tolist() == ["M", "M", "F"]
    assert survey["unit"].tolist() == ["Spherical Radial Bilateral", "Radial", "Bilateral"]
    assert survey["submitted"].tolist() == [pd.Timestamp(2017, 10, 23)] * 3
    assert intake.detected["survey"]["hxl"]


def test_an_export_of_odk_central_has_its_groups_before_hyphens(workspace):
    text = (
        "SubmissionDate,group_background-sex,group_background-level,group_D-D1,meta-instanceID,KEY\n"
        "2025-05-01T10:00:00.000Z,F,Head_of_unit,5,uuid:1,uuid:1\n"
    )
    intake = workspace.read({"survey.csv": text})
    [row] = intake.tables["survey"].to_dict("records")
    assert (row["sex"], row["level"], row["D1"], row["submitted"]) == ("F", "Head of unit", 5, pd.Timestamp(2025, 5, 1))
    assert intake.problems == ()


# What is set aside, always with its number of rows.


def test_trials_rejected_and_doubled_answers_are_set_aside_and_counted(workspace):
    rows = [
        "F,4,More crèches,1,u1,2025-05-01,,,",
        "F,4,Test,2,u2,2025-05-01,,,",
        "M,4,,3,u3,2025-05-01,,a test by the office,",
        "M,4,,4,u4,2025-05-01,,,essai",
        "M,2,,5,u5,2025-05-01,Not approved,,",
        "M,5,The test of time,6,u6,2025-05-01,Approved,,",
        "F,4,More crèches,7,u1,2025-05-01,,,",
    ]
    intake = workspace.read({"survey.csv": KOBO + "\n".join(rows)})
    assert intake.tables["survey"]["D1"].tolist() == [4, 5]
    assert rules(intake) == {"survey_trial": 3, "survey_rejected": 1, "survey_sent_twice": 1}


def test_who_does_not_wish_to_take_part_counts_in_no_figure(workspace):
    text = "taking_part,sex,D1,_id,_submission_time\nyes,F,4,1,2025-05-01\nno,,,2,2025-05-01\nNon,,,3,2025-05-01\n"
    intake = workspace.read({"survey.csv": text})
    assert len(intake.tables["survey"]) == 1
    assert rules(intake) == {"survey_declined": 2}


def test_answers_that_were_not_sent_are_set_aside_with_their_rows(workspace):
    text = LIME + "1,2025-05-01 10:00:00,3,en,F,A4\n2,,1,en,M,A2\n3,2025-05-01 10:00:00,3,fr,M,A7\n"
    intake = workspace.read({"survey.csv": text})
    [problem] = intake.problems
    assert (problem.rule, problem.rows) == ("survey_not_sent", (3,))
    assert intake.tables["survey"]["D1"].tolist() == [4, -2]


def test_rows_without_any_answer_are_set_aside(workspace):
    intake = workspace.read({"survey.csv": LIME + "1,2025-05-01 10:00:00,3,en,F,A4\n2,2025-05-01 10:00:00,3,en,,\n"})
    assert rules(intake) == {"survey_without_answers": 1}


def test_a_survey_that_keeps_no_dates_has_none(workspace):
    intake = workspace.read({"survey.csv": LIME + "1,1980-01-01 00:00:00,3,en,F,A4\n"})
    assert intake.tables["survey"]["submitted"].isna().all()
    assert len(intake.tables["survey"]) == 1


# What is never guessed.


def test_a_position_says_nothing_about_who_is_a_woman(workspace):
    intake = workspace.read({"survey.csv": LIME + "1,2025-05-01 10:00:00,3,en,A1,A4\n"})
    assert [(problem.rule, problem.column) for problem in intake.errors] == [("unknown_code", "sex")]


def test_the_code_of_a_statement_with_another_text_is_another_question(workspace):
    header = "sex. Are you …,D1. How old is your dog?,D2. I know who can advise me here on questions of equality."
    text = header + "\nA woman,4,Agree\n"
    survey = workspace.read({"survey.csv": text}).tables["survey"]
    assert "D1" not in survey
    assert survey["D2"].tolist() == [4]
    assert survey["sex"].tolist() == ["F"]


def test_a_statement_without_a_column_was_not_asked(workspace):
    survey = workspace.read({"survey.csv": "sex,J2,J4\nF,4,2\nM,5,\nF,4,1\n"}).tables["survey"]
    area = {one.group["area"]: one for one in area_results(survey, ITEMS) if "sex" not in one.group}
    assert (area["B"].reason, area["J"].n, area["J"].details["items"]) == ("not_asked", 3, 2)
    assert {r.group["item"] for r in item_results(survey, ITEMS) if r.reason != "not_asked"} == {"J2", "J4"}
    assert response(survey, ITEMS, pd.DataFrame({"sex": ["F", "M"], "count": [4, 4]}))[0].details["complete"] == 2


def test_the_organisations_own_codes_go_before_the_wordings(workspace):
    text = "sex,D1,_id,_submission_time\nF,Agree,1,2025-05-01\n"
    about = ABOUT + "tables: {survey: {codes: {items: {Agree: 5}}}}\n"
    assert workspace.read({"survey.csv": text}, about).tables["survey"]["D1"].tolist() == [5]


def test_versions_of_a_form_are_joined_where_one_of_them_is_blank(workspace):
    rows = "F,4,,2,1,2025-05-01\nM,,strongly agree,1,2,2025-05-01\nF,3,3,,3,2025-05-01\n"
    text = f"sex,a/D1,b/D1,K4,_id,_submission_time\n{rows}"
    intake = workspace.read({"survey.csv": text})
    assert intake.tables["survey"]["D1"].tolist() == [4, 5, 3]
    assert {p.rule: p.values for p in intake.problems}["survey_versions_joined"] == {"questions": "D1"}
    assert not intake.errors


def test_two_answers_of_one_person_that_differ_are_an_error(workspace):
    text = "sex,D1,work/D1,_id,_submission_time\nF,4,2,1,2025-05-01\nF,2,2,2,2025-05-01\n"
    [problem] = workspace.read({"survey.csv": text}).errors
    assert (problem.rule, problem.column, problem.rows) == ("survey_versions_differ", "work/D1", (2,))


@pytest.mark.parametrize(
    ("headers", "mapped"),
    [("D1,D1", ""), ("a/v1/Q7,b/v2/Q7", "Q7: D1"), ("Q7,Q7", "Q7: D1"), ("Q7,old", "Q7: D1, old: D1")],
)
def test_versions_without_groups_and_of_mapped_questions_are_joined_too(workspace, headers, mapped):
    text = f"sex,{headers},_id,_submission_time\nF,4,,1,2025-05-01\nM,,2,2,2025-05-01\n"
    intake = workspace.read({"survey.csv": text}, ABOUT + f"tables: {{survey: {{columns: {{{mapped}}}}}}}\n")
    assert intake.tables["survey"]["D1"].tolist() == [4, 2]
    assert not intake.errors


@pytest.mark.parametrize("mark", "/|.-")
def test_any_separator_of_groups_is_understood(workspace, mark):
    text = f"g1{mark}sex,g1{mark}g2{mark}D1,g1{mark}k{mark}Q7,_id,_submission_time\nF,4,2,1,2025-05-01\n"
    intake = workspace.read({"survey.csv": text}, ABOUT + "tables: {survey: {columns: {Q7: K1}}}\n")
    assert intake.tables["survey"][["sex", "D1", "K1"]].to_numpy().tolist() == [["F", 4, 2]]


def test_a_mapped_column_about_people_is_refused(workspace):
    text = "sex,D1,email,_id,_submission_time\nF,4,amina@example.org,1,2025-05-01\n"
    about = ABOUT + "tables: {survey: {columns: {email: unit}}}\n"
    intake = workspace.read({"survey.csv": text}, about)
    assert [(problem.rule, problem.column) for problem in intake.errors] == [("survey_private_column", "email")]
    assert intake.tables["survey"]["unit"].isna().all()


@pytest.mark.parametrize("split_only", [False, True])
def test_a_question_with_several_answers_is_one_column(workspace, split_only):
    text = "sex,teams,teams/IT,teams/HR,_id,_submission_time\nF,IT HR,1,1,1,2025-05-01\nM,HR,0,1,2,2025-05-01\n"
    if split_only:
        text = text.replace("teams,", "", 1).replace("IT HR,", "").replace("M,HR,", "M,")
    about = ABOUT + "tables: {survey: {columns: {teams: unit}}}\n"
    assert workspace.read({"survey.csv": text}, about).tables["survey"]["unit"].tolist() == ["IT HR", "HR"]


def test_a_plain_list_stays_as_it_is(workspace):
    intake = workspace.read({"survey.csv": "sex,level,D1\nF,R_D,-1\nM,,3\n"})
    survey = intake.tables["survey"]
    assert survey["D1"].tolist() == [-1, 3]
    assert survey["level"].tolist()[0] == "R_D"
    assert "tool" not in intake.detected["survey"]
