"""The staff list: one row per person, with the gaps of its design."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from genderaudit.simulation.drawing import Labels, chances, labels

YEAR_DAYS = 365.25


def staff(design: dict[str, Any], random: np.random.Generator) -> pd.DataFrame:
    """Return people level by level, in the columns of the design.

    ``levels`` has women (F), men (M), other (X) and not stated (blank) of each level, with its pay; everything else is
    drawn, in exact proportions or, ``by_chance``, person by person. Leavers of the year are added.
    """
    people = _people(design, random)
    _careers(people, design, random)
    if "pay" in design:
        _pay(people, design["pay"], random)
    _development(people, design, random)
    _leave(people, design, random)
    if "care" in design:
        _care(people, design["care"], random.spawn(1)[0])
    if "also" in design:
        people["also"] = [chances(1, design["also"][sex or "M"], random)[0] for sex in people["sex"].replace("X", "M")]
    listed: pd.DataFrame = people[design["columns"]]
    return listed.iloc[random.permutation(len(people))].reset_index(drop=True)


def _labels(design: dict[str, Any]) -> Labels:
    return chances if design.get("by_chance") else labels


def _people(design: dict[str, Any], random: np.random.Generator) -> pd.DataFrame:
    parts = []
    for level in design["levels"]:
        for sex in ("F", "M", "X", None):
            stay = level.get(sex or "blank", 0)
            number = stay + level.get("leavers", {}).get(sex, 0)
            if number == 0:
                continue
            units = _labels(design)(number, design["units"].get(sex, design["units"]["M"]), random)
            parts.append((sex, level, units, np.arange(number) >= stay))
    each = [units.size for _, _, units, _ in parts]
    people = pd.DataFrame(
        {
            "sex": pd.Series(np.repeat(np.array([sex for sex, *_ in parts], dtype=object), each), dtype=object),
            "level": np.repeat(np.array([level["level"] for _, level, *_ in parts], dtype=object), each),
            "unit": np.concatenate([units for *_, units, _ in parts]),
            "leaves": np.concatenate([leaves for *_, leaves in parts]),
        }
    )
    for column in ("pay", "age", "education"):
        people[f"level_{column}"] = np.repeat([level.get(column, np.nan) for _, level, *_ in parts], each)
    return people


def _careers(people: pd.DataFrame, design: dict[str, Any], random: np.random.Generator) -> None:
    """Add age, hiring, contract, working time and education; a few birth years are missing."""
    n, reference = len(people), pd.Timestamp(design["reference"])
    ages = np.clip(people["level_age"] + random.normal(0, 7, n), 21, 63).astype(int).to_numpy()
    # People who left within the year were hired before it.
    least = np.where(people["leaves"], 1.0, 0.1)
    if "service" in design:
        first, second = design["service"]
        service = np.clip(random.beta(first, second, n) * (ages - 20), least, ages - 20)
    else:
        service = np.clip(random.gamma(2.2, 3.2, n), least, ages - 20)
    people["service"] = service
    people["birth_year"] = pd.Series(reference.year - ages, dtype=object)
    missing = random.permutation(n)[: design.get("birth_year_missing", 0)]
    people.loc[missing, "birth_year"] = None
    people["hired_on"] = _days_before(reference, (service * YEAR_DAYS).astype(int))
    listed_as = people["sex"].where(people["sex"] == "F", "M").to_numpy()
    for column in ("contract", "fte", "education_years", "function"):
        people[column] = None
        if column in design:
            values = np.empty(n, dtype=object)
            for sex in np.unique(listed_as):
                here = listed_as == sex
                values[here] = _labels(design)(int(here.sum()), design[column].get(sex, design[column]), random)
            people[column] = values
    if "fte" in design:
        people["fte"] = people["fte"].astype(float)
        people["weekly_hours"] = people["fte"] * design["full_week"]
    if "education_spread" in design:
        years = people["level_education"] + random.normal(0, design["education_spread"], n)
        people["education_years"] = np.clip(np.round(years), 6, 22)
    if people["education_years"].notna().any():
        people["education_years"] = people["education_years"].astype(int)


def _days_before(reference: pd.Timestamp, days: NDArray[np.int64]) -> NDArray[Any]:
    """Return the dates so many days before ``reference``."""
    return (np.datetime64(reference.date(), "D") - days.astype("timedelta64[D]")).astype(object)


def _pay(people: pd.DataFrame, pay: dict[str, Any], random: np.random.Generator) -> None:
    """Add pay from level, service and chance; ``women`` is the factor of women's pay for equal work."""
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
    """Add training and promotions; the numbers eligible and promoted are exact by sex."""
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
        chosen = random.permutation(able)
        if design.get("by_chance"):
            chosen = chosen[: random.binomial(able.size, eligible)]
            promoted = random.binomial(chosen.size, promoted)
        else:
            chosen = chosen[:eligible]
        people.loc[chosen, "eligible_for_promotion"] = True
        people.loc[chosen[:promoted], "promoted_on"] = _days_before(reference, random.integers(1, 360, promoted))


