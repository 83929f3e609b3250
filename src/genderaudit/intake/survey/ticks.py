"""Answers given as ticks in one column per answer (*Femme*, *Homme*; *K4 1* … *K4 5*), made one column."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from genderaudit.intake.cells import values
from genderaudit.intake.problems import Remark
from genderaudit.intake.survey.wordings import Wordings, wording_key
from genderaudit.intake.vocabulary.cell_words import yes_words

_SIGNS = {"✓", "✔", "v", "☒", "☑"}
_SEX = {"h": "M"}  # together with a column of women, H can only be men


def with_joined_ticks(
    cells: pd.DataFrame, used: Mapping[str, str], wordings: Wordings
) -> tuple[pd.DataFrame, list[Remark]]:
    """Return the cells with one column for each question whose answers are columns of ticks.

    ``used`` are headers mapped in ``organisation.yml``. A row with several ticks for a question counts as unanswered,
    as the paper form says, and is reported.
    """
    keys = {header: wording_key(header) for header in cells.columns if header not in used}
    there = {*used.values(), *(wordings.known.get(one, "") for one in keys.values())}
    remarks = []
    for name in ("sex", *wordings.questionnaire.ids):
        columns = {} if name in there else _columns(keys, name, wordings)
        if len(set(columns.values())) < 2 or not all(map(_is_ticks, (cells[header] for header in columns))):
            continue
        crosses = cells[list(columns)].notna()
        number = crosses.sum(axis=1)
        chosen = crosses.idxmax(axis=1).map(columns).where(number == 1, None).astype(object)
        if len(several := cells.index[number > 1]):
            remarks.append(Remark("warning", "survey_two_crosses", tuple(map(int, several)), name))
        cells = cells.drop(columns=list(columns)).assign(**{name: chosen})
    return cells, remarks


def _columns(keys: Mapping[str, str], name: str, wordings: Wordings) -> dict[str, str]:
    """Return header → code of its answer; for a statement, after the statement's code."""
    begin, answers = (
        ("", {**_SEX, **wordings.answers(name)}) if name == "sex" else (wording_key(name), wordings.answers(name))
    )
    rests = {header: one.removeprefix(begin) for header, one in keys.items() if one.startswith(begin)}
    found = {header: answers[rest] for header, rest in rests.items() if rest in answers}
    return found if name != "sex" or "F" in found.values() else {}


def _is_ticks(column: pd.Series) -> bool:
    given = {values.code(cell).lower() for cell in column.dropna().unique()}
    return given <= yes_words() | _SIGNS
