"""Core figures that the gap analysis derives from findings of the baseline; they reveal nothing new.

Seats of all bodies with a quota (or else a target) together; women among those who lead a body; women in the top levels
relative to all staff, and to those above the lowest level; women above the lowest level relative to it; data available.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from genderaudit.conclusions.findings import Finding, Findings
from genderaudit.conclusions.recording import as_printed, finding_id
from genderaudit.disclosure.grouping import JOINED
from genderaudit.intake.checks.roles import leads_body
from genderaudit.methodology.method import Methodology

SEATS, SEATS_TOGETHER = "bodies_women_seats", "bodies_seats_together"
YOUTH, YOUTH_TOGETHER = "bodies_youth_seats", "bodies_youth_together"
LEADING_SHARE, TOP_RATIO, FLOOR_RATIO = "bodies_leading_share", "top_levels_ratio", "above_floor_ratio"
UPWARD_RATIO = "top_above_floor_ratio"
MADE = (SEATS_TOGETHER, YOUTH_TOGETHER, LEADING_SHARE, TOP_RATIO, UPWARD_RATIO, FLOOR_RATIO)
"""Derived indicators, which no notebook reports."""
TOP_LEVELS = 2
PART_HIDDEN = "part_hidden"


def together(
    baseline: Findings, phase: str, method: Methodology, levels: Sequence[str], reserved: Collection[str] = ()
) -> list[Finding]:
    """Return the core figures derived from these findings; one with a hidden part is not calculable.

    ``reserved``: bodies reserved for women or youth, which are left out of totals (roles are found without them).
    """
    derived = [
        _seats(baseline.of(SEATS), SEATS_TOGETHER, reserved),
        _seats(baseline.of(YOUTH), YOUTH_TOGETHER, reserved),
        _leading(baseline.of("bodies_by_role"), reserved),
        _top_levels(baseline.of("staff_women_by_level"), levels, method.thresholds.smallest_rated_people),
        _upward(baseline.of("staff_women_by_level"), levels, method.thresholds.smallest_rated_people),
        _above_floor(baseline.of("staff_women_by_level"), levels, method.thresholds.smallest_rated_people),
        _available_data(baseline.of("data_availability")),
    ]
    return [_as_finding_of_phase(finding, phase, method) for finding in derived if finding is not None]


def _seats(bodies: Iterable[Finding], indicator: str, reserved: Collection[str]) -> Finding | None:
    """Return the seats that women (or youth) hold and lack in all bodies with a quota, else with a target."""
    bodies_open = [body for body in bodies if body.group and body.group.get("body") not in reserved]
    target_name = next(
        (name for name in ("quota", "target") if any(name in body.details for body in bodies_open)), None
    )
    with_target = [body for body in bodies_open if target_name in body.details or body.status == "suppressed"]
    if target_name is None:
        return None
    if not all(body.calculated for body in with_target):
        return _not_calculable(bodies_open[0], indicator, with_target)
    seats = sum(body.n or 0 for body in with_target)
    held = sum(body.seats_held or 0 for body in with_target)
    short = [body for body in with_target if body.value]
    details = {
        "share": held / seats,
        target_name: sum(body.details[target_name] * (body.n or 0) for body in with_target) / seats,
        "bodies": float(len(with_target)),
        "short": float(len(short)),
    } | _left_out(reserved)
    missing = sum(body.value or 0 for body in short)
    return _sum(indicator, with_target, value=missing, n=seats, details=details)


def _left_out(reserved: Collection[str]) -> dict[str, float]:
    return {"left_out": float(len(reserved))} if reserved else {}


def _leading(roles: Iterable[Finding], reserved: Collection[str]) -> Finding | None:
    """Return the share of women among those who lead a body."""
    leading = [role for role in roles if leads_body(role.group.get("role", ""))]
    if not leading:
        return None
    if not all(role.calculated for role in leading):
        return _not_calculable(leading[0], LEADING_SHARE, leading)
    women, n = (sum(getattr(role, name) or 0 for role in leading) for name in ("women", "n"))
    return _sum(LEADING_SHARE, leading, value=women / n, n=n, details=_left_out(reserved))


def _top_levels(findings: Iterable[Finding], levels: Sequence[str], minimum: int) -> Finding | None:
    """Return share of women in the top levels / share in all staff.

    The top levels are the two highest, extended downwards until they have ``minimum`` people.
    """
    staff = _by_level(findings, levels)
    if not staff:
        return None
    if len(staff) <= TOP_LEVELS or not all(level.calculated for level in staff):
        return _not_calculable(staff[0], TOP_RATIO, staff)
    top = _top_of(staff, minimum)
    women, everybody = sum(level.women or 0 for level in staff), sum(level.n or 0 for level in staff)
    if not top or not women:
        return _not_calculable(staff[0], TOP_RATIO, staff)
    share_all, n = women / everybody, sum(level.n or 0 for level in top)
    share_top = sum(level.women or 0 for level in top) / n
    details = {"share_top": share_top, "share_all": share_all}
    return _sum(TOP_RATIO, top, value=share_top / share_all, n=n, details=details)


def _upward(findings: Iterable[Finding], levels: Sequence[str], minimum: int) -> Finding | None:
    """Return share of women in the top levels / share in all levels above the lowest.

    It shows whether women are lost on the way up or kept at the lowest level.
    """
    staff = _by_level(findings, levels)
    if len(staff) <= TOP_LEVELS or not all(level.calculated for level in staff):
        return None
    top, above = _top_of(staff, minimum), staff[:-1]
    women = sum(level.women or 0 for level in above)
    if not top or not women:
        return None
    share_above, n = women / sum(level.n or 0 for level in above), sum(level.n or 0 for level in top)
    share_top = sum(level.women or 0 for level in top) / n
    details = {"share_top": share_top, "share_above": share_above}
    return _sum(UPWARD_RATIO, top, value=share_top / share_above, n=n, details=details)


def _top_of(staff: Sequence[Finding], minimum: int) -> Sequence[Finding]:
    """Return the two highest levels, extended downwards until they have ``minimum`` people; empty if that takes all."""
    numbers = range(TOP_LEVELS, len(staff))
    return next((staff[:last] for last in numbers if sum(level.n or 0 for level in staff[:last]) >= minimum), [])


def _above_floor(findings: Iterable[Finding], levels: Sequence[str], minimum: int) -> Finding | None:
    """Return share of women above the lowest level / share at the lowest, each with at least ``minimum`` people."""
    staff = _by_level(findings, levels)
    if len(staff) < TOP_LEVELS:
        return None
    *above, lowest = staff
    if not all(level.calculated for level in staff):
        return _not_calculable(lowest, FLOOR_RATIO, staff)
    n = sum(level.n or 0 for level in above)
    if not lowest.women or min(n, lowest.n or 0) < minimum:
        return _not_calculable(lowest, FLOOR_RATIO, staff)
    share_above, share_lowest = sum(level.women or 0 for level in above) / n, lowest.women / (lowest.n or 1)
    details = {"share_above": share_above, "share_lowest": share_lowest}
    return _sum(FLOOR_RATIO, above, value=share_above / share_lowest, n=n, details=details)


def _by_level(findings: Iterable[Finding], levels: Sequence[str]) -> list[Finding]:
    """Return the levels in order that have people or are hidden; empty if levels are merged."""
    by_level = {finding.group["level"]: finding for finding in findings if "level" in finding.group}
    if any(JOINED in level for level in by_level):  # merged for the public: of them no top can be told
        return []
    staff = [by_level[level] for level in levels if level in by_level]
    return [finding for finding in staff if finding.n or finding.status == "suppressed"]


def _available_data(areas: Iterable[Finding]) -> Finding | None:
    """Return the share of expected lists and columns that are present and usable, over all areas."""
    usable_areas = [area for area in areas if area.group and area.calculated]
    expected = sum(area.n or 0 for area in usable_areas)
    if not expected:
        return None
    # Whole lists and columns: the share is rounded.
    present = sum(round((area.value or 0) * (area.n or 0)) for area in usable_areas)
    return _sum("data_availability", usable_areas, value=present / expected, n=expected)


def _sum(indicator: str, parts: Sequence[Finding], **fields: object) -> Finding:
    """Return a finding for all parts together; ``women`` only if every part has them."""
    women = None if any(part.women is None for part in parts) else sum(part.women or 0 for part in parts)
    regime = "protected" if any(part.regime == "protected" for part in parts) else "public"
    plain: dict[str, object] = {"interval": None, "group": {}, "details": {}, "indicator": indicator, "regime": regime}
    return parts[0].model_copy(update=plain | {"women": women} | fields)


def _not_calculable(template: Finding, indicator: str, parts: Iterable[Finding]) -> Finding:
    hidden = any(part.status == "suppressed" for part in parts)
    empty = dict.fromkeys(("value", "n", "women"))
    why = {"status": "not_calculable", "reason": PART_HIDDEN if hidden else "too_few_people"}
    return _sum(indicator, [template], **empty, **why)


def _as_finding_of_phase(derived: Finding, phase: str, method: Methodology) -> Finding:
    """Return the finding as one of this phase, with area, table and unit of its indicator, rounded as printed."""
    definition = method.indicators[derived.indicator]
    fields: dict[str, object] = {
        "id": finding_id(phase, derived.indicator, {}),
        "phase": phase,
        "area": definition.area,
    }
    fields |= {"table": definition.table, "unit": definition.unit}
    return as_printed(derived.model_copy(update=fields), definition)
