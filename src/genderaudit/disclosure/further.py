"""The one further group that an organisation declares (``also_by``): disability, contract, rural or not."""

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
"""Lists that may tell of it in their column ``also``, with the figure by it."""
MEETING = ("event", "date")


def multiples(table: pd.DataFrame, also: pd.Series, fewest: float) -> Counts:
    """Women and men of each category (``also``, one a row), as multiples of the fewest that a figure needs; or none.

    In a list of attendance those at the meeting with most of them: who comes to five meetings is one person.
    """
    if not table["also"].notna().any():
        return {}
    counts: dict[str, tuple[float, float]] = {}
    for group, count in headcounts(table.assign(also=also), ["also", *(name for name in MEETING if name in table)]):
        women, men = counts.get(group["also"], (0.0, 0.0))
        counts[group["also"]] = max(women, count.women / fewest), max(men, count.men / fewest)
    return counts
