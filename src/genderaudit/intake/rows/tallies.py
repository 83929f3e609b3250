"""Rows that count the people of a list, or summarise them: «Femmes | | 12», «Effectif | F | 4», «Moyenne | F»."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from genderaudit.intake.cells.counts import is_serial
from genderaudit.intake.cells.numbers import number_of
from genderaudit.intake.contract import Column
from genderaudit.intake.raw import distinct_texts
from genderaudit.intake.vocabulary.row_words import (
    names_people_counted,
    names_whole_organisation,
    side_row_kind,
    total_label_kind,
)

_OF_A_PERSON = ("birth", "year", "amount", "date")
"""Kinds of columns in which a plausible number may be a person's."""
_MOST_CELLS = 5
"""Cells of such a row at most: two words, two numbers, a sex."""
_FEWEST_COLUMNS = 4
"""Number of columns of a list from which a row with only a sex and a number is not a person."""
_SIDE_KINDS = ("beside", "asked")
_NEARLY_ALL = 0.9
"""Share of rows filling a column from which a blank there is unusual."""


@dataclass(frozen=True, slots=True)
class Tallies:
    """Rows of a list of people that describe no person, and rows that possibly do not."""

    counts: list[int] = field(default_factory=list)
    beside: list[int] = field(default_factory=list)
    perhaps_counts: set[int] = field(default_factory=set)
    perhaps_beside: set[int] = field(default_factory=set)


def tallies(cells: pd.DataFrame, columns_used: Mapping[str, Column | None], sex: str, decimal: str) -> Tallies:
    """Return rows of a list of people that count them or are beside them (averages), and possible ones.

    ``sex``: the column of sexes; ``columns_used``: the column each header is mapped to.
    """
    filled = cells.notna()
    certain, possible = _counting_rows(cells, filled, _ListContent(cells, columns_used, sex, decimal))
    counts, side_rows, doubtful = _incomplete_rows(cells.drop(index=certain), filled.drop(index=certain), sex)
    return Tallies(
        sorted({*certain, *counts}), sorted(side_rows), {*possible} - counts - side_rows, doubtful - {*possible}
    )


def _incomplete_rows(cells: pd.DataFrame, filled: pd.DataFrame, sex: str) -> tuple[set[int], set[int], set[int]]:
    """Return labelled rows that lack what nearly all others have: counting ones, ones beside the entries, and possible
    ones.

    A word that only says who is counted (Femmes, Membres), or that other rows have, may be a person's; a name before it
    is one of a person in a unit of that name.
    """
    number = filled.sum(axis=1)
    full = number >= number.mode().max() if len(cells) else number > 0
    names = [str(name) for name in cells.columns if name != sex]
    usual = [name for name in names if filled.loc[full, name].mean() >= _NEARLY_ALL]
    incomplete = cells[~full & (number > 1)]  # rows with a single cell are handled separately
    counts, side_rows, possible = set[int](), set[int](), set[int]()
    for name in names if len(incomplete) else ():
        labels = {
            word
            for word in distinct_texts(incomplete[name].tolist())
            if names_people_counted(word) or side_row_kind(word) in _SIDE_KINDS
        }
        labels -= set(cells.loc[full, name].tolist()) if labels else set()
        for row, word in incomplete.loc[incomplete[name].isin(labels), name].items() if labels else ():
            if all(filled.at[row, other] for other in usual if other != name):
                continue
            own_words = [
                other
                for other in names
                if other != name and _is_own_word(incomplete.at[row, other], cells.loc[full, other])
            ]
            if any(names.index(other) < names.index(name) for other in own_words):
                continue
            strong = not own_words and (side_row_kind(word) == "beside" or names_whole_organisation(word))
            (possible if not strong else counts if names_people_counted(word) else side_rows).add(int(row))  # type: ignore[call-overload]
    return counts, side_rows - counts, possible - counts - side_rows


def _is_own_word(cell: object, others: pd.Series) -> bool:
    """Return True if a cell has words that no other row has there and that are no label."""
    return (
        isinstance(cell, str)
        and not any(map(str.isdecimal, cell))
        and not (names_people_counted(cell) or cell in set(others))
    )


def _counting_rows(cells: pd.DataFrame, filled: pd.DataFrame, content: _ListContent) -> tuple[list[int], list[int]]:
    """Return rows with only words for people counted and numbers; and those that may be people.

    Possible people: the number may be a year of birth or pay, the word is a unit or branch of others, or there is only
    a sex.
    """
    sex = content.sex
    few = cells[filled.sum(axis=1) <= _MOST_CELLS]
    texts = {name: distinct_texts(few[name].tolist()) for name in map(str, cells.columns) if name != sex}
    people_words = {name: [word for word in words if names_people_counted(word)] for name, words in texts.items()}
    rows = {int(row) for name, known in people_words.items() if known for row in cells.index[cells[name].isin(known)]}
    counting = [row for row in sorted(rows) if content.counts(row)]
    entries = cells.drop(index=counting)
    entries = entries[entries[sex].notna()]
    elsewhere = {
        word for name, known in people_words.items() if known for word in set(entries[name].tolist()) & set(known)
    }
    certain = [row for row in counting if not content.may_be_person(row, elsewhere)]
    remaining = cells.drop(index=certain)
    possible = [row for row in counting if row not in certain and not content.has_measure_and_sex(row)]
    return certain, sorted({*possible, *_rows_of_sex_and_number(remaining, content)})


