"""Making findings of results: rounded as printed, rated against a target, with a reason if there is no value."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping

from genderaudit.conclusions.findings import Bounds, Finding, Interval, Regime, Status, TargetRange
from genderaudit.disclosure import APPROXIMATE, HIDDEN, IN_A_BAND
from genderaudit.foundations.precision import printed
from genderaudit.measures.result import Result
from genderaudit.methodology.method import Methodology
from genderaudit.methodology.models import Indicator, Rating, Target


def finding(
    indicator: Indicator, phase: str, result: Result, area: str | None = None, regime: Regime = "protected"
) -> Finding:
    """Return the record of one protected result, rounded as printed; ``area`` if it is not the indicator's own."""
    without: Status = (
        "suppressed" if result.reason in HIDDEN else "banded" if result.reason == IN_A_BAND else "not_calculable"
    )
    status = "calculated" if result.value is not None else without
    bounds = None if result.low is None or result.high is None else {"low": result.low, "high": result.high}
    record = Finding(
        id=finding_id(phase, indicator.id, result.group),
        phase=phase,
        area=area or indicator.area,
        indicator=indicator.id,
        group=dict(result.group),
        value=result.value,
        unit=result.unit,
        n=None if status == "suppressed" else result.n,
        women=result.women,
        men=result.men if indicator.protection in ("pay", "answers") else None,
        interval=Interval(**bounds, level=result.level) if bounds and status != "banded" else None,
        band=Bounds(**bounds) if bounds and status == "banded" else None,
        status=status,
        reason=result.reason,
        table=indicator.table,
        regime=regime,
        details=dict(result.details),
        about=APPROXIMATE in result.details,
    )
    return as_printed(record, indicator)


def as_printed(finding: Finding, indicator: Indicator | None) -> Finding:
    """Return the finding with its numbers rounded as printed, and only the details that its indicator declares."""
    paid = finding.n if _compares_pay(finding, indicator) else None

    def of(number: float | None, unit: str, digits: int | None = None) -> float | None:
        return None if number is None else printed(number, unit, paid, digits)

    interval = None if indicator is not None and indicator.counted_in_full else finding.interval
    columns, digits = (indicator.columns, indicator.digits) if indicator else ({}, {})
    if interval is not None:
        bounds = {name: of(getattr(interval, name), finding.unit) for name in ("low", "high")}
        interval = interval.model_copy(update=bounds)
    return finding.model_copy(
        update={
            "value": of(finding.value, finding.unit),
            **{name: of(number, "count") for name, number in _whole_people(finding).items()},
            "interval": interval,
            "details": {
                name: of(number, columns[name], digits.get(name))
                for name, number in finding.details.items()
                if name in columns
            },
        }
    )


def _compares_pay(finding: Finding, indicator: Indicator | None) -> bool:
    """Return True if the value depends on pay: amounts, or who is in which quarter of the pay scale."""
    return finding.unit == "gap" or (indicator is not None and indicator.protection == "pay")


def _whole_people(finding: Finding) -> dict[str, float | None]:
    """Return the people of a finding as whole numbers; those of a pay quarter, which may be split, still add up."""
    counts = {name: getattr(finding, name) for name in ("n", "women", "men")}
    if "quartile" not in finding.group or finding.n is None:
        return counts
    whole = {name: None if count is None else float(math.floor(count + 0.5)) for name, count in counts.items()}
    if finding.women is not None and finding.men is not None:
        women, men = finding.women, finding.men
        parts = [float(math.floor(women)), float(math.floor(men))]
        # What is left of the whole goes first to whom more of a person was cut off.
        left = int((whole["n"] or 0) - sum(parts))
        first = int(men - parts[1] > women - parts[0])
        for place in range(left):
            parts[(first + place) % 2] += 1
        whole["women"], whole["men"] = parts
    return whole


