"""Segregation: how unevenly women and men are spread over categories (occupations, units, levels)."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from genderaudit.measures.counting import NOT_STATED, Headcount, composed, headcounts
from genderaudit.measures.inference import DRAWS, SEED
from genderaudit.measures.requirements import requires
from genderaudit.measures.results import Results

ROUNDING = 1e-12
"""Tolerance of equality of two D: the same spread, summed in another order, differs by less."""


@requires("sex", counted="people")
def duncan_index(table: pd.DataFrame, by: str, draws: int = DRAWS, seed: int = SEED) -> Results:
    """Duncan dissimilarity D = ½ Σ |m_i/M − f_i/F| over the categories of column ``by``, 0 to 1.

    The part of women (or men) who would have to change category for equal spread (Duncan and Duncan 1955).
    Small categories make D large by chance alone, so ``details`` gives median_random and high_random (95th
    percentile) of D when sex is assigned at random over the same categories, p_value (share of random
    assignments with at least this D), and categories.
    ``n`` and ``women`` are as in shares: another gender is in ``n``, and in neither distribution.
    People without a category are left out and counted (left_out). Reasons: no_rows, one_sex_only, single_category.
    """
    counts, every, details = _counts_by_category(table, by)
    reason = _reason_unusable(counts, every)
    if reason:
        return Results(composed(every, None, "index", {}, reason, details))
    value = dissimilarity(counts[:, 1], counts[:, 0])
    random = _random_dissimilarity(counts, draws, seed)
    details |= {
        "median_random": float(np.median(random)),
        "high_random": float(np.quantile(random, 0.95)),
        "p_value": float((1 + np.sum(random >= value - ROUNDING)) / (draws + 1)),
    }
    return Results(composed(every, value, "index", {}, None, details))


@requires("sex", counted="people")
def karmel_maclachlan_index(table: pd.DataFrame, by: str) -> Results:
    """Karmel–MacLachlan index 2a(1 − a)D with a = F / (F + M), 0 to 0.5.

    The part of all people who would have to change category for equal spread, the size of each category
    kept (Karmel and MacLachlan 1988). Details and reasons as :func:`duncan_index`.
    """
    counts, every, details = _counts_by_category(table, by)
    reason = _reason_unusable(counts, every)
    if reason:
        return Results(composed(every, None, "index", {}, reason, details))
    part = every.women / every.both
    value = 2 * part * (1 - part) * dissimilarity(counts[:, 1], counts[:, 0])
    return Results(composed(every, value, "index", {}, None, details))


def dissimilarity(men: Iterable[float], women: Iterable[float]) -> float:
    """Return D from two lists of counts per category, in the same order; each list must have people in it."""
    m, f = np.asarray(list(men), dtype=float), np.asarray(list(women), dtype=float)
    return float(np.abs(m / m.sum() - f / f.sum()).sum() / 2)


def _counts_by_category(table: pd.DataFrame, by: str) -> tuple[NDArray[np.float64], Headcount, dict[str, float]]:
    """Return women and men by category (largest first), all people with a category, and the details of the result."""
    groups = headcounts(table, by)
    left_out = sum(count.known for group, count in groups if group[by] == NOT_STATED)
    named = [count for group, count in groups if group[by] != NOT_STATED]
    # By size, not by name: the random reference then depends on neither the order of rows nor the names.
    stated = sorted((count for count in named if count.both), key=lambda count: -count.both)
    counts = np.array([(count.women, count.men) for count in stated]).reshape(-1, 2)
    every = sum(named, Headcount())
    return counts, every, {"categories": float(len(stated)), "left_out": left_out}


def _reason_unusable(counts: NDArray[np.float64], every: Headcount) -> str | None:
    if every.known == 0:
        return "no_rows"
    if every.women == 0 or every.men == 0:
        return "one_sex_only"
    return "single_category" if len(counts) < 2 else None


def _random_dissimilarity(counts: NDArray[np.float64], draws: int, seed: int) -> NDArray[np.float64]:
    sizes = np.rint(counts.sum(axis=1)).astype(np.int64)
    # Drawing the rarer sex makes the reference the same when women and men are exchanged.
    fewer = int(np.rint(counts.sum(axis=0).min()))
    drawn = np.random.default_rng(seed).multivariate_hypergeometric(sizes, fewer, draws, method="marginals")
    other = sizes - drawn
    return np.asarray(np.abs(drawn / fewer - other / (sizes.sum() - fewer)).sum(axis=1) / 2)
