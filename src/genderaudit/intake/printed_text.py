"""Texts that reports print as people typed them: what would run, mislead or tell of a person is refused.

Numbers of telephones are told from amounts (450 000), years (2024-2025) and dates. A name is told from a word by two
names of one person of the lists beside each other, in either order, or by a title or an initial before one of them.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterable, Iterator

import pandas as pd

from genderaudit.intake.raw import distinct_texts
from genderaudit.plaintext import folded

COLUMNS = ("recommendation", "owner", "note")
"""Columns of ``actions`` that are printed where ``cleared`` says so."""
LONGEST = 300
"""Characters: what is longer is no action and no note, and breaks a table."""

_FORMULA = re.compile(r"\s*(?:[=@]|[+-](?=\S))")
_MARKUP = re.compile(r"<\s*[/!?a-z]|&(?:#\w+|[a-z]+);|\{\{|\{%", re.I)
_MAIL = re.compile(r"[^\s@]+\s?(?:@|\(at\)|\[at\])\s?[\w-]+(?:\.[\w-]+)+", re.I)
_NO_TELEPHONE = re.compile(
    r"(?<![\d./-])\d{1,2}[./-]\d{1,2}[./-](?:\d{4}|\d{2})(?![./-]?\d)|\b\d{4}-\d\d-\d\d\b"  # days
    r"|\b(?:19|20)\d\d\s?[-–/]\s?(?:19|20)\d\d\b"  # years
    r"|(?<![\d+(])[1-9]\d{0,2}(?:[\s.,’']\d{3})+(?![\s.-]?\d)"  # amounts
)
_DIGITS = re.compile(r"(?:\+|\b|\()\d(?:[\s().\-/]{0,2}\d){6,}")
_FEWEST_DIGITS = 7
_LONGEST_AMOUNT = 7  # digits without a space
_WORD = re.compile(r"[^\W\d_]+")
_TITLES = frozenset(
    {"m", "mr", "mrs", "ms", "miss", "mme", "mmes", "mlle", "madame", "monsieur", "dr", "prof"}
    | {"sr", "sra", "senor", "senora", "dom", "dona"}
)


def refused(frame: pd.DataFrame, names: Callable[[], Iterable[str]]) -> Iterator[tuple[str, str, pd.Index]]:
    """Rule, column and rows of the texts that must not be printed; ``names`` are the names of people in the lists."""
    printed = frame[frame["cleared"].fillna(False).astype(bool)]
    texts = {column: printed[column].dropna().astype(str) for column in COLUMNS}
    if not any(map(len, texts.values())):
        return
    people = _people(names(), {word for cells in texts.values() for text in cells for word in _words(text)})
    for column, cells in texts.items():
        for rule, breaks in _RULES.items():
            if len(rows := cells.index[cells.map(breaks).astype(bool)]):
                yield rule, column, rows
        if len(rows := cells.index[cells.map(lambda text: _names_one(text, people)).astype(bool)]):
            yield "text_name", column, rows


def people_in(cells: pd.DataFrame, headers: Iterable[str]) -> set[str]:
    """The names in these columns, those of a row in one."""
    columns = [cells[header].fillna("").astype(str) for header in headers if header in cells]
    if not columns:
        return set()
    return set(distinct_texts([" ".join(parts) for parts in zip(*columns, strict=True)]))


def _has_telephone(text: str) -> bool:
    for found in _DIGITS.finditer(_NO_TELEPHONE.sub(" ; ", text)):
        written = found.group()
        digits = sum(letter.isdigit() for letter in written)
        if digits > _LONGEST_AMOUNT or (digits >= _FEWEST_DIGITS and not written.isdigit()):
            return True
    return False


_RULES: dict[str, Callable[[str], object]] = {
    "text_formula": _FORMULA.match,
    "text_markup": _MARKUP.search,
    "text_long": lambda text: len(text) > LONGEST,
    "text_contact": lambda text: _MAIL.search(text) or _has_telephone(text),
}


def _words(text: str) -> list[str]:
    return _WORD.findall(folded(text))


def _people(names: Iterable[str], wanted: set[str]) -> list[frozenset[str]]:
    """The names of each person, as far as the texts have any of their words."""
    found = {frozenset(word for word in _words(name) if len(word) > 1) for name in names}
    return [person for person in found if person & wanted]


def _names_one(text: str, people: list[frozenset[str]]) -> bool:
    words = _words(text)
    for before, word in itertools.pairwise(words):
        for person in people:
            if word in person and (before in person - {word} or before in _TITLES or len(before) == 1):
                return True
    return False
