"""Targets with a date: what is counted of the figure that one is of, from what phase 1 has shown in each round."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from genderaudit.conclusions.findings import Finding
from genderaudit.conclusions.recording import is_share_of_women
from genderaudit.measures.counting import NOT_STATED
from genderaudit.measures.representation import seats_required
from genderaudit.methodology.models import Indicator

PATH = "path_to_target"
"""The indicator that says how far a figure is on its way."""
Group = tuple[tuple[str, str], ...]


def counted(
    found: Iterable[Finding], indicator: Indicator, target: float, reserved: Collection[str] = ()
) -> dict[Group, tuple[float, float, float]]:
    """Group → how many hold it (women, or the young), of how many, and how many are missing to the target.

    Of seats all bodies but ``reserved`` ones together, what is missing body by body; else the whole, or every group of
    an indicator that has no whole. Nothing of what is hidden.
    """
    known = [one for one in found if one.indicator == indicator.id and one.calculated and one.n]
    if indicator.unit == "seats":
        open_to_all = [one for one in known if one.group.get("body") not in reserved and one.held is not None]
        seats = [_counts(one.held or 0, one.n or 0, target) for one in open_to_all]
        held, n, missing = (sum(part) for part in zip(*seats, strict=True)) if seats else (0.0, 0.0, 0.0)
        return {(): (held, n, missing)} if n else {}
    whole = [one for one in known if indicator.stands_for_it(one.group)]
    groups = [one for one in whole or known if NOT_STATED not in one.group.values()]
    return {tuple(one.group.items()): _counts(_held(one), one.n or 0, target) for one in groups}


def _counts(held: float, n: float, target: float) -> tuple[float, float, float]:
    return held, n, max(0.0, seats_required(target, n) - held)


def _held(one: Finding) -> float:
    """Women where the share is of them, else those whom the share is of, as whole people."""
    return one.women or 0.0 if is_share_of_women(one) else float(round((one.value or 0) * (one.n or 0)))
