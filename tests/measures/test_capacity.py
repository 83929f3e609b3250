"""Training, gender expertise, budget, attendance, availability of data."""

import numpy as np
import pandas as pd
import pytest
from fact_tables import staff
from hypothesis import given
from hypothesis import strategies as st

from genderaudit.foundations.errors import AuditError
from genderaudit.measures.attendance import (
    attendance_by_age,
    attendance_of_women,
    attendance_of_youth,
    attendance_trend,
    quota_compliance,
    speaking_turns,
    under_quota,
)
from genderaudit.measures.availability import column_availability, data_availability
from genderaudit.measures.capacity import (
    budget_by_marker,
    budget_for_equality,
    budget_per_head,
    focal_point_coverage,
    focal_point_mandate,
    focal_point_men,
    focal_point_seniority,
    gender_training,
    training_hours,
    training_parity,
)

TRAINED = staff(sex=["F", "F", "M", "M", "F"], training_hours=[6, 12, 10, 20, None])


def test_training_hours_per_head_of_each_sex() -> None:
    result = training_hours(TRAINED)[0]
    assert (result.value, result.unit, result.n) == (12, "hours", 4)
    assert result.details == {
        "mean_women": 9, "mean_men": 15, "not_stated": 1,
        "not_counted": 1,
    }  # fmt: skip


def test_training_parity_is_women_over_men_with_interval() -> None:
    result = training_parity(TRAINED)[0]
    assert result.value == pytest.approx(0.6)
    assert result.low < 0.6 < result.high  # type: ignore[operator]


def test_hours_of_zero_count_and_men_without_any_hours_give_no_ratio() -> None:
    table = staff(sex=["F", "M"], training_hours=[3, 0])
    assert training_hours(table)[0].value == 1.5
    assert training_parity(table)[0].reason == "zero_denominator"
    assert training_parity(staff(sex=["F", "M"]))[0].reason == "no_hours"


def test_gender_training_is_among_those_of_whom_it_is_stated() -> None:
    table = staff(sex=["F", "F", "M", "M"], gender_training=[True, False, True, None])
    result = gender_training(table)[0]
    assert (result.value, result.n) == (pytest.approx(2 / 3), 3)
    assert result.details == {"share_women": 0.5, "share_men": 1, "not_counted": 1}


FOCAL = staff(
    sex=["F", "F", "M", "M", "F"],
    unit=["a", "a", "b", "c", None],
    level=["Manager", "Officer", "Director", "Officer", None],
    gender_focal_point=[True, True, True, False, True],
)


def test_coverage_counts_units_with_a_focal_point() -> None:
    result = focal_point_coverage(FOCAL)
    assert (result.value, result.n, result.details["focal_points"]) == (pytest.approx(2 / 3), 3, 4)


def test_share_of_focal_points_who_are_not_women() -> None:
    result = focal_point_men(FOCAL)
    assert (result.value, result.women, result.n, result.men) == (0.25, 3, 4, None)


def test_focal_points_at_middle_management_or_above() -> None:
    result = focal_point_seniority(FOCAL, ["Director", "Manager", "Officer"], "Manager")
    assert (result.value, result.women, result.n, result.men) == (0.5, 1, 4, None)
    assert (result.details["focal_points"], result.details["not_stated"]) == (4, 1)


def test_middle_management_must_be_one_of_the_levels() -> None:
    with pytest.raises(AuditError, match="not one of the levels"):
        focal_point_seniority(FOCAL, ["Director"], "Manager")


BUDGET = pd.DataFrame(
    {
        "line": ["Women's committee", "Congress", "Youth committee", "Rent"],
        "amount": [10.0, 20.0, 10.0, 60.0],
        "currency": ["EUR"] * 4,
        "gender_marker": [3.0, 1.0, 2.0, np.nan],
    }
)


def test_budget_by_marker_shares_add_up_and_unmarked_lines_are_shown() -> None:
    found = {r.group["gender_marker"]: r.value for r in budget_by_marker(BUDGET)}
    assert found == pytest.approx({"0": 0, "1": 0.2, "2": 0.1, "3": 0.1, "not_stated": 0.6})


def test_budget_for_equality_is_markers_2_and_3_of_all_lines() -> None:
    result = budget_for_equality(BUDGET)
    assert (result.value, result.details["amount"], result.details["unmarked"]) == (
        pytest.approx(0.2),
        20,
        0.6,
    )
    assert budget_for_equality(BUDGET.assign(gender_marker=np.nan)).reason == "no_markers"


