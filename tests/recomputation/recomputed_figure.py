"""What a recomputed figure is, and the formulas that several need, by docs/measures.md.

Nothing here is imported from the suite.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass, field

import pandas as pd
from raw_lists import Lists
from scipy import stats

Z = stats.norm.ppf(0.975)
Group = Mapping[str, str]
NOT_STATED = "not_stated"
BANDS, SMALLEST_CELL, SMALLEST_BASE = (0.1, 0.2, 0.3, 0.4, 0.5), 5, 10


@dataclass
class Figure:
    """A recomputed figure: what a finding should say. ``near``: what is random may differ by so much.

    ``men`` only where women are set against men: of who is where a finding says women, of n people. ``about``: made of
    what is printed of its statements.
    """

    value: float | None
    n: float | None = None
    women: float | None = None
    men: float | None = None
    low: float | None = None
    high: float | None = None
    details: dict[str, float] = field(default_factory=dict)
    near: dict[str, float] = field(default_factory=dict)
    about: bool = False


def wilson(p: float, n: float, z: float = Z) -> tuple[float, float]:
    """Wilson's interval of a share, at 95 %."""
    middle, half = p + z**2 / (2 * n), z * math.sqrt(p * (1 - p) / n + z**2 / (4 * n * n))
    return (middle - half) / (1 + z**2 / n), (middle + half) / (1 + z**2 / n)


def newcombe(p1: float, n1: float, p2: float, n2: float, z: float = Z) -> tuple[float, float]:
    """Newcombe's interval of p1 − p2 (method 10), at 95 %."""
    (l1, u1), (l2, u2) = wilson(p1, n1, z), wilson(p2, n2, z)
    d = p1 - p2
    return d - math.hypot(p1 - l1, u2 - p2), d + math.hypot(u1 - p1, p2 - l2)


def within(rows: pd.DataFrame, group: Group) -> pd.DataFrame:
    """The rows of a group of who is where, in the organisation's own categories."""
    for column, label in group.items():
        same = rows["role"].map(role) == role(label) if column == "role" else rows[column] == label
        same = rows[column].isna() if label == NOT_STATED else same
        rows = rows[same]
    return rows


def narrowest(n: float) -> float:
    """The width of the narrowest band that leaves so many numbers of people possible as the smallest cell."""
    return next(one for one in BANDS if sum(k < one * n - 1e-9 for k in range(int(n) + 1)) >= SMALLEST_CELL)


def grouped(lists: Lists, rows: pd.DataFrame, sensitive: str, group: Group) -> pd.DataFrame:
    """The rows of a group whose categories are merged for figures of what is sensitive."""
    for column, label in group.items():
        names, among = rows[column].fillna(NOT_STATED), lists.grouped(sensitive, column)
        if label == NOT_STATED and label not in among:  # and what cannot be merged with anything
            rows = rows[~names.isin(among)]
        else:
            rows = rows[names.isin(lists.categories(sensitive, column, label))]
    return rows


def role(name: str) -> str:
    """A role in one grammatical gender: Président(e), Présidente and Président are one."""
    return re.sub(r"(ent|ier|eur)e$", r"\1", re.sub(r"\(.*?\)", "", name).replace("ière", "iere"))


def people(rows: pd.DataFrame, sex: str | None = None) -> float:
    """How many people rows stand for."""
    count = rows["count"].to_numpy(float)
    return float((count if sex is None else count[rows["sex"].to_numpy() == sex]).sum())


def share(rows: pd.DataFrame) -> Figure:
    """Women among all whose answer is known, another gender too; of seats among all, for somebody holds them."""
    f, n = people(rows, "F"), people(rows if "body" in rows else rows[rows["sex"].notna()])
    return Figure(f / n, n, f, None, *wilson(f / n, n)) if n else Figure(None)


def is_young(rows: pd.DataFrame, limit: float) -> pd.Series:
    """Young: True, older: False, not known (blank, or a band over the limit): blank."""
    known = rows["high"].le(limit) | rows["low"].gt(limit)
    return rows["high"].le(limit).where(known).astype(object)


def youth_share(rows: pd.DataFrame, limit: float) -> Figure:
    """The young, of those whose age is known; women are the young women."""
    known = rows.assign(young=is_young(rows, limit)).dropna(subset=["young"])
    young, n = known[known["young"].astype(bool)], people(known)
    p = people(young) / n
    return Figure(p, n, people(young, "F"), None, *wilson(p, n))


def ratio_of_rates(a: float, n: float, b: float, m: float) -> tuple[float, float | None, float | None]:
    """(a/n)/(b/m) with Katz's interval."""
    value = (a / n) / (b / m)
    if not a:
        return value, None, None
    half = Z * math.sqrt(1 / a - 1 / n + 1 / b - 1 / m)
    return value, value * math.exp(-half), value * math.exp(half)


def ratio_of_means(women: pd.Series, men: pd.Series) -> tuple[float, float | None, float | None]:
    """Mean of women / mean of men; interval on the logarithm by the delta method with Welch's degrees of freedom."""
    value = women.mean() / men.mean()
    if min(len(women), len(men)) < 2:
        return value, None, None
    parts = [one.var() / len(one) / one.mean() ** 2 for one in (women, men)]
    df = sum(parts) ** 2 / sum(v**2 / (len(one) - 1) for v, one in zip(parts, (women, men), strict=True))
    half = stats.t.ppf(0.975, df) * math.sqrt(sum(parts))
    return value, value * math.exp(-half), value * math.exp(half)
