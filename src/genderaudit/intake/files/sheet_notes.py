"""Properties of a sheet brought to its rows: merged cells are filled down, others are reported."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any

from genderaudit.foundations.limits import MOST_CELLS
from genderaudit.intake.contract import TABLES, Column
from genderaudit.intake.files.book import Notes
from genderaudit.intake.files.headers import Header
from genderaudit.intake.problems import Remark
from genderaudit.intake.raw import UnreadableError, is_blank, one_line
from genderaudit.methodology.organisation import TableFile

_ADDED_UP = ("count", "amount")
"""Kinds of columns in which one number for several rows would be counted several times."""


def apply_notes(notes: Notes, columns: list[list[Any]], header: Header, options: TableFile, table: str) -> Remarks:
    """Fill merged cells down in ``columns``; return remarks on them, hidden rows and cells without value.

    ``columns`` start at the sheet's first row. Columns that the audit does not read are unchanged and not reported.
    """
    header_row, height = header.row, len(columns[0]) if columns else 0
    columns_used = {
        place: column
        for place, name in enumerate(header.names, 1)
        if name and (column := column_used(name, options, table))
    }
    header_names = dict(enumerate(header.names, start=1))
    remarks = _fill_merged(
        notes, columns, header_row, {place - 1: column for place, column in columns_used.items()}, header_names
    )
    hidden = [line for line in notes.hidden if header_row < line <= height and _has_content(columns, line - 1)]
    if hidden:
        remarks.append(Remark("warning", "hidden_rows", tuple(hidden)))
    struck = _struck_rows(notes, columns, header_row)
    if struck:
        remarks.append(Remark("warning", "struck_rows", struck))
    for severity, rule, cells in (
        ("warning", "error_cells", notes.failed),
        ("error", "formulas_not_computed", notes.uncomputed),
    ):
        for place, lines in _by_column(cells, header_row, columns_used).items():
            remarks.append(Remark(severity, rule, lines, header_names[place]))  # type: ignore[arg-type]
    if notes.unseen:
        remarks.append(Remark("warning", "not_all_seen"))
    return remarks


Remarks = list[Remark]


def _struck_rows(notes: Notes, columns: list[list[Any]], header_row: int) -> tuple[int, ...]:
    """Return rows with most filled cells struck through; a single one is a correction."""
    height = len(columns[0]) if columns else 0
    inside = [(row, place) for row, place in notes.struck if header_row < row <= height and place <= len(columns)]
    struck = Counter(row for row, place in inside if not is_blank(columns[place - 1][row - 1]))
    filled = {row: sum(not is_blank(column[row - 1]) for column in columns) for row in struck}
    return tuple(sorted(row for row, number in struck.items() if 2 * number > filled[row]))


def column_used(header: str, options: TableFile, table: str) -> Column | None:
    """Return the contract's column of a header, or None; in a survey any other is text."""
    mapped = {
        one_line(name): column for name, column in (dict.fromkeys(options.counts, "count") | options.columns).items()
    }
    name = mapped.get(header, header.lower())
    column = TABLES[table].column(name) if table in TABLES else None
    other = table not in TABLES or TABLES[table].open_ended or header in map(one_line, options.keep)
    return column or (Column(name, "text") if other else None)


def _by_column(
    cells: Iterable[tuple[int, int]], header_row: int, columns_used: dict[int, Column]
) -> dict[int, tuple[int, ...]]:
    lines_by_column: dict[int, list[int]] = {}
    for line, place in cells:
        if line > header_row and place in columns_used:
            lines_by_column.setdefault(place, []).append(line)
    return {place: tuple(lines) for place, lines in sorted(lines_by_column.items())}


def _fill_merged(
    notes: Notes,
    columns: list[list[Any]],
    header_row: int,
    columns_used: dict[int, Column],
    header_names: dict[int, str],
) -> Remarks:
    """Fill merged cells down, except amounts for several rows, which are reported."""
    height = len(columns[0]) if columns else 0
    down = [((top, left), (min(low, height - 1), right)) for (top, left), (low, right) in notes.merged if low > top]
    down = [one for one in down if header_row <= one[0][0] < height and one[0][1] in columns_used]
    if sum(low - top for (top, _), (low, _) in down) > MOST_CELLS:  # no program merges cells that are merged
        raise UnreadableError("broken_workbook")
    blank = {
        line
        for line in {line for (top, _), (low, _) in down for line in range(top, low + 1)}
        if not _has_content(columns, line)
    }
    filled: dict[tuple[str, int], list[int]] = {}
    for (top, left), (low, _) in down:
        value = columns[left][top]
        if is_blank(value):
            continue
        rule = "merged_amount" if columns_used[left].kind in _ADDED_UP else "merged_filled"
        for place in range(top + 1, low + 1):
            if place in blank:
                continue
            filled.setdefault((rule, left), []).append(place + 1)
            if rule == "merged_filled":
                columns[left][place] = value
    severity = {"merged_amount": "error", "merged_filled": "warning"}
    return [
        Remark(severity[rule], rule, tuple(sorted(lines)), header_names[left + 1])  # type: ignore[arg-type]
        for (rule, left), lines in filled.items()
    ]


def _has_content(columns: list[list[Any]], place: int) -> bool:
    return not all(is_blank(column[place]) for column in columns)
