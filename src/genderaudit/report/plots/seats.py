"""Charts of bodies as dots: one dot is one seat."""

from __future__ import annotations

from collections.abc import Iterable
from math import ceil

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from genderaudit.foundations.language import Language
from genderaudit.measures.result import Result
from genderaudit.report.plots.rows import Row, hidden, legend, narrow, placed, rows_of, unknown
from genderaudit.report.plots.style import Layout, coloured, drawn, palette, text_size
from genderaudit.report.plots.words import in_language

PER_LINE, PER_NARROW_LINE = 25, 30  # seats; the second where the axes are narrow and the figures stand above
PITCH = 0.78  # from a dot to the next, in lines of text
RING = 1.3  # points: the edge of a ring
NO_AGES = "no_ages"
"""Reason of a result without ages: the number of young people is then unknown, not zero."""


@coloured
def seats(
    results: Iterable[Result],
    ax: Axes | Figure | None = None,
    title: str | None = None,
    language: str | Language = "en",
    youth: Iterable[Result] = (),
) -> Axes:
    """Draw the seats of each body: women's, all others', and rings around those that women lack to meet the quota.

    A result has its seats as ``n``, those of women as ``women``, and as ``value`` how many women lack (the indicator
    ``bodies_women_seats``). Bodies that lack most come first; those without a quota have no rings. ``youth`` has the
    seats of young people, which are written beside.
    """
    wording = in_language(language)
    rows = rows_of(results, wording, lambda row: -_missing_seats(row) + _share(row) / 10, known=has_seats)
    young = {tuple(one.group.items()): one for one in youth if has_seats(one)}

    def draw(axes: Axes) -> Layout:
        per_line = PER_NARROW_LINE if narrow(axes) else PER_LINE
        heights = [PITCH * max(1, ceil(row.result.n / per_line)) if row.known else 1.0 for row in rows]
        figures = [
            _figures_text(row.result, young.get(tuple(row.result.group.items())), wording) if row.known else ""
            for row in rows
        ]
        layout = placed(axes, [row.name for row in rows], heights, figures, wording)
        axes.set_xlim(-0.6, per_line - 0.4)
        places: dict[str, list[tuple[float, float]]] = {}
        for row, y, height in zip(rows, layout.y, heights, strict=True):
            if not row.known:
                unknown(axes, y, row.result, -0.5, per_line - 0.5, wording)
                continue
            first = y - height / 2 + PITCH / 2
            for number, kind in marks(row.result):
                places.setdefault(kind, []).append((number % per_line, first + PITCH * (number // per_line)))
        _draw_dots(axes, places)
        if places:
            legend(axes, layout, [_legend_entry(kind, wording) for kind in _LOOK if kind in places])
        return layout

    return drawn(draw, ax, title, results, *([youth] if youth else []))


def marks(result: Result) -> list[tuple[int, str]]:
    """Return (position, mark) of each seat by who holds it, and of the rings around those that women lack.

    A missing seat is one that somebody else holds now, so the number of dots is always the number of seats.
    """
    number, women = int(result.n), int(result.women or 0)
    missing = min(int(result.value or 0), number - women)
    held = ["women"] * women + ["other"] * (number - women)
    return [*enumerate(held), *((women + place, "missing") for place in range(missing))]


def has_seats(result: Result) -> bool:
    """Return True if the seats of a body are known, with or without a quota."""
    return not hidden(result) and bool(result.n) and result.women is not None


def _missing_seats(row: Row) -> float:
    return row.result.value or 0.0


def _share(row: Row) -> float:
    return (row.result.women or 0) / (row.result.n or 1)


def _figures_text(result: Result, young: Result | None, language: Language) -> str:
    text = language.text("charts.seats_of", women=int(result.women or 0), seats=int(result.n))
    if result.value:
        text += " · " + language.text("charts.seats_missing", number=int(result.value))
    if young is not None and young.reason == NO_AGES:
        text += " · " + language.text("charts.youth_unknown")
    elif young is not None:
        text += " · " + language.text("charts.youth_seats", number=_seats_of_youth(young))
    return text


def _seats_of_youth(young: Result) -> int:
    """Return the seats held by young people of any sex (see ``Finding.seats_held``)."""
    return round(young.details.get("share", 0.0) * young.n)


_LOOK = {  # mark, colour inside and of the edge, width of the edge; rings are drawn last, around dots
    "women": ("o", "women", "women", 0.0),
    "other": ("o", "men", "men", 0.0),
    "missing": ("o", "none", "reference", RING),
}


def _draw_dots(axes: Axes, places: dict[str, list[tuple[float, float]]]) -> None:
    """Draw one mark per seat, of the same size in every row."""
    for kind, (marker, face, edge, width) in _LOOK.items():
        positions = places.get(kind, [])
        size = text_size() * 0.7 + (0.4 if kind == "missing" else -width)
        if positions:
            axes.plot(
                [x for x, _ in positions], [y for _, y in positions], marker, markersize=size, label=kind,
                markerfacecolor=palette().get(face, face), markeredgecolor=palette()[edge], markeredgewidth=width,
                clip_on=False,
            )  # fmt: skip


def _legend_entry(kind: str, language: Language) -> Line2D:
    marker, face, edge, width = _LOOK[kind]
    face = "men" if kind == "missing" else face  # whose seat it mostly is
    return Line2D(
        [], [], linestyle="none", marker=marker, markersize=6, markerfacecolor=palette().get(face, face),
        markeredgecolor=palette()[edge], markeredgewidth=width, label=language.text(f"charts.seat_{kind}"),
    )  # fmt: skip
