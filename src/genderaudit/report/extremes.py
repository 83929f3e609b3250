"""The lowest and the highest of several groups, in words that hold: over all rows, ties named, never of two."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from markupsafe import Markup

from genderaudit.findings import Finding
from genderaudit.language import Language
from genderaudit.measures.counting import NOT_STATED
from genderaudit.methodology import Indicator, methodology
from genderaudit.report.labels import group_label

FEWEST = 3
"""Groups of which one may be called the lowest or the highest; of two, both are told."""
MOST_NAMED = 3
"""Groups that tie and are all named; of more only how many they are is said."""


def compared(indicator: Indicator, findings: Sequence[Finding]) -> list[Finding]:
    """The groups that sentences compare: known ones, and not those of a handful of people or seats."""
    smallest = methodology().thresholds.smallest_rated(indicator.base)
    return [f for f in _rows(indicator, findings) if f.calculated and (f.women is None or (f.n or 0) >= smallest)]


def extremes(indicator: Indicator, findings: Sequence[Finding], language: Language) -> Markup | None:
    """From which value to which the groups go (``range``), or which is the ``most`` or least; ``None``: no such words.

    A range says which rows it leaves out, hidden or small ones. Nothing is called the most that was not compared
    with all others.
    """
    told = compared(indicator, findings)
    if len(told) < FEWEST:
        return None
    rows = _rows(indicator, findings)
    hidden = any(f.status == "suppressed" for f in rows)
    small = sum(f.calculated for f in rows) > len(told)
    key = f"indicators.{indicator.id}"
    whole = not hidden and not small
    words = f"{key}.most" if whole and language.has(f"{key}.most") else f"{key}.range"
    ends = {"lowest": min(told, key=_value), "highest": max(told, key=_value)}
    printed = {name: language.figure(f.value, f.unit) for name, f in ends.items()}
    if not language.has(words) or printed["lowest"] == printed["highest"]:
        return None
    values: dict[str, Any] = {"scope": _scope(indicator, hidden, small, language)}
    for name, end in ends.items():
        alike = [f for f in told if language.figure(f.value, f.unit) == printed[name]]
        values[f"{name}_value"] = end.value
        values[name] = _named([_with_base(f, indicator, language) for f in alike], language)
        values[f"{name}_names"] = _named([group_label(f.group, language) for f in alike], language)
    return language.html(words, **values)


def _rows(indicator: Indicator, findings: Sequence[Finding]) -> list[Finding]:
    """The rows of the table that are groups: not who is in none, and of the survey's pairs women and men only."""
    of_a_sex = indicator.chart in ("pairs", "likert")
    return [
        f for f in findings if f.group and NOT_STATED not in f.group.values() and (not of_a_sex or "sex" in f.group)
    ]


def _value(finding: Finding) -> float:
    return finding.value or 0


def _scope(indicator: Indicator, hidden: bool, small: bool, language: Language) -> str:
    """Among which groups, where not among all."""
    if not hidden and not small:
        return ""
    name = "both" if hidden and small else "shown" if hidden else "large"
    smallest = methodology().thresholds.smallest_rated(indicator.base)
    base = language.text(f"bases.{indicator.base}", number=smallest)
    return language.text(f"sentences.scope.{name}", smallest=base)


def _with_base(finding: Finding, indicator: Indicator, language: Language) -> str:
    label = group_label(finding.group, language)
    if not finding.n:
        return label
    return language.text(
        "sentences.of_base", group=label, base=language.text(f"bases.{indicator.base}", number=finding.n)
    )


def _named(names: Sequence[str], language: Language) -> str:
    """All that tie, or how many they are."""
    return language.text("charts.groups", number=len(names)) if len(names) > MOST_NAMED else language.listed(names)
