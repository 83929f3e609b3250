"""What holds for every public measure: a sentence or a result, finite numbers, and nobody left out without a count."""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Sequence
from functools import cache
from typing import Any

import numpy as np
import pandas as pd
import pytest
from at_length import at_length, tried
from hypothesis import given, settings
from hypothesis import strategies as st

from genderaudit import measures
from genderaudit.foundations.errors import AuditError
from genderaudit.measures.counting import Headcount, headcounts
from genderaudit.measures.pay import PayBasis
from genderaudit.measures.result import Result
from genderaudit.measures.results import Results

LEVELS = ["top", "middle", "base"]
ITEMS = [measures.Item("Q1", "A"), measures.Item("Q2", "A", reverse=True)]
PERIOD = ("2022-01-01", "2024-12-31")
HEADS = pd.DataFrame({"sex": ["F", "M"], "level": ["top", "base"], "count": [40, 50]})
NUMBERS = (np.nan, 0.0, -5.0, 0.01, 1.0, 3.5, 1e9)
FROM_NOUGHT = (np.nan, 0.0, 0.5, 2.0, 40.0)
ANSWER = (True, False, None)
DAY = (None, "2021-05-01", "2023-05-01", "2024-12-31", "2030-01-01")
SCALE = (np.nan, -2, -1, 1, 2, 3, 4, 5)
CELLS: dict[str, Sequence[Any]] = {
    "sex": ("F", "F", "M", "M", "X", None),
    "level": (*LEVELS, "elsewhere", None),
    **dict.fromkeys(["unit", "function", "body", "event", "event_type", "line"], ("a", "b", None)),
    "stage": ("applied", "shortlisted", "appointed", "asked"),
    "pay_period": ("hour", "month", "year", "week", None),
    "age_band": ("20-30", "31-60", None),
    "currency": ("EUR", "EUR", "EUR", None),
    "gender_marker": ("0", "1", "2", "3", "high", None),
    **dict.fromkeys(["pay", "variable_pay", "amount", "fte", "weekly_hours", "age_low", "age_high"], NUMBERS),
    **dict.fromkeys(
        ["training_hours", "leave_days", "education_years", "women", "men", "people", "in_arrears"], FROM_NOUGHT
    ),
    **dict.fromkeys(["budget", "spent"], NUMBERS),
    "gender_focus": ("explicit", "implicit", "none", None),
    "speaking_turns": (np.nan, 0.0, 2.0, 40.0),
    "role": ("delegate", "guest", None),
    "text_kind": ("circular", "vacancy"),
    "objective": ("a", "b", None),
    "looked_for": ("wording", None),
    "chosen": ("drawn", "all", None),
    "examined": (np.nan, 0.0, 1.0, 7.0),
    "meets": (np.nan, 0.0, 1.0, 9.0),
    **dict.fromkeys(["quota_women", "quota_youth"], (np.nan, 0.0, 0.3, 1.0)),
    "year": (np.nan, 2020, 2021.5, 2022, 2024),
    **dict.fromkeys(["hired_on", "left_on", "promoted_on", "date"], DAY),
    **dict.fromkeys(["eligible_for_promotion", "gender_training", "gender_focal_point", "focal_point_terms"], ANSWER),
    "focal_point_time": (np.nan, 0.0, 0.1, 1.0),
    **dict.fromkeys(["leave_taken", "returned_from_leave", "entitled_to_leave", "working_time_arrangement"], ANSWER),
    **dict.fromkeys(["back_after_6_months", "back_after_12_months", "childcare"], ANSWER),
    **dict.fromkeys(["Q1", "Q2"], SCALE),
    "open": ("words", "", None),
    "count": (0, 1, 1, 2, 7, None),
    "a column of its own": ("x",),
}
TEXT = "abc, no number"


def series(name: str, cells: list[Any]) -> pd.Series:
    if name in ("hired_on", "left_on", "promoted_on", "date"):
        return pd.Series(pd.to_datetime(cells))
    if CELLS[name] is ANSWER:
        return pd.Series(cells, dtype="boolean")
    numeric = any(isinstance(cell, float | int) for cell in cells) or name in ("pay", "amount", "count", "Q1", "Q2")
    return pd.Series(cells, dtype="float64" if numeric else "string")


@cache
def table_of(seed: int, size: int) -> pd.DataFrame:
    """A table with every column that a measure knows; in every third all rows have one index."""
    draw = np.random.default_rng([seed, size])
    picked = {name: [cell[k] for k in draw.integers(len(cell), size=size)] for name, cell in CELLS.items()}
    table = pd.DataFrame({name: series(name, cells) for name, cells in picked.items()})
    table["people"] += table["women"]
    return table.set_axis([0] * size) if seed % 3 == 0 else table


