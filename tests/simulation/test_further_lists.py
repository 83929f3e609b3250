"""Scenarios of lists that only some organisations keep: what is planted is in the files, and the measures recover it.

The figures of the files are worked out anew here, with plain pandas.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, partial
from typing import Any

import numpy as np
import pandas as pd
import pytest
from at_length import at_length

from genderaudit import measures
from genderaudit.measures import Results
from genderaudit.simulation.design import members_design
from genderaudit.simulation.expectation import expected_figures
from genderaudit.simulation.figures import Tables
from genderaudit.simulation.further import further_lists
from genderaudit.simulation.scenarios import parameters, round_dates
from genderaudit.simulation.setting import Setting
from genderaudit.simulation.simulate import Simulated, SimulationOrder, simulated, words_of
from genderaudit.simulation.tables import drawn
from genderaudit.simulation.workforce import staff_design

ROUND, DRAWS = "2025", 100
LEAST = 0.90
"""Of so many organisations there is an interval of 95 %, and of so many of these it holds what is planted.

In 1,000 draws the intervals hold it in 93 to 96 %: the lowest are those against the members, who are taken as known."""
PLANTED = (
    *("unequal_credit", "uninsured_women", "activities_for_men", "unspent_equality", "silent_texts"),
    *("care_left_to_women", "powerless_focal_points", "second_group_left_out"),
)


@cache
def made() -> Simulated:
    """Everything planted in one organisation."""
    return simulated(
        "simulated_0001", 1, SimulationOrder(12, scenarios=["further_lists", *PLANTED], kinds=["mutual"], size="300")
    )


def recorded(indicator: str, **group: str) -> float:
    value = made().truth.rounds[ROUND].fact(indicator, **group).recorded
    assert value is not None
    return value


def close(value: float) -> object:
    return pytest.approx(value, abs=1e-8)


def women(people: pd.DataFrame) -> float:
    counts = people["count"].astype(float)
    return float(counts[people["sex"] == "F"].sum() / counts[people["sex"].isin(["F", "M"])].sum())


# What is recorded stands in the files


def test_recorded_figures_of_services_are_those_of_the_list() -> None:
    tables = made().rounds[ROUND]
    services, members = tables["services"], women(tables["members"])
    credit, insured = (services[services["service"] == name] for name in ("credit", "insurance"))
    assert recorded("credit_representation_ratio") == close(women(credit) / members)
    assert recorded("insurance_representation_ratio") == close(women(insured) / members)
    means = credit["amount"].astype(float).groupby(credit["sex"]).mean()
    assert recorded("loan_size_gap") == close(1 - means["F"] / means["M"])
    late = credit["in_arrears"].astype(float).groupby(credit["sex"]).mean()
    assert recorded("arrears_ratio") == close(late["F"] / late["M"])


def test_recorded_figures_of_activities_texts_and_money_are_those_of_the_lists() -> None:
    tables = made().rounds[ROUND]
    sums = tables["activities"].groupby("gender_focus")[["women", "men", "budget", "spent"]].sum().astype(float)
    reached = sums["women"].sum() / (sums["women"] + sums["men"]).sum()
    assert recorded("activities_representation_ratio") == close(reached / women(tables["members"]))
    assert recorded("activity_gender_spent") == close((sums["spent"] / sums["budget"])["explicit"])
    for text in tables["texts"].itertuples():
        share = recorded("texts_meeting", text_kind=text.text_kind, looked_for=text.looked_for)
        assert share == close(text.meets / text.examined)
    equal = tables["budget"].loc[tables["budget"]["gender_marker"].astype(float) >= 2]
    assert recorded("budget_gender_spent") == close(equal["spent"].sum() / equal["amount"].sum())


def test_recorded_figures_of_leave_focal_points_and_the_further_group_are_those_of_the_lists() -> None:
    tables = made().rounds[ROUND]
    everyone = tables["staff"]
    having = everyone[everyone["entitled_to_leave"].astype(bool)]
    uptake = having["leave_taken"].astype(float).groupby(having["sex"]).mean()
    assert recorded("leave_uptake_ratio") == close(uptake["M"] / uptake["F"])
    taken = everyone[everyone["leave_taken"].astype(bool)]
    assert (taken["leave_days"] > 0).all()
    back = taken["back_after_12_months"].astype(float).groupby(taken["sex"]).mean()
    assert recorded("leave_back_12_ratio") == close(back["F"] / back["M"])
    focal = everyone[everyone["gender_focal_point"].astype(bool) & everyone["left_on"].isna()]
    assert recorded("focal_points_men_share") == close((focal["sex"] != "F").mean())
    assert recorded("focal_points_mandate", support="time") == close((focal["focal_point_time"] > 0).mean())
    rural = tables["members"][tables["members"]["also"] == "rural"]
    assert recorded("members_by_also", also="rural") == close(women(rural))
    assert made().settings["also_by"] in ("Milieu", "Surroundings")


def test_the_further_group_is_left_out_where_it_is_planted_only() -> None:
    truth = made().truth.rounds[ROUND]
    meant = {fact.group.get("also") for fact in truth.facts if fact.scenario == "second_group_left_out"}
    assert meant == {"rural"}


def test_unheard_delegates_miss_the_quota_of_their_meetings() -> None:
    tables = simulated("simulated_0001", 1, SimulationOrder(3, scenarios=["unheard_delegates"], size="60")).rounds[
        ROUND
    ]
    people = tables["attendance"]
    assert (people.groupby("event")["quota_women"].nunique() == 1).all()
    turns = people["speaking_turns"].astype(float).groupby(people["sex"]).sum()
    assert turns["F"] / turns.sum() < women(people)


def test_bodies_off_course_are_behind_the_way_to_the_target_of_2030() -> None:
    off = simulated("simulated_0001", 1, SimulationOrder(5, scenarios=["off_course"], size="60"))
    first, now = (women(off.rounds[round]["bodies"]) for round in ("2022", ROUND))
    behind = now - (first + (0.4 - first) * 3 / 8)
    assert behind < 0
    assert off.truth.rounds[ROUND].fact("path_to_target", indicator="bodies_women_seats").recorded == close(behind)
    assert not [fact for fact in off.truth.rounds["2022"].facts if fact.indicator == "path_to_target"]
    assert off.settings["targets_by"] == {"bodies_women_seats": 2030}


def test_where_nothing_is_planted_in_them_women_and_men_are_alike() -> None:
    setting, given = planted("further_lists")
    truth = {figure.indicator: figure.value for figure in expected_figures(setting, given, [])}
    ratios = ("credit_representation_ratio", "insurance_representation_ratio", "arrears_ratio", "leave_uptake_ratio")
    ratios += ("activities_representation_ratio", "leave_length_ratio", "speaking_turns")
    ratios += ("leave_back_6_ratio", "leave_back_12_ratio", "working_time_arrangement_ratio")
    assert {name: truth[name] for name in ratios} == {name: close(1) for name in ratios}
    assert truth["loan_size_gap"] == 0
    assert truth["members_by_also"] == close(setting.women)


# The measures recover it


def planted(scenario: str) -> tuple[Setting, dict[str, Any]]:
    words = words_of("fr", "mutual")
    setting = Setting(kind="mutual", words=words, size=300, women=0.5, attitudes={}, equality_budget=0.2)
    return setting, parameters([scenario], ROUND)


@cache
def hundred(scenario: str) -> list[Tables]:
    """The staff, the members and the further lists of 100 organisations."""
    setting, given = planted(scenario)
    made = []
    for seed in range(DRAWS):
        random = np.random.default_rng([7, seed])
        parts = {"staff": staff_design(setting, given, round_dates()[ROUND], random)} if needs_staff(given) else {}
        parts |= {"members": members_design(setting, given, random), **further_lists(setting, given, random)}
        made.append(drawn({"seed": [7, seed], "rounds": {ROUND: parts}}, ROUND).complete)
    return made


def needs_staff(given: dict[str, Any]) -> bool:
    return bool(given["further"]["care"] or given["further"]["mandates"])


def of_service(name: str, tables: Tables) -> pd.DataFrame:
    return tables["services"][tables["services"]["service"] == name]


def served(name: str, tables: Tables) -> Results:
    return measures.served_against_members(of_service(name, tables), tables["members"])


RECOVERED: dict[str, tuple[str, Callable[[Tables], Results]]] = {
    "loan_size_gap": ("unequal_credit", lambda of: measures.loan_size_gap(of_service("credit", of))),
    "arrears_ratio": ("unequal_credit", lambda of: measures.arrears_ratio(of_service("credit", of))),
    "credit_representation_ratio": ("unequal_credit", partial(served, "credit")),
    "insurance_representation_ratio": ("uninsured_women", partial(served, "insurance")),
    "activities_representation_ratio": (
        "activities_for_men",
        lambda of: measures.reached_against_members(of["activities"], of["members"]),
    ),
    "texts_meeting": ("silent_texts", lambda of: measures.texts_meeting(of["texts"])),
    "leave_uptake_ratio": ("care_left_to_women", lambda of: measures.leave_uptake(of["staff"])),
    "leave_length_ratio": ("care_left_to_women", lambda of: measures.leave_length(of["staff"])),
    "leave_back_12_ratio": ("care_left_to_women", lambda of: measures.back_from_leave(of["staff"], 12)),
    "working_time_arrangement_ratio": (
        "care_left_to_women",
        lambda of: measures.working_time_arrangements(of["staff"]),
    ),
    "focal_points_men_share": ("powerless_focal_points", lambda of: measures.focal_point_men(of["staff"])),
}


@pytest.mark.parametrize("indicator", at_length(list(RECOVERED), 6))
def test_the_interval_holds_what_is_planted(indicator: str) -> None:
    scenario, measure = RECOVERED[indicator]
    truth = next(one.value for one in expected_figures(*planted(scenario), []) if one.indicator == indicator)
    found = [one for tables in hundred(scenario) for one in measure(tables) if one.low is not None]
    held = sum((one.low or 0) <= (truth or 0) <= (one.high or 0) for one in found)
    assert len(found) >= LEAST * DRAWS
    assert held >= LEAST * len(found), (truth, held, len(found))
