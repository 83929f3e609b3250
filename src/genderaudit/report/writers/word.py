"""Publication as a Word file with real styles, so that it can be edited, navigated and read aloud."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from functools import partial
from typing import Any

from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Inches, Mm, Pt, RGBColor

from genderaudit.foundations.language import Language
from genderaudit.report.document import (
    Beside,
    Decision,
    Document,
    Fact,
    Heading,
    Paragraph,
    Picture,
    Points,
    Quote,
    Table,
)
from genderaudit.report.plots.style import WIDE
from genderaudit.report.tables import Cell
from genderaudit.report.writers.drawing import as_png, drawn
from genderaudit.report.writers.layout import Placed, placed, quoted, widths, words
from genderaudit.report.writers.office import ACCENT, BODY, INK, LINE, QUIET, RATINGS, SERIF, describe, saved
from genderaudit.report.writers.word_style import LOOKS as STYLES
from genderaudit.report.writers.word_style import TEXT_WIDTH, border, element, frame, new_file, put_in_order

LOOKS = {"plain": "Normal", "lead": "Lead", "small": "Small"}
NUMBER, RANK, WHO = 32.0, 9.0, 62.0
"""Millimetres: the number of a fact, that of a decision, and who is asked to decide."""
GUTTER = 4.0
"""Millimetres between columns."""
ROOM = 0.9
"""Millimetres above and below the text of a cell."""
CELL = 9.0
"""Points of the text of tables."""
POINT = 25.4 / 72
"""Millimetres per point."""
TALL = 7.0
"""Total height of pictures in a column, in inches, above which it may not fit one page."""
LONG = 6
"""Characters above which the number of a fact is set smaller, as on the page."""
TOGETHER = 25
"""Rows above which a table may break across pages."""


def word(document: Document) -> bytes:
    """Return the document as a Word file; the same bytes for the same document."""
    file = new_file(document.language)
    describe(file, words(document.title), document.language)
    frame(file, words(document.running), words(document.mark))
    writer, body = _Writer(file, document.language), file._body
    for line in document.lines:
        writer.paragraph(body, words(line), "Small")
    if not any(isinstance(block, Heading) and block.level == 1 for block in document.walk()):
        writer.paragraph(body, words(document.title), "Title")
    for place in placed(list(document.blocks)):
        writer.write(body, place, TEXT_WIDTH)
    for part in (file.element, file.styles.element, file.sections[0].header._element):
        put_in_order(part)
    return saved(file)


class _Writer:
    """Writes blocks into ``into``, which is the file or a cell; widths are in millimetres."""

    def __init__(self, file: Any, language: Language) -> None:
        self.file, self.language = file, language
        self.styles = {name: file.styles[name].style_id for name in STYLES}
        self.pictures = 0

    def write(self, into: Any, place: Placed, width: float) -> None:
        match place.block:
            case Heading() as one:
                self.heading(into, one, place.level, place.label)
            case Paragraph() as one:
                self.paragraph(into, words(one.text), LOOKS[one.look], words(one.label))
            case Points() as one:
                self.points(into, one)
            case Picture() as one:
                self.picture(into, one, width)
            case Table() as one:
                self.table(into, one, width)
            case Quote() as one:
                self.paragraph(into, quoted(one.text, self.language), "Quote")
                self.paragraph(into, words(one.who), "Who")
            case Fact() as one:
                self.fact(into, one, place.level, width)
            case Decision() as one:
                self.decision(into, one, place.level, width)
            case Beside():
                inches = (width / 2 - GUTTER) / 25.4
                tall = max(sum(map(partial(_picture_height, width=inches), column)) for column in place.columns)
                cells = self.columns(into, [width / 2, width / 2], breaks=tall > TALL)
                for cell, column in zip(cells, place.columns, strict=True):
                    for inner in column:
                        self.write(cell, inner, width / 2 - GUTTER)
                    _without_first(cell)

    def heading(self, into: Any, one: Heading, level: int, label: bool) -> None:
        above = self.paragraph(into, words(one.above), "Above") if one.above else None
        made = self.paragraph(into, words(one.text), _style(level))
        (above or made).paragraph_format.page_break_before = one.page
        if above:
            made.paragraph_format.space_before = Pt(0)
        if label:
            for run in made.runs:
                run.font.all_caps, run.font.size, run.font.color.rgb = True, Pt(9), RGBColor.from_string(QUIET)
                run.font.name = BODY
        if one.anchor:
            _bookmark(made, one.anchor, self.file)

    def paragraph(self, into: Any, text: str, style: str, label: str = "") -> Any:
        """Add a paragraph that begins with a bold label."""
        made = self.styled(into.add_paragraph(), style)
        if label:
            made.add_run(f"{label} ").bold = True
        made.add_run(text)
        return made

    def styled(self, paragraph: Any, style: str) -> Any:
        """Set a paragraph's style by its id: python-docx would search all styles each time."""
        paragraph._p.style = self.styles[style]
        return paragraph

    def points(self, into: Any, one: Points) -> None:
        number = _new_list(self.file) if one.numbered else None
        for item in one.items:
            made = self.paragraph(into, words(item), "List Number" if one.numbered else "List Bullet")
            if number is not None:
                _number(made, number)

    def picture(self, into: Any, one: Picture, width: float, printed_title: str = "") -> None:
        """Add title and subtitle, then the picture; a title equal to ``printed_title`` is left out."""
        title = "" if one.title == printed_title else words(one.title)
        if title or one.subtitle:
            caption = self.paragraph(into, title, "Caption")
            if title and one.subtitle:
                caption.runs[-1].add_break()
            under = caption.add_run(words(one.subtitle))
            under.bold, under.font.size, under.font.color.rgb = False, Pt(8.5), RGBColor.from_string(QUIET)
        inches = min(width / 25.4, WIDE)
        shape = into.add_paragraph().add_run().add_picture(io.BytesIO(as_png(one, inches)), width=Inches(inches))
        self.pictures += 1
        about = shape._inline.docPr
        about.set("descr", words(one.alternative))
        about.set("name", f"{self.pictures}")

    def fact(self, into: Any, one: Fact, level: int, width: float) -> None:
        """Add the title above, as a heading; below it the number beside the text."""
        if one.title:
            border(self.paragraph(into, words(one.title), _style(level)), "top", 6)
        number, text = self.columns(into, [NUMBER, width - NUMBER])
        large = self.paragraph(number, words(one.number), "Number")
        if len(one.number) > LONG:
            for run in large.runs:
                run.font.size = Pt(17)
        self.paragraph(number, words(one.words), "Small")
        if one.text:
            self.paragraph(text, words(one.text), "Normal")
        if one.picture:
            self.picture(text, one.picture, width - NUMBER - GUTTER, one.title)
        if one.source:
            self.paragraph(text, words(one.source), "Small")
        _without_first(number, text)

    def decision(self, into: Any, one: Decision, level: int, width: float) -> None:
        """Add number and title above, as for a fact; below, the text, and beside it who decides."""
        title = self.paragraph(into, "", _style(level))
        number = title.add_run(f"{one.number}\t")
        number.font.color.rgb, number.font.name = RGBColor.from_string(ACCENT), SERIF
        title.add_run(words(one.title))
        form = title.paragraph_format
        form.left_indent, form.first_line_indent = Mm(RANK), -Mm(RANK)
        form.tab_stops.add_tab_stop(Mm(RANK))
        border(title, "top", 6)
        text, beside = self.columns(into, [width - WHO, WHO])
        self.paragraph(text, words(one.text), "Normal").paragraph_format.left_indent = Mm(RANK)
        for line in one.beside:
            self.paragraph(beside, words(line), "Small").paragraph_format.space_after = Pt(0)
        _without_first(text, beside)

    def gap(self, into: Any) -> None:
        """Add a small gap after a table; without it Word would join the next table to it."""
        self.paragraph(into, "", "Small").paragraph_format.space_after = Pt(0)

    def columns(self, into: Any, widths: Sequence[float], *, breaks: bool = False) -> Sequence[Any]:
        """Return the cells of a one-row table without lines, for layout; read from the first to the last.

        With ``breaks`` the row may break across pages: it does not fit one and would leave the rest of this one empty.
        """
        made = self.grid(into, 1, widths)
        if breaks:
            row = made.rows[0]._tr.trPr
            row.remove(row.find(qn("w:cantSplit")))
        for name in ("firstRow", "firstColumn", "noHBand"):
            made._tbl.tblPr.find(qn("w:tblLook")).set(qn(f"w:{name}"), "0")
        return list(made.rows[0].cells)

    def grid(self, into: Any, rows: int, widths: Sequence[float], left: float = 0.0, room: float = 0.0) -> Any:
        """Return a table; ``left`` and ``room`` are the millimetres between the edge of a cell and its text."""
        before = [node for node in into._element if node.tag != qn("w:sectPr")]
        if before and before[-1].tag == qn("w:tbl"):
            self.gap(into)
        size = {"width": Mm(sum(widths))} if into is self.file._body else {}
        made = into.add_table(rows, len(widths), **size)
        made.style, made.autofit, made.alignment = "Normal Table", False, WD_TABLE_ALIGNMENT.LEFT
        for column, width in zip(made.columns, widths, strict=True):
            column.width = Mm(width)
            for cell in column.cells:
                cell.width = Mm(width)
        for row in made.rows:
            _mark(row, "w:cantSplit")
        properties, edges = made._tbl.tblPr, element("w:tblCellMar")
        for side, size_ in (("top", room), ("left", left), ("bottom", room), ("right", left or GUTTER)):
            edges.append(element(f"w:{side}", w=round(size_ * 1440 / 25.4), type="dxa"))
        properties.append(edges)
        if self.language.direction == "rtl":
            properties.append(element("w:bidiVisual"))
        return made

    def table(self, into: Any, one: Table, width: float) -> None:
        """Add caption and table: the header is repeated on every page, rows are not split."""
        self.paragraph(into, words(one.caption), "Caption")
        made = self.grid(into, 1 + len(one.rows), widths(one, width, CELL, POINT), left=1.5, room=ROOM)
        _ruled(made)
        numbers = [any(row[i].number for row in one.rows) for i in range(len(one.header))]
        head = [Cell(text, number=number) for text, number in zip(one.header, numbers, strict=True)]
        for at, (row, cells) in enumerate(zip(made.rows, [head, *one.rows], strict=True)):
            for place, cell in zip(row.cells, cells, strict=True):
                last = at == len(one.rows) or len(one.rows) > TOGETHER
                self.cell(place, cell, bold=at == 0, together=at == 0 or not last)
        _mark(made.rows[0], "w:tblHeader")
        self.gap(into)

    def cell(self, place: Any, cell: Cell, bold: bool, together: bool) -> None:
        text = self.styled(place.paragraphs[0], "Cell")
        text.paragraph_format.keep_with_next = together
        if cell.number:
            text.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        run = text.add_run(words(cell.text))
        looks = cell.look.split()
        run.bold, run.italic = bold or "rating" in looks, "none" in looks and not cell.number
        colour = next((RATINGS[look] for look in looks if look in RATINGS), INK)
        run.font.color.rgb = RGBColor.from_string(colour)


