"""The gender inequality map: where women and men stand, on one page for the wall (A3, landscape).

Made from findings only, so that nothing can be seen on the map that the reports hide. What is not known
is a dashed blank with the reason. Women are dark and men light: told apart in grey print and without colour vision.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from markupsafe import Markup

from genderaudit.findings import Findings
from genderaudit.language import Language
from genderaudit.organisation import Organisation
from genderaudit.report.canvas import INK, LINE, MEN, QUIET, TARGET, TEXT, WOMEN, Canvas, width_of, wrapped
from genderaudit.report.charts import Chart
from genderaudit.report.inequality_map import tiles as map_tiles
from genderaudit.report.inequality_map.content import Content, Row, alternative
from genderaudit.report.inequality_map.panels import MEN_EDGE, Box, heading, ring, seats, stairs
from genderaudit.report.sections import Section, anchor_of
from genderaudit.report.sections import heading as section_heading

A3 = (1190.55, 841.89)  # points
MARGIN, GUTTER, TILES = 36.0, 28.0, 198.0
EMPTY = 0.55  # width of a panel that is blank, against one that is not
SMALL = (806.0, 1312.0)  # at the width of the text column this is read like the charts' small print


@dataclass(frozen=True, slots=True)
class Map:
    """The map as a picture, as a page to print, and in words."""

    svg: str
    pdf: bytes
    alternative: str


def inequality_map(
    baseline: Findings, gaps: Findings | None, organisation: Organisation, round: str, language: Language
) -> Map:
    """The map of one round as a poster; ``gaps`` adds the targets that the second phase rated against."""
    content = Content(baseline, gaps, language)
    canvas = Canvas(*A3)
    top = _header(canvas, content, organisation, round, language)
    bottom = _footer(canvas, organisation, language)
    tiles = Box(MARGIN, bottom - TILES, A3[0] - 2 * MARGIN, TILES)
    upper = Box(MARGIN, top, tiles.width, tiles.y - top - 22)
    _row(canvas, upper, content, language, [_ladder, _bodies, _staff])
    _row(canvas, tiles, content, language, [map_tiles.pay, map_tiles.training, map_tiles.attendance, map_tiles.budget])
    return Map(canvas.svg(), canvas.pdf(), _alternative(content, organisation, round, language))


def map_section(baseline: Findings, organisation: Organisation, round: str, language: Language) -> Section:
    """The map as a section of the baseline report."""
    chart = small(baseline, organisation, round, language)
    opening = section_heading(language.text("map.title"), anchor_of(baseline.phase, "map"), 2)
    picture = Markup('<figure class="map" tabindex="0"><img src="{}" alt="{}"></figure>\n')
    html = opening.html + picture.format(Markup(chart.source), chart.alternative)
    return Section(html, opening.heading, opening.anchor, 2)


def small(baseline: Findings, organisation: Organisation, round: str, language: Language) -> Chart:
    """The same map for the text column of a report: two panels wide, without the poster's title."""
    content = Content(baseline, None, language)
    canvas = Canvas(*SMALL)
    width = SMALL[0] - 8
    y = _legend(canvas, Box(4, 4, width, 0), organisation, language)
    rows: list[tuple[float, list[Panel]]] = [
        (450, [_ladder, _staff]),
        (310, [_bodies, map_tiles.attendance]),
        (TILES, [map_tiles.pay, map_tiles.training]),
        (TILES, [map_tiles.budget]),
    ]
    for height, panels in rows:
        _row(canvas, Box(4, y, width, height), content, language, panels)
        y += height + 22
    return Chart(canvas.svg(), _alternative(content, organisation, round, language))


Panel = Callable[[Canvas, Box, Content, Language], None]


def _row(canvas: Canvas, box: Box, content: Content, language: Language, panels: list[Panel]) -> None:
    """Panels beside each other; one that is blank gives room to the others."""
    weights = [_WEIGHTS[panel](content) for panel in panels]
    width = box.width - GUTTER * (len(panels) - 1)
    x = box.x
    for panel, weight in zip(panels, weights, strict=True):
        own = width * weight / sum(weights)
        panel(canvas, Box(x, box.y, own, box.height), content, language)
        x += own + GUTTER


def _ladder(canvas: Canvas, box: Box, content: Content, language: Language) -> None:
    left = heading(canvas, box, language.text("map.ladder"), language.text("map.ladder_about"))
    stairs(canvas, left, content.ladder, language)


def _bodies(canvas: Canvas, box: Box, content: Content, language: Language) -> None:
    left = heading(canvas, box, language.text("map.seat_by_seat"), language.text("map.seat_by_seat_about"))
    seats(canvas, left, content, language)


def _staff(canvas: Canvas, box: Box, content: Content, language: Language) -> None:
    whole, ceiling = content.calculated("staff_women_share"), content.calculated("glass_ceiling_index")
    about = language.text("map.staff_about", share=whole.value, n=whole.n) if whole else ""
    if ceiling:
        about += " " + language.text("map.ceiling", index=ceiling.value)
    left = heading(canvas, box, language.text("map.staff_levels"), about)
    stairs(canvas, left, content.staff, language)


