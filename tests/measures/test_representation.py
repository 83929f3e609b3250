"""Shares, representation, seats, glass ceiling, ages."""

import math

import numpy as np
import pandas as pd
import pytest
from fact_tables import bank, bodies, counted, professors, staff

from genderaudit.measures.counting import lacks_sex
from genderaudit.measures.inference import wilson
from genderaudit.measures.quota_seats import seats, seats_required, youth_seats
from genderaudit.measures.representation import (
    age_pyramid,
    glass_ceiling_index,
    parity_index,
    representation_ratio,
    share_of_women,
    share_of_youth,
    step_ratios,
)

COUNCIL = bodies([("Council", "F", 4, None), ("Council", "M", 11, None)])
LEVELS = counted({"A": (10, 30), "B": (40, 50), "C": (90, 60)})


def test_share_of_women_has_the_wilson_interval_of_the_method() -> None:
    """4 women of 15 seats: 26.7 %, Wilson 10.897–51.950 %."""
    result = share_of_women(COUNCIL)[0]
    assert (result.value, result.low, result.high) == pytest.approx((4 / 15, 0.10897, 0.51950), abs=5e-6)
    assert (result.n, result.women, result.men) == (15, 4, None)


def test_share_of_women_is_of_everybody_whose_answer_is_known() -> None:
    result = share_of_women(staff(sex=["F", "M", "X", "X", None]))[0]
    assert (result.value, result.n, result.women, result.men, result.other) == (0.25, 4, 1, None, None)
    assert result.details == {"not_stated": 1, "not_counted": 1}
    assert (result.low, result.high) == wilson(1, 4)


def test_of_seats_all_count_also_those_of_whom_the_list_does_not_say_it() -> None:
    table = bodies([("A", "F", 2, None), ("A", "M", 5, None), ("A", "X", 1, None)])
    table = pd.concat([table, table.head(1).assign(sex=pd.NA)])
    for result in (share_of_women(table)[0], representation_ratio(table, table)[0], seats(table, 0.3)[0]):
        assert (result.women, result.n) == (2, 10)


def test_sex_that_is_nowhere_stated_gives_no_share() -> None:
    assert share_of_women(staff(sex=[None, None]))[0].reason == "sex_not_stated"
    assert representation_ratio(staff(sex=[None]), LEVELS)[0].reason == "sex_not_stated"


def test_a_list_lacks_the_sex_where_more_than_one_in_twenty_are_blank() -> None:
    sexes = ["F"] * 19
    assert [lacks_sex(staff(sex=[*sexes, *more])) for more in ([None], [None] * 2, ["X"] * 5)] == [False, True, False]
    assert not lacks_sex(staff())
    assert not lacks_sex(bodies([("A", "F", 2, None)]).assign(sex=pd.NA))


def test_levels_and_ages_have_the_same_base_as_the_whole() -> None:
    """Of ten people one is of another gender: 2 of 5 above, 4 of 10 in all."""
    table = staff(sex=["F", "F", "M", "M", "X", "F", "F", "M", "M", "M"], level=["A"] * 5 + ["B"] * 5)
    ceiling = glass_ceiling_index(table, ["A", "B"])
    assert (ceiling.n, ceiling.women, ceiling.details["share_all"], ceiling.details["share_top"]) == (10, 4, 0.4, 0.4)
    assert step_ratios(table, ["A", "B"])[0].n == 10


def test_groups_come_in_the_order_given_with_empty_levels_said_to_be_empty() -> None:
    results = share_of_women(LEVELS, "level", ["C", "Z", "A"])
    assert [result.group["level"] for result in results] == ["C", "Z", "A", "B"]
    assert (results[1].value, results[1].reason) == (None, "no_rows")


def test_groups_without_order_come_by_falling_size_and_the_unnamed_last() -> None:
    table = staff(sex=["F"] * 6, unit=[None, None, None, "b", "b", "a"])
    assert [result.group["unit"] for result in share_of_women(table, "unit")] == ["b", "a", "not_stated"]


def test_groups_may_be_of_several_columns() -> None:
    table = staff(sex=["F", "M", "M"], level=["A", "A", "B"], unit=["x", "x", "y"])
    assert [(dict(r.group), r.value) for r in share_of_women(table, ["level", "unit"])] == [
        ({"level": "A", "unit": "x"}, 0.5),
        ({"level": "B", "unit": "y"}, 0.0),
    ]


