"""What sentences call a quota and a target, and that full counts have no interval."""

from __future__ import annotations

import re

import pandas as pd
import pytest
from invented_findings import finding

from genderaudit.conclusions.findings import Rank, SelectedRecommendation
from genderaudit.conclusions.recommendations import placed
from genderaudit.foundations.language import language, languages
from genderaudit.methodology.method import methodology
from genderaudit.report.judgement import good_practices, recommendations_section
from genderaudit.report.sections import sentences

METHOD = methodology()
NO_NOTES = pd.DataFrame({name: pd.Series(dtype="object") for name in ("kind", "cleared", "text", "group", "source")})
WORDS = {"en": ("quota", "target"), "fr": ("quota", "cible")}
SEATS = ("bodies_women_seats", "bodies_youth_seats")
INTERVAL = {"low": 0.11, "high": 0.44, "level": 0.95}


def body(indicator: str, name: str, asked: str, value: float = 1, share: float = 0.2, **given):
    details = {"share": share, asked: 0.3, "bodies": 3.0, "short": 1.0}
    return finding(
        indicator, group={"body": name} if name else {}, value=value, n=10, women=2, details=details, **given
    )


def said(indicator: str, found, code: str) -> str:
    return " ".join(map(str, sentences(METHOD.indicators[indicator], found, language(code))))


@pytest.mark.parametrize("code", languages())
@pytest.mark.parametrize("asked", ["quota", "target"])
@pytest.mark.parametrize("value", [0, 2])
@pytest.mark.parametrize("names", [["A"], ["A", "B"], [""]])
def test_what_nobody_has_voted_is_no_quota(code, asked, value, names):
    quota, target = WORDS[code]
    for indicator in SEATS if names[0] else ("bodies_seats_together",):
        text = said(indicator, [body(indicator, name, asked, value) for name in names], code).lower()
        right, wrong = (quota, target) if asked == "quota" else (target, quota)
        assert right in text, text
        assert wrong not in text, text


@pytest.mark.parametrize("code", languages())
def test_a_quota_counts_only_where_there_is_one(code):
    found = [body("bodies_women_seats", name, "quota", value) for name, value in (("A", 0), ("B", 2), ("C", 1))]
    found += [body("bodies_women_seats", name, "target", 0) for name in "DE"]
    numbers = re.findall(r"\d+", said("bodies_women_seats", found, code))
    assert numbers == ["1", "3", "3"]  # met, of those that have one, seats missing


@pytest.mark.parametrize("code", languages())
@pytest.mark.parametrize(
    "name", [n for n, one in METHOD.indicators.items() if not one.by_chance and one.unit != "seats"]
)
@pytest.mark.parametrize("value", [-0.2, 0.0, 0.2])
def test_no_interval_in_sentences_about_what_is_counted_in_full(code, name, value):
    of = METHOD.indicators[name].of
    details = dict.fromkeys(METHOD.indicators[name].columns, 0.3)
    found = finding(name, group=of, value=value, interval=INTERVAL, details=details, women=4, men=6)
    if name != "pay_gap_explained":  # a model
        assert not re.search("interval", said(name, [found], code))


@pytest.mark.parametrize("code", languages())
def test_women_alone_in_their_committee_are_no_good_practice(code):
    found = [
        body("bodies_women_seats", "Comité des femmes", "quota", 0, 1.0, rating="meets"),
        body("bodies_women_seats", "Club", "target", 0, 0.5, rating="exceeds"),
        body("bodies_women_seats", "Bureau", "quota", 0, 0.4, rating="exceeds"),
    ]
    html = good_practices(found, NO_NOTES, METHOD, language(code), "recommendations", 5).html
    assert [name for name in ("Comité des femmes", "Club", "Bureau") if name in html] == ["Bureau"]


@pytest.mark.parametrize("code", languages())
def test_bodies_that_are_only_counted_meet_the_quota_that_is_meant(code):
    """What was left was a quota for the young of a body that stood above it: *one further body*."""
    women = [body("bodies_women_seats", name, "quota", 0, 0.4, rating="meets") for name in "ABCDEF"]
    young = [body("bodies_youth_seats", "A", "quota", 0, 0.4, rating="meets")]
    shown = language(code).text
    for found, named in ((women, {"more_bodies"}), (women[:5] + young, {"more_bodies_youth"})):
        html = good_practices(found, NO_NOTES, METHOD, language(code), "recommendations", 5).html
        words = {name: shown(f"good.{name}", number=1) for name in ("more_bodies", "more_bodies_youth")}
        assert {name for name, text in words.items() if text in html} == named


@pytest.mark.parametrize("code", languages())
def test_who_the_members_are_is_no_good_practice_and_training_is_one(code):
    found = [
        finding("members_women_share", rating="meets", women=20, men=20),
        finding("pay_gap_mean", value=-0.01, rating="exceeds", women=20, men=20),
        finding("gender_training_share", rating="meets"),
    ]
    html = good_practices(found, NO_NOTES, METHOD, language(code), "recommendations", 5).html
    assert [one.indicator for one in found if one.id in html] == ["gender_training_share"]


@pytest.mark.parametrize("code", languages())
def test_what_each_recommendation_ranks_by_is_printed_and_ties_share_a_place(code):
    ranks = {
        "fair_speaking": Rank(severity=2, women=0.9, weight=3),
        "share_key_posts": Rank(severity=2, women=0.9, weight=3),
    }
    ranks["meeting_conditions"] = Rank(severity=1, duty=True)
    chosen = placed(
        SelectedRecommendation(recommendation=name, area="I", rank=rank, place=0, evidence=[])
        for name, rank in ranks.items()
    )
    html = str(recommendations_section(chosen, 1, {}, METHOD, language(code), "recommendations", 5).html)
    title = language(code).text("recommend.sequences")
    table = html[html.index(title) :].partition("</table>")[0]
    rows = [re.sub(r"<[^>]+>", "|", row).split("|") for row in re.findall(r"<tr>(.*?)</tr>", table, re.DOTALL)[1:]]
    cells = [[cell for cell in row if cell] for row in rows]
    assert [row[0] for row in cells] == ["1", "1", "3"]
    assert cells[0][3:5] == ["2", "0"]
    assert cells[2][-4:-1] == [language(code).text(f"recommend.{word}") for word in ("yes", "no", "no")]
    women = [row[5] for row in cells]
    assert women == [language(code).figure(0.9, "share")] * 2 + ["–"]  # of documents nobody knows how many
