"""Composition of groups: shares of women and youth, representation, glass ceiling, age pyramid. Seats: ``quota_seats``.

Tables are canonical (one row per person, or a count in column ``count``). Shares run from 0 to 1 and are of everybody
whose sex is recorded, *another gender* and *prefer not to say* included. Sources: docs/measures.md.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence

import numpy as np
import pandas as pd

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
    youth,
)
from genderaudit.measures.inference import normal_quantile, ratio_of_shares_interval, wilson
from genderaudit.measures.requirements import check_table, requires
from genderaudit.measures.result import Kind, Result, by_sex
from genderaudit.measures.results import Results

AGE_BANDS: tuple[tuple[float, float], ...] = ((0, 25), (26, 35), (36, 45), (46, 55), (56, math.inf))
"""Ages in whole years, both ends included; the second band ends at the youth limit of the Charter."""


@requires("sex", counted="people")
def share_of_women(
    table: pd.DataFrame, by: By = None, order: Iterable[str] | None = None, level: float = 0.95
) -> Results:
    """Share of women, F / N, with Wilson interval: the whole, or one result per group of ``by``.

    N is everybody whose sex is recorded. ``order`` fixes the order of the groups (levels from top to bottom); else
    they come by falling size. ``details``: not_stated (blanks, not in N). Reasons: no_rows, sex_not_stated.
    """
    return Results(_share_of_women(count, group, level) for group, count in headcounts(table, by, order))


@requires("sex", whole=("sex",), counted="people")
def representation_ratio(
    part: pd.DataFrame,
    whole: pd.DataFrame,
    by: By = None,
    order: Iterable[str] | None = None,
    same_group: bool = False,
    level: float = 0.95,
) -> Results:
    """p(part) / p(whole): women's share of a body, event or level against that of the members; 1 = equal.

    With ``by``, each group of ``part`` is set against all of ``whole``, or with ``same_group`` against the
    group of the same name (a branch's committee against that branch's members). The interval takes the
    whole as known exactly. ``details``: share_part, share_whole.
    Reasons: no_rows, sex_not_stated (of the part), no_reference, zero_denominator.
    """
    references = {tuple(g.values()): count for g, count in headcounts(whole, by if same_group else None)}
    results = []
    for group, count in headcounts(part, by, order):
        key = tuple(group.values()) if same_group else ()
        results.append(_representation_of(count, references.get(key, Headcount()), group, level))
    return Results(results)


@requires()
def parity_index(
    value_women: float | None,
    value_men: float | None,
    women: float,
    men: float,
    group: Mapping[str, str] | None = None,
) -> Results:
    """Women's value / men's value; 1 = equal. ``women`` and ``men`` are the people behind the two values.

    Reasons: no_rows, one_sex_only, zero_denominator.
    """
    reason = None
    if value_women is None or value_men is None or women == 0 or men == 0:
        reason = "no_rows" if women + men == 0 else "one_sex_only"
    elif value_men == 0:
        reason = "zero_denominator"
    value = None
    if reason is None and value_women is not None and value_men is not None:
        value = value_women / value_men
    details = {"value_women": value_women, "value_men": value_men}
    return Results(
        Result(
            value=value,
            unit="ratio",
            n=women + men,
            women=women,
            men=men,
            group=group or {},
            reason=reason,
            details={name: number for name, number in details.items() if number is not None},
            parts=by_sex("people", women, men),
        )
    )


@requires("sex", "level", counted="people")
def glass_ceiling_index(table: pd.DataFrame, levels: Sequence[str], level: float = 0.95) -> Results:
    """p(all graded levels) / p(top level), She Figures; above 1 women are rarer on top. Levels: top first.

    Only rows of the named levels count; ``n`` and ``women`` are those. Interval: delta method on
    the logarithm. ``details``: share_all, share_top, top_women, top_people.
    Reasons: no_levels (none given), no_rows, single_category, empty_level (nobody on top), no_women_at_top.
    """
    if not levels:
        return Results(composed(headcounts(table)[0][1], None, "ratio", {}, "no_levels"))
    graded = _rows_at_levels(table, levels)
    every, top = headcounts(graded)[0][1], headcounts(graded, "level", levels[:1])[0][1]
    reason = (
        "no_rows" if every.known == 0
        else "single_category" if len(levels) < 2
        else "empty_level" if top.known == 0
        else "no_women_at_top" if top.women == 0
        else None
    )  # fmt: skip
    details = {"top_women": top.women, "top_people": top.known}
    if every.known:
        details["share_all"] = every.share
    if top.known:
        details["share_top"] = top.share
    value = None if reason else every.share / top.share
    low, high = (None, None) if value is None else _ceiling_interval(every, top, value, level)
    return Results(composed(every, value, "ratio", {}, reason, details, low, high, level))


@requires("sex", "level", counted="people")
def step_ratios(table: pd.DataFrame, levels: Sequence[str], level: float = 0.95) -> Results:
    """p(level below) / p(level) for each pair of neighbouring levels from top to bottom; > 1: women are lost.

    ``group``: level and below. Interval on the log scale. Reasons: no_levels (none given),
    empty_level, zero_denominator (no women at the upper level).
    """
    if not levels:
        return Results([composed(headcounts(table)[0][1], None, "ratio", {}, "no_levels")])
    counts = [count for _, count in headcounts(_rows_at_levels(table, levels), "level", levels)]
    results = []
    for upper, lower, upper_name, lower_name in zip(counts, counts[1:], levels, levels[1:], strict=False):
        reason = (
            "empty_level" if upper.known == 0 or lower.known == 0
            else "zero_denominator" if upper.women == 0
            else None
        )  # fmt: skip
        value = None if reason else lower.share / upper.share
        low, high = None, None
        if value:
            low, high = ratio_of_shares_interval(lower.women, lower.known, upper.women, upper.known, level)
        group = {"level": upper_name, "below": lower_name}
        results.append(composed(upper + lower, value, "ratio", group, reason, {}, low, high, level))
    return Results(results)


@requires("sex", "age_low", "age_high")
def age_pyramid(
    table: pd.DataFrame, bands: Sequence[tuple[float, float]] | None = AGE_BANDS, level: float = 0.95
) -> Results:
    """Women, and everybody, by age band, youngest first: one result a band, its value the share of women there.

    ``bands`` are whole years with both ends included (``inf`` is open); ``None`` takes the file's own
    ``age_band``. An age, or a band of the file, that fits no band is counted as not_stated, last.
    Reasons: no_rows (an empty band), sex_not_stated.
    """
    if bands is None:
        check_table(table, ["age_band"], "age_pyramid")
        ages = table.assign(_band=labels(table["age_band"]))
        order = list(ages.sort_values(["age_low", "age_high", "age_band"])["_band"].unique())
        order = [name for name in order if name != NOT_STATED]
    else:
        order = _band_names(bands)
        ages = table.assign(_band=in_age_bands(table, bands))
    return Results(
        _share_of_women(count, {"age_band": group["_band"]}, level) for group, count in headcounts(ages, "_band", order)
    )


def in_age_bands(table: pd.DataFrame, bands: Sequence[tuple[float, float]] = AGE_BANDS) -> pd.Series:
    """Return the name of each row's age band; not_stated where its age, or its own band, fits none."""
    low, high = numbers(table["age_low"]), numbers(table["age_high"])
    inside = [(low >= start) & (high < end + 1) for start, end in bands]
    return pd.Series(np.select(inside, _band_names(bands), default=NOT_STATED), table.index)