def _leave(people: pd.DataFrame, design: dict[str, Any], random: np.random.Generator) -> None:
    """Add departures of the last year, people managed, family leave and return, gender focal points."""
    n, reference = len(people), pd.Timestamp(design["reference"])
    left = _days_before(reference, random.integers(1, 300, n))
    left[~people["leaves"].to_numpy(dtype=bool)] = None
    people["left_on"] = left
    managers = design.get("manager_levels", [])
    people["manages_people"] = people["level"].isin(managers).to_numpy() & (random.random(n) < 0.85)
    woman = (people["sex"] == "F").to_numpy()
    takes = random.random(n) < np.where(woman, *design.get("leave_taken", [0, 0]))
    taken = takes & ~people["leaves"].to_numpy(dtype=bool)
    back = random.random(n) < np.where(woman, *design.get("leave_returned", [1, 1]))
    people["leave_taken"] = taken
    returned = back.astype(object)
    returned[~taken] = None
    people["returned_from_leave"] = returned
    able = people.index[(woman | bool(design.get("by_chance"))) & ~people["leaves"]]
    drawn = random.permutation(able)
    chosen = drawn[: design.get("focal_points", 0)]
    if "focal_points_women" in design:
        of_women, women, others = design["focal_points_women"], drawn[woman[drawn]], drawn[~woman[drawn]]
        chosen = np.array([*women[:of_women], *others[: len(chosen) - of_women]])
    if design.get("focal_point_in_every_unit"):
        firsts = people["unit"].loc[drawn].drop_duplicates().index
        chosen = np.unique([*chosen[len(firsts) :], *firsts])
    people["gender_focal_point"] = people.index.isin(chosen)
    people["focal_point_terms"], people["focal_point_time"] = None, None
    for row, (terms, time) in zip(sorted(chosen), design.get("focal_point_support", []), strict=False):
        people.loc[row, ["focal_point_terms", "focal_point_time"]] = [terms, time]


def _care(people: pd.DataFrame, care: dict[str, Any], random: np.random.Generator) -> None:
    """Add entitlement to family leave, its length, later presence, and working-time arrangements.

    Each is a pair for women and men: ``not_taken`` share entitled of those without leave, ``days`` the mean, ``stays``
    of those who returned, ``arrangement`` of all.
    """
    n, woman = len(people), (people["sex"] == "F").to_numpy()
    taken = people["leave_taken"].to_numpy(dtype=bool)
    people["entitled_to_leave"] = taken | (random.random(n) < np.where(woman, *care["not_taken"]))
    days = np.maximum(1, np.round(random.gamma(9, 1 / 9, n) * np.where(woman, *care["days"])))
    people["leave_days"] = np.where(taken, days, 0).astype(int)
    here = taken & (people["returned_from_leave"] == True).to_numpy()  # noqa: E712 – blank where no leave was taken
    for months, stays in care["stays"].items():
        here = here & (random.random(n) < np.where(woman, *stays))
        back = here.astype(object)
        back[~taken] = None
        people[f"back_after_{months}_months"] = back
    people["working_time_arrangement"] = random.random(n) < np.where(woman, *care["arrangement"])
