"""Charts of a report: the function named by an indicator's ``chart``, and the text alternative.

They are drawn by ``genderaudit.plots`` from findings, so with published precision, and twice: as wide as the text
column and as narrow as a phone.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from markupsafe import Markup
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from genderaudit.conclusions.findings import Finding, Findings
from genderaudit.foundations.language import Language
from genderaudit.measures.result import Result
from genderaudit.measures.results import Results
from genderaudit.methodology.organisation import Organisation
from genderaudit.report import plots
from genderaudit.report.confidence import levels_of, words_of
from genderaudit.report.edition import Stamp, draft
from genderaudit.report.labels import group_label
from genderaudit.report.pictures import address, svg
from genderaudit.report.plots.map import inequality_map, map_text
from genderaudit.report.plots.style import NARROW, WIDE, styled
from genderaudit.report.tables import unit_of

MOST_ROWS = 20  # a chart with more rows shows those with the smallest value; the table has all

FUNCTIONS: dict[str, Callable[..., Axes]] = {
    "shares": plots.shares,
    "quartiles": plots.quarters,
    "seats": plots.seats,
    "pyramid": plots.pyramid,
    "values": plots.values,
    "intervals": plots.intervals,
    "likert": plots.likert,
    "pairs": plots.dumbbell,
}
_WITH_TARGET = ("values", "pairs")


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart as two SVG pictures, for wide and for narrow screens, and its text alternative."""

    wide: str
    narrow: str
    alternative: str

    @property
    def html(self) -> Markup:
        """The chart as an HTML figure; the pictures are embedded, so nothing is fetched."""
        parts = address(self.narrow), address(self.wide), self.alternative
        return Markup(
            "<figure><picture><source media='(max-width: 36rem)' srcset='{}'><img src='{}' alt=\"{}\">"
            "</picture></figure>\n"
        ).format(*parts)


def draw(kind: str, findings: Sequence[Finding], language: Language, title: str) -> Chart | None:
    """Return the chart of this kind, or None if fewer than two groups have a value."""
    calculated = [finding for finding in findings if finding.calculated and finding.group]
    if len(calculated) < 2:
        return None
    shown = calculated
    if kind in ("pairs", "likert"):
        shown = [finding for finding in calculated if "sex" in finding.group] or calculated
    elif len(calculated) > MOST_ROWS:
        shown = sorted(calculated, key=_shortening_order)[:MOST_ROWS]
    without = ("suppressed", "banded")
    hidden = [finding for finding in findings if finding.status in without and finding.group]
    results = results_of([*shown, *hidden])
    options = _target(findings) if kind in _WITH_TARGET else {}
    wide, narrow = _pictures(FUNCTIONS[kind], results, language, options)
    return Chart(wide, narrow, _alternative(kind, shown, len(calculated), language, title))


def _pictures(
    function: Callable[..., Axes], results: Results, language: Language, options: dict[str, Any]
) -> tuple[str, str]:
    figure, pictures = _sheet(), []
    with styled():
        for width in (WIDE, NARROW):
            figure.set_size_inches(width, width)
            function(results, ax=figure, language=language, **options)
            pictures.append(svg(figure))
    wide, narrow = pictures
    return wide, narrow


@cache
def _sheet() -> Figure:
    """Return the figure on which all charts are drawn in turn: creating axes takes as long as drawing a small chart."""
    return Figure()


def map_chart(baseline: Findings, organisation: Organisation, round: str, language: Language) -> Chart:
    """Return the inequality map for the text column of a report and for a phone."""
    results = by_indicator(baseline)
    wide, narrow = (
        svg(inequality_map(results, organisation, round, language, size=size)) for size in ("column", "phone")
    )
    return Chart(wide, narrow, map_text(results, organisation, round, language))


def poster(
    baseline: Findings,
    gaps: Findings,
    organisation: Organisation,
    round: str,
    language: Language,
    stamp: Stamp | None = None,
) -> Figure:
    """Return the inequality map as a poster, with the targets that the gap analysis rated against (``gaps``).

    Without a ``stamp`` the poster is marked as a draft.
    """
    targets = {f.indicator: (f.target.low, f.target.high) for f in gaps.findings if f.target is not None}
    stamp = stamp or draft(language)
    limit = baseline.parameters.get("youth_age_limit", organisation.youth_age_limit)
    about, mark = organisation.model_copy(update={"youth_age_limit": limit}), (stamp.word, stamp.lines[0])
    return inequality_map(by_indicator(baseline), about, round, language, targets, mark=mark)


def by_indicator(findings: Findings) -> list[Results]:
    """Return the findings of a phase as one ``Results`` per indicator."""
    names = dict.fromkeys(finding.indicator for finding in findings.findings)
    return [results_of(findings.of(name)) for name in names]


def results_of(findings: Sequence[Finding]) -> Results:
    """Return findings as ``Results``, in the precision in which they are published."""
    return Results(map(_result_of, findings), name=findings[0].indicator if findings else "")


def _result_of(f: Finding) -> Result:
    bounds: dict[str, Any] = {}
    if f.interval:
        bounds = {"low": f.interval.low, "high": f.interval.high, "level": f.interval.level}
    elif f.band:
        bounds = {"low": f.band.low, "high": f.band.high}
    return Result(
        value=f.value, unit=f.unit, n=f.n or 0, women=f.women, men=f.men, **bounds,
        group=f.group, reason=f.reason, details=f.details,
    )  # fmt: skip


def _target(findings: Sequence[Finding]) -> dict[str, Any]:
    target = next((finding.target for finding in findings if finding.target), None)
    return {"reference": (target.low, target.high)} if target else {}


def _shortening_order(finding: Finding) -> float:
    """Return the sort key that decides which rows a shortened chart keeps.

    Most missing seats first, or the widest differences, or else the lowest values.
    """
    value = finding.value or 0.0
    return {"seats": -value, "difference": -abs(value)}.get(finding.unit, value)


def _alternative(kind: str, shown: Sequence[Finding], total: int, language: Language, title: str) -> str:
    together = unit_of(shown) if kind == "quartiles" else None
    values = [
        _women_of_all(f, language) if kind == "pyramid" else language.figure(f.number, together or f.unit)
        for f in shown
    ]
    rows = [
        language.text("charts.row", label=group_label(f.group, language), value=value)
        for f, value in zip(shown, values, strict=True)
    ]
    level = words_of(levels_of(shown), language)
    form = "without" if kind == "intervals" and not level else "alternative"
    text = language.text(f"charts.{kind}.{form}", title=title, rows=language.listed(rows), level=level)
    if total > len(shown):
        text += " " + language.text("charts.shortened", shown=len(shown), total=total)
    return text


def _women_of_all(finding: Finding, language: Language) -> str:
    return language.text("charts.people", women=finding.women, n=finding.n)
