"""Every argument of a measure that may be left out changes what the measure finds."""

from __future__ import annotations

import inspect
from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd
import pytest
from every_call import CALLS, LEVELS, table_of

from genderaudit import measures
from genderaudit.measures.results import Results

SIZE = 240
DRAW = np.random.default_rng(24)


def ordinary() -> pd.DataFrame:
    """A list as organisations keep it: women lower in rank, more often part-time and worse paid, and no odd cell."""
    women, nth = np.arange(SIZE) % 2 == 0, np.arange(SIZE)
    level = np.where(women, DRAW.integers(0, 3, SIZE), DRAW.integers(0, 2, SIZE))
    table = table_of(2, SIZE).assign(
        sex=np.where(women, "F", "M"),
        level=np.array(LEVELS)[level],
        unit=np.array(["a", "b"])[nth // 2 % 2],
        age_low=20.0 + nth % 40,
        age_high=20.0 + nth % 40,
        count=1.0,
        pay=3000.0 - 600 * level - 200 * women + DRAW.normal(0, 90, SIZE),
        weekly_hours=np.where(women & (nth % 4 == 0), 20.0, 40.0),
        fte=np.where(women & (nth % 4 == 0), 0.5, 1.0),
        in_arrears=np.where(nth % 5 == 0, 1.0, 0.0),
        amount=100.0 + nth,
        gender_marker=nth % 4,
        currency="EUR",
        quota_women=np.nan,
        quota_youth=np.where(nth % 2 == 0, 0.3, np.nan),
        event="a",
        body=np.array(["a", "b"])[nth % 2],
        role="delegate",
        hired_on=pd.to_datetime(np.where(women & (nth % 3 > 0) | (nth % 7 == 0), "2022-06-01", "2010-01-01")),
        left_on=pd.to_datetime(np.where(nth % 6 == 0, "2023-05-01", None)),
        Q1=1.0 + nth % 5,
        Q2=1.0 + nth % 4,
    )
    return table.astype({"gender_marker": "int"}).astype({"gender_marker": "string"})


TABLES = [ordinary(), table_of(2, 90), table_of(1, 60), table_of(7, 900)]
GROUPED = {"by": "unit", "order": None}
OTHER: dict[str, tuple[dict[str, Any], Any]] = {
    # Argument: with which other ones, and its value.
    "at": ({}, "top"),
    "bands": ({}, ((0, 30), (31, 200))),
    "basis": ({}, "fte_year"),
    "by": ({}, "function"),
    "cap": ({}, 1.01),
    "column": ({}, "quota_youth"),
    "default_period": ({}, "hour"),
    "draws": ({}, 7),
    "full_time_hours": ({}, 20.0),
    "group": ({}, {"of": "all"}),
    "horizon": ({}, 1),
    "iterations": ({}, 1),
    "level": ({}, 0.8),
    "limit": ({}, 45.0),
    "markers": ({}, ("1",)),
    "minimum": ({}, 10_000),
    "minimum_answered": ({}, 0.9),
    "minimum_answers": ({}, 10_000),
    "minimum_of_a_sex": ({}, 10_000),
    "minimum_people": ({}, 10_000),
    "minimum_rate": ({}, 1.0),
    "months": ({}, 12),
    "of": ({}, "mean"),
    "order": (GROUPED, ["b", "a"]),
    "quota": ({}, 0.9),
    "quotas": ({}, {"a": 0.9}),
    "reserved": ({}, ("a",)),
    "same_group": ({"same_group": False}, True),
    "seed": ({}, 7),
    "stages": ({}, ("applied", "appointed")),
    "target": ({"quotas": None}, 0.9),
    "threshold": ({}, 0.5),
    "tolerance": ({}, 10.0),
    "usable": ({}, 0.3),
    "weights": ({}, None),
    "where": ({}, {"unit": "a"}),
    # Of one measure.
    "response.order": ({}, ["elsewhere", "top", "base"]),
    "representativeness.order": ({}, ["elsewhere", "top", "base"]),
    "year_target_reached.level": ({"draws": 200, "horizon": 50, "target": 0.6}, 0.8),
    "whom": ({}, {"a": "youth"}),
}
ARGUMENTS = [
    (name, parameter.name)
    for name in CALLS
    for parameter in inspect.signature(getattr(measures, name)).parameters.values()
    if parameter.default is not parameter.empty
]


def found(name: str, table: pd.DataFrame, given: Mapping[str, Any], monkeypatch: pytest.MonkeyPatch) -> str:
    """What the measure finds in the table when it is called as ``CALLS`` does, but with these arguments."""
    function = getattr(measures, name)
    signature = inspect.signature(function)

    def called(*positional: Any, **named: Any) -> Any:
        bound = signature.bind(*positional, **named)
        bound.arguments.update(given)
        return function(*bound.args, **bound.kwargs)

    with monkeypatch.context() as patch:
        patch.setattr(measures, name, called)
        result = CALLS[name](table)
    return repr(list(result) if isinstance(result, Results) else result)


@pytest.mark.parametrize(("name", "argument"), ARGUMENTS)
def test_another_value_changes_what_is_found(name: str, argument: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with_it, value = OTHER.get(f"{name}.{argument}") or OTHER[argument]
    for table in TABLES:
        if argument == "weights":
            value = pd.Series(1.0 + np.arange(len(table)) % 3, table.index)
        before = found(name, table, with_it, monkeypatch)
        if found(name, table, {**with_it, argument: value}, monkeypatch) != before:
            return
    pytest.fail(f"{name} finds the same in every table, whatever {argument} is: use it, or take it away")
