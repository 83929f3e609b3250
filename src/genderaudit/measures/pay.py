"""Pay of women and men on one basis: mean and median gap, and pay quartiles.

Gaps are shares of the men's pay: (men − women) / men, positive where men are paid more. Every gap takes the
staff table and a Series of comparable pay with the same index, from :func:`pay_basis` (NaN: left
out). Gaps change neither with the unit of pay nor with the order of rows. Categories, variable pay and weighted gaps
are in ``pay_categories``, adjusted gaps in ``pay_models``.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from genderaudit.foundations.errors import wrong_call
from genderaudit.foundations.precision import PAY_UNITS
from genderaudit.measures.counting import (
    NOT_STATED,
    By,
    Group,
    Headcount,
    columns_of,
    headcounts,
    is_sex,
    labels,
    numbers,
    people,
    result_of,
)
from genderaudit.measures.inference import (
    SEED,
    Floats,
    bootstrap_medians,
    normal_quantile,
    student_quantile,
)
from genderaudit.measures.requirements import requires
from genderaudit.measures.result import Part, Result, by_sex
from genderaudit.measures.results import Results
from genderaudit.measures.working_time import full_week, women_work_part_time

Basis = Literal["list", "hour", "fte_year"]

LARGEST_LOG = 700.0  # exp() overflows a float beyond it: such an interval has no finite end
WEEKS_A_YEAR = 52.0
PERIODS_A_YEAR: Mapping[str, float] = {"month": 12.0, "year": 1.0}
LEFT_OUT = ("no_pay", "pay_not_positive", "no_period", "no_hours")
"""Reasons why a person's pay is not comparable, in the order in which they are looked for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PayBasis:
    """Comparable pay per row (NaN where it cannot be calculated), and the people left out by reason.

    The name of ``pay`` is its unit, one of ``precision.PAY_UNITS``: hour, month or year as in the list, or the
    last two at full time where hours are known.
    """

    pay: pd.Series
    left_out: Mapping[str, int]  # people by reason, of ``LEFT_OUT``
    assumed_full_time: int  # people taken as full-time because the whole list states neither hours nor fte


@requires("pay", "pay_period", "weekly_hours", "fte", optional=("pay_reference_hours",))
def pay_basis(
    staff: pd.DataFrame,
    basis: Basis = "list",
    full_time_hours: float | None = None,
    default_period: str | None = None,
) -> PayBasis:
    """Pay of each person for the same working time, from pay_period, weekly_hours and fte.

    ``basis``: ``list``, the period of most people in the list, at full time; ``hour``; or ``fte_year``, a full-time
    year. ``full_time_hours`` is the full week; by default that of the list (:func:`working_time.full_week`). A person's
    weekly hours are ``weekly_hours``, else ``fte`` × ``full_time_hours``; a year has 52 weeks. Column
    ``pay_reference_hours``, where filled, is the hours that the stated pay covers and takes precedence. A list that
    states neither hours nor fte for anyone is read as full-time (``assumed_full_time``); in any other list a person
    without them is left out, as is a person without period unless ``default_period`` names one. Pay of zero or less is
    left out, since it cannot be compared. Raises ``AuditError`` for an unknown ``default_period``.
    """
    full_time_hours = full_time_hours or full_week(staff)
    pay = numbers(staff["pay"])
    period = labels(staff["pay_period"]).to_numpy(dtype=object)
    if default_period is not None:
        period = np.where(period == NOT_STATED, default_period, period)
    weekly, assumed = _weekly_hours(staff, full_time_hours)
    hourly = _hourly_pay(pay, period, weekly, staff)
    usual = {"hour": "hour", "fte_year": "year"}.get(basis) or _usual_period(period, pay, people(staff))
    value = _rounded_pay(hourly * (WEEKS_A_YEAR * full_time_hours / PERIODS_A_YEAR[usual] if usual != "hour" else 1.0))
    known_period = np.isin(period, ["hour", *PERIODS_A_YEAR])
    if default_period is not None and default_period not in ("hour", *PERIODS_A_YEAR):
        raise wrong_call(f"default_period must be hour, {' or '.join(PERIODS_A_YEAR)}, not {default_period!r}.")
    with np.errstate(invalid="ignore"):
        faults = [np.isnan(pay), pay <= 0, ~known_period, np.isnan(value)]
    why = np.select(faults, LEFT_OUT, default="")
    count = people(staff)
    left_out = {reason: round(count[why == reason].sum()) for reason in LEFT_OUT}
    unit = usual if usual == "hour" or (assumed and basis == "list") else f"{usual}_full_time"
    comparable = pd.Series(np.where(why == "", value, np.nan), index=staff.index, name=unit, dtype=float)
    return PayBasis(
        pay=comparable,
        left_out={reason: number for reason, number in left_out.items() if number},
        assumed_full_time=round(count[why == ""].sum()) if assumed else 0,
    )


