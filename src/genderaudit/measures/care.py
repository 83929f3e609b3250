"""Work and care: uptake and length of family leave, return from it, working-time arrangements, childcare at events."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from genderaudit.measures.attendance import meetings
from genderaudit.measures.counting import NOT_STATED, By, Headcount, headcounts, numbers, result_of
from genderaudit.measures.flows import paired, selection
from genderaudit.measures.pay import pay_cells, ratio_of_means_interval, remainders
from genderaudit.measures.representation import parity_index
from genderaudit.measures.requirements import requires
from genderaudit.measures.result import Result
from genderaudit.measures.results import Results

Bools = NDArray[np.bool_]


@requires("sex", "entitled_to_leave", "leave_taken", "leave_days", counted="people")
def leave_uptake(staff: pd.DataFrame, level: float = 0.95) -> Results:
    """Men's uptake of family leave against women's: 1 = fathers take it as often as mothers.

    (men who took it / men with a right) / (the same of women). A person who took leave had a right to it. A person who
    had a right and for whom nothing states whether they took it is left out. Where ``leave_taken`` is blank, days above
    0 are leave, and 0 is none. Interval: Katz, where both sexes took any. ``details``: rate_women, rate_men, p_value
    (Fisher). Reasons: no_rows, no_leave (nobody had a right, or the list does not say who), zero_eligible (nobody of
    one sex had), zero_denominator (no woman took any).
    """
    taken, stated = took_leave(staff)
    base = taken | (_is_true(staff, "entitled_to_leave") & stated)
    if staff["entitled_to_leave"].isna().all():  # a list of leave-takers only has no base
        base = base & False
    return Results(map(_inverted, _ratio_of_chances(staff, taken & base, base, "no_leave", level)))


@requires("sex", "leave_taken", "leave_days", counted="people")
def leave_length(staff: pd.DataFrame, level: float = 0.95) -> Results:
    """Days of leave per woman / per man, of people who took leave and whose length of leave is stated; 1 = equal.

    Interval on the log scale. ``details``: value_women, value_men, not_stated (women and men who took leave, without
    its length). Reasons: no_rows, no_leave (no length is stated), one_sex_only.
    """
    taken, _ = took_leave(staff)
    days = pd.Series(np.where(taken, numbers(staff["leave_days"]), np.nan), index=staff.index)
    _, women, men, rows = pay_cells(staff, days.where(days > 0))[0]
    base = Headcount(women=float(women.size), men=float(men.size))
    missing = {"not_stated": headcounts(staff[taken])[0][1].both - base.both}
    if base.both == 0:
        return Results(result_of(base, None, "ratio", {}, "no_leave" if rows else "no_rows", missing))
    means = [float(days_of_sex.mean()) if days_of_sex.size else None for days_of_sex in (women, men)]
    (result,) = parity_index(means[0], means[1], base.women, base.men)
    low, high = ratio_of_means_interval(women, men, level) if result.value else (None, None)
    details, parts = {**result.details, **missing}, (*result.parts, *remainders(women, men))
    return Results(replace(result, low=low, high=high, level=level, details=details, parts=parts))


@requires("sex", "leave_taken", "leave_days", "returned_from_leave", counted="people")
def leave_return(
    staff: pd.DataFrame, by: By = None, order: Sequence[str] | None = None, level: float = 0.95
) -> Results:
    """Selection ratio of return from leave: women who came back, of those who took leave, against men.

    Where ``leave_taken`` is blank, days above 0 are leave. People whose return is not stated are left out. Reasons:
    no_rows, no_leave (nobody took any), zero_eligible (nobody of one sex took leave), zero_denominator.
    """
    taken, _ = took_leave(staff)
    base = taken & staff["returned_from_leave"].notna().to_numpy(dtype=bool)
    return _ratio_of_chances(staff, base & _is_true(staff, "returned_from_leave"), base, "no_leave", level, by, order)


@requires("sex", "leave_taken", "leave_days", "back_after_6_months", "back_after_12_months", counted="people")
def back_from_leave(staff: pd.DataFrame, months: Literal[6, 12] = 12, level: float = 0.95) -> Results:
    """Selection ratio of being still at work ``months`` after a leave ended, of people who took one.

    People for whom it is not stated, or whose months are not over yet, are left out. ``details`` as
    :func:`selection_ratio`. Reasons: no_rows, no_leave (stated for nobody), zero_eligible, zero_denominator.
    """
    column = f"back_after_{months}_months"
    taken, _ = took_leave(staff)
    base = taken & staff[column].notna().to_numpy(dtype=bool)
    return _ratio_of_chances(staff, base & _is_true(staff, column), base, "no_leave", level)


@requires("sex", "working_time_arrangement", counted="people")
def working_time_arrangements(staff: pd.DataFrame, level: float = 0.95) -> Results:
    """Share of women who have an arrangement of their working time / share of men; of people for whom it is stated.

    An arrangement is one that was asked for: flexible hours, telework, fewer hours for a time. ``details`` as
    :func:`selection_ratio`. Reasons: no_rows, no_arrangements (stated for nobody), zero_eligible, zero_denominator.
    """
    base = staff["working_time_arrangement"].notna().to_numpy(dtype=bool)
    return _ratio_of_chances(staff, _is_true(staff, "working_time_arrangement"), base, "no_arrangements", level)


@requires("event", "childcare", optional=("date",))
def childcare_at_events(attendance: pd.DataFrame) -> Results:
    """Share of events with childcare, of those for which it is stated; ``n`` is these events.

    An event is a name and a date (:func:`genderaudit.measures.attendance.meetings`), and has it where any of its rows
    says so. ``details``: with_childcare, not_stated (events).
    Reasons: no_rows, no_childcare (stated for no event).
    """
    events = meetings(attendance)
    named = (events != NOT_STATED).to_numpy(dtype=bool)
    stated = events[named & attendance["childcare"].notna().to_numpy(dtype=bool)].nunique()
    with_childcare = events[named & _is_true(attendance, "childcare")].nunique()
    every = events[named].nunique()
    details = {"with_childcare": float(with_childcare), "not_stated": float(every - stated)}
    reason = None if stated else "no_childcare" if every else "no_rows"
    value = None if reason else with_childcare / stated
    return Results(Result(value=value, unit="share", n=stated, reason=reason, details=details))


def took_leave(staff: pd.DataFrame) -> tuple[Bools, Bools]:
    """Return two masks: people who took leave, and people for whom it is stated.

    Where ``leave_taken`` is blank, the days of leave state it.
    """
    days = numbers(staff["leave_days"])
    stated = staff["leave_taken"].notna().to_numpy(dtype=bool)
    return np.where(stated, _is_true(staff, "leave_taken"), days > 0), stated | ~np.isnan(days)


def _is_true(table: pd.DataFrame, column: str) -> Bools:
    return np.asarray(table[column].fillna(False).to_numpy(dtype=bool))


def _ratio_of_chances(
    staff: pd.DataFrame,
    chosen: Bools,
    base: Bools,
    nothing: str,
    confidence_level: float,
    by: By = None,
    order: Sequence[str] | None = None,
) -> Results:
    """Return the ratio of women's and men's chances; ``nothing`` is the reason where nobody is in the base."""
    ratios = [
        selection(chosen_count, base_count, group, confidence_level)
        for group, chosen_count, base_count in paired(staff, chosen, base, by, order)
    ]
    return Results(replace(one, reason=nothing) if one.reason == "no_rows" and len(staff) else one for one in ratios)


def _inverted(result: Result) -> Result:
    """Invert a ratio of chances; the result is 0, with no reason, where only women were chosen."""
    rates = {name: result.details[name] for name in ("rate_women", "rate_men", "p_value") if name in result.details}
    if not rates:
        return result
    if not rates["rate_women"]:
        return replace(result, value=None, reason="zero_denominator", low=None, high=None, details=rates)
    bounds = (None if bound is None else 1 / bound for bound in (result.high, result.low))
    value = rates["rate_men"] / rates["rate_women"]
    low, high = bounds
    return replace(result, value=value, reason=None, low=low, high=high, details=rates)
