"""Tables of counts: members by branch, seats of bodies, attendance at events."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import pandas as pd

from genderaudit.simulation.drawing import apportion, labels, unsettled

# The African Youth Charter counts people up to 35 as youth; the samples' bands end there too.
YOUTH_BANDS = {"18-25": 1.0, "26-35": 2.5}
OLDER_BANDS = {"36-45": 5.0, "46-55": 4.0, "56+": 2.0}


def members(design: dict[str, Any], random: np.random.Generator) -> pd.DataFrame:
    """Return members as counts by branch, sex and age band.

    The design lists branches as [branch, sector, members, share of women], or ``generated`` describes many; ``ages``
    has the weights of the bands by sex; ``also`` the probabilities of further groups by sex; ``further`` has additional
    rows.
    """
    branches = design.get("branches") or _generated_branches(design["generated"], random)
    rows = []
    for branch, sector, total, share in branches:
        women = round(total * share)
        for sex, count in (("F", women), ("M", total - women)):
            bands = design["ages"][sex]
            parts = apportion(count, unsettled(list(bands.values()), random))
            rows += [[branch, sector, sex, band, part] for band, part in zip(bands, parts, strict=True) if part]
    rows += design.get("further", [])
    columns = ["branch", "sector", "sex", "age_band", "count"]
    if "also" in design:
        rows, columns = _by_also(rows, design["also"], random), [*columns, "also"]
    return pd.DataFrame(rows, columns=columns, dtype=object)


def _by_also(rows: list[list[Any]], parts: dict[str, dict[str, float]], random: np.random.Generator) -> list[list[Any]]:
    """Return each row divided at random by the further groups."""
    parted = []
    for *about, sex, band, count in rows:
        groups = random.multinomial(count, list(parts[sex].values()))
        parted += [
            [*about, sex, band, int(number), name] for name, number in zip(parts[sex], groups, strict=True) if number
        ]
    return parted


def bodies(design: list[dict[str, Any]], random: np.random.Generator) -> pd.DataFrame:
    """Return seats of elected bodies, officers first.

    A body lists ``officers`` (role: sex), ``members`` (sex: seats) and ``youth`` (sex: seats of people up to 35). Equal
    seats are one row with a count. ``boards`` repeats a body.
    """
    seats: list[list[Any]] = []
    for body in _each_board(design, random):
        holders = [*body.get("officers", {}).items()]
        holders += [(body["member"], sex) for sex, count in body["members"].items() for _ in range(count)]
        bands = _seat_ages([sex for _, sex in holders], body.get("youth"), random)
        place = [body["body"], body["level"]]
        quotas = [body.get("quota_women"), body.get("quota_youth"), body.get("since")]
        seats += [[*place, role, sex, band, *quotas] for (role, sex), band in zip(holders, bands, strict=True)]
    columns = ["body", "level", "role", "sex", "age_band", "quota_women", "quota_youth", "since"]
    table = pd.DataFrame(seats, columns=columns, dtype=object)
    counted = table.groupby(columns, sort=False, dropna=False).size().rename("count").reset_index()
    return counted.astype(object).dropna(axis="columns", how="all")


def attendance(design: dict[str, Any], random: np.random.Generator) -> pd.DataFrame:
    """Return people at events as counts by role, sex and age band.

    An event's ``people`` are [role, sex, youth, older]; ``turns`` are the delegates' speaking turns by sex, if counted;
    ``further`` has additional rows (badly filled lists).
    """
    columns = ["event", "event_type", "date", "level", "role", "sex", "age_band", "count"]
    tables = []
    for event in design["events"]:
        head, rows = [event[name] for name in columns[:4]], []
        for role, sex, youth, older in event["people"]:
            for count, bands in ((youth, YOUTH_BANDS), (older, OLDER_BANDS)):
                parts = apportion(count, unsettled(list(bands.values()), random))
                rows += [[*head, role, sex, band, part] for band, part in zip(bands, parts, strict=True) if part]
        people = pd.DataFrame(rows, columns=columns, dtype=object)
        for name in ("quota_women", "quota_youth", "childcare"):
            people[name] = event.get(name)
        tables.append(people.assign(speaking_turns=pd.Series(_turns(people, event.get("turns", {})), dtype=object)))
    further = pd.DataFrame(design.get("further", []), columns=columns, dtype=object)
    table = pd.concat([*tables, further], ignore_index=True).astype(object)
    return table.where(table.notna(), None).dropna(axis="columns", how="all")


def _turns(people: pd.DataFrame, turns: dict[str, int]) -> list[int | None]:
    """Return the delegates' speaking turns by sex, divided among their rows in proportion to counts."""
    shared: list[int | None] = [None] * len(people)
    for sex, number in turns.items():
        delegates = np.flatnonzero((people["role"] == "delegate") & (people["sex"] == sex))
        parts = apportion(number, list(people["count"].iloc[delegates].astype(float)))
        for row, part in zip(delegates, parts, strict=True):
            shared[row] = part
    return shared


def _generated_branches(design: dict[str, Any], random: np.random.Generator) -> list[list[Any]]:
    weights = [0.4 + float(random.random()) for _ in range(design["branches"])]
    totals = apportion(design["members"], weights)
    regions = labels(design["branches"], design["regions"], random)
    low, high = design["share_of_women"]
    shares = [low + (high - low) * float(random.random()) for _ in totals]
    names = [design["name"].format(number=number) for number in range(1, design["branches"] + 1)]
    return [list(row) for row in zip(names, regions, totals, shares, strict=True)]


def _each_board(design: list[dict[str, Any]], random: np.random.Generator) -> Iterator[dict[str, Any]]:
    for body in design:
        boards = body.get("boards", 0)
        chairs = random.permutation(boards) < body.get("chairs_women", 0)
        women = apportion(body.get("members_women", 0), unsettled([1.0] * boards, random, 0.9)) if boards else []
        for number, (chair, seats) in enumerate(zip(chairs, women, strict=True), start=1):
            yield {
                "body": body["body"].format(number=number),
                "level": body["level"],
                "officers": {body["chair"]: "F" if chair else "M"},
                "member": body["member"],
                "members": {"F": seats, "M": body["seats"] - 1 - seats},
            }
        if not boards:
            yield body


def _seat_ages(sexes: list[str], youth: dict[str, int] | None, random: np.random.Generator) -> list[str | None]:
    if youth is None:
        return [None] * len(sexes)
    left = dict(youth)
    bands: list[str | None] = []
    # From the back: officers come first in the design and are rarely the young ones.
    for sex in reversed(sexes):
        young = left.get(sex, 0) > 0
        left[sex] = left.get(sex, 0) - young
        bands.append(labels(1, {"26-35": 1.0} if young else _one_of(OLDER_BANDS, random), random)[0])
    return bands[::-1]


def _one_of(weights: dict[str, float], random: np.random.Generator) -> dict[str, float]:
    names = list(weights)
    parts = np.array(list(weights.values()))
    return {names[int(np.searchsorted(np.cumsum(parts / parts.sum()), random.random()))]: 1.0}
