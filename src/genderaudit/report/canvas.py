"""A page to draw on in points from the top left corner, with text that is measured before it is set.

Charts and the map are drawn straight on matplotlib's renderers. Its figures, axes and ticks are objects made to be
changed again; making them takes twenty times as long as drawing what these pages hold.
"""

from __future__ import annotations

import io
import itertools
import re
from collections.abc import Callable, Sequence
from functools import cache
from typing import Any

import matplotlib as mpl
from matplotlib.artist import Artist
from matplotlib.backend_bases import GraphicsContextBase, RendererBase
from matplotlib.colors import to_rgba
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties, findfont
from matplotlib.ft2font import FT2Font, Kerning, LoadFlags
from matplotlib.markers import MarkerStyle
from matplotlib.patches import FancyBboxPatch
from matplotlib.path import Path
from matplotlib.text import Text
from matplotlib.transforms import Affine2D

WOMEN, MEN = "#4B2E83", "#E0A526"
FAVOURABLE, UNFAVOURABLE, NEUTRAL = "#1B6E6A", "#D98B5F", "#D3D0D8"
INK, QUIET, TARGET = "#222222", "#6B6B6B", "#B3261E"
TEXT = 14.0  # points; read at arm's length
LINE = 17.0
FONT = "DejaVu Sans"
UNIT = 100  # size at which letters are measured
ALONE = re.compile("[\0-\u058f\u2010-\u2027\u202f\u20a0-\u22ff]*")  # other scripts have letters that join or stack
ANCHORS = {"left": 0.0, "center": 0.5, "right": 1.0}
STYLE: Any = {
    "svg.hashsalt": "genderaudit",  # the same page gives the same file
    # Text stays text: a tenth of the size. DejaVu Sans, by which the page is laid out, is wider than what
    # stands in for it elsewhere, so nothing overlaps where it is missing.
    "svg.fonttype": "none",
}


class Canvas:
    """A page of ``width`` by ``height`` points. Drawn in the order of the calls."""

    def __init__(self, width: float, height: float) -> None:
        self.width, self.height = width, height
        self._page = _Page(height)

    def text(self, x: float, y: float, text: str, size: float = TEXT, **style: Any) -> None:
        """A line of text on the baseline ``y``; ``$`` is a character like others."""
        self._page.text(x, y, text, size, **style)

    def paragraph(self, x: float, y: float, lines: Sequence[str], size: float = TEXT, **style: Any) -> float:
        """Lines below each other, the first on ``y``; the baseline after the last."""
        for line in lines:
            self.text(x, y, line, size, **style)
            y += size * LINE / TEXT
        return y

    def rectangle(self, x: float, y: float, width: float, height: float, colour: str, **style: Any) -> None:
        """A filled rectangle; ``edgecolor``, ``linewidth`` and ``hatch`` as matplotlib knows them."""
        corners = [(x, y), (x + width, y), (x + width, y + height), (x, y + height)]
        self._page.shape(_closed(corners), colour, **style)

    def frame(self, x: float, y: float, width: float, height: float, colour: str) -> None:
        """A dashed frame with nothing in it: a blank."""
        outline = FancyBboxPatch((x, y), width, height, boxstyle="round,pad=0,rounding_size=5").get_path()
        self._page.shape(outline, "white", edgecolor=colour, linewidth=1.4, dashes=(4, 3))

    def polygon(self, points: Sequence[tuple[float, float]], colour: str) -> None:
        """A filled shape."""
        self._page.shape(_closed(points), colour)

    def marks(self, xs: Sequence[float], y: float, size: float, colour: str, marker: str = "o", **style: Any) -> None:
        """The same mark at several places of a line."""
        if xs:
            self._page.marks(Path([(x, y) for x in xs]), size, colour, marker, **style)

    def line(self, x: float, y: float, x_end: float, y_end: float, colour: str, width: float, **style: Any) -> None:
        """A straight line; ``dashes`` as lengths of line and gap in line widths."""
        self._page.line(Path([(x, y), (x_end, y_end)]), colour, width, **style)

    def svg(self) -> str:
        """The page as a picture that needs nothing else; the same page gives the same text."""
        return _slim(_families(self._saved("svg", {"Date": None, "Creator": None}).decode("utf-8")))

    def pdf(self) -> bytes:
        """The page as a PDF file; the same page gives the same bytes."""
        return self._saved("pdf", {"CreationDate": None, "ModDate": None, "Creator": None, "Producer": None})

    def _saved(self, kind: str, metadata: dict[str, None]) -> bytes:
        figure = Figure(figsize=(self.width / 72, self.height / 72))
        figure.add_artist(self._page)
        buffer = io.BytesIO()
        with mpl.rc_context(STYLE):
            figure.savefig(buffer, format=kind, bbox_inches=None, metadata=metadata)
        self._page.remove()
        return buffer.getvalue()


