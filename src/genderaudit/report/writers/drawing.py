"""The pictures of a publication: drawn as wide as they stand, as SVG for pages and as PNG for Word and slides."""

from __future__ import annotations

import io
from collections.abc import Callable
from functools import lru_cache

import numpy as np
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from PIL import Image

from genderaudit.report.document import Picture
from genderaudit.report.pictures import svg
from genderaudit.report.plots.style import styled

DPI = 150
COLOURS = 128
"""Of a picture in pixels."""
KEPT = 64
"""Figures: those of a page are drawn once for it, its Word file and its slides."""


def drawn(picture: Picture, width: float) -> Figure:
    """The picture on a figure of this width in inches; it has given it its height."""
    return _drawn(picture.draw, width)


@lru_cache(maxsize=KEPT)
def _drawn(draw: Callable[[Figure], object], width: float) -> Figure:
    figure = Figure()
    with styled():
        figure.set_size_inches(width, width)
        made = draw(figure)
    return made if isinstance(made, Figure) else figure


def as_svg(picture: Picture, width: float) -> str:
    """The picture as SVG."""
    return svg(drawn(picture, width))


def as_png(picture: Picture, width: float, dpi: int = DPI) -> bytes:
    """The picture in pixels, the same bytes for the same drawing; few colours, so small and soon made."""
    figure, file = drawn(picture, width), io.BytesIO()
    with styled():
        figure.set_dpi(dpi)
        canvas = FigureCanvasAgg(figure)
        canvas.draw()  # type: ignore[no-untyped-call]
    pixels = np.asarray(canvas.buffer_rgba())  # type: ignore[no-untyped-call]
    drawing = in_few_colours(Image.fromarray(pixels[..., :3].copy()), COLOURS)
    drawing.save(file, format="png", dpi=(dpi, dpi))
    return file.getvalue()


def in_few_colours(drawing: Image.Image, colours: int) -> Image.Image:
    """The drawing in so many colours; that of its corner stays as it is, so that paper is white and no shade of it."""
    few = drawing.quantize(colours, method=Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)
    corner, shades = (0, drawing.height - 1), list(few.getpalette() or ())
    place = 3 * int(few.getpixel(corner))  # type: ignore[arg-type]
    shades[place : place + 3] = drawing.getpixel(corner)  # type: ignore[assignment]
    few.putpalette(shades)
    return few
