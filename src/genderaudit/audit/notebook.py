"""The audit object of phase notebooks; ``open_audit`` creates it from a notebook's parameters."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import SimpleNamespace
from typing import Any, Unpack

import pandas as pd

from genderaudit.audit import card
from genderaudit.audit.catalogue import Catalogue
from genderaudit.audit.cells import cell_id, person_at
from genderaudit.audit.conclude import Conclude
from genderaudit.audit.data import AuditData, in_own_words
from genderaudit.audit.display import ShownFindings
from genderaudit.audit.own import OwnIndicators
from genderaudit.audit.page import Page, display_section
from genderaudit.audit.record import PhaseRecord
from genderaudit.audit.reported import Reported
from genderaudit.audit.rounds import Rounds
from genderaudit.audit.rules import Rules
from genderaudit.audit.show import Show
from genderaudit.conclusions import findings_file, recording
from genderaudit.conclusions.findings import Finding, Findings
from genderaudit.disclosure import require_parts
from genderaudit.foundations.errors import AuditError, known_names, set_error_language, wrong_call
from genderaudit.foundations.language import language as language_of
from genderaudit.foundations.layers import laid_over
from genderaudit.foundations.workspace import PHASES, Workspace, own_templates
from genderaudit.intake import TABLES
from genderaudit.intake.survey.own_questionnaire import questionnaire_of
from genderaudit.measures.counting import NOT_STATED
from genderaudit.measures.inference import SEED
from genderaudit.measures.result import Result
from genderaudit.measures.results import Results
from genderaudit.methodology.method import methodology
from genderaudit.methodology.models import Area, Indicator
from genderaudit.methodology.organisation import Organisation, read_organisation
from genderaudit.methodology.settings import Settings, check, shares_of, thresholds_of
from genderaudit.report import pages
from genderaudit.report.sections import indicator_section, paragraph


def open_audit(
    phase: str,
    organisation: str,
    round: str,
    language: str,
    workspace: str = "",
    **settings: Unpack[Settings],
) -> Audit:
    """Open one phase of an audit from a notebook's parameters; errors are in its language from then on.

    ``settings`` are the other parameters of the notebook (``methodology.settings.Settings``), which findings and report
    record. ``youth_age_limit`` 0 stands for that of ``organisation.yml``. Raises ``AuditError`` with a remedy for an
    unknown organisation, round or language, and for an invalid setting.
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
    about, settings = _with_age_limit(about, settings)
    method = methodology().with_thresholds(thresholds_of(settings))
    method = method.with_questionnaire(questionnaire_of(place.raw(organisation, round), about))
    about = about.model_copy(update={"targets": about.targets | shares_of(settings.get("targets", ""))})
    method.check_organisation(about)
    data = AuditData(
        phase=phase,
        name=organisation,
        round=round,
        language=in_own_words(language_of(language), about, method.questionnaire),
        workspace=place,
        organisation=about,
        settings=settings,
        method=method,
    )
    return Audit(data)


def _with_age_limit(about: Organisation, settings: Settings) -> tuple[Organisation, Settings]:
    """Return organisation and settings with the youth age limit of the settings, where that is given and not 0."""
    if "youth_age_limit" not in settings:
        return about, settings
    limit = settings["youth_age_limit"] or about.youth_age_limit
    return about.model_copy(update={"youth_age_limit": limit}), {**settings, "youth_age_limit": limit}


