"""Members, bodies, attendance and staff, recomputed from the raw lists by the formulas of docs/measures.md.

Nothing here is imported from the suite. A function takes the lists and the group of a finding, and gives its figure.
"""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
import pandas as pd
from raw_lists import TARGETS, Lists
from recomputed_figure import (
    NOT_STATED,
    Figure,
    Group,
    Z,
    grouped,
    is_young,
    people,
    ratio_of_rates,
    share,
    within,
    youth_share,
)
from scipy import stats

AGE_ENDS = (25, 35, 45, 55)


def of_table(name: str) -> Callable[[Lists, Group], Figure]:
    """The share of women among the rows of a group of a list."""
    return lambda lists, group: share(within(lists.staff if name == "staff" else lists.table(name), group))


def merged(name: str, sensitive: str) -> Callable[[Lists, Group], Figure]:
    """The same of categories that are merged, since who has which is sensitive."""
    return lambda lists, group: share(
        grouped(lists, lists.staff if name == "staff" else lists.table(name), sensitive, group)
    )


def by_age(name: str) -> Callable[[Lists, Group], Figure]:
    """The share of women of an age band, or of neighbouring ones: who lies in one of them for certain."""

    def figure(lists: Lists, group: Group) -> Figure:
        rows = lists.staff if name == "staff" else lists.table(name)
        label = group["age_band"]
        if label == NOT_STATED:
            over = (rows["low"].le(end) & rows["high"].gt(end) for end in AGE_ENDS)  # two ages are open, or all
            return share(rows[rows["low"].isna() | np.logical_or.reduce(list(over))])
        inside = pd.Series(False, index=rows.index)
        for band in label.split(" + "):
            low, _, high = band.rstrip("+").partition("-")
            inside |= rows["low"].ge(float(low)) & (rows["high"].le(float(high)) if high else True)
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
    return Figure(missing, all_seats, people(whom, "F"), details=details)


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
        return Figure(sum(one.value for one in found), n, sum(one.women for one in found), details=details)

    return figure


def leads(role: str) -> bool:
    """Whether a role of the samples' and the simulation's lists leads a body."""
    name = role.lower()
    second = any(word in name for word in ("adjoint", "vice", "deputy"))
    return not second and name.startswith(("chair", "president", "présid", "general secretary", "secrétaire général"))


def leading(lists: Lists, group: Group) -> Figure:
    rows = open_bodies(lists)
    found = share(rows[rows["role"].map(leads)])
    return Figure(found.value, found.n, found.women, details=left_out(lists))


def representation(lists: Lists, group: Group) -> Figure:
    part, whole = share(within(open_bodies(lists), group)), lists.once("members", lambda: share(lists.table("members")))
    details = {"share_part": part.value, "share_whole": whole.value}
    bounds = part.low / whole.value, part.high / whole.value
    return Figure(part.value / whole.value, part.n, part.women, None, *bounds, details=details)


# Attendance


def under_quota(lists: Lists, column: str) -> dict[str, pd.DataFrame]:
    """Whom the quota of each event is of: its delegates, or all who came where the list names none."""
    rows = lists.table("attendance")
    found = {}
    for event, here in rows.groupby("event") if column in rows else ():
        if here[column].notna().any():
            seated = here[here["role"] == "delegate"]
            found[event] = seated if len(seated) else here
    return found


def event_quota(column: str, of_event: Callable[[Lists, pd.DataFrame], Figure]) -> Callable[[Lists, Group], Figure]:
    def figure(lists: Lists, group: Group) -> Figure:
        rows = under_quota(lists, column)[group["event"]]
        found, quota = of_event(lists, rows), float(rows[column].max())
        places = people(rows) if column == "quota_women" else found.n
        missing = max(0.0, math.ceil(quota * places - 1e-9) - round(found.value * found.n))
        found.details = {"quota": quota, "missing": missing}
        return found

    return figure


def quotas_kept(column: str, of_event: Callable[[Lists, Group], Figure]) -> Callable[[Lists, Group], Figure]:
    def figure(lists: Lists, group: Group) -> Figure:
        missing = [of_event(lists, {"event": name}).details["missing"] for name in under_quota(lists, column)]
        return Figure(missing.count(0) / len(missing), len(missing))

    return figure


EVENT_QUOTA_WOMEN = event_quota("quota_women", lambda lists, rows: share(rows))
EVENT_QUOTA_YOUTH = event_quota("quota_youth", lambda lists, rows: youth_share(rows, lists.young))


def speaking(lists: Lists, group: Group) -> Figure:
    rows = lists.table("attendance")
    rows = rows[rows["event"].isin(rows.loc[rows["speaking_turns"].gt(0), "event"])]
    turns, present = share(rows.assign(count=rows["speaking_turns"].fillna(0))), share(rows)
    details = {"share_turns": turns.value, "share_present": present.value}
    return Figure(turns.value / present.value, turns.n, turns.women, details=details)


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
    found.women = sum(e.women for e in events)
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
    return Figure(value, whole.n, whole.women, None, *bounds, details=details)


def step(lists: Lists, group: Group) -> Figure:
    upper, lower = (share(within(lists.staff, {"level": group[name]})) for name in ("level", "below"))
    value, low, high = ratio_of_rates(lower.women, lower.n, upper.women, upper.n)
    return Figure(value, upper.n + lower.n, upper.women + lower.women, low=low, high=high)


