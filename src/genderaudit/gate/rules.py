"""Figures that are not linear. The gate takes nothing from one that keeps its rule: each was tried by brute force.

*Model*, one number of an estimate over everybody (a coefficient, an index, a test): of ``LEAST`` people of each group.
*Median gap*, the quotient of two groups' medians, of so many too: at the very ends of what people can have, more than
half of a group are known to have the same, of ten or more never all but one.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations

from genderaudit.gate.figures import GateError

LEAST = 10
"""People of each group, and between two groups that share some of theirs."""
KINDS = ("median gap", "model")


@dataclass(frozen=True, slots=True)
class Ruled:
    """A figure of a kind with a rule, of groups of people, each by a place and a number."""

    kind: str
    column: str
    groups: tuple[frozenset[tuple[int, int]], ...]


def ruled(kind: str, column: str, groups: Iterable[Iterable[tuple[int, int]]]) -> Ruled:
    """A figure of groups of people; refused if its kind has no rule."""
    if kind not in KINDS:
        raise GateError(
            f"The gate has no rule for {kind}: publish it as counts, totals and quotients of them, or leave it out."
        )
    return Ruled(kind, column, tuple(map(frozenset, groups)))


def broken(figures: Sequence[tuple[str, Ruled]]) -> list[tuple[Ruled, tuple[str, ...]]]:
    """Each figure that breaks its rule, with the tables that do it: its own, or its own and another."""
    found: list[tuple[Ruled, tuple[str, ...]]] = [
        (one, (name,)) for name, one in figures if min(map(len, one.groups)) < LEAST
    ]
    for (name, one), (other_name, other) in combinations(figures, 2):
        rests = [len(rest) for a in one.groups for b in other.groups if a & b for rest in (a - b, b - a)]
        alike = one.column == other.column and one.kind == other.kind == "median gap"
        if alike and any(0 < rest < LEAST for rest in rests):
            found.append((one, tuple(dict.fromkeys((name, other_name)))))
    return found
