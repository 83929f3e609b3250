"""Merging of categories until every group is large enough for a sensitive figure, in place of masking small ones.

A grouping belongs to one sensitive column and one dimension (pay by level, answers by unit); composition keeps the
organisation's own categories. It depends on nothing but the two counts of each category, so it is the same in every
phase and language; a later round reuses the one before while that is still valid.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, NamedTuple

import pandas as pd

from genderaudit.foundations.errors import AuditError
from genderaudit.foundations.files import write_atomically
from genderaudit.measures.counting import NOT_STATED, OTHER_GROUPS, headcounts, labels

Counts = Mapping[str, tuple[float, ...]]
"""Category, in order → people on either side (women and men of known pay; with and without something)."""
Kind = Literal["own", "merged", "others", "without_first", "without_second"]
JOINED = " + "
DIMENSIONS = ("level", "unit", "function", "branch", "product", "contract", "age_band")
"""Columns by which sensitive figures are broken down."""
COUNTED = {
    "branch": "branch", "contract": "contract", "age": "age_band", "members_age": "age_band", "credit_branch": "branch",
    "also": "also",
}  # fmt: skip
"""Dimensions that are sensitive themselves, with their column: merged for counts of who is in which category."""
COMPOSITION = ("level", "unit", "function", "body", "role", "event")
"""Columns of composition, merged where the organisation protects composition."""
SMALLEST_COMPOSITION = 4
NAMED_TOGETHER = (2, 3)
"""Sizes of a merged declared group whose categories are all named in place of *others*."""
NAMES: Mapping[Kind, str] = {
    "others": OTHER_GROUPS,
    "without_first": "groups_without_women",
    "without_second": "groups_without_men",
}
"""Label in the data of a group that has no name of its own; the language files translate it."""


class MinimumSize(NamedTuple):
    """Fewest people of a group: on each side that has anybody, and in all."""

    side: float
    all: float = 0


ENOUGH = MinimumSize(1 - 1e-9)
"""Limit for counts given as multiples of the fewest: 1, less the rounding of sums of parts."""


@dataclass(frozen=True)
class Group:
    """Categories that are shown as one.

    ``own``: one category as it is; ``merged``: neighbours in an order; ``others``: the remaining categories, without
    an order; ``without_first`` and ``without_second``: all categories that have nobody on that side.
    """

    kind: Kind
    categories: tuple[str, ...]

    @property
    def label(self) -> str:
        """Return the label in the data: the category's own, or its neighbours' joined."""
        return NAMES.get(self.kind) or JOINED.join(self.categories)


def group_categories(
    counts: Counts, least: MinimumSize, *, ordered: bool, kept: Sequence[Group] = ()
) -> tuple[Group, ...]:
    """Merge categories until each group has ``least`` on both sides; empty if two groups cannot be made.

    Args:
        counts: The two counts of each category; ordered ones from one end to the other.
        least: Fewest people on each side of a group, and in all of it. A group that has nobody on one side needs them
            on the other.
        ordered: True if a category merges with a neighbour only, as levels and age bands do.
        kept: The grouping of the round before; reused while its groups have every category and are large enough.

    Returns:
        Groups in the order of their first category, *others* last. As many as possible; of
        those solutions, the one with the most equal sizes.
    """
    present = {category: pair for category, pair in counts.items() if sum(pair)}
    if kept and _is_valid(kept, present, least):
        return tuple(kept)
    groups = _merge_neighbours(present, least) if ordered else _group_unordered(present, least)
    return groups if len(groups) > 1 else ()


def group_in_common(lists: Mapping[str, Counts], kept: Sequence[Group] = ()) -> tuple[tuple[Group, ...], list[str]]:
    """Make one grouping of a column for several lists; return it with the lists that it applies to.

    Args:
        lists: List → the two counts of each category, as multiples of the fewest that a group of that list needs on a
            side. A category that a list lacks is no constraint.
        kept: The grouping of the round before, as for :func:`group_categories`.

    Returns:
        Groups that are large enough in every list, others last. A list that would leave one of the lists with a single
        group is skipped, the later ones first: there is no figure from it.
    """
    groups: tuple[Group, ...] = ()
    accepted: list[str] = []
    for name in lists:
        tried_lists = [lists[one] for one in (*accepted, name)]
        candidate = _common_groups(tried_lists, kept)
        if all(sum(any(_added_counts(one, group.categories)) for group in candidate) > 1 for one in tried_lists):
            groups, accepted = candidate, [*accepted, name]
    return groups, accepted


def _common_groups(lists: Sequence[Counts], kept: Sequence[Group]) -> tuple[Group, ...]:
    names = dict.fromkeys(name for one in lists for name in one)
    counts = {name: tuple(side for one in lists for side in one.get(name, (0.0, 0.0))) for name in names}
    counts = {name: sides for name, sides in counts.items() if any(sides)}
    if kept and _is_valid(kept, counts, ENOUGH):
        return tuple(kept)
    alone = [name for name, sides in counts.items() if _is_large_enough(sides, ENOUGH)]
    rest = [name for name in counts if name not in alone]
    groups = _absorb_rest(counts, [Group("own", (name,)) for name in alone], rest, ENOUGH)
    return tuple(Group("merged", one.categories) if len(one.categories) in NAMED_TOGETHER else one for one in groups)


def with_not_stated(groups: Sequence[Group], counts: Counts) -> tuple[Group, ...]:
    """Add people of no category to the groups of :func:`group_in_common`, for the answers of one list.

    They are a group of their own if they are enough, else part of the smallest group: otherwise the difference between
    the total and the groups would disclose them.
    """
    groups_with_people = [group for group in groups if any(_added_counts(counts, group.categories))]
    if not groups_with_people or NOT_STATED not in counts:
        return tuple(groups)
    if _is_large_enough(counts[NOT_STATED], ENOUGH):
        return (*groups, Group("own", (NOT_STATED,)))
    smallest = min(groups_with_people, key=lambda group: sum(_added_counts(counts, group.categories)))
    kind: Kind = "merged" if smallest.kind == "own" else smallest.kind
    larger = Group(kind, (*smallest.categories, NOT_STATED))
    return tuple(larger if group is smallest else group for group in groups)


def merge_composition(table: pd.DataFrame, dimension: str, order: Sequence[str], kept: pd.Series) -> pd.DataFrame:
    """Return a list of people with categories of fewer than four people merged, except in ``kept`` rows.

    Args:
        table: A list of people.
        dimension: The column to merge; blanks stay blank.
        order: Its categories in their order, if they have one: then neighbours are merged.
        kept: Mask of rows that are not merged.

    Returns:
        A copy. If two groups cannot be made, all categories are one.
    """
    names = table[dimension].where(~kept)
    sizes = {name: float(rows["count"].sum()) for name, rows in table.groupby(names, observed=True)}
    places = [name for name in order if name in sizes] + sorted(sizes.keys() - set(order))
    counts = {name: (sizes[name], sizes[name]) for name in places}
    groups = group_categories(counts, MinimumSize(SMALLEST_COMPOSITION), ordered=bool(order))
    merged = {name: group.label for group in groups for name in group.categories}
    merged = merged or dict.fromkeys(places, JOINED.join(places) if order else NAMES["others"])
    return table.assign(**{dimension: names.map(merged).where(names.notna(), table[dimension])})


def first_of(label: str) -> str:
    """Return the first of the neighbours that a label names."""
    return label.partition(JOINED)[0]


@dataclass
class Groupings:
    """The groupings of a round: sensitive column (``pay``, ``answers`` …) → dimension (``level`` …) → groups."""

    path: Path
    """``groupings.json`` of the round."""
    before: Path | None = None
    """``groupings.json`` of the round before."""
    made: dict[str, dict[str, tuple[Group, ...]]] = field(default_factory=dict)

    def apply(
        self,
        table: pd.DataFrame,
        known: pd.Series,
        column: str,
        least: MinimumSize,
        orders: Mapping[str, Sequence[str]],
        dimensions: Sequence[str] = DIMENSIONS,
    ) -> pd.DataFrame:
        """Return the list with its dimensions merged for figures of a sensitive ``column``.

        Args:
            table: A list of people, with ``sex``; its other columns stay as they are.
            known: Mask of rows whose sensitive column is known: their women and men are counted.
            column: The sensitive column.
            least: Fewest women and men of a group.
            orders: Dimension → its categories in order, where it has one.
            dimensions: The columns to merge.

        Returns:
            A copy. Blank counts as one more category, the last, except for columns of ``COUNTED``. If two groups cannot
            be made, the dimension is blank for everybody.
        """
        table = table.copy()
        for dimension in (name for name in dimensions if name in table and table[name].notna().any()):
            names = labels(table[dimension])
            counted = headcounts(table.assign(**{dimension: names})[known.to_numpy(dtype=bool)], dimension)
            counts_of = {group[dimension]: (count.women, count.men) for group, count in counted}
            order = orders.get(dimension, ())
            places = [name for name in order if name in counts_of] + sorted(
                counts_of.keys() - set(order) - {NOT_STATED}
            )
            if column not in COUNTED:  # else the total would disclose the few people who are in no group
                places += [NOT_STATED]
            counts = {name: counts_of[name] for name in places if name in counts_of}
            before = self._read_groupings(self.before).get(column, {}).get(dimension, ())
            groups = group_categories(counts, least, ordered=bool(order), kept=before)
            self.made.setdefault(column, {})[dimension] = groups
            table[dimension] = self.merged(names, column, dimension)
        return table

    def make_common(self, column: str, lists: Mapping[str, Counts]) -> list[str]:
        """Make one grouping of a column for several lists; return the lists that it applies to.

        See :func:`group_in_common`.
        """
        stated = {
            name: {one: sides for one, sides in counts.items() if one != NOT_STATED} for name, counts in lists.items()
        }
        groups, accepted = group_in_common(stated, self._read_groupings(self.before).get(column, {}).get(column, ()))
        self.made[column] = {column: groups}
        return accepted

    def reuse_for_answers(self, column: str, counts: Counts) -> None:
        """Reuse the grouping of :meth:`make_common` for answers, with people of no category added."""
        groups = with_not_stated(self.made[column][column], counts)
        self.made.setdefault("answers", {})[column] = groups

    def merged(self, categories: pd.Series, column: str, dimension: str) -> pd.Series:
        """Return the label of the group of each category; blank where it has none."""
        groups = self.made.get(column, {}).get(dimension, ())
        return categories.map({name: group.label for group in groups for name in group.categories})

    def shown(self, of: Iterable[tuple[str, str, str]]) -> list[tuple[list[str], str, Group]]:
        """Return the merged groups with figures whose label does not list their categories.

        ``of``: sensitive column, dimension and label of each figure. Returns per group the columns that it is
        merged for, the dimension and the group.
        """
        with_figures, columns_of = set(of), dict[tuple[str, Group], list[str]]()
        for column, by in self.made.items():
            for dimension, groups in by.items():
                for group in groups:
                    if group.kind in NAMES and (column, dimension, group.label) in with_figures:
                        columns_of.setdefault((dimension, group), []).append(column)
        return [(columns, dimension, group) for (dimension, group), columns in columns_of.items()]

    def write(self) -> None:
        """Add the groupings made in this phase to the file of the round."""
        content = self._read_groupings(self.path) | self.made
        if content:
            plain = {
                column: {name: [[group.kind, *group.categories] for group in groups] for name, groups in one.items()}
                for column, one in content.items()
            }
            write_atomically(self.path, json.dumps(plain, ensure_ascii=False, indent=1) + "\n")

    @staticmethod
    def _read_groupings(path: Path | None) -> dict[str, dict[str, tuple[Group, ...]]]:
        if path is None or not path.is_file():
            return {}
        try:
            return {
                column: {name: tuple(Group(one[0], tuple(one[1:])) for one in groups) for name, groups in by.items()}
                for column, by in json.loads(path.read_bytes()).items()
            }
        except (ValueError, AttributeError, TypeError, IndexError) as error:
            raise AuditError("groups_damaged", file=path.name, round=path.parent.name) from error


def _is_valid(groups: Sequence[Group], counts: Counts, least: MinimumSize) -> bool:
    """Return true if every category has a group, and each group is still large enough."""
    if not set(counts) <= {category for group in groups for category in group.categories}:
        return False
    return all(_is_large_enough(_added_counts(counts, group.categories), least) for group in groups)


def _is_large_enough(pair: tuple[float, ...], least: MinimumSize) -> bool:
    return sum(pair) >= least.all and all(not side or side >= least.side for side in pair) and any(pair)


def _added_counts(counts: Counts, categories: Iterable[str]) -> tuple[float, ...]:
    return tuple(map(sum, zip(*(counts[category] for category in categories if category in counts), strict=True)))


def _merge_neighbours(counts: Counts, least: MinimumSize) -> tuple[Group, ...]:
    """Return the best cut of an order into runs: most groups, then smallest sum of squares (dynamic programming)."""
    names = list(counts)
    best: list[tuple[int, float, int] | None] = [(0, 0.0, 0)]  # groups (negative), squares, where the last run begins
    for end in range(1, len(names) + 1):
        cuts = []
        for begin in range(end):
            before, pair = best[begin], _added_counts(counts, names[begin:end])
            if before is not None and _is_large_enough(pair, least):
                cuts.append((before[0] - 1, before[1] + sum(pair) ** 2, begin))
        best.append(min(cuts) if cuts else None)
    groups, end = [], len(names)
    while end and (cut := best[end]) is not None:
        run = tuple(names[cut[2] : end])
        groups.append(Group("own" if len(run) == 1 else "merged", run))
        end = cut[2]
    return tuple(reversed(groups))


def _group_unordered(counts: Counts, least: MinimumSize) -> tuple[Group, ...]:
    """Return large categories alone, those without women as one, those without men as one, and the rest as one."""
    alone = [name for name, pair in counts.items() if min(pair) and _is_large_enough(pair, least)]
    groups = [Group("own", (name,)) for name in alone]
    rest = [name for name in counts if name not in alone]
    kinds: tuple[tuple[Kind, int], ...] = (("without_first", 0), ("without_second", 1))
    for kind, side in kinds:
        lacking = tuple(name for name in rest if not counts[name][side])
        if lacking and _is_large_enough(_added_counts(counts, lacking), least):
            groups.append(Group("own" if len(lacking) == 1 else kind, lacking))
            rest = [name for name in rest if name not in lacking]
    return _absorb_rest(counts, groups, rest, least)


def _absorb_rest(counts: Counts, groups: list[Group], rest: list[str], least: MinimumSize) -> tuple[Group, ...]:
    """Return the groups and one of the ``rest``, which absorbs groups until it is large enough.

    Empty if it never is.
    """
    while rest and not _is_large_enough(_added_counts(counts, rest), least):
        if not groups:
            return ()
        absorbed = min(groups, key=lambda group: _cost_of_giving_up(counts, group, rest, least))
        groups.remove(absorbed)
        rest += absorbed.categories
    order = {name: place for place, name in enumerate(counts)}
    groups.sort(key=lambda group: order[group.categories[0]])
    if not rest:
        return tuple(groups)
    last: Kind = "merged" if len({*rest} - {NOT_STATED}) == 1 else "others"
    return (*groups, Group(last, tuple(sorted(rest, key=order.__getitem__))))


def _cost_of_giving_up(
    counts: Counts, group: Group, rest: Sequence[str], least: MinimumSize
) -> tuple[bool, float, str]:
    """Return the sort key of the group to give up: prefer one that makes the rest large enough, then the smallest."""
    still_small = not _is_large_enough(_added_counts(counts, [*rest, *group.categories]), least)
    return still_small, sum(_added_counts(counts, group.categories)), group.categories[0]
