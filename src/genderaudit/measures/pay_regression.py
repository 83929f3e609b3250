"""The regression behind the adjusted pay gap, for a researcher's screen: coefficients, diagnostics, the fitted model.

It is never recorded nor kept in a notebook: the coefficient of a level held by one person discloses her pay, and a
residual belongs to one person. Reports use :func:`genderaudit.measures.pay_models.adjusted_gap`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd

from genderaudit.foundations.errors import wrong_call
from genderaudit.measures.counting import is_sex, numbers, people
from genderaudit.measures.pay_models import MINIMUM_PEOPLE, is_complete, kennedy_effect, pay_model
from genderaudit.measures.requirements import requires

WOMAN, CONSTANT = "woman", "constant"
DEPENDENT = 1e-9  # independent part of a column, per length, that is rounding only: the column repeats others
REASONS = {
    "no_rows": "The table has no women and men.",
    "no_pay": "Nobody has pay and every factor stated.",
    "one_sex_only": "All who have pay and every factor stated are of one sex.",
    "too_few_people": "Fewer people than the minimum have pay and every factor stated.",
}


@dataclass(frozen=True, slots=True)
class PayRegression:
    """Ordinary least squares of the natural logarithm of pay on sex and the factors, by statsmodels.

    ``fitted`` is statsmodels' ``RegressionResults`` (``fitted.summary()``, ``fitted.get_influence()`` …); ``reference``
    the commonest value of each text factor, with which the others are compared; ``dropped`` the columns that repeat
    others. ``n``, ``women`` and ``men`` are people, ``left_out`` those without pay or a factor.
    """

    fitted: Any = field(repr=False)
    residuals: pd.Series = field(repr=False)
    """Residuals of log pay, one row per person, with the index of the table."""
    reference: dict[str, str]
    dropped: list[str]
    n: int
    women: int
    men: int
    left_out: int

    @property
    def r_squared(self) -> float:
        """Share of the variance of log pay that sex and the factors explain, 0 to 1."""
        return float(self.fitted.rsquared)

    @property
    def effect(self) -> float:
        """Women against men at equal factors, as a share of men's pay: exp(b − se²/2) − 1 (Kennedy 1981)."""
        return kennedy_effect(float(self.fitted.params[WOMAN]), float(self.fitted.bse[WOMAN]))

    def coefficients(self, level: float = 0.95) -> pd.DataFrame:
        """Return one row per column of the model, with its coefficient on log pay.

        Columns: ``coefficient``, ``se``, ``t``, ``p``, ``low``, ``high``, and ``people``: those whose value is not 0;
        of a text factor those who have the value.
        """
        fitted, ends = self.fitted, self.fitted.conf_int(1 - level)
        exog = fitted.model.data.orig_exog
        return pd.DataFrame(
            {
                "coefficient": fitted.params,
                "se": fitted.bse,
                "t": fitted.tvalues,
                "p": fitted.pvalues,
                "low": ends[0],
                "high": ends[1],
                "people": (exog != 0).sum(),
            }
        )

    @property
    def diagnostics(self) -> pd.Series:
        """Return the diagnostics to check before using the model.

        Residual degrees of freedom and standard error, adjusted R², F test of all columns, p values of the
        Breusch–Pagan test (unequal variances) and of the Jarque–Bera test (residuals that are not normal), the
        condition number, and the largest leverage (1: a person who has a column of her own).
        """
        from statsmodels.stats.diagnostic import het_breuschpagan
        from statsmodels.stats.stattools import jarque_bera

        fitted = self.fitted
        return pd.Series(
            {
                "degrees_of_freedom": float(fitted.df_resid),
                "residual_standard_error": float(np.sqrt(fitted.scale)),
                "r_squared_adjusted": float(fitted.rsquared_adj),
                "f_p": float(fitted.f_pvalue),
                "breusch_pagan_p": float(het_breuschpagan(fitted.resid, fitted.model.exog)[1]),
                "jarque_bera_p": float(jarque_bera(fitted.resid)[1]),
                "condition_number": float(fitted.condition_number),
                "largest_leverage": float(fitted.get_influence().hat_matrix_diag.max()),
            }
        )


@requires("sex")
def pay_regression(
    staff: pd.DataFrame, pay: pd.Series, factors: pd.DataFrame, minimum: int = MINIMUM_PEOPLE
) -> PayRegression:
    """The full model behind ``adjusted_gap``, of the same people: each factor's coefficient, R², n, diagnostics.

    ``pay`` from :func:`pay_basis`, ``factors`` from :func:`standard_factors`: numbers enter as they are, text as one
    dummy per value but the commonest. For the screen only: do not publish it as it is.
    Raises ``AuditError`` with the reason where there is no model.
    """
    from statsmodels.api import OLS

    model = pay_model(staff, pay, factors, minimum)
    if model.reason:
        raise wrong_call(f"{REASONS[model.reason]} Women: {model.count.women:.0f}, men: {model.count.men:.0f}.")
    complete = is_complete(staff, pay, factors)
    rows = np.repeat(np.flatnonzero(complete), np.rint(people(staff)).astype(int)[complete])
    columns, reference = _design_columns(factors.iloc[rows])
    columns.insert(0, CONSTANT, 1.0)
    columns.insert(1, WOMAN, is_sex(staff, "F")[rows].astype(float))
    # A column is dropped where it repeats earlier ones: sex comes last, to be dropped only where factors determine it.
    dropped = _dependent_columns(columns[[name for name in columns if name != WOMAN] + [WOMAN]])
    if WOMAN in dropped:
        raise wrong_call("The factors give the sex of everybody away: there is nothing to compare. Leave one out.")
    log_pay = pd.Series(model.log_pay, index=columns.index, name="log_pay")
    fitted = OLS(log_pay, columns.drop(columns=dropped)).fit()
    if fitted.df_resid < 1:
        raise wrong_call("There are as many columns as people: nothing is left to estimate. Take fewer factors.")
    return PayRegression(
        fitted=fitted,
        residuals=fitted.resid.rename("residual"),
        reference=reference,
        dropped=dropped,
        n=len(rows),
        women=int(model.count.women),
        men=int(model.count.men),
        left_out=int(model.left_out),
    )


def _dependent_columns(columns: pd.DataFrame) -> list[str]:
    """Return the names of columns that are linear combinations of those before them."""
    design, order = columns.to_numpy(), list(map(str, columns))
    # The part of each column that is independent of those before it, compared with the column's length.
    adds = np.abs(np.diagonal(np.linalg.qr(design, mode="r")))
    independent = adds > DEPENDENT * np.linalg.norm(design, axis=0)[: adds.size]
    beyond = [False] * (len(order) - len(independent))  # more columns than people
    return [name for name, new in zip(order, [*independent, *beyond], strict=True) if not new]


def _design_columns(factors: pd.DataFrame) -> tuple[pd.DataFrame, dict[str, str]]:
    """Return the columns of the factors, and the commonest value of each text factor.

    Numbers stay as they are; of a text, a dummy ``factor=value`` for each value but the commonest.
    """
    columns: dict[str, Any] = {}
    reference: dict[str, str] = {}
    for name in factors:
        if pd.api.types.is_numeric_dtype(factors[name]):
            columns[str(name)] = numbers(factors[name])
            continue
        text = factors[name].astype("string")
        commonest, *others = text.value_counts().index
        reference[str(name)] = str(commonest)
        columns |= {f"{name}={value}": text.eq(value).to_numpy(dtype=float) for value in sorted(others)}
    return pd.DataFrame(columns, index=factors.index), reference
