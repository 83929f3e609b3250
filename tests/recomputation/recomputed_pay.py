"""Pay gaps, models and decompositions, recomputed from the raw lists by the formulas of docs/measures.md.

Nothing here is imported from the suite. Pay is that of one hour where hours are known, otherwise as the list has it:
gaps are the same.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pandas as pd
from raw_lists import Lists
from recomputed_figure import Figure, Group, grouped, ratio_of_means, ratio_of_rates
from scipy import stats

PERIODS = {"year": 1, "month": 12, "week": 52, "day": 260}
FULL_TIME = 40
UNITS = ("hour", "month", "year", "month_full_time", "year_full_time")
KNOWN = 0.9  # contract and hours are factors where so many have them
DRAWS = 400


def paid(lists: Lists) -> pd.DataFrame:
    """Women and men in service whose pay for the same time is known, with it as ``rate``."""
    rows = ranked(lists)
    return rows[rows["sex"].isin(["F", "M"])]


def ranked(lists: Lists) -> pd.DataFrame:
    """The same of everybody whose sex is stated."""
    return lists.once("ranked", lambda: _ranked(lists))


def _ranked(lists: Lists) -> pd.DataFrame:
    rows = lists.staff[lists.staff["sex"].notna()]
    if "pay" not in rows or "pay_period" not in rows:
        return rows.iloc[:0].assign(rate=np.nan)
    hours = pd.Series(np.nan, index=rows.index)
    if "weekly_hours" in rows:
        hours = rows["weekly_hours"].astype(float)
    if "fte" in rows:
        hours = hours.fillna(rows["fte"].astype(float) * FULL_TIME)
    if hours.isna().all():
        hours = hours.fillna(FULL_TIME)
    rate = rows["pay"] * rows["pay_period"].map(PERIODS) / 52 / hours
    return rows.assign(rate=rate)[rate > 0]


def by_sex(rows: pd.DataFrame, column: str = "rate") -> tuple[pd.Series, pd.Series]:
    return rows.loc[rows["sex"] == "F", column].astype(float), rows.loc[rows["sex"] == "M", column].astype(float)


def gap_of_means(women: pd.Series, men: pd.Series) -> Figure:
    """(mean of men − mean of women) / mean of men; interval on the logarithm, by the delta method."""
    ratio, low, high = ratio_of_means(women, men)
    bounds = (None, None) if low is None else (1 - high, 1 - low)
    return Figure(1 - ratio, len(women) + len(men), len(women), len(men), *bounds)


def middle(pay: np.ndarray) -> float:
    """The median; of an odd number the mean of the middle three, which is no one person's pay."""
    ordered, half = np.sort(pay), len(pay) // 2
    return float(ordered[half - 1 : half + 2].mean() if len(pay) % 2 and len(pay) > 1 else np.median(ordered))


def gap_of_medians(women: pd.Series, men: pd.Series) -> Figure:
    """The same of medians; the interval is that of bootstrap draws, so near only."""
    f, m = women.to_numpy(), men.to_numpy()
    gap, draw = 1 - middle(f) / middle(m), np.random.default_rng(2)
    logs = [math.log(np.median(draw.choice(f, len(f))) / np.median(draw.choice(m, len(m)))) for _ in range(DRAWS)]
    half = stats.norm.ppf(0.975) * float(np.std(logs, ddof=1))
    low, high = 1 - (1 - gap) * math.exp(half), 1 - (1 - gap) * math.exp(-half)
    near = dict.fromkeys(("low", "high"), 0.25 * (high - low))
    return Figure(gap, len(f) + len(m), len(f), len(m), low, high, near=near)


def mean_gap(lists: Lists, group: Group) -> Figure:
    return gap_of_means(*by_sex(grouped(lists, paid(lists), "pay", group)))


def part_of_full_time(rows: pd.DataFrame) -> pd.Series:
    """The part of full time that each works: as stated, else of the most frequent full week of the list."""
    part = pd.Series(np.nan, index=rows.index)
    if "fte" in rows:
        part = rows["fte"].astype(float)
    if "weekly_hours" in rows:
        hours = rows["weekly_hours"].astype(float)
        week = hours[hours >= 30].mode()
        part = part.fillna(hours / (week.iloc[-1] if len(week) else FULL_TIME))
    return part


