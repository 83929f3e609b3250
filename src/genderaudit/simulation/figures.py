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

TOP, RATED = 2, 10
"""The two top levels, and so many below that they are so many people, are what is rated of the top."""
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


def women_share(people: pd.DataFrame, where: NDArray[np.bool_] | None = None) -> float | None:
    """Share of women among all whose sex is known, of seats among all, in the rows ``where``, as many as ``count``."""
    counts = people["count"].to_numpy(dtype=float) if "count" in people else np.ones(len(people))
    kept = counts if where is None else counts * where
    known = kept if "body" in people else kept[people["sex"].notna().to_numpy()]
    return quotient(kept[people["sex"].to_numpy() == "F"].sum(), known.sum())


def youth_share(people: pd.DataFrame, where: NDArray[np.bool_] | None = None) -> float | None:
    """Share of people up to 35 among those whose age is known."""
    counts = people["count"].to_numpy(dtype=float)
    kept = counts if where is None else counts * where
    return quotient(kept[_young(people)].sum(), kept[people["age_band"].notna().to_numpy()].sum())


def _young(people: pd.DataFrame) -> NDArray[np.bool_]:
    bands = people["age_band"].to_numpy()
    young: NDArray[np.bool_] = np.logical_or.reduce([bands == band for band in YOUTH])
    return young


def seats(bodies: pd.DataFrame) -> Iterator[Figure]:
    """Share of the seats of each body that women (and young people) hold, and seats missing to its own quota."""
    bodies_of, counts = bodies["body"].to_numpy(), bodies["count"].to_numpy(dtype=int)
    holders = {"quota_women": bodies["sex"].to_numpy() == "F"}
    if "quota_youth" in bodies:
        holders["quota_youth"] = _young(bodies)
    for column, who in holders.items():
        quotas = bodies[column].to_numpy(dtype=float)
        indicator = {"quota_women": "bodies_women_seats", "quota_youth": "bodies_youth_seats"}[column]
        for body in dict.fromkeys(bodies_of[np.isfinite(quotas)]):
            here = bodies_of == body
            held, total = int(counts[here & who].sum()), int(counts[here].sum())
            missing = max(0, math.ceil(round(float(quotas[here][0]) * total, 9)) - held)
            yield Figure(indicator, {"body": str(body)}, held / total, "share")
            yield Figure(indicator, {"body": str(body)}, missing, "seats_missing")


def loans(services: pd.DataFrame, members: pd.DataFrame) -> Iterator[Figure]:
    """Women among borrowers against members, the gap in the mean loan (whole and by product), and arrears."""
    credit = services[services["service"] == "credit"]
    yield Figure("credit_representation_ratio", {}, quotient(women_share(credit), women_share(members)))
    for group, part in [({}, credit), *(({"product": str(n)}, part) for n, part in credit.groupby("product"))]:
        ratio = quotient(*(_a_loan(part, "amount", sex) for sex in SEXES))
        yield Figure("loan_size_by_product" if group else "loan_size_gap", group, None if ratio is None else 1 - ratio)
    yield Figure("arrears_ratio", {}, quotient(*(_a_loan(credit, "in_arrears", sex) for sex in SEXES)))


def _a_loan(loans: pd.DataFrame, column: str, sex: str) -> float | None:
    """The sum of a column over the loans of one sex, by their number."""
    own = loans[loans["sex"] == sex]
    return quotient(own[column].astype(float).sum(), own["count"].astype(float).sum())


def activities(listed: pd.DataFrame, members: pd.DataFrame) -> Iterator[Figure]:
    """Women among those reached, against members and by type; the part of the money for equality that is spent."""
    women, men, voted, spent = (listed[name].astype(float) for name in ("women", "men", "budget", "spent"))
    share = quotient(women.sum(), (women + men).sum())
    yield Figure("activities_women_share", {}, share)
    yield Figure("activities_representation_ratio", {}, quotient(share, women_share(members)))
    for name, rows in listed.groupby("activity_type").groups.items():
        part = quotient(women[rows].sum(), (women + men)[rows].sum())
        yield Figure("activities_by_type", {"activity_type": str(name)}, part)
    equal = (listed["gender_focus"] == "explicit") | (listed["gender_marker"].astype(float) >= 2)
    stated = listed["gender_focus"].notna() | listed["gender_marker"].notna()
    yield Figure("activity_budget_for_equality", {}, quotient(voted[equal].sum(), voted[stated].sum()))
    rates = [quotient(spent[rows].sum(), voted[rows].sum()) for rows in (equal, stated & ~equal)]
    yield Figure("activity_spending_ratio", {}, quotient(*rates))


