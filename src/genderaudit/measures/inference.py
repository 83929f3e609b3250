"""Confidence intervals, tests and seeded resampling that the measures share.

All functions take plain numbers or one-dimensional arrays and return plain floats or arrays. A call whose
figure is not defined (no people, one observation) raises ``ValueError``: the measure checks its base first
and gives a reason.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import cache

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]
Interval = tuple[float, float]

SEED = 20190101
"""Seed of every random draw in the measures, so that the same table gives the same report."""

DRAWS = 2_000
"""Draws of a bootstrap or permutation, enough for two digits of a 95 % interval."""

P_PRECISION = 1e-12
"""Step at which the search for a p value stops."""

_CELLS_AT_ONCE = 4_000_000  # numbers in a block of resamples: bounds its memory to 32 MB


def wilson(successes: float, n: float, confidence_level: float = 0.95) -> Interval:
    """Wilson score interval of a share, 0 to 1 (Wilson 1927; Brown, Cai and DasGupta 2001).

    ``successes`` and ``n`` may be fractions (an effective sample size). Raises ``ValueError`` for n = 0.
    """
    if n <= 0 or not 0 <= successes <= n:
        raise ValueError("A Wilson interval needs 0 <= successes <= n and n > 0.")
    z = normal_quantile(confidence_level)
    share = successes / n
    centre = (share + z * z / (2 * n)) / (1 + z * z / n)
    half = z * math.sqrt(share * (1 - share) / n + z * z / (4 * n * n)) / (1 + z * z / n)
    low = 0.0 if successes == 0 else max(0.0, centre - half)
    high = 1.0 if successes == n else min(1.0, centre + half)
    return low, high


def newcombe_difference(k1: float, n1: float, k2: float, n2: float, confidence_level: float = 0.95) -> Interval:
    """Return the interval of the difference of two independent shares k1/n1 − k2/n2 (Newcombe 1998, method 10)."""
    first, second = k1 / n1, k2 / n2
    low1, high1 = wilson(k1, n1, confidence_level)
    low2, high2 = wilson(k2, n2, confidence_level)
    difference = first - second
    return (
        difference - math.hypot(first - low1, high2 - second),
        difference + math.hypot(high1 - first, second - low2),
    )


def welch_interval(first: ArrayLike, second: ArrayLike, confidence_level: float = 0.95) -> Interval:
    """Return the interval of mean(first) − mean(second), variances not assumed equal (Welch 1947).

    Needs two observations in each sample, else ``ValueError``; without any variance both bounds are the difference.
    """
    a, b = np.asarray(first, dtype=float), np.asarray(second, dtype=float)
    if min(a.size, b.size) < 2:
        raise ValueError("A Welch interval needs two observations in each group.")
    part_a, part_b = a.var(ddof=1) / a.size, b.var(ddof=1) / b.size
    difference, variance = float(a.mean() - b.mean()), float(part_a + part_b)
    if variance == 0:
        return difference, difference
    freedom = variance**2 / (part_a**2 / (a.size - 1) + part_b**2 / (b.size - 1))
    half = student_quantile(freedom, confidence_level) * math.sqrt(variance)
    return difference - half, difference + half


def p_of_interval(interval_at: Callable[[float], Interval]) -> float:
    """Return the two-sided p value that belongs to an interval: 1 − the lowest confidence level at which it contains 0.

    ``interval_at``: the interval at a confidence level; it must widen as the level rises.
    """
    confidence_level, step = 0.5, 0.25
    while step > P_PRECISION:
        low, high = interval_at(confidence_level)
        confidence_level += -step if low <= 0 <= high else step
        step /= 2
    return 1 - confidence_level


def ratio_of_shares_interval(k1: float, n1: float, k2: float, n2: float, confidence_level: float = 0.95) -> Interval:
    """Return the interval of (k1/n1) / (k2/n2) on the log scale (Katz et al. 1978).

    Raises ``ValueError`` unless k1 and k2 are above 0.
    """
    if min(k1, k2, n1, n2) <= 0:
        raise ValueError("The interval of a ratio of shares needs people selected in both groups.")
    z = normal_quantile(confidence_level)
    spread = z * math.sqrt(max(0.0, 1 / k1 - 1 / n1 + 1 / k2 - 1 / n2))
    ratio = (k1 / n1) / (k2 / n2)
    return ratio * math.exp(-spread), ratio * math.exp(spread)


@cache
def normal_quantile(confidence_level: float = 0.95) -> float:
    """Return the half-width of a two-sided normal interval in standard errors: 1.96 for 95 %."""
    from scipy.special import ndtri  # imported here, as below, since scipy is slow to import and few calls need it

    return float(ndtri((1 + confidence_level) / 2))


def student_quantile(freedom: float, confidence_level: float = 0.95) -> float:
    """Return the half-width of a two-sided interval of Student's t in standard errors: 1.96 for 95 % and many degrees.

    ``freedom``: degrees of freedom.
    """
    from scipy.special import stdtrit

    return float(stdtrit(freedom, (1 + confidence_level) / 2))


def fisher_exact_p(k1: float, n1: float, k2: float, n2: float) -> float:
    """Return the two-sided p value of Fisher's exact test that the shares k1/n1 and k2/n2 are equal."""
    from scipy.stats import fisher_exact

    table = [[round(k1), round(n1 - k1)], [round(k2), round(n2 - k2)]]
    return float(min(1.0, fisher_exact(table)[1]))


