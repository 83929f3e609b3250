"""Women and men as marks on one scale: dumbbells, and pipelines from step to step."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
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
"""Mark, colour and size of each sex."""
BAND = 0.7  # height of a band, in lines


@coloured
def dumbbell(
    results: Iterable[Result],
    ax: Axes | Figure | None = None,
    title: str | None = None,
    language: str | Language = "en",
    reference: Reference = None,
) -> Axes:
    """Women (a disc) and men (a diamond) of each group on one line, with both shares; sorted by women's.

    Results need the dimension ``sex`` (``F``, ``M``); values are 0 to 1.
    """
    own = in_language(language)
    rows = rows_of(results, own, _womens, together="sex")

    def draw(axes: Axes) -> Layout:
        notes = [_why(row, own) if row.known else "" for row in rows]
        layout = placed(axes, [row.name for row in rows], [1.2] * len(rows), notes, own)
        beside = [_named(one, own) for row in rows for sex in MARKS if (one := row.of(sex)) and banded(one)]
        room = max(width_of(text) for text in (own.figure(1.0, "share"), *beside)) + 12
        margin = room / max(width_in_points(axes) - layout.left - layout.right - 2 * room, 50)
        axes.set_xlim(-margin, 1 + margin)
        axes.hlines(layout.y, 0, 1, color=palette()["neutral"], linewidth=0.6, zorder=1)
        known = [(_values(row), y) for row, y in zip(rows, layout.y, strict=True) if row.known]
        for row, y in zip(rows, layout.y, strict=True):
            _bands(axes, row, y, own)
        places_of = [([_place(one) for sex in MARKS if (one := row.of(sex)) is not None and (
            one.value is not None or banded(one))], y) for row, y in zip(rows, layout.y, strict=True)]  # fmt: skip
        between = [(y, min(found), max(found)) for found, y in places_of if len(found) == 2]
        if between:
            axes.hlines(*zip(*between, strict=True), color=palette()["neutral"], linewidth=4, zorder=2)
        for sex, (marker, colour, size) in MARKS.items():
            places = [(values[sex], y) for values, y in known if sex in values]
            if places:
                axes.plot(*zip(*places, strict=True), marker, color=palette()[colour], markersize=size, zorder=3)
        unit = unit_of_all(("share", value) for values, _ in known for value in values.values()) or "share"
        stands = sides(axes, 7)
        for values, y in known:
            _figures(axes, values, y, unit, own, stands)
        for row, y in zip(rows, layout.y, strict=True):
            if not row.known:
                unknown(axes, y, row.result, 0, 1, own)
        if bounds(reference):
            reference_line(axes, layout, bounds(reference), reference_name(reference, "share", own), zorder=1.5)
        else:
            layout.below = max(layout.below, 4 + line())
            for end in (0.0, 1.0):
                below(axes, end, own.figure(end, "whole"))
        legend(axes, layout, _marks("sex.M", own))
        return layout

    return drawn(draw, ax, title, results)


def _womens(row: Row) -> float:
    known = [one for one in (row.of("F"), row.of("M")) if one is not None]
    return next((_place(one) for one in known if one.value is not None or banded(one)), 0.0)


def _place(one: Result) -> float:
    """Where a figure stands: of a band its middle."""
    return one.value if one.value is not None else ((one.low or 0.0) + (one.high or 0.0)) / 2


def banded(one: Result) -> bool:
    """Whether a band stands in the place of a value."""
    return one.value is None and one.reason == IN_A_BAND and one.low is not None and one.high is not None


def _bands(axes: Axes, row: Row, y: float, language: Language) -> None:
    """A hatched stretch for each sex of which only the band is shown, with its words beside it."""
    for sex, (_, colour, _) in MARKS.items():
        one = row.of(sex)
        if one is None or not banded(one) or one.low is None or one.high is None:
            continue
        box = Rectangle((one.low, y - BAND / 2), one.high - one.low, BAND, facecolor="white", zorder=2.7)
        box.set(hatch="////", linewidth=0.8, edgecolor=palette()[colour])
        axes.add_patch(box)
        place, side = (one.low, -1) if one.low == 0 else (one.high, 1)
        axes.text(place, y, _named(one, language), bbox=BLANK, zorder=2.6, **sides(axes, 4)[side])
        marker, _, size = MARKS[sex]
        axes.plot((one.low + one.high) / 2, y, marker, markerfacecolor="white", markeredgecolor=palette()[colour],
                  markersize=size - 1, zorder=4)  # fmt: skip


def _named(one: Result, language: Language) -> str:
    """A band in signs: < 10 %."""
    below = one.low == 0
    return language.text("charts.below" if below else "charts.above", value=one.high if below else one.low)


def _why(row: Row, language: Language) -> str:
    """What is said of a sex without a figure, beside the other's."""
    found = [(sex, row.of(sex)) for sex in MARKS]
    unknown_ones = [(sex, one) for sex, one in found if one is not None and one.value is None and not banded(one)]
    return "".join(
        language.text(
            "charts.hidden_sex" if hidden(one) else "charts.unknown_sex", sex=language.text(f"sex.{sex}").lower()
        )
        for sex, one in unknown_ones
    )


def _values(row: Row) -> dict[str, float]:
    """The value of each sex that has one."""
    return {sex: one.value for sex in MARKS if (one := row.of(sex)) is not None and one.value is not None}


def _figures(
    axes: Axes, values: Mapping[str, float], y: float, unit: str, language: Language, stands: Mapping[int, Any]
) -> None:
    """The figure of each mark, outside of both."""
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
    """Shares of women (disc) and all others (diamond) step by step, the first result on top.

    Where the lines part, women are lost. A value is the share of women of all people, 0 to 1.
    """
    own = in_language(language)
    rows = rows_of(results, own)

    def draw(axes: Axes) -> Layout:
        figures = [
            "" if one.value is None else own.text("charts.share_and_base", share=one.value, n=one.n)
            for one in (row.result for row in rows)
        ]
        layout = placed(axes, [row.name for row in rows], [1.4] * len(rows), figures, own)
        axes.set_xlim(-0.03, 1.03)
        known = [(row.result.value, y) for row, y in zip(rows, layout.y, strict=True) if row.result.value is not None]
        for sex, places in (("F", [value for value, _ in known]), ("M", [1 - value for value, _ in known])):
            marker, colour, size = MARKS[sex]
            axes.plot(
                places, [y for _, y in known], f"{marker}-", color=palette()[colour], markersize=size, linewidth=2
            )
        for row, y in zip(rows, layout.y, strict=True):
            if row.result.value is None:
                unknown(axes, y, row.result, 0, 1, own)
        reference_line(axes, layout, [0.5], own.text("charts.parity", number=50), zorder=1)
        legend(axes, layout, _marks("charts.all_others", own))
        return layout

    return drawn(draw, ax, title, results)


def _marks(others: str, language: Language) -> list[Line2D]:
    """What the dark marks mean, and by the text at ``others`` the light ones."""
    return [
        Line2D([], [], linestyle="none", marker=marker, markersize=size, color=palette()[colour],
               label=language.text("sex.F" if sex == "F" else others))
        for sex, (marker, colour, size) in MARKS.items()
    ]  # fmt: skip
