"""The attacker: the interval that can be derived of an unknown from everything published, by linear programming."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linprog
from scipy.sparse import csc_array

from genderaudit.disclosure.errors import DisclosureError
from genderaudit.disclosure.knowledge import Bounds, Equation, Unknown

TOLERANCES = (1e-9, 1e-6)
"""Of an equation, relative to its numbers: published numbers carry rounding errors. The first that has a solution.

No more: of a list of 100,000 people 1e-6 is a tenth of a person, and what is only open by such errors is not open.
"""
INFEASIBLE = 2  # what linprog calls it
WIDE = 1e9
"""Stands for infinity of an unknown that is asked for; whole sums of money lie below it."""
TOGETHER = 3000
"""Columns of programs that are solved together: each call of the solver costs as much as a few hundred columns."""
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


@dataclass(frozen=True, slots=True)
class _Solved:
    """The optimum of a linear program: its least cost, the values of its columns, and what each bound costs."""

    least: float
    values: Floats
    reduced: Floats


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

    def derive(self, unknowns: Sequence[Unknown]) -> list[Derived]:
        """The interval of each unknown, and which of the kept numbers keep it narrow."""
        known = {one: self._without_solving(one) for one in unknowns}
        asked = [one for one in unknowns if known[one] is None]
        ends = iter(self._solved([{one: direction} for one in asked for direction in (1.0, -1.0)]))
        return [known[one] or self._between(next(ends), next(ends)) for one in unknowns]

    def _without_solving(self, unknown: Unknown) -> Derived | None:
        """What is known of an unknown in one equation, or none."""
        if not any(unknown in equation for equation in self._equations):
            return Derived(*self._bounds(unknown), {unknown: (1.0, 1.0)} if unknown in self._kept else {})
        return self._by_one(unknown, self._equations[0]) if len(self._equations) == 1 else None

    def _between(self, low: _Solved, high: _Solved) -> Derived:
        """The interval between two ends, with the kept numbers that would move one of them."""
        keepers = {}
        for name, one, other in zip(self._columns, low.reduced, high.reduced, strict=False):
            down, up = max(one, 0.0) + max(other, 0.0), max(-one, 0.0) + max(-other, 0.0)
            if name in self._kept and down + up > 1e-9:
                keepers[name] = down, up
        return Derived(low.least, -high.least, keepers)

    def spread(self, unknowns: Sequence[Unknown], look: int) -> dict[Unknown, Bounds]:
        """Values that are possible together: an interval of each unknown within the one that can be derived.

        Two programs for all of them, where ``derive`` takes two for each; enough where it is wide enough.
        Each ``look`` pulls at the unknowns otherwise, some up and some down.
        """
        weights = {
            name: (1.0 + (number * GOLDEN) % 1.0) * (-1.0 if look and (number >> (look - 1)) % 2 else 1.0)
            for number, name in enumerate(unknowns)
        }
        asked = [{name: direction * weight for name, weight in weights.items()} for direction in (1.0, -1.0)]
        one, other = (found.values for found in self._solved(asked))
        places = [self._columns[name] for name in unknowns]
        ends = [sorted((float(one[place]), float(other[place]))) for place in places]
        return {name: (low, high) for name, (low, high) in zip(unknowns, ends, strict=True)}

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
    def _matrix(self) -> tuple[Floats, Floats]:
        """The equations scaled to numbers about 1: sums of money stand beside counts of people.

        Row, column and number of each coefficient; and the right sides. What each equation may be out by is a
        column too, after those of the unknowns.
        """
        entries, right = [], np.zeros(len(self._equations))
        for row, equation in enumerate(self._equations):
            scale = max(map(abs, equation.values()))
            ends = ((coefficient, end) for name, coefficient in equation.items() for end in self._limits[name])
            scale = max([scale, *(abs(coefficient * end) for coefficient, end in ends if abs(end) < WIDE)])
            for name, coefficient in equation.items():
                if name in self._columns:
                    entries.append((row, self._columns[name], coefficient / scale))
                else:
                    right[row] -= coefficient * self._limits[name][0] / scale
            entries.append((row, len(self._columns) + row, 1.0))
        return np.array(entries).reshape(-1, 3).T, right

    def _solved(self, costs: Sequence[Mapping[Unknown, float]]) -> list[_Solved]:
        """The optimum of each cost; some of them as one program, in blocks that have nothing to do with each other."""
        at_once = max(1, TOGETHER // max(1, len(self._columns)))
        parts = [costs[start : start + at_once] for start in range(0, len(costs), at_once)]
        return [found for part in parts for found in self._solved_together(part)]

    def _solved_together(self, costs: Sequence[Mapping[Unknown, float]]) -> list[_Solved]:
        (rows, columns, numbers), right = self._matrix
        copies, height, width = len(costs), len(right), len(self._columns) + len(right)
        block = np.arange(copies)[:, None]
        places = ((rows + height * block).ravel(), (columns + width * block).ravel())
        matrix = csc_array((np.tile(numbers, copies), places), shape=(height * copies, width * copies))
        weights = np.zeros((copies, width))
        for copy, cost in enumerate(costs):
            for name, weight in cost.items():
                weights[copy, self._columns[name]] = weight
        for tolerance in TOLERANCES:
            box = np.array([*(self._limits[name] for name in self._columns), *[(-tolerance, tolerance)] * height])
            found = linprog(
                weights.ravel(),
                A_eq=matrix,
                b_eq=np.tile(right, copies),
                bounds=np.tile(box, (copies, 1)),
                method="highs",
                options={"presolve": False},  # which takes these tolerances for a contradiction
            )
            if found.status == 0:
                values = found.x.reshape(copies, width)
                reduced = (found.lower.marginals + found.upper.marginals).reshape(copies, width)
                return [
                    _Solved(float(cost @ x), x, part) for cost, x, part in zip(weights, values, reduced, strict=True)
                ]
            if found.status != INFEASIBLE:
                break
        raise DisclosureError
