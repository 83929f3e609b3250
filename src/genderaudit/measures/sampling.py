"""How many people a survey has to ask, and how they are shared out over groups before they are drawn.

All are formulas of simple random sampling without replacement (Cochran 1977, *Sampling Techniques*, chapters 4 and 5),
for a share of one half, where the margin is widest.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from genderaudit.foundations.errors import wrong_call
from genderaudit.measures.statistics import normal_quantile


def people_needed(population: int, margin: float, level: float = 0.95) -> int:
    """Fewest answers with which the margin of a share among ``population`` people is no wider than ``margin``.

    ``margin``: half the width of the interval, 0 to 1. n0 = z²/(4·margin²), and with the finite population correction
    n = n0·N/(n0 + N − 1) (Cochran 1977, 4.1), rounded up. Raises ``AuditError`` for a margin that is none.
    """
    if not 0 < margin < 1:
        raise wrong_call("The margin must lie between 0 and 1, for example 0.05 for five points.")
    if population <= 1:
        return max(population, 0)
    without = normal_quantile(level) ** 2 / (4 * margin**2)
    return min(population, math.ceil(without * population / (without + population - 1) - 1e-9))


def margin_of(answers: int, population: int, level: float = 0.95) -> float | None:
    """Half the width of the interval of a share on ``answers`` of ``population`` people, 0 to 1; 0 of a census.

    z·√(1/(4n)·(N − n)/(N − 1)); ``None`` of no answers.
    """
    if answers <= 0:
        return None
    if answers >= population:
        return 0.0
    left = (population - answers) / (population - 1)
    return min(1.0, normal_quantile(level) * math.sqrt(left / (4 * answers)))


def split_by_sex(women: int, men: int, size: int) -> tuple[int, int]:
    """How many women and men are asked of ``size`` people: half and half, and no fewer women than their part of both.

    What one sex does not have the other gets: where there are few women all are asked, so that what they say holds.
    """
    both = women + men
    size = min(size, both)
    of_women = min(women, max(math.ceil(size / 2), round(size * women / both))) if both else 0
    of_men = min(men, size - of_women)
    return size - of_men, of_men


def allocate(people: Sequence[int], size: int) -> list[int]:
    """``size`` shared out over groups in proportion to their ``people``, by largest remainder; their sum is ``size``.

    No group gets more than it has; each that has people gets one at least where ``size`` allows it (Cochran 1977, 5.5).
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
