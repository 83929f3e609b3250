"""What was said in interviews and counted in workshops: how much of it, and what people have cleared for quotation."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
from markupsafe import Markup

from genderaudit.conclusions.publication import Exercise, groups_heard
from genderaudit.foundations.language import Language
from genderaudit.report.sections import Section, anchor_of, heading
from genderaudit.report.tables import Cell, table

KINDS = ("strength", "challenge", "good_practice", "suggestion")


def voices_section(interviews: pd.DataFrame, smallest: int, language: Language, phase: str) -> Section:
    """How many notes speak of each area, and those that a person has cleared for quotation, with their group."""
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
    groups = groups_heard(interviews, smallest)
    cleared = interviews[interviews["cleared"].fillna(False).astype(bool)]
    told = (cleared[name] for name in ("area", "kind", "text", "group"))
    for area, kind, text, group in zip(*told, strict=True):
        source = language.text(
            "voices.source_of" if group in groups else "voices.source",
            kind=language.text(f"interview_kinds.{kind}"),
            area=language.text(f"areas.{area}.name"),
            group=group,
        )
        html += Markup("<blockquote><p>{}</p><footer>{}</footer></blockquote>\n").format(text, source)
    return Section(html, title, opening.anchor, 2)


def workshops_section(counted: Sequence[Exercise], language: Language, phase: str) -> Section:
    """What groups have put down in exercises, each with its group; no shares, which would be of few people."""
    title = language.text("sections.workshops.title")
    opening = heading(title, anchor_of(phase, "workshops"), 2, language.text("sections.workshops.intro"))
    rows = [
        [
            Cell(f"{one.area} · {language.text(f'areas.{one.area}.name')}"),
            Cell(_asked(one, language)),
            Cell(language.text(f"sides.{item.side}") if item.side else ""),
            Cell(item.text),
            Cell("" if item.points is None else language.figure(item.points, "count"), number=True),
        ]
        for one in counted
        for item in one.items
    ]
    header = [language.text(f"columns.{name}") for name in ("area", "exercise", "side", "item", "beans")]
    html = opening.html + table(language.text("sections.workshops.table"), header, rows, language)
    return Section(html, title, opening.anchor, 2)


def _asked(one: Exercise, language: Language) -> str:
    """An exercise with its group and what that was asked."""
    exercise = exercise_of(one, language)
    return language.text("voices.asked", exercise=exercise, question=one.question) if one.question else exercise


def exercise_of(one: Exercise, language: Language) -> str:
    """An exercise with the group that did it."""
    name = language.text(f"exercises.{one.exercise}")
    form = "exercise_of" if one.group else "exercise"
    return language.text(f"voices.{form}", exercise=name, group=one.group, number=one.participants or 0)