@requires("sex", counted="people")
def mean_pay_gap(
    staff: pd.DataFrame,
    pay: pd.Series,
    by: By = None,
    order: Iterable[str] | None = None,
    level: float = 0.95,
) -> Results:
    """(x̄_M − x̄_F) / x̄_M, the whole or one per group. Interval: ratio of means on the log scale, Welch's df.

    ``details``: mean_women, mean_men; pay_unit (:func:`unit_of`), part_time (1, of the whole, where women work
    part-time far more often); pay_not_positive (women and men whose pay is 0 or less, who are left out),
    not_counted. Reasons: no_rows, no_pay, one_sex_only, zero_denominator (no man's pay is above 0).
    (EU 2023/970 Art. 9(1)(a).)
    """
    return _with_unit(staff, pay, (_mean_gap(*cell, level) for cell in pay_cells(staff, pay, by, order)))


@requires("sex", counted="people")
def median_pay_gap(
    staff: pd.DataFrame,
    pay: pd.Series,
    by: By = None,
    order: Iterable[str] | None = None,
    level: float = 0.95,
    seed: int = SEED,
) -> Results:
    """(median_M − median_F) / median_M, the whole or one per group. Interval: log scale, seeded bootstrap.

    The interval uses the bootstrap's standard error, not its percentiles, which are far too wide where pay comes in
    steps. ``details``: median_women, median_men, pay_unit, part_time, pay_not_positive, not_counted;
    gap_of_middle_three: the gap of medians that, for an odd number of people, average the middle three; this one is
    published. Reasons as :func:`mean_pay_gap`. (EU 2023/970 Art. 9(1)(c).)
    """
    return _with_unit(staff, pay, (_median_gap(*cell, level, seed) for cell in pay_cells(staff, pay, by, order)))


@requires("sex")
def pay_quartiles(staff: pd.DataFrame, pay: pd.Series) -> Results:
    """Share of women in each quarter of the people ranked by pay, lowest first; group quartile 1 to 4.

    Everyone of stated sex is ranked, the others too. People of equal pay at a boundary are split between the
    quarters in proportion, so ``women``, ``men`` and ``other`` are fractions and the order of rows does not
    matter. ``details``: unranked (people of unstated sex, without pay, or with none above nought).
    Reasons: no_rows, no_pay, too_few_people (fewer than four), no_women_or_men.
    (EU 2023/970 Art. 9(1)(f).)
    """
    count = people(staff)
    values = np.asarray(pay, dtype=float)
    paid = (values > 0) & (count > 0) & staff["sex"].notna().to_numpy(dtype=bool)
    unranked = {"unranked": float(count[~paid].sum())} if count[~paid].any() else {}
    if count[paid].sum() < 4:
        reason = "no_rows" if staff.empty else "no_pay" if not count[paid].any() else "too_few_people"
        return Results(_no_quartile(quartile, float(count[paid].sum()), reason, unranked) for quartile in range(1, 5))
    levels, position = np.unique(values[paid], return_inverse=True)
    by_sex = [
        np.bincount(position, np.where(is_sex(staff, sex), count, 0.0)[paid], levels.size).astype(float)
        for sex in "FMX"
    ]
    size = np.sum(by_sex, axis=0)
    ends = np.cumsum(size)
    return Results(_quartile(quartile, by_sex, ends - size, ends, unranked) for quartile in range(4))


def pay_cells(
    staff: pd.DataFrame, pay: pd.Series, by: By = None, order: Iterable[str] | None = None
) -> list[tuple[Group, Floats, Floats, float]]:
    """Return per group: its labels, pay of women and of men (one value per person, sorted), and its headcount."""
    keys = columns_of(by)
    count = np.rint(people(staff)).astype(int)
    values = np.asarray(pay, dtype=float)
    paid = ~np.isnan(values)
    groups = {tuple(group.values()): counts.total for group, counts in headcounts(staff, keys, order)}
    pay_of: dict[tuple[str, ...], dict[str, Floats]] = {group: {} for group in groups}
    for sex in "FM":
        rows = np.flatnonzero(paid & is_sex(staff, sex))
        amounts = pd.Series(np.repeat(values[rows], count[rows]))
        if not keys:
            pay_of[()][sex] = np.sort(amounts.to_numpy())
            continue
        names = [np.repeat(labels(staff[key]).to_numpy(dtype=object)[rows], count[rows]) for key in keys]
        for name, amounts_of_group in amounts.groupby(names):
            key = tuple(str(part_name) for part_name in name)
            pay_of[key][sex] = np.sort(amounts_of_group.to_numpy())
    nobody = np.empty(0)
    return [
        (
            dict(zip(keys, group, strict=True)),
            pay_of[group].get("F", nobody),
            pay_of[group].get("M", nobody),
            total,
        )
        for group, total in groups.items()
    ]


