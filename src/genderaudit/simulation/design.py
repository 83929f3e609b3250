"""Design of a simulated organisation's round, in the same form as hand-written ones.

Counts of women and men are drawn from the model's parameters, so a design is one outcome of the model.
"""

from __future__ import annotations

import datetime as dt
import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

from genderaudit.simulation.counts import OLDER_BANDS, YOUTH_BANDS
from genderaudit.simulation.drawing import apportion
from genderaudit.simulation.further import further_lists
from genderaudit.simulation.scenarios import Parameters, model
from genderaudit.simulation.setting import Setting, also_design, coming, equality_budget, shifted
from genderaudit.simulation.workforce import staff_design

Design = dict[str, Any]


def round_design(setting: Setting, parameters: Parameters, date: dt.date, random: np.random.Generator) -> Design:
    """Return the design of one round by table."""
    return {
        "staff": staff_design(setting, parameters, date, random),
        "members": members_design(setting, parameters, random),
        "bodies": _bodies(setting, parameters, date, random),
        "attendance": _attendance(setting, parameters, date, random),
        "recruitment": _recruitment(setting, parameters, date, random),
        "budget": _budget(setting, parameters, date, random),
        "documents": _documents(setting, parameters, random),
        "interviews": _interviews(setting, parameters, random),
        "survey": _survey(setting, parameters, date),
        **further_lists(setting, parameters, random.spawn(1)[0]),
    }


def members_design(setting: Setting, parameters: Parameters, random: np.random.Generator) -> Design:
    """Return members by branch, each with a random number of women; ages are equal for women and men."""
    words, sectors = setting.words, setting.words["sectors"]
    sizes = apportion(setting.members, list(0.4 + random.random(len(words["branches"]))))
    young, old = parameters["young_members"], 1 - parameters["young_members"]
    bands = {band: young * w / sum(YOUTH_BANDS.values()) for band, w in YOUTH_BANDS.items()}
    bands |= {band: old * w / sum(OLDER_BANDS.values()) for band, w in OLDER_BANDS.items()}
    return {
        "branches": [
            [name, sectors[i % len(sectors)], size, random.binomial(size, setting.women) / max(size, 1)]
            for i, (name, size) in enumerate(zip(words["branches"], sizes, strict=True))
        ],
        "ages": {"F": bands, "M": bands},
        **also_design(setting, parameters),
    }


def _bodies(setting: Setting, parameters: Parameters, date: dt.date, random: np.random.Generator) -> list[Design]:
    words, numbers = setting.words, setting.numbers["bodies"]
    share = shifted(setting.women, parameters["bodies"])
    listed: list[Design] = []
    for name, seats, level, quota in zip(words["bodies"], *numbers.values(), strict=True):
        holders = np.where(random.random(seats) < share, "F", "M")
        if not parameters["seats_drawn"]:
            holders = _in_turn(seats, max(share, quota), first=len(listed) % 2 == 0)
        officers = {words["roles"]["chair"]: str(holders[0]), words["roles"]["secretary"]: str(holders[1])}
        young = {sex: int(random.binomial((holders == sex).sum(), parameters["young_seats"])) for sex in ("F", "M")}
        if not parameters["seats_drawn"]:
            young = {sex: math.ceil((holders == sex).sum() * parameters["young_seats"]) for sex in ("F", "M")}
        members = {sex: int((holders[2:] == sex).sum()) for sex in ("F", "M")}
        since = date - dt.timedelta(days=int(random.integers(100, 900)))
        listed.append(
            {"body": name, "level": level, "member": words["roles"]["member"], "officers": officers, "members": members,
             "youth": young, "quota_women": quota, "quota_youth": 0.2, "since": since}
        )  # fmt: skip
    return listed


def _in_turn(seats: int, share: float, first: bool) -> NDArray[np.str_]:
    """Return women, as many as the share requires, and men alternately; ``first`` decides who begins."""
    women = np.arange(seats) < math.ceil(share * seats)
    turn = np.argsort(np.where(women, np.cumsum(women) - 0.5 * first, np.cumsum(~women)), kind="stable")
    return np.where(women[turn], "F", "M")


def _attendance(setting: Setting, parameters: Parameters, date: dt.date, random: np.random.Generator) -> Design:
    share = shifted(setting.women, parameters["attendance"])
    events, further = [], random.spawn(1)[0]
    for event in model()["events"]:
        day = date - dt.timedelta(days=event["days_before"])
        people = []
        for role, count in coming(setting, event).items():
            women = int(random.binomial(count, share))
            for sex, number in (("F", women), ("M", count - women)):
                young = int(random.binomial(number, parameters["young_delegates"]))
                people.append([role, sex, young, number - young])
        kind = event["event_type"]
        name = f"{setting.words['events'][kind]} {day:%Y}"
        about = {"event": name, "event_type": kind, "date": day, "level": event["level"], "people": people}
        events.append(about | (_meeting(share, parameters, further) if parameters["further"]["meetings"] else {}))
    return {"events": events}


