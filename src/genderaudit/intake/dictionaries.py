"""Words that lists use for the contract's columns and codes: ``templates/intake/dictionaries``.

They serve proposals (``genderaudit check --suggest``) and know columns of names. No file is ever read by them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from genderaudit.intake.raw import RawTable, one_line
from genderaudit.organisation import TableFile
from genderaudit.plaintext import folded
from genderaudit.workspace import TEMPLATES
from genderaudit.yamlfile import Record, load_model

FOLDER = TEMPLATES / "intake" / "dictionaries"
ANY = "any"


class Dictionary(Record):
    """One language's file. Words are given per column or code of the contract."""

    columns: dict[str, dict[str, list[str]]]
    codes: dict[str, dict[str, list[str]]]
    ask: dict[str, dict[str, dict[str, list[str]]]]
    serial: list[str]
    """Headers of the numbers of rows or of people's papers, as they are written: N° is one, N may be a count."""
    person: list[str]
    """Headers of the names of people."""


@dataclass(frozen=True, slots=True)
class Words:
    """All languages in order of preference, looked up by plain word."""

    columns: Mapping[str, Mapping[str, str]]
    """Table (or ``any``) → word → column."""
    codes: Mapping[str, Mapping[str, str]]
    """Column → word → code."""
    ask: Mapping[str, Mapping[str, Mapping[str, Sequence[str]]]]
    """Column → word of several meanings → code → meanings."""
    serial: frozenset[str]
    """Headers of numberings, as ``_written`` has them."""
    person: frozenset[str]
    """Plain headers of names of people."""

    def is_serial(self, header: str) -> bool:
        """Whether the header says that its numbers are those of rows, papers or people: N°, No., #, Matricule."""
        return _written(header) in self.serial

    def column(self, table: str, header: str, known: Sequence[str]) -> str | None:
        """The column of ``table`` that a header most likely is; ``known`` are the table's columns.

        A header with an explanation («Sexe (H/F)», «Age, in years») is also looked up without it.
        """
        for word in (plain(header), plain(header.split("(")[0].split(",")[0])):
            for place in (table, ANY):
                column = self.columns.get(place, {}).get(word)
                if column in known:
                    return column
        return None


@cache
def words(first: str = "en") -> Words:
    """The words of every dictionary, those of the language ``first`` before others."""
    names = sorted((path.stem for path in FOLDER.glob("*.yml")), key=lambda name: (name != first, name))
    columns: dict[str, dict[str, str]] = {}
    codes: dict[str, dict[str, str]] = {}
    ask: dict[str, dict[str, Mapping[str, Sequence[str]]]] = {}
    serial: set[str] = set()
    person: set[str] = set()
    for name in names:
        one = load_model(FOLDER / f"{name}.yml", Dictionary)
        for target, found in ((columns, one.columns), (codes, one.codes)):
            for place, meanings in found.items():
                for meaning, spellings in meanings.items():
                    for spelling in spellings:
                        target.setdefault(place, {}).setdefault(plain(spelling), meaning)
        serial |= set(map(_written, one.serial))
        person |= set(map(plain, one.person))
        for column, asked in one.ask.items():
            for word, options in asked.items():
                ask.setdefault(column, {}).setdefault(plain(word), options)
    return Words(columns, codes, ask, frozenset(serial), frozenset(person))


def columns_of_names(raw: RawTable, options: TableFile) -> list[str]:
    """The columns of a list that hold names of people: those declared, and those called so and not used otherwise."""
    declared, used = set(map(one_line, options.person)), set(map(one_line, options.columns))
    called = words().person
    return [name for name in map(str, raw.cells) if name in declared or (name not in used and plain(name) in called)]


def _written(header: str) -> str:
    """A header in small letters, with its signs but without dots and spaces: «N °» is «n°», but not «n»."""
    return "".join(header.replace("º", "°").casefold().split()).replace(".", "")


def plain(word: object) -> str:
    """A word in small letters, without accents and punctuation."""
    return " ".join("".join(c if c.isalnum() else " " for c in folded(str(word))).split())
