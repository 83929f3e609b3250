"""Figures that are not linear. The gate takes nothing from one that keeps its rule: each was tried by brute force.

*Model*, one number of an estimate over everybody (a coefficient, an index, a test): of ``LEAST`` people of each group.
*Effect*, of whom more say more than who of the other group (Cliff's delta), beside shares: of ``LEAST_OF_EFFECTS``; of
twenty it tells how many of those who do not agree disagree.

*Median gap*, the quotient of two groups' medians: at the very ends of what people can have, more than half of a group
are known to have the same, of ten or more never all but one; and where scales are known, enough of each group must be
able to be its middle one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from statistics import median

from genderaudit.gate.figures import GateError

LEAST = 10
"""People of each group, and between two groups that share some of theirs."""
LEAST_OF_EFFECTS = 30
KINDS = {"median gap": LEAST, "model": LEAST, "effect": LEAST_OF_EFFECTS}


@dataclass(frozen=True, slots=True)
class Ruled:
    """A figure of a kind with a rule, of groups of people (places); ``middle``: the fewest who can be a middle one."""

    kind: str
    column: str
    groups: tuple[frozenset[int], ...]
    middle: int


def ruled(kind: str, column: str, groups: Sequence[Sequence[int]], ends: Sequence[tuple[float, float]]) -> Ruled:
    """A figure of groups of people, given the ``ends`` of everybody's amount; refused if its kind has no rule."""
    if kind not in KINDS:
        raise GateError(
            f"The gate has no rule for {kind}: publish it as counts, totals and quotients of them, or leave it out."
        )
    middle = len(ends)
    for group in filter(None, groups):
        if kind != "median gap":
            continue
        least, most = (median(ends[place][end] for place in group) for end in (0, 1))
        middle = min(middle, sum(ends[place][1] >= least and ends[place][0] <= most for place in group))
    return Ruled(kind, column, tuple(map(frozenset, groups)), middle)


def broken(figures: Sequence[tuple[str, Ruled]], few: int) -> list[tuple[Ruled, tuple[str, ...]]]:
    """Each figure that breaks its rule, with the tables that do it: its own, or its own and another."""
    found: list[tuple[Ruled, tuple[str, ...]]] = [
        (one, (name,)) for name, one in figures if one.middle < few or min(map(len, one.groups)) < KINDS[one.kind]
    ]
    for (name, one), (other_name, other) in combinations(figures, 2):
        rests = [len(rest) for a in one.groups for b in other.groups if a & b for rest in (a - b, b - a)]
        if (
            one.column == other.column
            and one.kind == other.kind == "median gap"
            and any(0 < rest < LEAST for rest in rests)
        ):
            found.append((one, tuple(dict.fromkeys((name, other_name)))))
    return found
