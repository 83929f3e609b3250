"""Nobody learns from a synthesis, or from several, what fewer than five organisations' reports say."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Collection, Mapping
from itertools import combinations, product

import numpy as np
import pytest
from confederation import audited, confederation
from hypothesis import example, given, settings
from hypothesis import strategies as st

from genderaudit.foundations.workspace import Workspace
from genderaudit.synthesis.audits import Audited
from genderaudit.synthesis.together import (
    EDGE,
    FEWEST,
    OTHERS,
    Counted,
    Counting,
    by_kind,
    cells,
    is_safe,
    note,
    quarters,
    read_register,
)

PEOPLE = st.sets(st.integers(0, 13), min_size=1)


def can_be_told(sets: list[set[int]], few: set[int]) -> bool:
    """Whether sums over the sets, added and subtracted at will, give the sum over ``few``: brute force by rank."""
    rows = np.array([[element in one for element in range(14)] for one in sets], dtype=float)
    wanted = np.array([element in few for element in range(14)], dtype=float)
    return bool(np.linalg.matrix_rank(np.vstack([rows, wanted])) == np.linalg.matrix_rank(rows))


@settings(max_examples=60, deadline=None)
@given(st.lists(PEOPLE, min_size=1, max_size=5))
def test_what_is_called_safe_tells_the_sum_over_no_four_or_fewer(sets: list[set[int]]) -> None:
    named = [frozenset(map(str, one)) for one in sets]
    if is_safe(named, fewest=3):
        some = [set(one) for size in (1, 2) for one in combinations(range(14), size)]
        assert not [one for one in some if can_be_told(sets, one)]


@given(st.lists(PEOPLE, min_size=1, max_size=5))
def test_cells_part_whoever_is_in_a_set(sets: list[set[int]]) -> None:
    found = cells(frozenset(map(str, one)) for one in sets)
    everybody = {str(element) for one in sets for element in one}
    assert sorted(element for cell in found for element in cell) == sorted(everybody)


def answered(audits: Collection[Audited], truth: Mapping[str, bool]) -> dict[str, bool]:
    return {one.element: truth[one.element] for one in audits}


def test_one_organisation_more_than_last_time_is_not_counted_anew() -> None:
    audits = confederation(13)
    truth = {one.element: number % 2 == 0 for number, one in enumerate(audits)}
    counting = Counting()
    first = counting.count("K", answered(audits[:12], truth))
    assert first == Counted(6, 12)
    later = Counting(counting.now)
    assert later.count("K", answered(audits[:12], truth)) == first
    assert later.count("K", answered(audits, truth)) is None
    assert later.withheld
    assert later.count("L", answered(audits, truth))  # nothing was told of it
    assert later.count("K", answered(audits[:7], truth))
    assert Counting().count("K", answered(audits[:4], truth)) is None


def test_a_correction_of_one_is_not_found_by_subtraction() -> None:
    audits = confederation(12)
    counting = Counting()
    assert counting.may_tell("quarters", (one.element for one in audits))
    corrected = [audits[0].model_copy(update={"edition": 2}), *audits[1:]]
    assert not Counting(counting.now).may_tell("quarters", (one.element for one in corrected))


def test_five_who_agree_are_not_found_by_subtraction() -> None:
    """Cells of five are not enough: 8 of 12, of whom 3 of 7, are all five others."""
    audits = [str(number) for number in range(12)]
    truth = {one: number >= 4 for number, one in enumerate(audits)}
    counting = Counting()
    assert counting.count("K", {one: truth[one] for one in audits[:7]}) == Counted(3, 7)
    assert counting.count("K", truth) is None


SMALL = st.integers(6, 11).flatmap(
    lambda n: st.tuples(
        st.lists(st.booleans(), min_size=n, max_size=n),
        st.lists(st.sets(st.integers(0, n - 1), min_size=5), min_size=1, max_size=4),
    )
)


@settings(max_examples=200, deadline=None)
@given(SMALL)
@example(([False] * 4 + [True] * 7, [set(range(6)), set(range(11))]))
@example(([True, False] * 5, [set(range(10)), set(range(5))]))
def test_whoever_knows_one_answer_learns_no_other(small: tuple[list[bool], list[set[int]]]) -> None:
    """Brute force: for every two audits, both answers of the other fit all that was told and the own answer."""
    truth, sets = small
    counting = Counting()
    for members in sets:
        counting.count("K", {str(one): truth[one] for one in members})
    worlds = np.array(list(product((0, 1), repeat=len(truth))), dtype=bool)
    for one in counting.now.get("K", []):
        numbers = worlds[:, [int(member) for member in one.members]].sum(axis=1)
        worlds = worlds[(numbers >= one.low) & (numbers <= one.high)]
    assert len(worlds)
    for own, said in enumerate(truth):
        fitting = np.delete(worlds[worlds[:, own] == said], own, axis=1)
        assert fitting.any(axis=0).all()
        assert not fitting.all(axis=0).any()


class TestKinds:
    def test_a_kind_of_few_is_not_found_by_subtraction(self) -> None:
        rng = random.Random(1)
        kinds = ["ngo"] * 6 + ["mutual"] * 7 + ["cooperative"] * 2
        groups = by_kind([audited(number, rng, kind) for number, kind in enumerate(kinds)])
        assert {name: len(group) for name, group in groups.items()} == {"mutual": 7, OTHERS: 8}

    @pytest.mark.parametrize("kinds", [["ngo"] * 20, ["ngo"] * 6 + ["mutual"] * 3, ["ngo", "mutual"] * 2])
    def test_one_group_is_none(self, kinds: list[str]) -> None:
        rng = random.Random(1)
        assert by_kind([audited(number, rng, kind) for number, kind in enumerate(kinds)]) == {}

    @given(st.lists(st.sampled_from(["ngo", "mutual", "cooperative", "enterprise"]), max_size=30))
    def test_every_group_is_of_five_and_everybody_is_in_one(self, kinds: list[str]) -> None:
        rng = random.Random(1)
        audits = [audited(number, rng, kind) for number, kind in enumerate(kinds)]
        groups = by_kind(audits)
        assert not [group for group in groups.values() if len(group) < FEWEST]
        assert not groups or sum(map(len, groups.values())) == len(audits)


@pytest.mark.parametrize("n", [5, 6, 12])
def test_a_member_who_knows_its_own_part_does_not_learn_of_all_others(n: int) -> None:
    """Whatever a count is told as, two numbers of the others at least fit it, whichever way the member's own is."""
    for own in (0, 1):
        for true in range(own, n - 1 + own + 1):
            told = Counted(true, n)
            fit = [other for other in range(n) if Counted(other + own, n).form == told.form != "exact"]
            others = true - own
            assert (told.form == "exact" and 0 < others < n - 1) or len(fit) >= EDGE


