"""Full and part time: the share of full time that each person works, and whether women work part-time more often."""

from __future__ import annotations

import numpy as np
import pandas as pd

from genderaudit.measures.counting import is_sex, numbers, people
from genderaudit.measures.inference import Floats
from genderaudit.measures.requirements import requires

FULL_TIME, PART_TIME = "full_time", "part_time"
FULL_TIME_HOURS = 40.0
FULL_WEEK = 30.0  # fewest weekly hours that may be a full week
NEARLY_FULL = 0.95  # share of full time that counts as full: 38 of 40 hours, or 35 of 36
MORE_OFTEN, MORE_POINTS = 2.0, 0.10  # ratio and difference of shares from which women work part-time far more
FEWEST = 5  # fewest women in part time, and women and men in full time, for a comparison


@requires("weekly_hours", "fte")
def part_of_full_time(staff: pd.DataFrame) -> Floats:
    """Return each person's share of full time: ``fte``, else weekly hours by the list's full week; NaN without both."""
    fte, weekly = numbers(staff["fte"]), numbers(staff["weekly_hours"])
    return np.where(np.isnan(fte), weekly / full_week(staff), fte)


@requires("weekly_hours")
def full_week(staff: pd.DataFrame) -> float:
    """Return the hours of a full week: the most frequent of at least ``FULL_WEEK``; 40 where the list states none."""
    hours = numbers(staff["weekly_hours"])
    hours = hours[hours >= FULL_WEEK]
    if not hours.size:
        return FULL_TIME_HOURS
    lengths, times = np.unique(hours, return_counts=True)
    return float(lengths[times == times.max()][-1])


def working_time(staff: pd.DataFrame) -> pd.Series:
    """Return each person's working time as full_time or part_time, blank where it is not known."""
    part = part_of_full_time(staff)
    named = np.select([part >= NEARLY_FULL, part > 0], [FULL_TIME, PART_TIME], default="")
    return pd.Series(named, index=staff.index, dtype="string").replace("", pd.NA)


def women_work_part_time(staff: pd.DataFrame) -> bool:
    """Return true if women work part-time far more often than men: at least twice as often and ten points more.

    False where the list states no hours, or too few people work full or part time for a comparison.
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
