"""Trends, projections to a target, stock-and-flow."""

import math

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm
from fact_tables import random_staff, staff
from hypothesis import given
from hypothesis import strategies as st

from genderaudit.foundations.errors import AuditError
from genderaudit.measures.counting import Headcount
from genderaudit.measures.flows import in_service
from genderaudit.measures.projection import (
    change_between,
    change_of_counts,
    path_to_target,
    projection_to_target,
    trend,
    years_to_target,
)
from genderaudit.measures.stock_flow import Flows, appointments_needed, observed_flows, year_target_reached


def series(shares: list[float], years: list[float] | None = None, n: float = 1000) -> pd.DataFrame:
    years = years or [2020.0 + i for i in range(len(shares))]
    women = np.array(shares) * n
    return pd.DataFrame({"year": years, "women": women, "people": n})


NOISY = series([0.20, 0.24, 0.23, 0.27, 0.29])


def test_parity_date_of_the_method() -> None:
    """From 22 % to 28 % in 4 years: linear 14.667 years, logit 11.761 years."""
    assert years_to_target(0.22, 0.28, 4) == pytest.approx((14.667, 11.761), abs=5e-4)


def test_two_points_that_fall_have_no_parity_date() -> None:
    with pytest.raises(ValueError, match="rising"):
        years_to_target(0.28, 0.22, 4)


def test_change_between_two_rounds() -> None:
    result = change_between(Headcount(women=20, men=80), Headcount(women=30, men=70))
    assert result.value == pytest.approx(0.1)
    assert result.details["detectable"] == pytest.approx(2.80159 * math.sqrt(0.25 * 0.75 * 0.02), rel=1e-5)
    assert change_between(Headcount(), Headcount(women=1)).reason == "no_rows"


def test_change_of_what_is_counted_in_full_is_a_fact() -> None:
    result = change_of_counts(Headcount(women=33, men=135), Headcount(women=44, men=131))
    assert result.value == pytest.approx(44 / 175 - 33 / 168)
    assert (result.low, result.high) == (None, None)
    assert [result.details[name] for name in ("women_before", "n_before", "women_after")] == [33, 168, 44]
    assert change_of_counts(Headcount(), Headcount(women=1)).reason == "no_rows"


def test_trend_agrees_with_weighted_least_squares_of_statsmodels() -> None:
    points = NOISY.assign(**{name: NOISY[name] * [1, 2, 1, 3, 1] for name in ("women", "people")})
    total = points["people"]
    fit = sm.WLS(points["women"] / total, sm.add_constant(points["year"]), weights=total).fit()
    result = trend(points)
    expected = [fit.params["year"], *fit.conf_int().loc["year"], fit.pvalues["year"]]
    assert [result.value, result.low, result.high, result.details["p_value"]] == pytest.approx(expected)


def test_more_women_than_people_are_refused() -> None:
    with pytest.raises(AuditError, match="more women than people"):
        trend(NOISY.assign(people=NOISY["women"] - 1))


def test_the_share_then_and_now_is_of_everybody() -> None:
    result = change_between(Headcount(women=2, men=6, other=2), Headcount(women=4, men=4, other=2))
    assert (result.details["before"], result.details["after"], result.women, result.n) == (0.2, 0.4, 4, 10)


@pytest.mark.parametrize("points", [series([0.2, 0.3]), series([0.2, 0.3, 0.4], [2020, 2020, 2021])])
def test_fewer_than_three_years_are_refused(points: pd.DataFrame) -> None:
    assert trend(points).reason == "fewer_than_three_points"
    assert {r.reason for r in projection_to_target(points, 0.5)} == {"fewer_than_three_points"}


def test_projection_along_a_straight_line_is_exact() -> None:
    linear = projection_to_target(series([0.22, 0.25, 0.28], [2020, 2022, 2024]), 0.5)[0]
    assert (linear.value, linear.low, linear.high) == pytest.approx((2038.667,) * 3, abs=1e-3)


def test_projection_along_a_logistic_line_is_exact() -> None:
    shares = [1 / (1 + math.exp(-(0.1 * t - 1))) for t in range(4)]
    result = projection_to_target(series(shares), 0.5)[1]
    assert (dict(result.group), result.value) == ({"model": "logit"}, pytest.approx(2030))


def test_the_interval_is_where_the_band_of_the_line_meets_the_target() -> None:
    linear = projection_to_target(NOISY, 0.4)[0]
    design = sm.add_constant(NOISY["year"])
    fit = sm.WLS(NOISY["women"] / 1000, design, weights=np.full(5, 1000)).fit()
    ends = sm.add_constant(np.array([linear.low, linear.high]), has_constant="add")
    band = fit.get_prediction(ends).conf_int()
    assert (band[0, 1], band[1, 0]) == pytest.approx((0.4, 0.4), abs=1e-9)


