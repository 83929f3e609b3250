"""Attacks on the disclosure ledger: ways by which hidden cells were found in reports, each closed (methodology, 8)."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from genderaudit.disclosure import Ledger
from genderaudit.disclosure.cells import NEUTRAL
from genderaudit.disclosure.offers import Offers
from genderaudit.measures import training_hours, training_parity
from genderaudit.measures.result import Result
from genderaudit.measures.statistics import wilson

FOLLOWS = "hidden_follows_from_total"
cells = st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30)), min_size=2, max_size=7)


def new_ledger(**more: object) -> Ledger:
    return Ledger(minimum_cell=5, minimum_base=10, minimum_pay_each_sex=3, **more)


@pytest.fixture
def ledger() -> Ledger:
    return new_ledger()


def people(women: int, men: int, other: int = 0, **group: str) -> Result:
    n = women + men
    value, reason = (women / n, None) if n else (None, "no_women_or_men")
    return Result(value=value, unit="share", n=n, women=women, men=men, other=other, group=group, reason=reason)


def rate(answered: int, women: int, men: int, other: int = 0, **group: str) -> Result:
    n = women + men + other
    return Result(value=answered / n, unit="share", n=n, women=women, men=men, other=other, group=group)


def answers(value: float, women: int, men: int, others: int = 0, *, of: str = "share", **group: str) -> Result:
    return Result(value=value, unit=of, n=women + men + others, women=women, men=men, other=0, group=group)


def by_group(results: list[Result], name: str) -> dict[str, Result]:
    return {result.group[name]: result for result in results if name in result.group}


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
        table = [answers(0.1, 1, 30, of="gap", level="A"), answers(0.1, 0, 12, of="gap", level="B")]
        table += [answers(0.1, 20, 20, of="gap", level="C"), answers(0.1, 30, 30, of="gap", level="D")]
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
        pair = Result(value=1.2, unit="ratio", n=125, women=56, men=69, group={"level": "Middle", "below": "Low"})
        assert levels_hidden.protect([pair], "people")[0].reason == FOLLOWS

    def test_hidden_level_is_hidden_in_a_table_with_other_groups(self, levels_hidden):
        assert levels_hidden.protect([people(6, 9, level="Middle")], "people")[0].reason == FOLLOWS

    def test_glass_ceiling_does_not_give_the_share_of_a_hidden_top(self, levels_hidden):
        details = {"top_women": 6, "top_men": 9, "share_top": 0.4}
        index = Result(value=1.1, unit="ratio", n=168, women=59, men=109, details=details)
        assert levels_hidden.protect([index], "people", {"share_top": "share"})[0].reason == FOLLOWS

    def test_pay_of_a_hidden_level_is_hidden(self, levels_hidden):
        """That there is a gap says that there are some women and some men, and its base how many."""
        gap = Result(value=0.1, unit="gap", n=15, women=6, men=9, group={"level": "Middle"})
        assert levels_hidden.protect([gap], "pay")[0].reason == FOLLOWS

    def test_what_an_earlier_phase_hid_stays_hidden(self, levels_hidden):
        later = new_ledger(knowledge=levels_hidden.knowledge)
        later.recall(levels_hidden.closed)
        assert later.protect([people(20, 20, level="Top")], "people")[0].reason == FOLLOWS


class TestPay:
    def test_gap_of_three_women_would_say_that_there_are_no_fewer(self, ledger):
        gap = Result(value=0.1, unit="gap", n=43, women=3, men=40)
        assert ledger.protect([gap], "pay")[0].reason == "hidden_small_cell"

    def test_quartile_with_three_women_is_a_small_cell(self, ledger):
        table = [people(3, 20, quartile="4"), people(10, 13, quartile="3"), people(15, 8, quartile="2")]
        assert ledger.protect(table, "pay")[0].reason == "hidden_small_cell"


class TestAmountsBesideThoseOfBefore:
    """So rounded that one person's pay stays open by a tenth of the mean to either side."""

    @given(st.integers(10, 400), st.integers(10, 400), st.floats(8, 90), st.floats(0.6, 1.3))
    def test_rounding_leaves_one_persons_pay_open(self, women, men, mean, ratio):
        details = {"mean_women": mean * ratio, "mean_men": mean, "remainder_women": 9.0, "remainder_men": 9.0}
        gap = Result(
            value=1 - ratio, unit="gap", n=women + men, women=women, men=men, low=0.9 - ratio, high=1.1 - ratio,
            details=details,
        )  # fmt: skip
        units = {"mean_women": "amount", "mean_men": "amount"}
        (exact,) = Offers(5, 10).of([gap], [None], "pay", units)
        (offer,) = Offers(5, 10).of([gap], [None], "pay", units, beside=True)
        assert exact.result.details["mean_women"] == mean * ratio
        for name, people in (("mean_women", women), ("mean_men", men)):
            near = offer.result.details[name]
            step = next(
                grid for k in range(-6, 3) for grid in (10.0**k, 2 * 10.0**k, 5 * 10.0**k)
                if grid * people >= 0.2 * details[name] * (1 - 1e-9)
            )  # fmt: skip
            assert abs(near / step - round(near / step)) < 1e-6
            assert abs(near - details[name]) <= step / 2 + 1e-9
        assert abs(offer.result.value - gap.value) <= 0.5 * 0.5 / min(women, men) + 1e-9
        assert offer.result.low - 1e-9 <= gap.low <= gap.high <= offer.result.high + 1e-9


