"""Attacks on pay and hours: ways by which those of one person were found, each closed."""

from __future__ import annotations

import pandas as pd
import pytest
from made import EVEN, MEANS, even_gap, gap, made_of, new_ledger, people

from genderaudit.measures import category_pay_gaps, factor_weighted_gap, training_hours, training_parity
from genderaudit.measures.result import Part, Result, by_sex


class TestPay:
    def test_gap_of_three_women_would_say_that_there_are_no_fewer(self, ledger):
        assert ledger.protect([even_gap(3, 40)], "pay")[0].reason == "hidden_small_cell"

    def test_quartile_with_three_women_is_a_small_cell(self, ledger):
        table = [people(3, 20, quartile="4"), people(10, 13, quartile="3"), people(15, 8, quartile="2")]
        assert ledger.protect(table, "pay")[0].reason == "hidden_small_cell"


class TestQuarters:
    @pytest.mark.parametrize(("each", "shown"), [(20, False), (60, True)])
    def test_few_of_another_gender_do_not_follow_from_shares_that_only_some_numbers_fit(self, ledger, each, shown):
        quarters = [
            made_of(
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
        parts = *EVEN, Part("alone", "", 5)
        gap = made_of(*parts, value=0.0812, unit="gap", n=120, women=57, men=63, low=0.04, high=0.12)
        shown = ledger.protect([gap], "pay", {}, "staff", "factor weighted")[0]
        assert (shown.value, shown.n, shown.women, shown.men) == (0.08, 120, None, None)


class TestHours:
    def test_hours_of_the_one_woman_who_was_trained_are_hidden(self, ledger):
        """Five women, of whom one has all the hours: five times the mean are hers."""
        staff = pd.DataFrame({"sex": ["F"] * 5 + ["M"] * 20, "training_hours": [70.5, 0, 0, 0, 0] + [8.0] * 20})
        for measure, unit in ((training_hours, "hours"), (training_parity, "ratio")):
            shown = ledger.protect(measure(staff), "people", {"mean_women": unit}, "staff", "training")
            assert shown[0].reason == "hidden_one_dominates"


class TestSumsOfPay:
    @pytest.mark.parametrize(("men", "rule"), [(0, "hidden_follows_from_total"), (3, None)])
    def test_gap_of_a_hidden_level_does_not_follow_from_the_weighted_gap_of_all(self, men, rule):
        """Of two hidden levels one may have women only, and so no part in the weighted gap."""
        levels = {
            "low": ([10, 11] * 6, [11, 12] * 6),
            "middle": ([20, 22] * 6, [21, 25] * 6),
            "top": ([30, 33], [40, 42, 44, 46]),
        }
        levels["second"] = [28, 29] * 4, [30, 31, 32][:men]
        staff = pd.DataFrame(
            [
                {"sex": sex, "level": name, "count": 1.0, "pay": float(amount)}
                for name, both in levels.items()
                for sex, amounts in zip("FM", both, strict=True)
                for amount in amounts
            ]
        )
        book = new_ledger()
        categories = category_pay_gaps(staff, staff["pay"], by="level")
        hidden = [r.group["level"] for r in book.protect(categories, "pay", MEANS, "staff") if r.reason]
        assert sorted(hidden) == ["second", "top"]
        (weighted,) = factor_weighted_gap(staff, staff["pay"], by="level")
        assert book.protect([weighted], "pay", {}, "staff")[0].reason == rule

    def test_sum_of_pay_of_a_hidden_level_does_not_follow_from_the_mean_of_all(self):
        book = new_ledger()
        top, low, rest = ([90.0, 95.0], [80.0] * 20), ([30.0] * 20, [35.0] * 20), ([40.0] * 20, [45.0] * 20)
        everyone = gap([*top[0], *low[0], *rest[0]], [*top[1], *low[1], *rest[1]])
        book.protect([everyone], "pay", MEANS, "staff")
        levels = [gap(*pay, level=name) for name, pay in (("top", top), ("low", low), ("rest", rest))]
        first, *others = [r.reason for r in book.protect(levels, "pay", MEANS, "staff")]
        assert first == "hidden_pay_of_few"
        assert sorted(map(str, others)) == ["None", "hidden_follows_from_total"]

    @pytest.mark.parametrize(("best", "rule"), [(60.0, None), (5000.0, "hidden_one_dominates")])
    def test_mean_that_is_mostly_one_persons_pay_is_hidden(self, best, rule):
        result = gap([best, 40.0, *[2.0] * 10], [30.0] * 20)
        assert new_ledger().protect([result], "pay", MEANS, "staff")[0].reason == rule


class TestBaseOfADecomposition:
    """Of a three-fold decomposition those are left out who are alone of their sex at a level or in a function."""

    @staticmethod
    def components(alone: float) -> Result:
        parts = by_sex("log_pay", 50, 50) + by_sex("alone", alone, 0)
        return made_of(*parts, value=0.0312, unit="gap", n=100, women=50, men=50, group={"component": "total"})

    def test_few_are_paid_so_much_less_as_both_gaps_differ(self, ledger):
        assert ledger.protect([self.components(7)], "pay", {}, "staff")[0].reason == "hidden_small_base"

    def test_of_many_the_base_does_not_count_those_in_a_function(self, ledger):
        shown = ledger.protect([self.components(15)], "pay", {}, "staff")[0]
        assert (shown.value, shown.n, shown.women, shown.men) == (0.03, 100.0, None, None)

    def test_without_anybody_alone_it_is_exact(self, ledger):
        assert ledger.protect([self.components(0)], "pay", {}, "staff")[0].women == 50
