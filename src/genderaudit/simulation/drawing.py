"""Random drawing: whole counts with a fixed total, and labels in proportion or at random."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

Labels = Callable[[int, Mapping[Any, float], np.random.Generator], NDArray[Any]]


def apportion(total: int, weights: Sequence[float]) -> list[int]:
    """Return ``total`` divided into whole counts in proportion to ``weights`` (largest remainders)."""
    exact = [total * weight / sum(weights) for weight in weights]
    counts = [int(value) for value in exact]
    by_remainder = sorted(range(len(exact)), key=lambda index: (counts[index] - exact[index], index))
    for index in by_remainder[: total - sum(counts)]:
        counts[index] += 1
    return counts


def unsettled(weights: Sequence[float], random: np.random.Generator, by: float = 0.2) -> list[float]:
    """Return the weights, each changed at random by up to the fraction ``by``, so that branches differ."""
    return [weight * (1 - by + 2 * by * float(random.random())) for weight in weights]


def labels(n: int, weights: Mapping[Any, float], random: np.random.Generator) -> NDArray[Any]:
    """Return ``n`` labels in exact proportion to ``weights``, in random order."""
    counts = apportion(n, list(weights.values()))
    return np.repeat(_names(weights), counts)[random.permutation(n)]


def chances(n: int, weights: Mapping[Any, float], random: np.random.Generator) -> NDArray[Any]:
    """Return ``n`` labels drawn independently with probabilities ``weights``."""
    parts = np.array(list(weights.values()), dtype=float)
    return _names(weights)[random.choice(parts.size, size=n, p=parts / parts.sum())]


def _names(weights: Mapping[Any, float]) -> NDArray[Any]:
    names = np.empty(len(weights), dtype=object)
    names[:] = list(weights)
    return names
