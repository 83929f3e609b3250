"""Figures as quotients of linear forms over people: once a value is printed, a figure is a linear (in)equality."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from numbers import Real

INFINITE = float("inf")
Row = Mapping[str, object]
Where = tuple[tuple[str, tuple[object, ...]], ...]
"""Columns with the values that they may have."""


class GateError(ValueError):
    """A sentence for who publishes: what the gate cannot judge, and what to do. It holds no value of a row."""


def where(wanted: Mapping[str, object]) -> Where:
    """Of columns and values, a list, tuple or set of which means any of them."""
    many = (list, tuple, set, frozenset)
    return tuple(
        (name, tuple(sorted(one, key=str)) if isinstance(one, many) else (one,)) for name, one in sorted(wanted.items())
    )


def meets(row: Row, wanted: Where) -> bool:
    """Whether a row has the values wanted."""
    for name, values in wanted:  # noqa: SIM110 - rows of a large list are looked through a million times
        if row[name] not in values:
            return False
    return True


def number(value: object) -> float:
    """An amount of a row."""
    if not isinstance(value, Real):
        raise GateError("An amount is not a number: give amounts as numbers, without blanks.")
    return float(value)


@dataclass(frozen=True, slots=True)
class Term:
    """People with these ``known`` and ``asked`` (sensitive) values: their number, or the sum of column ``of``."""

    known: Where
    asked: Where
    of: str | None = None

    def value(self, rows: Sequence[tuple[Row, int]]) -> float:
        """Of these rows, each of so many people."""
        inside = [(row, people) for row, people in rows if meets(row, self.known) and meets(row, self.asked)]
        return math.fsum(people * (number(row[self.of]) if self.of else 1.0) for row, people in inside)


Form = Mapping[Term | None, float]
"""Coefficients of terms; that of None stands by itself."""


def _added(one: Form, other: Form, factor: float = 1.0) -> Form:
    return {key: one.get(key, 0.0) + factor * other.get(key, 0.0) for key in {**one, **other}}


def _divided(one: Form, number: float) -> Form:
    return {key: value / number for key, value in one.items()}


@dataclass(frozen=True, slots=True, eq=False)
class Figure:
    """A quotient of two forms, made by ``Problem.count`` and ``Problem.total``, and by + - * / of figures and numbers.

    What would not be linear once its value is printed is refused with a ``GateError``.
    """

    top: Form
    bottom: Form

    def __add__(self, other: Figure | float) -> Figure:
        if not isinstance(other, Figure):
            return Figure(_added(self.top, self.bottom, other), self.bottom)
        if dict(self.bottom) != dict(other.bottom):
            raise GateError("A sum of quotients of unknown numbers is not linear: publish each of them.")
        return Figure(_added(self.top, other.top), self.bottom)

    def __mul__(self, number: float) -> Figure:
        if isinstance(number, Figure):
            raise GateError("A product of unknown figures is not linear: publish each of them.")
        return Figure({key: value * number for key, value in self.top.items()}, self.bottom)

    def __truediv__(self, other: Figure | float) -> Figure:
        if not isinstance(other, Figure):
            if not other:
                raise GateError("A figure is divided by nobody: leave it out.")
            return Figure(_divided(self.top, other), self.bottom)
        if {*self.bottom, *other.bottom} != {None}:
            raise GateError("A quotient of quotients of unknown numbers is not linear: publish each of them.")
        return Figure(_divided(self.top, self.bottom[None]), _divided(other.top, other.bottom[None]))

    def __neg__(self) -> Figure:
        return self * -1.0

    def __sub__(self, other: Figure | float) -> Figure:
        return self + -other

    def __rsub__(self, other: float) -> Figure:
        return -self + other

    __radd__, __rmul__ = __add__, __mul__


@dataclass(frozen=True, slots=True)
class Statement:
    """What is printed of a figure: that it lies from ``low`` to ``high``."""

    figure: Figure
    low: float
    high: float

    @property
    def terms(self) -> list[Term]:
        """All that it is made of."""
        return [term for form in (self.figure.top, self.figure.bottom) for term in form if term]

    @property
    def columns(self) -> frozenset[str]:
        """The sensitive columns that it tells of."""
        return frozenset(name for term in self.terms for name in [*(n for n, _ in term.asked), term.of] if name)

    def lines(self) -> list[tuple[Form, float, float]]:
        """As forms with their ends: one, or one of each end where what the figure is divided by is unknown."""
        top, bottom = self.figure.top, self.figure.bottom
        if {*bottom} == {None}:
            return [(top, self.low * bottom[None], self.high * bottom[None])]
        ends = (self.low, 0.0, INFINITE), (self.high, -INFINITE, 0.0)
        return [(_added(top, bottom, -end), low, high) for end, low, high in ends if abs(end) < INFINITE]


def stated(
    figure: Figure, rows: Sequence[tuple[Row, int]], step: float, low: float | None, high: float | None
) -> Statement:
    """What is printed of a figure of these rows: in a ``step``, or the ends that are given, or (0 and none) exactly.

    How a figure half-way between two printed ones is rounded is known to an attacker: only where the figure is such a
    one itself are the ends of its step possible.
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
        inner = half * (1.0 if abs(abs(true - printed) - half) < 1e-9 else 1 - 1e-4)
        return Statement(figure, printed - inner, printed + inner)
    low, high = -INFINITE if low is None else low, INFINITE if high is None else high
    if not low - 1e-9 <= true <= high + 1e-9:
        raise GateError("A figure does not lie between the ends that are printed of it: give its own.")
    return Statement(figure, low, high)
