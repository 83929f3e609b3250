"""Rows of a list that are not entries: repeated headers, headings, notes, signatures, parts, averages, totals.

Certain ones are set aside and reported. A row that only adds up like a total (5, 7, 12 may be a list) is counted, with
a question.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import pandas as pd

from genderaudit.intake.cells import values
from genderaudit.intake.cells.numbers import number_of
from genderaudit.intake.contract import TABLES, Column
from genderaudit.intake.files.headers import header_key
from genderaudit.intake.files.sheet_notes import column_used
from genderaudit.intake.problems import Remark
from genderaudit.intake.raw import RawTable, distinct_texts
from genderaudit.intake.rows.blocks import filled_down
from genderaudit.intake.rows.presence import shows_who_came
from genderaudit.intake.rows.seats import without_seat
from genderaudit.intake.rows.sums import _SENTENCE, Layout, is_blank, totals_in
from genderaudit.intake.rows.tallies import Tallies, tallies
from genderaudit.intake.vocabulary.cell_words import repeats_cell_above, tick_signs
from genderaudit.intake.vocabulary.dictionaries import bare_words
from genderaudit.intake.vocabulary.dictionaries import words as dictionary
from genderaudit.intake.vocabulary.row_words import SideRow, side_row_kind
from genderaudit.methodology.organisation import TableFile

_MEASURED = ("count", "amount", "date", "age", "year")
_NUMBERS = ("count", "amount")
_NOT_ADDED_UP = ("interviews", "workshops", "documents", "survey", "actions", "validation", "about")
_NAMED_BY_REGION = ("bodies", "attendance")  # whose «Union» and «Réseau» are bodies and meetings like others
_FEWEST_COLUMNS = 3  # of a list in which a row with a single cell is not an entry


def entries(raw: RawTable, options: TableFile, table: str) -> RawTable:
    """Return the list without rows that are not entries, with remarks on them."""
    cells = raw.cells
    words = {str(name): distinct_texts(cells[name].tolist()) for name in cells.columns}
    remaining = _Remaining(cells, [])
    columns_used = {str(name): column_used(str(name), options, table) for name in cells.columns}
    repeated_headers = _headers_again(cells, words) or _header_below(cells, columns_used, raw.header_row)
    remaining.leave_out("header_again", repeated_headers)
    if table not in _NOT_ADDED_UP:
        layout = Layout.of(columns_used)
        if "workbook" not in raw.detected:
            among = layout.labels if layout.counts else [n for n in columns_used if not shows_who_came(n, cells[n])]
            for rule, rows in without_seat(cells[among], columns_used, options, table, in_numbers=layout.counts):
                remaining.leave_out(rule, [row for row in rows if row in remaining.cells.index])
        _leave_out_sums(remaining, words, columns_used, raw, layout, table)
        remaining.repeat_above(columns_used)
        remaining.fill_down(cells, columns_used)
    return replace(raw, cells=remaining.cells, remarks=(*raw.remarks, *remaining.remarks)) if remaining.remarks else raw


def _leave_out_sums(
    remaining: _Remaining,
    words: Mapping[str, set[str]],
    columns_used: Mapping[str, Column | None],
    raw: RawTable,
    layout: Layout,
    table: str,
) -> None:
    """Set aside totals and rows beside the entries; add a question for possible ones."""
    people = layout.sex is not None and not layout.counts
    tallied = tallies(remaining.cells, columns_used, layout.sex, raw.decimal) if people and layout.sex else Tallies()
    remaining.cells = remaining.cells.drop(index=[*tallied.counts])
    remaining.leave_out("row_beside", tallied.beside)
    if "workbook" not in raw.detected:
        alone = _rows_of_one_cell(remaining.cells, layout)
        remaining.remarks += _headings_of_sexes(remaining.cells, alone, layout, table)
        remaining.leave_out("row_alone", alone)
    side_rows, parts, unsure = _side_rows(remaining.cells, words, layout, raw.decimal)
    remaining.leave_out("row_beside", side_rows)
    remaining.leave_out("row_part", parts)
    totals, possible_totals = totals_in(
        remaining.cells, words, layout, raw.decimal, regions_may_be_totals=table not in _NAMED_BY_REGION
    )
    remaining.cells = remaining.cells.drop(index=totals)
    sums = {*tallied.perhaps_counts, *possible_totals} - {*totals}
    for rule, rows in (
        ("perhaps_beside", {*unsure, *tallied.perhaps_beside} - {*totals, *sums}),
        ("total_row", {*tallied.counts, *totals}),
        ("perhaps_total", sums),
    ):
        remaining.remarks += [Remark("warning", rule, tuple(sorted(rows)))] if rows else []


@dataclass(slots=True)
class _Remaining:
    """The rows left, and the remarks on others."""

    cells: pd.DataFrame
    remarks: list[Remark]

    def leave_out(self, rule: str, rows: Sequence[int]) -> None:
        """Set rows aside, unless the rule is only a question, and add a remark."""
        if rows:
            self.cells = self.cells if rule.startswith("perhaps") else self.cells.drop(index=list(rows))
            self.remarks.append(Remark("warning", rule, tuple(rows)))

    def repeat_above(self, columns_used: Mapping[str, Column | None]) -> None:
        """Replace «as above» (idem, 〃) by the cell above, except in columns of numbers."""
        for name in [
            str(name) for name in self.cells.columns if (one := columns_used[str(name)]) and one.kind not in _NUMBERS
        ]:
            above = [cell for cell in distinct_texts(self.cells[name].tolist()) if repeats_cell_above(cell)]
            if not above:
                continue
            rows = tuple(map(int, self.cells.index[self.cells[name].isin(above)]))
            filled: list[object] = []
            for cell in self.cells[name].tolist():
                filled.append((filled[-1] if filled else None) if cell in above else cell)
            self.cells = self.cells.assign(**{name: pd.Series(filled, self.cells.index, dtype=object)})
            self.remarks.append(Remark("warning", "repeated_above", rows, name))

    def fill_down(self, before: pd.DataFrame, columns_used: Mapping[str, Column | None]) -> None:
        """Fill rows below a block's name with it; ``before``: the list before rows were left out."""
        for name, cells in list(filled_down(before, self.cells.index, columns_used, self.remarks)):
            rows = tuple(map(int, self.cells.index[self.cells[name].isna()]))
            self.cells = self.cells.assign(**{name: cells})
            self.remarks.append(Remark("warning", "block_filled", rows, name))


