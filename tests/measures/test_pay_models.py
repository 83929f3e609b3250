"""Adjusted gap and decomposition, against the Swiss tool's published figures and statsmodels."""

import numpy as np
import pandas as pd
import pytest
import statsmodels.formula.api as smf
from fact_tables import random_staff, staff
from paid_staff import factors_of, swiss_firm
from statsmodels.stats.oaxaca import OaxacaBlinder

from genderaudit.measures.decomposition import oaxaca_three_fold, oaxaca_two_fold
from genderaudit.measures.pay import pay_basis
from genderaudit.measures.pay_models import adjusted_gap, kennedy_effect, pay_model, standard_factors
from genderaudit.measures.pay_regression import pay_regression


def test_swiss_standard_model() -> None:
    """The tool's own published test: Kennedy −0.026; its coefficients: test_pay_regression."""
    assert round(adjusted_gap(*swiss_firm()).value, 3) == 0.026  # type: ignore[arg-type]


def test_kennedy_effect_of_the_method() -> None:
    """b = −0.06, se = 0.02 → −5.842380 %."""
    assert kennedy_effect(-0.06, 0.02) == pytest.approx(-0.05842380, abs=5e-9)


@pytest.mark.parametrize("seed", range(3))
def test_adjusted_gap_agrees_with_statsmodels(seed: int) -> None:
    table = random_staff(300, seed)
    result = adjusted_gap(table, table["pay"], factors_of(table))
    data = table.assign(woman=(table["sex"] == "F").astype(float), y=np.log(table["pay"]))
    data = data.astype({"level": object, "function": object})
    fit = smf.ols("y ~ woman + education_years + age_low + C(level) + C(function)", data).fit()
    low, high = fit.conf_int().loc["woman"]
    assert (result.low, result.high) == pytest.approx((1 - np.exp(high), 1 - np.exp(low)))
    assert result.value == pytest.approx(-kennedy_effect(fit.params["woman"], fit.bse["woman"]), rel=1e-8)


def test_a_factor_given_twice_changes_nothing() -> None:
    table = random_staff(200)
    factors = factors_of(table)
    once, twice = (
        adjusted_gap(table, table["pay"], f)
        for f in (factors, factors.assign(again=factors["level"], months=factors["age_low"] * 12))
    )
    assert twice.value == pytest.approx(once.value)
    assert twice.details == pytest.approx(once.details)


def test_a_factor_that_gives_the_sex_away_is_refused() -> None:
    table = random_staff(200)
    assert adjusted_gap(table, table["pay"], table[["sex"]]).reason == "sex_not_separable"


def test_fewer_than_fifty_people_are_refused() -> None:
    table = random_staff(49)
    result = adjusted_gap(table, table["pay"], factors_of(table))
    assert (result.value, result.reason) == (None, "too_few_people")
    assert oaxaca_two_fold(table, table["pay"], factors_of(table))[0].reason == "too_few_people"


def test_people_with_a_blank_factor_are_left_out_and_counted() -> None:
    table = random_staff(120)
    factors = factors_of(table).copy()
    factors.loc[:4, "education_years"] = np.nan
    factors.loc[5:6, "level"] = pd.NA
    result = adjusted_gap(table, table["pay"], factors)
    assert (result.n, result.details["left_out"]) == (113, 7)


def test_equal_pay_of_all_leaves_nothing_to_estimate() -> None:
    table = random_staff(60).assign(pay=10.0)
    assert adjusted_gap(table, table["pay"], factors_of(table)).reason == "no_variation"


def test_without_factors_the_coefficient_is_the_difference_of_mean_logarithms() -> None:
    table = random_staff(100)
    means = np.log(table["pay"]).groupby(table["sex"].to_numpy()).mean()
    low, high = adjusted_gap(table, table["pay"], table[[]]).low, adjusted_gap(table, table["pay"], table[[]]).high
    middle = (np.log1p(-low) + np.log1p(-high)) / 2  # of the interval, which is that of the coefficient
    assert middle == pytest.approx(means["F"] - means["M"])


def test_standard_factors_leave_out_what_the_list_does_not_hold() -> None:
    table = staff(sex=["F", "M"], level=["a", "b"], hired_on=["2014-12-31", "2024-12-31"])
    factors = standard_factors(table, "2024-12-31")
    assert list(factors) == ["years_of_service", "level"]
    assert factors["years_of_service"].tolist() == pytest.approx([10, 0], abs=0.01)


def test_contract_and_hours_are_factors_where_nearly_everybody_has_them() -> None:
    sexes, contracts = ["F", "M"] * 10, ["fixed", "open"] * 10
    columns = {"sex": sexes, "level": ["a"] * 20, "contract": contracts, "fte": [0.5, 1.0] * 10}
    assert list(standard_factors(staff(**columns), "2024-12-31")) == ["level", "contract", "part_of_full_time"]
    columns["contract"] = [None] * 3 + contracts[3:]
    assert list(standard_factors(staff(**columns), "2024-12-31")) == ["level", "part_of_full_time"]


