"""Unused columns that show repeated people in a list: periods, and identity numbers."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from genderaudit.intake.cells.values import code
from genderaudit.intake.raw import one_line
from genderaudit.intake.vocabulary.cell_words import cell_words
from genderaudit.intake.vocabulary.dictionaries import bare_words

_OF_A_STATE = ("staff", "members", "services", "bodies")
"""Lists of people present on one day; meetings, vacancies and budgets have periods of their own."""
_OF_PEOPLE = ("staff", "members")
"""Lists with one row per person; in meetings and bodies a person may have several."""


def periods(unused: pd.DataFrame, table: str) -> list[str]:
    """Return headers of periods (Année, Trimestre, Month) with more than one value."""
    if table not in _OF_A_STATE:
        return []
    words = set(map(bare_words, cell_words().period_columns))
    named = [str(name) for name in unused if bare_words(name) in words]
    return [name for name in named if unused[name].dropna().map(code).nunique() > 1]


def repeated(unused: pd.DataFrame, table: str) -> Iterator[tuple[str, pd.Index]]:
    """Yield headers of identity numbers (Matricule, Staff ID, N°), and the rows that repeat one.

    A numbering that restarts at 1, per unit or page, repeats nobody.
    """
    if table not in _OF_PEOPLE:
        return
    words = set(map(_written, cell_words().person_columns))
    for name in (str(name) for name in unused if _written(str(name)) in words):
        filled = unused[name].dropna()
        repeating = filled.index[filled.map(code).duplicated()]
        if len(repeating) and not _begins_again(filled):
            yield name, repeating


def _written(header: str) -> str:
    return one_line(header).casefold().replace("º", "°").replace(".", "").replace("n° ", "n°")


def _begins_again(cells: pd.Series) -> bool:
    numbers = pd.to_numeric(cells, errors="coerce")
    return bool(((numbers.diff() == 1) | (numbers == 1)).all())
