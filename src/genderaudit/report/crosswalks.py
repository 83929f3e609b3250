"""Annexes "evidence for …": what the audit found on the provisions of conventions, goals and laws.

They list evidence; they do not say that a provision is met.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from markupsafe import Markup

from genderaudit.conclusions.core import MADE
from genderaudit.conclusions.findings import Finding
from genderaudit.foundations.language import Language
from genderaudit.methodology.method import Methodology
from genderaudit.methodology.models import Crosswalk, Provision
from genderaudit.report.labels import reason_of
from genderaudit.report.sections import Section, anchor_of, heading, values_of
from genderaudit.report.tables import Cell, table

TEXTS = "crosswalks"


def crosswalk_sections(
    crosswalks: Mapping[str, Crosswalk],
    findings: Sequence[Finding],
    method: Methodology,
    language: Language,
    phase: str,
) -> Iterator[Section]:
    """Yield an introductory heading and one table for each of ``crosswalks`` (name → content)."""
    title = language.text(f"{TEXTS}.title")
    opening = heading(title, anchor_of(phase, TEXTS), 2, language.text(f"{TEXTS}.intro"))
    yield Section(opening.html, title, opening.anchor, 2)
    header = [language.text(f"{TEXTS}.columns.{name}") for name in ("at", "about", "evidence")]
    for name, crosswalk in crosswalks.items():
        rows = [
            [
                Cell(provision.at),
                Cell(language.text(f"{TEXTS}.{name}.{provision.id}")),
                Cell(_evidence(provision, findings, method, language)),
            ]
            for provision in crosswalk.provisions
        ]
        caption = language.text(f"{TEXTS}.caption", source=language.text(f"{TEXTS}.{name}.name"))
        yield Section(table(caption, header, rows, language, name=anchor_of(phase, name)))


def _evidence(provision: Provision, findings: Sequence[Finding], method: Methodology, language: Language) -> Markup:
    lines = [*_figures(provision, findings, method, language), *_ratings(provision, findings, language)]
    lines += _answers(provision, findings, language)
    if not lines:
        return Markup("{}").format(language.text(f"{TEXTS}.nothing"))
    return Markup("<br>").join(lines)


def _figures(
    provision: Provision, findings: Sequence[Finding], method: Methodology, language: Language
) -> Iterator[Markup]:
    """Yield for each indicator the figure of the whole organisation, or a link to the figures by group."""
    for name in provision.indicators:
        calculated = [finding for finding in findings if finding.indicator == name and finding.calculated]
        if not calculated:
            continue
        whole = [finding for finding in calculated if method.indicators[name].represents_indicator(finding.group)]
        title = language.text(f"indicators.{name}.title")
        link = Markup('<a href="#{}">{}</a>').format(anchor_of(calculated[0].phase, name), title)
        link = Markup("{}").format(title) if name in MADE else link  # one of phase 2 stands in its list of gaps only
        if whole:
            finding = whole[0]
            seats = finding.unit == "seats"
            figure = (
                language.text("gaps.seats", **values_of(finding))
                if seats
                else language.figure(finding.number, finding.unit)
            )
            yield language.html("charts.row", label=link, value=figure)
        else:
            yield link


def _ratings(provision: Provision, findings: Sequence[Finding], language: Language) -> Iterator[Markup]:
    for finding in findings:
        if (
            finding.indicator == "document_rating"
            and finding.rating
            and finding.group["criterion"] in provision.criteria
        ):
            code = finding.group["criterion"]
            label = language.text(
                f"{TEXTS}.document", criterion=code, named=language.text(f"criteria.{code}").rstrip(".")
            )
            yield language.html("charts.row", label=label, value=language.text(f"ratings.{finding.rating}"))


def _answers(provision: Provision, findings: Sequence[Finding], language: Language) -> Iterator[Markup]:
    for item in provision.items:
        shares = {
            finding.group["sex"]: language.figure(finding.number, "whole")
            if finding.calculated
            else reason_of(finding, language)
            for finding in findings
            if finding.indicator == "item_favourable"
            and set(finding.group) == {"item", "sex"}
            and finding.group["item"] == item
            if finding.status in ("calculated", "banded")
        }
        if {"F", "M"} <= set(shares):
            words = language.text(f"items.{item}").rstrip(".")
            yield language.html(f"{TEXTS}.answer", item=item, named=words, women=shares["F"], men=shares["M"])
