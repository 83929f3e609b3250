"""Choice of the audits of a synthesis, and the record kept of each release, small enough to hold many."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import get_args

from genderaudit.conclusions.actions import Standing, standing
from genderaudit.conclusions.findings import EvidencePattern, Finding, Findings
from genderaudit.conclusions.followup import Change, follow_up
from genderaudit.conclusions.monitoring import OWN, read_history
from genderaudit.conclusions.publication import Quotation
from genderaudit.conclusions.ratings import VIEW, is_short
from genderaudit.conclusions.releases import Release, findings_of, last, releases
from genderaudit.foundations.errors import AuditError, known_names
from genderaudit.foundations.plaintext import folded
from genderaudit.foundations.workspace import TEMPLATES, Workspace
from genderaudit.foundations.yamlfile import Record, load_model
from genderaudit.methodology.method import Methodology
from genderaudit.methodology.models import Rating, Recommendation
from genderaudit.methodology.organisation import Kind, Organisation, read_organisation

KINDS = get_args(Kind)
READ = ("baseline", "gap_analysis", "staff_perception", "recommendations")
"""Phases whose findings are read."""
_PERIOD = re.compile(r"((?:19|20)\d\d)(?:-((?:19|20)\d\d))?")


class SynthesisSettings(Record):
    """Settings of a synthesis: the content of ``templates/report/synthesis.yml``."""

    women_of: list[str]
    """Indicators whose women and totals are summed: composition, which is public within an organisation."""
    focal_points: list[str]
    """Indicators on focal points, summed likewise."""
    by_level: str
    levels: dict[str, list[str]]
    """Common levels of bodies and the words for them in lists; other words are an organisation's own."""
    quotas: str
    in_force: list[str]
    """Criteria of the document review that show whether a policy or mechanism is in force."""
    lines: list[str]
    """Shares of units or budget lines, not of people: counted by how many organisations meet the target."""
    quarters: list[str]
    """Protected figures whose quartiles over the organisations are given."""
    findings: int
    decisions: int
    practices: int
    recurring: int


@cache
def content() -> SynthesisSettings:
    """Return the settings."""
    return load_model(TEMPLATES / "report" / "synthesis.yml", SynthesisSettings)


@dataclass(frozen=True, slots=True)
class AuditSelection:
    """Selection of audits: by period (years, inclusive), kind, names, or a federation with its affiliates."""

    first: int | None = None
    last: int | None = None
    kind: str = ""
    names: tuple[str, ...] = ()
    federation: str = ""

    @classmethod
    def of(cls, period: str = "", organisations: str = "") -> AuditSelection:
        """Return the choice given by the notebook's parameters.

        ``period``: a year, two years as 2023-2025, or empty for each organisation's latest audit. ``organisations``:
        names separated by spaces, ``kind:trade_union``, ``federation:NAME``, or empty for all. Raises ``AuditError``
        for others.
        """
        years = _PERIOD.fullmatch(period) if period else None
        if period and (years is None or (years[2] and years[2] < years[1])):
            raise AuditError("period", period=period)
        first = int(years[1]) if years else None
        end = int(years[2] or years[1]) if years else None
        kind, federation, names = "", "", tuple(organisations.split())
        if organisations.startswith("kind:"):
            kind, names = organisations.removeprefix("kind:").strip(), ()
            if kind not in KINDS:
                raise AuditError("no_kind", kind=kind, near=known_names(kind, KINDS))
        elif organisations.startswith("federation:"):
            federation, names = organisations.removeprefix("federation:").strip(), ()
        return cls(first, end, kind, names, federation)

    @property
    def period(self) -> str:
        """The years as part of a path; empty for the latest audits."""
        if self.first is None:
            return ""
        return str(self.first) if self.first == self.last else f"{self.first}-{self.last}"

    def is_of(self, name: str, about: Organisation) -> bool:
        """Return True if the organisation is chosen."""
        if self.names:
            return name in self.names
        if self.federation:
            return self.federation in (name, about.affiliated_to)
        return not self.kind or about.kind == self.kind

    def has(self, year: int) -> bool:
        """Return True if the year is in the period."""
        return self.first is None or self.last is None or self.first <= year <= self.last


