"""Rows of a list as the attacker sees them, and figures over them in the terms of ``gate``."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from genderaudit.conclusions.findings import Finding
from genderaudit.gate import Amount, Choice, Figure, Problem
from genderaudit.measures.counting import NOT_STATED, labels, numbers, people, youth
from genderaudit.measures.representation import AGE_BANDS

SEEN = ("sex", "level", "unit")
"""Columns that everybody there can see, and by which sensitive figures are broken down."""
PEOPLE = "people"
"""Column with the number of people who are equal in everything that the attacker knows."""
STROKE = "|"
"""Separates an age band from ``young`` or ``older`` in the column ``age``."""
BOTH = ["F", "M"]
STATED = ["F", "M", "X"]
SEXES = [{"sex": sex} for sex in BOTH]
Wanted = Mapping[str, object]
"""Which rows: column → value, or a list of values."""
Made = Callable[[Wanted], "Figure | float"]
"""Gives the figure of the wanted rows."""


def rows_of(table: pd.DataFrame, seen: Sequence[str] = SEEN, **columns: Any) -> list[dict[str, Any]]:
    """Return one row for each combination of the ``seen`` columns and ``columns``, with the number of its people."""
    values = {name: labels(table[name]).tolist() for name in seen if name in table}
    values |= {name: list(column) for name, column in columns.items()}
    numbers_of: Counter[tuple[Any, ...]] = Counter()
    for row, number in zip(
        zip(*values.values(), strict=True), np.rint(people(table)).astype(int).tolist(), strict=True
    ):
        numbers_of[row] += number
    return [{**dict(zip(values, row, strict=True)), PEOPLE: number} for row, number in numbers_of.items() if number]


def says_yes(table: pd.DataFrame, column: str) -> NDArray[np.bool_]:
    """Return True for rows with yes in a column; blank counts as no."""
    return table[column].fillna(False).to_numpy(dtype=bool)


def age_bands(table: pd.DataFrame) -> list[str]:
    """Return the age band of each row, or *not stated* where its age may be in two bands."""
    low, high = numbers(table["age_low"]), numbers(table["age_high"])
    names = [f"{start:g}+" if math.isinf(end) else f"{start:g}-{end:g}" for start, end in AGE_BANDS]
    inside = [(low >= start) & (high < end + 1) for start, end in AGE_BANDS]
    return [str(one) for one in np.select(inside, names, default=NOT_STATED)]


def ages_and_youth(table: pd.DataFrame, limit: float) -> list[str]:
    """Return ``band|young`` or ``band|older`` for each row; nothing after the stroke where that is not known."""
    young, older = youth(table, limit)
    of = np.select([young, older], ["young", "older"], default="")
    return [f"{band}{STROKE}{is_young}" for band, is_young in zip(age_bands(table), of, strict=True)]


def gap_of_means(problem: Problem, column: str, known: str) -> Made:
    """Return a function that gives 1 - mean of women / mean of men of a column, over rows where ``known`` is true."""

    def mean(wanted: Wanted) -> Figure | float:
        return ratio(problem.total(column, wanted, **{known: True}), problem.count(wanted, **{known: True}))

    return lambda wanted: 1 - ratio(mean({**wanted, "sex": "F"}), mean({**wanted, "sex": "M"}))


def young_and_known(problem: Problem) -> tuple[list[str], list[str]]:
    """Return the values of ``age`` that are young, and all values that say whether somebody is."""
    ages = sorted({str(row["age"]) for row in problem.rows})
    return [a for a in ages if a.endswith(f"{STROKE}young")], [a for a in ages if not a.endswith(STROKE)]


def choice_of(rows: Sequence[Wanted], column: str) -> Choice:
    """Return the values of a column of categories; that nobody is in a category may become known."""
    values = sorted({row[column] for row in rows}, key=str)
    return Choice(values, none=values, open=[one for one in values if one in (NOT_STATED, f"{NOT_STATED}{STROKE}")])


def yes_or_no() -> Choice:
    """Return yes and no as values of a column; that nobody, or everybody, has it may become known."""
    return Choice((True, False), none=(True, False))


def amount_range(rows: Sequence[Mapping[str, Any]], column: str) -> Amount:
    """Return 0 to twice the largest amount: the range that an attacker would assume beforehand."""
    return Amount(0.0, 2 * max(float(row[column]) for row in rows) + 1)


def ratio(top: Figure | float, bottom: Figure | float) -> Figure | float:
    """Return ``top / bottom``; 0 where ``bottom`` is the number 0."""
    if isinstance(bottom, Figure):
        return top / bottom if isinstance(top, Figure) else Figure({None: top}, {None: 1.0}) / bottom
    return top / bottom if bottom else 0.0


def is_of_counts(figure: Figure) -> bool:
    """Return whether a figure is made of counts only, not of amounts."""
    return not any(term and term.of for form in (figure.top, figure.bottom) for term in form)


def count_of(problem: Problem, wanted: Wanted) -> float:
    """Return the true number of people in the wanted rows."""
    many = {name: one if isinstance(one, list) else [one] for name, one in wanted.items()}
    return float(sum(number for row, number in problem.people if all(row[name] in of for name, of in many.items())))


def among(made: Made, whom: Wanted, wanted: Wanted) -> Figure | float:
    """Return the figure of the wanted rows among ``whom``."""
    return made({**whom, **wanted})


def base_of(problem: Problem, one: Finding, wanted: Wanted | None = None) -> dict[str, object]:
    """Return which of the ``wanted`` rows a finding is of: women and men, everybody whose sex is stated, or everybody.

    Its ``n`` tells: some measures count women and men only, others also people of another sex.
    """
    stated: tuple[dict[str, object], ...] = ({"sex": BOTH}, {"sex": STATED})
    return next((whom for whom in stated if one.n == count_of(problem, {**(wanted or {}), **whom})), {})


def people_of(problem: Problem, one: Finding) -> dict[str, object]:
    """Return which rows a finding of the survey is of: those of one sex, or its base."""
    return {"sex": one.group["sex"]} if "sex" in one.group else base_of(problem, one)
