"""Releases: the findings of a draft frozen as an edition, if the checks of the caller pass."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from genderaudit.audit.notebook import open_audit
from genderaudit.conclusions import releases as editions
from genderaudit.conclusions.findings import Finding, Findings
from genderaudit.conclusions.findings_file import read
from genderaudit.conclusions.messages import offered
from genderaudit.conclusions.recommendations import number_first
from genderaudit.conclusions.releases import ChangedFigure, ListHash, Reader, Release
from genderaudit.foundations.errors import AuditError, HasSentence, join_errors, text
from genderaudit.foundations.files import temporary_folder, write_atomically
from genderaudit.foundations.language import Language, language
from genderaudit.foundations.workspace import (
    ACTION_PLAN,
    ANNEX,
    FINDINGS,
    MAP,
    NOTEBOOKS,
    PHASES,
    STAGES,
    Workspace,
    report_name,
)
from genderaudit.intake import Intake, read_round
from genderaudit.intake.problems import Problem
from genderaudit.method_check.notebooks import faults_of_observable
from genderaudit.methodology.method import methodology
from genderaudit.methodology.organisation import read_organisation
from genderaudit.report.charts import poster
from genderaudit.report.corrections import corrections_section
from genderaudit.report.edition import released
from genderaudit.report.export import export_joined, export_stage
from genderaudit.report.pictures import pdf, svg
from genderaudit.reporting.notebook import documents_of, material_of
from genderaudit.runner.copies import notebooks_of
from genderaudit.runner.links import FILES, links_of
from genderaudit.runner.notebooks import read_notebook
from genderaudit.runner.status import status
from genderaudit.workbooks import action_plan

PEOPLE = ("staff", "members", "services", "attendance", "recruitment", "survey", "bodies")
"""Lists of people."""


class SameEditionError(AuditError):
    """The last edition is identical to what would be released."""


@dataclass(frozen=True, slots=True)
class ReleaseContent:
    """The content of a release and of those before it, for the checks."""

    workspace: Workspace
    organisation: str
    round: str
    reader: Reader
    findings: Mapping[str, Findings]
    """Phase → findings."""
    before: Sequence[Release]
    """The round's releases so far, oldest first."""


Passes = Callable[[ReleaseContent], Sequence[AuditError]]
"""Returns the reasons to refuse a release, each with what to do; empty if it passes."""
Prints = Callable[[Path, Language], None]
"""Adds printed versions of the pages, made by a browser, to a folder in a language."""


@dataclass(frozen=True, slots=True)
class ReleaseOrder:
    """The reader of a release, and the explanation of changed figures.

    ``only_changed``: refuse if no figure has changed since the last release to this reader, even if words have.
    """

    reader: Reader = "organisation"
    receiver: str = ""
    because: str = ""
    only_changed: bool = False


def not_printed(folder: Path, language: Language) -> None:
    """Add nothing: pages only."""


def release(
    workspace: Workspace,
    organisation: str,
    round: str,
    order: ReleaseOrder,
    passes: Passes,
    notebooks: Path = NOTEBOOKS,
    prints: Prints = not_printed,
) -> Release:
    """Freeze the draft of a round as its next edition, and copy its pages to the outputs for readers.

    Raises ``AuditError`` where the draft is incomplete or out of date, where nothing has changed since the last
    release to this reader, where figures have changed without an explanation, where the survey asks about
    violence and no contact person is named, where another organisation has released the same lists, where
    an earlier release is lost or altered, where the workspace's method declares observable what is not, and with the
    reasons of ``passes``.
    """
    before = editions.releases(workspace, organisation, round)
    for one in before:
        editions.refuse_changed(workspace, one)
    made_from = _report_keys(workspace, organisation, round, notebooks)
    paths = {phase: workspace.findings(organisation, round, phase) for phase in PHASES}
    findings = {phase: read(path, organisation, round, phase) for phase, path in paths.items()}
    replaced = _last_for(order.reader, before)
    changed = editions.changes(editions.findings_of(workspace, replaced), findings.values()) if replaced else []
    _refuse_same(before, order, made_from, changed)
    _refuse_unexplained(replaced, order, changed)
    about = read_organisation(workspace.raw(organisation))
    intake = read_round(workspace.raw(organisation, round), about, round)
    lists = editions.lists_of(intake.tables, editions.key_of(workspace))
    published = ReleaseContent(workspace, organisation, round, order.reader, findings, before)
    reasons: list[HasSentence] = [
        *_referral_problems(intake),
        *_released_elsewhere(workspace, organisation, lists),
        *faults_of_observable(methodology(), notebooks_of(workspace, notebooks)),
        *passes(published),
    ]
    if reasons:
        raise join_errors(reasons)
    edition = _next_edition(published, order, replaced, changed, made_from, lists)
    return _freeze(workspace, edition, replaced if edition.replaces else None, changed, findings, prints)


