"""Drawing for the samples: whole counts that keep their total, and labels by weight."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np


def apportion(total: int, weights: Sequence[float]) -> list[int]:
    """Split ``total`` into whole counts in proportion to ``weights`` (largest remainders)."""
    exact = [total * weight / sum(weights) for weight in weights]
    counts = [int(value) for value in exact]
    by_remainder = sorted(range(len(exact)), key=lambda index: (counts[index] - exact[index], index))
    for index in by_remainder[: total - sum(counts)]:
        counts[index] += 1
    return counts


def unsettled(weights: Sequence[float], random: np.random.Generator, by: float = 0.2) -> list[float]:
    """The weights, each moved by up to the part ``by``, so that no two branches look alike."""
    return [weight * (1 - by + 2 * by * float(random.random())) for weight in weights]


def labels(n: int, weights: Mapping[str, float], random: np.random.Generator) -> list[str]:
    """``n`` labels in the proportions of ``weights``, in random order."""
    counts = apportion(n, list(weights.values()))
    drawn = [label for label, count in zip(weights, counts, strict=True) for _ in range(count)]
    return [drawn[index] for index in random.permutation(n)]
