"""Key messages: chosen by rule, each about one finding."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from invented_findings import asked, finding, findings

from genderaudit.conclusions.findings import EvidencePattern, Message, Rank, SelectedRecommendation
from genderaudit.conclusions.messages import GAPS, gaps_and_strengths, headlines, of_the_audit, voices
from genderaudit.conclusions.ranking import Ranking
from genderaudit.methodology.method import methodology

METHOD = methodology()


def of(area: str, pattern: str) -> EvidencePattern:
    ratings = dict.fromkeys(("facts", "documents", "women", "men"))
    return EvidencePattern(area=area, pattern=pattern, **ratings, voices={}, evidence=[])


def told(messages: list[Message]) -> list[tuple[str, str]]:
    """Text and indicator (or recommendation) of each message."""
    return [(m.text, m.recommendation or m.finding.partition("/")[2].partition("[")[0]) for m in messages]


def advice(name: str, *evidence: str) -> SelectedRecommendation:
    return SelectedRecommendation(recommendation=name, area="J", rank=Rank(), place=1, evidence=list(evidence))


@pytest.mark.parametrize(
    ("facts", "women", "men", "expected"),
    [("missing", "missing", "meets", 4), ("meets", "missing", "meets", 3), ("missing", "meets", "missing", 3)],
)
def test_satisfied_men_do_not_outvote_women_who_say_what_facts_show(facts, women, men, expected):
    views = {"women": women, "men": men}
    divided = of("K", "divided").model_copy(update={"facts": facts, "documents": None, **views})
    assert Ranking([], METHOD).of([], divided).pattern == expected


def test_facts_read_in_documents_and_documents_count_once():
    ratings = {"facts": "missing", "documents": "missing", "women": "missing"}
    both = of("K", "confirmed_gap").model_copy(update=ratings)
    assert Ranking([], METHOD).of([], both).breadth == 3
    assert Ranking([], METHOD).of([], both.model_copy(update={"from_documents": True})).breadth == 2


def test_what_an_organisation_is_there_for_leads_by_the_same_rule_as_seats():
    seats = finding("bodies_seats_together", rating="approaches", women=5)
    loans = finding("loan_size_gap", rating="missing", value=0.37, women=300, n=900)
    assert [name for _, name in told(gaps_and_strengths([seats, loans], METHOD))] == ["loan_size_gap", seats.indicator]
    women_more = loans.model_copy(update={"value": -0.37})
    assert not Ranking([women_more], METHOD).leads(women_more)


class TestHeadlines:
    """The baseline's figures of the whole organisation, by rank."""

    def test_core_figures_come_first(self):
        found = [finding("staff_women_share"), finding("budget_gender_share"), finding("members_women_share")]
        assert [name for _, name in told(headlines(found, METHOD))] == [
            "budget_gender_share",
            "staff_women_share",
            "members_women_share",
        ]

    def test_groups_figures_of_few_or_within_chance_and_hidden_ones_are_none(self):
        found = [
            finding("staff_women_share", status="suppressed", reason="hidden"),
            finding("members_women_share", n=9),
            finding("promotion_ratio"),
            finding("pay_gap_by_category", group={"level": "A"}),
            finding("step_ratio"),
        ]
        assert headlines(found, METHOD) == []

    def test_bodies_are_told_of_together_and_none_by_name(self):
        together = finding("bodies_seats_together", value=5)
        found = [finding("bodies_women_seats", group={"body": "A"}, value=4), together]
        assert [m.finding for m in headlines(found, METHOD)] == [together.id]

    def test_are_five_at_most(self):
        ranked = [
            name for name, one in METHOD.indicators.items() if one.weight > 1 and not one.of and not one.by_chance
        ]
        assert len(ranked) > 5
        assert len(headlines([finding(name) for name in ranked], METHOD)) == 5


