"""What may be shown: of what everybody there can see, everything; of what is sensitive, only what is of enough people.

``grouping`` merges categories before sensitive figures are computed; ``figures`` says of each figure, by itself,
whether it may be shown, in which precision, or why not. What several figures tell together, :mod:`genderaudit.gate`
judges before a release. Rules and reasons: docs/disclosure.md.
"""

from genderaudit.disclosure.figures import (
    ABOUT,
    HIDDEN,
    IN_A_BAND,
    MARK,
    Limits,
    Protection,
    Statements,
    refuse_untold,
    shown,
    whole_or_none,
    without,
)

__all__ = [
    "ABOUT",
    "HIDDEN",
    "IN_A_BAND",
    "MARK",
    "Limits",
    "Protection",
    "Statements",
    "refuse_untold",
    "shown",
    "whole_or_none",
    "without",
]
