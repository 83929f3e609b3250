"""Findings: what a phase hands to later phases and to other programs (docs/findings.md).

Models of the JSON file that each phase writes under ``data/processed``: every figure is a record with its base, or the
reason why there is none. ``recording`` makes them of results; ``findings_file`` reads and writes them.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Literal

import pandas as pd
from pydantic import field_validator

from genderaudit.conclusions.publication import Publication
from genderaudit.disclosure import HIDDEN, MARK
from genderaudit.foundations.errors import known_names, wrong_call
from genderaudit.foundations.precision import Approximate
from genderaudit.foundations.yamlfile import Record
from genderaudit.measures.quota_seats import seats_required
from genderaudit.measures.result import Result, Unit
from genderaudit.measures.results import Results
from genderaudit.methodology.models import Indicator, Pattern, Rating
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
    """Bounds of a share of answers that is not shown itself: at least ``low`` and below ``high``."""

    low: float
    high: float


class TargetRange(Record):
    """The range that meets the target, and its source."""

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
    """Given for pay and answers only; figures of composition state women of ``n`` people."""
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
    """True if the value is computed from printed figures, with the middle of each band."""

    @field_validator("reason")
    @classmethod
    def _without_the_rule(cls, reason: str | None) -> str | None:
        """Replace the reason of a hidden figure, so that no finding reveals by which rule it is hidden.

        Applies to findings of earlier versions, too.
        """
        return MARK if reason in HIDDEN else reason

    @property
    def calculated(self) -> bool:
        """True if there is a value."""
        return self.status == "calculated"

    @property
    def number(self) -> float | None:
        """The value, marked as approximate (*about*) if it is computed from printed figures."""
        return Approximate(self.value) if self.about and self.value is not None else self.value

    def result(self) -> Result:
        """Return the finding as a result of a measure, in its recorded precision; hidden ones have only their mark."""
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
    def seats_held(self) -> int | None:
        """For seats with a quota: number of seats held by those whom it is for (women, or young people of any sex)."""
        share = self.details.get("share") if self.unit == "seats" else None
        return None if share is None or self.n is None else round(share * self.n)

    @property
    def missing_overall(self) -> int | None:
        """Seats of all bodies together missing to the target; the sum over single bodies may be larger."""
        target = self.details.get("target") if self.unit == "seats" else None
        if target is None or self.n is None or self.seats_held is None:
            return None
        return max(0, seats_required(target, self.n) - self.seats_held)


class EvidencePattern(Record):
    """The pattern of facts, documents, women's and men's views, and voices on a key area."""

    area: AreaId
    pattern: Pattern
    facts: Rating | None
    documents: Rating | None
    women: Rating | None
    men: Rating | None
    from_documents: bool = False
    """True if the facts rest on core criteria of the document review, so that documents are no second source."""
    states: dict[str, str] = {}
    """Kind of evidence without a rating → the reason (:data:`genderaudit.conclusions.ratings.State`)."""
    voices: dict[str, int]
    evidence: list[str]

    def word(self, kind: str) -> str:
        """Return the key of ``ratings_short`` in the language files: ``facts``, ``documents``, ``women`` or ``men``."""
        return getattr(self, kind) or self.states.get(kind, "no_evidence")


class Rank(Record):
    """Criteria by which findings and recommendations are ranked, compared in this order and never multiplied.

    A criterion that is not known counts as 0.
    """

    severity: int = 0
    """2: a requirement is missing, 1: nearly met; for core and headline figures, documents, women's and men's views."""
    pattern: int = 0
    """Pattern of the key area, from a confirmed gap or blind spot (4) to a confirmed strength (0)."""
    women: float = 0.0
    """Share of the women of the population who are concerned, 0 to 1."""
    breadth: int = 0
    """Number of kinds of evidence of the area that are short: facts, documents, survey, voices."""
    duty: bool = False
    asked_for: bool = False
    quick: bool = False
    weight: int = 0

    def __lt__(self, other: Rank) -> bool:
        return self.order < other.order

    @property
    def order(self) -> tuple[float, ...]:
        """The criteria in the order of comparison."""
        return tuple(float(getattr(self, name)) for name in type(self).model_fields)


Again = Literal["", "unanswered", "rejected", "late", "abandoned"]
"""State of a recommendation of the previous round that is selected again; empty for a new one."""


class SelectedRecommendation(Record):
    """A recommendation with its rank, its place (equal for ties) and the findings that triggered it."""

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
    """Permission to name this organisation in a synthesis across organisations, and the fewest organisations ranked."""

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
    """Selection of survey respondents; None for phases without a survey and findings of earlier versions."""
    findings: list[Finding]
    patterns: list[EvidencePattern] = []
    recommendations: list[SelectedRecommendation] = []
    messages: list[Message] = []
    own: list[OwnIndicator] = []
    publication: Publication = Publication()
    """Published content beside figures."""

    def of(self, *indicators: str) -> list[Finding]:
        """Return the findings of these indicators, in order."""
        return [finding for finding in self.findings if finding.indicator in indicators]

    def overall(self, indicator: str) -> Finding | None:
        """Return the finding of the whole organisation, or None."""
        return next((finding for finding in self.of(indicator) if not finding.group), None)

    def results(self, indicator: str) -> Results:
        """Return the findings of an indicator as results of a measure; the error for an unknown one suggests names."""
        found = self.of(indicator)
        if not found:
            known = dict.fromkeys(finding.indicator for finding in self.findings)
            raise wrong_call(f"These findings have no indicator {indicator}. {known_names(indicator, known)}")
        return Results([finding.result() for finding in found], name=indicator, protected=True)

    def frame(self) -> pd.DataFrame:
        """Return the findings as a tidy table, one row each."""
        return frame_of(self.findings)


def frame_of(findings: Iterable[Finding]) -> pd.DataFrame:
    """Return findings as a tidy table, one row each: the columns of the CSV file, numbers as floats."""
    table = pd.DataFrame([as_row(finding) for finding in findings], columns=COLUMNS)
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


def as_row(finding: Finding) -> dict[str, Any]:
    """Return a finding as a row of the table: nested parts as columns of their own, the group as ``name=value; …``."""
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
