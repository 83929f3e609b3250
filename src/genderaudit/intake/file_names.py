"""What the names of files and sheets say a list is of: «Feuille de présence AG» is of *AG*."""

from __future__ import annotations

import re

from genderaudit.intake.dictionaries import plain
from genderaudit.intake.raw import one_line
from genderaudit.intake.written import written

_PLAIN_SHEET = re.compile(r"(sheet|feuille?|hoja|planilha|folha|tabelle)\s?\d*", re.IGNORECASE)
"""Names that programs give to sheets themselves."""


def subject(stem: str, sheet: str = "") -> str:
    """What a list is of, as its names say: the sheet's where it says something, else the file's without its ending."""
    sheet = "" if _PLAIN_SHEET.fullmatch(sheet.strip()) else sheet
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
