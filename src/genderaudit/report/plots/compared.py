"""Charts of women as part of a whole: shares and pyramids beside everybody, pay quarters beside men."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch, Rectangle

from genderaudit.foundations.language import Language
from genderaudit.foundations.precision import unit_of_all
from genderaudit.measures.result import Result
from genderaudit.report.plots.rows import (
    BLANK,
    DASHES,
    Row,
    bars,
    below,
    hidden,
    legend,
    placed,
    reference_line,
    rows_of,
    sides,
    unknown,
)
from genderaudit.report.plots.style import Layout, coloured, drawn, line, palette, width_in_points, width_of, wrapped
from genderaudit.report.plots.words import Reference, bounds, in_language, reference_name

BAR = 1.15  # lines of text
COLUMN = 0.82  # width of a quarter, of what it has
HEIGHT = 11.0  # of the quarters, in lines
APART = 8.0  # between the names of two quarters, in points


@coloured
def shares(
    results: Iterable[Result],
    ax: Axes | Figure | None = None,
    title: str | None = None,
    language: str | Language = "en",
    reference: Reference = 0.5,
    youth: Iterable[Result] = (),
) -> Axes:
    """Draw the share of women in each group, with share and base.

    Groups without an order of their own are sorted by share. ``reference`` (0 to 1; a number, a range or None) is
    marked, by default parity. A triangle marks the share of ``youth`` in the same group.
    """
    wording = in_language(language)
    rows = rows_of(results, wording, lambda row: row.result.value or 0.0)
    youth_by_group = {tuple(one.group.items()): one.value for one in youth if one.value is not None}
    values = [row.result.value for row in rows]

    def draw(axes: Axes) -> Layout:
        figures = [
            "" if one.value is None else wording.text("charts.share_and_base", share=one.value, n=one.n)
            for one in (row.result for row in rows)
        ]
        layout = placed(axes, [row.name for row in rows], [BAR] * len(rows), figures, wording)
        axes.set_xlim(0, 1)
        known = [(y, value) for y, value in zip(layout.y, values, strict=True) if value is not None]
        bars(axes, "women", [(y, 0, value) for y, value in known], BAR, clip_on=False)
        bars(axes, "men", [(y, value, 1) for y, value in known], BAR, clip_on=False)
        with_youth = _draw_youth(axes, rows, layout, youth_by_group)
        for row, y in zip(rows, layout.y, strict=True):
            if row.result.value is None:
                unknown(axes, y, row.result, 0, 1, wording)
        for place in bounds(reference) if known else ():  # a line that is seen on dark and on light bars
            axes.axvline(place, color="white", linewidth=2.6, zorder=2.9)
        if known and bounds(reference):
            reference_line(axes, layout, bounds(reference), reference_name(reference, "share", wording))
        legend(axes, layout, women_and("charts.all_others", wording) + ([_triangle(wording)] if with_youth else []))
        return layout

    return drawn(draw, ax, title, results, *([youth] if youth else []))


def _draw_youth(
    axes: Axes, rows: Sequence[Row], layout: Layout, youth_by_group: Mapping[tuple[tuple[str, str], ...], float]
) -> bool:
    """Draw a triangle below the bar of each group that has a share of youth; return False if there is none."""
    shares_of_youth = [youth_by_group.get(tuple(row.result.group.items())) for row in rows]
    triangles = [
        (value, y + BAR / 2 + 0.2) for value, y in zip(shares_of_youth, layout.y, strict=True) if value is not None
    ]
    if triangles:
        axes.plot(*zip(*triangles, strict=True), "^", markersize=4, color=palette()["ink"], zorder=4)
    return bool(triangles)


@coloured
def quarters(
    results: Iterable[Result],
    ax: Axes | Figure | None = None,
    title: str | None = None,
    language: str | Language = "en",
) -> Axes:
    """Draw women and men in each quarter of pay, from the lowest-paid on the left to the highest-paid on the right."""
    wording = in_language(language)
    rows = rows_of(results, wording)

    def draw(axes: Axes) -> Layout:
        width = width_in_points(axes) / max(len(rows), 1)
        unit = unit_of_all(("share", row.result.value) for row in rows) or "share"
        names = _names(rows, width)
        known = [(place, row.result.value) for place, row in enumerate(rows) if row.result.value is not None]
        bars(axes, "women", [(place, 0, value) for place, value in known], COLUMN, upright=True)
        bars(axes, "men", [(place, value, 1) for place, value in known], COLUMN, upright=True)
        for place, value in known:
            axes.text(place, 1.02, wording.figure(value, unit), ha="center", va="bottom")
        for place, row in enumerate(rows):
            if row.result.value is None:
                _draw_missing(axes, place, row.result, wording, width)
        axes.hlines(0.5, -0.5, len(rows) - 0.5, color="white", linewidth=2.6)
        axes.hlines(0.5, -0.5, len(rows) - 0.5, color=palette()["reference"], linewidth=1.1, linestyle=DASHES)
        for place, words in enumerate(names):
            below(axes, place, "\n".join(words))
        lines = max((len(name) for name in names), default=0)  # the reference below them: beside, it would narrow them
        parity = wording.text("charts.parity", number=50)
        below(axes, (len(rows) - 1) / 2, parity, lines * line(), "reference")
        axes.set_ylim(0, 1.15)
        axes.set_xlim(-0.5, max(len(rows), 1) - 0.5)
        axes.set_axis_off()
        layout = Layout(HEIGHT, below=4 + line() * (lines + 1))
        legend(axes, layout, women_and("sex.M", wording))
        return layout

    return drawn(draw, ax, title, results)


def _names(rows: Sequence[Row], width: float) -> list[list[str]]:
    """Return the lines of the names below the columns, narrow enough to be apart unless a word needs the room."""
    longest = max((width_of(word) for row in rows for word in row.name.split(" ")), default=0.0)
    return [wrapped(row.name, min(width, max(width - APART, longest))) for row in rows]


def _draw_missing(axes: Axes, place: int, result: Result, language: Language, width: float) -> None:
    """Draw a quarter without a value: hatched if hidden, else with the reason."""
    known = not hidden(result)
    column = Rectangle((place - COLUMN / 2, 0), COLUMN, 1, facecolor="white", edgecolor=palette()["quiet"])
    column.set(linewidth=0.6, hatch=None if known else "//////")
    axes.add_patch(column)
    text = language.text(f"reasons.{result.reason}" if known else "tables_text.hidden_mark")
    words = "\n".join(wrapped(text, width * COLUMN * 0.9))
    axes.text(place, 0.75, words, ha="center", va="center", bbox=BLANK, zorder=5)


@coloured
def pyramid(
    results: Iterable[Result],
    ax: Axes | Figure | None = None,
    title: str | None = None,
    language: str | Language = "en",
) -> Axes:
    """Draw women to the left and everybody to the right, in people, with the first band at the bottom."""
    wording = in_language(language)
    all_rows = rows_of(results, wording)
    rows = [row for row in all_rows if row.known][::-1] + [row for row in all_rows if not row.known]
    counts = [(_women(row.result), row.result.n) for row in rows]
    widest = max((max(pair) for pair in counts), default=0) or 1

    def draw(axes: Axes) -> Layout:
        layout = placed(axes, [row.name for row in rows], [1.3] * len(rows), [""] * len(rows), wording)
        number = max(width_of(wording.figure(widest, "count")) + 8, 30)
        half = (width_in_points(axes) - layout.left) / 2 - 3
        room = widest * half / max(half - number, 10)
        axes.set_xlim(-room, room)
        bars(axes, "women", [(y, 0, -women) for y, (women, _) in zip(layout.y, counts, strict=True)], 1.3)
        bars(axes, "men", [(y, 0, everybody) for y, (_, everybody) in zip(layout.y, counts, strict=True)], 1.3)
        axes.axvline(0, color="white", linewidth=1)
        beside = sides(axes, 4)
        for row, y, (women, everybody) in zip(rows, layout.y, counts, strict=True):
            if not row.known:
                unknown(axes, y, row.result, -widest / 2, widest / 2, wording)
                continue
            for place, count, side in ((-women, women, -1), (everybody, everybody, 1)):
                axes.text(place, y, wording.figure(count, "count"), **beside[side])
        legend(axes, layout, women_and("charts.everybody", wording))
        return layout

    return drawn(draw, ax, title, results)


def _women(result: Result) -> float:
    """Return the women of a band; if their number is not given, estimated from their share."""
    return round((result.value or 0.0) * result.n) if result.women is None else result.women


def women_and(others: str, language: Language) -> list[Patch | Line2D]:
    """Return legend entries: women in the dark colour, and the group named by the text ``others`` in the light one."""
    names = {"women": language.text("sex.F"), "men": language.text(others)}
    return [Patch(color=palette()[colour], label=name) for colour, name in names.items()]


def _triangle(language: Language) -> Line2D:
    label = language.text("charts.youth")
    return Line2D([], [], linestyle="none", marker="^", markersize=4, color=palette()["ink"], label=label)
