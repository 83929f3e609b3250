"""Violence and harassment: whether there is a mechanism, is it known, and a band of what it has recorded; no case."""

from __future__ import annotations

from genderaudit.report.document import Block, Paragraph
from genderaudit.reporting import views
from genderaudit.reporting.material import Material
from genderaudit.reporting.words import ended

MECHANISM = "K2"
"""The criterion of the document review that asks for a complaints procedure."""
KNOWN = "K2"
"""The statement that one would know whom to turn to."""


def violence(area: str, material: Material) -> list[Block]:
    """What is recorded of the whole organisation, beside whether the mechanism is there and known, and a safety note.

    Empty for other key areas, and where nobody has said what is recorded.
    """
    criterion = next(one for one in material.method.criteria if one.id == MECHANISM)
    audit, text = material.told.audit, material.language.text
    told = audit.violence
    if told is None or criterion.area != area:
        return []
    people = {"years": told.years, "people": told.women + told.men}
    parts = [_mechanism(material), _known(area, material), text(f"report.violence.recorded.{told.recorded}", **people)]
    if told.in_time:
        parts.append(text(f"report.violence.in_time.{told.in_time}"))
    label = text("report.label", label=text("report.violence.label"))
    note = [text("report.violence.safety")]
    if audit.referral:
        note.append(text("report.violence.referral", referral=audit.referral))
    return [Paragraph(ended(parts), label=label), Paragraph(ended(note), "small")]


def _mechanism(material: Material) -> str:
    """Whether documents set out a complaints procedure; empty where that was not rated."""
    found = (one.rating for one in material.rated if one.group.get("criterion") == MECHANISM)
    form = {"missing": "missing", "approaches": "approaches", "meets": "met", "exceeds": "met"}.get(
        next(found, None) or ""
    )
    return material.language.text(f"report.violence.mechanism.{form}") if form else ""


def _known(area: str, material: Material) -> str:
    """How many would know whom to turn to, in the words of the statement."""
    found = [one for one in views.views(area, material) if one.item == KNOWN]
    return views.title(found[0], material) if found else ""