class TestQuarters:
    @pytest.mark.parametrize(("each", "shown"), [(20, False), (60, True)])
    def test_few_of_another_gender_do_not_follow_from_shares_that_only_some_numbers_fit(self, ledger, each, shown):
        quarters = [
            Result(
                value=0.5, unit="share", n=each, women=each / 2, men=each / 2, other=0.5,
                group={"quartile": str(number)},
            )
            for number in range(1, 5)
        ]  # fmt: skip
        found = ledger.protect(quarters, "pay", {}, "staff", "pay_quartiles")
        assert [one.reason is None for one in found] == [shown] * 4


class TestAloneOfTheirSex:
    def test_base_of_a_weighted_gap_does_not_count_them(self, ledger):
        """Beside all who are paid: five men at a level without women, which is hidden."""
        details = {"covered": 120, "left_out": 5}
        gap = Result(value=0.0812, unit="gap", n=120, women=57, men=63, low=0.04, high=0.12, details=details)
        shown = ledger.protect([gap], "pay", {}, "staff", "factor weighted")[0]
        assert (shown.value, shown.n, shown.women, shown.men) == (0.08, 120, None, None)


class TestBehindRates:
    def test_few_who_were_not_chosen_are_as_few_as_few_who_were(self, ledger):
        details = {"selected_women": 17, "selected_men": 11}  # 2 of 19 women did not come back
        back = Result(value=0.9, unit="ratio", n=30, women=19, men=11, details=details)
        assert ledger.protect([back], "people")[0].reason == "hidden_small_cell"

    def test_few_older_women_follow_from_all_and_young_ones(self, ledger):
        details = {"women_known": 20, "men_known": 40}
        young = Result(value=0.6, unit="share", n=60, women=17, men=19, details=details)
        assert ledger.protect([young], "people")[0].reason == "hidden_small_cell"

    def test_appointments_carried_forward_do_not_count_those_so_far(self, ledger):
        # One woman in three years is 1.67 in five.
        details = {"at_present": 1.668, "share_if_all": 0.5859518}
        needed = Result(value=6, unit="count", n=11, group={"level": "Director"}, details=details)
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
        details = {"share_women": 61 / 205, "share_men": 37 / 210}  # 61 women and 37 men of 417
        trained = Result(value=98 / 417, unit="share", n=417, women=61, men=37, details=details)
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


class TestHours:
    def test_hours_of_the_one_woman_who_was_trained_are_hidden(self, ledger):
        """Five women, of whom one has all the hours: five times the mean are hers."""
        staff = pd.DataFrame({"sex": ["F"] * 5 + ["M"] * 20, "training_hours": [70.5, 0, 0, 0, 0] + [8.0] * 20})
        for measure, unit in ((training_hours, "hours"), (training_parity, "ratio")):
            shown = ledger.protect(measure(staff), "people", {"mean_women": unit}, "staff", "training")
            assert shown[0].reason == "hidden_one_dominates"


