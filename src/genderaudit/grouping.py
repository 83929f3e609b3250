"""Categories merged until every group is large enough for a figure that is sensitive: merge, do not mask.

A grouping belongs to one sensitive column by one dimension (pay by level, answers by unit): composition keeps the
organisation's own categories. It depends on nothing but the two counts of each category, so it is the same in every
phase and language, and a later round takes over the one before while that still holds.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

Counts = Mapping[str, tuple[float, float]]
"""For each category, in its order: how many are on either side (women and men of known pay; with and without)."""
Kind = Literal["own", "merged", "others", "without_first", "without_second"]


@dataclass(frozen=True)
class Group:
    """Categories that are shown as one.

    ``own``: one category as it is; ``merged``: neighbours in an order; ``others``: what is left of categories without
    an order; ``without_first`` and ``without_second``: all categories that have nobody on that side.
    """

    kind: Kind
    categories: tuple[str, ...]


def group_categories(counts: Counts, least: float, *, ordered: bool, kept: Sequence[Group] = ()) -> tuple[Group, ...]:
    """Merge categories until each group has ``least`` on both sides; empty where not even two groups can be made.

    Args:
        counts: The two counts of each category; of ordered ones from one end to the other.
        least: Fewest people on each side of a group. A group that has nobody on one side needs them on the other.
        ordered: Whether a category merges with a neighbour only, as levels and age bands do.
        kept: The grouping of the round before; it stands while its groups have every category and are large enough.

    Returns:
        Groups in the order of their first category, the one of all others last. As many as can be made; of
        those, the ones nearest to each other in size.
    """
    present = {category: pair for category, pair in counts.items() if sum(pair)}
    if kept and _holds(kept, present, least):
        return tuple(kept)
    groups = _neighbours(present, least) if ordered else _with_others(present, least)
    return groups if len(groups) > 1 else ()


def labels_of(groups: Iterable[Group]) -> dict[str, int]:
    """The place of its group for each category."""
    return {category: place for place, group in enumerate(groups) for category in group.categories}


def _holds(groups: Sequence[Group], counts: Counts, least: float) -> bool:
    """Whether every category has one of the groups, and each group is still large enough."""
    if not set(counts) <= set(labels_of(groups)):
        return False
    return all(_stands(_sum(counts, group.categories), least) for group in groups)


def _stands(pair: tuple[float, float], least: float) -> bool:
    first, second = pair
    return (first >= least and second >= least) or (not first and second >= least) or (not second and first >= least)


def _sum(counts: Counts, categories: Iterable[str]) -> tuple[float, float]:
    pairs = [counts[category] for category in categories if category in counts]
    return sum(pair[0] for pair in pairs), sum(pair[1] for pair in pairs)


def _neighbours(counts: Counts, least: float) -> tuple[Group, ...]:
    """The best cut of an order into runs: most groups, then the smallest sum of squares (dynamic programming)."""
    names = list(counts)
    best: list[tuple[int, float, int] | None] = [(0, 0.0, 0)]  # groups (negative), squares, where the last run begins
    for end in range(1, len(names) + 1):
        cuts = []
        for begin in range(end):
            before, pair = best[begin], _sum(counts, names[begin:end])
            if before is not None and _stands(pair, least):
                cuts.append((before[0] - 1, before[1] + sum(pair) ** 2, begin))
        best.append(min(cuts) if cuts else None)
    groups, end = [], len(names)
    while end and (cut := best[end]) is not None:
        run = tuple(names[cut[2] : end])
        groups.append(Group("own" if len(run) == 1 else "merged", run))
        end = cut[2]
    return tuple(reversed(groups))


def _with_others(counts: Counts, least: float) -> tuple[Group, ...]:
    """Large categories as they are, those without women and those without men as one group each, the rest together."""
    alone = [name for name, pair in counts.items() if min(pair) and _stands(pair, least)]
    groups = [Group("own", (name,)) for name in alone]
    rest = [name for name in counts if name not in alone]
    kinds: tuple[tuple[Kind, int], ...] = (("without_first", 0), ("without_second", 1))
    for kind, side in kinds:
        lacking = tuple(name for name in rest if not counts[name][side])
        if lacking and _stands(_sum(counts, lacking), least):
            groups.append(Group("own" if len(lacking) == 1 else kind, lacking))
            rest = [name for name in rest if name not in lacking]
    while rest and not _stands(_sum(counts, rest), least):
        if not groups:
            return ()
        taken = min(groups, key=lambda group: _cost(counts, group, rest, least))
        groups.remove(taken)
        rest += taken.categories
    order = {name: place for place, name in enumerate(counts)}
    groups.sort(key=lambda group: order[group.categories[0]])
    others = (Group("others", tuple(sorted(rest, key=order.__getitem__))),) if rest else ()
    return (*groups, *others)


def _cost(counts: Counts, group: Group, rest: Sequence[str], least: float) -> tuple[bool, float, str]:
    """What is lost by giving up a group: none that leaves the rest too small is taken where another would do."""
    still_small = not _stands(_sum(counts, [*rest, *group.categories]), least)
    return still_small, sum(_sum(counts, group.categories)), group.categories[0]
