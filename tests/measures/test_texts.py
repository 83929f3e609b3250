"""Texts examined as proportions."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from genderaudit.measures.inference import wilson
from genderaudit.measures.texts import texts_meeting

COLUMNS = ["text_kind", "looked_for", "examined", "meets", "chosen"]


def table(rows: list[tuple[object, ...]]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=COLUMNS)


def test_share_of_texts_by_kind_and_by_what_was_looked_for() -> None:
    found = texts_meeting(
        table(
            [
                ("circular", "wording", 30, 12, "drawn"),
                ("circular", "wording", 10, 1, "drawn"),
                ("vacancy", None, None, 1, "all"),  # single texts
                ("vacancy", None, None, 0, None),
                ("vacancy", None, 2, 5, None),  # more than were examined: left out, and counted
            ]
        )
    )
    circulars, vacancies = found
    assert (dict(circulars.group), circulars.value, circulars.n) == (
        {"text_kind": "circular", "looked_for": "wording"}, 0.325, 40,
    )  # fmt: skip
    assert (circulars.low, circulars.high) == pytest.approx(wilson(13, 40, 0.95))
    assert (dict(vacancies.group), vacancies.value, vacancies.n) == ({"text_kind": "vacancy"}, 0.5, 2)
    assert (vacancies.low, vacancies.details) == (None, {"not_counted": 2})


COUNTS = st.tuples(st.integers(1, 50), st.integers(0, 50)).map(lambda pair: (max(pair), pair[1]))


@given(st.lists(COUNTS, min_size=1, max_size=5))
def test_texts_one_by_one_or_as_numbers_are_the_same(counts: list[tuple[int, int]]) -> None:
    numbers = table([("mission", None, examined, meets, "all") for examined, meets in counts])
    single = table(
        [("mission", None, None, int(k < meets), "all") for examined, meets in counts for k in range(examined)]
    )
    (one,), (other,) = texts_meeting(numbers), texts_meeting(single)
    assert (one.n, one.value) == (other.n, pytest.approx(other.value))


def test_without_texts_there_is_nothing() -> None:
    assert list(texts_meeting(table([]))) == []
