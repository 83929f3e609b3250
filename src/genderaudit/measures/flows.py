"""Selection and turnover: promotion, recruitment stages, exits."""

from __future__ import annotations

import itertools
import math
from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from genderaudit.measures.counting import By, Headcount, columns_of, composed, headcounts
from genderaudit.measures.inference import fisher_exact_p, normal_quantile, ratio_of_shares_interval
from genderaudit.measures.requirements import requires
from genderaudit.measures.result import Result, by_sex
from genderaudit.measures.results import Results

FOUR_FIFTHS = 0.80
"""US Uniform Guidelines on Employee Selection Procedures (1978), § 1607.4 D."""

ROUNDING = 1e-12
"""Tolerance with which a ratio of just four fifths counts as reaching it."""

STAGES = ("applied", "shortlisted", "appointed")


@requires()
def selection_ratio(
    selected_women: float,
    eligible_women: float,
    selected_men: float,
    eligible_men: float,
    group: Mapping[str, str] | None = None,
    level: float = 0.95,
) -> Results:
    """(sel_F / elig_F) / (sel_M / elig_M); 1 = the same chance. ``n`` and ``women`` are the eligible.

    Interval: Katz, on the log scale, where both sexes have selected people. ``details``: selected_women,
    selected_men, rate_women, rate_men, p_value (Fisher, two-sided), four_fifths (1 where the ratio is below
    0.80), four_fifths_men (1 where men's rate is below four fifths of women's).
    Reasons: no_rows, zero_eligible (of one sex), inconsistent_counts (more selected than eligible),
    zero_denominator (no man selected).
    """
    selected, eligible = (
        Headcount(women=women, men=men)
        for women, men in ((selected_women, selected_men), (eligible_women, eligible_men))
    )
    return Results(selection(selected, eligible, group or {}, level))


@requires("sex", "promoted_on", "eligible_for_promotion", counted="people")
def promotion(
    staff: pd.DataFrame,
    since: str | pd.Timestamp,
    until: str | pd.Timestamp,
    by: By = None,
    order: Sequence[str] | None = None,
    level: float = 0.95,
) -> Results:
    """Selection ratio of promotion between two days, both included, the whole or one per group.

    Eligible are people whom the list states as eligible, or who were promoted; where ``eligible_for_promotion`` is
    blank for everybody, people in service on the first day, or promoted (``details`` eligibility_stated: 0). ``n`` and
    ``women`` are as in shares: another gender is in ``n``, and in neither rate. Reasons: as :func:`selection_ratio`,
    and no_promotion_dates where no promotion is dated at all.
    """
    promoted = _is_between(staff["promoted_on"], since, until)
    stated = bool(staff["eligible_for_promotion"].notna().any())
    if stated:
        eligible = staff["eligible_for_promotion"].fillna(False).to_numpy(dtype=bool)
    else:
        eligible = in_service(staff, since)
    extra = {"eligibility_stated": float(stated)}
    dated = bool(staff["promoted_on"].notna().any())
    pairs = paired(staff, promoted, eligible | promoted, by, order)
    return Results(
        _with_details(selection(chosen, base, group, level), extra)
        if dated
        else composed(base, None, "ratio", group, "no_promotion_dates" if base.total else "no_rows", extra)
        for group, chosen, base in pairs
    )


@requires("sex", "stage")
def recruitment_stages(
    recruitment: pd.DataFrame,
    stages: Sequence[str] = STAGES,
    by: By = None,
    level: float = 0.95,
) -> Results:
    """Selection ratio of each step of recruitment, then from the first stage to the last.

    ``group``: from, to and the group of ``by``. ``details`` as :func:`selection_ratio`, and other_stages (people of the
    group at stages not in ``stages``).
    Reasons as :func:`selection_ratio`.
    """
    counts = {
        (group.pop("stage"), tuple(group.values())): count
        for group, count in headcounts(recruitment, ["stage", *columns_of(by)])
    }
    groups = [group for group, _ in headcounts(recruitment, by)]
    steps = [*itertools.pairwise(stages)]
    if len(stages) > 2:
        steps.append((stages[0], stages[-1]))
    results = []
    for group in groups:
        key = tuple(group.values())
        at_other_stages = sum(
            count.total
            for (stage, key_of_group), count in counts.items()
            if key_of_group == key and stage not in stages
        )
        other = {"other_stages": at_other_stages} if at_other_stages else {}
        for start, end in steps:
            base, chosen = (counts.get((stage, key), Headcount()) for stage in (start, end))
            name = {**group, "from": start, "to": end}
            results.append(_with_details(selection(chosen, base, name, level), other))
    return Results(results)


