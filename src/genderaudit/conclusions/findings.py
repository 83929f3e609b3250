"""Findings: what a phase hands to later phases and to other programs (docs/findings.md).

One JSON file a phase under ``data/processed``; every figure is a record with its base, or the reason why
there is none. The same records stand beside it as a CSV table.
"""

from __future__ import annotations

import csv
import io
import json
import math
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, Literal

import pandas as pd
from pydantic import field_validator

from genderaudit.conclusions.publication import Publication
from genderaudit.disclosure import APPROXIMATE, HIDDEN, IN_A_BAND, MARK
from genderaudit.foundations.errors import AuditError, known_names, text, wrong_call
from genderaudit.foundations.files import write_atomically
from genderaudit.foundations.precision import Approximate, printed
from genderaudit.foundations.yamlfile import Record
from genderaudit.measures.result import Result, Unit
from genderaudit.measures.results import Results
from genderaudit.methodology.method import Methodology, methodology
from genderaudit.methodology.models import Indicator, Pattern, Rating, Target
from genderaudit.methodology.organisation import Sampling
from genderaudit.methodology.questionnaire import AreaId

SCHEMA = "genderaudit/findings/2"
Regime = Literal["public", "protected"]
Status = Literal["calculated", "not_calculable", "no_evidence", "suppressed", "banded"]


class Interval(Record):
    """Bounds of a value at a confidence level."""

    low: float
    high: float
    level: float


class Bounds(Record):
    """Between which bounds a share of answers lies that is not shown itself: from ``low`` on, and below ``high``."""

    low: float
    high: float


class TargetRange(Record):
    """The range that meets the target, and where it comes from."""

    low: float | None
    high: float | None
    source: str


class Finding(Record):
    """One figure of a phase. Fields are explained in docs/findings.md."""

    id: str
    phase: str
    area: AreaId
    indicator: str
    group: dict[str, str] = {}
    value: float | None = None
    unit: Unit
    n: float | None = None
    women: float | None = None
    men: float | None = None
    """Of pay and answers only: who is where is women, of ``n`` people."""
    interval: Interval | None = None
    band: Bounds | None = None
    target: TargetRange | None = None
    rating: Rating | None = None
    distinguishable: bool | None = None
    status: Status
    reason: str | None = None
    table: str | None = None
    regime: Regime = "protected"
    details: dict[str, float] = {}
    about: bool = False
    """Whether the value is made of figures as they are printed, bands by their middle."""

    @field_validator("reason")
    @classmethod
    def _without_the_rule(cls, reason: str | None) -> str | None:
        """No finding says by which rule it is hidden, nor does one that an earlier version wrote."""
        return MARK if reason in HIDDEN else reason

    @property
    def calculated(self) -> bool:
        """Whether there is a value."""
        return self.status == "calculated"

    @property
    def number(self) -> float | None:
        """The value as it is said: *about* so much, where it is made of printed figures."""
        return Approximate(self.value) if self.about and self.value is not None else self.value

    def result(self) -> Result:
        """The finding as a result of a measure: in the precision in which it is recorded, hidden with its mark."""
        bounds, interval = self.interval or self.band, self.interval
        return Result(
            value=self.value,
            unit=self.unit,
            n=self.n or 0.0,
            women=self.women,
            men=self.men,
            low=bounds.low if bounds else None,
            high=bounds.high if bounds else None,
            level=interval.level if interval else 0.95,
            group=self.group,
            reason=self.reason,
            details=self.details,
        )

    @property
    def held(self) -> int | None:
        """Of seats with a quota: how many those hold whom it is for, women, or the young whatever their sex."""
        share = self.details.get("share") if self.unit == "seats" else None
        return None if share is None or self.n is None else round(share * self.n)


class EvidencePattern(Record):
    """What facts, documents, women, men and voices say together about a key area."""

    area: AreaId
    pattern: Pattern
    facts: Rating | None
    documents: Rating | None
    women: Rating | None
    men: Rating | None
    from_documents: bool = False
    """Whether the facts are what a core criterion of the document review says: documents then, and no second source."""
    states: dict[str, str] = {}
    """Of what has no rating: why (:data:`genderaudit.conclusions.ratings.State`)."""
    voices: dict[str, int]
    evidence: list[str]

    def word(self, kind: str) -> str:
        """Key of ``ratings_short`` in the language files for ``facts``, ``documents``, ``women`` or ``men``."""
        return getattr(self, kind) or self.states.get(kind, "no_evidence")


