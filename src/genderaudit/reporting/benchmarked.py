"""The middle of many organisations, said once below the figure of the organisation's own that it is to be read with."""

from __future__ import annotations

from collections.abc import Iterator

from genderaudit.conclusions.choice import choice
from genderaudit.conclusions.findings import Finding
from genderaudit.reporting.material import Material
from genderaudit.reporting.words import is_left_out


def benchmarked(one: Finding, material: Material) -> str:
    """The benchmarks of a figure, and of those that it is told with or stands for; empty where no synthesis tells any.

    They say neither a place nor who is better. Where it could be doubted which figure one is of, its name and value
    stand before it.
    """
    others = list(_told_with(one, material))
    return " ".join(filter(None, (_benchmark(own, material, named=bool(others)) for own in (one, *others))))


def _benchmark(own: Finding, material: Material, named: bool) -> str:
    language, found = material.language, material.benchmarks.get(own.indicator)
    if found is None or is_left_out(own.indicator, material):
        return ""
    unit = material.method.indicators[own.indicator].unit
    text = language.text(
        "report.benchmark_of_kind" if found.kind else "report.benchmark",
        number=found.audits,
        years=str(found.last) if found.first == found.last else f"{found.first}–{found.last}",
        middle=language.figure(found.middle, "whole" if unit in ("share", "gap") else unit),
    )
    if not named:
        return text
    name, value = language.text(f"indicators.{own.indicator}.title"), language.figure(own.number, own.unit)
    return f"{language.text('charts.row', label=name, value=value)}. {text}"


def _told_with(one: Finding, material: Material) -> Iterator[Finding]:
    """The figures of the whole that are told right after one, or in whose place it stands."""
    instead = (name for name, by in choice().instead.items() if by == one.indicator)
    for name in dict.fromkeys([choice().beside.get(one.indicator, ""), *instead]):
        yield from (own for own in material.of(name) if own.calculated and not own.group)
