"""Names given only in the first row of a block: a body above its seats, a branch above its women and men."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

import pandas as pd

from genderaudit.intake.contract import Column
from genderaudit.intake.problems import Remark

_BLOCK_NAMES = ("body", "event", "stage", "branch")
"""Columns whose name may be given once per block; never sex, nor a budget line."""
_SEATS = ("row_absent", "seat_vacant")
"""Rules of rows that are set aside but may still name a block."""
_SUMS = ("perhaps_total", "perhaps_beside")
"""Rules of rows that may be sums; they and rows below them form no block."""


def filled_down(
    all_cells: pd.DataFrame, entries: pd.Index, columns_used: Mapping[str, Column | None], remarks: Iterable[Remark]
) -> Iterator[tuple[str, pd.Series]]:
    """Yield columns written by blocks, with the cells of the entries filled with the name of their block.

    ``all_cells``: the list before rows were set aside; ``entries``: the rows left; ``remarks``: why others are not. A
    column is written by blocks if each name occurs once, at least half of the rows are blank, and the block of each is
    certain. A blank row of the file, a total or a heading ends a block, and so does a row without content of its own.
    """
    aside = {
        row: remark.rule for remark in remarks for row in remark.rows if row not in entries or remark.rule in _SUMS
    }
    seats = entries.difference(list(aside)).union([row for row, rule in aside.items() if rule in _SEATS])
    for name in [
        str(name) for name in all_cells.columns if (remark := columns_used[str(name)]) and remark.name in _BLOCK_NAMES
    ]:
        names_given, blank = all_cells.loc[seats, name].dropna(), int(all_cells.loc[entries, name].isna().sum())
        if not (0 < len(names_given) <= blank and names_given.is_unique and (len(names_given) > 1 or blank > 1)):
            continue
        bare = set(entries[~_has_content(all_cells.loc[entries], columns_used)])
        cells = _carried_down(all_cells[name], set(seats), aside, bare)
        if cells.loc[entries].notna().all():
            yield name, cells.loc[entries]


def _has_content(cells: pd.DataFrame, columns_used: Mapping[str, Column | None]) -> pd.Series:
    """Return True for rows with a sex, or if there is no such column with another text than a block's name.

    Other rows may be sums.
    """
    kinds = {str(name): column.kind if (column := columns_used[str(name)]) else "" for name in cells.columns}
    sexes = [name for name, kind in kinds.items() if kind == "sex"]
    blocks = [name for name in kinds if (column := columns_used[name]) and column.name in _BLOCK_NAMES]
    others = [name for name, kind in kinds.items() if kind not in ("count", "amount") and name not in blocks]
    return cells[sexes or others].notna().any(axis=1)


def _carried_down(cells: pd.Series, seats: set[int], aside: Mapping[int, str], bare: set[int]) -> pd.Series:
    """Return a column with blank cells of ``seats`` filled from above, blank where a block has ended.

    ``aside``: rows that are not entries, with their rules; repeated headers, and numbers or roles left unfilled,
    may be inside a block. ``bare``: rows without content of their own.
    """
    carried: list[object] = []
    name: object = None
    last_row = None
    for row, cell in zip(map(int, cells.index), cells.where(cells.notna(), None).tolist(), strict=True):
        name = None if last_row is not None and row > last_row + 1 else name
        if row in seats:
            name = cell if cell is not None else None if row in bare else name
        elif aside.get(row) != "header_again":
            name = name if cell is None and aside.get(row) == "row_alone" else None
        carried.append(name)
        last_row = row
    return pd.Series(carried, cells.index, dtype=object)
