"""Confidence levels of the intervals shown, in words; each interval carries its own level."""

from __future__ import annotations

from collections.abc import Iterable

from genderaudit.conclusions.findings import Finding
from genderaudit.foundations.language import Language


def levels_of(findings: Iterable[Finding]) -> list[float]:
    """Return the distinct confidence levels of these findings' intervals, in ascending order."""
    return sorted({finding.interval.level for finding in findings if finding.interval})


def words_of(levels: Iterable[float], language: Language) -> str:
    """Return the levels in words, for example «95%»; empty if there are none."""
    return language.listed(language.figure(level, "confidence") for level in levels)


def at_level(title: str, levels: Iterable[float], language: Language) -> str:
    """Return the header of a column of intervals, with the confidence level."""
    level = words_of(levels, language)
    return language.text("tables_text.at_level", title=title, level=level) if level else title
