"""The model of a simulated organisation is what its scenarios imply, and many people are near it."""

from __future__ import annotations

import pytest
from at_length import at_length, tried
from hypothesis import given, settings
from hypothesis import strategies as st
from simulated import KINDS, close

from genderaudit.methodology.method import methodology
from genderaudit.methodology.models import Target
from genderaudit.simulation.scenarios import parameters, scenarios
from genderaudit.simulation.simulate import SimulationOrder, simulated
from genderaudit.simulation.truth import TrueFigure

PLANTED = [name for name in scenarios() if name not in ("none", "good_otherwise", "further_lists")]
NEAR = {
    # What 3,000 people leave to chance, about four standard errors.
    "staff_women_share": 0.04, "pay_gap_mean": 0.07, "pay_gap_factor_weighted": 0.012, "pay_gap_adjusted": 0.012,
    "duncan_index": 0.06, "members_women_share": 0.06, "members_youth_share": 0.05, "budget_gender_share": 0.001,
    "response_rate": 0.04, "area_favourable": 0.05, "area_difference": 0.07, "area_reliability": 0.12,
    "bodies_women_share": 0.35, "attendance_women_share": 0.30, "attendance_youth_share": 0.25,
    "services_women_share": 0.12, "credit_representation_ratio": 0.24, "insurance_representation_ratio": 0.16,
    "loan_size_gap": 0.35, "activities_representation_ratio": 0.15, "activity_budget_for_equality": 0.001,
    "activity_gender_spent": 0.05, "activity_spent": 0.05, "budget_spent": 0.05, "budget_gender_spent": 0.05,
    "leave_back_6_ratio": 0.2, "working_time_arrangement_ratio": 0.8, "members_by_also": 0.06,
    "focal_points_mandate": 0.25, "texts_meeting": 0.33,
}  # fmt: skip


@pytest.mark.parametrize("scenario", at_length(list(scenarios()), 3))
def test_complete_data_of_many_people_are_near_the_model(scenario: str) -> None:
    """With 3,000 people what is realised is near what the model says."""
    large = simulated("simulated_0001", 1, SimulationOrder(29, scenarios=[scenario], size="3000"))
    for round in large.truth.rounds.values():
        for fact in round.facts:
            if fact.indicator in NEAR and fact.realised is not None:
                assert fact.parameter == pytest.approx(fact.realised, abs=NEAR[fact.indicator]), fact


def target_of(fact: TrueFigure) -> Target:
    return methodology().targets[methodology().indicators[fact.indicator].target or ""]


def rating_of(value: float, target: Target) -> str:
    for name in ("exceeds", "meets", "approaches"):
        low, high = getattr(target, name) or (1, 0)
        if (low is None or value >= low) and (high is None or value <= high):
            return name
    return "missing"


@pytest.mark.parametrize("scenario", PLANTED)
@tried(1, 5, st.integers(0, 10**6), st.sampled_from(KINDS))
def test_the_model_is_what_the_scenario_implies(scenario: str, seed: int, kind: str) -> None:
    made = simulated(
        "simulated_0001", 1, SimulationOrder(seed, scenarios=[scenario], size="40", kinds=[kind], languages=["fr"])
    )
    planted = [fact for round in made.truth.rounds.values() for fact in round.planted()]
    assert planted or any(round.patterns for round in made.truth.rounds.values())
    for fact in planted:
        implied, value = fact.expected, fact.parameter
        assert implied is not None
        if implied.where_short:
            continue
        assert value is not None
        assert not implied.ratings or rating_of(value, target_of(fact)) in implied.ratings, fact
        assert implied.below is None or value < implied.below, fact
        assert implied.above is None or value > implied.above, fact


@settings(max_examples=5, deadline=None)
@given(seed=st.integers(0, 10**6), kind=st.sampled_from(KINDS))
def test_where_nothing_is_planted_women_and_men_are_alike(seed: int, kind: str) -> None:
    made = simulated("simulated_0001", 1, SimulationOrder(seed, scenarios=["none"], size="40", kinds=[kind]))
    even = {
        **dict.fromkeys(("glass_ceiling_index", "step_ratio", "promotion_ratio", "exit_ratio"), 1.0),
        **dict.fromkeys(("recruitment_ratio", "training_hours_parity"), 1.0),
        **dict.fromkeys(("pay_gap_mean", "pay_gap_adjusted", "duncan_index", "area_difference"), 0.0),
    }
    for round in made.truth.rounds.values():
        assert not round.planted()
        assert not round.patterns
        assert not [
            fact for fact in round.facts if fact.indicator in even and fact.parameter != close(even[fact.indicator])
        ]


def test_two_scenarios_are_planted_together() -> None:
    order = SimulationOrder(1, scenarios=["divided_perceptions", "blind_spot"], size="40")
    made = simulated("simulated_0001", 1, order).truth.rounds["2025"]
    assert {(pattern.area, pattern.pattern) for pattern in made.patterns} == {("J", "blind_spot"), ("K", "divided")}


def test_what_gives_way_is_good_but_for_what_is_planted_beside_it() -> None:
    given = parameters(["good_otherwise", "blind_spot"], "2025")
    assert (given["documents"]["J"], given["documents"]["I"]) == ("short", "good")
    assert (given["attitudes"]["J"], given["attitudes"]["I"]) == ([4.4, 4.4], [4.3, 4.3])
    made = simulated("simulated_0001", 1, SimulationOrder(4, size="40", scenarios=["good_otherwise"]))
    bodies, staff = made.rounds["2025"]["bodies"], made.rounds["2025"]["staff"]
    by_body = bodies.assign(women=bodies["count"].where(bodies["sex"] == "F", 0)).groupby("body")
    assert (by_body["women"].sum() >= by_body["quota_women"].first() * by_body["count"].sum()).all()
    points = staff[staff["gender_focal_point"].astype(bool)]
    assert {*points["unit"].dropna()} == {*staff["unit"].dropna()}
