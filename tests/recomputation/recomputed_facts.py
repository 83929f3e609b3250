"""Representation, flows, competence and budget, recomputed from the raw lists after sections 3 to 5 of the methodology.

Nothing here is imported from the suite. A function takes the lists and the group of a finding, and gives its figure.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import numpy as np
import pandas as pd
from raw_lists import CRITERIA, EXPECTED, TARGETS, Lists, in_service
from scipy import stats

Z = stats.norm.ppf(0.975)
Group = Mapping[str, str]
FLOW_YEARS = 3
FILLED = 0.8
NOT_STATED = "not_stated"
AGE_ENDS = (25, 35, 45, 55)


@dataclass
class Figure:
    """A recomputed figure: what a finding should say. ``near``: what is random may differ by so much."""

    value: float | None
    n: float | None = None
    women: float | None = None
    men: float | None = None
    other: float | None = None
    low: float | None = None
    high: float | None = None
    details: dict[str, float] = field(default_factory=dict)
    near: dict[str, float] = field(default_factory=dict)


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
    """The rows of a group."""
    for column, label in group.items():
        rows = rows[rows["role"].map(role) == role(label) if column == "role" else rows[column] == label]
    return rows


def role(name: str) -> str:
    """A role in one grammatical gender: Président(e), Présidente and Président are one."""
    return re.sub(r"(ent|ier|eur)e$", r"\1", re.sub(r"\(.*?\)", "", name).replace("ière", "iere"))


def people(rows: pd.DataFrame, sex: str | None = None) -> float:
    """How many people rows stand for."""
    count = rows["count"].to_numpy(float)
    return float((count if sex is None else count[rows["sex"].to_numpy() == sex]).sum())


def share(rows: pd.DataFrame) -> Figure:
    """Women among women and men."""
    f, m = people(rows, "F"), people(rows, "M")
    if not f + m:
        return Figure(None)
    return Figure(f / (f + m), f + m, f, m, people(rows, "X"), *wilson(f / (f + m), f + m))


def is_young(rows: pd.DataFrame, limit: float) -> pd.Series:
    """Young: True, older: False, not known (blank, or a band over the limit): blank."""
    known = rows["high"].le(limit) | rows["low"].gt(limit)
    return rows["high"].le(limit).where(known).astype(object)


def youth_share(rows: pd.DataFrame, limit: float) -> Figure:
    """The young, of those whose age is known; women and men are the young among them."""
    known = rows.assign(young=is_young(rows, limit)).dropna(subset=["young"])
    young, n = known[known["young"].astype(bool)], people(known)
    p = people(young) / n
    return Figure(p, n, people(young, "F"), people(young, "M"), people(young, "X"), *wilson(p, n))


def of_table(name: str) -> Callable[[Lists, Group], Figure]:
    """The share of women among the rows of a group of a list."""
    return lambda lists, group: share(within(lists.staff if name == "staff" else lists.table(name), group))


def by_age(name: str) -> Callable[[Lists, Group], Figure]:
    """The share of women of an age band: who lies in it for certain."""

    def figure(lists: Lists, group: Group) -> Figure:
        rows = lists.staff if name == "staff" else lists.table(name)
        label = group["age_band"]
        if label == NOT_STATED:
            over = (rows["low"].le(end) & rows["high"].gt(end) for end in AGE_ENDS)  # two ages are open, or all
            return share(rows[rows["low"].isna() | np.logical_or.reduce(list(over))])
        low, _, high = label.rstrip("+").partition("-")
        inside = rows["low"].ge(float(low)) & (rows["high"].le(float(high)) if high else True)
        return share(rows[inside])

    return figure


def of_youth(name: str) -> Callable[[Lists, Group], Figure]:
    """The share of the young among the rows of a group of a list."""
    return lambda lists, group: youth_share(within(lists.table(name), group), lists.young)


# Bodies


def reserved(lists: Lists) -> set[str]:
    """Bodies whose seats are all reserved for women or the young: declared, or by a quota of 100 %."""
    bodies, declared = lists.table("bodies"), lists.settings.get("reserved_bodies", {})
    quotas = bodies[[name for name in ("quota_women", "quota_youth") if name in bodies]]
    full = set(bodies.loc[quotas.ge(1).any(axis=1), "body"])
    return {name for name in full if declared.get(name) != "none"} | {
        b for b, whom in declared.items() if whom != "none"
    }


def open_bodies(lists: Lists) -> pd.DataFrame:
    """The seats that totals over bodies are made of."""
    bodies = lists.table("bodies")
    return bodies[~bodies["body"].isin(reserved(lists))]


def of_bodies(lists: Lists, group: Group) -> Figure:
    found = share(within(open_bodies(lists), group))
    found.details = left_out(lists)
    return found


def left_out(lists: Lists) -> dict[str, float]:
    return {"left_out": float(len(reserved(lists)))} if reserved(lists) else {}


def quota_of(lists: Lists, rows: pd.DataFrame, column: str, indicator: str, target: str) -> tuple[str, float]:
    """What a body is asked for: the quota of its list, else the target of the organisation or of the method."""
    given = rows[column].dropna() if column in rows else []
    if len(given):
        return "quota", float(given.iloc[0])
    return "target", float(lists.settings.get("targets", {}).get(indicator, TARGETS[target]["meets"][0]))


def seats_of_women(lists: Lists, group: Group) -> Figure:
    rows = within(lists.table("bodies"), group)
    kind, asked = quota_of(lists, rows, "quota_women", "bodies_women_seats", "leadership_minimum")
    all_seats, held = people(rows), people(rows, "F")
    return _seats(all_seats, held, kind, asked, rows)


def seats_of_youth(lists: Lists, group: Group) -> Figure:
    rows = within(lists.table("bodies"), group)
    kind, asked = quota_of(lists, rows, "quota_youth", "bodies_youth_seats", "youth_minimum")
    young = rows[is_young(rows, lists.young) == True]  # noqa: E712 – blanks are no young people
    return _seats(people(rows), people(young), kind, asked, young)


def _seats(all_seats: float, held: float, kind: str, asked: float, whom: pd.DataFrame) -> Figure:
    missing = max(0.0, math.ceil(asked * all_seats - 1e-9) - held)
    details = {"share": held / all_seats, kind: asked}
    return Figure(missing, all_seats, people(whom, "F"), people(whom, "M"), people(whom, "X"), details=details)


def together(column: str, one_body: Callable[[Lists, Group], Figure]) -> Callable[[Lists, Group], Figure]:
    """Seats of all bodies with a quota together, without the reserved ones."""

    def figure(lists: Lists, group: Group) -> Figure:
        found = [one_body(lists, {"body": body}) for body in open_bodies(lists)["body"].unique()]
        kind = "quota" if any("quota" in one.details for one in found) else "target"
        found = [one for one in found if kind in one.details]
        n = sum(one.n for one in found)
        held = sum(one.details["share"] * one.n for one in found)
        asked = sum(one.details[kind] * one.n for one in found) / n
        details = {"share": held / n, kind: asked, "bodies": len(found), "short": sum(one.value > 0 for one in found)}
        details |= left_out(lists)
        sums = [sum(getattr(one, sex) for one in found) for sex in ("women", "men", "other")]
        return Figure(sum(one.value for one in found), n, *sums, details=details)

    return figure


def leads(role: str) -> bool:
    """Whether a role of the samples' and the simulation's lists leads a body."""
    name = role.lower()
    second = any(word in name for word in ("adjoint", "vice", "deputy"))
    return not second and name.startswith(("chair", "president", "présid", "general secretary", "secrétaire général"))


def leading(lists: Lists, group: Group) -> Figure:
    rows = open_bodies(lists)
    found = share(rows[rows["role"].map(leads)])
    return Figure(found.value, found.n, found.women, found.men, found.other, details=left_out(lists))


def representation(lists: Lists, group: Group) -> Figure:
    part, whole = share(within(open_bodies(lists), group)), lists.once("members", lambda: share(lists.table("members")))
    details = {"share_part": part.value, "share_whole": whole.value}
    bounds = part.low / whole.value, part.high / whole.value
    return Figure(part.value / whole.value, part.n, part.women, part.men, part.other, *bounds, details=details)


# Attendance


def attendance_age(lists: Lists, group: Group) -> Figure:
    rows = lists.table("attendance")
    young = is_young(rows, lists.young)
    return share(rows[young == (group["age"] == "youth")])


def attendance_trend(lists: Lists, group: Group) -> Figure:
    rows = within(lists.table("attendance"), group)
    events = [share(one) for _, one in rows.groupby("event")]
    days = rows.groupby("event")["date"].first()
    years = np.array([day.year + (day.dayofyear - 1) / (366 if day.is_leap_year else 365) for day in days])
    found = slope(years, np.array([e.value for e in events]), np.array([e.n for e in events]))
    found.women, found.men = sum(e.women for e in events), sum(e.men for e in events)
    return found


def slope(x: np.ndarray, y: np.ndarray, weight: np.ndarray) -> Figure:
    """Of a straight line weighted by people; Student's t with points − 2 degrees of freedom."""
    mean_x, mean_y = np.average(x, weights=weight), np.average(y, weights=weight)
    spread = (weight * (x - mean_x) ** 2).sum()
    b = (weight * (x - mean_x) * (y - mean_y)).sum() / spread
    residual = (weight * (y - mean_y - b * (x - mean_x)) ** 2).sum() / (len(x) - 2)
    se, df = math.sqrt(residual / spread), len(x) - 2
    t = stats.t.ppf(0.975, df)
    p = 2 * stats.t.sf(abs(b / se), df)
    return Figure(
        b, weight.sum(), low=max(-1, b - t * se), high=min(1, b + t * se), details={"points": len(x), "p_value": p}
    )


