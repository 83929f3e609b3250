"""Every figure about people brings the parts it is made of, and disclosure control judges it by nothing else."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from functools import cache
from typing import Any

import pytest
from at_length import at_length
from every_call import CALLS, NO_FIGURES, table_of

from genderaudit.disclosure import HIDDEN, Limits, protect, require_parts
from genderaudit.foundations.errors import AuditError
from genderaudit.measures.result import Result
from genderaudit.measures.results import Results

NOT_OF_PEOPLE = {
    *("budget_by_marker", "budget_by_objective", "budget_for_equality", "budget_spent", "column_availability"),
    *("activities_for_equality", "activity_budget_for_equality", "data_availability"),
    *("focal_point_coverage", "quota_compliance", "childcare_at_events", "texts_meeting"),
}
"""Measures of money, columns, units, events, activities and texts."""
OF_PEOPLE = sorted(CALLS.keys() - NO_FIGURES - NOT_OF_PEOPLE)
BASE_IS_NOT_N = {"youth_seats": "n is all seats"}


@cache
def results(name: str) -> list[Result]:
    found = [CALLS[name](table_of(seed, size)) for seed, size in ((1, 12), (2, 90))]
    assert not [one for one in found if not isinstance(one, Results)]
    return [result for one in found for result in one]


def numbers(result: Result) -> Counter[tuple[str, str]]:
    """Numbers by kind and sex, and by kind for all together."""
    found: Counter[tuple[str, str]] = Counter()
    for part in result.parts:
        found[part.kind, part.sex] += part.number
        found[part.kind, "all"] += part.number
    return found


@pytest.mark.parametrize("name", OF_PEOPLE)
def test_people_add_up_to_the_base(name: str) -> None:
    if name in BASE_IS_NOT_N:
        pytest.skip(BASE_IS_NOT_N[name])
    calculated = [one for one in results(name) if one.value is not None]
    for one in calculated:
        assert numbers(one)["people", "all"] == pytest.approx(one.n)


@pytest.mark.parametrize("name", OF_PEOPLE)
def test_women_and_men_beside_a_figure_are_its_parts(name: str) -> None:
    """They are the base, or those of it whom the figure counts: the young, the trained."""
    for one in results(name):
        if one.value is None or one.women is None or "sex" in one.group:
            continue
        of = numbers(one)
        kind = next(
            (kind for kind in ("young", "chosen") if one.unit in ("share", "seats") and (kind, "F") in of), "people"
        )
        assert of[kind, "F"] == pytest.approx(one.women)
        assert one.men is None or of[kind, "M"] == pytest.approx(one.men)
        for some in ("young", "chosen", "receivers"):
            assert not [sex for sex in "FMX" if name != "exit_ratio" and of[some, sex] > of["people", sex] + 1e-9]


@pytest.mark.parametrize("name", sorted(NOT_OF_PEOPLE))
def test_what_is_not_about_people_counts_nobody(name: str) -> None:
    assert not [one for one in results(name) if one.parts != ()]


@pytest.mark.parametrize("name", OF_PEOPLE)
@pytest.mark.parametrize("protection", at_length(["sensitive", "pay", "answers"]))
def test_no_decision_rests_on_details(name: str, protection: Any) -> None:
    """Whatever they are called, wherever their numbers stand, and where there are none."""
    found = results(name)
    shuffled = [
        replace(one, details=dict(zip(one.details, reversed(one.details.values()), strict=True))) for one in found
    ]
    renamed = [replace(one, details={f"my_{key}": value for key, value in one.details.items()}) for one in found]
    without = [replace(one, details={}) for one in found]
    decided = [decisions(some, protection) for some in (found, shuffled, renamed, without)]
    assert decided[1:] == decided[:1] * 3


def test_decisions_differ_from_figure_to_figure() -> None:
    """So that the test above compares something."""
    reasons = [one[-1] for name in OF_PEOPLE for one in decisions(results(name), "sensitive")]
    assert reasons.count(None) > 20
    assert len(set(reasons) & {*HIDDEN}) > 1


def decisions(some: list[Result], protection: Any) -> list[tuple[Any, ...]]:
    """Of each result alone: what would be shown of it, and why it would not."""
    decided = []
    for one in some:
        try:
            require_parts("figure", [one], protection)
        except AuditError as error:
            decided.append((str(error),))
        else:
            seen = protect(one, protection, Limits(minimum_cell=5, minimum_base=10))
            decided.append((seen.value, seen.n, seen.women, seen.men, seen.low, seen.high, seen.reason))
    return decided