class TestFewOfASex:
    def test_women_are_shown_where_few_men_answered(self, ledger):
        """Three men among 136: their answers and those of all are hidden, and need no more to hide them."""
        of_all = answers(0.5, 133, 3, item="C1")
        women = Result(value=0.5, unit="share", n=133, women=133, men=0, group={"item": "C1", "sex": "F"})
        men = Result(value=2 / 3, unit="share", n=3, women=0, men=3, group={"item": "C1", "sex": "M"})
        assert [one.value for one in ledger.protect([of_all, women, men], "answers", {}, "survey")] == [None, 0.5, None]


class TestWhereTheyAre:
    """People of another gender: also where they are not is not said."""

    @pytest.mark.parametrize("others", [(3, 0, 0), (2, 2, 6)])
    def test_in_groups_that_answered(self, ledger, others):
        table = [answers(0.456, 30, 33, other, area="B", level=str(i)) for i, other in enumerate(others)]
        shown = ledger.protect(table, "answers", {}, "survey")
        assert {(one.women, one.men, one.n % 10, one.value) for one in shown} == {(None, None, 0, 0.46)}

    def test_at_events_in_one_of_which_there_are_some(self, ledger):
        def youth(others: int, event: str) -> Result:
            known = {"women_known": 40, "men_known": 50}
            group = {"event": event}
            n = 90 + others
            return Result(value=30 / n, unit="share", n=n, women=10, men=20, other=0, group=group, details=known)

        shown = ledger.protect([youth(0, "A"), youth(2, "B")], "people", {}, "attendance")
        assert [(one.n, one.women, one.value) for one in shown] == [(90, None, 0.33), (90, None, 0.33)]

    def test_young_ones_of_many_are_few(self, ledger):
        """Twelve of another gender, two of them young: women, men and the share would count the two."""
        details = {"women_known": 40, "men_known": 50}
        youth = Result(value=32 / 102, unit="share", n=102, women=10, men=20, other=0, details=details)
        shown = ledger.protect([youth], "people", {}, "members")[0]
        assert (shown.women, shown.men, shown.value, shown.n) == (None, None, 0.31, 100)

    @given(st.integers(20, 200), st.floats(0.05, 0.95), st.floats(-5, 5))
    def test_interval_does_not_tell_the_base_that_was_rounded(self, tens, part, off):
        """The interval is that of the rounded base, whatever the exact one."""
        n = 10 * tens + round(off * 0.9)
        low, high = wilson(round(part * n), n)
        one = Result(
            value=round(part * n) / n, unit="share", n=n, women=n // 3, men=n - n // 3 - 2, low=low, high=high,
            level=0.95, group={"area": "B", "unit": "x"},
        )  # fmt: skip
        shown = new_ledger().protect([one], "answers", {}, "survey")[0]
        assert (shown.low, shown.high) == wilson(shown.value * shown.n, shown.n)

    def test_other_intervals_are_bounds_five_per_cent_apart(self, ledger):
        one = Result(
            value=0.444, unit="share", n=77, women=30, men=44, low=0.361, high=0.512, level=0.95,
            group={"area": "B", "unit": "x"},
        )  # fmt: skip
        shown = ledger.protect([one], "answers", {}, "survey")[0]
        assert (shown.value, shown.low, shown.high) == (0.44, 0.35, 0.55)


