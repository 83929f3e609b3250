"""Rules that select recommendations, and the rule that sets their priority (methodology, section 7)."""

from __future__ import annotations

import pytest
from invented_findings import asked, criterion, finding

from genderaudit.findings import EvidencePattern
from genderaudit.methodology import Recommendation, Trigger, methodology
from genderaudit.ratings import Verdict
from genderaudit.recommendations import select
from genderaudit.triangulation import triangulate

SHORT = ["missing", "approaches"]
# Recommendations that no audit can select yet.


def entry(*when: Trigger, **given) -> Recommendation:
    texts = {"id": "act", "area": "I", "role": "leadership", "within_months": 6, "resources": "low"}
    return Recommendation(**(texts | {"feasibility": 2, "success": "I1", "source": "own", "when": list(when)} | given))


def pattern(
    area: str = "I", name: str = "insufficient_evidence", women: str | None = None, evidence=()
) -> EvidencePattern:
    nothing = Verdict(None, "no_evidence")
    said = {"facts": nothing, "documents": nothing, "women": Verdict(women, None), "men": nothing}
    known = triangulate(area, **said, differ=False, voices={})
    return known.model_copy(update={"pattern": name, "evidence": list(evidence)})


def chosen(entries, findings=(), patterns=(), kind="ngo") -> list[str]:
    return [one.recommendation for one in select(entries, kind, findings, patterns)]


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

    def test_list_that_was_not_given(self):
        catalogue = [entry(Trigger(no_evidence="budget"))]
        assert chosen(catalogue, [finding("budget_gender_share", status="no_evidence")]) == ["act"]
        assert chosen(catalogue, [finding("budget_gender_share")]) == []

    def test_nothing_found_selects_nothing(self):
        assert chosen(methodology().recommendations) == []

    @pytest.mark.parametrize(("kinds", "selected"), [([], ["act"]), (["ngo"], ["act"]), (["trade_union"], [])])
    def test_kind_of_organisation(self, kinds, selected):
        catalogue = [entry(Trigger(indicator="pay_gap_mean", rating=SHORT), kinds=kinds)]
        assert chosen(catalogue, [finding("pay_gap_mean", rating="missing")]) == selected


class TestPriority:
    """severity × breadth × women's rating × feasibility."""

    @pytest.mark.parametrize(
        ("rating", "women", "feasibility", "priority"),
        [
            ("missing", "missing", 3, 3 * 1 * 3 * 3),
            ("approaches", "missing", 3, 2 * 1 * 3 * 3),
            ("missing", "approaches", 1, 3 * 1 * 2 * 1),
            ("missing", None, 1, 3 * 1 * 2 * 1),
            ("missing", "exceeds", 2, 3 * 1 * 1 * 2),
        ],
    )
    def test_is_the_product(self, rating, women, feasibility, priority):
        catalogue = [entry(Trigger(indicator="pay_gap_mean", rating=SHORT), feasibility=feasibility)]
        found = select(catalogue, "ngo", [finding("pay_gap_mean", rating=rating)], [pattern(women=women)])[0]
        assert found.priority == priority
        assert found.priority == found.severity * found.breadth * found.womens_rating * found.feasibility

    def test_breadth_counts_kinds_of_evidence_not_triggers(self):
        when = [
            Trigger(indicator="pay_gap_mean", rating=SHORT),
            Trigger(indicator="pay_gap_median", rating=SHORT),
            Trigger(criterion="I1", rating=SHORT),
        ]
        found = [
            finding("pay_gap_mean", rating="missing"),
            finding("pay_gap_median", rating="missing"),
            criterion("I1", "missing"),
        ]
        assert select([entry(*when)], "ngo", found, [])[0].breadth == 2

    def test_worst_of_several_findings_sets_the_severity(self):
        found = [
            finding("bodies_women_seats", group={"body": name}, rating=rating)
            for name, rating in (("A", "approaches"), ("B", "missing"))
        ]
        assert select([entry(Trigger(indicator="bodies_women_seats", rating=SHORT))], "ngo", found, [])[0].severity == 3

    def test_missing_data_alone_are_of_least_severity(self):
        found = [finding("budget_gender_share", status="no_evidence")]
        assert select([entry(Trigger(no_evidence="budget"))], "ngo", found, [])[0].severity == 1

    def test_highest_priority_comes_first(self):
        when = Trigger(indicator="pay_gap_mean", rating=SHORT)
        catalogue = [
            entry(when, id="hard", feasibility=1),
            entry(when, id="easy", feasibility=3),
            entry(when, id="also_hard", feasibility=1),
        ]
        assert chosen(catalogue, [finding("pay_gap_mean", rating="missing")]) == ["easy", "hard", "also_hard"]


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
        assert select([entry(*when)], "ngo", [facts, paper], known)[0].evidence == [paper.id, facts.id]

    def test_pattern_of_a_gap_does_not_lean_on_what_is_good(self):
        good, short = asked("I", "M", "meets"), asked("I", "F", "missing")
        known = [pattern("I", "divided", evidence=[good.id, short.id])]
        assert select([entry(Trigger(pattern="divided"))], "ngo", [good, short], known)[0].evidence == [short.id]

    def test_pattern_without_findings_is_its_own_evidence(self):
        assert select([entry(Trigger(pattern="divided"))], "ngo", [], [pattern("I", "divided")])[0].evidence == [
            "pattern/I"
        ]


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
        if trigger.no_evidence:
            tables = {i.table: i.id for i in methodology().indicators.values()}
            return [finding(tables[trigger.no_evidence], status="no_evidence")], []
        if trigger.criterion:
            return [criterion(trigger.criterion, trigger.rating[0])], []
        if trigger.survey:
            return [asked(trigger.survey, "F", trigger.rating[0])], []
        rated = methodology().indicators[trigger.indicator].target
        return [finding(trigger.indicator, rating=trigger.rating[0] if rated else None)], []
