"""What may be shown of a figure by itself: each rule with a case on either side of it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from genderaudit import measures
from genderaudit.disclosure.figures import (
    APPROXIMATE,
    FEW_ON_ONE_SIDE,
    FOLLOWS,
    HIDDEN,
    IN_A_BAND,
    MEDIAN_ONLY,
    ONE_DOMINATES,
    TOO_FEW,
    WITHHELD,
    Limits,
    Statements,
    all_groups_or_none,
    protect,
    require_parts,
    withhold,
)
from genderaudit.foundations.errors import AuditError
from genderaudit.foundations.precision import Band
from genderaudit.measures.answers import Item
from genderaudit.measures.result import Part, Result, by_sex

LIMITS = Limits(minimum_cell=5, minimum_base=10)
ITEMS = [Item("K1", "K"), Item("K2", "K"), Item("B1", "B")]


def figure(women, men, *parts, unit="share", **group):
    parts = (*by_sex("people", women, men), *parts)
    return Result(value=0.5, unit=unit, n=women + men, women=women, men=men, group=group, parts=parts)


@pytest.mark.parametrize("protection", ["observable", "none"])
def test_what_everybody_sees_is_shown_of_anybody(protection):
    result = figure(1, 0, level="Director")
    assert protect(result, protection, LIMITS) is result


@pytest.mark.parametrize(("women", "men", "reason"), [(10, 10, None), (9, 40, TOO_FEW), (40, 9, TOO_FEW)])
@pytest.mark.parametrize(("protection", "unit"), [("pay", "ratio"), ("answers", "index"), ("sensitive", "hours")])
def test_means_need_enough_women_and_men(women, men, reason, protection, unit):
    assert protect(figure(women, men, unit=unit), protection, LIMITS).reason == reason


@pytest.mark.parametrize(("women", "men", "reason"), [(5, 30, None), (0, 30, None), (4, 30, FEW_ON_ONE_SIDE)])
def test_sensitive_counts_need_enough_people_or_nobody(women, men, reason):
    assert protect(figure(women, men, contract="fixed term"), "sensitive", LIMITS).reason == reason


@pytest.mark.parametrize(("returned", "reason"), [(20, None), (15, None), (17, FEW_ON_ONE_SIDE), (3, FEW_ON_ONE_SIDE)])
def test_rates_need_enough_who_have_it_and_who_have_not(returned, reason):
    result = figure(20, 20, Part("chosen", "F", returned), Part("chosen", "M", 10.0), unit="ratio")
    assert protect(result, "sensitive", LIMITS).reason == reason


def survey(women, men):
    """A survey in which so many women and men of 30 each agree to each of the statements."""
    rows = []
    for sex, agree in (("F", women), ("M", men)):
        answers = np.array([[4 if place < number else 2 for number in agree] for place in range(30)])
        rows += [{"sex": sex, **dict(zip(("K1", "K2", "B1"), map(int, row), strict=True))} for row in answers]
    return pd.DataFrame(rows)


def published(women, men):
    table = survey(women, men)
    items, areas = measures.item_results(table, ITEMS), measures.area_results(table, ITEMS)
    differences = measures.item_differences(table, ITEMS), measures.area_differences(table, ITEMS)
    statements = Statements.of(items, {item.id: item.area for item in ITEMS}, LIMITS)
    every = [*items, *areas, *differences[0], *differences[1]]
    seen = [protect(one, "answers", LIMITS, statements) for one in every]
    return {(one.unit == "difference", *sorted(one.group.items())): one for one in seen}, statements


class TestAnswers:
    def test_all_is_shown_where_enough_agree_and_disagree(self):
        seen, _ = published((10, 12, 15), (20, 18, 15))
        assert {one.reason for one in seen.values()} == {None}

    def test_whether_a_difference_is_beyond_chance_is_said_and_no_effect_of_it(self):
        """Its p follows from both shares; from Cliff's delta would follow how many disagree."""
        details = published((10, 12, 15), (20, 18, 15))[0][True, ("item", "K1")].details
        assert details.keys() & {"p_value", "p_adjusted", "cliffs_delta", "mean_women"} == {"p_value"}

    def test_a_band_takes_all_and_the_difference_of_its_statement_with_it(self):
        seen, statements = published((2, 12, 15), (20, 18, 15))
        women = seen[False, ("item", "K1"), ("sex", "F")]
        assert (women.reason, women.low, women.high, women.n) == (IN_A_BAND, 0, 0.2, 30)
        assert statements.printed["K1", "F"] == Band(0, 0.2)
        assert seen[False, ("item", "K1")].reason == FOLLOWS
        assert seen[True, ("item", "K1")].reason == FOLLOWS
        assert seen[False, ("item", "K1"), ("sex", "M")].value == 0.67  # in whole per cent
        assert seen[False, ("item", "K2")].reason is None

    def test_its_area_is_made_of_what_is_printed(self):
        seen, _ = published((2, 12, 15), (20, 18, 15))
        women, men = seen[False, ("area", "K"), ("sex", "F")], seen[False, ("area", "K"), ("sex", "M")]
        assert (women.value, dict(women.details), women.low) == (
            pytest.approx((0.1 + 0.4) / 2),
            {APPROXIMATE: 1.0},
            None,
        )
        assert seen[True, ("area", "K")].value == pytest.approx(women.value - men.value)
        assert seen[False, ("area", "B"), ("sex", "F")].details.get(APPROXIMATE) is None

    def test_what_is_made_of_bands_is_the_same_whatever_is_in_them(self):
        """Nobody to four women in favour: the same report."""
        reports = [published((number, 12, 15), (20, 18, 15))[0] for number in range(5)]
        assert not [report for report in reports if report != reports[0]]

    def test_groups_have_a_band_of_their_own(self):
        result = replace(figure(15, 15, area="K", level="Officer"), value=0.95)
        assert protect(result, "answers", LIMITS, Statements({}, {}, {})).reason == IN_A_BAND

    @pytest.mark.parametrize(
        ("agree", "undecided", "kept"), [(0.5, 0.2, True), (0.5, 0.1, False), (0.7, 0.2, False), (0.1, 0.5, False)]
    )
    def test_a_distribution_needs_people_in_every_part(self, agree, undecided, kept):
        details = {"neutral_share": undecided, "mean": 3.2}
        result = replace(figure(40, 0, item="K1", sex="F"), value=agree, details=details)
        assert ("neutral_share" in protect(result, "answers", LIMITS).details) is kept


