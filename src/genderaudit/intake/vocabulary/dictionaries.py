"""Words that lists use for the contract's columns and codes: ``templates/intake/dictionaries``.

They serve proposals (``genderaudit check --suggest``) and the recognition of names of people, never the reading of
files.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from genderaudit.foundations.language import language, languages
from genderaudit.foundations.plaintext import folded
from genderaudit.foundations.workspace import TEMPLATES
from genderaudit.foundations.yamlfile import Record, load_model
from genderaudit.intake.contract import TABLES
from genderaudit.intake.raw import RawTable, one_line
from genderaudit.intake.vocabulary.cell_words import cell_words
from genderaudit.methodology.organisation import TableFile

FOLDER = TEMPLATES / "intake" / "dictionaries"
ANY = "any"


class Dictionary(Record):
    """The dictionary of one language. Words are given per column or code of the contract."""

    columns: dict[str, dict[str, list[str]]]
    codes: dict[str, dict[str, list[str]]]
    ask: dict[str, dict[str, dict[str, list[str]]]]
    serial: list[str]
    """Headers of numberings and identity numbers, as written: N° is one, N may be a count."""
    person: list[str]
    """Headers of names of people."""
    names: dict[str, list[str]]
    """Table → words in the names of its files and sheets."""


@dataclass(frozen=True, slots=True, eq=False)
class HeaderWords:
    """The dictionaries of all languages in order of preference, by plain word."""

    columns: Mapping[str, Mapping[str, str]]
    """Table (or ``any``) → word → column."""
    codes: Mapping[str, Mapping[str, str]]
    """Column → word → code."""
    ask: Mapping[str, Mapping[str, Mapping[str, Sequence[str]]]]
    """Column → word of several meanings → code → meanings."""
    serial: frozenset[str]
    """Headers of numberings, as returned by :func:`with_signs`."""
    person: frozenset[str]
    """Plain headers of names of people."""
    names: Mapping[str, str]
    """Word in the name of a file or sheet → table."""
    labels: Mapping[str, Mapping[str, str]]
    """Table → column name in the suite's own forms → column, as people keep such sheets as their own lists."""

    def is_serial(self, header: str) -> bool:
        """Return True if a header names a numbering of rows, papers or people: N°, No., #, Matricule."""
        return with_signs(header) in self.serial

    def column(self, table: str, header: str, known: Sequence[str]) -> str | None:
        """Return the most likely column of ``table`` for a header, or None; ``known`` are the table's columns.

        A header with an explanation («Sexe (H/F)», «Age, in years»), a unit or a period («Salaire mensuel en FCFA») is
        also looked up without it; then as an abbreviation («Année naiss.»).
        """
        return _column(self, table, header, tuple(known))

    def is_person(self, header: str) -> bool:
        """Return True if a header names people's names."""
        return bare_words(_without_mark(header)) in self.person


@cache
def words(first: str = "en") -> HeaderWords:
    """Return the words of every dictionary; those of the language ``first`` have priority."""
    names = sorted((path.stem for path in FOLDER.glob("*.yml")), key=lambda name: (name != first, name))
    columns: dict[str, dict[str, str]] = {}
    codes: dict[str, dict[str, str]] = {}
    ask: dict[str, dict[str, Mapping[str, Sequence[str]]]] = {}
    serial: set[str] = set()
    person: set[str] = set()
    table_names: dict[str, str] = {}
    for name in names:
        language_words = load_model(FOLDER / f"{name}.yml", Dictionary)
        for target, meanings_of in ((columns, language_words.columns), (codes, language_words.codes)):
            for place, meanings in meanings_of.items():
                for meaning, spellings in meanings.items():
                    for spelling in spellings:
                        target.setdefault(place, {}).setdefault(bare_words(spelling), meaning)
        serial |= set(map(with_signs, language_words.serial))
        person |= set(map(bare_words, language_words.person))
        table_names |= {bare_words(word): table for table, words in language_words.names.items() for word in words}
        for column, ambiguous in language_words.ask.items():
            for word, options in ambiguous.items():
                ask.setdefault(column, {}).setdefault(bare_words(word), options)
    return HeaderWords(columns, codes, ask, frozenset(serial), frozenset(person), table_names, _labels())


