"""Check of a column's cells against its header: a header alone decides nothing.

*Bénéficiaires* may head numbers of people or their names, *Maternité* a yes, or days.
"""

from __future__ import annotations

import pandas as pd

from genderaudit.intake.cells import values
from genderaudit.intake.cells.dates import read_dates
from genderaudit.intake.cells.matching import suite_codes, word_key
from genderaudit.intake.contract import Column
from genderaudit.intake.vocabulary.cell_words import marked, no_words, tick_signs
from genderaudit.intake.vocabulary.dictionaries import HeaderWords, bare_words

MOSTLY = 0.5
"""Share of filled cells that must be of the kind: numbers may be mixed with words, totals and slips."""
DISTINCT = 0.9
"""Share of distinct cells from which they are names."""
FEWEST = 5
"""Filled cells needed to recognise names."""
GROUPS = ("level", "unit", "branch", "sector", "function", "contract", "product", "role", "region", "activity_type")
"""Columns whose words usually occur in several rows."""
MOST_WORDS = 5
MOST_CODES = 20
_NUMBERS = ("number", "amount", "count", "year", "age")


def contradiction(table: str, column: Column, cells: pd.Series, decimal: str, dictionary: HeaderWords) -> str:
    """Return what the cells are not, a key of ``suggest.no_kind``; empty if they fit the column."""
    filled = cells.dropna()
    filled = filled[~marked(filled)]
    if filled.empty:
        return ""
    known = filled.map(word_key).isin(set(suite_codes(table, column.name)))
    words = {**dictionary.codes.get(column.name, {}), **dictionary.ask.get(column.name, {})}
    known |= filled.map(lambda cell: bare_words(values.code(cell)) in words or values.code(cell) in column.values)
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
    """Return True if nearly every cell is distinct and written like a person's name: Awa Diarra, DIARRA Awa."""
    filled = cells.dropna()
    if len(filled) < FEWEST or filled.nunique() < DISTINCT * len(filled):
        return False
    return bool(filled.map(_is_written_as_name).mean() >= DISTINCT)


def are_counts(cells: pd.DataFrame, decimal: str) -> bool:
    """Return True if columns of women and men hold numbers or ticks, and no names."""
    filled = cells.melt()["value"].dropna()
    filled = filled[~marked(filled)]
    ticks = filled.map(lambda cell: values.code(cell).casefold() in (*tick_signs(), *no_words()))
    return bool(filled.empty or (values.numbers(filled, decimal).notna() | ticks).mean() >= MOSTLY)


def _is_written_as_name(cell: object) -> bool:
    words = str(cell).replace("-", " ").split()
    return 2 <= len(words) <= MOST_WORDS and all(word.isalpha() and word[0].isupper() for word in words)
