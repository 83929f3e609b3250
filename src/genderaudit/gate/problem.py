"""An attacker's problem: people with known and sensitive columns, and everything that is published about them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from copy import copy
from dataclasses import dataclass, replace
from numbers import Real

from genderaudit.gate.figures import Figure, GateError, Row, Statement, Term, conditions_of, meets, statement_of

FINEST_STEP = 0.001
"""Finest step of a quotient of unknown sums: with more digits, whole amounts can be found by trial."""
SMALLEST_GROUP = 10
"""Fewest people in each group of an estimate: from so many nobody can be narrowed, however exact it is (tried)."""


@dataclass(frozen=True, slots=True)
class Choice:
    """A sensitive column that has one of these ``values``.

    ``none``: values that everybody may be known not to have (*none recorded*), so that of two values all have the
    other; ``open``: values that are not secret (*did not answer*).
    """

    values: Sequence[object]
    none: Sequence[object] = ()
    open: Sequence[object] = ()


@dataclass(frozen=True, slots=True)
class Amount:
    """A sensitive column of amounts; everybody knows that they lie from ``low`` to ``high``.

    No amount may be known to within a share (``within``) of it.
    """

    low: float
    high: float
    within: float = 0.10


@dataclass(frozen=True)
class Table:
    """The figures published under one name, with the weight of their loss."""

    name: str
    weight: float = 1.0
    statements: tuple[Statement, ...] = ()
    estimates: tuple[tuple[str, int], ...] = ()
    """For figures that are not linear: the column, and the people of the smallest group."""


class Problem:
    """People with their true values, their sensitive columns, and what is published (``publish``…).

    ``rows``: one mapping per person, or for as many people as ``numbers`` says. ``sensitive``: column → ``Choice`` or
    ``Amount``; all other columns are known to everybody. ``minimum_cell``: number of values that must stay possible for
    a small count. Errors are ``GateError``.
    """

    def __init__(
        self,
        rows: Iterable[Row],
        sensitive: Mapping[str, Choice | Amount],
        *,
        minimum_cell: int = 5,
        numbers: Sequence[int] = (),
    ) -> None:
        self.rows, self.sensitive, self.minimum_cell = list(rows), dict(sensitive), minimum_cell
        self.numbers = list(numbers) or [1] * len(self.rows)
        self.tables: dict[str, Table] = {}
        if not self.rows or any(row.keys() != self.rows[0].keys() for row in self.rows):
            raise GateError("There are no people, or not all have the same columns: give all columns of each.")
        for name, kind in self.sensitive.items():
            for row in self.rows:
                value = row.get(name)
                if value not in kind.values if isinstance(kind, Choice) else not self._between(value, kind):
                    raise GateError(f"A value of {name} is not among those that it may have: give all of them.")

    @property
    def people(self) -> list[tuple[Row, int]]:
        """Return each row with the number of people it stands for."""
        return list(zip(self.rows, self.numbers, strict=True))

    @staticmethod
    def _between(value: object, kind: Amount) -> bool:
        return isinstance(value, Real) and 0 <= kind.low <= float(value) <= kind.high

    def count(self, wanted: Mapping[str, object] | None = None, **more: object) -> Figure | float:
        """Return the number of people with these values; a plain number where only known columns are used."""
        return self._figure({**(wanted or {}), **more}, None)

    def total(self, column: str, wanted: Mapping[str, object] | None = None, **more: object) -> Figure | float:
        """Return the sum of a sensitive column of amounts over people with these values."""
        return self._figure({**(wanted or {}), **more}, column)

    def _figure(self, conditions: Mapping[str, object], of: str | None) -> Figure | float:
        amounts = {name for name, kind in self.sensitive.items() if isinstance(kind, Amount)}
        wrong = sorted(
            ({*conditions} - {*self.rows[0]}) | ({*conditions} & amounts) | ({of} - amounts if of else set())
        )
        if wrong:
            raise GateError(
                f"{', '.join(wrong)}: count people by columns that they have, and sum amounts that are sensitive."
            )
        sensitive = {name: value for name, value in conditions.items() if name in self.sensitive}
        term = Term(
            conditions_of({name: value for name, value in conditions.items() if name not in sensitive}),
            conditions_of(sensitive),
            of,
        )
        return Figure({term: 1.0}, {None: 1.0}) if sensitive or of else term.value(self.people)

    def publish(
        self,
        table: str,
        figure: Figure | float,
        *,
        step: float = 0.0,
        low: float | None = None,
        high: float | None = None,
        weight: float = 1.0,
    ) -> None:
        """Publish a figure rounded to ``step`` (0.01: whole per cent; 0: exact), or as lying from ``low`` to ``high``.

        A published order of two figures is a difference with ``low`` 0. Knowledge from elsewhere has infinite
        ``weight``.
        """
        if isinstance(figure, Figure):  # a plain number depends on known columns only: it reveals nothing
            old = self.tables.get(table, Table(table, weight))
            self.tables[table] = replace(old, statements=(*old.statements, self._statement(figure, step, low, high)))

    def _statement(self, figure: Figure, step: float, low: float | None = None, high: float | None = None) -> Statement:
        amounts = all(any(term and term.of for term in form) for form in (figure.top, figure.bottom))
        if amounts and step < FINEST_STEP and low is None and high is None:
            raise GateError(f"A quotient of amounts must be printed in steps of {FINEST_STEP} or more: give its step.")
        return statement_of(figure, self.people, step, low, high)

    def publish_estimate(
        self, table: str, column: str, groups: Sequence[Mapping[str, object]], weight: float = 1.0
    ) -> None:
        """Publish a figure of these groups that is not linear: a gap of medians, a coefficient, an index."""
        people = [sum(n for row, n in self.people if meets(row, wanted)) for wanted in map(conditions_of, groups)]
        old = self.tables.get(table, Table(table, weight))
        self.tables[table] = replace(old, estimates=(*old.estimates, (column, min(people))))

    def without(self, table: str) -> Problem:
        """Return the problem with a table left out."""
        new = copy(self)
        new.tables = {name: one for name, one in self.tables.items() if name != table}
        return new
