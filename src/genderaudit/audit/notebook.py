"""The object that phase notebooks talk to: ``open_audit`` opens it from a notebook's parameters."""

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
from genderaudit.intake.own_questionnaire import questionnaire_of
from genderaudit.measures.counting import NOT_STATED
from genderaudit.measures.inference import SEED
from genderaudit.measures.result import Result
from genderaudit.measures.results import Results
from genderaudit.methodology.method import methodology
from genderaudit.methodology.models import Area, Indicator
from genderaudit.methodology.organisation import read_organisation
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


class Audit:
    """One phase of the audit of an organisation's round, in one language.

    ``data``: lists, dates, levels, method, language. ``rules``: what may be shown, and targets. ``show``: sections
    besides those of indicators. ``rounds``: earlier phases and rounds. ``conclude``: ratings, triangulation, advice.
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
        """A card: organisation, round, date, the lists with their rows, what is recorded so far."""
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
        """A line to cite for what this audit computes: versions, the organisation's round, and a hash of its files."""
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
        """The lists of the contract by name, e.g. ``audit.tables["staff"]``; each is read when it is asked for."""
        return Catalogue(
            "list",
            TABLES,
            self.data.table,
            lambda: card.lists_table(self.tables, self.data.is_given, self.data.language),
        )

    @property
    def indicators(self) -> Catalogue[Indicator]:
        """The method's indicators, and those that this audit defines, by name."""
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
        """What an earlier phase of this round found; a cell shows it as a table in the language of the audit."""
        return ShownFindings.speaking(self.rounds.findings(self.data.round, phase), self.data.language)

    def report(self, indicator: str, results: Result | Sequence[Result], rate: bool = False) -> Results:
        """Protect, record and show the results of an indicator; with ``rate``, against its target.

        Returns what it has shown: protected, in the precision of the report. Where the organisation gave no data for
        it, or all of it is hidden, that is recorded, and the table of what is missing at the end of the phase says
        it; the report is not filled with empty sections, and who works in the notebook sees a line. A second call for
        the same indicator replaces the first until ``close``. Another cell cannot replace it: what the first has shown
        stays in the notebook.
        """
        definition = self.rules.indicator(indicator)
        if definition.kinds and self.data.organisation.kind not in definition.kinds and self._is_without(definition):
            return Results(name=indicator)
        self._record.refuse_if_closed()
        given = _results(results)
        declared = "also" in _blank_dimensions(given)  # the organisation asks for it: it is told why there is nothing
        if definition.if_any and not declared and self._lacks(definition, given):
            return Results(name=indicator)
        self.rules.refuse_other_levels(indicator, given)
        require_parts(indicator, given, definition.protection)
        self._own.name_groups(indicator, given)
        cell = cell_id()
        if self._record.cells.get(indicator, cell) != cell:
            raise AuditError("indicator_of_another_cell", indicator=indicator)
        self._record.keep(indicator, self._decide(definition, given, rate))
        self._record.cells[indicator] = cell
        found = self._record.by_name[indicator]
        if any(finding.status == "no_evidence" for finding in found) or recording.all_hidden(found):
            self._say_to_who_works(found[0])
        else:
            limit, currency = self.data.method.thresholds.significance, self.data.organisation.currency
            self._page.show(indicator_section(definition, found, self.data.language, limit, currency))
        return Reported.of(found, self.data.language)

    def _decide(self, definition: Indicator, given: Sequence[Result], rate: bool) -> list[Finding]:
        """What may be shown of the results of an indicator, as findings."""
        if self._lacks(definition, given):
            return [recording.no_evidence(definition, self.data.phase, self._reason(definition, given))]
        regime = self.rules.regime(definition)
        found = [
            recording.finding(definition, self.data.phase, result, self._area_of(definition, result), regime)
            for result in self.rules.protect(definition, given)
        ]
        target = self.rules.target(definition.id)
        return (
            [recording.rated(one, target, self.data.method) for one in found] if rate and target is not None else found
        )

    def record(self, found: Sequence[Finding]) -> None:
        """Add findings to the phase's file; those of the same indicators that were recorded so before are replaced.

        They are of documents, or what an earlier phase has found: ``AuditError`` for a figure about people that has
        passed no disclosure rules. Such results go to ``report``.
        """
        self._record.record_checked(found, self.rules)

    def _say_to_who_works(self, finding: Finding) -> None:
        """Say in a line, on the screen only, that there is nothing to show and why."""
        if person_at() is not None:
            title = self.data.language.text(f"indicators.{finding.indicator}.title")
            reason = self.data.language.text(f"reasons.{finding.reason}")
            display_section(paragraph(self.data.language.html("lab.no_data", title=title, reason=reason), "note"))

    def close(self) -> None:
        """Write the findings; show the method note and the provenance. A cell that is run after it is refused."""
        self._record.closed = True
        found = self._record.so_far()
        path = self.data.workspace.findings(self.data.name, self.data.round, self.data.phase)
        if person_at() is not None and (lost := self._record.lost_since(path)):
            display_section(paragraph(self.data.language.html("lab.replaced", number=lost), "note"))
        self.data.groupings.write()
        findings_file.write(found, path)
        level, composition = self.data.confidence_level, self.data.organisation.composition
        merged = self.data.groupings.shown(self.rules.sensitive_groups(found.findings))
        limits = self.data.method, self.rules.limits
        sampling = found.sampling
        own = laid_over(own_templates(), self.data.language.code)
        phase, language = self.data.phase, self.data.language
        self._page.show(pages.method_note(phase, level, *limits, language, merged, composition, sampling, own))
        self._page.show(pages.provenance(phase, self.data.settings, self.data.files, language))

    def _is_without(self, definition: Indicator) -> bool:
        """Whether the organisation gave no list that the indicator is of."""
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
        """Of the survey: the key area that a result names, or that its statement belongs to."""
        if definition.table != "survey":
            return None
        areas = {item.id: item.area for item in (*self.data.items, *self.data.options)}
        return result.group.get("area") or areas.get(result.group.get("item", ""))

    def why(self, indicator: str, group: Mapping[str, str] | None = None) -> str:
        """Why a figure is hidden, in a sentence: for who has the rows, never for print.

        Args:
            indicator: Its name; this phase has reported it.
            group: The group of the figure, for example ``{"level": "Director"}``; without it, the whole.
        """
        if indicator not in self._record.by_name:
            raise wrong_call(f"This phase has not reported {indicator}: report it first, then ask why it is hidden.")
        wanted = dict(group or {})
        every = self.rules.hidden.get(indicator, [])
        found = next((one for one in every if dict(one.group) == wanted), None)
        if found is None and group is None and not any(one.group == {} for one in self._record.by_name[indicator]):
            found = next(iter(every), None)  # it has groups only
        reason = next((one.reason for one in self._record.by_name[indicator] if one.status == "no_evidence"), None)
        if reason is not None:
            return self.data.language.text(f"reasons.{reason}")
        key = found.reason if found is not None else "not_hidden"
        limits = {"minimum_cell": self.rules.limits.minimum_cell, "minimum_base": self.rules.limits.minimum_base}
        return self.data.language.text(f"why.{key}", **limits)

    @property
    def measures(self) -> SimpleNamespace:
        """The measures of :mod:`genderaudit.measures`, at this audit's confidence level and in its language."""
        return self.data.measures

    @property
    def found(self) -> list[Finding]:
        """What this phase has recorded so far, in the order in which it was first recorded."""
        return self._record.found

    def section(self, name: str) -> None:
        """A heading with its introduction (``sections`` in the language files), shown with what follows it."""
        self._page.section(name)

    def own_indicator(self, identity: str, title: str | Mapping[str, str], **definition: Any) -> None:
        """Define an indicator of your own; ``report`` then protects, records and shows it like any other.

        ``definition`` as in templates/methodology/indicators.yml: ``area``, ``table`` and ``unit`` at least, and
        ``chart``, ``target``, ``protection`` … as needed. ``title`` is one text, or one by language:
        ``{"en": …, "fr": …}``. With a ``target`` it stands in the gap list; with ``core=True`` its area is rated by it
        too. What it tells of people is sensitive unless its protection is ``observable``: everybody there can see it.
        Raises ``AuditError`` for what indicators.yml would not take either, and for a figure about people that
        is not to be protected. Defining it again replaces the first definition, until ``close``.
        """
        self._own.define(identity, title, **definition)

    def _note_counts(self, name: str, rows: pd.DataFrame) -> None:
        """Tell who works in a notebook, once a list, where its rows are counts of people."""
        note = card.counts_note(name, rows, self.data.language) if person_at() is not None else None
        if note is not None:
            display_section(paragraph(note, "note"))


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
