"""What women and men say: the statements of a key area, as agreement with what was asked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from genderaudit.conclusions.choice import choice
from genderaudit.conclusions.findings import Finding
from genderaudit.reporting.material import Material
from genderaudit.reporting.words import answer, answered, statement, view


@dataclass(frozen=True, slots=True)
class View:
    """How many women and men agree with a statement; ``reverse``: agreement is not what is hoped for."""

    item: str
    reverse: bool
    women: Finding | None
    men: Finding | None

    @property
    def gap(self) -> float:
        """How far women and men are apart, bands by their middle."""
        return abs(_middle(self.women) - _middle(self.men)) if self.women and self.men else 0.0

    @property
    def worry(self) -> float:
        """How far women are from what is hoped for."""
        agree = _middle(self.women)
        return agree if self.reverse else 1 - agree


def views(area: str, material: Material) -> list[View]:
    """The statements of a key area of which women's answers are shown: where women see least first."""
    if any(view(one) and one.area == area for one in material.left_out):
        return []
    items = [one for one in material.method.questionnaire.items if one.area == area]
    found = [_view(one.id, one.reverse, material) for one in items]
    known = [one for one in found if one.women is not None]
    return sorted(known, key=lambda one: (-one.worry, -one.gap, one.item))


def telling(area: str, material: Material) -> list[View]:
    """The few that matter: those where women see least, and that where women and men are furthest apart."""
    found, most = views(area, material), choice().statements
    apart = [one for one in found if one.men is not None]
    first = max(apart, key=lambda one: one.gap, default=None)
    chosen = found[:most]
    if first is not None and first not in chosen:
        chosen = [*chosen[: most - 1], first]
    return chosen


def title(one: View, material: Material) -> str:
    """A statement, and how many agree with it."""
    key = "report.statement" if one.men is not None else "report.statement_women"
    values = {"women": answered(one.women, material), "men": answered(one.men, material)}
    values["answer"] = answer(one.item, material)
    return material.language.text(key, statement=statement(one.item, material), **values)


def source(found: Sequence[View], material: Material) -> str:
    """Who answered these statements: how many women and men, from–to where statements differ."""
    women = [int(one.women.n or 0) for one in found if one.women]
    men = [int(one.men.n or 0) for one in found if one.men]
    language, asked = material.language, material.organisation.asked
    who = language.text(f"report.asked.{asked}")
    spans = {"women": _span(women, material), "men": _span(men, material)}
    return language.text("report.answers" if men else "report.answers_women", who=who, **spans)


def widest(material: Material) -> list[View]:
    """The statements of all key areas on which women and men are furthest apart."""
    found = [one for area in material.method.areas for one in views(area.id, material) if one.men is not None]
    return sorted(found, key=lambda one: (-one.gap, one.item))[: choice().statements]


def chance(one: View, material: Material) -> str:
    """That chance alone may make the difference between women and men on a statement, where a test says so."""
    found = [f for f in material.of("item_difference") if f.group.get("item") == one.item]
    p = found[0].details.get("p_adjusted", found[0].details.get("p_value")) if found else None
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
    shown = {one.group.get("sex"): _agreement(one, reverse) for one in material.of("item_favourable")
             if one.group.get("item") == item}  # fmt: skip
    return View(item, reverse, shown.get("F"), shown.get("M"))


def _agreement(one: Finding, reverse: bool) -> Finding | None:
    """Who agrees: of a statement where disagreement is hoped for, all but those who disagree or are neutral.

    That is made of two printed figures, and called *about* so much.
    """
    if one.value is None and one.band is None:
        return None
    if not reverse:
        return one
    neutral = one.details.get("neutral_share")
    if one.value is None or neutral is None:
        return None
    return one.model_copy(update={"value": max(0.0, 1 - one.value - neutral), "interval": None, "about": True})


def _middle(one: Finding | None) -> float:
    if one is None:
        return 0.0
    if one.value is not None:
        return one.value
    return (one.band.low + one.band.high) / 2 if one.band else 0.0
