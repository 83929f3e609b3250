"""Every public measure called with a table that has every column a measure knows, and such tables."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from typing import Any

import numpy as np
import pandas as pd
from hypothesis import strategies as st

from genderaudit import measures
from genderaudit.measures.counting import Headcount

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