class TestAnswers:
    def test_group_of_ten_is_shown_without_its_women_and_men(self, ledger):
        table = [answers(0.5, 4, 7, area="B", level="A"), answers(0.5, 20, 20, area="B", level="C")]
        first = ledger.protect(table, "answers")[0]
        assert (first.value, first.n, first.women, first.men) == (0.5, 11, None, None)

    def test_single_hidden_group_does_not_follow_from_the_answers_of_all(self, ledger):
        table = [answers(0.5, 3, 3, area="B", unit="A")]
        table += [answers(0.5, size, size, area="B", unit=str(size)) for size in (10, 20)]
        assert [r.reason for r in ledger.protect(table, "answers")] == ["hidden_small_base", FOLLOWS, None]

    def test_few_women_who_answered_do_not_follow_from_the_answers_of_their_level(self, ledger):
        # Northmere: 11 directors answered, 7 of them men.
        table = [rate(4, 5, 0, sex="F", level="Director"), rate(7, 0, 13, sex="M", level="Director")]
        table += [rate(8, 12, 0, sex="F", level="Manager"), rate(12, 0, 24, sex="M", level="Manager")]
        ledger.protect(table, "people")
        part = Result(value=0.0008, unit="difference", n=250, group={"level": "Director"})
        assert ledger.protect([part], "answers")[0].reason == FOLLOWS

    def test_rate_of_few_women_does_not_follow_from_all_and_men(self, ledger):
        table = [rate(20, 8, 22), rate(6, 8, 0, sex="F"), rate(14, 0, 22, sex="M")]
        assert [result.reason for result in ledger.protect(table, "people")] == [FOLLOWS, "hidden_small_base", None]

    def test_few_who_disagree_do_not_follow_from_agreeing_and_undecided(self, ledger):
        item = Result(
            value=0.6,
            unit="share",
            n=50,
            women=50,
            group={"item": "H2", "sex": "F"},
            details={"neutral_share": 0.34, "mean": 3.6},
        )
        shown = ledger.protect([item], "answers", {"neutral_share": "share", "mean": "score"})[0]
        assert dict(shown.details) == {}

    @pytest.mark.parametrize(("value", "rule"), [(0.0, "hidden_nearly_none"), (1.0, "hidden_nearly_all"), (0.02, None)])
    def test_area_on_which_everyone_says_the_same_is_hidden(self, ledger, value, rule):
        assert ledger.protect([answers(value, 0, 20, area="B", sex="M")], "answers")[0].reason == rule


class TestBodiesThatAreNotPublic:
    """Northmere: the board and a committee are public, the joint committee is not."""

    SEATS = {"Board": (4, 7), "Audit": (2, 3), "Joint": (6, 4)}

    def protected_seats(self, group: dict[str, str]) -> list[tuple[str, int, int]]:
        return [("Joint", *self.SEATS["Joint"])] if group.get("role") != "Chair" else []

    def protect(self, ledger: Ledger, results: list[Result]) -> list[str | None]:
        return [
            result.reason for result in ledger.protect_seats(results, {}, self.protected_seats, [None] * len(results))
        ]

    def test_their_few_men_are_hidden_and_public_ones_stand_as_they_are(self, ledger):
        bodies = [people(*seats, body=name) for name, seats in self.SEATS.items()]
        assert self.protect(ledger, bodies) == [None, None, "hidden_small_cell"]

    def test_totals_less_the_public_ones_do_not_give_them(self, ledger):
        totals = [people(12, 14), people(10, 12, role="Member"), people(2, 2, role="Chair")]
        assert self.protect(ledger, totals) == ["hidden_small_cell", "hidden_small_cell", None]

    def test_one_chair_is_a_small_cell_though_the_body_is_shown(self, ledger):
        def seats(group: dict[str, str]) -> list[tuple[str, int, int]]:
            return [("Council", 1, 0)] if group.get("role") == "Chair" else [("Council", 12, 14)]

        ledger.protect_seats([people(12, 14)], {}, seats, [None])
        table = [people(1, 0, role="Chair"), people(11, 14, role="Member")]
        shown = ledger.protect_seats(table, {}, seats, [None, None])
        assert [result.reason for result in shown] == ["hidden_small_cell", FOLLOWS]

    @pytest.mark.parametrize(("older", "others"), [(2, 0), (9, 2)])
    def test_few_older_and_few_others_are_not_told_by_seats_of_the_young(self, ledger, older, others):
        details = {"youth": 20.0 + others, "older_women": older, "older_men": 9.0}
        young = Result(
            value=0.0, unit="seats", n=40, women=10, men=10, other=others, group={"body": "Council"}, details=details
        )
        shown = ledger.protect_seats([young], {}, lambda group: [("Council", 20, 20)], [None])
        assert shown[0].reason == "hidden_small_cell"

    def test_body_that_is_hidden_in_one_table_is_hidden_in_the_next(self, ledger):
        seats = people(3, 20, body="Council")
        assert ledger.protect_seats([seats], {}, lambda group: [("Council", 3, 20)], [None])[0].reason
        later = people(15, 15, body="Council")
        assert ledger.protect_seats([later], {}, lambda group: [("Council", 15, 15)], [None])[0].reason == FOLLOWS


