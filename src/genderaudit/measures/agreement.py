"""Agreement of two reviewers of the same documents, and the criteria that they should discuss."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import combinations

import numpy as np
import pandas as pd

from genderaudit.measures.inference import normal_quantile
from genderaudit.measures.result import Result

SCALE = ("missing", "approaches", "meets", "exceeds")
FEWEST = 10
"""Fewest criteria that both must have rated; below, the interval would span almost the whole scale."""


def weighted_kappa(ratings_a: Sequence[object], ratings_b: Sequence[object], confidence_level: float = 0.95) -> Result:
    """Cohen's kappa with linear weights of two reviewers' ratings, in the same order of criteria.

    Ratings are missing, approaches, meets, exceeds; a pair in which either is anything else (blank, not
    applicable) is left out. Unit index, here −1 to 1: 1 full agreement, 0 agreement by chance alone. Normal
    interval (Fleiss, Cohen and Everitt 1969). ``n`` is the number of pairs. ``details``: agreed (share of equal
    ratings). Reasons: not_rated (no pair), too_few_answers, no_variation (all in one category).
    """
    pairs = [(a, b) for a, b in zip(ratings_a, ratings_b, strict=True) if a in SCALE and b in SCALE]
    n = len(pairs)
    if n < FEWEST:
        return Result(value=None, unit="index", n=n, reason="too_few_answers" if n else "not_rated")
    table = np.zeros((len(SCALE), len(SCALE)))
    for a, b in pairs:
        table[SCALE.index(str(a)), SCALE.index(str(b))] += 1 / n
    rank = np.arange(len(SCALE))
    weights = 1 - np.abs(rank[:, None] - rank[None, :]) / (len(SCALE) - 1)
    rows, columns = table.sum(axis=1), table.sum(axis=0)
    observed = float((weights * table).sum())
    expected = float((weights * np.outer(rows, columns)).sum())
    if math.isclose(expected, 1.0):
        return Result(value=None, unit="index", n=n, reason="no_variation")
    kappa = (observed - expected) / (1 - expected)
    # Mean weight of each category against the other reviewer's distribution.
    mean_weights = (weights @ columns)[:, None] + (rows @ weights)[None, :]
    spread = float((table * (weights - mean_weights * (1 - kappa)) ** 2).sum())
    variance = (spread - (kappa - expected * (1 - kappa)) ** 2) / (n * (1 - expected) ** 2)
    half = normal_quantile(confidence_level) * math.sqrt(max(0.0, variance))
    details = {"agreed": float(np.trace(table))}
    low, high = max(-1.0, kappa - half), min(1.0, kappa + half)
    return Result(value=kappa, unit="index", n=n, low=low, high=high, level=confidence_level, details=details)


def reviewers_agreement(documents: pd.DataFrame, confidence_level: float = 0.95) -> Result:
    """Weighted kappa of the two reviewers who rated most criteria in common.

    ``documents`` is the canonical table (criterion, rating, reviewer). Reasons: as ``weighted_kappa``.
    """
    rated = documents[documents["rating"].isin(SCALE)].dropna(subset=["reviewer"])
    by_reviewer = {
        str(name): given.drop_duplicates("criterion").set_index("criterion")["rating"]
        for name, given in rated.groupby("reviewer")
    }
    pairs = [(a, b, by_reviewer[a].index.intersection(by_reviewer[b].index)) for a, b in combinations(by_reviewer, 2)]
    if not pairs:
        return weighted_kappa([], [], confidence_level)
    first, second, common = max(pairs, key=lambda pair: len(pair[2]))
    return weighted_kappa(list(by_reviewer[first][common]), list(by_reviewer[second][common]), confidence_level)


def disagreements(documents: pd.DataFrame) -> pd.DataFrame:
    """Return the criteria that reviewers rated differently, the widest apart first, for them to discuss.

    ``documents`` is the canonical table (area, criterion, rating). Columns: area, criterion, lowest, highest (ratings)
    and steps between them, 1 to 3. Where one reviewer rated *not applicable*, ``highest`` is that and steps is NA;
    these come first. Reviewers are not named.
    """
    rows = []
    for (area, criterion), rows_of_criterion in documents.dropna(subset=["rating"]).groupby(
        ["area", "criterion"], sort=False
    ):
        ratings = sorted({rating for rating in rows_of_criterion["rating"] if rating in SCALE}, key=SCALE.index)
        exempt = bool((rows_of_criterion["rating"] == "not_applicable").any())
        if ratings and (exempt or len(ratings) > 1):
            highest = "not_applicable" if exempt else ratings[-1]
            steps = None if exempt else SCALE.index(ratings[-1]) - SCALE.index(ratings[0])
            rows.append((area, criterion, ratings[0], highest, steps))
    frame = pd.DataFrame(rows, columns=["area", "criterion", "lowest", "highest", "steps"])
    frame["steps"] = frame["steps"].astype("Int64")
    return frame.sort_values("steps", ascending=False, na_position="first", kind="stable", ignore_index=True)
