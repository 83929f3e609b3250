"""Figures of an organisation computed from its tables with numpy and pandas, not with the suite's measures.

Otherwise a test that compares an audit with them would compare a measure with itself. Figures that cannot be computed
(nobody of one sex, a zero denominator) are None.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Tables = dict[str, pd.DataFrame]

YOUTH = ("16-25", "18-25", "26-35")
SEXES = ("F", "M")


@dataclass(frozen=True, slots=True)
class ExpectedFigure:
    """The value of an indicator for a group, or the ``detail`` named; ``said`` states the counts in words."""

    indicator: str
    group: dict[str, str]
    value: float | None
    detail: str | None = None
    said: str = ""


def quotient(above: float | None, below: float | None) -> float | None:
    """Return the quotient, or None if undefined."""
    if above is None or below is None or not below or math.isnan(above) or math.isnan(below):
        return None
    return float(above / below)


def rounded(value: float | None) -> float | None:
    """Return a figure as stored in files: to nine decimals."""
    return None if value is None else round(float(value), 9)


def women_share(people: pd.DataFrame, where: NDArray[np.bool_] | None = None) -> float | None:
    """Return the share of women among people of known sex, or among all seats, in the rows ``where``."""
    counts = people["count"].to_numpy(dtype=float) if "count" in people else np.ones(len(people))
    kept = counts if where is None else counts * where
    known = kept if "body" in people else kept[people["sex"].notna().to_numpy()]
    return quotient(kept[people["sex"].to_numpy() == "F"].sum(), known.sum())


def youth_share(people: pd.DataFrame) -> float | None:
    """Return the share of people up to 35 among those of known age."""
    counts = people["count"].to_numpy(dtype=float)
    return quotient(counts[_young(people)].sum(), counts[people["age_band"].notna().to_numpy()].sum())


def _young(people: pd.DataFrame) -> NDArray[np.bool_]:
    bands = people["age_band"].to_numpy()
    young: NDArray[np.bool_] = np.logical_or.reduce([bands == band for band in YOUTH])
    return young


def seats(bodies: pd.DataFrame) -> Iterator[ExpectedFigure]:
    """Yield the share of each body's seats held by women (and youth), and seats missing to its own quota."""
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
            quota = float(quotas[here][0])
            missing = max(0, math.ceil(round(quota * total, 9)) - held)
            asks = f"asks for {missing} more" if missing else "is met"
            said = f"{held} of {total} seats; the quota of {quota:.0%} {asks}."
            yield ExpectedFigure(indicator, {"body": str(body)}, held / total, "share", said)
            yield ExpectedFigure(indicator, {"body": str(body)}, missing, said=said)


def bodies(listed: pd.DataFrame, members: pd.DataFrame, reserved: Collection[str]) -> Iterator[ExpectedFigure]:
    """Yield women's share of seats of open bodies by level, and level and role, and relative to members."""
    listed = listed[~listed["body"].isin(list(reserved))]
    yield ExpectedFigure("bodies_women_share", {}, women_share(listed))
    yield from shares_by("bodies_by_level", listed, ["level"])
    yield from shares_by("bodies_by_level_and_role", listed, ["level", "role"])
    for one in shares_by("bodies_representation_ratio", listed, ["body"]):
        yield replace(one, value=quotient(one.value, women_share(members)))


def path(now: pd.DataFrame, before: pd.DataFrame, target: float, years: tuple[int, int, int]) -> ExpectedFigure:
    """Return women's share of seats minus the share that a linear path to a target requires now.

    ``now`` and ``before``: seats of open bodies. ``years``: of the earlier round, this one, and the target. None if no
    body lacks a seat.
    """
    seats, women = (part["count"].astype(int).groupby(part["body"]).sum() for part in (now, now[now["sex"] == "F"]))
    lacks = np.ceil(np.round(target * seats, 9)) > women.reindex(seats.index, fill_value=0)
    share, start = women_share(now), women_share(before)
    group = {"indicator": "bodies_women_seats"}
    if not lacks.any() or share is None or start is None:
        return ExpectedFigure("path_to_target", group, None)
    return ExpectedFigure("path_to_target", group, share - on_the_way(start, target, years))


