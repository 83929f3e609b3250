"""Services to members, recomputed from the raw lists after docs/measures.md.

Nothing here is imported from the suite.
"""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd
from raw_lists import Lists
from recomputed_figure import Figure, Group, grouped, people, share, within


def loans(lists: Lists) -> pd.DataFrame:
    return within(lists.table("services"), {"service": "credit"})


def women(lists: Lists, group: Group) -> Figure:
    return share(within(lists.table("services"), group))


def women_by_branch(lists: Lists, group: Group) -> Figure:
    return share(grouped(lists, loans(lists), "credit_branch", group))


def borrowers(lists: Lists, group: Group) -> Figure:
    return against_members(lists, loans(lists))


def insured(lists: Lists, group: Group) -> Figure:
    return against_members(lists, within(lists.table("services"), {"service": "insurance"}))


def against_members(lists: Lists, rows: pd.DataFrame) -> Figure:
    found, members = share(rows).value or 0.0, share(lists.table("members")).value or 0.0
    details = {"share_served": found, "share_members": members}
    return Figure(found / members, people(rows), people(rows, "F"), details=details)


def loan_size(lists: Lists, group: Group) -> Figure:
    rows = grouped(lists, loans(lists), "amount", group) if group else loans(lists)
    own = {sex: rows[rows["sex"] == sex] for sex in "FM"}
    means = {sex: part["amount"].sum() / part["count"].sum() for sex, part in own.items()}
    women, men = (float(part["count"].sum()) for part in own.values())
    return Figure(1 - means["F"] / means["M"], women + men, women, men)


def arrears(lists: Lists, group: Group) -> Figure:
    rows = loans(lists)
    own = {sex: rows[rows["sex"] == sex] for sex in "FM"}
    rates = {sex: part["in_arrears"].sum() / part["count"].sum() for sex, part in own.items()}
    details = {"rate_women": rates["F"], "rate_men": rates["M"]}
    return Figure(rates["F"] / rates["M"], people(rows, "F") + people(rows, "M"), people(rows, "F"), details=details)


SERVICES: dict[str, Callable[[Lists, Group], Figure]] = {
    "services_women_share": women,
    "credit_representation_ratio": borrowers,
    "insurance_representation_ratio": insured,
    "loan_size_gap": loan_size,
    "loan_size_by_product": loan_size,
    "arrears_ratio": arrears,
    "credit_by_branch": women_by_branch,
}