def test_a_rise_that_may_be_chance_has_an_open_interval() -> None:
    result = projection_to_target(series([0.20, 0.26, 0.22, 0.25]), 0.3)[0]
    assert result.value is not None
    assert (result.high, result.details["open"]) == (None, 1)
    assert 2023 <= result.low <= result.value  # type: ignore[operator]


@pytest.mark.parametrize(
    ("shares", "reason"),
    [
        ([0.3, 0.28, 0.25], "not_reached"),
        ([0.4, 0.5, 0.6], "already_reached"),
        ([0.2, 0.2, 0.2], "not_reached"),
    ],
)
def test_projection_says_why_there_is_none(shares: list[float], reason: str) -> None:
    assert {r.reason for r in projection_to_target(series(shares), 0.5)} == {reason}


def test_shares_of_nought_can_be_projected() -> None:
    linear, curved = projection_to_target(series([0.0, 0.1, 0.2]), 0.5)
    assert linear.value == pytest.approx(2025)
    assert curved.value is not None


def one_level(women: float, men: float, hires: tuple, exits: tuple, years: float = 1) -> Flows:
    return Flows(
        levels=("A",),
        stock=np.array([[women, men]]),
        hires=np.array([hires]),
        exits=np.array([exits]),
        promotions=np.zeros((1, 2)),
        years=years,
        last_year=2024,
    )


STEADY = one_level(20, 80, hires=(6, 4), exits=(2.0, 8.0))
"""100 people, 10 % of each sex leave a year, 6 of 10 hired are women: F rises by 6 − F/10 from 20 to 60."""


def test_year_reached_by_hand() -> None:
    """Mean headcounts are 18 and 82: rates 1/9 and 4/41; F: 20, 23.8, 27.1, 30.1; M: 80, 76.2, 72.8, 69.7."""
    result = year_target_reached(STEADY, 0.30, at="A")
    women, men, years = 20.0, 80.0, 0
    while women / (women + men) < 0.30:
        women, men, years = women * (1 - 2 / 18) + 6, men * (1 - 8 / 82) + 4, years + 1
    assert years == 3
    assert result.value == 2024 + years


def test_the_range_of_the_year_narrows_with_more_movements() -> None:
    few = year_target_reached(STEADY, 0.30)
    many = year_target_reached(one_level(2000, 8000, hires=(600, 400), exits=(200.0, 800.0)), 0.30)
    assert (few.high, many.low, many.high) == (None, 2027, 2028)
    assert few.details["part_reaching"] < 0.975 < many.details["part_reaching"]


def test_a_target_beyond_the_steady_state_is_not_reached() -> None:
    result = year_target_reached(STEADY, 0.95)
    assert (result.value, result.reason) == (None, "not_reached")
    assert 0.5 < result.details["share_after"] < 0.65


def test_appointments_needed_are_just_enough() -> None:
    """Walking the years with that share of women reaches the target, with one woman fewer it does not."""
    result = appointments_needed(STEADY, 0.40, 2027)

    def reached(women_appointed: float) -> float:
        women, men = 20.0, 80.0
        part = women_appointed / 30
        for _ in range(3):
            women, men = women * (1 - 2 / 18) + 10 * part, men * (1 - 8 / 82) + 10 * (1 - part)
        return women / (women + men)

    assert result.n == 30
    assert result.value is not None
    assert reached(result.value) >= 0.40 > reached(result.value - 1)


def test_a_target_that_all_appointments_cannot_reach() -> None:
    result = appointments_needed(STEADY, 0.60, 2025)
    assert result.reason == "not_reached"
    assert result.details["share_if_all"] < 0.60


def test_a_target_already_certain_needs_no_woman_more() -> None:
    assert appointments_needed(STEADY, 0.05, 2025).value == 0


def test_promotions_leave_one_level_and_enter_the_next() -> None:
    """By hand, Top: F 2, 3, 4, 5; M 8, 7.12, 6.44, 5.93 (rate of leaving 2 of a mean 8.5)."""
    flows = Flows(
        levels=("Top", "Base"),
        stock=np.array([[2.0, 8.0], [50.0, 50.0]]),
        hires=np.array([[0.0, 0.0], [5.0, 5.0]]),
        exits=np.array([[0.0, 2.0], [4.0, 4.0]]),
        promotions=np.array([[1.0, 1.0], [0.0, 0.0]]),
        years=1.0,
        last_year=2024,
    )
    needed = appointments_needed(flows, 0.3, 2026, at="Top")  # 0.2753 of 2 promotions a year
    assert (needed.n, needed.value) == (4, 2)
    assert needed.details["share_needed"] == pytest.approx(0.2753, abs=5e-5)
    assert year_target_reached(flows, 0.4, at="Top").value == 2027


