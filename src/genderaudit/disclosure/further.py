"""The further group that an organisation may declare (``also_by``: disability, contract …): counts per category."""

from __future__ import annotations

import pandas as pd

from genderaudit.disclosure.grouping import Counts
from genderaudit.measures.counting import headcounts

ALSO = {
    "members": "members_by_also",
    "staff": "staff_by_also",
    "attendance": "attendance_by_also",
    "survey": "area_by_also",
}
"""Lists that may have the column ``also``, with the figure broken down by it."""
MEETING = ("event", "date")


def multiples(table: pd.DataFrame, also: pd.Series, fewest: float) -> Counts:
    """Return women and men of each category of ``also`` (one value per row), divided by the fewest that a figure needs.

    Empty where column ``also`` is blank. In a list of attendance, the largest count at one meeting: a person who comes
    to five meetings is one person.
    """
    if not table["also"].notna().any():
        return {}
    counts: dict[str, tuple[float, float]] = {}
    for group, count in headcounts(table.assign(also=also), ["also", *(name for name in MEETING if name in table)]):
        women, men = counts.get(group["also"], (0.0, 0.0))
        counts[group["also"]] = max(women, count.women / fewest), max(men, count.men / fewest)
    return counts
