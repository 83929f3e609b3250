"""Measures of people and of pay by name, and tables of nobody, of one sex and the like."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
from fact_tables import random_staff, staff

from genderaudit.measures import (
    attendance,
    capacity,
    care,
    decomposition,
    flows,
    pay,
    pay_categories,
    pay_models,
    projection,
    quota_seats,
    representation,
    segregation,
    stock_flow,
)
from genderaudit.measures.pay_regression import pay_regression
from genderaudit.measures.result import Result

LEVELS = ["Director", "Manager", "Officer", "Assistant"]
PERIOD = ("2022-01-01", "2024-06-30")


def factors(table: pd.DataFrame) -> pd.DataFrame:
    return pay_models.standard_factors(table, "2024-12-31").drop(columns="experience_squared", errors="ignore")


def as_bodies(table: pd.DataFrame) -> pd.DataFrame:
    return table.assign(body=table["unit"], quota_women=0.4, quota_youth=0.3)


def as_events(table: pd.DataFrame) -> pd.DataFrame:
    day = pd.to_datetime(
        table["function"].map({"Finance": "2020-01-01", "Field": "2022-03-01", "Office": "2024-05-01"})
    )
    return table.assign(event=table["function"], date=day, role=table["level"])


def as_recruitment(table: pd.DataFrame) -> pd.DataFrame:
    stage = table["level"].map(
        {"Director": "appointed", "Manager": "shortlisted", "Officer": "applied", "Assistant": "applied"}
    )
    return table.assign(stage=stage.astype("string"))


def as_points(table: pd.DataFrame) -> pd.DataFrame:
    counts = representation.share_of_women(table, "level", LEVELS)
    return pd.DataFrame([{"year": 2020 + i, "women": r.women, "people": r.n} for i, r in enumerate(counts)])


Measure = Callable[[pd.DataFrame], Any]
OF_PEOPLE: dict[str, Measure] = {
    "share_of_women": lambda t: representation.share_of_women(t),
    "share_by_level": lambda t: representation.share_of_women(t, "level", LEVELS),
    "representation_ratio": lambda t: representation.representation_ratio(t[t["level"] == "Director"], t, "level"),
    "seats": lambda t: quota_seats.seats(as_bodies(t)),
    "youth_seats": lambda t: quota_seats.youth_seats(as_bodies(t)),
    "glass_ceiling_index": lambda t: representation.glass_ceiling_index(t, LEVELS),
    "step_ratios": lambda t: representation.step_ratios(t, LEVELS),
    "age_pyramid": lambda t: representation.age_pyramid(t),
    "age_pyramid_of_file": lambda t: representation.age_pyramid(t, None),
    "share_of_youth": lambda t: representation.share_of_youth(t, "level"),
    "duncan_index": lambda t: segregation.duncan_index(t, "unit"),
    "karmel_maclachlan_index": lambda t: segregation.karmel_maclachlan_index(t, "unit"),
    "promotion": lambda t: flows.promotion(t, *PERIOD, by="unit"),
    "recruitment_stages": lambda t: flows.recruitment_stages(as_recruitment(t)),
    "leave_return": lambda t: care.leave_return(t),
    "leave_uptake": lambda t: care.leave_uptake(t),
    "leave_length": lambda t: care.leave_length(t),
    "back_from_leave": lambda t: care.back_from_leave(t),
    "working_time_arrangements": lambda t: care.working_time_arrangements(t),
    "exit_ratio": lambda t: flows.exit_ratio(t, *PERIOD),
    "gender_training": lambda t: capacity.gender_training(t, "level"),
    "focal_point_coverage": lambda t: capacity.focal_point_coverage(t),
    "focal_point_men": lambda t: capacity.focal_point_men(t),
    "focal_point_seniority": lambda t: capacity.focal_point_seniority(t, LEVELS, "Manager"),
    "attendance_of_women": lambda t: attendance.attendance_of_women(as_events(t), quota=0.3),
    "attendance_of_youth": lambda t: attendance.attendance_of_youth(as_events(t), quota=0.3),
    "attendance_by_age": lambda t: attendance.attendance_by_age(as_events(t)),
    "attendance_trend": lambda t: attendance.attendance_trend(as_events(t)),
    "trend": lambda t: projection.trend(as_points(t)),
    "projection_to_target": lambda t: projection.projection_to_target(as_points(t), 0.7),
    "year_target_reached": lambda t: stock_flow.year_target_reached(
        stock_flow.observed_flows(t, *PERIOD, LEVELS), 0.6, "Director"
    ),
    "appointments_needed": lambda t: stock_flow.appointments_needed(
        stock_flow.observed_flows(t, *PERIOD, LEVELS), 0.5, 2028, "Manager"
    ),
}
OF_PAY: dict[str, Measure] = {
    "mean_pay_gap": lambda t: pay.mean_pay_gap(t, t["pay"], "level", LEVELS),
    "median_pay_gap": lambda t: pay.median_pay_gap(t, t["pay"]),
    "pay_quartiles": lambda t: pay.pay_quartiles(t, t["pay"]),
    "variable_pay_gap": lambda t: pay_categories.variable_pay_gap(t),
    "variable_pay_median": lambda t: pay_categories.variable_pay_gap(t, "median"),
    "variable_pay_receipt": lambda t: pay_categories.variable_pay_receipt(t, "unit"),
    "category_pay_gaps": lambda t: pay_categories.category_pay_gaps(t, t["pay"], ["level", "function"]),
    "factor_weighted_gap": lambda t: pay_categories.factor_weighted_gap(t, t["pay"], ["level", "function"]),
    "adjusted_gap": lambda t: pay_models.adjusted_gap(t, t["pay"], factors(t)),
    "oaxaca_two_fold": lambda t: decomposition.oaxaca_two_fold(t, t["pay"], factors(t), draws=50),
    "oaxaca_three_fold": lambda t: decomposition.oaxaca_three_fold(t, t["pay"], factors(t), draws=50),
    "training_hours": lambda t: capacity.training_hours(t, "unit"),
    "training_parity": lambda t: capacity.training_parity(t),
}
ALL = OF_PEOPLE | OF_PAY


def results(measured: Any) -> list[Result]:
    return list(measured)


NONE = -1e12
"""Stands for None, which pytest.approx cannot compare."""


def numbers(*values: float | None) -> list[float]:
    return [NONE if value is None else value for value in values]


def women(table: pd.DataFrame) -> float:
    """The coefficient of women."""
    return float(pay_regression(table, table["pay"], factors(table)).coefficients().loc["woman", "coefficient"])


DEGENERATE: dict[str, pd.DataFrame] = {
    "empty": random_staff(0),
    "nothing but sex": staff(sex=["F", "M", "M"]),
    "only women": random_staff(80).assign(sex="F").astype({"sex": "string"}),
    "only men": random_staff(80).assign(sex="M").astype({"sex": "string"}),
    "only another gender": random_staff(80).assign(sex="X").astype({"sex": "string"}),
    "sex not stated": random_staff(80).assign(sex=pd.Series([None] * 80, dtype="string")),
    "one person": random_staff(1),
    "one of each sex": random_staff(2).assign(sex=pd.Series(["F", "M"], dtype="string")),
    "equal pay": random_staff(80).assign(pay=10.0, variable_pay=5.0, training_hours=4.0),
    "no pay": random_staff(80).assign(pay=np.nan, variable_pay=np.nan, training_hours=np.nan),
    "zero pay": random_staff(80).assign(pay=0.0, variable_pay=0.0, training_hours=0.0),
    "one category": random_staff(80).assign(level="Director", unit="u", function="Field"),
    "counts of nought": random_staff(80).assign(count=0),
    "no dates": random_staff(80).assign(hired_on=pd.NaT, left_on=pd.NaT, promoted_on=pd.NaT),
    "columns of no type": staff(sex=["F", "M"]).astype(
        dict.fromkeys(["pay", "fte", "level", "unit", "age_low", "age_high"], object)
    ),
    "another gender among others": random_staff(80).assign(
        sex=pd.Series(np.resize(["F", "M", "X", None], 80), dtype="string")
    ),
}
REASONS = {
    None, "already_reached", "empty_level", "fewer_than_three_points", "inconsistent_counts",
    "mixed_currencies", "negative_amounts", "no_ages", "no_amounts", "no_appointments", "no_committee_lines",
    "no_common_cells", "no_heads", "no_leave", "no_leaving_dates", "no_promotion_dates", "no_variable_pay",
    "no_arrangements", "none_named",
    "no_flows", "no_focal_points", "no_hours", "no_markers", "no_pay", "no_quota", "no_reference", "no_rows",
    "no_training", "no_units",
    "no_variation", "no_women_at_top", "no_women_or_men", "not_reached", "nothing_expected", "one_sex_only",
    "sex_not_separable", "sex_not_stated",
    "single_category", "too_few_people", "too_short_a_time", "zero_denominator", "zero_eligible",
}  # fmt: skip
"""Every reason of a measure of facts; each has its sentence in the language files."""
