"""Why each kind that is not linear has its rule, or none: all that some people can have, tried."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations_with_replacement
from typing import Any

import brute
import numpy as np
import pytest

from genderaudit.gate import Amount, Choice, Problem, attack
from genderaudit.gate.problem import SMALLEST_GROUP

Counts = Any
"""Whole numbers: ways × values, how many people of a group have each."""


def ways(people: int, values: int) -> Counts:
    every = combinations_with_replacement(range(values), people)
    return np.array([np.bincount(one, minlength=values) for one in every])


def of_two_groups(people: int, values: int) -> tuple[Counts, Counts]:
    one = ways(people, values)
    return np.repeat(one, len(one), axis=0), np.tile(one, (len(one), 1))


def printed_alike(*figures: Any) -> Iterator[Any]:
    """Places of the ways in which the same is printed."""
    _, which = np.unique(np.column_stack(figures), axis=0, return_inverse=True)
    order = np.argsort(which, kind="stable")
    return iter(np.split(order, np.flatnonzero(np.diff(which[order])) + 1))


def left_to_an_insider(groups: Sequence[Counts], known: int, value: int) -> Iterator[tuple[Counts, int]]:
    """How many others have each value, to somebody of a group who has one of them; and how many others there are."""
    there = groups[known][:, value] > 0
    for place, group in enumerate(groups):
        others = group[there].copy()
        others[:, value] -= place == known
        if len(others):
            yield others, others[0].sum()


def median(counts: Counts, values: Sequence[float], middle: int) -> Any:
    """The mean of the middle one or ``middle`` of an odd number, and of the middle two of an even one."""
    people, below = counts[0].sum(), counts.cumsum(axis=1)
    half, side = people // 2, middle // 2 if people % 2 else 0
    ranks = range(half - side, half + side + 1) if people % 2 else range(half - 1, half + 1)
    return np.mean([np.array(values)[(below > rank).argmax(axis=1)] for rank in ranks], axis=0)


def somebody_is_known(people: int, values: Sequence[float], middle: int) -> bool:
    """Whether a median gap, however exact, lets anyone with an own row know what all others of a group are paid."""
    groups = of_two_groups(people, len(values))
    gap = np.round(median(groups[0], values, middle) / median(groups[1], values, middle), 9)
    return any(
        (others.min(axis=0) >= size - 1).any()
        for alike in printed_alike(gap)
        for known in (0, 1)
        for value in range(len(values))
        for others, size in left_to_an_insider([group[alike] for group in groups], known, value)
    )


@pytest.mark.parametrize("values", [(20, 30, 40), (10, 20, 80)])
@pytest.mark.parametrize("middle", [1, 3])
def test_a_median_gap_of_eight_and_more_tells_nobodys_pay(values: tuple[float, ...], middle: int) -> None:
    assert somebody_is_known(6, values, middle)
    assert not [
        people for people in (8, 9, SMALLEST_GROUP, SMALLEST_GROUP + 1) if somebody_is_known(people, values, middle)
    ]


def test_a_delta_beside_shares_tells_the_other_answers_in_every_step_that_says_anything() -> None:
    """Of twenty women and twenty men, of whom five or more agree, and five or more do not."""
    women, men = (one.astype(float) for one in of_two_groups(20, 3))
    kept = np.all([(one[:, 0] >= 5) & (one[:, 0] <= 15) for one in (women, men)], axis=0)
    women, men = women[kept], men[kept]
    delta = women[:, 0] * (men[:, 1] + men[:, 2]) + women[:, 1] * men[:, 2]
    delta = (delta - men[:, 0] * (women[:, 1] + women[:, 2]) - men[:, 1] * women[:, 2]) / 400
    for step in (0.01, 0.1, 0.25, 0.5, 1.0):
        told = 0
        for alike in printed_alike(women[:, 0], men[:, 0], np.round(delta / step)):
            disagree = women[alike, 2]
            told += np.ptp(disagree) < 4 and disagree.max() < 5
        assert told, step
    for alike in printed_alike(women[:, 0], men[:, 0]):
        assert np.ptp(women[alike, 2]) >= 4, "shares alone leave it open"


# The rule as it is kept


def medians(first: int, second: int) -> Problem:
    rows = [{"kind": "f" if i < first else "m", "level": i % 3, "pay": 20_000 + 100 * i} for i in range(first + second)]
    return Problem(rows, {"pay": Amount(0, 200_000)})


@pytest.mark.parametrize(
    ("first", "second", "let_pass"), [(10, 10, True), (11, 13, True), (9, 30, False), (30, 3, False)]
)
def test_a_median_gap_needs_ten_on_each_side(first: int, second: int, let_pass: bool) -> None:
    problem = medians(first, second)
    problem.publish_estimate("median gap", "pay", [{"kind": "f"}, {"kind": "m"}])
    assert (not attack(problem)) == let_pass


@pytest.mark.parametrize(
    ("others", "ill", "told"), [(2, 1, False), (3, 1, True), (3, 2, True), (4, 1, True), (4, 2, False), (4, 3, True)]
)
def test_who_is_ill_learns_nothing_of_all_but_one_of_three_others_and_more(others: int, ill: int, told: bool) -> None:
    rows = [{"unit": "north", "ill": place <= ill} for place in range(others + 1)]  # the first is who attacks
    problem = Problem(rows, {"ill": Choice((True, False))})
    problem.publish("ill", problem.count(ill=True))
    assert bool(attack(problem, [(0,)])) == told


@pytest.mark.parametrize("step", [0.01, 0.2])
def test_a_coefficient_is_a_weighted_total_of_logarithms(step: float) -> None:
    """Of the logarithm of pay on kind and level: what people can have is what trying everything leaves."""
    kinds = [("f", 0), ("f", 0), ("f", 0), ("f", 1), ("m", 0), ("m", 0), ("m", 1), ("m", 1), ("m", 1)]
    design = np.array([[1.0, kind == "f", level] for kind, level in kinds])
    weights = np.linalg.pinv(design)[1]
    logs = [1, 1, 2, 2, 1, 2, 3, 3, 1]
    rows = [{"kind": kind, "level": level, "log": log} for (kind, level), log in zip(kinds, logs, strict=True)]
    problem = Problem(rows, {"log": Amount(1, 3, within=0.0)})
    cells = {kind: weights[place] for place, kind in enumerate(kinds)}
    figure = sum(problem.total("log", kind=k, level=level) * float(weight) for (k, level), weight in cells.items())
    problem.publish("adjusted", figure, step=step)
    left = brute.worlds(problem, "log")
    assert abs(float(weights @ logs) - np.linalg.lstsq(design, np.array(logs, float), rcond=None)[0][1]) < 1e-12
    known = {place for place in range(len(rows)) if np.ptp(left[:, place]) == 0}
    assert bool(known) == bool(attack(problem, [()]))
