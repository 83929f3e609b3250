"""Attacks on counts of people: ways by which hidden cells were found in reports, each closed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from made import CELL, FOLLOWS, answers, by_group, even_gap, gap, made_of, new_ledger, people, rate

from genderaudit.disclosure import Ledger
from genderaudit.measures.result import Result, by_sex
from genderaudit.measures.statistics import wilson

cells = st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30)), min_size=2, max_size=7)


class TestSumsOfWhatIsHidden:
    @given(cells)
    def test_total_minus_shown_groups_is_never_a_few_people(self, pairs):
        shown = new_ledger().protect([people(*pair, unit=str(i)) for i, pair in enumerate(pairs)], "people")
        known = [(r.women, r.men) for r in shown if r.value is not None]
        left = [sum(pair[sex] for pair in pairs) - sum(pair[sex] or 0 for pair in known) for sex in (0, 1)]
        if known:
            assert not any(0 < cell < 5 for cell in left)
            assert sum(left) == 0 or sum(left) >= 10

    @given(cells)
    def test_answers_of_all_minus_shown_groups_are_never_those_of_one_group(self, pairs):
        table = [answers(0.5, *pair, area="B", unit=str(i)) for i, pair in enumerate(pairs) if sum(pair)]
        shown = new_ledger().protect(table, "answers")
        hidden = [before.n for before, after in zip(table, shown, strict=True) if after.value is None]
        assert not hidden or len(hidden) == len(table) or (len(hidden) > 1 and sum(hidden) >= 10)

    @given(cells)
    def test_what_one_table_hides_no_second_one_shows(self, pairs):
        ledger = new_ledger()
        first = ledger.protect([people(*pair, level=str(i)) for i, pair in enumerate(pairs)], "people")
        hidden = {r.group["level"] for r in first if r.reason and r.reason.startswith("hidden")}
        names = [str(i) for i in range(len(pairs))]
        steps = zip(pairs, pairs[1:], names, names[1:], strict=False)
        table = [people(a + c, b + d, level=x, below=y) for (a, b), (c, d), x, y in steps]
        for step in ledger.protect(table, "people"):
            assert step.value is None or not hidden & set(step.group.values())

    def test_hidden_groups_together_hold_no_few_women(self, ledger):
        # Total minus the shown groups: 2 women in A and B, so the 2 of A, had C been shown.
        table = [people(2, 20, unit="A"), people(0, 9, unit="B"), people(9, 9, unit="C"), people(30, 30, unit="D")]
        rules = [result.reason for result in ledger.protect(table, "people")]
        assert rules == ["hidden_small_cell", "hidden_small_base", FOLLOWS, None]

    def test_cell_of_a_table_of_two_dimensions_follows_from_neither_sum(self, ledger):
        sizes = {("A", "guest"): (2, 9), ("A", "delegate"): (12, 14), ("A", "officer"): (20, 20)}
        sizes |= {("B", "guest"): (15, 16), ("B", "delegate"): (17, 18), ("B", "officer"): (21, 22)}
        table = [people(*cell, event=event, role=role) for (event, role), cell in sizes.items()]
        hidden = [tuple(r.group.values()) for r in ledger.protect(table, "people") if r.value is None]
        for position in (0, 1):  # no event and no role has one hidden cell alone
            labels = [pair[position] for pair in hidden]
            assert all(labels.count(label) > 1 for label in labels)

    def test_pay_of_one_woman_does_not_follow_from_the_mean_of_all_women(self, ledger):
        sizes = {"A": (1, 30), "B": (0, 12), "C": (20, 20), "D": (30, 30)}
        table = [even_gap(*both, level=level) for level, both in sizes.items()]
        shown = by_group(ledger.protect(table, "pay"), "level")
        assert [name for name, result in shown.items() if result.reason is None] == ["D"]


class TestSameGroupElsewhere:
    """Northmere: the same level stands in the tables of staff, steps, training, pay and answers."""

    @pytest.fixture
    def levels_hidden(self, ledger) -> Ledger:
        table = [people(3, 40, level="Top"), people(6, 9, level="Middle"), people(50, 60, level="Low")]
        assert [r.reason for r in ledger.protect(table, "people")] == ["hidden_small_cell", FOLLOWS, None]
        return ledger

    def test_pair_of_levels_does_not_give_one_of_them(self, levels_hidden):
        pair = made_of(value=1.2, unit="ratio", n=125, women=56, men=69, group={"level": "Middle", "below": "Low"})
        assert levels_hidden.protect([pair], "people")[0].reason == FOLLOWS

    def test_hidden_level_is_hidden_in_a_table_with_other_groups(self, levels_hidden):
        assert levels_hidden.protect([people(6, 9, level="Middle")], "people")[0].reason == FOLLOWS

    def test_glass_ceiling_does_not_give_the_share_of_a_hidden_top(self, levels_hidden):
        top = by_sex("people", 6, 9, group={"level": "Top"})
        index = made_of(*top, value=1.1, unit="ratio", n=168, women=59, men=109, details={"share_top": 0.4})
        assert levels_hidden.protect([index], "people", {"share_top": "share"})[0].reason == FOLLOWS

    def test_pay_of_a_hidden_level_is_hidden(self, levels_hidden):
        """That there is a gap says that there are some women and some men, and its base how many."""
        gap = even_gap(6, 9, level="Middle")
        assert levels_hidden.protect([gap], "pay")[0].reason == FOLLOWS

    def test_what_an_earlier_phase_hid_stays_hidden(self, levels_hidden):
        later = new_ledger(knowledge=levels_hidden.knowledge)
        later.recall(levels_hidden.closed)
        assert later.protect([people(20, 20, level="Top")], "people")[0].reason == FOLLOWS


class TestBehindRates:
    def test_few_who_were_not_chosen_are_as_few_as_few_who_were(self, ledger):
        chosen = by_sex("chosen", 17, 11)  # 2 of 19 women did not come back
        back = made_of(*chosen, value=0.9, unit="ratio", n=30, women=19, men=11)
        assert ledger.protect([back], "people")[0].reason == "hidden_small_cell"

    def test_few_older_women_follow_from_all_and_young_ones(self, ledger):
        ages = by_sex("people", 20, 40) + by_sex("young", 17, 19)
        young = made_of(*ages, value=0.6, unit="share", n=60, women=17, men=19)
        assert ledger.protect([young], "people")[0].reason == "hidden_small_cell"

    def test_appointments_carried_forward_do_not_count_those_so_far(self, ledger):
        # One woman in three years is 1.67 in five.
        details = {"at_present": 1.668, "share_if_all": 0.5859518}
        needed = made_of(value=6, unit="count", n=11, group={"level": "Director"}, details=details)
        shown = ledger.protect([needed], "people", {"at_present": "number", "share_if_all": "share"})[0]
        assert (shown.value, dict(shown.details)) == (6, {})


class TestAnotherGender:
    """Northmere: two people of another gender among 417 staff."""

    def test_where_they_are_does_not_show_by_the_noughts_elsewhere(self, ledger):
        table = [people(44, 49, other=1, level="A"), people(53, 29, other=0, level="B")]
        assert [result.other for result in ledger.protect(table, "people")] == [None, None]

    def test_base_of_all_minus_women_minus_men_does_not_count_them(self, ledger):
        table = [rate(250, 205, 210, 2), rate(133, 205, 0, sex="F"), rate(107, 0, 210, sex="M")]
        table += [rate(2, 0, 0, 2, sex="X")]
        whole, women, men, other = ledger.protect(table, "people", {})
        assert (whole.value, whole.n, whole.women, whole.men) == (0.6, 420, None, None)
        assert (women.reason, men.reason, other.reason) == (None, None, "hidden_small_base")

    def test_base_of_a_share_of_all_does_not_count_them(self, ledger):
        parts = by_sex("people", 205, 210, 2) + by_sex("chosen", 61, 37)
        trained = made_of(*parts, value=98 / 417, unit="share", n=417, women=61, men=37)
        shown = ledger.protect([trained], "people")[0]
        assert (shown.value, shown.n, shown.women) == (0.24, 420, None)

    def test_mean_of_fewer_than_ten_others_does_not_follow_from_all_women_and_men(self, ledger):
        table = [answers(0.4, 50, 60, others=6, area="B"), answers(0.3, 50, 0, area="B", sex="F")]
        table += [answers(0.5, 0, 60, area="B", sex="M")]
        assert [result.reason for result in ledger.protect(table, "answers")] == [FOLLOWS, None, None]

    def test_women_and_men_are_still_compared_then(self, ledger):
        self.test_mean_of_fewer_than_ten_others_does_not_follow_from_all_women_and_men(ledger)
        difference = answers(-0.2, 50, 60, of="difference", area="B")
        assert ledger.protect([difference], "answers")[0].reason is None

    def test_groups_do_not_add_up_to_the_hidden_whole(self, ledger):
        self.test_mean_of_fewer_than_ten_others_does_not_follow_from_all_women_and_men(ledger)
        groups = [answers(0.4, 25, 30, 3, area="B", unit="U"), answers(0.4, 25, 30, 3, area="B", unit="V")]
        assert FOLLOWS in [result.reason for result in ledger.protect(groups, "answers")]


class TestWhereTheyAre:
    """People of another gender: also where they are not is not said."""

    @pytest.mark.parametrize("others", [(3, 0, 0), (2, 2, 6)])
    def test_in_groups_that_answered(self, ledger, others):
        table = [answers(0.456, 30, 33, other, area="B", level=str(i)) for i, other in enumerate(others)]
        shown = ledger.protect(table, "answers", {}, "survey")
        assert {(one.women, one.men, one.n % 10, one.value) for one in shown} == {(None, None, 0, 0.46)}

    def test_at_events_in_one_of_which_there_are_some(self, ledger):
        def youth(others: int, event: str) -> Result:
            parts, n = by_sex("people", 40, 50, others) + by_sex("young", 10, 20), 90 + others
            return made_of(*parts, value=30 / n, unit="share", n=n, women=10, men=20, other=0, group={"event": event})

        shown = ledger.protect([youth(0, "A"), youth(2, "B")], "people", {}, "attendance")
        assert [(one.n, one.women, one.value) for one in shown] == [(90, None, 0.33), (90, None, 0.33)]

    def test_young_ones_of_many_are_few(self, ledger):
        """Twelve of another gender, two of them young: women, men and the share would count the two."""
        parts = by_sex("people", 40, 50, 12) + by_sex("young", 10, 20, 2)
        youth = made_of(*parts, value=32 / 102, unit="share", n=102, women=10, men=20, other=0)
        shown = ledger.protect([youth], "people", {}, "members")[0]
        assert (shown.women, shown.men, shown.value, shown.n) == (None, None, 0.31, 100)

    @given(st.integers(20, 200), st.floats(0.05, 0.95), st.floats(-5, 5))
    def test_interval_does_not_tell_the_base_that_was_rounded(self, tens, part, off):
        """The interval is that of the rounded base, whatever the exact one."""
        n = 10 * tens + round(off * 0.9)
        low, high = wilson(round(part * n), n)
        one = made_of(
            value=round(part * n) / n, unit="share", n=n, women=n // 3, men=n - n // 3 - 2, low=low, high=high,
            level=0.95, group={"area": "B", "unit": "x"},
        )  # fmt: skip
        shown = new_ledger().protect([one], "answers", {}, "survey")[0]
        assert (shown.low, shown.high) == wilson(shown.value * shown.n, shown.n)

    def test_other_intervals_are_bounds_five_per_cent_apart(self, ledger):
        one = made_of(
            value=0.444, unit="share", n=77, women=30, men=44, low=0.361, high=0.512, level=0.95,
            group={"area": "B", "unit": "x"},
        )  # fmt: skip
        shown = ledger.protect([one], "answers", {}, "survey")[0]
        assert (shown.value, shown.low, shown.high) == (0.44, 0.35, 0.55)


class TestAllButFew:
    def test_one_man_without_training_does_not_follow_from_those_with_it(self, ledger):
        parts = by_sex("people", 40, 40) + by_sex("chosen", 40, 39)
        trained = made_of(*parts, value=79 / 80, unit="share", n=80, women=40, men=39)
        shares = {"share_women": "share", "share_men": "share"}
        assert ledger.protect([trained], "people", shares, "staff")[0].reason == "hidden_small_cell"


class TestPartsOfTheSameSize:
    def test_sixteen_with_a_known_pay_are_not_the_sixteen_with_known_hours(self, ledger):
        """One woman's pay and another woman's hours are missing: a small organisation is still shown its tables."""
        levels = [people(1, 2, level="top"), people(4, 4, level="middle"), people(5, 8, level="low")]
        ledger.protect([people(17, 22)], "people", {}, "staff", "whole")
        shown = ledger.protect([*levels, people(7, 8, level="first")], "people", {}, "staff", "by level")
        assert [one.reason is None for one in shown] == [False, False, True, True]
        ledger.protect([even_gap(16, 22)], "pay", {}, "staff", "pay")
        hours = [
            made_of(value=3.0, unit="hours", n=women + men, women=women, men=men, group={"level": level})
            for level, women, men in (("top", 1, 2), ("middle", 4, 4), ("low", 4, 8), ("first", 7, 8))
        ]
        reasons = [one.reason for one in ledger.protect(hours, "people", {}, "staff", "hours")]
        assert reasons[2] == "hidden_small_cell"


class TestOthers:
    @given(st.integers(1, 4), st.integers(20, 200), st.integers(20, 200))
    def test_few_of_another_gender_do_not_follow_from_women_men_and_all(self, few, women, men):
        n = women + men + few
        book = new_ledger()
        rows = [made_of(value=0.5, unit="share", n=n, women=women, men=men, other=few)]
        rows += [made_of(value=0.5, unit="share", n=women, women=women, men=0, group={"sex": "F"})]
        rows += [made_of(value=0.5, unit="share", n=men, women=0, men=men, group={"sex": "M"})]
        whole, of_women, of_men = book.protect(rows, "people", {}, "survey")
        assert None not in (of_women.value, of_men.value)
        if whole.value is not None:  # the base is rounded to tens
            low, high = whole.n - 5 - women - men, whole.n + 5 - women - men
            assert high - max(low, 0) >= CELL - 1


class TestRoundedBases:
    def test_counts_are_rounded_where_the_organisation_asks(self):
        shown = new_ledger(round_bases=5).protect([people(23, 41)], "people", {}, "staff")[0]
        assert (shown.n, shown.value, shown.women, shown.men) == (65, 0.36, None, None)

    def test_nor_is_a_ratio_taken_for_a_part_of_the_people(self):
        """Rates of women against men's, on a rounded base: 85 women and 135 men are no 75 per cent of it."""
        book = new_ledger(round_bases=10)
        book.protect([people(195, 220)], "people", {}, "staff", "women")
        receivers = by_sex("receivers", 85, 135)
        receipt = made_of(*receivers, value=0.7103, unit="ratio", n=415, women=195, men=220)
        shown = book.protect([receipt], "pay", {}, "staff", "variable_pay_receipt")[0]
        assert (shown.value, shown.n, shown.reason) == (0.71, 420, None)
        gaps = [gap([20.0] * 85, [22.0] * 135)]
        assert book.protect(gaps, "pay", {}, "staff", "variable_pay_gap")[0].reason is None
