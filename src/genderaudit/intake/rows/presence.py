"""Columns that mark who was present (x, P, A, 1): people by meetings, and lists of people invited."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from genderaudit.foundations.days import months, written_day
from genderaudit.intake.cells.values import code
from genderaudit.intake.contract import TABLES
from genderaudit.intake.problems import Remark
from genderaudit.intake.raw import one_line
from genderaudit.intake.rows.seats import is_absent
from genderaudit.intake.vocabulary.cell_words import cell_words, squeezed, tick_signs
from genderaudit.intake.vocabulary.dictionaries import bare_words
from genderaudit.methodology.organisation import TableFile

_PLACES = {"attendance": "event", "bodies": "body"}
"""The column of a list with the meeting or body of its rows."""
SIGNED, UNSIGNED = "signed", "unsigned"
"""Names in ``keep`` for rows of a column of signatures: signed, or blank or marked absent."""


def presence_problem(cells: pd.DataFrame, options: TableFile, table: str) -> Remark | None:
    """Return an error if meetings (or bodies) are columns, or a column of presence is not used; else None.

    ``cells`` have the file's own names. In the first case a row is a person and not an attendance; in the second,
    people who did not come would be counted.
    """
    place = _PLACES.get(table)
    if place is None or len(cells) < 2:
        return None
    mapping = {one_line(header): name for header, name in options.columns.items()}
    free = [
        name
        for name in map(str, cells.columns)
        if mapping.get(name, place) == place and not _is_read(name, options, table, place)
    ]
    marked = [name for name in free if _only_marks(cells[name])]
    as_place = [name for name in marked if mapping.get(name) == place]
    place_is_given = place in {
        *mapping.values(),
        *options.values,
        *options.from_sheet,
        *map(str.lower, map(str, cells.columns)),
    }
    meetings = [name for name in marked if _is_meeting(name)]
    text_values = {"columns": ", ".join(name[:40] for name in marked[:15])}
    if as_place or (len(marked) > 1 and (not place_is_given or len(meetings) > 1)):
        return Remark("error", "people_by_meetings", values=text_values)
    presence_columns = [name for name in free if shows_who_came(name, cells[name])] if table == "attendance" else []
    if not presence_columns or options.counts:
        return None
    column = cells[presence_columns[0]]
    away = ~(
        signed(column)
        if is_signed(presence_columns[0])
        else column.map(_key, na_action="ignore").isin(_marks_meaning("attended"))
    )
    if not away.any():
        return None
    rows, present_count = tuple(map(int, cells.index[away])), {"there": int((~away).sum()), "all": len(column)}
    return Remark("error", "presence_not_used", rows, presence_columns[0], present_count)


def shows_who_came(header: str, column: pd.Series) -> bool:
    """Return True if a column shows who was present: by signatures, or by marks and a name or word saying so."""
    return _has_word(header, "signature") or (_only_marks(column) and _is_about_presence(header, column))


@dataclass(frozen=True, slots=True)
class Marks:
    """The marks in a column of presence: for people present and for others, and the number present."""

    there: list[str]
    away: list[str]
    number: int


def marks_of(header: str, column: pd.Series) -> Marks:
    """Return the marks of a column of presence as ``keep`` names them.

    Signatures may be names, which are never shown: they are ``signed`` and ``unsigned``. A blank cell is an empty text.
    """
    if is_signed(header):
        return Marks([SIGNED], [UNSIGNED], int(signed(column).sum()))
    words = sorted(set(map(code, column.dropna())))
    there = [word for word in words if _key(word) in _marks_meaning("attended")]
    away = [word for word in words if word not in there] + ([""] if column.isna().any() else [])
    return Marks(there, away, int(column.map(_key, na_action="ignore").isin(_marks_meaning("attended")).sum()))


def marks_presence(header: str, column: pd.Series) -> bool:
    """Return True for a column of signatures, or of presence by its name with marks only, or still empty."""
    return is_signed(header) or (_has_word(header, "presence") and (not column.notna().any() or _only_marks(column)))


def is_signed(header: str) -> bool:
    """Return True if the name of the column is one of signatures."""
    return _has_word(header, "signature")


def signed(column: pd.Series) -> pd.Series:
    """Return True for cells with a signature: filled, and not saying that the person was absent."""
    absent = column.map(_key, na_action="ignore").isin(_marks_meaning("absent"))
    return column.notna() & ~absent & ~column.map(lambda cell: isinstance(cell, str) and is_absent(cell))


def _has_word(header: str, kind: str) -> bool:
    words = {bare_words(word) for word in getattr(cell_words(), kind)}
    return any(word in words for word in (bare_words(header), *bare_words(header).split()))


def _is_read(name: str, options: TableFile, table: str, place: str) -> bool:
    """Return True if a column is read as something else: of the contract, a count of one sex, or in ``keep``."""
    column = TABLES[table].column(name.lower())
    used = map(one_line, (*options.counts, *options.keep, *options.person))
    return name in used or (column is not None and column.name != place)


def _key(cell: object) -> str:
    return squeezed(code(cell))


def _marks_meaning(kind: str) -> set[str]:
    words = {squeezed(word) for word in getattr(cell_words(), kind)}
    return words | {squeezed(sign) for sign in tick_signs()} if kind == "attended" else words


def _only_marks(column: pd.Series) -> bool:
    """Return True if a column has only marks of presence and absence."""
    marks = {_key(cell) for cell in column.dropna().unique()}
    return bool(marks & _marks_meaning("attended")) and marks <= _marks_meaning("attended") | _marks_meaning("absent")


def _is_meeting(header: str) -> bool:
    """Return True if the name of a column is a day or month."""
    day = written_day(header)
    return day.fault != "not_a_date" or not months().keys().isdisjoint(bare_words(header).split())


def _is_about_presence(header: str, column: pd.Series) -> bool:
    """Return True if the name of a column, or a word in it, is about presence."""
    absent = {word for word in _marks_meaning("absent") if len(word) > 2}
    return _has_word(header, "presence") or not absent.isdisjoint(_key(cell) for cell in column.dropna().unique())
