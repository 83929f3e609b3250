"""Language of a chart, and the name of a reference line."""

from __future__ import annotations

from typing import TypeAlias

from genderaudit.foundations.language import Language
from genderaudit.foundations.language import language as language_of

Reference: TypeAlias = float | tuple[float | None, float | None] | None
"""Reference of the values, in their unit: a number, a range with one or two bounds, or none."""


def in_language(language: str | Language) -> Language:
    """Return the language with this code, or the one given."""
    return language if isinstance(language, Language) else language_of(language)


def bounds(reference: Reference) -> list[float]:
    """Return the numbers at which a line is drawn."""
    ends = reference if isinstance(reference, tuple) else (reference,)
    return [end for end in ends if end is not None]


def reference_name(reference: Reference, unit: str, language: Language) -> str:
    """Return the text beside the line: parity, or the target with its bounds."""
    target_unit = "asked" if unit == "share" else unit
    if not isinstance(reference, tuple):
        if unit == "share" and reference == 0.5:
            return language.text("charts.parity", number=50)
        if unit == "ratio" and reference == 1.0:
            return language.text("charts.equal")
        return language.text("charts.target", target=language.figure(reference, target_unit))
    low, high = (None if end is None else language.figure(end, target_unit) for end in reference)
    form = "between" if low and high else "least" if low else "most"
    return language.text("charts.target", target=language.text(f"targets_text.{form}", low=low, high=high))
