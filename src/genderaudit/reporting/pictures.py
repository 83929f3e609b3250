"""The charts of publications: drawn from findings, each with the title that says what it shows."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from genderaudit.conclusions.choice import choice
from genderaudit.conclusions.findings import Finding
from genderaudit.measures.result import Result
from genderaudit.measures.results import Results
from genderaudit.report import plots
from genderaudit.report.charts import FUNCTIONS, by_indicator, results_of
from genderaudit.report.document import Picture
from genderaudit.report.labels import group_label
from genderaudit.report.plots.map.content import Content, spoken
from genderaudit.report.plots.map.panels import Panel, panels
from genderaudit.reporting import views as said
from genderaudit.reporting.material import Material
from genderaudit.reporting.words import answer, answered, is_left_out, statement, title

FEWEST_LISTS = 3
"""Lists of which a map says more than its parts."""
MAP = (("bodies", "pay", "attendance", "training"), ("ladder", "staff"))
"""Its panels, column by column; the budget has a section right after it."""
FEWEST = 2
"""Groups that a chart compares."""


def of_facts(area: str, material: Material) -> Picture | None:
    """The first chart of facts of a key area for which there is something to draw."""
    names = choice().charts.get(area, [])
    told = [name for name in names if not any(is_left_out(one, material) for one in (name, *_sums(name, material)))]
    return next((made for name in told if (made := of_indicator(name, material)) is not None), None)


def of_indicator(name: str, material: Material, most: int = 0) -> Picture | None:
    """The chart of an indicator's groups; the first ``most`` of bodies, those that lack most."""
    definition = material.method.indicators[name]
    found = [one for one in material.of(name) if one.group and one.status in ("calculated", "suppressed", "banded")]
    known = [one for one in found if one.calculated]
    if definition.unit == "seats":
        found = known = [one for one in known if "quota" in one.details] or known
        found = known = sorted(known, key=lambda one: (-(one.value or 0), one.details.get("share", 0.0), one.id))
        if most:
            found = known = [one for one in known if one.value][:most]
    if len(known) < (1 if most else FEWEST) or not definition.chart:
        return None
    language, named = material.language, material.language.text(f"indicators.{name}.title")
    heading = next((title(one, material) for one in material.of(*_sums(name, material)) if one.calculated), named)
    rows = [
        language.text("charts.row", label=group_label(one.group, language), value=_worth(one, material))
        for one in known
    ]
    return Picture(
        title=heading,
        subtitle=named if heading != named else _base(known, material),
        alternative=language.text("report.picture", title=named, rows=language.list(rows)),
        draw=_drawn(FUNCTIONS[definition.chart], results_of(found), material),
    )


def of_statements(chosen: Sequence[said.View], material: Material) -> Picture | None:
    """Women and men on one scale, a line a statement."""
    found = [one for one in chosen if one.men is not None]
    if not found:
        return None
    language = material.language
    results = Results([_side(one, sex, material) for one in found for sex in ("F", "M")], name="item_favourable")
    rows = [said.title(one, material) for one in found]
    reverse = language.text("report.reverse") if any(one.reverse for one in found) else ""
    agree = {answer(one.item, material) for one in found} == {language.text("report.answered_as.agree")}
    title = language.text("report.agreement" if agree else "report.agreement_or_above")
    return Picture(
        title=title,
        subtitle=" ".join(part for part in (said.source(found, material), reverse) if part),
        alternative=language.text("report.picture", title=title, rows=language.list(rows)),
        draw=_drawn(plots.dumbbell, results, material),
    )


Line = tuple[str, Finding, Finding]


def followed_shares(material: Material) -> list[Line]:
    """Shares of women in what is counted in full, then and now, with their names: those that moved most first."""
    lines: list[Line] = []
    for one in material.known.values():
        definition = material.method.indicators.get(one.indicator)
        then = material.earlier(one)
        if definition is None or not definition.followed or one.group or not one.calculated or then is None:
            continue
        if is_left_out(one.indicator, material):
            continue
        name = material.language.text(f"indicators.{one.indicator}.title")
        lines.append((name, then, one))
    lines = list({line[0]: line for line in lines}.values())
    return sorted(lines, key=lambda line: -abs((line[2].value or 0) - (line[1].value or 0)))[: choice().changes]


