"""Rules that select recommendations and rank them."""

from __future__ import annotations

import io
import re
from itertools import permutations
from typing import get_args

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from invented_findings import asked, criterion, finding

from genderaudit.conclusions.findings import EvidencePattern, Rank, SelectedRecommendation
from genderaudit.conclusions.followup import FollowedAction, FollowUp, compare
from genderaudit.conclusions.ratings import Verdict
from genderaudit.conclusions.recommendations import in_order, select
from genderaudit.conclusions.triangulation import triangulate
from genderaudit.foundations.language import language
from genderaudit.methodology.method import Methodology, methodology
from genderaudit.methodology.models import Recommendation, Trigger
from genderaudit.methodology.organisation import Kind, Organisation
from genderaudit.report.followup import again_sentence
from genderaudit.report.judgement import recommendations_section
from genderaudit.workbooks import action_plan

SHORT = ["missing", "approaches"]


def entry(*when: Trigger, **given) -> Recommendation:
    texts = {"id": "act", "area": "I", "role": "leadership", "within_months": 6, "resources": "low"}
    return Recommendation(**(texts | {"success": "I1", "source": "own", "when": list(when)} | given))


class Catalogue(Methodology):
    """The method with a catalogue of a test's own."""

    def __init__(self, entries) -> None:
        self.__dict__ |= vars(methodology()) | {"recommendations": list(entries)}


def selected(entries, findings=(), patterns=(), kind="ngo"):
    return select(Catalogue(entries), kind, findings, patterns)


def pattern(
    area: str = "I", name: str = "insufficient_evidence", women: str | None = None, evidence=()
) -> EvidencePattern:
    nothing = Verdict(None, "no_evidence")
    said = {"facts": nothing, "documents": nothing, "women": Verdict(women, None), "men": nothing}
    known = triangulate(area, **said, differ=False, voices={})
    return known.model_copy(update={"pattern": name, "evidence": list(evidence)})


def chosen(entries, findings=(), patterns=(), kind="ngo") -> list[str]:
    return [one.recommendation for one in selected(entries, findings, patterns, kind)]


class TestTriggers:
    """One condition suffices."""

    def test_indicator_with_one_of_its_ratings(self):
        catalogue = [entry(Trigger(indicator="pay_gap_mean", rating=SHORT))]
        assert chosen(catalogue, [finding("pay_gap_mean", rating="missing")]) == ["act"]
        assert chosen(catalogue, [finding("pay_gap_mean", rating="meets")]) == []
        assert chosen(catalogue, [finding("pay_gap_median", rating="missing")]) == []

    def test_criterion_of_the_document_review(self):
        catalogue = [entry(Trigger(criterion="I2", rating=SHORT))]
        assert chosen(catalogue, [criterion("I2", "approaches")]) == ["act"]
        assert chosen(catalogue, [criterion("I3", "approaches")]) == []

    def test_what_women_or_men_say_of_an_area(self):
        catalogue = [entry(Trigger(survey="K", rating=SHORT))]
        assert chosen(catalogue, [asked("K", "M", "approaches")]) == ["act"]
        assert chosen(catalogue, [asked("I", "F", "missing")]) == []

    def test_pattern_of_its_own_area_unless_another_is_named(self):
        own = [entry(Trigger(pattern="divided"))]
        other = [entry(Trigger(pattern="divided", area="K"))]
        assert (chosen(own, (), [pattern("I", "divided")]), chosen(own, (), [pattern("K", "divided")])) == (["act"], [])
        assert (chosen(other, (), [pattern("I", "divided")]), chosen(other, (), [pattern("K", "divided")])) == (
            [],
            ["act"],
        )

    def test_nothing_is_recommended_because_lists_were_not_given(self):
        absent = [finding(name, "baseline", status="no_evidence") for name in methodology().indicators]
        empty = [pattern(area.id) for area in methodology().areas]
        assert chosen(methodology().recommendations, absent, empty) == []

    @pytest.mark.parametrize(
        "given", [{"distinguishable": False}, {"rating": None}, {"status": "suppressed", "rating": None}]
    )
    def test_nothing_is_triggered_by_what_is_not_known(self, given):
        found = finding("promotion_ratio", **({"rating": "missing"} | given))
        assert chosen([entry(Trigger(indicator="promotion_ratio", rating=SHORT))], [found]) == []

    def test_nothing_found_selects_nothing(self):
        assert chosen(methodology().recommendations) == []

    @pytest.mark.parametrize(("kinds", "selected"), [([], ["act"]), (["ngo"], ["act"]), (["trade_union"], [])])
    def test_kind_of_organisation(self, kinds, selected):
        catalogue = [entry(Trigger(indicator="pay_gap_mean", rating=SHORT), kinds=kinds)]
        assert chosen(catalogue, [finding("pay_gap_mean", rating="missing")]) == selected

    def test_what_people_say_stands_as_they_said_it(self):
        said = asked("K", "F", "approaches").model_copy(update={"distinguishable": False})
        assert chosen([entry(Trigger(survey="K", rating=SHORT))], [said]) == ["act"]


