"""What facts, documents, women, men and voices say together."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from invented_findings import asked, criterion, finding

from genderaudit.conclusions.ratings import ORDER, Verdict
from genderaudit.conclusions.triangulation import triangulate, triangulate_area
from genderaudit.methodology.method import methodology
from genderaudit.methodology.models import PATTERNS

NOTES = pd.DataFrame({"area": pd.Series(dtype="str"), "kind": pd.Series(dtype="str")})
ratings = st.sampled_from([None, *ORDER])
voices = st.fixed_dictionaries(
    {kind: st.integers(0, 3) for kind in ("challenge", "strength", "good_practice", "suggestion")}
)


def pattern(facts=None, documents=None, women=None, men=None, differ=False, voices=None) -> str:
    ratings = {"facts": facts, "documents": documents, "women": women, "men": men}
    evidence = {name: Verdict(rating, None if rating else "no_evidence") for name, rating in ratings.items()}
    return triangulate("I", **evidence, differ=differ, voices=voices or {}).pattern


def of_area(area, gaps, said, notes):
    return triangulate_area(area, [], gaps, said, notes, methodology(), "trade_union")


class TestRule:
    """The rule as it is printed in every fourth report."""

    @pytest.mark.parametrize(
        ("facts", "women", "men", "expected"),
        [
            ("missing", "approaches", "missing", "confirmed_gap"),
            ("approaches", "meets", "exceeds", "blind_spot"),
            ("meets", "approaches", "missing", "unrecognised_progress"),
            ("exceeds", "meets", "meets", "confirmed_strength"),
        ],
    )
    def test_record_against_views(self, facts, women, men, expected):
        assert pattern(facts=facts, women=women, men=men) == expected
        assert pattern(documents=facts, women=women, men=men) == expected

    def test_views_that_differ_beyond_chance_come_before_everything(self):
        assert pattern(facts="missing", women="missing", men="meets", differ=True) == "divided"

    @pytest.mark.parametrize("state", ["not_rated", "not_calculable"])
    def test_good_documents_make_no_good_facts_where_a_core_figure_is_not_known(self, state):
        """All raw gaps in pay are large, the adjusted one within chance: not solid, whatever documents say."""
        known = {"documents": Verdict("exceeds", None), "women": Verdict("meets", None), "men": Verdict("meets", None)}
        without = {"facts": Verdict(None, state), "differ": False, "voices": {}}
        assert triangulate("J", **known, **without).pattern == "insufficient_evidence"
        short = known | {"documents": Verdict("missing", None)}
        assert triangulate("J", **short, **without).pattern == "blind_spot"

    def test_who_are_both_dissatisfied_agree_that_something_is_short(self):
        """Women hold a quarter of the seats; 11 % of women and 60 % of men find decisions fair."""
        assert pattern(facts="missing", women="missing", men="approaches", differ=True) == "confirmed_gap"
        assert pattern(facts="meets", women="missing", men="approaches", differ=True) == "unrecognised_progress"
        assert pattern(women="missing", men="approaches", differ=True, voices={"challenge": 2}) == "confirmed_gap"
        assert pattern(women="missing", men="approaches", differ=True) == "divided"

    def test_difference_within_chance_or_with_equal_ratings_divides_nobody(self):
        assert pattern(facts="missing", women="missing", men="meets") == "confirmed_gap"
        assert pattern(facts="missing", women="missing", men="missing", differ=True) == "confirmed_gap"

    def test_lower_of_facts_and_documents_leads(self):
        assert pattern(facts="exceeds", documents="missing", women="meets", men="meets") == "blind_spot"

    def test_lower_of_women_and_men_leads(self):
        assert pattern(facts="meets", women="exceeds", men="approaches") == "unrecognised_progress"

    @pytest.mark.parametrize(
        ("evidence", "expected"),
        [
            ({"facts": "missing", "documents": "approaches"}, "confirmed_gap"),
            ({"facts": "meets", "documents": "exceeds"}, "confirmed_strength"),
            ({"facts": "missing", "voices": {"challenge": 2}}, "confirmed_gap"),
            ({"women": "meets", "men": "meets", "voices": {"good_practice": 2}}, "confirmed_strength"),
            ({"women": "meets", "voices": {"good_practice": 2}}, "insufficient_evidence"),  # and men?
            ({"women": "missing", "voices": {"challenge": 2}}, "confirmed_gap"),
            ({"women": "meets", "men": "meets", "voices": {"good_practice": 1}}, "insufficient_evidence"),
            ({"facts": "missing", "documents": "meets"}, "insufficient_evidence"),
            ({"facts": "missing", "voices": {"strength": 1}}, "insufficient_evidence"),
            ({"facts": "missing", "voices": {"strength": 1, "challenge": 1}}, "insufficient_evidence"),
            ({"facts": "missing", "voices": {"suggestion": 5}}, "insufficient_evidence"),
            ({"voices": {"challenge": 9}}, "insufficient_evidence"),
            ({"facts": "missing"}, "insufficient_evidence"),
            ({}, "insufficient_evidence"),
        ],
    )
    def test_one_side_needs_two_kinds_of_evidence_that_agree(self, evidence, expected):
        assert pattern(**evidence) == expected

    def test_facts_read_in_documents_and_documents_are_one_kind_of_evidence(self):
        """Area K of an organisation without survey: the mechanism against violence and a policy, both documents."""
        read = {"facts": Verdict("missing", None, (criterion("K2", "missing"),)), "documents": Verdict("missing", None)}
        silent = {name: Verdict(None, "no_evidence") for name in ("women", "men")} | {"differ": False}
        alone = triangulate("K", **read, **silent, voices={})
        assert (alone.pattern, alone.facts, alone.from_documents) == ("insufficient_evidence", "missing", True)
        assert triangulate("K", **read, **silent, voices={"challenge": 2}).pattern == "confirmed_gap"
        good = read | {"documents": Verdict("exceeds", None)}
        assert triangulate("K", **good, **silent, voices={"challenge": 2}).pattern == "confirmed_gap"
        assert triangulate("K", **good, **silent, voices={"strength": 2}).pattern == "insufficient_evidence"

    def test_a_figure_that_says_what_the_core_document_says_is_a_second_kind(self):
        leave = finding("leave_return_ratio", rating="missing")
        both = of_area("K", [criterion("K1", "missing"), criterion("K2", "missing"), leave], [], NOTES)
        assert (both.pattern, both.from_documents) == ("confirmed_gap", False)
        good = leave.model_copy(update={"rating": "meets"})
        other = of_area("K", [criterion("K1", "missing"), criterion("K2", "missing"), good], [], NOTES)
        assert (other.pattern, other.from_documents) == ("insufficient_evidence", True)

    @pytest.mark.parametrize("facts", ORDER)
    @pytest.mark.parametrize("one", ["women", "men"])
    def test_nobody_is_satisfied_where_the_answers_of_a_sex_are_not_known(self, facts, one):
        """Area K: women 8.6 % and hidden, men 90 %, and a report that said that people are satisfied."""
        assert pattern(facts=facts, **{one: "exceeds"}) == "insufficient_evidence"

    def test_one_sex_suffices_to_say_that_something_is_not_felt(self):
        assert pattern(facts="meets", women="missing") == "unrecognised_progress"

    def test_every_pattern_can_come_out(self):
        reached = {
            pattern(facts=facts, women=women, men=men, differ=differ)
            for facts in (None, *ORDER)
            for women in (None, *ORDER)
            for men in (None, *ORDER)
            for differ in (False, True)
        }
        assert reached == set(PATTERNS)


class TestSymmetry:
    """What must not matter."""

    @given(ratings, ratings, ratings, ratings, st.booleans(), voices)
    def test_women_and_men_weigh_alike(self, facts, documents, women, men, differ, spoken):
        assert pattern(facts, documents, women, men, differ, spoken) == pattern(
            facts, documents, men, women, differ, spoken
        )

    @given(ratings, ratings, ratings, ratings, st.booleans(), voices)
    def test_facts_and_documents_weigh_alike(self, facts, documents, women, men, differ, spoken):
        assert pattern(facts, documents, women, men, differ, spoken) == pattern(
            documents, facts, women, men, differ, spoken
        )

    @given(ratings, ratings, ratings, ratings, voices)
    def test_a_better_record_never_turns_a_strength_into_a_gap(self, facts, documents, women, men, spoken):
        if facts and pattern(facts, documents, women, men, voices=spoken) == "confirmed_strength":
            assert pattern("exceeds", documents, women, men, voices=spoken) == "confirmed_strength"


class TestFromFindings:
    """The evidence of an area, out of the findings of phases 1 to 3 and the notes."""

    GAPS = [
        finding("bodies_seats_together", rating="missing", value=3),
        finding("bodies_women_seats", group={"body": "Board"}, rating="exceeds", value=0),
        finding("pay_gap_mean", rating="exceeds"),
        criterion("I1", "approaches"),
        criterion("J1", "exceeds"),
    ]
    SAID = [asked("I", "F", "missing"), asked("I", "M", "meets"), asked("J", "F", "exceeds")]

    def test_only_its_own_core_figures_and_criteria_count(self):
        found = of_area("I", self.GAPS, self.SAID, NOTES)
        assert (found.facts, found.documents, found.women, found.men) == ("missing", "approaches", "missing", "meets")

    def test_evidence_is_the_ids_of_what_counts(self):
        found = of_area("I", self.GAPS, self.SAID, NOTES)
        assert found.evidence == [self.GAPS[0].id, self.GAPS[3].id, self.SAID[0].id, self.SAID[1].id]

    @pytest.mark.parametrize(
        ("p", "expected"), [(0.04, "divided"), (0.05, "divided"), (0.06, "confirmed_gap"), (0.2, "confirmed_gap")]
    )
    def test_difference_divides_up_to_the_significance(self, p, expected):
        difference = finding("area_difference", "staff_perception", group={"area": "I"}, details={"p_adjusted": p})
        assert of_area("I", self.GAPS, [*self.SAID, difference], NOTES).pattern == expected

    @pytest.mark.parametrize(
        ("women", "men", "expected"), [(0.30, 0.50, "divided"), (0.301, 0.499, "confirmed_gap"), (0.9, 0.3, "divided")]
    )
    def test_without_a_test_twenty_points_divide(self, women, men, expected):
        said = [asked("I", "F", "missing", women), asked("I", "M", "meets", men)]
        hidden = finding("area_difference", "staff_perception", group={"area": "I"}, status="suppressed")
        assert of_area("I", self.GAPS, [*said, hidden], NOTES).pattern == expected

    def test_a_test_decides_where_there_is_one(self):
        said = [asked("I", "F", "missing", 0.2), asked("I", "M", "meets", 0.6)]
        tested = finding("area_difference", "staff_perception", group={"area": "I"}, details={"p_adjusted": 0.3})
        assert of_area("I", self.GAPS, [*said, tested], NOTES).pattern == "confirmed_gap"

    def test_notes_are_counted_by_kind(self):
        notes = pd.DataFrame({"area": ["I", "I", "J"], "kind": ["challenge", "challenge", "strength"]})
        assert of_area("I", [], [], notes).voices == {"challenge": 2}

    def test_hidden_answers_are_not_no_evidence(self):
        said = [finding("area_favourable", "staff_perception", group={"area": "K", "sex": "F"}, status="suppressed")]
        found = of_area("K", [], said, NOTES)
        assert (found.word("women"), found.word("men"), found.word("documents")) == (
            "hidden",
            "no_evidence",
            "no_evidence",
        )
