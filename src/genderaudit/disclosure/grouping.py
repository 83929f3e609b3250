"""Categories merged until every group is large enough for a figure that is sensitive: merge, do not mask.

A grouping belongs to one sensitive column by one dimension (pay by level, answers by unit): composition keeps the
organisation's own categories. It depends on nothing but the two counts of each category, so it is the same in every
phase and language, and a later round takes over the one before while that still holds.
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
"""For each category, in its order: how many are on either side (women and men of known pay; with and without)."""
Kind = Literal["own", "merged", "others", "without_first", "without_second"]
JOINED = " + "
DIMENSIONS = ("level", "unit", "function", "branch", "product", "contract", "age_band")
"""Columns by which sensitive figures are broken down."""
COUNTED = {
    "branch": "branch", "contract": "contract", "age": "age_band", "members_age": "age_band", "credit_branch": "branch",
    "also": "also",
}  # fmt: skip
"""What is sensitive itself, with its column: it is merged for counts of who has which."""
COMPOSITION = ("level", "unit", "function", "body", "role", "event")
"""Columns of who is where, which are merged where that is protected."""
SMALLEST_COMPOSITION = 4
NAMED_TOGETHER = (2, 3)
"""Of so many categories of a declared group the names stand in place of *others*."""
NAMES: Mapping[Kind, str] = {
    "others": OTHER_GROUPS,
    "without_first": "groups_without_women",
    "without_second": "groups_without_men",
}
"""How a group is called in the data where it has no name of its own; the language files translate it."""


class Least(NamedTuple):
    """Fewest people of a group: on each side on which there is anybody, and on both together."""

    side: float
    all: float = 0


ENOUGH = Least(1 - 1e-9)
"""Of counts that are multiples of the fewest; sums of parts are a little off."""


@dataclass(frozen=True)
class Group:
    """Categories that are shown as one.

    ``own``: one category as it is; ``merged``: neighbours in an order; ``others``: what is left of categories without
    an order; ``without_first`` and ``without_second``: all categories that have nobody on that side.
    """

    kind: Kind
    categories: tuple[str, ...]

    @property
    def label(self) -> str:
        """Its name in the data: that of its category, or of its neighbours together."""
        return NAMES.get(self.kind) or JOINED.join(self.categories)


def group_categories(counts: Counts, least: Least, *, ordered: bool, kept: Sequence[Group] = ()) -> tuple[Group, ...]:
    """Merge categories until each group has ``least`` on both sides; empty where not even two groups can be made.

    Args:
        counts: The two counts of each category; of ordered ones from one end to the other.
        least: Fewest people on each side of a group, and in all of it. A group that has nobody on one side needs them
            on the other.
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


def group_alike(lists: Mapping[str, Counts], kept: Sequence[Group] = ()) -> tuple[tuple[Group, ...], list[str]]:
    """One grouping of a category for several lists, and the lists that it is of.

    Args:
        lists: Of each list the two counts of each category, as multiples of the fewest that a group of it needs on a
            side. A category that a list lacks asks nothing of it.
        kept: The grouping of the round before, as for :func:`group_categories`.

    Returns:
        Groups that are large enough in every list, others last. A list that would leave one of them with a single group
        is passed over, the later ones first: of it there is no figure.
    """
    groups: tuple[Group, ...] = ()
    taken: list[str] = []
    for name in lists:
        of = [lists[one] for one in (*taken, name)]
        tried = _alike(of, kept)
        if all(sum(any(_sum(one, group.categories)) for group in tried) > 1 for one in of):
            groups, taken = tried, [*taken, name]
    return groups, taken


def _alike(lists: Sequence[Counts], kept: Sequence[Group]) -> tuple[Group, ...]:
    names = dict.fromkeys(name for one in lists for name in one)
    counts = {name: tuple(side for one in lists for side in one.get(name, (0.0, 0.0))) for name in names}
    counts = {name: sides for name, sides in counts.items() if any(sides)}
    if kept and _holds(kept, counts, ENOUGH):
        return tuple(kept)
    alone = [name for name, sides in counts.items() if _stands(sides, ENOUGH)]
    rest = [name for name in counts if name not in alone]
    groups = _absorbed(counts, [Group("own", (name,)) for name in alone], rest, ENOUGH)
    return tuple(Group("merged", one.categories) if len(one.categories) in NAMED_TOGETHER else one for one in groups)


