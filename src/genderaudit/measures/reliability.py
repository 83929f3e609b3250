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

MINIMUM_RELIABILITY = 0.60
"""Below it an area is shown item by item only (method, section 5)."""


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
