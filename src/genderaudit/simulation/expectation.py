"""Expected figures of the model: for infinitely many people with these parameters.

Keyed like figures: indicator and group. The formulas follow the makers (staff, survey); docs/simulation.md says which
are approximate.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import pairwise

import numpy as np
from scipy.special import ndtr
from scipy.stats import binom

from genderaudit.simulation.figures import ExpectedFigure, on_the_way, quotient
from genderaudit.simulation.scenarios import Parameters, model, round_dates
from genderaudit.simulation.setting import (
    Setting,
    also_design,
    coming,
    equality_budget,
    leaning_weights,
    level_sizes,
    shifted,
    women_by_level,
)
from genderaudit.simulation.staff_figures import RATED, TOP
from genderaudit.simulation.survey import questionnaire

NODES, WEIGHTS = np.polynomial.hermite_e.hermegauss(40)
BOUNDS = np.array([1.5, 2.5, 3.5, 4.5])
"""Thresholds at which attitudes are rounded to answers from 1 to 5."""


def expected_figures(
    setting: Setting, parameters: Parameters, asked_areas: list[str], earlier: Sequence[Parameters] = ()
) -> Iterator[ExpectedFigure]:
    """Yield the expected figures, where known; ``earlier`` has the parameters of earlier rounds."""
    yield from _levels(setting, parameters)
    yield from _pay(setting, parameters)
    yield from _careers(parameters)
    yield from _membership(setting, parameters)
    yield ExpectedFigure("budget_gender_share", {}, equality_budget(setting, parameters))
    yield ExpectedFigure("response_rate", {}, parameters["response"])
    yield from _further(setting, parameters)
    if earlier:
        yield _path(setting, parameters, earlier[0])
    for area in asked_areas:
        yield from _area(setting, parameters, area)


def _levels(setting: Setting, parameters: Parameters) -> Iterator[ExpectedFigure]:
    names, sizes = setting.words["levels"], np.array(level_sizes(setting))
    shares = np.array(women_by_level(setting, parameters))
    whole = float(shares @ sizes / sizes.sum())
    of_all = 1 - model()["staff"]["another_sex"]  # shares are drawn among women and men, but reported for everybody
    yield ExpectedFigure("staff_women_share", {}, whole * of_all)
    for name, share in zip(names, shares, strict=True):
        yield ExpectedFigure("staff_women_by_level", {"level": name}, float(share) * of_all)
    yield ExpectedFigure("glass_ceiling_index", {}, float(whole / shares[0]))
    top = next((n for n in range(TOP, len(names)) if sizes[:n].sum() >= RATED), 0)
    if top:
        yield ExpectedFigure("top_levels_ratio", {}, float(shares[:top] @ sizes[:top] / sizes[:top].sum() / whole))
    above = float(shares[:-1] @ sizes[:-1] / sizes[:-1].sum())
    yield ExpectedFigure("above_floor_ratio", {}, above / float(shares[-1]))
    for (name, share), (below, below_share) in pairwise(zip(names, shares, strict=True)):
        yield ExpectedFigure("step_ratio", {"level": name, "below": below}, float(below_share / share))
    functions = leaning_weights(setting.words["functions"], setting.numbers["functions"], parameters["lean"])
    women, men = (np.array([*functions[sex].values()]) for sex in ("F", "M"))
    yield ExpectedFigure("duncan_index", {}, float(np.abs(women / women.sum() - men / men.sum()).sum() / 2))


def _pay(setting: Setting, parameters: Parameters) -> Iterator[ExpectedFigure]:
    sizes, shares = np.array(level_sizes(setting)), np.array(women_by_level(setting, parameters))
    numbers, base = setting.numbers["levels"], model()["staff"]
    service = [mean_service(age) for age in numbers["age"]]
    pay = np.array(numbers["pay"]) * (1 + base["a_year_of_service"] * np.array(service))
    women, men = sizes * shares, sizes * (1 - shares)
    gap = 1 - parameters["pay_women"] * float(women @ pay / women.sum()) / float(men @ pay / men.sum())
    alike = 1 - parameters["pay_women"]
    yield ExpectedFigure("pay_gap_mean", {}, gap)
    for name in setting.words["levels"]:
        yield ExpectedFigure("pay_gap_by_category", {"level": name}, alike)
    yield ExpectedFigure("pay_gap_factor_weighted", {}, alike)
    yield ExpectedFigure("pay_gap_adjusted", {}, alike)


@cache
def mean_service(age: float) -> float:
    """Return mean years of service at a level of this mean age, ignoring the maker's limits."""
    first, second = model()["staff"]["service"]
    ages = np.clip(age + model()["staff"]["age_spread"] * NODES, 21, 63)
    return float(first / (first + second) * (WEIGHTS @ (ages - 20)) / WEIGHTS.sum())


