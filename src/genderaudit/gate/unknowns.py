"""The attacker's unknowns as a mixed-integer program (``scipy.optimize.milp``), and which solutions are possible.

People whom no published figure distinguishes form one *class*. A *cell* is a class with a combination of sensitive
values. Unknowns are the number of people of each cell and its sum of each column of amounts; every published figure
is linear in them.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from itertools import product

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array

from genderaudit.gate.figures import Form, GateError, amount_of, meets
from genderaudit.gate.problem import Amount, Choice, Problem

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
SECONDS = 5.0
"""Time limit for one end of an interval; then the end found so far is used, too narrow rather than too wide."""
MOST_COMBINATIONS = 2000
"""Most combinations of sensitive values that figures may link."""
INTEGER_RANGE = 1000
"""Amounts with a range up to this are integers in the program; beyond, integrality changes no result by a tenth."""
TOLERANCE = 1e-6
"""Tolerance of the solver's constraints."""
MIXTURES = 3
"""Number of other solutions with which one solution is mixed."""


@dataclass(frozen=True)
class Known:
    """An attacker's certain knowledge: places in ``rows``, and their people and amounts as a solution (``has``)."""

    rows: frozenset[int]
    has: Floats


class Unknowns:
    """The program of sensitive ``columns`` that figures link.

    A solution has for each cell the number of people, and the sum of each column of amounts: shape
    (1 + amounts, cells). ``pool``: the solutions found so far, the truth first; each proves that something is possible.
    """

    def __init__(self, problem: Problem, columns: frozenset[str]) -> None:
        self.problem, rows = problem, problem.rows
        self.choices = {n: k for n, k in problem.sensitive.items() if n in columns and isinstance(k, Choice)}
        self.amounts = {n: k for n, k in problem.sensitive.items() if n in columns and isinstance(k, Amount)}
        tables = problem.tables.values()
        self.statements = [(table.name, one) for table in tables for one in table.statements if one.columns & columns]
        terms = [term for _, statement in self.statements for term in statement.terms]
        self.conditions = sorted({term.known for term in terms}, key=str)
        self.indistinct = {name: self._indistinct_values(name, kind) for name, kind in self.choices.items()}
        self.combinations = list(product(*self.indistinct.values()))
        if len(self.combinations) > MOST_COMBINATIONS:
            raise GateError(f"Figures link too many answers of {', '.join(self.choices)}: publish figures of fewer.")
        row_meets = np.array([[meets(row, where) for where in self.conditions] for row in rows])
        self.class_meets, self.class_of_row = np.unique(row_meets, axis=0, return_inverse=True)  # classes × conditions
        self.class_sizes = np.bincount(self.class_of_row, problem.numbers).round().astype(int)
        self.cells = len(self.class_sizes) * len(self.combinations)
        self.most_people = np.repeat(self.class_sizes, len(self.combinations)).astype(float)
        ends = np.array([[kind.low, kind.high] for kind in self.amounts.values()], float).reshape(-1, 2, 1)
        self.lowest, self.highest = (ends[:, place].repeat(self.cells, axis=1) for place in (0, 1))  # amounts × cells
        self._build_program()
        # Needs the program's cells, so it comes after the build: the truth is the first solution of the pool.
        self.pool = self.known(range(len(rows)), problem.numbers).has[None]

    def _indistinct_values(self, name: str, kind: Choice) -> list[tuple[object, ...]]:
        """Return the values of a column in groups that no figure distinguishes.

        Nothing can be inferred of one value of a group alone.
        """
        terms = [term for _, statement in self.statements for term in statement.terms]
        distinguished = [dict(term.sensitive)[name] for term in terms if name in dict(term.sensitive)]
        groups: dict[tuple[bool, ...], list[object]] = {}
        for value in kind.values:
            groups.setdefault(tuple(value in one for one in (*distinguished, kind.none, kind.open)), []).append(value)
        return [tuple(values) for values in groups.values()]

    def matching(self, conditions: Iterable[tuple[str, Collection[object]]]) -> Floats:
        """Return 1.0 for each combination of sensitive values that meets the conditions, else 0.0."""
        wanted = [(list(self.choices).index(name), values) for name, values in conditions]
        return np.array([float(all(one[place][0] in values for place, values in wanted)) for one in self.combinations])

    def known(self, rows: Iterable[int], numbers: Sequence[int] = ()) -> Known:
        """Return the knowledge of an attacker who knows these rows: one person of each, or ``numbers`` of them."""
        places, solution = frozenset(rows), np.zeros((1 + len(self.amounts), self.cells))
        for place in places:
            row = self.problem.rows[place]
            values = tuple(next(one for one in groups if row[name] in one) for name, groups in self.indistinct.items())
            cell = self.class_of_row[place] * len(self.combinations) + self.combinations.index(values)
            people = numbers[place] if numbers else 1
            solution[:, cell] += [people, *(people * amount_of(row[name]) for name in self.amounts)]
        return Known(places, solution)

    def _coefficients(self, form: Form) -> Floats:
        """Return a form as coefficients of a solution."""
        line = np.zeros((1 + len(self.amounts), len(self.class_sizes), len(self.combinations)))
        for term, factor in form.items():
            if term:
                place = 1 + list(self.amounts).index(term.of) if term.of else 0
                inside = self.class_meets[:, self.conditions.index(term.known)]
                line[place] += factor * np.outer(inside, self.matching(term.sensitive))
        return line.ravel()

    def _build_program(self) -> None:
        """Build the lines of the program (of classes, of amounts, of statements) and which unknowns are integers."""
        eye = np.eye(self.cells * (1 + len(self.amounts)))
        lines = list(eye[: self.cells].reshape(len(self.class_sizes), len(self.combinations), -1).sum(axis=1)[None])
        for place in range(len(self.amounts)):
            sums = eye[(1 + place) * self.cells : (2 + place) * self.cells]
            lines += [sums - end[place][:, None] * eye[: self.cells] for end in (self.lowest, self.highest)]
        stated = [(table, *line) for table, statement in self.statements for line in statement.lines()]
        self.table_of_line = np.array([""] * sum(map(len, lines)) + [table for table, _, _, _ in stated])
        self.matrix = csr_array(np.vstack([*lines, *(self._coefficients(form) for _, form, _, _ in stated)]))
        self.low = np.array([low - form.get(None, 0.0) for _, form, low, _ in stated])
        self.high = np.array([high - form.get(None, 0.0) for _, form, _, high in stated])
        ranges = self.highest.max(axis=1, initial=0) - self.lowest.min(axis=1, initial=np.inf)
        self.is_integer = np.repeat([float(bool(self.choices)), *(ranges <= INTEGER_RANGE).astype(float)], self.cells)

    def possible(self, known: Known) -> Floats:
        """Return the solutions of the pool that this attacker cannot exclude, without the rows that the attacker knows.

        With a single column of amounts every mixture of two solutions is a solution: solutions out of bounds in the
        class of the one known row are mixed with others so that they meet the bound.
        """
        rest = self.pool - known.has
        least, most = self.lowest * rest[:, :1], self.highest * rest[:, :1]
        if len(known.rows) == len(self.amounts) == 1 and not self.choices and not self.is_integer.any():
            (cell,) = np.flatnonzero(known.has[0])
            known_class_sum, low, high = rest[:, 1, cell], least[0, 0, cell], most[0, 0, cell]
            mixed = [rest[(known_class_sum >= low) & (known_class_sum <= high)]]
            for too_far, others, end in (
                (known_class_sum > high, known_class_sum <= high, high),
                (known_class_sum < low, known_class_sum >= low, low),
            ):
                out_of_bounds, in_bounds = rest[too_far], rest[others & (known_class_sum != end)]
                for turn in range(MIXTURES if len(in_bounds) else 0):
                    other = in_bounds[(np.arange(len(out_of_bounds)) * (turn + 1) + turn) % len(in_bounds)]
                    weight = (end - other[:, 1, cell]) / (out_of_bounds[:, 1, cell] - other[:, 1, cell])
                    mixed.append(other + weight[:, None, None] * (out_of_bounds - other))
            return np.vstack(mixed)
        small = TOLERANCE * (1 + self.highest)
        inside = (rest[:, 1:] >= least - small) & (rest[:, 1:] <= most + small)
        return np.asarray(rest[(rest[:, :1] >= -TOLERANCE).all(axis=(1, 2)) & inside.all(axis=(1, 2))])

    def furthest(self, aim: Floats, known: Known, hidden: Collection[str] = (), cell: int | None = None) -> Floats:
        """Return a solution with the largest ``aim`` for this attacker: shape (1, …), or (0, …) if there is none.

        ``hidden``: tables that are not published; ``cell``: one in which there must be somebody else.
        """
        shown = ~np.isin(self.table_of_line, list(hidden))
        if not self.choices:
            return self._solve_sums(aim, known, shown, cell)
        low, high = [self.class_sizes.astype(float)], [self.class_sizes.astype(float)]
        for place, known_sums in enumerate(known.has[1:]):
            low += [known_sums - self.lowest[place] * known.has[0], np.full(self.cells, -np.inf)]
            high += [np.full(self.cells, np.inf), known_sums - self.highest[place] * known.has[0]]
        least = known.has.ravel().copy()
        if cell is not None:
            least[cell] += 1
        most = np.maximum(least, np.vstack([self.most_people, self.most_people * self.highest]).ravel())
        ends = np.concatenate([*low, self.low])[shown], np.concatenate([*high, self.high])[shown]
        return self._solve(aim.ravel(), self.matrix[shown], ends, (least, most), known, all_shown=not hidden)

    def _solve_sums(self, aim: Floats, known: Known, shown: Bools, cell: int | None) -> Floats:
        """Solve the program where all numbers of people are known and sums are the only unknowns: much quicker."""
        others, known_sums = self.class_sizes - known.has[0], known.has[1:]
        if cell is not None and others[cell] < 1:
            return np.empty((0, *known.has.shape))
        stated = shown[-len(self.low) :]
        matrix = self.matrix[-len(self.low) :][stated]
        counted = matrix[:, : self.cells] @ self.class_sizes
        ends = self.low[stated] - counted, self.high[stated] - counted
        bounds = (known_sums + self.lowest * others).ravel(), (known_sums + self.highest * others).ravel()
        return self._solve(aim[1:].ravel(), matrix[:, self.cells :], ends, bounds, known, all_shown=bool(shown.all()))

    def _solve(
        self,
        aim: Floats,
        matrix: csr_array,
        ends: tuple[Floats, Floats],
        bounds: tuple[Floats, Floats],
        known: Known,
        *,
        all_shown: bool,
    ) -> Floats:
        """Solve a program over all unknowns, or over sums alone.

        If the program has all tables, the solution is added to the pool.
        """
        is_integer = self.is_integer[-len(aim) :]
        optimum = milp(
            -aim,
            integrality=is_integer,
            bounds=Bounds(*bounds),
            constraints=LinearConstraint(matrix, *ends),
            options={"time_limit": SECONDS},
        )
        solutions = np.empty((0, *known.has.shape))
        if optimum.x is not None:
            sums = np.where(is_integer > 0, np.round(optimum.x), optimum.x)
            counts = self.class_sizes.astype(float) if len(aim) < len(self.is_integer) else np.empty(0)
            solutions = np.concatenate([counts, sums]).reshape(1, *known.has.shape)
        if all_shown:
            self.pool = np.vstack([self.pool, solutions])
        return solutions
