"""What one process of a round computed, another does not compute again; and never a wrong value."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from genderaudit import memory
from genderaudit.memory import remember, remembered

pytestmark = pytest.mark.skipif(not hasattr(os, "memfd_create"), reason="no shared memory without a name here")


@pytest.fixture(autouse=True)
def shared() -> Iterator[None]:
    memory.share()
    yield
    memory.forget()


def test_a_value_computed_in_one_process_is_known_in_the_next() -> None:
    table = pd.DataFrame({"sex": ["F", "M", None], "pay": [1.0, 2.0, np.nan]})
    in_a_child(lambda: remember("sum", lambda: {"pay": 3.0}, table, "pay"))
    assert remember("sum", unreachable, table.copy(), "pay") == {"pay": 3.0}


def test_a_process_sees_what_is_written_after_it_was_forked() -> None:
    remember("first", lambda: 1)
    in_a_child(lambda: remember("second", lambda: 2))
    assert remember("second", unreachable) == 2
    in_a_child(lambda: check(remember("first", unreachable) == 1))


def test_a_process_that_is_killed_while_it_writes_leaves_nothing_to_read(monkeypatch: pytest.MonkeyPatch) -> None:
    real, written = os.pwrite, []

    def dies_before_it_is_counted(file: int, data: bytes, place: int) -> int:
        if place == 0:
            os.kill(os.getpid(), signal.SIGKILL)
        written.append(data)
        return real(file, data, place)

    def half() -> None:
        monkeypatch.setattr(os, "pwrite", dies_before_it_is_counted)
        remember("half", lambda: "half")

    assert in_a_child(half) == -signal.SIGKILL
    assert remember("half", lambda: "whole") == "whole"  # neither found nor blocked by a lock


def test_many_processes_write_at_once() -> None:
    def writes(first: int) -> None:
        for number in range(first, 200, 4):
            remember("many", partial(int, number), number)

    children = [fork(partial(writes, first)) for first in range(4)]
    assert [os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) for child in children] == [0, 0, 0, 0]
    assert [remember("many", unreachable, n) for n in range(200)] == list(range(200))


@pytest.mark.parametrize(
    "other",
    [
        (pd.DataFrame({"a": ["x", "z"]}), ["a"], 1),
        (pd.DataFrame({"b": ["x", "y"]}), ["a"], 1),
        (pd.DataFrame({"a": ["x", "y"]}, index=[1, 2]), ["a"], 1),
        (pd.DataFrame({"a": ["x", "y"]}, dtype=object), ["a"], 1),
        (pd.DataFrame({"a": ["x", "y"]}), ("a",), 1),
        (pd.DataFrame({"a": ["x", "y"]}), ["a"], 1.0),
        (pd.DataFrame({"a": ["x", "y"]}), ["a"], 1, None),
    ],
)
def test_other_values_are_other_keys(other: tuple[Any, ...]) -> None:
    remember("f", lambda: "this", pd.DataFrame({"a": ["x", "y"]}), ["a"], 1)
    assert remember("f", lambda: "that", *other) == "that"
    assert remember("g", lambda: "that", pd.DataFrame({"a": ["x", "y"]}), ["a"], 1) == "that"


def test_a_table_that_was_changed_in_place_is_another() -> None:
    table = pd.DataFrame({"pay": [1.0, 2.0]})
    total = remembered(lambda table: float(table["pay"].sum()))
    assert total(table) == 3
    table.loc[0, "pay"] = 5.0
    assert total(table) == 7


values = st.one_of(st.none(), st.booleans(), st.integers(-3, 3), st.floats(-2, 2), st.text("ab", max_size=2))
keys = st.recursive(
    values, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text("ab", max_size=1), inner)
)


@settings(deadline=None)
@given(keys, keys)
def test_two_keys_are_told_apart_exactly_by_their_content(one: Any, two: Any) -> None:
    assert (memory._digest("f", one) == memory._digest("f", two)) == (repr(one) == repr(two))


def test_what_cannot_be_pickled_is_computed() -> None:
    assert remember("f", lambda: 1, lambda: None) == 1
    assert remember("f", lambda: 2, lambda: None) == 2


def test_without_sharing_everything_is_computed() -> None:
    memory.forget()
    assert [remember("f", lambda n=n: n, "key") for n in (1, 2)] == [1, 2]


def unreachable() -> Any:
    raise AssertionError("computed again")


def check(right: bool) -> None:
    if not right:
        raise AssertionError


def fork(work: Callable[[], Any]) -> int:
    child = os.fork()
    if child == 0:
        status = 1
        try:
            work()
            status = 0
        finally:
            os._exit(status)
    return child


def in_a_child(work: Callable[[], Any]) -> int:
    status = os.waitstatus_to_exitcode(os.waitpid(fork(work), 0)[1])
    if status > 0:
        raise AssertionError("the child failed")
    return status
