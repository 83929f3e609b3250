"""Columns of decisions and states (Décision, Statut): which words say that a loan or a membership does not count."""

from __future__ import annotations

import re
from functools import cache

from genderaudit.foundations.plaintext import folded
from genderaudit.intake.vocabulary.cell_words import cell_words
from genderaudit.intake.vocabulary.dictionaries import bare_words

TABLES_WITH_STATES = ("services", "members")
"""Lists of which each row is a loan, a contract or a member that may have ended."""


def says_state(header: str) -> bool:
    """Whether a column is called a decision or a state."""
    return not set(bare_words(header).split()).isdisjoint(map(bare_words, cell_words().state_columns))


def is_ended(word: str) -> bool:
    """Whether a word says that something was refused, is closed, or that somebody has left."""
    return _begins("ended").match(folded(word).strip()) is not None


def is_in_force(word: str) -> bool:
    """Whether a word says that something was granted or goes on."""
    return _begins("in_force").match(folded(word).strip()) is not None


@cache
def _begins(kind: str) -> re.Pattern[str]:
    return re.compile("|".join(re.escape(folded(word)) for word in getattr(cell_words(), kind)))