class TestNamesOfTinyGroups:
    def test_unit_named_by_a_person_loses_its_name(self, ledger):
        table = [people(20, 20, unit="Works"), people(1, 0, unit="Awa Traoré"), people(15, 12, unit="Finance")]
        groups = [dict(result.group) for result in ledger.protect(table, "people")]
        # So does what is hidden beside it, in the order of names: else the rest would say which of the two is tiny.
        assert groups == [{"unit": "Works"}, {"unit": f"{NEUTRAL}1"}, {"unit": f"{NEUTRAL}2"}]

    def test_what_is_shown_keeps_its_name(self, ledger):
        table = [people(30 + size, 40, unit=f"Unit {size}") for size in range(8)]
        groups = [
            result.group["unit"] for result in ledger.protect([*table, people(1, 0, unit="Awa Traoré")], "people")
        ]
        assert sum(name.startswith(NEUTRAL) for name in groups) == 2
        assert groups[1:8] == [f"Unit {size}" for size in range(1, 8)]

    def test_names_of_hidden_groups_do_not_stand_by_size(self, ledger):
        table = [people(15, 12, unit="Works"), people(1, 0, unit="Binta"), people(0, 1, unit="Awa")]
        groups = [result.group["unit"] for result in ledger.protect(table, "people")]
        assert groups == [f"{NEUTRAL}{number}" for number in (3, 2, 1)]

    def test_so_does_one_whose_person_stated_no_sex(self, ledger):
        shown = ledger.protect([people(0, 0, other=1, unit="Awa Traoré")], "people")[0]
        assert (dict(shown.group), shown.other) == ({"unit": f"{NEUTRAL}1"}, None)

    def test_two_tiny_groups_stay_two_rows(self, ledger):
        table = [people(1, 0, unit="Awa"), people(0, 1, unit="Binta")]
        assert len({tuple(result.group.items()) for result in ledger.protect(table, "people")}) == 2

    def test_unit_keeps_its_name_where_few_of_many_answered_one_area(self, ledger):
        table = [answers(0.5, 2, 2, area="G", unit="Works"), answers(0.5, 20, 20, area="B", unit="Works")]
        assert {result.group["unit"] for result in ledger.protect(table, "answers")} == {"Works"}

    @pytest.mark.parametrize(("declared", "kept"), [({"Director"}, True), (set(), False)])
    def test_level_is_named_where_the_organisation_declares_it(self, declared, kept):
        ledger = Ledger(minimum_cell=5, minimum_base=10, minimum_pay_each_sex=3, declared=declared)
        assert (ledger.protect([people(1, 3, level="Director")], "people")[0].group["level"] == "Director") is kept

    def test_age_bands_are_numbers_and_anything_else_is_not_shown(self, ledger):
        table = [people(1, 1, age_band="26-35"), people(1, 1, age_band="Awa, 34")]
        assert [r.group["age_band"] for r in ledger.protect(table, "people")] == ["26-35", f"{NEUTRAL}1"]


class TestYouthSeats:
    def test_few_older_members_of_a_public_body_are_not_taken_for_people_of_another_gender(self, ledger):
        # Women and men are the young ones of eleven seats; four members are older.
        seats = Result(
            value=0.0, unit="seats", n=11, women=3, men=4, group={"body": "Board"}, details={"share": 0.64, "youth": 7}
        )
        details = {"share": "share", "youth": "count"}
        assert ledger.protect_seats([seats], details, lambda group: [], [None])[0].reason is None


