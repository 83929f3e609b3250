"""People in lists of meetings and bodies who were not there, or sit in no seat: ``templates/intake/seats.yml``."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache

import pandas as pd

from genderaudit.foundations.workspace import TEMPLATES
from genderaudit.foundations.yamlfile import Record, load_model
from genderaudit.intake.contract import Column
from genderaudit.intake.dictionaries import plain
from genderaudit.intake.headers import key
from genderaudit.intake.raw import distinct_texts
from genderaudit.intake.row_words import any_of
from genderaudit.intake.words import key as word_key
from genderaudit.intake.words import of_the_suite
from genderaudit.intake.written import says_gone
from genderaudit.methodology.organisation import TableFile

_OTHER_GENDER = re.compile(r"[(·/.-]e[)]?(?=s?\b)|[(]s[)]")
"""In «Invité(e)s», «suppléant·e»."""
_NAMES = ("body", "event")
"""Columns that name the body or the meeting, not who was there; a label stands there alone."""
_LONGEST_LABEL = 4  # words; what is longer is a remark


def without_seat(
    cells: pd.DataFrame,
    read: Mapping[str, Column | None],
    options: TableFile,
    table: str,
    *,
    in_numbers: bool,
) -> Iterator[tuple[str, list[int]]]:
    """Rules and their rows: ``row_absent``, ``seat_vacant`` (nobody was there, or sits), ``perhaps_*`` (to be asked).

    ``cells``: the columns that may say so, in a list of numbers those that name its rows; ``read``: what each leads to.
    What ``keep`` names is decided there, and a role that ``codes`` names by it.
    """
    kept = set(map(key, options.keep))
    names = [name for name in map(str, cells.columns) if key(name) not in kept]
    texts = {name: distinct_texts(cells[name].tolist()) for name in names if _is_text(read[name])}
    told: dict[str, set[int]] = {}
    declared, codes = set(map(word_key, options.codes.get("role", {}))), set(of_the_suite(table, "role").values())
    for name, words in texts.items():
        column = one.name if (one := read[name]) else ""
        for word in words if table in ("attendance", "bodies") else ():
            settled = column == "role" and (word_key(word) in declared or word in codes)
            rule = (_attended if table == "attendance" else _seated)(word, column, in_numbers=in_numbers)
            if rule and not (settled and rule.startswith("perhaps")):
                told.setdefault(rule, set()).update(map(int, cells.index[cells[name] == word]))
    certain = {row for rule, rows in told.items() if not rule.startswith("perhaps") for row in rows}
    for rule, rows in told.items():
        found = rows - certain if rule.startswith("perhaps") else rows
        if found:
            yield rule, sorted(found)


def is_absent(cell: str) -> bool:
    """Whether a cell says that a person was not there."""
    return bool(_pattern("absent").match(_words(cell)))


def _is_text(column: Column | None) -> bool:
    return column is None or (column.kind == "text" and not column.values)


def _attended(word: str, column: str, *, in_numbers: bool) -> str | None:
    """The rule by which a label of attendance is set aside or asked; a meeting's name is one only if it is whole."""
    text = _words(word)
    how = "fullmatch" if column in _NAMES else "match"
    kinds = ("absent", "called") if in_numbers else ("absent",)
    if len(text.split()) <= _LONGEST_LABEL and any(getattr(_pattern(kind), how)(text) for kind in kinds):
        return "row_absent"
    return "perhaps_guest" if getattr(_pattern("guest"), how)(text) else None


def _seated(word: str, column: str, *, in_numbers: bool) -> str | None:
    """The rule by which a cell of a body is set aside or asked."""
    text = _words(word)
    is_vacant = bool(words_of("vacant").search(text)) or says_gone(word)
    if column in _NAMES:
        return "seat_vacant" if is_vacant and in_numbers and len(text.split()) < _LONGEST_LABEL else None
    taken = words_of("replaced").search(re.sub(r"\b(?:non|pas|not|no|a|to be) (?:encore |yet )?(?=r)", "non", text))
    if is_vacant and not taken:
        return "seat_vacant" if column == "role" or len(text.split()) <= _LONGEST_LABEL + 1 else "perhaps_seat"
    return "perhaps_seat" if is_vacant or words_of("alternate").search(text) else None


def _words(cell: str) -> str:
    return plain(_OTHER_GENDER.sub("", cell.casefold()))


class SeatWords(Record):
    """The file: language → words."""

    absent: dict[str, list[str]]
    called: dict[str, list[str]]
    guest: dict[str, list[str]]
    people: dict[str, list[str]]
    vacant: dict[str, list[str]]
    replaced: dict[str, list[str]]
    alternate: dict[str, list[str]]
    women: dict[str, list[str]]
    youth: dict[str, list[str]]
    everybody: dict[str, list[str]]
    leading: dict[str, list[str]]
    deputy: dict[str, list[str]]
    not_leading: dict[str, list[str]]


@cache
def _any_of(kind: str) -> str:
    return any_of(getattr(load_model(TEMPLATES / "intake" / "seats.yml", SeatWords), kind))


@cache
def _pattern(kind: str) -> re.Pattern[str]:
    """A label that begins with such a word, perhaps behind a noun for people."""
    return re.compile(rf"(?:(?:{_any_of('people')}) )?(?:{_any_of(kind)})(?: (?:{_any_of(kind)}))*\b")


@cache
def words_of(kind: str) -> re.Pattern[str]:
    """Such a word anywhere in a text without capitals and accents."""
    return re.compile(rf"\b(?:{_any_of(kind)})\b")