def test_budget_in_two_currencies_is_not_added_up() -> None:
    mixed = BUDGET.assign(currency=["EUR", "XOF", "EUR", "EUR"])
    assert {r.reason for r in budget_by_marker(mixed)} == {"mixed_currencies"}
    assert budget_for_equality(mixed).reason == "mixed_currencies"


def test_budget_per_head_of_committees() -> None:
    results = budget_per_head(BUDGET, {"Women's committee": 200, "Youth committee": 0, "Choir": 5})
    assert [(r.value, r.reason) for r in results] == [
        (0.05, None), (None, "no_heads"), (None, "no_committee_lines"),
    ]  # fmt: skip


def attendance(rows: list[tuple]) -> pd.DataFrame:
    table = pd.DataFrame(rows, columns=["event", "date", "sex", "count", "age_low"])
    table = table.astype({"sex": "string", "event": "string", "age_low": float})
    table["date"] = pd.to_datetime(table["date"])
    return table.assign(age_high=table["age_low"], role=pd.Series("delegate", index=table.index, dtype="string"))


EVENTS = attendance(
    [
        ("Zone", "2021-03-01", "F", 2, 30), ("Zone", "2021-03-01", "M", 8, 50),
        ("Congress", "2023-03-01", "F", 4, 40), ("Congress", "2023-03-01", "M", 6, 20),
        ("Assembly", "2022-03-01", "F", 3, None), ("Assembly", "2022-03-01", "M", 7, 60),
        ("Talk", None, "F", 5, None),
    ]
)  # fmt: skip


def test_events_come_by_date_and_undated_ones_last() -> None:
    names = [r.group["event"] for r in attendance_of_women(EVENTS)]
    assert names == ["Zone", "Assembly", "Congress", "Talk"]


def test_quota_at_events_is_in_whole_places() -> None:
    results = attendance_of_women(EVENTS, quota=0.3)
    assert [(r.value, r.details["missing"], r.details["quota_met"]) for r in results] == [
        (0.2, 1, 0), (0.3, 0, 1), (0.4, 0, 1), (1.0, 0, 1),
    ]  # fmt: skip
    assert (quota_compliance(results).value, quota_compliance(results).n) == (0.75, 4)


def test_what_focal_points_have_is_of_those_of_whom_it_is_stated() -> None:
    table = FOCAL.assign(
        focal_point_terms=pd.array([True, False, None, True, None], dtype="boolean"),
        focal_point_time=[0.1, 0.0, 0.2, None, None],
        age_low=[30, 50, None, 40, None],
        age_high=[30, 50, None, 40, None],
    )  # the fourth is no focal point
    found = {one.group["support"]: (one.value, one.n) for one in focal_point_mandate(table)}
    assert found == {"terms": (0.5, 2), "time": (pytest.approx(2 / 3), 3), "young": (0.5, 2)}
    assert {one.women for one in focal_point_mandate(table)} == {None}  # women beside it would be read as the share's
    nobody = table.assign(gender_focal_point=pd.array([False] * 5, dtype="boolean"))
    assert list(focal_point_mandate(nobody)) == []


VOTERS = pd.DataFrame(
    [
        ("Congress", "delegate", "F", 3, 0.3, 0.5, 5), ("Congress", "delegate", "M", 7, None, None, 20),
        ("Congress", "guest", "F", 9, None, None, None), ("Course", None, "F", 1, 0.3, None, None),
        ("Course", None, "M", 3, 0.3, None, None), ("Talk", "delegate", "M", 5, None, None, None),
    ],
    columns=["event", "role", "sex", "count", "quota_women", "quota_youth", "speaking_turns"],
)  # fmt: skip


def test_a_quota_in_the_list_is_of_those_who_vote() -> None:
    results = attendance_of_women(under_quota(VOTERS))
    found = {r.group["event"]: (r.value, r.n, r.details["missing"]) for r in results}
    assert found == {"Congress": (0.3, 10, 0), "Course": (0.25, 4, 1)}  # without the guests; nobody asks of the talk
    assert (quota_compliance(results).value, quota_compliance(results).n) == (0.5, 2)
    assert list(under_quota(VOTERS, "quota_youth")["event"].unique()) == ["Congress"]


def test_turns_are_set_against_presence_where_they_were_counted() -> None:
    result = speaking_turns(VOTERS)
    assert (result.women, result.n, result.value) == (5, 25, pytest.approx((5 / 25) / (12 / 19)))
    assert list(speaking_turns(VOTERS.assign(speaking_turns=np.nan))) == []


