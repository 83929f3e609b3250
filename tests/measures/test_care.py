"""Family leave, fathers too; who is there after it; arrangements of working time; childcare at events."""

import pandas as pd
import pytest
from fact_tables import staff
from hypothesis import given, settings
from hypothesis import strategies as st

from genderaudit.measures.care import (
    back_from_leave,
    childcare_at_events,
    leave_length,
    leave_return,
    leave_uptake,
    working_time_arrangements,
)

# Four women and five men with a right to leave; of one woman only the days say that she took it.
PARENTS = staff(
    sex=["F"] * 4 + ["M"] * 5,
    entitled_to_leave=[True] * 9,
    leave_taken=[True, True, None, False, True, True, False, False, False],
    leave_days=[98, 98, 196, 0, 7, 21, None, None, None],
    back_after_6_months=[True, True, None, None, True, True, None, None, None],
    back_after_12_months=[True, False, None, None, True, True, None, None, None],
    working_time_arrangement=[True, True, False, False, True, False, False, False, False],
)


def test_fathers_take_leave_half_as_often() -> None:
    """Men 2 of 5, women 3 of 4: 0.4 / 0.75 = 0.5333."""
    (result,) = leave_uptake(PARENTS)
    assert (result.value, result.n, result.women) == (pytest.approx(0.4 / 0.75), 9, 4)
    assert result.low < result.value < result.high


def test_that_no_father_took_leave_is_a_figure_and_no_woman_is_none() -> None:
    none = PARENTS.assign(leave_taken=PARENTS["sex"].eq("F").astype("boolean"), leave_days=float("nan"))
    assert (leave_uptake(none).value, leave_uptake(none).low) == (0, None)
    turned = none.assign(sex=none["sex"].replace({"F": "M", "M": "F"}))
    assert leave_uptake(turned).reason == "zero_denominator"


def test_who_had_a_right_and_of_whom_nothing_says_whether_they_took_it_is_left_out() -> None:
    table = staff(sex=["F", "F", "M", "M"], entitled_to_leave=[True] * 4, leave_taken=[True, False, True, None])
    (result,) = leave_uptake(table)
    assert (result.value, result.n, result.details["not_counted"]) == (2, 3, 1)


def test_without_a_word_on_who_had_a_right_there_is_no_rate() -> None:
    """Of those who took leave everybody did: 1 would say that fathers take it as mothers do."""
    table = PARENTS.assign(entitled_to_leave=pd.Series([None] * 9, dtype="boolean"))
    assert (leave_uptake(table).value, leave_uptake(table).reason) == (None, "no_leave")


def test_return_from_leave_is_among_those_whose_return_is_stated() -> None:
    table = staff(
        sex=["F", "F", "F", "M", "M"],
        leave_taken=[True, True, True, True, False],
        returned_from_leave=[True, False, None, True, None],
    )
    result = leave_return(table)[0]
    assert (result.value, result.women, result.n, result.men) == (0.5, 2, 3, None)
    days_only = table.assign(leave_taken=None, leave_days=[98.0, 98.0, 98.0, 5.0, None])
    assert leave_return(days_only)[0].value == 0.5


def test_length_is_of_those_who_took_leave() -> None:
    """Women (98 + 98 + 196) / 3 = 130.67 days, men (7 + 21) / 2 = 14: 9.3333. Nought days are no leave."""
    (result,) = leave_length(PARENTS)
    assert (result.value, result.n) == (pytest.approx(392 / 3 / 14), 5)


def test_back_is_of_those_of_whom_it_is_stated() -> None:
    """After six months all four, after twelve one of two women and both men."""
    assert (back_from_leave(PARENTS, 6).value, back_from_leave(PARENTS, 6).n) == (1, 4)
    assert (back_from_leave(PARENTS).value, back_from_leave(PARENTS).n) == (0.5, 4)


def test_arrangements_are_shares_of_everybody_of_whom_it_is_stated() -> None:
    """Women 2 of 4, men 1 of 5: 2.5."""
    assert working_time_arrangements(PARENTS).value == pytest.approx(2.5)


def test_a_list_that_says_nothing_gives_a_reason() -> None:
    table = staff(sex=["F", "M"])
    assert {one(table).reason for one in (leave_uptake, leave_length, back_from_leave)} == {"no_leave"}
    assert working_time_arrangements(table).reason == "no_arrangements"


@given(st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from([True, False, None])), max_size=12))
@settings(max_examples=40, deadline=None)
def test_an_event_counts_once_whatever_its_rows_say(rows: list[tuple[str, bool | None]]) -> None:
    """Rows that repeat what an event says change nothing; an event of which nothing is stated is in no base."""
    table = pd.DataFrame(rows, columns=["event", "childcare"]).astype({"event": "string", "childcare": "boolean"})
    found = childcare_at_events(table)
    told = {event: [cell for name, cell in rows if name == event and cell is not None] for event, _ in rows}
    stated = [any(cells) for cells in told.values() if cells]
    assert found.n == len(stated)
    assert found.value == (pytest.approx(sum(stated) / len(stated)) if stated else None)
    assert childcare_at_events(pd.concat([table, table])) == found


@pytest.mark.parametrize(
    ("dates", "n", "with_childcare"),
    [
        ([None, None, None, None], 2, 1),
        (["2025-01-15", "2025-01-15", "2025-01-15", "2025-03-22"], 2, 1),
        (["2025-01-15", "2025-04-16", "2025-07-16", "2025-03-22"], 4, 1),  # a board that met three times
        (["2025-01-15", None, None, "2025-03-22"], 2, 1),  # dated in its first row
    ],
)
def test_meetings_of_one_name_on_several_days_are_several(dates: list[str | None], n: int, with_childcare: int) -> None:
    rows = {"event": ["CA", "CA", "CA", "AG"], "childcare": [False, False, False, True], "date": pd.to_datetime(dates)}
    found = childcare_at_events(pd.DataFrame(rows).astype({"event": "string", "childcare": "boolean"}))
    assert (found.n, found.details["with_childcare"]) == (n, with_childcare)
