"""Activities and women who negotiate, recomputed from the raw lists after docs/measures.md.

Nothing here is imported from the suite.
"""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd
from raw_lists import Lists
from recomputed_figure import Figure, Group, share, within


def counted(lists: Lists, group: Group) -> pd.DataFrame:
    return within(lists.table("activities"), group).dropna(subset=["women", "men"])


def reached(lists: Lists, group: Group) -> Figure:
    rows, whole = counted(lists, group), within(lists.table("activities"), group)
    women, people = rows["women"].sum(), (rows["women"] + rows["men"]).sum()
    silent = len(whole) - len(rows)
    return Figure(women / people, people, women, details={"unknown": silent} if silent and not group else {})


def against_members(lists: Lists, group: Group) -> Figure:
    found, members = reached(lists, {}), share(lists.table("members")).value or 0.0
    details = {"share_reached": found.value, "share_members": members}
    return Figure((found.value or 0.0) / members, found.n, found.women, details=details)


def stated(lists: Lists) -> tuple[pd.DataFrame, pd.Series]:
    """The activities that say whether they are for equality, and which are."""
    rows = lists.table("activities")
    rows = rows.assign(marker=pd.to_numeric(rows["gender_marker"]))
    rows = rows[rows["gender_focus"].notna() | rows["marker"].notna()]
    return rows, (rows["gender_focus"] == "explicit") | (rows["marker"] >= 2)


def for_equality(lists: Lists, group: Group) -> Figure:
    rows, chosen = stated(lists)
    return Figure(chosen.mean(), len(rows))


def money(lists: Lists, group: Group) -> Figure:
    rows, chosen = stated(lists)
    return Figure(rows.loc[chosen, "budget"].sum() / rows["budget"].sum(), len(rows))


def spending(lists: Lists, group: Group) -> Figure:
    return _spent(lists.table("activities"))


def spending_for_equality(lists: Lists, group: Group) -> Figure:
    rows, chosen = stated(lists)
    return _spent(rows[chosen])


def _spent(rows: pd.DataFrame) -> Figure:
    known = rows.dropna(subset=["budget", "spent"])
    return Figure(known["spent"].sum() / known["budget"].sum(), len(known))


ACTIVITIES: dict[str, Callable[[Lists, Group], Figure]] = {
    "activities_women_share": reached,
    "activities_representation_ratio": against_members,
    "activities_by_type": reached,
    "activities_by_region": reached,
    "activities_for_equality": for_equality,
    "activity_budget_for_equality": money,
    "activity_spent": spending,
    "activity_gender_spent": spending_for_equality,
}