class TestInPlace:
    """What is there already is not asked for."""

    WHEN = Trigger(indicator="bodies_seats_together", rating=SHORT)

    def test_document_that_it_asks_for(self):
        asks = Trigger(criterion="I1", rating=SHORT)
        found = [finding("bodies_seats_together", rating="missing"), criterion("I1", "meets")]
        assert chosen([entry(self.WHEN, asks)], found) == []
        assert chosen([entry(self.WHEN, in_place=["I1"], success="I2")], found) == []
        assert chosen([entry(self.WHEN, success="I2")], found) == ["act"]

    def test_criterion_that_only_measures_its_success_is_not_what_it_asks_for(self):
        """Area K: women see it worse than men, all documents are good, and nothing was recommended at all."""
        found = [asked("K", "F", "missing"), criterion("K5", "meets")]
        assert chosen([entry(Trigger(survey="K", rating=SHORT), area="K", success="K5")], found) == ["act"]

    def test_one_document_of_two_is_not_all_of_it(self):
        asks = [Trigger(criterion=name, rating=SHORT) for name in ("I1", "I2")]
        assert chosen([entry(*asks)], [criterion("I1", "meets"), criterion("I2", "missing")]) == ["act"]

    @pytest.mark.parametrize(("asked", "selected"), [("quota", []), ("target", ["act"])])
    def test_a_quota_that_the_bodies_have(self, asked, selected):
        short = finding("bodies_seats_together", rating="missing", details={"share": 0.2, asked: 0.3})
        one = entry(self.WHEN, in_place=["bodies_seats_together"], success="I2")
        assert chosen([one], [short]) == selected


class TestAnswered:
    """What the organisation answered to the round before is followed up, not made again."""

    FOUND = (finding("bodies_seats_together", rating="missing", unit="seats", value=3.0),)

    def again(self, action: FollowedAction | None, *, missing_before: float = 3.0) -> list[str]:
        before = self.FOUND[0].model_copy(update={"value": missing_before})
        change = compare(before, self.FOUND[0], methodology())
        followed = FollowUp(
            earlier="2022",
            round="2025",
            actions=[action] if action else [],
            unanswered=[] if action else ["act"],
            changes=[change],
            rested_on={"act": [change]},
        )
        one = entry(Trigger(indicator="bodies_seats_together", rating=SHORT))
        return [one.again for one in select(Catalogue([one]), "ngo", self.FOUND, (), followed)]

    @pytest.mark.parametrize(
        ("status", "state", "again"),
        [
            ("done", "done", []),
            ("started", "under_way", []),
            ("planned", "under_way", []),
            ("started", "late", []),
            ("planned", "late", ["late"]),
            ("stopped", "abandoned", ["abandoned"]),
        ],
    )
    def test_accepted(self, status: str, state: str, again: list[str]):
        assert self.again(FollowedAction(recommendation="act", decision="accept", status=status, state=state)) == again

    @pytest.mark.parametrize(("before", "again"), [(3.0, []), (4.0, []), (2.0, ["rejected"])])
    def test_rejected_comes_again_only_if_a_finding_behind_it_got_worse(self, before: float, again: list[str]):
        rejected = FollowedAction(recommendation="act", decision="reject")
        assert self.again(rejected, missing_before=before) == again

    def test_what_was_not_answered_comes_again(self):
        assert self.again(None) == ["unanswered"]

    def test_what_was_not_made_before_is_new(self):
        assert self.again(FollowedAction(recommendation="other", decision="accept", state="done")) == [""]

    @pytest.mark.parametrize("code", ["en", "fr"])
    def test_what_comes_again_says_so(self, code: str):
        texts, made = language(code), finding("bodies_seats_together", unit="seats", value=3.0)
        before = made.model_copy(update={"value": 2.0, "rating": "missing"})
        change = compare(before, made.model_copy(update={"rating": "missing"}), methodology())
        action = FollowedAction(recommendation="act", decision="reject", note="No money")
        given = {"changes": [change], "rested_on": {"act": [change]}}
        followed = FollowUp(earlier="2022", round="2025", actions=[action], unanswered=[], **given)
        one = SelectedRecommendation(
            recommendation="act", area="I", rank=Rank(), place=1, evidence=[made.id], again="rejected"
        )
        said = again_sentence(one, followed, texts)
        words = ("2022", "No money", texts.text(f"indicators.{made.indicator}.title"))
        assert not [one for one in words if one not in said]
        assert texts.text("followup.seats_missing", number=3) in said


