"""Recommendations of the report with evidence, target and answer, and the calendar of the first year."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from genderaudit.conclusions.actions import Action, standing
from genderaudit.conclusions.findings import Finding, SelectedRecommendation
from genderaudit.conclusions.ratings import is_short
from genderaudit.methodology.models import Rating
from genderaudit.report.document import Block, Decision, Heading, Paragraph, Table
from genderaudit.report.evidence import area_of_pattern
from genderaudit.report.followup import standing_sentence
from genderaudit.report.tables import Cell
from genderaudit.reporting import chosen
from genderaudit.reporting.material import Material
from genderaudit.reporting.words import (
    answered,
    begins_with_its_group,
    is_left_out,
    month,
    own_title,
    parted,
    role,
    small,
    view,
    without_tags,
)

SHORT: tuple[Rating, ...] = ("missing", "approaches")


def decision(place: int, selected: SelectedRecommendation, material: Material) -> Decision:
    """Return a recommendation as a decision: what is asked, of whom, by when, at what cost."""
    language, entry = material.language, material.catalogue[selected.recommendation]
    key = f"recommendations.{selected.recommendation}"
    beside = (
        role(entry.role, material),
        language.text("report.by", month=month(entry.within_months, material)),
        language.text(f"report.cost.{entry.resources}"),
    )
    text = without_tags(language.text(f"{key}.action"))
    return Decision(place, language.text(f"{key}.short"), text, beside)


def recommendations(material: Material) -> list[Block]:
    """Return the recommendations in order of rank, and the calendar of the first year."""
    listed, language = chosen.first(material), material.language
    if not listed:
        return []
    answers = {action.recommendation: action for action in material.told.response if action.recommendation}
    rest = len(material.advice) - len(listed)
    heading = language.text("report.recommendations_title", number=len(listed))
    blocks: list[Block] = [Heading(heading, 2, "recommendations", above=language.text("report.asked_for"))]
    cited: dict[str, int] = {}
    for place, selected in enumerate(listed, start=1):
        asked_decision = decision(place, selected, material)
        text = " ".join(filter(None, (asked_decision.text, evidence(selected, material, cited))))
        cited |= {figure.id: place for figure in _figures(selected, material)[:1] if figure.id not in cited}
        reply = answers.get(selected.recommendation)
        answer = [_answer(reply, material)] if reply else []
        blocks.append(
            Decision(place, asked_decision.title, text, (*asked_decision.beside, *target(selected, material), *answer))
        )
    if material.told.response:
        sums = standing([selected.recommendation for selected in material.advice], material.told.response)
        blocks.append(Paragraph(without_tags(standing_sentence(sums, None, language))))
    blocks += _calendar(listed, material)
    blocks += [Paragraph(language.text("report.others", number=rest))] if rest else []
    return blocks


def _answer(action: Action, material: Material) -> str:
    """Return the organisation's answer to a recommendation: decision, state, date and owner."""
    language = material.language
    planned = action.state == "under_way" and action.status == "planned"
    state = "workbook.status.planned" if planned else f"followup.states.{action.state}"
    parts = [language.text(f"workbook.decision.{action.decision}")]
    parts += [language.text(state)] if action.state else []
    parts += [language.date(action.due)] if action.due else []
    parts += [action.owner] if action.owner else []
    return language.text("report.answer", listed=language.listed(parts))


def evidence(selected: SelectedRecommendation, material: Material, cited: Mapping[str, int] | None = None) -> str:
    """Return the evidence of a recommendation in words, or an empty text.

    ``cited`` maps ids of findings to the place of the recommendation that has cited them before.
    """
    language = material.language
    evidence_findings = [
        material.known[name] for name in material.session.told(selected.evidence) if name in material.known
    ]
    parts = []
    for figure in _figures(selected, material)[:1]:
        title = own_title(figure, material)
        parts.append(title if begins_with_its_group(title, figure, material) else small(title))
        if cited and figure.id in cited:
            parts = [language.text("report.rests_on_before", place=cited[figure.id])]
    ratings = Counter(f.rating for f in evidence_findings if f.indicator == "document_rating")
    for rating in (rating for rating in SHORT if ratings[rating]):
        parts.append(language.text(f"report.by_documents.{rating}", number=ratings[rating]))
    parts += _views_of([f for f in evidence_findings if view(f)], material)
    areas = [area for area in map(area_of_pattern, selected.evidence) if area] if not parts else []
    parts += [language.text("report.rests_on_area", letter=area) for area in areas[:1]]
    if not parts and len(material.session.told(selected.evidence)) < len(selected.evidence):
        return language.text("report.session.rests_on")
    return language.text("report.rests_on", listed=parted(parts, material)) if parts else ""


def _figures(selected: SelectedRecommendation, material: Material) -> list[Finding]:
    """Return the figures behind a recommendation in order of rank."""
    evidence_findings = [
        material.known[name] for name in material.session.told(selected.evidence) if name in material.known
    ]
    figures = [f for f in evidence_findings if not view(f) and f.indicator != "document_rating"]
    return sorted(figures, key=lambda f: material.ranking.of([f], None).order, reverse=True)


def _views_of(found: Sequence[Finding], material: Material) -> list[str]:
    """Return for each key area the shares of women and men with a favourable view, where their answers are evidence."""
    language, sentences = material.language, []
    for area in dict.fromkeys(finding.area for finding in found):
        of_area = [finding for finding in material.answers if view(finding) and finding.area == area]
        women, men = (next((answered(f, material) for f in of_area if f.group.get("sex") == sex), "") for sex in "FM")
        if women:
            form = "of_views" if men else "of_views_women"
            sentences.append(language.text(f"report.{form}", letter=area, women=women, men=men))
    return sentences


def target(selected: SelectedRecommendation, material: Material) -> list[str]:
    """Return the target and the current value of the figure that measures success; empty if there is none."""
    success = material.catalogue[selected.recommendation].success
    if is_left_out(success, material):
        return []
    short_figures = [
        f for f in material.rated if f.indicator == success and is_short(f.rating) and f.target is not None
    ]
    measured = next(
        (
            f
            for f in short_figures
            if f.unit == "share" and material.method.indicators[success].represents_indicator(f.group)
        ),
        None,
    )
    if measured is None or measured.target is None or measured.target.low is None or measured.value is None:
        return []
    numbers = {"low": measured.target.low, "value": measured.number}
    return [material.language.text("report.target", **numbers)] if measured.value < measured.target.low else []


def _calendar(listed: Sequence[SelectedRecommendation], material: Material) -> list[Block]:
    """Return a table of the recommendations by the month in which they are due."""
    language = material.language
    by_month: dict[int, list[str]] = {}
    for place, selected in enumerate(listed, start=1):
        by_month.setdefault(material.catalogue[selected.recommendation].within_months, []).append(str(place))
    if not by_month:
        return []
    rows = tuple((Cell(month(months, material)), Cell(language.list(by_month[months]))) for months in sorted(by_month))
    header = (
        language.text("report.until"),
        language.text("report.recommendations"),
    )
    return [Table(language.text("report.calendar"), header, rows)]
