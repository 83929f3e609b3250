"""Sentences on the lowest and the highest of several groups.

A group is called lowest or highest only if all groups could be compared; ties are named; two groups are not ranked.
"""

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
"""Number of groups from which one is called lowest or highest; two are both reported."""
FEWEST_ANSWERS = 30
"""Answers that a group needs to be called lowest or highest in the survey."""
MOST_NAMED = 3
"""Tied groups that are named; of more, only their number is given."""

NAMED = ("scope", *(f"{end}{part}" for end in ("lowest", "highest") for part in ("", "_value", "_names")))
"""Placeholders that a sentence about the ends of a range may use."""


def compared(indicator: Indicator, findings: Sequence[Finding]) -> list[Finding]:
    """Return the groups that sentences compare: with a value, and not of a handful of people or seats."""
    minimum = _minimum_compared(indicator)
    counted = indicator.protection == "answers"
    rows = [f for f in _rows(indicator, findings) if f.calculated]
    return [f for f in rows if (f.n or 0) >= minimum or (f.women is None and not counted)]


def extremes(indicator: Indicator, findings: Sequence[Finding], language: Language) -> Markup | None:
    """Return a sentence on the range over groups (``range``) or the extremes (``most``), or None without such a text.

    A range says which rows it leaves out (hidden or small ones); a band beyond all known values is an end of the range.
    ``most`` is used only if every group could be compared.
    """
    groups = compared(indicator, findings)
    if len(groups) < FEWEST:
        return None
    rows = _rows(indicator, findings)
    known = [f.value or 0 for f in groups]
    enough = [f for f in rows if indicator.protection != "answers" or (f.n or 0) >= _minimum_compared(indicator)]
    bands = [f for f in enough if f.band and (_high(f) <= min(known) or _low(f) >= max(known))]
    hidden = any(f.status in ("suppressed", "banded") and f not in bands for f in rows)
    small = sum(f.calculated for f in rows) > len(groups)
    key = f"indicators.{indicator.id}"
    words = f"{key}.most" if not hidden and not small and language.has(f"{key}.most") else f"{key}.range"
    together = unit_of(rows, indicator.base)
    texts = {f.id: language.figure(f.number, together or f.unit) for f in groups}
    texts |= {f.id: reason_of(f, language) for f in bands}
    ends = {"lowest": min([*bands, *groups], key=_low), "highest": max([*bands, *groups], key=_high)}
    if not language.has(words) or texts[ends["lowest"].id] == texts[ends["highest"].id]:
        return None
    values: dict[str, Any] = {"scope": _scope(indicator, hidden, small, language)}
    for name, end in ends.items():
        tied = [f for f in (*bands, *groups) if texts[f.id] == texts[end.id]]
        values[f"{name}_value"] = texts[end.id]
        values[name] = _names_or_number([_with_base(f, indicator, language) for f in tied], tied, language)
        values[f"{name}_names"] = _names_or_number([group_label(f.group, language) for f in tied], tied, language)
    return language.html(words, **values)


def _rows(indicator: Indicator, findings: Sequence[Finding]) -> list[Finding]:
    """Return the findings by group, without "not stated"; in the survey's pairs only women and men."""
    of_a_sex = indicator.chart in ("pairs", "likert")
    return [
        f for f in findings if f.group and NOT_STATED not in f.group.values() and (not of_a_sex or "sex" in f.group)
    ]


def _minimum_compared(indicator: Indicator) -> int:
    """Return the number of people, seats or answers from which sentences compare a group."""
    rated = methodology().thresholds.smallest_rated(indicator.base)
    return max(rated, FEWEST_ANSWERS) if indicator.protection == "answers" else rated


def _low(finding: Finding) -> float:
    """Return the value, or the lower end of the band that stands for it."""
    return (finding.band.low if finding.band else finding.value) or 0


def _high(finding: Finding) -> float:
    return (finding.band.high if finding.band else finding.value) or 0


def _scope(indicator: Indicator, hidden: bool, small: bool, language: Language) -> str:
    """Return among which groups the sentence compares; empty if among all."""
    if not hidden and not small:
        return ""
    name = "both" if hidden and small else "shown" if hidden else "large"
    minimum = _minimum_compared(indicator)
    base = language.text(f"bases.{indicator.base}", number=minimum)
    return language.text(f"sentences.scope.{name}", smallest=base)


def _with_base(finding: Finding, indicator: Indicator, language: Language) -> str:
    label = group_label(finding.group, language)
    if not finding.n:
        return label
    return language.text(
        "sentences.of_base", group=label, base=language.text(f"bases.{indicator.base}", number=finding.n)
    )


def _names_or_number(names: Sequence[str], tied: Sequence[Finding], language: Language) -> str:
    """Return the names of all tied groups, or their number; women and men of one statement count once."""
    if len(names) <= MOST_NAMED:
        return language.listed(names)
    groups = [{name: value for name, value in f.group.items() if name != "sex"} for f in tied]
    counted_as = f"charts.groups_of.{next(iter(groups[0]), '')}" if len(groups[0]) == 1 else ""
    number = len({tuple(group.items()) for group in groups})
    return language.text(counted_as if counted_as and language.has(counted_as) else "charts.groups", number=number)