@pytest.mark.parametrize("kind", get_args(Kind))
def test_every_main_figure_about_women_asks_for_something(kind):
    """An area was rated by the top levels, and no recommendation knew of them."""
    asks = {
        trigger.indicator
        for entry in methodology().recommendations
        if not entry.kinds or kind in entry.kinds
        for trigger in entry.when
    }
    main = [one for one in methodology().indicators.values() if one.weight > 1 and one.target and not one.young]
    of_members = {"members_women_share"} if kind in ("enterprise", "public_body") else set()
    assert {one.id for one in main} - asks <= of_members | {"data_availability"}  # lists that were not given: one line


def test_strength_is_not_what_is_short_in_the_area():
    found = [criterion("I1", "missing"), criterion("I2", "meets")]
    good = pattern("I", "confirmed_strength", evidence=[one.id for one in found])
    (one,) = selected([entry(Trigger(pattern="confirmed_strength"))], found, [good])
    assert (one.evidence, one.rank.severity) == ([found[1].id], 0)


class TestOrder:
    """One order, whatever stands first in a file."""

    EASY = entry(Trigger(indicator="promotion_ratio", rating=SHORT), id="easy", within_months=3)
    HARD = entry(Trigger(indicator="promotion_ratio", rating=SHORT), id="hard", within_months=24)
    WORST = entry(Trigger(indicator="pay_gap_mean", rating=SHORT), id="worst", within_months=24)
    FOUND = (finding("promotion_ratio", rating="approaches"), finding("pay_gap_mean", rating="missing"))

    @pytest.mark.parametrize("catalogue", permutations([EASY, HARD, WORST]))
    def test_worse_comes_before_quick(self, catalogue):
        assert chosen(catalogue, self.FOUND) == ["worst", "easy", "hard"]

    def test_those_that_tie_share_a_place(self):
        twins = [self.HARD, self.WORST.model_copy(update={"id": "also", "when": self.HARD.when}), self.EASY]
        places = {one.recommendation: one.place for one in selected(twins, self.FOUND)}
        assert places == {"easy": 1, "also": 2, "hard": 2}

    def test_what_the_young_lack_comes_after_what_women_lack(self):
        young = entry(Trigger(indicator="bodies_youth_together", rating=SHORT), id="young", within_months=1)
        found = [finding("bodies_youth_together", rating="missing", women=9), *self.FOUND]
        assert chosen([young, self.HARD], found) == ["hard", "young"]

    @settings(max_examples=12)
    @given(st.randoms())
    def test_no_order_of_catalogue_or_findings_changes_the_ranking(self, random):
        found = [
            finding(one.id, rating=("missing", "approaches", "meets")[place % 3], women=4, men=6)
            for place, one in enumerate(methodology().indicators.values())
            if one.target
        ]
        found += [
            criterion(one.id, ("missing", "meets", "approaches")[place % 3])
            for place, one in enumerate(methodology().criteria)
        ]
        entries = list(methodology().recommendations)
        before = selected(entries, found, [pattern("J", "blind_spot"), pattern("I", "confirmed_gap")])
        random.shuffle(entries)
        random.shuffle(found)
        after = selected(entries, found, [pattern("I", "confirmed_gap"), pattern("J", "blind_spot")])
        told = [[(one.recommendation, one.place, one.rank) for one in some] for some in (before, after)]
        assert told[0] == told[1]