def _meeting(share: float, parameters: Parameters, random: np.random.Generator) -> Design:
    """Return a meeting's quota, speaking turns and childcare; ``share`` is that of women attending."""
    turns = model()["meetings"]["turns"]
    women = int(random.binomial(turns, shifted(share, parameters["speaking"])))
    return {
        "quota_women": model()["meetings"]["quota_women"],
        "turns": {"F": women, "M": turns - women},
        "childcare": bool(random.random() < parameters["childcare"]),
    }


def _recruitment(setting: Setting, parameters: Parameters, date: dt.date, random: np.random.Generator) -> Design:
    rows = []
    for year in range(date.year - 2, date.year + 1):
        for level, part in zip(setting.words["recruitment_levels"], (0.25, 0.75), strict=True):
            applied = 4 + round(setting.size * part * 0.4)
            women = int(random.binomial(applied, setting.women))
            for sex, who, number in (("F", "women", women), ("M", "men", applied - women)):
                listed = int(random.binomial(number, parameters["shortlisted"]))
                chosen = int(random.binomial(listed, parameters[f"appointed_{who}"]))
                stages = (("applied", number), ("shortlisted", listed), ("appointed", chosen))
                rows += [[stage, sex, count, level, year] for stage, count in stages]
    return {"columns": ["stage", "sex", "count", "level", "year"], "rows": rows}


def _budget(setting: Setting, parameters: Parameters, date: dt.date, random: np.random.Generator) -> Design:
    names = [*setting.words["budget"]["lines"], *setting.words["committees"].values()]
    markers, weights = (np.array(numbers) for numbers in model()["budget"].values())
    amounts = random.lognormal(0, 0.5, markers.size) * weights
    equal = markers >= 2
    # The drawn amount for equality is fixed; its lines divide it at random.
    share = equality_budget(setting, parameters)
    amounts[equal] *= share / amounts[equal].sum()
    amounts[~equal] *= (1 - share) / amounts[~equal].sum()
    currency = setting.words["currency"]
    total = setting.size * model()["staff"]["pay_unit"][currency] * 12 * 8
    rows = [
        [name, round(total * part), currency, int(marker), date.year]
        for name, part, marker in zip(names, amounts, markers, strict=True)
    ]
    columns = ["line", "amount", "currency", "gender_marker", "year"]
    if parameters["further"]["spending"]:
        rates = random.spawn(1)[0].uniform(0.95, 1.05, equal.size)
        rates *= np.where(equal, float(parameters["spent_equality"]), float(parameters["spent_others"]))
        objectives = setting.words["budget"]["objectives"]
        columns += ["spent", "objective"]
        for i, row in enumerate(rows):
            row += [round(row[1] * rates[i]), objectives[i % len(objectives)]]
    return {"columns": columns, "rows": rows}


RATINGS = ("missing", "approaches", "meets", "exceeds", "not_applicable")


def _documents(setting: Setting, parameters: Parameters, random: np.random.Generator) -> Design:
    ratings = {}
    for area, number in _criteria().items():
        chances = model()["documents"][parameters["documents"].get(area, "mixed")]
        ratings[area] = [RATINGS[i] for i in random.choice(len(RATINGS), size=number, p=chances)]
    words = {key: setting.words[key] for key in ("documents", "reviewers", "evidence")}
    return {**words, "ratings": ratings}


def _criteria() -> dict[str, int]:
    from genderaudit.methodology.method import methodology

    numbers: dict[str, int] = {}
    for criterion in methodology().criteria:
        numbers[criterion.area] = numbers.get(criterion.area, 0) + 1
    return numbers


def _interviews(setting: Setting, parameters: Parameters, random: np.random.Generator) -> Design:
    words = setting.words["interviews"]
    rows = []
    for area in words["challenge"]:
        challenges, strengths = model()["voices"][parameters["voices"].get(area, "mixed")]
        notes = [("challenge", challenges), ("strength", strengths)]
        notes += [(kind, 1) for kind in ("good_practice", "suggestion") if area in words[kind]]
        for kind, number in notes:
            for _ in range(number):
                source, group = (words[key][random.integers(len(words[key]))] for key in ("sources", "groups"))
                rows.append([area, kind, words[kind][area], source, group, bool(random.random() < 0.85)])
    return {"columns": ["area", "kind", "text", "source", "group", "cleared"], "rows": rows}


def _survey(setting: Setting, parameters: Parameters, date: dt.date) -> Design:
    drawn = {area: [mean, mean] for area, mean in setting.attitudes.items()}
    return {
        "open": date - dt.timedelta(days=50),
        "days": model()["answered_within"],
        "response": parameters["response"],
        "partial": parameters["partial"],
        "areas": drawn | parameters["attitudes"],
        "spread": [parameters["leaning"], parameters["area"], parameters["chance"]],
        "do_not_know": model()["do_not_know"],
    }


def actions_design(setting: Setting, date: dt.date) -> Design:
    """Return the answers to the previous round's action plan as of ``date``."""
    words = setting.words["actions"]
    rows = [
        [
            action["recommendation"],
            action["decision"],
            words["owners"][i % len(words["owners"])],
            date - dt.timedelta(days=action["days_before"]),
            action["status"],
            words["notes"][i % len(words["notes"])],
            True,
        ]
        for i, action in enumerate(model()["actions"])
    ]
    return {"columns": ["recommendation", "decision", "owner", "due", "status", "note", "cleared"], "rows": rows}
