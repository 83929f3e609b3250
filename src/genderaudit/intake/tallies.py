"""Rows that count the people of a list below it: «Femmes | | 12», «Effectif : 45», «Total | F | 4»."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from genderaudit.intake.contract import Column
from genderaudit.intake.counts import is_serial
from genderaudit.intake.numbers import number_of
from genderaudit.intake.raw import distinct_texts
from genderaudit.intake.row_words import label, tally

_OF_A_PERSON = ("birth", "year", "amount", "date")
"""Kinds of columns in which a number that is possible there may be that of a person."""
_MOST_CELLS = 5
"""Of such a row: two words, two numbers, a sex."""
_FEWEST_COLUMNS = 4
"""Of a list in which a row of a sex and a number says less than a person's does."""


def tallies(
    cells: pd.DataFrame, read: Mapping[str, Column | None], sex: str, decimal: str
) -> tuple[list[int], list[int]]:
    """Rows of a list of people that count them, and rows that may.

    Such a row holds a word for whom it counts, numbers, and nothing else. It may be a person where its number can be
    the year of birth or the pay of one, or its word is the unit or branch of others; and where there is no word but a
    sex. ``sex``: the column of sexes; ``read``: what each column leads to.
    """
    found = _Found(cells, read, sex, decimal)
    few = cells[cells.notna().sum(axis=1) <= _MOST_CELLS]
    texts = {name: distinct_texts(few[name].tolist()) for name in map(str, cells.columns) if name != sex}
    named = {name: [word for word in words if tally(word)] for name, words in texts.items()}
    rows = {int(row) for name, known in named.items() if known for row in cells.index[cells[name].isin(known)]}
    counting = [row for row in sorted(rows) if found.counts(row)]
    entries = cells.drop(index=counting)
    entries = entries[entries[sex].notna()]
    elsewhere = {word for name, known in named.items() if known for word in set(entries[name].tolist()) & set(known)}
    certain = [row for row in counting if not found.may_be_person(row, elsewhere)]
    left = cells.drop(index=certain)
    asked = [row for row in counting if row not in certain and not found.has_measure_and_sex(row)]
    return certain, sorted({*asked, *_by_sex(left, found)})


def _by_sex(cells: pd.DataFrame, found: _Found) -> list[int]:
    """Rows below the entries of a sex and a number that is neither the person's nor that of the row."""
    filled = cells.notna().sum(axis=1)
    with_sex = cells[found.sex].notna()
    if cells.shape[1] < _FEWEST_COLUMNS or not (with_sex & (filled > 2)).any():
        return []
    last = cells.index[with_sex & (filled > 2)].max()
    below = [int(row) for row in cells.index[with_sex & (filled == 2)] if row > last]
    return [row for row in below if found.is_bare_number(row)]


class _Found:
    """What the rows of a list hold."""

    def __init__(self, cells: pd.DataFrame, read: Mapping[str, Column | None], sex: str, decimal: str) -> None:
        self.sex = sex
        self._cells, self._read, self._decimal = cells, read, decimal

    def counts(self, row: int) -> bool:
        """Whether words for whom it counts, at least one number, and perhaps a sex are all that a row holds."""
        cells = self._others(row)
        words = {name: cell for name, cell in cells.items() if isinstance(cell, str) and tally(cell)}
        numbers = [cell for name, cell in cells.items() if name not in words]
        inside = any(any(map(str.isdecimal, word)) for word in words.values())
        most = len(self._cells) if self._has_sex(row) else np.inf  # with a sex a larger number is a person's own
        return (bool(numbers) or inside) and all(self._is_number(cell, most) for cell in numbers)

    def may_be_person(self, row: int, elsewhere: set[str]) -> bool:
        """Whether a row that counts may be that of a person after all."""
        words = [cell for cell in self._others(row).values() if isinstance(cell, str) and tally(cell)]
        total = any(label(word) in ("certain", "alone") for word in words)
        return (self._has_sex(row) and not total) or self._has_measure(row) or bool(elsewhere & set(words))

    def has_measure_and_sex(self, row: int) -> bool:
        """Whether a row has all that a person's needs, so that nothing is to be asked."""
        return self._has_measure(row) and self._has_sex(row)

    def is_bare_number(self, row: int) -> bool:
        """Whether what a row holds beside its sex is a number in a column that neither is read nor numbers rows."""
        ((name, cell),) = self._others(row).items()
        numbers = pd.to_numeric(self._cells[name], errors="coerce")
        is_number = self._is_number(cell, len(self._cells))
        return self._read[name] is None and is_number and not is_serial(name, numbers)

    def _has_sex(self, row: int) -> bool:
        return bool(self._cells[self.sex].notna()[row])

    def _has_measure(self, row: int) -> bool:
        """Whether the row has a number that a person may have there."""
        for name, cell in self._others(row).items():
            column, number = self._read[name], self._number(cell)
            if column and column.kind in _OF_A_PERSON and number is not None:
                low, high = column.bounds or (0, np.inf)
                if low <= number <= high:
                    return True
        return False

    def _others(self, row: int) -> dict[str, object]:
        """The filled cells of a row but that of its sex."""
        return {str(name): cell for name, cell in self._cells.loc[row].dropna().items() if name != self.sex}

    def _is_number(self, cell: object, most: float) -> bool:
        number = self._number(cell)
        return number is not None and number <= most

    def _number(self, cell: object) -> float | None:
        return number_of(cell, decimal=self._decimal)