def _careers(parameters: Parameters) -> Iterator[ExpectedFigure]:
    yield ExpectedFigure("promotion_ratio", {}, quotient(parameters["promotion_women"], parameters["promotion_men"]))
    yield ExpectedFigure("exit_ratio", {}, quotient(parameters["exit_women"], parameters["exit_men"]))
    yield ExpectedFigure(
        "training_hours_parity", {}, quotient(parameters["training_women"], parameters["training_men"])
    )
    chance = quotient(parameters["appointed_women"], parameters["appointed_men"])
    yield ExpectedFigure("recruitment_ratio", {"from": "applied", "to": "appointed"}, chance)


def _membership(setting: Setting, parameters: Parameters) -> Iterator[ExpectedFigure]:
    seats, coming = (shifted(setting.women, parameters[key]) for key in ("bodies", "attendance"))
    yield ExpectedFigure("members_women_share", {}, setting.women)
    yield ExpectedFigure("members_youth_share", {}, parameters["young_members"])
    yield ExpectedFigure("bodies_women_share", {}, seats)
    for body in setting.words["bodies"]:
        yield ExpectedFigure("bodies_women_seats", {"body": body}, seats, "share")
        yield ExpectedFigure("bodies_youth_seats", {"body": body}, parameters["young_seats"], "share")
    # Names of events contain the year, so that expected figures are given for every event.
    yield ExpectedFigure("attendance_women_share", {}, coming)
    yield ExpectedFigure("attendance_youth_share", {}, parameters["young_delegates"])


def _further(setting: Setting, parameters: Parameters) -> Iterator[ExpectedFigure]:
    """Yield figures of lists and columns that only some organisations have; groups are equal."""
    borrowing, insured, reached = (
        shifted(setting.women, parameters[key]) for key in ("borrowers", "insured", "reached")
    )
    yield ExpectedFigure("credit_representation_ratio", {}, borrowing / setting.women)
    yield ExpectedFigure("insurance_representation_ratio", {}, insured / setting.women)
    for service, share in (("credit", borrowing), ("insurance", insured), ("savings", setting.women)):
        yield ExpectedFigure("services_women_share", {"service": service}, share)
    yield ExpectedFigure("loan_size_gap", {}, 1 - parameters["loan_women"])
    yield ExpectedFigure("loan_size_by_product", {}, 1 - parameters["loan_women"])
    yield ExpectedFigure("arrears_ratio", {}, quotient(parameters["arrears_women"], parameters["arrears_men"]))
    yield ExpectedFigure("activities_women_share", {}, reached)
    yield ExpectedFigure("activities_by_type", {}, reached)
    yield ExpectedFigure("activities_representation_ratio", {}, reached / setting.women)
    yield ExpectedFigure("activity_budget_for_equality", {}, model()["activities"]["for_equality"])
    yield ExpectedFigure("texts_meeting", {}, parameters["texts_meet"])
    for of, equal in (
        ("budget", equality_budget(setting, parameters)),
        ("activity", model()["activities"]["for_equality"]),
    ):
        yield ExpectedFigure(
            f"{of}_spent", {}, equal * parameters["spent_equality"] + (1 - equal) * parameters["spent_others"]
        )
        yield ExpectedFigure(f"{of}_gender_spent", {}, parameters["spent_equality"])
    yield from _meetings(setting, parameters)
    yield from _care(parameters)
    if parameters["further"]["mandates"]:
        yield ExpectedFigure("focal_points_men_share", {}, 1 - parameters["focal_women"])
    for support in ("terms", "time"):
        yield ExpectedFigure("focal_points_mandate", {"support": support}, parameters[f"focal_{support}"])
    if chances := also_design(setting, parameters).get("also"):
        for name in setting.words["also"]["names"]:
            women, men = setting.women * chances["F"][name], (1 - setting.women) * chances["M"][name]
            yield ExpectedFigure("members_by_also", {"also": name}, women / (women + men))


