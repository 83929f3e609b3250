"""Record of a phase until it is written: findings and conclusions."""

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
    """Findings of this phase by what recorded them, and the conclusions of the last phase."""

    def __init__(self, data: AuditData) -> None:
        self._data = data
        self.by_name: dict[str, list[Finding]] = {}
        """Findings by indicator, or by another name for what a cell records."""
        self.cells: dict[str, str | None] = {}
        """The cell that reported each indicator."""
        self.read_figures: set[tuple[object, ...]] = set()
        """Figures recorded by earlier phases and rounds, as far as they were read."""
        self.closed = False
        self.patterns: list[EvidencePattern] = []
        self.advice: list[SelectedRecommendation] = []
        self.not_again: list[str] = []
        """Recommendations that the findings trigger but that the organisation has answered already."""
        self.followed: FollowUp | None = None
        self.messages: list[Message] = []
        self.offered: list[Finding] = []
        self.session = Session()
        self.publication = Publication()

    @property
    def found(self) -> list[Finding]:
        """Findings recorded so far by this phase, in the order first recorded."""
        return [finding for found in self.by_name.values() for finding in found]

    def keep(self, name: str, found: Sequence[Finding]) -> None:
        """Record findings under ``name``, replacing earlier ones.

        Raises ``AuditError`` for an id used under another name.
        """
        known = {finding.id for other, others in self.by_name.items() if other != name for finding in others}
        duplicates = [finding.id for finding in found if finding.id in known]
        if duplicates:
            raise AuditError("finding_twice", finding=duplicates[0])
        self.by_name[name] = list(found)

    def record_checked(self, found: Sequence[Finding], rules: Rules) -> None:
        """Record findings by indicator; raises ``AuditError`` for a figure about people that was not protected."""
        self.refuse_if_closed()
        for finding in found:
            open_to_all = rules.indicator(finding.indicator).protection == "none"
            if finding.calculated and not open_to_all and figure_of(finding) not in self.read_figures:
                raise AuditError("figure_unprotected", indicator=finding.indicator)
        self.keep("record " + ", ".join(sorted({finding.indicator for finding in found})), found)

    def refuse_if_closed(self) -> None:
        """Raise ``AuditError`` if the phase is closed, so its file is written."""
        if self.closed:
            raise AuditError("phase_closed")

    def so_far(self) -> Findings:
        """Return the content of the phase's file as of now."""
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
        """True if this phase has recorded findings of an existing survey."""
        return any(finding.table == "survey" and finding.status != "no_evidence" for finding in self.found)

    def lost_since(self, path: Path) -> int:
        """Return the number of indicators that the earlier run has and this one does not."""
        if not path.is_file():
            return 0
        before = findings_file.read(path, self._data.name, self._data.round, self._data.phase)
        return len({finding.indicator for finding in before.findings} - {finding.indicator for finding in self.found})


def figure_of(finding: Finding) -> tuple[object, ...]:
    """Return what identifies a figure in another phase: indicator, group, value and counts."""
    return finding.indicator, frozenset(finding.group.items()), finding.value, finding.n, finding.women


def by_id(found: Sequence[Findings]) -> dict[str, Finding]:
    """Return the findings of several phases by id."""
    return {finding.id: finding for phase in found for finding in phase.findings}
