"""What comes first: the findings and decisions of the first page, and the finding that heads each key area."""

from __future__ import annotations

from genderaudit.conclusions.choice import choice
from genderaudit.conclusions.findings import Finding, SelectedRecommendation
from genderaudit.conclusions.messages import gaps_and_strengths, headlines, leading
from genderaudit.reporting.material import Material
from genderaudit.reporting.words import is_left_out, view


def facts(material: Material) -> list[Finding]:
    """The findings of the first page: gaps as they rank, the worst figure and the worst view among them.

    Where nothing was rated, the main figures.
    """
    main = leading(*material.ranked, material.session)
    found = [material.known[name] for name in main]
    if not found and not material.rated and "baseline" in material.now:
        plain = headlines(material.now["baseline"].findings, material.method)
        found = [material.known[one.finding] for one in plain]
    return found[: choice().facts]


def strength(material: Material) -> Finding | None:
    """What works: the best of the main figures."""
    told = [one.finding for one in gaps_and_strengths(*material.ranked) if one.text == "strength"]
    return next((material.known[name] for name in material.session.told(told)), None)


def first(material: Material) -> list[SelectedRecommendation]:
    """The recommendations that are read, in their order: as many as the choice says, of those ticked if any are."""
    ticked = [one for one in material.advice if one.recommendation in material.session.ticked]
    return (ticked or material.advice)[: choice().recommendations]


def decisions(material: Material) -> list[SelectedRecommendation]:
    """The recommendations of the first page: the first ones, which answer its findings."""
    return first(material)[: choice().decisions]


def of_area(area: str, material: Material) -> list[Finding]:
    """The main figures of a key area that are known, those that are short first, each indicator once."""
    known = material.method.indicators
    found = [
        one
        for one in material.rated or [f for f in material.known.values() if f.phase == "baseline"]
        if one.area == area and one.calculated and one.indicator in known and _stands(one, material)
    ]
    found = [one for one in found if not is_left_out(one.indicator, material)]
    found.sort(key=lambda one: one.id)
    found.sort(key=lambda one: (material.ranking.leads(one), material.ranking.of([one], None).order), reverse=True)
    placed = material.session.placed([one.id for one in found])
    found.sort(key=lambda one: placed.index(one.id) if one.id in placed else len(placed))
    there = {one.indicator for one in found}
    return [one for one in found if choice().instead.get(one.indicator) not in there]


def _stands(one: Finding, material: Material) -> bool:
    definition = material.method.indicators[one.indicator]
    main = definition.weight > 1 and definition.stands_for_it(one.group)
    return main and is_told(one) and not view(one) and one.indicator != "document_rating"


def is_told(one: Finding) -> bool:
    """Whether a figure says something: not where chance could have put it on the other side of its target."""
    return one.distinguishable is not False
