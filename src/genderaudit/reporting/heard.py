"""What people said and counted: quotations, good practices, exercises of workshops, each with its group."""

from __future__ import annotations

from genderaudit.conclusions.choice import choice
from genderaudit.conclusions.publication import Exercise, Item, Quotation
from genderaudit.report.document import Paragraph, Quote
from genderaudit.report.voices import exercise_of
from genderaudit.reporting.material import Material
from genderaudit.reporting.words import ended, parted


def quotations(area: str, material: Material, most: int) -> list[Quote]:
    """What somebody has said of a key area and cleared for print: difficulties first, then wishes, then strengths."""
    said = material.told.quotations
    of_it = [one for one in said if one.area == area and one.kind in ("challenge", "suggestion", "strength")]
    order = ("challenge", "suggestion", "strength")
    of_it = sorted(of_it, key=lambda one: order.index(one.kind))
    return [Quote(one.text, one.group or material.language.text("report.somebody")) for one in of_it[:most]]


def workshops(area: str, material: Material) -> list[Paragraph]:
    """What groups counted in workshops on a key area, each with its group: the items with most points."""
    language, found = material.language, [one for one in material.told.workshops if one.area == area]

    def said(item: Item) -> str:
        text = (
            language.text("report.side", side=language.text(f"sides.{item.side}"), item=item.text)
            if item.side
            else item.text
        )
        return text if item.points is None else language.text("report.points", item=text, number=item.points)

    def told(one: Exercise) -> str:
        counted = ended([parted(map(said, one.items[: choice().items]), material)])
        return language.text("report.question", question=one.question, counted=counted) if one.question else counted

    return [
        Paragraph(told(one), label=language.text("report.label", label=exercise_of(one, language)))
        for one in found[: choice().exercises]
    ]


def practice(said: Quotation, material: Material) -> str:
    """A good practice as somebody told it: in quotation marks, since no figure of the audit says it."""
    group = said.group or material.language.text("report.somebody")
    return material.language.text("report.practice", text=said.text, group=group)