class TestQuarters:
    @given(st.lists(st.floats(-1, 1), min_size=12, max_size=60))
    def test_lie_between_the_smallest_and_the_largest_in_order(self, values: list[float]) -> None:
        found = quarters(values)
        assert found is not None
        low, middle, high = found
        assert min(values) - 1e-9 <= low <= middle + 1e-9
        assert middle <= high + 1e-9 <= max(values) + 1e-8

    def test_of_eleven_there_are_none(self) -> None:
        assert quarters([0.1] * 11) is None

    def test_are_means_of_three(self) -> None:
        assert quarters([float(value**2) for value in range(13)]) == pytest.approx(
            ((4 + 9 + 16) / 3, (25 + 36 + 49) / 3, (64 + 81 + 100) / 3)
        )


def test_the_register_keeps_what_was_told_once(tmp_path) -> None:
    (tmp_path / "data" / "raw").mkdir(parents=True)
    place, day = Workspace.open(tmp_path), dt.date(2026, 1, 1)
    truth = {one.element: number < 3 for number, one in enumerate(confederation(6))}
    first = Counting()
    first.count("K", truth)
    first.count("L", truth)
    note(place, "2025", first, day)
    assert read_register(place).told() == first.now
    again = Counting(read_register(place).told())
    again.count("K", truth)
    note(place, "2025", again, day)
    assert read_register(place).told() == first.now
    assert len(read_register(place).sets) == 1