# Staff


def glass_ceiling(lists: Lists, group: Group) -> Figure:
    graded = lists.staff[lists.staff["level"].isin(lists.levels)]
    top = graded[graded["level"] == lists.levels[0]]
    whole, above, rest = share(graded), share(top), share(graded.drop(top.index))
    value = whole.value / above.value
    spread = {name: one.n * one.value * (1 - one.value) for name, one in (("top", above), ("rest", rest))}
    # Log of the ratio; the top is a part of the whole: both of its appearances move together.
    by_top = above.n / whole.n / whole.value - 1 / above.value
    by_rest = rest.n / whole.n / whole.value
    variance = by_top**2 * spread["top"] / above.n**2 + by_rest**2 * spread["rest"] / rest.n**2
    half = Z * math.sqrt(variance)
    details = {"share_all": whole.value, "share_top": above.value}
    bounds = value * math.exp(-half), value * math.exp(half)
    return Figure(value, whole.n, whole.women, whole.men, whole.other, *bounds, details=details)


def ratio_of_rates(a: float, n: float, b: float, m: float) -> tuple[float, float | None, float | None]:
    """(a/n)/(b/m) with Katz's interval."""
    value = (a / n) / (b / m)
    if not a:
        return value, None, None
    half = Z * math.sqrt(1 / a - 1 / n + 1 / b - 1 / m)
    return value, value * math.exp(-half), value * math.exp(half)


