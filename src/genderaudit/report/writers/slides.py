"""A publication as slides: titles that say it, large numbers, nothing that does not fit; the sources in the notes."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from pptx.dml.color import RGBColor
from pptx.enum.text import MSO_ANCHOR, MSO_AUTO_SIZE, PP_ALIGN
from pptx.oxml.ns import qn
from pptx.util import Emu, Inches, Pt

from genderaudit.language import Language
from genderaudit.report.document import (
    Beside,
    Block,
    Decision,
    Document,
    Fact,
    Heading,
    Paragraph,
    Picture,
    Points,
    Quote,
    Slide,
    Table,
)
from genderaudit.report.plots.style import NARROW, WIDE, wrapped
from genderaudit.report.writers.drawing import as_png, drawn
from genderaudit.report.writers.layout import quoted, widths, words
from genderaudit.report.writers.office import ACCENT, BODY, INK, LINE, QUIET, RATINGS, SERIF, WOMEN, describe, saved
from genderaudit.report.writers.slide_style import (
    BOTTOM,
    FOOT,
    INNER,
    LEFT,
    TEXT,
    TITLE,
    TOP,
    foot,
    new_deck,
    speak,
)

NUMBER, LEAD, SMALL = 54, 26, 20
"""Points of a large number, of what leads, and of what is said beside."""
LEADING = 1.2
SMALLEST_TITLE, TITLE_LINES = 24, 4
COLUMN, GAP = 4.6, 0.4
"""Inches of the text beside a picture, and between them."""
MARGIN = 0.06
"""Inches above and below the text of a cell of a table."""
CELL_LINES = 4
DPI = 260
DRAWN = (NARROW, 5.5, WIDE, 8.5, INNER)
"""Inches that pictures are drawn wide: as few as the height allows, so that their words can be read."""
MOST = 2.2
"""And not shown larger than so many times."""
LARGER = (1.35, 1.2, 1.1)
"""And so is text."""
_MANY = " (10/10)"


@dataclass(frozen=True, slots=True)
class Said:
    """A paragraph of a slide; ``strong`` words begin it, ``point`` is what stands before it in a list."""

    text: str
    size: int = TEXT
    colour: str = INK
    font: str = BODY
    bold: bool = False
    italic: bool = False
    strong: str = ""
    point: str = ""
    before: int = 6

    def height(self, width: float) -> float:
        """Inches that it needs in a column of this width, with the room above it."""
        whole = f"{self.strong} {self.text}" if self.strong else self.text
        weight = "bold" if self.bold or self.strong else "normal"
        room = width * 72 - (self.size * 1.6 if self.point else 0)
        lines = sum(len(wrapped(line, room, self.size, weight)) for line in whole.split("\n"))
        return (lines * self.size * LEADING + self.before) / 72


Group = tuple[Said, ...]
"""Paragraphs that stay together where they can."""


@dataclass(slots=True)
class Sheet:
    """What stands on one slide below its title."""

    said: list[Said] = field(default_factory=list)
    picture: Picture | None = None
    table: Table | None = None


@dataclass(slots=True)
class _Parts:
    """A slide of the document, taken apart."""

    groups: list[Group] = field(default_factory=list)
    pictures: list[Picture] = field(default_factory=list)
    tables: list[Table] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def slides(document: Document) -> bytes:
    """The slides of the document as a file of PowerPoint; the same bytes for the same document.

    What does not fit on a slide goes on on another one with the same title; what fits none is cut, and whole in the
    notes.
    """
    deck = new_deck()
    describe(deck, words(document.title), document.language)
    foot_line = " · ".join(filter(None, (words(document.running), words(document.mark))))
    for slide in document.slides:
        _write(deck, slide, foot_line, document.language)
    return saved(deck)


def _write(deck: Any, slide: Slide, foot_line: str, language: Language) -> None:
    parts, title = _Parts(), words(slide.title)
    for block in slide.blocks:
        _take(block, title, language, parts)
    size, head = _title(title, "")
    sheets = list(_sheets(parts, BOTTOM - _below(head, size)))
    if len(sheets) > 1:
        size, head = _title(title, _MANY)
        sheets = list(_sheets(parts, BOTTOM - _below(head + _MANY, size)))
    top = _below(head + (_MANY if len(sheets) > 1 else ""), size)
    if head != title:
        parts.notes.append(title)
    for number, sheet in enumerate(sheets or [Sheet()], 1):
        mark = f" ({number}/{len(sheets)})" if len(sheets) > 1 else ""
        made = _slide(deck, sheet, Said(head + mark, size, font=SERIF, bold=True, before=0), top, language)
        foot(made, made.slide_layout, _cut(foot_line, 10.4, FOOT, 1), language)
        if parts.notes:
            notes = made.notes_slide.notes_text_frame
            notes.text = "\n".join(dict.fromkeys(parts.notes))
            speak(notes, language)


def _take(block: Block, title: str, language: Language, parts: _Parts) -> None:
    """What a block adds to a slide; a title that is that of the slide is not said again, sources are notes."""
    match block:
        case Heading() as one:
            parts.groups.append(_group(Said(words(one.above), SMALL, QUIET), Said(words(one.text), bold=True)))
        case Paragraph(look="small") as one:
            parts.notes.append(" ".join(filter(None, (words(one.label), words(one.text)))))
        case Paragraph() as one:
            size = LEAD if one.look == "lead" else TEXT
            parts.groups.append(_group(Said(words(one.text), size, strong=words(one.label))))
        case Points() as one:
            marks = (f"{i}." if one.numbered else "•" for i in range(1, len(one.items) + 1))
            parts.groups += [(Said(words(item), point=mark),) for item, mark in zip(one.items, marks, strict=True)]
        case Quote() as one:
            said = Said(quoted(one.text, language), LEAD, font=SERIF, italic=True, before=14)
            parts.groups.append(_group(said, Said(words(one.who), SMALL, QUIET)))
        case Picture() as one:
            _take_picture(one, title, parts)
        case Table() as one:
            if words(one.caption) != title:
                parts.groups.append((Said(words(one.caption), bold=True),))
            parts.tables.append(one)
        case Fact() as one:
            number = Said(words(one.number), NUMBER, WOMEN, SERIF, bold=True, before=0)
            named = Said("" if words(one.title) == title else words(one.title), bold=True, before=12)
            parts.groups.append(
                _group(number, Said(words(one.words), colour=QUIET, before=0), named, Said(words(one.text), before=12))
            )
            if one.source:
                parts.notes.append(words(one.source))
            if one.picture:
                _take_picture(one.picture, title, parts)
        case Decision() as one:
            asked = Said(words(one.title), bold=True, strong=f"{one.number}", before=14)
            beside = [Said(words(line), SMALL, QUIET, before=0) for line in one.beside]
            parts.groups.append(_group(asked, Said(words(one.text), SMALL, before=2), *beside))
        case Beside() as one:
            for inner in (*one.left, *one.right):
                _take(inner, title, language, parts)


def _take_picture(one: Picture, title: str, parts: _Parts) -> None:
    named = "" if words(one.title) == title else words(one.title)
    parts.groups += filter(None, [_group(Said(named, bold=True), Said(words(one.subtitle), SMALL, QUIET))])
    parts.pictures.append(one)


def _group(*said: Said) -> Group:
    return tuple(one for one in said if one.text)


def _sheets(parts: _Parts, height: float) -> Iterator[Sheet]:
    """What stands on each slide, none of it higher than ``height`` in inches."""
    whole = [said for group in parts.groups for said in group]
    pictures, tables = list(parts.pictures), list(parts.tables)
    if pictures and whole and _height(whole, COLUMN) <= height:
        yield Sheet(_larger(whole, COLUMN, height), pictures.pop(0))
    else:
        *full, last = [*_filled(parts, height)] or [[]]
        yield from (Sheet(_larger(said, INNER, height)) for said in full)
        room = height - _height(last, INNER) - GAP / 2
        if last and tables and _rows(tables[0], room) > 1:
            first, *rest = _split(tables.pop(0), room, height)
            yield Sheet(last, table=first)
            yield from (Sheet(table=one) for one in rest)
        elif last:
            yield Sheet(_larger(last, INNER, height))
    yield from (Sheet(picture=one) for one in pictures)
    for table in tables:
        yield from (Sheet(table=one) for one in _split(table, height, height))


def _filled(parts: _Parts, height: float) -> Iterator[list[Said]]:
    """The text of each slide: as many groups as fit, and of a group that fits none, as many paragraphs."""
    filled: list[Said] = []
    for group in parts.groups:
        for unit in [group] if _height(group, INNER) <= height else [(said,) for said in group]:
            fitting = [_fitting(said, height, parts) for said in unit]
            if filled and _height([*filled, *fitting], INNER) > height:
                yield filled
                filled = []
            filled = [*filled, *fitting]
    if filled:
        yield filled


def _larger(said: list[Said], width: float, height: float) -> list[Said]:
    """The same in larger letters, where there is room."""
    for scale in LARGER:
        made = [replace(one, size=round(one.size * scale), before=round(one.before * scale)) for one in said]
        if _height(made, width) <= height:
            return made
    return said


def _fitting(said: Said, height: float, parts: _Parts) -> Said:
    """The paragraph, or as much of it as a slide holds; then it is whole in the notes."""
    if said.height(INNER) <= height:
        return said
    lines = int((height * 72 - said.before) / (said.size * LEADING))
    whole = f"{said.strong} {said.text}".strip()
    parts.notes.append(whole)
    width = INNER - (said.size * 1.6 / 72 if said.point else 0)
    return replace(said, strong="", text=_cut(whole, width, said.size, lines))


def _height(said: Sequence[Said], width: float) -> float:
    return sum(one.height(width) for one in said)


def _title(title: str, mark: str) -> tuple[int, str]:
    """The size of a title and as much of it as the slide has room for, with a mark after it."""
    for size in (TITLE, 27, SMALLEST_TITLE):
        if len(wrapped(title + mark, INNER * 72, size, "bold")) <= 2:
            return size, title
    whole = _cut(title + mark, INNER, SMALLEST_TITLE, TITLE_LINES)
    return SMALLEST_TITLE, title if whole == title + mark else _cut(title, INNER - 1.5, SMALLEST_TITLE, TITLE_LINES)


def _below(head: str, size: int) -> float:
    """Inches from the upper edge to what stands below the title."""
    return TOP + len(wrapped(head, INNER * 72, size, "bold")) * size * LEADING / 72 + 0.3


def _cut(text: str, width: float, size: int, lines: int) -> str:
    """As much of the text as stands in so many lines, with a sign that there is more."""
    made = wrapped(text.replace("\n", " "), width * 72, size, "bold")
    if len(made) <= lines:
        return text
    end = sum(map(len, made[:lines])) - 2
    while end > 0 and len(wrapped(f"{text[:end]} …", width * 72, size, "bold")) > lines:
        end -= 5
    return f"{text[: max(end, 0)].rstrip()} …"


# Tables


def _row_height(texts: Sequence[str], columns: Sequence[float]) -> float:
    lines = max(
        min(CELL_LINES, len(wrapped(words(text), (width - 0.2) * 72, SMALL, "bold")))
        for text, width in zip(texts, columns, strict=True)
    )
    return lines * SMALL * LEADING / 72 + 2 * MARGIN


def _rows(table: Table, height: float) -> int:
    """How many rows fit below the header."""
    columns = widths(table, INNER, SMALL)
    left, count = height - _row_height(table.header, columns), 0
    for row in table.rows:
        left -= _row_height([cell.text for cell in row], columns)
        if left < 0:
            break
        count += 1
    return count


def _split(table: Table, first: float, other: float) -> Iterator[Table]:
    """The table in parts that fit a slide, each with the header."""
    rows, height = table.rows, first
    while rows:
        count = max(1, _rows(Table(table.caption, table.header, rows), height))
        yield Table(table.caption, table.header, rows[:count])
        rows, height = rows[count:], other


# Shapes


def _slide(deck: Any, sheet: Sheet, head: Said, top: float, language: Language) -> Any:
    made = deck.slides.add_slide(deck.slide_layouts[0 if sheet.said else 1])
    title = made.shapes.title
    _place(title, LEFT, TOP, INNER, top - TOP - 0.2)
    _fill(title.text_frame, [head], language)
    width = COLUMN if sheet.said and sheet.picture else INNER
    used = top
    if sheet.said:
        used = top + _height(sheet.said, width)
        body = made.placeholders[1]
        _place(body, LEFT, top, width, (used if sheet.table else BOTTOM) - top)
        _fill(body.text_frame, sheet.said, language)
    if sheet.picture:
        left = LEFT + (COLUMN + GAP if sheet.said else 0)
        _picture(made, sheet.picture, left, top, LEFT + INNER - left, BOTTOM - top)
    if sheet.table:
        _table(made, sheet.table, used + (0.2 if sheet.said else 0), language)
    return made


def _place(shape: Any, left: float, top: float, width: float, height: float) -> None:
    shape.left, shape.top, shape.width, shape.height = map(Inches, (left, top, width, height))
    frame = shape.text_frame
    frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
    frame.word_wrap, frame.auto_size, frame.vertical_anchor = True, MSO_AUTO_SIZE.NONE, MSO_ANCHOR.TOP


def _fill(frame: Any, said: Sequence[Said], language: Language) -> None:
    for number, one in enumerate(said):
        paragraph = frame.paragraphs[0] if number == 0 else frame.add_paragraph()
        paragraph.space_before, paragraph.line_spacing = Pt(one.before), 1.0
        if one.point:
            _bullet(paragraph, one)
        for text, bold in ((one.strong, True), (one.text, one.bold)):
            if text:
                run = paragraph.add_run()
                run.text = f"{text} " if text is one.strong else text
                font = run.font
                font.size, font.bold, font.italic, font.name = Pt(one.size), bold, one.italic, one.font
                strong = text is one.strong and one.bold
                font.color.rgb = _colour(ACCENT if strong else one.colour)
    speak(frame, language)


def _colour(name: str) -> RGBColor:
    return RGBColor.from_string(name)  # type: ignore[no-untyped-call, no-any-return]


def _bullet(paragraph: Any, one: Said) -> None:
    """A point or a number before the paragraph, and its lines below each other."""
    properties, room = paragraph._p.get_or_add_pPr(), round(one.size * 1.4 * 12700)
    properties.set("marL", str(room))
    properties.set("indent", str(-room))
    if one.point == "•":
        node = properties.makeelement(qn("a:buChar"), {"char": one.point})
    else:
        node = properties.makeelement(qn("a:buAutoNum"), {"type": "arabicPeriod", "startAt": one.point.rstrip(".")})
    properties.append(node)


def _picture(slide: Any, one: Picture, left: float, top: float, width: float, height: float) -> None:
    """The picture as large as the room allows."""
    sizes = [size for size in DRAWN if width / MOST <= size <= width]
    fitting = (size for size in sizes if drawn(one, size).get_figheight() * width / size <= height)
    file = io.BytesIO(as_png(one, next(fitting, sizes[-1]), DPI))
    shape = slide.shapes.add_picture(file, Inches(left), Inches(top))
    scale = min(Inches(width) / shape.width, Inches(height) / shape.height)
    shape.width, shape.height = Emu(round(shape.width * scale)), Emu(round(shape.height * scale))
    about = shape._element.nvPicPr.cNvPr
    about.set("descr", words(one.alternative))
    about.set("name", words(one.title)[:80] or f"{shape.shape_id}")


def _table(slide: Any, one: Table, top: float, language: Language) -> None:
    columns = widths(one, INNER, SMALL)
    heights = [_row_height([cell.text for cell in row], columns) for row in one.rows]
    heights.insert(0, _row_height(one.header, columns))
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
    shown = _cut(text, width - 0.2, SMALL, CELL_LINES)
    _fill(cell.text_frame, [Said(shown, SMALL, colour, bold=head or "rating" in look, before=0)], language)
    if number:
        cell.text_frame.paragraphs[0].alignment = PP_ALIGN.RIGHT
