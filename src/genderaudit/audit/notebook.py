"""The one object that a notebook talks to: it gives tables, shows results and records findings.

Rows are for looking at while one works; of what is reported, recorded or exported, only so much is shown as may be
(``publishing.py``).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Unpack, cast

import pandas as pd
from markupsafe import Markup

from genderaudit import measures
from genderaudit.audit import card
from genderaudit.audit.catalogue import Catalogue
from genderaudit.audit.cells import cell_id, person_at
from genderaudit.audit.display import ShownFindings
from genderaudit.audit.evidence import in_own_words, own_target
from genderaudit.audit.protection import Protected
from genderaudit.audit.reported import Reported
from genderaudit.conclusions import claims
from genderaudit.conclusions import findings as records
from genderaudit.conclusions.actions import Action, answered, earlier_actions, responses
from genderaudit.conclusions.core import together
from genderaudit.conclusions.dated import PATH, Group, counted
from genderaudit.conclusions.documents import criterion_findings
from genderaudit.conclusions.findings import (
    EvidencePattern,
    Finding,
    Findings,
    Message,
    SelectedRecommendation,
    Synthesis,
)
from genderaudit.conclusions.followup import FollowUp, follow_up
from genderaudit.conclusions.messages import leading, offered
from genderaudit.conclusions.publication import Publication, exercises, heard, quotations, reviewed
from genderaudit.conclusions.ratings import documents_of, facts_of
from genderaudit.conclusions.recommendations import in_order, number_first, select
from genderaudit.conclusions.releases import Release, last, refuse_changed, releases
from genderaudit.conclusions.session import Session, rows_of, session_of
from genderaudit.conclusions.triangulation import triangulate_area
from genderaudit.disclosure import require_parts
from genderaudit.foundations.errors import AuditError, join_errors, known_names, set_error_language, wrong_call
from genderaudit.foundations.files import write_atomically
from genderaudit.foundations.language import language as language_of
from genderaudit.foundations.layers import laid_over
from genderaudit.foundations.workspace import ACTION_PLAN, MAP, PHASES, Workspace, own_templates
from genderaudit.intake import TABLES, Problem, read_round
from genderaudit.intake.own_questionnaire import questionnaire_of
from genderaudit.intake.reserved import perhaps_reserved
from genderaudit.measures.counting import NOT_STATED, Headcount, lacks_sex
from genderaudit.measures.inference import SEED
from genderaudit.measures.pay import PayBasis
from genderaudit.measures.reliability import turned_twice, where_reliable
from genderaudit.measures.result import Result
from genderaudit.measures.results import Results
from genderaudit.methodology.models import Area, Indicator, Methodology, Target, methodology
from genderaudit.methodology.organisation import read_organisation
from genderaudit.methodology.settings import Settings, check, shares_of, thresholds_of
from genderaudit.report import agreement as reviewers
from genderaudit.report import followup as follow_report
from genderaudit.report import judgement, pages
from genderaudit.report.charts import poster
from genderaudit.report.crosswalks import crosswalk_sections
from genderaudit.report.edition import compared_with
from genderaudit.report.pictures import pdf, svg
from genderaudit.report.sections import Section, anchor_of, heading, indicator_section, map_section, paragraph
from genderaudit.report.session import session_section
from genderaudit.report.voices import voices_section, workshops_section
from genderaudit.workbooks import action_plan


def open_audit(
    phase: str,
    organisation: str,
    round: str,
    language: str,
    workspace: str = "",
    **settings: Unpack[Settings],
) -> Audit:
    """Open one phase of an audit from a notebook's parameters. Errors are said in its language from then on;
    nothing else of the kernel changes.

    ``settings`` are the other parameters of the notebook (``methodology.settings.Settings``); the findings and
    the report name them. ``youth_age_limit`` 0 takes that of ``organisation.yml``. Raises ``AuditError`` with what to
    do for an unknown organisation, round or language, and for a setting that is not possible.
    """
    # papermill makes numbers of texts: ``-p round 2025``.
    organisation, round, language, workspace = map(str, (organisation, round, language, workspace))
    set_error_language(language_of(language).code)
    if phase not in PHASES:
        raise wrong_call(f"There is no phase {phase}. {known_names(phase, PHASES)}")
    place = Workspace.open(workspace)
    about = read_organisation(place.raw(organisation))
    place.raw(organisation, round)
    for name, value in settings.items():
        check(name, value)
    if "youth_age_limit" in settings:
        limit = settings["youth_age_limit"] or about.youth_age_limit
        about, settings = about.model_copy(update={"youth_age_limit": limit}), {**settings, "youth_age_limit": limit}
    method = methodology().with_thresholds(thresholds_of(settings))
    method = method.with_questionnaire(questionnaire_of(place.raw(organisation, round), about))
    about = about.model_copy(update={"targets": about.targets | shares_of(settings.get("targets", ""))})
    method.check_organisation(about)
    return Audit(
        phase=phase,
        name=organisation,
        round=round,
        language=in_own_words(language_of(language), about, method.questionnaire),
        workspace=place,
        organisation=about,
        settings=settings,
        method=method,
    )


BLANK_MATTERS = ("staff", "members", "attendance", "recruitment")
"""Lists of people of which a report says where they lack the sex of many."""


@dataclass
class Audit(Protected):
    """One phase of the audit of an organisation's round, in one language."""

    _patterns: list[EvidencePattern] = field(default_factory=list)
    _advice: list[SelectedRecommendation] = field(default_factory=list)
    _followed: FollowUp | None = None
    _not_again: list[str] = field(default_factory=list)
    """Recommendations that the findings call for, and that the organisation has answered already."""
    _messages: list[Message] = field(default_factory=list)
    _offered: list[Finding] = field(default_factory=list)
    _session: Session = field(default_factory=Session)
    _publication: Publication = field(default_factory=Publication)
    _pending: Section | None = None
    _reported: dict[str, str | None] = field(default_factory=dict)
    """The cell that has reported an indicator."""
    _closed: bool = False
    _read: set[tuple[object, ...]] = field(default_factory=set)
    """What earlier phases and rounds have recorded, as far as this one has read it."""

    # What it works with

    def __repr__(self) -> str:
        return (
            f"Audit of {self.organisation.name}, round {self.round}: {self.phase}, {len(self._found)} findings recorded"
        )

    def _repr_html_(self) -> str:
        """A card: organisation, round, date, the lists with their rows, what is recorded so far."""
        html = card.card(self.organisation, self.round, self.tables, self._is_given, self._found, self.language)
        return str(html)

    @property
    def citation(self) -> str:
        """A line to cite for what this audit computes: versions, the organisation's round, and a hash of its files."""
        import platform
        from hashlib import sha256
        from importlib.metadata import version

        for name in TABLES:
            self.table(name)
        files = sha256("".join(f"{name}{mark}" for name, mark in sorted(self._files.items())).encode()).hexdigest()
        libraries = ", ".join(f"{name} {version(name)}" for name in ("pandas", "numpy", "scipy"))
        settings = ", ".join(f"{name} {value}" for name, value in self.settings.items()) or "the usual settings"
        return (
            f"genderaudit {version('genderaudit')} (Python {platform.python_version()}, {libraries}): "
            f"{self.organisation.name}, round {self.round}, files sha256 {files[:16]}, {settings}, "
            f"seed {SEED} where a measure draws."
        )

    @property
    def tables(self) -> Catalogue[pd.DataFrame]:
        """The lists of the contract by name, e.g. ``audit.tables["staff"]``; each is read when it is asked for."""
        return Catalogue(
            "list", TABLES, self.table, lambda: card.lists_table(self.tables, self._is_given, self.language)
        )

    @property
    def indicators(self) -> Catalogue[Indicator]:
        """The method's indicators, and those that this audit defines, by name."""
        known = self.method.indicators
        return Catalogue(
            "indicator", known, known.__getitem__, lambda: card.indicators_table(self.method, self.language)
        )

    @property
    def areas(self) -> Catalogue[Area]:
        """The twelve key areas by letter."""
        known = {area.id: area for area in self.method.areas}
        return Catalogue(
            "key area",
            known,
            lambda name: known[name],
            lambda: card.areas_table(self.method.areas, self.language),
        )

    def table(self, name: str) -> pd.DataFrame:
        """The canonical table ``name``; who works in a notebook is told once where its rows are counts of people."""
        first = name not in self._tables
        rows = super().table(name)
        note = card.counts_note(name, rows, self.language) if first and person_at() is not None else None
        if note is not None:
            display_section(paragraph(note, "note"))
        return rows

    def _is_given(self, table: str) -> bool:
        return not self.is_absent(table)

    # What is shown and recorded

    @property
    def found(self) -> list[Finding]:
        """What this phase has recorded so far."""
        return list(self._found)

    @property
    def survey_limits(self) -> dict[str, float]:
        """Numbers below which the perception phase does not conclude."""
        limits = self.method.thresholds
        return {
            "minimum_answers": limits.minimum_answers,
            "minimum_of_a_sex": self.limits.minimum_cell,
            "minimum_rate": limits.minimum_response_rate,
        }

    def reliable(self, results: Results, reliability: Results) -> Results:
        """Figures of key areas whose statements hang together as the method asks; of others nothing, and why."""
        return where_reliable(results, reliability, self.method.thresholds.minimum_alpha)

    def findings(self, phase: str) -> Findings:
        """What an earlier phase of this round found; a cell shows it as a table in the language of the audit."""
        return ShownFindings.speaking(self._findings(self.round, phase), self.language)

    def section(self, name: str) -> None:
        """A heading with its introduction (``sections`` in the language files), shown with what follows it."""
        key = f"sections.{name}"
        intro = self.language.html(f"{key}.intro")
        self._pending = heading(self.language.text(f"{key}.title"), anchor_of(self.phase, name), 2, intro)

    def report(self, indicator: str, results: Result | Sequence[Result], rate: bool = False) -> Results:
        """Protect, record and show the results of an indicator; with ``rate``, against its target.

        Returns what it has shown: protected, in the precision of the report. Where the organisation gave no data for
        it, or all of it is hidden, that is recorded, and the table of what is missing at the end of the phase says
        it; the report is not filled with empty sections, and who works in the notebook sees a line. A second call for
        the same indicator replaces the first until ``close``. Another cell cannot replace it: what the first has shown
        stays in the notebook.
        """
        definition = self.indicator(indicator)
        if definition.kinds and self.organisation.kind not in definition.kinds and self._is_without(definition):
            return Results(name=indicator)
        self._stay_open()
        given = _results(results)
        declared = "also" in _blank_dimensions(given)  # the organisation asks for it: it is told why there is nothing
        if definition.if_any and not declared and self._lacks(definition, given):
            return Results(name=indicator)
        self.refuse_other_levels(indicator, given)
        require_parts(indicator, given, definition.protection)
        self.name_groups(indicator, given)
        cell = cell_id()
        if self._reported.get(indicator, cell) != cell:
            raise AuditError("indicator_of_another_cell", indicator=indicator)
        self._keep(indicator, self._decide(definition, given, rate))
        self._reported[indicator] = cell
        found = self._recorded[indicator]
        if any(finding.status == "no_evidence" for finding in found) or records.all_hidden(found):
            self._say_to_who_works(found[0])
        else:
            limit, currency = self.method.thresholds.significance, self.organisation.currency
            self._show(indicator_section(definition, found, self.language, limit, currency))
        return Reported.of(found, self.language)

    def _decide(self, definition: Indicator, given: Sequence[Result], rate: bool) -> list[Finding]:
        """What may be shown of the results of an indicator, as findings."""
        if self._lacks(definition, given):
            return [records.no_evidence(definition, self.phase, self._reason(definition, given))]
        regime = self.regime(definition)
        found = [
            records.finding(definition, self.phase, result, self._area_of(definition, result), regime)
            for result in self.protect(definition, given)
        ]
        target = self.target(definition.id)
        return [records.rated(one, target, self.method) for one in found] if rate and target is not None else found

    def record(self, found: Sequence[Finding]) -> None:
        """Add findings to the phase's file; those of the same indicators that were recorded so before are replaced.

        They are of documents, or what an earlier phase has found: ``AuditError`` for a figure about people that has
        passed no disclosure rules. Such results go to ``report``.
        """
        self._stay_open()
        for one in found:
            if one.calculated and self.indicator(one.indicator).protection != "none" and _figure(one) not in self._read:
                raise AuditError("figure_unprotected", indicator=one.indicator)
        self._keep("record " + ", ".join(sorted({finding.indicator for finding in found})), found)

    def _keep(self, name: str, found: Sequence[Finding]) -> None:
        known = {finding.id for other, kept in self._recorded.items() if other != name for finding in kept}
        twice = [finding.id for finding in found if finding.id in known]
        if twice:
            raise AuditError("finding_twice", finding=twice[0])
        self._recorded[name] = list(found)

    def _stay_open(self) -> None:
        if self._closed:
            raise AuditError("phase_closed")

    def _say_to_who_works(self, finding: Finding) -> None:
        """Say in a line, on the screen only, that there is nothing to show and why."""
        if person_at() is not None:
            title = self.language.text(f"indicators.{finding.indicator}.title")
            reason = self.language.text(f"reasons.{finding.reason}")
            display_section(paragraph(self.language.html("lab.no_data", title=title, reason=reason), "note"))

    def _show(self, section: Section) -> None:
        """Display a section, after the heading that waits for it, unless the section has one of its own beside it."""
        pending, self._pending = self._pending, None
        if pending is not None and section.level == pending.level:
            pending = None  # nothing came under it: all that it asks for is in the table of what is missing
        for one in (pending, section):
            if one is not None:
                display_section(one)

    @property
    def _reports_answers(self) -> bool:
        """Whether this phase has recorded anything of a survey that there is."""
        return any(one.table == "survey" and one.status != "no_evidence" for one in self._found)

    def _so_far(self) -> Findings:
        return Findings(
            organisation=self.name,
            round=self.round,
            phase=self.phase,
            synthesis=Synthesis(
                named=self.organisation.named_in_syntheses, minimum_ranked=self.method.thresholds.minimum_ranked
            ),
            parameters=cast("dict[str, str | int | float]", self.settings),
            sampling=self.sampling if self._reports_answers else None,
            findings=self._found,
            patterns=self._patterns,
            recommendations=self._advice,
            messages=self._messages,
            own=self.own,
            publication=self._publication,
        )

    # What the later phases make of earlier findings

    def changes(self, baseline: Findings) -> Results:
        """Change of the followed shares, all counted in full, since the round before, where both were shown."""
        before, results = self.earlier_rounds(), Results(name="change_of_counts", language=self.language.code)
        if not before:
            return results
        self._show(paragraph(compared_with(self._editions_of(before), self.language), "note"))
        earlier = {finding.id: finding for finding in self._findings(before[-1], "baseline").findings}
        for finding in baseline.findings:
            definition = self.method.indicators.get(finding.indicator)
            first = earlier.get(finding.id)
            if definition and definition.followed and finding.calculated and first and first.calculated:
                (change,) = measures.change_of_counts(_heads(first), _heads(finding))
                results += [replace(change, group={"indicator": finding.indicator, **finding.group})]
        return results

    def paths(self, baseline: Findings) -> Results:
        """Of each target with a date (``targets_by``) the way to it, and what is missing; none where there is none."""
        results = Results(name=PATH, language=self.language.code)
        rounds = self._rounds(baseline) if self.organisation.targets_by else {}
        for name, due in self.organisation.targets_by.items():
            indicator, target = self.method.indicators[name], self.share_asked(name) or 0.0
            points: dict[Group, list[tuple[float, ...]]] = {}
            for round, found in rounds.items():
                day = self.organisation.date_of(round)
                if day is not None:
                    for group, counts in counted(found.findings, indicator, target, self.reserved_bodies).items():
                        points.setdefault(group, []).append((day.year, *counts))
            for group in counted(baseline.findings, indicator, target, self.reserved_bodies):
                series = pd.DataFrame(points.get(group, []), columns=["year", "women", "people", "missing"])
                results += measures.path_to_target(series, target, due, {"indicator": name, **dict(group)})
        return results

    def _rounds(self, baseline: Findings) -> dict[str, Findings]:
        """What phase 1 has found in each round up to this one."""
        return {name: self._findings(name, "baseline") for name in self.earlier_rounds()} | {self.round: baseline}

    def history(self, baseline: Findings, indicator: str) -> pd.DataFrame:
        """An indicator of the whole over all rounds up to this one: columns ``year``, ``women``, ``people``."""
        points = []
        for name, found in self._rounds(baseline).items():
            whole, day = found.overall(indicator), self.organisation.date_of(name)
            if whole is not None and whole.calculated and day is not None:
                points.append({"year": day.year, "women": whole.women, "people": whole.n})
        return pd.DataFrame(points, columns=["year", "women", "people"])

    def _findings(self, round: str, phase: str) -> Findings:
        if phase not in PHASES:
            raise wrong_call(f"There is no phase {phase}. {known_names(phase, PHASES)}")
        found = records.read(self._path(round, phase), self.name, round, phase)
        self.adopt(found.own)
        self._read |= {_figure(one) for one in found.findings}
        return found

    def _path(self, round: str, phase: str) -> Path:
        """The findings of this round's draft; of another round those that were released last."""
        if round == self.round:
            return self.workspace.findings(self.name, round, phase)
        for edition in dict(self._editions_of([round])).values():
            if edition is not None:
                refuse_changed(self.workspace, edition, phase)
        return self.workspace.compared(self.name, round, phase)

    def _editions_of(self, rounds: Sequence[str]) -> list[tuple[str, Release | None]]:
        """The last release of each round; ``None`` where there is none."""
        return [(round, last(releases(self.workspace, self.name, round))) for round in rounds]

    def rate(self, found: Findings) -> list[Finding]:
        """The findings that have a target, rated, and the core figures made of them, as findings of this phase."""
        own = [
            one.model_copy(update={"id": records.finding_id(self.phase, one.indicator, one.group), "phase": self.phase})
            for one in found.findings
            if one.calculated and NOT_STATED not in one.group.values()
        ]
        made = together(found, self.phase, self.method, self.levels, self.reserved_bodies)
        self._read |= {_figure(one) for one in made}
        rated = []
        for finding in [*made, *own]:
            target = self._target_of(finding)
            if target is not None:
                rated.append(records.rated(finding, target, self.method))
        rated = [one for one in rated if one.target or not one.calculated]
        self.record(rated)
        return rated

    def review_documents(self) -> list[Finding]:
        """The document review as findings of this phase."""
        reviewed = criterion_findings(self.table("documents"), self.method.criteria, self.phase)
        self.record(reviewed)
        return reviewed

    def triangulate(self, baseline: Findings, gaps: Findings, perceptions: Findings) -> list[EvidencePattern]:
        """Each key area's pattern, from the findings of phases 1 to 3 and the interview notes."""
        notes, kind = self.table("interviews"), self.organisation.kind
        facts, rated, said = baseline.findings, gaps.findings, perceptions.findings
        self._patterns = [
            triangulate_area(area.id, facts, rated, said, notes, self.method, kind) for area in self.method.areas
        ]
        return self._patterns

    def recommend(self, *found: Findings) -> list[SelectedRecommendation]:
        """The recommendations that findings and patterns trigger, in the order of report and workbook.

        Not what is done, rejected or under way since the round before: ``show_recommendations`` names it. Raises
        ``AuditError`` for a title of the validation session with a number that is not in its finding.
        """
        findings = [finding for one in found for finding in one.findings]
        self._followed = self.follow_up(found)
        given = (self.method, self.organisation.kind, findings, self._patterns)
        if refused := self.refused(*found):
            raise join_errors(refused)
        ranked = self._ranked(found)
        self._offered, self._session = offered(*ranked), session_of(self.table("validation"), self.round)
        main = leading(*ranked, self._session)
        self._advice = in_order(select(*given, self._followed), number_first(self.settings), main, self._session.ticked)
        chosen = {one.recommendation for one in self._advice}
        self._not_again = [one.recommendation for one in select(*given) if one.recommendation not in chosen]
        return self._advice

    def refused(self, *found: Findings) -> list[Problem]:
        """What the validation session asks for and cannot be printed; after ``triangulate``."""
        table = self.table("validation")
        session, rows = session_of(table, self.round), rows_of(table, self.round)
        worst = next(iter(leading(*self._ranked(found))), None)
        place = claims.Place(*self._places["validation"], rows)
        return claims.refused(session, _by_id(found), worst, self.workspace.rounds(self.name), place)

    def _ranked(
        self, found: Sequence[Findings]
    ) -> tuple[list[Finding], Methodology, list[Finding], list[EvidencePattern]]:
        """What findings of a report are ranked by."""
        by_phase = {one.phase: one.findings for one in found}
        return by_phase.get("gap_analysis", []), self.method, by_phase.get("staff_perception", []), self._patterns

    # What is shown besides indicators

    def introduce(self) -> None:
        """What is audited."""
        self._show(pages.introduction(self.organisation, self.round, self.language))

    def note_pay_basis(self, basis: PayBasis) -> None:
        """Say on which basis pay is compared, and how many people could not be put on it."""
        if basis.pay.notna().any():
            left_out = sum(basis.left_out.values())
            few = (
                0 < left_out < self.limits.minimum_base
            )  # beside all who work there, the exact number would count others
            key = "pay_basis." + ("few_left_out" if few else "left_out" if left_out else "none_left_out")
            text = self.language.html("pay_basis.unit", **measures.pay.unit_of(basis.pay))
            text += " " + self.language.html(key, number=left_out)
            if basis.assumed_full_time:
                text += " " + self.language.html("pay_basis.assumed_full_time")
            self._show(paragraph(text, "note"))

    def note_reserved_bodies(self) -> None:
        """Say which bodies no total counts, and which are perhaps to be left out and count until somebody says so."""
        bodies = {
            "left_out": self.reserved_bodies,
            "perhaps": perhaps_reserved(self.table("bodies"), self.organisation),
        }
        said = [
            self.language.html(f"reserved_bodies.{name}", bodies=self.language.listed(names), number=len(names))
            for name, names in bodies.items()
            if names
        ]
        if said:
            self._show(paragraph(Markup(" ").join(said), "note"))

    def refusals(self, reasons: Sequence[str]) -> Sequence[str]:
        """Say for whom the answers speak, and why this phase describes and does not conclude, if it must not."""
        if self.table("survey").empty:
            return reasons
        if self.sampling == "whoever_came":
            self._show(paragraph(self.language.html("sampling.whoever_came"), "note"))
        if reasons:
            texts = dict.fromkeys(self.language.text(f"reasons.{reason}") for reason in reasons)
            listed = self.language.listed(texts)
            self._show(paragraph(self.language.html("refusals.no_conclusion", reasons=listed), "note"))
        return reasons

    def note_turned_twice(self) -> None:
        """Say which statements may have been turned round before their answers came here."""
        if turned := turned_twice(self.table("survey"), self.items):
            named = self.language.listed(self.language.text(f"items.{item}").rstrip(".") for item in turned)
            self._show(paragraph(self.language.html("turned_twice", statements=named, number=len(turned)), "note"))

    def show_gaps(self, gaps: Sequence[Finding]) -> None:
        """A table of rated figures for each key area that has any."""
        for area in self.method.areas:
            if any(finding.area == area.id for finding in gaps):
                self._show(judgement.gap_table(gaps, area.id, self.method, self.language, self.phase))

    def show_documents(self, reviewed: Sequence[Finding]) -> None:
        """The document review."""
        self._show(judgement.documents_section(reviewed, self.method, self.language, self.phase))
        if self.table("documents").groupby("criterion")["reviewer"].nunique().gt(1).any():
            documents, level = self.table("documents"), self.confidence_level
            self._show(reviewers.agreement_section(documents, level, self.language, self.phase))

    def show_areas(self, baseline: Findings, gaps: Sequence[Finding]) -> None:
        """The key areas at a glance: ``gaps`` are the rated figures and the document review."""
        kind = self.organisation.kind
        verdicts = {
            area.id: (
                facts_of(area.id, baseline.findings, gaps, self.method, kind),
                documents_of(area.id, gaps, self.method),
            )
            for area in self.method.areas
        }
        self._show(judgement.areas_at_a_glance(verdicts, self.language, self.phase))

    def show_triangulation(self, patterns: Sequence[EvidencePattern]) -> None:
        """The matrix of evidence."""
        self._show(judgement.triangulation_matrix(patterns, self.language, self.phase))

    def show_voices(self) -> None:
        """Counts of interview notes, and the cleared ones."""
        notes = self.table("interviews")
        if not notes.empty:
            self._show(voices_section(notes, self.limits.minimum_cell, self.language, self.phase))
        if counted := exercises(self.table("workshops"), self.limits.minimum_cell):
            self._show(workshops_section(counted, self.language, self.phase))

    def show_recommendations(self, advice: Sequence[SelectedRecommendation], most: int, *found: Findings) -> None:
        """The first ``most`` recommendations in full, the others in a table; a line says which lists were not given."""
        known, kind = _by_id(found), self.organisation.kind
        given = (advice, most, known, self.method, self.language, self.phase, self._followed)
        self._show(judgement.recommendations_section(*given))
        if self._not_again:
            actions = [self.language.text(f"recommendations.{name}.action") for name in self._not_again]
            self._show(follow_report.not_again_section(actions, self.language, self.phase))
        if absent := [name for name in TABLES if self.method.expects(name, kind) and self.is_absent(name)]:
            tables = self.language.listed(self.language.text(f"tables.{name}") for name in absent)
            self._show(paragraph(self.language.html("recommend.not_given", tables=tables), "note"))

    def show_good_practices(self, gaps: Findings) -> None:
        """What meets or exceeds its requirement."""
        notes = self.table("interviews")
        smallest = self.limits.minimum_cell
        self._show(judgement.good_practices(gaps.findings, notes, self.method, self.language, self.phase, smallest))

    def show_response(self, advice: Sequence[SelectedRecommendation]) -> None:
        """What the organisation answered to this round's action plan, if it has answered."""
        proposed = [one.recommendation for one in advice]
        given = (self._response(), proposed, self.organisation.currency, self.language, self.phase)
        self._show(follow_report.response_section(*given))

    def show_session(self, *found: Findings) -> None:
        """What the validation session made of the findings, if there was one; after ``recommend``."""
        if self._session.notes:
            advice = [one.recommendation for one in self._advice]
            self._show(session_section(self._session, _by_id(found), advice, self.method, self.language, self.phase))

    def _response(self) -> list[Action]:
        return self._answered(responses(self.table("actions"), self.round))

    def _answered(self, actions: pd.DataFrame) -> list[Action]:
        """What was answered, as it stands on the day of the round."""
        return answered(actions, {entry.id for entry in self.method.recommendations}, self.date.date())

    def show_follow_up(self, *now: Findings) -> None:
        """What became of the actions of the round before, and what has changed since, if there was one."""
        earlier = self.earlier_round()
        if earlier is None:
            return
        found = self.follow_up(now)
        if found is None:
            self._show(follow_report.not_run_section(earlier, self.language))
            return
        currency = self.organisation.currency
        self._show(follow_report.follow_up_section(found, currency, self.language, self.phase))
        self._show(paragraph(compared_with(self._editions_of([earlier]), self.language), "note"))
        for section in follow_report.changes_sections(found, self.language, self.phase, currency):
            self._show(section)

    def follow_up(self, now: Sequence[Findings]) -> FollowUp | None:
        """The follow-up on the round before; ``None`` where there is none, or it has no recommendations."""
        earlier = self.earlier_round()
        done = [phase for phase in PHASES if earlier and self.workspace.compared(self.name, earlier, phase).is_file()]
        if earlier is None or "recommendations" not in done:
            return None
        then = [self._findings(earlier, phase) for phase in done]
        return follow_up(then, now, self._followed_actions(earlier), self.method, self.confidence_level)

    def _followed_actions(self, earlier: str) -> list[Action]:
        """What was answered to the recommendations of the round before."""
        left = read_round(self.workspace.raw(self.name, earlier), self.organisation, earlier, only=("actions",))
        own = responses(left.tables["actions"], earlier)
        return self._answered(earlier_actions(self.table("actions"), own, self.round))

    def write_action_plan(self, advice: Sequence[SelectedRecommendation], *found: Findings) -> None:
        """The action plan as a workbook beside the report, for the organisation's answers."""
        given = (advice, _by_id(found), self.method, self.organisation, self.round, self.language)
        told = Publication(response=self._response(), session=self._session)
        plan = action_plan(*given, self._followed, first=number_first(self.settings), offered=self._offered, told=told)
        folder = self.workspace.outputs(self.name, self.round, self.language.code)
        write_atomically(folder / f"{ACTION_PLAN}.xlsx", plan)

    def record_publication(self) -> None:
        """Record what the report tells besides figures, so that it reads no rows: ``publication`` of the findings."""
        self._stay_open()
        intake = read_round(self.workspace.raw(self.name, self.round), self.organisation, self.round)
        refused = [one for one in intake.errors if one.table == "about" or one.rule == "audit_names_person"]
        if refused:
            raise join_errors(refused)
        notes, smallest, earlier = self.table("interviews"), self.limits.minimum_cell, self.earlier_round()
        self._publication = Publication(
            audit=intake.audit,
            currency=self.organisation.currency,
            documents=reviewed(self.table("documents")),
            quotations=quotations(notes, smallest),
            heard=heard(notes, smallest),
            workshops=exercises(self.table("workshops"), smallest),
            followed=self._followed_actions(earlier) if earlier and self._followed else [],
            response=self._response(),
            session=self._session,
        )

    def show_map(self) -> None:
        """The gender inequality map, from what this phase has recorded so far."""
        self._show(map_section(self._so_far(), self.organisation, self.round, self.language))

    def write_map(self, baseline: Findings) -> None:
        """The map as a poster beside the report, with targets and quotas: SVG and PDF, A3."""
        figure = poster(baseline, self._so_far(), self.organisation, self.round, self.language)
        folder = self.workspace.outputs(self.name, self.round, self.language.code)
        write_atomically(folder / f"{MAP}.svg", svg(figure))
        write_atomically(folder / f"{MAP}.pdf", pdf(figure))

    def show_missing(self) -> None:
        """What this phase could not answer, and why."""
        self._show(pages.missing_evidence(self._found, self.method, self.language, self.phase))

    def show_data_quality(self) -> None:
        """How many rows figures leave out, and why."""
        intake = read_round(self.workspace.raw(self.name, self.round), self.organisation, self.round)
        blank = [name for name in BLANK_MATTERS if lacks_sex(intake.tables[name])]
        self._show(pages.data_quality(intake.problems, self.language, self.phase, self.limits.minimum_cell, blank))

    def show_messages(self, messages: Sequence[Message], *found: Findings) -> None:
        """The key messages; the report puts them first."""
        self._messages = list(messages)
        known = _by_id(found) | {finding.id: finding for finding in self._found}
        self._show(pages.key_messages(messages, known, self.method, self.language, self.phase))

    def show_progress(self) -> None:
        """What has changed since the round before, in short: for page one. Nothing where there is none."""
        if self._followed is not None:
            self._show(follow_report.progress_section(self._followed, self.method, self.language, self.phase))

    def show_crosswalks(self, *found: Findings) -> None:
        """The annexes "evidence for …": what was found that speaks to conventions, goals and laws."""
        known = [finding for phase in found for finding in phase.findings]
        chosen = {name: one for name, one in self.method.crosswalks.items() if one.is_for(self.organisation)}
        for section in crosswalk_sections(chosen, known, self.method, self.language, self.phase):
            self._show(section)

    def close(self) -> None:
        """Write the findings; show the method note and the provenance. A cell that is run after it is refused."""
        self._closed = True
        found = self._so_far()
        path = self.workspace.findings(self.name, self.round, self.phase)
        if person_at() is not None and (lost := self._lost(path)):
            display_section(paragraph(self.language.html("lab.replaced", number=lost), "note"))
        self.groupings.write()
        records.write(found, path)
        level, composition = self.confidence_level, self.organisation.composition
        merged = self.groupings.shown(self.sensitive_groups())
        limits = self.method, self.limits
        sampling = found.sampling
        own = laid_over(own_templates(), self.language.code)
        self._show(pages.method_note(self.phase, level, *limits, self.language, merged, composition, sampling, own))
        self._show(pages.provenance(self.phase, self.settings, self._files, self.language))

    def _lost(self, path: Path) -> int:
        """How many indicators of an earlier run this phase has not reported."""
        if not path.is_file():
            return 0
        before = records.read(path, self.name, self.round, self.phase)
        return len({finding.indicator for finding in before.findings} - {finding.indicator for finding in self._found})

    def indicator(self, name: str) -> Indicator:
        """The definition of an indicator; an error names those most like it, and the file to add one to."""
        try:
            return self.method.indicators[name]
        except KeyError:
            raise AuditError("no_indicator", indicator=name, near=known_names(name, self.method.indicators)) from None

    def _is_without(self, definition: Indicator) -> bool:
        """Whether the organisation gave no list that the indicator is of."""
        return definition.table is not None and self.is_absent(definition.table)

    def _lacks(self, definition: Indicator, results: Sequence[Result]) -> bool:
        return (
            self._is_without(definition)
            or not results
            or bool(_blank_dimensions(results))
            or all(result.value is None and result.reason in records.NO_DATA for result in results)
        )

    def _reason(self, definition: Indicator, results: Sequence[Result]) -> str:
        if self._is_without(definition):
            return "no_table"
        if not results and definition.id == "change_since_earlier":
            return "no_earlier_round"
        if blank := _blank_dimensions(results):
            merged = "also" in blank or any(
                groups == () for by in self.groupings.made.values() for name, groups in by.items() if name in blank
            )
            return "no_two_groups" if merged else "no_column"
        return next((result.reason for result in results if result.reason), "no_rows")

    def _area_of(self, definition: Indicator, result: Result) -> str | None:
        """Of the survey: the key area that a result names, or that its statement belongs to."""
        if definition.table != "survey":
            return None
        areas = {item.id: item.area for item in (*self.items, *self.options)}
        return result.group.get("area") or areas.get(result.group.get("item", ""))

    def _target_of(self, finding: Finding) -> Target | None:
        """The quota that the finding itself carries (a body's statutes) comes before any other target."""
        if finding.indicator not in self.method.indicators:
            return None
        if (quota := finding.details.get("quota")) is not None:
            return own_target(quota)
        return self.target(self.method.indicators[finding.indicator].made_of or finding.indicator)


