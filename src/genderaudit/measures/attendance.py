"""Attendance at congresses, assemblies and trainings: shares, quotas and trend over events."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
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
    numbers,
    people,
    youth,
)
from genderaudit.measures.projection import trend
from genderaudit.measures.quota_seats import seats_required
from genderaudit.measures.representation import representation_ratio, share_of_women, share_of_youth
from genderaudit.measures.requirements import check_table, requires
from genderaudit.measures.result import Result
from genderaudit.measures.results import Results


@requires("sex", optional=("date", "quota_women"))
def attendance_of_women(
    attendance: pd.DataFrame,
    by: By = "event",
    quota: float | None = None,
    order: Iterable[str] | None = None,
    level: float = 0.95,
) -> Results:
    """Share of women among those present, by event, role, level, age_band or several columns.

    Events come by date unless ``order`` says otherwise. ``quota`` is one for all; without it column ``quota_women``
    counts, by event. With a quota, ``details``: quota, missing (whole places that women lack, of all present) and
    quota_met (1 or 0). Reasons as :func:`share_of_women`.
    """
    order = _event_order(attendance, by, order)
    results = share_of_women(attendance, by, order, level)
    totals = [count.total for _, count in headcounts(attendance, by, order)]
    quotas = _quotas(attendance, by, quota, "quota_women")
    return Results(
        _add_quota(result, result.women or 0.0, total, quotas(result))
        for result, total in zip(results, totals, strict=True)
    )


@requires("sex", "age_low", "age_high", optional=("date", "quota_youth"))
def attendance_of_youth(
    attendance: pd.DataFrame,
    by: By = "event",
    quota: float | None = None,
    limit: float = YOUTH_LIMIT,
    order: Iterable[str] | None = None,
    level: float = 0.95,
) -> Results:
    """Share of youth (age up to ``limit``) among those present whose age is known; parameters as for women.

    The quota (or column ``quota_youth``) is of people of known age. Details and reasons also as :func:`share_of_youth`.
    """
    results = share_of_youth(attendance, by, limit, _event_order(attendance, by, order), level)
    quotas = _quotas(attendance, by, quota, "quota_youth")
    return Results(
        _add_quota(one, round(one.value * one.n), one.n, quotas(one)) if one.value is not None else one
        for one in results
    )


def under_quota(attendance: pd.DataFrame, column: str = "quota_women") -> pd.DataFrame:
    """Return the rows to which an event's quota applies: ``column`` (quota_women, quota_youth) is stated for the event.

    A quota applies to voters: the delegates where the list names any for the event, else everybody present.
    """
    check_table(attendance, ["event", "role", column], "under_quota", "attendance")
    events_with_quota = set(attendance.loc[attendance[column].notna(), "event"])
    rows = attendance[attendance["event"].isin(events_with_quota)]
    delegates = rows["role"].eq("delegate").fillna(False).astype(bool)
    with_delegates = rows["event"].isin(set(rows.loc[delegates, "event"]))
    return rows[delegates | ~with_delegates]


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
    place = {name: index for index, name in enumerate(_event_order(attendance, by, None) or [])}
    ages = ["youth", "older", NOT_STATED]
    return Results(
        sorted(named, key=lambda r: (place.get(next(iter(r.group.values())), len(place)), ages.index(r.group["age"])))
    )


@requires("sex", "event", "speaking_turns", optional=("date",))
def speaking_turns(attendance: pd.DataFrame, by: By = None) -> Results:
    """Women's share of the speaking turns / their share of those present, at events where turns were counted.

    1: women speak in proportion to their presence. The whole, or one result per event or role (``by``); empty where no
    turns were counted. A blank beside counted turns is 0. ``n`` are turns, ``women`` those of women; a full count has
    no interval. ``details``: share_turns, share_present. Reasons as :func:`representation_ratio`.
    """
    turns = pd.Series(numbers(attendance["speaking_turns"]), attendance.index)
    events = meetings(attendance).to_numpy()
    counted_rows = turns.groupby(events).transform("sum").gt(0)
    present = attendance[counted_rows.to_numpy()]
    if present.empty:
        return Results()
    turns_table = present.assign(count=turns[counted_rows].fillna(0.0))
    names = {"share_part": "share_turns", "share_whole": "share_present"}
    order = _event_order(present, by, None)
    return Results(
        replace(one, low=None, high=None, details={names.get(name, name): part for name, part in one.details.items()})
        for one in representation_ratio(turns_table, present, by, order, same_group=True)
    )


@requires()
def quota_compliance(results: Sequence[Result], group: Mapping[str, str] | None = None) -> Results:
    """Share of events (or bodies, roles) that meet their quota, of those that have one; ``n`` is these.

    ``results`` come from measures with quota_met in ``details``; empty for none. ``details``: met,
    without_quota (the results that have none). Reason: no_quota.
    """
    if not results:
        return Results()
    quota_met = [result.details["quota_met"] for result in results if "quota_met" in result.details]
    without = len(results) - len(quota_met)
    value = sum(quota_met) / len(quota_met) if quota_met else None
    return Results(
        Result(
            value=value,
            unit="share",
            n=len(quota_met),
            group=group or {},
            reason=None if quota_met else "no_quota",
            details={"met": float(sum(quota_met)), **({"without_quota": float(without)} if without else {})},
        )
    )


@requires("sex", "event", "date", counted="people")
def attendance_trend(attendance: pd.DataFrame, by: By = None, level: float = 0.95) -> Results:
    """Change of the share of women per year over the dated events, the whole or one per group (event_type, role).

    Events of unstated kind are left out where the kind of others is stated, so that only like events are compared. See
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
        (result,) = trend(_points_of_events(part), group, level)
        undated = float(people(part)[part["date"].isna().to_numpy(dtype=bool)].sum())
        results.append(replace(result, details={**result.details, "undated": undated}))
    return Results(results)