def _headers_again(cells: pd.DataFrame, words: Mapping[str, set[str]]) -> list[int]:
    """Return rows that repeat the header, as in lists printed over several pages."""
    again = pd.Series(0, cells.index)
    for name, texts in words.items():
        written = {cell for cell in texts if _equals_header(cell, name)}
        again += cells[name].isin(written) if written else 0
    if not again.any():
        return []
    filled = cells.notna().sum(axis=1)
    return [int(row) for row in cells.index[(again > 0) & (again >= filled - 1) & ((again > 1) | (filled == 1))]]


def _header_below(cells: pd.DataFrame, read: Mapping[str, Column | None], header_row: int) -> list[int]:
    """Return the row below the header if it continues it: words in columns of numbers or dates, and no sex."""
    first = header_row + 1
    if first not in cells.index:
        return []
    row = cells.loc[first]
    measured = [cell for name, cell in row.items() if (one := read[str(name)]) and one.kind in _MEASURED]
    words = [cell for cell in measured if not is_blank(cell) and str(cell).casefold() not in tick_signs()]
    sexes = [cell for name, cell in row.items() if (one := read[str(name)]) and one.kind == "sex"]
    names = bool(words) and all(
        isinstance(c, str) and not any(map(str.isdecimal, c)) and any(map(str.isalpha, c)) for c in words
    )
    return [first] if names and all(map(is_blank, sexes)) and len(cells) > 1 else []


def _equals_header(cell: str, name: str) -> bool:
    """Return True if a cell equals the name of its column; most differ in the first letter."""
    return (
        cell[:1].casefold() == name[:1].casefold()
        and len(cell) <= 2 * len(name)
        and header_key(cell) == header_key(name)
    )


