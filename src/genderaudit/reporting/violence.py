"""Violence and harassment: whether a mechanism exists and is known, and a band of recorded cases; never a case."""

from __future__ import annotations

from genderaudit.report.document import Block, Paragraph
from genderaudit.reporting import views
from genderaudit.reporting.material import Material
from genderaudit.reporting.words import ended

MECHANISM = "K2"
"""Criterion of the document review on a complaints procedure."""
KNOWN = "K2"
"""Statement on knowing whom to turn to."""


def violence(area: str, material: Material) -> list[Block]:
    """Return what is recorded in the whole organisation, the mechanism, and a safety note.

    Empty for other key areas, and if the number recorded was not given.
    """
    criterion = next(criterion_of for criterion_of in material.method.criteria if criterion_of.id == MECHANISM)
    audit, text = material.told.audit, material.language.text
    recorded = audit.violence
    if recorded is None or criterion.area != area:
        return []
    people = {"years": recorded.years, "people": recorded.women + recorded.men}
    parts = [
        _mechanism(material),
        _known(area, material),
        text(f"report.violence.recorded.{recorded.recorded}", **people),
    ]
    if recorded.in_time:
        parts.append(text(f"report.violence.in_time.{recorded.in_time}"))
    label = text("report.label", label=text("report.violence.label"))
    note = [text("report.violence.safety")]
    if audit.referral:
        note.append(text("report.violence.referral", referral=audit.referral))
    return [Paragraph(ended(parts), label=label), Paragraph(ended(note), "small")]


def _mechanism(material: Material) -> str:
    """Return the rating of the complaints procedure in documents; empty if not rated."""
    ratings = (finding.rating for finding in material.rated if finding.group.get("criterion") == MECHANISM)
    form = {"missing": "missing", "approaches": "approaches", "meets": "met", "exceeds": "met"}.get(
        next(ratings, None) or ""
    )
    return material.language.text(f"report.violence.mechanism.{form}") if form else ""


def _known(area: str, material: Material) -> str:
    """Return how many know whom to turn to, in the words of the statement."""
    statements = [statement_view for statement_view in views.views(area, material) if statement_view.item == KNOWN]
    return views.title(statements[0], material) if statements else ""
