"""What a reader can know: numbers, the equations between them, what was published of them, what must stay open.

Every number that is or could be published stands for one *unknown*: women of a level, favourable answers of
men to a statement, the sum of what women of a grade are paid. An unknown is named by its place (table, layer,
sex, group) and its value, both as keyed hashes: a count that stands in two tables is one unknown, and neither
labels nor hidden values are kept. A value and its base give their product, so shares and means come in as the
counts and sums behind them; a base that is not shown is taken as known.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from math import ceil, floor, inf, isinf
from typing import Any, TypeVar

Noted = TypeVar("Noted")
Unknown = str
Bounds = tuple[float, float]
Equation = dict[Unknown, float]
"""Coefficient of each unknown; they add up to nought."""

SIGNED = "~"
"""Begins the name of an unknown that can be negative: a difference."""


@dataclass(frozen=True, slots=True)
class Guard:
    """How wide what a reader can derive of an unknown must stay.

    ``width``: the interval spans at least so much; ``relative``: as a part of its middle. ``count``: only
    whole numbers are possible.
    """

    width: float
    relative: bool = False
    count: bool = False

    def holds(self, low: float, high: float) -> bool:
        """Whether an interval is wide enough."""
        if isinf(high - low):
            return True
        if self.count:
            low, high = ceil(low - 1e-6), floor(high + 1e-6)
        needed = self.width * abs(low + high) / 2 if self.relative else self.width
        return high - low >= needed - 1e-6


@dataclass(slots=True)
class Knowledge:
    """The unknowns of an organisation's round, as far as they have come up."""

    salt: bytes
    published: dict[Unknown, Bounds] = field(default_factory=dict)
    equations: list[Equation] = field(default_factory=list)
    guards: dict[Unknown, Guard] = field(default_factory=dict)
    ceilings: dict[Unknown, float] = field(default_factory=dict)
    """Most that an unknown can be, where everybody knows it: answers of a group are no more than its people."""
    _elsewhere: Knowledge | None = None
    """What the records of other phases say."""
    _in: defaultdict[Unknown, list[int]] = field(default_factory=lambda: defaultdict(list))
    _places: defaultdict[str, set[Unknown]] = field(default_factory=lambda: defaultdict(set))
    _hashed: dict[str, str] = field(default_factory=dict)
    """Every place comes up many times."""

    def unknown(self, place: Sequence[object], value: float, signed: bool = False) -> Unknown:
        """The unknown at a place with this value; the place begins with the name of a table."""
        return f"{SIGNED if signed else ''}{place[0]}:{self.keyed(*place)}.{self.keyed(f'{value:.9g}')}"

    def knows(self, unknown: Unknown) -> bool:
        """Whether an unknown has come up before."""
        return unknown in self.published or unknown in self.guards or unknown in self._in

    def add(self, equation: Equation) -> None:
        """Note an equation, once."""
        if len(equation) < 2 or self.has(equation):
            return
        for unknown in equation:
            self._in[unknown].append(len(self.equations))
        self.equations.append(equation)

    def has(self, equation: Equation) -> bool:
        """Whether an equation has been noted."""
        return any(self.equations[i] == equation for i in self._in.get(next(iter(equation)), ()))

    def publish(self, unknown: Unknown, bounds: Bounds) -> None:
        """Note what is shown of an unknown."""
        low, high = self.published.get(unknown, (-inf, inf))
        self.published[unknown] = max(low, bounds[0]), min(high, bounds[1])
        self._places[unknown.partition(".")[0]].add(unknown)

    def guard(self, unknown: Unknown, guard: Guard) -> None:
        """Note that an unknown must stay open; of two demands the wider."""
        before = self.guards.get(unknown)
        if before is None or guard.width > before.width:
            self.guards[unknown] = guard

    def beside(self, unknown: Unknown) -> list[tuple[Unknown, float]]:
        """What was published exactly at the same place with another value: the same people, counted otherwise."""
        others = (self._places[unknown.partition(".")[0]]) - {unknown}
        return sorted((one, self.published[one][0]) for one in others if self.exact(one))

    def exact(self, unknown: Unknown) -> bool:
        """Whether the number itself was published."""
        low, high = self.published.get(unknown, (-inf, inf))
        return high < inf and high - low <= 1e-9 * max(1.0, abs(high))

    def bounds(self, unknown: Unknown) -> Bounds:
        """What everybody knows of an unknown."""
        low, high = self.published.get(unknown, (-inf, inf))
        least = -inf if unknown.startswith(SIGNED) else 0.0
        return max(low, least), min(high, self.ceilings.get(unknown, inf))

    def around(self, start: Iterable[Unknown], through: Mapping[Unknown, Any]) -> tuple[set[Unknown], set[int]]:
        """Unknowns and equations connected with ``start``, not looking past what was published exactly.

        ``through`` are unknowns that are looked past even so: what is being decided upon.
        """
        reached, found, waiting = set(start), set(), list(start)
        while waiting:
            unknown = waiting.pop()
            if self.exact(unknown) and unknown not in through:
                continue
            for number in self._in[unknown]:
                if number not in found:
                    found.add(number)
                    waiting += [one for one in self.equations[number] if one not in reached]
                    reached.update(self.equations[number])
        return reached, found

    def record(self) -> dict[str, Any]:
        """As JSON, what the records of other phases do not say."""
        others = self._elsewhere or Knowledge(b"")
        published, guards = _new(self.published, others.published), _new(self.guards, others.guards)
        return {
            "published": {name: list(bounds) for name, bounds in published.items()},
            "equations": [equation for equation in self.equations if not others.has(equation)],
            "guards": {name: [one.width, one.relative, one.count] for name, one in guards.items()},
            "ceilings": _new(self.ceilings, others.ceilings),
        }

    def learn(self, record: Mapping[str, Any]) -> None:
        """Add what an earlier phase has noted; it is not noted again (``record``)."""
        self._elsewhere = self._elsewhere or Knowledge(b"")
        for knowledge in (self, self._elsewhere):
            for name, (low, high) in record["published"].items():
                knowledge.publish(name, (low, high))
            for equation in record["equations"]:
                knowledge.add(equation)
            for name, (width, relative, count) in record["guards"].items():
                knowledge.guard(name, Guard(width, relative, count))
            knowledge.ceilings |= record["ceilings"]

    def keyed(self, *parts: object) -> str:
        """A hash that only this round's ledger can make."""
        text = "\x1f".join(map(str, parts))
        if text not in self._hashed:
            content = text.encode("utf-8", "surrogatepass")
            self._hashed[text] = hashlib.blake2b(content, key=self.salt, digest_size=9).hexdigest()
        return self._hashed[text]


def _new(mine: Mapping[Unknown, Noted], others: Mapping[Unknown, Noted]) -> dict[Unknown, Noted]:
    """What is not, or is otherwise, elsewhere."""
    return {name: one for name, one in mine.items() if others.get(name) != one}
