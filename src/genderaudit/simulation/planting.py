"""The gaps planted in the samples written by hand, with the reason of each in plain words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import pandas as pd

from genderaudit.simulation import figures
from genderaudit.simulation.figures import Answers, Figure, Tables, women_share

Gap = dict[str, Any]

DECIMALS = 9
LOWEST_RESPONSE = 0.30


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
    yield _share("members_women_share", {}, members, "Three in ten members are women.")
    for branch in ("Transports", "Santé"):
        of_branch = members[members["branch"] == branch]
        yield _share("members_by_branch", {"branch": branch}, of_branch, "Few women drive, many nurse.")
    executive = bodies[bodies["body"] == "Bureau exécutif"]
    ratio = figures.quotient(women_share(executive), women_share(members))
    why = "Women lead less than they join."
    yield _gap(Figure("bodies_representation_ratio", {"body": "Bureau exécutif"}, ratio), why)
    yield from _seats(bodies)
    open_to_all = bodies[~bodies["body"].isin(list(settings["reserved_bodies"]))]
    for level in ("national", "regional", "local"):
        why = "Few women at every level of bodies; the committees of women and of the young are left out."
        yield _share("bodies_by_level", {"level": level}, open_to_all[open_to_all["level"] == level], why)
    yield from _attendance(tables["attendance"], f"Congrès ordinaire {round_}")
    yield _response(tables["survey"], settings["rounds"][round_]["headcounts"])
    yield from _perceptions(tables["survey"], "I", "Men feel part of decisions, women do not: divided.")


def _cooperative(tables: Tables, settings: dict[str, Any], _: str) -> Iterator[Gap]:
    members, bodies, staff = tables["members"], tables["bodies"], tables["staff"]
    yield _share("members_women_share", {}, members, "Most members are women.")
    yield from _services(tables["services"], members)
    yield from _activities(tables["activities"], members)
    yield from _seats(bodies)
    local = bodies[bodies["level"] == "local"]
    yield _share("bodies_by_level", {"level": "local"}, local, "Women hold 190 of 600 seats of branch boards.")
    chairs = local[local["role"] == "Président(e)"]
    why = "Women chair 17 of 100 branches."
    yield _share("bodies_by_level", {"level": "local", "role": "Président(e)"}, chairs, why)
    yield from _levels(staff, settings["levels"])
    why = "Women are paid much less because they work at lower levels: the gap within levels is small."
    yield from _pay_gaps(staff, staff["pay"].astype(float), settings["levels"], why)
    yield from _careers(staff)
    yield _recruitment(tables["recruitment"])


def _agency(tables: Tables, settings: dict[str, Any], _: str) -> Iterator[Gap]:
    # Those who left within the year are listed too; the agency as it stands is those who have not.
    staff = tables["staff"][tables["staff"]["left_on"].isna()]
    yield _share("staff_women_share", {}, staff, "Even in all; those who left do not count.")
    yield from _levels(staff, settings["levels"])
    full_time = staff["pay"].astype(float) / staff["fte"].astype(float)
    why = "Full-time equivalent pay: women are at lower levels and get less at the same level."
    yield from _pay_gaps(staff, full_time, settings["levels"], why)
    yield from _careers(staff)
    yield from _care(tables["staff"])
    yield _recruitment(tables["recruitment"])
    women = women_share(staff[staff["gender_focal_point"].astype(bool)]) or 0.0
    yield _gap(Figure("focal_points_men_share", {}, 1 - women), "Every focal point is a woman.")
    for support, share in (("terms", 0.5), ("time", 0.25)):
        yield _gap(
            Figure("focal_points_mandate", {"support": support}, share), "Focal points have little to work with."
        )
    yield from (_gap(figure, "Few texts ask for equality.") for figure in figures.texts(tables["texts"]))
    yield from _seats(tables["bodies"])
    yield _response(tables["survey"], settings["headcounts"])
    yield from _perceptions(tables["survey"], "K", "Men like the culture, women do not: divided.")
    yield from _perceptions(
        tables["survey"], "J", "Women and men are satisfied though pay and promotion are unequal: blind spot."
    )


def _seats(bodies: pd.DataFrame) -> Iterator[Gap]:
    """Share of seats, and seats missing; the reason tells the counts."""
    totals = bodies.groupby("body", sort=False)["count"].sum()
    shares_and_missing = iter(figures.seats(bodies))
    for share, missing in zip(shares_and_missing, shares_and_missing, strict=True):
        total = int(totals[share.group["body"]])
        column = "quota_women" if share.indicator == "bodies_women_seats" else "quota_youth"
        quota = float(bodies.loc[bodies["body"] == share.group["body"], column].iloc[0])
        asks = f"asks for {missing.value} more" if missing.value else "is met"
        why = f"{round((share.value or 0) * total)} of {total} seats; the quota of {quota:.0%} {asks}."
        yield _gap(Figure(share.indicator, share.group, share.value), why)
        yield _gap(missing, why)


def _services(services: pd.DataFrame, members: pd.DataFrame) -> Iterator[Gap]:
    for name, what in (("savings", "Most savers are women."), ("credit", "A third of the loans go to women.")):
        own = services[services["service"] == name]
        yield _share("services_women_share", {"service": name}, own, what)
    why = {
        "credit_representation_ratio": "Women borrow less than they join and save.",
        "loan_size_gap": "Women's loans are smaller.",
        "loan_size_by_product": "Within each product too.",
        "arrears_ratio": "Women's loans are less often in arrears.",
    }
    yield from _gaps(figures.loans(services, members), why)


def _activities(activities: pd.DataFrame, members: pd.DataFrame) -> Iterator[Gap]:
    why = {
        "activities_women_share": "Activities reach more men.",
        "activities_representation_ratio": "They reach women less than they are members.",
        "activities_by_type": "Campaigns for farm loans reach men, trainings of groups women.",
        "activity_budget_for_equality": "Three tenths of the money of activities are for equality.",
        "activity_spending_ratio": "And less of it is spent.",
    }
    yield from _gaps(figures.activities(activities, members), why)


def _attendance(attendance: pd.DataFrame, congress: str) -> Iterator[Gap]:
    why = {
        "attendance_women_share": "Fewer women than among members.",
        "attendance_youth_share": "Hardly any youth at the congress.",
    }
    for group in ({"event": congress}, {"event": congress, "role": "delegate"}):
        yield from _gaps(figures.attendance(attendance, group), why)
    why = {
        "quotas_kept_women": "The quota of three delegates in ten is kept at some meetings, never at the congress.",
        "speaking_turns": "Women speak less often than they are there.",
    }
    yield from _gaps(figures.delegates(attendance), why)


def _levels(staff: pd.DataFrame, levels: list[str]) -> Iterator[Gap]:
    why = {
        "staff_women_by_level": "Women's share falls towards the top.",
        "glass_ceiling_index": "Above 1: women are rarer at the top than in all.",
        "step_ratio": "Where women are lost on the way up.",
    }
    yield from _gaps(figures.levels(staff, levels), why)


def _pay_gaps(staff: pd.DataFrame, pay: pd.Series, levels: list[str], why: str) -> Iterator[Gap]:
    found = list(figures.pay_gaps(staff, pay.to_numpy(dtype=float), levels))
    by_level = [figure for figure in found if figure.group]
    whole = [figure for figure in found if not figure.group]
    weighted = Figure(whole[-1].indicator, {"by": "level"}, whole[-1].value)
    yield from (_gap(figure, why) for figure in whole[:-1])
    for figure in sorted(by_level, key=lambda one: one.group["level"]):
        yield _gap(figure, "Mean gap at the same level.")
    yield _gap(weighted, why)


def _careers(staff: pd.DataFrame) -> Iterator[Gap]:
    why = {
        "promotion_ratio": "Below 0.80: fewer women are promoted.",
        "training_hours_parity": "Women get fewer hours a head.",
    }
    yield from _gaps(figures.careers(staff), why)


def _care(everyone: pd.DataFrame) -> Iterator[Gap]:
    why = {
        "leave_uptake_ratio": "Men to women: fewer fathers than mothers take the leave that they have a right to.",
        "leave_length_ratio": "Mothers are on leave for months, fathers for two weeks.",
        "leave_back_12_ratio": "A year after a leave fewer women are still there.",
        "working_time_arrangement_ratio": "Women have arrangements of their working time far more often.",
    }
    yield from _gaps(figures.care(everyone), why)


def _recruitment(recruitment: pd.DataFrame) -> Gap:
    return _gap(figures.recruitment(recruitment), "All years: appointed of those who applied, women to men.")


def _response(survey: pd.DataFrame, headcounts: list[dict[str, Any]]) -> Gap:
    """Of women and of men; who did not say is in neither."""
    population = sum(headcount["count"] for headcount in headcounts if headcount["sex"] in ("F", "M"))
    survey = survey[survey["sex"].isin(["F", "M"])]
    figure = figures.response(survey, population)
    refused = "" if (figure.value or 0) >= LOWEST_RESPONSE else " Too few to conclude from: the phase only describes."
    return _gap(figure, f"{len(survey)} answers of {population} women and men asked, partial ones included.{refused}")


def _perceptions(survey: pd.DataFrame, area: str, why: str) -> Iterator[Gap]:
    """Favourable shares by sex, of the area and of each of its items."""
    answers = Answers.of(survey)
    for figure in figures.area_favourable(answers, area):
        if "sex" in figure.group:
            yield _gap(figure, why)
            yield from (_gap(item, why) for item in figures.item_favourable(answers, area, figure.group["sex"]))


def _share(indicator: str, group: dict[str, str], people: pd.DataFrame, why: str) -> Gap:
    return _gap(Figure(indicator, group, women_share(people)), why)


def _gaps(found: Iterable[Figure], why: Mapping[str, str]) -> Iterator[Gap]:
    """Of the figures those that were planted: the others follow from them."""
    yield from (_gap(figure, why[figure.indicator]) for figure in found if figure.indicator in why)


def _gap(figure: Figure, why: str) -> Gap:
    if figure.value is None:
        raise ValueError(f"{figure.indicator} {figure.group} cannot be worked out from the design")
    gap: Gap = {"indicator": figure.indicator}
    if figure.detail:
        gap["detail"] = figure.detail
    if figure.group:
        gap["group"] = dict(figure.group)
    return gap | {
        "value": figure.value if isinstance(figure.value, int) else round(float(figure.value), DECIMALS),
        "why": why,
    }
