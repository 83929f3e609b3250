"""Worked figures as reports print them: rows on the young, the response rate, the design effect of weights."""

from __future__ import annotations

import re
from dataclasses import replace
from html import unescape

import pandas as pd
import pytest
from markupsafe import escape
from matplotlib.figure import Figure
from pictures import words_of

from genderaudit import measures, plots
from genderaudit.audit.rules import own_target
from genderaudit.conclusions.findings import Finding
from genderaudit.conclusions.recording import finding, rated
from genderaudit.disclosure import Limits, protect
from genderaudit.foundations.language import language
from genderaudit.measures.result import Part
from genderaudit.measures.results import Results
from genderaudit.methodology.method import methodology
from genderaudit.report.charts import results_of
from genderaudit.report.judgement import gap_table
from genderaudit.report.sections import indicator_section, sentences
from genderaudit.report.tables import findings_table

SEATS = methodology().indicators["bodies_youth_seats"]
# A board of 41: one young woman, three young men and one young person of whom the sex is not stated.
BOARD = pd.DataFrame(
    {
        "body": "Comité directeur",
        "sex": pd.Series(["F", "M", None, "F", "M"], dtype="string"),
        "age_low": [30.0, 30.0, 30.0, 50.0, 50.0],
        "age_high": [35.0, 35.0, 35.0, 60.0, 60.0],
        "count": [1, 3, 1, 8, 28],
        "quota_youth": 0.2,
    }
)


def rows(html: str) -> list[list[str]]:
    """The cells of each row of a table, as text."""
    cells = [re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.DOTALL) for row in re.findall(r"<tr>(.*?)</tr>", html)]
    return [
        [unescape(re.sub("<[^>]+>", "", cell)).replace("\u202f", " ").replace("\xa0", " ") for cell in row]
        for row in cells
    ]


@pytest.fixture(scope="module")
def seats() -> Finding:
    result = measures.youth_seats(BOARD)[0]
    assert (result.women, result.men, result.n) == (1, None, 41)
    assert result.details["youth"] == 5
    kept = {name: result.details[name] for name in SEATS.columns if name in result.details}
    return rated(
        finding(SEATS, "gap_analysis", measures.Result(**fields(result) | {"details": kept})),
        own_target(0.2),
        methodology(),
    )


def fields(result: measures.Result) -> dict[str, object]:
    return {name: getattr(result, name) for name in measures.Result.__dataclass_fields__}


@pytest.mark.parametrize(("code", "words"), [("fr", "5 sur 41 sièges"), ("en", "5 of 41 seats")])
def test_gap_list_counts_all_the_young_of_a_body(seats, code, words):
    section = gap_table([seats], "I", methodology(), language(code), "gap_analysis")
    assert [row[1] for row in rows(section.html)][1:] == [words]


@pytest.mark.parametrize(("code", "words"), [("fr", "9 sur 41 sièges"), ("en", "9 of 41 seats")])
def test_gap_list_counts_the_women_of_a_body(code, words):
    definition = methodology().indicators["bodies_women_seats"]
    result = measures.seats(BOARD, 0.3)[0]
    women = rated(finding(definition, "gap_analysis", result), own_target(0.3), methodology())
    section = gap_table([women], "I", methodology(), language(code), "gap_analysis")
    assert [row[1] for row in rows(section.html)][1:] == [words]


def test_gap_list_counts_the_ratings_of_a_figure_of_many_groups():
    definition = methodology().indicators["bodies_women_seats"]
    board = finding(definition, "gap_analysis", measures.seats(BOARD, 0.3)[0])
    group = [board.model_copy(update={"group": {"body": f"B{place}"}, "id": f"B{place}"}) for place in range(30)]
    many = [rated(one, own_target(0.1 if place < 4 else 0.9), methodology()) for place, one in enumerate(group)]
    (row,) = rows(gap_table(many, "I", methodology(), language("en"), "gap_analysis").html)[1:]
    assert row[0].endswith(", 30 rows")
    assert ("not met: 26" in row[-1] or "missing: 26" in row[-1], ": 4" in row[-1]) == (True, True)


