"""What must hold for every measure of facts: order of rows, duplication, mirror, scale, counts, totals."""

from typing import Any

import numpy as np
import pandas as pd
import pytest
from fact_calls import ALL, DEGENERATE, OF_PAY, REASONS, Measure, numbers, results, women
from fact_tables import mirrored, random_staff, staff
from hypothesis import given, settings
from hypothesis import strategies as st

from genderaudit.measures import (
    pay,
    pay_categories,
    representation,
)

each = pytest.mark.parametrize("name", ALL)

ROUNDED = {"seats", "youth_seats", "appointments_needed"}
"""Whole seats and whole appointments do not double exactly."""


def figures(measured: Any) -> dict[tuple, list[float]]:
    return {
        tuple(r.group.values()): numbers(r.value, r.low, r.high, r.n, r.women, r.men, r.other, *r.details.values())
        for r in results(measured)
    }


def same(first: Any, second: Any) -> None:
    a, b = figures(first), figures(second)
    assert a.keys() == b.keys()
    for group in a:
        assert a[group] == pytest.approx(b[group], rel=1e-7, abs=1e-9), group


@each
@settings(max_examples=2, deadline=None)
@given(seed=st.integers(0, 10_000))
def test_the_order_of_rows_does_not_matter(name: str, seed: int) -> None:
    table = random_staff(150, seed % 7)
    same(ALL[name](table), ALL[name](table.sample(frac=1, random_state=seed)))


@each
def test_a_count_is_as_many_people(name: str) -> None:
    table = random_staff(120).assign(count=np.resize([1, 2, 3], 120))
    persons = table.loc[table.index.repeat(table["count"])].reset_index(drop=True).assign(count=1)
    same(ALL[name](table), ALL[name](persons))


@pytest.mark.parametrize("name", sorted(ALL.keys() - ROUNDED - {"adjusted_gap", "year_target_reached"}))
@settings(max_examples=3, deadline=None)
@given(seed=st.integers(0, 30))
def test_a_table_twice_over_keeps_every_value(name: str, seed: int) -> None:
    table = random_staff(130, seed)
    twice = pd.concat([table, table], ignore_index=True)
    once, again = (results(ALL[name](t)) for t in (table, twice))
    values = [{tuple(r.group.values()): numbers(r.value)[0] for r in rs} for rs in (once, again)]
    assert values[0] == pytest.approx(values[1], rel=1e-6, abs=1e-9)


def test_a_table_twice_over_keeps_the_coefficient_and_the_year() -> None:
    """The adjusted gap itself moves a little: Kennedy's correction falls with the standard error."""
    table = random_staff(130)
    twice = pd.concat([table, table], ignore_index=True)
    once, again = (women(t) for t in (table, twice))
    assert once == pytest.approx(again)
    assert ALL["year_target_reached"](table).value == ALL["year_target_reached"](twice).value


RATIOS = [
    "promotion",
    "leave_return",
    "leave_uptake",
    "leave_length",
    "back_from_leave",
    "working_time_arrangements",
    "exit_ratio",
    "recruitment_stages",
    "variable_pay_receipt",
    "training_parity",
]
GAPS = ["mean_pay_gap", "median_pay_gap", "variable_pay_gap", "variable_pay_median", "category_pay_gaps"]
SHARES = ["share_of_women", "share_by_level", "age_pyramid", "attendance_of_women", "pay_quartiles"]
"""Where nobody is of another gender, as in these tables."""


@settings(max_examples=5, deadline=None)
@given(seed=st.integers(0, 30))
@pytest.mark.parametrize("name", SHARES)
def test_exchanging_the_sexes_mirrors_shares(name: str, seed: int) -> None:
    table = random_staff(120, seed)
    for plain, mirror in zip(results(ALL[name](table)), results(ALL[name](mirrored(table))), strict=True):
        assert (plain.women, plain.n - plain.women) == pytest.approx((mirror.n - mirror.women, mirror.women))
        assert plain.value == pytest.approx(1 - mirror.value)  # type: ignore[operator]
        if plain.low is not None:
            assert (plain.low, plain.high) == pytest.approx((1 - mirror.high, 1 - mirror.low))  # type: ignore[operator]