class _Page(Artist):
    """Everything on a page as one artist, which draws it with what every renderer offers."""

    def __init__(self, height: float) -> None:
        super().__init__()
        self._height = height
        self._place = Affine2D().scale(1, -1).translate(0, height)
        self._drawn: list[Callable[[RendererBase, GraphicsContextBase], None]] = []

    def draw(self, renderer: RendererBase) -> None:
        """Draw everything, each with a pen of its own."""
        for draw in self._drawn:
            pen = renderer.new_gc()
            draw(renderer, pen)
            pen.restore()

    def shape(
        self,
        path: Path,
        colour: str,
        edgecolor: str = "none",
        linewidth: float = 0.0,
        dashes: Sequence[float] = (),
        hatch: str | None = None,
    ) -> None:
        def draw(renderer: RendererBase, pen: GraphicsContextBase) -> None:
            _set(pen, edgecolor, linewidth if edgecolor != "none" else 0.0, dashes)
            pen.set_joinstyle("miter")
            if hatch:
                pen.set_hatch(hatch)
                pen.set_hatch_color(to_rgba(edgecolor))
            renderer.draw_path(pen, path, self._place, to_rgba(colour))

        self._drawn.append(draw)

    def marks(
        self,
        places: Path,
        size: float,
        colour: str,
        marker: str,
        markeredgewidth: float = 0.0,
        markeredgecolor: str | None = None,
    ) -> None:
        def draw(renderer: RendererBase, pen: GraphicsContextBase) -> None:
            _set(pen, markeredgecolor or colour, markeredgewidth)
            style = _marker(marker)
            pen.set_joinstyle(style.get_joinstyle())
            pen.set_capstyle(style.get_capstyle())
            shape = style.get_transform() + Affine2D().scale(size)
            renderer.draw_markers(pen, style.get_path(), shape, places, self._place, to_rgba(colour))

        self._drawn.append(draw)

    def line(
        self, path: Path, colour: str, width: float, dashes: Sequence[float] = (), capstyle: Any = "projecting"
    ) -> None:
        def draw(renderer: RendererBase, pen: GraphicsContextBase) -> None:
            _set(pen, colour, width, dashes)
            pen.set_joinstyle("round")
            pen.set_capstyle("butt" if dashes else capstyle)
            renderer.draw_path(pen, path, self._place)

        self._drawn.append(draw)

    def text(
        self,
        x: float,
        y: float,
        text: str,
        size: float,
        ha: str = "left",
        color: str = INK,
        weight: str = "normal",
        style: str = "normal",
    ) -> None:
        def draw(renderer: RendererBase, pen: GraphicsContextBase) -> None:
            pen.set_foreground(color)
            font = _font_of(size, weight, style)
            # A picture anchors the text where it is told to, a printed page has to know where it begins.
            anchor = _anchored(x, self._height - y, ha)
            left = x - ANCHORS[ha] * width_of(text, size, weight == "bold")
            bottom = y if renderer.flipy() else self._height - y
            renderer.draw_text(pen, left, bottom, text, font, 0, False, anchor)

        self._drawn.append(draw)


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


def _closed(points: Sequence[tuple[float, float]]) -> Path:
    return Path([*points, points[0]], closed=True)


def _set(pen: GraphicsContextBase, colour: str, width: float, dashes: Sequence[float] = ()) -> None:
    pen.set_foreground(to_rgba(colour), isRGBA=True)
    pen.set_linewidth(width)
    if dashes:
        pen.set_dashes(0, [length * width for length in dashes])


def _anchored(x: float, y: float, ha: str) -> Text:
    anchor = _anchor()
    anchor.set_position((x, y))
    anchor.set_horizontalalignment(ha)  # type: ignore[arg-type]
    return anchor


@cache
def _anchor() -> Text:
    return Text()


@cache
def _marker(name: str) -> MarkerStyle:
    return MarkerStyle(name)


@cache
def _font_of(size: float, weight: str, style: str) -> FontProperties:
    return FontProperties(family=[FONT], size=size, weight=weight, style=style)  # type: ignore[arg-type]


@cache
def _unit_width(text: str, bold: bool) -> float:
    """Width at size 1: letters and what stands between them. Letters that join are measured as they are set."""
    if not ALONE.fullmatch(text):
        font = _sized(bold)
        font.set_text(text, 0.0)
        return font.get_width_height()[0] / 64 / UNIT
    letters = sum(_advance(letter, bold) for letter in text)
    return letters + sum(_kerning(left, right, bold) for left, right in itertools.pairwise(text))


@cache
def _advance(letter: str, bold: bool) -> float:
    return _sized(bold).load_char(ord(letter), LoadFlags.NO_HINTING).linearHoriAdvance / 65536 / UNIT


@cache
def _kerning(left: str, right: str, bold: bool) -> float:
    font = _sized(bold)
    glyphs = font.get_char_index(ord(left)), font.get_char_index(ord(right))
    return font.get_kerning(*glyphs, Kerning.UNFITTED) / 64 / UNIT


@cache
def _sized(bold: bool) -> FT2Font:
    """The font at size ``UNIT``, apart from matplotlib's own, whose size changes with what it sets."""
    font = FT2Font(findfont(FontProperties(family=[FONT], weight="bold" if bold else "normal")))
    font.set_size(UNIT, 72)
    return font


def _families(svg: str) -> str:
    """Text of every weight with the page's fonts to fall back on."""
    return re.sub(r"font: (?:(italic) )?(?:(\d+) )?([0-9.]+px) 'DejaVu Sans'", _font, svg)


def _font(found: re.Match[str]) -> str:
    slant, weight, size = found.groups()
    parts = [slant and f"font-style: {slant}", weight and f"font-weight: {weight}", f"font-size: {size}"]
    return "; ".join(part for part in parts if part)


def _slim(svg: str) -> str:
    """The picture without what a reader's browser does not need, and with fonts to fall back on."""
    svg = re.sub(r"<metadata>.*?</metadata>", "", svg[svg.index("<svg") :], flags=re.DOTALL)
    svg = re.sub(r"; font-family: 'DejaVu Sans'", "", svg)
    svg = re.sub(r' id="(figure|patch)_\d+"', "", svg)
    svg = re.sub(r' transform="rotate\(-0 [-0-9.]+ [-0-9.]+\)"', "", svg)
    svg = re.sub(r"(\d\.\d\d)\d+", r"\1", svg)
    svg = re.sub(r"\s*\n\s*", " ", svg).replace('"', "'")  # as an address, an apostrophe needs no escape
    return svg.replace("<svg ", "<svg style='font-family: DejaVu Sans, Verdana, Arial, sans-serif' ", 1)
