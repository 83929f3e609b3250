"""Content of each slide: blocks as paragraphs, pictures and tables, divided so that nothing overflows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from genderaudit.foundations.language import Language
from genderaudit.report.document import (
    Beside,
    Block,
    Decision,
    Fact,
    Heading,
    Paragraph,
    Picture,
    Points,
    Quote,
    Slide,
    Table,
)
from genderaudit.report.plots.style import wrapped
from genderaudit.report.writers.layout import quoted, widths, words
from genderaudit.report.writers.office import BODY, INK, QUIET, SERIF, WOMEN
from genderaudit.report.writers.slide_style import BOTTOM, INNER, POINT, TEXT, TITLE, TOP

NUMBER, LEAD, SMALL = 54, 26, 20
"""Points: a large number, leading text, small text."""
LEADING = 1.2
SMALLEST_TITLE, TITLE_LINES = 24, 4
COLUMN, GAP = 4.6, 0.4
"""Inches: text beside a picture, and the gap between them."""
MARGIN = 0.06
"""Inches above and below the text of a table cell."""
CELL_LINES = 4
LARGER = (1.35, 1.2, 1.1)
"""Factors by which text is enlarged if there is room."""
_MANY = " (10/10)"


@dataclass(frozen=True, slots=True)
class Said:
    """A paragraph of a slide; ``strong`` is a bold beginning, ``point`` the bullet or number before it."""

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
        """Return the inches that it needs in a column of this width, including the space above."""
        whole = f"{self.strong} {self.text}" if self.strong else self.text
        weight = "bold" if self.bold or self.strong else "normal"
        room = width * 72 - (self.size * 1.6 if self.point else 0)
        lines = sum(len(wrapped(line, room, self.size, weight)) for line in whole.split("\n"))
        return (lines * self.size * LEADING + self.before) / 72


Group = tuple[Said, ...]
"""Paragraphs that stay together if they can."""


@dataclass(slots=True)
class Sheet:
    """The content of one slide below its title."""

    paragraphs: list[Said] = field(default_factory=list)
    picture: Picture | None = None
    table: Table | None = None


@dataclass(slots=True)
class _Parts:
    """A slide of the document, separated into texts, pictures, tables and notes."""

    groups: list[Group] = field(default_factory=list)
    pictures: list[Picture] = field(default_factory=list)
    tables: list[Table] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Shared:
    """A slide of the document divided into sheets: titles, inches above the content, sheets, lines of notes."""

    titles: list[Said]
    top: float
    sheets: list[Sheet]
    notes: list[str]


def shared(slide: Slide, language: Language) -> Shared:
    """Divide a slide: what does not fit goes to further sheets with the same title.

    Text that fits no sheet is cut, and whole in the notes.
    """
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
    sheets = sheets or [Sheet()]
    marks = [f" ({number}/{len(sheets)})" if len(sheets) > 1 else "" for number in range(1, len(sheets) + 1)]
    titles = [Said(head + mark, size, font=SERIF, bold=True, before=0) for mark in marks]
    return Shared(titles, top, sheets, list(dict.fromkeys(parts.notes)))


def _take(block: Block, title: str, language: Language, parts: _Parts) -> None:
    """Add a block to the parts of a slide; a title equal to the slide's is skipped, sources go to the notes."""
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
            quotation = Said(quoted(one.text, language), LEAD, font=SERIF, italic=True, before=14)
            parts.groups.append(_group(quotation, Said(words(one.who), SMALL, QUIET)))
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
            decision = Said(words(one.title), bold=True, strong=f"{one.number}", before=14)
            beside = [Said(words(line), SMALL, QUIET, before=0) for line in one.beside]
            parts.groups.append(_group(decision, Said(words(one.text), SMALL, before=2), *beside))
        case Beside() as one:
            for inner in (*one.left, *one.right):
                _take(inner, title, language, parts)


def _take_picture(picture: Picture, title: str, parts: _Parts) -> None:
    title_text = "" if words(picture.title) == title else words(picture.title)
    parts.groups += filter(None, [_group(Said(title_text, bold=True), Said(words(picture.subtitle), SMALL, QUIET))])
    parts.pictures.append(picture)


def _group(*paragraphs: Said) -> Group:
    return tuple(paragraph for paragraph in paragraphs if paragraph.text)


