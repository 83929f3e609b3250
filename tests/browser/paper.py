"""What stands where on the pages of a PDF that Chromium has printed with tags: no other program is needed to read it.

Chromium writes the elements of a document (``StructElem``) and the pages uncompressed, and in the stream of a page says
of everything but its margins to which element it belongs (``/MCID``).
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise

MM = 72 / 25.4
TOP, BOTTOM = 17 * MM, 15 * MM
"""Margins of the pages of a publication (``document.css``)."""
HEADINGS = {"H1", "H2", "H3", "H4", "H5"}
_OBJECT = re.compile(rb"^(\d+) 0 obj\n(.*?)\nendobj$", re.S | re.M)
_STREAM = re.compile(rb"/Length (\d+)[^>]*>> *stream\n")
_KIDS = re.compile(rb"/K (\[.*?\]|\d+ 0 R|\d+|<<.*?>>)", re.S)
_KID = re.compile(rb"<<.*?>>|(?P<element>\d+) 0 R|(?P<mark>\d+)", re.S)
_TOKEN = re.compile(rb"\((?:\\.|[^\\)])*\)|<<|>>|<[0-9A-Fa-f]*>|[\[\]]|/[^\s/<>\[\]()]+|[^\s/<>\[\]()]+", re.S)
Matrix = tuple[float, float, float, float, float, float]


@dataclass
class Element:
    """An element of the document: what it is, and the pages that it stands on."""

    tag: str
    pages: set[int] = field(default_factory=set)
    rows: int = 0


@dataclass
class Paper:
    """A PDF, read."""

    filled: list[float] = field(default_factory=list)
    """Page by page, which part of the height of the text block is filled, down to the last thing on it."""
    elements: list[Element] = field(default_factory=list)
    lone: list[int] = field(default_factory=list)
    """Pages, counted from 1, with a heading at the foot that nothing of what it heads stands under."""

    @property
    def unfilled(self) -> float:
        """The part of all pages but the last that is empty."""
        whole = self.filled[:-1] or [1.0]
        return 1 - sum(whole) / len(whole)

    def cut(self, tag: str) -> list[Element]:
        """Elements of this kind that stand on more than one page."""
        return [one for one in self.elements if one.tag == tag and len(one.pages) > 1]


def read(pdf: bytes) -> Paper:
    """The pages of a PDF, and what stands on them."""
    objects = {int(found[1]): found[2] for found in _OBJECT.finditer(pdf)}
    pages = [number for number, body in objects.items() if body.startswith(b"<</Type /Page\n")]
    paper = Paper()
    shown: dict[int, dict[int, float]] = {}
    for number in pages:
        box = _found(rb"/MediaBox \[0 0 \S+ (\S+)\]", objects[number])
        height, ends = float(box), dict[int, float]()
        for mark, y in _heights(_stream(objects[int(_found(rb"/Contents (\d+)", objects[number]))])):
            if BOTTOM <= y <= height - TOP:
                ends[mark] = max(ends.get(mark, 0), height - y)
        shown[number] = ends
        paper.filled.append((max(ends.values(), default=TOP) - TOP) / (height - TOP - BOTTOM))
    (root,) = (body for body in objects.values() if body.startswith(b"<</Type /StructTreeRoot"))
    places = {number: place for place, number in enumerate(pages, start=1)}
    pieces = [(places[page], above) for page, mark, above in _walked(root, 0, objects) if mark in shown[page]]
    for page, above in pieces:
        for one in above:
            one.pages.add(page)
    paper.elements = list({id(one): one for _, above in pieces for one in above}.values())
    paper.lone = [
        page for (page, above), (following, _) in pairwise(pieces)
        if following != page and any(one.tag in HEADINGS for one in above)
    ]  # fmt: skip
    return paper


def _walked(
    body: bytes, page: int, objects: dict[int, bytes], above: tuple[Element, ...] = ()
) -> Iterator[tuple[int, int, tuple[Element, ...]]]:
    """In the order of reading each piece of an element: its page, its mark there, the elements that it belongs to."""
    tag, on, kids = (re.search(part, body) for part in (rb"/S /(\w+)", rb"/Pg (\d+)", _KIDS))
    one = Element(tag[1].decode() if tag else "")
    for table in above if one.tag == "TR" else ():
        table.rows += 1
    page = int(on[1]) if on else page
    for kid in _KID.finditer(kids[1]) if kids else ():
        if kid["element"]:
            yield from _walked(objects[int(kid["element"])], page, objects, (*above, one))
        elif kid["mark"]:
            yield page, int(kid["mark"]), (*above, one)
        else:
            yield int(_found(rb"/Pg (\d+)", kid[0])), int(_found(rb"/MCID (\d+)", kid[0])), (*above, one)


def _found(pattern: bytes, text: bytes) -> bytes:
    found = re.search(pattern, text)
    assert found, pattern
    return found[1]


def _stream(body: bytes) -> bytes:
    begins = _STREAM.search(body)
    assert begins
    return zlib.decompress(body[begins.end() : begins.end() + int(begins[1])])


def _heights(stream: bytes) -> Iterator[tuple[int, float]]:
    """Mark by mark how high above the foot of the page it stands: base lines of text, corners of shapes."""
    matrix: Matrix = (1, 0, 0, 1, 0, 0)
    kept: list[Matrix] = []
    given: list[bytes] = []
    marks: list[int | None] = []
    line = (0.0, 0.0)
    text: Matrix = matrix
    for found in _TOKEN.finditer(stream):
        token = found[0]
        if not (token[:1].isalpha() or token in (b"f*", b"W*", b"B*", b"'")):
            given.append(token)
            continue
        numbers = [float(one) for one in given if re.fullmatch(rb"-?[\d.]+", one)]
        if token == b"q":
            kept.append(matrix)
        elif token == b"Q":
            matrix = kept.pop()
        elif token == b"cm":
            matrix = _times(_matrix(numbers), matrix)
        elif token in (b"BDC", b"BMC"):
            own = int(given[given.index(b"/MCID") + 1]) if b"/MCID" in given else None
            marks.append(own if own is not None or not marks else marks[-1])
        elif token == b"EMC":
            marks.pop()
        elif token == b"Tm":
            text, line = _matrix(numbers), (0.0, 0.0)
        elif token == b"Td":
            line = (line[0] + numbers[0], line[1] + numbers[1])
        elif (mark := marks[-1] if marks else None) is None:
            pass
        elif token in (b"Tj", b"TJ"):
            yield mark, _times(text, matrix)[5] + line[1] * _times(text, matrix)[3]
        elif token == b"Do":
            yield mark, min(matrix[5], matrix[5] + matrix[3])
        elif token in (b"m", b"l", b"re"):
            yield mark, matrix[1] * numbers[0] + matrix[3] * numbers[1] + matrix[5]
        given = []


def _matrix(numbers: list[float]) -> Matrix:
    a, b, c, d, e, f = numbers[-6:]
    return a, b, c, d, e, f


def _times(inner: Matrix, outer: Matrix) -> Matrix:
    a, b, c, d, e, f = inner
    p, q, r, s, t, u = outer
    return a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s, e * p + f * r + t, e * q + f * s + u
