"""Section on two reviewers of the same documents: how far they agree, and which criteria they should discuss."""

from __future__ import annotations

import pandas as pd
from markupsafe import Markup

from genderaudit.foundations.language import Language
from genderaudit.measures.agreement import disagreements, reviewers_agreement
from genderaudit.report.sections import Section, anchor_of, heading
from genderaudit.report.tables import Cell, rating_cell, table

TEXTS = "workbook.agreement"


def agreement_section(documents: pd.DataFrame, confidence_level: float, language: Language, phase: str) -> Section:
    """Return weighted kappa, its interval at ``confidence_level`` (0 to 1), and the criteria rated differently.

    Reviewers are not named.
    """
    title = language.text(f"{TEXTS}.title")
    opening = heading(title, anchor_of(phase, "reviewers"), 3, language.text(f"{TEXTS}.intro"))
    result = reviewers_agreement(documents, confidence_level)
    if result.value is None:
        sentence = language.html(f"{TEXTS}.none", reason=language.text(f"reasons.{result.reason}"))
    else:
        figures = {"value": result.value, "low": result.low, "high": result.high, "number": result.n}
        sentence = language.html(f"{TEXTS}.figure", confidence=confidence_level, **figures)
    html = opening.html + Markup("<p>{}</p>\n").format(sentence)
    differing = disagreements(documents)
    if differing.empty:
        sentence = language.html(f"{TEXTS}.agreed")
        return Section(html + Markup("<p>{}</p>\n").format(sentence), title, opening.anchor, 3)
    exempt = Cell(language.text("ratings.not_applicable"), look="none")
    rows = [
        [
            Cell(str(criterion)),
            Cell(language.text(f"criteria.{criterion}")),
            rating_cell(lowest, language),
            exempt if highest == "not_applicable" else rating_cell(highest, language),
        ]
        for criterion, lowest, highest in zip(
            differing["criterion"], differing["lowest"], differing["highest"], strict=True
        )
    ]
    header = [language.text(f"columns.{name}") for name in ("criterion", "requirement")]
    header += [language.text(f"{TEXTS}.{name}") for name in ("lowest", "highest")]
    html += table(language.text(f"{TEXTS}.table"), header, rows, language)
    return Section(html, title, opening.anchor, 3)