def on_the_way(start: float, target: float, years: tuple[int, int, int]) -> float:
    """Return the share that a linear path from ``start`` to ``target`` requires now."""
    first, now, due = years
    return start + (target - start) * (now - first) / (due - first)


def shares_by(indicator: str, people: pd.DataFrame, columns: list[str]) -> Iterator[ExpectedFigure]:
    """Yield women's share of each group formed by the columns."""
    for names, part in people.groupby(columns, sort=False):
        group = {column: str(name) for column, name in zip(columns, names, strict=True)}
        yield ExpectedFigure(indicator, group, women_share(part))


def members(listed: pd.DataFrame) -> Iterator[ExpectedFigure]:
    """Yield women and youth among members, and women in each branch."""
    yield ExpectedFigure("members_women_share", {}, women_share(listed))
    yield ExpectedFigure("members_youth_share", {}, youth_share(listed))
    yield from shares_by("members_by_branch", listed[listed["sex"].notna()], ["branch"])
    if "also" in listed:
        yield from shares_by("members_by_also", listed, ["also"])


def services(services: pd.DataFrame, members: pd.DataFrame) -> Iterator[ExpectedFigure]:
    """Yield women by service; borrowers relative to members, the gap in mean loans, and arrears."""
    yield from shares_by("services_women_share", services, ["service"])
    credit = services[services["service"] == "credit"]
    yield ExpectedFigure("credit_representation_ratio", {}, quotient(women_share(credit), women_share(members)))
    for group, part in [({}, credit), *(({"product": str(n)}, part) for n, part in credit.groupby("product"))]:
        ratio = quotient(*(_a_loan(part, "amount", sex) for sex in SEXES))
        yield ExpectedFigure(
            "loan_size_by_product" if group else "loan_size_gap", group, None if ratio is None else 1 - ratio
        )
    yield ExpectedFigure("arrears_ratio", {}, quotient(*(_a_loan(credit, "in_arrears", sex) for sex in SEXES)))
    insured = services[services["service"] == "insurance"]
    if len(insured):
        yield ExpectedFigure("insurance_representation_ratio", {}, quotient(women_share(insured), women_share(members)))


def _a_loan(loans: pd.DataFrame, column: str, sex: str) -> float | None:
    """Return the sum of a column over the loans of one sex, divided by their number."""
    own = loans[loans["sex"] == sex]
    return quotient(own[column].astype(float).sum(), own["count"].astype(float).sum())


def activities(listed: pd.DataFrame, members: pd.DataFrame) -> Iterator[ExpectedFigure]:
    """Yield women among people reached, relative to members and by type, and the equality money spent."""
    women, men, voted, spent = (listed[name].astype(float) for name in ("women", "men", "budget", "spent"))
    share = quotient(women.sum(), (women + men).sum())
    yield ExpectedFigure("activities_women_share", {}, share)
    yield ExpectedFigure("activities_representation_ratio", {}, quotient(share, women_share(members)))
    for name, rows in listed.groupby("activity_type").groups.items():
        part = quotient(women[rows].sum(), (women + men)[rows].sum())
        yield ExpectedFigure("activities_by_type", {"activity_type": str(name)}, part)
    equal = (listed["gender_focus"] == "explicit") | (listed["gender_marker"].astype(float) >= 2)
    stated = listed["gender_focus"].notna() | listed["gender_marker"].notna()
    yield ExpectedFigure("activity_budget_for_equality", {}, quotient(voted[equal].sum(), voted[stated].sum()))
    yield ExpectedFigure("activity_spent", {}, quotient(spent.sum(), voted.sum()))
    yield ExpectedFigure("activity_gender_spent", {}, quotient(spent[equal].sum(), voted[equal].sum()))


