"""Recommendations: rules over findings select from the catalogue, and the audit's ranking orders them.

A finding triggers one only if it is known: not hidden, not within chance, with enough people. Nothing is recommended
that is in place, nor because a list was not given. Recommendations that the organisation answered in the earlier round
are followed up instead. Order: :mod:`genderaudit.conclusions.ranking`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import cast

from genderaudit.conclusions.findings import Again, EvidencePattern, Finding, SelectedRecommendation
from genderaudit.conclusions.followup import FollowUp
from genderaudit.conclusions.ranking import Ranking
from genderaudit.conclusions.ratings import VIEW, is_known, is_short
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
    """Return the recommendations that findings or patterns trigger for this kind of organisation, by rank.

    ``before`` is the follow-up on the earlier round, if any.
    """
    known = {finding.id: finding for finding in findings}
    by_area = {pattern.area: pattern for pattern in patterns}
    ranking = Ranking(known.values(), method)
    chosen = []
    for entry in method.recommendations:
        if (entry.kinds and kind not in entry.kinds) or _in_place(entry, known.values()):
            continue
        hits = [_triggering_findings(trigger, entry, known.values(), by_area) for trigger in entry.when]
        evidence = list(dict.fromkeys(identity for hit in hits if hit for identity in hit))
        again = _repeated_as(entry.id, before)
        if evidence and again is not None:
            triggers = {name for when, hit in zip(entry.when, hits, strict=True) if not when.pattern for name in hit}
            selected = _selected(entry, evidence, triggers, by_area.get(entry.area), known, method, ranking)
            chosen.append(selected.model_copy(update={"again": again}))
    return placed(chosen)


def number_first(settings: Mapping[str, object]) -> int:
    """Return how many recommendations are printed in full and have a sheet of their own."""
    return cast("int", settings.get("most_recommendations", MOST_FIRST))


def placed(chosen: Iterable[SelectedRecommendation]) -> list[SelectedRecommendation]:
    """Return the recommendations in order with their places; ties share a place and are sorted by id."""
    ordered = sorted(chosen, key=lambda selected: selected.recommendation)
    ordered.sort(key=lambda selected: selected.rank, reverse=True)
    return [
        selected.model_copy(update={"place": 1 + sum(selected.rank < other.rank for other in ordered)})
        for selected in ordered
    ]


def in_order(
    chosen: Sequence[SelectedRecommendation],
    first: int = MOST_FIRST,
    findings: Sequence[str] = (),
    ticked: Collection[str] = (),
) -> list[SelectedRecommendation]:
    """Return the recommendations in the order of report and workbook: those ``ticked`` first, then by rank.

    Before all others comes, for each of the report's first ``findings``, the first that rests on it. Among the first
    ``first``, no area has more than two while others have any: an audit on a single area would not be heard.
    """
    wanted = [selected for selected in chosen if selected.recommendation in ticked]
    if wanted:
        others = [selected for selected in chosen if selected not in wanted]
        return [*in_order(wanted, first, findings), *in_order(others, first, findings)]
    ahead: list[SelectedRecommendation] = []
    for finding in findings:
        answers = (selected for selected in chosen if finding in selected.evidence and selected not in ahead)
        ahead += [selected for selected in [next(answers, None)] if selected is not None]
    for selected in (selected for selected in chosen if selected not in ahead):
        if len(ahead) < first and sum(other.area == selected.area for other in ahead) < MOST_AN_AREA:
            ahead.append(selected)
    return [*ahead, *(selected for selected in chosen if selected not in ahead)]


def _selected(
    entry: Recommendation,
    evidence: list[str],
    triggers: Collection[str],
    pattern: EvidencePattern | None,
    known: Mapping[str, Finding],
    method: Methodology,
    ranking: Ranking,
) -> SelectedRecommendation:
    findings = [known[identity] for identity in evidence if identity in known]
    convention = entry.source in method.sources and method.sources[entry.source].convention
    ranked = ranking.of(findings, pattern, convention, entry.within_months, triggers)
    return SelectedRecommendation(recommendation=entry.id, area=entry.area, rank=ranked, place=0, evidence=evidence)


def _repeated_as(name: str, before: FollowUp | None) -> Again | None:
    """Return the state in which a recommendation of the earlier round is repeated; None if it is not, empty if new.

    Not repeated if done or under way; a rejected one only if a finding behind it has worsened.
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
    """Return True if the recommendation is already in place: its documents exist, or seats have the quota it asks for.

    Its documents are the criteria in ``in_place``; else its triggering criteria, if its success criterion is among
    them. A criterion that only measures its success does not show what was done.
    """
    criteria = [trigger.criterion for trigger in entry.when if trigger.criterion]
    has_success_criterion = entry.success in criteria
    rated = {
        finding.group["criterion"]: finding.rating
        for finding in findings
        if finding.indicator == "document_rating" and finding.rating
    }
    if any(rated.get(name) in MET for name in entry.in_place):
        return True
    if (
        has_success_criterion
        and rated.get(entry.success) in MET
        and not any(is_short(rated.get(name)) for name in criteria)
    ):
        return True
    return any(finding.indicator in entry.in_place and "quota" in finding.details for finding in findings)


def _triggering_findings(
    trigger: Trigger,
    entry: Recommendation,
    findings: Iterable[Finding],
    patterns: Mapping[str, EvidencePattern],
) -> list[str]:
    """Return the ids of the findings that meet the trigger."""
    if trigger.pattern is not None:
        pattern = patterns.get(trigger.area or entry.area)
        if pattern is None or pattern.pattern != trigger.pattern:
            return []
        gap, well = pattern.pattern not in GOOD, pattern.pattern == "confirmed_strength"
        rated = [
            f.id
            for f in findings
            if f.id in pattern.evidence
            and (not gap or is_short(f.rating))
            and not (well and is_short(f.rating))
            and _speaks_for(entry, f)
        ]
        return rated or [f"pattern/{pattern.area}"]
    return [f.id for f in findings if f.rating in trigger.rating and is_known(f) and _concerns(trigger, f)]


def _speaks_for(entry: Recommendation, finding: Finding) -> bool:
    """Return True if a finding of an area may be the ground of this recommendation.

    What women and men say of an area speaks for any in it. A figure or a criterion speaks only for one that names it;
    a recommendation that names none rests on all of the area.
    """
    named = [trigger for trigger in entry.when if trigger.pattern is None]
    return not named or finding.indicator == VIEW or any(_concerns(trigger, finding) for trigger in named)


def _concerns(trigger: Trigger, finding: Finding) -> bool:
    if trigger.indicator is not None:
        return finding.indicator == trigger.indicator and (not trigger.below or _is_below(finding))
    if trigger.criterion is not None:
        return finding.indicator == "document_rating" and finding.group.get("criterion") == trigger.criterion
    is_view = finding.indicator == "area_favourable" and "sex" in finding.group
    return is_view and finding.group.get("area") == trigger.survey


def _is_below(finding: Finding) -> bool:
    low = finding.target.low if finding.target else None
    return finding.value is not None and low is not None and finding.value < low
