"""Pay gaps by category of workers, weighted by factors, and of variable pay.

:mod:`genderaudit.measures.pay` puts pay on one basis and gives the raw gaps.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Literal

import numpy as np
import pandas as pd

from genderaudit.measures.counting import (
    NOT_STATED,
    By,
    Group,
    Headcount,
    columns_of,
    headcounts,
    numbers,
    result_of,
)
from genderaudit.measures.inference import Floats, normal_quantile, ratio_of_shares_interval
from genderaudit.measures.pay import mean_pay_gap, median_pay_gap, pay_cells, remainders, unit_of, unpaid
from genderaudit.measures.requirements import requires
from genderaudit.measures.result import Result, by_sex
from genderaudit.measures.results import Results
from genderaudit.measures.working_time import FULL_TIME, PART_TIME, women_work_part_time, working_time

JOINT_ASSESSMENT_GAP = 0.05
"""Directive (EU) 2023/970, Art. 10(1)(a): a difference in mean pay of at least 5 % in any category."""

ROUNDING = 1e-12
"""Tolerance with which a gap of just the threshold counts as reaching it."""


@requires("sex", "variable_pay")
def variable_pay_gap(
    staff: pd.DataFrame,
    of: Literal["mean", "median"] = "mean",
    by: By = None,
    order: Iterable[str] | None = None,
    level: float = 0.95,
) -> Results:
    """Gap in variable pay among the people who receive any, as stated (not put on a basis).

    Read beside :func:`variable_pay_receipt`. Reasons and details as the pay gaps (no_variable_pay for no_pay);
    a negative amount is left out and counted in ``details`` as pay_not_positive. (Art. 9(1)(b) and (d).)
    """
    amount = pd.Series(numbers(staff["variable_pay"]), index=staff.index)
    gap = mean_pay_gap if of == "mean" else median_pay_gap
    return Results(
        replace(one, reason="no_variable_pay") if one.reason == "no_pay" else one
        for one in gap(staff, amount.mask(amount == 0), by, order, level)
    )


@requires("sex", "variable_pay", counted="people")
def variable_pay_receipt(
    staff: pd.DataFrame, by: By = None, order: Iterable[str] | None = None, level: float = 0.95
) -> Results:
    """Share of women who receive variable pay / share of men who do; interval on the log scale (Katz).

    Directive (EU) 2023/970 Art. 9(1)(e). A blank counts as 0 in a list that states variable pay for anyone; a person
    with a negative amount counts as receiving none, and in ``details`` as negative. ``details``:
    share_women, share_men, receivers_women, receivers_men.
    Reasons: no_rows, no_variable_pay (nobody's is stated), one_sex_only, zero_denominator (no man receives any).
    """
    amount = numbers(staff["variable_pay"])
    stated = bool((~np.isnan(amount)).any())
    receivers = staff[np.nan_to_num(amount) > 0]
    received = {tuple(group.values()): count for group, count in headcounts(receivers, columns_of(by))}
    negative_people = {
        tuple(group.values()): count.both for group, count in headcounts(staff[amount < 0], columns_of(by))
    }
    results = []
    for group, count in headcounts(staff, by, order):
        key = tuple(group.values())
        result = _receipt_ratio(count, received.get(key, Headcount()), stated, group, level)
        negative = {"negative": negative_people[key]} if negative_people.get(key) else {}
        results.append(replace(result, details={**result.details, **negative}))
    return Results(results)


@requires("sex")
def category_pay_gaps(
    staff: pd.DataFrame,
    pay: pd.Series,
    by: By,
    order: Iterable[str] | None = None,
    threshold: float = JOINT_ASSESSMENT_GAP,
    level: float = 0.95,
) -> Results:
    """Mean pay gap in each category of workers; ``details`` flag is 1 where it is 5 % or more, either way.

    Directive (EU) 2023/970 Art. 10: the mean, in any category, is a ground for joint assessment unless it is
    justified or remedied. Reasons as :func:`mean_pay_gap`.
    """
    flagged = []
    for result in mean_pay_gap(staff, pay, by, order, level):
        details = dict(result.details)
        if result.value is not None:
            details["flag"] = float(abs(result.value) >= threshold - ROUNDING)
        flagged.append(replace(result, details=details))
    return Results(flagged)


@requires("sex", "weekly_hours", "fte", counted="people")
def gaps_by_working_time(staff: pd.DataFrame, pay: pd.Series, level: float = 0.95) -> Results:
    """Mean pay gap of full-time and of part-time people, where women work part-time far more often; else no result.

    There the gap of all people also reflects who works part-time and how that is paid. Reasons as
    :func:`mean_pay_gap`; the condition is :func:`working_time.women_work_part_time`.
    """
    if not women_work_part_time(staff):
        return Results()
    by_time = staff.assign(working_time=working_time(staff))
    return mean_pay_gap(by_time, pay, "working_time", [FULL_TIME, PART_TIME], level)


@requires("sex", counted="people")
def factor_weighted_gap(staff: pd.DataFrame, pay: pd.Series, by: str | Sequence[str], level: float = 0.95) -> Results:
    """Σ_c (n_c / N) · gap_c over the cells of ``by`` that hold both sexes; N the people in these cells.

    ILO Global Wage Report 2018/19, part II. ``details``: pay_unit, raw_gap (mean gap of all paid women and men),
    cells, covered, left_out (paid people in cells of one sex or without a cell), coverage (share).
    The interval takes one coefficient of variation per sex for all cells, so that cells of one person count.
    Reasons: no_rows, no_pay, one_sex_only, no_common_cells.
    """
    keys = columns_of(by)
    _, women, men, rows = pay_cells(staff, pay)[0]
    reason = unpaid(rows, women, men)
    women, men = women[women > 0], men[men > 0]
    every = Headcount(women=float(women.size), men=float(men.size))
    if reason:
        return Results(result_of(every, None, "gap", {}, reason))
    pay = pay.where(pay > 0)
    cells = [
        (w, m)
        for group, w, m, _ in pay_cells(staff, pay, keys)
        if NOT_STATED not in group.values() and w.size and m.size
    ]
    size = np.array([w.size + m.size for w, m in cells], dtype=float)
    covered = float(size.sum())
    details = unit_of(pay) | {
        "raw_gap": float(1 - women.mean() / men.mean()),
        "cells": float(len(cells)),
        "covered": covered,
        "left_out": every.both - covered,
        "coverage": covered / every.both,
    }
    if not cells:
        return Results(result_of(every, None, "gap", {}, "no_common_cells", details))
    ratio = np.array([w.mean() / m.mean() for w, m in cells])
    value = float(np.sum(size / covered * (1 - ratio)))
    half = _weighted_half_width(cells, size / covered, ratio, level)
    base = Headcount(women=float(sum(w.size for w, _ in cells)), men=float(sum(m.size for _, m in cells)))
    low, high = (None, None) if half is None else (value - half, value + half)
    parts = remainders(women, men)  # dominance is checked among all paid people, not only those in these cells
    return Results(result_of(base, value, "gap", {}, None, details, low, high, level, parts))


def _receipt_ratio(
    every: Headcount, received: Headcount, stated: bool, group: Group, confidence_level: float
) -> Result:
    reason = (
        "no_rows" if every.total == 0
        else "no_variable_pay" if not stated
        else "one_sex_only" if not (every.women and every.men)
        else None
    )  # fmt: skip
    details = {"receivers_women": received.women, "receivers_men": received.men} if stated else {}
    parts = by_sex("receivers", received.women, received.men) if stated else ()
    if reason:
        return result_of(every, None, "ratio", group, reason, details, parts=parts)
    share_women, share_men = received.women / every.women, received.men / every.men
    details |= {"share_women": share_women, "share_men": share_men}
    if share_men == 0:
        return result_of(every, None, "ratio", group, "zero_denominator", details, parts=parts)
    low, high = None, None
    if share_women:
        low, high = ratio_of_shares_interval(received.women, every.women, received.men, every.men, confidence_level)
    return result_of(every, share_women / share_men, "ratio", group, None, details, low, high, confidence_level, parts)


def _weighted_half_width(
    cells: list[tuple[Floats, Floats]], weight: Floats, ratio: Floats, confidence_level: float
) -> float | None:
    per_cell = np.zeros(len(cells))
    for sex in (0, 1):
        samples = [cell[sex] for cell in cells]
        freedom = sum(sample.size - 1 for sample in samples)
        if freedom == 0:
            return None
        squares = sum(float(((sample / sample.mean() - 1) ** 2).sum()) for sample in samples)
        per_cell += squares / freedom / np.array([sample.size for sample in samples])
    return normal_quantile(confidence_level) * math.sqrt(float(np.sum((weight * ratio) ** 2 * per_cell)))