def with_not_stated(groups: Sequence[Group], counts: Counts) -> tuple[Group, ...]:
    """The groups of :func:`group_alike` for answers of one list, with those who are in no category.

    These are a group of their own where they are enough, else in the smallest: figures of all would tell of them.
    """
    there = [group for group in groups if any(_sum(counts, group.categories))]
    if not there or NOT_STATED not in counts:
        return tuple(groups)
    if _stands(counts[NOT_STATED], ENOUGH):
        return (*groups, Group("own", (NOT_STATED,)))
    smallest = min(there, key=lambda group: sum(_sum(counts, group.categories)))
    kind: Kind = "merged" if smallest.kind == "own" else smallest.kind
    larger = Group(kind, (*smallest.categories, NOT_STATED))
    return tuple(larger if group is smallest else group for group in groups)


def merge_composition(table: pd.DataFrame, dimension: str, order: Sequence[str], kept: pd.Series) -> pd.DataFrame:
    """A list of who is where, with categories of fewer than four people merged; of ``kept`` rows as they are.

    Args:
        table: A list of people.
        dimension: The column to merge; what is blank stays blank.
        order: Its categories in their order, if they have one: then neighbours are merged.
        kept: Rows that are not merged.

    Returns:
        A copy. Where not even two groups can be made, all of them are one.
    """
    names = table[dimension].where(~kept)
    sizes = {name: float(rows["count"].sum()) for name, rows in table.groupby(names, observed=True)}
    places = [name for name in order if name in sizes] + sorted(sizes.keys() - set(order))
    counts = {name: (sizes[name], sizes[name]) for name in places}
    groups = group_categories(counts, Least(SMALLEST_COMPOSITION), ordered=bool(order))
    merged = {name: group.label for group in groups for name in group.categories}
    merged = merged or dict.fromkeys(places, JOINED.join(places) if order else NAMES["others"])
    return table.assign(**{dimension: names.map(merged).where(names.notna(), table[dimension])})


def first_of(label: str) -> str:
    """The first of the neighbours that a label names."""
    return label.partition(JOINED)[0]


