"""Views of women and men: the statements of a key area, as agreement."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from genderaudit.conclusions.choice import choice
from genderaudit.conclusions.findings import Finding
from genderaudit.reporting.material import Material
from genderaudit.reporting.words import answer, answered, statement, view


@dataclass(frozen=True, slots=True)
class View:
    """Agreement of women and men with a statement; ``reverse``: disagreement is the favourable answer."""

    item: str
    reverse: bool
    women: Finding | None
    men: Finding | None

    @property
    def gap(self) -> float:
        """Difference between women and men, 0 to 1; of bands, between their middles."""
        return abs(_middle(self.women) - _middle(self.men)) if self.women and self.men else 0.0

    @property
    def worry(self) -> float:
        """Share of women without the favourable answer, 0 to 1."""
        agree = _middle(self.women)
        return agree if self.reverse else 1 - agree


def views(area: str, material: Material) -> list[View]:
    """Return the statements of a key area with women's answers, the least favourable first.

    Empty if the session left out the views of the area.
    """
    if any(view(entry) and entry.area == area for entry in material.left_out):
        return []
    items = [entry for entry in material.method.questionnaire.items if entry.area == area]
    all_views = [_view(entry.id, entry.reverse, material) for entry in items]
    known = [entry for entry in all_views if entry.women is not None]
    return sorted(known, key=lambda entry: (-entry.worry, -entry.gap, entry.item))


def telling(area: str, material: Material) -> list[View]:
    """Return the least favourable statements, including the one with the widest gap between women and men."""
    least_favourable, most = views(area, material), choice().statements
    apart = [statement_view for statement_view in least_favourable if statement_view.men is not None]
    first = max(apart, key=lambda statement_view: statement_view.gap, default=None)
    chosen = least_favourable[:most]
    if first is not None and first not in chosen:
        chosen = [*chosen[: most - 1], first]
    return chosen


def title(statement_view: View, material: Material) -> str:
    """Return a statement with the shares that agree."""
    key = "report.statement" if statement_view.men is not None else "report.statement_women"
    values = {"women": answered(statement_view.women, material), "men": answered(statement_view.men, material)}
    values["answer"] = answer(statement_view.item, material)
    return material.language.text(key, statement=statement(statement_view.item, material), **values)


def source(statements: Sequence[View], material: Material) -> str:
    """Return how many women and men answered these statements, as a range if the numbers differ."""
    women = [int(statement_view.women.n or 0) for statement_view in statements if statement_view.women]
    men = [int(statement_view.men.n or 0) for statement_view in statements if statement_view.men]
    language, asked = material.language, material.organisation.population_asked
    who = language.text(f"report.asked.{asked}")
    spans = {"women": _span(women, material), "men": _span(men, material)}
    return language.text("report.answers" if men else "report.answers_women", who=who, **spans)


def widest(material: Material) -> list[View]:
    """Return the statements of all key areas on which women and men differ most."""
    statements = [
        statement_view
        for area in material.method.areas
        for statement_view in views(area.id, material)
        if statement_view.men is not None
    ]
    return sorted(statements, key=lambda statement_view: (-statement_view.gap, statement_view.item))[
        : choice().statements
    ]


def chance(statement_view: View, material: Material) -> str:
    """Return a note if the difference between women and men may be due to chance, else an empty text."""
    tests = [f for f in material.of("item_difference") if f.group.get("item") == statement_view.item]
    p = tests[0].details.get("p_adjusted", tests[0].details.get("p_value")) if tests else None
    return (
        material.language.text("report.chance") if p is not None and p > material.method.thresholds.significance else ""
    )


def _span(numbers: Sequence[int], material: Material) -> str:
    low, high = min(numbers, default=0), max(numbers, default=0)
    text = material.language.figure(low, "count")
    if high == low:
        return text
    return material.language.text("report.span", low=text, high=material.language.figure(high, "count"))


def _view(item: str, reverse: bool, material: Material) -> View:
    shown = {finding.group.get("sex"): _agreement(finding, reverse) for finding in material.of("item_favourable")
             if finding.group.get("item") == item}  # fmt: skip
    return View(item, reverse, shown.get("F"), shown.get("M"))


def _agreement(finding: Finding, reverse: bool) -> Finding | None:
    """Return the finding as agreement; of reversed statements, the rest after favourable and neutral answers.

    That is computed from two printed figures, so it is marked as approximate.
    """
    if finding.value is None and finding.band is None:
        return None
    if not reverse:
        return finding
    neutral = finding.details.get("neutral_share")
    if finding.value is None or neutral is None:
        return None
    return finding.model_copy(update={"value": max(0.0, 1 - finding.value - neutral), "interval": None, "about": True})


def _middle(finding: Finding | None) -> float:
    if finding is None:
        return 0.0
    if finding.value is not None:
        return finding.value
    return (finding.band.low + finding.band.high) / 2 if finding.band else 0.0
