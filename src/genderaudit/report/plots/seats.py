"""Seats of bodies as dots: a dot is always one seat."""

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
"""The reason where no age is stated: then nobody knows how many of the young there are, and not that there are none."""


@coloured
def seats(
    results: Iterable[Result],
    ax: Axes | Figure | None = None,
    title: str | None = None,
    language: str | Language = "en",
    youth: Iterable[Result] = (),
) -> Axes:
    """The seats of each body: women's and all others; rings around those that women lack to the quota.

    A result has its seats as ``n``, those of women, and as ``value`` how many women lack, as the indicator
    ``bodies_women_seats`` has. Bodies that lack most come first; those without a quota have no rings. ``youth``:
    the same of youth's seats, written beside.
    """
    own = in_language(language)
    rows = rows_of(results, own, lambda row: -_lack(row) + _share(row) / 10, known=has_seats)
    young = {tuple(one.group.items()): one for one in youth if has_seats(one)}

    def draw(axes: Axes) -> Layout:
        per_line = PER_NARROW_LINE if narrow(axes) else PER_LINE
        heights = [PITCH * max(1, ceil(row.result.n / per_line)) if row.known else 1.0 for row in rows]
        figures = [
            _beside(row.result, young.get(tuple(row.result.group.items())), own) if row.known else "" for row in rows
        ]
        layout = placed(axes, [row.name for row in rows], heights, figures, own)
        axes.set_xlim(-0.6, per_line - 0.4)
        places: dict[str, list[tuple[float, float]]] = {}
        for row, y, height in zip(rows, layout.y, heights, strict=True):
            if not row.known:
                unknown(axes, y, row.result, -0.5, per_line - 0.5, own)
                continue
            first = y - height / 2 + PITCH / 2
            for number, kind in marks(row.result):
                places.setdefault(kind, []).append((number % per_line, first + PITCH * (number // per_line)))
        _dots(axes, places)
        if places:
            legend(axes, layout, [_mark(kind, own) for kind in _LOOK if kind in places])
        return layout

    return drawn(draw, ax, title, results, *([youth] if youth else []))


def marks(result: Result) -> list[tuple[int, str]]:
    """A dot for each seat by who holds it, and a ring around each that women lack: the seat's place and the mark.

    A seat that is missing is one that somebody else holds now, so that the dots are the seats, whatever is missing.
    """
    number, women = int(result.n), int(result.women or 0)
    missing = min(int(result.value or 0), number - women)
    held = ["women"] * women + ["other"] * (number - women)
    return [*enumerate(held), *((women + place, "missing") for place in range(missing))]


def has_seats(result: Result) -> bool:
    """Whether the seats of a body are known, with or without a quota."""
    return not hidden(result) and bool(result.n) and result.women is not None


def _lack(row: Row) -> float:
    return row.result.value or 0.0


def _share(row: Row) -> float:
    return (row.result.women or 0) / (row.result.n or 1)


def _beside(result: Result, young: Result | None, language: Language) -> str:
    text = language.text("charts.seats_of", women=int(result.women or 0), seats=int(result.n))
    if result.value:
        text += " · " + language.text("charts.seats_missing", number=int(result.value))
    if young is not None and young.reason == NO_AGES:
        text += " · " + language.text("charts.youth_unknown")
    elif young is not None:
        text += " · " + language.text("charts.youth_seats", number=_held(young))
    return text


def _held(young: Result) -> int:
    """Seats of the young, whatever their sex (see ``Finding.held``)."""
    return round(young.details.get("share", 0.0) * young.n)


_LOOK = {  # mark, colour inside and of the edge, width of the edge; rings are drawn last, around dots
    "women": ("o", "women", "women", 0.0),
    "other": ("o", "men", "men", 0.0),
    "missing": ("o", "none", "reference", RING),
}


def _dots(axes: Axes, places: dict[str, list[tuple[float, float]]]) -> None:
    """One mark a seat, as large in every line, whatever the size of the text."""
    for kind, (marker, face, edge, width) in _LOOK.items():
        found = places.get(kind, [])
        size = text_size() * 0.7 + (0.4 if kind == "missing" else -width)
        if found:
            axes.plot(
                [x for x, _ in found], [y for _, y in found], marker, markersize=size, label=kind,
                markerfacecolor=palette().get(face, face), markeredgecolor=palette()[edge], markeredgewidth=width,
                clip_on=False,
            )  # fmt: skip


def _mark(kind: str, language: Language) -> Line2D:
    marker, face, edge, width = _LOOK[kind]
    face = "men" if kind == "missing" else face  # whose seat it mostly is
    return Line2D(
        [], [], linestyle="none", marker=marker, markersize=6, markerfacecolor=palette().get(face, face),
        markeredgecolor=palette()[edge], markeredgewidth=width, label=language.text(f"charts.seat_{kind}"),
    )  # fmt: skip
