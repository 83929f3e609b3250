"""Which audits a synthesis is of, and what it takes from the release of each: a small record, so that many fit."""

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
"""Phases of which the findings are read."""
_PERIOD = re.compile(r"((?:19|20)\d\d)(?:-((?:19|20)\d\d))?")


class Content(Record):
    """What a synthesis tells: the content of ``templates/report/synthesis.yml``."""

    women_of: list[str]
    """Indicators of which women and all are added up: who is where, which everybody sees."""
    focal_points: list[str]
    """What focal points are, of all of them: added up likewise."""
    by_level: str
    levels: dict[str, list[str]]
    """Levels of bodies that many have, and how lists write them; other words are an organisation's own."""
    quotas: str
    in_force: list[str]
    """Criteria of the document review that say whether a policy or mechanism is in force."""
    lines: list[str]
    """Shares of units and lines, which are of no person: of how many organisations they meet their target."""
    quarters: list[str]
    """Protected figures of which the quarters of the organisations are told."""
    findings: int
    decisions: int
    practices: int
    recurring: int


@cache
def content() -> Content:
    """The rules of choice."""
    return load_model(TEMPLATES / "report" / "synthesis.yml", Content)


@dataclass(frozen=True, slots=True)
class Choice:
    """Which audits: of a period (years, both ends), a kind, these organisations, or a federation and who is in it."""

    first: int | None = None
    last: int | None = None
    kind: str = ""
    names: tuple[str, ...] = ()
    federation: str = ""

    @classmethod
    def of(cls, period: str = "", organisations: str = "") -> Choice:
        """From the parameters of the notebook.

        ``period``: a year, two years as 2023-2025, or empty for every organisation's newest audit. ``organisations``:
        names with spaces between them, ``kind:trade_union``, ``federation:NAME``, or empty for all.
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
        """The years in words that a path can have; empty for the newest of each."""
        if self.first is None:
            return ""
        return str(self.first) if self.first == self.last else f"{self.first}-{self.last}"

    def is_of(self, name: str, about: Organisation) -> bool:
        """Whether an organisation is chosen."""
        if self.names:
            return name in self.names
        if self.federation:
            return self.federation in (name, about.affiliated_to)
        return not self.kind or about.kind == self.kind

    def has(self, year: int) -> bool:
        """Whether a year is in the period."""
        return self.first is None or self.last is None or self.first <= year <= self.last


class NotReleased(Record):
    """An organisation of which nothing was released in the period."""

    slug: str
    name: str
    named: bool


class Audited(Record):
    """What a synthesis takes from one release."""

    slug: str
    name: str
    named: bool
    """Whether a synthesis may name it."""
    kind: Kind
    round: str
    edition: int
    """Number of the release: what is corrected may differ from what was counted before."""
    year: int
    is_first: bool
    """Whether no earlier round of it was released."""
    affiliated_to: str = ""
    own_members_only: bool = False
    patterns: list[EvidencePattern]
    figures: dict[str, Finding]
    """The figure of the whole organisation, by indicator."""
    earlier: dict[str, Finding] = {}
    """The same of the released round before."""
    levels: dict[str, Finding]
    """Women in bodies, by level of the body."""
    quotas: list[Finding]
    documents: dict[str, Rating]
    short: list[str]
    """Figures of the whole organisation that are short of their target: of indicators that count in the ranking."""
    judged: list[str]
    """Such figures that are rated, short or not."""
    recommended: list[str]
    weighed: list[str]
    """Recommendations that it could have come to: of which it has rated what they are made on."""
    answered: tuple[int, int]
    """Recommendations with an answer, of all: by the last follow-up on this plan, else as released."""
    meetings: int = 0
    """Follow-ups on its plan so far."""
    carried_out: tuple[int, int] | None = None
    """Recommendations that are done, of those that were taken on: by the last follow-up on this plan, else of the round
    before; ``None`` where neither is known."""
    changes: list[Change] = []
    practices: list[Quotation] = []
    missing: list[str]
    """Lists that the audit did not have."""

    @property
    def element(self) -> str:
        """What it is known by among released sets: another round, or a correction, is another audit."""
        return f"{self.slug}/{self.round}/{self.edition}"

    @property
    def people(self) -> tuple[float, float]:
        """Members and staff that the audit covers, as far as lists say."""
        found = (self.figures.get(name) for name in ("members_women_share", "staff_women_share"))
        members, staff = (one.n or 0.0 if one else 0.0 for one in found)
        return members, staff


@dataclass
class Chosen:
    """The audits of a synthesis, in order of their names, and who is not in it."""

    audits: list[Audited] = field(default_factory=list)
    not_released: list[NotReleased] = field(default_factory=list)
    unreadable: list[str] = field(default_factory=list)
    """Organisations whose files or releases cannot be read as they are."""


def refuse_unknown(workspace: Workspace, choice: Choice) -> None:
    """``AuditError`` for an organisation or federation that is not there."""
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
    """What an organisation says it is affiliated to; nothing where its file cannot be read."""
    try:
        return read_organisation(workspace.raw(name)).affiliated_to or ""
    except AuditError:
        return ""


def choose(workspace: Workspace, choice: Choice, method: Methodology) -> Chosen:
    """Read the newest release in the period of each organisation; an organisation in disorder stops itself alone."""
    refuse_unknown(workspace, choice)
    found = Chosen()
    for name in workspace.organisations():
        try:
            about = read_organisation(workspace.raw(name))
            if not choice.is_of(name, about):
                continue
            audit = _newest(workspace, name, about, choice, method)
        except AuditError:
            found.unreadable.append(name)
            continue
        if audit is None:
            found.not_released.append(NotReleased(slug=name, name=about.name, named=_may_be_named(about)))
        else:
            found.audits.append(audit)
    found.audits.sort(key=lambda one: one.name.casefold())
    return found


def listed_once(audits: Sequence[Audited]) -> list[Audited]:
    """The audits whose lists of members are added up: who stands in an affiliate's list stands in its federation's too.

    Of a federation and those of its affiliates that are among the audits, whichever list more people.
    """
    left_out: set[str] = set()
    for federation in audits:
        affiliates = [one for one in audits if one.affiliated_to == federation.slug]
        if federation.people[0] >= sum(one.people[0] for one in affiliates):
            left_out |= {one.slug for one in affiliates}
        else:
            left_out.add(federation.slug)
    return [one for one in audits if one.slug not in left_out]


def _newest(
    workspace: Workspace, name: str, about: Organisation, choice: Choice, method: Methodology
) -> Audited | None:
    rounds = sorted({*workspace.rounds(name), *workspace.released_rounds(name)})  # lists stay with who was audited
    editions = [(round, last(releases(workspace, name, round), validation=False)) for round in rounds]
    known = [(round, one) for round, one in editions if one is not None]
    years = [(round, one, _year(about, round, one)) for round, one in known]
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
    """Whether it says so today, whatever it said when the report was released; invented ones always."""
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
    """The record of an audit, from the findings of its phases and of the round before, if that was released."""
    by_phase = {found.phase: found for found in now}
    last_phase, rules = by_phase.get("recommendations"), content()
    told = [one for found in now for one in found.findings]
    proposed = [one.recommendation for one in last_phase.recommendations] if last_phase else []
    publication = last_phase.publication if last_phase else None
    papers = [one for one in told if one.indicator == "document_rating"]
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
        figures=_whole(told, method),
        earlier=_whole([one for found in before for one in found.findings], method),
        levels=_levels(told),
        quotas=[one for one in gaps if one.indicator == rules.quotas and "quota" in one.details],
        documents={one.group["criterion"]: one.rating for one in papers if one.rating},
        short=_judged(gaps, method, only_short=True),
        judged=_judged(gaps, method),
        recommended=proposed,
        weighed=_weighed(told, last_phase.patterns if last_phase else [], about.kind, method),
        answered=_answered(standing(proposed, publication.response if publication else [])),
        carried_out=_done(changes.standing) if changes else None,
        changes=_main(changes.changes, method) if changes else [],
        practices=[one for one in publication.quotations if one.kind == "good_practice"] if publication else [],
        missing=sorted({one.table for one in told if one.table and one.reason == "no_table"}),
    )


def _done(sums: Standing) -> tuple[int, int]:
    return sums.taken["done"], sum(sums.taken.values())


def _whole(told: Sequence[Finding], method: Methodology) -> dict[str, Finding]:
    """The figures that a synthesis may tell, of the whole organisation; a later phase's record has its rating."""
    rules = content()
    wanted = {*rules.women_of, *rules.focal_points, *rules.lines, *rules.quarters}
    return {
        one.indicator: one
        for one in told
        if one.indicator in wanted and method.indicators[one.indicator].stands_for_it(one.group)
    }


