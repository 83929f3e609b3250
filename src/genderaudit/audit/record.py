"""What a phase has recorded so far: findings and what is made of them, until they are written as its file."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import cast

from genderaudit.audit.data import AuditData
from genderaudit.audit.rules import Rules
from genderaudit.conclusions import findings_file
from genderaudit.conclusions.findings import (
    EvidencePattern,
    Finding,
    Findings,
    Message,
    SelectedRecommendation,
    Synthesis,
)
from genderaudit.conclusions.followup import FollowUp
from genderaudit.conclusions.publication import Publication
from genderaudit.conclusions.session import Session
from genderaudit.foundations.errors import AuditError


class PhaseRecord:
    """Findings of this phase by what recorded them, and what the last phase makes of them."""

    def __init__(self, data: AuditData) -> None:
        self._data = data
        self.by_name: dict[str, list[Finding]] = {}
        """Findings by what recorded them: an indicator's name, or what else a cell records."""
        self.cells: dict[str, str | None] = {}
        """The cell that has reported an indicator."""
        self.read_figures: set[tuple[object, ...]] = set()
        """What earlier phases and rounds have recorded, as far as this one has read it."""
        self.closed = False
        self.patterns: list[EvidencePattern] = []
        self.advice: list[SelectedRecommendation] = []
        self.not_again: list[str] = []
        """Recommendations that the findings call for, and that the organisation has answered already."""
        self.followed: FollowUp | None = None
        self.messages: list[Message] = []
        self.offered: list[Finding] = []
        self.session = Session()
        self.publication = Publication()

    @property
    def found(self) -> list[Finding]:
        """What this phase has recorded so far, in the order in which it was first recorded."""
        return [finding for found in self.by_name.values() for finding in found]

    def keep(self, name: str, found: Sequence[Finding]) -> None:
        """Record findings under ``name`` in place of earlier ones; ``AuditError`` for an id that another name has."""
        known = {finding.id for other, kept in self.by_name.items() if other != name for finding in kept}
        twice = [finding.id for finding in found if finding.id in known]
        if twice:
            raise AuditError("finding_twice", finding=twice[0])
        self.by_name[name] = list(found)

    def record_checked(self, found: Sequence[Finding], rules: Rules) -> None:
        """Record findings by their indicators; ``AuditError`` for a figure about people that was not protected."""
        self.refuse_if_closed()
        for one in found:
            open_to_all = rules.indicator(one.indicator).protection == "none"
            if one.calculated and not open_to_all and figure_of(one) not in self.read_figures:
                raise AuditError("figure_unprotected", indicator=one.indicator)
        self.keep("record " + ", ".join(sorted({finding.indicator for finding in found})), found)

    def refuse_if_closed(self) -> None:
        """Raise ``AuditError`` once the phase is closed: its file is written."""
        if self.closed:
            raise AuditError("phase_closed")

    def so_far(self) -> Findings:
        """The phase's file as it would be written now."""
        return Findings(
            organisation=self._data.name,
            round=self._data.round,
            phase=self._data.phase,
            synthesis=Synthesis(
                named=self._data.organisation.named_in_syntheses,
                minimum_ranked=self._data.method.thresholds.minimum_ranked,
            ),
            parameters=cast("dict[str, str | int | float]", self._data.settings),
            sampling=self._data.sampling if self._reports_answers else None,
            findings=self.found,
            patterns=self.patterns,
            recommendations=self.advice,
            messages=self.messages,
            own=self._data.own,
            publication=self.publication,
        )

    @property
    def _reports_answers(self) -> bool:
        """Whether this phase has recorded anything of a survey that there is."""
        return any(one.table == "survey" and one.status != "no_evidence" for one in self.found)

    def lost_since(self, path: Path) -> int:
        """How many indicators of an earlier run this phase has not reported."""
        if not path.is_file():
            return 0
        before = findings_file.read(path, self._data.name, self._data.round, self._data.phase)
        return len({finding.indicator for finding in before.findings} - {finding.indicator for finding in self.found})


def figure_of(finding: Finding) -> tuple[object, ...]:
    """What makes a figure the same one in another phase: indicator, group, value and counts."""
    return finding.indicator, frozenset(finding.group.items()), finding.value, finding.n, finding.women


def by_id(found: Sequence[Findings]) -> dict[str, Finding]:
    """The findings of several phases by id."""
    return {finding.id: finding for one in found for finding in one.findings}
