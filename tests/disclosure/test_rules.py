"""The disclosure ledger: what may be shown of few people (methodology, section 8)."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from made import BASE, CELL, EVEN, even_gap, made_of, new_ledger, people

from genderaudit import measures
from genderaudit.disclosure import HIDDEN, IN_A_BAND, refuse_untold
from genderaudit.errors import AuditError
from genderaudit.measures.result import Result, by_sex

counts = st.integers(0, 40)


def answers(favourable: int, n: int, **group: str) -> Result:
    women = n if group.get("sex") == "F" else 0 if group.get("sex") == "M" else n / 2
    return made_of(value=favourable / n, unit="share", n=n, women=women, men=n - women, group=group)


def reasons(results: list[Result]) -> list[str | None]:
    return [result.reason for result in results]


class TestPeople:
    """Staff, members, attendance."""

    @pytest.mark.parametrize(("women", "men"), [(4, 40), (40, 4), (1, 1)])
    def test_cell_of_fewer_than_five_is_hidden(self, ledger, women, men):
        assert reasons(ledger.protect([people(women, men)], "people")) == ["hidden_small_cell"]

    @pytest.mark.parametrize(("women", "men"), [(5, 5), (0, 10), (27, 0)])
    def test_cells_of_five_and_empty_cells_on_a_base_of_ten_are_shown(self, ledger, women, men):
        assert ledger.protect([people(women, men)], "people")[0].value is not None

    @pytest.mark.parametrize(("women", "men"), [(0, 9), (9, 0)])
    def test_share_of_fewer_than_ten_people_is_hidden(self, ledger, women, men):
        assert reasons(ledger.protect([people(women, men)], "people")) == ["hidden_small_base"]

    def test_second_group_is_hidden_where_one_would_follow_from_the_total(self, ledger):
        table = [people(20, 20), people(12, 10, level="A"), people(6, 8, level="B"), people(2, 2, level="C")]
        assert reasons(ledger.protect(table, "people")) == [
            None,
            None,
            "hidden_follows_from_total",
            "hidden_small_cell",
        ]

    def test_groups_are_protected_even_if_their_total_stands_elsewhere(self, ledger):
        table = [people(12, 10, level="A"), people(2, 2, level="B")]
        assert all(reasons(ledger.protect(table, "people")))

    def test_hidden_groups_together_hold_at_least_the_base(self, ledger):
        table = [people(9, 9, level="A"), people(1, 2, level="B"), people(2, 1, level="C"), people(30, 30, level="D")]
        assert reasons(ledger.protect(table, "people"))[:3] == ["hidden_follows_from_total", *["hidden_small_cell"] * 2]

    def test_small_count_behind_a_rate_hides_it(self, ledger):
        # 4 women of 30 promoted: rate and base would give the 4 away.
        result = made_of(*by_sex("chosen", 4, 11), value=0.5, unit="ratio", n=70, women=30, men=40)
        assert reasons(ledger.protect([result], "people")) == ["hidden_small_cell"]

    @pytest.mark.parametrize("protection", ["people", "pay", "answers"])
    def test_figure_that_cannot_be_calculated_tells_nothing_about_few_either(self, ledger, protection):
        result = Result(value=None, unit="gap", n=1, women=0, men=1, reason="one_sex_only", details={"mean_men": 84.4})
        shown = ledger.protect([result], protection, {"mean_men": "amount"})[0]
        assert shown.reason in HIDDEN
        assert (shown.women, shown.men, dict(shown.details)) == (None, None, {})

    def test_few_people_of_another_gender_are_not_counted_out(self, ledger):
        shown = ledger.protect([made_of(value=0.5, unit="share", n=20, women=10, men=10, other=2)], "people")[0]
        assert (shown.value, shown.other) == (0.5, None)

    @given(st.lists(st.tuples(counts, counts), min_size=1, max_size=8))
    def test_no_cell_from_one_to_four_is_ever_shown(self, cells):
        table = [people(*pair, level=str(i)) for i, pair in enumerate(cells)]
        for result in new_ledger().protect(table, "people"):
            if result.value is not None:
                assert all(not 0 < cell < CELL for cell in (result.women, result.men))
                assert result.n >= BASE

    @given(st.lists(st.tuples(counts, counts), min_size=1, max_size=8))
    def test_a_hidden_group_never_remains_alone_beside_its_total(self, cells):
        table = [people(*pair, level=str(i)) for i, pair in enumerate(cells)]
        shown = new_ledger().protect([people(*map(sum, zip(*cells, strict=True))), *table], "people")[1:]
        hidden = [before for before, after in zip(table, shown, strict=True) if after.reason in HIDDEN]
        everything = all(after.reason for after in shown)
        assert not hidden or everything or (len(hidden) > 1 and sum(one.n for one in hidden) >= BASE)

    @given(st.lists(st.tuples(counts, counts), min_size=1, max_size=8), st.randoms())
    def test_what_is_hidden_does_not_depend_on_the_order_of_distinct_groups(self, cells, random):
        distinct = list({women + men: (women, men) for women, men in cells}.values())
        table = [people(*pair, level=str(i)) for i, pair in enumerate(distinct)]
        mixed = random.sample(table, len(table))
        kept = [{r.group["level"]: r.reason for r in new_ledger().protect(rows, "people")} for rows in (table, mixed)]
        assert kept[0] == kept[1]


class TestPay:
    """Means and medians of money."""

    @pytest.mark.parametrize(
        ("women", "men", "rule"),
        [
            (5, 7, None),
            (2, 40, "hidden_pay_of_few"),
            (40, 2, "hidden_pay_of_few"),
            (4, 5, "hidden_pay_of_few"),
            (4, 40, "hidden_small_cell"),
        ],
    )
    def test_needs_three_of_each_sex_ten_together_and_no_small_cell(self, ledger, women, men, rule):
        assert reasons(ledger.protect([even_gap(women, men)], "pay")) == [rule]


class TestAnswers:
    """What people said in a survey."""

    @pytest.mark.parametrize(
        ("favourable", "rule"),
        [(4, IN_A_BAND), (5, None), (35, None), (36, IN_A_BAND), (0, IN_A_BAND)],
    )
    def test_statement_on_which_nearly_all_agree_is_in_a_band(self, ledger, favourable, rule):
        assert reasons(ledger.protect([answers(favourable, 40, item="I1", sex="F")], "answers")) == [rule]

    def test_statement_needs_ten_answers_of_a_sex(self, ledger):
        assert reasons(ledger.protect([answers(5, 9, item="I1", sex="F")], "answers")) == ["hidden_small_base"]

    def test_answers_of_all_are_hidden_where_those_of_a_sex_are(self, ledger):
        table = [answers(20, 60, item="I1"), answers(2, 30, item="I1", sex="F"), answers(18, 30, item="I1", sex="M")]
        assert reasons(ledger.protect(table, "answers")) == ["hidden_follows_from_total", IN_A_BAND, None]

    def test_difference_reported_later_is_hidden_too(self, ledger):
        ledger.protect([answers(2, 30, item="I1", sex="F"), answers(18, 30, item="I1", sex="M")], "answers")
        difference = made_of(value=-0.5, unit="difference", n=60, women=30, men=30, group={"item": "I1"})
        assert reasons(ledger.protect([difference], "answers")) == ["hidden_follows_from_total"]

    def test_other_statements_stay(self, ledger):
        table = [answers(2, 30, item="I1", sex="F"), answers(15, 30, item="I2", sex="F"), answers(30, 60, item="I2")]
        assert reasons(ledger.protect(table, "answers")) == [IN_A_BAND, None, None]


class TestSeatsAndMoney:
    """What is public, or is not about people."""

    def test_is_shown_as_it_is(self, ledger):
        seats = Result(value=1, unit="seats", n=5, women=1, men=4, details={"share": 0.2, "women": 1})
        money = Result(value=0.2, unit="share", n=5, details={"share": 0.2, "total": 1})
        shown = ledger.protect_seats([seats], {"share": "share"}, lambda group: [], [None])
        shown += ledger.protect([money], "none", {"share": "share"})
        assert [(one.n, dict(one.details)) for one in shown] == [(5, {"share": 0.2})] * 2


class TestWhatAMeasureDoesNotTell:
    """It counts as unsafe: the figure is refused, and the sentence says what is missing and nothing of people."""

    @pytest.mark.parametrize("missing", [("people", "F"), ("people", "M"), ("remainder", "F"), ("remainder", "M")])
    def test_figure_of_pay(self, ledger, missing):
        parts = tuple(part for part in even_gap(20, 20).parts if (part.kind, part.sex) != missing)
        n = sum(part.number for part in parts if part.kind == "people")
        with pytest.raises(AuditError, match="does not say whether one person gets most of it"):
            ledger.protect([Result(value=0.1, unit="ratio", n=n, parts=parts)], "pay")

    @pytest.mark.parametrize("protection", ["people", "pay", "answers"])
    @pytest.mark.parametrize("n", [0, 4, 40])
    def test_how_many_people_it_is_of(self, ledger, protection, n):
        with pytest.raises(AuditError, match="does not say whom it counts"):
            ledger.protect([Result(value=0.1, unit="share", n=n, women=n, details={"women_known": 3})], protection)

    @pytest.mark.parametrize("counted", [by_sex("people", 12, 13), by_sex("people", 12, 12, 1), by_sex("people", 1, 1)])
    def test_other_people_than_its_base(self, ledger, counted):
        with pytest.raises(AuditError, match="must add up to it"):
            ledger.protect([Result(value=0.5, unit="share", n=24, women=12, men=12, parts=counted)], "people")

    @pytest.mark.parametrize("protection", ["seats", "none"])
    def test_what_is_public_or_not_about_people_tells_nothing(self, ledger, protection):
        money = Result(value=0.1, unit="share", n=4)
        assert ledger.protect([money], protection)[0].value == 0.1

    def test_what_is_not_calculated_tells_nothing(self, ledger):
        nothing = Result(value=None, unit="gap", n=0, reason="no_rows")
        assert reasons(ledger.protect([nothing], "pay")) == ["no_rows"]

    def test_every_figure_of_pay_of_the_method_tells_it(self):
        rows = [
            {"sex": sex, "level": level, "pay": pay + 7.0 * i, "variable_pay": 100.0 + i, "count": 1.0}
            for level, pay in (("A", 40.0), ("B", 20.0))
            for sex in "FM"
            for i in range(30)
        ]
        staff = pd.DataFrame(rows)
        pay, factors = staff["pay"], staff[["level"]]
        figures = [
            *measures.mean_pay_gap(staff, pay),
            *measures.median_pay_gap(staff, pay),
            *measures.pay_quartiles(staff, pay),
            *measures.category_pay_gaps(staff, pay, by="level"),
            *measures.factor_weighted_gap(staff, pay, by="level"),
            *measures.adjusted_gap(staff, pay, factors),
            *measures.oaxaca_two_fold(staff, pay, factors),
            *measures.oaxaca_three_fold(staff, pay, factors),
            *measures.variable_pay_receipt(staff),
            *measures.variable_pay_gap(staff),
            *measures.variable_pay_gap(staff, of="median"),
        ]
        refuse_untold("figures", figures, "pay")


class TestMedians:
    """Of an odd number the median is one person's pay: shown is the gap of the means of the middle three."""

    @pytest.mark.parametrize(
        ("women", "men", "gap"),
        [
            ([10, 11, 12, 13, 14], [15, 16, 20, 30, 31], 1 - 12 / 22),  # (16 + 20 + 30) / 3
            ([10, 11, 15, 16, 17, 18], [19, 20, 21, 22, 23, 24], 1 - 15.5 / 21.5),  # both even
        ],
    )
    def test_gap(self, ledger, women, men, gap):
        staff = pd.DataFrame({"sex": ["F"] * len(women) + ["M"] * len(men), "count": 1.0})
        pay = pd.Series([*women, *men], dtype=float)
        (measured,) = measures.median_pay_gap(staff, pay)
        (shown,) = ledger.protect([measured], "pay", {})
        assert shown.value == pytest.approx(gap)
        assert dict(shown.details) == {}
        ratio = (1 - shown.value) / (1 - measured.value)
        assert (1 - shown.low) / (1 - measured.low) == pytest.approx(ratio)
        assert shown.low < shown.value < shown.high