def step(lists: Lists, group: Group) -> Figure:
    upper, lower = (share(within(lists.staff, {"level": group[name]})) for name in ("level", "below"))
    counts = upper.n + lower.n, upper.women + lower.women, upper.men + lower.men
    value, low, high = ratio_of_rates(lower.women, lower.n, upper.women, upper.n)
    return Figure(value, *counts, low=low, high=high)


def above_floor(lists: Lists, group: Group) -> Figure:
    """The share of women above the lowest level against that at it."""
    lowest = next(name for name in reversed(lists.levels) if (lists.staff["level"] == name).any())
    graded = lists.staff[lists.staff["level"].isin(lists.levels)]
    above, floor = (share(graded[one]) for one in (graded["level"] != lowest, graded["level"] == lowest))
    details = {"share_above": above.value, "share_lowest": floor.value}
    return Figure(above.value / floor.value, above.n, above.women, above.men, details=details)


def top_levels(lists: Lists, group: Group) -> Figure:
    levels = [one for one in (share(within(lists.staff, {"level": name})) for name in lists.levels) if one.n]
    last = next(i for i in range(2, len(levels)) if sum(one.n for one in levels[:i]) >= 10)
    top, n = levels[:last], sum(one.n for one in levels[:last])
    share_top = sum(one.women for one in top) / n
    share_all = sum(one.women for one in levels) / sum(one.n for one in levels)
    counts = n, sum(one.women for one in top), sum(one.men for one in top)
    return Figure(share_top / share_all, *counts, details={"share_top": share_top, "share_all": share_all})


