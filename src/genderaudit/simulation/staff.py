"""The staff list of a sample organisation: one row a person, with the gaps that its design asks for."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from genderaudit.simulation.drawing import labels

YEAR_DAYS = 365.25


def staff(design: dict[str, Any], random: np.random.Generator) -> pd.DataFrame:
    """People level by level, in the columns that the design names.

    ``levels`` gives women (F), men (M), another (X) and not stated (blank) of each level, with its pay;
    everything else is drawn. Leavers of the year come on top of the people counted there.
    """
    people = _people(design, random)
    _careers(people, design, random)
    if "pay" in design:
        _pay(people, design["pay"], random)
    _development(people, design, random)
    _leave(people, design, random)
    listed: pd.DataFrame = people[design["columns"]]
    return listed.iloc[random.permutation(len(people))].reset_index(drop=True)


def _people(design: dict[str, Any], random: np.random.Generator) -> pd.DataFrame:
    rows: list[dict[str, Any]] = []
    for level in design["levels"]:
        for sex in ("F", "M", "X", None):
            number = level.get(sex or "blank", 0)
            leavers = level.get("leavers", {}).get(sex, 0)
            units = labels(number + leavers, design["units"].get(sex, design["units"]["M"]), random)
            rows += [
                {"sex": sex, "level": level["level"], "unit": unit, "level_pay": level.get("pay"),
                 "age": level["age"], "leaves": index >= number}
                for index, unit in enumerate(units)
            ]  # fmt: skip
    people = pd.DataFrame(rows)
    people["sex"] = people["sex"].astype(object).where(people["sex"].notna(), None)
    return people


def _careers(people: pd.DataFrame, design: dict[str, Any], random: np.random.Generator) -> None:
    """Age, hiring, contract, working time and education; a few birth years are not on file."""
    n, reference = len(people), pd.Timestamp(design["reference"])
    ages = np.clip(people["age"] + random.normal(0, 7, n), 21, 63).astype(int)
    # Whoever left within the year had come before it.
    service = np.clip(random.gamma(2.2, 3.2, n), np.where(people["leaves"], 1.0, 0.1), ages - 20)
    people["service"] = service
    people["birth_year"] = [int(reference.year - age) for age in ages]
    people["birth_year"] = people["birth_year"].astype(object)
    missing = random.permutation(n)[: design.get("birth_year_missing", 0)]
    people.loc[missing, "birth_year"] = None
    people["hired_on"] = [(reference - pd.Timedelta(days=int(years * YEAR_DAYS))).date() for years in service]
    for column in ("contract", "fte", "education_years", "function"):
        people[column] = None
        for sex, part in people.groupby(people["sex"].fillna("M").replace("X", "M")):
            if column in design:
                values = labels(len(part), design[column].get(sex, design[column]), random)
                people.loc[part.index, column] = np.array(values, dtype=object)
    if "fte" in design:
        people["fte"] = people["fte"].astype(float)
        people["weekly_hours"] = people["fte"] * design["full_week"]
    if "education_years" in design:
        people["education_years"] = people["education_years"].astype(int)


def _pay(people: pd.DataFrame, pay: dict[str, Any], random: np.random.Generator) -> None:
    """Pay from level, service and chance; ``women`` is what women get for the same, as a factor."""
    n = len(people)
    woman = (people["sex"] == "F").to_numpy()
    growth = 1 + pay["a_year_of_service"] * people["service"].to_numpy()
    exact = people["level_pay"].to_numpy(dtype=float) * growth * (1 + pay["spread"] * random.normal(0, 1, n))
    exact = exact * np.where(woman, pay["women"], 1.0)
    if "fte" in people and people["fte"].notna().all():
        exact = exact * people["fte"].to_numpy(dtype=float)
    people["pay"] = (np.round(exact / pay["rounded_to"]) * pay["rounded_to"]).astype(int)
    people["pay_period"] = pay["period"]
    receives = random.random(n) < np.where(woman, *pay["variable_receipt"])
    part = pay["variable_part"] * (0.5 + random.random(n))
    variable = np.round(people["pay"] * part / pay["rounded_to"]) * pay["rounded_to"]
    people["variable_pay"] = np.where(receives, variable, 0).astype(int)


def _development(people: pd.DataFrame, design: dict[str, Any], random: np.random.Generator) -> None:
    """Training and promotions; eligible and promoted are exact counts by sex that a test can name."""
    n = len(people)
    woman = (people["sex"] == "F").to_numpy()
    hours = random.gamma(2.0, 1.0, n) * np.where(woman, *design.get("training_hours", [0, 0])) / 2
    people["training_hours"] = np.round(hours * 2) / 2
    people["gender_training"] = random.random(n) < np.where(woman, *design.get("gender_training", [0, 0]))
    people["eligible_for_promotion"] = False
    people["promoted_on"] = None
    reference = pd.Timestamp(design["reference"])
    for sex, (eligible, promoted) in design.get("promotions", {}).items():
        able = people.index[(people["sex"] == sex) & ~people["leaves"] & (people["service"] > 1.5)].to_numpy()
        chosen = random.permutation(able)[:eligible]
        people.loc[chosen, "eligible_for_promotion"] = True
        days = random.integers(1, 360, promoted)
        people.loc[chosen[:promoted], "promoted_on"] = np.array(
            [(reference - pd.Timedelta(days=int(day))).date() for day in days], dtype=object
        )


def _leave(people: pd.DataFrame, design: dict[str, Any], random: np.random.Generator) -> None:
    """Departures of the last year, people managed, family leave and return from it, gender focal points."""
    n, reference = len(people), pd.Timestamp(design["reference"])
    days = random.integers(1, 300, n)
    people["left_on"] = [
        (reference - pd.Timedelta(days=int(day))).date() if leaves else None
        for leaves, day in zip(people["leaves"], days, strict=True)
    ]
    managers = design.get("manager_levels", [])
    people["manages_people"] = people["level"].isin(managers).to_numpy() & (random.random(n) < 0.85)
    woman = (people["sex"] == "F").to_numpy()
    takes = random.random(n) < np.where(woman, *design.get("leave_taken", [0, 0]))
    taken = takes & ~people["leaves"].to_numpy(dtype=bool)
    back = random.random(n) < np.where(woman, *design.get("leave_returned", [1, 1]))
    people["leave_taken"] = taken
    people["returned_from_leave"] = [bool(b) if t else None for t, b in zip(taken, back, strict=True)]
    women = people.index[woman & ~people["leaves"]]
    chosen = random.permutation(women)[: design.get("focal_points", 0)]
    people["gender_focal_point"] = people.index.isin(chosen)
