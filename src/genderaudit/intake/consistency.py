"""Rules across columns and tables: what cannot all be true. They warn; nothing is changed or set aside."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

import pandas as pd

from genderaudit.intake.contract import YOUNGEST_WORKER
from genderaudit.organisation import Organisation

DATES_IN_ORDER = {
    "staff": (("hired_on", "promoted_on"), ("hired_on", "left_on"), ("promoted_on", "left_on")),
    "members": (("joined_on", "left_on"),),
    "survey": (("started", "submitted"),),
}
"""Pairs of columns of which the second is never the earlier day."""

PERSON_TABLES = ("staff", "members", "survey")
MOST_ALIKE = 0.05  # share of equal rows from which on rows are alike because they say little of a person


@dataclass(frozen=True, slots=True)
class Inconsistency:
    """A rule that is broken: rows of the table if known, and what fills its text."""

    rule: str
    table: str
    column: str = ""
    rows: pd.Index | None = None
    values: Mapping[str, object] = field(default_factory=dict)


def within_table(table: str, frame: pd.DataFrame, raw: pd.DataFrame) -> Iterator[Inconsistency]:
    """What one table says against itself. ``frame`` is indexed by row number; ``raw`` are its cells as read."""
    for earlier, later in DATES_IN_ORDER.get(table, ()):
        wrong = frame[later] < frame[earlier]
        if wrong.any():
            names: dict[str, object] = {"earlier": earlier, "later": later}
            yield Inconsistency("dates_not_in_order", table, later, frame.index[wrong], names)
    if table == "staff":
        born = frame["birth_year"]
        young = frame["hired_on"].dt.year - born < YOUNGEST_WORKER
        if young.any():
            age: dict[str, object] = {"age": YOUNGEST_WORKER}
            yield Inconsistency("hired_as_child", table, "hired_on", frame.index[young], age)
        without = frame["pay"].notna() & frame["pay_period"].isna()
        if without.any():
            yield Inconsistency("pay_without_period", table, "pay", frame.index[without])
    if table in PERSON_TABLES and "count" not in raw:
        twice = raw.duplicated()
        if 0 < twice.sum() <= max(1, MOST_ALIKE * len(raw)):
            yield Inconsistency("rows_twice", table, rows=raw.index[twice])


def across_tables(
    tables: Mapping[str, pd.DataFrame], organisation: Organisation, round: str
) -> Iterator[Inconsistency]:
    """What the tables of a round say against each other and against ``organisation.yml``."""
    yield from _quotas(tables["bodies"])
    yield from _bodies_in_membership(tables["bodies"], tables["members"])
    yield from _answers(tables["survey"], organisation, round)


def _quotas(bodies: pd.DataFrame) -> Iterator[Inconsistency]:
    for column in ("quota_women", "quota_youth"):
        different = bodies.groupby("body")[column].nunique()
        names = [str(name)[:60] for name in different.index[different > 1]]
        if names:
            yield Inconsistency("quota_differs", "bodies", column, values={"bodies": ", ".join(names[:5])})


def _bodies_in_membership(bodies: pd.DataFrame, members: pd.DataFrame) -> Iterator[Inconsistency]:
    """No body can have more women, or men, than the organisation has members."""
    if bodies.empty or members.empty:
        return
    listed = members.groupby("sex")["count"].sum()
    if members["sex"].isna().any():
        return  # those whose sex is not stated may be the ones who sit in the body
    seats = bodies.groupby(["body", "sex"], as_index=False)["count"].sum()
    for body, sex, number in zip(seats["body"], seats["sex"], seats["count"], strict=True):
        if number > listed.get(sex, 0):
            values: dict[str, object] = {"body": str(body)[:60], "sex": str(sex)}
            yield Inconsistency("body_larger_than_membership", "bodies", values=values)


def _answers(survey: pd.DataFrame, organisation: Organisation, round: str) -> Iterator[Inconsistency]:
    headcounts = organisation.headcounts_of(round)
    if organisation.levels:
        strange = sorted({h.level for h in headcounts if h.level} - set(organisation.levels))
        if strange:
            yield Inconsistency("headcount_level_unknown", "survey", values={"levels": ", ".join(strange[:10])})
    if survey.empty:
        return
    for sex in sorted({h.sex for h in headcounts}):
        asked = sum(h.count for h in headcounts if h.sex == sex)
        answered = int((survey["sex"] == sex).sum())
        if answered > asked:
            values: dict[str, object] = {"answers": answered, "people": asked, "sex": sex}
            yield Inconsistency("more_answers_than_people", "survey", values=values)