def dissimilarity(lists: Lists, group: Group) -> Figure:
    by = "function" if "function" in lists.staff and lists.staff["function"].notna().any() else "level"
    rows = lists.staff[lists.staff["sex"].isin(["F", "M"]) & lists.staff[by].notna()]
    woman, place = (rows["sex"] == "F").to_numpy(), pd.factorize(rows[by])[0]

    def index(of_women: np.ndarray) -> float:
        f, m = (np.bincount(place[chosen], minlength=place.max() + 1) for chosen in (of_women, ~of_women))
        return float(abs(m / m.sum() - f / f.sum()).sum() / 2)

    value, draw = index(woman), np.random.default_rng(1)
    at_random = lists.once("permuted", lambda: np.array([index(draw.permutation(woman)) for _ in range(400)]))
    p = (1 + (at_random >= value - 1e-12).sum()) / 401
    details = {"categories": place.max() + 1.0, "median_random": float(np.median(at_random)), "p_value": p}
    near = {"median_random": 0.015, "p_value": 4 * math.sqrt(p * (1 - p) / 400) + 0.003}
    return Figure(value, len(rows), woman.sum(), (~woman).sum(), details=details, near=near)


def karmel_maclachlan(lists: Lists, group: Group) -> Figure:
    duncan = dissimilarity(lists, group)
    a = duncan.women / duncan.n
    return Figure(2 * a * (1 - a) * duncan.value, duncan.n, duncan.women, duncan.men)


# Flows


def selection(chosen: pd.DataFrame, eligible: pd.DataFrame) -> Figure:
    (sf, ef), (sm, em) = ((people(chosen, sex), people(eligible, sex)) for sex in "FM")
    value, low, high = ratio_of_rates(sf, ef, sm, em)
    p = stats.fisher_exact([[sf, ef - sf], [sm, em - sm]])[1]
    details = {"rate_women": sf / ef, "rate_men": sm / em, "p_value": p}
    return Figure(value, ef + em, ef, em, None, low, high, details)


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


def exits(lists: Lists, group: Group) -> Figure:
    first, last = period(lists)
    staff = lists.table("staff")
    gone = staff[staff["left_on"].between(first, last)]
    rates, mean = {}, {}
    for sex in "FM":
        at_start, at_end = (people(in_service(staff, day), sex) for day in (first, last))
        mean[sex] = (at_start + at_end) / 2
        rates[sex] = people(gone, sex) / mean[sex]
    half = Z * math.sqrt(1 / people(gone, "F") + 1 / people(gone, "M"))
    value = rates["F"] / rates["M"]
    bounds = value * math.exp(-half), value * math.exp(half)
    details = {"rate_women": rates["F"], "rate_men": rates["M"]}
    return Figure(value, mean["F"] + mean["M"], mean["F"], mean["M"], None, *bounds, details)


# Competence, budget, data, documents


def ratio_of_means(women: pd.Series, men: pd.Series) -> tuple[float, float | None, float | None]:
    """Mean of women / mean of men; interval on the logarithm by the delta method with Welch's degrees of freedom."""
    value = women.mean() / men.mean()
    if min(len(women), len(men)) < 2:
        return value, None, None
    parts = [one.var() / len(one) / one.mean() ** 2 for one in (women, men)]
    df = sum(parts) ** 2 / sum(v**2 / (len(one) - 1) for v, one in zip(parts, (women, men), strict=True))
    half = stats.t.ppf(0.975, df) * math.sqrt(sum(parts))
    return value, value * math.exp(-half), value * math.exp(half)


def training_hours(lists: Lists, group: Group) -> Figure:
    rows = within(lists.staff, group).dropna(subset=["training_hours"])
    rows = rows[rows["sex"].isin(["F", "M"])]
    women, men = (rows.loc[rows["sex"] == sex, "training_hours"] for sex in "FM")
    details = {"mean_women": women.mean(), "mean_men": men.mean()}
    return Figure(rows["training_hours"].mean(), len(rows), len(women), len(men), details=details)


def training_parity(lists: Lists, group: Group) -> Figure:
    women, men = (lists.staff.loc[lists.staff["sex"] == sex, "training_hours"].dropna() for sex in "FM")
    value, low, high = ratio_of_means(women, men)
    return Figure(value, len(women) + len(men), len(women), len(men), low=low, high=high)


