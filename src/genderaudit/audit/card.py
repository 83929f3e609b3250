"""Overview of an audit in a notebook cell: a card, and tables of indicators, key areas and lists."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import pandas as pd
from markupsafe import Markup

from genderaudit.conclusions.findings import Finding
from genderaudit.foundations.language import Language
from genderaudit.measures.counting import people
from genderaudit.methodology.method import Methodology
from genderaudit.methodology.models import Area, Indicator
from genderaudit.methodology.organisation import Organisation
from genderaudit.report.pages import introduction
from genderaudit.report.tables import Cell, table


def card(
    organisation: Organisation,
    round: str,
    lists: Mapping[str, pd.DataFrame],
    given: Callable[[str], bool],
    findings: Sequence[Finding],
    language: Language,
) -> Markup:
    """Return organisation, round, date, the lists with their rows (and people, if rows are counts), and findings."""
    recorded = language.html(
        "lab.card.recorded",
        number=len(findings),
        indicators=len({finding.indicator for finding in findings}),
        hidden=sum(finding.status == "suppressed" for finding in findings),
    )
    about = introduction(organisation, round, language).html
    return about + lists_table(lists, given, language) + Markup("<p>{}</p>").format(recorded)


def lists_table(lists: Mapping[str, pd.DataFrame], given: Callable[[str], bool], language: Language) -> Markup:
    """Return a table of the lists: rows, people, and whether a row is a person or a count."""
    header = [language.text(f"lab.card.{name}") for name in ("list", "name", "rows", "people", "kind")]
    rows = [
        [Cell(language.text(f"tables.{name}")), Cell(name), *_size(lists[name], given(name), language)]
        for name in lists
    ]
    return table(language.text("lab.card.lists"), header, rows, language)


def counts_note(name: str, rows: pd.DataFrame, language: Language) -> Markup | None:
    """Return a note that a list's rows are counts, or None if a row is a person."""
    if not rows_are_counts(rows):
        return None
    heads = float(people(rows).sum())
    return language.html("lab.card.counts_note", list=language.text(f"tables.{name}"), rows=len(rows), number=heads)


def rows_are_counts(rows: pd.DataFrame) -> bool:
    """Return True if rows stand for several people, so their number is not the number of people."""
    return "sex" in rows and "count" in rows and bool((people(rows) != 1).any())


def indicators_table(method: Methodology, language: Language) -> Markup:
    """Return a table of all indicators: name for ``audit.report``, title, key area, list and unit."""
    header = [language.text(f"lab.card.{name}") for name in ("name", "indicator", "area", "list", "unit")]
    rows = [[Cell(text) for text in _indicator(indicator, language)] for indicator in method.indicators.values()]
    return table(language.text("lab.card.indicators"), header, rows, language)


def areas_table(areas: Sequence[Area], language: Language) -> Markup:
    """Return a table of the twelve key areas with their questions and dimensions."""
    header = [language.text(f"lab.card.{name}") for name in ("name", "area", "question", "dimension")]
    rows = [
        [
            Cell(area.id),
            Cell(language.text(f"areas.{area.id}.name")),
            Cell(language.text(f"areas.{area.id}.question")),
            Cell(language.text(f"dimensions.{area.dimension}")),
        ]
        for area in areas
    ]
    return table(language.text("lab.card.areas"), header, rows, language)


def _size(rows: pd.DataFrame, given: bool, language: Language) -> list[Cell]:
    if not given:
        return [Cell("–"), Cell("–"), Cell(language.text("reasons.no_table"), look="none")]
    kind = "count" if rows_are_counts(rows) else "person" if "sex" in rows else "line"
    heads = language.figure(float(people(rows).sum()), "count") if "sex" in rows else "–"
    return [
        Cell(language.figure(len(rows), "count"), number=True),
        Cell(heads, number=True),
        Cell(language.text(f"lab.card.a_row_is.{kind}"), look="missing" if kind == "count" else ""),
    ]


def _indicator(indicator: Indicator, language: Language) -> list[str]:
    key = f"indicators.{indicator.id}.title"
    title = language.text(key) if language.has(key) else indicator.id
    where = language.text(f"tables.{indicator.table}") if indicator.table else "–"
    return [
        indicator.id,
        title,
        language.text(f"areas.{indicator.area}.name"),
        where,
        language.text(f"columns.value_{indicator.unit}"),
    ]
