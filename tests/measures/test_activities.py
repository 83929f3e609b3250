"""Activities: golden values by hand, an invariant, and what cannot be said."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from genderaudit import measures

# Reached: 60 women of 100; one did not count. For equality: the first (explicit) and the third (marker 2).
LISTED = pd.DataFrame(
    {
        "activity_type": ["training", "campaign", "training", "campaign"],
        "gender_focus": pd.Series(["explicit", "none", None, None], dtype="string"),
        "gender_marker": [None, 0.0, 2.0, None],
        "women": [40.0, 15.0, 5.0, None],
        "men": [10.0, 25.0, 5.0, 9.0],
        "budget": [100.0, 300.0, 100.0, 500.0],
        "spent": [60.0, 240.0, 60.0, 500.0],
    }
)


def test_women_among_those_reached() -> None:
    whole = measures.women_reached(LISTED)
    assert (whole.value, whole.women, whole.n, whole.details["unknown"]) == (pytest.approx(0.6), 60, 100, 1)
    by_type = {one.group["activity_type"]: one.value for one in measures.women_reached(LISTED, by="activity_type")}
    assert by_type == {"training": pytest.approx(45 / 60), "campaign": pytest.approx(15 / 40)}


def test_women_reached_against_members() -> None:
    members = pd.DataFrame({"sex": ["F", "M"], "count": [80, 20]})
    assert measures.reached_against_members(LISTED, members).value == pytest.approx(0.6 / 0.8)


def test_activities_for_equality_and_their_money() -> None:
    assert measures.activities_for_equality(LISTED).value == pytest.approx(2 / 3)  # the fourth says nothing
    assert measures.activity_budget_for_equality(LISTED).value == pytest.approx(200 / 500)
    voted = LISTED.rename(columns={"budget": "amount"})
    own, whole = measures.budget_spent(measures.for_equality(voted)), measures.budget_spent(voted)
    assert (own.value, own.n, whole.value) == (pytest.approx(120 / 200), 2, pytest.approx(860 / 1000))


@pytest.mark.parametrize(
    ("column", "measure", "reason"),
    [
        ("women", measures.women_reached, "no_reached"),
        ("budget", measures.activity_budget_for_equality, "no_amounts"),
    ],
)
def test_what_the_list_does_not_say(column: str, measure: object, reason: str) -> None:
    silent = LISTED.assign(**{column: pd.Series([None] * len(LISTED), dtype=float)})
    assert measure(silent).reason == reason  # type: ignore[operator]
    assert measure(LISTED.head(0)).reason == "no_rows"  # type: ignore[operator]


@settings(deadline=None, max_examples=25)
@given(st.lists(st.tuples(st.integers(0, 90), st.integers(0, 90)), min_size=1, max_size=6))
def test_an_activity_told_in_two_rows_reaches_as_many(reached: list[tuple[int, int]]) -> None:
    rows = pd.DataFrame(reached, columns=["women", "men"], dtype=float)
    halves = pd.concat([rows // 2, rows - rows // 2])
    one, other = measures.women_reached(rows), measures.women_reached(halves)
    assert (one.value, one.n, one.women, one.reason) == (other.value, other.n, other.women, other.reason)
