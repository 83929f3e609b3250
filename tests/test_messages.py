"""Key messages: chosen by rule, each about one finding."""

from __future__ import annotations

from invented_findings import asked, finding, findings

from genderaudit.findings import Message, SelectedRecommendation
from genderaudit.messages import GAPS, gaps_and_strengths, headlines, of_the_audit, voices
from genderaudit.methodology import methodology

METHOD = methodology()


def told(messages: list[Message]) -> list[tuple[str, str]]:
    """Text and indicator (or recommendation) of each message."""
    return [(m.text, m.recommendation or m.finding.partition("/")[2].partition("[")[0]) for m in messages]


def advice(name: str, *evidence: str) -> SelectedRecommendation:
    parts = {"severity": 1, "breadth": 1, "womens_rating": 1, "feasibility": 1}
    return SelectedRecommendation(recommendation=name, area="J", priority=1, evidence=list(evidence), **parts)


class TestHeadlines:
    """The baseline's figures of the whole organisation, by rank."""

    def test_rank_of_the_indicator_decides(self):
        found = [finding("staff_women_share"), finding("pay_gap_mean"), finding("members_women_share")]
        assert [name for _, name in told(headlines(found, METHOD))] == [
            "pay_gap_mean",
            "members_women_share",
            "staff_women_share",
        ]

    def test_groups_unranked_and_hidden_figures_are_none(self):
        found = [
            finding("staff_women_share", status="suppressed", reason="hidden"),
            finding("pay_gap_by_category", group={"level": "A"}),
            finding("step_ratio"),
        ]
        assert headlines(found, METHOD) == []

    def test_bodies_are_told_of_together_and_none_by_name(self):
        together = finding("bodies_seats_together", value=5)
        found = [finding("bodies_women_seats", group={"body": "A"}, value=4), together]
        assert [m.finding for m in headlines(found, METHOD)] == [together.id]

    def test_are_five_at_most(self):
        ranked = [name for name, one in METHOD.indicators.items() if one.headline and not one.of]
        assert len(ranked) > 5
        assert len(headlines([finding(name) for name in ranked], METHOD)) == 5


class TestGapsAndStrengths:
    """The best figure, then the largest gaps."""

    def test_missing_comes_before_approaching_whatever_the_rank(self):
        found = [finding("pay_gap_mean", rating="approaches"), finding("staff_women_share", rating="missing")]
        assert told(gaps_and_strengths(found, METHOD)) == [("gap", "staff_women_share"), ("gap", "pay_gap_mean")]

    def test_best_rating_is_the_strength_and_comes_first(self):
        found = [
            finding("pay_gap_mean", rating="meets"),
            finding("staff_women_share", rating="exceeds"),
            finding("promotion_ratio", rating="missing"),
        ]
        assert told(gaps_and_strengths(found, METHOD)) == [
            ("strength", "staff_women_share"),
            ("gap", "promotion_ratio"),
        ]

    def test_strength_that_could_be_chance_is_none(self):
        assert gaps_and_strengths([finding("pay_gap_mean", rating="exceeds", distinguishable=False)], METHOD) == []

    def test_gaps_are_limited_in_number(self):
        ranked = [name for name, one in METHOD.indicators.items() if one.headline and one.target and not one.of]
        found = [finding(name, rating="missing") for name in ranked]
        assert len(gaps_and_strengths(found, METHOD)) == GAPS


class TestVoices:
    """What women and men say."""

    def test_area_that_women_rate_lowest(self):
        found = [asked("I", "F", value=0.4), asked("K", "F", value=0.3), asked("J", "M", value=0.1)]
        assert [(m.text, m.finding) for m in voices(found, METHOD)] == [("lowest_area", found[1].id)]

    def test_widest_difference_beyond_chance(self):
        found = [
            finding("area_difference", "staff_perception", group={"area": area}, value=value, details={"p_adjusted": p})
            for area, value, p in (("I", -0.3, 0.01), ("J", -0.2, 0.01), ("K", -0.6, 0.30))
        ]
        assert [(m.text, m.finding) for m in voices(found, METHOD)] == [("divided_area", found[0].id)]

    def test_nothing_asked_nothing_said(self):
        assert voices([], METHOD) == []


class TestWholeReport:
    """Strength, gaps, voices, first step."""

    GAP = finding("pay_gap_mean", rating="missing")

    def test_first_step_answers_a_gap_that_is_named(self):
        given = [advice("equality_on_agenda", "elsewhere"), advice("pay_review", self.GAP.id)]
        assert told(of_the_audit(findings(self.GAP), findings(), given, METHOD)) == [
            ("gap", "pay_gap_mean"),
            ("first_step", "pay_review"),
        ]

    def test_first_recommendation_is_the_first_step_where_none_answers_a_gap(self):
        assert told(of_the_audit(findings(), findings(), [advice("budget_marker", "x")], METHOD)) == [
            ("first_step", "budget_marker")
        ]

    def test_six_at_most(self):
        ranked = [name for name, one in METHOD.indicators.items() if one.headline and one.target and not one.of]
        ratings = {name: "exceeds" if name == "staff_women_share" else "missing" for name in ranked}
        gaps = findings(*(finding(name, rating=rating) for name, rating in ratings.items()))
        said = findings(
            asked("I", "F"),
            finding("area_difference", "staff_perception", group={"area": "I"}, details={"p_adjusted": 0}),
        )
        assert len(of_the_audit(gaps, said, [advice("budget_marker", "x")], METHOD)) == 6

    def test_without_evidence_there_is_no_message(self):
        assert of_the_audit(findings(), findings(), [], METHOD) == []