class NotReleased(Record):
    """An organisation without a release in the period."""

    slug: str
    name: str
    named: bool


class Audited(Record):
    """The record of one release in a synthesis."""

    slug: str
    name: str
    named: bool
    """True if a synthesis may name it."""
    kind: Kind
    round: str
    edition: int
    """Number of the release: a corrected edition may differ from one counted before."""
    year: int
    is_first: bool
    """True if no earlier round of it was released."""
    affiliated_to: str = ""
    own_members_only: bool = False
    patterns: list[EvidencePattern]
    figures: dict[str, Finding]
    """Figures of the whole organisation by indicator."""
    earlier: dict[str, Finding] = {}
    """The same figures of the earlier released round."""
    levels: dict[str, Finding]
    """Women in bodies by level of the body."""
    quotas: list[Finding]
    documents: dict[str, Rating]
    short: list[str]
    """Indicators of weight whose figure for the whole organisation is short of its target."""
    judged: list[str]
    """Indicators of weight whose figure is rated, short or not."""
    recommended: list[str]
    weighed: list[str]
    """Recommendations whose conditions could be evaluated from what was rated."""
    answered: tuple[int, int]
    """Recommendations with an answer, and all: from the last follow-up of this plan, else as released."""
    meetings: int = 0
    """Number of follow-ups of its plan so far."""
    carried_out: tuple[int, int] | None = None
    """Recommendations done, and those accepted: from the last follow-up, else of the earlier round; None if unknown."""
    changes: list[Change] = []
    practices: list[Quotation] = []
    missing: list[str]
    """Lists that the audit did not have."""

    @property
    def element(self) -> str:
        """Key of the audit among released sets: another round or a correction is another audit."""
        return f"{self.slug}/{self.round}/{self.edition}"

    @property
    def people(self) -> tuple[float, float]:
        """Members and staff covered by the audit, as far as lists say."""
        figures = (self.figures.get(name) for name in ("members_women_share", "staff_women_share"))
        members, staff = (figure.n or 0.0 if figure else 0.0 for figure in figures)
        return members, staff


@dataclass
class Chosen:
    """The audits of a synthesis sorted by name, and the organisations that are not included."""

    audits: list[Audited] = field(default_factory=list)
    not_released: list[NotReleased] = field(default_factory=list)
    unreadable: list[str] = field(default_factory=list)
    """Organisations whose files or releases cannot be read."""


def refuse_unknown(workspace: Workspace, choice: AuditSelection) -> None:
    """Raise ``AuditError`` for an unknown organisation or federation."""
    known = workspace.organisations()
    for name in (*choice.names, *([choice.federation] if choice.federation else [])):
        if name not in known:
            raise AuditError("no_organisation", organisation=name, near=known_names(name, known))
    if choice.federation:
        federations = {_federation_of(workspace, name) for name in known} - {""}
        if choice.federation not in federations:
            near = known_names(choice.federation, sorted(federations))
            raise AuditError("no_affiliates", organisation=choice.federation, near=near)


def _federation_of(workspace: Workspace, name: str) -> str:
    """Return the federation that an organisation is affiliated to; empty if its file cannot be read."""
    try:
        return read_organisation(workspace.raw(name)).affiliated_to or ""
    except AuditError:
        return ""