def of_change(material: Material) -> Picture | None:
    """The same as lines from the round before to this one."""
    lines = followed_shares(material)
    if not lines:
        return None
    language = material.language
    results = Results(
        [
            Result(value=found.value, unit="share", n=found.n or 0, group={"figure": name, "round": round})
            for name, then, now in lines
            for found, round in ((then, material.earlier_round), (now, material.round))
        ],
        name="change",
    )  # fmt: skip
    rows = [
        language.text("report.from_to", name=name, then=language.figure(then.value, "share"),
                      now=language.figure(now.value, "share"))
        for name, then, now in lines
    ]  # fmt: skip
    heading = language.text("report.change_title", earlier=material.earlier_round, round=material.round)
    return Picture(heading, language.text("report.change_of"),
                   language.text("report.picture", title=heading, rows=language.list(rows)),
                   _drawn(plots.slope, results, material))  # fmt: skip


def of_map(material: Material) -> list[list[Picture]]:
    """The gender inequality map, a chart a panel, in two columns; what no list tells is left out."""
    if "baseline" not in material.now or len(_lists(material)) < FEWEST_LISTS:
        return []
    content = Content(by_indicator(material.now["baseline"]), material.language)
    found, said = panels(content, {}, material.language), spoken(content, material.language)
    found["bodies"] = _first(found["bodies"], choice().seats, material)
    for name, panel in found.items():
        found[name] = replace(panel, rows=[one for one in panel.rows if one.value is not None or one.n])
    return [
        [
            Picture(found[name].title, found[name].about, said[name], partial(_panel, found[name]))
            for name in names
            if found[name].rows
        ]
        for names in MAP
    ]


def _first(panel: Panel, most: int, material: Material) -> Panel:
    """The panel with its first rows only, those that lack most, and how many more there are."""
    more = len(panel.rows) - most
    if more < 1:
        return panel
    about = f"{panel.about} {material.language.text('report.more_bodies', number=more)}"
    return replace(panel, about=about, rows=panel.rows[:most])


def _lists(material: Material) -> set[str]:
    """The lists that have figures on the map."""
    shown = {one.table for one in material.now["baseline"].findings if one.calculated and one.table}
    return shown & {"members", "bodies", "attendance", "staff", "budget"}


def _sums(name: str, material: Material) -> list[str]:
    """The figures that say what the groups of an indicator come to."""
    return [one.id for one in material.method.indicators.values() if one.made_of == name]


def _panel(panel: Panel, figure: Figure) -> object:
    return panel.draw(figure, panel.rows)


def _drawn(function: Callable[..., Axes], results: Results, material: Material) -> Callable[[Figure], object]:
    return lambda figure: function(results, ax=figure, language=material.language)


def _side(one: said.View, sex: str, material: Material) -> Result:
    finding = one.women if sex == "F" else one.men
    assert finding is not None
    name = statement(one.item, material)
    name = material.language.text("report.reversed", statement=name) if one.reverse else name
    band = finding.band if finding.value is None else None
    return Result(
        value=finding.value, unit="share", n=finding.n or 0, women=finding.women, men=finding.men,
        low=band.low if band else None, high=band.high if band else None, reason=finding.reason,
        group={"statement": name, "sex": sex},
    )  # fmt: skip


def _worth(one: Finding, material: Material) -> str:
    language = material.language
    if one.unit == "seats":
        return language.text("report.seats", held=one.held, number=one.n, missing=one.value)
    if one.unit == "share" and one.women is not None and one.n:
        return language.text("charts.people", women=one.women, n=one.n)
    return answered(one, material) if one.unit == "share" else language.figure(one.number, one.unit)


def _base(found: Sequence[Finding], material: Material) -> str:
    definition, number = material.method.indicators[found[0].indicator], sum(one.n or 0 for one in found)
    base = material.language.text(f"bases.{definition.base}", number=number)
    return material.language.text("report.base", base=base)
