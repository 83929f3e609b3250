"""Subject of a list from the name of its file or sheet: «Feuille de présence AG» is about *AG*."""

from __future__ import annotations

import re

from genderaudit.intake.raw import one_line
from genderaudit.intake.vocabulary.cell_words import cell_words
from genderaudit.intake.vocabulary.dictionaries import bare_words

_PLAIN_SHEET = re.compile(r"(sheet|feuille?|hoja|planilha|folha|tabelle)\s?\d*", re.IGNORECASE)
"""Default names of sheets."""


def subject(stem: str, sheet: str = "") -> str:
    """Return the subject of a list: from the sheet's name if it has one, else from the file's."""
    sheet = "" if _PLAIN_SHEET.fullmatch(sheet.strip()) else sheet
    for name in (sheet, stem):
        remaining = _without_form(one_line(name.replace("_", " ")))
        if remaining:
            return remaining
    return one_line(stem)


def _without_form(name: str) -> str:
    """Return a name without leading words for a form: feuille, liste, présence, émargement, de, des …"""
    words = name.split()
    form = {bare_words(word) for word in (*cell_words().presence, *cell_words().signature, *cell_words().form_words)}
    while words and all(part in form for part in bare_words(words[0]).split()):
        words = words[1:]
    return " ".join(words)
