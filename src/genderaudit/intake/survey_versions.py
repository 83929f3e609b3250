"""A question that stands in several columns of an export: each version of a form that was deployed has its own."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import pandas as pd

from genderaudit.intake.raw import Remark

_NAMED = 5
"""Questions that a sentence names."""


def joined(
    cells: pd.DataFrame, columns: Mapping[str, Sequence[str]], code: Callable[[str, object], object]
) -> tuple[pd.DataFrame, list[Remark]]:
    """Every question in the first of its columns, filled from the others where it is blank.

    ``columns`` are the headers of a question by its name, ``code`` makes an answer to it comparable. Rows with two
    answers that differ are an error: which of them is meant is not ours to guess.
    """
    remarks, together = [], []
    for name, (first, *others) in columns.items():
        answers = cells[first]
        for other in others:
            both = answers.notna() & cells[other].notna()
            differ = [row for row in cells.index[both] if code(name, answers[row]) != code(name, cells.at[row, other])]
            if differ:
                said = {"first": first}
                remarks.append(Remark("error", "survey_versions_differ", tuple(map(int, differ)), other, said))
            together += [name] if cells[other].notna().any() and name not in together else []
            answers = answers.where(answers.notna(), cells[other])
        cells = cells.drop(columns=others).assign(**{first: answers})
    if together:
        more = " …" if len(together) > _NAMED else ""
        said = {"questions": ", ".join(together[:_NAMED]) + more}
        remarks.append(Remark("warning", "survey_versions_joined", values=said))
    return cells, remarks
