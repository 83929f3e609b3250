"""The lowest and the highest of several groups, in words that hold: over all rows, ties named, never of two."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from markupsafe import Markup

from genderaudit.conclusions.findings import Finding
from genderaudit.foundations.language import Language
from genderaudit.measures.counting import NOT_STATED
from genderaudit.methodology.method import methodology
from genderaudit.methodology.models import Indicator
from genderaudit.report.labels import group_label, reason_of
from genderaudit.report.tables import unit_of

FEWEST = 3
"""Groups of which one may be called the lowest or the highest; of two, both are told."""
FEWEST_ANSWERS = 30
"""Answers that a group needs to be called the lowest or the highest of those asked."""
MOST_NAMED = 3
"""Groups that tie and are all named; of more only how many they are is said."""

NAMED = ("scope", *(f"{end}{part}" for end in ("lowest", "highest") for part in ("", "_value", "_names")))
"""What a sentence about the ends of a range may name."""


def compared(indicator: Indicator, findings: Sequence[Finding]) -> list[Finding]:
    """The groups that sentences compare: known ones, and not those of a handful of people or seats."""
    smallest = _smallest(indicator)
    counted = indicator.protection == "answers"
    rows = [f for f in _rows(indicator, findings) if f.calculated]
    return [f for f in rows if (f.n or 0) >= smallest or (f.women is None and not counted)]


def extremes(indicator: Indicator, findings: Sequence[Finding], language: Language) -> Markup | None:
    """From which value to which the groups go (``range``), or which is the ``most`` or least; ``None``: no such words.

    A range says which rows it leaves out, hidden or small ones; a band beyond all others is its end. Nothing is
    called the most that was not compared with all others.
    """
    told = compared(indicator, findings)
    if len(told) < FEWEST:
        return None
    rows = _rows(indicator, findings)
    known = [f.value or 0 for f in told]
    enough = [f for f in rows if indicator.protection != "answers" or (f.n or 0) >= _smallest(indicator)]
    bands = [f for f in enough if f.band and (_high(f) <= min(known) or _low(f) >= max(known))]
    hidden = any(f.status in ("suppressed", "banded") and f not in bands for f in rows)
    small = sum(f.calculated for f in rows) > len(told)
    key = f"indicators.{indicator.id}"
    words = f"{key}.most" if not hidden and not small and language.has(f"{key}.most") else f"{key}.range"
    together = unit_of(rows, indicator.base)
    texts = {f.id: language.figure(f.number, together or f.unit) for f in told}
    texts |= {f.id: reason_of(f, language) for f in bands}
    ends = {"lowest": min([*bands, *told], key=_low), "highest": max([*bands, *told], key=_high)}
    if not language.has(words) or texts[ends["lowest"].id] == texts[ends["highest"].id]:
        return None
    values: dict[str, Any] = {"scope": _scope(indicator, hidden, small, language)}
    for name, end in ends.items():
        alike = [f for f in (*bands, *told) if texts[f.id] == texts[end.id]]
        values[f"{name}_value"] = texts[end.id]
        values[name] = _named([_with_base(f, indicator, language) for f in alike], alike, language)
        values[f"{name}_names"] = _named([group_label(f.group, language) for f in alike], alike, language)
    return language.html(words, **values)


def _rows(indicator: Indicator, findings: Sequence[Finding]) -> list[Finding]:
    """The rows of the table that are groups: not who is in none, and of the survey's pairs women and men only."""
    of_a_sex = indicator.chart in ("pairs", "likert")
    return [
        f for f in findings if f.group and NOT_STATED not in f.group.values() and (not of_a_sex or "sex" in f.group)
    ]


def _smallest(indicator: Indicator) -> int:
    """Of how many a group must be that sentences compare."""
    rated = methodology().thresholds.smallest_rated(indicator.base)
    return max(rated, FEWEST_ANSWERS) if indicator.protection == "answers" else rated


def _low(finding: Finding) -> float:
    """The value, or the lower end of the band that stands for it."""
    return (finding.band.low if finding.band else finding.value) or 0


def _high(finding: Finding) -> float:
    return (finding.band.high if finding.band else finding.value) or 0


def _scope(indicator: Indicator, hidden: bool, small: bool, language: Language) -> str:
    """Among which groups, where not among all."""
    if not hidden and not small:
        return ""
    name = "both" if hidden and small else "shown" if hidden else "large"
    smallest = _smallest(indicator)
    base = language.text(f"bases.{indicator.base}", number=smallest)
    return language.text(f"sentences.scope.{name}", smallest=base)


def _with_base(finding: Finding, indicator: Indicator, language: Language) -> str:
    label = group_label(finding.group, language)
    if not finding.n:
        return label
    return language.text(
        "sentences.of_base", group=label, base=language.text(f"bases.{indicator.base}", number=finding.n)
    )


def _named(names: Sequence[str], alike: Sequence[Finding], language: Language) -> str:
    """All that tie, or how many they are, women and men of one statement counted once."""
    if len(names) <= MOST_NAMED:
        return language.listed(names)
    groups = [{name: value for name, value in f.group.items() if name != "sex"} for f in alike]
    own = f"charts.groups_of.{next(iter(groups[0]), '')}" if len(groups[0]) == 1 else ""
    number = len({tuple(group.items()) for group in groups})
    return language.text(own if own and language.has(own) else "charts.groups", number=number)
