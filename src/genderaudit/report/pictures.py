"""Figures as files for a report: small, the same bytes for the same figure, and as addresses of an ``img``."""

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
"""Of all words, once: by it everything is placed, and what stands in for it elsewhere is narrower."""
_ESCAPES = str.maketrans({mark: f"%{ord(mark):02X}" for mark in "%#>&' \n"})
"""What must not stand as it is in an address within an attribute in apostrophes, nor in a ``srcset``."""

ElementTree.register_namespace("", SVG)
ElementTree.register_namespace("xlink", LINK)


def svg(figure: Figure) -> str:
    """The figure as a picture that needs nothing else, without what no reader sees: two fifths of matplotlib's file."""
    root = ElementTree.fromstring(_drawn(figure))
    _tidy(root, _referred(root))
    root.set("style", FONT)
    return ElementTree.tostring(root, encoding="unicode").replace(" />", "/>")


def pdf(figure: Figure) -> bytes:
    """The figure as a page to print."""
    drawn = [*figure.texts, *(text for axes in figure.axes for text in axes.texts)]
    for text in drawn:  # letters that are joined would be a font of their own, and are copied badly
        text.set_fontfeatures(("-liga",))
    file = io.BytesIO()
    with styled():
        left_out = ("CreationDate", "ModDate", "Creator", "Producer")
        figure.savefig(file, format="pdf", metadata=dict.fromkeys(left_out))
    return file.getvalue()


def address(picture: str) -> Markup:
    """The picture as the address of an ``img`` or ``source``, to stand between apostrophes: nothing is fetched."""
    return Markup("data:image/svg+xml," + picture.translate(_ESCAPES))


class _Renderer(RendererSVG):
    """matplotlib's own, for which no word is measured twice: that took as long as all drawing."""

    def get_text_width_height_descent(self, s: str, prop: FontProperties, ismath: Any) -> tuple[float, float, float]:
        if not ismath:
            return measured(s, prop)
        found: tuple[float, float, float] = super().get_text_width_height_descent(s, prop, ismath)  # type: ignore[no-untyped-call]
        return found


def _drawn(figure: Figure) -> str:
    """What ``savefig`` writes."""
    file, dpi = io.StringIO(), figure.dpi
    with styled():
        figure.dpi = 72
        renderer = _Renderer(*figure.bbox.size, file)  # type: ignore[no-untyped-call]
        figure.draw(renderer)
        renderer.finalize()  # type: ignore[no-untyped-call]
        figure.dpi = dpi
    return file.getvalue()


def _referred(root: ElementTree.Element) -> str:
    """Everything that refers to something by its id."""
    values = (value for node in root.iter() for value in node.attrib.values())
    return " ".join(value for value in values if "#" in value)


def _tidy(node: ElementTree.Element, referred: str) -> None:
    """Without indents, unused ids and groups that group nothing; places to a tenth of a point."""
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
            node.attrib[name] = _shorter(value)
        elif name == "style":
            node.attrib[name] = _declared(value)
        elif name == "transform" and value.startswith("rotate(-0 "):
            del node.attrib[name]
        elif name == "transform" and value.startswith("translate("):
            node.attrib[name] = f"translate({_shorter(value[10:-1])})"


def _declared(style: str) -> str:
    """The declarations of a style but for the font, which the whole picture has."""
    parts = [part.strip() for part in style.split(";")]
    return ";".join(part.replace(": ", ":") for part in parts if part and not part.startswith("font-family"))


def _shorter(numbers: str) -> str:
    """A place or a path, in tenths of a point."""
    short = ""
    for part in numbers.split():
        if part.isalpha():  # what a path does next
            short += part
        else:
            number = f"{float(part):.1f}".removesuffix(".0")
            short += f",{number}" if short and short[-1].isdigit() else number
    return short
