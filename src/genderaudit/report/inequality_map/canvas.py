"""A page to draw on in points from the top left corner, with text that is measured before it is set."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from functools import cache
from typing import Any

import matplotlib as mpl
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties, findfont, get_font
from matplotlib.patches import FancyBboxPatch, Polygon, Rectangle

from genderaudit.report.charts import INK, STYLE, _slim

TEXT = 14.0  # points; read at arm's length
LINE = 17.0


class Canvas:
    """A page of ``width`` by ``height`` points. Drawn in the order of the calls."""

    def __init__(self, width: float, height: float) -> None:
        self.width, self.height = width, height
        with mpl.rc_context(STYLE):
            self._figure = Figure(figsize=(width / 72, height / 72))
            self._axes = self._figure.add_axes((0, 0, 1, 1))
        self._axes.set_xlim(0, width)
        self._axes.set_ylim(height, 0)
        self._axes.set_axis_off()
        self._order = 1.0

    def text(self, x: float, y: float, text: str, size: float = TEXT, **style: Any) -> None:
        """A line of text on the baseline ``y``; ``$`` is a character like others."""
        style = {"ha": "left", "va": "baseline", "color": INK, "family": STYLE["font.family"]} | style
        self._axes.text(x, y, text, fontsize=size, parse_math=False, zorder=self._next(), **style)

    def paragraph(self, x: float, y: float, lines: Sequence[str], size: float = TEXT, **style: Any) -> float:
        """Lines below each other, the first on ``y``; the baseline after the last."""
        for line in lines:
            self.text(x, y, line, size, **style)
            y += size * LINE / TEXT
        return y

    def rectangle(self, x: float, y: float, width: float, height: float, colour: str, **style: Any) -> None:
        """A filled rectangle."""
        style = {"linewidth": 0} | style
        self._axes.add_patch(Rectangle((x, y), width, height, facecolor=colour, zorder=self._next(), **style))

    def frame(self, x: float, y: float, width: float, height: float, colour: str) -> None:
        """A dashed frame with nothing in it: a blank."""
        style: Any = {"boxstyle": "round,pad=0,rounding_size=5", "facecolor": "white", "edgecolor": colour}
        style |= {"linewidth": 1.4, "linestyle": (0, (4, 3))}
        self._axes.add_patch(FancyBboxPatch((x, y), width, height, zorder=self._next(), **style))

    def polygon(self, points: Sequence[tuple[float, float]], colour: str) -> None:
        """A filled shape."""
        self._axes.add_patch(Polygon(list(points), facecolor=colour, linewidth=0, zorder=self._next()))

    def marks(self, xs: Sequence[float], y: float, size: float, colour: str, marker: str = "o", **style: Any) -> None:
        """The same mark at several places of a line."""
        if xs:
            style = {"markeredgewidth": 0} | style
            self._axes.plot(
                xs, [y] * len(xs), marker, markersize=size, color=colour, zorder=self._next(), clip_on=False, **style
            )

    def line(self, x: float, y: float, x_end: float, y_end: float, colour: str, width: float, **style: Any) -> None:
        """A straight line."""
        self._axes.plot(
            [x, x_end], [y, y_end], color=colour, linewidth=width, zorder=self._next(), clip_on=False, **style
        )

    def svg(self) -> str:
        """The page as a picture that needs nothing else; the same page gives the same text."""
        return _slim(_families(self._saved("svg", {"Date": None, "Creator": None}).decode("utf-8")))

    def pdf(self) -> bytes:
        """The page as a PDF file; the same page gives the same bytes."""
        return self._saved("pdf", {"CreationDate": None, "ModDate": None, "Creator": None, "Producer": None})

    def _saved(self, kind: str, metadata: dict[str, None]) -> bytes:
        buffer = io.BytesIO()
        with mpl.rc_context(STYLE):
            self._figure.savefig(buffer, format=kind, bbox_inches=None, metadata=metadata)
        return buffer.getvalue()

    def _next(self) -> float:
        self._order += 0.001
        return self._order


def width_of(text: str, size: float = TEXT, bold: bool = False) -> float:
    """Width of a text in points, in the font that the page is laid out by."""
    return _unit_width(text, bold) * size


def wrapped(text: str, width: float, most: int, size: float = TEXT, bold: bool = False) -> list[str]:
    """At most ``most`` lines that fit ``width``; what does not fit ends in an ellipsis."""
    lines = [""]
    for word in text.split(" "):
        longer = f"{lines[-1]} {word}".strip()
        if lines[-1] and width_of(longer, size, bold) > width:
            lines.append(word)
        else:
            lines[-1] = longer
    if len(lines) > most:
        lines = [*lines[: most - 1], " ".join(lines[most - 1 :])]
    return [_cut(line, width, size, bold) for line in lines]


def _cut(line: str, width: float, size: float, bold: bool) -> str:
    """Shortened before its last word where that is short: names in a row often differ there only."""
    if width_of(line, size, bold) <= width:
        return line
    head, _, last = line.rpartition(" ")
    tail = f"… {last}" if head and len(last) <= 10 else "…"
    while line and width_of(line.rstrip(" ,·(") + tail, size, bold) > width:
        line = line[:-1]
    return line.rstrip(" ,·(") + tail


@cache
def _unit_width(text: str, bold: bool) -> float:
    font = get_font(findfont(FontProperties(family=["DejaVu Sans"], weight="bold" if bold else "normal")))
    font.set_size(100, 72)
    font.set_text(text, 0.0)
    return font.get_width_height()[0] / 64 / 100


def _families(svg: str) -> str:
    """Bold text with the page's fonts to fall back on, as the other text has them."""
    return re.sub(r"font: (?:(italic) )?(?:(\d+) )?([0-9.]+px) 'DejaVu Sans'", _font, svg)


def _font(found: re.Match[str]) -> str:
    slant, weight, size = found.groups()
    parts = [slant and f"font-style: {slant}", weight and f"font-weight: {weight}", f"font-size: {size}"]
    return "; ".join(part for part in parts if part)
