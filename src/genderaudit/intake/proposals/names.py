"""Words in the names of files and sheets that say which list they hold, and what they hold it of."""

from __future__ import annotations

import re
from collections.abc import Sequence

from genderaudit.days import months
from genderaudit.intake.dictionaries import Words, plain
from genderaudit.intake.raw import one_line
from genderaudit.intake.written import written

BEFORE = ("attendance", "recruitment", "budget", "survey", "bodies", "staff", "members")
"""Of several words the first counts: the attendance of members is attendance, the budget for staff a budget."""
PLAIN_SHEET = re.compile(r"(sheet|feuille?|hoja|planilha|folha|tabelle)\s?\d*", re.IGNORECASE)
"""Names that programs give to sheets themselves."""


def tables_named(name: str, dictionary: Words) -> list[str]:
    """The tables that a name has words for, the likeliest first."""
    text = f" {plain(name.replace('_', ' '))} "
    found = {table for word, table in dictionary.names.items() if f" {word} " in text}
    if any(f" {plain(word)} " in text for word in written().meetings):
        found.add("attendance")
    return [table for table in BEFORE if table in found]


def subject(stem: str, sheet: str) -> str:
    """What a list is of, as its names say: «Feuille de présence AG» is of *AG*; the sheet's where it says something."""
    sheet = "" if PLAIN_SHEET.fullmatch(sheet.strip()) else sheet
    for name in (sheet, stem):
        kept = _without_form(one_line(name.replace("_", " ")))
        if kept:
            return kept
    return one_line(stem)


def _without_form(name: str) -> str:
    """A name without the words for a form at its beginning: feuille, liste, présence, émargement, de, des …"""
    words = name.split()
    form = {plain(word) for word in (*written().presence, *written().signature, *written().form_words)}
    while words and all(part in form for part in plain(words[0]).split()):
        words = words[1:]
    return " ".join(words)


def are_periods(names: Sequence[str]) -> bool:
    """Whether names differ in years, months or numbers only: the same list at several times, rather than its parts."""
    words = [plain(name.replace("_", " ")).split() for name in names]
    common = set(words[0]).intersection(*map(set, words[1:]))
    periods = {plain(word) for word in (*months(), *written().period_columns)}
    rest = [[word for word in one if word not in common] for one in words]
    return all(
        all(word.isdigit() or word in periods or (word[:1] in "ts" and word[1:].isdigit()) for word in one)
        for one in rest
    )
