"""Every public measure gives results of any canonical table, and base and left out are everybody."""

from __future__ import annotations

import inspect
from typing import Any

import pandas as pd
import pytest
from at_length import tried
from every_call import CALLS, COUNTED, ITEMS, NO_FIGURES, OF_ROWS, table_of, tables
from hypothesis import given, settings

from genderaudit import measures
from genderaudit.measures.counting import headcounts
from genderaudit.measures.pay import PayBasis
from genderaudit.measures.result import Result
from genderaudit.measures.results import Results

each = pytest.mark.parametrize("name", CALLS)


def test_every_public_measure_is_tried() -> None:
    public = {name for name in measures.__all__ if inspect.isfunction(getattr(measures, name))}
    # Where there is no model it raises, and says why: tests/measures/test_pay_regression.py.
    assert set(CALLS) == public - {"pay_regression"}


@pytest.mark.parametrize("name", sorted(CALLS.keys() - NO_FIGURES))
def test_every_measure_gives_results_that_bear_its_name(name: str) -> None:
    """Of one figure, of several and of none: ``Results``, with the fields of the only one to be read directly."""
    for size in (0, 12):
        found = CALLS[name](table_of(1, size))
        assert isinstance(found, Results)
        assert found.name == name
        if len(found) == 1:
            (one,) = found
            assert (found.value, found.n, found.women, found.reason) == (one.value, one.n, one.women, one.reason)


def results(found: Any) -> list[Result]:
    return list(found) if isinstance(found, Results) else []


def everybody(table: pd.DataFrame, by: str | None = None) -> dict[str, float]:
    return {"".join(group.values()): count.total for group, count in headcounts(table, by)}


@each
@tried(4, 30, tables())
def test_any_canonical_table_gives_results(name: str, table: pd.DataFrame) -> None:
    """No exception whatever the numbers are; a Result refuses NaN and infinity itself, RuntimeWarnings are errors."""
    for result in results(CALLS[name](table)):
        assert result.n >= 0
        assert result.low is None or result.high is None or result.low <= result.high + 1e-9


@pytest.mark.parametrize("name", COUNTED)
@tried(4, 30, tables(1))
def test_base_and_left_out_are_everybody(name: str, table: pd.DataFrame) -> None:
    call, by = COUNTED[name]
    whole = everybody(table, by)
    for result in results(call(table)):
        group = "".join(result.group[key] for key in [by] if key)
        assert result.n + result.details.get("not_counted", 0) == pytest.approx(whole.get(group, 0.0))


@pytest.mark.parametrize("name", OF_ROWS)
@tried(4, 30, tables(1))
def test_base_and_left_out_are_all_who_were_asked(name: str, table: pd.DataFrame) -> None:
    for result in results(OF_ROWS[name](table)):
        assert result.n + result.details.get("not_counted", 0) == len(table)


@settings(max_examples=20, deadline=None)
@given(table=tables(1))
def test_other_measures_count_everybody_in_their_own_way(table: pd.DataFrame) -> None:
    whole = everybody(table)[""]
    for found in (measures.age_pyramid(table), measures.attendance_by_age(table)):
        assert sum(r.n + r.details.get("not_stated", 0) for r in found) == whole
    seats = measures.share_of_women(table, "body")
    for found in (seats, measures.seats(table, 0.3), measures.youth_seats(table)):
        assert sum(r.n for r in found) == whole
    basis = measures.pay_basis(table)
    assert isinstance(basis, PayBasis)
    placed = float(table["count"].fillna(1)[basis.pay.notna().to_numpy()].sum())
    assert placed + sum(basis.left_out.values()) == whole
    quarters = measures.pay_quartiles(table, table["pay"])
    if quarters[0].reason is None:
        ranked = sum(r.n + (r.other or 0) for r in quarters)
        assert ranked + quarters[0].details.get("unranked", 0) == pytest.approx(whole)
    marked = measures.budget_by_marker(table)
    assert sum(r.n for r in marked) == len(table)
    assert sum(r.details.get("without_amount", 0) for r in marked) == table["amount"].isna().sum()
    both = table[table["sex"].isin(["F", "M"])] if table["sex"].isin(["F", "M"]).any() else table
    for result in measures.item_results(table, ITEMS[:1], "level"):
        rest = ("do_not_know", "prefer_not_to_say", "not_answered")
        asked = everybody(both.drop(columns="count"), "level").get(result.group["level"], 0)
        assert result.n + sum(result.details[name] for name in rest) == asked
    area = measures.area_results(table, ITEMS)[0]
    assert area.n + area.details["left_out"] + area.details["not_answered"] == len(both)
