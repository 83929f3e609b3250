"""Pictures for tests: the words on a figure, where they stand, and the marks and bars of a colour."""

from __future__ import annotations

import itertools
import xml.etree.ElementTree as ElementTree

from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.colors import to_hex
from matplotlib.figure import Figure
from matplotlib.patches import PathPatch
from matplotlib.text import Text
from matplotlib.transforms import Bbox

from genderaudit.report.plots.style import palette, styled


def boxes(figure: Figure) -> list[tuple[str, Bbox]]:
    """Every text that is seen, with its place in points from the bottom left corner."""
    with styled():
        canvas = FigureCanvasAgg(figure)
        canvas.draw()
        found = [text for text in figure.findobj(Text) if text.get_visible() and text.get_text().strip()]
        undrawn = _undrawn(figure)
        found = [text for text in found if text not in undrawn]
        scale = 72 / figure.dpi
        placed = [(text.get_text(), text.get_window_extent(canvas.get_renderer())) for text in found]
    return [(words, Bbox(box.get_points() * scale)) for words, box in placed]


def _undrawn(figure: Figure) -> set[Text]:
    """Labels of axes that are off, and of places that axes do not reach: matplotlib keeps and does not draw them."""
    undrawn: set[Text] = set()
    for axes in figure.axes:
        for axis, ends in ((axes.xaxis, axes.get_xlim()), (axes.yaxis, axes.get_ylim())):
            if not (axes.axison and axis.get_visible()):
                undrawn.update(axis.findobj(Text))
            undrawn.update(
                tick.label1 for tick in axis.get_major_ticks() if not min(ends) <= tick.get_loc() <= max(ends)
            )
    return undrawn


def overlapping(figure: Figure) -> list[tuple[str, str]]:
    """Texts that touch each other; letters may come as near as a point."""
    shrunk = [(words, box.padded(-1)) for words, box in boxes(figure)]
    return [(a, b) for (a, one), (b, other) in itertools.combinations(shrunk, 2) if one.overlaps(other)]


def outside(figure: Figure) -> list[str]:
    """Texts that leave the page."""
    width, height = 72 * figure.get_figwidth(), 72 * figure.get_figheight()
    page = Bbox([(-0.5, -0.5), (width + 0.5, height + 0.5)])
    return [
        words for words, box in boxes(figure)
        if box.x0 < page.x0 or box.x1 > page.x1 or box.y0 < page.y0 or box.y1 > page.y1
    ]  # fmt: skip


def words_of(figure: Figure) -> str:
    """All words, from top to bottom, lines of a text joined."""
    ordered = sorted(boxes(figure), key=lambda found: (-found[1].y1, found[1].x0))
    return " | ".join(words.replace("\n", " ") for words, _ in ordered)


def dots(figure: Figure, kind: str) -> int:
    """Marks of seats of a kind, without those of the legend."""
    return sum(len(line.get_xdata()) for axes in figure.axes for line in axes.lines if line.get_label() == kind)


def bars(figure: Figure, colour: str) -> list[tuple[float, float]]:
    """Beginnings and ends of the bars of a colour of the palette, from top to bottom."""
    wanted = palette()[colour].lower()
    found = [patch for axes in figure.axes for patch in axes.patches if isinstance(patch, PathPatch)]
    drawn = [patch for patch in found if to_hex(patch.get_facecolor()) == wanted]
    corners = [bar for patch in drawn for bar in patch.get_path().vertices.reshape(-1, 5, 2)]
    corners.sort(key=lambda bar: bar[0, 1])
    return [(bar[0, 0], bar[1, 0]) for bar in corners]


def hatched(figure: Figure) -> int:
    """Bars that stand for what is hidden."""
    return sum(bool(patch.get_hatch()) for axes in figure.axes for patch in axes.patches)


def texts_of(svg: str) -> list[str]:
    """The texts of an SVG file."""
    return ["".join(node.itertext()) for node in ElementTree.fromstring(svg).iter("{http://www.w3.org/2000/svg}text")]
