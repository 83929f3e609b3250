"""Rows of a list of counts that add up other rows, by their label or by their numbers (of people: ``tallies``)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import takewhile
from typing import Literal, get_args

import pandas as pd

from genderaudit.intake.cells import values
from genderaudit.intake.contract import Column
from genderaudit.intake.vocabulary.row_words import Kind, names_whole_organisation, total_label_kind

LONGEST_BY_HAND = 10_000  # rows; longer lists come from databases, and sums would occur by chance
_LEAST_ASKED = 10  # people or currency units; 1, 1, 2 adds up in any list
_SENTENCE = 5  # words from which a cell is neither a code nor a name


@dataclass(frozen=True, slots=True)
class Layout:
    """The roles of a list's columns."""

    numbers: list[str]
    """Columns of counts and amounts."""
    sex: str | None
    counts: bool
    """True if rows are numbers of people."""
    labels: list[str]
    """Columns that name the rows."""

    @classmethod
    def of(cls, columns_used: Mapping[str, Column | None]) -> Layout:
        """Return the layout of a list from the column that each header is read as."""
        return cls(
            numbers=[name for name, column in columns_used.items() if column and column.kind in ("count", "amount")],
            sex=next((name for name, column in columns_used.items() if column and column.kind == "sex"), None),
            counts=any(column and column.kind == "count" for column in columns_used.values()),
            labels=label_columns(columns_used),
        )

    def texts(self, cells: pd.DataFrame) -> list[str]:
        """Return the columns that hold text."""
        return [name for name in cells.columns if name not in self.numbers and name != self.sex]


def label_columns(columns_used: Mapping[str, Column | None]) -> list[str]:
    """Return columns that name rows: those before the first one read, and columns of text; later remarks name none."""
    columns_read = [name for name, column in columns_used.items() if column]
    before = list(takewhile(lambda name: name not in columns_read[:1], columns_used))
    return before + [name for name, column in columns_used.items() if column and column.kind == "text"]


def totals_in(
    cells: pd.DataFrame, words: Mapping[str, set[str]], layout: Layout, decimal: str, *, regions_may_be_totals: bool
) -> tuple[list[int], list[int]]:
    """Return rows that are totals, and rows that may be.

    ``regions_may_be_totals``: False in lists of bodies or meetings, where «Union» or «Réseau» is an entry.
    """
    labelled = _labelled_rows(cells, {name: texts for name, texts in words.items() if name not in layout.numbers})
    by_hand = bool(layout.numbers) and len(cells) <= LONGEST_BY_HAND
    if not labelled and not by_hand:
        return [], []
    numbers = pd.DataFrame({name: values.numbers(cells[name], decimal) for name in layout.numbers}, cells.index)
    sums, firm = _RunningSums(cells, numbers, layout), _RunningSums(cells, numbers, layout)
    sexless = set(cells.index[cells[layout.sex].isna()]) if layout.sex else set()
    totals: list[int] = []
    possible: list[int] = []
    rows = cells.index if by_hand else [row for row in cells.index if row in labelled]
    for row in map(int, rows):
        kind = labelled.get(row)
        block = sums.block(row) if by_hand else []
        proving = firm.block(row) if by_hand and kind and not block else []
        if kind == "whole" and not (
            regions_may_be_totals and (sums.is_whole(row, block) if block else proving and firm.is_whole(row, proving))
        ):
            kind, proving = None, []
        if proving:  # a matching total proves that the skipped rows are sums
            block = proving
            totals += [one for one in possible if block[0] < one < row]
            possible = [one for one in possible if one not in totals]
        without_sex = row in sexless
        bare = without_sex and (numbers.loc[row].notna().any() or 2 * cells.loc[row].notna().sum() <= cells.shape[1])
        person = bool(layout.sex) and not layout.counts and not without_sex  # whose unit may be called «Somme»
        certain = not person and _is_certain(kind, layout, without_sex)
        if certain or (kind and (block or bare)) or (block and sums.has_names_of(row, block)):
            totals.append(row)
            sums.begin()
            firm.begin()
        elif (kind and (layout.numbers or person)) or (block and sums.is_asked(row, block)):
            possible.append(row)
            sums.add(row)
            sums.begin()
        else:
            sums.add(row)
            firm.add(row)
    return totals, possible


def _is_certain(kind: Kind | Literal["whole"] | None, layout: Layout, without_sex: bool) -> bool:
    """Return True if the label alone makes a row, which is no person's, a total."""
    return kind == "certain" or (kind == "alone" and (bool(layout.numbers) or without_sex or not layout.sex))


