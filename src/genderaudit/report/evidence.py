"""Sentences about the evidence behind a recommendation."""

from __future__ import annotations

from collections.abc import Mapping

from markupsafe import Markup

from genderaudit.conclusions.findings import Finding
from genderaudit.foundations.language import Language
from genderaudit.methodology.method import Methodology
from genderaudit.report.pages import sentence_about


def evidence_sentence(
    identity: str, findings: Mapping[str, Finding], method: Methodology, language: Language
) -> Markup | None:
    """Return a sentence about a finding, or about a key area as a whole (``pattern/C``); None if none has this id."""
    finding = findings.get(identity)
    area = area_of_pattern(identity)
    if area:
        return language.html("recommend.by_pattern", area=language.text(f"areas.{area}.name"))
    if finding is None:
        return None
    if finding.indicator == "document_rating":
        return language.html(
            "recommend.by_document",
            criterion=language.text(f"criteria.{finding.group['criterion']}"),
            rating=language.text(f"ratings.{finding.rating}"),
        )
    return sentence_about(finding, method, language)


def area_of_pattern(identity: str) -> str:
    """Return the key area if the evidence is its pattern and no finding, else an empty text."""
    kind, _, area = identity.partition("/")
    return area if kind == "pattern" else ""