def _path(setting: Setting, parameters: Parameters, first_parameters: Parameters) -> ExpectedFigure:
    start, now = (shifted(setting.women, of["bodies"]) for of in (first_parameters, parameters))
    target, name = model()["targets"], "bodies_women_seats"
    begins, *_, ends = (date.year for date in round_dates().values())
    way = on_the_way(start, target["targets"][name], (begins, ends, target["targets_by"][name]))
    return ExpectedFigure("path_to_target", {"indicator": name}, now - way)


def _meetings(setting: Setting, parameters: Parameters) -> Iterator[ExpectedFigure]:
    share, quota = shifted(setting.women, parameters["attendance"]), model()["meetings"]["quota_women"]
    delegates = np.array([coming(setting, event)["delegate"] for event in model()["events"]])
    asked = np.ceil(np.round(quota * delegates, 9))
    yield ExpectedFigure("quotas_kept_women", {}, float(binom.sf(asked - 1, delegates, share).mean()))
    yield ExpectedFigure("speaking_turns", {}, shifted(share, parameters["speaking"]) / share)
    yield ExpectedFigure("childcare_share", {}, parameters["childcare"])


def _care(parameters: Parameters) -> Iterator[ExpectedFigure]:
    """Yield figures of family leave: people who left within the year took none, but may be entitled."""
    uptake = {}
    for who in ("women", "men"):
        takes = parameters[f"leave_{who}"] / (1 + parameters[f"exit_{who}"])
        uptake[who] = takes / (takes + (1 - takes) * model()["leave_not_taken"])
    yield ExpectedFigure("leave_uptake_ratio", {}, quotient(uptake["men"], uptake["women"]))
    stays = parameters["stays_women"] / parameters["stays_men"]
    yield ExpectedFigure("leave_back_6_ratio", {}, stays)
    yield ExpectedFigure("leave_back_12_ratio", {}, stays**2)
    for figure, name in (("leave_length", "leave_days"), ("working_time_arrangement", "arrangement")):
        yield ExpectedFigure(f"{figure}_ratio", {}, quotient(parameters[f"{name}_women"], parameters[f"{name}_men"]))


def _area(setting: Setting, parameters: Parameters, area: str) -> Iterator[ExpectedFigure]:
    means = parameters["attitudes"].get(area, [setting.attitudes[area]] * 2)
    spread = math.hypot(parameters["leaning"], parameters["area"], parameters["chance"])
    women, men = (float(ndtr((mean - BOUNDS[2]) / spread)) for mean in means)
    yield ExpectedFigure("area_favourable", {"area": area, "sex": "F"}, women)
    yield ExpectedFigure("area_favourable", {"area": area, "sex": "M"}, men)
    yield ExpectedFigure("area_difference", {"area": area}, women - men)
    share = float(np.average(women_by_level(setting, parameters), weights=level_sizes(setting)))
    k = sum(item["area"] == area for item in questionnaire())
    yield ExpectedFigure("area_reliability", {"area": area}, _alpha(means, share, k, parameters))


def _alpha(means: list[float], women: float, k: int, parameters: Parameters) -> float:
    """Return Cronbach's α of k answers with a common attitude to the area, rounded to 1 … 5."""
    common = math.hypot(parameters["leaning"], parameters["area"])
    first, second, weight = [], [], []
    for mean, share in zip(means, (women, 1 - women), strict=True):
        above = ndtr((mean + common * NODES[:, None] - BOUNDS) / parameters["chance"])
        first.append(1 + above.sum(axis=1))
        second.append(1 + above @ np.array([3, 5, 7, 9]))  # differences of squares: 2² − 1², 3² − 2², …
        weight.append(share * WEIGHTS / WEIGHTS.sum())
    at = np.concatenate(first)
    part = np.concatenate(weight)
    mean = part @ at
    between = float(part @ at**2 - mean**2)
    whole = float(part @ np.concatenate(second) - mean**2)
    return k / (k - 1) * (1 - whole / (whole + (k - 1) * between))
