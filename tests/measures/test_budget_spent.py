"""What was spent of what was voted, and the part for equality of each objective."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from genderaudit import measures

LINES = pd.DataFrame(
    {
        "amount": [400.0, 300.0, 200.0, 100.0],
        "spent": [380.0, 330.0, 50.0, None],
        "currency": "XOF",
        "gender_marker": ["0", "1", "2", "3"],
        "objective": ["Services", "Services", "Women in bodies", None],
    }
)


def test_spent_over_voted_of_the_lines_of_which_both_are_known() -> None:
    (whole,) = measures.budget_spent(LINES)
    assert (whole.value, whole.n, whole.details) == (pytest.approx(760 / 900), 3, {"without_spending": 1.0})
    (equality,) = measures.budget_spent(measures.for_equality(LINES))
    assert (equality.value, equality.n) == (0.25, 1)


def test_what_was_spent_of_each_objective_is_not_hidden_by_the_whole() -> None:
    found = [(one.group, one.value, one.n) for one in measures.budget_spent(LINES, by="objective")]
    assert found == [
        ({"objective": "Services"}, pytest.approx(710 / 700), 2),
        ({"objective": "Women in bodies"}, 0.25, 1),
    ]


def test_the_part_for_equality_of_an_objective() -> None:
    found = {one.group["objective"]: (one.value, one.n) for one in measures.budget_by_objective(LINES)}
    assert found == {"Services": (0.0, 2), "Women in bodies": (1.0, 1), "not_stated": (1.0, 1)}


@pytest.mark.parametrize(
    ("change", "reason"),
    [({"spent": [-1.0, 1, 1, 1]}, "negative_amounts"), ({"amount": [0.0] * 4}, "zero_denominator")],
)
def test_why_there_is_no_figure(change: dict[str, list[float]], reason: str) -> None:
    (found,) = measures.budget_spent(LINES.assign(**change))
    assert (found.value, found.reason) == (None, reason)


def test_of_a_list_that_says_neither_nothing_is_told() -> None:
    plain = LINES.assign(spent=None, objective=None)
    assert (list(measures.budget_spent(plain)), list(measures.budget_by_objective(plain))) == ([], [])
    assert list(measures.budget_spent(measures.for_equality(LINES.assign(gender_marker="0")))) == []


@given(st.lists(st.tuples(st.floats(1, 1e6), st.floats(0, 1e6)), min_size=1, max_size=8))
def test_the_whole_lies_between_its_lines(rows: list[tuple[float, float]]) -> None:
    voted, spent = zip(*rows, strict=True)
    lines = pd.DataFrame({"amount": voted, "spent": spent, "currency": "EUR", "gender_marker": "0"})
    (found,) = measures.budget_spent(lines)
    shares = [s / v for v, s in rows]
    assert found.value is not None
    assert min(shares) * (1 - 1e-9) <= found.value <= max(shares) * (1 + 1e-9)
