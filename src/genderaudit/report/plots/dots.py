"""Charts of women and men as marks on one scale: dumbbells, and pipelines from step to step."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Rectangle

from genderaudit.disclosure import IN_A_BAND
from genderaudit.foundations.language import Language
from genderaudit.foundations.precision import unit_of_all
from genderaudit.measures.result import Result
from genderaudit.report.plots.rows import (
    BLANK,
    Row,
    below,
    hidden,
    legend,
    placed,
    reference_line,
    rows_of,
    sides,
    unknown,
)
from genderaudit.report.plots.style import Layout, coloured, drawn, line, palette, width_in_points, width_of
from genderaudit.report.plots.words import Reference, bounds, in_language, reference_name

MARKS = {"F": ("o", "women", 6.6), "M": ("D", "men", 5.6)}
"""Marker, colour and size of each sex."""
BAND = 0.7  # height of a band, in lines


@coloured
def dumbbell(
    results: Iterable[Result],
    ax: Axes | Figure | None = None,
    title: str | None = None,
    language: str | Language = "en",
    reference: Reference = None,
) -> Axes:
    """Draw women (disc) and men (diamond) of each group on one line with both shares, sorted by women's share.

    Results need the dimension ``sex`` (``F``, ``M``); values are 0 to 1.
    """
    wording = in_language(language)
    rows = rows_of(results, wording, _share_of_women, together="sex")

    def draw(axes: Axes) -> Layout:
        notes = [_missing_note(row, wording) if row.known else "" for row in rows]
        layout = placed(axes, [row.name for row in rows], [1.2] * len(rows), notes, wording)
        margin = _margin(axes, rows, layout, wording)
        axes.set_xlim(-margin, 1 + margin)
        axes.hlines(layout.y, 0, 1, color=palette()["neutral"], linewidth=0.6, zorder=1)
        known = [(_values(row), y) for row, y in zip(rows, layout.y, strict=True) if row.known]
        for row, y in zip(rows, layout.y, strict=True):
            _draw_bands(axes, row, y, wording)
        _join_marks(axes, rows, layout)
        _draw_marks(axes, known)
        unit = unit_of_all(("share", value) for values, _ in known for value in values.values()) or "share"
        stands = sides(axes, 7)
        for values, y in known:
            _write_figures(axes, values, y, unit, wording, stands)
        for row, y in zip(rows, layout.y, strict=True):
            if not row.known:
                unknown(axes, y, row.result, 0, 1, wording)
        if bounds(reference):
            reference_line(axes, layout, bounds(reference), reference_name(reference, "share", wording), zorder=1.5)
        else:
            _write_ends(axes, layout, wording)
        legend(axes, layout, _legend_entries("sex.M", wording))
        return layout

    return drawn(draw, ax, title, results)


def _margin(axes: Axes, rows: Sequence[Row], layout: Layout, language: Language) -> float:
    """Return the room for figures beside the marks at both ends, as a part of the scale from 0 to 1."""
    bands = [_band_in_signs(one, language) for row in rows for sex in MARKS if (one := row.of(sex)) and banded(one)]
    room = max(width_of(text) for text in (language.figure(1.0, "share"), *bands)) + 12
    return room / max(width_in_points(axes) - layout.left - layout.right - 2 * room, 50)


def _join_marks(axes: Axes, rows: Sequence[Row], layout: Layout) -> None:
    """Draw the line between women and men of each row that has both, as figures or bands."""
    ends = [[_position(one) for sex in MARKS if (one := row.of(sex)) is not None and _is_shown(one)] for row in rows]
    between = [(y, min(found), max(found)) for found, y in zip(ends, layout.y, strict=True) if len(found) == 2]
    if between:
        axes.hlines(*zip(*between, strict=True), color=palette()["neutral"], linewidth=4, zorder=2)


def _draw_marks(axes: Axes, known: Sequence[tuple[Mapping[str, float], float]]) -> None:
    """Draw the marks of women and men, from the values by sex and the height of each row."""
    for sex, (marker, colour, size) in MARKS.items():
        places = [(values[sex], y) for values, y in known if sex in values]
        if places:
            axes.plot(*zip(*places, strict=True), marker, color=palette()[colour], markersize=size, zorder=3)


def _is_shown(result: Result) -> bool:
    return result.value is not None or banded(result)


def _write_ends(axes: Axes, layout: Layout, language: Language) -> None:
    """Write 0 % and 100 % below the rows."""
    layout.below = max(layout.below, 4 + line())
    for end in (0.0, 1.0):
        below(axes, end, language.figure(end, "whole"))


def _share_of_women(row: Row) -> float:
    known = [one for one in (row.of("F"), row.of("M")) if one is not None]
    return next((_position(one) for one in known if _is_shown(one)), 0.0)


def _position(result: Result) -> float:
    """Return the position of a figure; of a band, its middle."""
    return result.value if result.value is not None else ((result.low or 0.0) + (result.high or 0.0)) / 2


def banded(result: Result) -> bool:
    """Return True if a band replaces the value."""
    return result.value is None and result.reason == IN_A_BAND and result.low is not None and result.high is not None


def _draw_bands(axes: Axes, row: Row, y: float, language: Language) -> None:
    """Draw a hatched bar with its bounds for each sex of which only a band is shown."""
    for sex, (_, colour, _) in MARKS.items():
        result = row.of(sex)
        if result is None or not banded(result) or result.low is None or result.high is None:
            continue
        box = Rectangle((result.low, y - BAND / 2), result.high - result.low, BAND, facecolor="white", zorder=2.7)
        box.set(hatch="////", linewidth=0.8, edgecolor=palette()[colour])
        axes.add_patch(box)
        place, side = (result.low, -1) if result.low == 0 else (result.high, 1)
        axes.text(place, y, _band_in_signs(result, language), bbox=BLANK, zorder=2.6, **sides(axes, 4)[side])
        marker, _, size = MARKS[sex]
        axes.plot((result.low + result.high) / 2, y, marker, markerfacecolor="white", markeredgecolor=palette()[colour],
                  markersize=size - 1, zorder=4)  # fmt: skip


def _band_in_signs(result: Result, language: Language) -> str:
    """Return a band in signs, for example «< 10 %»."""
    below = result.low == 0
    return language.text("charts.below" if below else "charts.above", value=result.high if below else result.low)


def _missing_note(row: Row, language: Language) -> str:
    """Return which sex has no figure and whether it is hidden or unknown."""
    by_sex = [(sex, row.of(sex)) for sex in MARKS]
    unknown_ones = [
        (sex, result) for sex, result in by_sex if result is not None and result.value is None and not banded(result)
    ]
    return "".join(
        language.text(
            "charts.hidden_sex" if hidden(result) else "charts.unknown_sex", sex=language.text(f"sex.{sex}").lower()
        )
        for sex, result in unknown_ones
    )


def _values(row: Row) -> dict[str, float]:
    """Return the value of each sex that has one."""
    return {sex: result.value for sex in MARKS if (result := row.of(sex)) is not None and result.value is not None}


def _write_figures(
    axes: Axes, values: Mapping[str, float], y: float, unit: str, language: Language, stands: Mapping[int, Any]
) -> None:
    """Write the figure of each mark on its outer side."""
    lower = min(values, key=lambda sex: (values[sex], sex))
    for sex, value in values.items():
        side = -1 if sex == lower and len(values) == 2 else 1
        axes.text(value, y, language.figure(value, unit), bbox=BLANK, zorder=2.6, **stands[side])


@coloured
def pipeline(
    results: Iterable[Result],
    ax: Axes | Figure | None = None,
    title: str | None = None,
    language: str | Language = "en",
) -> Axes:
    """Draw shares of women (disc) and all others (diamond) step by step, the first result on top.

    Where the lines diverge, women are lost. A value is the share of women of all people, 0 to 1.
    """
    wording = in_language(language)
    rows = rows_of(results, wording)

    def draw(axes: Axes) -> Layout:
        figures = [
            "" if one.value is None else wording.text("charts.share_and_base", share=one.value, n=one.n)
            for one in (row.result for row in rows)
        ]
        layout = placed(axes, [row.name for row in rows], [1.4] * len(rows), figures, wording)
        axes.set_xlim(-0.03, 1.03)
        known = [(row.result.value, y) for row, y in zip(rows, layout.y, strict=True) if row.result.value is not None]
        for sex, places in (("F", [value for value, _ in known]), ("M", [1 - value for value, _ in known])):
            marker, colour, size = MARKS[sex]
            axes.plot(
                places, [y for _, y in known], f"{marker}-", color=palette()[colour], markersize=size, linewidth=2
            )
        for row, y in zip(rows, layout.y, strict=True):
            if row.result.value is None:
                unknown(axes, y, row.result, 0, 1, wording)
        reference_line(axes, layout, [0.5], wording.text("charts.parity", number=50), zorder=1)
        legend(axes, layout, _legend_entries("charts.all_others", wording))
        return layout

    return drawn(draw, ax, title, results)


def _legend_entries(others: str, language: Language) -> list[Line2D]:
    """Return legend entries: women in the dark colour, and the group named by the text ``others`` in the light one."""
    return [
        Line2D([], [], linestyle="none", marker=marker, markersize=size, color=palette()[colour],
               label=language.text("sex.F" if sex == "F" else others))
        for sex, (marker, colour, size) in MARKS.items()
    ]  # fmt: skip
