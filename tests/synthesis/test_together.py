"""Nobody learns from a synthesis, or from several, what fewer than five organisations' reports say."""

from __future__ import annotations

import datetime as dt
import random
from itertools import combinations

import numpy as np
import pytest
from confederation import audited, confederation
from hypothesis import given, settings
from hypothesis import strategies as st

from genderaudit.synthesis.together import (
    EDGE,
    FEWEST,
    OTHERS,
    Counted,
    by_kind,
    cells,
    elements,
    is_safe,
    note,
    protection,
    quarters,
    read_register,
)
from genderaudit.workspace import Workspace

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
        assert not any(can_be_told(sets, one) for one in some)


@given(st.lists(PEOPLE, min_size=1, max_size=5))
def test_cells_part_whoever_is_in_a_set(sets: list[set[int]]) -> None:
    found = cells(frozenset(map(str, one)) for one in sets)
    everybody = {str(element) for one in sets for element in one}
    assert sorted(element for cell in found for element in cell) == sorted(everybody)


def test_one_organisation_more_than_last_time_is_not_counted_anew() -> None:
    audits = confederation(13)
    first = protection(audits[:12], [])
    assert first.whole
    again = protection(audits[:12], [elements(audits[:12]), *first.sets])
    assert again == first
    assert protection(audits, [elements(audits[:12])]).reason == "differs"
    assert protection(audits, [elements(audits[:8])]).whole
    assert protection(audits[:4], []).reason == "few"


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
        assert all(len(group) >= FEWEST for group in groups.values())
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


def test_the_register_keeps_what_was_counted_over_once(tmp_path) -> None:
    (tmp_path / "data" / "raw").mkdir(parents=True)
    place, day = Workspace.open(tmp_path), dt.date(2026, 1, 1)
    sets = [elements(confederation(6))]
    note(place, "2025", sets, day)
    note(place, "2025", sets, day)
    assert read_register(place).sets == sets