def meetings(attendance: pd.DataFrame) -> pd.Series:
    """Return each row's meeting: its event and date, where dates are given; not_stated where the event is blank.

    A board that met four times under one name met four times. A row without a date belongs to the only meeting of its
    name that has one; where there are several, the undated rows of a name are one meeting.
    """
    names = labels(attendance["event"])
    if "date" not in attendance:
        return names
    day = pd.to_datetime(attendance["date"]).dt.strftime("%Y-%m-%d")
    by_name = day.groupby(names.to_numpy())
    day = day.fillna(by_name.transform("first").where(by_name.transform("nunique") == 1)).fillna("")
    return names.where(names == NOT_STATED, names.str.cat(day.astype("string"), sep=" "))


def _points_of_events(attendance: pd.DataFrame) -> pd.DataFrame:
    """Return one row per dated event: women, people whose sex is recorded, and the date as a year with decimals."""
    dated = attendance[attendance["date"].notna()]
    day = pd.to_datetime(dated["date"])
    year = day.dt.year + (day.dt.dayofyear - 1) / np.where(day.dt.is_leap_year, 366, 365)
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


def _event_order(attendance: pd.DataFrame, by: By, order: Iterable[str] | None) -> list[str] | None:
    """Return events by their first date, undated last; None (own order) for other columns."""
    if order is not None:
        return list(order)
    if columns_of(by) != ["event"] or "date" not in attendance:
        return None
    names = labels(attendance["event"])
    first = pd.to_datetime(attendance["date"]).groupby(names.to_numpy()).min()
    return [str(name) for name in first.sort_index().sort_values(kind="stable").index if name != NOT_STATED]


def _quotas(attendance: pd.DataFrame, by: By, quota: float | None, column: str) -> Callable[[Result], float | None]:
    """Return a function from a result to its quota: the one for all, else the highest stated for its event."""
    if quota is not None or columns_of(by) != ["event"] or column not in attendance:
        return lambda _: quota
    highest = pd.Series(numbers(attendance[column])).groupby(labels(attendance["event"]).to_numpy()).max().dropna()
    stated = {str(name): float(one) for name, one in highest.items()}
    return lambda result: stated.get(result.group["event"])


def _add_quota(result: Result, held: float, total: float, quota: float | None) -> Result:
    if quota is None or total == 0:
        return result
    missing = max(0.0, seats_required(quota, total) - held)
    extra = {"quota": quota, "missing": missing, "quota_met": float(missing == 0)}
    return replace(result, details={**result.details, **extra})
