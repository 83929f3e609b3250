"""How exactly a figure is printed, and so recorded, by its unit; an indicator may declare fewer ``digits`` of a column.

Findings files, charts, alternative texts and later phases rest on numbers as reports print them: further digits tell
what somebody is paid, and nothing about an organisation.
"""

from __future__ import annotations

DECIMALS = {
    "share": 3,  # a tenth of a per cent, or of a point
    "gap": 3,
    "difference": 3,
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
"""Digits after the point by unit; of anything else, counts for example, one where it is not whole."""
SMALLEST_P = 0.001
"""Smaller p values are printed as at most this."""
WHOLE_PER_CENT_BELOW = 200
"""People whose pay a figure compares: of fewer it is in whole per cent, since a tenth may be one person's pay."""


def printed(value: float, unit: str, paid: float | None = None, digits: int | None = None) -> float:
    """A number of this unit as it is printed; ``paid``: the people whose pay it compares, if it does.

    ``digits``: after the point, where an indicator declares fewer than are usual for the unit.
    """
    decimals = (0 if abs(value) >= 1000 else 2) if unit == "amount" else DECIMALS.get(unit, 1)
    number = round(float(value), _fewer(decimals if digits is None else digits, paid)) + 0.0  # no minus before a nought
    return max(number, SMALLEST_P) if unit == "p" else number


def step(unit: str, paid: float | None = None) -> float:
    """How far two numbers of this unit that are printed differently lie apart at least."""
    return 10.0 ** -_fewer(DECIMALS.get(unit, 1), paid)


def _fewer(decimals: int, paid: float | None) -> int:
    return min(decimals, 2) if paid is not None and paid < WHOLE_PER_CENT_BELOW else decimals
