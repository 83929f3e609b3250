"""What stands on each slide: blocks as paragraphs, pictures and tables, shared out so that nothing overflows."""

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
"""Points of a large number, of what leads, and of what is said beside."""
LEADING = 1.2
SMALLEST_TITLE, TITLE_LINES = 24, 4
COLUMN, GAP = 4.6, 0.4
"""Inches of the text beside a picture, and between them."""
MARGIN = 0.06
"""Inches above and below the text of a cell of a table."""
CELL_LINES = 4
LARGER = (1.35, 1.2, 1.1)
"""How much larger text may be where there is room."""
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


@dataclass(slots=True)
class Shared:
    """A slide of the document shared out: its title, the sheets below ``top`` inches, the lines of the notes."""

    titles: list[Said]
    top: float
    sheets: list[Sheet]
    notes: list[str]


def shared(slide: Slide, language: Language) -> Shared:
    """What does not fit goes on on another sheet with the same title; what fits none is cut, and whole in the notes."""
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
    if pictures and whole and height_of(whole, COLUMN) <= height:
        yield Sheet(_larger(whole, COLUMN, height), pictures.pop(0))
    else:
        *full, last = [*_filled(parts, height)] or [[]]
        yield from (Sheet(_larger(said, INNER, height)) for said in full)
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
    """The text of each slide: as many groups as fit, and of a group that fits none, as many paragraphs."""
    filled: list[Said] = []
    for group in parts.groups:
        for unit in [group] if height_of(group, INNER) <= height else [(said,) for said in group]:
            fitting = [_fitting(said, height, parts) for said in unit]
            if filled and height_of([*filled, *fitting], INNER) > height:
                yield filled
                filled = []
            filled = [*filled, *fitting]
    if filled:
        yield filled


def _larger(said: list[Said], width: float, height: float) -> list[Said]:
    """The same in larger letters, where there is room."""
    for scale in LARGER:
        made = [replace(one, size=round(one.size * scale), before=round(one.before * scale)) for one in said]
        if height_of(made, width) <= height:
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
    return replace(said, strong="", text=cut(whole, width, said.size, lines))


def height_of(said: Sequence[Said], width: float) -> float:
    """Inches that paragraphs need in a column of this width."""
    return sum(one.height(width) for one in said)


def _title(title: str, mark: str) -> tuple[int, str]:
    """The size of a title and as much of it as the slide has room for, with a mark after it."""
    for size in (TITLE, 27, SMALLEST_TITLE):
        if len(wrapped(title + mark, INNER * 72, size, "bold")) <= 2:
            return size, title
    whole = cut(title + mark, INNER, SMALLEST_TITLE, TITLE_LINES)
    return SMALLEST_TITLE, title if whole == title + mark else cut(title, INNER - 1.5, SMALLEST_TITLE, TITLE_LINES)


def _below(head: str, size: int) -> float:
    """Inches from the upper edge to what stands below the title."""
    return TOP + len(wrapped(head, INNER * 72, size, "bold")) * size * LEADING / 72 + 0.3


def cut(text: str, width: float, size: int, lines: int) -> str:
    """As much of the text as stands in so many lines, with a sign that there is more."""
    made = wrapped(text.replace("\n", " "), width * 72, size, "bold")
    if len(made) <= lines:
        return text
    end = sum(map(len, made[:lines])) - 2
    while end > 0 and len(wrapped(f"{text[:end]} …", width * 72, size, "bold")) > lines:
        end -= 5
    return f"{text[: max(end, 0)].rstrip()} …"


def row_height(texts: Sequence[str], columns: Sequence[float]) -> float:
    """Inches of a row of a table with columns of these widths."""
    lines = max(
        min(CELL_LINES, len(wrapped(words(text), (width - 0.2) * 72, SMALL, "bold")))
        for text, width in zip(texts, columns, strict=True)
    )
    return lines * SMALL * LEADING / 72 + 2 * MARGIN


def _rows(table: Table, height: float) -> int:
    """How many rows fit below the header."""
    columns = widths(table, INNER, SMALL, POINT)
    left, count = height - row_height(table.header, columns), 0
    for row in table.rows:
        left -= row_height([cell.text for cell in row], columns)
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
