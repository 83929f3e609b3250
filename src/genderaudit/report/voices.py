"""What was said in interviews and workshops: how much of it, and what people have cleared for quotation."""

from __future__ import annotations

import pandas as pd
from markupsafe import Markup

from genderaudit.language import Language
from genderaudit.publication import groups_heard
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
