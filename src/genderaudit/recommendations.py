"""Recommendations: rules over findings select from the catalogue, and an explicit rule sets the priority.

priority = severity × breadth × women's rating × feasibility (methodology section 7; printed in the report)

- severity: 3 if a triggering figure is missing its requirement, 2 if it approaches it, 1 otherwise;
- breadth: kinds of evidence that trigger it (facts, documents, perceptions, pattern, missing data), 1 to 5;
- women's rating of the area: 3 missing, 2 approaches or not asked, 1 meets or exceeds;
- feasibility: 1 hard to 3 easy, as the catalogue says.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from genderaudit.findings import EvidencePattern, Finding, SelectedRecommendation
from genderaudit.methodology import Rating, Recommendation, Trigger
from genderaudit.ratings import ORDER, is_short

_SEVERITY: Mapping[Rating | None, int] = {"missing": 3, "approaches": 2}
_WOMEN: Mapping[Rating | None, int] = {"missing": 3, "approaches": 2, None: 2}


def select(
    catalogue: Sequence[Recommendation],
    kind: str,
    findings: Iterable[Finding],
    patterns: Sequence[EvidencePattern],
) -> list[SelectedRecommendation]:
    """The recommendations that findings or patterns trigger for this kind of organisation, by priority.

    One whose own success criterion is met already is not made.
    """
    known = list(findings)
    met = {f.group["criterion"] for f in known if f.indicator == "document_rating" and f.rating in ("meets", "exceeds")}
    by_area = {pattern.area: pattern for pattern in patterns}
    selected = []
    for entry in catalogue:
        if (entry.kinds and kind not in entry.kinds) or entry.success in met:
            continue
        hits = [(trigger, *_hit(trigger, entry, known, by_area)) for trigger in entry.when]
        hits = [hit for hit in hits if hit[1]]
        if hits:
            selected.append(_selected(entry, hits, by_area.get(entry.area)))
    return sorted(selected, key=lambda chosen: -chosen.priority)


def _selected(
    entry: Recommendation,
    hits: Sequence[tuple[Trigger, list[str], Rating | None]],
    pattern: EvidencePattern | None,
) -> SelectedRecommendation:
    severity = max(_SEVERITY.get(rating, 1) for _, _, rating in hits)
    breadth = len({_kind(trigger) for trigger, _, _ in hits})
    women = _WOMEN.get(pattern.women if pattern else None, 1)
    evidence = list(dict.fromkeys(finding for _, ids, _ in hits for finding in ids))
    return SelectedRecommendation(
        recommendation=entry.id,
        area=entry.area,
        priority=severity * breadth * women * entry.feasibility,
        severity=severity,
        breadth=breadth,
        womens_rating=women,
        feasibility=entry.feasibility,
        evidence=evidence,
    )


def _hit(
    trigger: Trigger,
    entry: Recommendation,
    findings: Sequence[Finding],
    patterns: Mapping[str, EvidencePattern],
) -> tuple[list[str], Rating | None]:
    """Ids of the findings that meet the trigger, and the worst of their ratings."""
    if trigger.pattern is not None:
        pattern = patterns.get(trigger.area or entry.area)
        if pattern is None or pattern.pattern != trigger.pattern:
            return [], None
        gap = pattern.pattern not in ("confirmed_strength", "unrecognised_progress", "insufficient_evidence")
        rated = [f for f in findings if f.id in pattern.evidence and (not gap or (f.rating and is_short(f.rating)))]
        return [f.id for f in rated] or [f"pattern/{pattern.area}"], None
    if trigger.no_evidence is not None:
        missing = [f.id for f in findings if f.status == "no_evidence" and f.table == trigger.no_evidence]
        return missing[:1], None
    hits = [f for f in findings if f.rating in trigger.rating and _names(trigger, f)]
    worst = min(
        (f.rating for f in hits if f.rating),
        key=ORDER.index,
        default=None,
    )
    return [f.id for f in hits], worst


def _names(trigger: Trigger, finding: Finding) -> bool:
    if trigger.indicator is not None:
        return finding.indicator == trigger.indicator
    if trigger.criterion is not None:
        return finding.indicator == "document_rating" and finding.group.get("criterion") == trigger.criterion
    asked = finding.indicator == "area_favourable" and "sex" in finding.group
    return asked and finding.group.get("area") == trigger.survey


def _kind(trigger: Trigger) -> str:
    names = ("indicator", "criterion", "survey", "pattern", "no_evidence")
    return next(name for name in names if getattr(trigger, name) is not None)
