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
    """Return a sentence about a finding, or None if no finding has this id (the evidence is a pattern)."""
    finding = findings.get(identity)
    if finding is None:
        return None
    if finding.indicator == "document_rating":
        return language.html(
            "recommend.by_document",
            criterion=language.text(f"criteria.{finding.group['criterion']}"),
            rating=language.text(f"ratings.{finding.rating}"),
        )
    return sentence_about(finding, method, language)