class TestGapsAndStrengths:
    """The gaps as they rank, then what works."""

    def test_missing_comes_before_approaching_whatever_the_weight(self):
        found = [
            finding("pay_gap_adjusted", rating="approaches"),
            finding("staff_women_share", rating="missing", value=0.1),
        ]
        assert told(gaps_and_strengths(found, METHOD)) == [("gap", "staff_women_share"), ("gap", "pay_gap_adjusted")]

    def test_gaps_come_before_what_works(self):
        found = [
            finding("data_availability", rating="exceeds"),
            finding("pay_gap_mean", rating="meets", value=0.01, women=10),
            finding("staff_women_share", rating="meets", women=20),
            finding("promotion_ratio", rating="missing", value=0.5),
        ]
        assert told(gaps_and_strengths(found, METHOD)) == [
            ("gap", "promotion_ratio"),
            ("strength", "staff_women_share"),
        ]

    @pytest.mark.parametrize(
        ("delegates", "members", "told_of"),
        [(0.384, 0.6, False), (0.55, 0.6, True), (0.549, 0.6, False), (0.384, 0.3, True), (0.384, None, True)],
    )
    def test_a_share_well_below_womens_among_members_is_no_strength(self, delegates, members, told_of):
        """38.4 % of delegates where 60 % of members are women met the target, and was printed as what works."""
        found = [finding("staff_women_share", rating="meets", value=delegates, n=1000, women=1000 * delegates)]
        status = "suppressed" if members is None else "calculated"
        found.append(finding("members_women_share", value=members, n=None if members is None else 1000, status=status))
        assert (("strength", "staff_women_share") in told(gaps_and_strengths(found, METHOD))) is told_of

    @pytest.mark.parametrize(
        "found",
        [
            finding("promotion_ratio", rating="missing", value=0.5, distinguishable=False),  # within chance
            finding("staff_women_share", rating=None, value=0.1, n=6),  # of few
            finding(
                "staff_women_share", rating="missing", value=0.8, target={"low": 0.4, "high": 0.6, "source": "etuc"}
            ),
            finding("pay_gap_mean", rating="missing", value=-0.2),  # women earn more
            finding("exit_ratio", rating="missing", value=0.5, target={"low": 0.8, "high": 1.25, "source": "own"}),
            finding("bodies_women_seats", group={"body": "A"}, rating="missing", value=3),  # no body by name
            finding("staff_women_by_unit", group={"unit": "A"}, rating="missing", value=0.1),
        ],
    )
    def test_what_never_leads(self, found):
        assert [m for m in gaps_and_strengths([found], METHOD) if m.text == "gap"] == []

    @pytest.mark.parametrize(
        ("good", "short"),
        [
            ("pay_gap_adjusted", "pay_gap_mean"),  # at like posts alike, on average 29 % less
            ("pay_gap_adjusted", "pay_gap_median"),
            ("pay_gap_mean", "pay_gap_adjusted"),
            ("top_levels_ratio", "glass_ceiling_index"),
            ("top_levels_ratio", "top_above_floor_ratio"),
        ],
    )
    def test_a_figure_beside_a_gap_of_the_same_thing_is_no_strength(self, good, short):
        like = 1.0 if good == "top_levels_ratio" else 0.0
        found = [finding(name, rating="meets", value=like, women=20) for name in (good, "staff_women_share")]
        strengths = [
            [name for text, name in told(gaps_and_strengths(gaps, METHOD)) if text == "strength"]
            for gaps in (found[:1], [*found[:1], finding(short, rating="missing", value=0.29, distinguishable=False)])
        ]
        assert strengths == [[good], []]

    @pytest.mark.parametrize(("value", "told_of"), [(0.88, False), (0.95, True), (1.2, True)])
    def test_a_ratio_of_which_women_have_less_is_no_strength(self, value, told_of):
        found = [finding("insurance_representation_ratio", rating="meets", value=value, n=640, women=295)]
        assert (("strength", found[0].indicator) in told(gaps_and_strengths(found, METHOD))) is told_of

    def test_where_no_gap_was_found_that_is_said_first(self):
        good = finding("staff_women_share", rating="meets", women=20)
        assert told(gaps_and_strengths([good], METHOD)) == [("none_found", ""), ("strength", "staff_women_share")]
        assert told(gaps_and_strengths([], METHOD, [asked("K", "F", "meets")])) == [("none_found", "")]

    @pytest.mark.parametrize(
        "found",
        [
            finding("promotion_ratio", rating="meets", distinguishable=False),  # not known
            finding("staff_women_share", status="suppressed"),
            finding("staff_women_by_unit", group={"unit": "A"}, rating="meets"),  # no main figure
        ],
    )
    def test_nothing_known_is_not_no_gap(self, found):
        assert told(gaps_and_strengths([found], METHOD)) == []

    def test_gap_in_mean_pay_comes_after_what_explains_it_where_the_adjusted_gap_is_known(self):
        pay = finding("pay_gap_mean", rating="missing", value=0.2, women=20)
        top = finding("top_levels_ratio", rating="approaches", value=0.7, women=3)
        adjusted = finding("pay_gap_adjusted", rating="meets", value=0.01)
        assert [name for _, name in told(gaps_and_strengths([pay, top], METHOD))] == [
            "pay_gap_mean",
            "top_levels_ratio",
        ]
        assert [name for _, name in told(gaps_and_strengths([pay, top, adjusted], METHOD))][:2] == [
            "top_levels_ratio",
            "pay_gap_mean",
        ]

    @pytest.mark.parametrize(
        ("within_levels", "first"),
        [("meets", "top_levels_ratio"), ("missing", "pay_gap_median"), (None, "pay_gap_median")],
    )
    def test_gap_in_all_pay_comes_after_levels_where_none_is_left_within_them(self, within_levels, first):
        """Forty people, too few for a model: the gap in median pay was that women are rare at the top."""
        median = finding("pay_gap_median", rating="missing", value=0.2, women=20)
        top = finding("top_levels_ratio", rating="approaches", value=0.7, women=3)
        within = finding("pay_gap_factor_weighted", rating=within_levels, value=0.01)
        assert told(gaps_and_strengths([median, top, within], METHOD))[0] == ("gap", first)

    def test_figure_that_stands_in_leads_only_where_it_takes_a_place(self):
        median = finding("pay_gap_median", rating="missing", value=0.2, women=20)
        share = finding("staff_women_share", rating="missing", value=0.1, women=4)
        adjusted = finding("pay_gap_adjusted", rating="meets", value=0.01)
        assert told(gaps_and_strengths([median, share], METHOD))[0] == ("gap", "pay_gap_median")
        assert told(gaps_and_strengths([median, share, adjusted], METHOD))[0] == ("gap", "staff_women_share")

    def test_young_people_do_not_lead_unless_women_have_no_gap(self):
        young = finding("bodies_youth_together", rating="missing", value=9)
        women = finding("bodies_seats_together", rating="approaches", value=1)
        assert told(gaps_and_strengths([young, women], METHOD))[0] == ("gap", "bodies_seats_together")
        assert told(gaps_and_strengths([young], METHOD)) == [("gap", "bodies_youth_together")]

    def test_worst_figure_and_worst_view_are_both_told(self):
        facts = [
            finding(name, rating="missing", value=9, women=4)
            for name in ("bodies_seats_together", "bodies_leading_share")
        ]
        facts += [
            finding(name, rating="missing", value=0.3, women=4) for name in ("pay_gap_mean", "members_women_share")
        ]
        views = [asked("K", "F", "approaches", 0.5), asked("L", "F", "approaches", 0.4)]
        found = gaps_and_strengths(facts, METHOD, views)
        assert [m.text for m in found] == ["gap", "gap", "women_say"]
        assert found[-1].finding == views[1].id

    def test_gap_in_an_area_whose_evidence_agrees_comes_first(self):
        pay, seats = (
            finding("pay_gap_mean", rating="missing", value=0.3),
            finding("bodies_seats_together", rating="missing", value=3),
        )
        for first, second in ((pay, seats), (seats, pay)):
            patterns = [of(first.area, "blind_spot"), of(second.area, "divided")]
            assert gaps_and_strengths([pay, seats], METHOD, (), patterns)[0].finding == first.id

    def test_gaps_are_limited_in_number(self):
        ranked = [name for name, one in METHOD.indicators.items() if one.headline and one.target and not one.of]
        found = [finding(name, rating="missing", value=0.1) for name in ranked]
        assert len(gaps_and_strengths(found, METHOD)) == GAPS

    @given(st.permutations([name for name, one in METHOD.indicators.items() if one.weight > 1 and not one.of]))
    def test_order_of_the_findings_does_not_matter(self, names):
        found = {
            name: finding(name, rating=("missing", "approaches")[len(name) % 2], value=0.1) for name in sorted(names)
        }
        assert gaps_and_strengths([found[n] for n in names], METHOD) == gaps_and_strengths(list(found.values()), METHOD)


class TestVoices:
    """What women and men say."""

    def test_area_that_women_rate_lowest(self):
        found = [asked("I", "F", value=0.4), asked("K", "F", value=0.3), asked("J", "M", value=0.1)]
        found.append(asked("B", "F", value=0.5))
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
    """Gaps, what works, first step."""

    GAP = finding("pay_gap_mean", rating="missing", value=0.2)

    def test_first_step_answers_the_first_gap_that_any_answers(self):
        given = [advice("equality_on_agenda", "elsewhere"), advice("pay_review", self.GAP.id)]
        assert told(of_the_audit(findings(self.GAP), findings(), [], given, METHOD)) == [
            ("gap", "pay_gap_mean"),
            ("first_step", "pay_review"),
        ]

    def test_first_recommendation_is_the_first_step_where_none_answers_a_gap(self):
        assert told(of_the_audit(findings(), findings(), [], [advice("budget_marker", "x")], METHOD)) == [
            ("first_step", "budget_marker")
        ]

    def test_without_evidence_there_is_no_message(self):
        assert of_the_audit(findings(), findings(), [], [], METHOD) == []
