"""Sections on interviews and workshops: number of notes, and quotations that people have cleared."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
from markupsafe import Markup

from genderaudit.conclusions.publication import Exercise, groups_heard
from genderaudit.foundations.language import Language
from genderaudit.report.sections import Section, anchor_of, heading
from genderaudit.report.tables import Cell, table

KINDS = ("strength", "challenge", "good_practice", "suggestion")


def voices_section(interviews: pd.DataFrame, minimum_cell: int, language: Language, phase: str) -> Section:
    """Return the number of notes by area and kind, and cleared quotations with their group.

    A group is named only as :func:`groups_heard` allows for ``minimum_cell``.
    """
    title = language.text("sections.voices.title")
    opening = heading(title, anchor_of(phase, "voices"), 2, language.text("sections.voices.intro"))
    counts = interviews.groupby(["area", "kind"]).size().unstack(fill_value=0)
    rows = [
        [
            Cell(f"{area} · {language.text(f'areas.{area}.name')}"),
            *(Cell(language.figure(int(counts.loc[area].get(kind, 0)), "count"), number=True) for kind in KINDS),
        ]
        for area in counts.index
    ]
    header = [language.text("columns.area"), *(language.text(f"interview_kinds.{kind}") for kind in KINDS)]
    html = opening.html + table(language.text("sections.voices.table"), header, rows, language)
    groups = groups_heard(interviews, minimum_cell)
    cleared = interviews[interviews["cleared"].fillna(False).astype(bool)]
    quotations = (cleared[name] for name in ("area", "kind", "text", "group"))
    for area, kind, text, group in zip(*quotations, strict=True):
        source = language.text(
            "voices.source_of" if group in groups else "voices.source",
            kind=language.text(f"interview_kinds.{kind}"),
            area=language.text(f"areas.{area}.name"),
            group=group,
        )
        html += Markup("<blockquote><p>{}</p><footer>{}</footer></blockquote>\n").format(text, source)
    return Section(html, title, opening.anchor, 2)


def workshops_section(exercises: Sequence[Exercise], language: Language, phase: str) -> Section:
    """Return the results of workshop exercises by group, without shares, which would be of few people."""
    title = language.text("sections.workshops.title")
    opening = heading(title, anchor_of(phase, "workshops"), 2, language.text("sections.workshops.intro"))
    rows = [
        [
            Cell(f"{exercise.area} · {language.text(f'areas.{exercise.area}.name')}"),
            Cell(_exercise_and_question(exercise, language)),
            Cell(language.text(f"sides.{item.side}") if item.side else ""),
            Cell(item.text),
            Cell("" if item.points is None else language.figure(item.points, "count"), number=True),
        ]
        for exercise in exercises
        for item in exercise.items
    ]
    header = [language.text(f"columns.{name}") for name in ("area", "exercise", "side", "item", "beans")]
    html = opening.html + table(language.text("sections.workshops.table"), header, rows, language)
    return Section(html, title, opening.anchor, 2)


def _exercise_and_question(one: Exercise, language: Language) -> str:
    """Return an exercise with its group and its question."""
    exercise = exercise_of(one, language)
    return language.text("voices.asked", exercise=exercise, question=one.question) if one.question else exercise


def exercise_of(exercise: Exercise, language: Language) -> str:
    """Return an exercise with the group that did it."""
    name = language.text(f"exercises.{exercise.exercise}")
    form = "exercise_of" if exercise.group else "exercise"
    return language.text(f"voices.{form}", exercise=name, group=exercise.group, number=exercise.participants or 0)