def _figure(finding: Finding) -> tuple[object, ...]:
    return finding.indicator, frozenset(finding.group.items()), finding.value, finding.n, finding.women


def _blank_dimensions(results: Sequence[Result]) -> set[str]:
    """Columns that these are broken down by, and that are blank for everybody: then there is nothing to break down."""
    counted = [result for result in results if result.n]
    names = {name for result in counted for name in result.group}
    return {name for name in names if all(result.group.get(name) == NOT_STATED for result in counted)}


def _results(given: Any) -> Results:
    """What was given to ``report``, if a measure can have given it."""
    if isinstance(given, Results | Result | list | tuple):
        found = Results([given] if isinstance(given, Result) else given)
        if all(isinstance(one, Result) for one in found):
            return found
    raise wrong_call(
        f"report takes what a measure gives, or a Result of your own, not {type(given).__name__}: "
        'audit.report("staff_women_share", measures.share_of_women(staff)).'
    )


def _heads(finding: Finding) -> Headcount:
    return Headcount.women_of(finding.women or 0.0, finding.n or 0.0)


def _by_id(found: Sequence[Findings]) -> dict[str, Finding]:
    return {finding.id: finding for one in found for finding in one.findings}


def display_section(section: Section) -> None:
    """Display a section; the heading goes along as metadata for the table of contents."""
    from IPython.display import display

    metadata = {"heading": section.heading, "anchor": section.anchor, "level": section.level}
    bundle = {"text/html": str(section.html), "text/plain": section.heading or "…"}
    display(bundle, raw=True, metadata={"genderaudit": metadata})  # type: ignore[no-untyped-call]
