"""What could not be said, and why: a line a list."""

from __future__ import annotations

from collections.abc import Sequence

from genderaudit.conclusions.choice import choice
from genderaudit.conclusions.findings import Finding
from genderaudit.report.document import Block, Heading, Points
from genderaudit.report.pages import OTHER_LIST
from genderaudit.reporting.material import Material
from genderaudit.reporting.words import small


def unsaid(material: Material) -> list[Block]:
    """What could not be said, and why: one sentence a list."""
    language = material.language
    absent: dict[str, None] = {}
    why: dict[str, dict[str, list[str]]] = {}
    for one in (one for found in material.now.values() for one in found.findings):
        kind, reason = _why(one), one.reason or ""
        if not kind or not one.table or one.group or one.indicator not in material.method.indicators:
            continue
        table = OTHER_LIST.get(reason, one.table)
        if kind == "absent":
            absent[table] = None
        elif reason not in (reasons := why.setdefault(table, {}).setdefault(kind, [])):
            reasons.append(reason)
    named = {table: language.text(f"tables.{table}") for table in why}
    items = [
        language.text(f"report.unsaid_as.{kind}", table=named[table], listed=_blank(reasons, material))
        for table, kinds in why.items()
        for kind, reasons in kinds.items()
    ]
    if absent:
        listed = language.list([small(language.text(f"tables.{table}")) for table in absent])
        items.append(language.text("report.unsaid_as.absent", listed=listed, number=len(absent)))
    return [Heading(language.text("report.unsaid"), 2, "unsaid"), Points(tuple(items))] if items else []


def _why(one: Finding) -> str:
    """As what a figure that is not there is told: hidden, of a list that was not given …; empty where nothing is."""
    if one.status == "suppressed":
        return "few"
    kinds = choice().unsaid.items() if one.status == "no_evidence" else ()
    return next((kind for kind, reasons in kinds if one.reason in reasons), "")


def _blank(reasons: Sequence[str], material: Material) -> str:
    """What a list does not say, where that is why."""
    names = [f"report.blank.{reason}" for reason in reasons]
    return material.language.list([material.language.text(name) for name in names if material.language.has(name)])
