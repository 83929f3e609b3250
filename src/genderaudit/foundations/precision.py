"""Precision of printed and recorded figures by unit; an indicator may declare fewer ``digits`` of a column.

Findings files, charts, alternative texts and later phases use the numbers as printed: further digits would disclose
individual pay and add nothing about an organisation.
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
"""Digits after the point by unit; other units have one where the number is not whole."""
PAY_UNITS = ("hour", "month", "year", "month_full_time", "year_full_time")
"""Periods that compared pay refers to; findings hold the position here, 0 to 4, and language files the words."""
WHOLE_AMOUNTS_FROM = 10
"""Amounts from which no decimals are printed."""
SMALLEST_P = 0.001
"""Smallest p value that is printed; smaller ones are *at most* this."""
WHOLE_PER_CENT_BELOW = 200
"""People below which a pay figure is in whole per cent, since a tenth of one may be one person's pay."""

BANDS = (0.1, 0.2, 0.3, 0.4, 0.5)
"""Widths of the bands that are printed in place of a share of answers."""


class Band(NamedTuple):
    """Bounds of a share of answers: below ``high`` where ``low`` is 0, above ``low`` where ``high`` is 1."""

    low: float
    high: float


def band_of(favourable: float, n: float, minimum_cell: int) -> Band | None:
    """Return the band of a share that must not be printed because fewer than ``minimum_cell`` answers are on one side.

    The narrowest band that leaves at least ``minimum_cell`` numbers of people possible on that side: of 46 answers, 3
    of them favourable, below 10 %. ``None`` where the share may be printed, and where even half of the scale is too
    narrow.
    """
    smaller_side = min(favourable, n - favourable)
    if smaller_side >= minimum_cell:
        return None
    for width in BANDS:
        if math.ceil(round(width * n, 9)) >= minimum_cell:  # whole numbers from 0 to below the bound
            return Band(0.0, width) if favourable == smaller_side else Band(round(1 - width, 2), 1.0)
    return None


class Approximate(float):
    """A number calculated from printed ones, bands at their middle; it is printed as *about* …"""


FEW_UNITS = ("units", "events", "expected")
"""Bases that are a handful: shares of them are in whole per cent."""


def unit_of_all(figures: Iterable[tuple[str, float | None]], base: str = "people") -> str | None:
    """Return the common unit of shares or gaps shown together: ``whole`` per cent, or ``share`` with a decimal.

    ``figures``: unit and number; ``base``: what they are counted in. ``None``: each by its own unit.
    """
    known = [(unit, number) for unit, number in figures if number is not None]
    if not known or {unit for unit, _ in known} - {"share", "gap"}:
        return None
    return "whole" if base in FEW_UNITS or all(round(number, 2) == round(number, 3) for _, number in known) else "share"


def printed(value: float, unit: str, paid: float | None = None, digits: int | None = None) -> float:
    """Round a number as its unit is printed; ``paid``: the people whose pay it compares, if it does.

    ``digits``: digits after the point, where an indicator declares fewer than usual for the unit.
    """
    decimals = (0 if abs(value) >= WHOLE_AMOUNTS_FROM else 2) if unit == "amount" else DECIMALS.get(unit, 1)
    decimals = _decimals_of_pay(decimals if digits is None else digits, paid)
    if unit == "p":  # rounded up: a p value printed as at most 0.05 is so
        return max(math.ceil(round(value * 10.0**decimals, 6)) / 10.0**decimals, SMALLEST_P)
    return round(float(value), decimals) + 0.0  # turns -0.0 into 0.0


def step(unit: str, paid: float | None = None, digits: int | None = None) -> float:
    """Return the smallest difference between two numbers of this unit that are printed differently."""
    return 10.0 ** -_decimals_of_pay(DECIMALS.get(unit, 1) if digits is None else digits, paid)


def _decimals_of_pay(decimals: int, paid: float | None) -> int:
    return min(decimals, 2) if paid is not None and paid < WHOLE_PER_CENT_BELOW else decimals
