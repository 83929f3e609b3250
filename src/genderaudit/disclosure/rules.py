"""The rules that hide a result, by the names under which the ledger keeps them, and the one mark that readers see.

Which rule hid a figure is information: *small cell* says that there is somebody, *follows* that there are not few,
*nearly all* what nearly all have answered. So it is for the auditor only, in ``ledger.json``.
"""

from __future__ import annotations

from dataclasses import dataclass

SMALL_CELL = "hidden_small_cell"
SMALL_BASE = "hidden_small_base"
PAY_OF_FEW = "hidden_pay_of_few"
NEARLY_NONE = "hidden_nearly_none"
NEARLY_ALL = "hidden_nearly_all"
ONE_DOMINATES = "hidden_one_dominates"
FOLLOWS = "hidden_follows_from_total"
DIFFERS = "hidden_differs_by_few"
HIDDEN = (SMALL_CELL, SMALL_BASE, PAY_OF_FEW, NEARLY_NONE, NEARLY_ALL, ONE_DOMINATES, FOLLOWS, DIFFERS)
MARK = "hidden"
"""The reason that findings and reports give."""
IN_A_BAND = "in_a_band"
"""The reason of a share of answers of which only a band is shown: ``low`` and ``high`` are its bounds."""


@dataclass(frozen=True, slots=True)
class Limits:
    """The smallest cell and base, fewest of a sex whose pay is shown, and when a sum of pay is one person's.

    ``dominance``: if all but the two best paid have less than this part of the best paid.
    """

    cell: int
    base: int
    pay: int
    dominance: float = 0.1
