"""What an audit concludes from the findings of its phases: ratings, triangulation, recommendations."""

from __future__ import annotations

from collections.abc import Sequence

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


class Conclude:
    """Conclusions of a phase, from findings that phases have recorded; each is recorded too."""

    def __init__(self, data: AuditData, rules: Rules, record: PhaseRecord, rounds: Rounds) -> None:
        self._data = data
        self._rules = rules
        self._record = record
        self._rounds = rounds

    def rate(self, found: Findings) -> list[Finding]:
        """The findings that have a target, rated, and the core figures made of them, as findings of this phase."""
        own = [
            one.model_copy(
                update={
                    "id": recording.finding_id(self._data.phase, one.indicator, one.group),
                    "phase": self._data.phase,
                }
            )
            for one in found.findings
            if one.calculated and NOT_STATED not in one.group.values()
        ]
        made = together(found, self._data.phase, self._data.method, self._data.levels, self._data.reserved_bodies)
        self._record.read_figures |= {figure_of(one) for one in made}
        rated = []
        for finding in [*made, *own]:
            target = self._rules.target_of(finding)
            if target is not None:
                rated.append(recording.rated(finding, target, self._data.method))
        rated = [one for one in rated if one.target or not one.calculated]
        self._record.record_checked(rated, self._rules)
        return rated

    def review_documents(self) -> list[Finding]:
        """The document review as findings of this phase."""
        reviewed = criterion_findings(self._data.table("documents"), self._data.method.criteria, self._data.phase)
        self._record.record_checked(reviewed, self._rules)
        return reviewed

    def triangulate(self, baseline: Findings, gaps: Findings, perceptions: Findings) -> list[EvidencePattern]:
        """Each key area's pattern, from the findings of phases 1 to 3 and the interview notes."""
        notes, kind = self._data.table("interviews"), self._data.organisation.kind
        facts, rated, said = baseline.findings, gaps.findings, perceptions.findings
        self._record.patterns = [
            triangulate_area(area.id, facts, rated, said, notes, self._data.method, kind)
            for area in self._data.method.areas
        ]
        return self._record.patterns

    def recommend(self, *found: Findings) -> list[SelectedRecommendation]:
        """The recommendations that findings and patterns trigger, in the order of report and workbook.

        Not what is done, rejected or under way since the round before: ``show_recommendations`` names it. Raises
        ``AuditError`` for a title of the validation session with a number that is not in its finding.
        """
        findings = [finding for one in found for finding in one.findings]
        self._record.followed = self._rounds.follow_up(found)
        given = (self._data.method, self._data.organisation.kind, findings, self._record.patterns)
        if refused := self.refused(*found):
            raise join_errors(refused)
        ranked = self._ranked(found)
        self._record.offered, self._record.session = (
            offered(*ranked),
            session_of(self._data.table("validation"), self._data.round),
        )
        main = leading(*ranked, self._record.session)
        self._record.advice = in_order(
            select(*given, self._record.followed), number_first(self._data.settings), main, self._record.session.ticked
        )
        chosen = {one.recommendation for one in self._record.advice}
        self._record.not_again = [one.recommendation for one in select(*given) if one.recommendation not in chosen]
        return self._record.advice

    def refused(self, *found: Findings) -> list[Problem]:
        """What the validation session asks for and cannot be printed; after ``triangulate``."""
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
        """What findings of a report are ranked by."""
        by_phase = {one.phase: one.findings for one in found}
        return (
            by_phase.get("gap_analysis", []),
            self._data.method,
            by_phase.get("staff_perception", []),
            self._record.patterns,
        )

    def record_publication(self) -> None:
        """Record what the report tells besides figures, so that it reads no rows: ``publication`` of the findings."""
        self._record.refuse_if_closed()
        intake = read_round(
            self._data.workspace.raw(self._data.name, self._data.round), self._data.organisation, self._data.round
        )
        refused = [one for one in intake.errors if one.table == "about" or one.rule == "audit_names_person"]
        if refused:
            raise join_errors(refused)
        notes, smallest, earlier = (
            self._data.table("interviews"),
            self._rules.limits.minimum_cell,
            self._data.earlier_round(),
        )
        self._record.publication = Publication(
            audit=intake.audit,
            currency=self._data.organisation.currency,
            documents=reviewed(self._data.table("documents")),
            quotations=quotations(notes, smallest),
            heard=heard(notes, smallest),
            workshops=exercises(self._data.table("workshops"), smallest),
            followed=self._rounds.followed_actions(earlier) if earlier and self._record.followed else [],
            response=self._rounds.response(),
            session=self._record.session,
        )
