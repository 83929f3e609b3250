"""Statements and key areas of the survey as problems for the gate."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from functools import partial

import numpy as np
import pandas as pd

from genderaudit.conclusions.findings import Finding
from genderaudit.gate import Amount, Choice, Figure, Problem
from genderaudit.measures.answers import DO_NOT_KNOW, PREFER_NOT_TO_SAY, Item, scores
from genderaudit.measures.counting import NOT_STATED, labels, numbers
from genderaudit.release.published import Knowing, Published
from genderaudit.release.rows import (
    BOTH,
    SEXES,
    Wanted,
    among,
    count_of,
    people_of,
    ratio,
    rows_of,
)

WHOLE = 60_000
"""A person's own share of favourable answers, is counted in this many parts: nearly continuous, on the safe side."""
NEXT_SHARE = 0.25
"""A person's own share must stay uncertain by this part of the scale: less would tell the share of four statements."""
LEAST_OF_AREAS = 0.5
AREAS_BY = {"area_by_level": "level", "area_by_unit": "unit", "area_by_age": "age_band", "area_by_also": "also"}


def problems_of_statement(
    published: Published, survey: pd.DataFrame, item: Item, indicator: str = "item_favourable"
) -> Iterator[tuple[Problem, Knowing]]:
    """Yield the answers to a statement, and who does not know; of an option of a question, who ticked it."""
    maximum = item.maximum
    score = scores(survey, [item])[:, 0]
    given, there = numbers(survey[item.id]), ~np.isnan(score)
    found, differences = (
        published.findings_of(indicator, item=item.id),
        published.findings_of("item_difference", item=item.id),
    )
    if not found and not differences:
        return
    points = tuple(range(1, maximum + 1))
    agree, middle = [p for p in points if 2 * p > maximum + 1], [p for p in points if 2 * p == maximum + 1]
    answered = published.problem(
        rows_of(survey[there], ["sex"], answer=score[there].astype(int)), {"answer": Choice(points)}
    )
    state = np.select([there, given == DO_NOT_KNOW, given == PREFER_NOT_TO_SAY], ["answer", "unsure", "silent"], "")
    others = ("answer", "silent", "")
    unsure = Choice(("unsure", *others), none=("unsure",), open=others)
    ticked = published.problem(rows_of(survey, ["sex"], state=state), {"state": unsure})
    for sex in SEXES:  # who answered is printed
        ticked.publish("answered", ticked.count(sex, state="answer"), weight=math.inf)

    for one in found:
        if "do_not_know_share" in one.details:
            whom = people_of(answered, one)
            of = ticked.count(whom, state=["answer", "unsure", "silent"])
            share = ratio(ticked.count(whom, state="unsure"), of)
            published.publish(ticked, f"{indicator}/{item.id}", one, share, "do_not_know_share")
    yield ticked, [()]
    # A mean tells single points apart: by itself, so that all who agree stay one target.
    for with_means in sorted({False, any("mean" in one.details for one in found)}):
        answered = answered.without("")
        publish_answers(published, answered, item, found, differences, agree, middle, points if with_means else ())
        yield answered, None


def publish_answers(
    published: Published,
    answered: Problem,
    item: Item,
    found: Sequence[Finding],
    differences: Sequence[Finding],
    agree: Sequence[int],
    middle: Sequence[int],
    points: Sequence[int],
) -> None:
    """Add the findings of a statement to ``answered``; the mean score only where ``points`` are given."""

    def share(wanted: Wanted, of: Sequence[int] = tuple(agree)) -> Figure | float:
        return ratio(answered.count(wanted, answer=list(of)), answered.count(wanted))

    answered.tables = {}
    for one in found:
        table, whom = f"{one.indicator}/{item.id}", people_of(answered, one)
        published.publish(answered, table, one, share(whom))
        if "neutral_share" in one.details and middle:
            published.publish(answered, table, one, share(whom, middle), "neutral_share")
        if "mean" in one.details and points:
            total = sum(p * answered.count(whom, answer=p) for p in points)
            published.publish(answered, table, one, ratio(total, answered.count(whom)), "mean")
    for one in differences:
        women, men = (share(sex) for sex in SEXES)
        if isinstance(women, Figure) and isinstance(men, Figure):
            published.publish(answered, f"item_difference/{item.id}", one, women - men)


def problems_of_area(
    published: Published, survey: pd.DataFrame, area: str, items: Sequence[Item]
) -> Iterator[tuple[Problem, Knowing]]:
    """Yield a key area: sensitive is each person's own share of favourable answers.

    Figures that are computed from other printed figures (``about``) add nothing.
    """
    score = scores(survey, items)
    answered = (~np.isnan(score)).sum(axis=1)
    counted = (answered > 0) & (answered >= LEAST_OF_AREAS * len(items))
    above = 2 * score > np.array([item.maximum + 1 for item in items])
    own = above.sum(axis=1) / np.maximum(answered, 1) * WHOLE
    if not counted.any():
        return
    known = {"age_band": labels(survey["age_band"])[counted]} if "age_band" in survey else {}
    known |= {name: column[counted] for name, column in published.further_group(survey, "area_by_also").items()}
    problem = published.problem(
        rows_of(survey[counted], own=own[counted], **known), {"own": Amount(0.0, float(WHOLE), NEXT_SHARE)}
    )

    def share(wanted: Wanted) -> Figure | float:
        return ratio(problem.total("own", wanted), problem.count(wanted) * WHOLE)

    for one in published.findings_of("area_favourable", area=area):
        if not one.about:
            published.publish(problem, f"{one.indicator}/{area}", one, share(people_of(problem, one)))
    for one in published.findings_of("area_difference", area=area):
        women, men = (share(sex) for sex in SEXES)
        if not one.about and isinstance(women, Figure) and isinstance(men, Figure):
            published.publish(problem, f"{one.indicator}/{area}", one, women - men)
    for indicator, dimension in AREAS_BY.items():
        if found := [one for one in published.findings_of(indicator, area=area) if one.group[dimension] != NOT_STATED]:
            first = list(published.categories_of("answers", dimension, found[0].group[dimension]))
            both = found[0].n == count_of(problem, {"sex": BOTH, dimension: first})
            whom = {"sex": BOTH} if both else {}
            published.publish_by(problem, found, "answers", dimension, partial(among, share, whom))
    published.publish_estimates(problem, "own", "area_weighted", "area_reliability", area=area)
    yield problem, None
