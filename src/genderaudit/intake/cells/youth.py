"""Check that age bands of a list can separate young people from others."""

from __future__ import annotations

import pandas as pd

from genderaudit.intake.cells.values import OLDEST
from genderaudit.methodology.settings import YOUTH

COUNTED = ("members", "bodies", "attendance")
"""Tables in which young people are counted."""


def band_fault(bounds: pd.DataFrame, limit: int) -> tuple[str, dict[str, object]] | None:
    """Return the broken rule and its values if ``limit`` lies inside a band, else None.

    People in that band would be neither young nor older. ``bounds``: ``age_low`` and ``age_high`` of people without an
    exact age, both ends included.
    """
    bands = sorted({(low, high) for low, high in bounds.dropna().itertuples(index=False) if low < high})
    if not _is_cut(limit, bands):
        return None
    ends = {end for low, high in bands for end in (low - 1, high)} - {bands[0][0] - 1, max(high for _, high in bands)}
    possible = [f"{end:g}" for end in sorted(ends) if YOUTH[0] <= end <= YOUTH[1] and not _is_cut(end, bands)]
    words = [f"{low:g}+" if high >= OLDEST else f"{low:g}-{high:g}" for low, high in bands]
    values: dict[str, object] = {"bands": ", ".join(words), "limit": limit}
    if possible:
        return "youth_limit_cuts_band", values | {"possible": ", ".join(possible)}
    return "youth_limit_without_band", values | {"low": YOUTH[0], "high": YOUTH[1]}


def _is_cut(limit: float, bands: list[tuple[float, float]]) -> bool:
    return any(low <= limit < high for low, high in bands)
