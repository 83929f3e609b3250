"""Women's answers compared with men's: effect, test, and the result that holds them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import ArrayLike

from genderaudit.measures.counting import Group
from genderaudit.measures.result import Result, by_sex
from genderaudit.measures.statistics import Interval, benjamini_hochberg


def rank_comparison(women: ArrayLike, men: ArrayLike) -> tuple[float, float]:
    """Cliff's δ and two-sided Mann–Whitney p from people by score, low to high; both have people.

    δ = P(woman higher) − P(man higher). The p value is the normal approximation, corrected for ties and
    continuity; 1 where all scores are alike.
    """
    from scipy.special import ndtr

    f, m = np.asarray(women, dtype=float), np.asarray(men, dtype=float)
    pairs, total = float(f.sum() * m.sum()), float(f.sum() + m.sum())
    excess = float(f @ (np.cumsum(m) - m / 2)) - pairs / 2
    ties = float(((f + m) ** 3 - (f + m)).sum())
    variance = pairs / 12 * (total + 1 - ties / (total * (total - 1)))
    if (f + m).max() == total:
        return 0.0, 1.0
    z = (abs(excess) - 0.5) / float(np.sqrt(variance))
    return 2 * excess / pairs, min(1.0, 2 * float(ndtr(-z)))


def difference(
    base: tuple[float, float],
    group: Group,
    shares: tuple[float, float],
    means: tuple[float, float],
    counts: Sequence[ArrayLike],
    interval: Interval | None,
    level: float,
) -> Result:
    """A result with all that a sentence on the difference needs, from base, shares, means (women, men)."""
    delta, p = rank_comparison(*counts)
    low, high = interval or (None, None)
    details = {
        "share_women": shares[0],
        "share_men": shares[1],
        "mean_women": means[0],
        "mean_men": means[1],
        "mean_difference": means[0] - means[1],
        "women_n": base[0],
        "men_n": base[1],
        "cliffs_delta": delta,
        "mann_whitney_p": p,
    }
    return Result(
        value=shares[0] - shares[1], unit="difference", n=sum(base), women=base[0], men=base[1],
        low=low, high=high, level=level, group=group, details=details,
        parts=(*by_sex("people", *base), *by_sex("answers", shares[0] * base[0], shares[1] * base[1])),
    )  # fmt: skip


def no_difference(base: tuple[float, float], group: Group, reason: str) -> Result:
    """Why there is no difference, with the people there are."""
    return Result(
        value=None, unit="difference", n=sum(base), women=base[0], men=base[1], group=group, reason=reason,
        parts=by_sex("people", *base),
    )  # fmt: skip


def adjusted(results: list[Result]) -> list[Result]:
    """The family of results, each with its p value adjusted for all that have one."""
    told = [result for result in results if result.value is not None]
    p_values = iter(benjamini_hochberg([result.details["mann_whitney_p"] for result in told]))
    return [
        result if result.value is None
        else replace(result, details={**result.details, "p_adjusted": float(next(p_values))})
        for result in results
    ]  # fmt: skip


def refusal(base: tuple[float, float], minimum_answers: int, minimum_of_a_sex: int) -> str | None:
    """Why these women and men are too few to be compared; None if they are not."""
    if not sum(base):
        return "no_answers"
    if not min(base):
        return "one_sex_only"
    if sum(base) < minimum_answers:
        return "too_few_answers"
    return "too_few_in_a_sex" if min(base) < minimum_of_a_sex else None