def _last_for(reader: Reader, before: Sequence[Release]) -> Release | None:
    """Return the last edition for this reader: for another, figures may have been merged differently."""
    return editions.last([one for one in before if one.reader == reader], validation=False)


def _next_edition(
    published: ReleaseContent,
    order: ReleaseOrder,
    replaced: Release | None,
    changed: Sequence[ChangedFigure],
    made_from: Mapping[str, str],
    lists: Mapping[str, ListHash],
) -> Release:
    """Return the record of the next edition of the round, of today, without its files."""
    return Release(
        organisation=published.organisation,
        round=published.round,
        number=len(published.before) + 1,
        date=dt.datetime.now(dt.UTC).date(),
        reader=order.reader,
        receiver=order.receiver,
        replaces=replaced.number if replaced else None,
        because=order.because if changed else "",
        made_from=dict(made_from),
        lists=dict(lists),
        files={},
    )


def _report_keys(workspace: Workspace, organisation: str, round: str, notebooks: Path) -> dict[str, str]:
    """Return language → key of the report for all languages that were run; ``AuditError`` unless all are up to date."""
    workspace.raw(organisation, round)
    rows = [row for row in status(workspace, notebooks, [organisation]) if row.round == round]
    run = [row for row in rows if set(row.steps.values()) != {"missing"}]
    if not run or any(row.state != "done" for row in run):
        raise AuditError(
            "draft_incomplete",
            organisation=organisation,
            round=round,
            command=f"genderaudit run {organisation} --round {round}",
        )
    return {row.language: row.key for row in run}


def _refuse_same(
    before: Sequence[Release], order: ReleaseOrder, made_from: Mapping[str, str], changed: Sequence[ChangedFigure]
) -> None:
    same = [one for one in before if one.reader == order.reader and order.receiver in ("", one.receiver)]
    if same and not changed and (order.only_changed or same[-1].made_from == made_from):
        raise SameEditionError(
            "same_edition", edition=same[-1].number, organisation=same[-1].organisation, round=same[-1].round
        )


def _refuse_unexplained(replaced: Release | None, order: ReleaseOrder, changed: Sequence[ChangedFigure]) -> None:
    if replaced and changed and not order.because:
        raise AuditError(
            "figures_changed",
            number=len(changed),
            organisation=replaced.organisation,
            round=replaced.round,
            edition=replaced.number,
        )


@dataclass(frozen=True, slots=True)
class _Lacking:
    """A problem of which ``check`` warns, and for which a release is refused."""

    problem: Problem

    def sentence(self, language: Language) -> str:
        """Return the problem in this language."""
        return f"{self.problem.what(language)} {self.problem.fix(language)}"


def _referral_problems(intake: Intake) -> Iterator[_Lacking]:
    """Yield the problem of a survey on violence that names no contact person before anybody reads the answers."""
    return (_Lacking(problem) for problem in intake.problems if problem.rule == "survey_without_referral")


def _released_elsewhere(workspace: Workspace, organisation: str, lists: Mapping[str, ListHash]) -> Iterator[AuditError]:
    people = {name: one for name, one in lists.items() if name in PEOPLE}
    for other in editions.others_of(workspace, organisation):
        for name in editions.same_lists(people, other.lists):
            yield AuditError(
                "released_elsewhere",
                table=text(f"tables.{name}"),
                organisation=other.organisation,
                round=other.round,
                edition=other.number,
            )


