"""Whether the items of a key area measure one thing: Cronbach's α with its interval."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pandas as pd

from genderaudit.measures.answers import SEXES, Item, Layout, asked, scores, share_a_scale
from genderaudit.measures.requirements import requires
from genderaudit.measures.result import Result, by_sex
from genderaudit.measures.results import Results
from genderaudit.measures.statistics import Floats, normal_quantile

FEW_ITEMS = 2
"""Items of which α says little: of two that correlate by 0.4 it is 0.57."""
ENOUGH_TO_JUDGE = 20
"""People from whom on it is judged whether an item runs against the others."""


@requires("sex", counted="rows")
def cronbach_alpha(
    survey: pd.DataFrame,
    items: Sequence[Item],
    *,
    minimum_people: int = 10,
    level: float = 0.95,
) -> Results:
    """Cronbach's α = k/(k − 1) · (1 − Σ var(item) / var(sum)) of the scores (Cronbach 1951).

    Rests on the women and men who answered all of the items asked (listwise); the interval is Feldt's (1965). 1 at
    most, negative where items run against each other. ``details``: items (k), people, partial (people who
    answered some, but not all). Reasons: no_rows, fewer_than_two_items, several_scales (scales of different lengths),
    too_few_people (fewer than ``minimum_people``, at least 2), no_variance (everybody has the same sum), not_asked (no
    item has a column).
    """
    from scipy.special import fdtri

    chosen = asked(survey, items)
    given = scores(survey, chosen)
    layout = Layout.of(survey)
    sex, counted = layout.sex, layout.rows(0, None)
    complete = np.isfinite(given).all(axis=1) & (len(chosen) > 0) & counted
    partial = np.isfinite(given).any(axis=1) & ~complete & counted
    women, men, other, unsaid = (float((complete & (sex == position)).sum()) for position in range(len(SEXES)))
    k, n = len(chosen), int(complete.sum())
    details = {"items": float(k), "people": float(n), "partial": float(partial.sum())}
    total = float(given[complete].sum(axis=1).var(ddof=1)) if n > 1 else 0.0
    reason = (
        "no_rows" if survey.empty
        else "not_asked" if not chosen
        else "fewer_than_two_items" if k < 2
        else "several_scales" if not share_a_scale(chosen)
        else "too_few_people" if n < max(minimum_people, 2)
        else "no_variance" if total == 0
        else None
    )  # fmt: skip
    result = Result(
        value=None, unit="index", n=n, women=women, men=men, other=other, level=level,
        reason=reason or "no_variance", details=details, parts=by_sex("people", women, men, other + unsaid),
    )  # fmt: skip
    if reason:
        return Results(result)
    alpha = k / (k - 1) * (1 - float(given[complete].var(axis=0, ddof=1).sum()) / total)
    # F for the ratio of (1 − α) in the sample to (1 − α) in the population.
    lower, upper = fdtri(n - 1, (n - 1) * (k - 1), [(1 + level) / 2, (1 - level) / 2])
    low, high = 1 - (1 - alpha) * float(lower), 1 - (1 - alpha) * float(upper)
    return Results(replace(result, value=alpha, reason=None, low=low, high=high))


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
    """Figures of key areas; of those whose α is known and below ``minimum`` none: their items stand one by one.

    ``reliability`` is that of :func:`area_reliability`. Figures stay of an area without α (too few people), and of two
    items, of which α is low even where they go together. Reason of the others: unreliable. (Method, section 5.)
    """
    apart = {
        one.group["area"]
        for one in reliability
        if one.value is not None and one.value < minimum and one.details["items"] > FEW_ITEMS
    }
    return Results(
        replace(one, value=None, low=None, high=None, details={}, reason=one.reason or "unreliable")
        if one.group.get("area") in apart
        else one
        for one in results
    )


def turned_twice(survey: pd.DataFrame, items: Sequence[Item]) -> list[str]:
    """Items that run against the others of their key area, and with them once they are turned round.

    So does a reversed item whose answers were turned before they came here, and one that people agreed to as to all
    others. Judged by item–rest correlations of those who answered all items of the area, ``ENOUGH_TO_JUDGE`` at least:
    below 0 with 99 % confidence (Fisher's z). One after the other is turned, the reversed ones first, half of
    them at most.
    """
    found = []
    for area in dict.fromkeys(item.area for item in items):
        members = asked(survey, [item for item in items if item.area == area])
        if len(members) >= 2 and share_a_scale(members):
            given = scores(survey, members)
            found += _contrary(given[np.isfinite(given).all(axis=1)], members)
    return found


def _contrary(given: Floats, members: Sequence[Item]) -> list[str]:
    """The items to turn, of the scores of people (rows) by item; none where turning half of them does not help."""
    if len(given) < ENOUGH_TO_JUDGE:
        return []
    turned: set[int] = set()
    while against := _against_the_others(given):
        reversed_ones = [place for place in against if members[place].reverse]
        worst = (reversed_ones or against)[0]
        turned ^= {worst}
        if worst not in turned or 2 * len(turned) > len(members):
            return []
        given = np.where(np.arange(len(members)) == worst, -given, given)
    return [members[place].id for place in sorted(turned)]


def _against_the_others(given: Floats) -> list[int]:
    """The items whose correlation with the sum of the others is surely below 0, the most contrary first."""
    rest = given.sum(axis=1, keepdims=True) - given
    correlations = {
        place: float(np.corrcoef(given[:, place], rest[:, place])[0, 1])
        for place in range(given.shape[1])
        if given[:, place].std() > 0 and rest[:, place].std() > 0
    }
    limit = float(np.tanh(-normal_quantile(0.99) / np.sqrt(len(given) - 3)))
    return sorted((place for place, r in correlations.items() if r < limit), key=lambda place: correlations[place])
