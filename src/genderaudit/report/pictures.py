"""Figures as compact SVG or PDF, the same bytes for the same figure, and as data addresses of an ``img``."""

from __future__ import annotations

import io
from typing import Any
from xml.etree import ElementTree

from markupsafe import Markup
from matplotlib.backends.backend_svg import RendererSVG
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties

from genderaudit.report.plots.style import measured, styled

SVG, LINK = "http://www.w3.org/2000/svg", "http://www.w3.org/1999/xlink"
FONT = "font-family:'DejaVu Sans',sans-serif"
"""Font of all texts of a picture, declared once; text is placed by DejaVu Sans, and substitutes are narrower."""
_ESCAPES = str.maketrans({mark: f"%{ord(mark):02X}" for mark in "%#>&' \n"})
"""Characters that must be escaped in a data address within an attribute in apostrophes or a ``srcset``."""

ElementTree.register_namespace("", SVG)
ElementTree.register_namespace("xlink", LINK)


def svg(figure: Figure) -> str:
    """Return the figure as a self-contained SVG without invisible elements.

    It has two fifths of the size of matplotlib's file.
    """
    root = ElementTree.fromstring(_matplotlib_svg(figure))
    _tidy(root, _references(root))
    root.set("style", FONT)
    return ElementTree.tostring(root, encoding="unicode").replace(" />", "/>")


def pdf(figure: Figure) -> bytes:
    """Return the figure as a PDF page."""
    drawn = [*figure.texts, *(text for axes in figure.axes for text in axes.texts)]
    for text in drawn:  # letters that are joined would be a font of their own, and are copied badly
        text.set_fontfeatures(("-liga",))
    file = io.BytesIO()
    with styled():
        left_out = ("CreationDate", "ModDate", "Creator", "Producer")
        figure.savefig(file, format="pdf", metadata=dict.fromkeys(left_out))
    return file.getvalue()


def address(picture: str) -> Markup:
    """Return the SVG as a data address for ``img`` or ``source``, to stand between apostrophes."""
    return Markup("data:image/svg+xml," + picture.translate(_ESCAPES))


class _Renderer(RendererSVG):
    """matplotlib's SVG renderer with cached text sizes: measuring took as long as all drawing."""

    def get_text_width_height_descent(self, s: str, prop: FontProperties, ismath: Any) -> tuple[float, float, float]:
        if not ismath:
            return measured(s, prop)
        found: tuple[float, float, float] = super().get_text_width_height_descent(s, prop, ismath)  # type: ignore[no-untyped-call]
        return found


def _matplotlib_svg(figure: Figure) -> str:
    """Return matplotlib's SVG file."""
    file, dpi = io.StringIO(), figure.dpi
    with styled():
        figure.dpi = 72
        renderer = _Renderer(*figure.bbox.size, file)  # type: ignore[no-untyped-call]
        figure.draw(renderer)
        renderer.finalize()  # type: ignore[no-untyped-call]
        figure.dpi = dpi
    return file.getvalue()


def _references(root: ElementTree.Element) -> str:
    """Return all attribute values that refer to an id."""
    values = (value for node in root.iter() for value in node.attrib.values())
    return " ".join(value for value in values if "#" in value)


def _tidy(node: ElementTree.Element, referred: str) -> None:
    """Remove indents, unused ids and empty groups in place; round coordinates to a tenth of a point."""
    kept: list[ElementTree.Element] = []
    for child in node:
        if child.tag == f"{{{SVG}}}metadata":
            continue
        _tidy(child, referred)
        plain = child.tag == f"{{{SVG}}}g" and not child.attrib
        kept += list(child) if plain else [child]
    node[:] = kept
    node.tail = None
    if len(node) or not (node.text or "").strip():
        node.text = None
    for name, value in list(node.attrib.items()):
        if name == "id" and f"#{value}" not in referred:
            del node.attrib[name]
        elif name in ("x", "y", "d"):
            node.attrib[name] = _rounded(value)
        elif name == "style":
            node.attrib[name] = _style_without_font(value)
        elif name == "transform" and value.startswith("rotate(-0 "):
            del node.attrib[name]
        elif name == "transform" and value.startswith("translate("):
            node.attrib[name] = f"translate({_rounded(value[10:-1])})"


def _style_without_font(style: str) -> str:
    """Return the declarations of a style without the font, which is set for the whole picture."""
    parts = [part.strip() for part in style.split(";")]
    return ";".join(part.replace(": ", ":") for part in parts if part and not part.startswith("font-family"))


def _rounded(numbers: str) -> str:
    """Return coordinates or a path rounded to tenths of a point."""
    short = ""
    for part in numbers.split():
        if part.isalpha():  # what a path does next
            short += part
        else:
            number = f"{float(part):.1f}".removesuffix(".0")
            short += f",{number}" if short and short[-1].isdigit() else number
    return short
