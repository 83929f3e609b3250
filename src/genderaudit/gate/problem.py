"""The problem of an attacker: people of whom some columns are known and some are not, and what is published of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from copy import copy
from dataclasses import dataclass, replace
from numbers import Real

from genderaudit.gate.figures import Figure, GateError, Row, Statement, Term, meets, stated, where

FINEST = 0.001
"""Step of a quotient of unknown sums: whole amounts behind one of more digits are found by trying."""
LEAST = 10
"""People of each group of an estimate: by one of so many nobody is narrowed, however exactly it is printed (tried)."""


@dataclass(frozen=True, slots=True)
class Choice:
    """A sensitive column with one of these ``values``.

    ``none``: those that may be known to be nobody's (*none recorded*), so that of two all have the other;
    ``open``: those of which nothing is secret (*did not answer*).
    """

    values: Sequence[object]
    none: Sequence[object] = ()
    open: Sequence[object] = ()


@dataclass(frozen=True, slots=True)
class Amount:
    """A sensitive column of amounts from ``low`` to ``high``, as everybody knows.

    Nobody's may be known to within a share (``within``) of it.
    """

    low: float
    high: float
    within: float = 0.10


@dataclass(frozen=True)
class Table:
    """What is published under one name, with its weight."""

    name: str
    weight: float = 1.0
    statements: tuple[Statement, ...] = ()
    estimates: tuple[tuple[str, int], ...] = ()
    """Of figures that are not linear, the column and the people of the smallest group."""


class Problem:
    """People with their true values, which of their columns are sensitive, and what is published (``publish``…).

    ``rows``: a mapping a person, or for as many people as ``numbers`` says. ``sensitive``: column → ``Choice`` or
    ``Amount``; all other columns are known to everybody. ``minimum_cell``: whole numbers that must stay possible of a
    small count. Errors are ``GateError``.
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
        """Each row and how many people it stands for."""
        return list(zip(self.rows, self.numbers, strict=True))

    @staticmethod
    def _between(value: object, kind: Amount) -> bool:
        return isinstance(value, Real) and 0 <= kind.low <= float(value) <= kind.high

    def count(self, wanted: Mapping[str, object] | None = None, **more: object) -> Figure | float:
        """How many people have these values; a number where only known columns are asked for."""
        return self._figure({**(wanted or {}), **more}, None)

    def total(self, column: str, wanted: Mapping[str, object] | None = None, **more: object) -> Figure | float:
        """The sum of a sensitive column of amounts over people with these values."""
        return self._figure({**(wanted or {}), **more}, column)

    def _figure(self, wanted: Mapping[str, object], of: str | None) -> Figure | float:
        amounts = {name for name, kind in self.sensitive.items() if isinstance(kind, Amount)}
        wrong = sorted(({*wanted} - {*self.rows[0]}) | ({*wanted} & amounts) | ({of} - amounts if of else set()))
        if wrong:
            raise GateError(
                f"{', '.join(wrong)}: count people by columns that they have, and sum amounts that are sensitive."
            )
        asked = {name: value for name, value in wanted.items() if name in self.sensitive}
        term = Term(where({name: value for name, value in wanted.items() if name not in asked}), where(asked), of)
        return Figure({term: 1.0}, {None: 1.0}) if asked or of else term.value(self.people)

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
        """Publish a figure in a ``step`` (0.01: whole per cent; 0: exactly), or as lying from ``low`` to ``high``.

        An order is a difference that is not below 0. What is known from elsewhere has an infinite ``weight``.
        """
        if isinstance(figure, Figure):  # a number is of known columns: no news
            old = self.tables.get(table, Table(table, weight))
            self.tables[table] = replace(old, statements=(*old.statements, self._stated(figure, step, low, high)))

    def _stated(self, figure: Figure, step: float, low: float | None = None, high: float | None = None) -> Statement:
        amounts = all(any(term and term.of for term in form) for form in (figure.top, figure.bottom))
        if amounts and step < FINEST and low is None and high is None:
            raise GateError(f"A quotient of amounts must be printed in steps of {FINEST} or more: give its step.")
        return stated(figure, self.people, step, low, high)

    def publish_estimate(
        self, table: str, column: str, groups: Sequence[Mapping[str, object]], weight: float = 1.0
    ) -> None:
        """Publish a figure of these groups that is not linear: a gap of medians, a coefficient, an index."""
        people = [sum(n for row, n in self.people if meets(row, wanted)) for wanted in map(where, groups)]
        old = self.tables.get(table, Table(table, weight))
        self.tables[table] = replace(old, estimates=(*old.estimates, (column, min(people))))

    def without(self, table: str) -> Problem:
        """The same with a table left out."""
        new = copy(self)
        new.tables = {name: one for name, one in self.tables.items() if name != table}
        return new
