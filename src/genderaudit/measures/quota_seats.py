"""Seats that women and youth lack to the quota of a body; of seats all count. Shares of a body: ``representation``."""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping
from dataclasses import replace

import pandas as pd

from genderaudit.measures.counting import YOUTH_LIMIT, Group, Headcount, headcounts, labels, numbers, youth
from genderaudit.measures.requirements import requires
from genderaudit.measures.result import Result, by_sex
from genderaudit.measures.results import Results

RESERVED = "reserved_body"


@requires("sex", optional=("quota_women",))
def seats(
    bodies: pd.DataFrame,
    quotas: Mapping[str, float] | float | None = None,
    by: str = "body",
    target: float | None = None,
    reserved: Collection[str] = (),
) -> Results:
    """Number of seats that women lack to the quota, per body: ceil(q·S) − f, never below 0; S is all seats held.

    ``quotas`` is one share for all, or a share per group; where it names none, column ``quota_women`` counts; where
    that is blank ``target`` counts, a share that the method recommends and nobody has voted. Bodies in ``reserved``
    (for women or for the young) have no quota.
    ``details``: quota (or target), required, share (of all seats), quota_met (of a quota; 1 or 0).
    Reasons: no_rows, no_quota, reserved_body.
    """
    stated = _stated_quotas(bodies, "quota_women", by)
    results = []
    for group, count in headcounts(bodies, by):
        quota = _quota_of(group[by], quotas, stated)
        reason = RESERVED if group[by] in reserved else None
        results.append(_seats_missing(count.women, count.women, count, quota, target, group, {}, reason))
    return Results(results or [Result(value=None, unit="seats", n=0, reason="no_rows")])


@requires("sex", "age_low", "age_high", optional=("quota_youth",))
def youth_seats(
    bodies: pd.DataFrame,
    limit: float = YOUTH_LIMIT,
    quotas: Mapping[str, float] | float | None = None,
    by: str = "body",
    target: float | None = None,
    reserved: Collection[str] = (),
) -> Results:
    """Number of seats that youth (age up to ``limit``) lack to the quota, per body; parameters as :func:`seats`.

    ``women`` are the young women. ``details`` adds youth and unknown_age (a seat of unknown age does not count as
    youth). Reasons: no_rows, no_quota, no_ages, reserved_body.
    """
    stated = _stated_quotas(bodies, "quota_youth", by)
    young, older = youth(bodies, limit)
    young_count = _headcounts_by_group(bodies[young], by)
    known_count = _headcounts_by_group(bodies[young | older], by)
    older_count = _headcounts_by_group(bodies[older], by)
    results = []
    for group, count in headcounts(bodies, by):
        youths = young_count.get(group[by], Headcount())
        known = known_count.get(group[by], Headcount()).total
        aged = older_count.get(group[by], Headcount())
        details = {"youth": youths.total, "unknown_age": count.total - known}
        ages = (
            *by_sex("people", youths.women + aged.women, youths.men + aged.men),
            *by_sex("young", youths.women, youths.men),
        )
        quota = _quota_of(group[by], quotas, stated)
        reason = RESERVED if group[by] in reserved else "no_ages" if known == 0 else None
        missing = _seats_missing(youths.total, youths.women, count, quota, target, group, details, reason)
        results.append(replace(missing, parts=ages))
    return Results(results or [Result(value=None, unit="seats", n=0, reason="no_rows")])


def seats_required(quota: float, total: float) -> int:
    """Return the whole seats that a quota asks for: ceil(q·S), rounded first since 0.55·20 exceeds 11 in binary."""
    return math.ceil(round(quota * total, 9))


def _seats_missing(
    held: float,
    women: float,
    count: Headcount,
    quota: float | None,
    target: float | None,
    group: Group,
    details: dict[str, float],
    reason: str | None = None,
) -> Result:
    value = None
    if count.total:
        details = details | {"share": held / count.total}
    required_share = target if quota is None else quota
    reason = reason or ("no_rows" if count.total == 0 else "no_quota" if required_share is None else None)
    if required_share is not None and reason != RESERVED:
        required = seats_required(required_share, count.total)
        details = details | {
            "target" if quota is None else "quota": required_share,
            "required": float(required),
        }
        if quota is not None:
            details["quota_met"] = float(held >= required)
        value = None if reason else max(0.0, required - held)
    return Result(
        value=value,
        unit="seats",
        n=count.total,
        women=women,
        group=group,
        reason=reason,
        details=details,
        parts=by_sex("people", count.women, count.men, count.other),
    )


def _stated_quotas(bodies: pd.DataFrame, column: str, by: str) -> dict[str, float]:
    if column not in bodies:
        return {}
    highest = pd.Series(numbers(bodies[column])).groupby(labels(bodies[by]).to_numpy()).max().dropna()
    return {str(name): float(quota) for name, quota in highest.items()}


def _quota_of(name: str, quotas: Mapping[str, float] | float | None, stated: dict[str, float]) -> float | None:
    if isinstance(quotas, Mapping):
        return quotas.get(name, stated.get(name))
    return stated.get(name) if quotas is None else float(quotas)


def _headcounts_by_group(table: pd.DataFrame, by: str) -> dict[str, Headcount]:
    return {group[by]: count for group, count in headcounts(table, by)}