def choose(workspace: Workspace, choice: AuditSelection, method: Methodology) -> Chosen:
    """Return each organisation's latest release in the period; one that cannot be read is listed, not an error."""
    refuse_unknown(workspace, choice)
    chosen = Chosen()
    for name in workspace.organisations():
        try:
            about = read_organisation(workspace.raw(name))
            if not choice.is_of(name, about):
                continue
            audit = _latest_audit(workspace, name, about, choice, method)
        except AuditError:
            chosen.unreadable.append(name)
            continue
        if audit is None:
            chosen.not_released.append(NotReleased(slug=name, name=about.name, named=_may_be_named(about)))
        else:
            chosen.audits.append(audit)
    chosen.audits.sort(key=lambda audit: audit.name.casefold())
    return chosen


def listed_once(audits: Sequence[Audited]) -> list[Audited]:
    """Return the audits whose lists of members may be summed: affiliates' members are in their federation's list, too.

    Of a federation and its affiliates among the audits, those with more people are kept.
    """
    left_out: set[str] = set()
    for federation in audits:
        affiliates = [audit for audit in audits if audit.affiliated_to == federation.slug]
        if federation.people[0] >= sum(audit.people[0] for audit in affiliates):
            left_out |= {audit.slug for audit in affiliates}
        else:
            left_out.add(federation.slug)
    return [audit for audit in audits if audit.slug not in left_out]


def _latest_audit(
    workspace: Workspace, name: str, about: Organisation, choice: AuditSelection, method: Methodology
) -> Audited | None:
    rounds = sorted({*workspace.rounds(name), *workspace.released_rounds(name)})  # lists stay with who was audited
    editions = [(round, last(releases(workspace, name, round), validation=False)) for round in rounds]
    known = [(round, edition) for round, edition in editions if edition is not None]
    years = [(round, edition, _year(about, round, edition)) for round, edition in known]
    inside = [place for place, (_, _, year) in enumerate(years) if choice.has(year)]
    if not inside:
        return None
    place = inside[-1]
    round, edition, year = years[place]
    before = findings_of(workspace, years[place - 1][1], READ) if place else []
    audit = taken(name, about, edition, year, findings_of(workspace, edition, READ), before, method)
    meetings = read_history(workspace, name, round).meetings
    if not meetings:
        return audit
    places = [place for key, place in meetings[-1].places.items() if not key.startswith(OWN)]
    taken_on = sum(place not in ("rejected", "unanswered") for place in places)
    update = {"meetings": len(meetings), "carried_out": (places.count("done"), taken_on)}
    return audit.model_copy(update=update | {"answered": (len(places) - places.count("unanswered"), len(places))})


def _may_be_named(about: Organisation) -> bool:
    """Return True if the organisation currently agrees to be named; simulated ones always do."""
    return about.named_in_syntheses or about.invented


def _year(about: Organisation, round: str, edition: Release) -> int:
    day = about.date_of(round)
    return day.year if day else edition.date.year


def taken(
    name: str,
    about: Organisation,
    release: Release,
    year: int,
    now: Sequence[Findings],
    before: Sequence[Findings],
    method: Methodology,
) -> Audited:
    """Return the record of an audit from the findings of its phases and of the earlier released round, if any."""
    by_phase = {phase.phase: phase for phase in now}
    last_phase, rules = by_phase.get("recommendations"), content()
    all_findings = [finding for phase in now for finding in phase.findings]
    proposed = [finding.recommendation for finding in last_phase.recommendations] if last_phase else []
    publication = last_phase.publication if last_phase else None
    papers = [finding for finding in all_findings if finding.indicator == "document_rating"]
    gaps = by_phase["gap_analysis"].findings if "gap_analysis" in by_phase else []
    changes = follow_up(before, now, publication.followed, method) if before and publication else None
    return Audited(
        slug=name,
        name=about.name,
        named=_may_be_named(about),
        kind=about.kind,
        round=release.round,
        edition=release.number,
        year=year,
        is_first=not before,
        affiliated_to=about.affiliated_to or "",
        own_members_only=about.own_members_only,
        patterns=last_phase.patterns if last_phase else [],
        figures=_figures_of_whole(all_findings, method),
        earlier=_figures_of_whole([finding for phase in before for finding in phase.findings], method),
        levels=_levels(all_findings),
        quotas=[finding for finding in gaps if finding.indicator == rules.quotas and "quota" in finding.details],
        documents={finding.group["criterion"]: finding.rating for finding in papers if finding.rating},
        short=_rated_indicators(gaps, method, only_short=True),
        judged=_rated_indicators(gaps, method),
        recommended=proposed,
        weighed=_evaluable_recommendations(all_findings, last_phase.patterns if last_phase else [], about.kind, method),
        answered=_answered_of_proposed(standing(proposed, publication.response if publication else [])),
        carried_out=_done_of_accepted(changes.standing) if changes else None,
        changes=_headline_changes(changes.changes, method) if changes else [],
        practices=[finding for finding in publication.quotations if finding.kind == "good_practice"]
        if publication
        else [],
        missing=sorted({finding.table for finding in all_findings if finding.table and finding.reason == "no_table"}),
    )


