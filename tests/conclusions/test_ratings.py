"""How facts, documents and views of a key area are rated."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from invented_findings import asked, criterion, finding

from genderaudit.conclusions.ratings import ORDER, core_figures, documents_of, facts_of, is_short, views_of
from genderaudit.methodology.method import methodology

METHOD = methodology()
SEATS, LEADING, DELEGATES = "bodies_seats_together", "bodies_leading_share", "attendance_by_role"
OF = {name: one.of for name, one in METHOD.indicators.items()}


def core(name: str, rating: str | None = None, **given):
    return finding(name, group=OF[name], rating=rating, **given)


def word(area: str, *found, kind: str = "trade_union") -> str:
    return facts_of(area, [], found, METHOD, kind).word


class TestFactsOfAnArea:
    """The worst core figure that is known, if it is short; good only where all are known."""

    def test_one_that_is_short_suffices(self):
        assert word("I", core(SEATS, "missing"), core(LEADING, "exceeds"), core(DELEGATES, "meets")) == "missing"
        assert word("I", core(SEATS, "approaches")) == "approaches"

    def test_five_figures_on_youth_do_not_outweigh_the_seats(self):
        young = [finding("bodies_youth_seats", group={"body": name}, rating="exceeds") for name in "ABCDE"]
        assert word("I", core(SEATS, "missing"), *young) == "missing"

    def test_all_known_and_good_is_as_good_as_the_worst(self):
        assert word("I", core(SEATS, "exceeds"), core(LEADING, "exceeds"), core(DELEGATES, "meets")) == "meets"

    def test_good_ones_with_one_missing_are_not_rated(self):
        assert word("I", core(SEATS, "meets"), core(LEADING, "meets")) == "not_rated"

    def test_a_list_that_is_not_expected_of_such_an_organisation_does_not_apply(self):
        assert word("I", core(SEATS, "meets"), core(LEADING, "meets"), kind="enterprise") == "meets"

    @pytest.mark.parametrize("kind", ["cooperative", "trade_union"])
    def test_services_and_activities_rate_their_area_where_their_list_is_given(self, kind):
        loans, insured = (
            finding("loan_size_gap", rating="missing"),
            core("insurance_representation_ratio", "approaches"),
        )
        assert word("C", kind=kind) == "no_facts"
        assert word("C", core("credit_representation_ratio", "meets"), loans, kind=kind) == "missing"
        assert word("C", insured, kind=kind) == "approaches"

    def test_but_where_it_is_given_it_counts(self):
        found = core(SEATS, "meets"), core(LEADING, "meets"), core(DELEGATES, status="suppressed")
        assert word("I", *found, kind="enterprise") == "not_rated"

    @pytest.mark.parametrize(
        ("area", "found", "said"),
        [
            ("A", [], "no_facts"),
            ("A", [finding("staff_women_share", area="A", rating="missing")], "no_facts"),
            ("B", [], "no_evidence"),
            ("B", [finding("budget_gender_share", status="no_evidence")], "no_evidence"),
            ("B", [finding("budget_gender_share", status="not_calculable")], "not_calculable"),
            ("I", [core(SEATS, status="suppressed")], "not_rated"),
            ("D", [finding("gender_training_share", status="suppressed")], "not_rated"),
        ],
    )
    def test_why_there_is_no_rating(self, area, found, said):
        assert word(area, *found) == said

    def test_within_chance_is_not_known(self):
        assert word("J", core("promotion_ratio", "missing", distinguishable=False)) == "not_rated"

    def test_document_criterion_that_is_core_counts(self):
        assert word("K", criterion("K2", "missing")) == "missing"
        assert word("K", criterion("K1", "missing")) == "no_evidence"

    def test_criterion_that_does_not_apply_is_no_core_figure(self):
        exempt = finding(
            "document_rating", group={"criterion": "K2"}, area="K", status="not_calculable", reason="not_applicable"
        )
        assert word("K", exempt, core("leave_return_ratio", "meets")) == "meets"


class TestInPlaceOfAnother:
    """Adjusted gap, else median gap."""

    REST = (core("top_levels_ratio", "meets"), core("promotion_ratio", "meets"))

    def test_the_first_counts_where_it_is_known(self):
        assert word("J", *self.REST, core("pay_gap_adjusted", "meets"), core("pay_gap_median", "missing")) == "meets"

    @pytest.mark.parametrize("status", ["not_calculable", "no_evidence"])
    @pytest.mark.parametrize("rating", ["missing", "meets"])
    def test_the_next_counts_where_the_first_cannot_be_calculated(self, status, rating):
        assert word("J", *self.REST, core("pay_gap_adjusted", status=status), core("pay_gap_median", rating)) == rating

    @pytest.mark.parametrize(("rating", "said"), [("missing", "missing"), ("meets", "not_rated")])
    def test_in_place_of_a_hidden_one_it_only_says_that_something_is_short(self, rating, said):
        hidden = core("pay_gap_adjusted", status="suppressed")
        assert word("J", *self.REST, hidden, core("pay_gap_median", rating)) == said

    def test_what_chance_hides_in_a_model_only_another_figure_read_against_chance_can_settle(self):
        top, chance = core("top_levels_ratio", "meets"), {"distinguishable": False}
        pay = [core("pay_gap_adjusted", "approaches", **chance), core("pay_gap_median", "missing")]
        assert word("J", top, core("promotion_ratio", "meets"), *pay) == "not_rated"
        careers = [core("promotion_ratio", "meets", **chance), core("recruitment_ratio", "missing")]
        assert word("J", top, core("pay_gap_adjusted", "meets"), *careers) == "missing"


HIDDEN = "hidden"
WITHIN_CHANCE = "within chance"
state = st.sampled_from([*ORDER, HIDDEN, WITHIN_CHANCE, "not_calculable", "no_evidence"])
areas = st.sampled_from([area.id for area in METHOD.areas if METHOD.core_of(area.id)])


def made(name: str, state: str):
    if name not in METHOD.indicators:
        return criterion(name, state) if state in ORDER else None
    if state in ORDER:
        return core(name, state)
    if state == WITHIN_CHANCE:
        return core(name, "exceeds", distinguishable=False)
    return core(name, status="suppressed" if state == HIDDEN else state)


@st.composite
def evidence(draw):
    area = draw(areas)
    names = [name for place in METHOD.core_of(area) for name in place]
    return area, {name: made(name, draw(state)) for name in draw(st.lists(st.sampled_from(names), unique=True))}


def rank(word: str) -> int:
    """Higher is better; what has no rating says nothing good."""
    return ORDER.index(word) if word in ORDER else -1


class TestInvariants:
    """What may never happen, whatever is given."""

    @given(evidence(), st.data())
    def test_hiding_a_figure_never_raises_a_rating(self, given_, data):
        area, found = given_
        hideable = [name for name in found if name in METHOD.indicators]
        if hideable:
            name = data.draw(st.sampled_from(hideable))
            before = word(area, *filter(None, found.values()))
            after = word(area, *filter(None, (found | {name: made(name, HIDDEN)}).values()))
            assert rank(after) < 2 or rank(after) <= rank(before)  # never meets, where it did not

    @given(evidence(), st.data())
    def test_adding_a_hidden_figure_never_raises_a_rating(self, given_, data):
        area, found = given_
        names = [name for place in METHOD.core_of(area) for name in place if name in METHOD.indicators]
        name = data.draw(st.sampled_from([name for name in names if name not in found] or names))
        if name not in found:
            before = word(area, *filter(None, found.values()))
            assert rank(word(area, *filter(None, found.values()), made(name, HIDDEN))) <= rank(before)

    @given(evidence())
    def test_a_hidden_short_core_figure_never_turns_into_meets(self, given_):
        area, found = given_
        counted = core_figures(filter(None, found.values()), METHOD)
        for name, one in found.items():
            if name in METHOD.indicators and one is not None and one.id in counted and is_short(one.rating):
                rest = found | {name: made(name, HIDDEN)}
                assert word(area, *filter(None, rest.values())) not in ("meets", "exceeds")

    @given(evidence(), st.randoms())
    def test_order_of_the_findings_does_not_matter(self, given_, random):
        area, found = given_
        kept = [one for one in found.values() if one]
        mixed = list(kept)
        random.shuffle(mixed)
        assert word(area, *mixed) == word(area, *kept)


class TestDocumentsAndViews:
    def test_documents_are_the_lower_median_of_what_reviewers_rated(self):
        assert documents_of("B", [criterion("B1", "missing"), criterion("B2", "exceeds")], METHOD).word == "missing"
        assert documents_of("B", [criterion("C1", "missing")], METHOD).word == "no_evidence"

    def test_a_document_that_is_a_core_figure_counts_with_the_facts_and_not_twice(self):
        mechanism = criterion("K2", "missing")
        assert word("K", mechanism) == "missing"
        assert documents_of("K", [mechanism], METHOD).word == "no_evidence"
        assert documents_of("K", [mechanism, criterion("K1", "exceeds")], METHOD).word == "exceeds"

    @pytest.mark.parametrize(
        ("status", "said"),
        [
            ("suppressed", "hidden"),
            ("not_calculable", "not_calculable"),
            ("no_evidence", "no_evidence"),
            ("calculated", "not_rated"),
        ],
    )
    def test_why_there_is_no_view(self, status, said):
        group = {"area": "K", "sex": "F"}
        found = [finding("area_favourable", "staff_perception", group=group, area="K", status=status)]
        assert views_of("K", "F", found).word == said

    def test_the_area_was_not_asked_about(self):
        group = {"area": "K", "sex": "F"}
        one = finding("area_favourable", "staff_perception", group=group, area="K", status="not_calculable")
        assert views_of("K", "F", [one.model_copy(update={"reason": "not_asked"})]).word == "not_asked"

    def test_nobody_was_asked(self):
        assert views_of("K", "F", [asked("K", "M", "meets")]).word == "no_evidence"