def _levels(told: Sequence[Finding]) -> dict[str, Finding]:
    rules = content()
    written = {word: level for level, words in rules.levels.items() for word in words}
    found = [one for one in told if one.indicator == rules.by_level and "level" in one.group]
    known = [(written.get(folded(one.group["level"]).strip()), one) for one in found]
    return {level: one for level, one in known if level}


def _judged(gaps: Sequence[Finding], method: Methodology, *, only_short: bool = False) -> list[str]:
    """Indicators of weight of which the figure of the whole organisation is rated, or short."""
    known = [(method.indicators.get(one.indicator), one) for one in gaps if one.rating]
    main = [one for entry, one in known if entry and entry.weight > 1 and entry.stands_for_it(one.group)]
    return [one.indicator for one in main if is_short(one.rating) or not only_short]


def _weighed(
    told: Sequence[Finding], patterns: Sequence[EvidencePattern], kind: Kind, method: Methodology
) -> list[str]:
    """Recommendations of which an organisation of this kind has rated what triggers them."""
    rated = {one.indicator for one in told if one.rating}
    rated |= {one.group["criterion"] for one in told if one.indicator == "document_rating" and one.rating}
    rated |= {f"survey {one.group['area']}" for one in told if one.indicator == VIEW and one.rating}
    rated |= {f"pattern {one.area}" for one in patterns if one.pattern != "insufficient_evidence"}

    def is_weighed(entry: Recommendation) -> bool:
        asked = (
            when.indicator
            or when.criterion
            or (f"survey {when.survey}" if when.survey else f"pattern {when.area or entry.area}")
            for when in entry.when
        )
        return (not entry.kinds or kind in entry.kinds) and not rated.isdisjoint(asked)

    return [entry.id for entry in method.recommendations if is_weighed(entry)]


def _answered(sums: Standing) -> tuple[int, int]:
    return sums.proposed - sums.open, sums.proposed


def _main(changes: Sequence[Change], method: Methodology) -> list[Change]:
    """Changes of the figures that a report leads with, of the whole organisation."""
    known = [(method.indicators.get(one.indicator), one) for one in changes]
    return [one for entry, one in known if entry and entry.weight > 1 and entry.stands_for_it(one.group)]
