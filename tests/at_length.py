"""Tests in two lengths: short in ``make test``, long in ``make test-all``."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Sequence
from functools import wraps
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st


def at_length(cases: Sequence[Any], quick: int = 1) -> list[Any]:
    """The cases of a parametrisation, of which the first ``quick`` are tried in ``make test``."""
    later = (case if isinstance(case, tuple) else (case,) for case in cases[quick:])
    return [*cases[:quick], *(pytest.param(*case, marks=pytest.mark.slow) for case in later)]


def tried(few: int, many: int, *values: st.SearchStrategy[Any]) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Try a test on ``few`` examples in ``make test`` and on ``many`` in ``make test-all``.

    ``values`` are strategies for its last arguments, as with ``given``; the others are fixtures and parameters.
    """

    def decorated(test: Callable[..., None]) -> Callable[..., None]:
        @pytest.mark.parametrize("number", at_length([few, many]))
        @wraps(test)
        def of_two_lengths(*first: Any, number: int, **named: Any) -> None:
            @settings(max_examples=number, deadline=None, database=None, suppress_health_check=[HealthCheck.too_slow])
            @given(st.tuples(*values))
            def each(example: tuple[Any, ...]) -> None:
                test(*first, *(named[name] for name in given_names), *example)

            each()

        asked = list(inspect.signature(test).parameters.values())[: -len(values)]
        given_names = [one.name for one in asked if one.name != "self"]
        number = inspect.Parameter("number", inspect.Parameter.KEYWORD_ONLY)
        of_two_lengths.__signature__ = inspect.Signature([*asked, number])  # type: ignore[attr-defined]
        return of_two_lengths

    return decorated
