"""How exactly a figure is printed, and so recorded, by its unit; an indicator may declare fewer ``digits`` of a column.

Findings files, charts, alternative texts and later phases rest on numbers as reports print them: further digits tell
what somebody is paid, and nothing about an organisation.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import NamedTuple

DECIMALS = {
    "share": 3,  # a tenth of a per cent, or of a point
    "gap": 3,
    "asked": 3,
    "band": 2,
    "difference": 3,
    "whole": 2,
    "confidence": 5,
    "points": 3,
    "p": 3,
    "ratio": 2,
    "index": 2,
    "score": 2,
    "effect": 2,
    "hours": 1,
    "years": 1,
    "year": 0,
    "years_range": 0,
}
"""Digits after the point by unit; of anything else, one where it is not whole."""
PAY_UNITS = ("hour", "month", "year", "month_full_time", "year_full_time")
"""What pay that is compared is for: of findings the number is the place here, 0 to 4; the words are the language's."""
WHOLE_AMOUNTS_FROM = 10
"""Amounts a head from here on are without cents."""
SMALLEST_P = 0.001
"""Smaller p values are printed as at most this."""
WHOLE_PER_CENT_BELOW = 200
"""People whose pay a figure compares: of fewer it is in whole per cent, since a tenth may be one person's pay."""

BANDS = (0.1, 0.2, 0.3, 0.4, 0.5)
"""Widths of the bands that stand for a share of answers which itself is not printed."""


class Band(NamedTuple):
    """The bounds of a share of answers: below ``high`` where ``low`` is 0, above ``low`` where ``high`` is 1."""

    low: float
    high: float


def band_of(favourable: float, n: float, least: int) -> Band | None:
    """The band of a share that is not printed, since fewer than ``least`` of ``n`` answers are on one side.

    The narrowest that leaves at least ``least`` numbers of people possible on that side: of 46 answers, 3 of them
    favourable, below 10 %. ``None`` where the share may be printed, and where not even half of the scale
    leaves so many.
    """
    few = min(favourable, n - favourable)
    if few >= least:
        return None
    for width in BANDS:
        if math.ceil(round(width * n, 9)) >= least:  # from nobody to the last whole number below the bound
            return Band(0.0, width) if favourable == few else Band(round(1 - width, 2), 1.0)
    return None


class About(float):
    """A number that is made of others as they are printed, a band by its middle: it is called *about*."""


FEW = ("units", "events", "expected")
"""What shares are counted in that are of a handful: a tenth of a per cent says nothing of six units."""


def unit_of_all(figures: Iterable[tuple[str, float | None]], base: str = "people") -> str | None:
    """How shares or gaps that stand together are printed: all in whole per cent, or all with a decimal.

    ``figures``: unit and number; ``base``: what they are counted in. ``None``: each by its own unit.
    """
    known = [(unit, number) for unit, number in figures if number is not None]
    if not known or {unit for unit, _ in known} - {"share", "gap"}:
        return None
    return "whole" if base in FEW or all(round(number, 2) == round(number, 3) for _, number in known) else "share"


def printed(value: float, unit: str, paid: float | None = None, digits: int | None = None) -> float:
    """A number of this unit as it is printed; ``paid``: the people whose pay it compares, if it does.

    ``digits``: after the point, where an indicator declares fewer than are usual for the unit.
    """
    decimals = (0 if abs(value) >= WHOLE_AMOUNTS_FROM else 2) if unit == "amount" else DECIMALS.get(unit, 1)
    decimals = _fewer(decimals if digits is None else digits, paid)
    if unit == "p":  # upwards: what is at most 0.05 as it is printed is so
        return max(math.ceil(round(value * 10.0**decimals, 6)) / 10.0**decimals, SMALLEST_P)
    return round(float(value), decimals) + 0.0  # no minus before a nought


def step(unit: str, paid: float | None = None, digits: int | None = None) -> float:
    """How far two numbers of this unit that are printed differently lie apart at least."""
    return 10.0 ** -_fewer(DECIMALS.get(unit, 1) if digits is None else digits, paid)


def _fewer(decimals: int, paid: float | None) -> int:
    return min(decimals, 2) if paid is not None and paid < WHOLE_PER_CENT_BELOW else decimals
