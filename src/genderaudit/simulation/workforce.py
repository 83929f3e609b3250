"""Design of a simulated organisation's staff."""

from __future__ import annotations

import datetime as dt
from typing import Any

import numpy as np

from genderaudit.simulation.scenarios import Parameters, model
from genderaudit.simulation.setting import Setting, also_design, leaning_weights, level_sizes, women_by_level

COLUMNS = [
    *("sex", "level", "unit", "function", "contract", "fte", "weekly_hours", "birth_year", "hired_on", "left_on"),
    *("promoted_on", "eligible_for_promotion", "pay", "pay_period", "variable_pay", "education_years"),
    *("training_hours", "gender_training", "gender_focal_point", "manages_people", "leave_taken"),
    "returned_from_leave",
]
FURTHER = {
    "care": [
        *("entitled_to_leave", "leave_days", "back_after_6_months", "back_after_12_months", "working_time_arrangement"),
    ],
    "focal_point_support": ["focal_point_terms", "focal_point_time"],
    "also": ["also"],
}
"""Columns added by a part of the design."""


def staff_design(
    setting: Setting, parameters: Parameters, date: dt.date, random: np.random.Generator
) -> dict[str, Any]:
    """Return the staff design: women and men by level are drawn here, the rest by the maker."""
    base, levels = model()["staff"], setting.words["levels"]
    further = {
        **_care(parameters),
        **_mandates(setting, parameters, random.spawn(1)[0]),
        **also_design(setting, parameters),
    }
    return {
        "reference": date,
        "by_chance": True,
        "columns": [*COLUMNS, *(name for part in further for name in FURTHER.get(part, []))],
        "levels": _levels(setting, parameters, random),
        **_work(setting, parameters),
        "service": base["service"],
        "education_spread": base["education_spread"],
        "pay": _pay(setting, parameters),
        "training_hours": [parameters["training_women"], parameters["training_men"]],
        "gender_training": [parameters["gender_training"]] * 2,
        "promotions": {
            "F": [parameters["eligible"], parameters["promotion_women"]],
            "M": [parameters["eligible"], parameters["promotion_men"]],
        },
        "manager_levels": levels[: (len(levels) + 1) // 2],
        "leave_taken": [parameters["leave_women"], parameters["leave_men"]],
        "leave_returned": [base["leave_returned"]] * 2,
        "focal_points": _focal_points(setting, parameters),
        "focal_point_in_every_unit": parameters["every_unit"],
        **further,
    }


def _focal_points(setting: Setting, parameters: Parameters) -> int:
    return max(2, round(float(parameters["focal_points"]) * setting.size))


def _care(parameters: Parameters) -> dict[str, Any]:
    """Return entitlement to family leave, its length, later presence and working-time arrangements: women, men."""
    if not parameters["further"]["care"]:
        return {}
    each = {
        name: [parameters[f"{name}_women"], parameters[f"{name}_men"]]
        for name in ("leave_days", "stays", "arrangement")
    }
    return {
        "care": {
            "not_taken": [model()["leave_not_taken"]] * 2,
            "days": each["leave_days"],
            "stays": dict.fromkeys((6, 12), each["stays"]),
            "arrangement": each["arrangement"],
        }
    }


def _mandates(setting: Setting, parameters: Parameters, random: np.random.Generator) -> dict[str, Any]:
    """Return the number of women among gender focal points, and who has terms of reference and time."""
    if not parameters["further"]["mandates"]:
        return {}
    number = _focal_points(setting, parameters)
    terms, time = (random.random(number) < parameters[name] for name in ("focal_terms", "focal_time"))
    return {
        "focal_points_women": int(random.binomial(number, parameters["focal_women"])),
        "focal_point_support": [[bool(has), 0.1 * freed] for has, freed in zip(terms, time, strict=True)],
    }


def _levels(setting: Setting, parameters: Parameters, random: np.random.Generator) -> list[dict[str, Any]]:
    numbers, names = setting.numbers["levels"], setting.words["levels"]
    unit = model()["staff"]["pay_unit"][setting.words["currency"]]
    levels = []
    sizes, shares = level_sizes(setting), women_by_level(setting, parameters)
    for i, (name, size, share) in enumerate(zip(names, sizes, shares, strict=True)):
        another = int(random.binomial(size, model()["staff"]["another_sex"]))
        women = int(random.binomial(size - another, share))
        counts = {"F": women, "M": size - another - women, "X": another}
        chance = {"F": parameters["exit_women"], "M": parameters["exit_men"]}
        left = {sex: int(random.binomial(counts[sex], chance[sex])) for sex in ("F", "M")}
        about = {"pay": numbers["pay"][i] * unit, "age": numbers["age"][i], "education": numbers["education"][i]}
        levels.append({"level": name, **counts, "leavers": left, **about})
    return levels


def _work(setting: Setting, parameters: Parameters) -> dict[str, Any]:
    """Return units, functions, contracts and working time."""
    base, words = model()["staff"], setting.words
    part_time = {"F": parameters["part_time_women"], "M": parameters["part_time_men"]}
    whole = sum(base["part_time"].values())
    return {
        "units": leaning_weights(words["units"], model()["units"], parameters["unit_lean"]),
        "function": leaning_weights(words["functions"], setting.numbers["functions"], parameters["lean"]),
        "contract": dict(zip(words["contracts"], (base["permanent"], 1 - base["permanent"]), strict=True)),
        "fte": {
            sex: {1.0: 1 - part, **{fte: part * weight / whole for fte, weight in base["part_time"].items()}}
            for sex, part in part_time.items()
        },
        "full_week": base["full_week"],
    }


def _pay(setting: Setting, parameters: Parameters) -> dict[str, Any]:
    base = model()["staff"]
    return {
        "period": "month",
        "a_year_of_service": base["a_year_of_service"],
        "spread": base["spread"],
        "women": parameters["pay_women"],
        "rounded_to": base["rounded_to"][setting.words["currency"]],
        "variable_receipt": [base["variable_receipt"]] * 2,
        "variable_part": base["variable_part"],
    }
