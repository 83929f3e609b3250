"""Figures of the staff: levels, occupations, pay, careers, family leave, gender focal points."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from genderaudit.simulation.figures import SEXES, ExpectedFigure, Floats, quotient, shares_by, women_share

TOP, RATED = 2, 10
"""The top levels rated: the two highest, extended downwards until they have this many people."""


def staff(everyone: pd.DataFrame, names: Sequence[str], date: pd.Timestamp) -> Iterator[ExpectedFigure]:
    """Yield all figures that the columns allow, of people present at ``date``; ``names`` are levels from the top."""
    there = everyone[everyone["left_on"].isna()] if "left_on" in everyone else everyone
    yield ExpectedFigure("staff_women_share", {}, women_share(there))
    yield from levels(there, names)
    if "also" in there:
        yield from shares_by("staff_by_also", there, ["also"])
    if "function" in there:
        yield dissimilarity(there, "function")
    if "promoted_on" in there:
        yield from careers(there)
    if "left_on" in everyone:
        yield exits(everyone, date)
    if "pay" in there:
        part = next((there[name] for name in ("weekly_hours", "fte") if name in there), 1.0)
        pay: Floats = np.asarray(there["pay"].astype(float) / part, dtype=np.float64)
        yield from pay_gaps(there, pay, names)
        if "function" in there:
            yield ExpectedFigure("pay_gap_adjusted", {}, _adjusted_gap(there, pay, date))
    if "entitled_to_leave" in everyone:
        yield from care(everyone)
    if "gender_focal_point" in there:
        yield from focal_points(there[there["gender_focal_point"].astype(bool)])


def levels(staff: pd.DataFrame, names: Sequence[str]) -> Iterator[ExpectedFigure]:
    """Yield the share of women at each level, glass ceiling, top levels relative to all, and each step."""
    level = staff["level"].to_numpy()
    shares = {name: women_share(staff, level == name) for name in names}
    for name, share in shares.items():
        yield ExpectedFigure("staff_women_by_level", {"level": name}, share)
    graded = women_share(staff, np.logical_or.reduce([level == name for name in names]))
    yield ExpectedFigure("glass_ceiling_index", {}, quotient(graded, shares[names[0]]))
    known = np.isin(staff["sex"].to_numpy(), SEXES)
    top = next((names[:n] for n in range(TOP, len(names)) if (known & np.isin(level, names[:n])).sum() >= RATED), [])
    share = women_share(staff, np.isin(level, top))
    yield ExpectedFigure("top_levels_ratio", {}, quotient(share, graded))
    yield ExpectedFigure(
        "above_floor_ratio", {}, quotient(women_share(staff, np.isin(level, names[:-1])), shares[names[-1]])
    )
    for name, below in pairwise(names):
        yield ExpectedFigure("step_ratio", {"level": name, "below": below}, quotient(shares[below], shares[name]))


def dissimilarity(staff: pd.DataFrame, column: str) -> ExpectedFigure:
    """Return half the sum of absolute differences of women's and men's shares by category (Duncan)."""
    sex, category = staff["sex"].to_numpy(), staff[column].to_numpy()
    names = dict.fromkeys(category[staff[column].notna().to_numpy()])
    counts = np.array([[((category == name) & (sex == one)).sum() for one in SEXES] for name in names], dtype=float)
    totals = counts.sum(axis=0)
    value = None if (totals == 0).any() else float(np.abs(counts / totals @ [1, -1]).sum() / 2)
    return ExpectedFigure("duncan_index", {}, value)


def pay_gaps(staff: pd.DataFrame, pay: Floats, names: Sequence[str]) -> Iterator[ExpectedFigure]:
    """Yield mean and median gap of the pay given (one per row of ``staff``), and mean gaps by level."""
    sex, level = staff["sex"].to_numpy(), staff["level"].to_numpy()
    known = np.isfinite(pay)
    women, men = ((sex == one) & known for one in SEXES)
    for statistic, of in (("mean", np.mean), ("median", np.median)):
        yield ExpectedFigure(f"pay_gap_{statistic}", {}, _gap(pay[women], pay[men], of))
    weighted, people = 0.0, 0
    for name in names:
        here = level == name
        gap = _gap(pay[women & here], pay[men & here], np.mean)
        yield ExpectedFigure("pay_gap_by_category", {"level": name}, gap)
        if gap is not None:
            number = int(((women | men) & here).sum())
            weighted, people = weighted + gap * number, people + number
    yield ExpectedFigure("pay_gap_factor_weighted", {}, quotient(weighted, people))


def _gap(women: Floats, men: Floats, of: Any) -> float | None:
    if not (women.size and men.size):
        return None
    return 1 - float(of(women)) / float(of(men))


def careers(staff: pd.DataFrame) -> Iterator[ExpectedFigure]:
    """Yield promoted of the eligible, and training hours per person, women relative to men."""
    sex = staff["sex"].to_numpy()
    eligible = staff["eligible_for_promotion"].to_numpy(dtype=bool)
    promoted = staff["promoted_on"].notna().to_numpy()
    rates = [quotient((promoted & eligible & (sex == one)).sum(), (eligible & (sex == one)).sum()) for one in SEXES]
    yield ExpectedFigure("promotion_ratio", {}, quotient(*rates))
    hours = staff["training_hours"].to_numpy(dtype=float)
    means = [hours[(sex == one) & np.isfinite(hours)] for one in SEXES]
    parity = quotient(means[0].mean(), means[1].mean()) if all(mean.size for mean in means) else None
    yield ExpectedFigure("training_hours_parity", {}, parity)


def care(staff: pd.DataFrame) -> Iterator[ExpectedFigure]:
    """Yield figures of family leave and working time, of women relative to men (take-up: of men relative to women).

    Take-up among those entitled, mean days of those who took leave, presence 6 and 12 months later, and working-time
    arrangements of staff present.
    """
    sex = staff["sex"].to_numpy()

    def parts(column: str) -> list[pd.Series]:
        return [staff.loc[sex == one, column].dropna().astype(float) for one in SEXES]

    entitled = staff["entitled_to_leave"].to_numpy(dtype=bool)
    took = [
        quotient((staff["leave_days"] > 0)[of].sum(), of.sum()) for of in (entitled & (sex == one) for one in SEXES)
    ]
    yield ExpectedFigure("leave_uptake_ratio", {}, quotient(took[1], took[0]))
    yield ExpectedFigure("leave_length_ratio", {}, quotient(*(days[days > 0].mean() for days in parts("leave_days"))))
    for months in (6, 12):
        back = (there.mean() for there in parts(f"back_after_{months}_months"))
        yield ExpectedFigure(f"leave_back_{months}_ratio", {}, quotient(*back))
    there = staff[staff["left_on"].isna()]
    having = [there.loc[there["sex"] == one, "working_time_arrangement"].astype(float).mean() for one in SEXES]
    yield ExpectedFigure("working_time_arrangement_ratio", {}, quotient(*having))


def focal_points(named: pd.DataFrame) -> Iterator[ExpectedFigure]:
    """Yield of the gender focal points: men and others, terms of reference, and working time."""
    women = women_share(named)
    yield ExpectedFigure("focal_points_men_share", {}, None if women is None else 1 - women)
    for support in ("terms", "time") if "focal_point_terms" in named else ():
        having = named[f"focal_point_{support}"].astype(float) > 0
        yield ExpectedFigure("focal_points_mandate", {"support": support}, quotient(having.sum(), len(named)))


def exits(everyone: pd.DataFrame, date: pd.Timestamp) -> ExpectedFigure:
    """Return leavers of three years relative to the mean headcount, women relative to men."""
    hired, left = (pd.to_datetime(everyone[column]) for column in ("hired_on", "left_on"))
    day_before = date - pd.DateOffset(years=3) + pd.DateOffset(days=1)
    there_before = ((hired <= day_before) & (left.isna() | (left > day_before))).to_numpy()
    there_after = left.isna().to_numpy()
    rates = []
    for sex in SEXES:
        of = (everyone["sex"] == sex).to_numpy()
        rates.append(quotient((of & ~there_after).sum(), (of & there_before).sum() + (of & there_after).sum()))
    return ExpectedFigure("exit_ratio", {}, quotient(*rates))


def _adjusted_gap(staff: pd.DataFrame, pay: Floats, date: pd.Timestamp) -> float | None:
    """Return 1 − exp of the coefficient of women: log pay on sex, level, service, education, age, hours, contract."""
    sex = staff["sex"].to_numpy()
    service = (date - pd.to_datetime(staff["hired_on"])).dt.days.to_numpy() / 365.25
    numbers = [staff[column].to_numpy(dtype=float) for column in ("education_years", "birth_year", "weekly_hours")]
    level, *others = (_indicators(staff[column].to_numpy()) for column in ("level", "function", "contract"))
    design = np.column_stack([sex == "F", service, *numbers, level, *(one[:, 1:] for one in others)]).astype(float)
    used = ((sex == "F") | (sex == "M")) & np.isfinite(design).all(axis=1) & np.isfinite(pay)
    if used.sum() <= design.shape[1] + 1 or len({*sex[used]}) < 2:
        return None
    design = design[used]
    design[:, 1:5] -= design[:, 1:5].mean(axis=0)
    coefficients, *_ = np.linalg.lstsq(design, np.log(pay[used]), rcond=None)
    return float(-np.expm1(coefficients[0]))


def _indicators(names: NDArray[Any]) -> Floats:
    """Return one 0/1 column per name."""
    return np.column_stack([names == name for name in dict.fromkeys(names)]).astype(float)
