"""Questions with several columns in an export: one per deployed version of a form."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import pandas as pd

from genderaudit.intake.problems import Remark

_NAMED = 5
"""Questions named in a sentence."""


def with_joined_versions(
    cells: pd.DataFrame, columns: Mapping[str, Sequence[str]], code: Callable[[str, object], object]
) -> tuple[pd.DataFrame, list[Remark]]:
    """Return the cells with every question in its first column, filled from the others where blank.

    ``columns`` are the headers of a question by its name; ``code`` makes its answers comparable. Rows with two
    different answers are an error.
    """
    remarks, joined_names = [], []
    for name, (first, *others) in columns.items():
        answers = cells[first]
        for other in others:
            both = answers.notna() & cells[other].notna()
            differ = [row for row in cells.index[both] if code(name, answers[row]) != code(name, cells.at[row, other])]
            if differ:
                values = {"first": first}
                remarks.append(Remark("error", "survey_versions_differ", tuple(map(int, differ)), other, values))
            joined_names += [name] if cells[other].notna().any() and name not in joined_names else []
            answers = answers.where(answers.notna(), cells[other])
        cells = cells.drop(columns=others).assign(**{first: answers})
    if joined_names:
        more = " …" if len(joined_names) > _NAMED else ""
        values = {"questions": ", ".join(joined_names[:_NAMED]) + more}
        remarks.append(Remark("warning", "survey_versions_joined", values=values))
    return cells, remarks
