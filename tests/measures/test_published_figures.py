"""Published figures that rest on the shared statistics rather than on one measure."""

import pytest
from fact_tables import bank
from scipy import stats

from genderaudit.measures.inference import welch_interval

MEAN_DIFFERENCE = 41_441.78 - 26_031.92


def bank_interval(level: float) -> tuple[float, float]:
    table = bank()
    men, women = (table.loc[table["sex"] == sex, "pay"] for sex in "MF")
    return welch_interval(men, women, level)


def test_welch_interval_of_the_bank() -> None:
    """bank_employees (shared data, published): 95 % interval 12 816.728 to 18 002.996."""
    assert bank_interval(0.95) == pytest.approx((12_816.728, 18_002.996), abs=5e-4)


@pytest.mark.parametrize("level", [0.5, 0.95, 0.999])
def test_welch_t_and_degrees_of_freedom_of_the_bank(level: float) -> None:
    """Published: t 11.688, df 344.262. The interval's half-width is difference / t · Student's quantile."""
    low, high = bank_interval(level)
    standard_error = MEAN_DIFFERENCE / 11.688
    expected = standard_error * stats.t.ppf((1 + level) / 2, 344.262)
    assert (high - low) / 2 == pytest.approx(expected, rel=1e-4)
    assert (low + high) / 2 == pytest.approx(MEAN_DIFFERENCE, abs=0.01)


def test_the_bank_has_474_employees() -> None:
    """Published: 216 women, 258 men; a shorter file would make the figures above mean something else."""
    assert bank()["sex"].value_counts().to_dict() == {"M": 258, "F": 216}
