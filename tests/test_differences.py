"""A comparison that fails says in words what is missing, what is too much and what differs where."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy
import pytest
from differences import LINES, differences

STAFF = {"id": "staff", "value": 0.3, "n": 40}
PAY = {"id": "pay", "value": 0.1, "n": 12}


@pytest.mark.parametrize(
    ("found", "expected", "said"),
    [
        (["a", "b"], [], ["found 2 items (left), expected nothing (right)", "not expected: 'a', 'b'"]),
        ({"a", "c"}, {"a", "b"}, [..., "missing: 'b'", "not expected: 'c'"]),
        (["a", "a"], ["a"], ["found 2 items (left), expected 1 item (right)", "not expected: 'a'"]),
        (["x", "a", "b"], ["a", "b", "c"], [..., "missing: 'c'", "not expected: 'x'"]),
        (["a", "b", "c"], ["a", "c", "b"], [..., "the same in another order, from [1] on: 'b', not 'c'"]),
        ([1, 2, 3], [1, 5, 3], [..., "[1] 2, not 5"]),
        ([STAFF, PAY], [STAFF, PAY | {"value": 0.2}], [..., "[1] (id 'pay')['value'] 0.1, not 0.2"]),
        ([STAFF | {"more": 1}], [STAFF], [..., "[0] (id 'staff') key not expected: 'more'"]),
        ({"en": {"a": [1]}}, {"en": {"a": [1, 2]}}, [..., "['en']['a'] missing: 2"]),
        ({"a": 1}, {"a": "1"}, [..., "['a'] 1, not '1' (int, not str)"]),
        ([1], (1,), [..., "[1], not (1,) (list, not tuple)"]),
        ({"a": float("nan"), "b": 1}, {"a": 0, "b": 1}, [..., "['a'] nan, not 0 (float, not int)"]),
    ],
)  # fmt: skip
def test_each_difference_has_a_line(found: Any, expected: Any, said: list[Any]) -> None:
    told = differences(found, expected)
    assert told[1:] == said[1:]
    assert said[0] in (..., told[0])


@pytest.mark.parametrize("kind", [str, str.encode])
def test_of_a_long_text_what_surrounds_the_first_difference(kind: Any) -> None:
    found, expected = ("a" * 500 + letter + "c" * 500 for letter in "bd")
    told = differences([kind(found)], [kind(expected)])[1]
    assert told.startswith(f"[0] from character 500 {kind('aaa')!r}"[:-1])
    assert "ab" in told
    assert "ad" in told
    assert len(told) < 250


def test_however_much_differs_few_and_short_lines_are_said() -> None:
    told = differences(dict.fromkeys(range(900), "x" * 5000), {key: ["y" * 5000] for key in range(1000)})
    assert len(told) == LINES + 2
    assert told[1] == "key missing: 900, 901, 902, 903, 904 and 95 more"
    assert told[-1] == "… and more that differs"
    assert max(map(len, told)) < 250


@pytest.mark.parametrize(("found", "expected"), [("ab", "ac"), (1, 2), ([1], None), ([0] * 9000, [])])
def test_of_other_values_pytest_speaks(found: Any, expected: Any) -> None:
    assert differences(found, expected) == []


class TestHook:
    """``pytest_assertrepr_compare`` of ``conftest.py``."""

    @pytest.fixture
    def said(self, pytestconfig, monkeypatch) -> Callable[..., str]:
        def of(left: object, right: object, op: str = "==", verbosity: int = 0) -> str:
            with monkeypatch.context() as patch:
                patch.setattr(pytestconfig, "get_verbosity", lambda of=None: verbosity)
                told = pytestconfig.hook.pytest_assertrepr_compare(config=pytestconfig, op=op, left=left, right=right)
            return "\n".join(next(filter(None, told), []))

        return of

    def test_words_alone_unless_more_is_asked_for(self, said) -> None:
        assert said([1], [2]).splitlines()[1:] == ["[0] 1, not 2"]
        assert "At index 0 diff: 1 != 2" in said([1], [2], verbosity=2)

    @pytest.mark.parametrize(
        ("left", "right", "op"), [("a", "b", "=="), ([1], [1], "!="), ([numpy.arange(2)], [numpy.ones(2)], "==")]
    )
    def test_what_words_are_not_for_is_left_to_pytest(self, said, left, right, op) -> None:
        assert "expected" not in said(left, right, op)
