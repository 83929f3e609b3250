"""The gaps planted in the samples, as figures that tests compare with those of an audit.

Figures are worked out here with plain pandas from the tables as written, not with the suite's measures:
a test that compares both would otherwise compare a measure with itself.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import pandas as pd

from genderaudit.simulation.survey import questionnaire

Tables = dict[str, pd.DataFrame]
Gap = dict[str, Any]

DECIMALS = 9
LOWEST_RESPONSE = 0.30
YOUTH = ("16-25", "18-25", "26-35")


def planted_gaps(organisation: str, rounds: dict[str, Tables], settings: dict[str, Any]) -> dict[str, list[Gap]]:
    """Round → planted gaps: indicator, what of it if not its value (``detail``), group, value and why."""
    makers = {
        "federation_djeliba": _federation,
        "cooperative_sigida": _cooperative,
        "agency_northmere": _agency,
    }
    return {round_: list(makers[organisation](tables, settings, round_)) for round_, tables in rounds.items()}


def _federation(tables: Tables, settings: dict[str, Any], round_: str) -> Iterator[Gap]:
    members, bodies = tables["members"], tables["bodies"]
    yield _gap(
        "members_women_share",
        {},
        _women(members),
        "Three in ten members are women.",
    )
    for branch in ("Transports", "Santé"):
        of_branch = members[members["branch"] == branch]
        yield _gap("members_by_branch", {"branch": branch}, _women(of_branch), "Few women drive, many nurse.")
    executive = bodies[bodies["body"] == "Bureau exécutif"]
    ratio = _women(executive) / _women(members)
    yield _gap("bodies_representation_ratio", {"body": "Bureau exécutif"}, ratio, "Women lead less than they join.")
    yield from _seats(bodies)
    for level in ("national", "regional", "local"):
        why = "Few women at every level of bodies, the women's committee counted in."
        yield _gap("bodies_by_level", {"level": level}, _women(bodies[bodies["level"] == level]), why)
    yield from _attendance(tables["attendance"], f"Congrès ordinaire {round_}")
    headcounts = settings["rounds"][round_]["headcounts"]
    yield _response(tables["survey"], headcounts)
    yield from _perceptions(tables["survey"], "I", "Men feel part of decisions, women do not: divided.")


def _cooperative(tables: Tables, settings: dict[str, Any], _: str) -> Iterator[Gap]:
    members, bodies, staff = tables["members"], tables["bodies"], tables["staff"]
    yield _gap("members_women_share", {}, _women(members), "Most members are women.")
    yield from _seats(bodies)
    local = bodies[bodies["level"] == "local"]
    yield _gap("bodies_by_level", {"level": "local"}, _women(local), "Women hold 190 of 600 seats of branch boards.")
    chairs = local[local["role"] == "Président(e)"]
    why = "Women chair 17 of 100 branches."
    yield _gap("bodies_by_level", {"level": "local", "role": "Président(e)"}, _women(chairs), why)
    yield from _levels(staff, settings["levels"])
    why = "Women are paid much less because they work at lower levels: the gap within levels is small."
    yield from _pay_gaps(staff, staff["pay"].astype(float), why)
    yield from _careers(staff)
    yield from _recruitment(tables["recruitment"])


def _agency(tables: Tables, settings: dict[str, Any], _: str) -> Iterator[Gap]:
    # Those who left within the year are listed too; the agency as it stands is those who have not.
    staff = tables["staff"][tables["staff"]["left_on"].isna()]
    yield _gap("staff_women_share", {}, _women(staff), "Even in all; those who left do not count.")
    yield from _levels(staff, settings["levels"])
    full_time = staff["pay"].astype(float) / staff["fte"].astype(float)
    why = "Full-time equivalent pay: women are at lower levels and get less at the same level."
    yield from _pay_gaps(staff, full_time, why)
    yield from _careers(staff)
    yield from _recruitment(tables["recruitment"])
    focal_points = staff[staff["gender_focal_point"].astype(bool)]
    yield _gap("focal_points_men_share", {}, 1 - _women(focal_points), "Every focal point is a woman.")
    yield from _seats(tables["bodies"])
    yield _response(tables["survey"], settings["headcounts"])
    yield from _perceptions(tables["survey"], "K", "Men like the culture, women do not: divided.")
    yield from _perceptions(
        tables["survey"], "J", "Women and men are satisfied though pay and promotion are unequal: blind spot."
    )


def _seats(bodies: pd.DataFrame) -> Iterator[Gap]:
    """Share of seats held by women, and seats missing to the quota that the list states for the body."""
    for column, indicator in (("quota_women", "bodies_women_seats"), ("quota_youth", "bodies_youth_seats")):
        if column not in bodies:
            continue
        for body, seats in bodies[bodies[column].notna()].groupby("body", sort=False):
            who = seats["sex"] == "F" if column == "quota_women" else seats["age_band"].isin(YOUTH)
            held, total = int(seats.loc[who, "count"].sum()), int(seats["count"].sum())
            quota = float(seats[column].iloc[0])
            missing = max(0, math.ceil(round(quota * total, 9)) - held)
            group = {"body": str(body)}
            asks = f"asks for {missing} more" if missing else "is met"
            why = f"{held} of {total} seats; the quota of {quota:.0%} {asks}."
            yield _gap(indicator, group, held / total, why)
            yield _gap(indicator, group, missing, why, detail="seats_missing")


def _attendance(attendance: pd.DataFrame, congress: str) -> Iterator[Gap]:
    event = attendance[attendance["event"] == congress]
    delegates = event[event["role"] == "delegate"]
    for group, people in (({"event": congress}, event), ({"event": congress, "role": "delegate"}, delegates)):
        yield _gap("attendance_women_share", group, _women(people), "Fewer women than among members.")
        young = people.loc[people["age_band"].isin(YOUTH), "count"].sum() / people["count"].sum()
        yield _gap("attendance_youth_share", group, young, "Hardly any youth at the congress.")


def _levels(staff: pd.DataFrame, levels: list[str]) -> Iterator[Gap]:
    shares = {level: _women(staff[staff["level"] == level]) for level in levels}
    for level, share in shares.items():
        yield _gap("staff_women_by_level", {"level": level}, share, "Women's share falls towards the top.")
    ceiling = _women(staff[staff["level"].isin(levels)]) / shares[levels[0]]
    yield _gap("glass_ceiling_index", {}, ceiling, "Above 1: women are rarer at the top than in all.")
    for level, below in pairwise(levels):
        group = {"level": level, "below": below}
        yield _gap("step_ratio", group, shares[below] / shares[level], "Where women are lost on the way up.")


def _pay_gaps(staff: pd.DataFrame, pay: pd.Series, why: str) -> Iterator[Gap]:
    paid = pd.DataFrame({"sex": staff["sex"], "level": staff["level"], "pay": pay})
    women, men = (paid.loc[paid["sex"] == sex, "pay"] for sex in ("F", "M"))
    yield _gap("pay_gap_mean", {}, 1 - women.mean() / men.mean(), why)
    yield _gap("pay_gap_median", {}, 1 - women.median() / men.median(), why)
    both = paid[paid["sex"].isin(["F", "M"])]
    means = both.pivot_table(index="level", columns="sex", values="pay", aggfunc="mean")
    gaps = 1 - means["F"] / means["M"]
    for level, gap in gaps.items():
        yield _gap("pay_gap_by_category", {"level": str(level)}, gap, "Mean gap at the same level.")
    sizes = both["level"].value_counts().reindex(gaps.index)
    yield _gap("pay_gap_factor_weighted", {"by": "level"}, (gaps * sizes).sum() / sizes.sum(), why)


def _careers(staff: pd.DataFrame) -> Iterator[Gap]:
    eligible = staff[staff["eligible_for_promotion"].astype(bool)]
    rates = eligible["promoted_on"].notna().groupby(eligible["sex"]).mean()
    yield _gap("promotion_ratio", {}, rates["F"] / rates["M"], "Below 0.80: fewer women are promoted.")
    hours = staff["training_hours"].astype(float).groupby(staff["sex"]).mean()
    yield _gap("training_hours_parity", {}, hours["F"] / hours["M"], "Women get fewer hours a head.")


def _recruitment(recruitment: pd.DataFrame) -> Iterator[Gap]:
    counts = recruitment.astype({"count": int}).groupby(["stage", "sex"])["count"].sum().to_dict()
    women, men = (counts["appointed", sex] / counts["applied", sex] for sex in ("F", "M"))
    why = "All years: appointed of those who applied, women to men."
    yield _gap("recruitment_ratio", {"from": "applied", "to": "appointed"}, women / men, why)


def _response(survey: pd.DataFrame, headcounts: list[dict[str, Any]]) -> Gap:
    population = sum(headcount["count"] for headcount in headcounts)
    rate = len(survey) / population
    refused = "" if rate >= LOWEST_RESPONSE else " Too few to conclude from: the phase only describes."
    why = f"{len(survey)} answers of {population} people asked, partial answers included.{refused}"
    return _gap("response_rate", {}, rate, why)


def _perceptions(survey: pd.DataFrame, area: str, why: str) -> Iterator[Gap]:
    """Favourable shares by sex: of an item's answers on the scale; of an area, the mean of people's own.

    In the area only people count who answered at least half of its items.
    """
    items = [item for item in questionnaire() if item["area"] == area]
    for sex in ("F", "M"):
        answers = survey.loc[survey["sex"] == sex, [item["id"] for item in items]].astype(float)
        answers = answers.where(answers >= 1)
        # Where a statement is reversed, disagreeing is favourable.
        scores = answers.assign(**{item["id"]: 6 - answers[item["id"]] for item in items if item["reverse"]})
        favourable = (scores >= 4).astype(float).where(scores.notna())
        counted = favourable[favourable.notna().sum(axis="columns") * 2 >= len(items)]
        yield _gap("area_favourable", {"area": area, "sex": sex}, counted.mean(axis="columns").mean(), why)
        for item in favourable.columns.astype(str):
            yield _gap("item_favourable", {"item": item, "sex": sex}, float(favourable[item].mean()), why)


def _women(people: pd.DataFrame) -> float:
    """Share of women among women and men, each row weighed by its count."""
    counts = people["count"] if "count" in people else pd.Series(1, people.index)
    women, men = (int(counts[people["sex"] == sex].sum()) for sex in ("F", "M"))
    return women / (women + men)


def _gap(indicator: str, group: dict[str, str], value: float, why: str, detail: str = "") -> Gap:
    gap: Gap = {"indicator": indicator}
    if detail:
        gap["detail"] = detail
    if group:
        gap["group"] = dict(group)
    whole = isinstance(value, int)
    return gap | {"value": value if whole else round(float(value), DECIMALS), "why": why}
