"""Figures of an organisation worked out from its tables with plain numpy and pandas, not with the suite's measures.

A test that compares an audit with them would otherwise compare a measure with itself. What cannot be worked out
(nobody of one sex, nothing below the line) is None.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from genderaudit.simulation.survey import questionnaire

Floats = NDArray[np.float64]
Tables = dict[str, pd.DataFrame]

YOUTH = ("16-25", "18-25", "26-35")
SEXES = ("F", "M")


@dataclass(frozen=True, slots=True)
class Figure:
    """The value of an indicator for a group; ``detail`` says what of it, if not its value."""

    indicator: str
    group: dict[str, str]
    value: float | None
    detail: str | None = field(default=None)


def quotient(above: float | None, below: float | None) -> float | None:
    """One divided by the other, if that can be."""
    if above is None or below is None or not below or math.isnan(above) or math.isnan(below):
        return None
    return float(above / below)


def women_and_men(people: pd.DataFrame) -> tuple[float, float]:
    """Women and men, each row weighed by its count."""
    sex = people["sex"].to_numpy()
    counts = people["count"].to_numpy(dtype=float) if "count" in people else np.ones(len(people))
    return float(counts[sex == "F"].sum()), float(counts[sex == "M"].sum())


def women_share(people: pd.DataFrame) -> float | None:
    """Share of women among women and men."""
    women, men = women_and_men(people)
    return quotient(women, women + men)


def youth_share(people: pd.DataFrame) -> float | None:
    """Share of people up to 35 among those whose age is known."""
    bands = people["age_band"].to_numpy()
    counts = people["count"].to_numpy(dtype=float)
    known = people["age_band"].notna().to_numpy()
    return quotient(counts[np.isin(bands, YOUTH)].sum(), counts[known].sum())


def seats(bodies: pd.DataFrame) -> Iterator[Figure]:
    """Share of the seats of each body that women (and young people) hold, and seats missing to its own quota."""
    for column, indicator in (("quota_women", "bodies_women_seats"), ("quota_youth", "bodies_youth_seats")):
        if column not in bodies:
            continue
        for body, held_by in bodies[bodies[column].notna()].groupby("body", sort=False):
            who = held_by["sex"] == "F" if column == "quota_women" else held_by["age_band"].isin(YOUTH)
            held, total = int(held_by.loc[who, "count"].sum()), int(held_by["count"].sum())
            quota = float(held_by[column].iloc[0])
            missing = max(0, math.ceil(round(quota * total, 9)) - held)
            yield Figure(indicator, {"body": str(body)}, held / total, "share")
            yield Figure(indicator, {"body": str(body)}, missing, "seats_missing")


def attendance(people: pd.DataFrame, group: dict[str, str]) -> Iterator[Figure]:
    """Women and youth among these people at an event."""
    yield Figure("attendance_women_share", group, women_share(people))
    yield Figure("attendance_youth_share", group, youth_share(people))


def levels(staff: pd.DataFrame, names: Sequence[str]) -> Iterator[Figure]:
    """Share of women at each level (from the top), glass ceiling, and each step."""
    level = staff["level"].to_numpy()
    shares = {name: women_share(staff[level == name]) for name in names}
    for name, share in shares.items():
        yield Figure("staff_women_by_level", {"level": name}, share)
    graded = women_share(staff[np.isin(level, list(names))])
    yield Figure("glass_ceiling_index", {}, quotient(graded, shares[names[0]]))
    for name, below in pairwise(names):
        yield Figure("step_ratio", {"level": name, "below": below}, quotient(shares[below], shares[name]))


def dissimilarity(staff: pd.DataFrame, column: str) -> Figure:
    """Half the sum of the differences of women's and men's shares over the categories (Duncan)."""
    of = staff[staff["sex"].isin(SEXES) & staff[column].notna()]
    counts = pd.crosstab(of[column], of["sex"]).reindex(columns=SEXES, fill_value=0).to_numpy(dtype=float)
    totals = counts.sum(axis=0)
    value = None if (totals == 0).any() else float(np.abs(counts / totals @ [1, -1]).sum() / 2)
    return Figure("duncan_index", {}, value)


def pay_gaps(staff: pd.DataFrame, pay: Floats, names: Sequence[str]) -> Iterator[Figure]:
    """Mean and median gap of the pay given (a row of ``staff`` each), and mean gaps by level, alone and weighted."""
    sex, level = staff["sex"].to_numpy(), staff["level"].to_numpy()
    known = np.isfinite(pay)
    women, men = ((sex == one) & known for one in SEXES)
    for statistic, of in (("mean", np.mean), ("median", np.median)):
        yield Figure(f"pay_gap_{statistic}", {}, _gap(pay[women], pay[men], of))
    weighted, people = 0.0, 0
    for name in names:
        here = level == name
        gap = _gap(pay[women & here], pay[men & here], np.mean)
        yield Figure("pay_gap_by_category", {"level": name}, gap)
        if gap is not None:
            number = int(((women | men) & here).sum())
            weighted, people = weighted + gap * number, people + number
    yield Figure("pay_gap_factor_weighted", {}, quotient(weighted, people))


def _gap(women: Floats, men: Floats, of: Any) -> float | None:
    if not (women.size and men.size):
        return None
    return 1 - float(of(women)) / float(of(men))


def careers(staff: pd.DataFrame) -> Iterator[Figure]:
    """Promoted of the eligible, and hours of training a head, women to men."""
    sex = staff["sex"].to_numpy()
    eligible = staff["eligible_for_promotion"].to_numpy(dtype=bool)
    promoted = staff["promoted_on"].notna().to_numpy()
    rates = [quotient((promoted & eligible & (sex == one)).sum(), (eligible & (sex == one)).sum()) for one in SEXES]
    yield Figure("promotion_ratio", {}, quotient(*rates))
    hours = staff["training_hours"].to_numpy(dtype=float)
    means = [hours[(sex == one) & np.isfinite(hours)] for one in SEXES]
    parity = quotient(means[0].mean(), means[1].mean()) if all(mean.size for mean in means) else None
    yield Figure("training_hours_parity", {}, parity)


def recruitment(table: pd.DataFrame) -> Figure:
    """All years: appointed of those who applied, women to men."""
    counts = table.astype({"count": int}).groupby(["stage", "sex"])["count"].sum().to_dict()
    rates = [quotient(counts.get(("appointed", one), 0), counts.get(("applied", one), 0)) for one in SEXES]
    return Figure("recruitment_ratio", {"from": "applied", "to": "appointed"}, quotient(*rates))


def response(survey: pd.DataFrame, asked: int) -> Figure:
    """Rows of the survey, partial answers included, of the people asked."""
    return Figure("response_rate", {}, quotient(len(survey), asked))


def scores(survey: pd.DataFrame, area: str) -> Floats:
    """People × items of the area, higher is better; nan where there is no answer on the scale."""
    items = [item for item in questionnaire() if item["area"] == area]
    answers = survey[[item["id"] for item in items]].to_numpy(dtype=float)
    answers = np.where(answers >= 1, answers, np.nan)
    # Where a statement is reversed, disagreeing is favourable.
    return np.where([item["reverse"] for item in items], 6 - answers, answers)


def favourable(given: Floats) -> Floats:
    """Each person's share of favourable answers; nan for who answered less than half of the items."""
    answered = np.isfinite(given).sum(axis=1)
    shares: Floats = (given >= 4).sum(axis=1) / np.maximum(answered, 1)
    return np.where((answered > 0) & (2 * answered >= given.shape[1]), shares, np.nan)