def attendance(people: pd.DataFrame, group: dict[str, str]) -> Iterator[Figure]:
    """Women and youth among the people of a group (event, or event and role)."""
    here = np.logical_and.reduce([people[column].to_numpy() == name for column, name in group.items()])
    yield Figure("attendance_women_share", group, women_share(people, here))
    yield Figure("attendance_youth_share", group, youth_share(people, here))


def delegates(people: pd.DataFrame) -> Iterator[Figure]:
    """Events at which women have their quota of the delegates, of those with one; and their speaking turns."""
    seated = people[people["role"] == "delegate"]
    asked = seated[seated["quota_women"].notna()].groupby("event", sort=False)
    kept = [
        rows.loc[rows["sex"] == "F", "count"].sum()
        >= math.ceil(round(rows["quota_women"].max() * rows["count"].sum(), 9))
        for _, rows in asked
    ]
    yield Figure("quotas_kept_women", {}, quotient(sum(kept), len(kept)))
    turns = people["speaking_turns"].astype(float)
    there = people[people["event"].isin(people.loc[turns.notna(), "event"])]
    spoken = quotient(turns[people["sex"] == "F"].sum(), turns.sum())
    yield Figure("speaking_turns", {}, quotient(spoken, women_share(there)))


def texts(rows: pd.DataFrame) -> Iterator[Figure]:
    """The share of the texts of each row that have what was looked for."""
    for kind, looked_for, examined, meets in zip(
        *(rows[name] for name in ("text_kind", "looked_for", "examined", "meets")), strict=True
    ):
        yield Figure("texts_meeting", {"text_kind": kind, "looked_for": looked_for}, meets / examined)


def levels(staff: pd.DataFrame, names: Sequence[str]) -> Iterator[Figure]:
    """Share of women at each level (from the top), glass ceiling, the top levels against all, and each step."""
    level = staff["level"].to_numpy()
    shares = {name: women_share(staff, level == name) for name in names}
    for name, share in shares.items():
        yield Figure("staff_women_by_level", {"level": name}, share)
    graded = women_share(staff, np.logical_or.reduce([level == name for name in names]))
    yield Figure("glass_ceiling_index", {}, quotient(graded, shares[names[0]]))
    known = np.isin(staff["sex"].to_numpy(), SEXES)
    top = next((names[:n] for n in range(TOP, len(names)) if (known & np.isin(level, names[:n])).sum() >= RATED), [])
    share = women_share(staff, np.isin(level, top))
    yield Figure("top_levels_ratio", {}, quotient(share, graded))
    yield Figure("above_floor_ratio", {}, quotient(women_share(staff, np.isin(level, names[:-1])), shares[names[-1]]))
    for name, below in pairwise(names):
        yield Figure("step_ratio", {"level": name, "below": below}, quotient(shares[below], shares[name]))


def dissimilarity(staff: pd.DataFrame, column: str) -> Figure:
    """Half the sum of the differences of women's and men's shares over the categories (Duncan)."""
    sex, category = staff["sex"].to_numpy(), staff[column].to_numpy()
    names = dict.fromkeys(category[staff[column].notna().to_numpy()])
    counts = np.array([[((category == name) & (sex == one)).sum() for one in SEXES] for name in names], dtype=float)
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


