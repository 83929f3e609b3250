"""What a publication says, block by block: the same for the page, the Word file and the slides.

Texts are plain words in the language of the document. A writer (``report/writers``) says how a block looks; none of
them knows where the words come from.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from matplotlib.figure import Figure

from genderaudit.foundations.language import Language
from genderaudit.report.tables import Cell

Look = Literal["plain", "lead", "small"]


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of level 2 or 3, or the title (1); ``above`` are small words over it, ``page`` begins a new page."""

    text: str
    level: int
    anchor: str = ""
    above: str = ""
    page: bool = False


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph; ``label`` are strong words that it begins with, ``findings`` the ids of what it tells."""

    text: str
    look: Look = "plain"
    label: str = ""
    findings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Points:
    """A list."""

    items: tuple[str, ...]
    numbered: bool = False


@dataclass(frozen=True, slots=True)
class Picture:
    """A chart: what it shows, what is drawn and of whom, its text for who does not see it.

    ``draw`` is given an empty figure of some width and gives it the height that it needs.
    """

    title: str
    subtitle: str
    alternative: str
    draw: Callable[[Figure], object]


@dataclass(frozen=True, slots=True)
class Table:
    """A table with its caption; the first cell of a row names it."""

    caption: str
    header: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True, slots=True)
class Quote:
    """What somebody has said and cleared for print, and of which group they are."""

    text: str
    who: str


@dataclass(frozen=True, slots=True)
class Fact:
    """A finding as it stands on the decision page: a large number with its few words, a title, what is to be known."""

    number: str
    words: str
    title: str
    text: str
    source: str = ""
    picture: Picture | None = None
    findings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Decision:
    """What is asked, and beside it of whom, by when, at what cost."""

    number: int
    title: str
    text: str
    beside: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Beside:
    """Two columns of blocks; on a phone below each other."""

    left: tuple[Block, ...]
    right: tuple[Block, ...]


Block: TypeAlias = Heading | Paragraph | Points | Picture | Table | Quote | Fact | Decision | Beside


@dataclass(frozen=True, slots=True)
class Slide:
    """A slide: its title, and what stands below it."""

    title: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Document:
    """A publication: ``running`` is the line on every page, ``mark`` says draft or edition, ``lines`` in full."""

    title: str
    language: Language
    running: str
    mark: str
    blocks: Sequence[Block]
    lines: tuple[str, ...] = ()
    slides: Sequence[Slide] = field(default=())
    footer: str = ""
    """What stands below a page; empty: what stands below a report."""

    def walk(self) -> Iterator[Block]:
        """Every block in the order of reading, those in columns too."""
        yield from _each(self.blocks)


def _each(blocks: Sequence[Block]) -> Iterator[Block]:
    for block in blocks:
        yield block
        if isinstance(block, Beside):
            yield from _each(block.left)
            yield from _each(block.right)