def _style(level: int) -> str:
    """Return the style of a heading level: Title, then Word's headings."""
    return "Title" if level == 1 else f"Heading {min(level - 1, 3)}"


def _picture_height(one: Placed, width: float) -> float:
    """Return the height in inches of a picture of this width; 0 for other blocks."""
    return float(drawn(one.block, width).get_figheight()) if isinstance(one.block, Picture) else 0.0


def _without_first(*cells: Any) -> None:
    """Remove the empty paragraph that a new cell begins with, and the space above the first text."""
    for cell in cells:
        first = cell.paragraphs[0]._p
        if len(cell.paragraphs) > 1 and not cell.paragraphs[0].text:
            first.getparent().remove(first)
        cell.paragraphs[0].paragraph_format.space_before = Pt(0)


def _mark(row: Any, name: str) -> None:
    row._tr.get_or_add_trPr().append(element(name))


def _ruled(table: Any) -> None:
    """Draw thin lines above, below and between the rows, and a thicker one below the header."""
    lines = element("w:tblBorders")
    for side in ("top", "bottom", "insideH"):
        lines.append(element(f"w:{side}", val="single", sz=4, space=0, color=LINE))
    table._tbl.tblPr.append(lines)
    for cell in table.rows[0].cells:
        below = element("w:tcBorders")
        below.append(element("w:bottom", val="single", sz=8, space=0, color=INK))
        cell._tc.get_or_add_tcPr().append(below)


def _new_list(file: Any) -> int:
    """Return the id of a new list whose numbers begin with 1."""
    numbering = file.part.numbering_part.element
    style = file.styles["List Number"].element.pPr.numPr.numId.val
    made = numbering.add_num(numbering.num_having_numId(style).abstractNumId.val)
    made.add_lvlOverride(0).add_startOverride(1)
    return int(made.numId)


def _number(paragraph: Any, number: int) -> None:
    properties = paragraph._p.get_or_add_pPr().get_or_add_numPr()
    properties.get_or_add_ilvl().val, properties.get_or_add_numId().val = 0, number


def _bookmark(paragraph: Any, name: str, file: Any) -> None:
    """Add a bookmark for links within the file; its name is reduced to letters, digits and underscores."""
    number = len(list(file.element.body.iter(qn("w:bookmarkStart"))))
    paragraph._p.insert(1, element("w:bookmarkStart", id=number, name=re.sub(r"\W", "_", name)[:40]))
    paragraph._p.append(element("w:bookmarkEnd", id=number))
