"""The charts of the audit: findings in, a figure with its alternative text out.

Women are always the dark colour, men the light one: told apart in grey print and without colour vision.
Intervals are drawn as computed by the measures; nothing is estimated here.
"""

from __future__ import annotations

import io
import re
import textwrap
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import matplotlib as mpl
import seaborn as sns
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.patches import Patch
from matplotlib.text import Text
from matplotlib.textpath import text_to_path

from genderaudit.findings import Finding
from genderaudit.language import Language
from genderaudit.report.labels import group_label

mpl.use("Agg")

WOMEN, MEN = "#4B2E83", "#E0A526"
FAVOURABLE, UNFAVOURABLE, NEUTRAL = "#1B6E6A", "#D98B5F", "#D3D0D8"
INK, QUIET, TARGET = "#222222", "#6B6B6B", "#B3261E"
WIDTH = 7.2  # inches; the text column of the report
# Inches around the axes: at an edge without text, between axes and row labels, and for a legend of one line
# above, tick labels below, tick labels and a label below.
EDGE, TICK, LEGEND, TICKS, AXIS_LABEL = 0.042, 0.05, 0.35, 0.264, 0.417
FONT = "DejaVu Sans"
BLANK = {"facecolor": "white", "edgecolor": "none", "pad": 1.5}
MOST_ROWS = 20  # a chart with more rows shows those with the smallest value; the table has all
STYLE: Any = {
    "font.family": [FONT],
    "font.size": 9,
    "svg.hashsalt": "genderaudit",  # the same chart gives the same file
    # Text stays text: a tenth of the size. DejaVu Sans, by which the chart is laid out, is wider than what
    # stands in for it elsewhere, so nothing overlaps where it is missing.
    "svg.fonttype": "none",
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.edgecolor": QUIET,
    "axes.labelcolor": INK,
    "xtick.color": QUIET,
    "ytick.color": INK,
    "ytick.major.size": 0,
    "text.color": INK,
    "axes.axisbelow": True,
}


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
    with mpl.rc_context(STYLE):
        figure = _DRAWINGS[kind](shown, language)
        _fit(figure)
        buffer = io.StringIO()
        figure.savefig(buffer, format="svg", bbox_inches=None, metadata={"Date": None, "Creator": None})
    return Chart(_slim(buffer.getvalue()), _alternative(kind, shown, len(calculated), language, title))


def _telling(finding: Finding) -> float:
    """What a shortened chart shows first: most seats missing, widest differences, else the lowest values."""
    value = finding.value or 0.0
    return {"seats": -value, "difference": -abs(value)}.get(finding.unit, value)


def _alternative(kind: str, shown: Sequence[Finding], total: int, language: Language, title: str) -> str:
    rows = [
        language.text("charts.row", label=group_label(f.group, language), value=language.figure(f.value, f.unit))
        for f in shown
    ]
    text = language.text(f"charts.{kind}.alternative", title=title, rows="; ".join(rows))
    if total > len(shown):
        text += " " + language.text("charts.shortened", shown=len(shown), total=total)
    return text


def _slim(svg: str) -> str:
    """The picture without what a reader's browser does not need, and with fonts to fall back on."""
    svg = re.sub(r"<metadata>.*?</metadata>", "", svg[svg.index("<svg") :], flags=re.DOTALL)
    svg = re.sub(r"font: ([0-9.]+px) 'DejaVu Sans'", r"font-size: \1", svg)
    svg = re.sub(r"; font-family: 'DejaVu Sans'", "", svg)
    svg = re.sub(r' id="(figure|axes|patch|line2d|text|[xy]tick|legend|matplotlib\.axis)_\d+"', "", svg)
    svg = re.sub(r"(\d\.\d\d)\d+", r"\1", svg)
    svg = re.sub(r"\s*\n\s*", " ", svg).replace('"', "'")  # as an address, an apostrophe needs no escape
    return svg.replace("<svg ", "<svg style='font-family: DejaVu Sans, Verdana, Arial, sans-serif' ", 1)


def _canvas(rows: int, *, bar: float = 0.36, margin: float = 0.95) -> tuple[Figure, Axes]:
    figure = Figure(figsize=(WIDTH, rows * bar + margin))
    return figure, figure.add_subplot()