def tables(smallest: int = 0) -> st.SearchStrategy[pd.DataFrame]:
    return st.builds(table_of, st.integers(0, 40), st.integers(smallest, 14)).map(pd.DataFrame.copy)


def factors(t: pd.DataFrame) -> pd.DataFrame:
    return measures.standard_factors(t, "2024-12-31")


Call = Callable[[pd.DataFrame], Any]
# Base and left out make everybody of each group of ``by``.
COUNTED: dict[str, tuple[Call, str | None]] = {
    "share_of_women": (lambda t: measures.share_of_women(t, "level", LEVELS), "level"),
    "representation_ratio": (lambda t: measures.representation_ratio(t, t, "level", same_group=True), "level"),
    "glass_ceiling_index": (lambda t: measures.glass_ceiling_index(t, LEVELS), None),
    "step_ratios": (lambda t: measures.step_ratios(t, LEVELS), None),
    "share_of_youth": (lambda t: measures.share_of_youth(t, "unit"), "unit"),
    "attendance_of_women": (lambda t: measures.attendance_of_women(t, quota=0.3), "event"),
    "attendance_of_youth": (lambda t: measures.attendance_of_youth(t, quota=0.3), "event"),
    "attendance_trend": (lambda t: measures.attendance_trend(t, "event_type"), "event_type"),
    "duncan_index": (lambda t: measures.duncan_index(t, "unit", draws=20), None),
    "karmel_maclachlan_index": (lambda t: measures.karmel_maclachlan_index(t, "unit"), None),
    "promotion": (lambda t: measures.promotion(t, *PERIOD, by="unit"), "unit"),
    "leave_return": (lambda t: measures.leave_return(t, "unit"), "unit"),
    "leave_uptake": (lambda t: measures.leave_uptake(t), None),
    "leave_length": (lambda t: measures.leave_length(t), None),
    "back_from_leave": (lambda t: measures.back_from_leave(t, 6), None),
    "working_time_arrangements": (lambda t: measures.working_time_arrangements(t), None),
    "training_hours": (lambda t: measures.training_hours(t, "unit"), "unit"),
    "training_parity": (lambda t: measures.training_parity(t), None),
    "gender_training": (lambda t: measures.gender_training(t, "level"), "level"),
    "served_against_members": (lambda t: measures.served_against_members(t, t), None),
    "loan_size_gap": (lambda t: measures.loan_size_gap(t, "unit"), "unit"),
    "arrears_ratio": (lambda t: measures.arrears_ratio(t), None),
    "focal_point_men": (lambda t: measures.focal_point_men(t), None),
    "focal_point_seniority": (lambda t: measures.focal_point_seniority(t, LEVELS, "middle"), None),
    "mean_pay_gap": (lambda t: measures.mean_pay_gap(t, t["pay"], "unit"), "unit"),
    "median_pay_gap": (lambda t: measures.median_pay_gap(t, t["pay"]), None),
    "category_pay_gaps": (lambda t: measures.category_pay_gaps(t, t["pay"], "unit"), "unit"),
    "factor_weighted_gap": (lambda t: measures.factor_weighted_gap(t, t["pay"], "unit"), None),
    "variable_pay_gap": (lambda t: measures.variable_pay_gap(t, "median", "unit"), "unit"),
    "variable_pay_receipt": (lambda t: measures.variable_pay_receipt(t), None),
    "adjusted_gap": (lambda t: measures.adjusted_gap(t, t["pay"], factors(t), minimum=2), None),
    "oaxaca_two_fold": (lambda t: measures.oaxaca_two_fold(t, t["pay"], factors(t), minimum=2, draws=5), None),
    "oaxaca_three_fold": (lambda t: measures.oaxaca_three_fold(t, t["pay"], factors(t), minimum=2, draws=5), None),
}
OF_ROWS: dict[str, Call] = {
    "item_differences": lambda t: measures.item_differences(t, ITEMS, minimum_answers=2, minimum_of_a_sex=1),
    "area_differences": lambda t: measures.area_differences(t, ITEMS, minimum_answers=2, minimum_of_a_sex=1),
    "area_reliability": lambda t: measures.area_reliability(t, ITEMS, minimum_people=2),
    "cronbach_alpha": lambda t: measures.cronbach_alpha(t, ITEMS, minimum_people=2),
}
OTHERS: dict[str, Call] = {
    "seats": lambda t: measures.seats(t, 0.3),
    "youth_seats": lambda t: measures.youth_seats(t),
    "age_pyramid": lambda t: measures.age_pyramid(t) + measures.age_pyramid(t, None),
    "attendance_by_age": lambda t: measures.attendance_by_age(t),
    "childcare_at_events": lambda t: measures.childcare_at_events(t),
    "quota_compliance": lambda t: measures.quota_compliance(measures.seats(t)),
    "speaking_turns": lambda t: measures.speaking_turns(t, "event"),
    "under_quota": lambda t: measures.under_quota(t),
    "texts_meeting": lambda t: measures.texts_meeting(t),
    "recruitment_stages": lambda t: measures.recruitment_stages(t, by="unit"),
    "exit_ratio": lambda t: measures.exit_ratio(t, *PERIOD, by="unit"),
    "in_service": lambda t: measures.in_service(t, "2024-12-31"),
    "women_reached": lambda t: measures.women_reached(t, "unit") + measures.women_reached(t),
    "reached_against_members": lambda t: measures.reached_against_members(t, HEADS),
    "activities_for_equality": lambda t: measures.activities_for_equality(t),
    "activity_budget_for_equality": lambda t: measures.activity_budget_for_equality(t),
    "for_equality": lambda t: measures.for_equality(t),
    "focal_point_coverage": lambda t: measures.focal_point_coverage(t),
    "focal_point_mandate": lambda t: measures.focal_point_mandate(t),
    "budget_by_marker": lambda t: measures.budget_by_marker(t),
    "budget_for_equality": lambda t: measures.budget_for_equality(t),
    "budget_by_objective": lambda t: measures.budget_by_objective(t),
    "budget_spent": lambda t: measures.budget_spent(t),
    "budget_per_head": lambda t: measures.budget_per_head(t, {"a": 12, "b": 0}, {"a": "women"}),
    "pay_basis": lambda t: measures.pay_basis(t),
    "pay_quartiles": lambda t: measures.pay_quartiles(t, t["pay"]),
    "gaps_by_working_time": lambda t: measures.gaps_by_working_time(t, t["pay"]),
    "standard_factors": factors,
    "item_results": lambda t: measures.item_results(t, ITEMS, "level"),
    "area_results": lambda t: measures.area_results(t, ITEMS),
    "open_answers": lambda t: measures.open_answers(t, ["open", "not asked"]),
    "response": lambda t: measures.response(t, ITEMS, HEADS),
    "representativeness": lambda t: measures.representativeness(t, ITEMS, HEADS),
    "refusals": lambda t: measures.refusals(t, ITEMS, HEADS),
    "raking_weights": lambda t: measures.raking_weights(t, ITEMS, HEADS).quality,
    "trend": lambda t: measures.trend(t),
    "projection_to_target": lambda t: measures.projection_to_target(t, 0.7),
    "path_to_target": lambda t: measures.path_to_target(t, 0.7, 2030),
    "observed_flows": lambda t: measures.observed_flows(t, *PERIOD, LEVELS),
    "year_target_reached": lambda t: measures.year_target_reached(
        measures.observed_flows(t, *PERIOD, LEVELS), 0.6, "middle", horizon=10, draws=10
    ),
    "appointments_needed": lambda t: measures.appointments_needed(
        measures.observed_flows(t, *PERIOD, LEVELS), 0.5, 2028, "middle"
    ),
    "data_availability": lambda t: measures.data_availability({"staff": t}, {"A": {"staff": ["pay", "none"]}}),
    "column_availability": lambda t: measures.column_availability({"staff": t}, {"staff": ["pay", "none"]}),
    "parity_index": lambda t: measures.parity_index(3.0, float(len(t)), len(t), len(t)),
    "selection_ratio": lambda t: measures.selection_ratio(*[float(len(t))] * 4),
    "change_between": lambda t: measures.change_between(Headcount(women=len(t)), Headcount(women=3, men=2)),
    "change_of_counts": lambda t: measures.change_of_counts(Headcount(women=len(t)), Headcount(women=3, men=2)),
}
CALLS: dict[str, Call] = {name: call for name, (call, _) in COUNTED.items()} | OF_ROWS | OTHERS
each = pytest.mark.parametrize("name", CALLS)