def test_bank_shares_by_job() -> None:
    """Shared data, bank_employees: Clerical 206 F/157 M, Custodial 0/27, Manager 10/74."""
    found = {r.group["level"]: (r.women, r.n) for r in share_of_women(bank(), "level")}
    assert found == {"Clerical": (206, 363), "Manager": (10, 84), "Custodial": (0, 27)}


def test_representation_ratio_sets_each_body_against_all_members() -> None:
    members = counted({"North": (30, 20), "South": (10, 40)}, "branch")
    result = representation_ratio(COUNCIL, members, "body")[0]
    assert result.value == pytest.approx((4 / 15) / 0.4)
    assert (result.low, result.high) == pytest.approx((0.10897 / 0.4, 0.51950 / 0.4), abs=2e-5)


def test_representation_ratio_can_set_each_branch_against_its_own_members() -> None:
    members = counted({"North": (30, 20), "South": (10, 40)}, "branch")
    committee = counted({"North": (3, 2), "South": (3, 2), "West": (1, 1)}, "branch")
    results = {r.group["branch"]: r for r in representation_ratio(committee, members, "branch", same_group=True)}
    assert (results["North"].value, results["South"].value) == pytest.approx((1.0, 3.0))
    assert results["West"].reason == "no_reference"


def test_seats_to_quota_of_the_method() -> None:
    """4 of 15 seats, quota 30 % → 5 seats → 1 missing."""
    result = seats(COUNCIL, 0.30)[0]
    assert (result.value, result.details["required"], result.details["quota_met"]) == (1, 5, 0)


@pytest.mark.parametrize(
    ("quota", "total", "required"),
    [(0.55, 20, 11), (0.07, 100, 7), (0.14, 50, 7), (1 / 3, 9, 3), (0.3, 11, 4), (0, 5, 0)],
)
def test_seats_required_is_not_one_too_many_for_binary_fractions(quota: float, total: int, required: int) -> None:
    assert seats_required(quota, total) == required


def test_seats_beyond_the_quota_are_none_missing() -> None:
    assert seats(COUNCIL, 0.2)[0].value == 0


def test_quota_of_the_statutes_is_read_from_the_bodies_and_a_given_one_goes_first() -> None:
    table = bodies([("A", "F", 1, None), ("A", "M", 9, None), ("B", "M", 10, None), ("C", "M", 3, None)])
    table.loc[table["body"] == "A", "quota_women"] = 0.4
    results = {r.group["body"]: r for r in seats(table, {"B": 0.2})}
    assert (results["A"].value, results["B"].value) == (3, 2)
    assert (results["C"].value, results["C"].reason, results["C"].n) == (None, "no_quota", 3)


@pytest.mark.parametrize("measure", [seats, youth_seats])
def test_nothing_is_asked_of_a_reserved_body_whose_seats_are_known_all_the_same(measure) -> None:
    table = bodies([("A", "F", 9, 30.0), ("B", "F", 1, 30.0), ("B", "M", 9, 50.0)])
    results = {r.group["body"]: r for r in measure(table, quotas=0.3, reserved=["A"])}
    assert (results["A"].value, results["A"].reason, results["A"].women) == (None, "reserved_body", 9)
    assert not {"quota", "required", "quota_met"} & results["A"].details.keys()
    assert results["B"].value == 2


def test_every_seat_held_counts_for_the_quota_also_of_another_gender() -> None:
    table = bodies([("A", "F", 2, None), ("A", "M", 5, None), ("A", "X", 3, None)])
    assert seats(table, 0.3)[0].details["required"] == 3


def test_youth_seats_count_known_youth_only() -> None:
    table = bodies([("A", "F", 1, 30.0), ("A", "M", 1, 35.0), ("A", "M", 6, 50.0), ("A", "F", 2, None)])
    result = youth_seats(table, limit=35, quotas=0.3)[0]
    assert (result.value, result.women, result.n, result.men) == (1, 1, 10, None)
    assert (result.details["youth"], result.details["unknown_age"]) == (2, 2)


def test_youth_seats_without_any_age_are_not_calculable() -> None:
    assert youth_seats(COUNCIL, quotas=0.3)[0].reason == "no_ages"


def test_parity_index_is_women_over_men() -> None:
    assert parity_index(12.0, 16.0, 5, 7).value == 0.75
    assert parity_index(12.0, 0.0, 5, 7).reason == "zero_denominator"
    assert parity_index(12.0, None, 5, 0).reason == "one_sex_only"


