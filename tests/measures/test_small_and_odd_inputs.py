"""Measures that no staff table covers on small and odd inputs; and people of another gender beside two-sex figures.

A ``Result`` checks itself that it has a value or a reason, and finite numbers only; RuntimeWarnings are errors.
"""

import itertools
from collections.abc import Mapping

import numpy as np
import pandas as pd
import pytest
from fact_calls import ALL, DEGENERATE, REASONS, numbers, results
from fact_tables import random_staff

from genderaudit.measures import attendance, availability, capacity, projection, representation
from genderaudit.measures.counting import Headcount
from genderaudit.measures.result import Result

HEADCOUNTS = {
    "nobody": Headcount(),
    "one woman": Headcount(women=1),
    "one man": Headcount(men=1),
    "one of each": Headcount(women=1, men=1),
    "only another gender": Headcount(other=3),
    "only not stated": Headcount(not_stated=3),
    "many": Headcount(women=40, men=60, other=2, not_stated=5),
    "halves": Headcount(women=0.5, men=0.5),
}

EMPTY_BUDGET = pd.DataFrame(
    {
        "line": pd.Series(dtype="string"),
        "amount": pd.Series(dtype="float64"),
        "currency": pd.Series(dtype="string"),
        "gender_marker": pd.Series(dtype="string"),
    }
)


def budget(amounts: list[float | None], markers: list[str | None], currencies: list[str | None]) -> pd.DataFrame:
    columns = {"line": ["women"] * len(amounts), "currency": currencies, "gender_marker": markers}
    return pd.DataFrame(columns).astype("string").assign(amount=np.array(amounts, dtype=float))


BUDGETS = {
    "no lines": EMPTY_BUDGET,
    "blank amounts": budget([None, None], ["1", "2"], ["EUR", "EUR"]),
    "amounts of nought": budget([0, 0], ["1", "2"], ["EUR", "EUR"]),
    "amounts that cancel": budget([5, -5], ["1", "2"], ["EUR", "EUR"]),
    "two currencies": budget([5, 5], ["1", "2"], ["EUR", "XOF"]),
    "currency not stated": budget([5, 5], ["1", "2"], [None, None]),
    "no markers": budget([5, 5], [None, None], ["EUR", "EUR"]),
    "one line": budget([5], ["3"], ["EUR"]),
    "unknown marker": budget([5, 5], ["high", "2"], ["EUR", "EUR"]),
}


def is_honest(result: Result) -> None:
    assert result.reason in REASONS
    for bound, side in ((result.low, -1), (result.high, 1)):
        if bound is not None and result.value is not None:
            assert side * (bound - result.value) >= -1e-9


@pytest.mark.parametrize("same_group", [False, True])
@pytest.mark.parametrize(("part", "whole"), itertools.product(DEGENERATE, repeat=2))
def test_representation_ratio_of_any_body_against_any_members(part: str, whole: str, same_group: bool) -> None:
    for result in representation.representation_ratio(
        DEGENERATE[part], DEGENERATE[whole], "unit", same_group=same_group
    ):
        is_honest(result)


def test_a_branch_without_members_has_no_reference() -> None:
    committee, members = random_staff(20).assign(unit="A"), random_staff(20).assign(unit="B")
    result = representation.representation_ratio(committee, members, "unit", same_group=True)[0]
    assert (result.value, result.reason) == (None, "no_reference")


@pytest.mark.parametrize("values", itertools.product([None, 0.0, 3.0], repeat=2))
@pytest.mark.parametrize("people", itertools.product([0, 1], repeat=2))
def test_parity_index_of_any_values(values: tuple, people: tuple) -> None:
    result = representation.parity_index(*values, *people)
    is_honest(result)
    calculable = None not in values and 0 not in people and values[1] != 0
    assert (result.value is not None) == calculable


@pytest.mark.parametrize(("before", "after"), itertools.product(HEADCOUNTS, repeat=2))
def test_change_between_any_two_rounds(before: str, after: str) -> None:
    first, last = HEADCOUNTS[before], HEADCOUNTS[after]
    result = projection.change_between(first, last)
    is_honest(result)
    assert (result.value is not None) == (first.known > 0 and last.known > 0)


