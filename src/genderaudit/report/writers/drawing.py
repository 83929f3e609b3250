"""The pictures of a publication: drawn as wide as they stand, as SVG for pages and as PNG for Word and slides."""

from __future__ import annotations

import io

import numpy as np
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from PIL import Image

from genderaudit.report.document import Picture
from genderaudit.report.pictures import svg
from genderaudit.report.plots.style import styled

DPI = 200
COLOURS = 128
"""Of a picture in pixels."""


def drawn(picture: Picture, width: float) -> Figure:
    """The picture on a figure of this width in inches; it has given it its height."""
    figure = Figure()
    with styled():
        figure.set_size_inches(width, width)
        picture.draw(figure)
    return figure


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
    drawing = Image.fromarray(pixels[..., :3].copy())
    few = drawing.quantize(COLOURS, method=Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)
    few.putpalette(_with_paper(few, drawing))
    few.save(file, format="png", dpi=(dpi, dpi))
    return file.getvalue()


def _with_paper(few: Image.Image, drawing: Image.Image) -> list[int]:
    """The colours, of which the one of the corner is as it was: paper is white, and no shade of it."""
    corner, shades = (0, 0), list(few.getpalette() or ())
    place = 3 * int(few.getpixel(corner))  # type: ignore[arg-type]
    shades[place : place + 3] = drawing.getpixel(corner)  # type: ignore[assignment]
    return shades