def area_favourable(survey: pd.DataFrame, area: str) -> Iterator[Figure]:
    """Mean of people's favourable shares, women and men, and the difference."""
    sex, shares = survey["sex"].to_numpy(), favourable(scores(survey, area))
    means = [_mean(shares[sex == one]) for one in SEXES]
    for one, mean in zip(SEXES, means, strict=True):
        yield Figure("area_favourable", {"area": area, "sex": one}, mean)
    women, men = means
    yield Figure("area_difference", {"area": area}, None if women is None or men is None else women - men)


def item_favourable(survey: pd.DataFrame, area: str, sex: str) -> Iterator[Figure]:
    """Share of favourable answers to each item of the area, of the answers on the scale."""
    given = scores(survey[survey["sex"] == sex], area)
    for item, column in zip([one for one in questionnaire() if one["area"] == area], given.T, strict=True):
        share = quotient((column >= 4).sum(), np.isfinite(column).sum())
        yield Figure("item_favourable", {"item": item["id"], "sex": sex}, share)


def reliability(survey: pd.DataFrame, area: str) -> Figure:
    """Cronbach's α of the area, of people who answered all its items."""
    given = scores(survey, area)
    given = given[np.isfinite(given).all(axis=1)]
    k = given.shape[1]
    alpha = None
    if len(given) > 1 and (total := given.sum(axis=1).var(ddof=1)) > 0:
        alpha = k / (k - 1) * (1 - float(given.var(axis=0, ddof=1).sum() / total))
    return Figure("area_reliability", {"area": area}, alpha)


def _mean(values: Floats) -> float | None:
    kept = values[np.isfinite(values)]
    return float(kept.mean()) if kept.size else None