def test_every_public_measure_is_tried() -> None:
    public = {name for name in measures.__all__ if inspect.isfunction(getattr(measures, name))}
    # Where there is no model it raises, and says why: tests/measures/test_pay_regression.py.
    assert set(CALLS) == public - {"pay_regression"}


# What measures are given, and when not to conclude: no figures.
NO_FIGURES = {
    "for_equality",
    "in_service",
    "observed_flows",
    "pay_basis",
    "refusals",
    "standard_factors",
    "under_quota",
}


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


WITHOUT_SEX = {
    *(
        "in_service",
        "budget_by_marker",
        "budget_by_objective",
        "budget_spent",
        "budget_for_equality",
        "budget_per_head",
        "pay_basis",
        "standard_factors",
    ),
    *("trend", "projection_to_target", "path_to_target", "data_availability", "column_availability", "selection_ratio"),
    *("change_between", "change_of_counts", "parity_index", "under_quota", "childcare_at_events", "texts_meeting"),
    *("women_reached", "reached_against_members", "activities_for_equality", "activity_budget_for_equality"),
    "for_equality",
}
PEOPLE = sorted(CALLS.keys() - WITHOUT_SEX)


@cache
def example(size: int = 12) -> pd.DataFrame:
    """A table with every column filled with what belongs there."""
    filled: dict[str, Sequence[Any]] = {
        "sex": ("F", "M"),
        "level": LEVELS,
        "pay_period": ("hour",),
        "stage": ("applied", "appointed"),
        "age_band": ("20-30",),
        "currency": ("EUR",),
        "gender_marker": ("1", "2"),
        "year": (2020, 2022, 2024),
        "count": (1,),
        "open": ("words",),
        **dict.fromkeys(["speaking_turns", "examined", "meets"], (2, 5)),
        "quota_women": (0.3,),
        "quota_youth": (0.3,),
        "focal_point_time": (0.0, 0.2),
        "Q1": (1, 4, 5),
        "Q2": (2, 3),
        "a column of its own": ("x",),
        **{name: ("2023-05-01",) for name, cell in CELLS.items() if cell is DAY},
        **{name: (True, False) for name, cell in CELLS.items() if cell is ANSWER},
        **{name: (10.0, 20.0, 40.0) for name, cell in CELLS.items() if cell is NUMBERS or cell is FROM_NOUGHT},
    }
    cells = {name: list(np.resize(filled.get(name, ("a", "b")), size)) for name in CELLS}
    return pd.DataFrame({name: series(name, cell) for name, cell in cells.items()})