@pytest.mark.parametrize(("unsure", "kept"), [(0.0, False), (0.08, False), (0.2, True)])
def test_do_not_know_of_nobody_is_left_out_like_that_of_a_few(unsure, kept):
    result = replace(figure(40, 0, item="K1", sex="F"), details={"do_not_know_share": unsure})
    assert ("do_not_know_share" in protect(result, "answers", LIMITS).details) is kept


def test_reasons_are_all_named():
    assert {TOO_FEW, FEW_ON_ONE_SIDE, MEDIAN_ONLY, ONE_DOMINATES, FOLLOWS, WITHHELD} == set(HIDDEN)


def staff_of(women, men):
    """A list of people with these pays."""
    staff = pd.DataFrame({"sex": ["F"] * len(women) + ["M"] * len(men), "count": 1.0})
    return staff, pd.Series([*women, *men], dtype=float)


class TestPay:
    @pytest.mark.parametrize(("men", "reason"), [(15, MEDIAN_ONLY), (16, None)])
    def test_below_thirty_people_the_median_gap_only(self, men, reason):
        staff = staff_of(range(100, 114), range(110, 110 + men))
        (mean,), (median,) = measures.mean_pay_gap(*staff), measures.median_pay_gap(*staff)
        assert (protect(mean, "pay", LIMITS).reason, protect(median, "pay", LIMITS).reason) == (reason, None)

    @pytest.mark.parametrize(
        ("women", "men", "gap"),
        [
            ([10, 11, 12, 13, 14], [15, 16, 20, 30, 31], 1 - 12 / 22),  # (16 + 20 + 30) / 3
            ([10, 11, 15, 16, 17, 18], [19, 20, 21, 22, 23, 24], 1 - 15.5 / 21.5),  # both even
        ],
    )
    def test_an_odd_median_is_the_mean_of_the_middle_three(self, women, men, gap):
        (measured,) = measures.median_pay_gap(*staff_of(women, men))
        seen = protect(measured, "pay", Limits(minimum_cell=3, minimum_base=5))
        assert seen.value == pytest.approx(gap)
        ratio = (1 - seen.value) / (1 - measured.value)
        assert (1 - seen.low) / (1 - measured.low) == pytest.approx(ratio)
        assert seen.low < seen.value < seen.high

    @pytest.mark.parametrize(("best", "reason"), [(30, None), (30_000, ONE_DOMINATES)])
    def test_pay_of_which_one_person_gets_most_is_hidden(self, best, reason):
        (measured,) = measures.mean_pay_gap(*staff_of([1] * 19 + [best], range(20, 40)))
        assert protect(measured, "pay", LIMITS).reason == reason

    def test_steps_of_five_points_where_the_scale_is_public(self):
        (measured,) = measures.mean_pay_gap(*staff_of(range(93, 113), range(100, 120)))
        seen = protect(measured, "pay", replace(LIMITS, pay_scale_public=True))
        assert (round(measured.value, 3), seen.value) == (0.064, 0.05)
        assert (20 * seen.low) % 1 == (20 * seen.high) % 1 == 0
        assert measured.low - 0.05 < seen.low <= measured.low < measured.high <= seen.high < measured.high + 0.05

    def test_pay_by_groups_is_whole_or_not_at_all(self):
        """Seven part-time people would follow from 35 of 42 who work full-time."""
        groups = [figure(17, 18, unit="ratio", working_time="full"), figure(6, 1, unit="ratio", working_time="part")]
        seen = all_groups_or_none([protect(one, "pay", LIMITS) for one in groups])
        assert [one.reason for one in seen] == [FOLLOWS, TOO_FEW]
        alone = [figure(17, 18, unit="ratio", working_time="full")]
        assert all_groups_or_none(alone) == alone