@requires("sex", "hired_on", "left_on")
def exit_ratio(
    staff: pd.DataFrame,
    since: str | pd.Timestamp,
    until: str | pd.Timestamp,
    by: By = None,
    order: Sequence[str] | None = None,
    level: float = 0.95,
) -> Results:
    """Leavers per head of women / of men between two days; the heads are the mean of both days' headcounts.

    Above 1 women leave more often. ``n`` and ``women`` are the mean headcounts. Interval: Poisson, on the log
    scale. ``details``: leavers_women, leavers_men, hired_women, hired_men (between the days), rate_women,
    rate_men (of the whole period).
    Reasons: no_rows, no_leaving_dates (no leaver has a date), one_sex_only, zero_denominator (no man left).
    """
    leavers = _is_between(staff["left_on"], since, until)
    before = in_service(staff, since)
    after = in_service(staff, until)
    dated = bool(staff["left_on"].notna().any())
    first = {tuple(g.values()): c for g, c in headcounts(staff[before], by)}
    last = {tuple(g.values()): c for g, c in headcounts(staff[after], by)}
    nobody = Headcount()
    results = []
    for group, left, _ in paired(staff, leavers, np.ones(len(staff), dtype=bool), by, order):
        key = tuple(group.values())
        start, end = first.get(key, nobody), last.get(key, nobody)
        results.append(_exit_ratio_of(left, end - start + left, start.mean(end), dated, group, level))
    return Results(results)


@requires("hired_on", "left_on")
def in_service(staff: pd.DataFrame, day: str | pd.Timestamp) -> NDArray[np.bool_]:
    """Return a mask of the people in service at the end of ``day``; a blank start is before it, a blank end after."""
    moment = pd.Timestamp(day)
    hired = pd.to_datetime(staff["hired_on"])
    left = pd.to_datetime(staff["left_on"])
    return np.asarray(((hired.isna() | (hired <= moment)) & (left.isna() | (left > moment))).to_numpy())


def selection(selected: Headcount, eligible: Headcount, group: Mapping[str, str], confidence_level: float) -> Result:
    """Return the ratio of the chances of women and men, as :func:`selection_ratio`, from counts of both."""
    details = {"selected_women": selected.women, "selected_men": selected.men}
    parts = by_sex("chosen", selected.women, selected.men)
    reason = (
        "inconsistent_counts" if selected.women > eligible.women or selected.men > eligible.men
        else "no_rows" if eligible.known == 0
        else "zero_eligible" if eligible.women == 0 or eligible.men == 0
        else None
    )  # fmt: skip
    if reason:
        return composed(eligible, None, "ratio", group, reason, details, parts=parts)
    counts = selected.women, eligible.women, selected.men, eligible.men
    rate_women, rate_men = selected.women / eligible.women, selected.men / eligible.men
    details |= {"rate_women": rate_women, "rate_men": rate_men, "p_value": fisher_exact_p(*counts)}
    if rate_men == 0:
        return composed(eligible, None, "ratio", group, "zero_denominator", details, parts=parts)
    value = rate_women / rate_men
    details["four_fifths"] = float(value < FOUR_FIFTHS - ROUNDING)
    details["four_fifths_men"] = float(FOUR_FIFTHS * value > 1 + ROUNDING)
    low, high = ratio_of_shares_interval(*counts, confidence_level) if value else (None, None)
    return composed(eligible, value, "ratio", group, None, details, low, high, confidence_level, parts)


def _exit_ratio_of(
    leavers: Headcount,
    hires: Headcount,
    heads: Headcount,
    dated: bool,
    group: Mapping[str, str],
    confidence_level: float,
) -> Result:
    details: dict[str, float] = {}
    parts = by_sex("chosen", leavers.women, leavers.men)
    if dated:
        hired = max(0.0, hires.women), max(0.0, hires.men)
        details = {
            "leavers_women": leavers.women,
            "leavers_men": leavers.men,
            "hired_women": hired[0],
            "hired_men": hired[1],
        }
    reason = (
        "no_rows" if heads.known == 0
        else "no_leaving_dates" if not dated
        else "one_sex_only" if not (heads.women and heads.men)
        else None
    )  # fmt: skip
    if reason:
        return composed(heads, None, "ratio", group, reason, details, parts=parts)
    details |= {"rate_women": leavers.women / heads.women, "rate_men": leavers.men / heads.men}
    if leavers.men == 0:
        return composed(heads, None, "ratio", group, "zero_denominator", details, parts=parts)
    value = details["rate_women"] / details["rate_men"]
    low, high = None, None
    if value:
        spread = normal_quantile(confidence_level) * math.sqrt(1 / leavers.women + 1 / leavers.men)
        low, high = value * math.exp(-spread), value * math.exp(spread)
    return composed(heads, value, "ratio", group, None, details, low, high, confidence_level, parts)


def _is_between(column: pd.Series, since: str | pd.Timestamp, until: str | pd.Timestamp) -> NDArray[np.bool_]:
    days = pd.to_datetime(column)
    return np.asarray(days.between(pd.Timestamp(since), pd.Timestamp(until)).to_numpy(dtype=bool))


def paired(
    staff: pd.DataFrame,
    chosen: NDArray[np.bool_],
    base: NDArray[np.bool_],
    by: By,
    order: Sequence[str] | None,
) -> list[tuple[dict[str, str], Headcount, Headcount]]:
    """Return, per group of the whole table, the headcount of the chosen and of their base."""
    chosen_of = {tuple(group.values()): count for group, count in headcounts(staff[chosen], by)}
    bases = {tuple(group.values()): count for group, count in headcounts(staff[base], by)}
    nobody = Headcount()
    return [
        (group, chosen_of.get(tuple(group.values()), nobody), bases.get(tuple(group.values()), nobody))
        for group, _ in headcounts(staff, by, order)
    ]


def _with_details(result: Result, extra: Mapping[str, float]) -> Result:
    return replace(result, details={**result.details, **extra})
