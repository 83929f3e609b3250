"""Columns of counts: numberings, women and men in separate columns, signs for nobody."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

import numpy as np
import pandas as pd

from genderaudit.intake.cells import values
from genderaudit.intake.vocabulary.cell_words import cell_words, marked, no_words, tick_signs
from genderaudit.intake.vocabulary.dictionaries import HeaderWords, bare_words, words
from genderaudit.intake.vocabulary.row_words import total_label_kind

MOSTLY_ONE = 0.9
FEWEST_IN_ORDER = 4
"""Rows from which 1, 2, 3 … is a numbering: three branches may have 1, 2 and 3 members."""


def is_serial(header: str, numbers: pd.Series) -> bool:
    """Return True if these numbers number the rows: 1, 2, 3 …, or distinct whole numbers under N°, No or # .

    ``numbers``: floats, NaN for blank. Real counts of 1, 2, 3 … are read if the rows are in another order.
    """
    filled = numbers.dropna().to_numpy(dtype=float)
    if len(filled) < 2 or (filled % 1).any():
        return False
    in_order = bool((np.diff(filled) == 1).all()) and filled[0] in (0, 1) and len(filled) >= FEWEST_IN_ORDER
    return in_order or (words().is_serial(header) and len(np.unique(filled)) == len(filled))


def totals_of_a_sex(counts: Mapping[str, str]) -> list[str]:
    """Return headers that count one sex though the word means everybody: Effectif, Total.

    Not Adhérents beside Adhérentes.
    """
    totals = []
    for header, code in counts.items():
        others = [bare_words(other) for other in counts if other != header]
        word = bare_words(header)
        is_all = words().columns["any"].get(word) == "count" and code != "all"
        totals += [header] if is_all and not any(other[:5] == word[:5] for other in others) else []
    return totals


def stacked_by_sex(cells: pd.DataFrame, counts: Mapping[str, str]) -> pd.DataFrame:
    """Return one row per sex for a table with a column per sex; the row number is repeated.

    ``counts``: header → code of the sex. Several headers of one sex give several rows.
    """
    other_columns = cells.drop(columns=list(counts))
    parts = [other_columns.assign(sex=code, count=cells[header]) for header, code in counts.items()]
    return pd.concat(parts).sort_index(kind="stable")


def totals_of(names: Iterable[str], parts: Iterable[str]) -> list[str]:
    """Return headers of totals of the columns ``parts``.

    «2024 Total» belongs to «2024 Women» and «2024 Men», not to columns of 2025.
    """
    words_beside = [set(bare_words(name).split()) for name in parts]
    others = [set(bare_words(name).split()) for name in names if name not in parts]
    totals = []
    for name in (name for name in names if name not in parts and (name == "count" or total_label_kind(name))):
        own_words = {
            word
            for word in bare_words(name).split()
            if not total_label_kind(word) and not all(word in words for words in words_beside)
        }
        similar = [
            words
            for words in others
            for one in words_beside
            if words & own_words and words - own_words and words - own_words <= one
        ]
        if not similar:
            totals.append(name)
    return totals


def rows_not_adding_up(cells: pd.DataFrame, counts: Iterable[str], total: str, decimal: str) -> pd.Index:
    """Return the rows where the column ``total`` is not the sum of the others; blank counts as nobody."""
    added = pd.concat([values.numbers(cells[header], decimal).fillna(0) for header in counts], axis=1).sum(axis=1)
    stated = values.numbers(cells[total], decimal)
    wrong: pd.Index = cells.index[stated.notna() & (stated != added)]
    return wrong


def sum_of_columns(cells: pd.DataFrame, decimal: str) -> int:
    """Return the sum of the columns; signs and blanks count as zero."""
    return int(sum(_numbers(cells[name], decimal).sum() for name in cells))


def total_minus_parts(
    cells: pd.DataFrame, parts: Iterable[str], total: str, decimal: str
) -> tuple[pd.Series, pd.Index]:
    """Return total minus parts, and rows where it is negative or blank beside parts (zero is returned there)."""
    counted = pd.concat([_numbers(cells[header], decimal) for header in parts], axis=1)
    remainder = _numbers(cells[total], decimal) - counted.fillna(0).sum(axis=1)
    wrong: pd.Index = cells.index[(remainder < 0) | (remainder.isna() & counted.notna().any(axis=1))]
    return remainder.where(remainder >= 0, 0), wrong


def _numbers(cells: pd.Series, decimal: str) -> pd.Series:
    """Return numbers of people; signs and words for nobody are zero."""
    return values.numbers(cells.mask(marked(cells, unknown=False), 0), decimal)


@dataclass(frozen=True, slots=True)
class Ticks:
    """The sex that each row ticks, and the rows that tick none or several."""

    sex: pd.Series
    wrong: pd.Index


def ticks(cells: pd.DataFrame, counts: Mapping[str, str]) -> Ticks | None:
    """Return ticks (X, x, ✓, 1) in one column per sex of a list of people; None if they hold numbers of people.

    Ones alone are ticks if nearly every row has exactly one.
    """
    tick_cells = cells[list(counts)]
    codes = tick_cells.apply(lambda column: column.map(values.code, na_action="ignore").str.casefold())
    filled = codes.notna() & ~codes.isin(["0", *no_words()]) & ~tick_cells.apply(marked)
    crossed = codes.isin(tick_signs())
    if (filled & ~crossed & (codes != "1")).any(axis=None):
        return None
    number = filled.sum(axis=1)
    if not crossed.any(axis=None) and (len(cells) < FEWEST_IN_ORDER or (number == 1).mean() < MOSTLY_ONE):
        return None
    sexes = filled.rename(columns=dict(counts)).T.groupby(level=0).any().T
    sex = sexes.idxmax(axis=1).where(number == 1)
    return Ticks(sex.astype(object).where(number == 1, None), cells.index[number != 1])


def counted_by_sex(headers: Iterable[str], dictionary: HeaderWords) -> dict[str, str]:
    """Return header → sex for words for women and men (Femmes, Nombre d’hommes, F and H), if both are present.

    One per sex: a second pair («dont jeunes: F, H») would count people twice. Words are preferred to initials.
    """
    names = {header: _without_number_words(header, dictionary) for header in headers if "%" not in header}
    words = dictionary.codes["sex"]
    others = {word: code for word, code in words.items() if code == "X"}
    initials = {"f": "F", "h" if "h" in names.values() else "m": "M"}
    for codes in (words, {**others, **initials}, {**words, **initials}):
        first: dict[str, str] = {}
        for header, name in names.items():
            if name in codes:
                first.setdefault(codes[name], header)
        if {"F", "M"} <= set(first):
            return {header: code for code, header in first.items()}
    women = [header for header, name in names.items() if words.get(name) == "F"]
    totals = [header for header, name in names.items() if dictionary.columns["any"].get(name) == "count"]
    return {totals[0]: "all", women[0]: "F"} if len(women) == len(totals) == 1 else {}


def turns_by_sex(headers: Iterable[str], dictionary: HeaderWords) -> dict[str, str]:
    """Return header → sex for headers of speaking turns (Prises de parole F), if women and men are both present."""
    header_of_sex: dict[str, str] = {}
    sexes = {**dictionary.codes["sex"], "f": "F", "h": "M", "m": "M"}
    for header in headers:
        without_sex, _, last_word = bare_words(header).rpartition(" ")
        without_sex = without_sex.removesuffix(" des").removesuffix(" de").removesuffix(" by")
        if last_word in sexes and dictionary.column("attendance", without_sex, ["speaking_turns"]):
            header_of_sex.setdefault(sexes[last_word], header)
    return {header: sex for sex, header in header_of_sex.items()} if {"F", "M"} <= set(header_of_sex) else {}


def counts_a_sex(header: str, dictionary: HeaderWords) -> bool:
    """Return True if a header is a word or an initial for one sex."""
    name = _without_number_words(header, dictionary)
    return "%" not in header and (name in dictionary.codes["sex"] or name in ("f", "h", "m"))


@cache
def _presence() -> frozenset[str]:
    return frozenset(map(bare_words, cell_words().presence))


def _without_number_words(header: str, dictionary: HeaderWords) -> str:
    """Return the header without a word for number: «Nombre de femmes» is «femmes»."""
    name = bare_words(header)
    for word in sorted(dictionary.columns["any"], key=len, reverse=True):
        if dictionary.columns["any"][word] == "count" and word:
            name = name.removeprefix(f"{word} ").removesuffix(f" {word}")
    name = " ".join(word for word in name.split() if word not in _presence()) or name
    for word in cell_words().before_counted:
        name = name.removeprefix(f"{word} ")
    return name
