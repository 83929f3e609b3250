"""Pictures of a publication, drawn at their final width: SVG for pages, PNG for Word and slides."""

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
"""Colours of a PNG."""
KEPT = 64
"""Figures cached: one picture is drawn once for the page, the Word file and the slides."""


def drawn(picture: Picture, width: float) -> Figure:
    """Return the picture as a figure of this width in inches."""
    return _drawn(picture.draw, width)


@lru_cache(maxsize=KEPT)
def _drawn(draw: Callable[[Figure], object], width: float) -> Figure:
    figure = Figure()
    with styled():
        figure.set_size_inches(width, width)
        made = draw(figure)
    return made if isinstance(made, Figure) else figure


def as_svg(picture: Picture, width: float) -> str:
    """Return the picture as SVG."""
    return svg(drawn(picture, width))


def as_png(picture: Picture, width: float, dpi: int = DPI) -> bytes:
    """Return the picture as PNG, the same bytes for the same drawing; few colours keep it small."""
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
    """Return the drawing in so many colours; the colour of its corner is kept exactly, so that paper stays white."""
    few = drawing.quantize(colours, method=Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)
    corner, shades = (0, drawing.height - 1), list(few.getpalette() or ())
    place = 3 * int(few.getpixel(corner))  # type: ignore[arg-type]
    shades[place : place + 3] = drawing.getpixel(corner)  # type: ignore[assignment]
    few.putpalette(shades)
    return few
