"""Reliability: Cronbach's α of a key area with its interval, and items that contradict the others of their area."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pandas as pd

from genderaudit.measures.answers import SEXES, Item, Layout, asked, scores, share_a_scale
from genderaudit.measures.inference import Floats, normal_quantile
from genderaudit.measures.requirements import requires
from genderaudit.measures.result import Result, by_sex
from genderaudit.measures.results import Results

FEW_ITEMS = 2
"""Number of items up to which α is too low to judge by: of two items that correlate by 0.4 it is 0.57."""
ENOUGH_TO_JUDGE = 20
"""Fewest people by whom an item is judged to contradict the others of its area."""


@requires("sex", counted="rows")
def cronbach_alpha(
    survey: pd.DataFrame,
    items: Sequence[Item],
    *,
    minimum_people: int = 10,
    level: float = 0.95,
) -> Results:
    """Cronbach's α = k/(k − 1) · (1 − Σ var(item) / var(sum)) of the scores (Cronbach 1951).

    Rests on the women and men who answered all of the items asked (listwise); the interval is Feldt's (1965). At most
    1, negative where items contradict each other. ``details``: items (k), people, partial (people who answered some,
    but not all). Reasons: no_rows, fewer_than_two_items, several_scales (scales of different lengths), too_few_people
    (fewer than ``minimum_people``, at least 2), no_variance (everybody has the same sum), not_asked (no item has a
    column).
    """
    items_asked = asked(survey, items)
    item_scores = scores(survey, items_asked)
    layout = Layout.of(survey)
    sex, counted = layout.sex, layout.rows(0, None)
    complete = np.isfinite(item_scores).all(axis=1) & (len(items_asked) > 0) & counted
    partial = np.isfinite(item_scores).any(axis=1) & ~complete & counted
    women, men, other, not_stated = (float((complete & (sex == position)).sum()) for position in range(len(SEXES)))
    k, n = len(items_asked), int(complete.sum())
    details = {"items": float(k), "people": float(n), "partial": float(partial.sum())}
    total = float(item_scores[complete].sum(axis=1).var(ddof=1)) if n > 1 else 0.0
    reason = "no_rows" if survey.empty else _reason_without_alpha(items_asked, n, max(minimum_people, 2), total)
    result = Result(
        value=None, unit="index", n=n, women=women, men=men, other=other, level=level,
        reason=reason or "no_variance", details=details, parts=by_sex("people", women, men, other + not_stated),
    )  # fmt: skip
    if reason:
        return Results(result)
    alpha = k / (k - 1) * (1 - float(item_scores[complete].var(axis=0, ddof=1).sum()) / total)
    low, high = _feldt_interval(alpha, n, k, level)
    return Results(replace(result, value=alpha, reason=None, low=low, high=high))


def _reason_without_alpha(items: Sequence[Item], people: int, minimum_people: int, variance: float) -> str | None:
    """Return why items have no α, or None; ``variance`` is that of people's sums of scores."""
    return (
        "not_asked" if not items
        else "fewer_than_two_items" if len(items) < 2
        else "several_scales" if not share_a_scale(items)
        else "too_few_people" if people < minimum_people
        else "no_variance" if variance == 0
        else None
    )  # fmt: skip


def _feldt_interval(alpha: float, people: int, items: int, confidence_level: float) -> tuple[float, float]:
    from scipy.special import fdtri

    # F for the ratio of (1 − α) in the sample to (1 − α) in the population.
    ends = [(1 + confidence_level) / 2, (1 - confidence_level) / 2]
    lower, upper = fdtri(people - 1, (people - 1) * (items - 1), ends)
    return 1 - (1 - alpha) * float(lower), 1 - (1 - alpha) * float(upper)


@requires("sex", counted="rows")
def area_reliability(
    survey: pd.DataFrame,
    items: Sequence[Item],
    *,
    minimum_people: int = 10,
    level: float = 0.95,
) -> Results:
    """Cronbach's α of each key area, in the order of the questionnaire; group ``{"area": …}``."""
    results = []
    for area in dict.fromkeys(item.area for item in items):
        members = [item for item in items if item.area == area]
        (alpha,) = cronbach_alpha(survey, members, minimum_people=minimum_people, level=level)
        results.append(replace(alpha, group={"area": area}))
    return Results(results)


def where_reliable(results: Results, reliability: Results, minimum: float) -> Results:
    """Remove the value of key areas whose α is below ``minimum``; their items are then reported one by one.

    ``reliability`` is the result of :func:`area_reliability`. Areas without α (too few people) keep their figures, as
    do areas of two items, whose α is low even where they agree. Reason of the others: unreliable. (docs/method.md.)
    """
    unreliable = {
        one.group["area"]
        for one in reliability
        if one.value is not None and one.value < minimum and one.details["items"] > FEW_ITEMS
    }
    return Results(
        replace(one, value=None, low=None, high=None, details={}, reason=one.reason or "unreliable")
        if one.group.get("area") in unreliable
        else one
        for one in results
    )


def turned_twice(survey: pd.DataFrame, items: Sequence[Item]) -> list[str]:
    """Return the ids of items that contradict the others of their key area and agree with them once reversed.

    Causes: a reversed item whose answers were already reversed before they came here, or one that people
    agreed to as to all others. Judged by item–rest correlations of those who answered all items of the area, at least
    ``ENOUGH_TO_JUDGE`` people: below 0 with 99 % confidence (Fisher's z). Items are reversed one after the other, those
    declared reverse first, at most half of them.
    """
    contrary = []
    for area in dict.fromkeys(item.area for item in items):
        members = asked(survey, [item for item in items if item.area == area])
        if len(members) >= 2 and share_a_scale(members):
            item_scores = scores(survey, members)
            contrary += _items_to_reverse(item_scores[np.isfinite(item_scores).all(axis=1)], members)
    return contrary


def _items_to_reverse(item_scores: Floats, members: Sequence[Item]) -> list[str]:
    """Return the ids of items to reverse, from scores of people (rows) by item.

    Empty where reversing half of the items does not help.
    """
    if len(item_scores) < ENOUGH_TO_JUDGE:
        return []
    reversed_places: set[int] = set()
    while contradicting := _contradicting_items(item_scores):
        reversed_ones = [place for place in contradicting if members[place].reverse]
        worst = (reversed_ones or contradicting)[0]
        reversed_places ^= {worst}
        if worst not in reversed_places or 2 * len(reversed_places) > len(members):
            return []
        item_scores = np.where(np.arange(len(members)) == worst, -item_scores, item_scores)
    return [members[place].id for place in sorted(reversed_places)]


def _contradicting_items(item_scores: Floats) -> list[int]:
    """Return positions of items whose correlation with the sum of the others is surely below 0, the lowest first."""
    rest = item_scores.sum(axis=1, keepdims=True) - item_scores
    correlations = {
        place: float(np.corrcoef(item_scores[:, place], rest[:, place])[0, 1])
        for place in range(item_scores.shape[1])
        if item_scores[:, place].std() > 0 and rest[:, place].std() > 0
    }
    limit = float(np.tanh(-normal_quantile(0.99) / np.sqrt(len(item_scores) - 3)))
    return sorted((place for place, r in correlations.items() if r < limit), key=lambda place: correlations[place])