class TestReadingOrder:
    """The order of the report and of the workbook."""

    CATALOGUE = tuple(
        entry(
            Trigger(indicator="pay_gap_mean", rating=SHORT), id=f"act_{area}_{place}", area=area, within_months=months
        )
        for area, months in (("I", 3), ("J", 6), ("K", 6))
        for place in range(4)
    )

    def order(self, first: int) -> list[str]:
        ranked = selected(self.CATALOGUE, [finding("pay_gap_mean", rating="missing")])
        return [one.recommendation for one in in_order(ranked, first)]

    def test_no_area_has_more_than_two_among_the_first(self):
        assert [name[4] for name in self.order(5)[:5]] == ["I", "I", "J", "J", "K"]

    def test_the_others_follow_as_they_rank_and_none_is_lost(self):
        order = self.order(5)
        assert order[5:7] == ["act_I_2", "act_I_3"]
        assert sorted(order) == sorted(one.id for one in self.CATALOGUE)

    def test_what_answers_the_first_findings_comes_before_all_others(self):
        ranked = selected(self.CATALOGUE, [finding("pay_gap_mean", rating="missing")])
        last = ranked[-1].model_copy(update={"evidence": ["gap_analysis/members_women_share"]})
        main = ["gap_analysis/members_women_share", "gap_analysis/bodies_women_share", *ranked[0].evidence]
        order = in_order([*ranked[:-1], last], 5, main)
        assert order[:2] == [last, ranked[0]]
        assert sorted(one.recommendation for one in order) == sorted(one.id for one in self.CATALOGUE)

    def test_the_workbook_has_the_order_and_the_numbers_of_the_report(self):
        chosen = in_order(select(methodology(), "ngo", [criterion(f"{area}1", "missing") for area in "ABCEFHK"], ()), 3)
        report = str(recommendations_section(chosen, 3, {}, methodology(), language("en"), "recommendations").html)
        about = Organisation(name="Example", kind="ngo", languages=["en"])
        made = action_plan(chosen, {}, methodology(), about, "2025", language("en"), first=3)
        book = openpyxl.load_workbook(io.BytesIO(made))
        first, others = (
            [(row[0], row[1].replace("_", "-")) for row in book[name].iter_rows(min_row=5, values_only=True) if row[1]]
            for name in ("Action plan", "Other proposals")
        )
        cards = [(int(number), name) for name, number in re.findall(r'advice-([\w-]+)">(\d+)\. ', report)]
        table = re.findall(r'>(\d+)</th><td><span id="[^"]*advice-([\w-]+)"', report)
        listed = [(int(number), name) for number, name in table]
        assert (cards, listed) == (first, others)
        assert len(cards) == 3 < len(first + others)


