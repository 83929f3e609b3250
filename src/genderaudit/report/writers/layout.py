"""What every writer needs to know of a document: texts as plain words, levels of headings, which of them are labels."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from markupsafe import Markup

from genderaudit.foundations.language import Language
from genderaudit.foundations.plaintext import plain
from genderaudit.report.document import Beside, Block, Decision, Fact, Heading, Table
from genderaudit.report.plots.style import width_of

MARKS = '«“”„‹"'
"""What a quotation begins with that has its marks already."""


@dataclass(frozen=True, slots=True)
class Placed:
    """A block in its place; ``level`` of its heading (of facts and decisions too), ``label``: in small capitals."""

    block: Block
    level: int
    label: bool = False
    columns: tuple[tuple[Placed, ...], ...] = ()


def words(text: str) -> str:
    """The text without markup and without what a file cannot hold."""
    return plain(Markup(text).striptags() if isinstance(text, Markup) else text)


def quoted(text: str, language: Language) -> str:
    """The text in the quotation marks of the language."""
    said = words(text).strip()
    return said if said[:1] in MARKS else language.text("publication.quotation", text=said)


def widths(table: Table, whole: float, size: float, point: float) -> list[float]:
    """Parts of ``whole`` for the columns, for text of so many points, a ``point`` being so long.

    Each has room for its longest word, and of what is left as much as its longest text asks for.
    """
    least, wanted = [], []
    for texts in zip(table.header, *([cell.text for cell in row] for row in table.rows), strict=True):
        plain_texts = [words(text) for text in texts]
        longest = max(width_of(text, size, "bold") for text in plain_texts)
        word = max(width_of(part, size, "bold") for text in plain_texts for part in text.split(" "))
        least.append((size * 1.4 + min(word, size * 12)) * point)
        wanted.append(max(0.0, min(longest, size * 19) - min(word, size * 12)) + 1)
    if sum(least) >= whole:
        return [whole * part / sum(least) for part in least]
    left = (whole - sum(least)) / sum(wanted)
    return [part + left * more for part, more in zip(least, wanted, strict=True)]


def placed(blocks: Sequence[Block], level: int = 0) -> list[Placed]:
    """The blocks in their places, ``level`` being that of the heading before them (0: none).

    On the way down no level is left out. A heading right above facts or decisions, or in a column, is a label, unless
    it has words above it or begins a page.
    """
    return list(_placed(blocks, level, inside=False))


def _placed(blocks: Sequence[Block], level: int, inside: bool) -> Iterator[Placed]:
    for block, after in pairwise([*blocks, None]):
        assert block is not None
        if isinstance(block, Heading):
            level = min(block.level, level + 1) if level else block.level
            small = inside or isinstance(after, Fact | Decision)
            yield Placed(block, level, small and level > 1 and not (block.above or block.page))
        elif isinstance(block, Fact | Decision):
            yield Placed(block, (level or 2) + 1)
        elif isinstance(block, Beside):
            columns = []
            for column in (block.left, block.right):
                columns.append(tuple(_placed(column, level, inside=True)))
                level = _last(columns[-1], level)
            yield Placed(block, level, columns=tuple(columns))
        else:
            yield Placed(block, level)


def _last(column: Sequence[Placed], level: int) -> int:
    """The level of the last heading of a column."""
    headed = [one.level for one in column if isinstance(one.block, Heading)]
    return headed[-1] if headed else level
