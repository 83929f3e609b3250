"""Careers, competence, budget, data and documents, recomputed from the raw lists by the formulas of docs/measures.md.

Nothing here is imported from the suite.
"""

from __future__ import annotations

import math
from collections.abc import Callable

import pandas as pd
from raw_lists import CRITERIA, EXPECTED, Lists, in_service
from recomputed_figure import (
    Figure,
    Group,
    Z,
    grouped,
    is_young,
    people,
    ratio_of_means,
    ratio_of_rates,
    share,
    wilson,
    within,
)
from scipy import stats

FLOW_YEARS = 3
FILLED = 0.8


def selection(chosen: pd.DataFrame, eligible: pd.DataFrame) -> Figure:
    (sf, ef), (sm, em) = ((people(chosen, sex), people(eligible, sex)) for sex in "FM")
    value, low, high = ratio_of_rates(sf, ef, sm, em)
    p = stats.fisher_exact([[sf, ef - sf], [sm, em - sm]])[1]
    details = {"rate_women": sf / ef, "rate_men": sm / em, "p_value": p}
    return Figure(value, people(eligible[eligible["sex"].notna()]), ef, None, low, high, details)


def period(lists: Lists) -> tuple[pd.Timestamp, pd.Timestamp]:
    """First and last day of the flows: the three years up to the round's date."""
    return lists.date - pd.DateOffset(years=FLOW_YEARS) + pd.Timedelta(days=1), lists.date


def promotion(lists: Lists, group: Group) -> Figure:
    first, last = period(lists)
    eligible = lists.staff[lists.staff["eligible_for_promotion"] == True]  # noqa: E712 – blanks are not eligible
    return selection(eligible[eligible["promoted_on"].between(first, last)], eligible)


def recruitment(lists: Lists, group: Group) -> Figure:
    rows = lists.table("recruitment")
    return selection(*(within(rows, {"stage": group[name]}) for name in ("to", "from")))


def leave_return(lists: Lists, group: Group) -> Figure:
    staff = lists.table("staff")
    stated = staff[(staff["leave_taken"] == True) & staff["returned_from_leave"].notna()]  # noqa: E712
    found = selection(stated[stated["returned_from_leave"].astype(bool)], stated)
    found.details = {}
    return found


def leave_uptake(lists: Lists, group: Group) -> Figure:
    """Men's chance against women's: the ratio of women's to men's, turned round."""
    staff = lists.table("staff")
    entitled = staff[staff["entitled_to_leave"] == True]  # noqa: E712
    found = selection(entitled[entitled["leave_taken"] == True], entitled)  # noqa: E712
    return Figure(1 / found.value, found.n, found.women, None, 1 / found.high, 1 / found.low)


def leave_length(lists: Lists, group: Group) -> Figure:
    staff = lists.table("staff")
    women, men = (staff.loc[(staff["sex"] == sex) & (staff["leave_days"] > 0), "leave_days"] for sex in "FM")
    return Figure(women.mean() / men.mean(), len(women) + len(men), len(women), len(men))


def back_from_leave(months: int) -> Callable[[Lists, Group], Figure]:
    column = f"back_after_{months}_months"

    def back(lists: Lists, group: Group) -> Figure:
        staff = lists.table("staff")
        stated = staff[(staff["leave_taken"] == True) & staff[column].notna()]  # noqa: E712
        found = selection(stated[stated[column].astype(bool)], stated)
        found.details = {}
        return found

    return back


def arrangements(lists: Lists, group: Group) -> Figure:
    stated = lists.staff.dropna(subset=["working_time_arrangement"])
    found = selection(stated[stated["working_time_arrangement"].astype(bool)], stated)
    return Figure(found.value, found.n, found.women)


