"""The attack: which facts about one or a few people can be narrowed by everything published, and by which tables.

A target is judged by what stays possible, never by the truth, so that a refusal reveals nothing. Every known solution
proves that something is possible; a program is solved only where the known ones do not suffice.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import compress

import numpy as np

from genderaudit.gate.figures import INFINITE, Conditions
from genderaudit.gate.problem import SMALLEST_GROUP, Problem
from genderaudit.gate.unknowns import Bools, Floats, Known, Unknowns

LOOKS = 8
"""Solutions sought in random directions, per attacker, before a doubtful target is examined on its own."""
ENOUGH = 10
"""Targets found in one program after which the search stops; the rest is found once these are remedied."""


@dataclass(frozen=True, slots=True)
class Narrowed:
    """A fact that can be narrowed too far.

    ``column`` and ``values``: the number of people who have one of the values (empty: the amount of one person);
    ``group``: the people concerned, by known columns; ``people``: their number, without the insider; ``insider``: true
    if the attacker needs to know an own row; ``tables``: those that narrow it together, of which none can be missing;
    ``low`` and ``high``: what stays possible.
    """

    column: str
    values: tuple[object, ...]
    group: str
    people: int
    insider: bool
    tables: tuple[str, ...]
    low: float = field(repr=False, default=0)
    high: float = field(repr=False, default=0)

    def __str__(self) -> str:
        who = f"{'the other ' if self.insider else ''}{self.people} of {self.group or 'all others'}"
        answer = "/".join(map(str, self.values))
        what = f"how many of {who} have {self.column}: {answer}" if answer else f"{self.column} of one of {who}"
        reader = "Somebody on the list" if self.insider else "Everybody"
        return f"{reader} can narrow {what}, by {' and '.join(self.tables)}."


def attack(problem: Problem, knowing: Iterable[Collection[int]] | None = None) -> list[Narrowed]:
    """Return what can be narrowed, the fewest people first, except what follows from knowledge from elsewhere alone.

    ``knowing``: sets of places of rows that an attacker knows, each tried in turn; by default none, and each single
    row. Raises ``GateError`` for what cannot be judged.
    """
    narrowed = [
        Narrowed(column, (), "an estimate", people, False, (name,))
        for name, table in problem.tables.items()
        for column, people in table.estimates
        if people < SMALLEST_GROUP
    ]
    for columns in _linked_columns(problem):
        unknowns = Unknowns(problem, columns)
        if unknowns.statements:
            narrowed += _Search(unknowns, knowing).narrowed()
    return sorted(narrowed, key=lambda one: (one.people, one.column, one.tables))


@dataclass(frozen=True, slots=True)
class LeftOutTable:
    """A table to leave out."""

    table: str

    def __str__(self) -> str:
        return f"Leave out {self.table}."


def remedy(
    problem: Problem, narrowed: Sequence[Narrowed], knowing: Iterable[Collection[int]] | None = None
) -> list[LeftOutTable]:
    """Return tables without which ``attack`` (with the same ``knowing``) finds nothing, of the least weight first."""
    knowledge = None if knowing is None else [frozenset(one) for one in knowing]
    changes: list[LeftOutTable] = []
    while narrowed:
        names = {name for one in narrowed for name in one.tables}
        tables = [table for name, table in problem.tables.items() if name in names and table.weight < INFINITE]
        changes.append(LeftOutTable(min(tables, key=lambda one: (one.weight, one.name)).name))
        problem = problem.without(changes[-1].table)
        narrowed = attack(problem, knowledge)
    return changes


def _linked_columns(problem: Problem) -> list[frozenset[str]]:
    """Return the sensitive columns in groups that some figure links."""
    parts = [frozenset({name}) for name in problem.sensitive]
    for columns in (statement.columns for table in problem.tables.values() for statement in table.statements):
        parts = [p for p in parts if not p & columns] + [columns.union(*(p for p in parts if p & columns))]
    return parts


def _in_words(where: Conditions) -> str:
    words = sorted(f"{name} {'/'.join(sorted(map(str, values)))}" for name, values in where)
    return ", ".join(words) or "all"


class _Search:
    """The search through all attackers and targets of one program.

    Targets are the number of people of a group who have a value of a column (``aims``: the cells counted; ``inside``:
    the cells of the group), and after them the amount of one person of each class. Ranges of all targets are three
    arrays: low, high, and the number of other people.
    """

    def __init__(self, unknowns: Unknowns, knowing: Iterable[Collection[int]] | None) -> None:
        self.unknowns, self.problem = unknowns, unknowns.problem
        sets = [(), *((row,) for row in range(len(self.problem.rows)))] if knowing is None else knowing
        self.attackers = {one.has.tobytes(): one for one in map(unknowns.known, sets)}.values()
        self.random = np.random.default_rng(0)
        self.weights = {name: self.problem.tables[name].weight for name, _ in unknowns.statements}
        self.removable = {name for name, weight in self.weights.items() if weight < INFINITE}
        counted = [
            (words, mask, name, values)
            for words, mask in self._groups_to_examine()
            for name, kind in unknowns.choices.items()
            # Of two values one implies the other: the last is left out.
            for values in unknowns.indistinct[name][: -1 if len(unknowns.indistinct[name]) == 2 else None]
            if values[0] not in kind.open
        ]
        cells = len(counted), unknowns.cells
        self.aims = np.array([np.outer(m, unknowns.matching([(n, v)])) for _, m, n, v in counted]).reshape(cells)
        self.inside = np.array([np.outer(m, unknowns.matching([])) for _, m, _, _ in counted]).reshape(cells)
        self.nobody_allowed = np.array(
            [values[0] in unknowns.choices[name].none for _, _, name, values in counted], bool
        )
        groups_and_none = [(unknowns.indistinct[name], {*unknowns.choices[name].none}) for _, _, name, _ in counted]
        self.everybody_allowed = np.array([len(two) == 2 and {*two[1]} <= none for two, none in groups_and_none], bool)
        self.targets = [(words, name, values) for words, _, name, values in counted]
        self.targets += [(words, name, ()) for name in unknowns.amounts for words in self._class_names()]

    def _class_names(self) -> list[str]:
        words = [_in_words(where) for where in self.unknowns.conditions]
        return [" and ".join(compress(words, inside)) for inside in self.unknowns.class_meets]

    def _groups_to_examine(self) -> Iterable[tuple[str, Bools]]:
        """Return the groups to examine, with their masks over classes.

        Each published group; the intersection or difference of two; what one has beyond all groups inside it; each
        class.
        """
        published = [*zip(map(_in_words, self.unknowns.conditions), self.unknowns.class_meets.T, strict=True)]
        named = list(published)
        for one, mask in published:
            inside = [other for _, other in published if (other <= mask).all() and (other != mask).any()]
            across = [other for _, other in published if (other & mask).any() and (other < mask).any()]
            named.append((f"the rest of {one}", mask & ~np.any(inside, axis=0)))
            named.append((f"the rest of groups across {one}", np.any(across, axis=0) & ~mask))
            named += [(f"{one} and {two}", mask & other) for two, other in published]
            named += [(f"{one} without {two}", mask & ~other) for two, other in published]
        named += zip(self._class_names(), np.eye(len(self.unknowns.class_sizes), dtype=bool), strict=True)
        return {mask.tobytes(): (words, mask) for words, mask in reversed(named) if mask.any()}.values()

    def narrowed(self) -> Iterator[Narrowed]:
        """Yield what can be narrowed, each target by the first attacker who can; at most ``ENOUGH`` of them."""
        done: dict[int, tuple[str, ...]] = {}
        for known in self.attackers:
            for place in map(int, np.flatnonzero(self._doubtful_targets(known, done))):
                possible = self._range_if_narrow(place, known) if len(done) < ENOUGH else None
                if possible and not self._range_if_narrow(place, known, self.removable):
                    done[place] = self._narrowing_tables(place, known, {*done.values()})
                    (group, column, values), (low, high, people) = self.targets[place], possible
                    yield Narrowed(column, values, group, round(people), bool(known.rows), done[place], low, high)

    def _doubtful_targets(self, known: Known, done: Collection[int]) -> Bools:
        """Return the targets that no known solution proves open, after a few solutions in random directions."""
        unknowns, counts = self.unknowns, len(self.aims)
        # Of amounts alone, more for the attacker without knowledge: mixtures of these serve all who know a row.
        looks = LOOKS * (1 if known.rows or unknowns.choices else 4)
        for look in range(looks + 1):
            doubtful = self._too_narrow(known, self._ranges(known))
            doubtful[list(done)] = False
            if look == looks or (known.rows and doubtful.sum() <= 2):
                break
            pull = self.random.normal(size=len(doubtful))
            if look < 2:  # the first two directions: all amounts up, all amounts down
                pull[counts:] = 1 - 2 * look
            amounts = np.repeat(pull[counts:], len(unknowns.combinations)).reshape(-1, unknowns.cells) / (
                1 + unknowns.highest
            )
            unknowns.furthest(np.vstack([pull[:counts] @ self.aims, amounts]), known)
        return doubtful

    def _ranges(self, known: Known, more: Sequence[Floats] = ()) -> tuple[Floats, Floats, Floats]:
        """Return the range of each target over the pool and ``more`` solutions."""
        unknowns, known_people = self.unknowns, known.has[0]
        solutions = np.vstack([unknowns.possible(known), *(one - known.has for one in more)])
        counts = solutions[:, 0] @ self.aims.T
        has_people, rest, sums = solutions[:, :1] > 0.5, solutions[:, :1] - 1, solutions[:, 1:]
        lows = np.where(has_people, np.maximum(unknowns.lowest, sums - rest * unknowns.highest), np.inf).min(axis=0)
        highs = np.where(has_people, np.minimum(unknowns.highest, sums - rest * unknowns.lowest), -np.inf).max(axis=0)
        values, amounts = len(unknowns.combinations), len(unknowns.amounts)
        others = self.inside @ (unknowns.most_people / values - known_people)
        others_of_class = np.tile(
            (unknowns.most_people / values - known_people).reshape(-1, values).sum(axis=1), amounts
        )
        low = np.concatenate([counts.min(axis=0), lows.reshape(-1, values).min(axis=1)])
        high = np.concatenate([counts.max(axis=0), highs.reshape(-1, values).max(axis=1)])
        return low, high, np.concatenate([others, others_of_class]).round()

    def _aims_of(self, target: int) -> Iterator[tuple[Floats, int | None]]:
        """Yield the aims whose maxima are the ends of a target's range.

        Each comes with the cell in which somebody else must be, or None.
        """
        unknowns, place = self.unknowns, target - len(self.aims)
        aim = np.zeros((1 + len(unknowns.amounts), unknowns.cells))
        if place < 0:
            aim[0] = self.aims[target]
            yield from ((aim, None), (-aim, None))
            return
        (amount, group), width = divmod(place, len(unknowns.class_sizes)), len(unknowns.combinations)
        for cell in range(group * width, group * width + width):
            for end, sign in ((unknowns.lowest, 1.0), (unknowns.highest, -1.0)):
                one = aim.copy()
                one[[0, 1 + amount], cell] = -sign * end[amount, cell], sign
                yield one, cell

    def _range_if_narrow(
        self, target: int, known: Known, hidden: Collection[str] = ()
    ) -> tuple[float, float, float] | None:
        """Return the range of a target without ``hidden`` tables if it is too narrow; None as soon as it is open."""
        more: list[Floats] = []
        for aim, cell in self._aims_of(target):
            more.append(self.unknowns.furthest(aim, known, hidden, cell))
            if not self._too_narrow(known, self._ranges(known, more))[target]:
                return None
        low, high, people = (float(one[target]) for one in self._ranges(known, more))
        return low, high, people

    def _too_narrow(self, known: Known, ranges: tuple[Floats, Floats, Floats]) -> Bools:
        """Return a mask of targets whose range is too narrow; a narrower range is then too narrow, too."""
        counts, minimum_cell = len(self.aims), self.problem.minimum_cell
        low, high, others = (one[:counts] for one in ranges)
        # Counts are floats from the solver, so limits lie half-way between whole numbers. For an insider: all or none
        # of the others have the value, or all but one or a single one, if there are at least three.
        edge = np.where(others >= 3, 1.5, 0.5)
        all_or_none = (high < edge) | (low > others - edge)
        # For everybody: fewer than the minimum cell have the value (or have it not), and fewer whole numbers than
        # that remain possible.
        small_count = (high < minimum_cell - 0.5) | (low > others - minimum_cell + 0.5)
        few_values = high - low + 1.5 < np.where(others >= minimum_cell, minimum_cell, np.maximum(2, others))
        # For an amount: all that is possible lies within a share of one amount.
        within = np.repeat([kind.within for kind in self.unknowns.amounts.values()], len(self.unknowns.class_sizes))
        amounts = (1 - within) * ranges[1][counts:] <= (1 + within) * ranges[0][counts:]
        narrow = all_or_none if known.rows else small_count & few_values
        # Exempt values that everybody may be known not to have.
        narrow &= ~(self.nobody_allowed & (high < 0.5)) & ~(self.everybody_allowed & (low > others - 0.5))
        return np.concatenate([narrow, amounts]) & (ranges[2] > 0)

    def _narrowing_tables(self, target: int, known: Known, explained: Collection[tuple[str, ...]]) -> tuple[str, ...]:
        """Return a smallest set of tables that narrow a target together.

        Sets that narrowed another target are tried first.
        """
        for tables in explained:
            if self._range_if_narrow(target, known, self.weights.keys() - {*tables}):
                return tables
        hidden: set[str] = set()
        for name in sorted(self.weights, key=lambda name: (-self.weights[name], name)):
            if self._range_if_narrow(target, known, hidden | {name}):
                hidden.add(name)
        return tuple(name for name in self.weights if name not in hidden)