@dataclass
class Groupings:
    """The groupings of a round: by sensitive column (``pay``, ``answers`` …) and dimension (``level`` …)."""

    path: Path
    """``groupings.json`` of the round."""
    before: Path | None = None
    """That of the round before."""
    made: dict[str, dict[str, tuple[Group, ...]]] = field(default_factory=dict)

    def apply(
        self,
        table: pd.DataFrame,
        known: pd.Series,
        column: str,
        least: Least,
        orders: Mapping[str, Sequence[str]],
        dimensions: Sequence[str] = DIMENSIONS,
    ) -> pd.DataFrame:
        """The list with its dimensions merged for figures of a sensitive ``column``.

        Args:
            table: A list of people, with ``sex``; its other columns stay as they are.
            known: Of which rows the sensitive column is known: their women and men are counted.
            least: Fewest women and men of a group.
            orders: The order of the categories of a dimension, where it has one.
            dimensions: Which of its columns to merge.

        Returns:
            A copy. Who is in no category is one more, and the last, but for counts of who has which. Where not even two
            groups can be made, the dimension is blank for everybody.
        """
        table = table.copy()
        for dimension in (name for name in dimensions if name in table and table[name].notna().any()):
            names = labels(table[dimension])
            counted = headcounts(table.assign(**{dimension: names})[known.to_numpy(dtype=bool)], dimension)
            found = {group[dimension]: (count.women, count.men) for group, count in counted}
            order = orders.get(dimension, ())
            places = [name for name in order if name in found] + sorted(found.keys() - set(order) - {NOT_STATED})
            if column not in COUNTED:  # else figures of all would tell of those few who are in no group
                places += [NOT_STATED]
            counts = {name: found[name] for name in places if name in found}
            kept = self._read(self.before).get(column, {}).get(dimension, ())
            groups = group_categories(counts, least, ordered=bool(order), kept=kept)
            self.made.setdefault(column, {})[dimension] = groups
            table[dimension] = self.merged(names, column, dimension)
        return table

    def alike(self, column: str, lists: Mapping[str, Counts]) -> list[str]:
        """Make one grouping of a column for several lists (:func:`group_alike`); gives the lists that it is of."""
        stated = {
            name: {one: sides for one, sides in counts.items() if one != NOT_STATED} for name, counts in lists.items()
        }
        groups, taken = group_alike(stated, self._read(self.before).get(column, {}).get(column, ()))
        self.made[column] = {column: groups}
        return taken

    def alike_for_answers(self, column: str, counts: Counts) -> None:
        """Take the grouping of :meth:`alike` for answers too, with those who are in no category."""
        groups = with_not_stated(self.made[column][column], counts)
        self.made.setdefault("answers", {})[column] = groups

    def merged(self, categories: pd.Series, column: str, dimension: str) -> pd.Series:
        """The label of the group of each category; blank where it has none."""
        groups = self.made.get(column, {}).get(dimension, ())
        return categories.map({name: group.label for group in groups for name in group.categories})

    def shown(self, of: Iterable[tuple[str, str, str]]) -> list[tuple[list[str], str, Group]]:
        """The merged groups that do not say by their label what they are, among those of which there are figures.

        ``of``: sensitive column, dimension and label of each figure. Gives for each group the columns that it is
        merged for, and the dimension.
        """
        there, found = set(of), dict[tuple[str, Group], list[str]]()
        for column, by in self.made.items():
            for dimension, groups in by.items():
                for group in groups:
                    if group.kind in NAMES and (column, dimension, group.label) in there:
                        found.setdefault((dimension, group), []).append(column)
        return [(columns, dimension, group) for (dimension, group), columns in found.items()]

    def write(self) -> None:
        """Add what this phase has made to the file of the round."""
        content = self._read(self.path) | self.made
        if content:
            plain = {
                column: {name: [[group.kind, *group.categories] for group in groups] for name, groups in one.items()}
                for column, one in content.items()
            }
            write_atomically(self.path, json.dumps(plain, ensure_ascii=False, indent=1) + "\n")

    @staticmethod
    def _read(path: Path | None) -> dict[str, dict[str, tuple[Group, ...]]]:
        if path is None or not path.is_file():
            return {}
        try:
            return {
                column: {name: tuple(Group(one[0], tuple(one[1:])) for one in groups) for name, groups in by.items()}
                for column, by in json.loads(path.read_bytes()).items()
            }
        except (ValueError, AttributeError, TypeError, IndexError) as error:
            raise AuditError("groups_damaged", file=path.name, round=path.parent.name) from error


def _holds(groups: Sequence[Group], counts: Counts, least: Least) -> bool:
    """Whether every category has one of the groups, and each group is still large enough."""
    if not set(counts) <= {category for group in groups for category in group.categories}:
        return False
    return all(_stands(_sum(counts, group.categories), least) for group in groups)


def _stands(pair: tuple[float, ...], least: Least) -> bool:
    return sum(pair) >= least.all and all(not side or side >= least.side for side in pair) and any(pair)


def _sum(counts: Counts, categories: Iterable[str]) -> tuple[float, ...]:
    return tuple(map(sum, zip(*(counts[category] for category in categories if category in counts), strict=True)))


def _neighbours(counts: Counts, least: Least) -> tuple[Group, ...]:
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


def _with_others(counts: Counts, least: Least) -> tuple[Group, ...]:
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
    return _absorbed(counts, groups, rest, least)


def _absorbed(counts: Counts, groups: list[Group], rest: list[str], least: Least) -> tuple[Group, ...]:
    """The groups, and one of the ``rest`` that takes in some of them until it is large enough; none if it never is."""
    while rest and not _stands(_sum(counts, rest), least):
        if not groups:
            return ()
        taken = min(groups, key=lambda group: _cost(counts, group, rest, least))
        groups.remove(taken)
        rest += taken.categories
    order = {name: place for place, name in enumerate(counts)}
    groups.sort(key=lambda group: order[group.categories[0]])
    if not rest:
        return tuple(groups)
    last: Kind = "merged" if len({*rest} - {NOT_STATED}) == 1 else "others"
    return (*groups, Group(last, tuple(sorted(rest, key=order.__getitem__))))


def _cost(counts: Counts, group: Group, rest: Sequence[str], least: Least) -> tuple[bool, float, str]:
    """What is lost by giving up a group: none that leaves the rest too small is taken where another would do."""
    still_small = not _stands(_sum(counts, [*rest, *group.categories]), least)
    return still_small, sum(_sum(counts, group.categories)), group.categories[0]