def care(staff: pd.DataFrame) -> Iterator[Figure]:
    """Family leave of all on the list: men who took it against women, of those with a right to it; women against men,
    days on leave, and who is there twelve months later of those who took one; arrangements of working time, of all."""
    sex = staff["sex"].to_numpy()

    def parts(column: str) -> list[pd.Series]:
        return [staff.loc[sex == one, column].dropna().astype(float) for one in SEXES]

    entitled = staff["entitled_to_leave"].to_numpy(dtype=bool)
    took = [
        quotient((staff["leave_days"] > 0)[of].sum(), of.sum()) for of in (entitled & (sex == one) for one in SEXES)
    ]
    yield Figure("leave_uptake_ratio", {}, quotient(took[1], took[0]))
    yield Figure("leave_length_ratio", {}, quotient(*(days[days > 0].mean() for days in parts("leave_days"))))
    yield Figure("leave_back_12_ratio", {}, quotient(*(back.mean() for back in parts("back_after_12_months"))))
    there = staff[staff["left_on"].isna()]
    having = [there.loc[there["sex"] == one, "working_time_arrangement"].astype(float).mean() for one in SEXES]
    yield Figure("working_time_arrangement_ratio", {}, quotient(*having))


def recruitment(table: pd.DataFrame) -> Figure:
    """All years: appointed of those who applied, women to men."""
    stage, sex, count = (table[column].to_numpy() for column in ("stage", "sex", "count"))
    people = count.astype(float)
    appointed, applied = (
        [people[(stage == one) & (sex == who)].sum() for who in SEXES] for one in ("appointed", "applied")
    )
    rates = [quotient(some, of) for some, of in zip(appointed, applied, strict=True)]
    return Figure("recruitment_ratio", {"from": "applied", "to": "appointed"}, quotient(*rates))


def response(survey: pd.DataFrame, asked: int) -> Figure:
    """Women and men with rows of the survey, partial answers included, of the women and men asked."""
    return Figure("response_rate", {}, quotient(survey["sex"].isin(["F", "M"]).sum(), asked))


@dataclass(frozen=True)
class Answers:
    """A survey as arrays: the sex of people, and people × items with nan where there is no answer on the scale."""

    sex: NDArray[Any]
    scores: Floats
    """Higher is better: where a statement is reversed, disagreeing is favourable."""

    @classmethod
    def of(cls, survey: pd.DataFrame) -> Answers:
        """The answers of a survey table."""
        items = questionnaire()
        given = survey[[item["id"] for item in items]].to_numpy(dtype=float)
        given = np.where(given >= 1, given, np.nan)
        return cls(survey["sex"].to_numpy(), np.where([item["reverse"] for item in items], 6 - given, given))

    def area(self, area: str) -> Floats:
        """Scores of the items of an area."""
        return self.scores[:, [item["area"] == area for item in questionnaire()]]


def area_favourable(answers: Answers, area: str) -> Iterator[Figure]:
    """Mean of people's shares of favourable answers, women and men, and the difference.

    Who answered less than half of the items of the area does not count.
    """
    given = answers.area(area)
    answered = np.isfinite(given).sum(axis=1)
    shares = (given >= 4).sum(axis=1) / np.maximum(answered, 1)
    counted = (answered > 0) & (2 * answered >= given.shape[1])
    means = [_mean(shares[counted & (answers.sex == one)]) for one in SEXES]
    for one, mean in zip(SEXES, means, strict=True):
        yield Figure("area_favourable", {"area": area, "sex": one}, mean)
    women, men = means
    yield Figure("area_difference", {"area": area}, None if women is None or men is None else women - men)


def item_favourable(answers: Answers, area: str, sex: str) -> Iterator[Figure]:
    """Share of favourable answers to each item of the area, of the answers on the scale."""
    given = answers.area(area)[answers.sex == sex]
    for item, column in zip([one for one in questionnaire() if one["area"] == area], given.T, strict=True):
        share = quotient((column >= 4).sum(), np.isfinite(column).sum())
        yield Figure("item_favourable", {"item": item["id"], "sex": sex}, share)


def reliability(answers: Answers, area: str) -> Figure:
    """Cronbach's α of the area, of women and men who answered all its items."""
    given = answers.area(area)[np.isin(answers.sex.astype(str), ["F", "M"])]
    given = given[np.isfinite(given).all(axis=1)]
    k = given.shape[1]
    alpha = None
    if len(given) > 1 and (total := given.sum(axis=1).var(ddof=1)) > 0:
        alpha = k / (k - 1) * (1 - float(given.var(axis=0, ddof=1).sum() / total))
    return Figure("area_reliability", {"area": area}, alpha)


def _mean(values: Floats) -> float | None:
    kept = values[np.isfinite(values)]
    return float(kept.mean()) if kept.size else None
