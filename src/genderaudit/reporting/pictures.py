"""Charts of publications, drawn from findings, each with a title that states what it shows."""

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
"""Lists with figures needed for the map."""
MAP = (("bodies", "pay", "attendance", "training"), ("ladder", "staff"))
"""Panels of the map by column; the budget has a section right after it."""
FEWEST = 2
"""Groups needed for a chart."""


def of_facts(area: str, material: Material) -> Picture | None:
    """Return the first chart of facts of a key area that has data, or None."""
    names = choice().charts.get(area, [])
    candidates = [
        name
        for name in names
        if not any(is_left_out(indicator, material) for indicator in (name, *_summing_indicators(name, material)))
    ]
    return next((picture for name in candidates if (picture := of_indicator(name, material)) is not None), None)


def of_indicator(name: str, material: Material, most: int = 0) -> Picture | None:
    """Return the chart of an indicator's groups; ``most`` limits bodies to those that lack most seats."""
    definition = material.method.indicators[name]
    findings = [
        finding
        for finding in material.of(name)
        if finding.group and finding.status in ("calculated", "suppressed", "banded")
    ]
    known = [finding for finding in findings if finding.calculated]
    if definition.unit == "seats":
        findings = known = [finding for finding in known if "quota" in finding.details] or known
        findings = known = sorted(
            known, key=lambda finding: (-(finding.value or 0), finding.details.get("share", 0.0), finding.id)
        )
        if most:
            findings = known = [finding for finding in known if finding.value][:most]
    if len(known) < (1 if most else FEWEST) or not definition.chart:
        return None
    language, name_text = material.language, material.language.text(f"indicators.{name}.title")
    heading = next(
        (
            title(finding, material)
            for finding in material.of(*_summing_indicators(name, material))
            if finding.calculated
        ),
        name_text,
    )
    rows = [
        language.text("charts.row", label=group_label(finding.group, language), value=_value_text(finding, material))
        for finding in known
    ]
    return Picture(
        title=heading,
        subtitle=name_text if heading != name_text else _base(known, material),
        alternative=language.text("report.picture", title=name_text, rows=language.list(rows)),
        draw=_drawing(FUNCTIONS[definition.chart], results_of(findings), material),
    )


def of_statements(chosen: Sequence[said.View], material: Material) -> Picture | None:
    """Return women and men on one scale, one line per statement, or None if no men's answers are shown."""
    views = [statement_view for statement_view in chosen if statement_view.men is not None]
    if not views:
        return None
    language = material.language
    results = Results(
        [_result_of(statement_view, sex, material) for statement_view in views for sex in ("F", "M")],
        name="item_favourable",
    )
    rows = [said.title(statement_view, material) for statement_view in views]
    reverse = language.text("report.reverse") if any(statement_view.reverse for statement_view in views) else ""
    agree = {answer(statement_view.item, material) for statement_view in views} == {
        language.text("report.answered_as.agree")
    }
    title = language.text("report.agreement" if agree else "report.agreement_or_above")
    return Picture(
        title=title,
        subtitle=" ".join(part for part in (said.source(views, material), reverse) if part),
        alternative=language.text("report.picture", title=title, rows=language.list(rows)),
        draw=_drawing(plots.dumbbell, results, material),
    )


Line = tuple[str, Finding, Finding]


def followed_shares(material: Material) -> list[Line]:
    """Return shares of women that are counted in full, before and now, the largest change first."""
    lines: list[Line] = []
    for finding in material.known.values():
        definition = material.method.indicators.get(finding.indicator)
        then = material.earlier(finding)
        if definition is None or not definition.followed or finding.group or not finding.calculated or then is None:
            continue
        if is_left_out(finding.indicator, material):
            continue
        name = material.language.text(f"indicators.{finding.indicator}.title")
        lines.append((name, then, finding))
    lines = list({line[0]: line for line in lines}.values())
    return sorted(lines, key=lambda line: -abs((line[2].value or 0) - (line[1].value or 0)))[: choice().changes]


def of_change(material: Material) -> Picture | None:
    """Return these shares as lines from the earlier round to this one, or None."""
    lines = followed_shares(material)
    if not lines:
        return None
    language = material.language
    results = Results(
        [
            Result(value=finding.value, unit="share", n=finding.n or 0, group={"figure": name, "round": round})
            for name, then, now in lines
            for finding, round in ((then, material.earlier_round), (now, material.round))
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
                   _drawing(plots.slope, results, material))  # fmt: skip


def of_map(material: Material) -> list[list[Picture]]:
    """Return the gender inequality map as one chart per panel, in two columns; rows without data are left out."""
    if "baseline" not in material.now or len(_lists_on_map(material)) < FEWEST_LISTS:
        return []
    content = Content(by_indicator(material.now["baseline"]), material.language)
    by_name, alternatives = panels(content, {}, material.language), spoken(content, material.language)
    by_name["bodies"] = _first_rows(by_name["bodies"], choice().seats, material)
    for name, panel in by_name.items():
        by_name[name] = replace(panel, rows=[result for result in panel.rows if result.value is not None or result.n])
    return [
        [
            Picture(by_name[name].title, by_name[name].about, alternatives[name], partial(_panel, by_name[name]))
            for name in names
            if by_name[name].rows
        ]
        for names in MAP
    ]


def _first_rows(panel: Panel, most: int, material: Material) -> Panel:
    """Return the panel with its first rows only, and a note on how many more there are."""
    more = len(panel.rows) - most
    if more < 1:
        return panel
    about = f"{panel.about} {material.language.text('report.more_bodies', number=more)}"
    return replace(panel, about=about, rows=panel.rows[:most])


def _lists_on_map(material: Material) -> set[str]:
    """Return the lists that have figures on the map."""
    shown = {finding.table for finding in material.now["baseline"].findings if finding.calculated and finding.table}
    return shown & {"members", "bodies", "attendance", "staff", "budget"}


def _summing_indicators(name: str, material: Material) -> list[str]:
    """Return the indicators that sum up the groups of this one."""
    return [indicator.id for indicator in material.method.indicators.values() if indicator.made_of == name]


def _panel(panel: Panel, figure: Figure) -> object:
    return panel.draw(figure, panel.rows)


def _drawing(function: Callable[..., Axes], results: Results, material: Material) -> Callable[[Figure], object]:
    return lambda figure: function(results, ax=figure, language=material.language)


def _result_of(statement_view: said.View, sex: str, material: Material) -> Result:
    finding = statement_view.women if sex == "F" else statement_view.men
    assert finding is not None
    name = statement(statement_view.item, material)
    name = material.language.text("report.reversed", statement=name) if statement_view.reverse else name
    band = finding.band if finding.value is None else None
    return Result(
        value=finding.value, unit="share", n=finding.n or 0, women=finding.women, men=finding.men,
        low=band.low if band else None, high=band.high if band else None, reason=finding.reason,
        group={"statement": name, "sex": sex},
    )  # fmt: skip


def _value_text(finding: Finding, material: Material) -> str:
    language = material.language
    if finding.unit == "seats":
        return language.text("report.seats", held=finding.seats_held, number=finding.n, missing=finding.value)
    if finding.unit == "share" and finding.women is not None and finding.n:
        return language.text("charts.people", women=finding.women, n=finding.n)
    return answered(finding, material) if finding.unit == "share" else language.figure(finding.number, finding.unit)


def _base(findings: Sequence[Finding], material: Material) -> str:
    definition, number = material.method.indicators[findings[0].indicator], sum(finding.n or 0 for finding in findings)
    base = material.language.text(f"bases.{definition.base}", number=number)
    return material.language.text("report.base", base=base)
