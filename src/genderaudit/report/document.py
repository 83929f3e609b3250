"""Content of a publication as blocks, shared by the page, the Word file and the slides.

Texts are plain words in the language of the document. The modules of ``report/writers`` decide how a block looks.
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
    """A heading of level 2 or 3, or the title (level 1).

    ``above`` is a short text printed over it; ``page`` starts a new page.
    """

    text: str
    level: int
    anchor: str = ""
    above: str = ""
    page: bool = False


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph; ``label`` is a bold beginning, ``findings`` are the ids of the findings that it reports."""

    text: str
    look: Look = "plain"
    label: str = ""
    findings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Points:
    """A bulleted or numbered list."""

    items: tuple[str, ...]
    numbered: bool = False


@dataclass(frozen=True, slots=True)
class Picture:
    """A chart with title, subtitle and text alternative.

    ``draw`` receives an empty figure of a given width and sets its height.
    """

    title: str
    subtitle: str
    alternative: str
    draw: Callable[[Figure], object]


@dataclass(frozen=True, slots=True)
class Table:
    """A table with its caption; the first cell of a row is the row header."""

    caption: str
    header: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True, slots=True)
class Quote:
    """A quotation that was cleared for print, and the group of the person quoted."""

    text: str
    who: str


@dataclass(frozen=True, slots=True)
class Fact:
    """A finding on the decision page: a large number with a few words, a title and an explanation."""

    number: str
    words: str
    title: str
    text: str
    source: str = ""
    picture: Picture | None = None
    findings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Decision:
    """A decision that is asked for, and ``beside`` it who decides, by when and at what cost."""

    number: int
    title: str
    text: str
    beside: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Beside:
    """Two columns of blocks; on a phone one below the other."""

    left: tuple[Block, ...]
    right: tuple[Block, ...]


Block: TypeAlias = Heading | Paragraph | Points | Picture | Table | Quote | Fact | Decision | Beside


@dataclass(frozen=True, slots=True)
class Slide:
    """A slide: its title and the blocks below it."""

    title: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Document:
    """A publication.

    ``running`` is the line printed on every page, ``mark`` says draft or edition in a word, ``lines`` say it in
    sentences.
    """

    title: str
    language: Language
    running: str
    mark: str
    blocks: Sequence[Block]
    lines: tuple[str, ...] = ()
    slides: Sequence[Slide] = field(default=())
    footer: str = ""
    """Text at the foot of the page; if empty, the footer of a report."""

    def walk(self) -> Iterator[Block]:
        """Yield every block in reading order, including those in columns."""
        yield from _each(self.blocks)


def _each(blocks: Sequence[Block]) -> Iterator[Block]:
    for block in blocks:
        yield block
        if isinstance(block, Beside):
            yield from _each(block.left)
            yield from _each(block.right)
