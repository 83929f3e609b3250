"""Summary of what was read, by list: people, dates, amounts, and what was not used and why."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

import pandas as pd

from genderaudit.intake.contract import TABLES
from genderaudit.intake.problems import SET_ASIDE, Problem
from genderaudit.intake.round.tables import Intake
from genderaudit.methodology.organisation import Organisation

READ_OTHERWISE = (
    *("merged_filled", "hidden_rows", "error_cells", "said_blank", "said_nobody", "blank_is_nobody", "count_blank"),
    *("dates_month_first", "gender_joined", "words_alike", "pay_reduced", "part_time_unknown", "added_up"),
    *("end_left_open", "amounts_in_larger"),
    *("repeated_above", "block_filled"),
)
"""Rules by which cells were filled, joined or read differently from what they hold."""
GROUPS = (
    "level",
    "unit",
    "branch",
    "sector",
    "service",
    "product",
    "body",
    "event",
    "stage",
    "line",
    "activity_type",
    "region",
)
"""Columns whose words are listed."""


@dataclass(frozen=True, slots=True)
class AmountsRead:
    """A column of amounts; lowest, middle, highest and ``times`` are of single persons: never on a page."""

    column: str
    currency: str | None
    periods: tuple[str, ...]
    given: int
    rows: int
    lowest: float
    middle: float
    highest: float
    times: Mapping[int, float] = field(default_factory=dict)
    """Row → ratio to the median of the level, for amounts that look wrong."""


@dataclass(frozen=True, slots=True)
class ListRead:
    """One list; ``people`` is ``None`` for lists not of people."""

    table: str
    files: tuple[str, ...]
    sheet: str
    rows: int
    people: Mapping[str, int] | None
    """women, men, other, not_said, total."""
    elsewhen: int
    """Staff who had left by the round's date or came later; the report counts them in flows only."""
    ages: tuple[float, float] | None
    dates: Mapping[str, tuple[pd.Timestamp, pd.Timestamp]]
    amounts: tuple[AmountsRead, ...]
    words: Mapping[str, Mapping[str, int]]
    """Column → words (levels, units, bodies …) → number of people or rows, the most frequent first."""
    not_used: str
    """Names of columns that were not used."""
    set_aside: tuple[tuple[str, int], ...]
    """Rule and number of rows."""
    otherwise: tuple[Problem, ...]
    """Rule and number of rows that were filled, joined or read differently."""


def lists_read(intake: Intake, organisation: Organisation) -> tuple[ListRead, ...]:
    """Return every list with a file, in the order of the contract."""
    return tuple(_list(name, intake, organisation) for name in intake.tables if name in intake.present)


def _list(name: str, intake: Intake, organisation: Organisation) -> ListRead:
    frame = intake.tables[name]
    problems = [problem for problem in intake.problems if problem.table == name]
    known = [column for column in TABLES[name].columns if frame[column.name].notna().any()]
    spans = {c.name: (frame[c.name].min(), frame[c.name].max()) for c in known if c.kind == "date"}
    words = {c.name: _words(frame, c.name) for c in known if c.name in GROUPS}
    return ListRead(
        table=name,
        files=tuple(sorted(intake.sources[name])),
        sheet=intake.detected.get(name, {}).get("sheet", ""),
        rows=len(frame),
        people=_people(frame) if "sex" in frame else None,
        elsewhen=_elsewhen(frame, intake.date) if name == "staff" else 0,
        ages=_ages(frame),
        dates=spans,
        amounts=tuple(_amounts(name, frame, problems, organisation)),
        words=words,
        not_used="; ".join(str(p.values["columns"]) for p in problems if p.rule == "columns_not_used"),
        set_aside=tuple((problem.rule, problem.count) for problem in problems if problem.rule in SET_ASIDE),
        otherwise=tuple(problem for problem in problems if problem.rule in READ_OTHERWISE),
    )


def _counts(frame: pd.DataFrame) -> pd.Series:
    return frame["count"] if "count" in frame else pd.Series(1, frame.index)


def _words(frame: pd.DataFrame, column: str) -> dict[str, int]:
    counts = _counts(frame).groupby(frame[column].astype(str).where(frame[column].notna())).sum()
    return {str(word): int(number) for word, number in counts.sort_values(ascending=False, kind="stable").items()}


def _people(frame: pd.DataFrame) -> dict[str, int]:
    count = _counts(frame)
    sexes = {"women": "F", "men": "M", "other": "X"}
    counts = {name: int(count[frame["sex"] == code].sum()) for name, code in sexes.items()}
    return counts | {"not_said": int(count[frame["sex"].isna()].sum()), "total": int(count.sum())}


def _elsewhen(staff: pd.DataFrame, date: dt.date | None) -> int:
    if date is None:
        return 0
    day = pd.Timestamp(date)
    away = (staff["left_on"] <= day) | (staff["hired_on"] > day)
    return int(staff.loc[away, "count"].sum())


def _ages(frame: pd.DataFrame) -> tuple[float, float] | None:
    if "age_low" not in frame or not frame["age_low"].notna().any():
        return None
    return float(frame["age_low"].min()), float(frame["age_high"].max())


def _amounts(
    name: str, frame: pd.DataFrame, problems: list[Problem], organisation: Organisation
) -> Iterator[AmountsRead]:
    for column in TABLES[name].columns:
        amounts = frame[column.name].dropna() if column.kind == "amount" else pd.Series(dtype=float)
        if amounts.empty:
            continue
        far = [p.values["times"] for p in problems if p.rule == "amount_far"] if column.name == "pay" else []
        periods = frame["pay_period"].dropna().unique() if "pay_period" in frame else ()
        yield AmountsRead(
            column.name,
            organisation.currency,
            tuple(sorted(map(str, periods))),
            len(amounts),
            len(frame),
            float(amounts.min()),
            float(amounts.median()),
            float(amounts.max()),
            {row: times for ratios in far if isinstance(ratios, Mapping) for row, times in ratios.items()},
        )
