"""Comparison of women's and men's answers: effect size, interval with the p value of the same test, and the result."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import ArrayLike

from genderaudit.measures.counting import Group
from genderaudit.measures.inference import Interval, benjamini_hochberg, p_of_interval
from genderaudit.measures.result import Result, by_sex


def cliffs_delta(women: ArrayLike, men: ArrayLike) -> float:
    """Return P(woman higher) − P(man higher), −1 to 1, from people by score, low to high (Cliff 1993).

    Both arrays must have people in them.
    """
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
    confidence_level: float,
) -> Result:
    """Build the result of a difference between women and men, with the details that its sentence needs.

    ``base``, ``shares``, ``means``: (women, men); ``means`` is None where items have scales of different lengths.
    ``counts``: people by score, of each sex. ``interval_at``: the interval of the difference at a confidence level,
    from which the p value is derived; None for no interval.
    """
    low, high = interval_at(confidence_level) if interval_at else (None, None)
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
        low=low, high=high, level=confidence_level, group=group, details=details,
        parts=by_sex("people", *base),
    )  # fmt: skip


def without_test(result: Result) -> Result:
    """Return the result without interval and test: its people are neither a census nor a random sample."""
    details = {name: number for name, number in result.details.items() if name not in ("p_value", "p_adjusted")}
    return replace(result, low=None, high=None, details=details)


def no_difference(base: tuple[float, float], group: Group, reason: str) -> Result:
    """Build the result without a value for ``reason``; it keeps the number of women and men."""
    return Result(
        value=None, unit="difference", n=sum(base), women=base[0], men=base[1], group=group, reason=reason,
        parts=by_sex("people", *base),
    )  # fmt: skip


def adjust_p_values(results: list[Result]) -> list[Result]:
    """Return the results with ``p_adjusted``: the p value adjusted for all tests of the family (Benjamini–Hochberg)."""
    p_values = [result.details.get("p_value", math.nan) for result in results]
    return [
        result if math.isnan(p) else replace(result, details={**result.details, "p_adjusted": float(p)})
        for result, p in zip(results, benjamini_hochberg(p_values), strict=True)
    ]


def refusal(base: tuple[float, float], minimum_answers: int, minimum_of_a_sex: int) -> str | None:
    """Return the reason why there are too few women or men to compare, or None if there are enough."""
    if not sum(base):
        return "no_answers"
    if not min(base):
        return "one_sex_only"
    if sum(base) < minimum_answers:
        return "too_few_answers"
    return "too_few_in_a_sex" if min(base) < minimum_of_a_sex else None
