"""The charts of the audit: findings in, a picture with its alternative text out.

Women are always the dark colour, men the light one: told apart in grey print and without colour vision.
Intervals are drawn as computed by the measures; nothing is estimated here.
"""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from matplotlib.ticker import MaxNLocator

from genderaudit.findings import Finding
from genderaudit.language import Language
from genderaudit.report.canvas import FAVOURABLE, INK, MEN, NEUTRAL, QUIET, TARGET, UNFAVOURABLE, WOMEN
from genderaudit.report.confidence import levels_of, words_of
from genderaudit.report.labels import group_label
from genderaudit.report.plot import SMALL, Plot

MOST_ROWS = 20  # a chart with more rows shows those with the smallest value; the table has all
DASHES = (4.0, 3.0)
PERCENT = (0.0, 0.25, 0.5, 0.75, 1.0)


# What must not stand as it is in an address within an attribute.
_ESCAPES = str.maketrans({mark: f"%{ord(mark):02X}" for mark in '%#<>&"'})


@dataclass(frozen=True, slots=True)
class Chart:
    """A drawn chart: an SVG picture and the text that says what it shows."""

    svg: str
    alternative: str

    @property
    def source(self) -> str:
        """The picture as the address of an ``img``: nothing is fetched, ids cannot clash."""
        return "data:image/svg+xml," + self.svg.translate(_ESCAPES)


def draw(kind: str, findings: Sequence[Finding], language: Language, title: str) -> Chart | None:
    """The chart of this kind; ``None`` where fewer than two values could be compared."""
    calculated = [finding for finding in findings if finding.calculated and finding.group]
    if len(calculated) < 2:
        return None
    shown = calculated
    if kind in ("pairs", "likert"):
        shown = [finding for finding in calculated if "sex" in finding.group] or calculated
    elif len(calculated) > MOST_ROWS:
        shown = sorted(calculated, key=_telling)[:MOST_ROWS]
    plot = _DRAWINGS[kind](shown, language)
    return Chart(plot.svg(), _alternative(kind, shown, len(calculated), language, title))


def _telling(finding: Finding) -> float:
    """What a shortened chart shows first: most seats missing, widest differences, else the lowest values."""
    value = finding.value or 0.0
    return {"seats": -value, "difference": -abs(value)}.get(finding.unit, value)


def _alternative(kind: str, shown: Sequence[Finding], total: int, language: Language, title: str) -> str:
    rows = [
        language.text("charts.row", label=group_label(f.group, language), value=language.figure(f.value, f.unit))
        for f in shown
    ]
    level = words_of(levels_of(shown), language)
    text = language.text(f"charts.{kind}.alternative", title=title, rows=language.listed(rows), level=level or "–")
    if total > len(shown):
        text += " " + language.text("charts.shortened", shown=len(shown), total=total)
    return text


def _names(findings: Sequence[Finding], language: Language) -> list[str]:
    return [textwrap.fill(group_label(f.group, language), 34) for f in findings]


def _percent_axis(plot: Plot, language: Language, *, whole: bool) -> None:
    """Percentages below the rows; ``whole``: the line goes to the end of the scale, with thin lines upwards."""
    labels = [language.text("charts.percent", number=round(100 * place)) for place in PERCENT]
    plot.axis(PERCENT, labels, ends=None if whole else (0, 1), grid=whole)


def _sexes_legend(plot: Plot, language: Language) -> None:
    plot.legend([(WOMEN, language.text("sex.F")), (MEN, language.text("sex.M"))])


def _shares(findings: Sequence[Finding], language: Language) -> Plot:
    """Women and men as parts of each group, with the share of women and the base written beside."""
    plot = Plot(_names(findings, language), 0, 1.32)
    _sexes_legend(plot, language)
    for row, f in enumerate(findings):
        plot.bar(row, 0, f.value or 0.0, WOMEN, 0.62)
        plot.bar(row, f.value or 0.0, 1, MEN, 0.62)
        plot.words(1.02, row, language.text("charts.share_and_base", share=f.value, n=f.n))
    plot.across(0.5, "white", 1.2, DASHES)
    _percent_axis(plot, language, whole=False)
    return plot