def _any(rows: list[Row]) -> float:
    return 1.0 if any(row.share is not None for row in rows) else EMPTY


_WEIGHTS: dict[Panel, Callable[[Content], float]] = {
    _ladder: lambda content: _any(content.ladder),
    _bodies: lambda content: _any(content.bodies),
    _staff: lambda content: _any(content.staff),
    map_tiles.pay: lambda content: 1.15 if content.calculated("pay_gap_mean") else EMPTY,
    map_tiles.training: lambda content: 0.9 if content.calculated("training_hours_parity") else EMPTY,
    map_tiles.attendance: lambda content: 1.25 * _any(content.events),
    map_tiles.budget: lambda content: 1.1 if content.calculated("budget_gender_share") else EMPTY,
}


def _header(canvas: Canvas, content: Content, organisation: Organisation, round: str, language: Language) -> float:
    """Title, whose map it is, the way from the first step to the last, and the legend; where the map begins."""
    right = A3[0] - MARGIN
    title = language.text("map.title")
    canvas.text(MARGIN, MARGIN + 30, title, 34, weight="bold")
    space = right - MARGIN - width_of(title, 34, True) - 30
    size = max(14.0, min(20.0, 19.9 * space / width_of(organisation.name, 20, True)))
    names = wrapped(organisation.name, space, 2, size, True)
    y = canvas.paragraph(right, MARGIN + (16 if len(names) == 1 else 8), names, size, weight="bold", ha="right")
    canvas.text(right, y - 2, language.text("map.round", round=round), 16, ha="right")
    y = MARGIN + 62
    text = _headline(content, language)
    if text:
        y = canvas.paragraph(MARGIN, y, wrapped(text, right - MARGIN, 2, 19), 19, color=WOMEN)
    return _legend(canvas, Box(MARGIN, y - 12, right - MARGIN, 0), organisation, language)


def _headline(content: Content, language: Language) -> str:
    steps = [row for row in content.ladder if row.share is not None] or content.staff
    steps = [row for row in steps if row.share is not None]
    if len(steps) < 2:
        return ""
    top, bottom = steps[0], steps[-1]
    values = {"first": bottom.label, "first_value": _value(bottom, language)}
    values |= {"last": top.label, "last_value": _value(top, language)}
    return language.text("map.headline", **values)


def _value(row: Row, language: Language) -> str:
    """Few seats are counted, not turned into a share."""
    if 0 < row.seats < 20:
        return language.text("map.seats_of", women=row.women, seats=row.seats)
    return language.figure(row.share, "share")


def _legend(canvas: Canvas, box: Box, organisation: Organisation, language: Language) -> float:
    """What the marks mean, in as many lines as needed; where the map begins."""
    x, y = box.x, box.y + TEXT
    for draw, name in _MARKS:
        text = language.text(f"map.legend.{name}", age=organisation.youth_age_limit)
        if x > box.x and x + 22 + width_of(text) > box.x + box.width:
            x, y = box.x, y + LINE + 3
        draw(canvas, x + 8, y - 5)
        canvas.text(x + 22, y, text)
        x += 22 + width_of(text) + 20
    return y + 18


_MARKS: list[tuple[Callable[[Canvas, float, float], None], str]] = [
    (lambda canvas, x, y: canvas.marks([x], y, 13, WOMEN), "women"),
    (lambda canvas, x, y: canvas.marks([x], y, 12, MEN, markeredgewidth=0.8, markeredgecolor=MEN_EDGE), "men"),
    (lambda canvas, x, y: ring(canvas, [x], y, 13), "missing"),
    (lambda canvas, x, y: canvas.marks([x], y, 10, INK, "^"), "youth"),
    (
        lambda canvas, x, y: canvas.marks([x], y, 9, "white", "^", markeredgewidth=1.2, markeredgecolor=INK),
        "youth_missing",
    ),
    (lambda canvas, x, y: canvas.line(x, y - 9, x, y + 8, INK, 1.5, dashes=(2.2, 1.6)), "parity"),
    (lambda canvas, x, y: canvas.line(x, y - 9, x, y + 8, TARGET, 2.6), "target"),
    (lambda canvas, x, y: canvas.frame(x - 8, y - 6, 17, 12, QUIET), "blank"),
]


def _footer(canvas: Canvas, organisation: Organisation, language: Language) -> float:
    """The method line and, for a sample, that it is invented; where the footer begins."""
    width = A3[0] - 2 * MARGIN
    lines = wrapped(language.text("map.method"), width, 3)
    invented = wrapped(language.text("map.invented"), width, 1, bold=True) if organisation.invented else []
    top = A3[1] - MARGIN + 8 - (len(lines) + len(invented) - 1) * LINE
    y = canvas.paragraph(MARGIN, top, invented, weight="bold", color=TARGET)
    canvas.paragraph(MARGIN, y, lines, color=QUIET)
    return top - TEXT - 10


def _alternative(content: Content, organisation: Organisation, round: str, language: Language) -> str:
    title = language.text("map.alternative.title", name=organisation.name, round=round)
    return alternative(content, title, language)