def gender_training(lists: Lists, group: Group) -> Figure:
    stated = lists.staff.dropna(subset=["gender_training"])
    trained = stated[stated["gender_training"].astype(bool)]
    p = len(trained) / len(stated)
    counts = (float((trained["sex"] == sex).sum()) for sex in "FM")
    return Figure(p, len(stated), *counts, None, *wilson(p, len(stated)))


def focal_points(lists: Lists) -> pd.DataFrame:
    return lists.staff[lists.staff["gender_focal_point"] == True]  # noqa: E712 – blanks are none


def focal_coverage(lists: Lists, group: Group) -> Figure:
    units = lists.staff["unit"].dropna().nunique()
    return Figure(focal_points(lists)["unit"].dropna().nunique() / units, units)


def focal_men(lists: Lists, group: Group) -> Figure:
    found = share(focal_points(lists))
    low, high = wilson(found.men / found.n, found.n)
    return Figure(found.men / found.n, found.n, found.women, found.men, None, low, high)


def focal_senior(lists: Lists, group: Group) -> Figure:
    named = focal_points(lists).dropna(subset=["level"])
    senior = named[named["level"].isin(lists.levels[: (len(lists.levels) - 1) // 2 + 1])]
    p = len(senior) / len(named)
    return Figure(p, len(named), None, None, None, *wilson(p, len(named)))


def budget_share(lists: Lists, group: Group) -> Figure:
    rows = lists.table("budget").dropna(subset=["amount"])
    marked = rows["gender_marker"].isin(["2", "3"])
    return Figure(rows.loc[marked, "amount"].sum() / rows["amount"].sum(), len(rows))


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


def change(lists: Lists, group: Group) -> Figure:
    """A share of women now against that of the round before, both counted in full."""
    rest = {name: label for name, label in group.items() if name != "indicator"}
    of = FACTS[group["indicator"]]
    before, now = of(lists.earlier, rest), of(lists, rest)
    details = {"before": before.value, "women_before": before.women, "n_before": before.n}
    details |= {"after": now.value, "women_after": now.women}
    return Figure(now.value - before.value, now.n, now.women, now.men, details=details)


FACTS: dict[str, Callable[[Lists, Group], Figure]] = {
    "members_women_share": of_table("members"),
    "members_by_branch": of_table("members"),
    "members_by_age": by_age("members"),
    "members_youth_share": of_youth("members"),
    "bodies_women_seats": seats_of_women,
    "bodies_youth_seats": seats_of_youth,
    "bodies_seats_together": together("quota_women", seats_of_women),
    "bodies_youth_together": together("quota_youth", seats_of_youth),
    "bodies_leading_share": leading,
    **dict.fromkeys(["bodies_women_share", "bodies_by_level", "bodies_by_role", "bodies_by_level_and_role"], of_bodies),
    "bodies_representation_ratio": representation,
    **dict.fromkeys(
        ["attendance_women_share", "attendance_by_role", "attendance_by_event_and_role", "attendance_by_level"],
        of_table("attendance"),
    ),
    "attendance_youth_share": of_youth("attendance"),
    "attendance_youth_by_role": of_youth("attendance"),
    "attendance_by_age": attendance_age,
    "attendance_trend": attendance_trend,
    **dict.fromkeys(
        ["staff_women_share", "staff_women_by_level", "staff_women_by_unit", "staff_women_by_contract"],
        of_table("staff"),
    ),
    "women_by_age": by_age("staff"),
    "top_levels_ratio": top_levels,
    "above_floor_ratio": above_floor,
    "glass_ceiling_index": glass_ceiling,
    "step_ratio": step,
    "duncan_index": dissimilarity,
    "karmel_maclachlan_index": karmel_maclachlan,
    "promotion_ratio": promotion,
    "recruitment_ratio": recruitment,
    "exit_ratio": exits,
    "leave_return_ratio": leave_return,
    "training_hours": training_hours,
    "training_hours_parity": training_parity,
    "gender_training_share": gender_training,
    "focal_point_coverage": focal_coverage,
    "focal_points_men_share": focal_men,
    "focal_points_senior_share": focal_senior,
    "budget_gender_share": budget_share,
    "budget_by_marker": budget_marker,
    "committee_budget_per_head": per_head,
    "data_availability": data_available,
    "document_rating": document,
    "change_since_earlier": change,
}
