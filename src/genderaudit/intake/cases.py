"""Notes that tell of cases of violence, by a number or a place: such a text is not printed as it stands.

Of violence a report tells a band of the whole organisation only. Words: ``templates/intake/violence.yml``.
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
"""A capital within a sentence: Kaya, l'Agence."""


class _Words(Record):
    """The file: language → words."""

    words: dict[str, list[str]]
    numbers: dict[str, list[str]]


def tells_cases(text: str) -> bool:
    """Whether a text names violence or harassment and, with it, a number or a place."""
    violence, numbers = _patterns()
    plain = folded(text)
    if not violence.search(plain):
        return False
    return bool(re.search(r"\d", plain) or numbers.search(plain) or _PLACE.search(text))


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    known = load_model(TEMPLATES / "intake" / "violence.yml", _Words)
    return _any_of(known.words), _any_of(known.numbers)


def _any_of(words: Mapping[str, Sequence[str]]) -> re.Pattern[str]:
    listed = (re.escape(word).replace(r"\*", r"\w*") for word in chain.from_iterable(words.values()))
    return re.compile(rf"\b(?:{'|'.join(listed)})\b")