def _rows_of_sex_and_number(cells: pd.DataFrame, content: _ListContent) -> list[int]:
    """Return rows below the entries with a sex and a number that is neither a person's nor a row number."""
    filled = cells.notna().sum(axis=1)
    with_sex = cells[content.sex].notna()
    if cells.shape[1] < _FEWEST_COLUMNS or not (with_sex & (filled > 2)).any():
        return []
    last_entry = cells.index[with_sex & (filled > 2)].max()
    below = [int(row) for row in cells.index[with_sex & (filled == 2)] if row > last_entry]
    return [row for row in below if content.is_bare_number(row)]


def _is_total(label: str) -> bool:
    return total_label_kind(label) in ("certain", "alone")


class _ListContent:
    """The content of a list's rows."""

    def __init__(self, cells: pd.DataFrame, columns_used: Mapping[str, Column | None], sex: str, decimal: str) -> None:
        self.sex = sex
        self._cells, self._columns_used, self._decimal = cells, columns_used, decimal
        self._numbers_for_sex = self._totals_with_a_number_for_sex()

    def counts(self, row: int) -> bool:
        """Return True if a row has only words for people counted, at least one number, and possibly a sex.

        The number of a total may be in the column of sexes.
        """
        cells = self._other_cells(row)
        words = {name: cell for name, cell in cells.items() if isinstance(cell, str) and names_people_counted(cell)}
        numbers = [cell for name, cell in cells.items() if name not in words]
        inside = any(any(map(str.isdecimal, word)) for word in words.values())
        most = len(self._cells) if self._has_sex(row) else np.inf  # with a sex a larger number is a person's own
        inside = inside or row in self._numbers_for_sex
        return (bool(numbers) or inside) and all(self._is_number(cell, most) for cell in numbers)

    def may_be_person(self, row: int, elsewhere: set[str]) -> bool:
        """Return True if a counting row may be a person after all."""
        words = [
            cell for cell in self._other_cells(row).values() if isinstance(cell, str) and names_people_counted(cell)
        ]
        total = any(map(_is_total, words))
        return (self._has_sex(row) and not total) or self._has_measure(row) or bool(elsewhere & set(words))

    def has_measure_and_sex(self, row: int) -> bool:
        """Return True if a row has all that a person's needs, so no question arises."""
        return self._has_measure(row) and self._has_sex(row)

    def is_bare_number(self, row: int) -> bool:
        """Return True if a row has, beside its sex, only a number in an unread column that numbers no rows."""
        ((name, cell),) = self._other_cells(row).items()
        numbers = pd.to_numeric(self._cells[name], errors="coerce")
        is_number = self._is_number(cell, len(self._cells))
        return self._columns_used[name] is None and is_number and not is_serial(name, numbers)

    def _has_sex(self, row: int) -> bool:
        return bool(self._cells[self.sex].notna()[row]) and row not in self._numbers_for_sex

    def _totals_with_a_number_for_sex(self) -> frozenset[int]:
        """Return rows labelled as totals with a number in the column of sexes, if most other rows have words there.

        Where sexes are written as numbers (1, 2), such a number may be one.
        """
        sexes = self._cells[self.sex].dropna()
        numbers = [cell for cell in sexes.unique() if self._number(cell) is not None]
        rows = self._cells.loc[sexes.index[sexes.isin(numbers)]] if numbers else self._cells.iloc[:0]
        labels = rows.drop(columns=self.sex).map(lambda cell: isinstance(cell, str) and _is_total(cell))
        totals = rows.index[labels.any(axis=1)]
        others = len(sexes) - len(totals)
        return frozenset(map(int, totals)) if 2 * (len(rows) - len(totals)) < others else frozenset()

    def _has_measure(self, row: int) -> bool:
        """Return True if the row has a number that a person may have there."""
        for name, cell in self._other_cells(row).items():
            column, number = self._columns_used[name], self._number(cell)
            if column and column.kind in _OF_A_PERSON and number is not None:
                low, high = column.bounds or (0, np.inf)
                if low <= number <= high:
                    return True
        return False

    def _other_cells(self, row: int) -> dict[str, object]:
        """Return the filled cells of a row except its sex."""
        return {str(name): cell for name, cell in self._cells.loc[row].dropna().items() if name != self.sex}

    def _is_number(self, cell: object, most: float) -> bool:
        number = self._number(cell)
        return number is not None and number <= most

    def _number(self, cell: object) -> float | None:
        return number_of(cell, decimal=self._decimal)