def _sheets(parts: _Parts, height: float) -> Iterator[Sheet]:
    """Yield the content of each sheet, none higher than ``height`` inches."""
    whole = [paragraphs for group in parts.groups for paragraphs in group]
    pictures, tables = list(parts.pictures), list(parts.tables)
    if pictures and whole and height_of(whole, COLUMN) <= height:
        yield Sheet(_larger(whole, COLUMN, height), pictures.pop(0))
    else:
        *full, last = [*_filled(parts, height)] or [[]]
        yield from (Sheet(_larger(paragraphs, INNER, height)) for paragraphs in full)
        room = height - height_of(last, INNER) - GAP / 2
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
    """Yield the text of each sheet: as many groups as fit; groups that fit no sheet are divided into paragraphs."""
    filled: list[Said] = []
    for group in parts.groups:
        for unit in [group] if height_of(group, INNER) <= height else [(paragraph,) for paragraph in group]:
            fitting = [_cut_to_fit(paragraph, height, parts) for paragraph in unit]
            if filled and height_of([*filled, *fitting], INNER) > height:
                yield filled
                filled = []
            filled = [*filled, *fitting]
    if filled:
        yield filled


def _larger(paragraphs: list[Said], width: float, height: float) -> list[Said]:
    """Return the paragraphs in larger letters if there is room."""
    for scale in LARGER:
        made = [
            replace(paragraph, size=round(paragraph.size * scale), before=round(paragraph.before * scale))
            for paragraph in paragraphs
        ]
        if height_of(made, width) <= height:
            return made
    return paragraphs


def _cut_to_fit(paragraph: Said, height: float, parts: _Parts) -> Said:
    """Return the paragraph, or as much as a slide holds; the whole then goes to the notes."""
    if paragraph.height(INNER) <= height:
        return paragraph
    lines = int((height * 72 - paragraph.before) / (paragraph.size * LEADING))
    whole = f"{paragraph.strong} {paragraph.text}".strip()
    parts.notes.append(whole)
    width = INNER - (paragraph.size * 1.6 / 72 if paragraph.point else 0)
    return replace(paragraph, strong="", text=cut(whole, width, paragraph.size, lines))


def height_of(paragraphs: Sequence[Said], width: float) -> float:
    """Return the inches that paragraphs need in a column of this width."""
    return sum(one.height(width) for one in paragraphs)


def _title(title: str, mark: str) -> tuple[int, str]:
    """Return the size of a title in points and as much of it as fits, with room for ``mark`` after it."""
    for size in (TITLE, 27, SMALLEST_TITLE):
        if len(wrapped(title + mark, INNER * 72, size, "bold")) <= 2:
            return size, title
    whole = cut(title + mark, INNER, SMALLEST_TITLE, TITLE_LINES)
    return SMALLEST_TITLE, title if whole == title + mark else cut(title, INNER - 1.5, SMALLEST_TITLE, TITLE_LINES)


def _below(head: str, size: int) -> float:
    """Return the inches from the upper edge to the content below the title."""
    return TOP + len(wrapped(head, INNER * 72, size, "bold")) * size * LEADING / 72 + 0.3


def cut(text: str, width: float, size: int, lines: int) -> str:
    """Return as much of the text as fits into so many lines, with an ellipsis if it is cut."""
    made = wrapped(text.replace("\n", " "), width * 72, size, "bold")
    if len(made) <= lines:
        return text
    end = sum(map(len, made[:lines])) - 2
    while end > 0 and len(wrapped(f"{text[:end]} …", width * 72, size, "bold")) > lines:
        end -= 5
    return f"{text[: max(end, 0)].rstrip()} …"


def row_height(texts: Sequence[str], columns: Sequence[float]) -> float:
    """Return the height of a table row in inches, for columns of these widths."""
    lines = max(
        min(CELL_LINES, len(wrapped(words(text), (width - 0.2) * 72, SMALL, "bold")))
        for text, width in zip(texts, columns, strict=True)
    )
    return lines * SMALL * LEADING / 72 + 2 * MARGIN


def _rows(table: Table, height: float) -> int:
    """Return how many rows fit below the header."""
    columns = widths(table, INNER, SMALL, POINT)
    left, count = height - row_height(table.header, columns), 0
    for row in table.rows:
        left -= row_height([cell.text for cell in row], columns)
        if left < 0:
            break
        count += 1
    return count


def _split(table: Table, first: float, other: float) -> Iterator[Table]:
    """Yield the table in parts that fit a slide, each with the header."""
    rows, height = table.rows, first
    while rows:
        count = max(1, _rows(Table(table.caption, table.header, rows), height))
        yield Table(table.caption, table.header, rows[:count])
        rows, height = rows[count:], other