def unit_of(pay: pd.Series) -> dict[str, float]:
    """Return the detail ``pay_unit``, the index of the pay's name in ``precision.PAY_UNITS``, if it is there."""
    return {"pay_unit": float(PAY_UNITS.index(str(pay.name)))} if pay.name in PAY_UNITS else {}


def ratio_of_means_interval(
    women: Floats, men: Floats, confidence_level: float
) -> tuple[float, float] | tuple[None, None]:
    """Return the interval of x̄_F / x̄_M: delta method on the logarithm, Welch–Satterthwaite degrees of freedom.

    (None, None) where a sex has fewer than two people.
    """
    if min(women.size, men.size) < 2:
        return None, None
    squared_errors = [sample.var(ddof=1) / sample.size / sample.mean() ** 2 for sample in (women, men)]
    ratio, variance = float(women.mean() / men.mean()), sum(squared_errors)
    if variance == 0:
        return ratio, ratio
    freedom = variance**2 / (squared_errors[0] ** 2 / (women.size - 1) + squared_errors[1] ** 2 / (men.size - 1))
    half = student_quantile(freedom, confidence_level) * math.sqrt(variance)
    if half > LARGEST_LOG:
        return None, None
    return ratio * math.exp(-half), ratio * math.exp(half)


def unpaid(rows: float, women: Floats, men: Floats) -> str | None:
    """Return the reason why pay of women and men cannot be compared, or None if it can.

    no_rows, no_pay, one_sex_only, zero_denominator.
    """
    if men.size and not (men > 0).any():
        return "zero_denominator"
    paid_women, paid_men = (women > 0).any(), (men > 0).any()
    if paid_women and paid_men:
        return None
    return "no_rows" if not rows else "one_sex_only" if paid_women or paid_men else "no_pay"


def _with_unit(staff: pd.DataFrame, pay: pd.Series, gaps: Iterable[Result]) -> Results:
    """Add to gaps the unit of pay and, to the gap of the whole, whether women work part-time far more often."""
    unit = unit_of(pay)
    part_time = {"part_time": 1.0} if unit and women_work_part_time(staff) else {}
    return Results(replace(gap, details={**gap.details, **unit, **({} if gap.group else part_time)}) for gap in gaps)


def _usual_period(period: NDArray[np.object_], pay: Floats, count: Floats) -> str:
    """Return the pay period of most people; of a tie the shortest."""
    known = ("hour", *PERIODS_A_YEAR)
    numbers_of = {name: count[(period == name) & (pay > 0)].sum() for name in known}
    return max(known, key=lambda name: numbers_of[name])


def _positive_pay(women: Floats, men: Floats) -> tuple[Floats, Floats, dict[str, float]]:
    """Return the women's and the men's pay above 0, and the number of people left out as a detail."""
    paid = women[women > 0], men[men > 0]
    rest = women.size + men.size - paid[0].size - paid[1].size
    return *paid, {"pay_not_positive": float(rest)} if rest else {}


def _weekly_hours(staff: pd.DataFrame, full_time_hours: float) -> tuple[Floats, bool]:
    weekly, fte = numbers(staff["weekly_hours"]), numbers(staff["fte"])
    assumed = bool(np.isnan(weekly).all() and np.isnan(fte).all())
    if assumed:
        return np.full(len(staff), full_time_hours), True
    hours = np.where(np.isnan(weekly), fte * full_time_hours, weekly)
    return np.where(hours > 0, hours, np.nan), False


def _hourly_pay(pay: Floats, period: NDArray[np.object_], weekly: Floats, staff: pd.DataFrame) -> Floats:
    periods = np.array([PERIODS_A_YEAR.get(name, np.nan) for name in period], dtype=float)
    hours = weekly * WEEKS_A_YEAR / periods
    if "pay_reference_hours" in staff:
        reference = numbers(staff["pay_reference_hours"])
        hours = np.where(reference > 0, reference, hours)
    return np.where(period == "hour", pay, pay / hours)


def _rounded_pay(value: Floats) -> Floats:
    """Round to 12 significant digits, so that 12,000 a year and 1,000 a month tie when quartiles are formed."""
    positive = value > 0
    scale = 10.0 ** (11 - np.floor(np.log10(np.where(positive, value, 1.0))))
    return np.where(positive, np.round(value * scale) / scale, value)


