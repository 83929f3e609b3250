"""Selection, promotion, recruitment, leave and exits."""

import pandas as pd
import pytest
from fact_tables import staff
from scipy import stats

from genderaudit.measures.flows import (
    exit_ratio,
    in_service,
    promotion,
    recruitment_stages,
    selection_ratio,
)

YEAR = ("2024-01-01", "2024-12-31")


def test_selection_ratio_of_the_method() -> None:
    """6/40 against 12/50 → 0.625: below four fifths, but not beyond chance."""
    result = selection_ratio(6, 40, 12, 50)
    assert result.value == pytest.approx(0.625)
    assert result.details["four_fifths"] == 1
    assert result.details["p_value"] == pytest.approx(stats.fisher_exact([[6, 34], [12, 38]])[1])


def test_selection_interval_agrees_with_scipy() -> None:
    result = selection_ratio(6, 40, 12, 50)
    expected = stats.contingency.relative_risk(6, 40, 12, 50).confidence_interval(0.95)
    assert (result.low, result.high) == pytest.approx((expected.low, expected.high))


@pytest.mark.parametrize(
    ("counts", "flags"),
    [
        ((8, 10, 10, 10), (0, 0)),
        ((79, 100, 100, 100), (1, 0)),
        ((10, 10, 8, 10), (0, 0)),
        ((10, 10, 7, 10), (0, 1)),
    ],
)
def test_four_fifths_is_below_and_not_at_080_in_either_direction(counts: tuple, flags: tuple) -> None:
    details = selection_ratio(*counts).details
    assert (details["four_fifths"], details["four_fifths_men"]) == flags


def test_no_woman_selected_is_a_ratio_of_zero_without_interval() -> None:
    result = selection_ratio(0, 5, 3, 5)
    assert (result.value, result.low, result.details["four_fifths"]) == (0, None, 1)


@pytest.mark.parametrize(
    ("counts", "reason"),
    [
        ((0, 0, 0, 0), "no_rows"),
        ((0, 0, 3, 5), "zero_eligible"),
        ((2, 4, 0, 5), "zero_denominator"),
        ((5, 4, 1, 5), "inconsistent_counts"),
    ],
)
def test_selection_says_why_there_is_none(counts: tuple, reason: str) -> None:
    assert selection_ratio(*counts).reason == reason


def test_promotion_is_among_the_eligible_and_who_was_promoted_was() -> None:
    table = staff(
        sex=["F", "F", "F", "M", "M"],
        eligible_for_promotion=[True, False, None, True, True],
        promoted_on=[None, "2024-05-01", "2022-05-01", "2024-12-31", None],
    )
    result = promotion(table, *YEAR)[0]
    assert (result.women, result.n, result.details["selected_women"], result.value) == (2, 4, 1, 1)
    assert result.details["eligibility_stated"] == 1


def test_promotion_without_stated_eligibility_is_among_those_in_service() -> None:
    table = staff(
        sex=["F", "F", "M", "M"],
        hired_on=["2020-01-01", "2024-06-01", None, "2019-01-01"],
        left_on=[None, None, None, "2023-01-01"],
        promoted_on=["2024-02-01", None, "2024-03-01", None],
    )
    result = promotion(table, *YEAR)[0]
    assert (result.women, result.n, result.details["eligibility_stated"]) == (1, 2, 0)


def test_promotion_without_any_date_is_not_calculable() -> None:
    assert (
        promotion(staff(sex=["F", "M"], eligible_for_promotion=[True, True]), *YEAR)[0].reason == "no_promotion_dates"
    )


def test_recruitment_gives_each_step_and_the_whole_way() -> None:
    counts = {"applied": (40, 60), "shortlisted": (10, 30), "appointed": (4, 6)}
    rows = [(stage, sex, n) for stage, pair in counts.items() for sex, n in zip("FM", pair, strict=True)]
    table = pd.DataFrame(rows, columns=["stage", "sex", "count"])
    found = {(r.group["from"], r.group["to"]): r.value for r in recruitment_stages(table)}
    assert found == pytest.approx(
        {
            ("applied", "shortlisted"): 0.25 / 0.5,
            ("shortlisted", "appointed"): 0.4 / 0.2,
            ("applied", "appointed"): 0.1 / 0.1,
        }
    )


def test_recruitment_by_year_keeps_years_apart() -> None:
    rows = [
        ("applied", "F", 10, 2023.0), ("applied", "M", 10, 2023.0), ("appointed", "F", 1, 2023.0),
        ("appointed", "M", 2, 2023.0), ("applied", "F", 10, 2024.0), ("applied", "M", 10, 2024.0),
        ("appointed", "F", 2, 2024.0), ("appointed", "M", 2, 2024.0),
    ]  # fmt: skip
    table = pd.DataFrame(rows, columns=["stage", "sex", "count", "year"])
    found = recruitment_stages(table, ["applied", "appointed"], by="year")
    assert {r.group["year"]: r.value for r in found} == {"2023": 0.5, "2024": 1.0}


def test_exit_ratio_is_per_mean_headcount() -> None:
    """Women 4 → 2 with 2 leavers (2/3), men 4 → 3 with 1 leaver (1/3.5): ratio 2.333."""
    table = staff(sex=["F"] * 4 + ["M"] * 4, left_on=["2024-03-01"] * 2 + [None] * 2 + ["2024-06-01"] + [None] * 3)
    result = exit_ratio(table, *YEAR)[0]
    assert result.value == pytest.approx((2 / 3) / (1 / 3.5))
    assert (result.women, result.n, result.men) == (3, 6.5, None)


def test_who_was_hired_within_the_year_is_counted_whether_gone_again_or_not() -> None:
    table = staff(
        sex=["F"] * 3 + ["M"] * 2,
        hired_on=["2020-01-01", "2024-03-01", "2024-04-01", "2020-01-01", "2024-02-01"],
        left_on=[None, None, "2024-09-01", "2024-06-01", None],
    )
    details = exit_ratio(table, *YEAR)[0].details
    assert (details["hired_women"], details["hired_men"]) == (2, 1)


def test_exits_without_any_date_are_not_calculable() -> None:
    assert exit_ratio(staff(sex=["F", "M"]), *YEAR)[0].reason == "no_leaving_dates"


def test_in_service_includes_the_first_day_and_not_the_last() -> None:
    table = staff(sex=["F"] * 3, hired_on=["2024-01-01", "2024-01-02", None], left_on=[None, None, "2024-01-01"])
    assert in_service(table, "2024-01-01").tolist() == [True, False, False]


def test_another_gender_is_in_the_base_and_in_neither_rate() -> None:
    table = staff(
        sex=["F", "F", "M", "M", "X", None],
        eligible_for_promotion=[True] * 6,
        promoted_on=["2024-05-01", None, "2024-06-01", None, "2024-07-01", "2024-07-01"],
    )
    result = promotion(table, *YEAR)[0]
    assert (result.value, result.women, result.n, result.details["not_counted"]) == (1, 2, 5, 1)
