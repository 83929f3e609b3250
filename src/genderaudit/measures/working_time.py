"""Full and part time: what part of full time each person works, and whether it is women who work part-time."""

from __future__ import annotations

import numpy as np
import pandas as pd

from genderaudit.measures.counting import is_sex, numbers, people
from genderaudit.measures.requirements import requires
from genderaudit.measures.statistics import Floats

FULL_TIME, PART_TIME = "full_time", "part_time"
FULL_TIME_HOURS = 40.0
FULL_WEEK = 30.0  # hours from which on a week may be a full one
NEARLY_FULL = 0.95  # part of full time from which on it is full time: 38 of 40 hours, or 35 of 36
MORE_OFTEN, MORE_POINTS = 2.0, 0.10
FEWEST = 5  # women in part-time, and women and men in full time, of whom something is said


@requires("weekly_hours", "fte")
def part_of_full_time(staff: pd.DataFrame) -> Floats:
    """Part of full time of each person: ``fte``, else weekly hours by the list's full week; NaN where neither is."""
    fte, weekly = numbers(staff["fte"]), numbers(staff["weekly_hours"])
    return np.where(np.isnan(fte), weekly / full_week(staff), fte)


@requires("weekly_hours")
def full_week(staff: pd.DataFrame) -> float:
    """The hours of a full week: the most frequent of at least ``FULL_WEEK``; 40 where the list states none."""
    hours = numbers(staff["weekly_hours"])
    hours = hours[hours >= FULL_WEEK]
    if not hours.size:
        return FULL_TIME_HOURS
    found, times = np.unique(hours, return_counts=True)
    return float(found[times == times.max()][-1])


def working_time(staff: pd.DataFrame) -> pd.Series:
    """Full or part time of each person, blank where it is not known."""
    part = part_of_full_time(staff)
    named = np.select([part >= NEARLY_FULL, part > 0], [FULL_TIME, PART_TIME], default="")
    return pd.Series(named, index=staff.index, dtype="string").replace("", pd.NA)


def women_work_part_time(staff: pd.DataFrame) -> bool:
    """Whether women work part-time far more often than men: twice as often, and ten points more, at least.

    False where the list says nothing of hours, or too few people work full or part time for a comparison.
    """
    if not {"weekly_hours", "fte", "sex"} <= set(staff.columns):
        return False
    time, count = working_time(staff), people(staff)
    of = {
        (sex, kind): float(count[is_sex(staff, sex) & time.eq(kind).fillna(False).to_numpy(dtype=bool)].sum())
        for sex in "FM"
        for kind in (FULL_TIME, PART_TIME)
    }
    if min(of["F", PART_TIME], of["F", FULL_TIME], of["M", FULL_TIME]) < FEWEST:
        return False
    women, men = (of[sex, PART_TIME] / (of[sex, PART_TIME] + of[sex, FULL_TIME]) for sex in "FM")
    return women >= MORE_OFTEN * men and women - men >= MORE_POINTS
