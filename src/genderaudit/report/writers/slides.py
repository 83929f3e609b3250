"""Publication as PowerPoint slides: titles that state the message, large numbers, sources in the notes."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

from pptx.dml.color import RGBColor
from pptx.enum.text import MSO_ANCHOR, MSO_AUTO_SIZE, PP_ALIGN
from pptx.oxml.ns import qn
from pptx.util import Emu, Inches, Pt

from genderaudit.foundations.language import Language
from genderaudit.report.document import Document, Picture, Table
from genderaudit.report.plots.style import NARROW, WIDE
from genderaudit.report.writers.drawing import as_png, drawn
from genderaudit.report.writers.layout import widths, words
from genderaudit.report.writers.office import ACCENT, INK, LINE, RATINGS, describe, saved
from genderaudit.report.writers.slide_content import (
    CELL_LINES,
    COLUMN,
    GAP,
    MARGIN,
    SMALL,
    Said,
    Sheet,
    cut,
    height_of,
    row_height,
    shared,
)
from genderaudit.report.writers.slide_style import BOTTOM, FOOT, INNER, LEFT, POINT, TOP, foot, new_deck, speak

DPI = 260
DRAWN = (NARROW, 5.5, WIDE, 8.5, INNER)
"""Widths in inches at which pictures are drawn; the one with the largest words is used."""
MOST = 2.2
"""Factor above which pictures are not enlarged."""


def slides(document: Document) -> bytes:
    """Return the slides as a PowerPoint file; the same bytes for the same document."""
    deck, language = new_deck(), document.language
    describe(deck, words(document.title), language)
    marked = filter(None, (words(document.mark), words(document.running)))  # a long name cuts itself, never the mark
    line = cut(" · ".join(marked), 10.4, FOOT, 1)
    for slide in document.slides:
        made = shared(slide, language)
        for sheet, title in zip(made.sheets, made.titles, strict=True):
            one = _slide(deck, sheet, title, made.top, language)
            foot(one, one.slide_layout, line, language)
            if made.notes:
                notes = one.notes_slide.notes_text_frame
                notes.text = "\n".join(made.notes)
                speak(notes, language)
    return saved(deck)


def _slide(deck: Any, sheet: Sheet, head: Said, top: float, language: Language) -> Any:
    made = deck.slides.add_slide(deck.slide_layouts[0 if sheet.paragraphs else 1])
    title = made.shapes.title
    _place(title, LEFT, TOP, INNER, top - TOP - 0.2)
    _fill(title.text_frame, [head], language)
    width = COLUMN if sheet.paragraphs and sheet.picture else INNER
    used = top
    if sheet.paragraphs:
        used = top + height_of(sheet.paragraphs, width)
        body = made.placeholders[1]
        _place(body, LEFT, top, width, (used if sheet.table else BOTTOM) - top)
        _fill(body.text_frame, sheet.paragraphs, language)
    if sheet.picture:
        left = LEFT + (COLUMN + GAP if sheet.paragraphs else 0)
        _picture(made, sheet.picture, left, top, LEFT + INNER - left, BOTTOM - top)
    if sheet.table:
        _table(made, sheet.table, used + (0.2 if sheet.paragraphs else 0), language)
    return made


def _place(shape: Any, left: float, top: float, width: float, height: float) -> None:
    shape.left, shape.top, shape.width, shape.height = map(Inches, (left, top, width, height))
    frame = shape.text_frame
    frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
    frame.word_wrap, frame.auto_size, frame.vertical_anchor = True, MSO_AUTO_SIZE.NONE, MSO_ANCHOR.TOP


def _fill(frame: Any, paragraphs: Sequence[Said], language: Language) -> None:
    for number, content in enumerate(paragraphs):
        paragraph = frame.paragraphs[0] if number == 0 else frame.add_paragraph()
        paragraph.space_before, paragraph.line_spacing = Pt(content.before), 1.0
        if content.point:
            _bullet(paragraph, content)
        for text, bold in ((content.strong, True), (content.text, content.bold)):
            if text:
                run = paragraph.add_run()
                run.text = f"{text} " if text is content.strong else text
                font = run.font
                font.size, font.bold, font.italic, font.name = Pt(content.size), bold, content.italic, content.font
                strong = text is content.strong and content.bold
                font.color.rgb = _colour(ACCENT if strong else content.colour)
    speak(frame, language)


def _colour(name: str) -> RGBColor:
    return RGBColor.from_string(name)  # type: ignore[no-untyped-call, no-any-return]


def _bullet(paragraph: Any, one: Said) -> None:
    """Set a bullet or number before the paragraph, with a hanging indent."""
    properties, room = paragraph._p.get_or_add_pPr(), round(one.size * 1.4 * 12700)
    properties.set("marL", str(room))
    properties.set("indent", str(-room))
    if one.point == "•":
        node = properties.makeelement(qn("a:buChar"), {"char": one.point})
    else:
        node = properties.makeelement(qn("a:buAutoNum"), {"type": "arabicPeriod", "startAt": one.point.rstrip(".")})
    properties.append(node)


def _picture(slide: Any, one: Picture, left: float, top: float, width: float, height: float) -> None:
    """Add the picture as large as the room allows."""
    sizes = [size for size in DRAWN if width / MOST <= size <= width]
    best = max(sizes, key=lambda size: min(width / size, height / drawn(one, size).get_figheight()))
    file = io.BytesIO(as_png(one, best, DPI))
    shape = slide.shapes.add_picture(file, Inches(left), Inches(top))
    scale = min(Inches(width) / shape.width, Inches(height) / shape.height)
    shape.width, shape.height = Emu(round(shape.width * scale)), Emu(round(shape.height * scale))
    about = shape._element.nvPicPr.cNvPr
    about.set("descr", words(one.alternative))
    about.set("name", words(one.title)[:80] or f"{shape.shape_id}")


def _table(slide: Any, one: Table, top: float, language: Language) -> None:
    columns = widths(one, INNER, SMALL, POINT)
    heights = [row_height([cell.text for cell in row], columns) for row in one.rows]
    heights.insert(0, row_height(one.header, columns))
    size = len(heights), len(columns), Inches(LEFT), Inches(top), Inches(INNER), Inches(sum(heights))
    shape = slide.shapes.add_table(*size)
    shape._element.nvGraphicFramePr.cNvPr.set("descr", words(one.caption))
    table = shape.table
    table.first_row, table.horz_banding = True, False
    for column, width in zip(table.columns, columns, strict=True):
        column.width = Inches(width)
    numbers = [any(row[i].number for row in one.rows) for i in range(len(one.header))]
    texts = [[(text, "") for text in one.header], *([(cell.text, cell.look) for cell in row] for row in one.rows)]
    for at, (row, height, cells) in enumerate(zip(table.rows, heights, texts, strict=True)):
        row.height = Inches(height)
        for cell, (text, look), number, width in zip(row.cells, cells, numbers, columns, strict=True):
            _cell(cell, words(text), look, number, width, at == 0, language)


def _cell(cell: Any, text: str, look: str, number: bool, width: float, head: bool, language: Language) -> None:
    cell.margin_top = cell.margin_bottom = Inches(MARGIN)
    cell.margin_left = cell.margin_right = Inches(0.1)
    cell.fill.solid()
    cell.fill.fore_color.rgb = _colour(LINE if head else "FFFFFF")
    colour = next((RATINGS[name] for name in look.split() if name in RATINGS), INK)
    shown = cut(text, width - 0.2, SMALL, CELL_LINES)
    _fill(cell.text_frame, [Said(shown, SMALL, colour, bold=head or "rating" in look, before=0)], language)
    if number:
        cell.text_frame.paragraphs[0].alignment = PP_ALIGN.RIGHT