def mean_gap_of_time(lists: Lists, group: Group) -> Figure:
    """The mean gap of full-time, or of part-time people; from 95 % of full time on it is full time."""
    rows = paid(lists)
    full = part_of_full_time(rows) >= 0.95
    return gap_of_means(*by_sex(rows[full if group["working_time"] == "full_time" else ~full]))


def median_gap(lists: Lists, group: Group) -> Figure:
    return lists.once("median", lambda: gap_of_medians(*by_sex(paid(lists))))


def quartile(lists: Lists, group: Group) -> Figure:
    """Women's share of a quarter of everybody's pay scale; equal pay at a boundary is split in proportion."""
    rows = ranked(lists)
    quarter, begins = len(rows) / 4, (int(group["quartile"]) - 1) * len(rows) / 4
    _, place = np.unique(rows["rate"].to_numpy(float).round(6), return_inverse=True)
    tied, sex = np.bincount(place), rows["sex"].to_numpy()
    reached = np.cumsum(tied)
    inside = np.clip(np.minimum(reached, begins + quarter) - np.maximum(reached - tied, begins), 0, None) / tied
    women, men = (float((inside * np.bincount(place[sex == one], minlength=len(tied))).sum()) for one in "FM")
    # Its people are given as whole ones; its base may be that of all quarters: its own lies on either side.
    near = {"n": 5.0 if len(rows) > len(paid(lists)) else 0.5, "women": 1.0, "men": 1.0}
    return Figure(women / (women + men), women + men, women, men, near=near)


def factor_weighted(lists: Lists, group: Group) -> Figure:
    """Σ n_c/N · gap_c over levels with both sexes; interval with one coefficient of variation a sex for all levels."""
    cells = [(w, m) for w, m in (by_sex(rows) for _, rows in paid(lists).groupby("level")) if len(w) and len(m)]
    n = sum(len(w) + len(m) for w, m in cells)
    value = sum((len(w) + len(m)) / n * (1 - w.mean() / m.mean()) for w, m in cells)
    cv = [
        sum(((pay / pay.mean() - 1) ** 2).sum() for pay in sex) / sum(len(pay) - 1 for pay in sex)
        for sex in zip(*cells, strict=True)
    ]
    variance = sum(
        ((len(w) + len(m)) / n * w.mean() / m.mean()) ** 2 * (cv[0] / len(w) + cv[1] / len(m)) for w, m in cells
    )
    half = stats.norm.ppf(0.975) * math.sqrt(variance)
    counts = sum(len(w) for w, _ in cells), sum(len(m) for _, m in cells)
    return Figure(value, n, *counts, value - half, value + half)


# Variable pay


def receivers(lists: Lists) -> pd.DataFrame:
    rows = lists.staff[lists.staff["sex"].isin(["F", "M"])]
    return rows[rows["variable_pay"].fillna(0) > 0]


def variable_gap(lists: Lists, group: Group) -> Figure:
    return gap_of_means(*by_sex(receivers(lists), "variable_pay"))


def variable_gap_of_level(lists: Lists, group: Group) -> Figure:
    return gap_of_means(*by_sex(grouped(lists, receivers(lists), "variable_pay", group), "variable_pay"))


def variable_gap_median(lists: Lists, group: Group) -> Figure:
    return gap_of_medians(*by_sex(receivers(lists), "variable_pay"))


def variable_receipt(lists: Lists, group: Group) -> Figure:
    some = receivers(lists)["sex"].value_counts()
    everybody = lists.staff["sex"].value_counts()
    value, low, high = ratio_of_rates(some["F"], everybody["F"], some["M"], everybody["M"])
    return Figure(value, everybody["F"] + everybody["M"], everybody["F"], everybody["M"], low, high)


# Models