class TestDetails:
    """Numbers beside the value."""

    def test_only_those_declared_pass(self, ledger):
        result = made_of(*EVEN, value=9, unit="hours", n=40, women=20, men=20, details={"mean_women": 9, "left_out": 7})
        assert ledger.protect([result], "people", {"mean_women": "hours"})[0].details == {"mean_women": 9}

    @pytest.mark.parametrize(
        ("share", "kept"), [(0.1, {}), (0.2, {"do_not_know_share": 0.2}), (0, {"do_not_know_share": 0})]
    )
    def test_share_that_stands_for_few_people_does_not_pass(self, ledger, share, kept):
        result = made_of(
            value=0.5,
            unit="share",
            n=30,
            women=30,
            group={"area": "I", "sex": "F"},
            details={"do_not_know_share": share},
        )
        assert ledger.protect([result], "answers", {"do_not_know_share": "share"})[0].details == kept


class TestLog:
    """What the method note says was hidden."""

    def test_rules_and_shown_figures_are_counted(self, ledger):
        ledger.protect(
            [people(20, 20), people(2, 9, level="A"), people(18, 11, level="B"), people(0, 0, level="C")], "people"
        )
        assert ledger.hidden == {"hidden_small_cell": 1, "hidden_follows_from_total": 1}
        assert ledger.shown == 1

    def test_hidden_row_stays_with_its_group_and_without_a_number(self, ledger):
        hidden = ledger.protect([people(2, 40, level="A")], "people")[0]
        assert (dict(hidden.group), hidden.value, hidden.n, hidden.women) == ({"level": "A"}, None, 0, None)

    def test_figure_without_data_keeps_its_own_reason(self, ledger):
        assert reasons(ledger.protect([people(0, 0)], "people")) == ["no_women_or_men"]
