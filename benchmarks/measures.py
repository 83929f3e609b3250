"""How long each measure takes, how that grows with the rows, and how much memory all of them need.

Every exported measure runs once on invented tables: staff lists of 1,000, 10,000 and 100,000 rows; surveys of
1,000, 5,000 and 20,000 answers to 43 and to 300 statements. Ends with one line a figure, ``name: value``.

    python benchmarks/measures.py
"""

from __future__ import annotations

import resource
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from genderaudit import measures
from genderaudit.measures.counting import Headcount

STAFF_ROWS = (1_000, 10_000, 100_000)
SURVEY_ROWS = (1_000, 5_000, 20_000)
ITEMS = (43, 300)

LEVELS = ("Director", "Manager", "Officer", "Assistant")
AREAS = "ABCDEFGHIJKL"
PERIOD = ("2022-01-01", "2024-12-31")

Seconds = dict[str, dict[int, float]]
"""Measure → rows → seconds."""


def main() -> None:
    """Measure everything, print the tables and the figures."""
    time_staff(STAFF_ROWS[0])  # the first calls also load code, which is no part of a measure's time
    time_survey(SURVEY_ROWS[0], ITEMS[0])
    figures: dict[str, float] = {}
    staff = _by_rows(time_staff, STAFF_ROWS)
    figures |= _report("staff", staff, STAFF_ROWS)
    figures["peak_memory_mb_after_staff"] = peak_memory()
    for number in ITEMS:
        survey = _by_rows(lambda rows, number=number: time_survey(rows, number), SURVEY_ROWS)
        figures |= _report(f"survey_{number}_items", survey, SURVEY_ROWS)
    figures["peak_memory_mb"] = peak_memory()
    for name, value in figures.items():
        print(f"{name}: {value:.4g}")


def time_staff(rows: int) -> dict[str, float]:
    """Seconds of each measure of facts on a table of so many rows."""
    return {name: _seconds(call) for name, call in staff_calls(invented_staff(rows)).items()}


def time_survey(rows: int, number_of_items: int) -> dict[str, float]:
    """Seconds of each measure of perceptions."""
    survey, items = invented_survey(rows, number_of_items)
    return {name: _seconds(call) for name, call in survey_calls(survey, items).items()}


def staff_calls(staff: pd.DataFrame) -> dict[str, Callable[[], Any]]:
    """One call of each measure of facts, by the measure's name."""
    return {
        **_calls_of_people(staff),
        **_calls_of_movements(staff),
        **_calls_of_pay(staff),
        **_calls_of_capacity(staff),
    }


def survey_calls(survey: pd.DataFrame, items: Sequence[measures.Item]) -> dict[str, Callable[[], Any]]:
    """One call of each measure of perceptions, by the measure's name; by level where a measure has groups."""
    people = survey.groupby(["sex", "level"], as_index=False).size().rename(columns={"size": "count"})
    people["count"] *= 2
    weights = measures.raking_weights(survey, items, people).weights
    return {
        "item_results": lambda: measures.item_results(survey, items, "level", weights=weights),
        "item_differences": lambda: measures.item_differences(survey, items),
        "area_results": lambda: measures.area_results(survey, items, "level", weights=weights),
        "area_differences": lambda: measures.area_differences(survey, items),
        "cronbach_alpha": lambda: measures.cronbach_alpha(survey, items),
        "area_reliability": lambda: measures.area_reliability(survey, items),
        "open_answers": lambda: measures.open_answers(survey, ["open_best"]),
        "response": lambda: measures.response(survey, items, people),
        "representativeness": lambda: measures.representativeness(survey, items, people),
        "refusals": lambda: measures.refusals(survey, items, people),
        "raking_weights": lambda: measures.raking_weights(survey, items, people),
    }


