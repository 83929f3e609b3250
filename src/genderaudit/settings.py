"""The settings of an audit: what its notebooks have as parameters beside organisation, round, language and workspace.

Which values each may have stands here only: ``open_audit`` refuses others before anything is computed, and
``genderaudit run`` before a kernel starts. What depends on the lists is refused where they are read: a limit of youth
that cuts an age band, a year that is not ahead of the round.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from numbers import Integral, Real
from typing import Any, TypedDict

from genderaudit.errors import AuditError, known_names

YOUTH = (15, 60)
"""The lowest and the highest age, in years, that may end youth."""

USUAL_LEVEL = 0.95
"""The confidence level of an audit that is not told another."""


class Settings(TypedDict, total=False):
    """The settings by name."""

    youth_age_limit: int
    confidence_level: float
    flow_years: int
    target_year: int
    most_recommendations: int


@dataclass(frozen=True, slots=True)
class _Rule:
    allows: Callable[[Any], bool]
    words: str


def check(name: str, value: object) -> None:
    """Raise ``AuditError``, with the values that there are, for a value that the setting cannot have."""
    rule = _RULES.get(name)
    if rule is None:
        raise AuditError(f"There is no setting {name}. {known_names(name, _RULES)}")
    if not rule.allows(value):
        raise AuditError(f"{name} {value!r} is not possible: write {rule.words}.")


def check_known(name: str, value: object) -> None:
    """As :func:`check`; a parameter that somebody's own notebook has may be anything."""
    if name in _RULES:
        check(name, value)


def _whole(value: object, low: int, high: float = float("inf")) -> bool:
    return isinstance(value, Integral) and not isinstance(value, bool) and low <= int(value) <= high


def _is_level(value: object) -> bool:
    return isinstance(value, Real) and not isinstance(value, bool) and 0.5 <= float(value) <= 0.999


_RULES = {
    "youth_age_limit": _Rule(
        lambda value: value == 0 or _whole(value, *YOUTH),
        f"an age from {YOUTH[0]} to {YOUTH[1]}, or 0 for that of organisation.yml",
    ),
    # Beyond 0.999 the draws of a bootstrap have no tail to tell from.
    "confidence_level": _Rule(_is_level, "a part of 1 from 0.5 to 0.999, 0.95 or 0.9 for example"),
    # Longer ago than ten years is no present rate, and lists of those who left seldom reach back so far.
    "flow_years": _Rule(lambda value: _whole(value, 1, 10), "a whole number of years from 1 to 10"),
    "target_year": _Rule(
        lambda value: value == 0 or _whole(value, 1900, 2200),
        "a year after that of the round, or 0 for five years after it",
    ),
    "most_recommendations": _Rule(lambda value: _whole(value, 1), "a whole number from 1"),
}
