"""Survey answers: one row per respondent, items as in the suite's questionnaire."""

from __future__ import annotations

import datetime as dt
from functools import cache
from typing import Any

import numpy as np
import pandas as pd

from genderaudit.foundations.workspace import TEMPLATES
from genderaudit.foundations.yamlfile import load
from genderaudit.simulation.drawing import labels

DO_NOT_KNOW, PREFER_NOT_TO_SAY = -1, -2


@cache
def questionnaire() -> list[dict[str, Any]]:
    """Return the items of the suite's questionnaire in order: id, area, reverse."""
    data, _ = load(TEMPLATES / "methodology" / "questionnaire.yml")
    return list(data["items"])


def survey(design: dict[str, Any], random: np.random.Generator) -> pd.DataFrame:
    """Return respondents with answers from 1 to 5, -1 do not know, -2 prefer not to say, blank unanswered.

    ``people`` has respondents by sex (and level), ``areas`` the mean attitude of women and men to an area; the fraction
    ``partial`` stops before the end.
    """
    people = _people(design, random)
    _, ticked = answers(people, design, random)
    order = random.permutation(len(people))
    return pd.concat([people, ticked], axis="columns").iloc[order].reset_index(drop=True)


AGE_BANDS = {"16-25": 25, "26-35": 35, "36-45": 45, "46-55": 55, "56+": 200}
"""Age band of the questionnaire → its last year of age."""


def survey_of(
    staff: pd.DataFrame, date: dt.date, design: dict[str, Any], random: np.random.Generator
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return everybody asked with complete answers, and the respondents with their actual answers.

    Asked are all ``staff`` who have not left; the fraction ``response`` answers, at random.
    """
    staff = staff[staff["left_on"].isna()]
    n = len(staff)
    asked = staff[[name for name in ("sex", "level", "unit", "also") if name in staff]].reset_index(drop=True)
    age = date.year - staff["birth_year"].to_numpy(dtype=int)
    bands = np.array([*AGE_BANDS], dtype=object)
    asked["age_band"] = bands[np.searchsorted([*AGE_BANDS.values()], age)]
    began = np.datetime64(design["open"], "D") + random.integers(0, design["days"], n).astype("timedelta64[D]")
    asked["started"] = began.astype(object)
    days = asked["started"].to_numpy().copy()
    days[random.random(n) < design["partial"]] = None
    asked["submitted"] = days
    complete, ticked = answers(asked, design, random)
    answered = np.flatnonzero(random.random(n) < design["response"])
    respondents = pd.concat([asked, ticked], axis="columns").iloc[random.permutation(answered)]
    return pd.concat([asked[["sex"]], complete], axis="columns"), respondents.reset_index(drop=True)


def _people(design: dict[str, Any], random: np.random.Generator) -> pd.DataFrame:
    rows = []
    for sex, levels in design["people"].items():
        by_level = levels if isinstance(levels, dict) else {None: levels}
        rows += [(None if sex == "blank" else sex, level) for level, n in by_level.items() for _ in range(n)]
    people = pd.DataFrame(rows, columns=["sex", "level"], dtype=object)
    people["unit"] = labels(len(people), design["units"], random)
    people["age_band"] = labels(len(people), design["age_bands"], random)
    start = pd.Timestamp(design["open"])
    began = [start + pd.Timedelta(days=int(day)) for day in random.integers(0, design["days"], len(people))]
    people["started"] = [day.date() for day in began]
    finished = random.permutation(len(people)) >= round(design["partial"] * len(people))
    people["submitted"] = [day.date() if done else None for day, done in zip(began, finished, strict=True)]
    people["submitted"] = people["submitted"].astype(object)
    return people.dropna(axis="columns", how="all")


def answers(
    people: pd.DataFrame, design: dict[str, Any], random: np.random.Generator
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return everybody's answer to every item, and the actual answers.

    An answer is the area's mean, plus a person's attitude, one to the area, and chance (``spread``: their standard
    deviations). Actual answers lack some: do not know, prefer not to say, or stopped before the end.
    """
    items, n = questionnaire(), len(people)
    woman = (people["sex"] == "F").to_numpy()
    own, shared, single = design.get("spread", (0.45, 0.5, 0.7))
    leaning = random.normal(0, own, n)
    in_area = {area: random.normal(0, shared, n) for area in sorted({item["area"] for item in items})}
    # Where a person stops: at the end, or (partial answers) after at least three items.
    stops = np.where(people["submitted"].isna(), random.integers(3, len(items), n), len(items))
    complete, ticked = {}, {}
    for position, item in enumerate(items):
        women, men = design["areas"].get(item["area"], [3.4, 3.6])
        feels = np.where(woman, women, men) + leaning + in_area[item["area"]] + random.normal(0, single, n)
        answer = np.clip(np.round(feels), 1, 5).astype(int)
        answer = 6 - answer if item["reverse"] else answer
        chance = random.random(n)
        unknown = design["do_not_know"].get(item["area"], 0.03)
        given = np.where(chance < unknown, DO_NOT_KNOW, answer)
        given = np.where(chance > 0.99, PREFER_NOT_TO_SAY, given).astype(object)
        given[position >= stops] = None
        complete[item["id"]], ticked[item["id"]] = answer, given
    return pd.DataFrame(complete), pd.DataFrame(ticked, dtype=object)
