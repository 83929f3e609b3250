"""A section of a report: what one indicator found, as sentence, chart and table."""

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
"""Charts that the report has, of the statements that matter: a page of a phase has the table of all."""


@dataclass(frozen=True, slots=True)
class Section:
    """A piece of a report: HTML, and the heading that the table of contents lists."""

    html: Markup
    heading: str = ""
    anchor: str = ""
    level: int = 0


def heading(text: str, anchor: str, level: int, intro: str | Markup = "") -> Section:
    """A heading with the sentence that says what follows."""
    html = Markup('<h{0} id="{1}">{2}</h{0}>\n').format(level, anchor, text)
    if intro:
        html += Markup('<p class="intro">{}</p>\n').format(intro)
    return Section(html, text, anchor, level)


def paragraph(text: str | Markup, look: str = "") -> Section:
    """A paragraph, with a class for its look."""
    return Section(Markup('<p class="{}">{}</p>\n').format(look, text) if look else Markup("<p>{}</p>\n").format(text))


def indicator_section(
    indicator: Indicator,
    findings: Sequence[Finding],
    language: Language,
    significance: float = 0.05,
    currency: str | None = None,
) -> Section:
    """Title, sentence, chart and table of one indicator; hidden and missing values are said."""
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
    made = findings_table(indicator, findings, language, significance, currency)
    html += Markup('<div class="under-heading">{}</div>\n').format(made)
    plain = indicator.by_chance and not any(f.interval for f in findings) and language.has(f"{key}.reading_plain")
    reading = f"{key}.reading_plain" if plain else f"{key}.reading"
    reading = language.text(reading) if language.has(reading) else ""
    for text in filter(None, (reading, about_chance(indicator, findings, language))):
        html += Markup('<p class="reading">{}</p>\n').format(text)
    return Section(html, title, anchor, 3)


def map_section(baseline: Findings, organisation: Organisation, round: str, language: Language) -> Section:
    """The map as a section of the baseline report."""
    chart = map_chart(baseline, organisation, round, language)
    opening = heading(language.text("map.title"), anchor_of(baseline.phase, "map"), 2)
    return Section(opening.html + chart.html, opening.heading, opening.anchor, 2)


def sentences(indicator: Indicator, findings: Sequence[Finding], language: Language) -> list[Markup]:
    """What the figures say, in one or two sentences with numbers and base."""
    key = f"indicators.{indicator.id}"
    found = []
    overall = next((f for f in findings if not f.group and f.calculated), None)
    groups = [f for f in findings if f.group and f.calculated]
    if overall and language.has(f"{key}.overall"):
        found.append(sentence(f"{key}.overall", overall, language))
    found += _about_groups(indicator, findings, language)
    reason = next((f.reason for f in findings if f.reason), None)
    if not found and reason and language.has(f"{key}.{reason}"):
        found.append(sentence(f"{key}.{reason}", findings[0], language))
    if not found and not (overall or groups):
        some_hidden = any(f.status == "suppressed" for f in findings)
        found.append(language.html("sentences.all_hidden" if some_hidden else "sentences.none_calculable"))
    in_table = [f for f in findings if indicator.chart not in ("pairs", "likert") or "sex" in f.group]
    hidden = sum(f.status == "suppressed" for f in in_table)
    if hidden and (overall or groups):
        found.append(language.html("sentences.some_hidden", number=hidden))
    return found


def sentence(key: str, finding: Finding, language: Language) -> Markup:
    """The sentence at ``key`` about one finding; zero, negative values and targets may have words of their own."""
    value = finding.value
    form = "" if value is None or value > 0 else "_negative" if value < 0 else "_zero"
    asked = "_target" if "target" in finding.details else ""
    key = next((key + end for end in (form + asked, form) if language.has(key + end)), key)
    base = language.text(f"bases.{_base_of(finding)}", number=finding.n or 0)
    said = language.html(key, group=group_label(finding.group, language), base=base, **values_of(finding))
    if number := finding.details.get("left_out"):
        said += " " + language.html("sentences.bodies_left_out", number=number)
    if finding.details.get("part_time"):
        said += " " + language.html("sentences.part_time")
    return Markup("<span{}>{}</span>").format(marked(finding.id), said)


def _base_of(finding: Finding) -> str:
    """What a figure is counted in; one that a researcher has defined is of people."""
    indicator = methodology().indicators.get(finding.indicator)
    return indicator.base if indicator else "people"


def values_of(finding: Finding) -> dict[str, Any]:
    """What a sentence about one finding may name."""
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
        "held": finding.held,
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
    "of_them",
    "group",
    "base",
)
"""What a sentence about one finding may name beside the details that its indicator declares."""
SUMMED = ("lowest", "lowest_value", "highest", "highest_value", "count", "number", "sum", "met")
"""What a sentence about all groups together may name."""


def anchor_of(phase: str, name: str) -> str:
    """An id for links, unique over all phases."""
    return re.sub(r"[^a-z0-9]+", "-", f"{phase}-{name}".lower()).strip("-")


def _about_groups(indicator: Indicator, findings: Sequence[Finding], language: Language) -> list[Markup]:
    """What is said of groups: of the one that stands for all, their sums, their range, or of a few each by itself."""
    key = f"indicators.{indicator.id}"
    groups = [f for f in findings if f.group and f.calculated]
    of_one = [f for f in groups if indicator.of and indicator.stands_for_it(f.group)]
    alike = _of_one_kind(groups)
    if not of_one and len(alike) > 1 and language.has(f"{key}.groups"):
        asked = "target" in alike[0].details and language.has(f"{key}.groups_target")
        return [language.html(f"{key}.groups_target" if asked else f"{key}.groups", **_sums(alike, language))]
    spread = None if of_one else extremes(indicator, findings, language)
    if spread is not None:
        return [spread]
    told = of_one or compared(indicator, findings) or groups
    single = told if len(told) == 1 or (len(told) < FEWEST and told is not groups) else []
    return [sentence(f"{key}.one", f, language) for f in single if language.has(f"{key}.one")]


def _of_one_kind(groups: list[Finding]) -> list[Finding]:
    """Of bodies those with a quota, if there are any: a quota counts only where there is one."""
    return [f for f in groups if "quota" in f.details] or groups


def _sums(groups: Sequence[Finding], language: Language) -> dict[str, Any]:
    """What a sentence about all groups together may name: sums and counts, and the ends of a projection."""
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