@given(st.lists(st.tuples(st.sampled_from("FM"), st.integers(1, 9)), min_size=1, max_size=9), st.integers(1, 5))
def test_who_speaks_as_often_as_everybody_else_has_a_ratio_of_one(rows: list[tuple[str, int]], each: int) -> None:
    people = pd.DataFrame(rows, columns=["sex", "count"]).assign(event="a", role=None)
    result = speaking_turns(people.assign(speaking_turns=people["count"] * each))
    assert result.value is None or result.value == pytest.approx(1)


def test_youth_quota_is_of_those_of_known_age() -> None:
    results = attendance_of_youth(EVENTS, quota=0.2)
    assert [r.value for r in results] == [0.2, 0.0, 0.6, None]
    assert [r.details.get("quota_met") for r in results] == [1, 0, 1, None]
    assert results[3].reason == "no_ages"


def test_women_among_youth_and_among_the_older() -> None:
    found = [(r.group["event"], r.group["age"], r.value) for r in attendance_by_age(EVENTS)]
    assert found[:2] == [("Zone", "youth", 1.0), ("Zone", "older", 0.0)]
    assert ("Assembly", "not_stated", 1.0) in found


def test_attendance_by_role() -> None:
    result = attendance_of_women(EVENTS, by="role")[0]
    assert (dict(result.group), result.n) == ({"role": "delegate"}, 35)


def test_trend_over_events_is_per_year() -> None:
    result = attendance_trend(EVENTS)[0]
    assert result.value == pytest.approx(0.1)
    assert (result.details["points"], result.details["undated"]) == (3, 5)


def test_trend_is_of_meetings_of_one_kind() -> None:
    kinds = {
        "congress": ("2021-03-01", "2023-03-01", "2025-03-01"),
        "training": ("2024-01-01", "2024-06-01", "2025-01-01"),
    }
    rows = [
        {"event": f"{kind} {day}", "event_type": kind, "date": pd.Timestamp(day), "sex": sex, "count": count}
        for kind, days in kinds.items() for i, day in enumerate(days)
        for sex, count in (("F", 2 + i), ("M", 8 - i))
    ]  # fmt: skip
    unknown = {"event": "?", "event_type": None, "date": pd.Timestamp("2022-01-01"), "sex": "M", "count": 90}
    found = {r.group["event_type"]: r for r in attendance_trend(pd.DataFrame([*rows, unknown]), by="event_type")}
    assert set(found) == set(kinds)
    assert found["congress"].value == pytest.approx(0.05, abs=1e-3)
    assert found["training"].reason == "too_short_a_time"


@pytest.mark.parametrize(
    ("days", "reason"),
    [
        (["2025-02-01", "2025-03-15", "2025-05-15"], "too_short_a_time"),
        (["2024-01-10", "2024-06-10", "2025-07-10"], "too_short_a_time"),
        (["2023-03-20", "2024-03-12", "2025-02-25"], None),  # annual meetings, not held to the day
    ],
)
def test_meetings_of_a_few_months_give_no_change_a_year(days: list[str], reason: str | None) -> None:
    women = {"F": [9, 5, 2], "M": [1, 5, 8]}
    rows = [(f"m{i}", day, sex, women[sex][i], None) for i, day in enumerate(days) for sex in "FM"]
    result = attendance_trend(attendance(rows))[0]
    assert result.reason == reason
    if reason is None:
        assert result.low is not None
        assert result.high is not None
        assert -1 <= result.low < result.value < result.high <= 1


def test_compliance_without_quota() -> None:
    assert quota_compliance(attendance_of_women(EVENTS)).reason == "no_quota"


def test_availability_counts_tables_and_columns_that_are_filled() -> None:
    tables = {"staff": staff(sex=["F"] * 5, pay=[1, 2, 3, 4, None], level=["a", None, None, None, None])}
    expected = {"J": {"staff": ["sex", "pay", "level"], "recruitment": ["stage"]}}
    result = data_availability(tables, expected)[0]
    assert (result.value, result.n) == (3 / 6, 6)
    assert result.details == {"present": 4, "usable": 3, "tables": 2, "tables_present": 1}


def test_availability_of_a_column_is_its_filled_part() -> None:
    results = column_availability({"staff": TRAINED}, {"staff": ["training_hours", "shoe_size"], "budget": ["line"]})
    assert [(r.value, r.reason) for r in results] == [(0.8, None), (0.0, None), (None, "no_rows")]


def test_an_area_that_expects_nothing_is_not_calculable() -> None:
    assert data_availability({}, {"C": {}})[0].reason == "nothing_expected"