@pytest.mark.parametrize("name", [name for name, one in methodology().indicators.items() if "youth" in name])
def test_heads_of_tables_say_that_the_women_are_the_young_ones(name):
    indicator = methodology().indicators[name]
    results = measures.youth_seats(BOARD) if indicator.unit == "seats" else measures.share_of_youth(BOARD)
    found = [finding(indicator, "baseline", result) for result in results]
    header = rows(findings_table(indicator, found, language("fr")))[0]
    share = "Part" if indicator.base == "events" else "Part des jeunes"  # of meetings that keep the quota, or of people
    assert (header[1], indicator.unit != "share" or share in header) == ("Jeunes femmes", True), header
    assert rows(Results(results)._repr_html_())[0][1:3] == ["Young women", "Base"]


def test_share_is_of_all_the_young_among_all_of_known_age():
    """5 of 41: 12.2 %, whatever the sex; the table gives the base beside it."""
    result = measures.share_of_youth(BOARD)[0]
    assert (round(result.value, 3), result.n) == (0.122, 41)


def text(html: object) -> str:
    return unescape(re.sub("<[^>]+>", " ", str(html))).replace("\u202f", " ").replace("\xa0", " ")


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("fr", "Sur 170 personnes invitées, 97,1 % ont répondu."),
        ("en", "97.1% of 170 people asked have answered."),
    ],
)
def test_response_rate_is_of_the_people_of_its_base(code, words):
    """165 women and men of 170; the headcounts have no X, so that one who answered is in neither number."""
    survey = pd.DataFrame({"sex": ["F"] * 86 + ["M"] * 79 + ["X"], "Q1": 4.0})
    heads = pd.DataFrame({"sex": ["F", "M"], "count": [90, 80]})
    rate = measures.response(survey, [measures.Item("Q1", "A")], heads)[0]
    definition = methodology().indicators["response_rate"]
    protect = sentences(definition, [finding(definition, "staff_perception", rate)], language(code))
    assert [text(one).strip() for one in protect] == [words]


def test_design_effect_is_that_of_the_two_numbers_beside_it():
    """138 answers that tell as much as 134.2: 138/134.2 = 1.03."""
    definition = methodology().indicators["weighting_quality"]
    parts = (Part("people", "", 138),)
    quality = measures.Result(value=134.2, unit="count", n=138, details={"design_effect": 138 / 134.2}, parts=parts)
    found = [
        finding(definition, "staff_perception", protect(quality, "answers", Limits(minimum_cell=5, minimum_base=10)))
    ]
    assert rows(findings_table(definition, found, language("fr")))[1][1:] == ["138", "134", "1,03"]


def test_seats_are_drawn_with_all_the_young(seats):
    (young,) = results_of([seats])
    of_women = replace(young, value=0.0, details={})
    axes = plots.seats([of_women], ax=Figure(), youth=[young])
    assert "youth 5" in words_of(axes.figure)


@pytest.mark.parametrize(
    ("code", "hidden", "column"), [("en", "hidden", "Beyond chance"), ("fr", "masqué", "Au-delà du hasard")]
)
def test_what_is_hidden_of_chance_is_said_once_below_the_table(code, hidden, column):
    """A difference of which few are on one side has no test: without a word the largest ones had a dash."""
    definition, own = methodology().indicators["area_difference"], language(code)
    differences = [
        measures.Result(value=value, unit="difference", n=80, women=40, men=40, group={"area": area}, details=details)
        for area, value, details in (("A", -0.4, {}), ("B", -0.1, {"p_adjusted": 0.2}))
    ]
    found = [finding(definition, "staff_perception", one) for one in differences]
    html = indicator_section(definition, found, own).html
    head, *body = rows(findings_table(definition, found, own))
    assert [row[head.index(column)] for row in body] == [hidden, own.text("recommend.no")]
    for key in ("comparisons", "chance_hidden"):
        assert html.count(str(escape(own.text(f"tables_text.{key}")))) == 1
    without = indicator_section(definition, found[:1] * 2, own).html
    assert column not in without
    assert str(escape(own.text("tables_text.comparisons"))) not in without
