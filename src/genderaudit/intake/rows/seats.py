"""People listed in meetings and bodies who were absent or hold no seat: ``templates/intake/seats.yml``."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache

import pandas as pd

from genderaudit.foundations.workspace import TEMPLATES
from genderaudit.foundations.yamlfile import Record, load_model
from genderaudit.intake.cells.matching import suite_codes, word_key
from genderaudit.intake.contract import Column
from genderaudit.intake.files.headers import header_key
from genderaudit.intake.raw import distinct_texts
from genderaudit.intake.vocabulary.cell_words import says_gone
from genderaudit.intake.vocabulary.dictionaries import bare_words
from genderaudit.intake.vocabulary.row_words import pattern_of_any
from genderaudit.methodology.organisation import TableFile

_OTHER_GENDER = re.compile(r"[(·/.-]e[)]?(?=s?\b)|[(]s[)]")
"""Endings in «Invité(e)s», «suppléant·e»."""
_NAMES = ("body", "event")
"""Columns that name the body or meeting; a label of absence must be the whole cell there."""
_LONGEST_LABEL = 4  # words; a longer text is a remark


def without_seat(
    cells: pd.DataFrame,
    columns_used: Mapping[str, Column | None],
    options: TableFile,
    table: str,
    *,
    in_numbers: bool,
) -> Iterator[tuple[str, list[int]]]:
    """Yield rules with rows: ``row_absent``, ``seat_vacant`` (nobody was there, or sits), ``perhaps_*`` (questions).

    ``cells``: columns that may say so, in lists of counts those that name rows. ``columns_used``: header → column of
    the contract. Columns in ``keep``, and roles in ``codes``, are decided there.
    """
    decided_headers = set(map(header_key, options.keep))
    names = [name for name in map(str, cells.columns) if header_key(name) not in decided_headers]
    texts = {name: distinct_texts(cells[name].tolist()) for name in names if _is_text(columns_used[name])}
    rows_by_rule: dict[str, set[int]] = {}
    declared, codes = set(map(word_key, options.codes.get("role", {}))), set(suite_codes(table, "role").values())
    for name, words in texts.items():
        column = mapped.name if (mapped := columns_used[name]) else ""
        for word in words if table in ("attendance", "bodies") else ():
            settled = column == "role" and (word_key(word) in declared or word in codes)
            rule = (_rule_for_attendance if table == "attendance" else _rule_for_seat)(
                word, column, in_numbers=in_numbers
            )
            if rule and not (settled and rule.startswith("perhaps")):
                rows_by_rule.setdefault(rule, set()).update(map(int, cells.index[cells[name] == word]))
    certain = {row for rule, rows in rows_by_rule.items() if not rule.startswith("perhaps") for row in rows}
    for rule, rows in rows_by_rule.items():
        remaining = rows - certain if rule.startswith("perhaps") else rows
        if remaining:
            yield rule, sorted(remaining)


def is_absent(cell: str) -> bool:
    """Return True if a cell says that a person was absent."""
    return bool(_pattern("absent").match(_words(cell)))


def _is_text(column: Column | None) -> bool:
    return column is None or (column.kind == "text" and not column.values)


def _rule_for_attendance(word: str, column: str, *, in_numbers: bool) -> str | None:
    """Return the rule for a label of attendance, or None; in a column of names it must be the whole cell."""
    text = _words(word)
    method = "fullmatch" if column in _NAMES else "match"
    kinds = ("absent", "called") if in_numbers else ("absent",)
    if len(text.split()) <= _LONGEST_LABEL and any(getattr(_pattern(kind), method)(text) for kind in kinds):
        return "row_absent"
    return "perhaps_guest" if getattr(_pattern("guest"), method)(text) else None


def _rule_for_seat(word: str, column: str, *, in_numbers: bool) -> str | None:
    """Return the rule for a cell of a body, or None."""
    text = _words(word)
    is_vacant = bool(words_of("vacant").search(text)) or says_gone(word)
    if column in _NAMES:
        return "seat_vacant" if is_vacant and in_numbers and len(text.split()) < _LONGEST_LABEL else None
    is_replaced = words_of("replaced").search(_not_yet_replaced().sub("non", text))
    if is_vacant and not is_replaced:
        return "seat_vacant" if column == "role" or len(text.split()) <= _LONGEST_LABEL + 1 else "perhaps_seat"
    return "perhaps_seat" if is_vacant or words_of("alternate").search(text) else None


def _words(cell: str) -> str:
    return bare_words(_OTHER_GENDER.sub("", cell.casefold()))


class SeatWords(Record):
    """The file: language → words."""

    absent: dict[str, list[str]]
    called: dict[str, list[str]]
    guest: dict[str, list[str]]
    people: dict[str, list[str]]
    vacant: dict[str, list[str]]
    replaced: dict[str, list[str]]
    not_yet: dict[str, list[str]]
    alternate: dict[str, list[str]]
    women: dict[str, list[str]]
    youth: dict[str, list[str]]
    everybody: dict[str, list[str]]
    leading: dict[str, list[str]]
    deputy: dict[str, list[str]]
    not_leading: dict[str, list[str]]


@cache
def _any_of(kind: str) -> str:
    return pattern_of_any(getattr(load_model(TEMPLATES / "intake" / "seats.yml", SeatWords), kind))


@cache
def _pattern(kind: str) -> re.Pattern[str]:
    """Return a pattern of labels that begin with such a word, possibly after a noun for people."""
    return re.compile(rf"(?:(?:{_any_of('people')}) )?(?:{_any_of(kind)})(?: (?:{_any_of(kind)}))*\b")


@cache
def words_of(kind: str) -> re.Pattern[str]:
    """Return a pattern of such a word anywhere in a text without capitals and accents."""
    return re.compile(rf"\b(?:{_any_of(kind)})\b")


@cache
def _not_yet_replaced() -> re.Pattern[str]:
    """Return a pattern of a negation, with the space after it, before a word for taken places: «non remplacé»."""
    return re.compile(rf"\b(?:{_any_of('not_yet')}) (?=(?:{_any_of('replaced')}))")
