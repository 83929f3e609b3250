"""What a document says: every text of its blocks, to be looked for in the files that were made of it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

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
    Table,
)
from genderaudit.report.writers.layout import quoted, words

NUMBER = re.compile(r"\d+(?:[\u00a0\u202f]\d{3})*(?:,\d+)?")


def words_of(blocks: Iterable[Block], language: Language) -> list[str]:
    """All texts that a reader is told, in the order of the blocks."""
    return [words(text) for block in blocks for text in _of(block, language) if text]


def said_in(texts: Sequence[str], found: str) -> list[str]:
    """The texts that are not there; spaces of all kinds are alike."""
    whole = _level(found)
    return [text for text in texts if _level(text) not in whole]


def numbers_of(text: str) -> set[str]:
    """All numbers as they are printed."""
    return set(NUMBER.findall(text))


def _level(text: str) -> str:
    return " ".join(text.split())


def _of(block: Block, language: Language) -> Iterator[str]:
    match block:
        case Heading():
            yield from (block.above, block.text)
        case Paragraph():
            yield from (block.label, block.text)
        case Points():
            yield from block.items
        case Picture():
            yield from (block.title, block.subtitle, block.alternative)
        case Table():
            yield from (block.caption, *block.header, *(cell.text for row in block.rows for cell in row))
        case Quote():
            yield from (quoted(block.text, language), block.who)
        case Fact():
            yield from (block.number, block.words, block.title, block.text, block.source)
            yield from _of(block.picture, language) if block.picture else ()
        case Decision():
            yield from (f"{block.number}", block.title, block.text, *block.beside)
        case Beside():
            for inner in (*block.left, *block.right):
                yield from _of(inner, language)