def attendance(people: pd.DataFrame) -> Iterator[ExpectedFigure]:
    """Yield women and youth among the people of each event, and of each role."""
    for columns, indicators in (
        (["event"], ("attendance_women_share", "attendance_youth_share")),
        (["event", "role"], ("attendance_by_event_and_role", "attendance_youth_by_role")),
    ):
        for names, part in people.groupby(columns, sort=False):
            group = {column: str(name) for column, name in zip(columns, names, strict=True)}
            yield ExpectedFigure(indicators[0], group, women_share(part))
            yield ExpectedFigure(indicators[1], group, youth_share(part))
    if "quota_women" in people:
        yield _quotas_kept(people)
    if "speaking_turns" in people:
        yield _speaking_turns(people)
    if "childcare" in people:
        events = people.groupby("event", sort=False)["childcare"].first().astype(float)
        yield ExpectedFigure("childcare_share", {}, quotient(events.sum(), len(events)))


def _quotas_kept(people: pd.DataFrame) -> ExpectedFigure:
    """Return the share of events with a quota at which women have it among the delegates."""
    seated = people[people["role"] == "delegate"]
    asked = seated[seated["quota_women"].notna()].groupby("event", sort=False)
    kept = [
        rows.loc[rows["sex"] == "F", "count"].sum()
        >= math.ceil(round(rows["quota_women"].max() * rows["count"].sum(), 9))
        for _, rows in asked
    ]
    return ExpectedFigure("quotas_kept_women", {}, quotient(sum(kept), len(kept)))


def _speaking_turns(people: pd.DataFrame) -> ExpectedFigure:
    """Return women's share of speaking turns relative to their share of those present."""
    turns = people["speaking_turns"].astype(float)
    there = people[people["event"].isin(people.loc[turns.notna(), "event"])]
    spoken = quotient(turns[people["sex"] == "F"].sum(), turns.sum())
    return ExpectedFigure("speaking_turns", {}, quotient(spoken, women_share(there)))


def texts(rows: pd.DataFrame) -> Iterator[ExpectedFigure]:
    """Yield the share of each row's texts that have what was looked for."""
    for kind, looked_for, examined, meets in zip(
        *(rows[name] for name in ("text_kind", "looked_for", "examined", "meets")), strict=True
    ):
        yield ExpectedFigure("texts_meeting", {"text_kind": kind, "looked_for": looked_for}, meets / examined)


def recruitment(table: pd.DataFrame) -> ExpectedFigure:
    """Return the share of applicants appointed in all years, women relative to men."""
    stage, sex, count = (table[column].to_numpy() for column in ("stage", "sex", "count"))
    people = count.astype(float)
    appointed, applied = (
        [people[(stage == one) & (sex == who)].sum() for who in SEXES] for one in ("appointed", "applied")
    )
    rates = [quotient(some, of) for some, of in zip(appointed, applied, strict=True)]
    return ExpectedFigure("recruitment_ratio", {"from": "applied", "to": "appointed"}, quotient(*rates))


def budget(lines: pd.DataFrame) -> Iterator[ExpectedFigure]:
    """Yield the share of the budget for equality (marker 2 or 3), also by objective, and what is spent."""
    equal = lines["gender_marker"].astype(float).to_numpy() >= 2
    voted = lines["amount"].to_numpy(dtype=float)
    yield ExpectedFigure("budget_gender_share", {}, quotient(voted[equal].sum(), voted.sum()))
    if "spent" not in lines:
        return
    spent = lines["spent"].to_numpy(dtype=float)
    yield ExpectedFigure("budget_spent", {}, quotient(spent.sum(), voted.sum()))
    yield ExpectedFigure("budget_gender_spent", {}, quotient(spent[equal].sum(), voted[equal].sum()))
    for objective in dict.fromkeys(lines["objective"]):
        here = (lines["objective"] == objective).to_numpy()
        part = quotient(voted[here & equal].sum(), voted[here].sum())
        yield ExpectedFigure("budget_by_objective", {"objective": objective}, part)
        used = quotient(spent[here].sum(), voted[here].sum())
        yield ExpectedFigure("budget_spent_by_objective", {"objective": objective}, used)
