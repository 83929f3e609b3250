"""Who comes to congresses, assemblies and trainings: shares, quotas and trend over events."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

import numpy as np
import pandas as pd

from genderaudit.measures.counting import (
    NOT_STATED,
    YOUTH_LIMIT,
    By,
    columns_of,
    headcounts,
    is_sex,
    labels,
    people,
    youth,
)
from genderaudit.measures.projection import trend
from genderaudit.measures.representation import seats_required, share_of_women, share_of_youth
from genderaudit.measures.requirements import requires
from genderaudit.measures.result import Result
from genderaudit.measures.results import Results


@requires("sex", optional=("date",))
def attendance_of_women(
    attendance: pd.DataFrame,
    by: By = "event",
    quota: float | None = None,
    order: Iterable[str] | None = None,
    level: float = 0.95,
) -> Results:
    """Share of women among those present, by event, role, level, age_band or several columns.

    Events come by date unless ``order`` says otherwise. With ``quota``, ``details``: quota, missing (whole
    places that women lack of all present) and quota_met (1 or 0). Reasons as :func:`share_of_women`.
    """
    order = _order(attendance, by, order)
    results = share_of_women(attendance, by, order, level)
    totals = [count.total for _, count in headcounts(attendance, by, order)]
    return Results(
        _with_quota(result, result.women or 0.0, total, quota) for result, total in zip(results, totals, strict=True)
    )


@requires("sex", "age_low", "age_high", optional=("date",))
def attendance_of_youth(
    attendance: pd.DataFrame,
    by: By = "event",
    quota: float | None = None,
    limit: float = YOUTH_LIMIT,
    order: Iterable[str] | None = None,
    level: float = 0.95,
) -> Results:
    """Share of youth (age up to ``limit``) among those present whose age is known; as for women.

    The quota is of those of known age. Details and reasons also as :func:`share_of_youth`.
    """
    results = share_of_youth(attendance, by, limit, _order(attendance, by, order), level)
    return Results(
        _with_quota(result, round(result.value * result.n), result.n, quota) if result.value is not None else result
        for result in results
    )


@requires("sex", "age_low", "age_high", optional=("date",))
def attendance_by_age(
    attendance: pd.DataFrame, limit: float = YOUTH_LIMIT, by: By = "event", level: float = 0.95
) -> Results:
    """Share of women among the youth present and among the older; group age is youth, older or not_stated."""
    age = np.select(youth(attendance, limit), ["youth", "older"], default=NOT_STATED)
    keys = [*columns_of(by), "_age"]
    results = share_of_women(attendance.assign(_age=age), keys, level=level)
    named = [
        replace(result, group={("age" if k == "_age" else k): v for k, v in result.group.items()}) for result in results
    ]
    place = {name: index for index, name in enumerate(_order(attendance, by, None) or [])}
    ages = ["youth", "older", NOT_STATED]
    return Results(
        sorted(named, key=lambda r: (place.get(next(iter(r.group.values())), len(place)), ages.index(r.group["age"])))
    )


@requires()
def quota_compliance(results: Sequence[Result], group: Mapping[str, str] | None = None) -> Results:
    """Share of events (or bodies, roles) that meet their quota, of those that have one; ``n`` is these.

    Takes the results of the measures with quota_met in ``details``. ``details``: met, without_quota (the
    results that have none). Reason: no_quota.
    """
    met = [result.details["quota_met"] for result in results if "quota_met" in result.details]
    without = len(results) - len(met)
    value = sum(met) / len(met) if met else None
    return Results(
        Result(
            value=value,
            unit="share",
            n=len(met),
            group=group or {},
            reason=None if met else "no_quota",
            details={"met": float(sum(met)), **({"without_quota": float(without)} if without else {})},
        )
    )


@requires("sex", "event", "date", counted="people")
def attendance_trend(attendance: pd.DataFrame, by: By = None, level: float = 0.95) -> Results:
    """Change of the share of women per year over the dated events, the whole or one a group (event_type, role).

    Like is compared with like: events whose kind is not stated are left out where that of others is. See
    :func:`projection.trend`. ``details`` adds undated (people at events without date).
    Reasons: no_rows, fewer_than_three_points, too_short_a_time.
    """
    keys = columns_of(by)
    names = [labels(attendance[key]).to_numpy(dtype=object) for key in keys]
    groups = [group for group, _ in headcounts(attendance, keys)]
    groups = [group for group in groups if NOT_STATED not in group.values()] or groups
    results = []
    for group in groups:
        inside = np.ones(len(attendance), dtype=bool)
        for key, name in zip(keys, names, strict=True):
            inside &= name == group[key]
        part = attendance[inside]
        (result,) = trend(_points(part), group, level)
        undated = float(people(part)[part["date"].isna().to_numpy(dtype=bool)].sum())
        results.append(replace(result, details={**result.details, "undated": undated}))
    return Results(results)


def _points(attendance: pd.DataFrame) -> pd.DataFrame:
    """Women, and people whose answer is known, at each event with a date, and its date as a year with decimals."""
    dated = attendance[attendance["date"].notna()]
    day = pd.to_datetime(dated["date"])
    start = day.groupby(labels(dated["event"]).to_numpy()).transform("min")
    year = start.dt.year + (start.dt.dayofyear - 1) / np.where(start.dt.is_leap_year, 366, 365)
    count = people(dated)
    counts = pd.DataFrame(
        {
            "event": labels(dated["event"]).to_numpy(),
            "year": year.to_numpy(dtype=float),
            "women": np.where(is_sex(dated, "F"), count, 0.0),
            "people": np.where(dated["sex"].notna().to_numpy(dtype=bool), count, 0.0),
        }
    )
    return counts.groupby(["year", "event"], as_index=False).sum()


def _order(attendance: pd.DataFrame, by: By, order: Iterable[str] | None) -> list[str] | None:
    """Events by their first date, undated last; other columns keep their own order."""
    if order is not None:
        return list(order)
    if columns_of(by) != ["event"] or "date" not in attendance:
        return None
    names = labels(attendance["event"])
    first = pd.to_datetime(attendance["date"]).groupby(names.to_numpy()).min()
    return [str(name) for name in first.sort_index().sort_values(kind="stable").index if name != NOT_STATED]


def _with_quota(result: Result, held: float, total: float, quota: float | None) -> Result:
    if quota is None or total == 0:
        return result
    missing = max(0.0, seats_required(quota, total) - held)
    extra = {"quota": quota, "missing": missing, "quota_met": float(missing == 0)}
    return replace(result, details={**result.details, **extra})