def _mean_gap(group: Group, women: Floats, men: Floats, rows: float, confidence_level: float) -> Result:
    reason = unpaid(rows, women, men)
    women, men, rest = _positive_pay(women, men)
    base = Headcount(women=float(women.size), men=float(men.size))
    details = _averages(women, men, np.mean, "mean") | rest
    if reason:
        return result_of(base, None, "gap", group, reason, details)
    ratio = float(women.mean() / men.mean())
    low, high = ratio_of_means_interval(women, men, confidence_level)
    # A high ratio of women's to men's pay is a low gap: the bounds change places.
    return result_of(
        base,
        1 - ratio,
        "gap",
        group,
        None,
        details,
        None if high is None else 1 - high,
        None if low is None else 1 - low,
        confidence_level,
        remainders(women, men),
    )


def parts_of_sums(women: Floats, men: Floats) -> tuple[Part, ...]:
    """Return the parts of a researcher's own figure on sums or means of pay, or hours (one value per person)."""
    return (*by_sex("people", women.size, men.size), *remainders(women, men))


def remainders(women: Floats, men: Floats) -> tuple[Part, ...]:
    """Return, per sex, the sum of all but the two best paid divided by the best paid: the p% rule of dominance.

    The second best paid can estimate the best paid from the total, to within this share.
    (Handbook on Statistical Disclosure Control, 4.2.)
    """
    parts: list[Part] = []
    sexes: tuple[tuple[Literal["F", "M"], Floats], ...] = (("F", women), ("M", men))
    for sex, pay in sexes:
        if pay.any():
            largest = np.sort(pay)[::-1]
            parts.append(Part("remainder", sex, float(largest[2:].sum() / largest[0])))
    return tuple(parts)


def _median_gap(group: Group, women: Floats, men: Floats, rows: float, confidence_level: float, seed: int) -> Result:
    reason = unpaid(rows, women, men)
    women, men, rest = _positive_pay(women, men)
    base = Headcount(women=float(women.size), men=float(men.size))
    details = _averages(women, men, np.median, "median") | rest
    if reason:
        return result_of(base, None, "gap", group, reason, details)
    low, high = None, None
    ratio = details["median_women"] / details["median_men"]
    middle = _mean_of_middle(women), _mean_of_middle(men)
    details["gap_of_middle_three"] = 1 - middle[0] / middle[1]
    if min(women.size, men.size) > 1:
        generator = np.random.default_rng(seed)
        logs = np.log(bootstrap_medians(women, generator)) - np.log(bootstrap_medians(men, generator))
        spread = normal_quantile(confidence_level) * float(logs.std())
        low, high = 1 - ratio * math.exp(spread), 1 - ratio * math.exp(-spread)
    return result_of(
        base, 1 - ratio, "gap", group, None, details, low, high, confidence_level, by_sex("middle", *middle)
    )


def _mean_of_middle(pay: Floats) -> float:
    """Return the mean of the middle two, or three, of sorted pay: an odd number's median is one person's pay."""
    beside = 1 if pay.size % 2 and pay.size > 1 else 0
    return float(pay[(pay.size - 1) // 2 - beside : pay.size // 2 + 1 + beside].mean())


def _averages(women: Floats, men: Floats, of: Callable[[Floats], np.floating], name: str) -> dict[str, float]:
    sexes = {"women": women, "men": men}
    return {f"{name}_{sex}": float(of(values)) for sex, values in sexes.items() if values.size}


def _no_quartile(quartile: int, n: float, reason: str, unranked: Mapping[str, float]) -> Result:
    group = {"quartile": str(quartile)}
    return Result(value=None, unit="share", n=n, group=group, reason=reason, details=unranked)


def _quartile(
    quartile: int, by_sex: list[Floats], starts: Floats, ends: Floats, unranked: Mapping[str, float]
) -> Result:
    """Return one quarter of the ranked people; people of equal pay at its ends count with the part that lies inside."""
    low, high = ends[-1] * quartile / 4, ends[-1] * (quartile + 1) / 4
    inside = np.clip(np.minimum(ends, high) - np.maximum(starts, low), 0, None) / (ends - starts)
    women, men, other = (float(np.sum(people * inside)) for people in by_sex)
    base = Headcount(women=women, men=men, other=other)
    reason = None if base.both else "no_women_or_men"
    group = {"quartile": str(quartile + 1)}
    return result_of(base, None if reason else base.women / base.both, "share", group, reason, unranked)