def _rows_of_one_cell(cells: pd.DataFrame, layout: Layout) -> list[int]:
    """Return rows of one cell (headings, notes, unused row numbers); below the last entry also rows of two texts."""
    filled = cells.notna().sum(axis=1)
    if cells.shape[1] < 2:
        return []
    entry = cells[layout.sex].notna() if layout.sex else cells[layout.numbers].notna().any(axis=1)
    last = entry[entry & (filled > 2)].index.max() if (entry & (filled > 2)).any() else -1
    wide = cells.shape[1] >= _FEWEST_COLUMNS
    below = (cells.index > last) & (last >= 0) & (cells.shape[1] > _FEWEST_COLUMNS)
    found = []
    for row in cells.index[(filled == 1) | ((filled == 2) & below)]:
        written = cells.loc[row].dropna()
        if any(name in layout.numbers for name in written.index):
            continue
        if len(written) == 2:
            signed = all(isinstance(cell, str) and number_of(cell, decimal=".") is None for cell in written)
            signed = signed and layout.sex not in written
            found += [int(row)] if signed else []
            continue
        name, cell = written.index[0], written.iloc[0]
        needed = 1 if wide and name != layout.sex else _SENTENCE
        is_text = isinstance(cell, str) and len(cell.split()) >= needed and (wide or row > last)
        if is_text or (wide and name != layout.sex and not isinstance(cell, bool)):
            found.append(int(row))
    return found


def _headings_of_sexes(cells: pd.DataFrame, alone: Sequence[int], layout: Layout, table: str) -> list[Remark]:
    """Return an error if women and men are listed under headings that name them, and their rows do not."""
    known = dictionary().codes["sex"]
    found = {int(row): known.get(bare_words(str(cells.loc[row].dropna().iloc[0]))) for row in alone}
    rows = tuple(row for row, code in found.items() if code in ("F", "M"))
    if not {"F", "M"} <= set(found.values()) or TABLES[table].column("sex") is None:
        return []
    below = cells.drop(index=list(alone)).loc[rows[0] :]
    named = layout.sex is not None and 2 * below[layout.sex].notna().sum() > len(below)
    in_columns = layout.sex is None and layout.counts and len(layout.numbers) > 1  # women and men in separate columns
    return [] if named or in_columns else [Remark("error", "sex_in_headings", rows)]


def _side_rows(
    cells: pd.DataFrame, words: Mapping[str, set[str]], layout: Layout, decimal: str
) -> tuple[list[int], list[int], list[int]]:
    """Return rows beside the entries (averages, targets …), rows that are parts of the row above, and possible ones.

    A part follows the entry of its sex, apart from other such rows, and has no larger number.
    """
    kinds: dict[int, SideRow] = {}
    for name in reversed(layout.labels):  # the first label of a row decides
        kind_of_cell = {cell: kind for cell in words[name] if (kind := side_row_kind(cell))}
        labelled = cells.loc[cells[name].isin(list(kind_of_cell)), name] if kind_of_cell else cells[name].iloc[:0]
        kinds |= {int(row): kind_of_cell[cell] for row, cell in labelled.items()}  # type: ignore[call-overload]
    side_rows: list[int] = []
    parts: list[int] = []
    possible: list[int] = []
    if not kinds:
        return side_rows, parts, possible
    numbers = {name: values.numbers(cells[name], decimal) for name in layout.numbers}
    sexes = cells[layout.sex].where(cells[layout.sex].notna(), None).tolist() if layout.sex else [None] * len(cells)
    above: dict[object, int] = {}
    last = 0
    for row, sex in zip(map(int, cells.index), sexes, strict=True):
        above = above if row == last + 1 else {}  # below a heading or a blank row, a part has no row above
        last, kind = row, kinds.get(row)
        if kind is None:
            above[sex] = row
        elif layout.counts and kind == "asked":
            possible.append(row)
        elif layout.counts and kind == "beside":
            side_rows.append(row)
        elif layout.counts and sex in above and not any(one[row] > one[above[sex]] for one in numbers.values()):
            parts.append(row)
        elif layout.counts or (sex is None and kind != "asked"):  # in a list of people, a row with a sex is a person
            possible.append(row)
    if len(side_rows) == len(cells):  # if all rows have such labels («Année 2024», «Année 2025»), they are the entries
        return [], parts, side_rows
    return side_rows, parts, possible