def _fit(figure: Figure) -> None:
    """Margins for what stands around the axes, measured once; matplotlib's own layouts draw everything twice."""
    axes = figure.axes[0]
    width, height = figure.get_size_inches()
    left = EDGE + max([_width(label) + TICK for label in axes.get_yticklabels()], default=0.0)
    top = LEGEND if figure.legends else EDGE
    bottom = AXIS_LABEL if axes.get_xlabel() else TICKS if any(t.get_text() for t in axes.get_xticklabels()) else EDGE
    low, high = axes.get_xlim()
    across = width - left - EDGE
    for text in (*axes.texts, *axes.get_xticklabels()):
        place = (text.get_position()[0] - low) / (high - low)
        behind = {"left": 1.0, "center": 0.5, "right": 0.0}[text.get_horizontalalignment()] * _width(text)
        if place > 0:
            across = min(across, (width - left - EDGE - behind) / place)
    axes.set_position((left / width, bottom / height, across / width, (height - bottom - top) / height))


def _width(text: Text) -> float:
    """Width in inches of a text's longest line."""
    return max(_line_width(line, text.get_fontsize()) for line in text.get_text().split("\n"))


@cache
def _line_width(line: str, size: float) -> float:
    return float(text_to_path.get_text_width_height_descent(line, FontProperties(FONT, size=size), False)[0]) / 72


def _rows(axes: Axes, findings: Sequence[Finding], language: Language) -> list[int]:
    """Row positions from top to bottom, with the groups' names."""
    positions = list(range(len(findings)))
    axes.set_yticks(positions, _names(findings, language))
    axes.set_ylim(len(findings) - 0.4, -0.6)
    return positions


def _names(findings: Sequence[Finding], language: Language) -> list[str]:
    return [textwrap.fill(group_label(f.group, language), 34) for f in findings]


def _percent_axis(axes: Axes, language: Language, ticks: Sequence[float] = (0, 0.25, 0.5, 0.75, 1)) -> None:
    axes.set_xticks(list(ticks), [language.text("charts.percent", number=round(100 * tick)) for tick in ticks])


def _sexes_legend(figure: Figure, language: Language) -> None:
    handles = [Patch(color=WOMEN), Patch(color=MEN)]
    figure.legend(
        handles,
        [language.text("sex.F"), language.text("sex.M")],
        ncols=2,
        frameon=False,
        loc="upper left",
    )


def _shares(findings: Sequence[Finding], language: Language) -> Figure:
    """Women and men as parts of each group, with the share of women and the base written beside."""
    figure, axes = _canvas(len(findings))
    rows = _rows(axes, findings, language)
    women = [f.value or 0.0 for f in findings]
    axes.barh(rows, women, color=WOMEN, height=0.62)
    axes.barh(rows, [1 - value for value in women], left=women, color=MEN, height=0.62)
    axes.axvline(0.5, color="white", linewidth=1.2, linestyle=(0, (4, 3)))
    for row, f in zip(rows, findings, strict=True):
        text = language.text("charts.share_and_base", share=f.value, n=f.n)
        axes.text(1.02, row, text, va="center", fontsize=8, color=INK)
    axes.set_xlim(0, 1.32)
    _percent_axis(axes, language)
    axes.spines["bottom"].set_bounds(0, 1)
    axes.spines["left"].set_visible(False)
    _sexes_legend(figure, language)
    return figure


def _seats(findings: Sequence[Finding], language: Language) -> Figure:
    """Every seat a dot; seats missing to the quota are rings at the end of the women's seats."""
    figure, axes = _canvas(len(findings), bar=0.46 if len(findings) <= 10 else 0.34)
    rows = _rows(axes, findings, language)
    widest = max(int(f.n or 0) for f in findings)
    per_line = min(widest, 45)
    for row, f in zip(rows, findings, strict=True):
        seats, women = int(f.n or 0), int(f.women or 0)
        missing = int(f.value or 0)
        scale = max(1.0, seats / per_line)
        kinds: dict[tuple[str, bool], list[int]] = {}
        for i in range(min(seats, per_line)):
            seat = i * scale
            colour = WOMEN if seat < women else MEN
            kinds.setdefault((colour, women <= seat < women + missing), []).append(i)
        for (colour, wanted), places in kinds.items():
            axes.plot(
                places,
                [row] * len(places),
                "o",
                markersize=7.5,
                color=colour,
                markeredgecolor=TARGET if wanted else colour,
                markeredgewidth=1.8 if wanted else 0.5,
            )
        text = language.text("charts.seats_of", women=women, seats=seats)
        axes.text(per_line + 0.4, row, text, va="center", fontsize=8)
    axes.set_xlim(-0.8, per_line * 1.22 + 2)
    axes.set_xticks([])
    for side in ("left", "bottom"):
        axes.spines[side].set_visible(False)
    _sexes_legend(figure, language)
    return figure


