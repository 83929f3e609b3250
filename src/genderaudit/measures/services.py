"""Services to members: size of the loans of women and men, arrears, and share of women served.

A row of the list is a loan, an account or an insured person, or a count of them; ``amount`` and ``in_arrears`` are
totals of the row. A person with two loans is in the list twice. Sources: the Select Five Gender Performance Indicators
(2014), the Gender Dashboard of Cerise+SPTF (draft of 2025).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import numpy as np
import pandas as pd

from genderaudit.measures.counting import By, headcounts, numbers, people
from genderaudit.measures.flows import selection_ratio
from genderaudit.measures.pay import mean_pay_gap
from genderaudit.measures.representation import representation_ratio
from genderaudit.measures.requirements import requires
from genderaudit.measures.results import Results


@requires("sex", members=("sex",), counted="people")
def served_against_members(served: pd.DataFrame, members: pd.DataFrame, level: float = 0.95) -> Results:
    """p(served) / p(members): women's share of loans, or of insured people, against that of the members; 1 = equal.

    ``served``: the rows of one service. ``details``: share_served, share_members.
    Reasons as of :func:`genderaudit.measures.representation_ratio`: no_rows, sex_not_stated, no_reference,
    zero_denominator.
    """
    names = {"share_part": "share_served", "share_whole": "share_members"}
    ratios = representation_ratio(served, members, level=level)
    return Results(
        replace(one, details={names.get(name, name): number for name, number in one.details.items()}) for one in ratios
    )


@requires("sex", "amount", counted="people")
def loan_size_gap(
    loans: pd.DataFrame, by: By = None, order: Iterable[str] | None = None, level: float = 0.95
) -> Results:
    """(x̄_M − x̄_F) / x̄_M of the mean amount of a loan, the whole or one per group; positive: men's are larger.

    A row of several loans counts as that many loans of its mean. Loans without an amount above 0 are left out and
    counted (``details`` pay_not_positive, not_counted). ``n``: loans to women and to men.
    Reasons: no_rows, no_amounts, one_sex_only, zero_denominator.
    """
    count = people(loans)
    with np.errstate(divide="ignore", invalid="ignore"):
        amount_per_loan = pd.Series(np.where(count > 0, numbers(loans["amount"]) / count, np.nan), index=loans.index)
    gaps = mean_pay_gap(loans, amount_per_loan, by, order, level)
    return Results(replace(one, reason="no_amounts") if one.reason == "no_pay" else one for one in gaps)


@requires("sex", "in_arrears", counted="people")
def arrears_ratio(loans: pd.DataFrame, level: float = 0.95) -> Results:
    """Share of women's loans in arrears / share of men's; below 1 women's loans are in arrears less often.

    Loans with a blank are left out and counted (``details`` not_counted). ``n`` and ``women`` are loans.
    ``details``: rate_women, rate_men and the others of :func:`genderaudit.measures.selection_ratio`.
    Reasons: no_rows, no_arrears (stated for no loan), zero_eligible (no loan of one sex), zero_denominator (no loan of
    a man is in arrears), inconsistent_counts (more in arrears than loans).
    """
    stated = loans[loans["in_arrears"].notna()]
    base = headcounts(stated)[0][1]
    late = headcounts(stated.assign(count=numbers(stated["in_arrears"])))[0][1]
    ratios = selection_ratio(late.women, base.women, late.men, base.men, level=level)
    return Results(
        replace(one, reason="no_arrears") if one.reason == "no_rows" and len(loans) else one for one in ratios
    )
