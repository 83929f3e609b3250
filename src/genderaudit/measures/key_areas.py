"""Key areas of the survey: people's shares of favourable answers to the items of an area, and differences by sex.

Each person counts once for an area; single items are in ``perception``, Cronbach's α in ``reliability``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import partial

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from genderaudit.measures.answers import (
    SEXES,
    Codes,
    Item,
    Layout,
    asked,
    read_codes,
    row_weights,
    scores_of,
    share_a_scale,
    top_of,
    without_weights,
)
from genderaudit.measures.comparison import adjust_p_values, difference, no_difference, refusal
from genderaudit.measures.counting import By
from genderaudit.measures.inference import (
    Floats,
    Interval,
    newcombe_difference,
    normal_quantile,
    student_quantile,
    welch_interval,
    wilson,
)
from genderaudit.measures.requirements import requires
from genderaudit.measures.result import Result, by_sex
from genderaudit.measures.results import Results
from genderaudit.measures.survey_results import of_group, reason_of_absence, reply_details


@requires("sex")
def area_results(
    survey: pd.DataFrame,
    items: Sequence[Item],
    by: By = None,
    *,
    weights: ArrayLike | None = None,
    order: Iterable[str] | None = None,
    minimum_answered: float = 0.5,
    level: float = 0.95,
) -> Results:
    """Favourable share of each key area: the mean, over people, of their own share of favourable answers.

    People count who answered at least half (``minimum_answered``) of the area's items that were asked (the survey has
    their column). Groups as in :func:`item_results`, with "area". The interval is Wilson's at the effective number of
    answers given the variance between people (Korn and Graubard 1998), so it stays within 0 to 1. ``details``: mean (of
    people's mean scores), items, people, score_1 … score_maximum (answers of these people after reversal),
    do_not_know_share (among all that was ticked), left_out (people who ticked something, but answered less than half),
    not_answered (nothing ticked), not_stated; with weights effective_n and unweighted. Neither mean nor scores where
    the items asked have scales of different lengths. Reasons: no_rows, not_asked, no_answers, too_few_items_answered
    (nobody reached half), no_weights (all are NaN).
    """
    layout = Layout.of(survey, by, order)
    unknown = without_weights(weights)
    weight = None if unknown else row_weights(survey, weights)
    results = []
    for area, members in _items_by_area(items).items():
        answers = _AreaAnswers.of(survey, members, minimum_answered)
        absence = reason_of_absence(survey, members)
        for group, sex, names in layout.cells:
            rows = layout.rows(group, sex)
            result = _area_result(answers, rows, layout.sex, weight, level)
            results.append(of_group(result, {"area": area, **names}, weight, unknown, absence))
    return Results(results)


@requires("sex", counted="rows")
def area_differences(
    survey: pd.DataFrame,
    items: Sequence[Item],
    *,
    minimum_answers: int = 10,
    minimum_of_a_sex: int = 5,
    minimum_answered: float = 0.5,
    level: float = 0.95,
) -> Results:
    """Women's minus men's favourable share of each key area (as in :func:`area_results`), Welch interval.

    ``details`` and reasons as in :func:`item_differences`; means and Cliff's δ compare people's mean scores.
    Where neither sex has any variance the interval is Newcombe's. Where the items asked have scales of
    different lengths, there are no means and δ compares people's shares of favourable answers.
    """
    sex = Layout.of(survey).sex
    results = []
    for area, members in _items_by_area(items).items():
        answers = _AreaAnswers.of(survey, members, minimum_answered)
        women, men = (answers.counted & (sex == position) for position in (0, 1))
        base = (float(women.sum()), float(men.sum()))
        reason = reason_of_absence(survey, members) or refusal(base, minimum_answers, minimum_of_a_sex)
        if reason:
            results.append(no_difference(base, {"area": area}, reason))
            continue
        shares = (float(answers.favourable[women].mean()), float(answers.favourable[men].mean()))
        compared = answers.favourable if answers.score is None else answers.score
        means = None if answers.score is None else (float(compared[women].mean()), float(compared[men].mean()))
        distinct, rank = np.unique(compared[women | men], return_inverse=True)
        is_woman = women[women | men]
        counts = tuple(np.bincount(rank[who], minlength=distinct.size) for who in (is_woman, ~is_woman))
        interval_at = _interval_of_difference(answers.favourable[women], answers.favourable[men])
        results.append(difference(base, {"area": area}, shares, means, counts, interval_at, level))
    return Results(adjust_p_values(results))


@dataclass(frozen=True, slots=True)
class _AreaAnswers:
    """The answers of each person in one area, as arrays over people."""

    codes: Codes  # people × items asked
    scores: Floats  # people × items asked
    top: int  # the longest scale's
    counted: NDArray[np.bool_]  # enough of the items answered
    favourable: Floats  # share of favourable answers
    score: Floats | None  # mean score, where all items have one scale

    @classmethod
    def of(cls, survey: pd.DataFrame, members: Sequence[Item], minimum: float) -> _AreaAnswers:
        items = asked(survey, members)
        codes = read_codes(survey, items)
        scores = scores_of(codes, items)
        answered = (~np.isnan(scores)).sum(1)
        divisor = np.maximum(answered, 1)
        middle = np.array([(item.maximum + 1) / 2 for item in items])
        favourable = (scores > middle).sum(1) / divisor
        counted = (answered > 0) & (answered >= minimum * len(items))
        score = np.nansum(scores, axis=1) / divisor if share_a_scale(items) else None
        return cls(codes, scores, top_of(items), counted, favourable, score)


def _area_result(
    answers: _AreaAnswers,
    rows: NDArray[np.bool_],
    sex: NDArray[np.int64],
    weight: Floats | None,
    confidence_level: float,
) -> Result:
    counted = answers.counted & rows
    codes = np.bincount(answers.codes[rows].ravel(), minlength=answers.top + 3).astype(float)
    given = answers.scores[counted]
    women, men, other, not_stated = (float((counted & (sex == i)).sum()) for i in range(len(SEXES)))
    base = float(counted.sum())
    details = {"items": float(answers.codes.shape[1]), "people": base}
    if answers.score is not None:
        details |= {f"score_{score}": float((given == score).sum()) for score in range(1, answers.top + 1)}
    ticked = (answers.codes > 0).any(1)
    details |= {"left_out": float((rows & ~counted & ticked).sum()), "not_answered": float((rows & ~ticked).sum())}
    replies = reply_details(codes)
    details |= {"do_not_know_share": replies["do_not_know_share"]} if "do_not_know_share" in replies else {}
    details |= {"not_stated": not_stated} if not_stated else {}
    reason = "too_few_items_answered" if codes[1 : answers.top + 1].any() else "no_answers"
    result = Result(
        value=None, unit="share", n=base, women=women, men=men, other=other, level=confidence_level, reason=reason,
        details=details, parts=by_sex("people", women, men, other + not_stated),
    )  # fmt: skip
    if not base:
        return result
    weights = np.ones(int(base)) if weight is None else weight[counted]
    shares = answers.favourable[counted]
    value = min(1.0, float(np.average(shares, weights=weights)))
    effective = float(weights.sum() ** 2 / (weights**2).sum())
    worth = _worth_of_answers(shares, weights, effective, np.isfinite(given).sum() / base, confidence_level)
    low, high = wilson(value * worth, worth, confidence_level)
    if answers.score is not None:
        details["mean"] = float(np.average(answers.score[counted], weights=weights))
    details |= {"effective_n": effective, "unweighted": float(shares.mean())}
    return replace(result, value=value, reason=None, low=low, high=high, details=details)


def _worth_of_answers(
    shares: Floats, weights: Floats, effective: float, answers_each: float, confidence_level: float
) -> float:
    """Return the number of independent yes/no answers with the same precision as the mean of ``shares``.

    Lowering the number widens Wilson's interval from the normal to Student's quantile. Where all people agree, except
    some of negligible weight, there is no variance to use: each person counts once. The number never exceeds the
    answers given.
    """
    mean = np.average(shares, weights=weights)
    if shares.min() == shares.max() or not 0 < mean < 1:  # all agree, but for people of negligible weight
        return effective
    freedom = max(effective - 1, 1.0)
    variance = np.average((shares - mean) ** 2, weights=weights) * (freedom + 1) / freedom
    student = student_quantile(freedom, confidence_level)
    worth = effective * mean * (1 - mean) / variance * (normal_quantile(confidence_level) / student) ** 2
    return float(min(worth, effective * answers_each))


def _interval_of_difference(women: Floats, men: Floats) -> Callable[[float], Interval] | None:
    """Return a function from confidence level to the interval of the difference; ``None`` where there is none."""
    if np.ptp(women) == 0 and np.ptp(men) == 0:
        return partial(newcombe_difference, float(women.sum()), women.size, float(men.sum()), men.size)
    if min(women.size, men.size) < 2:
        return None

    def at(confidence_level: float) -> Interval:
        low, high = welch_interval(women, men, confidence_level)
        return max(-1.0, low), min(1.0, high)

    return at


def _items_by_area(items: Sequence[Item]) -> dict[str, list[Item]]:
    areas: dict[str, list[Item]] = {}
    for item in items:
        areas.setdefault(item.area, []).append(item)
    return areas
