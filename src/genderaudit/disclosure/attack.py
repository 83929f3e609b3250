"""The attacker: the interval that can be derived of an unknown from everything published, by linear programming."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linprog
from scipy.sparse import csr_array, vstack

from genderaudit.disclosure.errors import DisclosureError
from genderaudit.disclosure.knowledge import Bounds, Equation, Unknown

TOLERANCES = (1e-9, 1e-6, 1e-4)
"""Of an equation, relative to its numbers: published numbers carry rounding errors. The first that has a solution."""
WIDE = 1e9
"""Stands for infinity of an unknown that is asked for; whole sums of money lie below it."""
GOLDEN = 0.618033988749895  # makes weights that are all different
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Derived:
    """What can be derived of an unknown, and by which numbers it is kept so narrow.

    ``keepers``: shown number → by how much the interval would grow for each unit that the number could
    fall (first) or rise (second) if it were hidden.
    """

    low: float
    high: float
    keepers: Mapping[Unknown, tuple[float, float]]


class Attack:
    """The attacker before some equations of the knowledge, with what is known of each unknown.

    ``kept`` are the numbers that could still be hidden; ``open_ones`` the unknowns that will be asked for.
    """

    def __init__(
        self,
        equations: Sequence[Equation],
        bounds: Callable[[Unknown], Bounds],
        kept: Collection[Unknown],
        open_ones: Collection[Unknown],
    ) -> None:
        self._equations = equations
        self._bounds = bounds
        self._kept = kept
        self._limits = {name: bounds(name) for equation in equations for name in equation}
        for name in open_ones:
            low, high = bounds(name)
            self._limits[name] = max(low, -WIDE), min(high, WIDE)
        free = [name for name, (low, high) in sorted(self._limits.items()) if low < high or name in kept]
        self._columns = {name: i for i, name in enumerate([*free, *sorted(set(open_ones) - set(free))])}

    def derive(self, unknown: Unknown) -> Derived:
        """The interval of ``unknown``, and which of the kept numbers keep it narrow."""
        if not any(unknown in equation for equation in self._equations):
            return Derived(*self._bounds(unknown), {unknown: (1.0, 1.0)} if unknown in self._kept else {})
        if len(self._equations) == 1:
            return self._by_one(unknown, self._equations[0])
        ends, keepers = [], {name: [0.0, 0.0] for name in self._columns if name in self._kept}
        for direction in (1.0, -1.0):
            found = self._solved({unknown: direction})
            ends.append(direction * found.fun)
            for reduced, name in zip(found.lower.marginals + found.upper.marginals, self._columns, strict=True):
                if name in keepers:
                    keepers[name][0] += max(reduced, 0.0)
                    keepers[name][1] += max(-reduced, 0.0)
        narrow = {name: (down, up) for name, (down, up) in keepers.items() if down + up > 1e-9}
        return Derived(ends[0], ends[1], narrow)

    def spread(self, unknowns: Sequence[Unknown], look: int) -> dict[Unknown, Bounds]:
        """Values that are possible together: an interval of each unknown within the one that can be derived.

        Two programs for all of them, where ``derive`` takes two for each; enough where it is wide enough.
        Each ``look`` pulls at the unknowns otherwise, some up and some down.
        """
        weights = {
            name: (1.0 + (number * GOLDEN) % 1.0) * (-1.0 if look and (number >> (look - 1)) % 2 else 1.0)
            for number, name in enumerate(unknowns)
        }
        ends = []
        for direction in (1.0, -1.0):
            found = self._solved({name: direction * weight for name, weight in weights.items()})
            ends.append({name: float(found.x[self._columns[name]]) for name in unknowns})
        return {name: (min(one[name] for one in ends), max(one[name] for one in ends)) for name in unknowns}

    def _by_one(self, unknown: Unknown, equation: Equation) -> Derived:
        """One equation: what the others leave."""
        own = self._bounds(unknown)
        low = high = 0.0
        for other, coefficient in equation.items():
            if other != unknown:
                ends = sorted(-coefficient / equation[unknown] * end for end in self._bounds(other))
                low, high = low + ends[0], high + ends[1]
        keepers = {one: (1.0, 1.0) for one in equation if one in self._kept}
        return Derived(max(low, own[0]), min(high, own[1]), keepers)

    @cached_property
    def _matrix(self) -> tuple[Any, Floats]:
        """The equations scaled to numbers about 1: sums of money stand beside counts of people."""
        rows, columns, numbers, right = [], [], [], np.zeros(len(self._equations))
        for row, equation in enumerate(self._equations):
            scale = max(map(abs, equation.values()))
            ends = ((coefficient, end) for name, coefficient in equation.items() for end in self._limits[name])
            scale = max([scale, *(abs(coefficient * end) for coefficient, end in ends if abs(end) < WIDE)])
            for name, coefficient in equation.items():
                if name in self._columns:
                    rows.append(row)
                    columns.append(self._columns[name])
                    numbers.append(coefficient / scale)
                else:
                    right[row] -= coefficient * self._limits[name][0] / scale
        shape = len(self._equations), len(self._columns)
        return csr_array((numbers, (rows, columns)), shape=shape), right

    def _solved(self, cost: Mapping[Unknown, float]) -> Any:
        matrix, right = self._matrix
        costs = [cost.get(name, 0.0) for name in self._columns]
        box = [self._limits[name] for name in self._columns]
        for tolerance in TOLERANCES:
            within = np.concatenate([right + tolerance, tolerance - right])
            found = linprog(costs, vstack([matrix, -matrix]), within, bounds=box, method="highs")
            if found.status == 0:
                return found
        raise DisclosureError
