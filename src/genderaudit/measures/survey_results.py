"""Parts of results on items and on key areas alike: replies that are no answers, weights, reasons for no figure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pandas as pd

from genderaudit.measures.answers import Item, asked
from genderaudit.measures.counting import Group
from genderaudit.measures.inference import Floats
from genderaudit.measures.result import Result


def reason_of_absence(survey: pd.DataFrame, items: Sequence[Item]) -> str | None:
    """Return why nobody can have answered: no_rows or not_asked; None where somebody can."""
    return "no_rows" if survey.empty else None if asked(survey, items) else "not_asked"


def reply_details(count: Floats) -> dict[str, float]:
    """Return the details on replies that are no answers, from people by code."""
    unsure, ticked = float(count[-2]), float(count[1:].sum())
    details = {
        "do_not_know": unsure,
        "prefer_not_to_say": float(count[-1]),
        "not_answered": float(count[0]),
    }
    return details | ({"do_not_know_share": unsure / ticked} if ticked else {})


def of_group(
    result: Result, group: Group, weights_used: Floats | None, unknown_weights: bool, absence: str | None
) -> Result:
    """Return the result under its group, as far as weights and answers allow.

    Without weights it has no details of weights; with ``unknown_weights`` (asked for, and none could be calculated) it
    has the reason no_weights only. ``absence``, why nobody can have answered, takes the place of a reason found in the
    answers.
    """
    if weights_used is None:
        result = _without_weight_details(result)
    if unknown_weights:
        result = Result(value=None, unit=result.unit, n=0, level=result.level, reason="no_weights")
    return replace(result, group=group, reason=result.reason and (absence or result.reason))


def _without_weight_details(result: Result) -> Result:
    """Return the result without the details that exist only with weights."""
    details = {name: number for name, number in result.details.items() if name not in ("effective_n", "unweighted")}
    return replace(result, details=details)
