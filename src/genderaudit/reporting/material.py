"""Input of publications: findings of this and the earlier round, the method, and a language."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from itertools import chain

from genderaudit.conclusions.benchmarks import Benchmark
from genderaudit.conclusions.findings import EvidencePattern, Finding, Findings, SelectedRecommendation
from genderaudit.conclusions.followup import FollowUp, follow_up
from genderaudit.conclusions.publication import Publication
from genderaudit.conclusions.ranking import Ranking
from genderaudit.conclusions.session import Session
from genderaudit.foundations.language import Language
from genderaudit.methodology.method import Methodology
from genderaudit.methodology.models import Recommendation
from genderaudit.methodology.organisation import Organisation
from genderaudit.report.edition import Stamp


@dataclass(frozen=True)
class Material:
    """The findings of a round by phase (those that ran), and those of the earlier round."""

    organisation: Organisation
    round: str
    language: Language
    method: Methodology
    now: Mapping[str, Findings]
    before: Mapping[str, Findings]
    stamp: Stamp
    benchmarks: Mapping[str, Benchmark] = field(default_factory=dict)
    """Medians of many organisations from syntheses, by indicator."""
    made: dt.date | None = None
    """Date of the report, or None if unknown."""

    @cached_property
    def known(self) -> dict[str, Finding]:
        """All findings by id."""
        return {finding.id: finding for phase in self.now.values() for finding in phase.findings}

    @cached_property
    def rated(self) -> list[Finding]:
        """Figures and documents rated against targets."""
        return list(self.now["gap_analysis"].findings) if "gap_analysis" in self.now else []

    @cached_property
    def answers(self) -> list[Finding]:
        """Findings of the survey."""
        return list(self.now["staff_perception"].findings) if "staff_perception" in self.now else []

    @cached_property
    def patterns(self) -> dict[str, EvidencePattern]:
        """Patterns of evidence by key area."""
        phase = self.now.get("recommendations")
        return {pattern.area: pattern for pattern in phase.patterns} if phase else {}

    @cached_property
    def advice(self) -> list[SelectedRecommendation]:
        """Selected recommendations in the order of the audit."""
        phase = self.now.get("recommendations")
        return list(phase.recommendations) if phase else []

    @cached_property
    def catalogue(self) -> dict[str, Recommendation]:
        """All recommendations of the method by id."""
        return {entry.id: entry for entry in self.method.recommendations}

    @cached_property
    def ranking(self) -> Ranking:
        """The ranking of findings."""
        return Ranking([*self.rated, *self.answers], self.method)

    @property
    def ranked(self) -> tuple[list[Finding], Methodology, list[Finding], list[EvidencePattern]]:
        """The arguments with which :mod:`genderaudit.conclusions.messages` chooses the main findings."""
        return self.rated, self.method, self.answers, list(self.patterns.values())

    @property
    def session(self) -> Session:
        """Notes of the validation session."""
        return self.told.session

    @cached_property
    def left_out(self) -> list[Finding]:
        """Findings that the session left out."""
        return [self.known[name] for name in self.session.left_out if name in self.known]

    @cached_property
    def told(self) -> Publication:
        """Published content beside figures: quotations, workshops, documents, how the audit was made."""
        phase = self.now.get("recommendations")
        return phase.publication if phase else Publication()

    @cached_property
    def followed(self) -> FollowUp | None:
        """Follow-up of the earlier round, or None if it had no recommendations."""
        if "recommendations" not in self.before or not self.now:
            return None
        return follow_up(list(self.before.values()), list(self.now.values()), self.told.followed, self.method)

    def of(self, *indicators: str) -> list[Finding]:
        """Return the findings of these indicators, each once, from the latest phase that has it."""
        latest = {(finding.indicator, *finding.group.items()): finding for finding in self.known.values()}
        return [finding for name in indicators for finding in latest.values() if finding.indicator == name]

    def earlier(self, finding: Finding) -> Finding | None:
        """Return the same figure of the earlier round, or None if it had no value then."""
        return self._earlier.get((finding.indicator, tuple(finding.group.items())))

    @cached_property
    def _earlier(self) -> dict[tuple[str, tuple[tuple[str, str], ...]], Finding]:
        found: Iterator[Finding] = chain.from_iterable(phase.findings for phase in self.before.values())
        return {(finding.indicator, tuple(finding.group.items())): finding for finding in found if finding.calculated}

    @property
    def earlier_round(self) -> str:
        """Name of the earlier round, or an empty text."""
        return next((phase.round for phase in self.before.values()), "")