def benjamini_hochberg(p_values: ArrayLike) -> Floats:
    """Return p values adjusted for the false discovery rate, in the order given (Benjamini and Hochberg 1995).

    NaN stays NaN and does not count as a member of the family.
    """
    from scipy.stats import false_discovery_control

    values = np.asarray(p_values, dtype=float)
    adjusted = np.full(values.shape, np.nan)
    known = np.flatnonzero(~np.isnan(values))
    if known.size:
        adjusted[known] = false_discovery_control(values[known], method="bh")
    return adjusted


def bootstrap_draws(
    statistic: Callable[..., Floats],
    *samples: ArrayLike,
    draws: int = DRAWS,
    seed: int = SEED,
) -> Floats:
    """Return ``statistic`` of resamples, each sample resampled independently: shape (draws,).

    ``statistic`` gets one array of shape (k, size of the sample) per sample and returns shape (k,), so that
    numpy does the loop; memory is bounded by drawing in blocks.
    """
    generator = np.random.default_rng(seed)
    arrays = [np.asarray(sample, dtype=float) for sample in samples]
    block = max(1, _CELLS_AT_ONCE // max(1, sum(array.size for array in arrays)))
    values = []
    for start in range(0, draws, block):
        size = min(block, draws - start)
        resamples = [array[generator.integers(0, array.size, (size, array.size))] for array in arrays]
        values.append(np.asarray(statistic(*resamples), dtype=float))
    return np.concatenate(values)


def bootstrap_medians(sample: ArrayLike, generator: np.random.Generator, draws: int = DRAWS) -> Floats:
    """Return the medians of ``draws`` bootstrap resamples of ``sample``, without drawing the resamples: shape (draws,).

    The k-th smallest of n draws from a sorted sample stands at position floor(n·U), U ~ Beta(k, n − k + 1),
    so each median costs one or two random numbers whatever the size of the sample. ``ValueError`` for an empty sample.
    """
    ordered = np.sort(np.asarray(sample, dtype=float))
    n = ordered.size
    if n == 0:
        raise ValueError("A median needs at least one observation.")
    lower_rank = (n + 1) // 2
    lower = generator.beta(lower_rank, n - lower_rank + 1, draws)
    upper = lower
    if n % 2 == 0:
        upper = lower + (1 - lower) * generator.beta(1, n - lower_rank, draws)
    positions = [np.minimum((n * u).astype(int), n - 1) for u in (lower, upper)]
    return np.asarray((ordered[positions[0]] + ordered[positions[1]]) / 2)


def percentile_interval(draws: ArrayLike, confidence_level: float = 0.95) -> Interval:
    """Return the percentile interval of bootstrap draws."""
    low, high = np.quantile(np.asarray(draws, dtype=float), [(1 - confidence_level) / 2, (1 + confidence_level) / 2])
    return float(low), float(high)
