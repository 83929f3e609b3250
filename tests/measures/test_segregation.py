"""Duncan's dissimilarity and the Karmel–MacLachlan index."""

import numpy as np
import pytest
from fact_tables import bank, counted, mirrored, staff, workers

from genderaudit.measures.segregation import dissimilarity, duncan_index, karmel_maclachlan_index

MEN, WOMEN = (120, 90, 150, 80), (80, 110, 90, 120)
TABLE = counted(dict(zip("abcd", zip(WOMEN, MEN, strict=True), strict=True)))


def test_indices_of_the_method() -> None:
    """D = 0.188636, IP = 0.094104."""
    assert dissimilarity(MEN, WOMEN) == pytest.approx(0.188636, abs=5e-7)
    assert duncan_index(TABLE, "level").value == pytest.approx(0.188636, abs=5e-7)
    assert karmel_maclachlan_index(TABLE, "level").value == pytest.approx(0.094104, abs=5e-7)


def test_bank_and_worker_indices() -> None:
    """Shared data: 0.3452 over 3 jobs of the bank, 0.3487 over 6 occupations of CPS 1985."""
    jobs, occupations = duncan_index(bank(), "level"), duncan_index(workers(), "function")
    assert (jobs.value, jobs.details["categories"]) == (pytest.approx(0.3452, abs=5e-5), 3)
    assert (occupations.value, occupations.details["categories"]) == (pytest.approx(0.3487, abs=5e-5), 6)


def test_random_reference_is_what_shuffling_the_sexes_gives() -> None:
    table = counted(dict.fromkeys("abcdefgh", (3, 2)))
    draw = np.random.default_rng(1)
    place = np.repeat(np.arange(8), 5)
    values = []
    for _ in range(4_000):
        women = np.bincount(draw.permutation(place)[:24], minlength=8)
        values.append(dissimilarity(5 - women, women))
    details = duncan_index(table, "level").details
    assert details["median_random"] == pytest.approx(np.median(values), abs=0.02)
    assert details["high_random"] == pytest.approx(np.quantile(values, 0.95), abs=0.04)


def test_an_even_spread_is_not_above_chance_and_a_full_split_is() -> None:
    even = duncan_index(counted({"a": (50, 50), "b": (20, 20)}), "level")
    split = duncan_index(counted({"a": (50, 0), "b": (0, 50)}), "level")
    assert (even.value, even.details["p_value"]) == (0, 1)
    assert split.value == 1
    assert split.details["p_value"] < 0.001


def test_exchanging_women_and_men_changes_nothing() -> None:
    first, second = (duncan_index(table, "level") for table in (TABLE, mirrored(TABLE)))
    assert first.value == pytest.approx(second.value)
    assert first.details == pytest.approx(second.details)


def test_people_without_a_category_are_left_out_and_counted() -> None:
    table = staff(sex=["F", "M", "F", "M"], unit=["a", "b", None, None])
    result = duncan_index(table, "unit")
    assert (result.value, result.n, result.details["left_out"]) == (1, 2, 2)


@pytest.mark.parametrize(
    ("cells", "reason"),
    [({}, "no_rows"), ({"a": (3, 0), "b": (2, 0)}, "one_sex_only"), ({"a": (3, 2)}, "single_category")],
)
def test_indices_say_why_there_is_none(cells: dict, reason: str) -> None:
    table = counted(cells)
    assert duncan_index(table, "level").reason == reason
    assert karmel_maclachlan_index(table, "level").reason == reason
