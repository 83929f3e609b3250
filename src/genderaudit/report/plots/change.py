"""Charts of change from round to round as lines."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import isnan

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from genderaudit.foundations.language import Language
from genderaudit.measures.result import Result
from genderaudit.report.plots.rows import below, hidden, rows_of
from genderaudit.report.plots.style import Layout, coloured, drawn, line, palette, width_in_points, width_of, wrapped
from genderaudit.report.plots.words import Reference, bounds, in_language, reference_name

HEIGHT = 13.0  # of the chart, in lines
LOOKS = (("o", "women"), ("s", "ink"), ("D", "favourable"), ("^", "unfavourable"), ("v", "men"), ("P", "quiet"))


@coloured
def slope(
    results: Iterable[Result],
    ax: Axes | Figure | None = None,
    title: str | None = None,
    language: str | Language = "en",
    along: str = "round",
    reference: Reference = None,
) -> Axes:
    """Draw one line per group from round to round, with its first and last figure.

    ``along`` is the dimension on the horizontal axis, in the order of the results; the other dimensions make the lines.
    A round without a figure interrupts its line; if the last one is hidden, the name of the line says so.
    """
    wording = in_language(language)
    with_round = [drawn_line for drawn_line in results if along in drawn_line.group]
    places = list(dict.fromkeys(drawn_line.group[along] for drawn_line in with_round))
    lines = [
        _Line(row.name, [_at(row.results, place, along) for place in places])
        for row in rows_of(with_round, wording, together=along)
    ]

    def draw(axes: Axes) -> Layout:
        _draw_lines(axes, lines)
        marks = bounds(reference) if reference is not None else []
        for mark in marks:
            axes.axhline(mark, color=palette()["reference"], linewidth=1.1, linestyle=(0, (4, 2.5)), zorder=1)
        axes.set_xlim(-0.05, len(places) - 0.95)
        for number, place in enumerate(places):
            below(axes, number, place)
        axes.margins(y=0.08)
        unit = with_round[0].unit if with_round else "share"
        name = reference_name(reference, unit, wording) if marks else ""
        layout = Layout(HEIGHT, below=4 + line())
        _label_ends(axes, layout, lines, (sum(marks) / len(marks), name) if marks else None, unit, wording)
        axes.set_axis_off()
        return layout

    return drawn(draw, ax, title, results)


@dataclass(frozen=True, slots=True)
class _Line:
    name: str
    results: list[Result | None]

    @property
    def values(self) -> list[float]:
        return [float("nan") if one is None or one.value is None else one.value for one in self.results]

    @property
    def last(self) -> float | None:
        """The last known value."""
        return next((one.value for one in reversed(self.results) if one is not None and one.value is not None), None)


def _draw_lines(axes: Axes, lines: Sequence[_Line]) -> None:
    for number, drawn_line in enumerate(lines):
        (marker, colour), values = LOOKS[number % len(LOOKS)], drawn_line.values
        axes.plot(range(len(values)), values, marker=marker, color=palette()[colour], linewidth=2, markersize=6)


def _at(results: Sequence[Result], place: str, along: str) -> Result | None:
    return next((one for one in results if one.group[along] == place), None)


def _label_ends(
    axes: Axes, layout: Layout, lines: Sequence[_Line], mark: tuple[float, str] | None, unit: str, language: Language
) -> None:
    """Write first figures on the left, last figures and names on the right, moved apart where they would overlap."""
    width = width_in_points(axes) * 0.3
    first = [
        (drawn_line.values[0], language.figure(drawn_line.values[0], unit), "ink")
        for drawn_line in lines
        if not isnan(drawn_line.values[0])
    ]
    last = [
        (drawn_line.last, "\n".join(wrapped(_ending(drawn_line, unit, language), width)), "ink")
        for drawn_line in lines
        if drawn_line.last is not None
    ]
    if mark:
        last.append((mark[0], "\n".join(wrapped(mark[1], width)), "reference"))
    low, high = axes.get_ylim() if lines else (0.0, 1.0)
    layout.lines = max(HEIGHT, *(2.0 + sum(text.count("\n") + 1 for _, text, _ in texts) for texts in (first, last)))
    height = layout.lines * line()
    layout.left, layout.right = (
        max((width_of(part) for _, text, _ in texts for part in text.split("\n")), default=0.0) + 8
        for texts in (first, last)
    )
    for texts, x, offset, side in ((first, 0, -7, "right"), (last, 1, 7, "left")):
        texts.sort(key=lambda text: text[0])
        sizes = [(text.count("\n") + 1) * line() / height * (high - low) for _, text, _ in texts]
        for (_, text, colour), y in zip(texts, spread([y for y, _, _ in texts], sizes, low, high), strict=True):
            axes.annotate(text, (x, y), (offset, 0), xycoords=axes.get_yaxis_transform(), textcoords="offset points",
                          ha=side, va="center", color=palette()[colour], annotation_clip=False)  # fmt: skip


def _ending(drawn_line: _Line, unit: str, language: Language) -> str:
    end = drawn_line.results[-1]
    figure = language.figure(end.value, unit) if end is not None else "–"
    if end is not None and hidden(end):
        figure = language.text("tables_text.hidden_mark")
    return language.text("charts.row", label=drawn_line.name, value=figure)


def spread(places: Sequence[float], sizes: Sequence[float], low: float, high: float) -> list[float]:
    """Return ``places`` (ascending) moved apart so that items of these ``sizes`` do not overlap, within the bounds."""
    moved: list[float] = []
    for place, size in zip(places, sizes, strict=True):
        least = low + size / 2 if not moved else moved[-1] + (sizes[len(moved) - 1] + size) / 2
        moved.append(max(place, least))
    top = high
    for number in range(len(moved) - 1, -1, -1):
        moved[number] = min(moved[number], top - sizes[number] / 2)
        top = moved[number] - sizes[number] / 2
    return moved
