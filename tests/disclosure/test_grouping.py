"""Categories merged for sensitive figures: which groups, and that none is ever too small."""

from __future__ import annotations

from itertools import combinations
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from genderaudit.disclosure.grouping import Group, Groupings, MinimumSize, group_categories, with_not_stated
from genderaudit.foundations.language import language
from genderaudit.report.labels import group_label

NUMBERS = st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30)), min_size=0, max_size=9)
LEAST = st.integers(1, 12)


def named(pairs):
    return {f"category {number}": pair for number, pair in enumerate(pairs)}


def sums(counts, group):
    return tuple(sum(counts[name][side] for name in group.categories if name in counts) for side in (0, 1))


class TestLevels:
    def test_each_stands_by_itself(self):
        groups = group_categories(
            {"top": (10, 12), "middle": (20, 10), "base": (40, 30)}, MinimumSize(10), ordered=True
        )
        assert [group.kind for group in groups] == ["own"] * 3

    def test_a_small_top_merges_with_the_level_below(self):
        groups = group_categories({"top": (2, 9), "middle": (11, 10), "base": (40, 30)}, MinimumSize(10), ordered=True)
        assert groups == (Group("merged", ("top", "middle")), Group("own", ("base",)))

    def test_never_over_the_head_of_a_neighbour(self):
        groups = group_categories(
            {"a": (3, 9), "b": (40, 40), "c": (9, 3), "d": (30, 30)}, MinimumSize(10), ordered=True
        )
        assert groups == (Group("merged", ("a", "b")), Group("merged", ("c", "d")))

    def test_as_many_groups_as_there_can_be_of_like_size(self):
        counts = {"a": (12, 12), "b": (5, 5), "c": (14, 12), "d": (60, 60)}
        groups = group_categories(counts, MinimumSize(10), ordered=True)
        assert [group.categories for group in groups] == [("a", "b"), ("c",), ("d",)]

    def test_no_two_groups(self):
        assert group_categories({"top": (2, 9), "base": (12, 10)}, MinimumSize(10), ordered=True) == ()

    def test_a_level_without_women_stands_if_it_is_large_enough(self):
        groups = group_categories({"top": (0, 14), "base": (30, 10)}, MinimumSize(10), ordered=True)
        assert [group.kind for group in groups] == ["own", "own"]


class TestUnits:
    def test_small_ones_are_others(self):
        counts = {"north": (20, 20), "south": (4, 9), "east": (15, 30), "west": (8, 3)}
        groups = group_categories(counts, MinimumSize(10), ordered=False)
        assert groups == (Group("own", ("north",)), Group("own", ("east",)), Group("others", ("south", "west")))

    def test_the_smallest_large_one_joins_others_that_are_too_few(self):
        counts = {"north": (20, 20), "south": (4, 9), "east": (15, 30), "west": (30, 30)}
        groups = group_categories(counts, MinimumSize(10), ordered=False)
        assert groups[-1] == Group("others", ("north", "south"))

    def test_units_without_women_are_one_group_with_a_name(self):
        counts = {"office": (20, 20), "mine": (0, 8), "road": (0, 6), "shop": (12, 15)}
        assert group_categories(counts, MinimumSize(10), ordered=False)[1] == Group("without_first", ("mine", "road"))

    def test_too_few_without_women_are_others_like_any(self):
        counts = {"office": (20, 20), "mine": (0, 8), "market": (11, 3), "shop": (12, 15)}
        assert group_categories(counts, MinimumSize(10), ordered=False)[-1] == Group("others", ("mine", "market"))

    def test_one_large_unit_of_men_is_shown_by_its_name(self):
        counts = {"office": (20, 20), "mine": (0, 80)}
        assert [group.kind for group in group_categories(counts, MinimumSize(10), ordered=False)] == ["own", "own"]