class TestWhatAMeasureDoesNotTell:
    """It counts as unsafe: the figure is refused, and the sentence says what is missing and nothing of people."""

    def test_whether_one_person_gets_most(self):
        with pytest.raises(AuditError, match="does not say whether one person gets most of it"):
            require_parts("This figure", [figure(20, 20, unit="ratio")], "pay")

    @pytest.mark.parametrize("protection", ["sensitive", "pay", "answers"])
    @pytest.mark.parametrize("n", [0, 4, 40])
    def test_how_many_people_it_is_of(self, protection, n):
        with pytest.raises(AuditError, match="does not say whom it counts"):
            require_parts("This figure", [Result(value=0.1, unit="share", n=n, women=n)], protection)

    @pytest.mark.parametrize("counted", [by_sex("people", 12, 13), by_sex("people", 12, 12, 1), by_sex("people", 1, 1)])
    def test_other_people_than_its_base(self, counted):
        with pytest.raises(AuditError, match="must add up to it"):
            require_parts("This figure", [Result(value=0.5, unit="share", n=24, parts=counted)], "sensitive")

    @pytest.mark.parametrize("protection", ["observable", "none"])
    def test_what_everybody_sees_or_is_not_about_people_tells_nothing(self, protection):
        require_parts("This figure", [Result(value=0.1, unit="share", n=4)], protection)

    def test_what_is_not_calculated_tells_nothing(self):
        require_parts("This figure", [Result(value=None, unit="gap", n=0, reason="no_rows")], "pay")

    def test_every_figure_of_pay_of_the_method_tells_it(self):
        rows = [
            {"sex": sex, "level": level, "pay": pay + 7.0 * i, "variable_pay": 100.0 + i, "count": 1.0}
            for level, pay in (("A", 40.0), ("B", 20.0))
            for sex in "FM"
            for i in range(30)
        ]
        staff = pd.DataFrame(rows)
        pay, factors = staff["pay"], staff[["level"]]
        figures = [
            *measures.mean_pay_gap(staff, pay),
            *measures.median_pay_gap(staff, pay),
            *measures.pay_quartiles(staff, pay),
            *measures.category_pay_gaps(staff, pay, by="level"),
            *measures.factor_weighted_gap(staff, pay, by="level"),
            *measures.adjusted_gap(staff, pay, factors),
            *measures.oaxaca_two_fold(staff, pay, factors),
            *measures.oaxaca_three_fold(staff, pay, factors),
            *measures.variable_pay_receipt(staff),
            *measures.variable_pay_gap(staff),
            *measures.variable_pay_gap(staff, of="median"),
        ]
        require_parts("figures", figures, "pay")


class TestWhatTheGateLeavesOut:
    RESULT = replace(figure(40, 40, item="K1"), details={"mean": 3.2, "neutral_share": 0.2})

    @pytest.mark.parametrize("withheld", [{"item_favourable/K1"}, {"item_favourable"}])
    def test_a_figure_is_hidden(self, withheld):
        assert withhold(self.RESULT, "item_favourable", withheld).reason == WITHHELD

    def test_a_detail_goes_and_the_figure_stays(self):
        left = withhold(self.RESULT, "item_favourable", {"item_favourable.mean/K1"})
        assert (left.value, dict(left.details)) == (0.5, {"neutral_share": 0.2})

    def test_a_band_is_hidden_too(self):
        band = replace(self.RESULT, value=None, reason=IN_A_BAND, low=0.0, high=0.1)
        left = withhold(band, "item_favourable", {"item_favourable/K1"})
        assert (left.reason, left.low, left.high) == (WITHHELD, None, None)

    @pytest.mark.parametrize("withheld", [set(), {"item_favourable/K2"}, {"item_difference/K1"}])
    def test_others_stay(self, withheld):
        assert withhold(self.RESULT, "item_favourable", withheld) is self.RESULT