def invented_staff(rows: int, seed: int = 1) -> pd.DataFrame:
    """Staff with every column that any measure of facts reads; also read as bodies, events and budget."""
    draw = np.random.default_rng(seed)
    sex = draw.choice(["F", "M", "X"], rows, p=[0.42, 0.56, 0.02])
    place = draw.choice(len(LEVELS), rows, p=[0.05, 0.15, 0.4, 0.4])
    age, education = (draw.integers(low, high, rows).astype(float) for low, high in ((20, 65), (9, 19)))
    log_pay = 2.5 + 0.03 * education + 0.006 * age + 0.3 * (3 - place) - 0.06 * (sex == "F")
    pay = np.exp(log_pay + draw.normal(0, 0.15, rows))
    hired = pd.Timestamp("2024-12-31") - pd.to_timedelta(draw.integers(0, 6000, rows), unit="D")
    later = [pd.Series(hired + pd.to_timedelta(draw.integers(0, 9000, rows), unit="D")) for _ in range(2)]
    event = draw.integers(0, 12, rows)
    table = {
        "sex": sex, "level": np.array(LEVELS)[place], "unit": [f"Unit {i}" for i in draw.integers(0, 40, rows)],
        "function": draw.choice(["Finance", "Field", "Office", "Health", "Logistics"], rows),
        "age_low": age, "age_high": age, "education_years": education, "pay": pay, "pay_period": "hour",
        "weekly_hours": 40.0, "fte": 1.0, "variable_pay": np.where(draw.random(rows) < 0.4, pay * 10, 0.0),
        "training_hours": draw.gamma(2, 6, rows), "leave_days": draw.gamma(3, 20, rows),
        "hired_on": hired, "left_on": later[0], "promoted_on": later[1],
        "body": [f"Body {i}" for i in draw.integers(0, 40, rows)], "quota_women": 0.4, "quota_youth": 0.3,
        "event": [f"Event {i}" for i in event], "role": draw.choice(["delegate", "speaker"], rows),
        "date": pd.Timestamp("2018-01-01") + pd.to_timedelta(event * 200, unit="D"),
        "stage": draw.choice(["applied", "shortlisted", "appointed"], rows, p=[0.7, 0.2, 0.1]),
        "line": draw.choice(["women's committee", "other"], rows), "amount": pay * 100, "currency": "EUR",
        "gender_marker": draw.choice(["0", "1", "2", "3"], rows), "count": 1,
        "speaking_turns": draw.integers(0, 4, rows), "examined": 5, "meets": draw.integers(0, 6, rows),
        "chosen": "drawn", "text_kind": draw.choice(["circular", "vacancy"], rows),
        "looked_for": draw.choice(["wording", "clause"], rows), "focal_point_time": 0.1,
        "objective": "a", "spent": pay * 90, "in_arrears": 0, "budget": pay * 100,
        "women": 12, "men": 9, "gender_focus": "none",
    }  # fmt: skip
    answers = (
        *("eligible_for_promotion", "gender_training", "gender_focal_point", "leave_taken", "returned_from_leave"),
        *("entitled_to_leave", "back_after_6_months", "back_after_12_months", "working_time_arrangement", "childcare"),
        "focal_point_terms",
    )
    table |= {name: pd.array(draw.random(rows) < 0.4, dtype="boolean") for name in answers}
    text = ["sex", "level", "unit", "function", "pay_period", "body", "event", "role", "stage", "line"]
    return pd.DataFrame(table).astype(dict.fromkeys([*text, "currency", "gender_marker"], "string"))


