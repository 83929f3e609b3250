"""The attack: what of single people and of a few can be narrowed by everything published, and by which tables.

Judged by what stays possible and never by what is true, so that a refusal tells nothing. Every known solution shows
that something is possible; a program is solved only where none of them shows enough.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import compress

import numpy as np

from genderaudit.gate.figures import INFINITE, Where
from genderaudit.gate.problem import LEAST, Problem
from genderaudit.gate.unknowns import Bools, Floats, Known, Unknowns

LOOKS = 8
"""Solutions looked for in directions of chance, of each attacker, before a doubtful target is asked for by itself."""
ENOUGH = 10
"""Targets found in one program: there is enough to do, and what is left is found when that is done."""


@dataclass(frozen=True, slots=True)
class Narrowed:
    """Something that can be narrowed too far.

    ``column`` and ``values``: how many have one of them (none: the amount of one person); ``group``: of whom, by known
    columns; ``people``: how many these are beside an insider; ``insider``: whether an own row is needed; ``tables``: by
    all of them, and not without any one of them; ``low`` and ``high``: what stays possible.
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
    """What can be narrowed, the fewest people first; what is so by knowledge from elsewhere alone is not told.

    ``knowing``: places of the rows that an attacker knows together, each in turn; by default nobody's, and each row by
    itself. Raises ``GateError`` for what cannot be judged.
    """
    found = [
        Narrowed(column, (), "an estimate", people, False, (name,))
        for name, table in problem.tables.items()
        for column, people in table.estimates
        if people < LEAST
    ]
    for columns in _linked(problem):
        unknowns = Unknowns(problem, columns)
        if unknowns.statements:
            found += _Search(unknowns, knowing).found()
    return sorted(found, key=lambda one: (one.people, one.column, one.tables))


@dataclass(frozen=True, slots=True)
class Change:
    """A table that is left out."""

    table: str

    def __str__(self) -> str:
        return f"Leave out {self.table}."


def remedy(
    problem: Problem, narrowed: Sequence[Narrowed], knowing: Iterable[Collection[int]] | None = None
) -> list[Change]:
    """Tables without which ``attack`` (of the same ``knowing``) finds nothing any more: the least weight first."""
    known = None if knowing is None else [frozenset(one) for one in knowing]
    changes: list[Change] = []
    while narrowed:
        names = {name for one in narrowed for name in one.tables}
        tables = [table for name, table in problem.tables.items() if name in names and table.weight < INFINITE]
        changes.append(Change(min(tables, key=lambda one: (one.weight, one.name)).name))
        problem = problem.without(changes[-1].table)
        narrowed = attack(problem, known)
    return changes


def _linked(problem: Problem) -> list[frozenset[str]]:
    """Sensitive columns, together where a figure tells of several."""
    parts = [frozenset({name}) for name in problem.sensitive]
    for columns in (statement.columns for table in problem.tables.values() for statement in table.statements):
        parts = [p for p in parts if not p & columns] + [columns.union(*(p for p in parts if p & columns))]
    return parts


def _words(where: Where) -> str:
    said = sorted(f"{name} {'/'.join(sorted(map(str, values)))}" for name, values in where)
    return ", ".join(said) or "all"


