"""Staff lists with pay, and the factors that explain it, for tests of models of pay."""

import pandas as pd
from fact_tables import shared, staff

from genderaudit.measures.pay import pay_basis
from genderaudit.measures.pay_models import standard_factors

YEARS_OF_EDUCATION = {1: 17, 2: 15, 3: 14, 4: 15, 5: 13, 6: 12, 7: 11, 8: 7}
FULL_TIME = 40


def swiss_firm() -> tuple[pd.DataFrame, pd.Series, pd.DataFrame]:
    """The fictional firm of the Swiss federal tool: staff, pay, and the factors of the standard model."""
    data = pd.read_csv(shared("logib/datalist_example.csv"))
    data = data[data["population"] == 1].reset_index(drop=True)
    education = data["training"].map(YEARS_OF_EDUCATION)
    hourly = data["activity_rate"] == 0
    table = staff(
        sex=data["sex"],
        pay=data["basic_wage"] + data["allowances"] + data["monthly_wage_13"] + data["special_payments"],
        pay_period=["month"] * len(data),
        fte=(data["activity_rate"] / 100).where(~hourly),
        pay_reference_hours=data["paid_hours"].where(hourly),
        age_low=data["age"],
        age_high=data["age"],
        education_years=education,
        level=data["professional_position"].astype(str),
        function=data["level_of_requirements"].astype(str),
        hired_on=pd.Timestamp("2019-01-01") - pd.to_timedelta(data["years_of_service"] * 365.25, unit="D"),
    )
    pay = pay_basis(table, "fte_year", full_time_hours=FULL_TIME).pay
    factors = standard_factors(table, "2019-01-01").assign(years_of_service=data["years_of_service"])
    factors = factors.drop(columns="part_of_full_time")  # the tool's model does without
    return table, pay, factors


def factors_of(table: pd.DataFrame) -> pd.DataFrame:
    return table[["education_years", "age_low", "level", "function"]]
