"""Change of the share of women over rounds or years, and when a target would be reached if it went on.

Points are a DataFrame with columns ``year`` (a number; 2024.5 is mid-2024), ``women`` and ``people`` (everybody whose
answer is known), one row a round, year or event. Lines are fitted with the people of each point as weight.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from genderaudit.foundations.errors import wrong_call
from genderaudit.measures.counting import Headcount, composed, numbers
from genderaudit.measures.representation import seats_required
from genderaudit.measures.requirements import requires
from genderaudit.measures.result import Result
from genderaudit.measures.results import Results
from genderaudit.measures.statistics import Floats, newcombe_difference, normal_quantile, student_quantile

FARTHEST_YEARS = 100.0
"""A target that lies farther ahead than this is reported as not reached."""

LEAST_YEARS = 1.75
"""Years from the first to the last point of a trend; annual meetings are not held to the day."""

POWER = 0.80


def years_to_target(first: float, last: float, years: float, target: float = 0.5) -> tuple[float, float]:
    """Years from the last of two points until the target, going on (linearly, on the logit scale).

    Two points carry no uncertainty: for explanation only, never a finding. Raises ``ValueError`` unless the
    share rises and the target lies ahead.
    """
    from scipy.special import logit

    if not 0 < first < last < target < 1 or years <= 0:
        raise ValueError("Years to a target need two rising shares below the target, some years apart.")
    linear = (target - last) / ((last - first) / years)
    curved = (logit(target) - logit(last)) / ((logit(last) - logit(first)) / years)
    return float(linear), float(curved)


def smallest_visible_change(error: float, level: float = 0.95) -> float:
    """The smallest change that is found four times in five (80 % power), of a change with this standard error."""
    return (normal_quantile(level) + normal_quantile(2 * POWER - 1)) * error


@requires()
def change_of_counts(first: Headcount, last: Headcount) -> Results:
    """Share of women now minus share before, of people or seats that were all counted: a fact, without an interval.

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
    """Share of women now minus share before, with Newcombe interval: of people who are a sample, a survey for example.

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
    """Change of the share of women per year: weighted straight line, t interval (points − 2 degrees).

    ``women`` and ``n`` sum the points. ``details``: points, points_left_out (without a year or people),
    first, last (shares), p_value. No share changes by more than the whole: the interval ends at −1 and 1.
    Reasons: no_rows, fewer_than_three_points (of different days), too_short_a_time (fewer than
    ``LEAST_YEARS`` from the first to the last point, or nearly all people within a few days).
    """
    from scipy.special import stdtr

    series = _series(points)
    base = Headcount.women_of(float(series["women"].sum()), float(series["people"].sum()))
    details = _points_used(points, series)
    if series.empty or series["year"].nunique() < 3:
        reason = "no_rows" if series.empty else "fewer_than_three_points"
        return Results(composed(base, None, "difference", group or {}, reason, details))
    share, weight = _shares(series)
    line = _fit(series["year"].to_numpy(dtype=float), share, weight)
    # A slope beyond the whole comes of points that nearly all weigh on a few days.
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
    """Year in which the fitted line reaches the target: linear, then on the logit scale (group model).

    Read both as one range. The interval holds the years in which the target lies inside the band of the
    line (Fieller); without ``high`` (``details`` open: 1) the data do not exclude that it is never reached.
    Reasons: no_rows, fewer_than_three_points, already_reached (at the last point), not_reached (no rise, or
    more than a hundred years away).
    """
    series = _series(points)
    base = Headcount.women_of(float(series["women"].sum()), float(series["people"].sum()))
    details = _points_used(points, series) | {"target": target}
    reason = None
    if series.empty or series["year"].nunique() < 3:
        reason = "no_rows" if series.empty else "fewer_than_three_points"
    elif _shares(series)[0][-1] >= target:
        reason = "already_reached"
    results = []
    for model in ("linear", "logit"):
        group = {"model": model}
        if reason:
            results.append(composed(base, None, "year", group, reason, details))
        else:
            results.append(_projected(series, target, model, base, details, level))
    return Results(results)


@requires("year", "women", "people", optional=("missing",))
def path_to_target(points: pd.DataFrame, target: float, due: float, group: Mapping[str, str] | None = None) -> Results:
    """How far a full count is from the straight way to a target with a date: share now minus what the way asks now.

    The way leads from the first point to ``target`` in the year ``due``; 0 or more: on course. ``n`` and ``women`` are
    those of the last point. ``details``: target, by (``due``), share_now, missing (whole people or seats that the last
    point lacks; as column ``missing`` says, where bodies are counted one by one); with a date ahead per_year (whole
    ones that each year must bring), and expected (share that the way asks now).
    Reasons: no_rows, already_reached, date_passed, one_point_only (there is no way yet; per_year is told all the same).
    """
    points = points.reset_index(drop=True)
    series = _series(points)
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


def _series(points: pd.DataFrame) -> pd.DataFrame:
    """Points with people in them, in order of time."""
    series = pd.DataFrame({name: numbers(points[name]) for name in ("year", "women", "people")}).dropna()
    if (series["women"] > series["people"]).any():
        raise wrong_call("A point has more women than people. People are everybody whose answer is known, women too.")
    return series[series["people"] > 0].sort_values("year", kind="stable")


def _points_used(points: pd.DataFrame, series: pd.DataFrame) -> dict[str, float]:
    unused = len(points) - len(series)
    return {"points": float(len(series))} | ({"points_left_out": float(unused)} if unused else {})


def _shares(series: pd.DataFrame) -> tuple[Floats, Floats]:
    women, people = series["women"].to_numpy(dtype=float), series["people"].to_numpy(dtype=float)
    return women / people, people


def _fit(x: Floats, y: Floats, weight: Floats) -> _Line:
    total = float(weight.sum())
    centre, height = float((weight * x).sum() / total), float((weight * y).sum() / total)
    spread = float((weight * (x - centre) ** 2).sum())
    slope = float((weight * (x - centre) * (y - height)).sum() / spread)
    residual = y - height - slope * (x - centre)
    squares = float((weight * residual**2).sum())
    # Points on a line leave rounding only; it would pass for a tiny, but real, uncertainty.
    squares = 0.0 if squares < 1e-18 * total else squares
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


def _projected(
    series: pd.DataFrame,
    target: float,
    model: str,
    base: Headcount,
    details: dict[str, float],
    level: float,
) -> Result:
    from scipy.special import logit

    share, weight = _shares(series)
    year = series["year"].to_numpy(dtype=float)
    goal = target
    if model == "logit":
        # A share of 0 or 1 has no logit: half a person is added to the women and half to the rest, as is usual.
        edge = (share == 0) | (share == 1)
        share = np.where(edge, (share * weight + 0.5) / (weight + 1), share)
        weight = weight * share * (1 - share)
        share, goal = logit(share), float(logit(target))
    line = _fit(year, share, weight)
    last = float(year[-1])
    group = {"model": model}
    reached = line.centre + (goal - line.height) / line.slope if line.slope > 0 else math.inf
    if reached - last > FARTHEST_YEARS:
        return composed(base, None, "year", group, "not_reached", details)
    low, high = _reach_interval(line, goal, level)
    low = min(reached, max(last, low))
    if high - last > FARTHEST_YEARS:
        return composed(base, max(last, reached), "year", group, None, details | {"open": 1.0}, low, None, level)
    # The line may pass the target before the last point, though that point itself lies below.
    value, high = max(last, reached), max(last, high)
    return composed(base, value, "year", group, None, details | {"open": 0.0}, max(last, low), high, level)


def _reach_interval(line: _Line, goal: float, level: float) -> tuple[float, float]:
    """Years between which the band of the line covers the goal; ``inf`` where it has no end."""
    t = student_quantile(line.freedom, level)
    scale = t * t * line.variance
    gap = line.height - goal
    a = line.slope**2 - scale / line.spread
    b = gap * line.slope
    c = gap * gap - scale / line.weight
    root = math.sqrt(max(0.0, b * b - a * c))
    if a <= 0:
        # The slope may be nil: the band covers the goal from some year on for ever, or always.
        low = -math.inf if b * b < a * c or a == 0 else (-b - root) / a
        return line.centre + low, math.inf
    return line.centre + (-b - root) / a, line.centre + (-b + root) / a
