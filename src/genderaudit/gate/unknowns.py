"""The unknowns of an attacker as a mixed-integer program (``scipy.optimize.milp``), and what is possible in it.

People whom no published figure tells apart are one *class*; of each *cell*, a class and a combination of sensitive
values, the number of people is unknown, and the sum of each column of amounts: in these, all published is linear.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from itertools import product

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array

from genderaudit.gate.figures import Form, GateError, meets, number
from genderaudit.gate.problem import Amount, Choice, Problem

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
SECONDS = 5.0
"""For one end of an interval. Where it is not found by then, what was found counts: too narrow rather than too wide."""
MOST = 2000
"""Combinations of sensitive values that figures may link."""
WHOLE = 1000
"""Amounts of a smaller range are whole numbers in the program; of others that makes no difference to a tenth."""
SMALL = 1e-6
MIXED = 3
"""Others with which a solution is mixed."""


@dataclass(frozen=True)
class Known:
    """What an attacker has for certain: places of ``rows``, and how many they are and their amounts (as a solution)."""

    rows: frozenset[int]
    has: Floats


class Unknowns:
    """The program of sensitive ``columns`` that figures link.

    A solution has for each cell the number of people, and the sum of each column of amounts: (1 + amounts) × cells.
    ``pool``: the solutions seen so far, the truth first; each shows that something is possible.
    """

    def __init__(self, problem: Problem, columns: frozenset[str]) -> None:
        self.problem, rows = problem, problem.rows
        self.choices = {n: k for n, k in problem.sensitive.items() if n in columns and isinstance(k, Choice)}
        self.amounts = {n: k for n, k in problem.sensitive.items() if n in columns and isinstance(k, Amount)}
        tables = problem.tables.values()
        self.statements = [(table.name, one) for table in tables for one in table.statements if one.columns & columns]
        terms = [term for _, statement in self.statements for term in statement.terms]
        self.wheres = sorted({term.known for term in terms}, key=str)
        self.alike = {name: self._alike(name, kind) for name, kind in self.choices.items()}
        self.values = list(product(*self.alike.values()))
        if len(self.values) > MOST:
            raise GateError(f"Figures link too many answers of {', '.join(self.choices)}: publish figures of fewer.")
        told = np.array([[meets(row, where) for where in self.wheres] for row in rows])
        self.member, self.of_row = np.unique(told, axis=0, return_inverse=True)  # classes × conditions
        self.size = np.bincount(self.of_row, problem.numbers).round().astype(int)
        self.cells = len(self.size) * len(self.values)
        self.room = np.repeat(self.size, len(self.values)).astype(float)
        ends = np.array([[kind.low, kind.high] for kind in self.amounts.values()], float).reshape(-1, 2, 1)
        self.least, self.most = (ends[:, place].repeat(self.cells, axis=1) for place in (0, 1))  # amounts × cells
        self._build()
        self.pool = self.known(range(len(rows)), problem.numbers).has[None]

    def _alike(self, name: str, kind: Choice) -> list[tuple[object, ...]]:
        """Values of a column, together where no figure tells them apart: nothing can be learnt of one of them alone."""
        terms = [term for _, statement in self.statements for term in statement.terms]
        told = [dict(term.asked)[name] for term in terms if name in dict(term.asked)]
        together: dict[tuple[bool, ...], list[object]] = {}
        for value in kind.values:
            together.setdefault(tuple(value in one for one in (*told, kind.none, kind.open)), []).append(value)
        return [tuple(values) for values in together.values()]

    def having(self, asked: Iterable[tuple[str, Collection[object]]]) -> Floats:
        """Which combinations of values are among those asked for: 1 or 0."""
        wanted = [(list(self.choices).index(name), values) for name, values in asked]
        return np.array([float(all(one[place][0] in values for place, values in wanted)) for one in self.values])

    def known(self, rows: Iterable[int], numbers: Sequence[int] = ()) -> Known:
        """An attacker who knows these rows, one person of each or so many."""
        places, has = frozenset(rows), np.zeros((1 + len(self.amounts), self.cells))
        for place in places:
            row = self.problem.rows[place]
            values = tuple(next(one for one in alike if row[name] in one) for name, alike in self.alike.items())
            cell = self.of_row[place] * len(self.values) + self.values.index(values)
            people = numbers[place] if numbers else 1
            has[:, cell] += [people, *(people * number(row[name]) for name in self.amounts)]
        return Known(places, has)

    def _line(self, form: Form) -> Floats:
        """A form as coefficients of a solution."""
        line = np.zeros((1 + len(self.amounts), len(self.size), len(self.values)))
        for term, factor in form.items():
            if term:
                place = 1 + list(self.amounts).index(term.of) if term.of else 0
                inside = self.member[:, self.wheres.index(term.known)]
                line[place] += factor * np.outer(inside, self.having(term.asked))
        return line.ravel()

    def _build(self) -> None:
        """Lines of the program (of classes, of amounts, of statements), and which numbers are whole."""
        eye = np.eye(self.cells * (1 + len(self.amounts)))
        lines = list(eye[: self.cells].reshape(len(self.size), len(self.values), -1).sum(axis=1)[None])
        for place in range(len(self.amounts)):
            sums = eye[(1 + place) * self.cells : (2 + place) * self.cells]
            lines += [sums - end[place][:, None] * eye[: self.cells] for end in (self.least, self.most)]
        stated = [(table, *line) for table, statement in self.statements for line in statement.lines()]
        self.owners = np.array([""] * sum(map(len, lines)) + [table for table, _, _, _ in stated])
        self.matrix = csr_array(np.vstack([*lines, *(self._line(form) for _, form, _, _ in stated)]))
        self.low = np.array([low - form.get(None, 0.0) for _, form, low, _ in stated])
        self.high = np.array([high - form.get(None, 0.0) for _, form, _, high in stated])
        ranges = self.most.max(axis=1, initial=0) - self.least.min(axis=1, initial=np.inf)
        self.whole = np.repeat([float(bool(self.choices)), *(ranges <= WHOLE).astype(float)], self.cells)

    def possible(self, known: Known) -> Floats:
        """The solutions of the pool that who knows these rows cannot exclude, without these rows.

        Of one amount every mixture of two solutions is one: those that go too far in the class of the one row that is
        known are mixed with others that go too far the other way, or do not.
        """
        rest = self.pool - known.has
        least, most = self.least * rest[:, :1], self.most * rest[:, :1]
        if len(known.rows) == len(self.amounts) == 1 and not self.choices and not self.whole.any():
            (cell,) = np.flatnonzero(known.has[0])
            own, low, high = rest[:, 1, cell], least[0, 0, cell], most[0, 0, cell]
            mixed = [rest[(own >= low) & (own <= high)]]
            for too_far, others, end in ((own > high, own <= high, high), (own < low, own >= low, low)):
                one, strict = rest[too_far], rest[others & (own != end)]
                for turn in range(MIXED if len(strict) else 0):
                    other = strict[(np.arange(len(one)) * (turn + 1) + turn) % len(strict)]
                    part = (end - other[:, 1, cell]) / (one[:, 1, cell] - other[:, 1, cell])
                    mixed.append(other + part[:, None, None] * (one - other))
            return np.vstack(mixed)
        small = SMALL * (1 + self.most)
        inside = (rest[:, 1:] >= least - small) & (rest[:, 1:] <= most + small)
        return np.asarray(rest[(rest[:, :1] >= -SMALL).all(axis=(1, 2)) & inside.all(axis=(1, 2))])

    def furthest(self, aim: Floats, known: Known, hidden: Collection[str] = (), cell: int | None = None) -> Floats:
        """Of who knows these rows, a solution with the largest ``aim``, and none where there is none (0 or 1 × …).

        ``hidden``: tables that are not published; ``cell``: one in which there must be somebody else.
        """
        shown = ~np.isin(self.owners, list(hidden))
        if not self.choices:
            return self._of_sums(aim, known, shown, cell)
        low, high = [self.size.astype(float)], [self.size.astype(float)]
        for place, own in enumerate(known.has[1:]):
            low += [own - self.least[place] * known.has[0], np.full(self.cells, -np.inf)]
            high += [np.full(self.cells, np.inf), own - self.most[place] * known.has[0]]
        least = known.has.ravel().copy()
        if cell is not None:
            least[cell] += 1
        most = np.maximum(least, np.vstack([self.room, self.room * self.most]).ravel())
        ends = np.concatenate([*low, self.low])[shown], np.concatenate([*high, self.high])[shown]
        return self._solved(aim.ravel(), self.matrix[shown], ends, (least, most), known, all_shown=not hidden)

    def _of_sums(self, aim: Floats, known: Known, shown: Bools, cell: int | None) -> Floats:
        """The same where all numbers of people are known, with sums as the only unknowns: much quicker."""
        others, own = self.size - known.has[0], known.has[1:]
        if cell is not None and others[cell] < 1:
            return np.empty((0, *known.has.shape))
        stated = shown[-len(self.low) :]
        matrix = self.matrix[-len(self.low) :][stated]
        counted = matrix[:, : self.cells] @ self.size
        ends = self.low[stated] - counted, self.high[stated] - counted
        bounds = (own + self.least * others).ravel(), (own + self.most * others).ravel()
        return self._solved(aim[1:].ravel(), matrix[:, self.cells :], ends, bounds, known, all_shown=bool(shown.all()))

    def _solved(
        self,
        aim: Floats,
        matrix: csr_array,
        ends: tuple[Floats, Floats],
        bounds: tuple[Floats, Floats],
        known: Known,
        *,
        all_shown: bool,
    ) -> Floats:
        """A solution of a program over all unknowns, or over sums alone; one of all that is published is kept."""
        whole = self.whole[-len(aim) :]
        found = milp(
            -aim,
            integrality=whole,
            bounds=Bounds(*bounds),
            constraints=LinearConstraint(matrix, *ends),
            options={"time_limit": SECONDS},
        )
        solutions = np.empty((0, *known.has.shape))
        if found.x is not None:
            sums = np.where(whole > 0, np.round(found.x), found.x)
            counts = self.size.astype(float) if len(aim) < len(self.whole) else np.empty(0)
            solutions = np.concatenate([counts, sums]).reshape(1, *known.has.shape)
        if all_shown:
            self.pool = np.vstack([self.pool, solutions])
        return solutions