class Rank(Record):
    """What findings and recommendations are ranked by, in this order; never multiplied. What is missing is nought."""

    severity: int = 0
    """2: a requirement is missing, 1: nearly met; of core and headline figures, documents, women's and men's views."""
    pattern: int = 0
    """Of the key area, from a confirmed gap or blind spot (4) to a confirmed strength (0)."""
    women: float = 0.0
    """Share of the women of that population whom it concerns, 0 to 1."""
    breadth: int = 0
    """Kinds of evidence of the area that are short: facts, documents, survey, voices."""
    duty: bool = False
    asked_for: bool = False
    quick: bool = False
    weight: int = 0

    def __lt__(self, other: Rank) -> bool:
        return self.order < other.order

    @property
    def order(self) -> tuple[float, ...]:
        """The parts in the order in which they are compared."""
        return tuple(float(getattr(self, name)) for name in type(self).model_fields)


Again = Literal["", "unanswered", "rejected", "late", "abandoned"]
"""What became of a recommendation of the round before that comes again; empty where it is new."""


class SelectedRecommendation(Record):
    """A recommendation with its rank, its place (the same for those that tie) and the findings that triggered it."""

    recommendation: str
    area: AreaId
    rank: Rank
    place: int
    evidence: list[str]
    again: Again = ""


class Message(Record):
    """A key message: a text of ``messages`` in the language files, and the finding or recommendation it is about."""

    text: str
    finding: str = ""
    recommendation: str = ""


class OwnIndicator(Record):
    """An indicator that a notebook defines for its own audit, with its title by language."""

    definition: Indicator
    title: dict[str, str]


class Synthesis(Record):
    """What a synthesis across organisations may show of this one, and by which figures it may rank."""

    named: bool
    minimum_ranked: int


class Findings(Record):
    """The content of a findings file."""

    format: str = SCHEMA
    organisation: str
    round: str
    phase: str
    synthesis: Synthesis
    parameters: dict[str, str | int | float] = {}
    """The settings that the figures were computed with (:mod:`genderaudit.methodology.settings`)."""
    sampling: Sampling | None = None
    """How the people of the survey were chosen; of a phase that reports none, and of earlier versions, nothing."""
    findings: list[Finding]
    patterns: list[EvidencePattern] = []
    recommendations: list[SelectedRecommendation] = []
    messages: list[Message] = []
    own: list[OwnIndicator] = []
    publication: Publication = Publication()
    """What a report tells besides figures."""

    def of(self, *indicators: str) -> list[Finding]:
        """The findings of these indicators, in order."""
        return [finding for finding in self.findings if finding.indicator in indicators]

    def overall(self, indicator: str) -> Finding | None:
        """The finding of the whole organisation, if there is one."""
        return next((finding for finding in self.of(indicator) if not finding.group), None)

    def results(self, indicator: str) -> Results:
        """The findings of an indicator as a measure gives its results; an error names the closest indicators."""
        found = self.of(indicator)
        if not found:
            known = dict.fromkeys(finding.indicator for finding in self.findings)
            raise wrong_call(f"These findings have no indicator {indicator}. {known_names(indicator, known)}")
        return Results([finding.result() for finding in found], name=indicator, protected=True)

    def frame(self) -> pd.DataFrame:
        """The findings as a tidy table, one row each."""
        return frame_of(self.findings)


def frame_of(findings: Iterable[Finding]) -> pd.DataFrame:
    """Findings as a tidy table, one row each: the columns of the CSV file, numbers as numbers."""
    table = pd.DataFrame([_flat(finding) for finding in findings], columns=COLUMNS)
    return table.astype(dict.fromkeys(NUMBERS, float)).astype({"distinguishable": "boolean"})


COLUMNS = [
    "id",
    "phase",
    "area",
    "indicator",
    "group",
    "value",
    "unit",
    "n",
    "women",
    "men",
    "low",
    "high",
    "level",
    "target_low",
    "target_high",
    "target_source",
    "rating",
    "distinguishable",
    "status",
    "reason",
    "table",
    "regime",
]
NUMBERS = ["value", "n", "women", "men", "low", "high", "level", "target_low", "target_high"]


