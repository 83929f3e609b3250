"""Pay gap at equal objective factors: the regression of log pay that the adjusted gap and decompositions rest on.

The model holds women and men with pay and with every factor stated; the rest are counted (left_out). Pay
is a Series from :func:`genderaudit.measures.pay.pay_basis`; factors are a DataFrame of the same index,
one column per factor: numbers enter as they are, text as dummies (:func:`standard_factors` builds the usual ones).
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from genderaudit.measures.counting import Headcount, is_sex, numbers, people, result_of
from genderaudit.measures.inference import Floats, student_quantile
from genderaudit.measures.pay import unit_of
from genderaudit.measures.requirements import requires
from genderaudit.measures.result import Part, by_sex
from genderaudit.measures.results import Results
from genderaudit.measures.working_time import part_of_full_time

MINIMUM_PEOPLE = 50
"""Fewest people of a regression; the Swiss federal model is for firms of 50 employees and more, too."""

SCHOOL_AGE = 6.0
DEPENDENT = 1e-9  # singular values below this share of the largest are rounding: the factors repeat each other
SEX_VARIANCE = 1e-8  # variance of sex net of the factors below which they determine it
NO_RESIDUAL = 1e-20  # mean squared residual of log pay that is rounding only
HOURS = ("weekly_hours", "fte")
KNOWN = 0.9  # smallest share of people with known contract (or hours) for it to be a factor


@dataclass(frozen=True, slots=True, kw_only=True)
class PayModel:
    """The people of a model: log pay, one (standardised) column per factor, sex, and the number left out."""

    log_pay: Floats  # (people,)
    factors: Floats  # (people, columns), without constant and without sex
    woman: Floats  # (people,), 1 or 0
    left_out: float
    reason: str | None

    @property
    def count(self) -> Headcount:
        """Women and men in the model."""
        women = float(self.woman.sum())
        return Headcount(women=women, men=self.woman.size - women)

    @property
    def parts(self) -> tuple[Part, ...]:
        """The people whose log pay the model compares, for disclosure control."""
        return by_sex("log_pay", self.count.women, self.count.men)


@requires("education_years", "age_low", "age_high", "hired_on", "level", "function", optional=("contract", *HOURS))
def standard_factors(staff: pd.DataFrame, on: str | pd.Timestamp) -> pd.DataFrame:
    """Objective factors of the Swiss standard model, as far as the list holds them.

    Years of education; potential experience (age − education − 6, not below 0) and its square; years of
    service at the day ``on``; level and function as text; contract as text and the worked share of full time,
    where they are known for nine people in ten (a person who lacks a factor is left out of the model). A factor that is
    blank for everybody is left out.
    """
    education = numbers(staff["education_years"])
    age = (numbers(staff["age_low"]) + numbers(staff["age_high"])) / 2
    experience = np.clip(age - education - SCHOOL_AGE, 0, None)
    service = (pd.Timestamp(on) - pd.to_datetime(staff["hired_on"])).dt.days / 365.25
    factors = pd.DataFrame(
        {
            "education_years": education,
            "experience": experience,
            "experience_squared": experience**2,
            "years_of_service": np.clip(service.to_numpy(dtype=float), 0, None),
            "level": staff["level"].astype("string").to_numpy(),
            "function": staff["function"].astype("string").to_numpy(),
        },
        index=staff.index,
    )
    return factors.assign(**_contract_terms(staff)).dropna(axis="columns", how="all")


def _contract_terms(staff: pd.DataFrame) -> dict[str, NDArray[Any]]:
    """Return contract and share of full time, where known for at least ``KNOWN`` of the people."""
    terms: dict[str, NDArray[Any]] = {}
    if "contract" in staff:
        terms["contract"] = staff["contract"].astype("string").to_numpy()
    if set(HOURS) <= set(staff.columns):
        terms["part_of_full_time"] = part_of_full_time(staff)
    return {name: column for name, column in terms.items() if len(staff) and pd.notna(column).mean() >= KNOWN}


@requires("sex", counted="people")
def adjusted_gap(
    staff: pd.DataFrame,
    pay: pd.Series,
    factors: pd.DataFrame,
    minimum: int = MINIMUM_PEOPLE,
    level: float = 0.95,
) -> Results:
    """Pay gap at equal factors: 1 − exp(b − se²/2), b the coefficient of women, OLS on log pay.

    Positive where men have more, like every gap; Kennedy (1981) corrects exp(b) for its bias. Factors that
    repeat each other are harmless: the coefficient of sex is taken net of the space they span.
    The whole model, for display on screen only: :func:`genderaudit.measures.pay_regression.pay_regression`.
    ``details``: left_out, pay_unit. Reasons: no_rows, no_pay, one_sex_only, too_few_people, sex_not_separable (a factor
    determines sex), no_variation (the factors leave no residual, e.g. all pay equal).
    """
    model = pay_model(staff, pay, factors, minimum)
    details = {"left_out": model.left_out} | unit_of(pay)
    if model.reason:
        return Results(result_of(model.count, None, "gap", {}, model.reason, details))
    design = np.column_stack([np.ones(model.woman.size), model.factors])
    # Frisch–Waugh–Lovell: sex and log pay net of the factors give the coefficient of the full regression.
    targets = np.column_stack([model.woman, model.log_pay])
    solution, _, rank, _ = np.linalg.lstsq(design, targets, rcond=DEPENDENT)
    sex, pay_left = (targets - design @ solution).T
    spread = float(sex @ sex)
    if spread < SEX_VARIANCE * model.woman.size:
        return Results(result_of(model.count, None, "gap", {}, "sex_not_separable", details))
    coefficient = float(sex @ pay_left) / spread
    residual = pay_left - coefficient * sex
    freedom = model.woman.size - int(rank) - 1
    squares = float(residual @ residual)
    if freedom < 1 or squares <= NO_RESIDUAL * model.woman.size:
        reason = "too_few_people" if freedom < 1 else "no_variation"
        return Results(result_of(model.count, None, "gap", {}, reason, details))
    error = math.sqrt(squares / freedom / spread)
    half = student_quantile(freedom, level) * error
    low, high = -math.expm1(coefficient + half), -math.expm1(coefficient - half)
    value = -kennedy_effect(coefficient, error)
    return Results(result_of(model.count, value, "gap", {}, None, details, low, high, level, model.parts))


def kennedy_effect(coefficient: float, error: float) -> float:
    """Return the relative effect of a dummy in a regression on a logarithm: exp(b − se²/2) − 1 (Kennedy 1981)."""
    return math.expm1(coefficient - error**2 / 2)


def pay_model(staff: pd.DataFrame, pay: pd.Series, factors: pd.DataFrame, minimum: int = MINIMUM_PEOPLE) -> PayModel:
    """Return the women and men with pay and all factors, as arrays; ``reason`` is set where there is no model."""
    amount = np.asarray(pay, dtype=float)
    both = is_sex(staff, "F") | is_sex(staff, "M")
    count = np.rint(people(staff)).astype(int)
    complete = is_complete(staff, pay, factors)
    rows = np.repeat(np.flatnonzero(complete), count[complete])
    woman = is_sex(staff, "F")[rows].astype(float)
    columns = _design_columns(factors.iloc[rows])
    one_sex = woman.sum() in (0, woman.size)
    reason = (
        "no_rows" if not both.any()
        else "no_pay" if not rows.size
        else "one_sex_only" if one_sex
        else "too_few_people" if rows.size < minimum
        else None
    )  # fmt: skip
    return PayModel(
        log_pay=np.log(amount[rows]),
        factors=columns,
        woman=woman,
        left_out=float(count[both].sum() - rows.size),
        reason=reason,
    )


def is_complete(staff: pd.DataFrame, pay: pd.Series, factors: pd.DataFrame) -> NDArray[np.bool_]:
    """Return a mask of the rows of a woman or a man with pay above 0 and every factor stated."""
    both = is_sex(staff, "F") | is_sex(staff, "M")
    stated = factors.notna().all(axis="columns").to_numpy(dtype=bool)
    return both & (np.asarray(pay, dtype=float) > 0) & stated


def _design_columns(factors: pd.DataFrame) -> Floats:
    """Return numbers standardised (for numerical precision only) and dummies of text, without the commonest value."""
    numeric = [name for name in factors if pd.api.types.is_numeric_dtype(factors[name])]
    text = factors.drop(columns=numeric).astype("string")
    parts: list[Floats] = []
    for name in numeric:
        column = numbers(factors[name])
        spread = column.std() if column.size else 0.0
        if spread > 0:
            parts.append((column - column.mean()) / spread)
    for name in text:
        values = text[name].value_counts().index[1:]
        codes = text[name].to_numpy(dtype=object)
        parts += [(codes == value).astype(float) for value in sorted(values)]
    return np.column_stack(parts) if parts else np.empty((len(factors), 0))