class _Search:
    """The search through all attackers and targets of one program.

    Targets: how many people of a group have a value of a column (``aims``: the cells that are counted; ``inside``:
    those of the group), and after them the amount of one person of each class. What is seen of them is least, most and
    of how many others, an array each.
    """

    def __init__(self, unknowns: Unknowns, knowing: Iterable[Collection[int]] | None) -> None:
        self.unknowns, self.problem = unknowns, unknowns.problem
        sets = [(), *((row,) for row in range(len(self.problem.rows)))] if knowing is None else knowing
        self.attackers = {one.has.tobytes(): one for one in map(unknowns.known, sets)}.values()
        self.chance = np.random.default_rng(0)
        self.weights = {name: self.problem.tables[name].weight for name, _ in unknowns.statements}
        self.ours = {name for name, weight in self.weights.items() if weight < INFINITE}
        asked = [
            (words, mask, name, values)
            for words, mask in self._groups()
            for name, kind in unknowns.choices.items()
            for values in unknowns.alike[name][
                : -1 if len(unknowns.alike[name]) == 2 else None
            ]  # of two one tells both
            if values[0] not in kind.open
        ]
        cells = len(asked), unknowns.cells
        self.aims = np.array([np.outer(m, unknowns.having([(n, v)])) for _, m, n, v in asked]).reshape(cells)
        self.inside = np.array([np.outer(m, unknowns.having([])) for _, m, _, _ in asked]).reshape(cells)
        self.none = np.array([values[0] in unknowns.choices[name].none for _, _, name, values in asked], bool)
        alike = [(unknowns.alike[name], {*unknowns.choices[name].none}) for _, _, name, _ in asked]
        self.every = np.array([len(two) == 2 and {*two[1]} <= none for two, none in alike], bool)
        self.targets = [(words, name, values) for words, _, name, values in asked]
        self.targets += [(words, name, ()) for name in unknowns.amounts for words in self._classes()]

    def _classes(self) -> list[str]:
        told = [_words(where) for where in self.unknowns.wheres]
        return [" and ".join(compress(told, inside)) for inside in self.unknowns.member]

    def _groups(self) -> Iterable[tuple[str, Bools]]:
        """Each published group, what two share or one has beyond another or beyond all inside it, and each class."""
        published = [*zip(map(_words, self.unknowns.wheres), self.unknowns.member.T, strict=True)]
        named = list(published)
        for one, mask in published:
            inside = [other for _, other in published if (other <= mask).all() and (other != mask).any()]
            across = [other for _, other in published if (other & mask).any() and (other < mask).any()]
            named.append((f"the rest of {one}", mask & ~np.any(inside, axis=0)))
            named.append((f"the rest of groups across {one}", np.any(across, axis=0) & ~mask))
            named += [(f"{one} and {two}", mask & other) for two, other in published]
            named += [(f"{one} without {two}", mask & ~other) for two, other in published]
        named += zip(self._classes(), np.eye(len(self.unknowns.size), dtype=bool), strict=True)
        return {mask.tobytes(): (words, mask) for words, mask in reversed(named) if mask.any()}.values()

    def found(self) -> Iterator[Narrowed]:
        """What can be narrowed, each target by the first attacker who can; ``ENOUGH`` of them."""
        done: dict[int, tuple[str, ...]] = {}
        for known in self.attackers:
            for place in map(int, np.flatnonzero(self._doubtful(known, done))):
                possible = self._narrowed(place, known) if len(done) < ENOUGH else None
                if possible and not self._narrowed(place, known, self.ours):
                    done[place] = self._tables(place, known, {*done.values()})
                    (group, column, values), (low, high, people) = self.targets[place], possible
                    yield Narrowed(column, values, group, round(people), bool(known.rows), done[place], low, high)

    def _doubtful(self, known: Known, done: Collection[int]) -> Bools:
        """The targets that no known solution shows to be open, after a few looks at all of them together."""
        unknowns, counts = self.unknowns, len(self.aims)
        looks = LOOKS * (1 if known.rows or unknowns.choices else 4)  # mixed, they are of use for all who know a row
        for look in range(looks + 1):
            doubtful = self._narrow(known, self._seen(known))
            doubtful[list(done)] = False
            if look == looks or (known.rows and doubtful.sum() <= 2):
                break
            pull = self.chance.normal(size=len(doubtful))
            if look < 2:  # amounts: all up, and all down
                pull[counts:] = 1 - 2 * look
            amounts = np.repeat(pull[counts:], len(unknowns.values)).reshape(-1, unknowns.cells) / (1 + unknowns.most)
            unknowns.furthest(np.vstack([pull[:counts] @ self.aims, amounts]), known)
        return doubtful

    def _seen(self, known: Known, more: Sequence[Floats] = ()) -> tuple[Floats, Floats, Floats]:
        """What the pool and ``more`` solutions show of each target."""
        unknowns, own = self.unknowns, known.has[0]
        solutions = np.vstack([unknowns.possible(known), *(one - known.has for one in more)])
        counts = solutions[:, 0] @ self.aims.T
        there, rest, sums = solutions[:, :1] > 0.5, solutions[:, :1] - 1, solutions[:, 1:]
        lows = np.where(there, np.maximum(unknowns.least, sums - rest * unknowns.most), np.inf).min(axis=0)
        highs = np.where(there, np.minimum(unknowns.most, sums - rest * unknowns.least), -np.inf).max(axis=0)
        values, amounts = len(unknowns.values), len(unknowns.amounts)
        others = self.inside @ (unknowns.room / values - own)
        each = np.tile((unknowns.room / values - own).reshape(-1, values).sum(axis=1), amounts)
        low = np.concatenate([counts.min(axis=0), lows.reshape(-1, values).min(axis=1)])
        high = np.concatenate([counts.max(axis=0), highs.reshape(-1, values).max(axis=1)])
        return low, high, np.concatenate([others, each]).round()

    def _asked(self, target: int) -> Iterator[tuple[Floats, int | None]]:
        """What must be largest for the ends of a target, and in which cell there must be somebody else for it."""
        unknowns, place = self.unknowns, target - len(self.aims)
        aim = np.zeros((1 + len(unknowns.amounts), unknowns.cells))
        if place < 0:
            aim[0] = self.aims[target]
            yield from ((aim, None), (-aim, None))
            return
        (amount, group), width = divmod(place, len(unknowns.size)), len(unknowns.values)
        for cell in range(group * width, group * width + width):
            for end, sign in ((unknowns.least, 1.0), (unknowns.most, -1.0)):
                one = aim.copy()
                one[[0, 1 + amount], cell] = -sign * end[amount, cell], sign
                yield one, cell

    def _narrowed(self, target: int, known: Known, hidden: Collection[str] = ()) -> tuple[float, float, float] | None:
        """All that is possible of a target without ``hidden`` tables, if that is too little; None once it is open."""
        more: list[Floats] = []
        for aim, cell in self._asked(target):
            more.append(self.unknowns.furthest(aim, known, hidden, cell))
            if not self._narrow(known, self._seen(known, more))[target]:
                return None
        low, high, people = (float(one[target]) for one in self._seen(known, more))
        return low, high, people

    def _narrow(self, known: Known, seen: tuple[Floats, Floats, Floats]) -> Bools:
        """Where what is possible is too little. Where less is possible it is so too."""
        counts, few = len(self.aims), self.problem.minimum_cell
        low, high, others = (one[:counts] for one in seen)
        edge = np.where(others >= 3, 1.5, 0.5)
        alike = (high < edge) | (low > others - edge)
        small = (high < few - 0.5) | (low > others - few + 0.5)
        shut = high - low + 1.5 < np.where(others >= few, few, np.maximum(2, others))
        within = np.repeat([kind.within for kind in self.unknowns.amounts.values()], len(self.unknowns.size))
        amounts = (1 - within) * seen[1][counts:] <= (1 + within) * seen[0][counts:]
        narrow = alike if known.rows else small & shut
        narrow &= ~(self.none & (high < 0.5)) & ~(self.every & (low > others - 0.5))
        return np.concatenate([narrow, amounts]) & (seen[2] > 0)

    def _tables(self, target: int, known: Known, explained: Collection[tuple[str, ...]]) -> tuple[str, ...]:
        """Tables that narrow it together, of which none can be missed; those that have narrowed another first."""
        for tables in explained:
            if self._narrowed(target, known, self.weights.keys() - {*tables}):
                return tables
        hidden: set[str] = set()
        for name in sorted(self.weights, key=lambda name: (-self.weights[name], name)):
            if self._narrowed(target, known, hidden | {name}):
                hidden.add(name)
        return tuple(name for name in self.weights if name not in hidden)
