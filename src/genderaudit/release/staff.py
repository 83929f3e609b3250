"""The list of staff as problems for the gate: contract, age, training, pay, leave."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from genderaudit import measures
from genderaudit.gate import Choice, Figure, Problem
from genderaudit.measures.care import took_leave
from genderaudit.measures.counting import labels, numbers
from genderaudit.measures.working_time import working_time
from genderaudit.release.published import Knowing, Published
from genderaudit.release.rows import (
    BOTH,
    SEXES,
    Wanted,
    age_bands,
    amount_range,
    base_of,
    choice_of,
    count_of,
    gap_of_means,
    ratio,
    rows_of,
    says_yes,
    yes_or_no,
)

ARRANGEMENT = "working_time_arrangement"
FOCAL_POINTS = "focal_points_trained"
UPTAKE = "leave_uptake_ratio"
"""The one ratio that divides men's rate by women's; the others divide women's by men's."""


def problems_of_staff(published: Published, staff: pd.DataFrame) -> Iterator[tuple[Problem, Knowing]]:
    """Yield the staff in service: sensitive are contract, age, further group, training and pay."""
    if staff.empty:
        return
    pay = np.nan_to_num(np.asarray(measures.pay_basis(staff).pay, dtype=float))
    variable = np.maximum(np.nan_to_num(numbers(staff["variable_pay"])), 0.0)
    hours, trained = numbers(staff["training_hours"]), staff["gender_training"]
    also = published.further_group(staff, "staff_by_also")
    seen: dict[str, Any] = {}
    if FOCAL_POINTS in published.found:
        seen["focal_point"] = says_yes(staff, "gender_focal_point")
    rows = rows_of(
        staff,
        contract=labels(staff["contract"]), age=age_bands(staff),
        working_time=labels(working_time(staff)), paid=pay > 0, pay=pay,
        receives=variable > 0, received=variable > 0, variable=variable,
        timed=~np.isnan(hours), hours=np.nan_to_num(hours),
        asked=trained.notna(), trained=trained.fillna(False).astype(bool), **also, **seen,
    )  # fmt: skip
    problem = published.problem(
        rows,
        {
            **{name: choice_of(rows, name) for name in ("contract", "age", *also)},
            "received": yes_or_no(), "trained": yes_or_no(),
            **{name: amount_range(rows, name) for name in ("pay", "variable", "hours")},
        },
    )  # fmt: skip
    published.publish_categories(problem, "staff_women_by_contract", "contract")
    published.publish_ages(problem, "women_by_age", "")
    published.publish_categories(problem, "staff_by_also", "also")
    publish_training(published, problem)
    publish_pay(published, problem)
    yield problem, None


def publish_training(published: Published, problem: Problem) -> None:
    """Add mean hours of training by level, their ratio, and who was trained in gender equality."""

    def mean(wanted: Wanted) -> Figure | float:
        wanted = {"sex": BOTH, **wanted, "timed": True}
        return ratio(problem.total("hours", wanted), problem.count(wanted))

    published.publish_by(problem, published.findings_of("training_hours"), "training_hours", "level", mean)
    for one in published.findings_of("training_hours_parity"):
        published.publish(problem, one.indicator, one, ratio(mean({"sex": "F"}), mean({"sex": "M"})))
    for indicator, among in (("gender_training_share", {}), (FOCAL_POINTS, {"focal_point": True})):
        wanted = {"asked": True, **among}
        for one in published.findings_of(indicator):
            whom = {**wanted, **base_of(problem, one, wanted)}
            share = ratio(problem.count(whom, trained=True), problem.count(whom))
            published.publish(problem, indicator, one, share)
            if one.women is not None:
                problem.publish(indicator, problem.count(wanted, sex="F", trained=True))


def publish_pay(published: Published, problem: Problem) -> None:
    """Add gaps of pay and of variable pay, exact ones and estimates."""
    for one in (*published.findings_of("pay_gap_mean"), *published.findings_of("pay_gap_by_working_time")):
        published.publish(problem, one.indicator, one, gap_of_means(problem, "pay", "paid")(one.group))
    published.publish_by(
        problem, published.findings_of("pay_gap_by_category"), "pay", "level", gap_of_means(problem, "pay", "paid")
    )
    received = gap_of_means(problem, "variable", "receives")
    published.publish_by(
        problem, published.findings_of("variable_pay_gap_by_category"), "variable_pay", "level", received
    )
    for one in published.findings_of("variable_pay_gap"):
        published.publish(problem, one.indicator, one, gap_of_means(problem, "variable", "receives")({}))
    for one in published.findings_of("variable_pay_receipt"):
        women, men = (ratio(problem.count(sex, received=True), problem.count(sex)) for sex in SEXES)
        published.publish(problem, one.indicator, one, ratio(women, men))
    of_pay = (f"pay_gap_{name}" for name in ("median", "explained", "factor_weighted", "adjusted", "components"))
    published.publish_estimates(problem, "pay", *of_pay, "pay_quartiles", known={"paid": True})
    published.publish_estimates(problem, "variable", "variable_pay_gap_median", known={"receives": True})


def problems_of_leave(published: Published, staff: pd.DataFrame) -> Iterator[tuple[Problem, Knowing]]:
    """Yield family leave and return from it of all on the list, and working-time arrangements of staff in service."""
    taken, known = took_leave(staff)
    yield from problems_of_rate(published, "leave_return_ratio", staff, taken, "returned_from_leave")
    took = staff.assign(took=pd.Series(taken, staff.index).where(known | taken).astype("boolean"))
    yield from problems_of_rate(published, UPTAKE, took, taken | says_yes(staff, "entitled_to_leave"), "took")
    for months in (6, 12):
        yield from problems_of_rate(
            published, f"leave_back_{months}_ratio", staff, taken, f"back_after_{months}_months"
        )
    there = published.data.current_staff()
    yield from problems_of_rate(
        published, "working_time_arrangement_ratio", there, np.full(len(there), True), ARRANGEMENT
    )
    for one in published.findings_of("leave_length_ratio"):  # who is on leave is seen
        days = np.nan_to_num(numbers(staff["leave_days"])) * taken
        rows = rows_of(staff, on_leave=days > 0, days=days)
        problem = published.problem(rows, {"days": amount_range(rows, "days")})
        wheres = [{**sex, "on_leave": True} for sex in SEXES]
        published.publish(
            problem, one.indicator, one, ratio(*(ratio(problem.total("days", w), problem.count(w)) for w in wheres))
        )
        yield problem, None


def problems_of_rate(
    published: Published, indicator: str, staff: pd.DataFrame, base: NDArray[np.bool_], column: str
) -> Iterator[tuple[Problem, Knowing]]:
    """Yield a ratio of women's to men's rates, over the rows of ``base`` where ``column`` says yes or no.

    How many women, and men, it is of is printed beside it.
    """
    for one in published.findings_of(indicator):
        of = base & staff[column].notna().to_numpy(dtype=bool)
        state = np.select([of & says_yes(staff, column), of], ["yes", "no"], default="none")
        rows = rows_of(staff, state=state)
        untold = ("none",) if base.all() else ()  # of whom it is not stated; else who had no leave
        state_of = Choice(("yes", "no", "none"), none=("yes", "no"), open=untold)
        problem = published.problem(rows, {"state": state_of})
        rates = []
        for sex in SEXES:
            asked = count_of(problem, {**sex, "state": ["yes", "no"]})
            problem.publish(one.indicator, problem.count(sex, state=["yes", "no"]))
            rates.append(ratio(problem.count(sex, state="yes"), asked))
        published.publish(problem, one.indicator, one, ratio(*(rates[::-1] if indicator == UPTAKE else rates)))
        yield problem, None
