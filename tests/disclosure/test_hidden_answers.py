"""Attacks on answers to the survey: ways by which those of few were found, each closed."""

from __future__ import annotations

from dataclasses import replace

import pytest
from made import FOLLOWS, answers, made_of, people, rate, recorded

from genderaudit.disclosure import Ledger
from genderaudit.measures.result import Part, Result, by_sex


class TestFewOfASex:
    def test_women_are_shown_where_few_men_answered(self, ledger):
        """Three men among 136: their answers and those of all are hidden, and need no more to hide them."""
        of_all = answers(0.5, 133, 3, item="C1")
        women = made_of(value=0.5, unit="share", n=133, women=133, men=0, group={"item": "C1", "sex": "F"})
        men = made_of(value=2 / 3, unit="share", n=3, women=0, men=3, group={"item": "C1", "sex": "M"})
        assert [one.value for one in ledger.protect([of_all, women, men], "answers", {}, "survey")] == [None, 0.5, None]


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
        part = made_of(value=0.0008, unit="difference", n=250, group={"level": "Director"})
        assert ledger.protect([part], "answers")[0].reason == FOLLOWS

    def test_rate_of_few_women_does_not_follow_from_all_and_men(self, ledger):
        table = [rate(20, 8, 22), rate(6, 8, 0, sex="F"), rate(14, 0, 22, sex="M")]
        assert [result.reason for result in ledger.protect(table, "people")] == [FOLLOWS, "hidden_small_base", None]

    def test_few_who_disagree_do_not_follow_from_agreeing_and_undecided(self, ledger):
        item = replace(answers(0.6, 50, 0, item="H2", sex="F"), details={"neutral_share": 0.34, "mean": 3.6})
        shown = ledger.protect([item], "answers", {"neutral_share": "share", "mean": "score"})[0]
        assert dict(shown.details) == {}

    @pytest.mark.parametrize(("value", "rule"), [(0.0, "hidden_nearly_none"), (1.0, "hidden_nearly_all"), (0.02, None)])
    def test_area_on_which_everyone_says_the_same_is_hidden(self, ledger, value, rule):
        assert ledger.protect([answers(value, 0, 20, area="B", sex="M")], "answers")[0].reason == rule


class TestResponse:
    @pytest.mark.parametrize("answered", [0, 1, 4])
    def test_that_nobody_answered_looks_like_few(self, ledger, answered):
        rates = [
            made_of(Part("answering", "", count), value=count / n, unit="share", n=n, group={"sex": sex})
            for sex, count, n in (("F", 40, 60), ("M", answered, 21))
        ]
        shown = ledger.protect(rates, "people", {}, "survey")
        assert [one.reason for one in shown] == [None, "hidden_small_cell"]

    def test_no_row_of_a_hidden_level_says_that_nobody_is_there(self, ledger):
        ledger.protect([people(3, 0, level="Top"), people(9, 9, level="Middle"), people(50, 60, level="Low")], "people")
        nobody = made_of(
            Part("answering", "", 0),
            value=None,
            unit="share",
            n=0,
            group={"sex": "M", "level": "Top"},
            reason="no_rows",
        )
        assert ledger.protect([nobody], "people", {}, "survey")[0].reason == FOLLOWS


class TestStatisticsBesideAnswers:
    def difference(self, apart: float) -> Result:
        details = {"cliffs_delta": 0.123456789, "p_adjusted": 0.0412345}
        parts = Part("apart", "F", apart), *by_sex("answers", 60, 50)
        return made_of(
            *parts, value=0.1, unit="difference", n=200, women=100, men=100, group={"item": "J4"}, details=details
        )

    def shown(self, ledger: Ledger, apart: float) -> dict[str, float]:
        return dict(recorded("item_difference", self.difference(apart), ledger).details)

    def test_effect_and_test_are_rounded_and_stay_on_their_side_of_the_limit(self, ledger):
        assert self.shown(ledger, 20) == {"cliffs_delta": 0.12, "p_adjusted": 0.05}

    def test_they_are_left_out_where_few_disagree(self, ledger):
        assert self.shown(ledger, 4) == {}

    def test_do_not_know_is_in_whole_per_cent(self, ledger):
        item = answers(0.5, 60, 52, item="B1")
        item = replace(item, details={"do_not_know_share": 15 / 127})
        assert recorded("item_favourable", item, ledger).details["do_not_know_share"] == 0.12


class TestWeights:
    def test_weighted_shares_are_in_whole_per_cent_and_not_beside_the_unweighted(self, ledger):
        weighted = made_of(
            Part("weighted", "", 0.61234 * 90), value=0.61234, unit="share", n=90, group={"area": "D"},
            details={"unweighted": 0.6},
        )  # fmt: skip
        shown = ledger.protect([weighted], "answers", {"unweighted": "share"}, "survey")[0]
        assert (shown.value, dict(shown.details)) == (0.61, {})