def exits(lists: Lists, group: Group) -> Figure:
    first, last = period(lists)
    staff = lists.table("staff")
    gone = staff[staff["left_on"].between(first, last)]
    there = pd.concat([in_service(staff, day) for day in (first, last)])
    mean = {sex: people(there, sex) / 2 for sex in "FM"}
    rates = {sex: people(gone, sex) / mean[sex] for sex in "FM"}
    left = [people(gone, sex) for sex in "FM"]
    half = Z * math.sqrt(sum(1 / n for n in left)) if all(left) else math.nan  # of nobody there is no interval
    value = rates["F"] / rates["M"]
    bounds = value * math.exp(-half), value * math.exp(half)
    details = {"rate_women": rates["F"], "rate_men": rates["M"]}
    return Figure(value, people(there[there["sex"].notna()]) / 2, mean["F"], None, *bounds, details)


# Competence, budget, data, documents


def training_hours(lists: Lists, group: Group) -> Figure:
    rows = grouped(lists, lists.staff, "training_hours", group).dropna(subset=["training_hours"])
    rows = rows[rows["sex"].isin(["F", "M"])]
    women, men = (rows.loc[rows["sex"] == sex, "training_hours"] for sex in "FM")
    return Figure(rows["training_hours"].mean(), len(rows), len(women), len(men))


def training_parity(lists: Lists, group: Group) -> Figure:
    women, men = (lists.staff.loc[lists.staff["sex"] == sex, "training_hours"].dropna() for sex in "FM")
    value, low, high = ratio_of_means(women, men)
    return Figure(value, len(women) + len(men), len(women), len(men), low=low, high=high)


def gender_training(lists: Lists, group: Group) -> Figure:
    return trained_of(lists.staff)


def trained_of(staff: pd.DataFrame) -> Figure:
    stated = staff.dropna(subset=["gender_training"])
    trained = stated[stated["gender_training"].astype(bool)]
    p = len(trained) / len(stated)
    return Figure(p, len(stated), people(trained, "F"), None, *wilson(p, len(stated)))


def focal_points(lists: Lists) -> pd.DataFrame:
    return lists.staff[lists.staff["gender_focal_point"] == True]  # noqa: E712 – blanks are none


def texts(lists: Lists, group: Group) -> Figure:
    """Of texts of a kind those that have what was looked for; an interval where all were drawn."""
    rows = lists.table("texts")
    rows = rows[(rows["text_kind"] == group["text_kind"]) & (rows["looked_for"] == group["looked_for"])]
    n = float(rows["examined"].sum())
    p = float(rows["meets"].sum()) / n
    return Figure(p, n, None, None, *(wilson(p, n) if (rows["chosen"] == "drawn").all() else (None, None)))


def focal_coverage(lists: Lists, group: Group, column: str = "unit") -> Figure:
    places = lists.staff[column].dropna().nunique()
    return Figure(focal_points(lists)[column].dropna().nunique() / places, places)


def focal_mandate(lists: Lists, group: Group) -> Figure:
    focal = focal_points(lists)
    if group["support"] == "young":
        has = is_young(focal, lists.young)
    elif group["support"] == "terms":
        has = focal["focal_point_terms"]
    else:
        has = focal["focal_point_time"].gt(0).where(focal["focal_point_time"].notna())
    known = focal[has.notna()]
    some = focal[has == True]  # noqa: E712 – blanks have nothing
    return Figure(people(some) / people(known), people(known))


def focal_not_women(lists: Lists, group: Group) -> Figure:
    found = share(focal_points(lists))
    p = 1 - found.value
    return Figure(p, found.n, found.women, None, *wilson(p, found.n))