def factors(lists: Lists) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Who has pay and every factor of the usual model, and the factors: dummies and numbers, without a constant."""
    rows = paid(lists)
    columns: dict[str, pd.Series] = {}
    if "education_years" in rows and rows["education_years"].notna().any():
        columns["education"] = rows["education_years"].astype(float)
        if "low" in rows:
            age = ((rows["low"] + rows["high"]) / 2).astype(float)
            columns["experience"] = (age - columns["education"] - 6).clip(lower=0)
            columns["experience squared"] = columns["experience"] ** 2
    if "hired_on" in rows:
        columns["service"] = (lists.date - pd.to_datetime(rows["hired_on"])).dt.days / 365.25
    if part_of_full_time(lists.staff).notna().mean() >= KNOWN:
        columns["part of full time"] = part_of_full_time(lists.staff)[rows.index]
    frame = pd.DataFrame(columns, index=rows.index)
    names = [name for name in ("level", "function") if name in rows and rows[name].notna().any()]
    names += ["contract"] if "contract" in rows and lists.staff["contract"].notna().mean() >= KNOWN else []
    known = frame.notna().all(axis=1) & rows[names].notna().all(axis=1)
    dummies = [pd.get_dummies(rows.loc[known, name], prefix=name, dtype=float).iloc[:, 1:] for name in names]
    return rows[known], pd.concat([frame[known], *dummies], axis=1)


def least_squares(x: np.ndarray, y: np.ndarray) -> tuple[np.ndarray, np.ndarray, int]:
    """Coefficients (the shortest of those that fit equally well), their covariance, degrees of freedom."""
    b, _, rank, _ = np.linalg.lstsq(x, y, rcond=None)
    df = len(y) - int(rank)
    return b, np.linalg.pinv(x.T @ x) * ((y - x @ b) ** 2).sum() / df, df


def adjusted(lists: Lists, group: Group) -> Figure:
    """Minus the effect of being a woman on log pay, exp(b − se²/2) − 1; interval of Student's t of b."""
    rows, x = factors(lists)
    woman = (rows["sex"] == "F").to_numpy(float)
    design = np.column_stack([np.ones(len(rows)), woman, scaled(x)])
    b, covariance, df = least_squares(design, np.log(rows["rate"].to_numpy(float)))
    effect, se = b[1], math.sqrt(covariance[1, 1])
    t = stats.t.ppf(0.975, df)
    low, high = (-math.expm1(effect + side * t * se) for side in (1, -1))
    counts = len(rows), woman.sum(), len(rows) - woman.sum()
    return Figure(-math.expm1(effect - se**2 / 2), *counts, low, high)


def scaled(x: pd.DataFrame) -> np.ndarray:
    """The factors on one scale, so that least squares stays exact."""
    spread = x.std(ddof=0).replace(0, 1)
    return ((x - x.mean()) / spread).to_numpy(float)


def two_fold(lists: Lists, group: Group) -> Figure:
    """Explained: the difference of mean factors at the slopes of the pooled model with a dummy for sex."""
    rows, x = factors(lists)
    y, woman = np.log(rows["rate"].to_numpy(float)), (rows["sex"] == "F").to_numpy()

    def parts(chosen: np.ndarray) -> dict[str, float]:
        z, pay, f = scaled(x)[chosen], y[chosen], woman[chosen]
        slopes = least_squares(np.column_stack([np.ones(len(z)), f, z]), pay)[0][2:]
        total = pay[~f].mean() - pay[f].mean()
        explained = float((z[~f].mean(axis=0) - z[f].mean(axis=0)) @ slopes)
        return {"total": total, "explained": explained, "unexplained": total - explained}

    return _part(lists, "two-fold", parts, woman, group["component"], np.arange(len(woman)))


def three_fold(lists: Lists, group: Group) -> Figure:
    """Endowments, coefficients and their interaction, from the models of women and of men."""
    rows, x = factors(lists)
    names = [name for name in ("level", "function", "contract") if any(str(c).startswith(name) for c in x)]
    kinds = [rows[name].to_numpy() for name in names]
    y, woman, x = np.log(rows["rate"].to_numpy(float)), (rows["sex"] == "F").to_numpy(), x.reset_index(drop=True)

    def compared(chosen: np.ndarray) -> np.ndarray:
        """Those of a level, function and contract that both sexes have; one may lose a sex as others are left out."""
        left = len(chosen) + 1
        while len(chosen) < left:
            left = len(chosen)
            for kind in kinds:
                of_both = set(kind[chosen][woman[chosen]]) & set(kind[chosen][~woman[chosen]])
                chosen = chosen[[one in of_both for one in kind[chosen]]]
        return chosen

    def parts(chosen: np.ndarray) -> dict[str, float]:
        chosen = compared(chosen)
        z, pay, f = scaled(x)[chosen], y[chosen], woman[chosen]
        z = np.column_stack([np.ones(len(z)), z])
        (of_women, of_men), (w, m) = (
            [least_squares(z[who], pay[who])[0] for who in (f, ~f)],
            [z[who].mean(axis=0) for who in (f, ~f)],
        )
        found = {
            "endowments": (m - w) @ of_women,
            "coefficients": w @ (of_men - of_women),
            "interaction": (m - w) @ (of_men - of_women),
        }
        return {"total": pay[~f].mean() - pay[f].mean()} | {name: float(part) for name, part in found.items()}

    return _part(lists, "three-fold", parts, woman, group["component"], compared(np.arange(len(woman))))


