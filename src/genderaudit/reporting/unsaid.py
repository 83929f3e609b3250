"""Section on what could not be answered, and why: one line per list."""

from __future__ import annotations

from collections.abc import Sequence

from genderaudit.conclusions.choice import choice
from genderaudit.conclusions.findings import Finding
from genderaudit.report.document import Block, Heading, Points
from genderaudit.report.pages import OTHER_LIST
from genderaudit.reporting.material import Material
from genderaudit.reporting.words import small


def unsaid(material: Material) -> list[Block]:
    """Return the section, one sentence per list and reason; empty if nothing is missing."""
    language = material.language
    absent: dict[str, None] = {}
    why: dict[str, dict[str, list[str]]] = {}
    for finding in (finding for phase in material.now.values() for finding in phase.findings):
        kind, reason = _kind_of_reason(finding), finding.reason or ""
        if not kind or not finding.table or finding.group or finding.indicator not in material.method.indicators:
            continue
        table = OTHER_LIST.get(reason, finding.table)
        if kind == "absent":
            absent[table] = None
        elif reason not in (reasons := why.setdefault(table, {}).setdefault(kind, [])):
            reasons.append(reason)
    named = {table: language.text(f"tables.{table}") for table in why}
    items = [
        language.text(f"report.unsaid_as.{kind}", table=named[table], listed=_missing_parts(reasons, material))
        for table, kinds in why.items()
        for kind, reasons in kinds.items()
    ]
    if absent:
        listed = language.list([small(language.text(f"tables.{table}")) for table in absent])
        items.append(language.text("report.unsaid_as.absent", listed=listed, number=len(absent)))
    return [Heading(language.text("report.unsaid"), 2, "unsaid"), Points(tuple(items))] if items else []


def _kind_of_reason(finding: Finding) -> str:
    """Return the kind of reason for a missing figure: hidden, list not given etc.; empty if it is not reported."""
    if finding.status == "suppressed":
        return "few"
    kinds = choice().unsaid.items() if finding.status == "no_evidence" else ()
    return next((kind for kind, reasons in kinds if finding.reason in reasons), "")


def _missing_parts(reasons: Sequence[str], material: Material) -> str:
    """Return what a list does not contain, from the reasons."""
    names = [f"report.blank.{reason}" for reason in reasons]
    return material.language.list([material.language.text(name) for name in names if material.language.has(name)])
