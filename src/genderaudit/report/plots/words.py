"""Words of a chart: its language, and the name of a reference that it is read against."""

from __future__ import annotations

from typing import TypeAlias

from genderaudit.foundations.language import Language
from genderaudit.foundations.language import language as language_of

Reference: TypeAlias = float | tuple[float | None, float | None] | None
"""What values are compared with: one number, a range with one or two bounds, or nothing; in the unit of the values."""


def in_language(language: str | Language) -> Language:
    """The language with this code, or the one given."""
    return language if isinstance(language, Language) else language_of(language)


def bounds(reference: Reference) -> list[float]:
    """The numbers at which a line is drawn."""
    ends = reference if isinstance(reference, tuple) else (reference,)
    return [end for end in ends if end is not None]


def reference_name(reference: Reference, unit: str, language: Language) -> str:
    """What is written beside the line: parity, or the target with its bounds."""
    asked = "asked" if unit == "share" else unit
    if not isinstance(reference, tuple):
        if unit == "share" and reference == 0.5:
            return language.text("charts.parity", number=50)
        if unit == "ratio" and reference == 1.0:
            return language.text("charts.equal")
        return language.text("charts.target", target=language.figure(reference, asked))
    low, high = (None if end is None else language.figure(end, asked) for end in reference)
    form = "between" if low and high else "least" if low else "most"
    return language.text("charts.target", target=language.text(f"targets_text.{form}", low=low, high=high))