def _band_names(bands: Sequence[tuple[float, float]]) -> list[str]:
    return [f"{low:g}+" if math.isinf(high) else f"{low:g}-{high:g}" for low, high in bands]


@requires("sex", "age_low", "age_high", counted="people")
def share_of_youth(
    table: pd.DataFrame,
    by: By = None,
    limit: float = YOUTH_LIMIT,
    order: Iterable[str] | None = None,
    level: float = 0.95,
) -> Results:
    """Share of youth (age up to ``limit``) among people whose age is known, with Wilson interval.

    ``n`` is the people of known age, ``women`` the young women among them. ``details``: women_known, share_women
    (youth among women), unknown_age. Reasons: no_rows, no_ages.
    """
    keys = columns_of(by)
    young, older = youth(table, limit)
    youths = {tuple(group.values()): count for group, count in headcounts(table[young], keys)}
    known = {tuple(group.values()): count for group, count in headcounts(table[young | older], keys)}
    nobody = Headcount()
    return Results(
        _youth_share(count, youths.get(tuple(g.values()), nobody), known.get(tuple(g.values()), nobody), g, level)
        for g, count in headcounts(table, keys, order)
    )


def _share_of_women(count: Headcount, group: Group, confidence_level: float) -> Result:
    reason = None if count.known else "sex_not_stated" if count.total else "no_rows"
    low, high = wilson(count.women, count.known, confidence_level) if count.known else (None, None)
    value = None if reason else count.share
    details = {"not_stated": count.not_stated} if count.not_stated else {}
    return composed(count, value, "share", group, reason, details, low, high, confidence_level)