def invented_survey(rows: int, number_of_items: int, seed: int = 1) -> tuple[pd.DataFrame, list[measures.Item]]:
    """Answers 1 to 5, do not know and blank, and the items of twelve areas in turn."""
    draw = np.random.default_rng(seed)
    items = [measures.Item(f"Q{i}", AREAS[i % len(AREAS)], reverse=i % 9 == 0) for i in range(number_of_items)]
    answers = draw.choice(
        [1.0, 2.0, 3.0, 4.0, 5.0, -1.0, np.nan], (rows, number_of_items), p=[0.1, 0.15, 0.2, 0.3, 0.2, 0.04, 0.01]
    )
    # A third answers everything, as Cronbach's α rests on complete answers.
    answers[: rows // 3] = np.where(answers[: rows // 3] > 0, answers[: rows // 3], 3.0)
    survey = pd.DataFrame(answers, columns=[item.id for item in items])
    survey["sex"] = pd.array(draw.choice(["F", "M", "X"], rows, p=[0.48, 0.5, 0.02]), dtype="string")
    survey["level"] = pd.array(draw.choice(LEVELS, rows), dtype="string")
    survey["open_best"] = pd.array(draw.choice(["some words", ""], rows), dtype="string")
    return survey, items


def peak_memory() -> float:
    """Peak memory of this process so far, in MB."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / (1024**2 if sys.platform == "darwin" else 1024)


def _calls_of_people(staff: pd.DataFrame) -> dict[str, Callable[[], Any]]:
    points = pd.DataFrame(
        {"year": [2019.0, 2020, 2021, 2022], "women": [20.0, 24, 29, 33], "people": [100.0, 101, 104, 105]}
    )
    directors = staff[staff["level"] == "Director"]
    first, last = Headcount(women=200, men=800), Headcount(women=300, men=700)
    expected = {"staff": list(staff.columns)}
    return {
        "share_of_women": lambda: measures.share_of_women(staff, ["level", "unit"]),
        "representation_ratio": lambda: measures.representation_ratio(directors, staff, "unit", same_group=True),
        "seats": lambda: measures.seats(staff),
        "youth_seats": lambda: measures.youth_seats(staff),
        "parity_index": lambda: measures.parity_index(3.0, 4.0, 200, 300),
        "glass_ceiling_index": lambda: measures.glass_ceiling_index(staff, LEVELS),
        "step_ratios": lambda: measures.step_ratios(staff, LEVELS),
        "age_pyramid": lambda: measures.age_pyramid(staff),
        "share_of_youth": lambda: measures.share_of_youth(staff, "level"),
        "duncan_index": lambda: measures.duncan_index(staff, "unit"),
        "karmel_maclachlan_index": lambda: measures.karmel_maclachlan_index(staff, "unit"),
        "change_between": lambda: measures.change_between(first, last),
        "change_of_counts": lambda: measures.change_of_counts(first, last),
        "trend": lambda: measures.trend(points),
        "projection_to_target": lambda: measures.projection_to_target(points, 0.5),
        "path_to_target": lambda: measures.path_to_target(points, 0.5, 2030),
        "data_availability": lambda: measures.data_availability({"staff": staff}, {"J": expected}),
        "column_availability": lambda: measures.column_availability({"staff": staff}, expected),
    }


def _calls_of_movements(staff: pd.DataFrame) -> dict[str, Callable[[], Any]]:
    flows = measures.observed_flows(staff, *PERIOD, LEVELS)
    return {
        "selection_ratio": lambda: measures.selection_ratio(len(staff) * 0.1, len(staff) * 0.4, 50, len(staff) * 0.5),
        "promotion": lambda: measures.promotion(staff, *PERIOD, "level"),
        "recruitment_stages": lambda: measures.recruitment_stages(staff),
        "leave_return": lambda: measures.leave_return(staff, "level"),
        "leave_uptake": lambda: measures.leave_uptake(staff),
        "leave_length": lambda: measures.leave_length(staff),
        "back_from_leave": lambda: measures.back_from_leave(staff),
        "working_time_arrangements": lambda: measures.working_time_arrangements(staff),
        "childcare_at_events": lambda: measures.childcare_at_events(staff),
        "exit_ratio": lambda: measures.exit_ratio(staff, *PERIOD, "level"),
        "in_service": lambda: measures.in_service(staff, PERIOD[1]),
        "observed_flows": lambda: measures.observed_flows(staff, *PERIOD, LEVELS),
        "year_target_reached": lambda: measures.year_target_reached(flows, 0.5, "Director"),
        "appointments_needed": lambda: measures.appointments_needed(flows, 0.45, 2030, "Director"),
        "attendance_of_women": lambda: measures.attendance_of_women(staff, quota=0.3),
        "attendance_of_youth": lambda: measures.attendance_of_youth(staff, quota=0.3),
        "attendance_by_age": lambda: measures.attendance_by_age(staff),
        "attendance_trend": lambda: measures.attendance_trend(staff),
        "texts_meeting": lambda: measures.texts_meeting(staff),
        "under_quota": lambda: measures.under_quota(staff),
        "quota_compliance": lambda: measures.quota_compliance(measures.seats(staff)),
        "speaking_turns": lambda: measures.speaking_turns(staff, "event"),
    }


def _calls_of_pay(staff: pd.DataFrame) -> dict[str, Callable[[], Any]]:
    pay = measures.pay_basis(staff).pay
    factors = measures.standard_factors(staff, PERIOD[1])
    cells = ["level", "function"]
    return {
        "pay_basis": lambda: measures.pay_basis(staff),
        "mean_pay_gap": lambda: measures.mean_pay_gap(staff, pay, "level"),
        "median_pay_gap": lambda: measures.median_pay_gap(staff, pay, "level"),
        "pay_quartiles": lambda: measures.pay_quartiles(staff, pay),
        "variable_pay_gap": lambda: measures.variable_pay_gap(staff),
        "variable_pay_receipt": lambda: measures.variable_pay_receipt(staff, "level"),
        "gaps_by_working_time": lambda: measures.gaps_by_working_time(staff, pay),
        "category_pay_gaps": lambda: measures.category_pay_gaps(staff, pay, ["level", "unit"]),
        "factor_weighted_gap": lambda: measures.factor_weighted_gap(staff, pay, cells),
        "standard_factors": lambda: measures.standard_factors(staff, PERIOD[1]),
        "adjusted_gap": lambda: measures.adjusted_gap(staff, pay, factors),
        "pay_regression": lambda: measures.pay_regression(staff, pay, factors),
        "oaxaca_two_fold": lambda: measures.oaxaca_two_fold(staff, pay, factors),
        "oaxaca_three_fold": lambda: measures.oaxaca_three_fold(staff, pay, factors),
    }


def _calls_of_capacity(staff: pd.DataFrame) -> dict[str, Callable[[], Any]]:
    return {
        "training_hours": lambda: measures.training_hours(staff, "level"),
        "training_parity": lambda: measures.training_parity(staff, "level"),
        "gender_training": lambda: measures.gender_training(staff, "level"),
        "focal_point_coverage": lambda: measures.focal_point_coverage(staff),
        "focal_point_mandate": lambda: measures.focal_point_mandate(staff),
        "focal_point_men": lambda: measures.focal_point_men(staff),
        "focal_point_seniority": lambda: measures.focal_point_seniority(staff, LEVELS, "Manager"),
        "budget_by_marker": lambda: measures.budget_by_marker(staff),
        "budget_for_equality": lambda: measures.budget_for_equality(staff),
        "budget_per_head": lambda: measures.budget_per_head(staff, {"women's committee": 1_000.0}),
        "budget_by_objective": lambda: measures.budget_by_objective(staff),
        "budget_spent": lambda: measures.budget_spent(staff),
        "women_reached": lambda: measures.women_reached(staff),
        "reached_against_members": lambda: measures.reached_against_members(staff, staff),
        "activities_for_equality": lambda: measures.activities_for_equality(staff),
        "activity_budget_for_equality": lambda: measures.activity_budget_for_equality(staff),
        "for_equality": lambda: measures.for_equality(staff),
        "served_against_members": lambda: measures.served_against_members(staff, staff),
        "loan_size_gap": lambda: measures.loan_size_gap(staff),
        "arrears_ratio": lambda: measures.arrears_ratio(staff),
    }


def _seconds(call: Callable[[], Any]) -> float:
    start = time.perf_counter()
    call()
    return time.perf_counter() - start


def _by_rows(times: Callable[[int], Mapping[str, float]], sizes: Sequence[int]) -> Seconds:
    by_measure: Seconds = {}
    for rows in sizes:
        for name, seconds in times(rows).items():
            by_measure.setdefault(name, {})[rows] = seconds
    return by_measure


def _report(title: str, seconds: Seconds, sizes: Sequence[int]) -> dict[str, float]:
    """Print the table; return its figures by name."""
    before, last = sizes[-2:]
    print(f"\n{title}: seconds by rows, and growth from {before:,} to {last:,} rows ({last / before:g} times as many)")
    print(f"{'measure':<26}" + "".join(f"{rows:>10,}" for rows in sizes) + f"{'growth':>10}")
    figures = {}
    for name, times in seconds.items():
        growth = times[last] / times[before]
        print(f"{name:<26}" + "".join(f"{times[rows]:>10.4f}" for rows in sizes) + f"{growth:>10.1f}")
        figures[f"{title}_{name}_seconds_at_{last}"] = times[last]
        figures[f"{title}_{name}_growth"] = growth
    totals = {rows: sum(times[rows] for times in seconds.values()) for rows in sizes}
    print(
        f"{'all':<26}" + "".join(f"{totals[rows]:>10.4f}" for rows in sizes) + f"{totals[last] / totals[before]:>10.1f}"
    )
    figures |= {f"{title}_all_seconds_at_{rows}": totals[rows] for rows in sizes}
    return figures | {f"{title}_all_growth": totals[last] / totals[before]}


if __name__ == "__main__":
    main()
