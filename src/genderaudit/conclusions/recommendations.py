"""Recommendations: rules over findings select from the catalogue, and the one order of the audit ranks them.

A finding triggers one only if it is known: not hidden, not within chance, of people who are there. Nothing is
recommended that is in place, nor because a list was not given. What the organisation answered to the round before is
followed up instead of made again. The order: :mod:`genderaudit.conclusions.ranking`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import cast

from genderaudit.conclusions.findings import Again, EvidencePattern, Finding, SelectedRecommendation
from genderaudit.conclusions.followup import FollowUp
from genderaudit.conclusions.ranking import Ranking
from genderaudit.conclusions.ratings import is_known, is_short
from genderaudit.methodology.method import Methodology
from genderaudit.methodology.models import Recommendation, Trigger

MOST_FIRST = 10
MOST_AN_AREA = 2
MET = ("meets", "exceeds")
GOOD = ("confirmed_strength", "unrecognised_progress", "insufficient_evidence")


def select(
    method: Methodology,
    kind: str,
    findings: Iterable[Finding],
    patterns: Sequence[EvidencePattern],
    before: FollowUp | None = None,
) -> list[SelectedRecommendation]:
    """The recommendations that findings or patterns trigger for this kind of organisation, as they rank.

    ``before`` is the follow-up on the earlier round, if there is one.
    """
    known = {finding.id: finding for finding in findings}
    by_area = {pattern.area: pattern for pattern in patterns}
    ranking = Ranking(known.values(), method)
    chosen = []
    for entry in method.recommendations:
        if (entry.kinds and kind not in entry.kinds) or _in_place(entry, known.values()):
            continue
        hits = [_hit(trigger, entry, known.values(), by_area) for trigger in entry.when]
        evidence = list(dict.fromkeys(identity for hit in hits if hit for identity in hit))
        again = _again(entry.id, before)
        if evidence and again is not None:
            triggers = {name for when, hit in zip(entry.when, hits, strict=True) if not when.pattern for name in hit}
            one = _selected(entry, evidence, triggers, by_area.get(entry.area), known, method, ranking)
            chosen.append(one.model_copy(update={"again": again}))
    return placed(chosen)


def number_first(settings: Mapping[str, object]) -> int:
    """How many recommendations come first by these settings: in full in phase 4, and on a sheet of their own."""
    return cast("int", settings.get("most_recommendations", MOST_FIRST))


def placed(chosen: Iterable[SelectedRecommendation]) -> list[SelectedRecommendation]:
    """In their order, each with its place; those that tie share one, and stand by their ids."""
    ordered = sorted(chosen, key=lambda one: one.recommendation)
    ordered.sort(key=lambda one: one.rank, reverse=True)
    return [one.model_copy(update={"place": 1 + sum(one.rank < other.rank for other in ordered)}) for one in ordered]


def in_order(
    chosen: Sequence[SelectedRecommendation],
    first: int = MOST_FIRST,
    findings: Sequence[str] = (),
    ticked: Collection[str] = (),
) -> list[SelectedRecommendation]:
    """The order in which they are read, in the report and in the workbook: those ``ticked``, and as they rank.

    Before all others, for each of the ``findings`` that the report begins with, the first that rests on it. Among the
    ``first`` no area has more than two while others have any: an audit of one area only is not heard.
    """
    wanted = [one for one in chosen if one.recommendation in ticked]
    if wanted:
        others = [one for one in chosen if one not in wanted]
        return [*in_order(wanted, first, findings), *in_order(others, first, findings)]
    ahead: list[SelectedRecommendation] = []
    for finding in findings:
        answers = (one for one in chosen if finding in one.evidence and one not in ahead)
        ahead += [one for one in [next(answers, None)] if one is not None]
    for one in (one for one in chosen if one not in ahead):
        if len(ahead) < first and sum(other.area == one.area for other in ahead) < MOST_AN_AREA:
            ahead.append(one)
    return [*ahead, *(one for one in chosen if one not in ahead)]


def _selected(
    entry: Recommendation,
    evidence: list[str],
    triggers: Collection[str],
    pattern: EvidencePattern | None,
    known: Mapping[str, Finding],
    method: Methodology,
    ranking: Ranking,
) -> SelectedRecommendation:
    found = [known[identity] for identity in evidence if identity in known]
    convention = entry.source in method.sources and method.sources[entry.source].convention
    ranked = ranking.of(found, pattern, convention, entry.within_months, triggers)
    return SelectedRecommendation(recommendation=entry.id, area=entry.area, rank=ranked, place=0, evidence=evidence)


def _again(name: str, before: FollowUp | None) -> Again | None:
    """As what a recommendation of the round before comes again; ``None`` where it does not, empty where it is new.

    Not what is done or under way; what was rejected only if a finding that it rested on then got worse.
    """
    action = before.answer(name) if before else None
    if before is None or action is None:
        return "unanswered" if before and name in before.unanswered else ""
    if action.decision == "reject":
        return "rejected" if before.worse(name) else None
    if action.state == "done" or action.is_under_way:
        return None
    return "late" if action.state == "late" else "abandoned"


def _in_place(entry: Recommendation, findings: Iterable[Finding]) -> bool:
    """Whether what it asks for is there: its documents are, or seats carry the quota that it asks for.

    Its documents are the criteria in ``in_place``; else those by which it is triggered, that of its success among
    them. A criterion that only measures its success says nothing of what has been done.
    """
    asked = [trigger.criterion for trigger in entry.when if trigger.criterion]
    own = entry.success in asked
    rated = {
        one.group["criterion"]: one.rating for one in findings if one.indicator == "document_rating" and one.rating
    }
    if any(rated.get(name) in MET for name in entry.in_place):
        return True
    if own and rated.get(entry.success) in MET and not any(is_short(rated.get(name)) for name in asked):
        return True
    return any(one.indicator in entry.in_place and "quota" in one.details for one in findings)


def _hit(
    trigger: Trigger,
    entry: Recommendation,
    findings: Iterable[Finding],
    patterns: Mapping[str, EvidencePattern],
) -> list[str]:
    """Ids of the findings that meet the trigger."""
    if trigger.pattern is not None:
        pattern = patterns.get(trigger.area or entry.area)
        if pattern is None or pattern.pattern != trigger.pattern:
            return []
        gap, well = pattern.pattern not in GOOD, pattern.pattern == "confirmed_strength"
        rated = [
            f.id
            for f in findings
            if f.id in pattern.evidence and (not gap or is_short(f.rating)) and not (well and is_short(f.rating))
        ]
        return rated or [f"pattern/{pattern.area}"]
    return [f.id for f in findings if f.rating in trigger.rating and is_known(f) and _names(trigger, f)]


def _names(trigger: Trigger, finding: Finding) -> bool:
    if trigger.indicator is not None:
        return finding.indicator == trigger.indicator and (not trigger.below or _is_below(finding))
    if trigger.criterion is not None:
        return finding.indicator == "document_rating" and finding.group.get("criterion") == trigger.criterion
    asked = finding.indicator == "area_favourable" and "sex" in finding.group
    return asked and finding.group.get("area") == trigger.survey


def _is_below(finding: Finding) -> bool:
    low = finding.target.low if finding.target else None
    return finding.value is not None and low is not None and finding.value < low