@lru_cache(maxsize=100_000)
def _column(dictionary: HeaderWords, table: str, header: str, columns: Sequence[str]) -> str | None:
    plain = plain_forms(header)
    for word in plain:
        for place in (table, ANY):
            column = dictionary.columns.get(place, {}).get(word)
            if column in columns:
                return column
    if (label := dictionary.labels.get(table, {}).get(plain[0])) in columns:
        return label
    if (counted := _column_after_number_word(dictionary, table, plain[0])) in columns:
        return counted
    short = _essential(plain[-1])
    if sum(map(len, short)) < _SHORTEST_ABBREVIATION:
        return None
    matching = {
        column
        for place in (table, ANY)
        for phrase, column in dictionary.columns.get(place, {}).items()
        if column in columns and _shortens(short, _essential(phrase))
    }
    return matching.pop() if len(matching) == 1 else None


def _column_after_number_word(dictionary: HeaderWords, table: str, header: str) -> str | None:
    """Return the column of numbers for a header that begins with a word for number: «Combien examinés»; or None."""
    for word in dictionary.columns[ANY]:
        rest = header.removeprefix(f"{word} ")
        if dictionary.columns[ANY][word] == "count" and rest != header:
            name = dictionary.columns.get(table, {}).get(" ".join(_essential(rest)))
            column = TABLES[table].column(name) if name and table in TABLES else None
            if column and column.kind in ("number", "count"):
                return column.name
    return None


def _labels() -> dict[str, dict[str, str]]:
    """Return table → label of the intake workbook, in every language → column; ``also`` has no label."""
    labels: dict[str, dict[str, str]] = {}
    for table in TABLES.values():
        for name in (column.name for column in table.columns if column.name != "also"):
            for texts in map(language, languages()):
                own_key, usual_key = f"tables.{table.name}.columns.{name}", f"columns.{name}"
                key = next(
                    (f"intake_workbook.{one}" for one in (own_key, usual_key) if texts.has(f"intake_workbook.{one}")),
                    "",
                )
                if key:
                    labels.setdefault(table.name, {}).setdefault(bare_words(texts.text(key)), name)
    return labels


def columns_of_names(raw: RawTable, options: TableFile) -> list[str]:
    """Return the columns with names of people: those declared, and those recognised and not mapped."""
    declared, used = set(map(one_line, options.person)), set(map(one_line, options.columns))
    called = words().person
    of_names = {name for name in map(str, raw.cells) if name not in used and bare_words(_without_mark(name)) in called}
    return [name for name in map(str, raw.cells) if name in declared | of_names]


_SHORTEST_ABBREVIATION = 4
_FOOTNOTE = re.compile(r"(?<=\w)\s*(?:[⁽¹²³⁰⁴-⁹⁾*†‡§]+\)?|[(\[]\d[)\]])\s*$")
_BRACKETS = re.compile(r"[(\[][^)\]]*[)\]]?")


@lru_cache(maxsize=50_000)
def plain_forms(header: str) -> list[str]:
    """Return plain forms of a header: as written, without brackets, up to a comma, without unit and period."""
    header = _without_mark(header)
    bare = bare_words(_BRACKETS.sub(" ", header))
    short = " ".join(word for word in bare.split() if not _is_unit(word)).removesuffix(" en").removesuffix(" in")
    return list(
        dict.fromkeys([bare_words(header), bare_words(header.split("(")[0].split(",")[0]), bare, short or bare])
    )


def _without_mark(header: str) -> str:
    """Return a header without a footnote mark at its end: «Sexe¹», «Nom *»."""
    return _FOOTNOTE.sub("", header)


@cache
def _is_unit(word: str) -> bool:
    """Return True if a word of a header is a currency or a period of pay."""
    vocabulary = cell_words()
    units = {one.lower() for code, names in vocabulary.currencies.items() for one in (code, *names) if len(one) > 2}
    return word in units | {bare_words(one) for names in vocabulary.periods.values() for one in names if len(one) > 3}


def _shortens(short: Sequence[str], words: Sequence[str]) -> bool:
    """Return True if each word abbreviates its counterpart to at least three letters, and at least one is shorter."""
    return (
        len(short) == len(words)
        and short != words
        and all(one == word or (len(one) > 2 and word.startswith(one)) for one, word in zip(short, words, strict=True))
    )


@cache
def _essential(phrase: str) -> tuple[str, ...]:
    """Return the words of a plain text without small ones (articles, prepositions)."""
    return tuple(word for word in phrase.split() if word not in cell_words().small_words)


def with_signs(header: str) -> str:
    """Return a header in lower case with its signs, without dots and spaces: «N °» is «n°», but not «n»."""
    return "".join(header.replace("º", "°").casefold().split()).replace(".", "")


def bare_words(word: object) -> str:
    """Return a text in lower case, without accents and punctuation."""
    return " ".join("".join(c if c.isalnum() else " " for c in folded(str(word))).split())