def _freeze(
    workspace: Workspace,
    edition: Release,
    replaced: Release | None,
    changed: Sequence[ChangedFigure],
    findings: Mapping[str, Findings],
    prints: Prints,
) -> Release:
    """Write everything beside its place, move it there in one step, then copy the pages for readers."""
    place = workspace.release(edition.organisation, edition.round, edition.number)
    with temporary_folder(place.parent) as stage:
        folder = stage / place.name
        for phase in PHASES:
            path = workspace.findings(edition.organisation, edition.round, phase)
            for file in (path, path.with_suffix(".csv")):
                write_atomically(folder / FINDINGS / file.name, file.read_bytes())
        for code in edition.made_from:
            for name, content in _Pages(workspace, edition, code, replaced, changed, findings).files():
                write_atomically(folder / code / name, content)
            prints(folder / code, language(code))
        frozen = editions.freeze(folder, edition)
        folder.rename(place)
    editions.hand_out(workspace, frozen)
    return frozen


class _Pages:
    """The pages of an edition in one language: those of the draft, drawn anew with the edition's mark."""

    def __init__(
        self,
        workspace: Workspace,
        made: Release,
        code: str,
        replaced: Release | None,
        changed: Sequence[ChangedFigure],
        findings: Mapping[str, Findings],
    ) -> None:
        self._folder = workspace.outputs(made.organisation, made.round, code)
        self._findings = findings
        self._audit = open_audit("recommendations", made.organisation, made.round, code, str(workspace.root))
        for one in findings.values():
            self._audit._own.adopt(one.own)
        method, language = self._audit.data.method, self._audit.data.language
        about, corrections = self._audit.data.organisation, None
        if replaced and changed:
            corrections = corrections_section(made, replaced, changed, method, language, about.currency)
        self._stamp = released(made, replaced, len(changed), corrections, language)
        place = workspace, made.organisation, made.round, code
        self._material = material_of(*place, self._stamp, str(made.date))
        self._about = {
            "name": about.name,
            "kind": about.kind,
            "asked": about.population_asked,
            "invented": about.invented,
        }
        self._about |= {"round": made.round, "date": made.date, "stamp": self._stamp}
        files = [file for file in FILES.values() if (self._folder / file).is_file()]
        self._about["links"] = links_of(code, files, [other for other in made.made_from if other != code])

    def files(self) -> Iterator[tuple[str, str | bytes]]:
        """Yield name and content of each file; workbook and poster only where the draft has them."""
        audit, findings = self._audit, self._findings
        books = {phase: read_notebook(self._folder / "notebooks" / f"{report_name(phase)}.ipynb") for phase in STAGES}
        for phase, book in books.items():
            for name, page in export_stage(book, phase, audit.data.language, self._about).items():
                yield f"{name}.html", page
        yield f"{ANNEX}.html", export_joined(books, audit.data.language, self._about)
        yield from documents_of(self._material).items()
        where = (audit.data.organisation, audit.data.round, audit.data.language)
        if (self._folder / f"{ACTION_PLAN}.xlsx").is_file():
            recommendations = findings["recommendations"]
            before = audit.rounds.follow_up([one for phase, one in findings.items() if phase != "recommendations"])
            arguments = (
                recommendations.recommendations,
                _by_id(findings),
                audit.data.method,
                *where,
                before,
                self._stamp,
            )
            first, choices = number_first(recommendations.parameters), offered(*self._material.ranked)
            yield (
                f"{ACTION_PLAN}.xlsx",
                action_plan(*arguments, first=first, offered=choices, published=recommendations.publication),
            )
        if (self._folder / f"{MAP}.svg").is_file():
            figure = poster(findings["baseline"], findings["gap_analysis"], *where, self._stamp)
            yield f"{MAP}.svg", svg(figure)
            yield f"{MAP}.pdf", pdf(figure)


def _by_id(findings: Mapping[str, Findings]) -> dict[str, Finding]:
    return {finding.id: finding for phase in findings.values() for finding in phase.findings}
