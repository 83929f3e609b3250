"""Results: one object for what a measure gives."""

from __future__ import annotations

import pandas as pd
import pytest

from genderaudit.conclusions.frames import frame
from genderaudit.foundations.errors import AuditError
from genderaudit.measures import Result
from genderaudit.measures.results import Results

WHOLE = Result(value=0.4, unit="share", n=10, women=4, men=6, low=0.2, high=0.6)
TOP = Result(value=0.25, unit="share", n=4, women=1, men=3, group={"level": "Director"})
EMPTY = Result(value=None, unit="share", n=0, women=0, men=0, group={"level": "Clerk"}, reason="no_rows")
REST = Result(value=0.5, unit="share", n=6, women=3, men=3, group={"level": "Assistant"})


def test_the_frame_has_a_row_a_result_with_its_base_and_reason() -> None:
    table = Results([WHOLE, TOP, EMPTY]).frame
    assert list(table.columns) == ["level", "value", "value_unit", "n", "women", "men", "low", "high", "reason"]
    assert table["n"].tolist() == [10, 4, 0]
    assert table.loc[2, "reason"] == "no_rows"
    assert pd.isna(table.loc[2, "value"])


def test_counts_of_the_frame_are_integers_unless_people_are_split() -> None:
    assert str(Results([WHOLE]).frame["women"].dtype) == "Int64"
    split = Result(value=0.4, unit="share", n=2.5, women=1.0, men=1.5)
    assert Results([split]).frame["n"].tolist() == [2.5]


def test_the_whole_and_the_groups_stand_apart() -> None:
    results = Results([WHOLE, TOP, EMPTY, REST])
    assert results.overall is WHOLE
    assert results.by_group.to_dict() == pytest.approx(
        {"Director": 0.25, "Clerk": float("nan"), "Assistant": 0.5}, nan_ok=True
    )


def test_the_difference_is_the_widest_between_groups() -> None:
    assert Results([WHOLE, TOP, EMPTY, REST]).difference == pytest.approx(0.25)
    assert Results([WHOLE, TOP]).difference is None


def test_the_difference_of_groups_split_by_sex_is_womens_value_minus_mens() -> None:
    answers = {("D1", "F"): 0.3, ("D1", "M"): 0.5, ("D2", "F"): 0.8, ("D2", "M"): 0.6}
    results = Results(Result(value=v, unit="share", n=20, group={"item": i, "sex": s}) for (i, s), v in answers.items())
    assert results.difference.to_dict() == pytest.approx({"D1": -0.2, "D2": 0.2})


def test_a_single_result_is_read_directly_and_several_by_their_label() -> None:
    assert Results([TOP]).value == 0.25
    several = Results([TOP, REST])
    assert several["Director"] is TOP
    with pytest.raises(AuditError, match="Take one by its label"):
        _ = several.value
    with pytest.raises(AuditError, match="Director, Assistant"):
        several["Boss"]


def test_results_are_added_sliced_and_chosen() -> None:
    both = Results([WHOLE], name="women") + Results([TOP, REST])
    assert both == [WHOLE, TOP, REST]
    assert both[1:].name == "women"
    assert both.where(level="Assistant") == [REST]
    with pytest.raises(AuditError, match="level=Director; level=Assistant"):
        both.where(level="Boss")


def test_no_results_are_a_frame_without_rows() -> None:
    assert Results().frame.empty
    assert len(Results().by_group) == 0
    assert Results().difference is None


def test_a_group_may_be_called_unit() -> None:
    """People stand in units; the unit of the value has a name of its own."""
    found = Results([Result(value=0.5, unit="share", n=4, group={"unit": name}) for name in ("North", "South")])
    assert found.frame["unit"].tolist() == ["North", "South"]
    assert found.frame["value_unit"].tolist() == ["share", "share"]
    assert found.by_group.to_dict() == {"North": 0.5, "South": 0.5}
    assert frame(found)["unit"].tolist() == ["North", "South"]
