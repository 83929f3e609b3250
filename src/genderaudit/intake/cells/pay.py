"""Pay made comparable: part-time from contracts, reduced pay during leave, and slips."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

import numpy as np
import pandas as pd

from genderaudit.intake.cells.amounts import far_from_level, in_two_sizes
from genderaudit.intake.cells.dates import MOST_UNREAD
from genderaudit.intake.cells.values import MOST_OF_ONE
from genderaudit.intake.problems import Remark, row_numbers
from genderaudit.intake.vocabulary.cell_words import cell_words
from genderaudit.intake.vocabulary.dictionaries import bare_words

USUAL_PER_CENT = (25, 33, 66, 67, 75)
"""Usual part-time percentages beside multiples of ten."""
MOST_WEEKLY_HOURS = range(20, 61)
FULL_TIME = range(35, 49)
"""Weekly hours of full time."""
REDUCED = 0.75
"""Pay of people on leave, relative to the median of their level, up to which it looks reduced."""
FEWEST_ON_LEAVE = 2
GROUPS = ["level", "pay_period"]


def with_hours(staff: pd.DataFrame) -> tuple[pd.DataFrame, pd.Series]:
    """Return the list with ``fte`` from contracts (half-time, 80 %), and True for part-time of unknown extent.

    If no row gives hours or fte, the others are full-time; part-time of unknown extent stays blank, so that this pay is
    not compared.
    """
    contract = staff["contract"].map(_share_in_contract, na_action="ignore").astype(float)
    bare = staff["fte"].isna() & staff["weekly_hours"].isna() & staff["pay_reference_hours"].isna()
    part = contract.lt(1) & bare
    if not part.any():
        return staff, part
    fte = staff["fte"].mask(bare, contract.where(contract > 0))
    if bare.all():
        fte = fte.mask(~part, 1.0)
    return staff.assign(fte=fte), part & contract.eq(0)


def hours_among(cells: pd.Series, shares: pd.Series) -> pd.Index:
    """Return the rows of a column of shares of full time that hold hours; ``shares`` are its numbers as written.

    Either a cell says so (20 h), or all numbers above 1.5 are hours: none is 100, and the largest is a possible number
    of weekly hours, or more than 100, while some are unusual percentages, or the largest is the most frequent and full
    time.
    """
    texts = [cell for cell in set(cells.dropna()) if isinstance(cell, str)]
    named_hours = cells.isin([cell for cell in texts if re.search(r"\d\s*h", cell, re.IGNORECASE)])
    bare = shares[(shares > MOST_OF_ONE) & (shares != 100)]
    if not named_hours.any() and (bare.empty or shares.eq(100).any()):
        return named_hours.index[named_hours]
    top = bare.max()
    unusual = ((bare % 10 != 0) & ~(bare // 1).isin(USUAL_PER_CENT)).any()
    weekly = MOST_WEEKLY_HOURS.start <= top < MOST_WEEKLY_HOURS.stop
    most = FULL_TIME.start <= top < FULL_TIME.stop and bare.eq(top).mean() > 0.5 and not shares.eq(1).any()
    are_hours = named_hours.any() or most or (unusual and (weekly or top > 100))
    return named_hours.index[named_hours].union(bare.index) if are_hours else named_hours.index[named_hours]


def at_full_pay(staff: pd.DataFrame) -> tuple[pd.DataFrame, list[Remark]]:
    """Return the list with reduced pay (``paid_share`` below 1) raised to full pay, blank if the share is zero."""
    share = staff["paid_share"]
    reduced = (share < 1) & staff["pay"].notna()
    if not reduced.any():
        return staff, list(_unstated_reduction(staff))
    pay = staff["pay"].where(~reduced, staff["pay"] / share.where(share > 0)).replace([np.inf, -np.inf], np.nan)
    return staff.assign(pay=pay), [Remark("warning", "pay_reduced", row_numbers(staff.index[reduced]), "pay")]


def slips(staff: pd.DataFrame, parts: pd.DataFrame, confirmed: Collection[int]) -> Iterator[Remark]:
    """Yield problems with amounts of two sizes, in pay or in each of its ``parts``, and with pay far from its level.

    ``confirmed`` rows are skipped.
    """
    period = staff["pay_period"][~staff.index.duplicated()]
    far = far_from_level(staff["pay"], staff[GROUPS])
    skipped: set[object] = set(confirmed)
    for name, amounts in parts.items() if len(parts.columns) else [("pay", staff["pay"])]:
        fewer = in_two_sizes(amounts, period.reindex(amounts.index))
        many = fewer.sum() > max(1, MOST_UNREAD * amounts.notna().sum())
        rows = fewer.index[fewer & ~fewer.index.isin([*skipped, *(() if many else far.index)])]
        if len(rows):
            yield Remark("error" if many else "warning", "pay_two_sizes", row_numbers(rows), str(name))
            skipped |= set(rows)
    far = far[~far.index.isin(list(skipped))]
    if len(far):
        times = dict(zip(far.index.tolist(), far.tolist(), strict=True))  # printed on the screen of check only
        yield Remark("warning", "amount_far", row_numbers(far.index), "pay", {"times": times})


def _unstated_reduction(staff: pd.DataFrame) -> Iterator[Remark]:
    """Yield a warning if most people on leave are paid far less than their level without a stated reduction."""
    if staff["paid_share"].notna().any() or not staff["leave_taken"].any():
        return
    leave = staff["leave_taken"].fillna(False).astype(bool) & (staff["pay"] > 0)
    keys = [staff[name].astype("str").fillna("") for name in GROUPS]
    middle = staff["pay"].where(~leave).groupby(keys).transform("median")
    low = leave & (staff["pay"] <= REDUCED * middle)
    if low.sum() >= max(FEWEST_ON_LEAVE, 0.5 * leave.sum()):
        yield Remark("warning", "pay_on_leave", row_numbers(staff.index[low]), "pay")


def _share_in_contract(contract: str) -> float:
    """Return the share of full time in a contract: 0 if only "part-time", 1 if not mentioned."""
    words = f" {bare_words(contract)} "
    percent = re.search(r"\b([1-9]\d)\s?%", contract)
    if percent:
        return int(percent[1]) / 100
    if any(f" {bare_words(word)} " in words for word in cell_words().half_time):
        return 0.5
    return 0.0 if any(f" {bare_words(word)} " in words for word in cell_words().part_time) else 1.0
