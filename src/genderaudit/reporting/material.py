"""What publications are made from: the findings of a round and of the one before, the method, a language."""

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
    """The findings of a round by phase, as far as phases ran, with those of the round before."""

    organisation: Organisation
    round: str
    language: Language
    method: Methodology
    now: Mapping[str, Findings]
    before: Mapping[str, Findings]
    stamp: Stamp
    benchmarks: Mapping[str, Benchmark] = field(default_factory=dict)
    """What syntheses say of many organisations, by indicator."""
    made: dt.date | None = None
    """The day of the report, where it is known."""

    @cached_property
    def known(self) -> dict[str, Finding]:
        """Every finding by its id."""
        return {one.id: one for found in self.now.values() for one in found.findings}

    @cached_property
    def rated(self) -> list[Finding]:
        """Figures and documents against their targets."""
        return list(self.now["gap_analysis"].findings) if "gap_analysis" in self.now else []

    @cached_property
    def answers(self) -> list[Finding]:
        """What the survey found."""
        return list(self.now["staff_perception"].findings) if "staff_perception" in self.now else []

    @cached_property
    def patterns(self) -> dict[str, EvidencePattern]:
        """The key areas in which kinds of evidence were laid side by side."""
        found = self.now.get("recommendations")
        return {one.area: one for one in found.patterns} if found else {}

    @cached_property
    def advice(self) -> list[SelectedRecommendation]:
        """The recommendations, in the order of the audit."""
        found = self.now.get("recommendations")
        return list(found.recommendations) if found else []

    @cached_property
    def catalogue(self) -> dict[str, Recommendation]:
        """The recommendations of the method by id."""
        return {one.id: one for one in self.method.recommendations}

    @cached_property
    def ranking(self) -> Ranking:
        """The one order of findings."""
        return Ranking([*self.rated, *self.answers], self.method)

    @property
    def ranked(self) -> tuple[list[Finding], Methodology, list[Finding], list[EvidencePattern]]:
        """From what :mod:`genderaudit.conclusions.messages` chooses what comes first."""
        return self.rated, self.method, self.answers, list(self.patterns.values())

    @property
    def session(self) -> Session:
        """What the validation session made of the findings."""
        return self.told.session

    @cached_property
    def left_out(self) -> list[Finding]:
        """The findings that the session left out."""
        return [self.known[name] for name in self.session.left_out if name in self.known]

    @cached_property
    def told(self) -> Publication:
        """What is told besides figures."""
        found = self.now.get("recommendations")
        return found.publication if found else Publication()

    @cached_property
    def followed(self) -> FollowUp | None:
        """What became of the round before, if it had recommendations."""
        if "recommendations" not in self.before or not self.now:
            return None
        return follow_up(list(self.before.values()), list(self.now.values()), self.told.followed, self.method)

    def of(self, *indicators: str) -> list[Finding]:
        """The findings of these indicators, each figure once: as the latest phase records it, rated if it is."""
        latest = {(one.indicator, *one.group.items()): one for one in self.known.values()}
        return [one for name in indicators for one in latest.values() if one.indicator == name]

    def earlier(self, finding: Finding) -> Finding | None:
        """The same figure in the round before, if it was shown then."""
        return self._earlier.get((finding.indicator, tuple(finding.group.items())))

    @cached_property
    def _earlier(self) -> dict[tuple[str, tuple[tuple[str, str], ...]], Finding]:
        found: Iterator[Finding] = chain.from_iterable(one.findings for one in self.before.values())
        return {(one.indicator, tuple(one.group.items())): one for one in found if one.calculated}

    @property
    def earlier_round(self) -> str:
        """The name of the round before."""
        return next((one.round for one in self.before.values()), "")
