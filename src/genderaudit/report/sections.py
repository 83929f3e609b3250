"""Section of a report on one indicator: sentence, chart and table."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from genderaudit.conclusions.findings import Finding, Findings
from genderaudit.foundations.language import Language
from genderaudit.methodology.method import methodology
from genderaudit.methodology.models import Indicator
from genderaudit.methodology.organisation import Organisation
from genderaudit.report.charts import draw, map_chart
from genderaudit.report.extremes import FEWEST, compared, extremes
from genderaudit.report.labels import group_label
from genderaudit.report.tables import about_chance, findings_table, marked

IN_THE_REPORT = ("likert",)
"""Charts that only the main report has; the page of a phase has the table of all statements."""


@dataclass(frozen=True, slots=True)
class Section:
    """A piece of a report: HTML, and the heading for the table of contents."""

    html: Markup
    heading: str = ""
    anchor: str = ""
    level: int = 0


def heading(text: str, anchor: str, level: int, intro: str | Markup = "") -> Section:
    """Return a heading with an introductory sentence."""
    html = Markup('<h{0} id="{1}">{2}</h{0}>\n').format(level, anchor, text)
    if intro:
        html += Markup('<p class="intro">{}</p>\n').format(intro)
    return Section(html, text, anchor, level)


def paragraph(text: str | Markup, look: str = "") -> Section:
    """Return a paragraph; ``look`` is a class of the style sheet."""
    return Section(Markup('<p class="{}">{}</p>\n').format(look, text) if look else Markup("<p>{}</p>\n").format(text))


def indicator_section(
    indicator: Indicator,
    findings: Sequence[Finding],
    language: Language,
    significance: float = 0.05,
    currency: str | None = None,
) -> Section:
    """Return title, sentences, chart and table of one indicator, including hidden and missing values."""
    key = f"indicators.{indicator.id}"
    title = language.text(f"{key}.title")
    anchor = anchor_of(findings[0].phase, indicator.id)
    section = heading(title, anchor, 3)
    html = section.html + Markup("").join(
        Markup("<p>{}</p>\n").format(text) for text in sentences(indicator, findings, language)
    )
    if all(finding.status == "suppressed" for finding in findings):  # no table of nothing but marks
        return Section(html, title, anchor, 3)
    if indicator.chart and indicator.chart not in IN_THE_REPORT:
        chart = draw(indicator.chart, findings, language, title)
        html += chart.html if chart else Markup()
    table = findings_table(indicator, findings, language, significance, currency)
    html += Markup('<div class="under-heading">{}</div>\n').format(table)
    plain = indicator.by_chance and not any(f.interval for f in findings) and language.has(f"{key}.reading_plain")
    reading = f"{key}.reading_plain" if plain else f"{key}.reading"
    reading = language.text(reading) if language.has(reading) else ""
    for text in filter(None, (reading, about_chance(indicator, findings, language))):
        html += Markup('<p class="reading">{}</p>\n').format(text)
    return Section(html, title, anchor, 3)


def map_section(baseline: Findings, organisation: Organisation, round: str, language: Language) -> Section:
    """Return the inequality map as a section of the baseline report."""
    chart = map_chart(baseline, organisation, round, language)
    opening = heading(language.text("map.title"), anchor_of(baseline.phase, "map"), 2)
    return Section(opening.html + chart.html, opening.heading, opening.anchor, 2)


def sentences(indicator: Indicator, findings: Sequence[Finding], language: Language) -> list[Markup]:
    """Return one or two sentences on the figures, with numbers and base."""
    key = f"indicators.{indicator.id}"
    texts = []
    overall = next((f for f in findings if not f.group and f.calculated), None)
    groups = [f for f in findings if f.group and f.calculated]
    if overall and language.has(f"{key}.overall"):
        texts.append(sentence(f"{key}.overall", overall, language))
    texts += _about_groups(indicator, findings, language)
    reason = next((f.reason for f in findings if f.reason), None)
    if not texts and reason and language.has(f"{key}.{reason}"):
        texts.append(sentence(f"{key}.{reason}", findings[0], language))
    if not texts and not (overall or groups):
        some_hidden = any(f.status == "suppressed" for f in findings)
        texts.append(language.html("sentences.all_hidden" if some_hidden else "sentences.none_calculable"))
    in_table = [f for f in findings if indicator.chart not in ("pairs", "likert") or "sex" in f.group]
    hidden = sum(f.status == "suppressed" for f in in_table)
    if hidden and (overall or groups):
        texts.append(language.html("sentences.some_hidden", number=hidden))
    return texts


def sentence(key: str, finding: Finding, language: Language) -> Markup:
    """Return the sentence at ``key`` about one finding.

    Zero, negative values and targets may have texts of their own.
    """
    value = finding.value
    form = "" if value is None or value > 0 else "_negative" if value < 0 else "_zero"
    with_target = "_target" if "target" in finding.details else ""
    key = next((key + end for end in (form + with_target, form) if language.has(key + end)), key)
    base = language.text(f"bases.{_base_of(finding)}", number=finding.n or 0)
    text = language.html(key, group=group_label(finding.group, language), base=base, **values_of(finding))
    if number := finding.details.get("left_out"):
        text += " " + language.html("sentences.bodies_left_out", number=number)
    if finding.details.get("part_time"):
        text += " " + language.html("sentences.part_time")
    return Markup("<span{}>{}</span>").format(marked(finding.id), text)


def _base_of(finding: Finding) -> str:
    """Return the unit of counting of a figure; indicators defined by a researcher count people."""
    indicator = methodology().indicators.get(finding.indicator)
    return indicator.base if indicator else "people"


def values_of(finding: Finding) -> dict[str, Any]:
    """Return the values that a sentence about one finding may use."""
    interval = finding.interval
    return {
        **finding.details,
        "women": finding.women,
        "men": finding.men,
        "n": finding.n,
        "value": finding.number,
        "size": None if finding.value is None else abs(finding.value),
        "low": interval.low if interval else None,
        "high": interval.high if interval else None,
        "confidence": interval.level if interval else None,
        "number": finding.value if finding.unit == "seats" else finding.n,
        "held": finding.seats_held,
        "missing_overall": finding.missing_overall,
        "of_them": None if finding.value is None else round(finding.value * (finding.n or 0)),
    }


NAMED = (
    "women",
    "men",
    "n",
    "value",
    "size",
    "low",
    "high",
    "confidence",
    "number",
    "held",
    "missing_overall",
    "of_them",
    "group",
    "base",
)
"""Placeholders that a sentence about one finding may use, beside the details that its indicator declares."""
SUMMED = ("lowest", "lowest_value", "highest", "highest_value", "count", "number", "sum", "met")
"""Placeholders that a sentence about all groups together may use."""


def anchor_of(phase: str, name: str) -> str:
    """Return an HTML id, unique over all phases."""
    return re.sub(r"[^a-z0-9]+", "-", f"{phase}-{name}".lower()).strip("-")


def _about_groups(indicator: Indicator, findings: Sequence[Finding], language: Language) -> list[Markup]:
    """Return sentences on groups: on the one that stands for the whole, their sums, their range, or each of a few."""
    key = f"indicators.{indicator.id}"
    groups = [f for f in findings if f.group and f.calculated]
    of_one = [f for f in groups if indicator.of and indicator.represents_indicator(f.group)]
    same_kind = _of_one_kind(groups)
    if not of_one and len(same_kind) > 1 and language.has(f"{key}.groups"):
        with_target = "target" in same_kind[0].details and language.has(f"{key}.groups_target")
        return [
            language.html(f"{key}.groups_target" if with_target else f"{key}.groups", **_sums_of(same_kind, language))
        ]
    spread = None if of_one else extremes(indicator, findings, language)
    if spread is not None:
        return [spread]
    reported = of_one or compared(indicator, findings) or groups
    single = reported if len(reported) == 1 or (len(reported) < FEWEST and reported is not groups) else []
    return [sentence(f"{key}.one", f, language) for f in single if language.has(f"{key}.one")]


def _of_one_kind(groups: list[Finding]) -> list[Finding]:
    """Return the groups with a quota if there are any, else all: only those can lack seats."""
    return [f for f in groups if "quota" in f.details] or groups


def _sums_of(groups: Sequence[Finding], language: Language) -> dict[str, Any]:
    """Return sums and counts over all groups, and the groups with the lowest and highest value."""
    first, last = min(groups, key=lambda f: f.value or 0), max(groups, key=lambda f: f.value or 0)
    total = sum(f.value or 0 for f in groups)
    return {
        "lowest": group_label(first.group, language),
        "lowest_value": first.value,
        "highest": group_label(last.group, language),
        "highest_value": last.value,
        "count": len(groups),
        "number": total,
        "sum": total,
        "met": sum(f.value == 0 for f in groups),
    }
