"""Checks of texts that are printed as people typed them: formulas, markup, contact details and names are refused.

Telephone numbers are distinguished from amounts (450 000), years (2024-2025), dates and laws (2015-052). A name is
recognised by two names of one listed person next to each other, in either order, or by a title or an initial before
one of them.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Collection, Iterable

from genderaudit.foundations.plaintext import folded

LONGEST = 300
"""Maximum length in characters; a longer text is not an action or note, and breaks a table."""

_FORMULA = re.compile(r"\s*(?:[=@]|[+-](?=\S))")
_MARKUP = re.compile(r"<\s*[/!?a-z]|&(?:#\w+|[a-z]+);|\{\{|\{%", re.I)
_MAIL = re.compile(r"[^\s@]+\s?(?:@|\(at\)|\[at\])\s?[\w-]+(?:\.[\w-]+)+", re.I)
_NO_TELEPHONE = re.compile(
    r"(?<![\d./-])\d{1,2}[./-]\d{1,2}[./-](?:\d{4}|\d{2})(?![./-]?\d)|\b\d{4}-\d\d-\d\d\b"  # days
    r"|\b(?:19|20)\d\d\s?[-–/]\s?(?:19|20)\d\d\b"  # years
    r"|(?<![\d.+(-])\b(?:19|20)\d\d-\d{3}\b(?![\s.-]?\d)"  # laws
    r"|(?<![\d+(])[1-9]\d{0,2}(?:[\s.,’']\d{3})+(?![\s.-]?\d)"  # amounts
)
_DIGITS = re.compile(r"(?:\+|\b|\()\d(?:[\s().\-/]{0,2}\d){6,}")
_FEWEST_DIGITS = 7  # of a telephone number
_LONGEST_AMOUNT = 7  # digits without a space; more are a telephone number
_WORD = re.compile(r"[^\W\d_]+")
_TITLES = frozenset(
    {"m", "mr", "mrs", "ms", "miss", "mme", "mmes", "mlle", "madame", "monsieur", "dr", "prof"}
    | {"sr", "sra", "senor", "senora", "dom", "dona"}
)


def has_contact(text: str) -> bool:
    """Return true if the text has an e-mail address or a telephone number."""
    return bool(_MAIL.search(text)) or _has_telephone(text)


RULES: dict[str, Callable[[str], object]] = {
    "text_formula": _FORMULA.match,
    "text_markup": _MARKUP.search,
    "text_long": lambda text: len(text) > LONGEST,
    "text_contact": has_contact,
}
"""Rules that need no list of people → a test that is true where the text breaks the rule."""


class People:
    """The people of the lists whose names share a word with one of some texts."""

    def __init__(self, names: Iterable[str], texts: Iterable[str]) -> None:
        words_of_texts = {word for text in texts for word in _words(text)}
        names_of_people = {frozenset(word for word in _words(name) if len(word) > 1) for name in names}
        self._people: Collection[frozenset[str]] = [person for person in names_of_people if person & words_of_texts]

    def named_in(self, text: str) -> bool:
        """Return true if the text names one of them."""
        for before, word in itertools.pairwise(_words(text)):
            for person in self._people:
                if word in person and (before in person - {word} or before in _TITLES or len(before) == 1):
                    return True
        return False


def _has_telephone(text: str) -> bool:
    for match in _DIGITS.finditer(_NO_TELEPHONE.sub(" ; ", text)):
        digits_as_written = match.group()
        digits = sum(letter.isdigit() for letter in digits_as_written)
        if digits > _LONGEST_AMOUNT or (digits >= _FEWEST_DIGITS and not digits_as_written.isdigit()):
            return True
    return False


def _words(text: str) -> list[str]:
    return _WORD.findall(folded(text))