def test_glass_ceiling_index_of_the_method() -> None:
    """Levels A=(10,30), B=(40,50), C=(90,60), A on top: 2.000."""
    assert glass_ceiling_index(LEVELS, ["A", "B", "C"]).value == pytest.approx(2.0)


def test_glass_ceiling_index_of_the_professors() -> None:
    """Shared data, salaries_professors: 1.4517."""
    result = glass_ceiling_index(professors(), ["Prof", "AssocProf", "AsstProf"])
    assert result.value == pytest.approx(1.4517, abs=5e-5)


def test_glass_ceiling_interval_covers_like_a_simulation() -> None:
    """Against the spread of the index over random draws of the same shares."""
    draw = np.random.default_rng(4)
    top, rest = draw.binomial(40, 0.25, 20_000), draw.binomial(240, 130 / 240, 20_000)
    drawn = np.log(((top + rest) / 280) / (np.maximum(top, 1) / 40))
    result = glass_ceiling_index(LEVELS, ["A", "B", "C"])
    assert result.low is not None
    half = math.log(result.value / result.low)  # type: ignore[operator]
    assert half == pytest.approx(1.96 * drawn.std(), rel=0.1)


def test_glass_ceiling_counts_the_graded_levels_only() -> None:
    more = pd.concat([LEVELS, counted({"Trainee": (500, 0)})])
    assert glass_ceiling_index(more, ["A", "B", "C"]).value == pytest.approx(2.0)


@pytest.mark.parametrize(
    ("cells", "levels", "reason"),
    [
        ({"A": (0, 5), "B": (5, 5)}, ["A", "B"], "no_women_at_top"),
        ({"B": (5, 5)}, ["A", "B"], "empty_level"),
        ({"A": (5, 5)}, ["A"], "single_category"),
        ({"Z": (5, 5)}, ["A", "B"], "no_rows"),
    ],
)
def test_glass_ceiling_says_why_there_is_none(cells: dict, levels: list[str], reason: str) -> None:
    assert glass_ceiling_index(counted(cells), levels).reason == reason


def test_step_ratios_locate_the_step() -> None:
    results = step_ratios(LEVELS, ["A", "B", "C"])
    assert [dict(r.group) for r in results] == [{"level": "A", "below": "B"}, {"level": "B", "below": "C"}]
    assert [r.value for r in results] == pytest.approx([(40 / 90) / 0.25, 0.6 / (40 / 90)])


def test_step_ratio_from_a_level_without_women_is_not_calculable() -> None:
    results = step_ratios(counted({"A": (0, 4), "B": (2, 2)}), ["A", "B", "C"])
    assert [r.reason for r in results] == ["zero_denominator", "empty_level"]


def test_age_pyramid_counts_each_age_once_and_unknown_ages_last() -> None:
    table = staff(sex=["F", "M", "F", "X", "M"], age_low=[25, 26, 70, 40, None], age_high=[25, 26, 70, 40, None])
    results = age_pyramid(table)
    assert [(r.group["age_band"], r.women, r.n) for r in results] == [
        ("0-25", 1, 1),
        ("26-35", 0, 1),
        ("36-45", 0, 1),
        ("46-55", 0, 0),
        ("56+", 1, 1),
        ("not_stated", 0, 1),
    ]
    assert [r.reason for r in results] == [None, None, None, "no_rows", None, None]


def test_age_pyramid_keeps_bands_of_the_file_that_fit_and_says_what_does_not() -> None:
    table = staff(sex=["F", "M"], age_low=[36, 30], age_high=[45, 39], age_band=["36-45", "30-39"])
    found = {r.group["age_band"]: r.value for r in age_pyramid(table)}
    assert (found["36-45"], found["not_stated"]) == (1, 0)
    assert [r.group["age_band"] for r in age_pyramid(table, None)] == ["30-39", "36-45"]


def test_share_of_youth_is_among_known_ages() -> None:
    table = staff(
        sex=["F", "F", "M", "M", "M"],
        age_low=[20, 36, 35, 50, 30],
        age_high=[20, 36, 35, 50, 40],
    )
    result = share_of_youth(table)[0]
    assert (result.value, result.n) == (0.5, 4)
    assert (result.women, result.men, result.other) == (1, None, None)
    assert (result.details["share_women"], result.details["unknown_age"]) == (0.5, 1)


def test_youth_limit_is_a_parameter() -> None:
    table = staff(sex=["F", "M"], age_low=[31, 28], age_high=[31, 28])
    assert [share_of_youth(table, limit=limit)[0].value for limit in (30, 35)] == [0.5, 1.0]
