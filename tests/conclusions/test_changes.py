"""Changes of figures between two rounds: better, worse, neither, or not told, and why."""

import pytest
from invented_findings import finding
from invented_findings import findings as invented
from two_rounds import document, followed_up, found, seats, share, table, together, view

from genderaudit.conclusions.findings import Finding, Interval, TargetRange
from genderaudit.conclusions.followup import compare
from genderaudit.foundations.language import language
from genderaudit.measures.counting import Headcount
from genderaudit.measures.projection import change_between, change_of_counts
from genderaudit.methodology.method import methodology
from genderaudit.report.followup import (
    changes_sections,
)


def verdict(before: Finding, after: Finding) -> tuple[str, str | None]:
    change = compare(before, after, methodology())
    return change.verdict, change.reason


def ratio(value: float, half: float, **changes: object) -> Finding:
    given = {"indicator": "promotion_ratio", "unit": "ratio", "target": TargetRange(low=0.8, high=None, source="x")}
    interval = Interval(low=value - half, high=value + half, level=0.95)
    return share(6, 10, **{"value": value, "interval": interval, **given} | changes)


def test_every_change_of_a_full_count_is_one_and_told_in_people() -> None:
    change = compare(share(10, 40), share(11, 42), methodology())
    assert (change.verdict, change.reason, change.detectable) == ("improved", None, None)
    assert (change.part_before, change.n_before, change.part_after, change.n_after) == (10, 40, 11, 42)
    assert verdict(share(15, 40), share(10, 40)) == ("worsened", None)


def test_seats_are_told_as_held_of_all() -> None:
    change = compare(seats(2), seats(1), methodology())
    assert (change.verdict, change.part_before, change.part_after) == ("improved", 3, 3)


@pytest.mark.parametrize(("after", "expected"), [((37, 1), "mixed"), ((35, 0), "on_target"), ((36, 1), "worsened")])
def test_more_seats_held_and_more_missing_is_not_just_worse(after: tuple[int, int], expected: str) -> None:
    assert verdict(together(36, 0), together(*after)) == (expected, None)


def test_fewer_seats_held_and_fewer_missing_is_not_just_better() -> None:
    assert verdict(together(30, 3), together(28, 2)) == ("mixed", None)


def test_the_change_of_a_full_count_is_that_of_phase_2() -> None:
    """Shares as they are recorded, 0.196 and 0.247, are 5.1 points apart; 44 of 225 and 24 of 97 are 5.2."""
    pair = share(44, 225, value=0.196), share(24, 97, value=0.247)
    (exact,) = change_of_counts(Headcount(women=44, men=181), Headcount(women=24, men=73))
    change = compare(*pair, methodology()).change
    assert change == exact.value
    assert language("en").figure(change, "points") == "+5.2"


def test_ratios_of_full_counts_are_no_change() -> None:
    """Only members changed, and a body was worse represented though nobody lost a seat."""
    given = {"indicator": "bodies_representation_ratio", "unit": "ratio", "interval": None, "group": {"body": "Board"}}
    then, now = (share(3, 10, value=value, **given) for value in (0.32, 0.20))
    assert followed_up([found("2022", then)], [found("2025", now)], table()).changes == []


@pytest.mark.parametrize(
    ("n", "before", "after", "expected"),
    [
        (90, 0.11, 0.12, ("cannot_tell", "rounding")),
        (90, 0.11, 0.13, ("worsened", None)),
        (90, 0.11, 0.11, ("off_target", None)),
        (900, 0.110, 0.111, ("cannot_tell", "rounding")),
        (900, 0.110, 0.120, ("worsened", None)),
    ],
)
def test_a_pay_gap_of_a_full_list_has_changed_by_more_than_rounding(n, before, after, expected) -> None:
    target = TargetRange(low=-0.05, high=0.05, source="x")
    given = {"indicator": "pay_gap_mean", "unit": "gap", "interval": None, "target": target}
    assert verdict(*(share(n / 3, n, value=value, **given) for value in (before, after))) == expected


