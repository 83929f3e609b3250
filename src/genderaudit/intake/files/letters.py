"""Wrongly decoded letters: «ComptabilitÃ©» (UTF-8 read twice), «ComptabilitŽ» (MacRoman).

They are reported, not corrected: the same name may be right in another file, and one unit would become two.
"""

from __future__ import annotations

import re
from collections.abc import Callable

import ftfy.badness

from genderaudit.intake.files.sheet_notes import column_used
from genderaudit.intake.problems import Remark
from genderaudit.intake.raw import RawTable, distinct_texts
from genderaudit.methodology.organisation import TableFile

_MOST_WORDS = 5_000  # distinct words checked per column
# MacRoman's é, à, â, É, … read as Windows-1252, at places where no European word has these letters.
_MAC = re.compile(r"[^\W\d_][ƒˆ‰]|[a-zß-ÿ][ŽŠŒŸ]|[^\W\d_][™“”•‹›](?=[^\W\d_])")


def letter_remarks(raw: RawTable, options: TableFile, table: str) -> list[Remark]:
    """Return remarks on such letters in headers, and in words of columns that the audit reads."""
    remarks = []
    for name in map(str, raw.cells.columns):
        words: dict[str, None] = {}
        if column_used(name, options, table):
            cells = dict.fromkeys(raw.cells[name].tolist())
            words = dict.fromkeys(cell for cell in cells if isinstance(cell, str) and not cell.isascii())
        for rule, is_wrong in _RULES.items():
            wrong = [word for word in list(words)[:_MOST_WORDS] if is_wrong(word)]
            rows = raw.cells.index[raw.cells[name].isin(wrong)] if wrong else ()
            if wrong or is_wrong(name):
                remarks.append(Remark("warning", rule, tuple(map(int, rows)), name))
    return remarks


def is_mac(raw: RawTable) -> bool:
    """Return True if most headers and words that are not ASCII have MacRoman letters."""
    cells = [cell for name in raw.cells.columns for cell in distinct_texts(raw.cells[name].tolist())]
    words = [word for word in map(str, (*raw.cells.columns, *cells)) if not word.isascii()][:_MOST_WORDS]
    return bool(words) and 2 * sum(map(_of_mac, words)) >= len(words)


def _read_twice(text: str) -> bool:
    return not text.isascii() and ftfy.badness.is_bad(text) and ftfy.fix_encoding(text) != text


def _of_mac(text: str) -> bool:
    return _MAC.search(text) is not None


_RULES: dict[str, Callable[[str], bool]] = {"letters_read_twice": _read_twice, "letters_of_mac": _of_mac}