class TestNotStated:
    """Who is in no category counts as one more, but in counts of who has which."""

    @staticmethod
    def labels_of(column, dimension, blank, order=()):
        names = ["b"] * 20 + ["a"] * 20 + ["c"] * 20 + [None] * blank
        table = pd.DataFrame({"sex": ["F", "M"] * (len(names) // 2), dimension: names}).assign(count=1)
        merged = Groupings(Path("none")).apply(
            table, pd.Series(True, table.index), column, MinimumSize(10), {dimension: order}, [dimension]
        )
        return set(merged[dimension].dropna())

    def test_few_join_the_last_in_an_order(self):
        assert self.labels_of("answers", "level", 2, ["a", "b", "c"]) == {"a", "b", "c + not_stated"}

    def test_few_join_the_smallest_where_there_is_no_order(self):
        assert self.labels_of("answers", "unit", 2) == {"b", "c", "a + not_stated"}

    def test_enough_stand_by_themselves(self):
        assert self.labels_of("answers", "unit", 20) == {"a", "b", "c", "not_stated"}

    def test_contracts_that_are_not_stated_are_counted_nowhere(self):
        assert self.labels_of("contract", "contract", 2) == {"a", "b", "c"}

    @pytest.mark.parametrize(
        ("not_stated", "groups"),
        [
            ((0.4, 0.0), [Group("merged", ("a", "not_stated")), Group("own", ("b",))]),
            ((1.0, 0.4), [Group("merged", ("a", "not_stated")), Group("own", ("b",))]),
            ((1.0, 1.2), [Group("own", ("a",)), Group("own", ("b",)), Group("own", ("not_stated",))]),
        ],
    )
    def test_in_groups_of_several_lists_few_join_the_smallest_too(self, not_stated, groups):
        counts = {"a": (1.2, 1.5), "b": (2.0, 2.0), "not_stated": not_stated}
        own = [Group("own", ("a",)), Group("own", ("b",))]
        assert list(with_not_stated(own, counts)) == groups

    @pytest.mark.parametrize(("code", "said"), [("en", "50+ or not stated"), ("fr", "50+ ou non indiqué")])
    def test_the_label_says_so(self, code, said):
        assert group_label({"age_band": "50-59 + 60+ + not_stated"}, language(code)) == said


class TestRounds:
    BEFORE = (Group("own", ("north",)), Group("others", ("south", "west")))

    def test_a_grouping_stands_while_it_holds(self):
        now = {"north": (20, 20), "south": (15, 15), "west": (20, 9)}
        assert group_categories(now, MinimumSize(10), ordered=False, kept=self.BEFORE) == self.BEFORE

    @pytest.mark.parametrize(
        "now", [{"north": (9, 20), "south": (15, 15), "west": (20, 12)}, {"north": (20, 20), "new": (15, 15)}]
    )
    def test_else_there_is_a_new_one(self, now):
        assert group_categories(now, MinimumSize(10), ordered=False, kept=self.BEFORE) != self.BEFORE


@given(NUMBERS, LEAST, st.booleans())
def test_no_group_is_too_small_and_nobody_is_left_out(pairs, least, ordered):
    counts = named(pairs)
    groups = group_categories(counts, MinimumSize(least), ordered=ordered)
    assert len(groups) != 1
    for group in groups:
        first, second = sums(counts, group)
        assert max(first, second) >= least
        assert min(first, second) >= least or not min(first, second)
    if groups:
        everybody = sorted(name for group in groups for name in group.categories)
        assert everybody == sorted(name for name, pair in counts.items() if sum(pair))


@given(NUMBERS, LEAST, st.booleans())
def test_the_same_counts_give_the_same_groups(pairs, least, ordered):
    counts = named(pairs)
    groups = group_categories(counts, MinimumSize(least), ordered=ordered)
    assert groups == group_categories(dict(counts), MinimumSize(least), ordered=ordered)
    if groups:
        assert group_categories(counts, MinimumSize(least), ordered=ordered, kept=groups) == groups


@given(NUMBERS, LEAST)
def test_no_cut_of_an_order_has_more_groups(pairs, least):
    counts = {name: pair for name, pair in named(pairs).items() if sum(pair)}
    names = list(counts)
    most = 0
    for number in range(len(names)):
        for cuts in combinations(range(1, len(names)), number):
            runs = [names[a:b] for a, b in zip((0, *cuts), (*cuts, len(names)), strict=True)]
            pairs_ = [sums(counts, Group("merged", tuple(run))) for run in runs]
            if all(max(p) >= least and (min(p) >= least or not min(p)) for p in pairs_):
                most = max(most, len(runs))
    found = group_categories(counts, MinimumSize(least), ordered=True)
    assert len(found) == (most if most > 1 else 0)