def _done_of_accepted(sums: Standing) -> tuple[int, int]:
    return sums.taken["done"], sum(sums.taken.values())


def _figures_of_whole(findings: Sequence[Finding], method: Methodology) -> dict[str, Finding]:
    """Return the figures of the whole organisation that a synthesis may use, from the latest phase, with ratings."""
    rules = content()
    wanted = {*rules.women_of, *rules.focal_points, *rules.lines, *rules.quarters}
    return {
        finding.indicator: finding
        for finding in findings
        if finding.indicator in wanted and method.indicators[finding.indicator].represents_indicator(finding.group)
    }


def _levels(findings: Sequence[Finding]) -> dict[str, Finding]:
    rules = content()
    written = {word: level for level, words in rules.levels.items() for word in words}
    by_level = [finding for finding in findings if finding.indicator == rules.by_level and "level" in finding.group]
    known = [(written.get(folded(finding.group["level"]).strip()), finding) for finding in by_level]
    return {level: finding for level, finding in known if level}


def _rated_indicators(gaps: Sequence[Finding], method: Methodology, *, only_short: bool = False) -> list[str]:
    """Return the indicators of weight rated for the whole organisation, or only those short of their target."""
    known = [(method.indicators.get(finding.indicator), finding) for finding in gaps if finding.rating]
    main = [
        finding for entry, finding in known if entry and entry.weight > 1 and entry.represents_indicator(finding.group)
    ]
    return [finding.indicator for finding in main if is_short(finding.rating) or not only_short]


def _evaluable_recommendations(
    findings: Sequence[Finding], patterns: Sequence[EvidencePattern], kind: Kind, method: Methodology
) -> list[str]:
    """Return the recommendations whose triggers were rated in an organisation of this kind."""
    rated = {finding.indicator for finding in findings if finding.rating}
    rated |= {
        finding.group["criterion"] for finding in findings if finding.indicator == "document_rating" and finding.rating
    }
    rated |= {f"survey {finding.group['area']}" for finding in findings if finding.indicator == VIEW and finding.rating}
    rated |= {f"pattern {finding.area}" for finding in patterns if finding.pattern != "insufficient_evidence"}

    def is_weighed(entry: Recommendation) -> bool:
        triggers = (
            when.indicator
            or when.criterion
            or (f"survey {when.survey}" if when.survey else f"pattern {when.area or entry.area}")
            for when in entry.when
        )
        return (not entry.kinds or kind in entry.kinds) and not rated.isdisjoint(triggers)

    return [entry.id for entry in method.recommendations if is_weighed(entry)]


def _answered_of_proposed(sums: Standing) -> tuple[int, int]:
    return sums.proposed - sums.open, sums.proposed


def _headline_changes(changes: Sequence[Change], method: Methodology) -> list[Change]:
    """Return the changes of headline figures of the whole organisation."""
    known = [(method.indicators.get(change.indicator), change) for change in changes]
    return [
        change for entry, change in known if entry and entry.weight > 1 and entry.represents_indicator(change.group)
    ]
