"""Targets with a date: numerator, base and gap of their figure in each round's baseline."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from genderaudit.conclusions.findings import Finding
from genderaudit.conclusions.recording import is_share_of_women
from genderaudit.measures.counting import NOT_STATED
from genderaudit.measures.quota_seats import seats_required
from genderaudit.methodology.models import Indicator

PATH = "path_to_target"
"""Indicator on the course of a figure towards its target."""
Group = tuple[tuple[str, str], ...]


def counted(
    findings: Iterable[Finding], indicator: Indicator, target: float, reserved: Collection[str] = ()
) -> dict[Group, tuple[float, float, float]]:
    """Return group → (women or youth counted, base, number missing to the target).

    For seats, all bodies except ``reserved`` ones together, the missing seats summed body by body; else the whole, or
    every group of an indicator without a whole. Hidden figures are left out.
    """
    calculated = [
        finding for finding in findings if finding.indicator == indicator.id and finding.calculated and finding.n
    ]
    if indicator.unit == "seats":
        open_to_all = [
            finding
            for finding in calculated
            if finding.group.get("body") not in reserved and finding.seats_held is not None
        ]
        seats = [_counts(finding.seats_held or 0, finding.n or 0, target) for finding in open_to_all]
        held, n, missing = (sum(column) for column in zip(*seats, strict=True)) if seats else (0.0, 0.0, 0.0)
        return {(): (held, n, missing)} if n else {}
    whole = [finding for finding in calculated if indicator.represents_indicator(finding.group)]
    groups = [finding for finding in whole or calculated if NOT_STATED not in finding.group.values()]
    return {tuple(finding.group.items()): _counts(_numerator(finding), finding.n or 0, target) for finding in groups}


def _counts(held: float, n: float, target: float) -> tuple[float, float, float]:
    return held, n, max(0.0, seats_required(target, n) - held)


def _numerator(finding: Finding) -> float:
    """Return the number counted by the share: women if it is a share of women, else the value times the base."""
    return finding.women or 0.0 if is_share_of_women(finding) else float(round((finding.value or 0) * (finding.n or 0)))
