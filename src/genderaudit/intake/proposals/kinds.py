"""Whether the cells of a column are what its header lets one expect: a header alone decides nothing.

*Bénéficiaires* may head numbers of people or their names, *Maternité* a yes, or days.
"""

from __future__ import annotations

import pandas as pd

from genderaudit.intake import values
from genderaudit.intake.contract import Column
from genderaudit.intake.counts import CROSSES
from genderaudit.intake.dates import read_dates
from genderaudit.intake.dictionaries import Words, plain
from genderaudit.intake.words import key, of_the_suite
from genderaudit.intake.written import marked

MOSTLY = 0.5
"""Share of the filled cells that must be of the kind: a list may have words, totals and slips among its numbers."""
DISTINCT = 0.9
"""Share of cells that are each another one, from which on they are names."""
FEWEST = 5
"""Filled cells below which nothing is said of names."""
GROUPS = ("level", "unit", "branch", "sector", "function", "contract", "product", "role", "region", "activity_type")
"""Columns of which a word usually stands in several rows."""
MOST_WORDS = 5
MOST_CODES = 20
_NUMBERS = ("number", "amount", "count", "year", "age")


def contradicted(table: str, column: Column, cells: pd.Series, decimal: str, dictionary: Words) -> str:
    """What the cells are not, a key of ``suggest.no_kind``; blank where they may well be what the column takes."""
    filled = cells.dropna()
    filled = filled[~marked(filled)]
    if filled.empty:
        return ""
    known = filled.map(key).isin(set(of_the_suite(table, column.name)))
    words = {**dictionary.codes.get(column.name, {}), **dictionary.ask.get(column.name, {})}
    known |= filled.map(lambda cell: plain(values.code(cell)) in words or values.code(cell) in column.values)
    numbers = values.numbers(filled, decimal)
    if column.kind in _NUMBERS:
        return "" if (numbers.notna() | known).mean() >= MOSTLY else "number"
    if column.kind == "birth":
        read = read_dates(filled, None, years=True)
        return "" if (read.days.notna() | read.years.notna()).mean() >= MOSTLY else "date"
    if column.kind == "age_band":
        return "" if values.age_bounds(filled)["age_low"].notna().mean() >= MOSTLY else "age_band"
    if column.kind == "boolean":
        other = numbers.notna() & ~numbers.isin([0, 1])
        return "boolean" if other.mean() >= MOSTLY else ""
    if column.values and not known.any():
        return "code" if filled.nunique() > MOST_CODES else ""
    return "group" if column.name in GROUPS and are_names(filled) else ""


def are_names(cells: pd.Series) -> bool:
    """Whether nearly every cell is another one, and is written as a name of a person is: Awa Diarra, DIARRA Awa."""
    filled = cells.dropna()
    if len(filled) < FEWEST or filled.nunique() < DISTINCT * len(filled):
        return False
    return bool(filled.map(_is_written_as_name).mean() >= DISTINCT)


def count_people(cells: pd.DataFrame, decimal: str) -> bool:
    """Whether columns of women and of men hold numbers, or crosses, and no names."""
    filled = cells.melt()["value"].dropna()
    filled = filled[~marked(filled)]
    ticks = filled.map(lambda cell: values.code(cell).casefold() in (*CROSSES, *values.FALSE))
    return bool(filled.empty or (values.numbers(filled, decimal).notna() | ticks).mean() >= MOSTLY)


def _is_written_as_name(cell: object) -> bool:
    words = str(cell).replace("-", " ").split()
    return 2 <= len(words) <= MOST_WORDS and all(word.isalpha() and word[0].isupper() for word in words)
