"""The attack: what of single people and of a few can be narrowed by everything published, and by which tables.

Judged by what stays possible and never by what is true, so that a refusal tells nothing. Every known solution shows
that something is possible; a program is solved only where none of them shows enough.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import combinations, compress

import numpy as np

from genderaudit.gate.figures import INFINITE, Where
from genderaudit.gate.problem import Problem
from genderaudit.gate.rules import broken
from genderaudit.gate.unknowns import Bools, Floats, Known, Unknowns

LOOKS = 8
"""Solutions that an attacker is tried by in directions of chance, before each doubtful target is asked for by itself."""
ENOUGH = 10
"""Targets found in one program: there is enough to do, and what is left is found when that is done."""


@dataclass(frozen=True, slots=True)
class Narrowed:
    """Something that can be narrowed too far.

    ``column`` and ``values``: how many have one of them (none: the amount of one person); ``group``: of whom, by known columns;
    ``people``: how many these are beside an insider; ``insider``: whether an own row is needed; ``tables``: by all of
    them, and not without any one of them; ``low`` and ``high``: what stays possible.
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
    ruled = [(name, one) for name, table in problem.tables.items() for one in table.ruled]
    found = [
        Narrowed(one.column, (), f"a {one.kind}", min(map(len, one.groups)), False, tables)
        for one, tables in broken(ruled, problem.minimum_cell)
    ]
    for columns in _linked(problem):
        unknowns = Unknowns(problem, columns)
        if unknowns.statements:
            found += _Search(unknowns, knowing).found()
    return sorted(found, key=lambda one: (one.people, one.column, one.tables))


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

    Targets: how many people of a group have a value of a column (``aims``: which cells these are; ``inside``: those of
    the group), and then the amount of one person of each class.
    """

    def __init__(self, unknowns: Unknowns, knowing: Iterable[Collection[int]] | None) -> None:
        self.unknowns, self.problem = unknowns, unknowns.problem
        sets = [(), *((row,) for row in range(len(self.problem.rows)))] if knowing is None else knowing
        self.attackers = {(one.count.tobytes(), one.sums.tobytes()): one for one in map(unknowns.known, sets)}.values()
        self.targets: list[tuple[str, str, tuple[object, ...]]] = []
        aims, inside, across = [], [], np.ones(len(unknowns.values))
        for words, mask in self._groups():
            for name, kind in unknowns.choices.items():
                alike = unknowns.alike[name]
                for values in alike[: -1 if len(alike) == 2 else None]:  # of two, one tells both
                    if values[0] not in kind.none or any(row[name] in values for row in self.problem.rows):
                        self.targets.append((words, name, values))
                        aims.append(np.outer(mask, unknowns.people(name, values)).ravel())
                        inside.append(np.outer(mask, across).ravel())
        self.aims, self.inside = (
            np.array(aims).reshape(-1, unknowns.cells),
            np.array(inside).reshape(-1, unknowns.cells),
        )
        self.free = np.array([values[0] in unknowns.choices[name].free for _, name, values in self.targets], bool)
        self.shown = self._products(unknowns.pool)
        self.targets += [(words, name, ()) for name in unknowns.amounts for words in self._classes()]
        self.chance = np.random.default_rng(0)
        self.weights = {name: self.problem.tables[name].weight for name, _ in unknowns.statements}
        self.ours = {name for name, weight in self.weights.items() if weight < INFINITE}

    def _classes(self) -> list[str]:
        told = [_words(where) for where in self.unknowns.wheres]
        return [" and ".join(compress(told, inside)) for inside in self.unknowns.member]

    def _groups(self) -> Iterable[tuple[str, Bools]]:
        """Each published group, what two of them share or one has beyond the other, and each class."""
        unknowns = self.unknowns
        groups: dict[bytes, tuple[str, Bools]] = {}
        for where, mask in zip(unknowns.wheres, unknowns.member.T, strict=True):
            groups.setdefault(mask.tobytes(), (_words(where), mask))
        for (one, mask), (two, mask2) in combinations(list(groups.values()), 2):
            groups.setdefault((mask & mask2).tobytes(), (f"{one} and {two}", mask & mask2))
            groups.setdefault((mask & ~mask2).tobytes(), (f"{one} without {two}", mask & ~mask2))
            groups.setdefault((mask2 & ~mask).tobytes(), (f"{two} without {one}", mask2 & ~mask))
        for words, mask in zip(self._classes(), np.eye(len(unknowns.size), dtype=bool), strict=True):
            groups.setdefault(mask.tobytes(), (words, mask))
        return (one for one in groups.values() if one[1].any())

    def _products(self, solutions: Floats) -> Floats:
        return solutions[:, : self.unknowns.cells] @ self.aims.T

    def found(self) -> Iterator[Narrowed]:
        """What can be narrowed, each target by the first attacker who can; ``ENOUGH`` of them."""
        done: dict[int, tuple[str, ...]] = {}
        for known in self.attackers:
            for place in np.flatnonzero(self._doubtful(known, done)):
                possible = self._narrowed(place, known) if len(done) < ENOUGH else None
                if possible and not self._narrowed(place, known, self.ours):
                    done[place] = self._tables(place, known, {*done.values()})
                    group, column, values = self.targets[place]
                    low, high, people = possible
                    yield Narrowed(column, values, group, round(people), bool(known.rows), done[place], low, high)

    def _doubtful(self, known: Known, done: Collection[int]) -> Bools:
        """The targets that no known solution shows to be open, after a few looks at all of them together."""
        for look in range(LOOKS + 1):
            doubtful = self._narrow(known, self._seen(known))
            doubtful[list(done)] = False
            if look == LOOKS or doubtful.sum() <= 2:
                break
            counts, signs = len(self.aims), self.chance.normal(size=len(doubtful))
            if look < 2:  # amounts: all up, and all down
                signs[counts:] = 1.0 - 2.0 * look
            weights = signs * doubtful
            amounts = np.repeat(weights[counts:], len(self.unknowns.values)) / (1 + self.unknowns.most.ravel())
            self.unknowns.furthest(np.concatenate([weights[:counts] @ self.aims, amounts]), known)
        return doubtful

    def _seen(self, known: Known, more: Sequence[Floats] = ()) -> tuple[Floats, Floats, Floats]:
        """Least and most of each target that the pool and ``more`` solutions show, and of how many others it is."""
        unknowns = self.unknowns
        extra = np.array(more).reshape(-1, len(unknowns.upper))
        self.shown = np.vstack([self.shown, self._products(unknowns.pool[len(self.shown) :])])
        kept = unknowns.possible(known)
        counts = np.vstack([self.shown[kept], self._products(extra)]) - self.aims @ known.count
        low, high, others = [counts.min(axis=0)], [counts.max(axis=0)], [self.inside @ (unknowns.shares - known.count)]
        solutions = np.vstack([unknowns.pool[kept], extra]).reshape(len(counts), -1, unknowns.cells)
        for place in range(len(unknowns.amounts)):
            count, sums = solutions[:, 0] - known.count, solutions[:, 1 + place] - known.sums[place]
            least, most, there = unknowns.least[place], unknowns.most[place], count > 0.5
            lows = np.where(there, np.maximum(least, sums - (count - 1) * most), np.inf).min(axis=0)
            highs = np.where(there, np.minimum(most, sums - (count - 1) * least), -np.inf).max(axis=0)
            shape = len(unknowns.size), -1
            low.append(lows.reshape(shape).min(axis=1))
            high.append(highs.reshape(shape).max(axis=1))
            others.append(unknowns.size - known.count.reshape(shape).sum(axis=1))
        return np.concatenate(low), np.concatenate(high), np.concatenate(others).round()

    def _asked(self, target: int) -> Iterator[tuple[Floats, int | None]]:
        """What must be largest for the ends of a target, and in which cell there must be somebody else for it."""
        unknowns, place = self.unknowns, target - len(self.aims)
        if place < 0:
            aim = np.pad(self.aims[target], (0, len(unknowns.upper) - unknowns.cells))
            yield from ((aim, None), (-aim, None))
            return
        (amount, group), width = divmod(place, len(unknowns.size)), len(unknowns.values)
        for cell in range(group * width, group * width + width):
            for end, sign in ((unknowns.least, 1.0), (unknowns.most, -1.0)):
                aim = np.zeros(len(unknowns.upper))
                aim[[cell, (1 + amount) * unknowns.cells + cell]] = -sign * end[amount][cell], sign
                yield aim, cell

    def _narrowed(self, target: int, known: Known, hidden: Collection[str] = ()) -> tuple[float, float, float] | None:
        """Least and most that is possible of a target where ``hidden`` tables are not published, and of how many people.

        None as soon as it is seen to be open.
        """
        found: list[Floats] = []
        for aim, cell in self._asked(target):
            solution = self.unknowns.furthest(aim, known, hidden, cell)
            found += [] if solution is None else [solution]
            seen = self._seen(known, found)
            if not self._narrow(known, seen)[target]:
                return None
        low, high, people = (float(one[target]) for one in seen)
        return low, high, people

    def _narrow(self, known: Known, seen: tuple[Floats, Floats, Floats]) -> Bools:
        """Where what is possible is too narrow. Where less is possible it is so too."""
        low, high, others = (one.copy() for one in seen)
        few, counts = self.problem.minimum_cell, len(self.aims)
        edge = np.where((others[:counts] >= 3) & ~self.free, 1.0, 0.0)
        some_known = (high[:counts] <= edge + 0.5) | (low[:counts] >= others[:counts] - edge - 0.5)
        wanted = np.where(others >= few, few, np.maximum(2, others))[:counts]
        small = (high[:counts] < few - 0.5) | (low[:counts] > others[:counts] - few + 0.5)
        all_open = (high - low)[:counts] + 1 > wanted - 0.5
        narrow = np.where(self.free | bool(known.rows), some_known, small & ~all_open)
        within = np.repeat([kind.within for kind in self.unknowns.amounts.values()], len(self.unknowns.size))
        amounts = (1 - within) * high[counts:] <= (1 + within) * low[counts:]
        return np.concatenate([narrow, amounts]) & (others > 0)

    def _tables(self, target: int, known: Known, explained: Collection[tuple[str, ...]]) -> tuple[str, ...]:
        """Tables that narrow it together, of which none can be missed; those that have narrowed another first."""

        def narrow(hidden: Collection[str]) -> bool:
            return self._narrowed(target, known, hidden) is not None

        for tables in explained:
            if narrow(self.weights.keys() - {*tables}):
                return tables
        hidden: set[str] = set()
        for name in sorted(self.weights, key=lambda name: (-self.weights[name], name)):
            if narrow(hidden | {name}):
                hidden.add(name)
        return tuple(name for name in self.weights if name not in hidden)