class _RunningSums:
    """Running sums of the number columns over all entries so far, and over those of each sex."""

    def __init__(self, cells: pd.DataFrame, numbers: pd.DataFrame, layout: Layout) -> None:
        self._texts = dict(zip(cells.index, cells[layout.texts(cells)].itertuples(index=False), strict=True))
        self._numbers = dict(zip(numbers.index, numbers.itertuples(index=False, name=None), strict=True))
        sexes: Iterable[object] = cells[layout.sex] if layout.sex else [None] * len(cells)
        self._sex = {row: None if pd.isna(sex) else sex for row, sex in zip(cells.index, sexes, strict=True)}  # type: ignore[call-overload]
        self._rows: dict[object, list[int]] = {}
        self._reached: dict[object, list[tuple[float, ...]]] = {}
        self._places: dict[object, dict[tuple[float, ...], int]] = {}
        self._begun: dict[object, int] = {}
        self._below = dict(_rows_below(self._sex))

    def add(self, row: int) -> None:
        """Add a row to the entries."""
        for scope in {None, self._sex[row]}:
            rows, reached = self._rows.setdefault(scope, []), self._reached.setdefault(scope, [self._nought()])
            places = self._places.setdefault(scope, {self._nought(): 0})
            rows.append(row)
            reached.append(
                tuple(
                    round(a + (0.0 if b != b else b), 4) for a, b in zip(reached[-1], self._numbers[row], strict=True)
                )
            )
            places.setdefault(reached[-1], len(rows))

    def begin(self) -> None:
        """Start a new block after a total."""
        self._begun = {scope: len(rows) for scope, rows in self._rows.items()}

    def block(self, row: int) -> list[int]:
        """Return the two or more entries right above (of the same sex, if any) whose sums are all the row's numbers."""
        numbers, scope = self._numbers[row], self._sex[row]
        if not numbers or any(number != number for number in numbers) or not any(number > 0 for number in numbers):
            return []
        reached = self._reached.get(scope, [self._nought()])
        needed = tuple(round(a - b, 4) for a, b in zip(reached[-1], numbers, strict=True))
        place = self._places.get(scope, {}).get(needed)
        rows = self._rows.get(scope, [])
        return rows[place:] if place is not None and len(rows) - place >= 2 else []

    def has_names_of(self, row: int, block: list[int]) -> bool:
        """Return True if the row lacks a label that every entry of the block has, and otherwise has the entries' names.

        It must be the sum of all entries with these names: the rows before and after the block have others.
        """
        columns = list(zip(self._texts[row], zip(*(self._texts[one] for one in block), strict=True), strict=True))
        lacks = [
            place for place, (cell, above) in enumerate(columns) if is_blank(cell) and not any(map(is_blank, above))
        ]
        if not lacks or not all(is_blank(cell) or set(above) == {cell} for cell, above in columns):
            return False
        words = {place: cell for place, cell in enumerate(self._texts[row]) if not is_blank(cell)}
        rows = self._rows[self._sex[row]]
        neighbours = [*rows[: len(rows) - len(block)][-1:], *([below] if (below := self._below[row]) else [])]
        has_same_words = (
            all(self._texts[one][place] == cell for place, cell in words.items())
            and not any(is_blank(self._texts[one][place]) for place in lacks)
            for one in neighbours
        )
        return not (words and any(has_same_words))

    def is_asked(self, row: int, block: list[int]) -> bool:
        """Return True if the sum covers a whole block and is not small enough to arise by chance."""
        scope = self._sex[row]
        begins = {self._rows[scope][0], *self._rows[scope][self._begun.get(scope, 0) :][:1]}
        return block[0] in begins and max(self._numbers[row]) >= _LEAST_ASKED

    def is_whole(self, row: int, block: list[int]) -> bool:
        """Return True if the row names all entries of a whole block with a word that no entry has."""
        columns = zip(self._texts[row], zip(*(self._texts[one] for one in block), strict=True), strict=True)
        named = any(
            isinstance(cell, str) and names_whole_organisation(cell) and cell not in above for cell, above in columns
        )
        return named and self.is_asked(row, block)

    def _nought(self) -> tuple[float, ...]:
        return (0.0,) * len(next(iter(self._numbers.values()), ()))


def _rows_below(sexes: Mapping[int, object]) -> Iterator[tuple[int, int | None]]:
    """Yield each row with the next one below it, of its sex if it has one."""
    next_below: dict[object, int] = {}
    for row, sex in reversed(list(sexes.items())):
        yield row, next_below.get(sex)
        next_below[sex] = next_below[None] = row


def is_blank(cell: object) -> bool:
    """Return whether a cell is empty."""
    return cell is None or cell != cell


def _labelled_rows(cells: pd.DataFrame, texts: Mapping[str, set[str]]) -> dict[int, Kind | Literal["whole"]]:
    """Return row → its most certain label of a total, or name of all entries together."""
    kind_of_row: dict[int, Kind | Literal["whole"]] = {}
    for name, written in texts.items():
        words = {
            cell: kind
            for cell in written
            if (kind := total_label_kind(cell) or ("whole" if names_whole_organisation(cell) else None))
        }
        if words:
            for row, cell in cells.loc[cells[name].isin(list(words)), name].items():
                kinds = (words[cell], kind_of_row.get(int(row)))  # type: ignore[call-overload]
                order = (*get_args(Kind), "whole")
                kind_of_row[int(row)] = next(kind for kind in order if kind in kinds)  # type: ignore[call-overload]
    return kind_of_row