def test_a_gap_of_part_time_and_contract_alone_is_none_at_equal_terms() -> None:
    """Half-time pays a tenth less an hour and fixed-term a fifth less, whoever works it; four women in five do."""
    generator = np.random.default_rng(7)
    woman = np.repeat([True, False], 100)
    lower = generator.random(200) < np.where(woman, 0.8, 0.2)
    fixed = generator.random(200) < np.where(woman, 0.6, 0.3)
    pay = 20 * np.where(lower, 0.9, 1.0) * np.where(fixed, 0.8, 1.0) * np.exp(generator.normal(0, 0.02, 200))
    table = staff(
        sex=np.where(woman, "F", "M"), pay=pay, pay_period=["hour"] * 200, level=["a"] * 200,
        fte=np.where(lower, 0.5, 1.0), contract=np.where(fixed, "fixed", "open"),
    )  # fmt: skip
    hourly = pay_basis(table).pay
    found = adjusted_gap(table, hourly, standard_factors(table, "2024-12-31"))
    without = adjusted_gap(table, hourly, standard_factors(table.drop(columns=["contract", "fte"]), "2024-12-31"))
    assert abs(found.value) < 0.01
    assert without.value > 0.08


def oaxaca_of_statsmodels(table: pd.DataFrame) -> OaxacaBlinder:
    model = pay_model(table, table["pay"], factors_of(table))
    design = np.column_stack([model.factors, 1 - model.woman])
    return OaxacaBlinder(model.log_pay, design, design.shape[1] - 1, hasconst=False, swap=True)


def parts(results: list) -> dict[str, float]:
    return {result.group["component"]: result.value for result in results}


def test_three_fold_agrees_with_statsmodels() -> None:
    table = random_staff(400, 2)
    found = parts(oaxaca_three_fold(table, table["pay"], factors_of(table), draws=20))
    expected = oaxaca_of_statsmodels(table).three_fold().params
    names = ["endowments", "coefficients", "interaction", "total"]
    assert [found[name] for name in names] == pytest.approx(list(expected), rel=1e-6)


def test_two_fold_agrees_with_statsmodels() -> None:
    table = random_staff(400, 2)
    found = parts(oaxaca_two_fold(table, table["pay"], factors_of(table), draws=20))
    expected = oaxaca_of_statsmodels(table).two_fold(two_fold_type="pooled").params
    names = ["unexplained", "explained", "total"]
    assert [found[name] for name in names] == pytest.approx(list(expected)[:3], rel=1e-6)


@pytest.mark.parametrize("decompose", [oaxaca_two_fold, oaxaca_three_fold])
def test_components_add_up_to_the_gap_in_mean_log_pay(decompose: object) -> None:
    table = random_staff(300, 6)
    found = parts(decompose(table, table["pay"], factors_of(table), draws=20))  # type: ignore[operator]
    means = np.log(table["pay"]).groupby(table["sex"].to_numpy()).mean()
    assert found["total"] == pytest.approx(means["M"] - means["F"])
    assert sum(value for name, value in found.items() if name != "total") == pytest.approx(found["total"])


def test_unexplained_is_minus_the_coefficient_of_the_adjusted_gap() -> None:
    table = random_staff(300, 7)
    found = parts(oaxaca_two_fold(table, table["pay"], factors_of(table), draws=20))
    women = pay_regression(table, table["pay"], factors_of(table)).coefficients().loc["woman", "coefficient"]
    assert found["unexplained"] == pytest.approx(-women)


def test_interval_of_unexplained_agrees_with_that_of_the_regression() -> None:
    table = random_staff(2_500, 8)
    model = pay_regression(table, table["pay"], factors_of(table))
    unexplained = oaxaca_two_fold(table, table["pay"], factors_of(table))[2]
    width = 2 * 1.96 * model.coefficients().loc["woman", "se"]
    assert unexplained.high - unexplained.low == pytest.approx(width, rel=0.1)  # type: ignore[operator]


def test_three_fold_leaves_out_values_of_one_sex_and_counts_their_people() -> None:
    table = random_staff(200)
    table.loc[[0, 1], "level"] = "Only men"
    table.loc[[0, 1], "sex"] = "M"
    result = oaxaca_three_fold(table, table["pay"], factors_of(table), draws=20)[0]
    assert (result.n, result.details["left_out"]) == (198, 2)


def test_intervals_do_not_depend_on_the_order_of_rows() -> None:
    table = random_staff(300)
    shuffled = table.sample(frac=1, random_state=1)
    first, second = (oaxaca_two_fold(t, t["pay"], factors_of(t), draws=50)[1] for t in (table, shuffled))
    assert (first.low, first.high) == pytest.approx((second.low, second.high))
