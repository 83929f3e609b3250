"""The settings of an audit: what its notebooks have as parameters beside organisation, round, language and workspace.

Which values each may have stands here only: ``open_audit`` refuses others before anything is computed, and
``genderaudit run`` before a kernel starts. What depends on the lists is refused where they are read: a limit of youth
that cuts an age band, a year that is not ahead of the round.
"""

from __future__ import annotations

import re
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
    targets: str
    minimum_answers: int
    significance: float


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


def shares_of(targets: str) -> dict[str, float]:
    """The targets of an audit as its setting gives them: shares by indicator, of ``"bodies_women_seats: 0.4, …"``."""
    return {name.strip(): float(share) for name, _, share in (one.partition(":") for one in _listed(targets))}


def thresholds_of(settings: Settings) -> dict[str, float]:
    """Those that take the place of the method's threshold of the same name."""
    given = {"minimum_answers": settings.get("minimum_answers"), "significance": settings.get("significance")}
    return {name: value for name, value in given.items() if value is not None}


def check_known(name: str, value: object) -> None:
    """As :func:`check`; a parameter that somebody's own notebook has may be anything."""
    if name in _RULES:
        check(name, value)


def _whole(value: object, low: int, high: float = float("inf")) -> bool:
    return isinstance(value, Integral) and not isinstance(value, bool) and low <= int(value) <= high


def _listed(targets: str) -> list[str]:
    return [one for one in targets.split(",") if one.strip()]


def _are_targets(value: object) -> bool:
    return isinstance(value, str) and all(re.fullmatch(r" *\w+ *: *(0?\.\d+|0|1) *", one) for one in _listed(value))


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
    "targets": _Rule(
        _are_targets,
        'indicators with shares from 0 to 1, "bodies_women_seats: 0.4, staff_women_share: 0.5" for example',
    ),
    # On fewer answers than the method's, or with more differences by chance, nobody should conclude.
    "minimum_answers": _Rule(lambda value: _whole(value, 10, 10_000), "a whole number from 10 to 10000"),
    "significance": _Rule(
        lambda value: isinstance(value, Real) and 0.001 <= float(value) <= 0.1, "a part of 1 from 0.001 to 0.1"
    ),
}
