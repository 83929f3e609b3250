"""Core figures that phase 2 makes of those that phase 1 has shown: they tell nothing that is not shown already.

Seats of all bodies with a quota (or else with a target) together, women among those who lead a body, women in the top
levels against all staff and against those above the lowest level, women there against that level, and the data that
there are.
Source: methodology section 4.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from genderaudit.conclusions.findings import Finding, Findings
from genderaudit.conclusions.recording import as_printed, finding_id
from genderaudit.disclosure.grouping import JOINED
from genderaudit.intake.dictionaries import plain
from genderaudit.intake.seats import words_of
from genderaudit.methodology.method import Methodology

SEATS, SEATS_TOGETHER = "bodies_women_seats", "bodies_seats_together"
YOUTH, YOUTH_TOGETHER = "bodies_youth_seats", "bodies_youth_together"
LEADING_SHARE, TOP_RATIO, FLOOR_RATIO = "bodies_leading_share", "top_levels_ratio", "above_floor_ratio"
UPWARD_RATIO = "top_above_floor_ratio"
MADE = (SEATS_TOGETHER, YOUTH_TOGETHER, LEADING_SHARE, TOP_RATIO, UPWARD_RATIO, FLOOR_RATIO)
"""Indicators that no notebook reports: phase 2 makes them."""
TOP_LEVELS = 2
PART_HIDDEN = "part_hidden"


def leads(role: str) -> bool:
    """Whether who has this role leads the body: chair, president, general secretary. Words: ``intake/seats.yml``."""
    name = plain(role)
    return bool(words_of("leading").match(name)) and not words_of("deputy").search(name)


def together(
    found: Findings, phase: str, method: Methodology, levels: Sequence[str], reserved: Collection[str] = ()
) -> list[Finding]:
    """The core figures made of these findings; of one with a hidden part that it cannot be calculated.

    ``reserved``: the bodies that are reserved for women or the young, which no total counts (nor do the roles found).
    """
    made = [
        _seats(found.of(SEATS), SEATS_TOGETHER, reserved),
        _seats(found.of(YOUTH), YOUTH_TOGETHER, reserved),
        _leading(found.of("bodies_by_role"), reserved),
        _top_levels(found.of("staff_women_by_level"), levels, method.thresholds.smallest_rated_people),
        _upward(found.of("staff_women_by_level"), levels, method.thresholds.smallest_rated_people),
        _above_floor(found.of("staff_women_by_level"), levels, method.thresholds.smallest_rated_people),
        _data(found.of("data_availability")),
    ]
    return [_as_own(one, phase, method) for one in made if one is not None]


def _seats(bodies: Iterable[Finding], indicator: str, reserved: Collection[str]) -> Finding | None:
    """Seats that women, or the young, lack and hold in all bodies with a quota; without any, with a target."""
    given = [one for one in bodies if one.group and one.group.get("body") not in reserved]
    asked = next((name for name in ("quota", "target") if any(name in one.details for one in given)), None)
    counted = [one for one in given if asked in one.details or one.status == "suppressed"]
    if asked is None:
        return None
    if not all(one.calculated for one in counted):
        return _unknown(given[0], indicator, counted)
    seats = sum(one.n or 0 for one in counted)
    held = sum(one.held or 0 for one in counted)
    short = [one for one in counted if one.value]
    details = {
        "share": held / seats,
        asked: sum(one.details[asked] * (one.n or 0) for one in counted) / seats,
        "bodies": float(len(counted)),
        "short": float(len(short)),
    } | _left_out(reserved)
    missing = sum(one.value or 0 for one in short)
    return _sum(indicator, counted, value=missing, n=seats, details=details)


def _left_out(reserved: Collection[str]) -> dict[str, float]:
    return {"left_out": float(len(reserved))} if reserved else {}


def _leading(roles: Iterable[Finding], reserved: Collection[str]) -> Finding | None:
    """Women among those who lead a body."""
    leading = [one for one in roles if leads(one.group.get("role", ""))]
    if not leading:
        return None
    if not all(one.calculated for one in leading):
        return _unknown(leading[0], LEADING_SHARE, leading)
    women, n = (sum(getattr(one, name) or 0 for one in leading) for name in ("women", "n"))
    return _sum(LEADING_SHARE, leading, value=women / n, n=n, details=_left_out(reserved))


def _top_levels(found: Iterable[Finding], levels: Sequence[str], smallest: int) -> Finding | None:
    """p(top levels) / p(all): the two top levels, and so many below that they are ``smallest`` people."""
    staff = _by_level(found, levels)
    if not staff:
        return None
    if len(staff) <= TOP_LEVELS or not all(one.calculated for one in staff):
        return _unknown(staff[0], TOP_RATIO, staff)
    top = _top(staff, smallest)
    women, everybody = sum(one.women or 0 for one in staff), sum(one.n or 0 for one in staff)
    if not top or not women:
        return _unknown(staff[0], TOP_RATIO, staff)
    share_all, n = women / everybody, sum(one.n or 0 for one in top)
    share_top = sum(one.women or 0 for one in top) / n
    details = {"share_top": share_top, "share_all": share_all}
    return _sum(TOP_RATIO, top, value=share_top / share_all, n=n, details=details)


def _upward(found: Iterable[Finding], levels: Sequence[str], smallest: int) -> Finding | None:
    """p(top levels) / p(all levels above the lowest): whether women are lost on the way up, or kept at the lowest."""
    staff = _by_level(found, levels)
    if len(staff) <= TOP_LEVELS or not all(one.calculated for one in staff):
        return None
    top, above = _top(staff, smallest), staff[:-1]
    women = sum(one.women or 0 for one in above)
    if not top or not women:
        return None
    share_above, n = women / sum(one.n or 0 for one in above), sum(one.n or 0 for one in top)
    share_top = sum(one.women or 0 for one in top) / n
    details = {"share_top": share_top, "share_above": share_above}
    return _sum(UPWARD_RATIO, top, value=share_top / share_above, n=n, details=details)


def _top(staff: Sequence[Finding], smallest: int) -> Sequence[Finding]:
    """The two top levels, and so many below that they are ``smallest`` people; none where that were all of them."""
    numbers = range(TOP_LEVELS, len(staff))
    return next((staff[:last] for last in numbers if sum(one.n or 0 for one in staff[:last]) >= smallest), [])


def _above_floor(found: Iterable[Finding], levels: Sequence[str], smallest: int) -> Finding | None:
    """p(all levels above the lowest) / p(lowest level), each of ``smallest`` people or more."""
    staff = _by_level(found, levels)
    if len(staff) < TOP_LEVELS:
        return None
    *above, lowest = staff
    if not all(one.calculated for one in staff):
        return _unknown(lowest, FLOOR_RATIO, staff)
    n = sum(one.n or 0 for one in above)
    if not lowest.women or min(n, lowest.n or 0) < smallest:
        return _unknown(lowest, FLOOR_RATIO, staff)
    share_above, share_lowest = sum(one.women or 0 for one in above) / n, lowest.women / (lowest.n or 1)
    details = {"share_above": share_above, "share_lowest": share_lowest}
    return _sum(FLOOR_RATIO, above, value=share_above / share_lowest, n=n, details=details)


def _by_level(found: Iterable[Finding], levels: Sequence[str]) -> list[Finding]:
    """Of the levels in their order those where somebody is, or that are hidden."""
    by_level = {one.group["level"]: one for one in found if "level" in one.group}
    if any(JOINED in level for level in by_level):  # merged for the public: of them no top can be told
        return []
    staff = [by_level[level] for level in levels if level in by_level]
    return [one for one in staff if one.n or one.status == "suppressed"]


def _data(areas: Iterable[Finding]) -> Finding | None:
    """The expected lists and columns of all areas that are there and usable."""
    known = [one for one in areas if one.group and one.calculated]
    expected = sum(one.n or 0 for one in known)
    if not expected:
        return None
    # Whole lists and columns: the share is rounded.
    there = sum(round((one.value or 0) * (one.n or 0)) for one in known)
    return _sum("data_availability", known, value=there / expected, n=expected)


def _sum(indicator: str, parts: Sequence[Finding], **given: object) -> Finding:
    """A finding of all the parts; women where every part has them."""
    women = None if any(one.women is None for one in parts) else sum(one.women or 0 for one in parts)
    regime = "protected" if any(one.regime == "protected" for one in parts) else "public"
    plain: dict[str, object] = {"interval": None, "group": {}, "details": {}, "indicator": indicator, "regime": regime}
    return parts[0].model_copy(update=plain | {"women": women} | given)


def _unknown(like: Finding, indicator: str, parts: Iterable[Finding]) -> Finding:
    hidden = any(one.status == "suppressed" for one in parts)
    empty = dict.fromkeys(("value", "n", "women"))
    why = {"status": "not_calculable", "reason": PART_HIDDEN if hidden else "too_few_people"}
    return _sum(indicator, [like], **empty, **why)


def _as_own(made: Finding, phase: str, method: Methodology) -> Finding:
    """As a finding of this phase, with the area, table and unit of its indicator, as printed."""
    definition = method.indicators[made.indicator]
    own: dict[str, object] = {"id": finding_id(phase, made.indicator, {}), "phase": phase, "area": definition.area}
    own |= {"table": definition.table, "unit": definition.unit}
    return as_printed(made.model_copy(update=own), definition)
