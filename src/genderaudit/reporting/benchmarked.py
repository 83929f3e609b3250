"""Benchmarks: the median of many organisations, printed below the organisation's own figure."""

from __future__ import annotations

from collections.abc import Iterator

from genderaudit.conclusions.choice import choice
from genderaudit.conclusions.findings import Finding
from genderaudit.reporting.material import Material
from genderaudit.reporting.words import is_left_out


def benchmarked(finding: Finding, material: Material) -> str:
    """Return the benchmarks of a figure and of those told with it; empty if no synthesis has any.

    They give neither a rank nor a judgement. Where it could be unclear which figure one belongs to, its name and value
    come first.
    """
    others = list(_told_with(finding, material))
    return " ".join(filter(None, (_benchmark(figure, material, named=bool(others)) for figure in (finding, *others))))


def _benchmark(figure: Finding, material: Material, named: bool) -> str:
    language, benchmark = material.language, material.benchmarks.get(figure.indicator)
    if benchmark is None or is_left_out(figure.indicator, material):
        return ""
    unit = material.method.indicators[figure.indicator].unit
    text = language.text(
        "report.benchmark_of_kind" if benchmark.kind else "report.benchmark",
        number=benchmark.audits,
        years=str(benchmark.last) if benchmark.first == benchmark.last else f"{benchmark.first}–{benchmark.last}",
        middle=language.figure(benchmark.middle, "whole" if unit in ("share", "gap") else unit),
    )
    if not named:
        return text
    name, value = language.text(f"indicators.{figure.indicator}.title"), language.figure(figure.number, figure.unit)
    return f"{language.text('charts.row', label=name, value=value)}. {text}"


def _told_with(finding: Finding, material: Material) -> Iterator[Finding]:
    """Yield the figures of the whole organisation that are told after this one, or that it stands for."""
    instead = (name for name, by in choice().instead.items() if by == finding.indicator)
    for name in dict.fromkeys([choice().beside.get(finding.indicator, ""), *instead]):
        yield from (related for related in material.of(name) if related.calculated and not related.group)