def is_share_of_women(finding: Finding) -> bool:
    """Return True if the value is the share of the finding's women in its base."""
    if finding.unit != "share" or finding.value is None or finding.women is None or not finding.n:
        return False
    return printed(finding.women / finding.n, "share") == printed(finding.value, "share")


def no_evidence(indicator: Indicator, phase: str, reason: str) -> Finding:
    """Return the record of an indicator without data."""
    return Finding(
        id=finding_id(phase, indicator.id, {}),
        phase=phase,
        area=indicator.area,
        indicator=indicator.id,
        unit=indicator.unit,
        status="no_evidence",
        reason=reason,
        table=indicator.table,
    )


def all_hidden(findings: Iterable[Finding]) -> bool:
    """Return True if all known figures are hidden, so that there is nothing to show."""
    known = [finding.status for finding in findings if finding.status in ("calculated", "banded", "suppressed")]
    return bool(known) and set(known) == {"suppressed"}


def finding_id(phase: str, indicator: str, group: Mapping[str, str]) -> str:
    """Return ``phase/indicator`` and, in brackets, the group: stable between runs and languages."""
    cell = ",".join(f"{name}={value}" for name, value in group.items())
    return f"{phase}/{indicator}" + (f"[{cell}]" if cell else "")


def rated(finding: Finding, target: Target, method: Methodology) -> Finding:
    """Return the finding with target and rating; for flows, models and answers, also whether chance puts it in doubt.

    A figure of another group than the rated one is unchanged; one with too few people or seats gets the target only.
    The figure as printed is compared with the bounds as printed: 30.0 % meets 30 %. Nothing meets while seats are
    missing.
    """
    definition = method.indicators[finding.indicator]
    if finding.value is None or (definition.of and not definition.represents_indicator(finding.group)):
        return finding
    low, high = target.meets
    finding = finding.model_copy(update={"target": TargetRange(low=low, high=high, source=target.source)})
    if (finding.n or 0) < method.thresholds.smallest_rated(definition.base):
        return finding
    of_seats = finding.unit == "seats"
    value, unit = (finding.details["share"], "share") if of_seats else (finding.value or 0.0, finding.unit)
    rating: Rating = "missing"
    for name in ("exceeds", "meets", "approaches"):
        if _inside(printed(value, unit), getattr(target, name), unit):
            rating = name
            break
    if of_seats and (finding.value or 0) > 0 and rating in ("exceeds", "meets"):
        rating = "approaches"
    distinguishable = None
    if finding.interval is not None and definition.by_chance:
        covered = [b for b in (low, high) if b is not None and finding.interval.low <= b <= finding.interval.high]
        distinguishable = not covered
    elif definition.chance:  # without an interval (nobody promoted; an index) the test says whether chance would do it
        distinguishable = finding.details.get("p_value", 1.0) <= method.thresholds.significance
    return finding.model_copy(update={"rating": rating, "distinguishable": distinguishable})


def _inside(value: float, bounds: tuple[float | None, float | None] | None, unit: str) -> bool:
    if bounds is None:
        return False
    low, high = (None if bound is None else printed(bound, unit) for bound in bounds)
    return (low is None or value >= low) and (high is None or value <= high)


# Reasons that mean: the organisation gave nothing to compute this from.
NO_DATA = frozenset(
    [
        "fewer_than_three_points",
        "too_short_a_time",
        "no_column",
        "no_levels",
        "no_rows",
        "no_committee_lines",
        "no_women_or_men",
        "sex_not_stated",
        "no_reference",
        "no_ages",
        "no_promotion_dates",
        "no_leaving_dates",
        "none_named",
        "no_variable_pay",
        "no_leave",
        "no_arrangements",
        "no_childcare",
        "no_hours",
        "no_training",
        "no_units",
        "no_focal_points",
        "no_amounts",
        "no_arrears",
        "no_reached",
        "no_focus",
        "no_markers",
        "no_pay",
        "no_headcount",
        "no_weights",
        "not_asked",
        "no_quota",
        "reserved_body",
        "no_flows",
        "nothing_expected",
    ]
)