@pytest.mark.parametrize("after", [0.40, 0.58, 0.70])
def test_a_median_pay_gap_of_a_few_is_neither_better_nor_worse(after: float) -> None:
    """58 and then 40 %, of the middle three of 25 women, while the mean of 45 people barely moved."""
    target = TargetRange(low=-0.05, high=0.05, source="x")
    given = {"indicator": "pay_gap_median", "unit": "gap", "interval": None, "target": target}
    then, now = (share(25, 45, value=value, **given) for value in (0.58, after))
    assert verdict(then, now) == ("cannot_tell", "middle")
    assert language("fr").has("followup.reasons.middle")
    assert language("en").has("followup.reasons.middle")


def test_a_median_with_intervals_has_changed_beyond_the_smallest_visible_change() -> None:
    target = TargetRange(low=-0.05, high=0.05, source="x")
    given = {"indicator": "pay_gap_median", "unit": "gap", "target": target}
    bounds = {value: Interval(low=value - 0.05, high=value + 0.05, level=0.95) for value in (0.58, 0.50, 0.40)}
    then, near, far = (share(250, 450, value=value, interval=one, **given) for value, one in bounds.items())
    assert verdict(then, near) == ("cannot_tell", "within_chance")
    assert verdict(then, far) == ("improved", None)


@pytest.mark.parametrize(("after", "told"), [(0.30, False), (0.369, False), (0.371, True), (0.42, True)])
def test_answers_have_changed_by_the_smallest_visible_change_at_least(after: float, told: bool) -> None:
    # 2.8016 · √(0.285 · 0.715 · 2/110) = 0.1706 where 0.2 becomes 0.37
    change = compare(view(0.2, 110), view(after, 110), methodology())
    assert change.verdict == ("improved" if told else "cannot_tell")
    assert change.reason == (None if told else "within_chance")
    expected = change_between(Headcount(women=22, men=88), Headcount(women=110 * after, men=110 * (1 - after)))
    assert change.detectable == pytest.approx(expected.details["detectable"])


def test_a_change_whose_interval_leaves_out_nought_but_lies_below_the_smallest_visible_one_is_not_told() -> None:
    change = compare(view(0.30, 100), view(0.44, 100), methodology())
    interval = change_between(Headcount(women=30, men=70), Headcount(women=44, men=56))
    assert interval.low > 0
    assert (change.verdict, change.reason) == ("cannot_tell", "within_chance")


@pytest.mark.parametrize("which", [0, 1])
def test_answers_are_compared_between_rounds_that_conclude_only(which: int) -> None:
    rounds = [view(0.2, 110), view(0.5, 110)]
    rounds[which] = rounds[which].model_copy(update={"rating": None})
    earlier, now = (found(name, one) for name, one in zip(("2022", "2025"), rounds, strict=True))
    (change,) = followed_up([earlier], [now], table()).changes
    assert (change.verdict, change.reason) == ("cannot_tell", "does_not_conclude")
    assert {change.before, change.after, change.change, change.detectable} == {None}


@pytest.mark.parametrize(("after", "told"), [(0.75, False), (0.81, True)])
def test_a_flow_is_read_against_the_intervals_of_both_rounds(after: float, told: bool) -> None:
    # Half widths of 0.1 are standard errors of 0.051; 2.8016 · √2 · 0.051 = 0.2021.
    change = compare(ratio(0.6, 0.1), ratio(after, 0.1), methodology())
    assert change.detectable == pytest.approx(0.2021, abs=1e-4)
    assert change.verdict == ("improved" if told else "cannot_tell")


def test_a_flow_of_too_few_people_to_be_rated_concludes_nothing() -> None:
    assert verdict(ratio(0.2, 0.01, rating=None), ratio(0.9, 0.01)) == ("cannot_tell", "does_not_conclude")


def test_a_flow_without_interval_cannot_be_told() -> None:
    assert verdict(ratio(0.2, 0.1, interval=None), ratio(0.9, 0.1)) == ("cannot_tell", "no_interval")


def test_more_than_the_parity_band_is_not_better() -> None:
    assert verdict(share(200, 400), share(320, 400))[0] == "worsened"


def test_a_figure_within_its_target_in_both_rounds_is_at_target_whatever_it_did() -> None:
    assert verdict(share(170, 400), share(230, 400)) == ("on_target", None)