@pytest.mark.parametrize("name", BUDGETS)
def test_any_budget(name: str) -> None:
    table = BUDGETS[name]
    for heads in (0.0, 10.0):
        for result in capacity.budget_per_head(table, {"women": heads, "youth": heads}):
            is_honest(result)
    for result in [*capacity.budget_by_marker(table), capacity.budget_for_equality(table)]:
        is_honest(result)


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("no lines", "no_rows"),
        ("blank amounts", "no_amounts"),
        ("amounts of nought", "zero_denominator"),
        ("two currencies", "mixed_currencies"),
        ("no markers", "no_markers"),
    ],
)
def test_budget_for_equality_says_why_there_is_none(name: str, reason: str) -> None:
    assert capacity.budget_for_equality(BUDGETS[name]).reason == reason


def test_a_marker_that_no_line_bears_has_no_part_of_the_budget() -> None:
    assert capacity.budget_for_equality(BUDGETS["one line"], markers=["high"]).value == 0


@pytest.mark.parametrize(
    "tables",
    [{}, {"staff": EMPTY_BUDGET}, {"staff": pd.DataFrame()}, {"staff": random_staff(0)}, {"staff": random_staff(3)}],
)
@pytest.mark.parametrize("expected", [{}, {"staff": []}, {"staff": ["pay", "nowhere"], "members": ["sex"]}])
def test_any_availability(tables: Mapping[str, pd.DataFrame], expected: Mapping[str, list[str]]) -> None:
    for result in [
        *availability.data_availability(tables, {"J": expected}),
        *availability.column_availability(tables, expected),
    ]:
        is_honest(result)
        assert result.value is None or 0 <= result.value <= 1


def test_compliance_of_nothing_is_nothing() -> None:
    assert list(attendance.quota_compliance([])) == []


WHO_IS_WHERE = {
    "share_of_women", "share_by_level", "age_pyramid", "age_pyramid_of_file", "representation_ratio", "step_ratios",
    "glass_ceiling_index", "attendance_of_women", "attendance_by_age", "attendance_trend", "trend", "focal_point_men",
    "year_target_reached", "appointments_needed",
}  # fmt: skip
"""Women, of everybody whose answer is known."""
OF_EVERYBODY = WHO_IS_WHERE | {
    "seats", "youth_seats", "share_of_youth", "attendance_of_youth", "pay_quartiles", "gender_training",
    "focal_point_coverage", "focal_point_seniority",
}  # fmt: skip
"""These count people of every gender in their base."""


def with_more(sex: str | None) -> tuple[pd.DataFrame, pd.DataFrame]:
    """A table, and the same with forty people of this gender more."""
    table = random_staff(150)
    more = random_staff(40, 9).assign(sex=pd.Series([sex] * 40, dtype="string"))
    return table, pd.concat([table, more], ignore_index=True)


@pytest.mark.parametrize("name", sorted(WHO_IS_WHERE))
def test_a_blank_is_no_answer(name: str) -> None:
    first, second = (
        {tuple(r.group.values()): numbers(r.value, r.low, r.high, r.n, r.women) for r in results(ALL[name](t))}
        for t in with_more(None)
    )
    assert {group: second[group] for group in first} == {group: pytest.approx(one) for group, one in first.items()}


@pytest.mark.parametrize("name", ["share_of_women", "share_by_level", "age_pyramid", "attendance_of_women"])
def test_people_of_another_gender_are_in_the_base_and_lower_the_share(name: str) -> None:
    first, second = ({tuple(r.group.values()): r for r in results(ALL[name](t))} for t in with_more("X"))
    assert sum(one.n for one in second.values()) == sum(one.n for one in first.values()) + 40
    for group, before in first.items():
        now = second[group]
        assert (now.women, now.men, now.other) == (before.women, None, None)
        assert before.value is None or now.value == pytest.approx(before.value * before.n / now.n)


@pytest.mark.parametrize("name", sorted(ALL.keys() - OF_EVERYBODY))
def test_people_of_another_gender_leave_two_sex_figures_alone(name: str) -> None:
    """With quotas, places are of everybody: their details, not the share, may change."""
    table = random_staff(150)
    more = random_staff(40, 9).assign(sex=pd.Series(["X", None] * 20, dtype="string"))
    first, second = (
        {tuple(r.group.values()): numbers(r.value, r.low, r.high, r.women, r.men) for r in results(ALL[name](t))}
        for t in (table, pd.concat([table, more], ignore_index=True))
    )
    for group, figures in first.items():
        assert second[group] == pytest.approx(figures), group
