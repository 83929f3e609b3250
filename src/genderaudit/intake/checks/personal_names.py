"""Units, roles etc. named after a person: reports show what they are (*a unit*), ``check`` asks for another name.

People are recognised by the list's columns of names, and by a title before a name (Mme, Dr).
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from functools import cache

import pandas as pd

from genderaudit.intake.raw import distinct_texts
from genderaudit.intake.vocabulary.cell_words import cell_words
from genderaudit.intake.vocabulary.dictionaries import bare_words, words

CALLED = "called_after_a_person_"
"""Prefix of the replacement for such a name; a number distinguishes those of one list."""
COLUMNS = ("unit", "function", "branch", "sector", "role", "also", "product", "activity_type", "region")
_SHORTEST = 3  # letters of a word of a name; particles are shorter


def without_people(
    frame: pd.DataFrame, cells: pd.DataFrame, named: Collection[str]
) -> tuple[pd.DataFrame, dict[str, int]]:
    """Return the list with people's names replaced in labels, and the number of labels replaced by column.

    ``cells`` is the list under the file's own headers, ``named`` are further headers with names of people.
    """
    headers = [name for name in map(str, cells.columns) if name in named or bare_words(name) in words().person]
    people = _people(cells[headers]) if headers else frozenset()
    replaced = {}
    for column in COLUMNS:
        labels = distinct_texts(frame[column].dropna().tolist()) if column in frame else []
        bearing = sorted(_after_people(labels, people))
        if bearing:
            other = {label: f"{CALLED}{number}" for number, label in enumerate(bearing, start=1)}
            frame = frame.assign(**{column: frame[column].replace(other)})
            replaced[column] = len(bearing)
    return frame, replaced


def _people(cells: pd.DataFrame) -> frozenset[frozenset[str]]:
    """Return the words of each person's name."""
    names = cells.fillna("").astype(str).agg(" ".join, axis=1)
    return frozenset(frozenset(bare_words(name).split()) for name in distinct_texts(names.tolist()))


def _after_people(labels: Iterable[str], people: Collection[frozenset[str]]) -> Iterable[str]:
    """Return labels with a title before a name, or with two words of one person's name."""
    split = {label: {bare_words(word) for word in re.findall(r"\w+", label) if _is_name(word)} for label in labels}
    known = frozenset().union(*split.values())
    shared = {words for name in people if len(words := name & known) > 1}
    return [
        label
        for label, words_of_label in split.items()
        if _titled().search(label) or any(len(words_of_label & words) > 1 for words in shared)
    ]


def _is_name(word: str) -> bool:
    return len(word) >= _SHORTEST and word[0].isupper()


@cache
def _titled() -> re.Pattern[str]:
    """Return a pattern of a title before a name: «Dr Keïta», but not «DR Kayes»."""
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, cell_words().titles))})\.?\s+(?=[^\W\d_a-z])")