def focal_senior(lists: Lists, group: Group) -> Figure:
    named = focal_points(lists).dropna(subset=["level"])
    senior = named[named["level"].isin(lists.levels[: (len(lists.levels) - 1) // 2 + 1])]
    p = len(senior) / len(named)
    return Figure(p, len(named), people(senior, "F"), None, *wilson(p, len(named)))


def budget_share(lists: Lists, group: Group) -> Figure:
    rows = lists.table("budget").dropna(subset=["amount"])
    marked = rows["gender_marker"].isin(["2", "3"])
    return Figure(rows.loc[marked, "amount"].sum() / rows["amount"].sum(), len(rows))


def budget_spent(lists: Lists, group: Group) -> Figure:
    known = within(lists.table("budget"), group).dropna(subset=["amount", "spent"])
    return Figure(known["spent"].sum() / known["amount"].sum(), len(known))


def budget_marker(lists: Lists, group: Group) -> Figure:
    rows = lists.table("budget").dropna(subset=["amount"])
    marker = rows["gender_marker"]
    chosen = rows[marker == group["gender_marker"] if group["gender_marker"].isdigit() else marker.isna()]
    return Figure(chosen["amount"].sum() / rows["amount"].sum(), len(chosen))


def per_head(lists: Lists, group: Group) -> Figure:
    budget, members = lists.table("budget"), lists.table("members")
    whom = lists.settings["committee_lines"][group["line"]]
    heads = members[members["sex"] == "F"] if whom == "women" else members[is_young(members, lists.young) == True]  # noqa: E712
    return Figure(budget.loc[budget["line"] == group["line"], "amount"].sum() / people(heads), people(heads))


def data_available(lists: Lists, group: Group) -> Figure:
    there, expected, tables = 0, 0, set()
    for entry in EXPECTED:
        kinds = entry.get("kinds", [lists.settings["kind"]])
        if lists.settings["kind"] not in kinds or group.get("area", entry["area"]) != entry["area"]:
            continue
        table = lists.table(entry["table"])
        parts = [_filled(table, column) for column in entry["columns"]]
        if (entry["area"], entry["table"]) not in tables:
            parts.append(len(table) > 0)
            tables.add((entry["area"], entry["table"]))
        there, expected = there + sum(parts), expected + len(parts)
    return Figure(there / expected, expected)


def _filled(table: pd.DataFrame, column: str) -> bool:
    return column in table and len(table) > 0 and table[column].notna().mean() >= FILLED


def document(lists: Lists, group: Group) -> Figure:
    rows = lists.table("documents")
    assert group["criterion"] in {one["id"] for one in CRITERIA}
    rated = rows.loc[rows["criterion"] == group["criterion"], "rating"]
    scores = rated.map({"missing": 0.0, "approaches": 1.0, "meets": 2.0, "exceeds": 3.0}).dropna().sort_values()
    return Figure(float(scores.iloc[(len(scores) - 1) // 2]), len(scores)) if len(scores) else Figure(None)


WORK: dict[str, Callable[[Lists, Group], Figure]] = {
    "promotion_ratio": promotion,
    "recruitment_ratio": recruitment,
    "exit_ratio": exits,
    "leave_return_ratio": leave_return,
    "leave_uptake_ratio": leave_uptake,
    "leave_length_ratio": leave_length,
    "leave_back_6_ratio": back_from_leave(6),
    "leave_back_12_ratio": back_from_leave(12),
    "working_time_arrangement_ratio": arrangements,
    "training_hours": training_hours,
    "training_hours_parity": training_parity,
    "gender_training_share": gender_training,
    "focal_point_coverage": focal_coverage,
    "focal_points_by_branch": lambda lists, group: focal_coverage(lists, group, "branch"),
    "focal_points_mandate": focal_mandate,
    "focal_points_trained": lambda lists, group: trained_of(focal_points(lists)),
    "texts_meeting": texts,
    "focal_points_men_share": focal_not_women,
    "focal_points_senior_share": focal_senior,
    "budget_gender_share": budget_share,
    "budget_by_marker": budget_marker,
    "committee_budget_per_head": per_head,
    "committee_budget_spent": budget_spent,
    "budget_spent_by_objective": budget_spent,
    "data_availability": data_available,
    "document_rating": document,
}
