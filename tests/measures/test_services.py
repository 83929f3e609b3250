"""Loans of women and men: golden values by hand, invariants, and what cannot be said."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from genderaudit import measures

# 30 loans of women, 6 000 together: 200 each; 20 of men, 10 000 together: 500 each. One row says no amount.
LOANS = pd.DataFrame(
    {
        "sex": pd.Series(["F", "F", "M", "M", "F", "X"], dtype="string"),
        "product": ["field", "shop", "field", "shop", "shop", "shop"],
        "count": [20, 10, 5, 15, 4, 1],
        "amount": [2000.0, 4000.0, 1000.0, 9000.0, None, 500.0],
        "in_arrears": [1.0, 2.0, 1.0, 3.0, None, 0.0],
    }
)


def test_mean_loans_of_women_and_men() -> None:
    whole = measures.loan_size_gap(LOANS)
    assert whole.value == pytest.approx(1 - 200 / 500)
    assert (whole.women, whole.men, whole.n) == (30, 20, 50)
    by_product = {one.group["product"]: one.value for one in measures.loan_size_gap(LOANS, by="product")}
    assert by_product == {"shop": pytest.approx(1 - 400 / 600), "field": pytest.approx(1 - 100 / 200)}


def test_share_in_arrears_of_women_and_of_men() -> None:
    found = measures.arrears_ratio(LOANS)
    assert found.value == pytest.approx((3 / 30) / (4 / 20))
    assert (found.details["rate_women"], found.details["rate_men"]) == (pytest.approx(0.1), pytest.approx(0.2))
    assert (found.women, found.details["not_counted"]) == (30, 5)  # of whom nobody says it, and another gender


def test_women_among_borrowers_against_members() -> None:
    members = pd.DataFrame({"sex": ["F", "M"], "count": [60, 40]})
    found = measures.served_against_members(LOANS.query("sex != 'X'"), members)
    assert found.value == pytest.approx((34 / 54) / 0.6)
    assert found.details["share_members"] == pytest.approx(0.6)


@pytest.mark.parametrize(
    ("column", "measure", "reason"),
    [("amount", measures.loan_size_gap, "no_amounts"), ("in_arrears", measures.arrears_ratio, "no_arrears")],
)
def test_what_the_list_does_not_say(column: str, measure: object, reason: str) -> None:
    silent = LOANS.assign(**{column: pd.Series([None] * len(LOANS), dtype=float)})
    assert measure(silent).reason == reason  # type: ignore[operator]
    assert measure(LOANS.head(0)).reason == "no_rows"  # type: ignore[operator]


@settings(deadline=None, max_examples=25)
@given(st.lists(st.tuples(st.sampled_from("FM"), st.integers(1, 6), st.integers(1, 900)), min_size=2, max_size=9))
def test_a_row_of_several_loans_says_what_as_many_rows_of_their_mean_say(rows: list[tuple[str, int, int]]) -> None:
    together = pd.DataFrame(
        {
            "sex": [s for s, _, _ in rows],
            "count": [n for _, n, _ in rows],
            "amount": [float(n * each) for _, n, each in rows],
        }
    )
    single = pd.DataFrame([(s, 1, float(each)) for s, n, each in rows for _ in range(n)], columns=list(together))
    one, other = measures.loan_size_gap(together), measures.loan_size_gap(single)
    assert (one.reason, one.n, one.women) == (other.reason, other.n, other.women)
    assert one.value == (None if other.value is None else pytest.approx(other.value))
