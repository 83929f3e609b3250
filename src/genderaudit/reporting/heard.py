"""Quotations, good practices and workshop exercises, each with its group."""

from __future__ import annotations

from genderaudit.conclusions.choice import choice
from genderaudit.conclusions.publication import Exercise, Item, Quotation
from genderaudit.report.document import Paragraph, Quote
from genderaudit.report.voices import exercise_of
from genderaudit.reporting.material import Material
from genderaudit.reporting.words import ended, parted


def quotations(area: str, material: Material, most: int) -> list[Quote]:
    """Return quotations on a key area that were cleared for print: challenges, then suggestions, then strengths."""
    all_quotations = material.told.quotations
    on_area = [
        quotation
        for quotation in all_quotations
        if quotation.area == area and quotation.kind in ("challenge", "suggestion", "strength")
    ]
    order = ("challenge", "suggestion", "strength")
    on_area = sorted(on_area, key=lambda quotation: order.index(quotation.kind))
    return [
        Quote(quotation.text, quotation.group or material.language.text("report.somebody"))
        for quotation in on_area[:most]
    ]


def workshops(area: str, material: Material) -> list[Paragraph]:
    """Return the results of workshop exercises on a key area by group: the items with most points."""
    language, exercises = material.language, [exercise for exercise in material.told.workshops if exercise.area == area]

    def item_text(item: Item) -> str:
        text = (
            language.text("report.side", side=language.text(f"sides.{item.side}"), item=item.text)
            if item.side
            else item.text
        )
        return text if item.points is None else language.text("report.points", item=text, number=item.points)

    def exercise_text(exercise: Exercise) -> str:
        counted = ended([parted(map(item_text, exercise.items[: choice().items]), material)])
        return (
            language.text("report.question", question=exercise.question, counted=counted)
            if exercise.question
            else counted
        )

    return [
        Paragraph(exercise_text(exercise), label=language.text("report.label", label=exercise_of(exercise, language)))
        for exercise in exercises[: choice().exercises]
    ]


def practice(quotation: Quotation, material: Material) -> str:
    """Return a good practice in quotation marks, because no figure of the audit supports it."""
    group = quotation.group or material.language.text("report.somebody")
    return material.language.text("report.practice", text=quotation.text, group=group)