def _seats(findings: Sequence[Finding], language: Language) -> Plot:
    """Every seat a dot; seats missing to the quota are rings at the end of the women's seats."""
    per_line = min(max(int(f.n or 0) for f in findings), 45)
    row_height = 33.1 if len(findings) <= 10 else 24.5
    plot = Plot(_names(findings, language), -0.8, per_line * 1.22 + 2, row_height)
    _sexes_legend(plot, language)
    for row, f in enumerate(findings):
        seats, women = int(f.n or 0), int(f.women or 0)
        missing = int(f.value or 0)
        scale = max(1.0, seats / per_line)
        kinds: dict[tuple[str, bool], list[int]] = {}
        for i in range(min(seats, per_line)):
            seat = i * scale
            colour = WOMEN if seat < women else MEN
            kinds.setdefault((colour, women <= seat < women + missing), []).append(i)
        for (colour, wanted), places in kinds.items():
            edge, width = (TARGET, 1.8) if wanted else (colour, 0.5)
            plot.dots(row, places, 7.5, colour, markeredgecolor=edge, markeredgewidth=width)
        plot.words(per_line + 0.4, row, language.text("charts.seats_of", women=women, seats=seats))
    return plot


def _pyramid(findings: Sequence[Finding], language: Language) -> Plot:
    """Women to the left, men to the right, the youngest at the bottom."""
    upwards = findings[::-1]
    widest = max(max(f.women or 0, f.men or 0) for f in findings) or 1
    plot = Plot(_names(upwards, language), -widest * 1.2, widest * 1.2)
    _sexes_legend(plot, language)
    for row, f in enumerate(upwards):
        women, men = f.women or 0, f.men or 0
        plot.bar(row, -women, 0, WOMEN, 0.8)
        plot.bar(row, 0, men, MEN, 0.8)
        plot.words(-women - widest * 0.02, row, language.figure(f.women, "count"), ha="right")
        plot.words(men + widest * 0.02, row, language.figure(f.men, "count"))
    plot.across(0, "white", 1)
    return plot


def _values(findings: Sequence[Finding], language: Language) -> Plot:
    """One bar a group; the range that meets the target is marked where there is one."""
    values = [f.value or 0.0 for f in findings]
    widest = max([*(abs(value) for value in values), 1.0 if findings[0].unit in ("share", "ratio") else 0.0]) or 1.0
    plot = Plot(_names(findings, language), 0, widest * 1.15)
    target = next((f.target for f in findings if f.target), None)
    reference = target.low if target else (1.0 if findings[0].unit == "ratio" else None)
    for row, value in enumerate(values):
        plot.bar(row, 0, value, WOMEN, 0.5)
    if reference is not None:
        plot.across(reference, TARGET, 1.2, DASHES)
    for row, f in enumerate(findings):
        text = language.figure(f.value, f.unit)
        plot.words((f.value or 0) + widest * 0.015, row, text, blank=True)
    plot.left_line()
    return plot


def _intervals(findings: Sequence[Finding], language: Language) -> Plot:
    """A point and its interval for each group, against zero; rows as high as the longest name needs."""
    names = _names(findings, language)
    lines = 1 + max(name.count("\n") for name in names)
    ends = [0.0, *(f.value or 0.0 for f in findings)]
    ends += [end for f in findings if f.interval for end in (f.interval.low, f.interval.high)]
    beyond = 0.05 * (max(ends) - min(ends)) or 0.05
    low, high = min(ends) - beyond, max(ends) + beyond
    plot = Plot(names, low, high, max(25.9, 11.5 * lines + 4.3))
    for row, f in enumerate(findings):
        if f.interval:
            plot.span(row, f.interval.low, f.interval.high, QUIET, 2)
        plot.dots(row, [f.value or 0.0], 7, WOMEN)
    plot.across(0, INK, 0.8)
    places = MaxNLocator(nbins=9, steps=[1, 2, 5, 10], integer=True).tick_values(100 * low, 100 * high)
    points = [point for point in places if 100 * low <= point <= 100 * high]
    labels = [language.figure(point, "count") for point in points]
    unit, level = language.text(f"charts.axis_{findings[0].unit}"), words_of(levels_of(findings), language)
    title = language.text("charts.axis_at_level", unit=unit, level=level) if level else unit
    plot.axis([point / 100 for point in points], labels, SMALL, title)
    return plot


