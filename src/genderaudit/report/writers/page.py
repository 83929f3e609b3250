"""Publication as HTML: blocks for a notebook's cell, or a whole file in the frame of every page."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from markupsafe import Markup

from genderaudit.foundations.language import Language
from genderaudit.foundations.plaintext import printable
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
    Table,
)
from genderaudit.report.edition import Stamp, draft
from genderaudit.report.frame import bare_page, part
from genderaudit.report.pictures import address
from genderaudit.report.plots.style import NARROW, WIDE
from genderaudit.report.sections import Section
from genderaudit.report.tables import table
from genderaudit.report.writers.drawing import as_svg
from genderaudit.report.writers.layout import Placed, placed, quoted

IN_FACT, IN_COLUMN = 5.5, 3.25
"""Width in inches of pictures beside a number, and in one of two columns, on A4; text keeps its drawn size."""
LONG = 6
"""Characters above which the number of a fact is set smaller."""
MacroCall = tuple[str, dict[str, Any]]


def page(blocks: Sequence[Block], language: Language, level: int = 0) -> Markup:
    """Return the blocks as HTML, for a page with ``document.css``; ``level`` is that of the heading above them."""
    made = part("document.html.j2", "document", list(_macro_calls(placed(blocks, level), language, WIDE)))
    return Markup(printable(made))


def sections(blocks: Sequence[Block], language: Language, deepest: int = 3) -> list[Section]:
    """Return the blocks as sections: one starts at each heading of the table of contents."""
    parts: list[list[Block]] = []
    for block in blocks:
        if not parts or (isinstance(block, Heading) and block.level <= deepest):
            parts.append([])
        parts[-1].append(block)
    return [_section(some, language) for some in parts]


def html(document: Document, contents: bool = False) -> str:
    """Return the document as a whole file without scripts or external resources.

    ``contents`` adds links to sections.
    """
    language, blocks = document.language, list(document.blocks)
    draft_of = draft(language)
    made = bare_page(
        "publication.html.j2",
        language,
        document.title,
        running=document.running,
        mark=document.mark,
        lines=document.lines,
        stamp=Stamp(document.mark, document.lines, draft=document.mark == draft_of.word) if document.mark else None,
        headed=not any(isinstance(block, Heading) and block.level == 1 for block in document.walk()),
        contents=_contents(blocks) if contents else [],
        contents_title=language.text("page.contents_title"),
        document=True,
        body=page(blocks, language),
        footer=document.footer or language.text("page.footer"),
    )
    return printable(made)


def _contents(blocks: Iterable[Block]) -> list[tuple[str, str]]:
    found = [one for one in blocks if isinstance(one, Heading)]
    return [(one.anchor, one.text) for one in found if one.level == 2 and one.anchor]


def _section(blocks: Sequence[Block], language: Language) -> Section:
    made, first = page(blocks, language), blocks[0]
    return Section(made, first.text, first.anchor, first.level) if isinstance(first, Heading) else Section(made)


def _macro_calls(blocks: Iterable[Placed], language: Language, width: float) -> Iterator[MacroCall]:
    for place in blocks:
        yield _macro_call(place, language, width)


def _macro_call(place: Placed, language: Language, width: float) -> MacroCall:
    """Return the name of a block's template macro and its arguments."""
    match place.block:
        case Heading() as one:
            look = " ".join(["label"] * place.label + ["page"] * one.page)
            return "heading", {
                "text": one.text, "level": place.level, "anchor": one.anchor, "above": one.above, "look": look
            }  # fmt: skip
        case Paragraph() as one:
            look = "" if one.look == "plain" else one.look
            return "paragraph", {"text": one.text, "look": look, "label": one.label, "findings": one.findings}
        case Points() as one:
            return "points", {"items_": one.items, "numbered": one.numbered}
        case Picture() as one:
            return "picture", _picture(one, width)
        case Table() as one:
            return "table", {"html": table(one.caption, one.header, one.rows, language)}
        case Quote() as one:
            return "quote", {"text": quoted(one.text, language), "who": one.who}
        case Fact() as one:
            return "fact", _fact(one, place.level)
        case Decision() as one:
            return "decision", {
                "number": one.number, "title": one.title, "text": one.text, "beside": one.beside, "level": place.level
            }  # fmt: skip
        case Beside():
            return "beside", {"columns": [list(_macro_calls(column, language, IN_COLUMN)) for column in place.columns]}


def _fact(one: Fact, level: int) -> dict[str, Any]:
    return {
        "number": one.number,
        "long": len(one.number) > LONG,
        "words": one.words,
        "title": one.title,
        "text": one.text,
        "source": one.source,
        "findings": one.findings,
        "level": level,
        "picture": _picture(one.picture, IN_FACT, one.title) if one.picture else None,
    }


def _picture(one: Picture, width: float, above: str = "") -> dict[str, Any]:
    """Return a picture drawn for wide and for narrow screens; a title equal to ``above`` is left out."""
    return {
        "title": "" if one.title == above else one.title,
        "subtitle": one.subtitle,
        "alternative": one.alternative,
        "wide": address(as_svg(one, width)),
        "narrow": address(as_svg(one, NARROW)),
    }