def test_what_is_unchanged_is_said_to_be_at_target_or_not() -> None:
    assert verdict(share(100, 400), share(100, 400)) == ("off_target", None)
    assert verdict(share(180, 400), share(180, 400)) == ("on_target", None)
    assert verdict(document("approaches"), document("approaches")) == ("off_target", None)
    assert verdict(document("meets"), document("meets")) == ("on_target", None)
    assert verdict(share(100, 400, target=None), share(100, 400, target=None)) == ("unchanged", None)


def test_seats_are_counted_whole_and_one_less_missing_is_better() -> None:
    assert verdict(seats(2), seats(1)) == ("improved", None)
    assert verdict(seats(1), seats(2)) == ("worsened", None)


def test_a_higher_rating_of_a_document_is_better() -> None:
    assert verdict(document("missing"), document("meets")) == ("improved", None)


def test_a_figure_without_a_target_only_changes() -> None:
    given = {"indicator": "members_women_share", "target": None, "rating": None}
    assert verdict(share(100, 400, **given), share(150, 400, **given)) == ("changed", None)


@pytest.mark.parametrize("hidden_then", [True, False])
def test_what_was_hidden_in_one_round_is_not_shown_for_the_other(hidden_then: bool) -> None:
    nothing = {"value": None, "women": None, "n": None, "interval": None, "rating": None}
    hidden = share(3, 10).model_copy(update=nothing | {"status": "suppressed", "reason": "hidden"})
    pair = (hidden, share(150, 400)) if hidden_then else (share(150, 400), hidden)
    change = compare(*pair, methodology())
    assert (change.verdict, change.reason) == ("cannot_tell", "hidden")
    numbers = (change.before, change.after, change.change, change.n_before, change.n_after, change.part_before)
    assert set(numbers) == {None}


def test_what_is_rated_in_one_round_only_is_no_change() -> None:
    followed = followed_up([found("2022", seats(2))], [found("2025", document("meets"))], table())
    assert followed.changes == []


class TestWorse:
    """What brings a rejected recommendation back: a change for the worse that these numbers can show."""

    @staticmethod
    def worse(before: Finding, after: Finding, *others: Finding) -> list[str]:
        """Of a recommendation that rested on ``before``; ``others`` changed likewise, and it did not rest on them."""
        rested = [
            one.model_copy(update={"evidence": [before.id]}) for one in found("", proposed=("act",)).recommendations
        ]
        then = invented(before, *others, round="2022", recommendations=rested)
        worse = [one.model_copy(update={"value": one.value + 1}) for one in others]
        followed = followed_up([then], [found("2025", after, *worse)], table())
        return [change.indicator for change in followed.worse("act")]

    def test_more_seats_missing(self) -> None:
        assert self.worse(together(30, 1), together(30, 2)) == ["bodies_seats_together"]
        assert self.worse(together(30, 2), together(30, 1)) == []

    def test_not_a_seat_of_a_single_body(self) -> None:
        assert self.worse(seats(1), seats(2)) == []

    def test_not_what_it_did_not_rest_on(self) -> None:
        assert self.worse(share(117, 400), share(145, 400), together(30, 1)) == []

    def test_not_more_seats_missing_where_women_hold_more(self) -> None:
        assert self.worse(together(36, 0), together(37, 1)) == []

    def test_a_lower_rating_of_a_document(self) -> None:
        assert self.worse(document("meets"), document("missing")) == ["document_rating"]

    def test_answers_only_beyond_the_smallest_visible_change(self) -> None:
        assert self.worse(view(0.40, 100), view(0.15, 100)) == ["area_favourable"]
        assert self.worse(view(0.40, 100), view(0.25, 100)) == []

    def test_fewer_women_of_a_full_count(self) -> None:
        assert self.worse(share(145, 400), share(117, 400)) == ["staff_women_share"]


def test_what_a_committee_has_a_head_is_compared_though_no_target_rates_it():
    def line(value: float) -> Finding:
        group = {"line": "Women"}
        return finding("committee_budget_per_head", "baseline", group=group, value=value, n=900)

    followed = followed_up([found("2022", line(515))], [found("2025", line(279))], table())
    (change,) = followed.changes
    assert (change.verdict, change.before, change.after) == ("changed", 515, 279)
    html = "".join(str(one.html) for one in changes_sections(followed, language("fr"), "recommendations", "XOF"))
    assert "Budget des comités par personne (F\u202fCFA)" in html
