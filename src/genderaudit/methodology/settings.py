"""Settings of an audit: the notebooks' parameters beside organisation, round, language and workspace.

Their valid values are defined here only: ``open_audit`` refuses others before anything is computed, and ``genderaudit
run`` before a kernel starts. Settings that depend on the lists are checked where those are read: a youth limit inside
an age band, a year that is not after the round.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from numbers import Integral, Real
from typing import Any, TypedDict

from genderaudit.foundations.errors import AuditError, known_names, text

YOUTH = (15, 60)
"""The lowest and highest age limit of youth, in years."""

USUAL_LEVEL = 0.95
"""The default confidence level of an audit."""


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


def check(name: str, value: object) -> None:
    """Raise ``AuditError``, with the valid values, for an invalid value of a setting."""
    rule = _RULES.get(name)
    if rule is None:
        raise AuditError("no_parameter", name=name, near=known_names(name, _RULES))
    if not rule(value):
        raise AuditError(
            "setting_value", name=name, value=repr(value), wanted=text(f"wanted.{name}", low=YOUTH[0], high=YOUTH[1])
        )


def shares_of(targets: str) -> dict[str, float]:
    """Return the targets given by a setting as shares by indicator: ``"bodies_women_seats: 0.4, …"``."""
    return {name.strip(): float(share) for name, _, share in (one.partition(":") for one in _listed(targets))}


def thresholds_of(settings: Settings) -> dict[str, float]:
    """Return the settings that replace the method's threshold of the same name."""
    given = {"minimum_answers": settings.get("minimum_answers"), "significance": settings.get("significance")}
    return {name: value for name, value in given.items() if value is not None}


def check_known(name: str, value: object) -> None:
    """Check like :func:`check`, but accept parameters of the user's own notebooks."""
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


_RULES: dict[str, Callable[[Any], bool]] = {
    "youth_age_limit": lambda value: value == 0 or _whole(value, *YOUTH),
    # Above 0.999 the draws of a bootstrap are too few to estimate the tail.
    "confidence_level": _is_level,
    # More than ten years do not give a present rate, and lists of leavers seldom reach back so far.
    "flow_years": lambda value: _whole(value, 1, 10),
    "target_year": lambda value: value == 0 or _whole(value, 1900, 2200),
    "most_recommendations": lambda value: _whole(value, 1),
    "targets": _are_targets,
    # Fewer answers, or more differences by chance, than these do not support conclusions.
    "minimum_answers": lambda value: _whole(value, 10, 10_000),
    "significance": lambda value: isinstance(value, Real) and 0.001 <= float(value) <= 0.1,
}
"""Checks of the valid values of each setting; the language files describe them (``wanted``)."""