class TestEvidence:
    """Every recommendation lists the findings that triggered it."""

    def test_each_finding_once_in_the_order_of_the_triggers(self):
        when = [
            Trigger(criterion="I1", rating=SHORT),
            Trigger(indicator="pay_gap_mean", rating=SHORT),
            Trigger(pattern="confirmed_gap"),
        ]
        facts, paper = finding("pay_gap_mean", rating="missing"), criterion("I1", "missing")
        known = [pattern("I", "confirmed_gap", evidence=[facts.id])]
        assert selected([entry(*when)], [facts, paper], known)[0].evidence == [paper.id, facts.id]

    def test_pattern_of_a_gap_does_not_lean_on_what_is_good(self):
        good, short = asked("I", "M", "meets"), asked("I", "F", "missing")
        known = [pattern("I", "divided", evidence=[good.id, short.id])]
        assert selected([entry(Trigger(pattern="divided"))], [good, short], known)[0].evidence == [short.id]

    def test_a_pattern_lends_no_figure_that_the_recommendation_does_not_name(self):
        """Childcare at meetings came first of all, founded on the size of women's loans."""
        loans, women = finding("loan_size_gap", value=0.6, rating="missing"), asked("C", "F", "missing")
        when = [Trigger(criterion="C2", rating=SHORT), Trigger(pattern="confirmed_gap")]
        meetings, credit = entry(*when, area="C"), entry(Trigger(indicator="loan_size_gap", rating=SHORT), id="credit")
        for others, ground in (([], ["pattern/C"]), ([women], [women.id])):
            found = [loans, *others]
            known = [pattern("C", "confirmed_gap", evidence=[one.id for one in found])]
            first, second = selected([meetings, credit], found, known)
            assert {first.recommendation: first.evidence, second.recommendation: second.evidence} == {
                "act": ground,
                "credit": [loans.id],
            }
            main = in_order([first, second], findings=[loans.id])
            assert main[0].recommendation == "credit"

    def test_pattern_without_findings_is_its_own_evidence(self):
        assert selected([entry(Trigger(pattern="divided"))], [], [pattern("I", "divided")])[0].evidence == ["pattern/I"]


class TestCatalogue:
    """The suite's own recommendations."""

    @pytest.mark.parametrize("one", [pytest.param(one, id=one.id) for one in methodology().recommendations])
    def test_some_audit_selects_it(self, one):
        kind = one.kinds[0] if one.kinds else "ngo"
        assert any(chosen([one], *evidence, kind) for evidence in map(self.evidence_for, one.when))

    @staticmethod
    def evidence_for(trigger: Trigger):
        """What an audit would have to find to meet the trigger; only rated indicators have a rating."""
        if trigger.pattern:
            return [], [pattern(trigger.area or area.id, trigger.pattern) for area in methodology().areas]
        if trigger.criterion:
            return [criterion(trigger.criterion, trigger.rating[0])], []
        if trigger.survey:
            return [asked(trigger.survey, "F", trigger.rating[0])], []
        rated = methodology().indicators[trigger.indicator].target
        short = {"target": {"low": 0.4, "high": 0.6, "source": "method"}} if trigger.below else {}
        return [finding(trigger.indicator, value=0.3, rating=trigger.rating[0] if rated else None, **short)], []


@pytest.mark.parametrize(("women", "asked_for"), [(0.2, True), (0.78, False)])
def test_nobody_is_asked_to_win_women_where_men_are_few(women: float, asked_for: bool) -> None:
    parity = {"rating": "missing", "target": {"low": 0.4, "high": 0.6, "source": "method"}}
    found = [finding("members_women_share", value=women, n=400, **parity)]
    names = {one.recommendation for one in select(methodology(), "trade_union", found, [])}
    assert ("recruit_women_members" in names) is asked_for


def test_a_quota_is_a_duty_only_where_it_triggers():
    short = {"rating": "missing", "target": {"low": 0.3, "high": None, "source": "method"}, "women": 3, "men": 14}
    leading = finding("bodies_leading_share", value=0.2, n=17, **short)
    seats = finding("bodies_seats_together", value=4, n=17, details={"quota": 0.3, "share": 0.2}, **short)
    said = {"facts": "missing", "documents": "missing", "women": "missing", "men": "missing", "voices": {}}
    pattern = EvidencePattern(area="I", pattern="confirmed_gap", evidence=[leading.id, seats.id], **said)
    by_pattern = entry(Trigger(pattern="confirmed_gap"))
    by_quota = entry(Trigger(indicator="bodies_seats_together", rating=SHORT))
    for asked_by, duty in ((by_pattern, False), (by_quota, True)):
        (one,) = select(Catalogue([asked_by]), "trade_union", [leading, seats], [pattern])
        assert seats.id in one.evidence
        assert one.rank.duty is duty


def test_women_who_lead_are_asked_for_where_few_lead_and_for_nothing_else():
    (asked_for,) = (one for one in methodology().recommendations if one.id == "share_key_posts")
    assert [when.indicator for when in asked_for.when] == ["bodies_leading_share"]
