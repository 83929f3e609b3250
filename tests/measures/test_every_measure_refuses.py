"""What every public measure refuses, in a sentence: other codes, missing columns, words among numbers, parameters."""

from __future__ import annotations

import inspect
import re
from collections.abc import Sequence
from functools import cache
from typing import Any

import numpy as np
import pandas as pd
import pytest
from at_length import at_length
from every_call import ANSWER, CALLS, CELLS, DAY, FROM_NOUGHT, HEADS, ITEMS, LEVELS, NUMBERS, PERIOD, Call, series

from genderaudit import measures
from genderaudit.foundations.errors import AuditError
from genderaudit.measures.counting import Headcount

TEXT = "abc, no number"
WITHOUT_SEX = {
    *(
        "in_service",
        "budget_by_marker",
        "budget_by_objective",
        "budget_spent",
        "budget_for_equality",
        "budget_per_head",
        "pay_basis",
        "standard_factors",
    ),
    *("trend", "projection_to_target", "path_to_target", "data_availability", "column_availability", "selection_ratio"),
    *("change_between", "change_of_counts", "parity_index", "under_quota", "childcare_at_events", "texts_meeting"),
    *("women_reached", "reached_against_members", "activities_for_equality", "activity_budget_for_equality"),
    "for_equality",
}
PEOPLE = sorted(CALLS.keys() - WITHOUT_SEX)


@cache
def example(size: int = 12) -> pd.DataFrame:
    """A table with every column filled with what belongs there."""
    filled: dict[str, Sequence[Any]] = {
        "sex": ("F", "M"),
        "level": LEVELS,
        "pay_period": ("hour",),
        "stage": ("applied", "appointed"),
        "age_band": ("20-30",),
        "currency": ("EUR",),
        "gender_marker": ("1", "2"),
        "year": (2020, 2022, 2024),
        "count": (1,),
        "open": ("words",),
        **dict.fromkeys(["speaking_turns", "examined", "meets"], (2, 5)),
        "quota_women": (0.3,),
        "quota_youth": (0.3,),
        "focal_point_time": (0.0, 0.2),
        "Q1": (1, 4, 5),
        "Q2": (2, 3),
        "a column of its own": ("x",),
        **{name: ("2023-05-01",) for name, cell in CELLS.items() if cell is DAY},
        **{name: (True, False) for name, cell in CELLS.items() if cell is ANSWER},
        **{name: (10.0, 20.0, 40.0) for name, cell in CELLS.items() if cell is NUMBERS or cell is FROM_NOUGHT},
    }
    cells = {name: list(np.resize(filled.get(name, ("a", "b")), size)) for name in CELLS}
    return pd.DataFrame({name: series(name, cell) for name, cell in cells.items()})


@pytest.mark.parametrize("name", PEOPLE)
def test_other_codes_of_sex_are_named_with_their_counts(name: str) -> None:
    table = example().assign(sex=["female"] * 7 + ["male"] * 3 + ["F", "Aminata"])
    with pytest.raises(AuditError, match=r"not F, M or X: female \(7 times\), male \(3 times\)") as caught:
        CALLS[name](table)
    assert "F (once)" in str(caught.value)
    assert "Aminata" not in str(caught.value)


def refused(call: Call, table: pd.DataFrame) -> str | None:
    """The sentence that refuses the table, if it is refused."""
    try:
        call(table)
    except AuditError as error:
        return str(error)
    return None


@pytest.mark.parametrize("name", at_length(list(CALLS), 12))
def test_a_missing_column_is_named_with_those_there_are(name: str) -> None:
    """Of each column in turn: the measure does without it, or says what it needs. Never a KeyError."""
    takes_pay = "pay" in inspect.signature(getattr(measures, name)).parameters
    columns = [column for column in CELLS if not (column == "pay" and takes_pay)]
    said = {column: refused(CALLS[name], example().drop(columns=column)) for column in columns}
    needed = {column: sentence for column, sentence in said.items() if sentence}
    assert needed or name in (
        "data_availability",
        "column_availability",
        "selection_ratio",
        "change_between",
        "change_of_counts",
        "parity_index",
    )
    for column, sentence in needed.items():
        assert f"needs the column '{column}'." in sentence
        assert "The table has: " in sentence


@pytest.mark.parametrize("name", at_length(list(CALLS), 12))
def test_words_among_numbers_dates_and_answers_are_refused_without_being_shown(name: str) -> None:
    table = example()
    for column in CELLS:
        if table[column].dtype.kind in "fMb":
            spoiled = table[column].astype(object).mask(np.arange(len(table)) == 1, TEXT)
            sentence = refused(CALLS[name], table.assign(**{column: spoiled}))
            assert sentence is None or (column in sentence and TEXT not in sentence)


