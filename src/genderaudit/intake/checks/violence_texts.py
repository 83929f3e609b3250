"""Detection of texts that report violence or harassment; they are not printed until reworded or confirmed.

Of violence a report gives only a band for the whole organisation. Words: ``templates/intake/violence.yml``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache
from itertools import chain

from genderaudit.foundations.plaintext import folded
from genderaudit.foundations.workspace import TEMPLATES
from genderaudit.foundations.yamlfile import Record, load_model

_PLACE = re.compile(r"(?<![.!?:«»\"“(\s])\s+(?:[^\W\d_]['’])?[^\W\d_a-zà-ÿ][^\W\d_]+")
"""A capital letter within a sentence, a sign of a place name: Kaya, l'Agence."""
_APOSTROPHES = re.compile(r"['’‘ʼ´`-]")


class _Words(Record):
    """The file of words: language → words."""

    acts: dict[str, list[str]]
    subjects: dict[str, list[str]]
    general: dict[str, list[str]]
    people: dict[str, list[str]]
    numbers: dict[str, list[str]]
    harmless: dict[str, list[str]]


def tells_of_violence(text: str, *, is_note: bool) -> bool:
    """Return True if a text has a word of violence or harassment and is not about rules only.

    A text about rules (*aucune règle contre le harcèlement*) names no act, person or function; a note (``is_note``)
    also no number and no place, which actions and document titles may have.
    """
    patterns = _patterns()
    plain = patterns["harmless"].sub(" ", " ".join(_APOSTROPHES.sub(" ", folded(text)).split()))
    if patterns["acts"].search(plain):
        return True
    if not patterns["subjects"].search(plain):
        return False
    if patterns["people"].search(plain) or not patterns["general"].search(plain):
        return True
    return is_note and bool(re.search(r"\d", plain) or patterns["numbers"].search(plain) or _PLACE.search(text))


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    known = load_model(TEMPLATES / "intake" / "violence.yml", _Words)
    return {kind: _any_of(words) for kind, words in known}


def _any_of(words: Mapping[str, Sequence[str]]) -> re.Pattern[str]:
    listed = (re.escape(word).replace(r"\*", r"\w*") for word in chain.from_iterable(words.values()))
    return re.compile(rf"\b(?:{'|'.join(listed)})\b")
