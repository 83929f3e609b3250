"""Sections of a phase besides those of its indicators, and files written beside the report."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from genderaudit import measures
from genderaudit.audit.data import AuditData
from genderaudit.audit.page import Page
from genderaudit.audit.record import PhaseRecord, by_id
from genderaudit.audit.rounds import Rounds
from genderaudit.audit.rules import Rules
from genderaudit.conclusions.findings import EvidencePattern, Finding, Findings, Message, SelectedRecommendation
from genderaudit.conclusions.publication import Publication, exercises
from genderaudit.conclusions.ratings import documents_of, facts_of
from genderaudit.conclusions.recommendations import number_first
from genderaudit.foundations.files import write_atomically
from genderaudit.foundations.workspace import ACTION_PLAN, MAP
from genderaudit.intake import TABLES, read_round
from genderaudit.intake.checks.reserved_bodies import perhaps_reserved
from genderaudit.measures.counting import lacks_sex
from genderaudit.measures.pay import PayBasis
from genderaudit.measures.reliability import turned_twice
from genderaudit.report import agreement as reviewers
from genderaudit.report import followup as follow_report
from genderaudit.report import judgement, pages
from genderaudit.report.charts import poster
from genderaudit.report.crosswalks import crosswalk_sections
from genderaudit.report.edition import compared_with
from genderaudit.report.pictures import pdf, svg
from genderaudit.report.sections import map_section, paragraph
from genderaudit.report.session import session_section
from genderaudit.report.voices import voices_section, workshops_section
from genderaudit.workbooks import action_plan

BLANK_MATTERS = ("staff", "members", "attendance", "recruitment")
"""Lists of people for which a report mentions that the sex of many is not stated."""


@dataclass(frozen=True, eq=False, repr=False)
class Show:
    """Sections of a phase: each method displays one, or writes one file beside the report."""

    _data: AuditData
    _rules: Rules
    _record: PhaseRecord
    _rounds: Rounds
    _page: Page

    def introduction(self) -> None:
        """Show what is audited."""
        self._page.show(pages.introduction(self._data.organisation, self._data.round, self._data.language))

    def pay_basis(self, basis: PayBasis) -> None:
        """Show the basis on which pay is compared, and how many people could not be put on it."""
        if basis.pay.notna().any():
            left_out = sum(basis.left_out.values())
            # Beside all who work there, the exact number would count others.
            few = 0 < left_out < self._rules.limits.minimum_base
            key = "pay_basis." + ("few_left_out" if few else "left_out" if left_out else "none_left_out")
            text = self._data.language.html("pay_basis.unit", **measures.pay.unit_of(basis.pay))
            text += " " + self._data.language.html(key, number=left_out)
            if basis.assumed_full_time:
                text += " " + self._data.language.html("pay_basis.assumed_full_time")
            self._page.show(paragraph(text, "note"))

    def reserved_bodies(self) -> None:
        """Show which bodies totals leave out, and which may have to be left out but count until declared."""
        bodies = {
            "left_out": self._data.reserved_bodies,
            "perhaps": perhaps_reserved(self._data.table("bodies"), self._data.organisation),
        }
        sentences = [
            self._data.language.html(
                f"reserved_bodies.{name}", bodies=self._data.language.listed(names), number=len(names)
            )
            for name, names in bodies.items()
            if names
        ]
        if sentences:
            self._page.show(paragraph(Markup(" ").join(sentences), "note"))

    def refusals(self, reasons: Sequence[str]) -> Sequence[str]:
        """Show whom the answers represent and why this phase draws no conclusion, if it must not.

        Return ``reasons``.
        """
        if self._data.table("survey").empty:
            return reasons
        if self._data.sampling == "whoever_came":
            self._page.show(paragraph(self._data.language.html("sampling.whoever_came"), "note"))
        if reasons:
            texts = dict.fromkeys(self._data.language.text(f"reasons.{reason}") for reason in reasons)
            listed = self._data.language.listed(texts)
            self._page.show(paragraph(self._data.language.html("refusals.no_conclusion", reasons=listed), "note"))
        return reasons

    def turned_twice(self) -> None:
        """Show which statements may have been reversed before the answers were imported."""
        if turned := turned_twice(self._data.table("survey"), self._data.items):
            statements = self._data.language.listed(
                self._data.language.text(f"items.{item}").rstrip(".") for item in turned
            )
            self._page.show(
                paragraph(self._data.language.html("turned_twice", statements=statements, number=len(turned)), "note")
            )

    def gaps(self, gaps: Sequence[Finding]) -> None:
        """Show a table of rated figures for each key area that has any."""
        for area in self._data.method.areas:
            if any(finding.area == area.id for finding in gaps):
                self._page.show(
                    judgement.gap_table(gaps, area.id, self._data.method, self._data.language, self._data.phase)
                )

    def documents(self, reviewed: Sequence[Finding]) -> None:
        """Show the document review."""
        self._page.show(judgement.documents_section(reviewed, self._data.method, self._data.language, self._data.phase))
        if self._data.table("documents").groupby("criterion")["reviewer"].nunique().gt(1).any():
            documents, level = self._data.table("documents"), self._data.confidence_level
            self._page.show(reviewers.agreement_section(documents, level, self._data.language, self._data.phase))

    def areas(self, baseline: Findings, gaps: Sequence[Finding]) -> None:
        """Show all key areas at a glance; ``gaps`` are the rated figures and the document review."""
        kind = self._data.organisation.kind
        verdicts = {
            area.id: (
                facts_of(area.id, baseline.findings, gaps, self._data.method, kind),
                documents_of(area.id, gaps, self._data.method),
            )
            for area in self._data.method.areas
        }
        self._page.show(judgement.areas_at_a_glance(verdicts, self._data.language, self._data.phase))

    def triangulation(self, patterns: Sequence[EvidencePattern]) -> None:
        """Show the matrix of evidence."""
        self._page.show(judgement.triangulation_matrix(patterns, self._data.language, self._data.phase))

    def voices(self) -> None:
        """Show numbers of interview notes, and cleared ones."""
        notes = self._data.table("interviews")
        if not notes.empty:
            self._page.show(
                voices_section(notes, self._rules.limits.minimum_cell, self._data.language, self._data.phase)
            )
        if counted := exercises(self._data.table("workshops"), self._rules.limits.minimum_cell):
            self._page.show(workshops_section(counted, self._data.language, self._data.phase))

    def recommendations(self, advice: Sequence[SelectedRecommendation], most: int, *found: Findings) -> None:
        """Show the first ``most`` recommendations in full and the others in a table; a note names lists not given."""
        known, kind = by_id(found), self._data.organisation.kind
        given = (advice, most, known, self._data.method, self._data.language, self._data.phase, self._record.followed)
        self._page.show(judgement.recommendations_section(*given))
        if self._record.not_again:
            actions = [self._data.language.text(f"recommendations.{name}.action") for name in self._record.not_again]
            self._page.show(follow_report.not_again_section(actions, self._data.language, self._data.phase))
        if absent := [
            name for name in TABLES if self._data.method.expects_table(name, kind) and self._data.is_absent(name)
        ]:
            tables = self._data.language.listed(self._data.language.text(f"tables.{name}") for name in absent)
            self._page.show(paragraph(self._data.language.html("recommend.not_given", tables=tables), "note"))

    def good_practices(self, gaps: Findings) -> None:
        """Show what meets or exceeds its requirement."""
        notes = self._data.table("interviews")
        minimum_cell = self._rules.limits.minimum_cell
        self._page.show(
            judgement.good_practices(
                gaps.findings, notes, self._data.method, self._data.language, self._data.phase, minimum_cell
            )
        )

    def response(self, advice: Sequence[SelectedRecommendation]) -> None:
        """Show the organisation's answers to this round's action plan, if any."""
        proposed = [recommendation.recommendation for recommendation in advice]
        given = (
            self._rounds.response(),
            proposed,
            self._data.organisation.currency,
            self._data.language,
            self._data.phase,
        )
        self._page.show(follow_report.response_section(*given))

    def session(self, *found: Findings) -> None:
        """Show the notes of the validation session, if there was one; call after ``recommend``."""
        if self._record.session.notes:
            advice = [recommendation.recommendation for recommendation in self._record.advice]
            self._page.show(
                session_section(
                    self._record.session, by_id(found), advice, self._data.method, self._data.language, self._data.phase
                )
            )

    def follow_up(self, *now: Findings) -> None:
        """Show what became of the earlier round's actions, and what has changed since, if there was one."""
        earlier = self._data.earlier_round()
        if earlier is None:
            return
        followed = self._rounds.follow_up(now)
        if followed is None:
            self._page.show(follow_report.not_run_section(earlier, self._data.language))
            return
        currency = self._data.organisation.currency
        self._page.show(follow_report.follow_up_section(followed, currency, self._data.language, self._data.phase))
        self._page.show(paragraph(compared_with(self._rounds.editions_of([earlier]), self._data.language), "note"))
        for section in follow_report.changes_sections(followed, self._data.language, self._data.phase, currency):
            self._page.show(section)

    def write_action_plan(self, advice: Sequence[SelectedRecommendation], *found: Findings) -> None:
        """Write the action plan as a workbook beside the report, for the organisation's answers."""
        given = (
            advice,
            by_id(found),
            self._data.method,
            self._data.organisation,
            self._data.round,
            self._data.language,
        )
        published = Publication(response=self._rounds.response(), session=self._record.session)
        plan = action_plan(
            *given,
            self._record.followed,
            first=number_first(self._data.settings),
            offered=self._record.offered,
            published=published,
        )
        folder = self._data.workspace.outputs(self._data.name, self._data.round, self._data.language.code)
        write_atomically(folder / f"{ACTION_PLAN}.xlsx", plan)

    def map(self) -> None:
        """Show the gender inequality map of what this phase has recorded so far."""
        self._page.show(
            map_section(self._record.so_far(), self._data.organisation, self._data.round, self._data.language)
        )

    def write_map(self, baseline: Findings) -> None:
        """Write the map as a poster beside the report, with targets and quotas: SVG and PDF, A3."""
        figure = poster(baseline, self._record.so_far(), self._data.organisation, self._data.round, self._data.language)
        folder = self._data.workspace.outputs(self._data.name, self._data.round, self._data.language.code)
        write_atomically(folder / f"{MAP}.svg", svg(figure))
        write_atomically(folder / f"{MAP}.pdf", pdf(figure))

    def missing(self) -> None:
        """Show what this phase could not answer, and why."""
        self._page.show(
            pages.missing_evidence(self._record.found, self._data.method, self._data.language, self._data.phase)
        )

    def data_quality(self) -> None:
        """Show how many rows figures leave out, and why."""
        intake = read_round(
            self._data.workspace.raw(self._data.name, self._data.round), self._data.organisation, self._data.round
        )
        blank = [name for name in BLANK_MATTERS if lacks_sex(intake.tables[name])]
        self._page.show(
            pages.data_quality(
                intake.problems, self._data.language, self._data.phase, self._rules.limits.minimum_cell, blank
            )
        )

    def messages(self, messages: Sequence[Message], *found: Findings) -> None:
        """Show the key messages, which the report puts first."""
        self._record.messages = list(messages)
        known = by_id(found) | {finding.id: finding for finding in self._record.found}
        self._page.show(pages.key_messages(messages, known, self._data.method, self._data.language, self._data.phase))

    def progress(self) -> None:
        """Show the changes since the earlier round in short, for page one; nothing without one."""
        if self._record.followed is not None:
            self._page.show(
                follow_report.progress_section(
                    self._record.followed, self._data.method, self._data.language, self._data.phase
                )
            )

    def crosswalks(self, *found: Findings) -> None:
        """Show the annexes "evidence for …": findings on provisions of conventions, goals and laws."""
        known = [finding for phase in found for finding in phase.findings]
        chosen = {
            name: crosswalk
            for name, crosswalk in self._data.method.crosswalks.items()
            if crosswalk.is_for(self._data.organisation)
        }
        for section in crosswalk_sections(chosen, known, self._data.method, self._data.language, self._data.phase):
            self._page.show(section)
