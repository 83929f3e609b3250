"""What is asked of whom: recommendations with their evidence, target and answer, and a calendar of the first year."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from genderaudit.conclusions.actions import Action, standing
from genderaudit.conclusions.findings import Finding, SelectedRecommendation
from genderaudit.conclusions.ratings import is_short
from genderaudit.methodology.models import Rating
from genderaudit.report.document import Block, Decision, Heading, Paragraph, Table
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
    plain,
    role,
    small,
    view,
)

SHORT: tuple[Rating, ...] = ("missing", "approaches")


def decision(place: int, one: SelectedRecommendation, material: Material) -> Decision:
    """A recommendation as what is asked: of whom, by when, at what cost."""
    language, entry = material.language, material.catalogue[one.recommendation]
    key = f"recommendations.{one.recommendation}"
    beside = (
        role(entry.role, material),
        language.text("report.by", month=month(entry.within_months, material)),
        language.text(f"report.cost.{entry.resources}"),
    )
    text = plain(language.text(f"{key}.action"))
    return Decision(place, language.text(f"{key}.short"), text, beside)


def recommendations(material: Material) -> list[Block]:
    """What is recommended, as it ranks, and a calendar of the first year."""
    listed, language = chosen.first(material), material.language
    if not listed:
        return []
    answers = {action.recommendation: action for action in material.told.response if action.recommendation}
    rest = len(material.advice) - len(listed)
    heading = language.text("report.recommendations_title", number=len(listed))
    blocks: list[Block] = [Heading(heading, 2, "recommendations", above=language.text("report.asked_for"))]
    told: dict[str, int] = {}
    for place, one in enumerate(listed, start=1):
        made = decision(place, one, material)
        text = " ".join(filter(None, (made.text, evidence(one, material, told))))
        told |= {found.id: place for found in _figures(one, material)[:1] if found.id not in told}
        reply = answers.get(one.recommendation)
        answer = [_answer(reply, material)] if reply else []
        blocks.append(Decision(place, made.title, text, (*made.beside, *target(one, material), *answer)))
    if material.told.response:
        sums = standing([one.recommendation for one in material.advice], material.told.response)
        blocks.append(Paragraph(plain(standing_sentence(sums, None, language))))
    blocks += _calendar(listed, material)
    blocks += [Paragraph(language.text("report.others", number=rest))] if rest else []
    return blocks


def _answer(action: Action, material: Material) -> str:
    """What the organisation answered to a recommendation: its decision, how far it is, by when, who."""
    language = material.language
    planned = action.state == "under_way" and action.status == "planned"
    state = "workbook.status.planned" if planned else f"followup.states.{action.state}"
    parts = [language.text(f"workbook.decision.{action.decision}")]
    parts += [language.text(state)] if action.state else []
    parts += [language.date(action.due)] if action.due else []
    parts += [action.owner] if action.owner else []
    return language.text("report.answer", listed=language.listed(parts))


def evidence(one: SelectedRecommendation, material: Material, told: Mapping[str, int] | None = None) -> str:
    """On what a recommendation rests, in words; ``told``: places of recommendations that have told a finding."""
    language = material.language
    found = [material.known[name] for name in material.session.told(one.evidence) if name in material.known]
    said = []
    for figure in _figures(one, material)[:1]:
        title = own_title(figure, material)
        said.append(title if begins_with_its_group(title, figure, material) else small(title))
        if told and figure.id in told:
            said = [language.text("report.rests_on_before", place=told[figure.id])]
    ratings = Counter(f.rating for f in found if f.indicator == "document_rating")
    for rating in (rating for rating in SHORT if ratings[rating]):
        said.append(language.text(f"report.by_documents.{rating}", number=ratings[rating]))
    said += _views_of([f for f in found if view(f)], material)
    if not said and len(material.session.told(one.evidence)) < len(one.evidence):
        return language.text("report.session.rests_on")
    return language.text("report.rests_on", listed=parted(said, material)) if said else ""


def _figures(one: SelectedRecommendation, material: Material) -> list[Finding]:
    """The figures that a recommendation rests on, as they rank."""
    found = [material.known[name] for name in material.session.told(one.evidence) if name in material.known]
    figures = [f for f in found if not view(f) and f.indicator != "document_rating"]
    return sorted(figures, key=lambda f: material.ranking.of([f], None).order, reverse=True)


def _views_of(found: Sequence[Finding], material: Material) -> list[str]:
    """How many women and men see a key area favourably, where their answers are evidence."""
    language, said = material.language, []
    for area in dict.fromkeys(one.area for one in found):
        of_area = [one for one in material.answers if view(one) and one.area == area]
        women, men = (next((answered(f, material) for f in of_area if f.group.get("sex") == sex), "") for sex in "FM")
        if women:
            form = "of_views" if men else "of_views_women"
            said.append(language.text(f"report.{form}", letter=area, women=women, men=men))
    return said


def target(one: SelectedRecommendation, material: Material) -> list[str]:
    """What number is to be reached, and what it is today, where a figure measures the success."""
    success = material.catalogue[one.recommendation].success
    if is_left_out(success, material):
        return []
    found = [f for f in material.rated if f.indicator == success and is_short(f.rating) and f.target is not None]
    measured = next(
        (f for f in found if f.unit == "share" and material.method.indicators[success].stands_for_it(f.group)), None
    )
    if measured is None or measured.target is None or measured.target.low is None or measured.value is None:
        return []
    numbers = {"low": measured.target.low, "value": measured.number}
    return [material.language.text("report.target", **numbers)] if measured.value < measured.target.low else []


def _calendar(listed: Sequence[SelectedRecommendation], material: Material) -> list[Block]:
    """What is to be done by when."""
    language = material.language
    by_month: dict[int, list[str]] = {}
    for place, one in enumerate(listed, start=1):
        by_month.setdefault(material.catalogue[one.recommendation].within_months, []).append(str(place))
    if not by_month:
        return []
    rows = tuple((Cell(month(months, material)), Cell(language.list(by_month[months]))) for months in sorted(by_month))
    header = (
        language.text("report.until"),
        language.text("report.recommendations"),
    )
    return [Table(language.text("report.calendar"), header, rows)]