@pytest.mark.parametrize("name", PEOPLE)
def test_other_codes_of_sex_are_named_with_their_counts(name: str) -> None:
    table = example().assign(sex=["female"] * 7 + ["male"] * 3 + ["F", "Aminata"])
    with pytest.raises(AuditError, match=r"not F, M or X: female \(7 times\), male \(3 times\)") as caught:
        CALLS[name](table)
    assert "F (once)" in str(caught.value)
    assert "Aminata" not in str(caught.value)


def refused(call: Call, table: pd.DataFrame) -> str | None:
    """The sentence that refuses the table, if it is refused."""
    try:
        call(table)
    except AuditError as error:
        return str(error)
    return None


@pytest.mark.parametrize("name", at_length(list(CALLS), 12))
def test_a_missing_column_is_named_with_those_there_are(name: str) -> None:
    """Of each column in turn: the measure does without it, or says what it needs. Never a KeyError."""
    takes_pay = "pay" in inspect.signature(getattr(measures, name)).parameters
    columns = [column for column in CELLS if not (column == "pay" and takes_pay)]
    said = {column: refused(CALLS[name], example().drop(columns=column)) for column in columns}
    needed = {column: sentence for column, sentence in said.items() if sentence}
    assert needed or name in (
        "data_availability",
        "column_availability",
        "selection_ratio",
        "change_between",
        "change_of_counts",
        "parity_index",
    )
    for column, sentence in needed.items():
        assert f"needs the column '{column}'." in sentence
        assert "The table has: " in sentence


@pytest.mark.parametrize("name", at_length(list(CALLS), 12))
def test_words_among_numbers_dates_and_answers_are_refused_without_being_shown(name: str) -> None:
    table = example()
    for column in CELLS:
        if table[column].dtype.kind in "fMb":
            spoiled = table[column].astype(object).mask(np.arange(len(table)) == 1, TEXT)
            sentence = refused(CALLS[name], table.assign(**{column: spoiled}))
            assert sentence is None or (column in sentence and TEXT not in sentence)


@pytest.mark.parametrize("name", PEOPLE)
@pytest.mark.parametrize("count", [-1.0, np.inf, 0.5])
def test_counts_are_whole_people(name: str, count: float) -> None:
    table = example()
    with pytest.raises(AuditError, match=r"^count holds"):
        CALLS[name](table.assign(count=[count, *[1.0] * (len(table) - 1)]))


