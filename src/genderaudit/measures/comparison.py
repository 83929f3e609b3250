"""Women's answers compared with men's: effect, interval with the p of the same test, and the result that holds them."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import ArrayLike

from genderaudit.measures.counting import Group
from genderaudit.measures.result import Result, by_sex
from genderaudit.measures.statistics import Interval, benjamini_hochberg, p_of_interval


def cliffs_delta(women: ArrayLike, men: ArrayLike) -> float:
    """P(woman higher) − P(man higher), −1 to 1, from people by score, low to high; both have people (Cliff 1993)."""
    f, m = np.asarray(women, dtype=float), np.asarray(men, dtype=float)
    pairs = float(f.sum() * m.sum())
    return 2 * float(f @ (np.cumsum(m) - m / 2)) / pairs - 1


def difference(
    base: tuple[float, float],
    group: Group,
    shares: tuple[float, float],
    means: tuple[float, float] | None,
    counts: Sequence[ArrayLike],
    interval_at: Callable[[float], Interval] | None,
    level: float,
) -> Result:
    """A result with all that a sentence on the difference needs, from base, shares, means (women, men).

    ``means``: none where items of several scales make none. ``interval_at``: the interval of the difference at a
    level; its p is that of the same test.
    """
    low, high = interval_at(level) if interval_at else (None, None)
    details = {
        "share_women": shares[0],
        "share_men": shares[1],
        **({"mean_women": means[0], "mean_men": means[1], "mean_difference": means[0] - means[1]} if means else {}),
        "women_n": base[0],
        "men_n": base[1],
        "cliffs_delta": cliffs_delta(*counts),
    }
    if interval_at:
        details["p_value"] = p_of_interval(interval_at)
    return Result(
        value=shares[0] - shares[1], unit="difference", n=sum(base), women=base[0], men=base[1],
        low=low, high=high, level=level, group=group, details=details,
        parts=by_sex("people", *base),
    )  # fmt: skip


def described(result: Result) -> Result:
    """The result without interval and test, which say nothing of people who were neither all asked nor drawn."""
    told = {name: number for name, number in result.details.items() if name not in ("p_value", "p_adjusted")}
    return replace(result, low=None, high=None, details=told)


def no_difference(base: tuple[float, float], group: Group, reason: str) -> Result:
    """Why there is no difference, with the people there are."""
    return Result(
        value=None, unit="difference", n=sum(base), women=base[0], men=base[1], group=group, reason=reason,
        parts=by_sex("people", *base),
    )  # fmt: skip


def adjusted(results: list[Result]) -> list[Result]:
    """The family of results, each with its p value adjusted for all that have one."""
    told = [result.details.get("p_value", math.nan) for result in results]
    return [
        result if math.isnan(p) else replace(result, details={**result.details, "p_adjusted": float(p)})
        for result, p in zip(results, benjamini_hochberg(told), strict=True)
    ]


def refusal(base: tuple[float, float], minimum_answers: int, minimum_of_a_sex: int) -> str | None:
    """Why these women and men are too few to be compared; None if they are not."""
    if not sum(base):
        return "no_answers"
    if not min(base):
        return "one_sex_only"
    if sum(base) < minimum_answers:
        return "too_few_answers"
    return "too_few_in_a_sex" if min(base) < minimum_of_a_sex else None