@pytest.mark.parametrize(
    ("flows", "target", "reason"),
    [
        (one_level(0, 0, (1, 1), (0, 0)), 0.3, "empty_level"),
        (one_level(5, 5, (1, 1), (0, 0)), 0.3, "already_reached"),
        (one_level(1, 9, (0, 0), (0, 0)), 0.3, "no_flows"),
        (one_level(1, 9, (0, 3), (0, 3)), 0.3, "not_reached"),
    ],
)
def test_projection_of_flows_says_why_there_is_none(flows: Flows, target: float, reason: str) -> None:
    assert year_target_reached(flows, target).reason == reason


@pytest.mark.parametrize(
    ("women", "due", "reason", "per_year"),
    [
        ([20, 26], 2030, None, 3),  # the way asks 27.5 % in 2025
        ([20, 40], 2030, "already_reached", None),
        ([20, 26], 2025, "date_passed", None),
        ([26], 2030, "one_point_only", 3),
    ],
)
def test_way_to_a_target_with_a_date(women: list[int], due: int, reason: str | None, per_year: float | None) -> None:
    (way,) = path_to_target(series([one / 100 for one in women], [2022, 2025][-len(women) :], 100), 0.4, due)
    assert (way.reason, way.value) == (reason, None if reason else pytest.approx(0.26 - 0.275))
    assert way.details.get("per_year") == (None if per_year is None else pytest.approx(per_year))


@given(st.integers(0, 90), st.integers(0, 60), st.integers(1, 9), st.integers(1, 9))
def test_who_keeps_to_the_way_is_on_course_and_arrives(start: int, missing: int, passed: int, left: int) -> None:
    """On the line the difference is nought, and what each year must bring makes up what is missing."""
    target = (start + missing) / 150
    now = start / 150 + (target - start / 150) * passed / (passed + left)
    (way,) = path_to_target(series([start / 150, now], [2000, 2000 + passed], 150), target, 2000 + passed + left)
    assert way.value is None or way.value == pytest.approx(0, abs=1e-9)
    # Sums of parts of 150 end in noise.
    a_year, lacking = way.details.get("per_year", 0), round(way.details["missing"], 9)
    assert a_year * left >= lacking > (a_year - 1) * left or not lacking


def test_no_appointments_to_share() -> None:
    assert appointments_needed(one_level(1, 9, (0, 0), (0, 1)), 0.3, 2026).reason == "no_appointments"


def test_flows_are_read_from_the_staff_list() -> None:
    table = staff(
        sex=["F", "X", "F", "M", "F", "M", None],
        level=["Top", "Base", "Base", "Base", "Top", None, "Base"],
        hired_on=["2010-01-01", "2023-01-01", None, "2015-01-01", "2022-06-01", None, None],
        left_on=[None, None, "2023-05-01", "2020-01-01", None, None, None],
        promoted_on=["2022-02-01", "2023-06-01", None, None, "2023-06-01", None, None],
    )
    flows = observed_flows(table, "2021-12-31", "2023-12-31", ["Top", "Base"])
    assert flows.stock.tolist() == [[2, 0], [0, 1]]
    assert flows.promotions.tolist() == [[2, 0], [0, 0]]
    assert flows.hires.tolist() == [[0, 0], [1, 1]]  # hired and promoted since: hired below
    assert flows.exits.tolist() == [[0, 0], [1, 0]]
    assert flows.left_out == 2  # at no level; of no stated sex
    assert (flows.years, flows.last_year) == (pytest.approx(2, abs=0.01), 2023)


def test_stock_at_the_start_plus_flows_is_stock_at_the_end() -> None:
    table = random_staff(500)
    flows = observed_flows(table, "2020-01-01", "2024-06-30", ["Director", "Manager", "Officer", "Assistant"])
    start = table[in_service(table, "2020-01-01")]["sex"].value_counts()
    change = (flows.hires - flows.exits).sum(axis=0)
    assert flows.stock.sum(axis=0).tolist() == [start["F"] + change[0], start["M"] + change[1]]


@pytest.mark.parametrize(
    ("left", "hired", "reason"),
    [
        ([None, None, None, None], ["2023-03-01"] * 4, "no_leaving_dates"),
        ([None, None, None, "2023-05-01"], ["2010-01-01"] * 4, "no_flows"),  # from the level below, not from this one
    ],
)
def test_a_level_has_no_way_ahead_without_flows_of_its_own_or_dates_of_leaving(left, hired, reason) -> None:
    table = staff(sex=["F", "M", "M", "F"], level=["Top", "Top", "Base", "Base"], left_on=left, hired_on=hired)
    flows = observed_flows(table.assign(promoted_on=None), "2021-12-31", "2023-12-31", ["Top", "Base"])
    found = year_target_reached(flows, 0.6, at="Top"), appointments_needed(flows, 0.6, 2030, at="Top")
    assert [one.reason for one in found] == [reason] * 2


def test_an_empty_period_is_refused() -> None:
    with pytest.raises(AuditError, match="must end after"):
        observed_flows(staff(sex=["F"]), "2024-01-01", "2024-01-01", ["A"])
