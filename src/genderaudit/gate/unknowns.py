"""The unknowns of an attacker as a mixed-integer program (``scipy.optimize.milp``), and what is possible in it.

People whom no published figure tells apart are one *class*; of each *cell*, a class and a combination of sensitive
values, the number of people is unknown, and the sum of each column of amounts: in these, everything published is linear.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from itertools import product

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array

from genderaudit.gate.figures import Form, GateError, meets
from genderaudit.gate.problem import Amount, Choice, Problem

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
SECONDS = 5.0
"""For one end of an interval. Where it is not found by then, what was found counts: too narrow rather than too wide."""
MOST = 2000
"""Combinations of sensitive values that figures may link."""
WHOLE = 1000
"""Amounts below it are whole numbers in the program; of larger ones, whole or not makes no difference to a tenth."""
SMALL = 1e-6


@dataclass(frozen=True)
class Known:
    """What an attacker has for certain: rows, and of each cell their number and the sums of their amounts."""

    rows: frozenset[int]
    count: Floats
    sums: Floats


class Unknowns:
    """The program of sensitive ``columns`` that figures link.

    Its columns are first the numbers of people, cell by cell, then the sums of each column of amounts. ``pool``:
    solutions seen so far, the truth first; each shows that something is possible.
    """

    def __init__(self, problem: Problem, columns: frozenset[str]) -> None:
        self.problem = problem
        self.choices = {n: k for n, k in problem.sensitive.items() if n in columns and isinstance(k, Choice)}
        self.amounts = {n: k for n, k in problem.sensitive.items() if n in columns and isinstance(k, Amount)}
        self.statements = [
            (table.name, statement)
            for table in problem.tables.values()
            for statement in table.statements
            if statement.columns & columns
        ]
        self.wheres = sorted({term.known for _, one in self.statements for term in one.terms}, key=str)
        self.alike = {name: self._alike(name, kind) for name, kind in self.choices.items()}
        self.values = list(product(*self.alike.values()))
        if len(self.values) > MOST:
            raise GateError(f"Figures link too many answers of {', '.join(self.choices)}: publish figures of fewer.")
        ends = [kind.ends(row) for row in problem.rows for kind in self.amounts.values()]
        self.ends = np.array(ends, float).reshape(len(problem.rows), -1)
        told = [[float(meets(row, where)) for where in self.wheres] for row in problem.rows]
        alike = np.hstack([np.array(told).reshape(len(problem.rows), -1), self.ends])
        classes, self.of_row, self.size = np.unique(alike, axis=0, return_inverse=True, return_counts=True)
        self.member = classes[:, : len(self.wheres)] > 0
        self.cells = len(self.size) * len(self.values)
        self.shares = np.repeat(self.size / len(self.values), len(self.values))
        bounds = np.repeat(classes[:, len(self.wheres) :], len(self.values), axis=0).T
        self.least, self.most = bounds[::2], bounds[1::2]  # amounts × cells
        self._build()
        truth = self.known(range(len(problem.rows)))
        self.pool = np.concatenate([truth.count, truth.sums.ravel()])[None]

    def _alike(self, name: str, kind: Choice) -> list[tuple[object, ...]]:
        """Values of a column, together where no figure tells them apart: nothing can be learnt of one of them alone."""
        asked = [
            values
            for _, one in self.statements
            for term in one.terms
            for column, values in term.asked
            if column == name
        ]
        together: dict[tuple[bool, ...], list[object]] = {}
        for value in kind.values:
            told = tuple(value in values for values in (*asked, kind.free, kind.none))
            together.setdefault(told, []).append(value)
        return [tuple(values) for values in together.values()]

    def people(self, column: str | None, values: Collection[object]) -> Floats:
        """Which combinations have one of these values of a column."""
        place = list(self.choices).index(column) if column else 0
        return np.array([float(not column or one[place][0] in values) for one in self.values])

    def known(self, rows: Iterable[int]) -> Known:
        """An attacker who knows these rows."""
        places = frozenset(rows)
        count, sums = np.zeros(self.cells), np.zeros((len(self.amounts), self.cells))
        for place in places:
            row = self.problem.rows[place]
            having = tuple(next(one for one in alike if row[name] in one) for name, alike in self.alike.items())
            cell = self.of_row[place] * len(self.values) + self.values.index(having)
            count[cell] += 1
            sums[:, cell] += [float(row[name]) for name in self.amounts]  # type: ignore[arg-type]
        return Known(places, count, sums)

    def _line(self, form: Form) -> Floats:
        """A form as coefficients of the program's columns."""
        line = np.zeros((1 + len(self.amounts), len(self.size), len(self.values)))
        for term, factor in form.items():
            if term:
                having = np.prod([self.people(name, values) for name, values in term.asked] or [1.0], axis=0)
                place = 1 + list(self.amounts).index(term.of) if term.of else 0
                line[place] += factor * np.outer(
                    self.member[:, self.wheres.index(term.known)], having * np.ones(len(self.values))
                )
        return line.ravel()

    def _build(self) -> None:
        """Lines with their ends (those of classes, of amounts, of statements), and which columns are whole."""
        people, width = self.size.astype(float), self.cells * (1 + len(self.amounts))
        lines = [np.pad(np.kron(np.eye(len(people)), np.ones(len(self.values))), ((0, 0), (0, width - self.cells)))]
        eye = np.eye(width)
        for place in range(len(self.amounts)):
            sums = eye[(1 + place) * self.cells : (2 + place) * self.cells]
            lines += [sums - end[place][:, None] * eye[: self.cells] for end in (self.least, self.most)]
        stated = [(table, line) for table, statement in self.statements for line in statement.lines()]
        self.owners = np.array([""] * sum(map(len, lines)) + [table for table, _ in stated])
        rows = [self._line(form) for _, (form, _, _) in stated]
        self.matrix = csr_array(np.vstack([*lines, *rows]))
        self.low = np.array([low - form.get(None, 0.0) for _, (form, low, _) in stated])
        self.high = np.array([high - form.get(None, 0.0) for _, (form, _, high) in stated])
        ranges = [self.most[place].max() - self.least[place].min() for place in range(len(self.amounts))]
        self.whole = np.repeat([float(bool(self.choices)), *(float(one <= WHOLE) for one in ranges)], self.cells)
        self.upper = np.concatenate(
            [np.repeat(people, len(self.values)), *np.repeat(people, len(self.values)) * self.most]
        )

    def possible(self, known: Known) -> Bools:
        """Which solutions of the pool who knows these rows cannot exclude."""
        count = self.pool[:, : self.cells] - known.count
        kept = (count >= -SMALL).all(axis=1)
        for place, own in enumerate(known.sums):
            rest = self.pool[:, (1 + place) * self.cells : (2 + place) * self.cells] - own
            kept &= (rest >= self.least[place] * count - SMALL).all(axis=1)
            kept &= (rest <= self.most[place] * count + SMALL).all(axis=1)
        return kept

    def furthest(
        self, aim: Floats, known: Known, hidden: Collection[str] = (), cell: int | None = None
    ) -> Floats | None:
        """A solution with the largest ``aim`` for who knows these rows, none of ``hidden`` tables published.

        ``cell``: one in which there must be somebody else. None where there is no solution.
        """
        low, high = [self.size.astype(float)], [self.size.astype(float)]
        for place, own in enumerate(known.sums):
            low += [own - self.least[place] * known.count, np.full(self.cells, -np.inf)]
            high += [np.full(self.cells, np.inf), own - self.most[place] * known.count]
        shown = ~np.isin(self.owners, list(hidden))
        least = np.concatenate([known.count, known.sums.ravel()])
        if cell is not None:
            least[cell] += 1
        found = milp(
            -aim,
            integrality=self.whole,
            bounds=Bounds(least, np.maximum(self.upper, least)),
            constraints=LinearConstraint(
                self.matrix[shown], np.concatenate([*low, self.low])[shown], np.concatenate([*high, self.high])[shown]
            ),
            options={"time_limit": SECONDS},
        )
        if found.x is None:
            return None
        solution: Floats = np.where(self.whole > 0, np.round(found.x), found.x)
        if not hidden:
            self.pool = np.vstack([self.pool, solution])
        return solution