class Audit:
    """One phase of the audit of an organisation's round, in one language.

    ``data``: lists, dates, levels, method, language. ``rules``: disclosure and targets. ``show``: sections besides
    those of indicators. ``rounds``: earlier phases and rounds. ``conclude``: ratings, triangulation, recommendations.
    """

    def __init__(self, data: AuditData) -> None:
        self.data = data
        data.on_first_read = self._note_counts
        self.rules = Rules(data)
        self._own = OwnIndicators(data)
        self._record = PhaseRecord(data)
        self._page = Page(data)
        self.rounds = Rounds(data, self._own, self.rules, self._record, self._page)
        self.show = Show(data, self.rules, self._record, self.rounds, self._page)
        self.conclude = Conclude(data, self.rules, self._record, self.rounds)

    def __repr__(self) -> str:
        data = self.data
        return (
            f"Audit of {data.organisation.name}, round {data.round}: {data.phase}, {len(self.found)} findings recorded"
        )

    def _repr_html_(self) -> str:
        """Return a card: organisation, round, date, lists with their rows, findings recorded."""
        html = card.card(
            self.data.organisation,
            self.data.round,
            self.tables,
            self.data.is_given,
            self._record.found,
            self.data.language,
        )
        return str(html)

    @property
    def citation(self) -> str:
        """A line for citing the results: versions, the organisation's round, and a hash of its files."""
        import platform
        from hashlib import sha256
        from importlib.metadata import version

        for name in TABLES:
            self.data.table(name)
        files = sha256("".join(f"{name}{mark}" for name, mark in sorted(self.data.files.items())).encode()).hexdigest()
        libraries = ", ".join(f"{name} {version(name)}" for name in ("pandas", "numpy", "scipy"))
        settings = ", ".join(f"{name} {value}" for name, value in self.data.settings.items()) or "the usual settings"
        return (
            f"genderaudit {version('genderaudit')} (Python {platform.python_version()}, {libraries}): "
            f"{self.data.organisation.name}, round {self.data.round}, files sha256 {files[:16]}, {settings}, "
            f"seed {SEED} where a measure draws."
        )

    @property
    def tables(self) -> Catalogue[pd.DataFrame]:
        """The lists by name, for example ``audit.tables["staff"]``; each is read on access."""
        return Catalogue(
            "list",
            TABLES,
            self.data.table,
            lambda: card.lists_table(self.tables, self.data.is_given, self.data.language),
        )

    @property
    def indicators(self) -> Catalogue[Indicator]:
        """The method's indicators and those defined in this audit, by name."""
        known = self.data.method.indicators
        return Catalogue(
            "indicator", known, known.__getitem__, lambda: card.indicators_table(self.data.method, self.data.language)
        )

    @property
    def areas(self) -> Catalogue[Area]:
        """The twelve key areas by letter."""
        known = {area.id: area for area in self.data.method.areas}
        return Catalogue(
            "key area",
            known,
            lambda name: known[name],
            lambda: card.areas_table(self.data.method.areas, self.data.language),
        )

    def findings(self, phase: str) -> Findings:
        """Return the findings of an earlier phase of this round; a cell shows them as a table."""
        return ShownFindings.speaking(self.rounds.findings(self.data.round, phase), self.data.language)

    def report(self, indicator: str, results: Result | Sequence[Result], rate: bool = False) -> Results:
        """Protect, record and show the results of an indicator; with ``rate``, against its target.

        Returns what was shown: protected and rounded as in the report. Without data, or if all is hidden, that is
        recorded and listed at the end of the phase; no empty section is shown, and the user of the notebook sees a
        line. A second call for the same indicator replaces the first until ``close``, but not from another cell,
        because the output of the first would stay in the notebook: that raises ``AuditError``.
        """
        definition = self.rules.indicator(indicator)
        if definition.kinds and self.data.organisation.kind not in definition.kinds and self._is_without(definition):
            return Results(name=indicator)
        self._record.refuse_if_closed()
        results_given = _results(results)
        # The organisation asks for it: it is told why there is nothing.
        declared = "also" in _blank_dimensions(results_given)
        if definition.if_any and not declared and self._lacks(definition, results_given):
            return Results(name=indicator)
        self.rules.refuse_other_levels(indicator, results_given)
        require_parts(indicator, results_given, definition.protection)
        self._own.name_groups(indicator, results_given)
        cell = cell_id()
        if self._record.cells.get(indicator, cell) != cell:
            raise AuditError("indicator_of_another_cell", indicator=indicator)
        self._record.keep(indicator, self._findings_of(definition, results_given, rate))
        self._record.cells[indicator] = cell
        findings = self._record.by_name[indicator]
        if any(finding.status == "no_evidence" for finding in findings) or recording.all_hidden(findings):
            self._note_on_screen(findings[0])
        else:
            limit, currency = self.data.method.thresholds.significance, self.data.organisation.currency
            self._page.show(indicator_section(definition, findings, self.data.language, limit, currency))
        return Reported.of(findings, self.data.language)

    def _findings_of(self, definition: Indicator, given: Sequence[Result], rate: bool) -> list[Finding]:
        """Return the results of an indicator as findings, as far as they may be shown."""
        if self._lacks(definition, given):
            return [recording.no_evidence(definition, self.data.phase, self._reason(definition, given))]
        regime = self.rules.regime(definition)
        findings = [
            recording.finding(definition, self.data.phase, result, self._area_of(definition, result), regime)
            for result in self.rules.protect(definition, given)
        ]
        target = self.rules.target(definition.id)
        return (
            [recording.rated(finding, target, self.data.method) for finding in findings]
            if rate and target is not None
            else findings
        )

    def record(self, found: Sequence[Finding]) -> None:
        """Add findings to the phase's file, replacing those of the same indicators recorded in this way before.

        They must be of documents, or be findings of an earlier phase: raises ``AuditError`` for a figure about people
        that has not passed the disclosure rules, which belongs in ``report``.
        """
        self._record.record_checked(found, self.rules)

    def _note_on_screen(self, finding: Finding) -> None:
        """Show a line on the screen only, that there is nothing to show and why."""
        if person_at() is not None:
            title = self.data.language.text(f"indicators.{finding.indicator}.title")
            reason = self.data.language.text(f"reasons.{finding.reason}")
            display_section(paragraph(self.data.language.html("lab.no_data", title=title, reason=reason), "note"))

    def close(self) -> None:
        """Write the findings, and show the method note and the provenance; later calls are refused."""
        self._record.closed = True
        findings = self._record.so_far()
        path = self.data.workspace.findings(self.data.name, self.data.round, self.data.phase)
        if person_at() is not None and (lost := self._record.lost_since(path)):
            display_section(paragraph(self.data.language.html("lab.replaced", number=lost), "note"))
        self.data.groupings.write()
        findings_file.write(findings, path)
        level, composition = self.data.confidence_level, self.data.organisation.composition
        merged = self.data.groupings.shown(self.rules.sensitive_groups(findings.findings))
        limits = self.data.method, self.rules.limits
        sampling = findings.sampling
        own_templates_used = laid_over(own_templates(), self.data.language.code)
        phase, language = self.data.phase, self.data.language
        self._page.show(
            pages.method_note(phase, level, *limits, language, merged, composition, sampling, own_templates_used)
        )
        self._page.show(pages.provenance(phase, self.data.settings, self.data.files, language))

    def _is_without(self, definition: Indicator) -> bool:
        """Return True if the organisation did not give the indicator's list."""
        return definition.table is not None and self.data.is_absent(definition.table)

    def _lacks(self, definition: Indicator, results: Sequence[Result]) -> bool:
        return (
            self._is_without(definition)
            or not results
            or bool(_blank_dimensions(results))
            or all(result.value is None and result.reason in recording.NO_DATA for result in results)
        )

    def _reason(self, definition: Indicator, results: Sequence[Result]) -> str:
        if self._is_without(definition):
            return "no_table"
        if not results and definition.id == "change_since_earlier":
            return "no_earlier_round"
        if blank := _blank_dimensions(results):
            merged = "also" in blank or any(
                groups == () for by in self.data.groupings.made.values() for name, groups in by.items() if name in blank
            )
            return "no_two_groups" if merged else "no_column"
        return next((result.reason for result in results if result.reason), "no_rows")

    def _area_of(self, definition: Indicator, result: Result) -> str | None:
        """Return the key area of a survey result: its own, or that of its statement."""
        if definition.table != "survey":
            return None
        areas = {item.id: item.area for item in (*self.data.items, *self.data.options)}
        return result.group.get("area") or areas.get(result.group.get("item", ""))

    def why(self, indicator: str, group: Mapping[str, str] | None = None) -> str:
        """Return a sentence on why a figure is hidden; for people with access to the rows, not for print.

        Args:
            indicator: Name of an indicator that this phase has reported.
            group: The group of the figure, for example ``{"level": "Director"}``; by default the whole.
        """
        if indicator not in self._record.by_name:
            raise wrong_call(f"This phase has not reported {indicator}: report it first, then ask why it is hidden.")
        wanted = dict(group or {})
        hidden_results = self.rules.hidden.get(indicator, [])
        hidden_result = next((result for result in hidden_results if dict(result.group) == wanted), None)
        if (
            hidden_result is None
            and group is None
            and not any(result.group == {} for result in self._record.by_name[indicator])
        ):
            hidden_result = next(iter(hidden_results), None)  # it has groups only
        reason = next(
            (result.reason for result in self._record.by_name[indicator] if result.status == "no_evidence"), None
        )
        if reason is not None:
            return self.data.language.text(f"reasons.{reason}")
        key = hidden_result.reason if hidden_result is not None else "not_hidden"
        limits = {"minimum_cell": self.rules.limits.minimum_cell, "minimum_base": self.rules.limits.minimum_base}
        return self.data.language.text(f"why.{key}", **limits)

    @property
    def measures(self) -> SimpleNamespace:
        """The measures of :mod:`genderaudit.measures`, with this audit's confidence level and language."""
        return self.data.measures

    @property
    def found(self) -> list[Finding]:
        """Findings recorded so far by this phase, in the order first recorded."""
        return self._record.found

    def section(self, name: str) -> None:
        """Announce a section by its heading and introduction (``sections`` in the language files), shown with what
        follows.
        """
        self._page.section(name)

    def own_indicator(self, identity: str, title: str | Mapping[str, str], **definition: Any) -> None:
        """Define an indicator of your own; ``report`` then protects, records and shows it like any other.

        ``definition`` is as in templates/methodology/indicators.yml: at least ``area``, ``table`` and ``unit``, and
        ``chart``, ``target``, ``protection`` etc. as needed. ``title`` is one text, or one by language: ``{"en": …,
        "fr": …}``. With a ``target`` it is in the list of gaps; with ``core=True`` it counts in the rating of its area.
        Figures about people are sensitive unless their protection is ``observable``: visible to everybody in the
        organisation. Raises ``AuditError`` for a definition that indicators.yml would not accept, and for a figure
        about people without protection. Until ``close``, defining it again replaces the first definition.
        """
        self._own.define(identity, title, **definition)

    def _note_counts(self, name: str, rows: pd.DataFrame) -> None:
        """Show a note in a notebook, once per list, if its rows are counts of people."""
        note = card.counts_note(name, rows, self.data.language) if person_at() is not None else None
        if note is not None:
            display_section(paragraph(note, "note"))


def _blank_dimensions(results: Sequence[Result]) -> set[str]:
    """Return the dimensions of the results that are blank for everybody, so that there is no breakdown."""
    counted = [result for result in results if result.n]
    names = {name for result in counted for name in result.group}
    return {name for name in names if all(result.group.get(name) == NOT_STATED for result in counted)}


def _results(given: Any) -> Results:
    """Return the argument of ``report`` as results; raises a wrong-call error for other types."""
    if isinstance(given, Results | Result | list | tuple):
        results = Results([given] if isinstance(given, Result) else given)
        if all(isinstance(result, Result) for result in results):
            return results
    raise wrong_call(
        f"report takes what a measure gives, or a Result of your own, not {type(given).__name__}: "
        'audit.report("staff_women_share", measures.share_of_women(staff)).'
    )
