"""Look of slides: 16:9, with the sizes of title and text set in the master."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

import pptx
from lxml import etree
from pptx.oxml.ns import qn
from pptx.util import Inches

from genderaudit.foundations.language import Language
from genderaudit.report.writers.office import BODY, INK, QUIET, SERIF, WOMEN

WIDTH, HEIGHT = 13.333, 7.5
"""Inches of a slide."""
LEFT, TOP, INNER, BOTTOM = 0.75, 0.5, 11.9, 6.75
"""Inches: left and upper edge of the text, its width, its lower edge."""
POINT = 1 / 72
"""Inches per point."""
TITLE, TEXT, FOOT = 30, 22, 12
"""Points: title, text, line at the foot."""
KEPT = ("Title and Content", "Title Only")
FOOTER, NUMBER = 11, 12
"""Placeholders of the footer and the slide number: ``idx`` in the layouts."""
PLACES = {
    0: (LEFT, TOP, INNER, 1.2),
    1: (LEFT, 1.9, INNER, BOTTOM - 1.9),
    FOOTER: (LEFT, 6.95, 10.6, 0.3),
    NUMBER: (LEFT + INNER - 1.0, 6.95, 1.0, 0.3),
}


def new_deck() -> Any:
    """Return a presentation without slides."""
    deck = pptx.Presentation()
    deck.slide_width, deck.slide_height = Inches(WIDTH), Inches(HEIGHT)
    for layout in list(deck.slide_layouts):
        if layout.name not in KEPT:
            deck.slide_layouts.remove(layout)
    master: Any = deck.slide_master
    _say_sizes(master._element)
    master.shapes._spTree.insert(2, _edge())
    places: list[Any] = [place for page in (master, *deck.slide_layouts) for place in page.placeholders]
    for one in places:
        index = _index(one)
        if index is None:
            one._element.getparent().remove(one._element)
        else:
            one.left, one.top, one.width, one.height = map(Inches, PLACES[index])
            one.text_frame.margin_left = one.text_frame.margin_right = 0
            if index == FOOTER:
                _align(one, "l")
    return deck


def foot(slide: Any, layout: Any, text: str, language: Language) -> None:
    """Add footer and slide number from the layout; python-pptx does not copy them to a new slide."""
    for place in layout.placeholders:
        if place.placeholder_format.idx in (FOOTER, NUMBER):
            copy = deepcopy(place._element)
            numbers = (int(node.get("id")) for node in slide.shapes._spTree.iter(qn("p:cNvPr")))
            copy.find(f".//{qn('p:cNvPr')}").set("id", str(max(numbers) + 1))
            slide.shapes._spTree.append(copy)
            if place.placeholder_format.idx == FOOTER:
                made = slide.shapes[-1]
                made.text_frame.text = text
                speak(made.text_frame, language)


def speak(frame: Any, language: Language) -> None:
    """Set the language for spelling and screen readers."""
    for paragraph in frame.paragraphs:
        if language.direction == "rtl":
            paragraph._p.get_or_add_pPr().set("rtl", "1")
        for run in paragraph.runs:
            run._r.get_or_add_rPr().set("lang", language.tag)


def _index(place: Any) -> int | None:
    """Return which of ``PLACES`` a placeholder is, or None (dates are left out)."""
    kinds = {"TITLE": 0, "CENTER_TITLE": 0, "BODY": 1, "OBJECT": 1, "FOOTER": FOOTER, "SLIDE_NUMBER": NUMBER}
    return kinds.get(place.placeholder_format.type.name)


def _say_sizes(master: Any) -> None:
    """Set title and text of the master: left-aligned, in our fonts and sizes, without bullets."""
    styles = master.find(qn("p:txStyles"))
    for name, size, font, bold in (("p:titleStyle", TITLE, SERIF, True), ("p:bodyStyle", TEXT, BODY, False)):
        level = styles.find(qn(name)).find(qn("a:lvl1pPr"))
        level.set("algn", "l")
        level.set("marL", "0")
        level.set("indent", "0")
        for node in list(level):
            if node.tag in (qn("a:buChar"), qn("a:buFont"), qn("a:buNone"), qn("a:spcBef")):
                level.remove(node)
        run = level.find(qn("a:defRPr"))
        run.addprevious(_node("a:spcBef", _node("a:spcPts", val="600")))
        run.addprevious(_node("a:buNone"))
        run.set("sz", str(size * 100))
        run.set("b", "1" if bold else "0")
        for node in list(run):
            run.remove(node)
        run.append(_node("a:solidFill", _node("a:srgbClr", val=INK)))
        run.append(_node("a:latin", typeface=font))
    for place in master.iter(qn("p:sp")):
        kind = place.find(f".//{qn('p:ph')}")
        if kind is not None and kind.get("type") in ("ftr", "sldNum"):
            for run in place.iter(qn("a:defRPr")):
                run.set("sz", str(FOOT * 100))
                for node in list(run):
                    run.remove(node)
                run.append(_node("a:solidFill", _node("a:srgbClr", val=QUIET)))


def _align(place: Any, side: str) -> None:
    for node in place._element.iter(qn("a:lvl1pPr")):
        node.set("algn", side)


def _edge() -> Any:
    """Return a stripe at the side where reading begins."""
    name, place = _node("p:cNvPr", id="99", name="Edge"), _node("a:xfrm")
    place.append(_node("a:off", x="0", y="0"))
    place.append(_node("a:ext", cx=str(Inches(0.2)), cy=str(Inches(HEIGHT))))
    about = _node("p:nvSpPr", name, _node("p:cNvSpPr"), _node("p:nvPr", userDrawn="1"))
    fill = _node("a:solidFill", _node("a:srgbClr", val=WOMEN))
    looks = _node(
        "p:spPr", place, _node("a:prstGeom", _node("a:avLst"), prst="rect"), fill, _node("a:ln", _node("a:noFill"))
    )
    return _node("p:sp", about, looks)


def _node(name: str, /, *children: Any, **attributes: str) -> Any:
    made = etree.Element(qn(name), attributes)
    made.extend(children)
    return made
