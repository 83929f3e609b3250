"""Figures that are not linear. The gate takes nothing from one that keeps its rule: each was tried by brute force.

*Model*, one number of an estimate over everybody (a coefficient, an index, a test): of ``LEAST`` people of each group.
*Effect*, whether those of one group say more than those of the other (Cliff's delta), beside the shares of who agrees:
of ``LEAST_OF_EFFECTS``; of fewer where all ways to spread the answers over five points leave it open how many disagree
(``effect_leaves_open``).

*Median gap*, the quotient of two groups' medians: at the very ends of what people can have, more than half of a group
are known to have the same, of ten or more never all but one; and where scales are known, enough of each group must be
able to be its middle one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from statistics import median

import numpy as np
from numpy.typing import NDArray

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


def effect_leaves_open(people: Sequence[int], agree: Sequence[int], ends: tuple[float, float], few: int) -> bool:
    """Whether a printed effect (between ``ends``) leaves ``few`` numbers possible of those who disagree in each group.

    Of two groups with their ``people`` and how many ``agree``. Every way to answer on five points is tried: who agrees
    and who disagrees does so a little or fully; the rest is undecided.
    """
    rest = [number - those for number, those in zip(people, agree, strict=True)]
    window = [end * people[0] * people[1] for end in ends]
    found: list[tuple[int, int]] = []
    within_agree = _spread(*agree)
    for first in range(rest[0] + 1):
        for second in range(rest[1] + 1):
            undecided = rest[0] - first, rest[1] - second
            sure = agree[0] * rest[1] + undecided[0] * second - agree[1] * rest[0] - undecided[1] * first
            spread = within_agree[:, None] + _spread(first, second)[None] + sure
            if ((spread >= window[0]) & (spread <= window[1])).any():
                found.append((first, second))
    if not found:
        return False
    return all(
        max(numbers) - min(numbers) + 1 >= min(few, size + 1)
        for numbers, size in zip(zip(*found, strict=True), rest, strict=True)
    )


def _spread(first: int, second: int) -> NDArray[np.float64]:
    """By how many pairs one group says more, of two that may each be split in a lower and a higher answer."""
    one, other = np.arange(first + 1)[:, None], np.arange(second + 1)[None]
    return np.unique(one * second - other * first).astype(float)
