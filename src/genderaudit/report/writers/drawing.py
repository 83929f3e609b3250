"""The pictures of a publication: drawn as wide as they stand, as SVG for pages and as PNG for Word and slides."""

from __future__ import annotations

import io

from matplotlib.figure import Figure

from genderaudit.report.document import Picture
from genderaudit.report.pictures import svg
from genderaudit.report.plots.style import styled

DPI = 200


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


def as_png(picture: Picture, width: float) -> bytes:
    """The picture in pixels, the same bytes for the same drawing."""
    figure, file = drawn(picture, width), io.BytesIO()
    with styled():
        figure.savefig(file, format="png", dpi=DPI, metadata={"Software": None})
    return file.getvalue()
