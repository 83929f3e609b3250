"""The whole model of the adjusted gap, for the screen."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
import statsmodels.formula.api as smf
from fact_tables import random_staff
from paid_staff import factors_of, swiss_firm

from genderaudit.foundations.errors import AuditError
from genderaudit.measures import adjusted_gap, pay_regression


def test_swiss_standard_model() -> None:
    """The tool's own published test: −0.026, se 0.003, df 267, R² 0.991, |t| 7.925; Kennedy −0.026."""
    found = pay_regression(*swiss_firm())
    woman = found.coefficients().loc["woman"]
    assert round(woman["coefficient"], 3) == -0.026
    assert round(woman["se"], 3) == 0.003
    assert round(abs(woman["t"]), 3) == 7.925
    assert found.diagnostics["degrees_of_freedom"] == 267
    assert round(found.r_squared, 3) == 0.991
    assert round(found.effect, 3) == -0.026


@pytest.mark.parametrize("seed", range(3))
def test_every_coefficient_is_that_of_a_formula(seed: int) -> None:
    table = random_staff(300, seed)
    found = pay_regression(table, table["pay"], factors_of(table))
    data = table.assign(woman=(table["sex"] == "F").astype(float), y=np.log(table["pay"]))
    data = data.astype({"level": object, "function": object})
    terms = ["woman", "education_years", "age_low"]
    terms += [f"C({name}, Treatment({value!r}))" for name, value in found.reference.items()]
    fit = smf.ols("y ~ " + " + ".join(terms), data).fit()
    ours, theirs = found.coefficients(), fit.params
    assert sorted(ours["coefficient"]) == pytest.approx(sorted(theirs))
    assert sorted(ours["se"]) == pytest.approx(sorted(fit.bse))
    assert found.r_squared == pytest.approx(fit.rsquared)
    assert list(found.residuals) == pytest.approx(list(fit.resid))
    assert found.residuals.index.equals(table.index)


def test_it_is_the_model_of_the_gap_that_is_reported() -> None:
    table = random_staff(120)
    factors = factors_of(table).copy()
    factors.loc[:4, "education_years"] = np.nan
    gap, found = adjusted_gap(table, table["pay"], factors), pay_regression(table, table["pay"], factors)
    assert gap.value == pytest.approx(-found.effect)
    assert (gap.n, gap.women, gap.men) == (found.n, found.women, found.men)
    assert found.left_out == 5


def test_rows_that_are_counts_weigh_as_the_people_written_out() -> None:
    table = random_staff(100)
    counted = table.assign(count=[2, 1] * 50)
    written = table.loc[table.index.repeat([2, 1] * 50)]
    one = pay_regression(counted, counted["pay"], factors_of(counted)).coefficients()
    other = pay_regression(written, written["pay"], factors_of(written)).coefficients()
    pd.testing.assert_frame_equal(one, other)


def test_a_factor_given_twice_is_dropped_and_named() -> None:
    table = random_staff(200)
    factors = factors_of(table)
    once = pay_regression(table, table["pay"], factors)
    twice = pay_regression(table, table["pay"], factors.assign(months=factors["age_low"] * 12))
    assert (once.dropped, twice.dropped) == ([], ["months"])
    pd.testing.assert_frame_equal(once.coefficients(), twice.coefficients())


def test_a_person_with_a_value_of_her_own_has_leverage_one() -> None:
    table = random_staff(80)
    factors = factors_of(table).copy()
    factors["level"] = factors["level"].astype(object)
    factors.loc[3, "level"] = "Only one"
    found = pay_regression(table, table["pay"], factors)
    assert found.diagnostics["largest_leverage"] == pytest.approx(1)
    assert found.coefficients().loc["level=Only one", "people"] == 1


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (lambda table: table.head(49), "Fewer people than the minimum"),
        (lambda table: table.assign(sex="F"), "of one sex"),
        (lambda table: table.assign(pay=np.nan), "Nobody has pay"),
    ],
)
def test_no_model_is_a_sentence(change, says: str) -> None:
    table = change(random_staff(200))
    with pytest.raises(AuditError, match=says):
        pay_regression(table, table["pay"], factors_of(table))


def test_factors_that_give_the_sex_away_are_refused() -> None:
    table = random_staff(200)
    with pytest.raises(AuditError, match="give the sex"):
        pay_regression(table, table["pay"], table[["sex"]].rename(columns={"sex": "uniform"}))
