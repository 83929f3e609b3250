"""Change of the share of women over rounds or years, and the projected year of reaching a target.

Points are a DataFrame with columns ``year`` (a number; 2024.5 is mid-2024), ``women`` and ``people`` (everybody whose
sex is recorded), one row per round, year or event. Lines are fitted with the people of each point as weight.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from genderaudit.foundations.errors import wrong_call
from genderaudit.measures.counting import Headcount, composed, numbers
from genderaudit.measures.inference import Floats, newcombe_difference, normal_quantile, student_quantile
from genderaudit.measures.quota_seats import seats_required
from genderaudit.measures.requirements import requires
from genderaudit.measures.result import Result
from genderaudit.measures.results import Results

FARTHEST_YEARS = 100.0
"""A target that would be reached later than this is reported as not reached."""

LEAST_YEARS = 1.75
"""Fewest years from the first to the last point of a trend: below two, as annual meetings vary by some weeks."""

POWER = 0.80
ROUNDING = (
    1e-18  # weighted mean squared residual of points on a line: rounding of shares of about 1e-16, squared and more
)


def years_to_target(first: float, last: float, years: float, target: float = 0.5) -> tuple[float, float]:
    """Return the years from the last of two points until the target (linearly, on the logit scale) at the same pace.

    Two points carry no uncertainty: for explanation only, never a finding. Raises ``ValueError`` unless the
    share rises and the target lies ahead.
    """
    from scipy.special import logit

    if not 0 < first < last < target < 1 or years <= 0:
        raise ValueError("Years to a target need two rising shares below the target, some years apart.")
    linear = (target - last) / ((last - first) / years)
    curved = (logit(target) - logit(last)) / ((logit(last) - logit(first)) / years)
    return float(linear), float(curved)


def smallest_visible_change(error: float, confidence_level: float = 0.95) -> float:
    """Return the change detected with 80 % power (four times in five), given the standard error of a change."""
    return (normal_quantile(confidence_level) + normal_quantile(2 * POWER - 1)) * error


@requires()
def change_of_counts(first: Headcount, last: Headcount) -> Results:
    """Share of women now minus share before, of people or seats counted in full: a fact, without an interval.

    ``women`` and ``n`` are the later ones. ``details``: before, after (shares), women_before, women_after, n_before.
    Reason: no_rows (at either time).
    """
    if not (first.known and last.known):
        return Results(composed(last, None, "difference", {}, "no_rows"))
    shares = {"before": first.share, "after": last.share}
    counts = {"women_before": first.women, "women_after": last.women, "n_before": first.known}
    return Results(composed(last, last.share - first.share, "difference", {}, None, shares | counts))


@requires()
def change_between(first: Headcount, last: Headcount, level: float = 0.95) -> Results:
    """Share of women now minus share before, with Newcombe interval; for samples of people, such as a survey.

    ``women`` and ``n`` are the later ones. ``details``: before, after, detectable
    (:func:`smallest_visible_change`). Reason: no_rows (at either time).
    """
    if not (first.known and last.known):
        return Results(composed(last, None, "difference", {}, "no_rows"))
    pooled = (first + last).share
    error = math.sqrt(pooled * (1 - pooled) * (1 / first.known + 1 / last.known))
    details = {
        "before": first.share,
        "after": last.share,
        "detectable": smallest_visible_change(error, level),
    }
    low, high = newcombe_difference(last.women, last.known, first.women, first.known, level)
    value = last.share - first.share
    return Results(composed(last, value, "difference", {}, None, details, low, high, level))


@requires("year", "women", "people")
def trend(points: pd.DataFrame, group: Mapping[str, str] | None = None, level: float = 0.95) -> Results:
    """Change of the share of women per year: weighted straight line, t interval (points − 2 degrees of freedom).

    ``women`` and ``n`` sum the points. ``details``: points, points_left_out (without a year or people),
    first, last (shares), p_value. The interval is cut at −1 and 1, the largest possible changes.
    Reasons: no_rows, fewer_than_three_points (of different days), too_short_a_time (fewer than
    ``LEAST_YEARS`` from the first to the last point, or nearly all people within a few days).
    """
    from scipy.special import stdtr

    series = _valid_points(points)
    base = Headcount.women_of(float(series["women"].sum()), float(series["people"].sum()))
    details = _point_details(points, series)
    if series.empty or series["year"].nunique() < 3:
        reason = "no_rows" if series.empty else "fewer_than_three_points"
        return Results(composed(base, None, "difference", group or {}, reason, details))
    share, weight = _shares_and_weights(series)
    line = _fit_line(series["year"].to_numpy(dtype=float), share, weight)
    # A slope beyond 1 a year arises where nearly all people are at events a few days apart.
    if series["year"].max() - series["year"].min() < LEAST_YEARS or abs(line.slope) > 1:
        return Results(composed(base, None, "difference", group or {}, "too_short_a_time", details))
    half = student_quantile(line.freedom, level) * line.slope_error
    p_value = float(2 * stdtr(line.freedom, -abs(line.slope) / line.slope_error)) if half else None
    details |= {"first": float(share[0]), "last": float(share[-1])}
    if p_value is not None:
        details["p_value"] = p_value
    low, high = max(-1.0, line.slope - half), min(1.0, line.slope + half)
    return Results(composed(base, line.slope, "difference", group or {}, None, details, low, high, level))


@requires("year", "women", "people")
def projection_to_target(points: pd.DataFrame, target: float, level: float = 0.95) -> Results:
    """Year in which the fitted line reaches the target: linear, then on the logit scale (group ``model``).

    Read both as one range. The interval holds the years in which the confidence band of the line contains the target
    (Fieller); without ``high`` (``details`` open: 1) the data do not exclude that it is never reached.
    Reasons: no_rows, fewer_than_three_points, already_reached (at the last point), not_reached (no rise, or
    more than a hundred years away).
    """
    series = _valid_points(points)
    base = Headcount.women_of(float(series["women"].sum()), float(series["people"].sum()))
    details = _point_details(points, series) | {"target": target}
    reason = None
    if series.empty or series["year"].nunique() < 3:
        reason = "no_rows" if series.empty else "fewer_than_three_points"
    elif _shares_and_weights(series)[0][-1] >= target:
        reason = "already_reached"
    results = []
    for model in ("linear", "logit"):
        group = {"model": model}
        if reason:
            results.append(composed(base, None, "year", group, reason, details))
        else:
            results.append(_project(series, target, model, base, details, level))
    return Results(results)


@requires("year", "women", "people", optional=("missing",))
def path_to_target(points: pd.DataFrame, target: float, due: float, group: Mapping[str, str] | None = None) -> Results:
    """Distance of a full count from the straight path to a target with a date: share now minus share due now.

    The path leads from the first point to ``target`` in the year ``due``; 0 or more: on course. ``n`` and ``women`` are
    those of the last point. ``details``: target, by (``due``), share_now, missing (whole people or seats that the last
    point lacks; from column ``missing`` where bodies are counted one by one); with a date ahead per_year (whole
    ones to gain each year), and expected (share due now).
    Reasons: no_rows, already_reached, date_passed, one_point_only (no path yet; per_year is given all the same).
    """
    points = points.reset_index(drop=True)
    series = _valid_points(points)
    if series.empty:
        return Results(composed(Headcount(), None, "difference", group or {}, "no_rows"))
    first, last = series.iloc[0], series.iloc[-1]
    base = Headcount.women_of(float(last["women"]), float(last["people"]))
    lacking = max(0.0, seats_required(target, base.known) - base.women)
    missing = float(numbers(points["missing"])[series.index[-1]]) if "missing" in points else lacking
    left = due - float(last["year"])
    details = {"target": target, "by": float(due), "share_now": base.share, "missing": missing}
    reason = "already_reached" if not missing else "date_passed" if left <= 0 else None
    if reason is None:
        details["per_year"] = float(math.ceil(round(missing / left, 9)))
        reason = "one_point_only" if first["year"] == last["year"] else None
    if reason:
        return Results(composed(base, None, "difference", group or {}, reason, details))
    start = first["women"] / first["people"]
    expected = float(start + (target - start) * (last["year"] - first["year"]) / (due - first["year"]))
    value = base.share - expected
    return Results(composed(base, value, "difference", group or {}, None, details | {"expected": expected}))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Line:
    centre: float  # weighted mean of x
    height: float  # value of the line there
    slope: float
    spread: float  # weighted sum of squares of x about the centre
    weight: float
    variance: float  # of a point of weight 1
    freedom: int

    @property
    def slope_error(self) -> float:
        return math.sqrt(self.variance / self.spread)


def _valid_points(points: pd.DataFrame) -> pd.DataFrame:
    """Return the points with people in them, in order of time."""
    series = pd.DataFrame({name: numbers(points[name]) for name in ("year", "women", "people")}).dropna()
    if (series["women"] > series["people"]).any():
        raise wrong_call("A point has more women than people. People are everybody whose answer is known, women too.")
    return series[series["people"] > 0].sort_values("year", kind="stable")


def _point_details(points: pd.DataFrame, series: pd.DataFrame) -> dict[str, float]:
    unused = len(points) - len(series)
    return {"points": float(len(series))} | ({"points_left_out": float(unused)} if unused else {})


def _shares_and_weights(series: pd.DataFrame) -> tuple[Floats, Floats]:
    women, people = series["women"].to_numpy(dtype=float), series["people"].to_numpy(dtype=float)
    return women / people, people


def _fit_line(x: Floats, y: Floats, weight: Floats) -> _Line:
    total = float(weight.sum())
    centre, height = float((weight * x).sum() / total), float((weight * y).sum() / total)
    spread = float((weight * (x - centre) ** 2).sum())
    slope = float((weight * (x - centre) * (y - height)).sum() / spread)
    residual = y - height - slope * (x - centre)
    squares = float((weight * residual**2).sum())
    # Points exactly on a line leave rounding errors only, which would pass for a tiny, but real, uncertainty.
    squares = 0.0 if squares < ROUNDING * total else squares
    freedom = x.size - 2
    return _Line(
        centre=centre,
        height=height,
        slope=slope,
        spread=spread,
        weight=total,
        variance=squares / freedom,
        freedom=freedom,
    )


def _project(
    series: pd.DataFrame,
    target: float,
    model: str,
    base: Headcount,
    details: dict[str, float],
    confidence_level: float,
) -> Result:
    from scipy.special import logit

    share, weight = _shares_and_weights(series)
    year = series["year"].to_numpy(dtype=float)
    goal = target
    if model == "logit":
        # A share of 0 or 1 has no logit; the usual correction adds half a person to the women and half to the rest.
        edge = (share == 0) | (share == 1)
        share = np.where(edge, (share * weight + 0.5) / (weight + 1), share)
        weight = weight * share * (1 - share)
        share, goal = logit(share), float(logit(target))
    line = _fit_line(year, share, weight)
    last = float(year[-1])
    group = {"model": model}
    reached = line.centre + (goal - line.height) / line.slope if line.slope > 0 else math.inf
    if reached - last > FARTHEST_YEARS:
        return composed(base, None, "year", group, "not_reached", details)
    low, high = _reach_interval(line, goal, confidence_level)
    low = min(reached, max(last, low))
    if high - last > FARTHEST_YEARS:
        return composed(
            base, max(last, reached), "year", group, None, details | {"open": 1.0}, low, None, confidence_level
        )
    # The line may pass the target before the last point, though that point itself lies below.
    value, high = max(last, reached), max(last, high)
    return composed(base, value, "year", group, None, details | {"open": 0.0}, max(last, low), high, confidence_level)


def _reach_interval(line: _Line, goal: float, confidence_level: float) -> tuple[float, float]:
    """Return the years between which the confidence band of the line contains the goal; ``inf`` for an open end."""
    t = student_quantile(line.freedom, confidence_level)
    scale = t * t * line.variance
    gap = line.height - goal
    a = line.slope**2 - scale / line.spread
    b = gap * line.slope
    c = gap * gap - scale / line.weight
    root = math.sqrt(max(0.0, b * b - a * c))
    if a <= 0:
        # A slope of 0 lies in its interval: the band contains the goal from some year on, or always.
        low = -math.inf if b * b < a * c or a == 0 else (-b - root) / a
        return line.centre + low, math.inf
    return line.centre + (-b - root) / a, line.centre + (-b + root) / a
