"""The object of the report notebook: shows the parts of the report one by one, and writes its other files."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field

from genderaudit.audit.data import in_own_words
from genderaudit.audit.page import display_section
from genderaudit.conclusions import findings as records
from genderaudit.conclusions import findings_file
from genderaudit.conclusions.benchmarks import benchmarks_of
from genderaudit.conclusions.releases import last, refuse_changed, releases
from genderaudit.foundations.errors import AuditError, set_error_language
from genderaudit.foundations.files import write_atomically
from genderaudit.foundations.language import language as language_of
from genderaudit.foundations.workspace import BRIEF, PHASES, REPORT, Workspace
from genderaudit.intake.survey.own_questionnaire import questionnaire_of
from genderaudit.methodology.method import methodology
from genderaudit.methodology.organisation import read_organisation
from genderaudit.report.document import Block, Document
from genderaudit.report.edition import Stamp, draft
from genderaudit.report.writers.page import sections
from genderaudit.reporting import brief, report
from genderaudit.reporting.asked import recommendations
from genderaudit.reporting.followed import what_changed
from genderaudit.reporting.material import Material
from genderaudit.reporting.method import how_we_worked
from genderaudit.reporting.unsaid import unsaid


def open_report(organisation: str, round: str, language: str, workspace: str = "") -> Report:
    """Open the report of a round from the findings of the phases that ran.

    Errors are in its language from then on. Raises ``AuditError`` for an unknown organisation, round or language, and
    if no phase ran.
    """
    organisation, round, language, workspace = map(str, (organisation, round, language, workspace))
    set_error_language(language_of(language).code)
    place = Workspace.open(workspace)
    return Report(place, organisation, material_of(place, organisation, round, language))


def material_of(
    workspace: Workspace, organisation: str, round: str, language: str, stamp: Stamp | None = None, made: str = ""
) -> Material:
    """Return the material of a round's publications; without a ``stamp`` they are drafts.

    ``made`` is their date (ISO), by default today. Raises ``AuditError`` if no phase ran.
    """
    about = read_organisation(workspace.raw(organisation))
    asked = questionnaire_of(workspace.raw(organisation, round), about)
    own_words = in_own_words(language_of(language), about, asked)
    now = {
        phase: findings_file.read(workspace.findings(organisation, round, phase), organisation, round, phase)
        for phase in PHASES
        if workspace.findings(organisation, round, phase).is_file()
    }
    if not now:
        raise AuditError(
            "no_findings",
            organisation=f"{organisation} {round}",
            command=f"genderaudit run {organisation} --round {round}",
        )
    method = methodology().with_questionnaire(asked)
    for own_indicator in (indicator for phase_findings in now.values() for indicator in phase_findings.own):
        method = method.with_indicator(own_indicator.definition)
    before = _before(workspace, organisation, round)
    middles = benchmarks_of(workspace, about, round)
    day = dt.date.fromisoformat(made) if made else dt.datetime.now(dt.UTC).date()
    return Material(about, round, own_words, method, now, before, stamp or draft(own_words), middles, day)


def _before(workspace: Workspace, organisation: str, round: str) -> dict[str, records.Findings]:
    """Return the findings of the earlier round by phase, of its last edition if there is one.

    Raises ``AuditError`` if the findings of an edition were changed.
    """
    rounds = [name for name in workspace.rounds(organisation) if name < round]
    if not rounds:
        return {}
    earlier = rounds[-1]
    edition = last(releases(workspace, organisation, earlier))
    findings = {}
    for phase in PHASES:
        path = workspace.compared(organisation, earlier, phase)
        if path.is_file():
            if edition is not None:
                refuse_changed(workspace, edition, phase)
            findings[phase] = findings_file.read(path, organisation, earlier, phase)
    return findings


@dataclass
class Report:
    """The report of a round in one language."""

    workspace: Workspace
    name: str
    material: Material
    _shown: dict[str, Sequence[Block]] = field(default_factory=dict)
    """Blocks by the anchor or text they begin with: running a cell again replaces what it showed."""
    _brief: list[Block] = field(default_factory=list)

    def __repr__(self) -> str:
        return f"Report of {self.material.organisation.name}, round {self.material.round}"

    @property
    def areas(self) -> list[str]:
        """Letters of the key areas, in the order of the method."""
        return [area.id for area in self.material.method.areas]

    def show_decisions(self) -> None:
        """Show the main findings and decisions."""
        self.show(report.decision_page(self.material))

    def show_method(self) -> None:
        """Show who did the audit and how, who answered, and what was read."""
        self.show(how_we_worked(self.material))

    def show_scorecard(self) -> None:
        """Show the key areas by source of evidence."""
        self.show(report.scorecard(self.material))

    def show_map(self) -> None:
        """Show the gender inequality map."""
        self.show(report.inequality_map(self.material))

    def show_areas(self, areas: Sequence[str]) -> None:
        """Show one section per key area; those with little evidence share one."""
        self.show(report.sections(areas, self.material))

    def show_changes(self) -> None:
        """Show the changes since the earlier round, if there was one."""
        self.show(what_changed(self.material))

    def show_recommendations(self) -> None:
        """Show the recommendations and the calendar of the first year."""
        self.show(recommendations(self.material))

    def show_unsaid(self) -> None:
        """Show what could not be answered."""
        self.show(unsaid(self.material))

    def show_brief(self) -> None:
        """Show the two pages for a board or a congress."""
        self._brief = list(brief.brief(self.material).blocks)
        _display(self._brief, self.material)

    def show_poster(self) -> None:
        """Show the page for a hall."""
        _display(brief.poster(self.material), self.material)

    def show(self, blocks: Sequence[Block]) -> None:
        """Show blocks (:mod:`genderaudit.report.document`), also the user's own; the Word file includes them."""
        if blocks:
            self._shown[getattr(blocks[0], "anchor", "") or repr(blocks[0])] = blocks
        _display(blocks, self.material)

    def write_documents(self) -> None:
        """Write the report and the brief as Word files, and the slides, beside the pages."""
        blocks = [block for shown in self._shown.values() for block in shown]
        folder = self.workspace.outputs(self.name, self.material.round, self.material.language.code)
        for name, content in documents(self.material, blocks, self._brief).items():
            write_atomically(folder / name, content)


def documents_of(material: Material) -> dict[str, bytes]:
    """Return the Word files and slides of the whole report, as the suite's notebook shows it."""
    return documents(material, report.report(material).blocks, brief.brief(material).blocks)


def documents(material: Material, blocks: Sequence[Block], brief_blocks: Sequence[Block]) -> dict[str, bytes]:
    """Return Word files and slides by file name."""
    from genderaudit.report.writers.slides import slides
    from genderaudit.report.writers.word import word

    whole = report.document(material.language.text("page.report_title"), blocks, material)
    short = report.document(material.language.text("page.brief_title"), brief_blocks, material)
    shown: Document = brief.slides(material)
    return {f"{REPORT}.docx": word(whole), f"{BRIEF}.docx": word(short), f"{BRIEF}.pptx": slides(shown)}


def _display(blocks: Sequence[Block], material: Material) -> None:
    for one in sections(blocks, material.language, deepest=2):
        display_section(one)
