"""At which confidence level intervals are, said wherever intervals are shown: by the intervals' own level."""

from __future__ import annotations

from collections.abc import Iterable

from genderaudit.conclusions.findings import Finding
from genderaudit.foundations.language import Language


def levels_of(findings: Iterable[Finding]) -> list[float]:
    """The levels of these findings' intervals; figures of an earlier round keep theirs."""
    return sorted({finding.interval.level for finding in findings if finding.interval})


def words_of(levels: Iterable[float], language: Language) -> str:
    """The levels in words, e.g. «95%»; nothing where there is none."""
    return language.listed(language.figure(level, "confidence") for level in levels)


def at_level(title: str, levels: Iterable[float], language: Language) -> str:
    """The header of a column of intervals."""
    level = words_of(levels, language)
    return language.text("tables_text.at_level", title=title, level=level) if level else title