def _pyramid(findings: Sequence[Finding], language: Language) -> Figure:
    """Women to the left, men to the right, the youngest at the bottom."""
    figure, axes = _canvas(len(findings))
    rows = _rows(axes, findings, language)
    axes.barh(rows, [-(f.women or 0) for f in findings], color=WOMEN, height=0.8)
    axes.barh(rows, [f.men or 0 for f in findings], color=MEN, height=0.8)
    widest = max(max(f.women or 0, f.men or 0) for f in findings) or 1
    for row, f in zip(rows, findings, strict=True):
        axes.text(
            -(f.women or 0) - widest * 0.02,
            row,
            language.figure(f.women, "count"),
            ha="right",
            va="center",
            fontsize=8,
        )
        axes.text((f.men or 0) + widest * 0.02, row, language.figure(f.men, "count"), va="center", fontsize=8)
    axes.set_xlim(-widest * 1.2, widest * 1.2)
    axes.set_ylim(-0.6, len(findings) - 0.4)
    axes.set_xticks([])
    axes.axvline(0, color="white", linewidth=1)
    for side in ("left", "bottom"):
        axes.spines[side].set_visible(False)
    _sexes_legend(figure, language)
    return figure


def _values(findings: Sequence[Finding], language: Language) -> Figure:
    """One bar a group; the range that meets the target is marked where there is one."""
    figure, axes = _canvas(len(findings))
    values = [f.value or 0.0 for f in findings]
    places = list(range(len(findings)))
    sns.barplot(
        x=values, y=places, orient="h", native_scale=True, color=WOMEN, saturation=1, width=0.5, errorbar=None, ax=axes
    )
    rows = _rows(axes, findings, language)
    axes.set(xlabel="", ylabel="")
    widest = max([*(abs(value) for value in values), 1.0 if findings[0].unit in ("share", "ratio") else 0.0])
    for row, f in zip(rows, findings, strict=True):
        text = language.figure(f.value, f.unit)
        axes.text((f.value or 0) + widest * 0.015, row, text, va="center", fontsize=8, bbox=BLANK, zorder=3)
    target = next((f.target for f in findings if f.target), None)
    reference = target.low if target else (1.0 if findings[0].unit == "ratio" else None)
    if reference is not None:
        axes.axvline(reference, color=TARGET, linewidth=1.2, linestyle=(0, (4, 3)))
    axes.set_xlim(0, widest * 1.15)
    axes.set_xticks([])
    axes.spines["bottom"].set_visible(False)
    return figure


def _intervals(findings: Sequence[Finding], language: Language) -> Figure:
    """A point and its interval for each group, against zero; rows as high as the longest name needs."""
    lines = 1 + max(name.count("\n") for name in _names(findings, language))
    figure, axes = _canvas(len(findings), bar=max(0.36, 0.16 * lines + 0.06))
    rows = _rows(axes, findings, language)
    for row, f in zip(rows, findings, strict=True):
        if f.interval:
            axes.plot(
                [f.interval.low, f.interval.high],
                [row, row],
                color=QUIET,
                linewidth=2,
                solid_capstyle="round",
            )
        axes.plot(f.value or 0.0, row, "o", color=WOMEN, markersize=6)
    axes.axvline(0, color=INK, linewidth=0.8)
    axes.spines["left"].set_visible(False)
    ticks = [tick for tick in axes.get_xticks() if axes.get_xlim()[0] <= tick <= axes.get_xlim()[1]]
    labels = [language.figure(round(100 * tick), "count") for tick in ticks]
    axes.set_xticks(ticks, labels, fontsize=8)
    axes.set_xlabel(language.text(f"charts.axis_{findings[0].unit}"), fontsize=8)
    return figure