def above_floor(lists: Lists, group: Group) -> Figure:
    """The share of women above the lowest level against that at it."""
    lowest = next(name for name in reversed(lists.levels) if (lists.staff["level"] == name).any())
    graded = lists.staff[lists.staff["level"].isin(lists.levels)]
    above, floor = (share(graded[one]) for one in (graded["level"] != lowest, graded["level"] == lowest))
    details = {"share_above": above.value, "share_lowest": floor.value}
    return Figure(above.value / floor.value, above.n, above.women, details=details)


def top_levels(beside: str) -> Callable[[Lists, Group], Figure]:
    """The share of women in the top levels against that in ``all`` levels, or in those ``above`` the lowest."""

    def figure(lists: Lists, group: Group) -> Figure:
        levels = [one for one in (share(within(lists.staff, {"level": name})) for name in lists.levels) if one.n]
        last = next(i for i in range(2, len(levels)) if sum(one.n for one in levels[:i]) >= 10)
        top, n = levels[:last], sum(one.n for one in levels[:last])
        others = levels[:-1] if beside == "above" else levels
        share_top = sum(one.women for one in top) / n
        share_beside = sum(one.women for one in others) / sum(one.n for one in others)
        details = {"share_top": share_top, f"share_{beside}": share_beside}
        return Figure(share_top / share_beside, n, sum(one.women for one in top), details=details)

    return figure


def dissimilarity(lists: Lists, group: Group) -> Figure:
    by = "function" if "function" in lists.staff and lists.staff["function"].notna().any() else "level"
    known = lists.staff[lists.staff["sex"].notna() & lists.staff[by].notna()]
    rows = known[known["sex"].isin(["F", "M"])]  # the formula is of two sexes, its base is everybody
    woman, place = (rows["sex"] == "F").to_numpy(), pd.factorize(rows[by])[0]

    def index(of_women: np.ndarray) -> float:
        f, m = (np.bincount(place[chosen], minlength=place.max() + 1) for chosen in (of_women, ~of_women))
        return float(abs(m / m.sum() - f / f.sum()).sum() / 2)

    value, draw = index(woman), np.random.default_rng(1)
    at_random = lists.once("permuted", lambda: np.array([index(draw.permutation(woman)) for _ in range(400)]))
    p = (1 + (at_random >= value - 1e-12).sum()) / 401
    details = {"categories": place.max() + 1.0, "median_random": float(np.median(at_random)), "p_value": p}
    near = {"median_random": 0.015, "p_value": 4 * math.sqrt(p * (1 - p) / 400) + 0.003}
    return Figure(value, len(known), woman.sum(), men=(~woman).sum(), details=details, near=near)


def karmel_maclachlan(lists: Lists, group: Group) -> Figure:
    duncan = dissimilarity(lists, group)
    a = duncan.women / (duncan.women + duncan.men)
    return Figure(2 * a * (1 - a) * duncan.value, duncan.n, duncan.women)


def change(lists: Lists, group: Group) -> Figure:
    """A share of women now against that of the round before, both counted in full."""
    rest = {name: label for name, label in group.items() if name != "indicator"}
    of = FACTS[group["indicator"]]
    before, now = of(lists.earlier, rest), of(lists, rest)
    details = {"before": before.value, "women_before": before.women, "n_before": before.n}
    details |= {"after": now.value, "women_after": now.women}
    return Figure(now.value - before.value, now.n, now.women, details=details)


def way_to_target(lists: Lists, group: Group) -> Figure:
    """Seats of all bodies but reserved ones, against the straight way from the first round to the target."""
    assert group["indicator"] == "bodies_women_seats"
    due = lists.settings["targets_by"]["bodies_women_seats"]
    target = lists.settings["targets"]["bodies_women_seats"]
    before, now = share(open_bodies(lists.earlier)), share(open_bodies(lists))
    passed, left = lists.date.year - lists.earlier.date.year, due - lists.date.year
    expected = before.value + (target - before.value) * passed / (passed + left)
    bodies = open_bodies(lists).groupby("body")
    missing = sum(max(0, math.ceil(target * people(rows) - 1e-9) - people(rows, "F")) for _, rows in bodies)
    details = {
        "target": target,
        "by": due,
        "share_now": now.value,
        "missing": missing,
        "per_year": math.ceil(missing / left),
    }
    return Figure(now.value - expected, now.n, now.women, details=details | {"expected": expected})


FACTS: dict[str, Callable[[Lists, Group], Figure]] = {
    "members_women_share": of_table("members"),
    "members_by_branch": merged("members", "branch"),
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
    "path_to_target": way_to_target,
    "event_quota_women": EVENT_QUOTA_WOMEN,
    "event_quota_youth": EVENT_QUOTA_YOUTH,
    "quotas_kept_women": quotas_kept("quota_women", EVENT_QUOTA_WOMEN),
    "quotas_kept_youth": quotas_kept("quota_youth", EVENT_QUOTA_YOUTH),
    "speaking_turns": speaking,
    "attendance_trend": attendance_trend,
    **dict.fromkeys(
        ["staff_women_share", "staff_women_by_level", "staff_women_by_unit"],
        of_table("staff"),
    ),
    "staff_women_by_contract": merged("staff", "contract"),
    "women_by_age": by_age("staff"),
    "top_levels_ratio": top_levels("all"),
    "top_above_floor_ratio": top_levels("above"),
    "above_floor_ratio": above_floor,
    "glass_ceiling_index": glass_ceiling,
    "step_ratio": step,
    "duncan_index": dissimilarity,
    "karmel_maclachlan_index": karmel_maclachlan,
    "change_since_earlier": change,
}
