"""Words that identify rows that are not entries: ``templates/intake/totals.yml``."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Literal

from genderaudit.foundations.plaintext import folded
from genderaudit.foundations.workspace import TEMPLATES
from genderaudit.foundations.yamlfile import Record, load_model

Kind = Literal["certain", "alone", "possible"]
SideRow = Literal["beside", "part", "asked"]
_LONGEST_LABEL = 60  # letters of the label of a total
_SIGNS = str.maketrans({"∑": "total ", "%": " percent "})
_NUMBERED = r"(?: ?[\d/]+)*"
_DATED = r"(?: [\d/]*(?:19|20)\d\d[\d/]*)+"
_MARKS = re.compile(r"[^\w/]+|_")


def total_label_kind(cell: str) -> Kind | None:
    """Return how certainly a cell is the label of a total (certain, alone, possible), or None."""
    text = _plain(cell)
    return next((kind for kind, pattern in _total_patterns().items() if pattern.fullmatch(text)), None)


def side_row_kind(cell: str) -> SideRow | None:
    """Return whether a cell labels a row beside the entries (an average …), a part, or possibly one; or None."""
    text = _plain(cell)
    if total_label_kind(cell) in ("certain", "alone"):
        return None
    return next((kind for kind, pattern in _side_row_patterns().items() if pattern.fullmatch(text)), None)


def names_whole_organisation(cell: str) -> bool:
    """Return True if a cell names what all entries together may be: Réseau, Faîtière, Network."""
    return bool(_whole_pattern().fullmatch(_plain(cell)))


def names_people_counted(cell: str) -> bool:
    """Return True if a cell names who is counted by a number in or beside it: Femmes, Effectif : 45, Total."""
    words = (word for word in _plain(cell).split() if not any(map(str.isdecimal, word)))
    text = " ".join(words).removeprefix("percent ").removesuffix(" percent")
    return bool(_people_pattern().fullmatch(text))


def is_summary_sheet(name: str) -> bool:
    """Return True if a sheet's name is one of a summary: Synthèse, Récapitulatif, Total, Overview."""
    return total_label_kind(name) in ("certain", "alone") or bool(
        re.fullmatch(rf"(?:{_patterns_of_words()['sheet']})\b.*", _plain(name))
    )


def _plain(cell: str) -> str:
    """Return the words of a label in lower case without accents and signs; empty if too long for a label."""
    if len(cell) > _LONGEST_LABEL:
        return ""
    text = cell.translate(_SIGNS)
    words = _MARKS.sub(" ", text.lower() if text.isascii() else folded(text)).split()
    return "".join(words) if words and all(len(word) == 1 for word in words) else " ".join(words)


class RowWords(Record):
    """The file: language → beginnings of labels, or labels."""

    certain: dict[str, list[str]]
    alone: dict[str, list[str]]
    possible: dict[str, list[str]]
    sum: dict[str, list[str]]
    beside: dict[str, list[str]]
    beside_alone: dict[str, list[str]]
    dated: dict[str, list[str]]
    part: dict[str, list[str]]
    tally: dict[str, list[str]]
    sheet: dict[str, list[str]]


@cache
def _patterns_of_words() -> dict[str, str]:
    """Return kind of words → a pattern of any of them."""
    words = load_model(TEMPLATES / "intake" / "totals.yml", RowWords)
    return {kind: pattern_of_any(given) for kind, given in words}


def pattern_of_any(given: Mapping[str, Iterable[str]]) -> str:
    """Return a pattern of any of these words (language → words); a star stands for the rest of a word."""
    words = (word for one in given.values() for word in one)
    return "|".join(re.escape(word).replace(r"\*", r"\w*").replace(r"\ ", " ") for word in words)


@cache
def _total_patterns() -> dict[Kind, re.Pattern[str]]:
    """Return patterns of labels of totals, the most certain first."""
    words = _patterns_of_words()
    return {
        "certain": re.compile(rf"(?:{words['certain']})\b.*"),
        "alone": re.compile(rf"(?:{words['alone']}){_NUMBERED}"),
        "possible": re.compile(rf"(?:{words['possible']})\b.*|.*\b(?:{words['possible']})"),
    }


@cache
def _whole_pattern() -> re.Pattern[str]:
    return re.compile(rf"(?:{_patterns_of_words()['sum']})\b.*")


@cache
def _people_pattern() -> re.Pattern[str]:
    """Return the pattern of names of people counted, and of labels of totals."""
    words = _patterns_of_words()
    return re.compile(rf"{words['tally']}|{words['alone']}|(?:{words['certain']})\b.*")


@cache
def _side_row_patterns() -> dict[SideRow, re.Pattern[str]]:
    """Return patterns of labels of rows beside the entries, and of parts."""
    words = _patterns_of_words()
    return {
        "part": re.compile(rf"(?:{words['part']})\b.*"),
        "beside": re.compile(
            rf"(?:{words['beside']})\b.*|(?:{words['beside_alone']}){_NUMBERED}|(?:{words['dated']}){_DATED}"
        ),
        "asked": re.compile(words["dated"]),
    }
