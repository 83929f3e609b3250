"""Columns that mark who was there (x, P, A, 1): people by meetings, and a list of those invited."""

from __future__ import annotations

import pandas as pd

from genderaudit.days import months, written_day
from genderaudit.intake.contract import TABLES
from genderaudit.intake.counts import CROSSES
from genderaudit.intake.dictionaries import plain
from genderaudit.intake.raw import Remark, one_line
from genderaudit.intake.values import code
from genderaudit.intake.written import squeezed, written
from genderaudit.organisation import TableFile

_PLACES = {"attendance": "event", "bodies": "body"}
"""The column of a list that says where a row's people were, or what they belong to."""


def noticed(cells: pd.DataFrame, options: TableFile, table: str) -> Remark | None:
    """An error where the columns of a list are its meetings (or bodies), a warning where one says who was there.

    ``cells`` under the file's own names. In the first kind a row is a person and no participation; in the second
    whoever did not come would be counted.
    """
    place = _PLACES.get(table)
    if place is None or len(cells) < 2:
        return None
    leads = {one_line(header): name for header, name in options.columns.items()}
    marked = [
        name
        for name in map(str, cells.columns)
        if leads.get(name, place) == place and not _is_read(name, options, table, place) and _marks(cells[name])
    ]
    as_place = [name for name in marked if leads.get(name) == place]
    given = place in {*leads.values(), *options.values, *options.from_sheet, *map(str.lower, map(str, cells.columns))}
    meetings = [name for name in marked if _is_meeting(name)]
    said = {"columns": ", ".join(name[:40] for name in marked[:15])}
    if as_place or (len(marked) > 1 and (not given or len(meetings) > 1)):
        return Remark("error", "people_by_meetings", values=said)
    told = [name for name in marked if _tells_presence(name, cells[name])] if table == "attendance" else []
    if not told:
        return None
    away = cells[told[0]].isna() | ~cells[told[0]].map(_key, na_action="ignore").isin(_known("attended"))
    return Remark("warning", "presence_not_used", tuple(map(int, cells.index[away])), told[0]) if away.any() else None


def _is_read(name: str, options: TableFile, table: str, place: str) -> bool:
    """Whether a column is read as something else: a column of the contract, a number of one sex, what is kept."""
    own = TABLES[table].column(name.lower())
    used = map(one_line, (*options.counts, *options.keep, *options.person))
    return name in used or (own is not None and own.name != place)


def _key(cell: object) -> str:
    return squeezed(code(cell))


def _known(kind: str) -> set[str]:
    words = {squeezed(word) for word in getattr(written(), kind)}
    return words | {squeezed(sign) for sign in CROSSES} if kind == "attended" else words


def _marks(column: pd.Series) -> bool:
    """Whether a column holds nothing but marks of who was there and who was not."""
    found = {_key(cell) for cell in column.dropna().unique()}
    return bool(found & _known("attended")) and found <= _known("attended") | _known("absent")


def _is_meeting(header: str) -> bool:
    """Whether a column is named by a day or a month."""
    day = written_day(header)
    return day.fault != "not_a_date" or not months().keys().isdisjoint(plain(header).split())


def _tells_presence(header: str, column: pd.Series) -> bool:
    """Whether the name of a column, or a word in it, says that it is about who was there."""
    words = {plain(word) for word in written().presence}
    named = any(word in words for word in (plain(header), *plain(header).split()))
    absent = {word for word in _known("absent") if len(word) > 2}
    return named or not absent.isdisjoint(_key(cell) for cell in column.dropna().unique())
