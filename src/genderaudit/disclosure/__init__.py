"""Disclosure control of single figures: which may be shown, and in which groups and precision.

Composition (who holds which place), which everybody in the organisation can see, is shown in full; sensitive figures
(pay, answers …) only of enough people. ``grouping`` merges categories before sensitive figures are computed;
``figures`` decides on each figure by itself. What follows from several figures together is checked by
:mod:`genderaudit.gate` before a release. Rules and reasons: docs/disclosure.md.
"""

from genderaudit.disclosure.figures import (
    APPROXIMATE,
    HIDDEN,
    IN_A_BAND,
    MARK,
    Limits,
    Protection,
    Statements,
    all_groups_or_none,
    protect,
    require_parts,
    withhold,
)

__all__ = [
    "APPROXIMATE",
    "HIDDEN",
    "IN_A_BAND",
    "MARK",
    "Limits",
    "Protection",
    "Statements",
    "all_groups_or_none",
    "protect",
    "require_parts",
    "withhold",
]
