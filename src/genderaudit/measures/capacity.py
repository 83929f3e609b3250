"""Investment in gender equality: training, gender expertise (focal points) and budget."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

import numpy as np
import pandas as pd

from genderaudit.foundations.errors import wrong_call
from genderaudit.measures.counting import (
    NOT_STATED,
    YOUTH_LIMIT,
    By,
    Group,
    Headcount,
    columns_of,
    composed,
    headcounts,
    labels,
    numbers,
    people,
    result_of,
    youth,
)
from genderaudit.measures.inference import Floats, wilson
from genderaudit.measures.pay import pay_cells, ratio_of_means_interval, remainders
from genderaudit.measures.representation import parity_index, share_among
from genderaudit.measures.requirements import requires
from genderaudit.measures.result import Part, Result, Unit
from genderaudit.measures.results import Results

UNSUMMED = ("mixed_currencies", "no_amounts", "negative_amounts")  # reasons with which amounts have no sum
MARKERS = ("0", "1", "2", "3")
"""Gender marker of a budget line: 0 none, 1 limited, 2 significant, 3 equality is the main objective."""


@requires("sex", "training_hours", counted="people")
def training_hours(staff: pd.DataFrame, by: By = None, order: Iterable[str] | None = None) -> Results:
    """Hours of training per head, women and men together, the whole or one per group; 0 hours counts.

    ``details``: mean_women, mean_men, not_stated (women and men whose hours are blank).
    Reasons: no_rows, no_hours (nobody's are stated).
    """
    return Results(_mean_hours(*cell, confidence_level=None) for cell in _training_cells(staff, by, order))


@requires("sex", "training_hours", counted="people")
def training_parity(
    staff: pd.DataFrame, by: By = None, order: Iterable[str] | None = None, level: float = 0.95
) -> Results:
    """Parity index of training: hours per woman / hours per man; 1 = equal. Interval on the log scale.

    ``details``: value_women, value_men, not_stated. Reasons: no_rows, no_hours, one_sex_only, zero_denominator.
    """
    return Results(_mean_hours(*cell, confidence_level=level) for cell in _training_cells(staff, by, order))


@requires("sex", "gender_training", counted="people")
def gender_training(
    staff: pd.DataFrame, by: By = None, order: Iterable[str] | None = None, level: float = 0.95
) -> Results:
    """Share of people trained in gender equality, of those for whom it is stated; Wilson interval.

    ``women`` are the trained women. ``details``: share_women, share_men. Reasons: no_rows, no_training.
    """
    stated = staff["gender_training"].notna().to_numpy(dtype=bool)
    trained = staff["gender_training"].fillna(False).to_numpy(dtype=bool)
    keys = columns_of(by)
    known = {tuple(group.values()): count for group, count in headcounts(staff[stated], keys)}
    some = {tuple(group.values()): count for group, count in headcounts(staff[trained], keys)}
    results = []
    for group, every in headcounts(staff, keys, order):
        base = known.get(tuple(group.values()), Headcount())
        part = some.get(tuple(group.values()), Headcount())
        reason = None if base.total else "no_training" if every.total else "no_rows"
        results.append(_share_of(part, base, group, reason, level))
    return Results(results)


@requires("sex", "gender_focal_point")
def focal_point_coverage(staff: pd.DataFrame, by: str = "unit") -> Results:
    """Share of units with a gender focal point (ILO Action Plan: coverage of all offices); ``n`` is units.

    ``details``: units, covered, focal_points, without_unit (people).
    Reasons: no_rows, no_units, no_focal_points (not stated).
    """
    units = labels(staff[by])
    focal = staff["gender_focal_point"].fillna(False).to_numpy(dtype=bool)
    stated = (units != NOT_STATED).to_numpy(dtype=bool)
    total = int(units[stated].nunique())
    covered = int(units[stated & focal].nunique())
    reason = (
        "no_rows" if staff.empty
        else "no_units" if total == 0
        else "no_focal_points" if staff["gender_focal_point"].isna().all()
        else None
    )  # fmt: skip
    details = {
        "units": float(total),
        "covered": float(covered),
        "focal_points": float(people(staff)[focal].sum()),
    }
    if not stated.all():
        details["without_unit"] = float(people(staff)[~stated].sum())
    value = None if reason else covered / total
    return Results(Result(value=value, unit="share", n=total, reason=reason, details=details))


@requires("sex", "gender_focal_point", counted="people")
def focal_point_men(staff: pd.DataFrame, level: float = 0.95) -> Results:
    """Share of gender focal points who are not women, (N − F) / N (ILO: 28 % men in 2006).

    Reasons: no_focal_points (not stated), none_named (nobody is one).
    """
    focal = staff[staff["gender_focal_point"].fillna(False).to_numpy(dtype=bool)]
    base = headcounts(focal)[0][1]
    if not base.known:
        return Results(composed(base, None, "share", {}, _no_focal_points(staff)))
    others = base.known - base.women
    low, high = wilson(others, base.known, level)
    return Results(composed(base, others / base.known, "share", {}, None, {}, low, high, level))


@requires("sex", "level", "gender_focal_point", counted="people")
def focal_point_seniority(staff: pd.DataFrame, levels: Sequence[str], middle: str, level: float = 0.95) -> Results:
    """Share of gender focal points at ``middle`` (middle management) or a level above it; levels top first.

    ``women`` are those at or above. ``details``: focal_points, share_women and share_men (among women's and men's
    focal points), not_stated (no level). Reasons: no_levels (none given), and those of :func:`focal_point_men`.
    Raises ``AuditError`` where ``middle`` is none of ``levels``.
    """
    if not levels:
        return Results(composed(headcounts(staff)[0][1], None, "share", {}, "no_levels"))
    if middle not in levels:
        raise wrong_call(f"The level of middle management, {middle!r}, is not one of the levels: {', '.join(levels)}.")
    focal = staff[staff["gender_focal_point"].fillna(False).to_numpy(dtype=bool)]
    senior = focal[focal["level"].isin(list(levels[: list(levels).index(middle) + 1])).to_numpy(dtype=bool)]
    base, part = headcounts(focal)[0][1], headcounts(senior)[0][1]
    reason = None if base.total else _no_focal_points(staff)
    result = _share_of(part, base, {}, reason, level)
    extra = {"focal_points": base.total, "not_stated": float(people(focal)[focal["level"].isna()].sum())}
    return Results(replace(result, details={**result.details, **extra}))


@requires("sex", "gender_focal_point", "focal_point_terms", "focal_point_time", "age_low", "age_high")
def focal_point_mandate(staff: pd.DataFrame, limit: float = YOUTH_LIMIT, level: float = 0.95) -> Results:
    """Shares of gender focal points: with terms of reference, with working time freed (above 0), and young.

    Each of those for whom it is stated (``group``: support); no result where it is stated for nobody, nor without focal
    points. The share is of all focal points, whatever their sex. ``details``: share_women, share_men.
    """
    focal = staff[staff["gender_focal_point"].fillna(False).to_numpy(dtype=bool)]
    time = numbers(focal["focal_point_time"])
    young, older = youth(focal, limit)
    terms = focal["focal_point_terms"]
    supports = {
        "terms": (terms.notna().to_numpy(dtype=bool), terms.fillna(False).to_numpy(dtype=bool)),
        "time": (~np.isnan(time), np.nan_to_num(time) > 0),
        "young": (young | older, young),
    }
    results = []
    for name, (stated, has) in supports.items():
        base, part = (headcounts(focal[rows])[0][1] for rows in (stated, stated & has))
        if base.total:
            found = _share_of(part, base, {"support": name}, None, level)
            results.append(replace(found, women=None))
    return Results(results)


def _no_focal_points(staff: pd.DataFrame) -> str:
    return "no_focal_points" if staff["gender_focal_point"].isna().all() else "none_named"


@requires("amount", "currency", "gender_marker")
def budget_by_marker(budget: pd.DataFrame, markers: Sequence[str] = MARKERS) -> Results:
    """Share of the budget by gender marker, 0 to 3, and of lines without one (not_stated, if any).

    ``n`` is lines. ``details``: amount, total, without_amount (lines whose amount is blank). Reasons: no_rows,
    no_amounts, mixed_currencies (filter to one currency first), negative_amounts, zero_denominator.
    """
    amount, names = numbers(budget["amount"]), labels(budget["gender_marker"]).to_numpy(dtype=object)
    total = float(np.nansum(amount))
    reason = _budget_reason(budget, total)
    if reason in (None, "zero_denominator") and (amount < 0).any():
        reason = "negative_amounts"
    shown = [*markers, *sorted(set(names) - set(markers) - {NOT_STATED})]
    if NOT_STATED in names:
        shown.append(NOT_STATED)
    results = []
    for name in shown:
        part = float(np.nansum(amount[names == name]))
        blank = float(np.isnan(amount[names == name]).sum())
        results.append(
            Result(
                value=None if reason else part / total,
                unit="share",
                n=int((names == name).sum()),
                group={"gender_marker": name},
                reason=reason,
                details=({} if reason in UNSUMMED else {"amount": part, "total": total})
                | ({"without_amount": blank} if blank else {}),
            )
        )
    return Results(results)


@requires("amount", "currency", "gender_marker")
def budget_for_equality(budget: pd.DataFrame, markers: Sequence[str] = ("2", "3")) -> Results:
    """Share of the budget on lines whose gender marker is one of ``markers``; the base is all lines.

    ``n`` is all lines. ``details``: amount, total, unmarked (share of the budget without a marker), without_amount.
    Reasons as :func:`budget_by_marker`, and no_markers (no line bears one).
    """
    parts = {result.group["gender_marker"]: result for result in budget_by_marker(budget)}
    chosen = [parts[name] for name in markers if name in parts]
    whole = next(iter(parts.values()))
    reason = whole.reason or ("no_markers" if budget["gender_marker"].isna().all() else None)
    blank = sum(part.details.get("without_amount", 0.0) for part in parts.values())
    if reason:
        rest = {"without_amount": blank} if blank else {}
        return Results(Result(value=None, unit="share", n=len(budget), reason=reason, details=rest))
    unmarked = parts[NOT_STATED].value if NOT_STATED in parts else 0.0
    return Results(
        Result(
            value=sum(part.value or 0.0 for part in chosen),
            unit="share",
            n=len(budget),
            details={
                "amount": sum(part.details["amount"] for part in chosen),
                "total": whole.details["total"],
                "unmarked": unmarked or 0.0,
                **({"without_amount": blank} if blank else {}),
            },
        )
    )


@requires("amount", "currency", "gender_marker", "objective")
def budget_by_objective(budget: pd.DataFrame, markers: Sequence[str] = ("2", "3")) -> Results:
    """Per objective, the share of its budget on lines whose gender marker is one of ``markers``.

    ``n`` is the lines of the objective; those without one are not_stated. No result where no line has an objective.
    Reasons as :func:`budget_for_equality`.
    """
    names = labels(budget["objective"])
    if (names == NOT_STATED).all():
        return Results()
    return Results(
        replace(result, group={"objective": str(name)})
        for name in sorted(names.unique(), key=lambda one: (one == NOT_STATED, str(one)))
        for result in budget_for_equality(budget[names == name], markers)
    )


@requires("amount", "spent", optional=("currency",))
def budget_spent(lines: pd.DataFrame, by: str | None = None) -> Results:
    """Amount spent / amount voted, over the lines with both known; above 1 where more was spent than voted.

    ``lines``: of a budget, or activities with the amount voted as ``amount``; those for equality are selected by
    :func:`genderaudit.measures.for_equality`. ``by``: ``objective`` or ``line``, one result for each that states
    spending, in the order of the list. ``n`` is those lines, ``details``: without_spending (further lines whose
    spending or vote is unknown). No result where no line states spending.
    Reasons: no_rows (no line has both known), mixed_currencies, negative_amounts, zero_denominator (nothing
    was voted).
    """
    if by is None:
        return Results(_spent(lines, {}))
    names = labels(lines[by])
    stated = [str(name) for name in names.unique() if name != NOT_STATED]
    return Results(one for name in stated for one in _spent(lines[names == name], {by: name}))


def _spent(lines: pd.DataFrame, group: Mapping[str, str]) -> list[Result]:
    voted, spent = numbers(lines["amount"]), numbers(lines["spent"])
    if np.isnan(spent).all():
        return []
    known = ~np.isnan(voted) & ~np.isnan(spent)
    total, n = float(voted[known].sum()), int(known.sum())
    reason = _budget_reason(lines[known], total)
    if reason in (None, "zero_denominator") and ((voted[known] < 0).any() or (spent[known] < 0).any()):
        reason = "negative_amounts"
    rest = {"without_spending": float(len(lines) - n)} if len(lines) > n else {}
    value = None if reason else float(spent[known].sum()) / total
    return [Result(value=value, unit="share", n=n, group=group, reason=reason, details=rest)]


@requires("line", "amount", "currency")
def budget_per_head(budget: pd.DataFrame, heads: Mapping[str, float], whom: Mapping[str, str] | None = None) -> Results:
    """Amount per head of each named line, e.g. the women's committee per woman member; ``heads`` by line.

    ``whom``: line → women or youth. ``n`` is the heads. ``details``: amount, and the heads as heads_women or
    heads_youth where ``whom`` names them, and without_amount (lines whose amount is blank).
    Reasons: no_committee_lines (none named, or no such line), no_amounts, mixed_currencies, no_heads (unknown or 0).
    """
    lines = labels(budget["line"]).to_numpy(dtype=object)
    results = []
    for name, number in heads.items():
        lines_of_name = budget[lines == name]
        heads_known = max(0.0, float(number))
        details = {f"heads_{whom[name]}": float(number)} if whom and name in whom else {}
        if blank := int(lines_of_name["amount"].isna().sum()):
            details["without_amount"] = float(blank)
        amount = float(np.nansum(numbers(lines_of_name["amount"])))
        reason = "no_committee_lines" if lines_of_name.empty else _budget_reason(lines_of_name, 1.0)
        reason = reason or ("no_heads" if number <= 0 else None)
        results.append(
            Result(
                value=None if reason else amount / number,
                unit="amount",
                n=heads_known,
                group={"line": name},
                reason=reason,
                details=details if reason and reason != "no_heads" else {"amount": amount} | details,
                parts=(Part("people", "", heads_known),),
            )
        )
    return Results(results or [Result(value=None, unit="amount", n=0, reason="no_committee_lines")])


def _training_cells(
    staff: pd.DataFrame, by: By, order: Iterable[str] | None
) -> list[tuple[dict[str, str], Floats, Floats, Headcount]]:
    hours = pd.Series(numbers(staff["training_hours"]), index=staff.index)
    cells = pay_cells(staff, hours, by, order)
    counts = [count for _, count in headcounts(staff, by, order)]
    return [(group, w, m, count) for (group, w, m, _), count in zip(cells, counts, strict=True)]


def _mean_hours(
    group: dict[str, str], women: Floats, men: Floats, every: Headcount, confidence_level: float | None
) -> Result:
    """Return mean hours per head (for None), or the parity index with its interval at ``confidence_level``."""
    base = Headcount(women=float(women.size), men=float(men.size))
    missing = {"not_stated": every.both - base.both}
    mean_women, mean_men = (float(hours.mean()) if hours.size else None for hours in (women, men))
    unit: Unit = "hours" if confidence_level is None else "ratio"
    if base.both == 0:
        return result_of(base, None, unit, group, "no_hours" if every.both else "no_rows", missing)
    if confidence_level is None:
        value = float(np.concatenate([women, men]).mean())
        means = {"mean_women": mean_women, "mean_men": mean_men}
        stated = {name: number for name, number in means.items() if number is not None}
        return result_of(base, value, "hours", group, None, stated | missing, parts=remainders(women, men))
    (result,) = parity_index(mean_women, mean_men, base.women, base.men, group)
    low, high = (None, None) if not result.value else ratio_of_means_interval(women, men, confidence_level)
    details, parts = {**result.details, **missing}, (*result.parts, *remainders(women, men))
    return replace(result, low=low, high=high, level=confidence_level, details=details, parts=parts)


def _share_of(counted: Headcount, base: Headcount, group: Group, reason: str | None, confidence_level: float) -> Result:
    """Return the share of a base that is counted, with the shares of its women and of its men as details."""
    details = {}
    if base.women:
        details["share_women"] = counted.women / base.women
    if base.men:
        details["share_men"] = counted.men / base.men
    return share_among(counted, base, "chosen", group, reason, details, confidence_level)


def _budget_reason(budget: pd.DataFrame, total: float) -> str | None:
    if budget.empty:
        return "no_rows"
    if budget["amount"].isna().all():
        return "no_amounts"
    if "currency" in budget and budget["currency"].nunique() > 1:
        return "mixed_currencies"
    return "zero_denominator" if total == 0 else None
