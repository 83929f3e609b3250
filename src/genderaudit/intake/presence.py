"""Columns that mark who was there (x, P, A, 1): people by meetings, and a list of those invited."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from genderaudit.foundations.days import months, written_day
from genderaudit.intake.contract import TABLES
from genderaudit.intake.counts import CROSSES
from genderaudit.intake.dictionaries import plain
from genderaudit.intake.raw import Remark, one_line
from genderaudit.intake.seats import is_absent
from genderaudit.intake.values import code
from genderaudit.intake.written import squeezed, written
from genderaudit.methodology.organisation import TableFile

_PLACES = {"attendance": "event", "bodies": "body"}
"""The column of a list that says where a row's people were, or what they belong to."""
SIGNED, UNSIGNED = "signed", "unsigned"
"""What ``keep`` calls the rows of a column of signatures: whatever stands there; nothing, or that a person was away."""


def noticed(cells: pd.DataFrame, options: TableFile, table: str) -> Remark | None:
    """An error where the columns of a list are its meetings (or bodies), or one that says who was there is not used.

    ``cells`` under the file's own names. In the first kind a row is a person and no participation; in the second
    whoever did not come, or did not sign, would be counted.
    """
    place = _PLACES.get(table)
    if place is None or len(cells) < 2:
        return None
    leads = {one_line(header): name for header, name in options.columns.items()}
    free = [
        name
        for name in map(str, cells.columns)
        if leads.get(name, place) == place and not _is_read(name, options, table, place)
    ]
    marked = [name for name in free if _marks(cells[name])]
    as_place = [name for name in marked if leads.get(name) == place]
    given = place in {*leads.values(), *options.values, *options.from_sheet, *map(str.lower, map(str, cells.columns))}
    meetings = [name for name in marked if _is_meeting(name)]
    said = {"columns": ", ".join(name[:40] for name in marked[:15])}
    if as_place or (len(marked) > 1 and (not given or len(meetings) > 1)):
        return Remark("error", "people_by_meetings", values=said)
    told = [name for name in free if says_who_came(name, cells[name])] if table == "attendance" else []
    if not told or options.counts:
        return None
    column = cells[told[0]]
    away = ~(signed(column) if is_signed(told[0]) else column.map(_key, na_action="ignore").isin(_known("attended")))
    if not away.any():
        return None
    rows, there = tuple(map(int, cells.index[away])), {"there": int((~away).sum()), "all": len(column)}
    return Remark("error", "presence_not_used", rows, told[0], there)


def says_who_came(header: str, column: pd.Series) -> bool:
    """Whether a column says who was there: people sign in it, or it marks them and its name or a word in it says so."""
    return _named(header, "signature") or (_marks(column) and _tells_presence(header, column))


@dataclass(frozen=True, slots=True)
class Marks:
    """What a column says of who was there: its marks for those who were and for others, and how many were."""

    there: list[str]
    away: list[str]
    number: int


def marks_of(header: str, column: pd.Series) -> Marks:
    """The marks of a column that says who was there, as ``keep`` names them.

    Signatures may be names, which nobody shows: they are ``signed`` and ``unsigned``. A blank cell is an empty text.
    """
    if is_signed(header):
        return Marks([SIGNED], [UNSIGNED], int(signed(column).sum()))
    words = sorted(set(map(code, column.dropna())))
    there = [word for word in words if _key(word) in _known("attended")]
    away = [word for word in words if word not in there] + ([""] if column.isna().any() else [])
    return Marks(there, away, int(column.map(_key, na_action="ignore").isin(_known("attended")).sum()))


def marks_presence(header: str, column: pd.Series) -> bool:
    """Whether people sign in a column, or it is named as one that marks them and holds marks only, or nothing yet."""
    return is_signed(header) or (_named(header, "presence") and (not column.notna().any() or _marks(column)))


def is_signed(header: str) -> bool:
    """Whether people sign in a column, by its name."""
    return _named(header, "signature")


def signed(column: pd.Series) -> pd.Series:
    """Which cells of a column of signatures hold one: they are filled, and do not say that a person was not there."""
    absent = column.map(_key, na_action="ignore").isin(_known("absent"))
    return column.notna() & ~absent & ~column.map(lambda cell: isinstance(cell, str) and is_absent(cell))


def _named(header: str, kind: str) -> bool:
    words = {plain(word) for word in getattr(written(), kind)}
    return any(word in words for word in (plain(header), *plain(header).split()))


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
    absent = {word for word in _known("absent") if len(word) > 2}
    return _named(header, "presence") or not absent.isdisjoint(_key(cell) for cell in column.dropna().unique())
