"""Agreement of two reviewers: golden figures, limits, and what they are told to discuss."""

import numpy as np
import pandas as pd
import pytest
from statsmodels.stats.inter_rater import cohens_kappa

from genderaudit.measures.agreement import SCALE, disagreements, reviewers_agreement, weighted_kappa

# Twenty criteria by hand. Linear weights 1, 2/3, 1/3, 0. Both agree on 3 missing, 5 approaches, 4 meets and
# 2 exceeds; 4 pairs are one step apart (2 missing/approaches, 2 approaches/meets), 2 are two steps apart
# (meets/missing). Observed: (14 + 4·2/3 + 2·1/3)/20 = 52/60. Rows (5, 7, 6, 2), columns (5, 7, 6, 2):
# expected = [114 + 2·(35 + 42 + 12)·2/3 + 2·(30 + 14)·1/3 + 0]/400 = 262/400.
# Kappa = (52/60 − 262/400)/(1 − 262/400) = 127/207.
PAIRS = (
    [("missing", "missing")] * 3
    + [("approaches", "approaches")] * 5
    + [("meets", "meets")] * 4
    + [("exceeds", "exceeds")] * 2
    + [("missing", "approaches")] * 2
    + [("approaches", "meets")] * 2
    + [("meets", "missing")] * 2
)
KAPPA = 127 / 207


def columns(pairs: list[tuple[str, str]]) -> tuple[list[str], list[str]]:
    return [a for a, _ in pairs], [b for _, b in pairs]


def review(pairs: list[tuple[str, str]]) -> pd.DataFrame:
    rows = [
        {"area": "A", "criterion": f"A{i}", "rating": rating, "reviewer": reviewer}
        for i, pair in enumerate(pairs)
        for reviewer, rating in zip(("R1", "R2"), pair, strict=True)
    ]
    return pd.DataFrame(rows, columns=["area", "criterion", "rating", "reviewer"])


def test_weighted_kappa_of_a_table_worked_by_hand() -> None:
    assert weighted_kappa(*columns(PAIRS)).value == pytest.approx(KAPPA, abs=1e-12)


@pytest.mark.parametrize("seed", range(5))
def test_value_and_interval_are_those_of_statsmodels(seed: int) -> None:
    random = np.random.default_rng(seed)
    first = random.integers(0, 4, 55)
    second = np.clip(first + random.integers(-1, 2, 55), 0, 3)
    table = np.zeros((4, 4))
    np.add.at(table, (first, second), 1)
    theirs = cohens_kappa(table, weights=np.arange(4), wt="linear")
    ours = weighted_kappa([SCALE[i] for i in first], [SCALE[i] for i in second])
    assert ours.value == pytest.approx(theirs.kappa, abs=1e-12)
    assert (ours.low, ours.high) == pytest.approx((theirs.kappa_low, theirs.kappa_upp), abs=1e-9)


def test_it_does_not_matter_who_is_first() -> None:
    first, second = columns(PAIRS)
    assert weighted_kappa(second, first).value == pytest.approx(KAPPA, abs=1e-12)


def test_full_agreement_is_one() -> None:
    first, _ = columns(PAIRS)
    result = weighted_kappa(first, first)
    assert (result.value, result.high) == (pytest.approx(1), pytest.approx(1))


def test_pairs_that_one_did_not_rate_are_left_out() -> None:
    first, second = columns(PAIRS)
    result = weighted_kappa([*first, "meets", "not_applicable"], [*second, None, "meets"])
    assert (result.n, result.value) == (20, pytest.approx(KAPPA))


@pytest.mark.parametrize(
    ("pairs", "reason"),
    [([], "not_rated"), (PAIRS[:9], "too_few_answers"), ([("meets", "meets")] * 12, "no_variation")],
)
def test_there_is_no_figure_without_enough_to_go_on(pairs: list[tuple[str, str]], reason: str) -> None:
    assert weighted_kappa(*columns(pairs)).reason == reason


def test_the_two_reviewers_with_most_criteria_in_common_are_compared() -> None:
    third = pd.DataFrame({"area": "A", "criterion": ["A0"], "rating": ["exceeds"], "reviewer": ["R0"]})
    documents = pd.concat([third, review(PAIRS)], ignore_index=True)
    assert reviewers_agreement(documents).value == pytest.approx(KAPPA)


def test_one_reviewer_alone_has_nobody_to_agree_with() -> None:
    documents = review(PAIRS).query("reviewer == 'R1'")
    assert reviewers_agreement(documents).reason == "not_rated"


def test_what_differs_is_listed_the_widest_apart_first() -> None:
    documents = review([("meets", "meets"), ("missing", "approaches"), ("exceeds", "missing")])
    listed = disagreements(documents)
    assert list(listed["criterion"]) == ["A2", "A1"]
    assert list(listed.loc[0, ["lowest", "highest", "steps"]]) == ["missing", "exceeds", 3]


def test_whether_a_criterion_applies_at_all_is_discussed_first() -> None:
    documents = review([("missing", "exceeds"), ("meets", "not_applicable")])
    listed = disagreements(documents)
    assert list(listed["criterion"]) == ["A1", "A0"]
    assert listed.loc[0, "highest"] == "not_applicable"


def test_reviewers_are_not_named_in_what_is_to_be_discussed() -> None:
    assert "reviewer" not in disagreements(review(PAIRS)).columns
