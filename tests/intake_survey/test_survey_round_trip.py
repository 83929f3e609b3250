"""Answers to the project's form, exported by survey tools, come back as they were given, without any mapping."""

from __future__ import annotations

import shutil
import tempfile
from functools import cache
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from survey_exports import Answers, Question, kobo, limesurvey, questions_of, random_answers

from genderaudit.forms import Form, form_of, xlsform
from genderaudit.foundations.language import language, languages
from genderaudit.foundations.workspace import Workspace
from genderaudit.intake import Intake, read_round
from genderaudit.intake.survey.wordings import named
from genderaudit.methodology.method import methodology

pytestmark = pytest.mark.slow  # many files of every kind

SETTINGS = f"""name: Union of <b>Invented</b> Workers
kind: trade_union
languages: [{", ".join(languages())}]
levels: [Direction, "Cadre supérieur", R_D, "Agent 50 %"]
"""
UNITS = ["Finance & Co, North", "R_D", "A%B", "Siège n° 1", "=SUM(A1)", 'The "Hub"', "IT", "x<y", "${sex}"]
LANGUAGES = {code: f"{language(code).text('page.language_name')} ({code})" for code in languages()}
SPECIAL = {"do_not_know": -1.0, "prefer_not_to_say": -2.0}
WITHOUT_EXPLANATION = (Phase.explicit, Phase.reuse, Phase.generate)  # shrinking takes minutes


@cache
def form() -> tuple[Form, bytes]:
    with tempfile.TemporaryDirectory() as root:
        folder = Path(root) / "data" / "raw" / "union"
        (folder / "2025").mkdir(parents=True)
        (folder / "organisation.yml").write_text(SETTINGS, "utf-8")
        staff = pd.DataFrame({"sex": ["F"] * len(UNITS), "unit": UNITS})
        staff.to_csv(folder / "2025" / "staff.csv", index=False)
        asked = form_of(Workspace.open(root), "union")
        return asked, xlsform(asked)


def read(content: bytes, ending: str) -> Intake:
    folder = Path(tempfile.mkdtemp())
    try:
        (folder / f"survey.{ending}").write_bytes(content)
        return read_round(folder, form()[0].organisation, "2025")
    finally:
        shutil.rmtree(folder)


def expected(questions: list[Question], everybody: list[Answers]) -> pd.DataFrame:
    """The canonical table of these answers."""
    items = {item.id for item in methodology().questionnaire.items}
    columns: dict[str, list[object]] = {}
    for question in questions:
        given_answers = [answers.get(question.name) for answers in everybody]
        if question.name == "taking_part":
            continue
        if question.name in items:
            given_answers = [SPECIAL.get(a, a) if a is None else SPECIAL.get(a) or float(a) for a in given_answers]
        elif not question.choices and question.name.startswith("open"):
            given_answers = [True if answer else None for answer in given_answers]
        elif question.name in ("level", "unit"):
            given_answers = [named(answer) if answer else None for answer in given_answers]
        columns[question.name] = given_answers
    return pd.DataFrame(columns)


def assert_same(intake: Intake, questions: list[Question], everybody: list[Answers]) -> None:
    assert not intake.errors, [problem.rule for problem in intake.errors]
    survey, wanted = intake.tables["survey"], expected(questions, everybody)
    for name in wanted:
        got = [None if pd.isna(value) else value for value in survey[name]]
        want = [None if pd.isna(value) else value for value in wanted[name]]
        assert got == want, name


seeds = st.integers(0, 2**32)
people = st.integers(1, 12)


@settings(max_examples=30, deadline=None, phases=WITHOUT_EXPLANATION)
@given(
    seed=seeds,
    people=people,
    language=st.sampled_from(sorted(LANGUAGES)),
    labels=st.booleans(),
    groups=st.booleans(),
    hxl=st.booleans(),
    delimiter=st.sampled_from(";,"),
    workbook=st.booleans(),
)
def test_answers_from_kobotoolbox_are_read_as_they_were_given(
    seed, people, language, labels, groups, hxl, delimiter, workbook
):
    questions = questions_of(form()[1], LANGUAGES[language])
    everybody = random_answers(questions, people, seed)
    content = kobo(questions, everybody, labels=labels, groups=groups, hxl=hxl, delimiter=delimiter, workbook=workbook)
    intake = read(content, "xlsx" if workbook else "csv")
    assert_same(intake, questions, everybody)
    assert intake.detected["survey"]["tool"] == "kobo"
    left = {"sex_blank", "sampling_unsaid", "survey_without_referral"}  # what the settings do not say
    assert {problem.rule for problem in intake.problems} <= left


@settings(max_examples=30, deadline=None, phases=WITHOUT_EXPLANATION)
@given(
    seed=seeds,
    people=people,
    language=st.sampled_from(sorted(LANGUAGES)),
    headings=st.sampled_from(["code", "text", "both"]),
    labels=st.booleans(),
    broken_off=st.integers(0, 3),
    workbook=st.booleans(),
)
def test_answers_from_limesurvey_are_read_as_they_were_given(
    seed, people, language, headings, labels, broken_off, workbook
):
    questions = questions_of(form()[1], LANGUAGES[language])
    everybody = random_answers(questions, people + broken_off, seed)
    sent, partial = everybody[:people], everybody[people:]
    content = limesurvey(questions, sent, headings=headings, labels=labels, broken_off=partial, workbook=workbook)
    intake = read(content, "xlsx" if workbook else "csv")
    assert_same(intake, questions, sent)
    assert intake.detected["survey"]["tool"] == "limesurvey"
    set_aside = [problem.count for problem in intake.problems if problem.rule == "survey_not_sent"]
    assert set_aside == ([broken_off] if broken_off else [])


@pytest.mark.parametrize(
    "write", [lambda q, e: kobo(q, e, labels=False), lambda q, e: limesurvey(q, e, headings="code", labels=True)]
)
def test_nothing_about_people_and_devices_reaches_the_table(write):
    questions = questions_of(form()[1], LANGUAGES["en"])
    survey = read(write(questions, random_answers(questions, 3, 1)), "csv").tables["survey"]
    known = set(survey.columns)
    assert not known & {"_id", "_uuid", "_submitted_by", "id", "ipaddr", "seed", "__version__"}
    assert not survey.astype(str).isin(["uuid-1", "amina", "192.0.2.7", "12345"]).to_numpy().any()


def test_days_of_beginning_and_sending_are_read():
    questions = questions_of(form()[1], LANGUAGES["en"])
    everybody = random_answers(questions, 1, 1)
    for content in (
        kobo(questions, everybody, labels=True),
        limesurvey(questions, everybody, headings="both", labels=True),
    ):
        survey = read(content, "csv").tables["survey"]
        assert survey["started"].tolist() == survey["submitted"].tolist() == [pd.Timestamp(2025, 5, 2)]
