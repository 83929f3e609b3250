"""Choice of the findings and decisions of the first page, and of the finding that heads each key area."""

from __future__ import annotations

from genderaudit.conclusions.choice import choice
from genderaudit.conclusions.findings import Finding, SelectedRecommendation
from genderaudit.conclusions.messages import gaps_and_strengths, headlines, leading
from genderaudit.reporting.material import Material
from genderaudit.reporting.words import is_left_out, view


def facts(material: Material) -> list[Finding]:
    """Return the findings of the first page: gaps in order of rank, with the worst figure and the worst view.

    If nothing was rated, the main figures are returned.
    """
    main = leading(*material.ranked, material.session)
    findings = [material.known[name] for name in main]
    if not findings and not material.rated and "baseline" in material.now:
        plain = headlines(material.now["baseline"].findings, material.method)
        findings = [material.known[message.finding] for message in plain]
    return findings[: choice().facts]


def strength(material: Material) -> Finding | None:
    """Return the best of the main figures, or None."""
    strengths = [message.finding for message in gaps_and_strengths(*material.ranked) if message.text == "strength"]
    return next((material.known[name] for name in material.session.told(strengths)), None)


def first(material: Material) -> list[SelectedRecommendation]:
    """Return the report's recommendations in order (only those ticked in the session, if any), up to a limit."""
    ticked = [selected for selected in material.advice if selected.recommendation in material.session.ticked]
    return (ticked or material.advice)[: choice().recommendations]


def decisions(material: Material) -> list[SelectedRecommendation]:
    """Return the recommendations of the first page, which answer its findings."""
    return first(material)[: choice().decisions]


def of_area(area: str, material: Material) -> list[Finding]:
    """Return the main known figures of a key area, those short of their target first, one per indicator."""
    known = material.method.indicators
    findings = [
        finding
        for finding in material.rated or [f for f in material.known.values() if f.phase == "baseline"]
        if finding.area == area
        and finding.calculated
        and finding.indicator in known
        and _is_main_figure(finding, material)
    ]
    findings = [finding for finding in findings if not is_left_out(finding.indicator, material)]
    findings.sort(key=lambda finding: finding.id)
    findings.sort(
        key=lambda finding: (material.ranking.leads(finding), material.ranking.of([finding], None).order), reverse=True
    )
    session_order = material.session.placed([finding.id for finding in findings])
    findings.sort(
        key=lambda finding: session_order.index(finding.id) if finding.id in session_order else len(session_order)
    )
    indicators = {finding.indicator for finding in findings}
    return [finding for finding in findings if choice().instead.get(finding.indicator) not in indicators]


def _is_main_figure(finding: Finding, material: Material) -> bool:
    definition = material.method.indicators[finding.indicator]
    main = definition.weight > 1 and definition.represents_indicator(finding.group)
    return main and is_told(finding) and not view(finding) and finding.indicator != "document_rating"


def is_told(finding: Finding) -> bool:
    """Return False if the figure could be on the other side of its target by chance."""
    return finding.distinguishable is not False
