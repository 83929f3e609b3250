"""Layout shared by the writers: texts without markup, heading levels, and which headings are labels."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from markupsafe import Markup

from genderaudit.foundations.language import Language
from genderaudit.foundations.plaintext import printable
from genderaudit.report.document import Beside, Block, Decision, Fact, Heading, Table
from genderaudit.report.plots.style import width_of

MARKS = '«“”„‹"'
"""Opening quotation marks; a text that begins with one is not quoted again."""


@dataclass(frozen=True, slots=True)
class Placed:
    """A block with the ``level`` of its heading (facts and decisions have one too).

    A ``label`` is set in small capitals.
    """

    block: Block
    level: int
    label: bool = False
    columns: tuple[tuple[Placed, ...], ...] = ()


def words(text: str) -> str:
    """Return the text without markup and without characters that a file cannot hold."""
    return printable(Markup(text).striptags() if isinstance(text, Markup) else text)


def quoted(text: str, language: Language) -> str:
    """Return the text in the quotation marks of the language."""
    plain_text = words(text).strip()
    return plain_text if plain_text[:1] in MARKS else language.text("publication.quotation", text=plain_text)


def widths(table: Table, whole: float, size: float, point: float) -> list[float]:
    """Return column widths that add up to ``whole``, for text of ``size`` points; ``point`` is the length of one point.

    Each column fits its longest word; the rest is shared by the length of the longest texts.
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
    """Return the blocks with heading levels; ``level`` is that of the heading before them (0: none).

    No level is skipped. A heading right above facts or decisions, or in a column, is a label, unless it has a text
    above it or starts a page.
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
    """Return the level of the last heading of a column."""
    headed = [place.level for place in column if isinstance(place.block, Heading)]
    return headed[-1] if headed else level
