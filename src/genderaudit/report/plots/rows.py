"""Rows of a chart, one below the other, in reading order, each with its name beside or above it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from math import ceil
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.patches import PathPatch, Rectangle
from matplotlib.path import Path
from matplotlib.transforms import Transform, offset_copy

from genderaudit.disclosure import HIDDEN, MARK
from genderaudit.foundations.language import Language
from genderaudit.measures.result import Result
from genderaudit.report.labels import group_label, reason_of
from genderaudit.report.plots.style import (
    ABOVE,
    EDGE,
    Layout,
    line,
    palette,
    text_size,
    width_in_points,
    width_of,
    wrapped,
)

BESIDE = 33.0  # sizes of the text; names stand above the rows where the axes are narrower
NAMES = 0.36  # part of the width that names beside the rows may take
SHORT = 0.25  # names of at most this part stand beside narrow rows, too
GAP = 0.75  # between rows, in lines
HATCHED = 0.95  # height of what is hidden, in lines
NAME_PAD = 3.5  # points between a name and the axes
NAME = "name"  # label of the texts that name rows beside the axes
BLANK = {"facecolor": "white", "edgecolor": "none", "pad": 1.0}  # behind words, so that no line runs through them
DASHES = (0, (4, 2.5))
MOST_UNKNOWN = 3  # more rows than this without a value, for the same reason, are one
BANDED = frozenset(
    ("age", "age_band", "step", "level", "below", "quartile", "gender_marker", "stage", "from", "to", "component")
)
"""Dimensions whose groups have an order of their own."""


@dataclass(frozen=True, slots=True)
class Row:
    """A group with its name and its results: one, or one per sex."""

    name: str
    results: tuple[Result, ...]
    known: bool  # whether there is anything to draw

    @property
    def result(self) -> Result:
        """The only result."""
        return self.results[0]

    def of(self, sex: str) -> Result | None:
        """Return the result of one sex, or None."""
        return next((one for one in self.results if one.group.get("sex") == sex), None)


def hidden(result: Result) -> bool:
    """Return True if the value is known but hidden by the disclosure rules."""
    return result.reason == MARK or result.reason in HIDDEN


def has_value(result: Result) -> bool:
    """Return True if the result has a value."""
    return result.value is not None


def rows_of(
    results: Iterable[Result],
    language: Language,
    order: Callable[[Row], float] | None = None,
    together: str = "",
    known: Callable[[Result], bool] = has_value,
) -> list[Row]:
    """Return one row per group, sorted by ``order`` unless groups have an own order, those without a value last.

    Without groups, the whole is the only row. ``together`` names a dimension that makes no rows, such as ``sex``;
    ``known`` decides which results can be drawn.
    """
    all_results = list(results)
    groups = [result for result in all_results if result.group] or all_results
    groups = [result for result in groups if together in result.group] or groups
    cells: dict[tuple[tuple[str, str], ...], list[Result]] = {}
    for result in groups:
        key = {name: value for name, value in result.group.items() if name != together}
        cells.setdefault(tuple(key.items()), []).append(result)
    rows = [
        Row(group_label(dict(key), language), tuple(of_group), any(map(known, of_group)))
        for key, of_group in cells.items()
    ]
    shown = [row for row in rows if row.known]
    free = not any(BANDED & set(result.group) for result in groups)
    if order and free:
        shown.sort(key=lambda row: round(order(row), 3))
    return shown + _merge_unknown([row for row in rows if not row.known], language)


def _merge_unknown(rows: Sequence[Row], language: Language) -> list[Row]:
    """Return the rows without a value; more than ``MOST_UNKNOWN`` with the same reason become one."""
    by_reason: dict[str | None, list[Row]] = {}
    for row in rows:
        by_reason.setdefault(MARK if hidden(row.result) else row.result.reason, []).append(row)
    merged = []
    for same_reason in by_reason.values():
        if len(same_reason) > MOST_UNKNOWN:
            merged.append(
                Row(language.text("charts.groups", number=len(same_reason)), same_reason[0].results[:1], False)
            )
        else:
            merged += same_reason
    return merged


def placed(
    axes: Axes, names: Sequence[str], heights: Sequence[float], figures: Sequence[str], language: Language
) -> Layout:
    """Write the names and figures of the rows, and return the layout; ``heights`` are in lines of text.

    Names stand left and figures right of the axes, or both above each row on narrow axes.
    """
    width = width_in_points(axes)
    lines = [wrapped(name, width * NAMES) for name in names]
    above = narrow(axes) and (any(figures) or any(width_of(words[0]) > width * SHORT for words in lines))
    if above:
        texts = [
            language.text("charts.row", label=name, value=figure) if figure else name
            for name, figure in zip(names, figures, strict=True)
        ]
        lines = [wrapped(text, width - 2 * EDGE) for text in texts]
    layout, top, tops = Layout(0.0), GAP / 2, []
    for words, height in zip(lines, heights, strict=True):
        taken = len(words) + 0.15 + height if above else max(len(words), height)
        layout.y.append(top + taken - height / 2 if above else top + taken / 2)
        tops.append(top)
        top += taken + GAP
    layout.lines = max(top - GAP / 2, 1.0)
    axes.set_ylim(layout.lines, 0)
    axes.set_axis_off()
    if above:
        _above(axes, tops, lines)
    else:
        _beside(axes, layout, lines)
        at_end(axes, layout, figures)
    return layout


def _above(axes: Axes, tops: Sequence[float], lines: Sequence[Sequence[str]]) -> None:
    """Write names above the rows on a white background, so that no line crosses them."""
    across, room, papers = axes.get_yaxis_transform(), width_in_points(axes) - 2 * EDGE, []
    for top, words in zip(tops, lines, strict=True):
        axes.text(0, top, "\n".join(words), va="top", transform=across, zorder=4)
        right, end = (max(map(width_of, words)) + 1) / room, top + len(words)
        papers.append(((0, top), (right, top), (right, end), (0, end), (0, top)))
    axes.add_artist(_one_path(papers, transform=across, facecolor=BLANK["facecolor"], zorder=3.5))


def _beside(axes: Axes, layout: Layout, lines: Sequence[Sequence[str]]) -> None:
    """Write names left of the rows."""
    place = moved(axes, axes.get_yaxis_transform(), -NAME_PAD)
    for y, words in zip(layout.y, lines, strict=True):
        axes.text(0, y, "\n".join(words), transform=place, ha="right", va="center_baseline", label=NAME)
    layout.left = max((width_of(part) for words in lines for part in words), default=0.0) + 5


def moved(axes: Axes, transform: Transform, x: float = 0.0, y: float = 0.0) -> Transform:
    """Return the transform shifted by points to the right and up."""
    return offset_copy(transform, axes.get_figure(root=True), x=x, y=y, units="points")


def names_of(axes: Axes) -> list[str]:
    """Return the names beside the rows, from top to bottom."""
    return [text.get_text() for text in axes.texts if text.get_label() == NAME]


def bars(
    axes: Axes,
    colour: str,
    spans: Sequence[tuple[float, float, float]],
    thick: float,
    upright: bool = False,
    clip_on: bool = True,
) -> None:
    """Draw bars in one colour of the palette; ``spans`` has the middle, start and end of each.

    All bars are one path, as matplotlib's manual advises for many rectangles: one artist per bar takes far longer.
    """
    if not spans:
        return
    half = thick / 2
    corners: list[tuple[tuple[float, float], ...]] = [
        ((start, y - half), (end, y - half), (end, y + half), (start, y + half), (start, y - half))
        for y, start, end in spans
    ]
    if upright:
        corners = [tuple((y, x) for x, y in corner) for corner in corners]
    axes.add_artist(_one_path(corners, facecolor=palette()[colour], clip_on=clip_on))


def _one_path(corners: Sequence[Any], **look: Any) -> PathPatch:
    """Return rectangles as one path, each given by its four corners and the first one again."""
    codes = [Path.MOVETO, *[Path.LINETO] * 3, Path.CLOSEPOLY] * len(corners)
    return PathPatch(Path(np.concatenate(corners), codes), linewidth=0, **look)


def narrow(axes: Axes) -> bool:
    """Return True if the axes are as narrow as a phone or a grid of small charts."""
    return width_in_points(axes) < BESIDE * text_size()


def sides(axes: Axes, points: float) -> dict[int, dict[str, Any]]:
    """Return text options for words left (-1) and right (1) of a mark, at a distance in points."""
    return {
        side: {"transform": moved(axes, axes.transData, side * points), "ha": name, "va": "center"}
        for side, name in ((-1, "right"), (1, "left"))
    }


def at_end(axes: Axes, layout: Layout, figures: Sequence[str]) -> None:
    """Write figures right of the axes, beside their rows."""
    place = moved(axes, axes.get_yaxis_transform(), 5)
    for y, text in zip(layout.y, figures, strict=True):
        if text:
            axes.text(1, y, text, transform=place, va="center")
            layout.right = max(layout.right, width_of(text) + 5)


def below(axes: Axes, x: float, text: str, down: float = 0.0, colour: str = "ink") -> None:
    """Write a name below the axes, ``down`` by so many points."""
    place = moved(axes, axes.get_xaxis_transform(), y=-NAME_PAD - down)
    axes.text(x, 0, text, transform=place, ha="center", va="top", color=palette()[colour])


def unknown(axes: Axes, y: float, result: Result, start: float, end: float, language: Language) -> None:
    """Draw the place of a missing value: hatched if hidden, else with the reason."""
    if hidden(result):
        hatched(axes, y, start, end, language)
    else:
        text = reason_of(result, language)
        axes.text(start, y, text, va="center", color=palette()["quiet"], bbox=BLANK, zorder=5)


def hatched(axes: Axes, y: float, start: float, end: float, language: Language) -> None:
    """Draw a hatched bar with the word "hidden" in it, or before it if it is short."""
    box = Rectangle((start, y - HATCHED / 2), end - start, HATCHED, facecolor="white", edgecolor=palette()["quiet"])
    box.set(hatch="//////", linewidth=0.6, zorder=3)
    axes.add_patch(box)
    word, (low, high) = language.text("tables_text.hidden_mark"), axes.get_xlim()
    inside = (end - start) / (high - low) * width_in_points(axes) * 0.5 > width_of(word)
    place, side = ((start + end) / 2, "center") if inside else (start, "right")
    axes.text(place, y, word, ha=side, va="center", bbox=BLANK, zorder=5)


def reference_line(axes: Axes, layout: Layout, places: Sequence[float], text: str, zorder: float = 3) -> None:
    """Draw a line across all rows with its name below."""
    colour = palette()["reference"]
    for place in places:
        axes.axvline(place, color=colour, linewidth=1.1, linestyle=DASHES, zorder=zorder)
    foot = moved(axes, axes.get_xaxis_transform(), y=-2)
    axes.text(sum(places) / len(places), 0, text, transform=foot, ha="center", va="top", color=colour)
    layout.below = 2 + line()


def legend(axes: Axes, layout: Layout, handles: Sequence[Any]) -> None:
    """Draw the legend above the rows, in as many columns as fit."""
    widths = [width_of(str(handle.get_label())) + 3.8 * text_size() for handle in handles]
    room = width_in_points(axes)
    columns = len(handles) if sum(widths) <= room else max(1, int(room // max(widths)))
    anchor = moved(axes, axes.transAxes, y=ABOVE)
    axes.legend(handles=handles, loc="lower left", bbox_to_anchor=(0, 1), bbox_transform=anchor, ncols=columns)
    layout.above = ABOVE + ceil(len(handles) / columns) * 1.65 * text_size()
