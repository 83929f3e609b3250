"""Look of Word files: page, styles, header and footer, as in ``templates/report/document.css``."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import docx
from docx.document import Document as WordFile
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from genderaudit.foundations.language import Language
from genderaudit.report.writers.office import ACCENT, BODY, INK, LINE, QUIET, SERIF, TINT, WOMEN

TEXT_WIDTH = 174.0
"""Millimetres: A4 less the margins."""


@dataclass(frozen=True, slots=True)
class Look:
    """A paragraph style: font, size and spaces in points; ``with_next`` keeps it on the page of the next paragraph."""

    size: float
    font: str = BODY
    bold: bool = False
    italic: bool = False
    colour: str = INK
    before: float = 0
    after: float = 4
    with_next: bool = False
    tint: bool = False


LOOKS = {
    "Normal": Look(10.5, after=5),
    "Title": Look(23, SERIF, bold=True, before=6, after=6, with_next=True),
    "Heading 1": Look(18, SERIF, bold=True, before=20, after=6, with_next=True),
    "Heading 2": Look(12.5, bold=True, before=12, after=3, with_next=True),
    "Heading 3": Look(11, bold=True, before=10, after=2, with_next=True),
    "List Bullet": Look(10.5, after=2),
    "List Number": Look(10.5, after=2),
    "Caption": Look(11, bold=True, before=10, after=3, with_next=True),
    "Quote": Look(11.5, SERIF, italic=True, before=4, after=0, with_next=True, tint=True),
    "Header": Look(8.5, colour=QUIET, after=0),
    "Footer": Look(8.5, colour=QUIET, after=0),
    # Those below are our own.
    "Lead": Look(12, colour="46403A", after=10),
    "Small": Look(8.5, colour=QUIET, after=4),
    "Above": Look(9, colour=QUIET, before=12, after=0, with_next=True),
    "Who": Look(8.5, colour=QUIET, after=8, tint=True),
    "Number": Look(24, SERIF, bold=True, colour=WOMEN, after=0, with_next=True),
    "Rank": Look(15, SERIF, bold=True, colour=ACCENT, after=0),
    "Cell": Look(9, after=0),
}


def new_file(language: Language) -> WordFile:
    """Return an empty file with our styles, in the language."""
    file = docx.Document()
    section = file.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm((210 - TEXT_WIDTH) / 2)
    section.top_margin, section.bottom_margin = Mm(24), Mm(20)
    section.header_distance, section.footer_distance = Mm(11), Mm(10)
    known = {style.name for style in file.styles}
    for name, look in LOOKS.items():
        _set(file, name, look, new=name not in known)
    if language.direction == "rtl":
        file.styles["Normal"].element.get_or_add_pPr().append(element("w:bidi"))
    _speak(file, language)
    return file


def frame(file: WordFile, running: str, mark: str) -> None:
    """Add the line at the head of every page, and the page number at the foot."""
    section = file.sections[0]
    head = section.header.paragraphs[0]
    head.paragraph_format.tab_stops.add_tab_stop(Mm(TEXT_WIDTH), WD_TAB_ALIGNMENT.RIGHT)
    head.add_run(running)
    if mark:
        head.add_run("\t")
        strong = head.add_run(mark)
        strong.bold, strong.font.color.rgb = True, RGBColor.from_string(INK)
    border(head, "bottom", 6)
    foot = section.footer.paragraphs[0]
    foot.alignment = WD_ALIGN_PARAGRAPH.CENTER
    _field(foot, "PAGE")
    foot.add_run(" / ")
    _field(foot, "NUMPAGES")


def border(paragraph: Any, side: str, space: int = 1) -> None:
    """Draw a thin line at a side of a paragraph."""
    _lines(paragraph._p.get_or_add_pPr(), {side: space}, LINE)


def element(name: str, /, **values: Any) -> Any:
    """Return a Word element with attributes."""
    made = OxmlElement(name)
    for key, value in values.items():
        made.set(qn(f"w:{key}"), f"{value}")
    return made


def put_in_order(root: Any) -> None:
    """Sort the properties into the order that Word requires."""
    for name, order in ORDER.items():
        places = {qn(f"w:{tag}"): at for at, tag in enumerate(order.split())}
        for node in root.iter(qn(f"w:{name}")):
            node[:] = sorted(node, key=lambda child: places.get(child.tag, len(places)))


ORDER = {
    "pPr": (
        "pStyle keepNext keepLines pageBreakBefore framePr widowControl numPr suppressLineNumbers pBdr shd tabs "
        "suppressAutoHyphens kinsoku wordWrap overflowPunct topLinePunct autoSpaceDE autoSpaceDN bidi adjustRightInd "
        "snapToGrid spacing ind contextualSpacing mirrorIndents suppressOverlap jc textDirection textAlignment "
        "textboxTightWrap outlineLvl divId cnfStyle rPr sectPr pPrChange"
    ),
    "tblPr": (
        "tblStyle tblpPr tblOverlap bidiVisual tblStyleRowBandSize tblStyleColBandSize tblW jc tblCellSpacing tblInd "
        "tblBorders shd tblLayout tblCellMar tblLook tblCaption tblDescription"
    ),
    "tcPr": "cnfStyle tcW gridSpan hMerge vMerge tcBorders shd noWrap tcMar textDirection tcFitText vAlign",
}
"""The order of elements within their parents: ECMA-376, part 1, 17.3.1.26, 17.4.59, 17.4.69."""


def _lines(properties: Any, sides: dict[str, int], colour: str) -> None:
    lines = element("w:pBdr")
    for side in ("top", "left", "bottom", "right"):
        if side in sides:
            lines.append(element(f"w:{side}", val="single", sz=4, space=sides[side], color=colour))
    properties.append(lines)


def _set(file: WordFile, name: str, look: Look, new: bool) -> None:
    style: Any = file.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH) if new else file.styles[name]
    for part in ("w:rPr", "w:pPr"):
        for node in style.element.findall(qn(part)):
            for child in list(node):
                if child.tag in {qn(f"w:{tag}") for tag in ("rFonts", "color", "spacing", "kern", "pBdr", "tabs")}:
                    node.remove(child)
    if new:
        style.base_style, style.quick_style = file.styles["Normal"], True
    font, form = style.font, style.paragraph_format
    font.name, font.size, font.bold, font.italic = look.font, Pt(look.size), look.bold, look.italic
    font.color.rgb = RGBColor.from_string(look.colour)
    for script in ("cs", "eastAsia"):
        style.element.rPr.rFonts.set(qn(f"w:{script}"), look.font)
    form.space_before, form.space_after = Pt(look.before), Pt(look.after)
    form.line_spacing = 1.05 if look.size > 13 else 1.15
    form.keep_with_next, form.widow_control = look.with_next, True
    if look.tint:  # lines of the same colour are its padding
        properties = style.element.get_or_add_pPr()
        properties.append(element("w:shd", val="clear", color="auto", fill=TINT))
        end = "top" if look.with_next else "bottom"
        _lines(properties, {"left": 6, "right": 6, end: 4}, TINT)
        form.left_indent = form.right_indent = Mm(2.5)


def _speak(file: WordFile, language: Language) -> None:
    """Set the language for spelling and screen readers, and the current compatibility mode."""
    styles: Any = file.styles.element
    for node in styles.iter(qn("w:lang")):
        node.set(qn("w:val"), language.tag)
        if language.direction == "rtl":
            node.set(qn("w:bidi"), language.tag)
    settings: Any = file.settings.element
    for node in settings.iter(qn("w:themeFontLang")):
        node.set(qn("w:val"), language.tag)
    for node in settings.iter(qn("w:compatSetting")):
        if node.get(qn("w:name")) == "compatibilityMode":
            node.set(qn("w:val"), "15")


def _field(paragraph: Any, name: str) -> None:
    """Add a field, a number that Word computes."""
    field, run, text = element("w:fldSimple", instr=name), element("w:r"), element("w:t")
    text.text = "1"
    run.append(text)
    field.append(run)
    paragraph._p.append(field)