def _representation_of(part: Headcount, whole: Headcount, group: Group, confidence_level: float) -> Result:
    reason = (
        "no_rows" if part.total == 0
        else "sex_not_stated" if part.known == 0
        else "no_reference" if whole.known == 0
        else "zero_denominator" if whole.women == 0
        else None
    )  # fmt: skip
    if reason:
        return composed(part, None, "ratio", group, reason, {})
    low, high = wilson(part.women, part.known, confidence_level)
    share = whole.share
    details = {"share_part": part.share, "share_whole": share}
    return composed(
        part, part.share / share, "ratio", group, None, details, low / share, high / share, confidence_level
    )


def _rows_at_levels(table: pd.DataFrame, levels: Sequence[str]) -> pd.DataFrame:
    return table[table["level"].isin(list(levels)).to_numpy(dtype=bool)]


def _ceiling_interval(
    every: Headcount, top: Headcount, value: float, confidence_level: float
) -> tuple[float, float] | tuple[None, None]:
    rest = every - top
    if rest.known == 0:
        return None, None
    # Delta method: the top is part of the whole, so the log of the index depends on the shares of top and rest.
    by_top = top.known / every.known / every.share - 1 / top.share
    by_rest = rest.known / every.known / every.share
    variance = by_top**2 * top.share * (1 - top.share) / top.known
    variance += by_rest**2 * rest.share * (1 - rest.share) / rest.known
    half = normal_quantile(confidence_level) * math.sqrt(variance)
    return value * math.exp(-half), value * math.exp(half)


def _youth_share(count: Headcount, young: Headcount, known: Headcount, group: Group, confidence_level: float) -> Result:
    reason = None if known.total else "no_ages" if count.total else "no_rows"
    details = {
        "unknown_age": count.total - known.total,
        "women_known": known.women,
    }
    if known.women:
        details["share_women"] = young.women / known.women
    return share_among(young, known, "young", group, reason, details, confidence_level)


def share_among(
    chosen: Headcount,
    base: Headcount,
    name: Kind,
    group: Group,
    reason: str | None,
    details: Mapping[str, float],
    confidence_level: float,
) -> Result:
    """Return the share of a base (``n``) that is chosen, in ``parts`` called ``name``, with Wilson interval.

    ``women`` are the women chosen. With a ``reason`` there is no value; without one the base has people.
    """
    low, high = (None, None) if reason else wilson(chosen.total, base.total, confidence_level)
    return Result(
        value=None if reason else chosen.total / base.total,
        unit="share",
        n=base.total,
        women=chosen.women,
        low=low,
        high=high,
        level=confidence_level,
        group=group,
        reason=reason,
        details=details,
        parts=(
            *by_sex("people", base.women, base.men, base.other + base.not_stated),
            *by_sex(name, chosen.women, chosen.men, chosen.other + chosen.not_stated),
        ),
    )
