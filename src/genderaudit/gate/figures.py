"""Figures as quotients of linear forms over people: a printed value turns a figure into a linear (in)equality."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from numbers import Real

INFINITE = float("inf")
ROUNDING = 1e-9  # difference of two figures that is due to floating point
INSIDE = 1 - 1e-4  # of half a step: keeps the ends themselves out of the interval of a rounded figure
Row = Mapping[str, object]
Conditions = tuple[tuple[str, tuple[object, ...]], ...]
"""Columns with their admitted values."""


class GateError(ValueError):
    """A sentence to the publisher: what the gate cannot judge, and what to do. It holds no value of a row."""


def conditions_of(wanted: Mapping[str, object]) -> Conditions:
    """Return conditions from column → value; a list, tuple or set of values admits any of them."""
    many = (list, tuple, set, frozenset)
    return tuple(
        (name, tuple(sorted(one, key=str)) if isinstance(one, many) else (one,)) for name, one in sorted(wanted.items())
    )


def meets(row: Row, wanted: Conditions) -> bool:
    """Return true if a row has admitted values in all columns."""
    for name, values in wanted:  # noqa: SIM110 - called a million times for a large list: all() is slower
        if row[name] not in values:
            return False
    return True


def amount_of(value: object) -> float:
    """Return an amount of a row as a float; raises ``GateError`` if it is no number."""
    if not isinstance(value, Real):
        raise GateError("An amount is not a number: give amounts as numbers, without blanks.")
    return float(value)


@dataclass(frozen=True, slots=True)
class Term:
    """The number of people with these ``known`` and ``sensitive`` values, or their sum of column ``of``."""

    known: Conditions
    sensitive: Conditions
    of: str | None = None

    def value(self, rows: Sequence[tuple[Row, int]]) -> float:
        """Return the term's value in rows that each stand for a number of people."""
        inside = [(row, people) for row, people in rows if meets(row, self.known) and meets(row, self.sensitive)]
        return math.fsum(people * (amount_of(row[self.of]) if self.of else 1.0) for row, people in inside)


Form = Mapping[Term | None, float]
"""Coefficients of terms; the coefficient of None is the constant."""


def _add_forms(one: Form, other: Form, factor: float = 1.0) -> Form:
    return {key: one.get(key, 0.0) + factor * other.get(key, 0.0) for key in {**one, **other}}


def _divide_form(one: Form, amount_of: float) -> Form:
    return {key: value / amount_of for key, value in one.items()}


@dataclass(frozen=True, slots=True, eq=False)
class Figure:
    """A quotient of two forms, made by ``Problem.count`` and ``Problem.total``, and by + - * / of figures and numbers.

    Raises ``GateError`` for an operation whose printed value would not be a linear constraint.
    """

    top: Form
    bottom: Form

    def __add__(self, other: Figure | float) -> Figure:
        if not isinstance(other, Figure):
            return Figure(_add_forms(self.top, self.bottom, other), self.bottom)
        if dict(self.bottom) != dict(other.bottom):
            raise GateError("A sum of quotients of unknown numbers is not linear: publish each of them.")
        return Figure(_add_forms(self.top, other.top), self.bottom)

    def __mul__(self, amount_of: float) -> Figure:
        if isinstance(amount_of, Figure):
            raise GateError("A product of unknown figures is not linear: publish each of them.")
        return Figure({key: value * amount_of for key, value in self.top.items()}, self.bottom)

    def __truediv__(self, other: Figure | float) -> Figure:
        if not isinstance(other, Figure):
            if not other:
                raise GateError("A figure is divided by nobody: leave it out.")
            return Figure(_divide_form(self.top, other), self.bottom)
        if {*self.bottom, *other.bottom} != {None}:
            raise GateError("A quotient of quotients of unknown numbers is not linear: publish each of them.")
        return Figure(_divide_form(self.top, self.bottom[None]), _divide_form(other.top, other.bottom[None]))

    def __neg__(self) -> Figure:
        return self * -1.0

    def __sub__(self, other: Figure | float) -> Figure:
        return self + -other

    def __rsub__(self, other: float) -> Figure:
        return -self + other

    __radd__, __rmul__ = __add__, __mul__


@dataclass(frozen=True, slots=True)
class Statement:
    """A published figure: that it lies between ``low`` and ``high``."""

    figure: Figure
    low: float
    high: float

    @property
    def terms(self) -> list[Term]:
        """Return the terms of numerator and denominator."""
        return [term for form in (self.figure.top, self.figure.bottom) for term in form if term]

    @property
    def columns(self) -> frozenset[str]:
        """Return the sensitive columns that the figure depends on."""
        return frozenset(name for term in self.terms for name in [*(n for n, _ in term.sensitive), term.of] if name)

    def lines(self) -> list[tuple[Form, float, float]]:
        """Return linear constraints (form, low, high): one, or one per end where the denominator is unknown."""
        top, bottom = self.figure.top, self.figure.bottom
        if {*bottom} == {None}:
            return [(top, self.low * bottom[None], self.high * bottom[None])]
        ends = (self.low, 0.0, INFINITE), (self.high, -INFINITE, 0.0)
        return [(_add_forms(top, bottom, -end), low, high) for end, low, high in ends if abs(end) < INFINITE]


def statement_of(
    figure: Figure, rows: Sequence[tuple[Row, int]], step: float, low: float | None, high: float | None
) -> Statement:
    """Return the statement that publishes a figure of these rows.

    It is rounded to ``step``, or lies between the given ends, or is exact (step 0, no ends). The attacker knows how a
    figure half-way between two printed values is rounded: the ends of a step are possible only if the true figure is
    such an end.
    """
    top, bottom = (
        sum(factor * (term.value(rows) if term else 1.0) for term, factor in form.items())
        for form in (figure.top, figure.bottom)
    )
    if bottom <= 0:
        raise GateError("A figure is divided by nothing or less: leave it out.")
    true = top / bottom
    if low is None and high is None:
        printed, half = (round(true / step) * step, step / 2) if step else (true, 0.0)
        inner = half * (1.0 if abs(abs(true - printed) - half) < ROUNDING else INSIDE)
        return Statement(figure, printed - inner, printed + inner)
    low, high = -INFINITE if low is None else low, INFINITE if high is None else high
    if not low - ROUNDING <= true <= high + ROUNDING:
        raise GateError("A figure does not lie between the ends that are printed of it: give its own.")
    return Statement(figure, low, high)
