"""Names that stand in the first row of a block only: the body above its seats, the branch above its women and men."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

import pandas as pd

from genderaudit.intake.contract import Column
from genderaudit.intake.raw import Remark

_BLOCK_NAMES = ("body", "event", "stage", "branch")
"""Columns whose name may be written once for a block of rows; never a sex, and no line of a budget."""
_SEATS = ("row_absent", "seat_vacant")
"""Rules of rows that are set aside and may name a block all the same."""
_SUMS = ("perhaps_total", "perhaps_beside")
"""Rules of entries that may be sums: what stands in or below them is no block."""


def filled_down(
    given: pd.DataFrame, entries: pd.Index, read: Mapping[str, Column | None], remarks: Iterable[Remark]
) -> Iterator[tuple[str, pd.Series]]:
    """Columns that are written so, with the cells of the entries, each with the name of its block.

    ``given``: the list before rows were set aside; ``entries``: what is left; ``remarks``: why others are not. Written
    so means: each name once, half of the rows or more blank, and of each of these it is certain which block it is in.
    A blank row of the file, a total and a heading end a block, and so does a row that says nothing of its own.
    """
    aside = {row: one.rule for one in remarks for row in one.rows if row not in entries or one.rule in _SUMS}
    seats = entries.difference(list(aside)).union([row for row, rule in aside.items() if rule in _SEATS])
    for name in [str(name) for name in given.columns if (one := read[str(name)]) and one.name in _BLOCK_NAMES]:
        named, blank = given.loc[seats, name].dropna(), int(given.loc[entries, name].isna().sum())
        if not (0 < len(named) <= blank and named.is_unique and (len(named) > 1 or blank > 1)):
            continue
        bare = set(entries[~_says_something(given.loc[entries], read)])
        cells = _carried(given[name], set(seats), aside, bare)
        if cells.loc[entries].notna().all():
            yield name, cells.loc[entries]


def _says_something(cells: pd.DataFrame, read: Mapping[str, Column | None]) -> pd.Series:
    """Which rows give a sex, where there is such a column, or another text than a block's name: others may be sums."""
    kinds = {str(name): one.kind if (one := read[str(name)]) else "" for name in cells.columns}
    sexes = [name for name, kind in kinds.items() if kind == "sex"]
    blocks = [name for name in kinds if (one := read[name]) and one.name in _BLOCK_NAMES]
    others = [name for name, kind in kinds.items() if kind not in ("count", "amount") and name not in blocks]
    return cells[sexes or others].notna().any(axis=1)


def _carried(cells: pd.Series, seats: set[int], aside: Mapping[int, str], bare: set[int]) -> pd.Series:
    """The cells of a column with the name above in blank ones of ``seats``; blank where a block has ended.

    ``aside``: rows that are no entries, with their rules; column names of a next page, and a number or a role that
    nobody filled, may stand inside a block. ``bare``: rows that say nothing of their own.
    """
    carried: list[object] = []
    name: object = None
    last = None
    for row, cell in zip(map(int, cells.index), cells.where(cells.notna(), None).tolist(), strict=True):
        name = None if last is not None and row > last + 1 else name
        if row in seats:
            name = cell if cell is not None else None if row in bare else name
        elif aside.get(row) != "header_again":
            name = name if cell is None and aside.get(row) == "row_alone" else None
        carried.append(name)
        last = row
    return pd.Series(carried, cells.index, dtype=object)