def test_closest_column_is_offered() -> None:
    table = example().rename(columns={"unit": "region_code"})
    with pytest.raises(AuditError, match=r"share_of_women needs the column 'region'. Do you mean 'region_code'\?"):
        measures.share_of_women(table, by="region")


class TestPayOfNought:
    """(men − women) / men has no value where no man is paid; nought and less is no pay to compare."""

    people = pd.DataFrame({"sex": list("FFMM")})

    @pytest.mark.parametrize("measure", [measures.mean_pay_gap, measures.median_pay_gap])
    @pytest.mark.parametrize(
        ("pay", "reason", "value", "n", "left_out"),
        [
            ([1, 2, 0, 0], "zero_denominator", None, 2, 2),
            ([1, 2, -1, 0], "zero_denominator", None, 2, 2),
            ([0, 0, 1, 2], "one_sex_only", None, 2, 2),
            ([0, 0, 0, 0], "zero_denominator", None, 0, 4),
            ([1, 0, 2, 2], None, 0.5, 3, 1),
        ],
    )
    def test_gap(self, measure, pay, reason, value, n, left_out):
        result = measure(self.people, pd.Series(pay, dtype=float))[0]
        assert (result.reason, result.value, result.n) == (reason, value, n)
        assert result.details["pay_not_positive"] == result.details["not_counted"] == left_out

    def test_a_negative_bonus_is_none_and_counted(self):
        table = self.people.assign(variable_pay=[-5.0, 2.0, 4.0, 4.0])
        gap, receipt = measures.variable_pay_gap(table)[0], measures.variable_pay_receipt(table)[0]
        assert (gap.value, gap.n, gap.details["pay_not_positive"]) == (0.5, 3, 1)
        assert (receipt.value, receipt.n, receipt.details["negative"]) == (0.5, 4, 1)

    def test_pay_of_other_rows_is_refused(self):
        with pytest.raises(AuditError, match="the same index, in the same order"):
            measures.mean_pay_gap(self.people, pd.Series([1.0, 2.0, 3.0]))


@pytest.mark.parametrize(
    ("call", "sentence"),
    [
        (lambda t: measures.variable_pay_gap(t, "meen"), "knows of 'mean' or 'median', not 'meen'"),
        (lambda t: measures.pay_basis(t, "day"), "knows basis 'list' or 'hour' or 'fte_year', not 'day'"),
        (
            lambda t: measures.pay_basis(t, default_period="weekly"),
            "default_period must be hour, month or year, not 'weekly'",
        ),
        (lambda t: measures.share_of_women(t, level=95), "between 0 and 1"),
        (lambda t: measures.attendance_of_women(t, quota=30), "quota must be a share from 0 to 1"),
        (lambda t: measures.seats(t, {"a": 30}), "quotas must be shares from 0 to 1"),
        (lambda t: measures.promotion(t, "soon", "2024-12-31"), "since must be a day"),
        (lambda t: measures.step_ratios(t, "top"), "levels must be a list of different names"),
        (lambda t: measures.step_ratios(t, ["top", "top"]), "levels must be a list of different names"),
        (lambda t: measures.share_of_women(t.to_dict()), "needs a pandas DataFrame as table, not a dict"),
        (lambda t: measures.selection_ratio(-1, 2, 1, 2), "selected_women must be a number of people"),
        (lambda t: measures.parity_index(1.0, 2.0, np.nan, 2), "women must be a number of people"),
        (lambda t: measures.parity_index(np.nan, 2.0, 2, 2), "value_women must be a finite number"),
        (lambda t: measures.change_between(Headcount(women=np.nan), Headcount()), "first must be a number of people"),
        (lambda t: measures.budget_per_head(t, {"a": np.nan}), "heads must be numbers from 0 upwards"),
        (lambda t: measures.response(t, ITEMS, HEADS.assign(count=np.nan)), "headcounts hold blank counts"),
        (lambda t: measures.item_results(t, ITEMS, weights=["x"] * len(t)), "Weights must be positive numbers"),
        (
            lambda t: measures.year_target_reached(measures.observed_flows(t, *PERIOD, LEVELS), 0.5, "nowhere"),
            "The flows have no level 'nowhere'. Theirs are: top, middle, base",
        ),
    ],
)
def test_what_a_parameter_cannot_be_is_said(call: Call, sentence: str) -> None:
    with pytest.raises(AuditError, match=re.escape(sentence)):
        call(example())