def finding(
    indicator: Indicator, phase: str, result: Result, area: str | None = None, regime: Regime = "protected"
) -> Finding:
    """The record of one protected result, as it is printed; ``area`` where it is not the indicator's own."""
    without: Status = (
        "suppressed" if result.reason in HIDDEN else "banded" if result.reason == IN_A_BAND else "not_calculable"
    )
    status = "calculated" if result.value is not None else without
    bounds = None if result.low is None or result.high is None else {"low": result.low, "high": result.high}
    found = Finding(
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
    return as_printed(found, indicator)


def as_printed(finding: Finding, indicator: Indicator | None) -> Finding:
    """The finding with its numbers as reports print them, and of its details those that the indicator declares."""
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
    """Whether pay stands behind the value: amounts, or who is in which quarter of the scale."""
    return finding.unit == "gap" or (indicator is not None and indicator.protection == "pay")


def _whole_people(finding: Finding) -> dict[str, float | None]:
    """The people of a finding; of a quarter of the pay scale, which splits some, whole ones that add up."""
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
    """Whether the value is the share of the women beside it of the base."""
    if finding.unit != "share" or finding.value is None or finding.women is None or not finding.n:
        return False
    return printed(finding.women / finding.n, "share") == printed(finding.value, "share")


def no_evidence(indicator: Indicator, phase: str, reason: str) -> Finding:
    """The record of an indicator for which there is nothing to compute from."""
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


def all_hidden(found: Iterable[Finding]) -> bool:
    """Whether all that is known of these is hidden: then there is nothing to show but marks."""
    known = [one.status for one in found if one.status in ("calculated", "banded", "suppressed")]
    return bool(known) and set(known) == {"suppressed"}


def finding_id(phase: str, indicator: str, group: Mapping[str, str]) -> str:
    """``phase/indicator`` and, in brackets, the group: stable between runs and languages."""
    cell = ",".join(f"{name}={value}" for name, value in group.items())
    return f"{phase}/{indicator}" + (f"[{cell}]" if cell else "")


def rated(finding: Finding, target: Target, method: Methodology) -> Finding:
    """The finding with target and rating; of flows, models and answers, whether their interval covers a bound.

    A figure of another group than the one that is rated stays as it is; one of fewer people or seats than are rated
    gets the target only. What is rated is the figure as it is printed, against the bounds as they are printed: 30.0 %
    meets 30 %. Nothing meets while seats are missing.
    """
    definition = method.indicators[finding.indicator]
    if finding.value is None or (definition.of and not definition.stands_for_it(finding.group)):
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


def text_of(findings: Findings) -> str:
    """The content of the findings file."""
    return findings.model_dump_json(indent=1) + "\n"


def write(findings: Findings, path: Path) -> None:
    """The findings file and, beside it, the same records as CSV."""
    write_atomically(path, text_of(findings))
    table = io.StringIO()
    writer = csv.writer(table, lineterminator="\n")
    writer.writerow(COLUMNS)
    for record in findings.findings:
        row = _flat(record)
        writer.writerow([_safe_cell(row[name]) for name in COLUMNS])
    write_atomically(path.with_suffix(".csv"), table.getvalue())


def read(path: Path, organisation: str, round: str, phase: str) -> Findings:
    """A findings file; an error says which phase to run first."""
    try:
        findings = Findings.model_validate(json.loads(path.read_text("utf-8")))
    except FileNotFoundError:
        raise AuditError(
            "phase_not_run",
            phase=text(f"phases.{phase}.title"),
            organisation=organisation,
            round=round,
            command=f"genderaudit run {organisation} --round {round}",
        ) from None
    except ValueError:
        raise AuditError(
            "findings_damaged",
            phase=text(f"phases.{phase}.title"),
            command=f"genderaudit run {organisation} --round {round} --force",
        ) from None
    if findings.format != SCHEMA:
        raise AuditError("findings_format", file=path.name, format=findings.format, reads=SCHEMA)
    known = methodology().indicators | {one.definition.id: one.definition for one in findings.own}
    # An earlier version wrote every digit, and what people are paid.
    return findings.model_copy(
        update={"findings": [as_printed(found, known.get(found.indicator)) for found in findings.findings]}
    )


def _inside(value: float, bounds: tuple[float | None, float | None] | None, unit: str) -> bool:
    if bounds is None:
        return False
    low, high = (None if bound is None else printed(bound, unit) for bound in bounds)
    return (low is None or value >= low) and (high is None or value <= high)


def _flat(finding: Finding) -> dict[str, Any]:
    row = finding.model_dump(exclude={"interval", "band", "target", "group", "details"})
    row["group"] = "; ".join(f"{name}={value}" for name, value in finding.group.items())
    interval, target = finding.interval, finding.target
    bounds = interval or finding.band
    row |= {
        "low": bounds and bounds.low,
        "high": bounds and bounds.high,
        "level": interval and interval.level,
    }
    row |= {
        "target_low": target and target.low,
        "target_high": target and target.high,
        "target_source": target and target.source,
    }
    return row


def _safe_cell(cell: Any) -> Any:
    """Text that a spreadsheet would take for a formula gets an apostrophe in front."""
    return f"'{cell}" if isinstance(cell, str) and cell[:1] in ("=", "+", "-", "@", "\t", "\r") else cell


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