@pytest.mark.parametrize("name", PEOPLE)
@pytest.mark.parametrize("count", [-1.0, np.inf, 0.5])
def test_counts_are_whole_people(name: str, count: float) -> None:
    table = example()
    with pytest.raises(AuditError, match=r"^count holds"):
        CALLS[name](table.assign(count=[count, *[1.0] * (len(table) - 1)]))


def test_closest_column_is_offered() -> None:
    table = example().rename(columns={"unit": "region_code"})
    with pytest.raises(AuditError, match=r"share_of_women needs the column 'region'. Do you mean 'region_code'\?"):
        measures.share_of_women(table, by="region")


class TestPayOfNought:
    """(men − women) / men has no value where no man is paid; nought and less is no pay to compare."""

    people = pd.DataFrame({"sex": list("FFMM")})

    @pytest.mark.parametrize("measure", [measures.mean_pay_gap, measures.median_pay_gap])
    @pytest.mark.parametrize(
        ("pay", "reason", "value", "n", "left_out"),
        [
            ([1, 2, 0, 0], "zero_denominator", None, 2, 2),
            ([1, 2, -1, 0], "zero_denominator", None, 2, 2),
            ([0, 0, 1, 2], "one_sex_only", None, 2, 2),
            ([0, 0, 0, 0], "zero_denominator", None, 0, 4),
            ([1, 0, 2, 2], None, 0.5, 3, 1),
        ],
    )
    def test_gap(self, measure, pay, reason, value, n, left_out):
        result = measure(self.people, pd.Series(pay, dtype=float))[0]
        assert (result.reason, result.value, result.n) == (reason, value, n)
        assert result.details["pay_not_positive"] == result.details["not_counted"] == left_out

    def test_a_negative_bonus_is_none_and_counted(self):
        table = self.people.assign(variable_pay=[-5.0, 2.0, 4.0, 4.0])
        gap, receipt = measures.variable_pay_gap(table)[0], measures.variable_pay_receipt(table)[0]
        assert (gap.value, gap.n, gap.details["pay_not_positive"]) == (0.5, 3, 1)
        assert (receipt.value, receipt.n, receipt.details["negative"]) == (0.5, 4, 1)

    def test_pay_of_other_rows_is_refused(self):
        with pytest.raises(AuditError, match="the same index, in the same order"):
            measures.mean_pay_gap(self.people, pd.Series([1.0, 2.0, 3.0]))


@pytest.mark.parametrize(
    ("call", "sentence"),
    [
        (lambda t: measures.variable_pay_gap(t, "meen"), "knows of 'mean' or 'median', not 'meen'"),
        (lambda t: measures.pay_basis(t, "day"), "knows basis 'list' or 'hour' or 'fte_year', not 'day'"),
        (
            lambda t: measures.pay_basis(t, default_period="weekly"),
            "default_period must be hour, month or year, not 'weekly'",
        ),
        (lambda t: measures.share_of_women(t, level=95), "between 0 and 1"),
        (lambda t: measures.attendance_of_women(t, quota=30), "quota must be a share from 0 to 1"),
        (lambda t: measures.seats(t, {"a": 30}), "quotas must be shares from 0 to 1"),
        (lambda t: measures.promotion(t, "soon", "2024-12-31"), "since must be a day"),
        (lambda t: measures.step_ratios(t, "top"), "levels must be a list of different names"),
        (lambda t: measures.step_ratios(t, ["top", "top"]), "levels must be a list of different names"),
        (lambda t: measures.share_of_women(t.to_dict()), "needs a pandas DataFrame as table, not a dict"),
        (lambda t: measures.selection_ratio(-1, 2, 1, 2), "selected_women must be a number of people"),
        (lambda t: measures.parity_index(1.0, 2.0, np.nan, 2), "women must be a number of people"),
        (lambda t: measures.parity_index(np.nan, 2.0, 2, 2), "value_women must be a finite number"),
        (lambda t: measures.change_between(Headcount(women=np.nan), Headcount()), "first must be a number of people"),
        (lambda t: measures.budget_per_head(t, {"a": np.nan}), "heads must be numbers from 0 upwards"),
        (lambda t: measures.response(t, ITEMS, HEADS.assign(count=np.nan)), "headcounts hold blank counts"),
        (lambda t: measures.item_results(t, ITEMS, weights=["x"] * len(t)), "Weights must be positive numbers"),
        (
            lambda t: measures.year_target_reached(measures.observed_flows(t, *PERIOD, LEVELS), 0.5, "nowhere"),
            "The flows have no level 'nowhere'. Theirs are: top, middle, base",
        ),
    ],
)
def test_what_a_parameter_cannot_be_is_said(call: Call, sentence: str) -> None:
    with pytest.raises(AuditError, match=re.escape(sentence)):
        call(example())