class TestPartsOfTheSameSize:
    def test_sixteen_with_a_known_pay_are_not_the_sixteen_with_known_hours(self, ledger):
        """One woman's pay and another woman's hours are missing: a small organisation is still shown its tables."""
        levels = [people(1, 2, level="top"), people(4, 4, level="middle"), people(5, 8, level="low")]
        ledger.protect([people(17, 22)], "people", {}, "staff", "whole")
        shown = ledger.protect([*levels, people(7, 8, level="first")], "people", {}, "staff", "by level")
        assert [one.reason is None for one in shown] == [False, False, True, True]
        paid = Result(value=0.1, unit="gap", n=38, women=16, men=22)
        ledger.protect([paid], "pay", {}, "staff", "pay")
        hours = [
            Result(value=3.0, unit="hours", n=women + men, women=women, men=men, group={"level": level})
            for level, women, men in (("top", 1, 2), ("middle", 4, 4), ("low", 4, 8), ("first", 7, 8))
        ]
        reasons = [one.reason for one in ledger.protect(hours, "people", {}, "staff", "hours")]
        assert reasons[2] == "hidden_small_cell"


class TestResponse:
    @pytest.mark.parametrize("answered", [0, 1, 4])
    def test_that_nobody_answered_looks_like_few(self, ledger, answered):
        rates = [
            Result(value=count / n, unit="share", n=n, group={"sex": sex}, details={"answers": count})
            for sex, count, n in (("F", 40, 60), ("M", answered, 21))
        ]
        shown = ledger.protect(rates, "people", {"answers": "count"}, "survey")
        assert [one.reason for one in shown] == [None, "hidden_small_cell"]

    def test_no_row_of_a_hidden_level_says_that_nobody_is_there(self, ledger):
        ledger.protect([people(3, 0, level="Top"), people(9, 9, level="Middle"), people(50, 60, level="Low")], "people")
        nobody = Result(value=None, unit="share", n=0, group={"sex": "M", "level": "Top"}, reason="no_rows")
        assert ledger.protect([nobody], "people", {}, "survey")[0].reason == FOLLOWS


class TestStatisticsBesideAnswers:
    def difference(self, apart: float) -> Result:
        details = {"cliffs_delta": 0.123456789, "p_adjusted": 0.0412345, "fewest_apart": apart}
        return Result(
            value=0.1, unit="difference", n=200, women=100, men=100, group={"item": "J4"}, details=details
        )  # fmt: skip

    def shown(self, ledger: Ledger, apart: float) -> dict[str, float]:
        units = {"cliffs_delta": "effect", "p_adjusted": "p"}
        return dict(ledger.protect([self.difference(apart)], "answers", units, "survey")[0].details)

    def test_effect_and_test_are_rounded_and_stay_on_their_side_of_the_limit(self, ledger):
        assert self.shown(ledger, 20) == {"cliffs_delta": 0.12, "p_adjusted": 0.05}

    def test_they_are_left_out_where_few_disagree(self, ledger):
        assert self.shown(ledger, 4) == {}

    def test_do_not_know_is_in_whole_per_cent(self, ledger):
        item = answers(0.5, 60, 52, item="B1")
        item = replace(item, details={"do_not_know_share": 15 / 127})
        shown = ledger.protect([item], "answers", {"do_not_know_share": "share"}, "survey")[0]
        assert shown.details["do_not_know_share"] == 0.12


class TestAllButFew:
    def test_one_man_without_training_does_not_follow_from_those_with_it(self, ledger):
        details = {"share_women": 1.0, "share_men": 39 / 40}
        trained = Result(value=79 / 80, unit="share", n=80, women=40, men=39, details=details)
        shares = {"share_women": "share", "share_men": "share"}
        assert ledger.protect([trained], "people", shares, "staff")[0].reason == "hidden_small_cell"


class TestWeights:
    def test_weighted_shares_are_in_whole_per_cent_and_not_beside_the_unweighted(self, ledger):
        weighted = Result(value=0.61234, unit="share", n=90, group={"area": "D"}, details={"unweighted": 0.6})
        shown = ledger.protect([weighted], "answers", {"unweighted": "share"}, "survey")[0]
        assert (shown.value, dict(shown.details)) == (0.61, {})