@settings(max_examples=5, deadline=None)
@given(seed=st.integers(0, 30))
@pytest.mark.parametrize("name", RATIOS)
def test_exchanging_the_sexes_inverts_ratios(name: str, seed: int) -> None:
    table = random_staff(200, seed)
    compared = 0
    for plain, mirror in zip(results(ALL[name](table)), results(ALL[name](mirrored(table))), strict=True):
        if plain.value and mirror.value:
            assert plain.value * mirror.value == pytest.approx(1)
            assert (plain.low, plain.high) == pytest.approx((1 / mirror.high, 1 / mirror.low))  # type: ignore[operator]
            compared += 1
    assert compared


@settings(max_examples=5, deadline=None)
@given(seed=st.integers(0, 30))
@pytest.mark.parametrize("name", GAPS)
def test_exchanging_the_sexes_inverts_one_minus_the_gap(name: str, seed: int) -> None:
    table = random_staff(200, seed)
    compared = 0
    for plain, mirror in zip(results(ALL[name](table)), results(ALL[name](mirrored(table))), strict=True):
        if plain.value is not None:
            assert (1 - plain.value) * (1 - mirror.value) == pytest.approx(1)  # type: ignore[operator]
            compared += 1
    assert compared


def test_exchanging_the_sexes_turns_the_coefficient_and_the_decomposition() -> None:
    table = random_staff(300)
    assert women(table) == pytest.approx(-women(mirrored(table)))
    first, second = (ALL["oaxaca_two_fold"](t) for t in (table, mirrored(table)))
    assert [r.value for r in first] == pytest.approx([-r.value for r in second])


@pytest.mark.parametrize("name", ["duncan_index", "karmel_maclachlan_index"])
def test_exchanging_the_sexes_leaves_segregation_alone(name: str) -> None:
    table = random_staff(200)
    plain, mirror = ALL[name](table), ALL[name](mirrored(table))
    assert [plain.value, *plain.details.values()] == pytest.approx([mirror.value, *mirror.details.values()])


@settings(max_examples=5, deadline=None)
@given(factor=st.floats(1e-3, 1e6))
@pytest.mark.parametrize("name", [name for name in OF_PAY if not name.startswith("training")])
def test_scaling_all_pay_leaves_every_gap_unchanged(name: str, factor: float) -> None:
    table = random_staff(150)
    scaled = table.assign(pay=table["pay"] * factor, variable_pay=table["variable_pay"] * factor)
    for plain, other in zip(results(ALL[name](table)), results(ALL[name](scaled)), strict=True):
        found, expected = (numbers(r.value, r.low, r.high) for r in (other, plain))
        assert found == pytest.approx(expected, rel=1e-6, abs=1e-8)


@settings(max_examples=30, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(["F", "M", "X", None]), st.sampled_from(["a", "b", None])), max_size=30))
def test_groups_add_up_to_the_whole(rows: list[tuple]) -> None:
    table = staff(sex=[sex for sex, _ in rows], unit=[unit for _, unit in rows])
    whole, groups = representation.share_of_women(table)[0], representation.share_of_women(table, "unit")
    for part in ("n", "women"):
        assert sum(getattr(group, part) for group in groups) == getattr(whole, part)


@pytest.mark.parametrize(
    "measure", [representation.age_pyramid, lambda t: representation.share_of_women(t, ["level", "unit"])]
)
def test_every_person_is_in_one_cell(measure: Measure) -> None:
    table = random_staff(200)
    assert sum(r.n for r in measure(table)) == 200


def test_paid_women_and_men_of_categories_add_up_to_the_whole() -> None:
    table = random_staff(200)
    whole = pay.mean_pay_gap(table, table["pay"])[0]
    groups = pay_categories.category_pay_gaps(table, table["pay"], "unit")
    assert (sum(r.women for r in groups), sum(r.men for r in groups)) == (whole.women, whole.men)  # type: ignore[misc]


@each
@pytest.mark.parametrize("case", DEGENERATE)
def test_degenerate_tables_give_a_value_or_a_reason_and_no_warning(name: str, case: str) -> None:
    """A result checks itself that it has either, and finite numbers; RuntimeWarnings are errors here."""
    table = DEGENERATE[case].copy()
    table["pay"] = pay.pay_basis(table).pay
    for result in results(ALL[name](table)):
        assert result.reason in REASONS
        assert result.low is None or result.high is None or result.low <= result.high + 1e-12
        if result.value is not None and result.low is not None:
            assert result.low <= result.value + 1e-9
        if result.value is not None and result.high is not None:
            assert result.value <= result.high + 1e-9
