"""Roles that lead a body, and words for a role that leave this open (``templates/intake/seats.yml``)."""

from __future__ import annotations

import re
from collections.abc import Collection

import pandas as pd

from genderaudit.intake.contract import SAFE_TO_SHOW
from genderaudit.intake.list_file import often_seen
from genderaudit.intake.rows.seats import words_of
from genderaudit.intake.vocabulary.dictionaries import bare_words

_SPELT = re.compile(r"\b(\w) (?=\w\b)")
"""The space between single letters, as in «S.G.»."""


def leads_body(role: str) -> bool:
    """Return True if a role leads the body: chair, president, general secretary, and their abbreviations."""
    name = _words(role)
    return bool(words_of("leading").match(name)) and not words_of("deputy").search(name)


def not_recognised(roles: pd.Series, decided: Collection[str]) -> list[tuple[str, int]]:
    """Return frequent roles, with their number of rows, not known to lead or not, and not ``decided``."""
    shown, _ = often_seen(roles.dropna(), SAFE_TO_SHOW)
    settled = set(map(bare_words, decided))
    return [(role, rows) for role, rows in shown if bare_words(role) not in settled and not _is_known(role)]


def _is_known(role: str) -> bool:
    name = _words(role)
    return leads_body(role) or any(
        words_of(kind).search(name) for kind in ("deputy", "not_leading", "alternate", "vacant")
    )


def _words(role: str) -> str:
    return _SPELT.sub(r"\1", bare_words(role))
