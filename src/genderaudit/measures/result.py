"""The record that every measure returns: one figure with its base and components, or the reason why it has no value."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

Unit = Literal[
    "share",  # 0 to 1; a part of a whole
    "gap",  # difference as a part of the men's value; positive: men have more
    "difference",  # women's share minus men's share, -1 to 1
    "ratio",  # 1 means equal
    "index",  # 0 to 1 unless the measure says otherwise; not a share of anything
    "score",  # mean on the answer scale
    "effect",  # standardised effect size, -1 to 1
    "count",  # people
    "seats",  # whole seats
    "amount",  # money, in the currency of the source
    "hours",
    "years",
    "year",  # a calendar year
]

Kind = Literal[
    "people",  # the base: those whom the figure is of
    "young",  # of the base, the young
    "chosen",  # of the base, those whom the figure counts: selected, trained, gone
    "receivers",  # of the base, those who receive variable pay
    "answering",  # of the base, those who took part in the survey
    "remainder",  # what all but the two best paid get, as a part of the best paid
    "middle",  # pay in the middle: the mean of the middle two or three
    "log_pay",  # people whose pay enters by its logarithm, so that nobody dominates
]


@dataclass(frozen=True, slots=True)
class Part:
    """A component number of a figure; disclosure control decides by these whether the figure may be shown.

    ``sex`` is F, M or X (another gender or not said); empty for all sexes together.
    """

    kind: Kind
    sex: Literal["F", "M", "X", ""]
    number: float


def by_sex(kind: Kind, women: float, men: float, others: float = 0.0) -> tuple[Part, ...]:
    """Return the components of one kind: women, men and, if there are any, the others."""
    both = Part(kind, "F", float(women)), Part(kind, "M", float(men))
    return (*both, Part(kind, "X", float(others))) if others else both


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """One figure of the audit.

    ``value`` is ``None`` exactly when ``reason`` is set (a key of ``reasons`` in the language files). ``n`` is the
    number of people (or seats, or lines) that the value rests on; ``women``, ``men`` and ``other`` split it where the
    measure distinguishes sexes (quartiles split ties, so counts may be fractions). ``low`` and ``high`` bound the
    confidence interval; ``level`` is its confidence level. ``group`` names the group that the figure is about, e.g.
    ``{"level": "Director"}``; an empty group is the whole. ``details`` holds further numbers that belong to the figure
    (p values, means of each sex, counts by answer), for display. ``parts`` are the component numbers that disclosure
    control checks: a figure about people that has no parts is not shown.
    """

    value: float | None
    unit: Unit
    n: float
    women: float | None = None
    men: float | None = None
    other: float | None = None
    low: float | None = None
    high: float | None = None
    level: float = 0.95
    group: Mapping[str, str] = field(default_factory=dict)
    reason: str | None = None
    details: Mapping[str, float] = field(default_factory=dict)
    parts: tuple[Part, ...] = ()

    def __post_init__(self) -> None:
        if (self.value is None) == (self.reason is None):
            raise ValueError("A result has either a value or the reason why there is none.")
        numbers = [self.value, self.low, self.high, self.n, self.women, self.men, self.other]
        numbers += [*self.details.values(), *(part.number for part in self.parts)]
        if not all(number is None or math.isfinite(number) for number in numbers):
            raise ValueError("A result holds finite numbers only; say why with a reason instead.")