def _pairs(findings: Sequence[Finding], language: Language) -> Plot:
    """Women and men as two dots on a line, with the bound that meets the target."""
    rows_by_group: dict[tuple[tuple[str, str], ...], dict[str, Finding]] = {}
    for f in findings:
        group = {name: value for name, value in f.group.items() if name != "sex"}
        rows_by_group.setdefault(tuple(group.items()), {})[f.group.get("sex", "")] = f
    plot = Plot([textwrap.fill(group_label(dict(group), language), 34) for group in rows_by_group], 0, 1)
    _sexes_legend(plot, language)
    target = next((f.target for f in findings if f.target), None)
    if target and target.low is not None:
        plot.across(target.low, TARGET, 1.2, DASHES)
    for row, sexes in enumerate(rows_by_group.values()):
        both = [sexes[sex] for sex in ("F", "M") if sex in sexes]
        values = [f.value or 0.0 for f in both]
        if values:
            plot.span(row, min(values), max(values), NEUTRAL, 4)
        for f, value in zip(both, values, strict=True):
            plot.dots(row, [value], 10, WOMEN if f.group["sex"] == "F" else MEN)
    _percent_axis(plot, language, whole=True)
    return plot


def _likert(findings: Sequence[Finding], language: Language) -> Plot:
    """Diverging bars for women and men under each statement; the undecided stand apart on the right."""
    by_item: dict[str, dict[str, Finding]] = {}
    for f in findings:
        by_item.setdefault(f.group["item"], {})[f.group.get("sex", "")] = f
    labels = [textwrap.fill(group_label({"item": item}, language), 44) for item in by_item]
    plot = Plot(labels, -1.18, 2.0, 44.6, size=SMALL)
    names = ("unfavourable", "favourable", "neutral")
    colours = (UNFAVOURABLE, FAVOURABLE, NEUTRAL)
    plot.legend([(colour, language.text(f"charts.{name}")) for colour, name in zip(colours, names, strict=True)])
    for row, answers in enumerate(by_item.values()):
        sexes = [answers[sex] for sex in ("F", "M") if sex in answers] or list(answers.values())
        height = 0.72 / len(sexes)
        for place, f in enumerate(sexes):
            _diverging_bar(plot, row - 0.36 + height * (place + 0.5), height * 0.86, f, language)
    plot.across(0, INK, 0.8)
    return plot


def _diverging_bar(plot: Plot, row: float, height: float, f: Finding, language: Language) -> None:
    favourable, neutral = f.value or 0.0, f.details.get("neutral_share", 0.0)
    plot.bar(row, 0, favourable, FAVOURABLE, height)
    if "neutral_share" in f.details:  # hidden where few are undecided, or few disagree
        plot.bar(row, 0, -max(0.0, 1 - favourable - neutral), UNFAVOURABLE, height)
    plot.bar(row, 1.45, 1.45 + neutral, NEUTRAL, height)
    if "sex" in f.group:
        plot.words(-1.16, row, language.text(f"charts.initial_{f.group['sex']}"), 7, colour=QUIET)
    plot.words(favourable + 0.02, row, language.figure(f.value, "share"), 7)


_DRAWINGS: dict[str, Callable[[Sequence[Finding], Language], Plot]] = {
    "shares": _shares,
    "quartiles": _shares,
    "seats": _seats,
    "pyramid": _pyramid,
    "values": _values,
    "intervals": _intervals,
    "likert": _likert,
    "pairs": _pairs,
}
