"""Columns of decisions and states (Décision, Statut), and words that say that a loan or membership does not count."""

from __future__ import annotations

import re
from functools import cache

from genderaudit.foundations.plaintext import folded
from genderaudit.intake.vocabulary.cell_words import cell_words
from genderaudit.intake.vocabulary.dictionaries import bare_words

TABLES_WITH_STATES = ("services", "members")
"""Lists in which a row is a loan, a contract or a member that may have ended."""


def says_state(header: str) -> bool:
    """Return True if a header names a decision or a state."""
    return not set(bare_words(header).split()).isdisjoint(map(bare_words, cell_words().state_columns))


def is_ended(word: str) -> bool:
    """Return True if a word says that something was refused or is closed, or that somebody has left."""
    return _begins("ended").match(folded(word).strip()) is not None


def is_in_force(word: str) -> bool:
    """Return True if a word says that something was granted or continues."""
    return _begins("in_force").match(folded(word).strip()) is not None


@cache
def _begins(kind: str) -> re.Pattern[str]:
    return re.compile("|".join(re.escape(folded(word)) for word in getattr(cell_words(), kind)))
