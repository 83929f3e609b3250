"""Conclusions of an audit from the findings of its phases: ratings, triangulation, recommendations."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from genderaudit.audit.data import AuditData
from genderaudit.audit.record import PhaseRecord, by_id, figure_of
from genderaudit.audit.rounds import Rounds
from genderaudit.audit.rules import Rules
from genderaudit.conclusions import claims, recording
from genderaudit.conclusions.core import together
from genderaudit.conclusions.documents import criterion_findings
from genderaudit.conclusions.findings import EvidencePattern, Finding, Findings, SelectedRecommendation
from genderaudit.conclusions.messages import leading, offered
from genderaudit.conclusions.publication import Publication, exercises, heard, quotations, reviewed
from genderaudit.conclusions.recommendations import in_order, number_first, select
from genderaudit.conclusions.session import rows_of, session_of
from genderaudit.conclusions.triangulation import triangulate_area
from genderaudit.foundations.errors import join_errors
from genderaudit.intake import Problem, read_round
from genderaudit.measures.counting import NOT_STATED
from genderaudit.methodology.method import Methodology


@dataclass(frozen=True, eq=False, repr=False)
class Conclude:
    """Conclusions of a phase from recorded findings; each conclusion is recorded, too."""

    _data: AuditData
    _rules: Rules
    _record: PhaseRecord
    _rounds: Rounds

    def rate(self, baseline: Findings) -> list[Finding]:
        """Return the rated findings with a target and the core figures derived from them, as findings of this phase."""
        of_this_phase = [
            finding.model_copy(
                update={
                    "id": recording.finding_id(self._data.phase, finding.indicator, finding.group),
                    "phase": self._data.phase,
                }
            )
            for finding in baseline.findings
            if finding.calculated and NOT_STATED not in finding.group.values()
        ]
        core = together(baseline, self._data.phase, self._data.method, self._data.levels, self._data.reserved_bodies)
        self._record.read_figures |= {figure_of(finding) for finding in core}
        rated = []
        for finding in [*core, *of_this_phase]:
            target = self._rules.target_of(finding)
            if target is not None:
                rated.append(recording.rated(finding, target, self._data.method))
        rated = [finding for finding in rated if finding.target or not finding.calculated]
        self._record.record_checked(rated, self._rules)
        return rated

    def review_documents(self) -> list[Finding]:
        """Return the document review as findings of this phase."""
        reviewed = criterion_findings(self._data.table("documents"), self._data.method.criteria, self._data.phase)
        self._record.record_checked(reviewed, self._rules)
        return reviewed

    def triangulate(self, baseline: Findings, gaps: Findings, perceptions: Findings) -> list[EvidencePattern]:
        """Return the pattern of each key area, from the findings of phases 1 to 3 and the interview notes."""
        notes, kind = self._data.table("interviews"), self._data.organisation.kind
        facts, rated, views = baseline.findings, gaps.findings, perceptions.findings
        self._record.patterns = [
            triangulate_area(area.id, facts, rated, views, notes, self._data.method, kind)
            for area in self._data.method.areas
        ]
        return self._record.patterns

    def recommend(self, *found: Findings) -> list[SelectedRecommendation]:
        """Return the recommendations that findings and patterns trigger, in the order of report and workbook.

        Those done, rejected or under way since the earlier round are left out; ``show_recommendations`` names them.
        Raises ``AuditError`` for a title of the validation session with a number that is not in its finding.
        """
        findings = [finding for item in found for finding in item.findings]
        self._record.followed = self._rounds.follow_up(found)
        selection = (self._data.method, self._data.organisation.kind, findings, self._record.patterns)
        if refused := self.refused(*found):
            raise join_errors(refused)
        ranked = self._ranked(found)
        self._record.offered, self._record.session = (
            offered(*ranked),
            session_of(self._data.table("validation"), self._data.round),
        )
        main = leading(*ranked, self._record.session)
        self._record.advice = in_order(
            select(*selection, self._record.followed),
            number_first(self._data.settings),
            main,
            self._record.session.ticked,
        )
        chosen = {item.recommendation for item in self._record.advice}
        self._record.not_again = [
            item.recommendation for item in select(*selection) if item.recommendation not in chosen
        ]
        return self._record.advice

    def refused(self, *found: Findings) -> list[Problem]:
        """Return the entries of the validation session that cannot be printed; call after ``triangulate``."""
        table = self._data.table("validation")
        session, rows = session_of(table, self._data.round), rows_of(table, self._data.round)
        worst = next(iter(leading(*self._ranked(found))), None)
        place = claims.SheetPosition(*self._data.places["validation"], rows)
        return claims.problems_of_session(
            session, by_id(found), worst, self._data.workspace.rounds(self._data.name), place
        )

    def _ranked(
        self, found: Sequence[Findings]
    ) -> tuple[list[Finding], Methodology, list[Finding], list[EvidencePattern]]:
        """Return the arguments by which findings of a report are ranked."""
        by_phase = {phase.phase: phase.findings for phase in found}
        return (
            by_phase.get("gap_analysis", []),
            self._data.method,
            by_phase.get("staff_perception", []),
            self._record.patterns,
        )

    def record_publication(self) -> None:
        """Record the published content beside figures, so that the report reads no rows: ``publication`` of the
        findings.
        """
        self._record.refuse_if_closed()
        intake = read_round(
            self._data.workspace.raw(self._data.name, self._data.round), self._data.organisation, self._data.round
        )
        refused = [
            problem for problem in intake.errors if problem.table == "about" or problem.rule == "audit_names_person"
        ]
        if refused:
            raise join_errors(refused)
        notes, minimum_cell, earlier = (
            self._data.table("interviews"),
            self._rules.limits.minimum_cell,
            self._data.earlier_round(),
        )
        self._record.publication = Publication(
            audit=intake.audit,
            currency=self._data.organisation.currency,
            documents=reviewed(self._data.table("documents")),
            quotations=quotations(notes, minimum_cell),
            heard=heard(notes, minimum_cell),
            workshops=exercises(self._data.table("workshops"), minimum_cell),
            followed=self._rounds.followed_actions(earlier) if earlier and self._record.followed else [],
            response=self._rounds.response(),
            session=self._record.session,
        )
