"""Charts of single figures: bars, and points with intervals."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, MaxNLocator

from genderaudit.foundations.language import Language
from genderaudit.measures.result import Result
from genderaudit.report.plots.rows import Row, bars, narrow, placed, reference_line, rows_of, sides, unknown
from genderaudit.report.plots.style import Layout, coloured, drawn, line, palette, width_in_points, width_of
from genderaudit.report.plots.words import Reference, bounds, in_language, reference_name

BAR = 1.0  # lines of text
BLANK = {"facecolor": "white", "edgecolor": "none", "pad": 0.5}


@coloured
def values(
    results: Iterable[Result],
    ax: Axes | Figure | None = None,
    title: str | None = None,
    language: str | Language = "en",
    reference: Reference = None,
) -> Axes:
    """Draw one bar per group with its value, sorted by value; bars of men are light if results are by sex.

    ``reference`` is marked, in the unit of the values (1 by default for ratios).
    """
    wording = in_language(language)
    rows = rows_of(results, wording, lambda row: row.result.value or 0.0)
    unit = rows[0].result.unit if rows else "share"
    against: Reference = 1.0 if reference is None and unit == "ratio" else reference

    def draw(axes: Axes) -> Layout:
        layout = placed(axes, [row.name for row in rows], [BAR] * len(rows), [""] * len(rows), wording)
        known = [(row.result, row.result.value, y) for row, y in zip(rows, layout.y, strict=True)]
        with_value = [(one, value, y) for one, value, y in known if value is not None]
        texts = [wording.figure(value, unit) for _, value, _ in with_value]
        low, high = _scale(axes, layout, [value for _, value, _ in with_value] + bounds(against), texts)
        men = [one.group.get("sex") == "M" for one, _, _ in with_value]
        for colour, of_men in (("women", False), ("men", True)):
            spans = [(y, 0, value) for (_, value, y), his in zip(with_value, men, strict=True) if his is of_men]
            bars(axes, colour, spans, BAR)
        axes.axvline(0, color=palette()["quiet"], linewidth=0.8)
        beside, blank = sides(axes, 4), BLANK if bounds(against) else None
        for (_, end, y), text in zip(with_value, texts, strict=True):
            axes.text(end, y, text, bbox=blank, **beside[-1 if end < 0 else 1])
        for one, value, y in known:
            if value is None:
                unknown(axes, y, one, max(0.0, low), high, wording)
        if bounds(against):
            reference_line(axes, layout, bounds(against), reference_name(against, unit, wording), zorder=1.5)
        return layout

    return drawn(draw, ax, title, results)


def _scale(axes: Axes, layout: Layout, places: list[float], texts: list[str]) -> tuple[float, float]:
    """Set the limits of the axes so that figures fit beside the bars, and return the ends of the bars."""
    low, high = min([0.0, *places]), max([0.0, *places])
    high = high if high > low else low + 1.0
    room = max((width_of(text) for text in texts), default=0.0) + 6
    across = max(width_in_points(axes) - layout.left - room * (2 if low < 0 else 1), 50)
    part = (high - low) * room / across
    axes.set_xlim(low - (part if low < 0 else 0), high + part)
    return low, high


@coloured
def intervals(
    results: Iterable[Result],
    ax: Axes | Figure | None = None,
    title: str | None = None,
    language: str | Language = "en",
) -> Axes:
    """Draw a point and its interval for each group, against zero, with the figure; the lowest first.

    Intervals are those of the results. Values are fractions of 1 (gaps, differences), shown in per cent or points.
    """
    wording = in_language(language)
    rows = rows_of(results, wording, lambda row: row.result.value or 0.0)
    unit = rows[0].result.unit if rows else "difference"

    def draw(axes: Axes) -> Layout:
        texts = ["" if not row.known else wording.figure(row.result.value, unit) for row in rows]
        layout = placed(axes, [row.name for row in rows], [1.0] * len(rows), texts, wording)
        known = [(row.result, row.result.value, y) for row, y in zip(rows, layout.y, strict=True)]
        ends = [0.0] + [end for one, value, _ in known for end in (value, one.low, one.high) if end is not None]
        beyond = 0.08 * (max(ends) - min(ends)) or 0.07
        axes.set_xlim(min(ends) - beyond, max(ends) + beyond)
        spans = [(y, one.low, one.high) for one, _, y in known if one.low is not None and one.high is not None]
        if spans:
            axes.hlines(*zip(*spans, strict=True), color=palette()["quiet"], linewidth=2)
        points = [(value, y) for _, value, y in known if value is not None]
        axes.plot([value for value, _ in points], [y for _, y in points], "o", color=palette()["women"], markersize=6)
        for row, y in zip(rows, layout.y, strict=True):
            if not row.known:
                unknown(axes, y, row.result, min(ends), max(ends) or beyond, wording)
        axes.axvline(0, color=palette()["ink"], linewidth=0.8, zorder=1)
        axes.set_axis_on()
        axes.yaxis.set_visible(False)
        axes.spines["left"].set_visible(False)
        axes.xaxis.set_major_locator(MaxNLocator(nbins=4 if narrow(axes) else 6, steps=[1, 2, 5, 10]))
        axes.xaxis.set_major_formatter(FuncFormatter(lambda place, _: wording.figure(round(100 * place, 6), "count")))
        axes.set_xlabel(_scale_name(rows, unit, wording), labelpad=2)
        layout.below = 8 + 2 * line()
        return layout

    return drawn(draw, ax, title, results)


def _scale_name(rows: Sequence[Row], unit: str, language: Language) -> str:
    """Return the label of the axis, with the confidence level of the intervals."""
    name = language.text("charts.axis_gap" if unit == "gap" else "charts.axis_difference")
    levels = sorted({row.result.level for row in rows if row.result.low is not None})
    levels_text = language.listed(language.figure(level, "confidence") for level in levels)
    return language.text("charts.axis_at_level", unit=name, level=levels_text) if levels_text else name
