"""Text that can be shown everywhere: on a page, in a picture, in a workbook, on a terminal."""

from __future__ import annotations

import re
import unicodedata

CONTROLS = re.compile("[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
"""Characters that are illegal in XML or control a terminal; tabs and line breaks are not among them."""


def plain(text: str) -> str:
    """Return the text without control characters."""
    return CONTROLS.sub("", text)


def folded(text: str) -> str:
    """Return the text in lower case without accents, for comparison; signs and spaces stay."""
    decomposed = unicodedata.normalize("NFKD", text.replace("œ", "oe").lower())
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))
