"""Sample sizes of a survey: how many people to ask, and how to allocate them to groups before the draw.

All formulas are of simple random sampling without replacement (Cochran 1977, *Sampling Techniques*, chapters 4 and 5),
for a share of one half, where the margin of error is widest.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from genderaudit.foundations.errors import wrong_call
from genderaudit.measures.inference import normal_quantile

ROUNDING = 1e-9
"""Subtracted before rounding up, so that 100.000000001 people, a whole number but for binary fractions, stay 100."""


def people_needed(population: int, margin: float, confidence_level: float = 0.95) -> int:
    """Return the fewest answers that give a share among ``population`` people a margin of error of at most ``margin``.

    ``margin``: half the width of the interval, 0 to 1. n0 = z²/(4·margin²), and with the finite population correction
    n = n0·N/(n0 + N − 1) (Cochran 1977, 4.1), rounded up. Raises ``AuditError`` for a margin outside 0 to 1.
    """
    if not 0 < margin < 1:
        raise wrong_call("The margin must lie between 0 and 1, for example 0.05 for five points.")
    if population <= 1:
        return max(population, 0)
    without = normal_quantile(confidence_level) ** 2 / (4 * margin**2)
    needed = without * population / (without + population - 1)
    return min(population, math.ceil(needed - ROUNDING))


def margin_of(answers: int, population: int, confidence_level: float = 0.95) -> float | None:
    """Return the margin of error of a share from ``answers`` of ``population`` people, 0 to 1.

    Half the width of the interval, z·√(1/(4n)·(N − n)/(N − 1)); 0 for a census, ``None`` without answers.
    """
    if answers <= 0:
        return None
    if answers >= population:
        return 0.0
    left = (population - answers) / (population - 1)
    return min(1.0, normal_quantile(confidence_level) * math.sqrt(left / (4 * answers)))


def split_by_sex(women: int, men: int, size: int) -> tuple[int, int]:
    """Return how many women and how many men to ask, of ``size`` people: half each, women at least in proportion.

    If one sex has too few people the other fills up. Where there are few women all are asked, so that their
    answers carry a conclusion.
    """
    both = women + men
    size = min(size, both)
    of_women = min(women, max(math.ceil(size / 2), round(size * women / both))) if both else 0
    of_men = min(men, size - of_women)
    return size - of_men, of_men


def allocate(people: Sequence[int], size: int) -> list[int]:
    """Allocate ``size`` to groups in proportion to their ``people``, by largest remainder; the result sums to ``size``.

    No group gets more than it has; each that has people gets at least one where ``size`` allows (Cochran 1977, 5.5).
    """
    have = np.asarray(people, dtype=int)
    total = int(have.sum())
    size = min(size, total)
    wanted = have * (size / total if total else 0.0)
    least = (have > 0).astype(int) if size >= (have > 0).sum() else np.zeros_like(have)
    shares = np.maximum(np.floor(wanted).astype(int), least)
    while shares.sum() < size:
        shares[np.argmax(np.where(shares < have, wanted - shares, -np.inf))] += 1
    while shares.sum() > size:
        shares[np.argmin(np.where(shares > least, wanted - shares, np.inf))] -= 1
    return [int(number) for number in shares]
