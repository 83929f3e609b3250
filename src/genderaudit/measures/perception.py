"""Women's and men's answers to the survey: items, key areas, and differences between the sexes.

Every function takes the survey (one row per respondent: ``sex``, groups, one float column per item) and the items
in the order of the questionnaire; results come in that order. Shares and means rest on answers only; *do not
know* and *prefer not to say* are counted beside them. Scores and *favourable*: see :mod:`.answers`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import partial

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from genderaudit.measures.answers import (
    DO_NOT_KNOW,
    PREFER_NOT_TO_SAY,
    SEXES,
    Codes,
    Item,
    Layout,
    asked,
    is_favourable,
    read_codes,
    row_weights,
    scores_of,
    share_a_scale,
    top_of,
    without_weights,
)
from genderaudit.measures.comparison import adjust_p_values, cliffs_delta, difference, no_difference, refusal
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

__all__ = [
    "DO_NOT_KNOW",
    "PREFER_NOT_TO_SAY",
    "Item",
    "area_differences",
    "area_results",
    "cliffs_delta",
    "item_differences",
    "item_results",
    "open_answers",
]


@requires("sex")
def item_results(
    survey: pd.DataFrame,
    items: Sequence[Item],
    by: By = None,
    *,
    weights: ArrayLike | None = None,
    order: Iterable[str] | None = None,
    level: float = 0.95,
) -> Results:
    """Favourable share of each item, Wilson interval: of women and men together, and of each; or per group of ``by``.

    Groups: ``{"item": id}`` and ``{"item": id, "sex": "F"}``; with ``by`` ``{"item": id, "level": …}``, in
    ``order``, then by size. ``n`` is the people who answered; ``details``: answer_1 … answer_maximum (people
    by answer **as given**, not reversed), mean (of scores; not for a scale of two points),
    neutral_share (the middle of the scale; 0 where it has none), do_not_know, prefer_not_to_say, not_answered,
    do_not_know_share (among all who ticked anything), not_stated (answers without a sex). With ``weights``
    (one per row) value, mean and interval are weighted, the interval at Kish's effective n, and ``details`` add
    effective_n and unweighted; counts stay people. Reasons: no_rows, not_asked, no_answers, no_weights (all are NaN).
    """
    layout = Layout.of(survey, by, order)
    unknown = without_weights(weights)
    weight = None if unknown else row_weights(survey, weights)
    codes, top = read_codes(survey, items), top_of(items)
    people = layout.tally(codes, top)
    weighted = people if weight is None else layout.tally(codes, top, weight)
    squared = people if weight is None else layout.tally(codes, top, weight**2)
    results = []
    for position, item in enumerate(items):
        for group, sex, names in layout.cells:
            counted_sexes = layout.counted(sex).astype(float)
            count, sums, squares = (counted_sexes @ table[group, :, position] for table in (people, weighted, squared))
            base_of = counted_sexes * people[group, :, position, 1 : top + 1].sum(1)
            result = _item_result(count, sums, squares, base_of, item, level)
            if weight is None:
                result = _without_weight_details(result)
            result = _without_weights(result) if unknown else result
            reason = result.reason and (_reason_of_absence(survey, [item]) or result.reason)
            results.append(replace(result, group={"item": item.id, **names}, reason=reason))
    return Results(results)


@requires("sex", counted="rows")
def item_differences(
    survey: pd.DataFrame,
    items: Sequence[Item],
    *,
    minimum_answers: int = 10,
    minimum_of_a_sex: int = 5,
    level: float = 0.95,
) -> Results:
    """Women's minus men's favourable share of each item, with Newcombe interval; positive: women favour more.

    ``details``: share_women, share_men, mean_women, mean_men, mean_difference (scores), women_n, men_n,
    cliffs_delta (of scores: −1 to 1, positive: women higher), p_value (two-sided, of the difference, from the
    interval's own test) and p_adjusted (Benjamini and Hochberg over the items of this call).
    Reasons: no_rows, not_asked, no_answers, one_sex_only, too_few_answers, too_few_in_a_sex.
    """
    people = Layout.of(survey).tally(read_codes(survey, items), top_of(items))[0]
    results = []
    for position, item in enumerate(items):
        points, favourable = np.arange(1, item.maximum + 1), is_favourable(item.maximum)
        women, men = (_by_score(people[sex, position], item) for sex in (0, 1))
        base = (float(women.sum()), float(men.sum()))
        group = {"item": item.id}
        reason = _reason_of_absence(survey, [item]) or refusal(base, minimum_answers, minimum_of_a_sex)
        if reason:
            results.append(no_difference(base, group, reason))
            continue
        agree = (float(women @ favourable), float(men @ favourable))
        shares = (agree[0] / base[0], agree[1] / base[1])
        means = (float(women @ points) / base[0], float(men @ points) / base[1])
        interval_at = partial(newcombe_difference, agree[0], base[0], agree[1], base[1])
        results.append(difference(base, group, shares, means, (women, men), interval_at, level))
    return Results(adjust_p_values(results))


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
        absence = _reason_of_absence(survey, members)
        for group, sex, names in layout.cells:
            rows = layout.rows(group, sex)
            result = _area_result(answers, rows, layout.sex, weight, level)
            if weight is None:
                result = _without_weight_details(result)
            result = _without_weights(result) if unknown else result
            reason = result.reason and (absence or result.reason)
            results.append(replace(result, group={"area": area, **names}, reason=reason))
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
        reason = _reason_of_absence(survey, members) or refusal(base, minimum_answers, minimum_of_a_sex)
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


@requires("sex")
def open_answers(survey: pd.DataFrame, questions: Sequence[str]) -> Results:
    """Number of people who wrote something to each open question; the texts themselves are not returned.

    ``details``: people of the survey. Reasons: no_rows, not_asked.
    """
    sex = Layout.of(survey).sex
    results = []
    for question in questions:
        group = {"question": question}
        reason = "no_rows" if survey.empty else None if question in survey.columns else "not_asked"
        if reason:
            results.append(Result(value=None, unit="count", n=0, group=group, reason=reason))
            continue
        wrote = survey[question].astype("string").str.strip().fillna("").ne("").to_numpy(dtype=bool)
        women, men, other, not_stated = (float((wrote & (sex == position)).sum()) for position in range(len(SEXES)))
        count, details = float(wrote.sum()), {"people": float(len(survey))}
        results.append(
            Result(
                value=count, unit="count", n=count, women=women, men=men, other=other,
                group=group, details=details, parts=by_sex("people", women, men, other + not_stated),
            )
        )  # fmt: skip
    return Results(results)


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


def _item_result(
    count: Floats, weighted: Floats, squared: Floats, base_of: Floats, item: Item, confidence_level: float
) -> Result:
    """Build an item's result from people, weights and squared weights by code, and the people who answered by sex."""
    maximum = item.maximum
    women, men, other, not_stated = (float(number) for number in base_of)
    base = float(base_of.sum())
    details = {f"answer_{answer}": float(count[answer]) for answer in range(1, maximum + 1)}
    details |= _reply_details(count)
    details |= {"not_stated": not_stated} if not_stated else {}
    result = Result(
        value=None, unit="share", n=base, women=women, men=men, other=other, level=confidence_level,
        reason="no_answers", details=details, parts=by_sex("people", women, men, other + not_stated),
    )  # fmt: skip
    if not base:
        return result
    by_score = _by_score(weighted, item)
    favourable, total = is_favourable(maximum), float(by_score.sum())
    value = min(1.0, float(by_score @ favourable) / total)
    effective = total**2 / float(squared[1 : maximum + 1].sum())
    low, high = wilson(value * effective, effective, confidence_level)
    if maximum > 2:  # for yes and no the mean repeats the share
        details["mean"] = float(by_score @ np.arange(1, maximum + 1)) / total
    has_middle = maximum % 2 == 1
    details["neutral_share"] = 1 - value - float(by_score[: maximum // 2].sum()) / total if has_middle else 0.0
    details["effective_n"] = effective
    details["unweighted"] = float(_by_score(count, item) @ favourable) / base
    return replace(result, value=value, reason=None, low=low, high=high, details=details)


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
    replies = _reply_details(codes)
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


def _reason_of_absence(survey: pd.DataFrame, items: Sequence[Item]) -> str | None:
    return "no_rows" if survey.empty else None if asked(survey, items) else "not_asked"


def _items_by_area(items: Sequence[Item]) -> dict[str, list[Item]]:
    areas: dict[str, list[Item]] = {}
    for item in items:
        areas.setdefault(item.area, []).append(item)
    return areas


def _by_score(codes: Floats, item: Item) -> Floats:
    answers = codes[1 : item.maximum + 1]
    return answers[::-1] if item.reverse else answers


def _reply_details(count: Floats) -> dict[str, float]:
    """Return the details on replies that are no answers, from people by code."""
    unsure, ticked = float(count[-2]), float(count[1:].sum())
    details = {
        "do_not_know": unsure,
        "prefer_not_to_say": float(count[-1]),
        "not_answered": float(count[0]),
    }
    return details | ({"do_not_know_share": unsure / ticked} if ticked else {})


def _without_weights(result: Result) -> Result:
    """Return a result without value: weights were asked for and there are none."""
    return Result(value=None, unit=result.unit, n=0, level=result.level, reason="no_weights")


def _without_weight_details(result: Result) -> Result:
    """Return the result without the details that exist only with weights."""
    details = {name: number for name, number in result.details.items() if name not in ("effective_n", "unweighted")}
    return replace(result, details=details)
