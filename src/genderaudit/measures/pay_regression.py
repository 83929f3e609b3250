"""The regression behind the adjusted pay gap, for a researcher's screen: coefficients, diagnostics, the fitted model.

It stays on the screen. The coefficient of a level of one person is her pay, and a residual is somebody's: neither is
recorded, and no notebook keeps them. What a report gives is :func:`genderaudit.measures.pay_models.adjusted_gap`.
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
    the value that each text factor is compared with, its commonest; ``dropped`` the columns that repeat others.
    ``n``, ``women`` and ``men`` are people, ``left_out`` those without pay or a factor.
    """

    fitted: Any = field(repr=False)
    residuals: pd.Series = field(repr=False)
    """What the model leaves of log pay, a row a person, with the index of the table."""
    reference: dict[str, str]
    dropped: list[str]
    n: int
    women: int
    men: int
    left_out: int

    @property
    def r_squared(self) -> float:
        """The part of the variance of log pay that sex and the factors account for, 0 to 1."""
        return float(self.fitted.rsquared)

    @property
    def effect(self) -> float:
        """Women against men at equal factors, as a part of men's pay: exp(b − se²/2) − 1 (Kennedy 1981)."""
        return kennedy_effect(float(self.fitted.params[WOMAN]), float(self.fitted.bse[WOMAN]))

    def coefficients(self, level: float = 0.95) -> pd.DataFrame:
        """A row a column: ``coefficient`` (on log pay), ``se``, ``t``, ``p``, ``low`` and ``high``, ``people``.

        ``people``: how many are not 0 there, of a text factor those who have the value.
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
        """What to look at before one believes it.

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
    """The model of ``adjusted_gap`` whole, with the same people: each factor's coefficient, R², n, diagnostics.

    ``pay`` as :func:`pay_basis` gives it, ``factors`` as :func:`standard_factors`: numbers enter as they are, text as a
    column a value against the commonest. For the screen only: nothing of it may be published as it is.
    Raises ``AuditError`` where there is no model, with why.
    """
    from statsmodels.api import OLS

    known = pay_model(staff, pay, factors, minimum)
    if known.reason:
        raise wrong_call(f"{REASONS[known.reason]} Women: {known.count.women:.0f}, men: {known.count.men:.0f}.")
    complete = is_complete(staff, pay, factors)
    rows = np.repeat(np.flatnonzero(complete), np.rint(people(staff)).astype(int)[complete])
    columns, reference = _named(factors.iloc[rows])
    columns.insert(0, CONSTANT, 1.0)
    columns.insert(1, WOMAN, is_sex(staff, "F")[rows].astype(float))
    # Sex last: factors are dropped where they repeat earlier ones, and sex where they give it away.
    order = [name for name in columns if name != WOMAN] + [WOMAN]
    design = columns[order].to_numpy()
    # What a column adds to those before it, against its own length: 1e-9 is what rounding leaves of one that adds none.
    adds = np.abs(np.diagonal(np.linalg.qr(design, mode="r")))
    new = adds > 1e-9 * np.linalg.norm(design, axis=0)[: adds.size]
    dropped = [
        name for name, is_new in zip(order, [*new, *[False] * (len(order) - len(new))], strict=True) if not is_new
    ]
    if WOMAN in dropped:
        raise wrong_call("The factors give the sex of everybody away: there is nothing to compare. Leave one out.")
    log_pay = pd.Series(known.log_pay, index=columns.index, name="log_pay")
    fitted = OLS(log_pay, columns.drop(columns=dropped)).fit()
    if fitted.df_resid < 1:
        raise wrong_call("There are as many columns as people: nothing is left to estimate. Take fewer factors.")
    return PayRegression(
        fitted=fitted,
        residuals=fitted.resid.rename("residual"),
        reference=reference,
        dropped=[str(name) for name in dropped],
        n=len(rows),
        women=int(known.count.women),
        men=int(known.count.men),
        left_out=int(known.left_out),
    )


def _named(factors: pd.DataFrame) -> tuple[pd.DataFrame, dict[str, str]]:
    """Numbers as they are, and a column ``factor=value`` for each value of a text but the commonest; these."""
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
