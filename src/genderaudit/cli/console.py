"""Output for any console: characters that it lacks are replaced by similar ones."""

from __future__ import annotations

import codecs
import io
import sys
import unicodedata

ERRORS = "genderaudit"
NEAREST = str.maketrans(
    {
        **dict.fromkeys("‘’‚‹›", "'"),
        **dict.fromkeys("“”„«»", '"'),
        **dict.fromkeys("‐‑–—−", "-"),
        **dict.fromkeys("·•", "-"),
        **dict.fromkeys("▲●□■", "*"),
        "°": "o",
        "©": "(c)",
        "×": "x",
        "≤": "<=",
        "≥": ">=",
        "→": "->",
        "€": "EUR",
        "£": "GBP",
        "✔": "ok",
        "✘": "x",
        "œ": "oe",
        "Œ": "OE",
        "æ": "ae",
        "Æ": "AE",
        "ß": "ss",
        "ø": "o",
        "Ø": "O",
    }
)
"""Replacements of characters in the language files that Unicode does not decompose."""


def make_readable() -> None:
    """Make standard output and errors accept every text, whatever the encoding of the console."""
    codecs.register_error(ERRORS, _nearest)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors=ERRORS)


def _nearest(error: UnicodeError) -> tuple[str, int]:
    """Return replacements: letters without accents, plain signs, a question mark for the rest."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    text = error.object[error.start : error.end].translate(NEAREST)
    plain = (mark for mark in unicodedata.normalize("NFKD", text) if not unicodedata.combining(mark))
    return "".join(mark if mark.isascii() else "?" for mark in plain), error.end
