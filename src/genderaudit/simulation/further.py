"""Design of lists that only some organisations keep: services, activities, texts, workshops.

A scenario requests them by ``further``; each has its own stream of random numbers.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from genderaudit.simulation.drawing import apportion
from genderaudit.simulation.scenarios import Parameters, model
from genderaudit.simulation.setting import Setting, shifted

Rows = list[list[Any]]


def further_lists(setting: Setting, parameters: Parameters, random: np.random.Generator) -> dict[str, Any]:
    """Return the design of each requested list."""
    makers: dict[str, tuple[list[str], Callable[..., Rows]]] = {
        "services": (["branch", "service", "product", "sex", "count", "amount", "in_arrears"], _services),
        "activities": (
            ["activity", "activity_type", "region", "gender_focus", "gender_marker", "women", "men", "budget", "spent"],
            _activities,
        ),
        "texts": (["text_kind", "looked_for", "examined", "meets", "chosen"], _texts),
        "workshops": (["area", "exercise", "group", "item", "side", "points", "participants", "cleared"], _workshops),
    }
    streams = dict(zip(makers, random.spawn(len(makers)), strict=True))
    return {
        name: {"columns": columns, "rows": make(setting, parameters, streams[name])}
        for name, (columns, make) in makers.items()
        if parameters["further"][name]
    }


def _services(setting: Setting, parameters: Parameters, random: np.random.Generator) -> Rows:
    """Return one row per loan; savers and insured people are counted by branch and sex."""
    numbers, names, branches = model()["services"], setting.words["services"], setting.words["branches"]
    unit = model()["staff"]["pay_unit"][setting.words["currency"]]
    loans = int(np.clip(setting.members * numbers["loans"], *numbers["fewest_and_most_loans"]))
    women = random.random(loans) < shifted(setting.women, parameters["borrowers"])
    product = random.integers(len(names["credit"]), size=loans)
    scatter = np.exp(random.normal(0, numbers["spread"], loans) - numbers["spread"] ** 2 / 2)
    amounts = np.array(numbers["loan"])[product] * unit * np.where(women, parameters["loan_women"], 1.0) * scatter
    late = random.random(loans) < np.where(women, parameters["arrears_women"], parameters["arrears_men"])
    place = random.integers(len(branches), size=loans)
    rows: Rows = [
        [branches[at], "credit", names["credit"][which], "F" if woman else "M", 1, round(amount), int(is_late)]
        for at, which, woman, amount, is_late in zip(place, product, women, amounts, late, strict=True)
    ]
    for service, log_odds in (("savings", 0.0), ("insurance", parameters["insured"])):
        served = apportion(round(setting.members * numbers[service]), list(0.4 + random.random(len(branches))))
        for branch, number in zip(branches, served, strict=True):
            of_women = int(random.binomial(number, shifted(setting.women, log_odds)))
            for sex, count in (("F", of_women), ("M", number - of_women)):
                if count:
                    amount = round(count * unit * float(0.8 + 0.4 * random.random()))
                    rows.append([branch, service, names[service], sex, count, amount, None])
    return rows


def _activities(setting: Setting, parameters: Parameters, random: np.random.Generator) -> Rows:
    """Return activities in some branches; every third one is for equality, with a fixed share of the money."""
    numbers, words = model()["activities"], setting.words["activities"]
    places = setting.words["branches"][: numbers["branches"]]
    planned = [(name, kind, place) for name, kind in words for place in places]
    equal = np.array([words.index([name, kind]) % 3 == 0 for name, kind, _ in planned])
    voted = random.lognormal(0, 0.4, len(planned))
    for chosen, part in ((equal, numbers["for_equality"]), (~equal, 1 - numbers["for_equality"])):
        voted[chosen] *= part / voted[chosen].sum()
    voted *= setting.size * model()["staff"]["pay_unit"][setting.words["currency"]] * 12
    spent = voted * np.where(equal, parameters["spent_equality"], parameters["spent_others"])
    spent *= random.uniform(0.95, 1.05, equal.size)
    came = np.maximum(numbers["fewest"], random.poisson(setting.members * numbers["reached"], equal.size))
    women = random.binomial(came, shifted(setting.women, parameters["reached"]))
    rows: Rows = []
    for about, is_equal, *counts in zip(planned, equal, women, came - women, voted, spent, strict=True):
        focus = ["explicit", 3] if is_equal else ["none", 0]
        rows.append([*about, *focus, *(round(count) for count in counts)])
    return rows


def _texts(setting: Setting, parameters: Parameters, random: np.random.Generator) -> Rows:
    """Return texts of each kind, equally many, as drawn samples."""
    examined = model()["texts_examined"]
    return [
        [kind, looked_for, examined, int(random.binomial(examined, parameters["texts_meet"])), "drawn"]
        for kind, looked_for in setting.words["texts"].items()
    ]


def _workshops(setting: Setting, parameters: Parameters, random: np.random.Generator) -> Rows:
    """Return workshop results as counts without shares, so no figure depends on them."""
    words = setting.words["interviews"]
    return [
        [area, "dots", group, text.rstrip("."), None, int(random.integers(1, 20)), int(random.integers(3, 16)), True]
        for area, text in words["challenge"].items()
        for group in words["groups"][:2]
    ]