def _pairs(findings: Sequence[Finding], language: Language) -> Figure:
    """Women and men as two dots on a line, with the bound that meets the target."""
    rows_by_group: dict[tuple[tuple[str, str], ...], dict[str, Finding]] = {}
    for f in findings:
        group = {name: value for name, value in f.group.items() if name != "sex"}
        rows_by_group.setdefault(tuple(group.items()), {})[f.group.get("sex", "")] = f
    figure, axes = _canvas(len(rows_by_group))
    labels = [textwrap.fill(group_label(dict(group), language), 34) for group in rows_by_group]
    axes.set_yticks(range(len(labels)), labels)
    axes.set_ylim(len(labels) - 0.4, -0.6)
    for row, sexes in enumerate(rows_by_group.values()):
        both = [sexes[sex] for sex in ("F", "M") if sex in sexes]
        axes.plot([f.value or 0.0 for f in both], [row] * len(both), color=NEUTRAL, linewidth=4, zorder=1)
        for f in both:
            colour = WOMEN if f.group["sex"] == "F" else MEN
            axes.plot(f.value or 0.0, row, "o", color=colour, markersize=9, zorder=2)
    target = next((f.target for f in findings if f.target), None)
    if target and target.low is not None:
        axes.axvline(target.low, color=TARGET, linewidth=1.2, linestyle=(0, (4, 3)), zorder=0)
    axes.set_xlim(0, 1)
    _percent_axis(axes, language)
    axes.grid(axis="x", color=NEUTRAL, linewidth=0.5)
    axes.spines["left"].set_visible(False)
    _sexes_legend(figure, language)
    return figure


def _likert(findings: Sequence[Finding], language: Language) -> Figure:
    """Diverging bars for women and men under each statement; the undecided stand apart on the right."""
    by_item: dict[str, dict[str, Finding]] = {}
    for f in findings:
        by_item.setdefault(f.group["item"], {})[f.group.get("sex", "")] = f
    figure, axes = _canvas(len(by_item), bar=0.62)
    labels = [textwrap.fill(group_label({"item": item}, language), 44) for item in by_item]
    axes.set_yticks(range(len(by_item)), labels, fontsize=8)
    axes.set_ylim(len(by_item) - 0.45, -0.55)
    bars = []
    for row, answers in enumerate(by_item.values()):
        sexes = [answers[sex] for sex in ("F", "M") if sex in answers] or list(answers.values())
        height = 0.72 / len(sexes)
        bars += [(row - 0.36 + height * (place + 0.5), height * 0.86, f) for place, f in enumerate(sexes)]
    _diverging_bars(axes, bars, language)
    axes.axvline(0, color=INK, linewidth=0.8)
    axes.set_xlim(-1.18, 2.0)
    axes.set_xticks([])
    for side in ("left", "bottom"):
        axes.spines[side].set_visible(False)
    names = ("unfavourable", "favourable", "neutral")
    handles = [Patch(color=colour) for colour in (UNFAVOURABLE, FAVOURABLE, NEUTRAL)]
    legend = [language.text(f"charts.{name}") for name in names]
    figure.legend(handles, legend, ncols=3, frameon=False, loc="upper left")
    return figure


def _diverging_bars(axes: Axes, bars: Sequence[tuple[float, float, Finding]], language: Language) -> None:
    """Bars given by their place, their height and the finding that they show."""
    places, heights = [y for y, _, _ in bars], [height for _, height, _ in bars]
    favourable = [f.value or 0.0 for _, _, f in bars]
    neutral = [f.details.get("neutral_share", 0.0) for _, _, f in bars]
    told = ["neutral_share" in f.details for _, _, f in bars]  # hidden where few are undecided, or few disagree
    unfavourable = [
        -max(0.0, 1 - good - none) if known else 0.0
        for good, none, known in zip(favourable, neutral, told, strict=True)
    ]
    axes.barh(places, favourable, color=FAVOURABLE, height=heights)
    axes.barh(places, unfavourable, color=UNFAVOURABLE, height=heights)
    axes.barh(places, neutral, left=1.45, color=NEUTRAL, height=heights)
    for y, _, f in bars:
        who = language.text(f"charts.initial_{f.group['sex']}") if "sex" in f.group else ""
        axes.text(-1.16, y, who, va="center", fontsize=7, color=QUIET)
        axes.text((f.value or 0.0) + 0.02, y, language.figure(f.value, "share"), va="center", fontsize=7)


_DRAWINGS: dict[str, Callable[[Sequence[Finding], Language], Figure]] = {
    "shares": _shares,
    "quartiles": _shares,
    "seats": _seats,
    "pyramid": _pyramid,
    "values": _values,
    "intervals": _intervals,
    "likert": _likert,
    "pairs": _pairs,
}
