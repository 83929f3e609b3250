"""Activities: share of women among people reached, and share of activities and of their money that is for equality.

A row is an activity with the women and men it reached. It is for equality where its gender focus is explicit, or its
gender marker is 2 or 3; with neither stated it is unknown. A person who came to two activities is counted twice.
Source: ILO Action Plan for Gender Equality (technical cooperation, trainings, campaigns).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from genderaudit.measures.capacity import MARKERS
from genderaudit.measures.counting import By, columns_of, labels, numbers
from genderaudit.measures.representation import share_of_women
from genderaudit.measures.requirements import check_table, requires
from genderaudit.measures.result import Result
from genderaudit.measures.results import Results
from genderaudit.measures.services import served_against_members


@requires("women", "men")
def women_reached(
    activities: pd.DataFrame, by: By = None, order: Iterable[str] | None = None, level: float = 0.95
) -> Results:
    """Share of women among people reached, women / (women + men), the whole or one result per group of ``by``.

    Activities with either number blank are left out and counted (``details`` unknown of the whole). Reasons:
    no_rows, no_reached (no numbers, or nobody came).
    """
    unknown = float((activities["women"].isna() | activities["men"].isna()).sum())
    return Results(
        replace(
            one,
            reason="no_reached" if one.reason and len(activities) else one.reason,
            details={"unknown": unknown} if unknown and not one.group else {},
        )
        for one in share_of_women(_people_rows(activities, by), by, order, level)
    )


@requires("women", "men", members=("sex",))
def reached_against_members(activities: pd.DataFrame, members: pd.DataFrame, level: float = 0.95) -> Results:
    """p(reached) / p(members): women's share of people reached against that of the members; 1 = equal.

    ``details``: share_reached, share_members. Reasons: no_rows (nobody counted), no_reference, zero_denominator.
    """
    return Results(
        replace(one, details={n.replace("served", "reached"): number for n, number in one.details.items()})
        for one in served_against_members(_people_rows(activities, None), members, level)
    )


@requires("gender_focus", "gender_marker")
def activities_for_equality(activities: pd.DataFrame) -> Results:
    """Share of activities that are for equality, of those that state it.

    Reasons: no_rows, no_focus (none states it).
    """
    chosen, known = _for_equality(activities)
    n = float(known.sum())
    reason = None if n else "no_focus" if len(activities) else "no_rows"
    return Results(Result(value=None if reason else float(chosen.sum()) / n, unit="share", n=n, reason=reason))


@requires("gender_focus", "gender_marker", "budget")
def activity_budget_for_equality(activities: pd.DataFrame) -> Results:
    """Share of the voted money of activities that goes to those for equality, of all activities that state it.

    ``n``: activities with a budget that state it. Reasons: no_rows, no_focus, no_amounts, zero_denominator.
    """
    chosen, known = _for_equality(activities)
    voted = numbers(activities["budget"])
    counted = known & ~np.isnan(voted)
    total = float(voted[counted].sum())
    reason = _reason(activities, known, counted) or ("zero_denominator" if total <= 0 else None)
    value = None if reason else float(voted[counted & chosen].sum()) / total
    return Results(Result(value=value, unit="share", n=float(counted.sum()), reason=reason))


def for_equality(lines: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of activities, or of a budget, that are for equality."""
    check_table(lines, ["gender_marker"], "for_equality", "lines")
    chosen, _ = _for_equality(lines)
    return lines[chosen]


def _people_rows(activities: pd.DataFrame, by: By) -> pd.DataFrame:
    """Return one row of women and one of men for each activity that counted both."""
    both = activities[activities["women"].notna() & activities["men"].notna()]
    numbers_of = (("F", numbers(both["women"])), ("M", numbers(both["men"])))
    parts = [both[columns_of(by)].assign(sex=sex, count=np.rint(number)) for sex, number in numbers_of]
    return pd.concat(parts, ignore_index=True)


def _for_equality(activities: pd.DataFrame) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Return two masks: activities that are for equality, and activities that state whether they are."""
    marker, blank = labels(activities["gender_marker"]), pd.Series(pd.NA, index=activities.index, dtype="string")
    focus = activities.get("gender_focus", blank)
    chosen = (labels(focus) == "explicit") | marker.isin(MARKERS[2:])
    known = focus.notna() | marker.isin(MARKERS)
    return chosen.to_numpy(dtype=bool), known.to_numpy(dtype=bool)


def _reason(activities: pd.DataFrame, known: NDArray[np.bool_], counted: NDArray[np.bool_]) -> str | None:
    if not len(activities):
        return "no_rows"
    return "no_focus" if not known.any() else "no_amounts" if not counted.any() else None
