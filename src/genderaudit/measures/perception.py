"""Women's and men's answers to the survey: items, differences between the sexes, open questions. Areas: ``key_areas``.

Every function takes the survey (one row per respondent: ``sex``, groups, one float column per item) and the items
in the order of the questionnaire; results come in that order. Shares and means rest on answers only; *do not
know* and *prefer not to say* are counted beside them. Scores and *favourable*: see :mod:`.answers`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import partial

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from genderaudit.measures.answers import (
    SEXES,
    Item,
    Layout,
    is_favourable,
    read_codes,
    row_weights,
    top_of,
    without_weights,
)
from genderaudit.measures.comparison import adjust_p_values, difference, no_difference, refusal
from genderaudit.measures.counting import By
from genderaudit.measures.inference import Floats, newcombe_difference, wilson
from genderaudit.measures.requirements import requires
from genderaudit.measures.result import Result, by_sex
from genderaudit.measures.results import Results
from genderaudit.measures.survey_results import of_group, reason_of_absence, reply_details


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
        absence = reason_of_absence(survey, [item])
        for group, sex, names in layout.cells:
            counted_sexes = layout.counted(sex).astype(float)
            count, sums, squares = (counted_sexes @ table[group, :, position] for table in (people, weighted, squared))
            base_of = counted_sexes * people[group, :, position, 1 : top + 1].sum(1)
            result = _item_result(count, sums, squares, base_of, item, level)
            results.append(of_group(result, {"item": item.id, **names}, weight, unknown, absence))
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
        reason = reason_of_absence(survey, [item]) or refusal(base, minimum_answers, minimum_of_a_sex)
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


def _item_result(
    count: Floats, weighted: Floats, squared: Floats, base_of: Floats, item: Item, confidence_level: float
) -> Result:
    """Build an item's result from people, weights and squared weights by code, and the people who answered by sex."""
    maximum = item.maximum
    women, men, other, not_stated = (float(number) for number in base_of)
    base = float(base_of.sum())
    details = {f"answer_{answer}": float(count[answer]) for answer in range(1, maximum + 1)}
    details |= reply_details(count)
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


def _by_score(codes: Floats, item: Item) -> Floats:
    answers = codes[1 : item.maximum + 1]
    return answers[::-1] if item.reverse else answers
