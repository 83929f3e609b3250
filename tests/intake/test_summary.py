"""What was read: the same as in the files, exact on the screen, nobody's own figure on the page."""

from __future__ import annotations

import pandas as pd
import pytest

from genderaudit.foundations.language import language, languages
from genderaudit.intake import lists_read
from genderaudit.methodology.organisation import read_organisation
from genderaudit.report.quality import quality_page
from genderaudit.report.reading import sentences

HEAD = "name: Example\nkind: ngo\nlanguages: [en]\ncurrency: XOF\nlevels: [A, B]\n"
HEAD += "tables:\n  staff:\n    values: {pay_period: month}\n"
PAY = [*(401_000 + 7_000 * n for n in range(20)), 4_321_987]
STAFF = "Nom,sex,level,unit,birth_year,hired_on,pay,Note\n" + "".join(
    f"P{n},{'FM'[n % 2]},A,{'North' if n < 19 else 'South'},{1961 + n},{13 + n % 9}/01/{2001 + n},{pay},x\n"
    for n, pay in enumerate(PAY)
)
MEMBERS = "branch,sex,count\nKayes,F,70\nKayes,M,30\nKayes,X,2\nTotal,,102\nNioro,F,-\n"


@pytest.fixture
def read(workspace):
    intake = workspace.read({"staff.csv": STAFF, "members.csv": MEMBERS, "budget.csv": "line,amount\nA,100\n"}, HEAD)
    about = read_organisation(workspace.root / "data" / "raw" / "example")
    return intake, about, {one.table: one for one in lists_read(intake, about)}


def test_people_are_those_of_the_list(read):
    _, _, lists = read
    assert list(lists) == ["staff", "members", "budget"]
    assert lists["staff"].people == {"women": 11, "men": 10, "other": 0, "not_said": 0, "total": 21}
    assert lists["members"].people == {"women": 70, "men": 30, "other": 2, "not_said": 0, "total": 102}
    assert lists["budget"].people is None


def test_spans_amounts_and_words_are_those_of_the_list(read):
    staff = read[2]["staff"]
    assert staff.ages == (44, 64)
    assert staff.dates == {"hired_on": (pd.Timestamp(2001, 1, 13), pd.Timestamp(2021, 1, 15))}
    [pay] = staff.amounts
    assert (pay.column, pay.currency, pay.periods, pay.given, pay.rows) == ("pay", "XOF", ("month",), 21, 21)
    assert (pay.lowest, pay.highest) == (401_000, 4_321_987)
    assert pay.times == {22: pytest.approx(4_321_987 / 471_000)}
    assert staff.words == {"level": {"A": 21}, "unit": {"North": 19, "South": 2}}


def test_what_was_not_used_and_what_was_set_aside_or_read_otherwise_is_told(read):
    assert read[2]["staff"].not_used == "Nom, Note"
    assert read[2]["members"].set_aside == (("total_row", 1),)
    assert [problem.rule for problem in read[2]["members"].otherwise] == ["said_nobody"]


@pytest.mark.parametrize("code", languages())
def test_screen_is_exact(read, code):
    said = "\n".join(sentences(read[2]["staff"], language(code)))
    figure = language(code).figure
    assert not [value for value in (401_000, 4_321_987, 21) if figure(value, "count") not in said]
    assert not [word for word in ("XOF", "22", "Nom, Note", "2021", "44", "64") if word not in said]


@pytest.mark.parametrize("code", languages())
def test_page_shows_no_amount_and_no_day_but_how_many_people_there_are(read, code):
    intake, about, lists = read
    page = quality_page(intake, about, "2025", language(code))
    figure = language(code).figure
    hidden = [figure(value, "count") for value in (401_000, 4_321_987, 471_000)]
    hidden += [language(code).date(day) for day in lists["staff"].dates["hired_on"]]
    assert not [text for text in hidden if text in page]
    assert language(code).text("read.sexes", women=70, men=30, other=2, not_said=0) in page
    assert language(code).text("read.sexes", women=11, men=10, other=0, not_said=0) in page
    assert language(code).text("read.far", number=1) in page
    assert "9.1" not in page
    assert "9,1" not in page


def test_list_without_rows_is_told_too(workspace):
    intake = workspace.read({"members.csv": "sex,count\n"}, HEAD)
    about = read_organisation(workspace.root / "data" / "raw" / "example")
    [members] = lists_read(intake, about)
    assert (members.rows, members.people["total"]) == (0, 0)
    assert list(sentences(members, language("en"), 5))


def test_page_names_no_word_of_a_few(workspace):
    people = "sex,unit,level\n" + "".join(f"F,Works,L{n}\n" for n in range(5)) + "M,Awa Traoré,L9\n"
    intake = workspace.read({"staff.csv": people, "members.csv": "sex,branch,count\nF,North,5\nM,South,4\n"}, HEAD)
    about = read_organisation(workspace.root / "data" / "raw" / "example")
    said = [text for one in lists_read(intake, about) for text in sentences(one, language("en"), 5)]
    assert "Unit (2): Works, …" in said
    assert "Branch (2): North, …" in said
    assert "Level: 6 in all." in said
    exact = [text for one in lists_read(intake, about) for text in sentences(one, language("en"))]
    assert "Unit (2): Works, Awa Traoré." in exact


@pytest.mark.parametrize(
    ("people", "screen", "page"), [(2, "2 of these people", "Fewer than 5 of"), (7, "7 of", "7 of")]
)
def test_who_is_not_in_service_at_the_date_is_told(workspace, people, screen, page):
    rows = "".join(f"F,A,2020-01-01,{'2025-06-30' if n < people - 1 else ''}\n" for n in range(20))
    head = HEAD + 'rounds: {"2025": {date: 2025-06-30}}\n'
    intake = workspace.read({"staff.csv": f"sex,level,hired_on,left_on\n{rows}M,A,2025-07-01,\n"}, head)
    about = read_organisation(workspace.root / "data" / "raw" / "example")
    [staff] = lists_read(intake, about)
    assert staff.people["total"] == 21
    assert staff.elsewhen == people
    assert any(one.startswith(screen) for one in sentences(staff, language("en")))
    assert any(one.startswith(page) for one in sentences(staff, language("en"), 5))


def test_who_had_left_or_joined_later_is_no_member_and_told(workspace):
    rows = "F,A,2001-01-01,\nF,A,2001-01-01,2025-06-30\nM,A,2025-07-01,\nM,A,,2025-07-01\n"
    head = HEAD + 'rounds: {"2025": {date: 2025-06-30}}\n'
    intake = workspace.read({"members.csv": f"sex,branch,joined_on,left_on\n{rows}"}, head)
    assert intake.tables["members"]["sex"].tolist() == ["F", "M"]
    assert [(p.rule, p.rows) for p in intake.problems] == [("row_not_member", (3, 4))]
