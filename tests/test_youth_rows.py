"""What reports print of the young: all of them, women and men, in tables, in the gap list and on the map."""

from __future__ import annotations

import re
from html import unescape

import pandas as pd
import pytest

from genderaudit import measures
from genderaudit.evidence import own_target
from genderaudit.findings import Finding, finding, rated
from genderaudit.lab.display import html_of
from genderaudit.language import language
from genderaudit.methodology import methodology
from genderaudit.report.inequality_map.content import Row
from genderaudit.report.judgement import gap_table
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
    assert (result.women, result.men, result.n) == (1, 3, 41)
    assert result.details["youth"] == 5
    kept = {name: result.details[name] for name in SEATS.columns}
    return rated(finding(SEATS, "gap_analysis", measures.Result(**fields(result) | {"details": kept})), own_target(0.2))


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
    women = rated(finding(definition, "gap_analysis", result), own_target(0.3))
    section = gap_table([women], "I", methodology(), language(code), "gap_analysis")
    assert [row[1] for row in rows(section.html)][1:] == [words]


@pytest.mark.parametrize("name", [name for name, one in methodology().indicators.items() if "youth" in name])
def test_heads_of_tables_say_that_women_and_men_are_the_young(name):
    indicator = methodology().indicators[name]
    results = measures.youth_seats(BOARD) if indicator.unit == "seats" else measures.share_of_youth(BOARD)
    found = [finding(indicator, "baseline", result) for result in results]
    assert rows(findings_table(indicator, found, language("fr")))[0][1:3] == ["Jeunes femmes", "Jeunes hommes"]
    assert rows(html_of(results, language("en")))[0][1:3] == ["Young women", "Young men"]


def test_share_is_of_all_the_young_among_all_of_known_age():
    """5 of 41: 12.2 %, whatever the sex; the table gives the base beside it."""
    result = measures.share_of_youth(BOARD)[0]
    assert (round(result.value, 3), result.n) == (0.122, 41)


def test_map_draws_all_the_young(seats):
    assert Row("Comité directeur", None, seats).youths == 5