def _part(
    lists: Lists,
    model: str,
    parts: Callable[[np.ndarray], dict[str, float]],
    woman: np.ndarray,
    name: str,
    who: np.ndarray,
) -> Figure:
    whole, draw = parts(who), np.random.default_rng(3)
    women, men = who[woman[who]], who[~woman[who]]

    def again() -> list[dict[str, float]]:
        samples = ([draw.choice(women, len(women)), draw.choice(men, len(men))] for _ in range(DRAWS // 8))
        return [parts(np.concatenate(sample)) for sample in samples]

    drawn = [one[name] for one in lists.once(model, again)]
    # By quartiles: of a level that one draw lacks among women, slopes run away.
    half = 1.96 * float(np.subtract(*np.percentile(drawn, [75, 25]))) / 1.349
    low, high = whole[name] - half, whole[name] + half
    near = dict.fromkeys(("low", "high"), 0.4 * (high - low) + 0.01)
    details = {"part": whole[name] / whole["total"]}
    return Figure(whole[name], len(who), len(women), len(men), low, high, details, near)


# What is said with gaps


def said_with(gap: Callable[[Lists, Group], Figure]) -> Callable[[Lists, Group], Figure]:
    """The gap with what pay is for, and, of all, whether women work part-time far more often than men."""

    def found(lists: Lists, group: Group) -> Figure:
        part_time = {"part_time": 1.0} if not group and women_work_part_time(lists.staff) else {}
        figure = gap(lists, group)
        return replace(figure, details={**figure.details, "pay_unit": pay_unit(lists.staff), **part_time})

    return found


def pay_unit(rows: pd.DataFrame) -> float:
    """The place of the usual period in UNITS; where hours are known it is at full time."""
    usual = rows.loc[rows["pay"] > 0, "pay_period"].value_counts().idxmax()
    known = any(name in rows and rows[name].notna().any() for name in ("weekly_hours", "fte"))
    return float(UNITS.index(f"{usual}_full_time" if known and usual != "hour" else usual))


def women_work_part_time(rows: pd.DataFrame) -> bool:
    """At least twice as often as men, and ten points more; five women in part time, five of each sex in full time."""
    part = part_of_full_time(rows)
    full, less = part >= 0.95, part < 0.95
    n = {(sex, of): int((rows["sex"].eq(sex) & kind).sum()) for sex in "FM" for of, kind in (("f", full), ("p", less))}
    if min(n["F", "p"], n["F", "f"], n["M", "f"]) < 5:
        return False
    women, men = (n[sex, "p"] / (n[sex, "p"] + n[sex, "f"]) for sex in "FM")
    return women >= 2 * men and women - men >= 0.1


PAY: dict[str, Callable[[Lists, Group], Figure]] = {
    "pay_gap_mean": said_with(mean_gap),
    "pay_gap_by_category": said_with(mean_gap),
    "pay_gap_by_working_time": said_with(mean_gap_of_time),
    "pay_gap_median": said_with(median_gap),
    "pay_quartiles": quartile,
    "pay_gap_factor_weighted": said_with(factor_weighted),
    "pay_gap_adjusted": said_with(adjusted),
    "pay_gap_explained": two_fold,
    "pay_gap_components": three_fold,
    "variable_pay_gap": variable_gap,
    "variable_pay_gap_by_category": variable_gap_of_level,
    "variable_pay_gap_median": variable_gap_median,
    "variable_pay_receipt": variable_receipt,
}
