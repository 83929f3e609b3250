"""Pay on one basis, gaps, quartiles, variable pay, categories."""

import numpy as np
import pandas as pd
import pytest
from fact_tables import bank, professors, random_staff, staff, workers
from scipy import stats

from genderaudit.measures.pay import mean_pay_gap, median_pay_gap, pay_basis, pay_quartiles
from genderaudit.measures.pay_categories import (
    category_pay_gaps,
    factor_weighted_gap,
    gaps_by_working_time,
    variable_pay_gap,
    variable_pay_receipt,
)
from genderaudit.measures.working_time import working_time

MEN, WOMEN = (10, 12, 14, 20, 24), (9, 10, 12, 15, 16, 18)


def paid(women: tuple[float, ...], men: tuple[float, ...], **columns: object) -> pd.DataFrame:
    pay = [*women, *men]
    sexes = ["F"] * len(women) + ["M"] * len(men)
    return staff(sex=sexes, pay=pay, pay_period=["hour"] * len(pay), **columns)


def yearly(table: pd.DataFrame) -> pd.Series:
    return pay_basis(table, "fte_year").pay


class TestPayBasis:
    def test_hour_month_and_year_meet_on_the_hour(self) -> None:
        table = staff(
            sex=["F"] * 3, pay=[20, 20 * 20 * 52 / 12, 20 * 40 * 52],
            pay_period=["hour", "month", "year"], weekly_hours=[10, 20, 40],
        )  # fmt: skip
        assert pay_basis(table, "hour").pay.tolist() == [20, 20, 20]

    def test_part_time_pay_is_put_on_full_time(self) -> None:
        table = staff(sex=["F", "M"], pay=[1000, 2000], pay_period=["month"] * 2, fte=[0.5, 1.0])
        assert pay_basis(table, "fte_year").pay.tolist() == [24_000, 24_000]

    def test_own_hours_go_before_fte(self) -> None:
        table = staff(sex=["F"], pay=[52 * 30], pay_period=["year"], fte=[1.0], weekly_hours=[30])
        assert pay_basis(table, "hour").pay.tolist() == [1.0]

    def test_hours_that_the_pay_is_for_go_first(self) -> None:
        table = staff(sex=["F"], pay=[300], pay_period=["month"], fte=[1.0], pay_reference_hours=[30.0])
        assert pay_basis(table, "hour").pay.tolist() == [10.0]

    def test_what_cannot_be_put_on_the_basis_is_counted_with_its_reason(self) -> None:
        table = staff(
            sex=["F"] * 6,
            pay=[None, 0, -5, 10, 10, 10],
            pay_period=["hour", "hour", "hour", None, "month", "hour"],
            fte=[1, 1, 1, 1, None, None],
        )
        basis = pay_basis(table)
        assert basis.left_out == {"no_pay": 1, "pay_not_positive": 2, "no_period": 1, "no_hours": 1}
        assert basis.pay.dropna().tolist() == [10]

    def test_a_list_without_any_hours_is_read_as_full_time_and_says_so(self) -> None:
        basis = pay_basis(staff(sex=["F", "M"], pay=[2080, 4160], pay_period=["year"] * 2))
        assert (basis.pay.tolist(), basis.assumed_full_time) == ([2080, 4160], 2)

    @pytest.mark.parametrize(
        ("columns", "pay", "unit"),
        [
            ({"pay_period": ["month"] * 3}, [300, 200, 100], "month"),
            ({"pay_period": ["year"] * 3}, [300, 200, 100], "year"),
            ({"pay_period": ["hour"] * 3}, [300, 200, 100], "hour"),
            ({"pay_period": ["month"] * 3, "fte": [1, 1, 0.5]}, [300, 200, 200], "month_full_time"),
            ({"pay_period": ["month"] * 3, "weekly_hours": [35, 35, 17.5]}, [300, 200, 200], "month_full_time"),
            ({"pay_period": ["month", "month", "year"], "fte": [1, 1, 1]}, [300, 200, 100 / 12], "month_full_time"),
        ],
    )
    def test_pay_is_in_the_unit_of_the_list_and_named_by_it(self, columns, pay, unit) -> None:
        found = pay_basis(staff(sex=["F", "M", "M"], pay=[300, 200, 100], **columns)).pay
        assert found.tolist() == pytest.approx(pay)
        assert found.name == unit

    def test_hourly_pay_has_a_basis_without_hours(self) -> None:
        table = staff(sex=["F", "M"], pay=[10, 10], pay_period=["hour"] * 2, fte=[None, 1])
        assert pay_basis(table).pay.tolist() == [10, 10]

    def test_a_period_for_the_whole_list_can_be_named(self) -> None:
        table = staff(sex=["F"], pay=[12_000], fte=[1])
        assert pay_basis(table, "fte_year", default_period="year").pay.tolist() == [12_000]

    def test_equal_pay_of_different_periods_is_a_tie(self) -> None:
        table = staff(sex=["F", "M"], pay=[1234.1, 12 * 1234.1], pay_period=["month", "year"], fte=[0.7, 0.7])
        assert pay_basis(table).pay.nunique() == 1


class TestWorkingTime:
    """Full-time people alone, where women work part-time far more often."""

    @staticmethod
    def table(women: str, men: str) -> pd.DataFrame:
        """A letter a person: f full-time at 2,000 a month (women) or 2,100 (men), p half-time at 700 for the half."""
        people = [(sex, time) for sex, times in (("F", women), ("M", men)) for time in times]
        full = {"F": 2000.0, "M": 2100.0}
        return staff(
            sex=[sex for sex, _ in people], pay_period=["month"] * len(people),
            pay=[full[sex] if time == "f" else 700.0 for sex, time in people],
            fte=[1.0 if time == "f" else 0.5 for _, time in people],
        )  # fmt: skip

    def test_gap_of_full_time_people_stands_beside_that_of_all(self) -> None:
        table = self.table("f" * 10 + "p" * 10, "f" * 20)
        pay = pay_basis(table).pay
        whole = mean_pay_gap(table, pay)[0]
        full, part = gaps_by_working_time(table, pay)
        assert whole.value == pytest.approx(1 - 1700 / 2100)
        assert (full.group, full.value) == ({"working_time": "full_time"}, pytest.approx(1 - 2000 / 2100))
        assert part.reason == "one_sex_only"
        assert whole.details["part_time"] == 1

    @pytest.mark.parametrize(
        ("women", "men"),
        [
            ("f" * 20, "f" * 20),  # nobody
            ("f" * 10 + "p" * 10, "f" * 10 + "p" * 10),  # as often
            ("f" * 95 + "p" * 5, "f" * 98 + "p" * 2),  # twice as often, and a few points
            ("f" * 16 + "p" * 4, "f" * 20),  # fewer than five women
            ("p" * 20, "f" * 20),  # no woman works full-time
        ],
    )
    def test_nothing_is_said_where_it_is_not_so(self, women: str, men: str) -> None:
        table = self.table(women, men)
        pay = pay_basis(table).pay
        assert list(gaps_by_working_time(table, pay)) == []
        assert "part_time" not in mean_pay_gap(table, pay)[0].details

    def test_hours_of_the_list_say_what_full_time_is(self) -> None:
        table = self.table("f" * 10 + "p" * 10, "f" * 20)
        hours = table.assign(weekly_hours=table["fte"] * 35, fte=None)
        assert working_time(hours).tolist() == working_time(table).tolist()
        assert working_time(table.assign(fte=None)).isna().all()


def means(result):
    return {name: number for name, number in result.details.items() if name.startswith("mean")}


def medians(result):
    return {name: number for name, number in result.details.items() if name.startswith("median")}


class TestGaps:
    def test_gaps_of_the_method(self) -> None:
        """Men (10,12,14,20,24), women (9,10,12,15,16,18): mean 16.6667 %, median 3.5714 %."""
        table = paid(WOMEN, MEN)
        assert mean_pay_gap(table, table["pay"])[0].value == pytest.approx(0.166667, abs=5e-7)
        assert median_pay_gap(table, table["pay"])[0].value == pytest.approx(0.035714, abs=5e-7)

    def test_professors(self) -> None:
        """Shared data: 101 002.4 and 115 090.4, gaps 12.24 % and 3.97 %; by rank 4.01, 6.70, 4.05 %."""
        table = professors()
        mean, median = mean_pay_gap(table, yearly(table))[0], median_pay_gap(table, yearly(table))[0]
        assert means(mean) == pytest.approx({"mean_women": 101_002.4, "mean_men": 115_090.4}, abs=0.05)
        assert medians(median) == pytest.approx({"median_women": 103_750, "median_men": 108_043}, abs=0.5)
        assert (mean.value, median.value) == pytest.approx((0.1224, 0.0397), abs=5e-5)
        ranks = mean_pay_gap(table, yearly(table), "level", ["AsstProf", "AssocProf", "Prof"])
        assert [rank.value for rank in ranks] == pytest.approx([0.0401, 0.0670, 0.0405], abs=5e-5)

    def test_bank(self) -> None:
        """Shared data: 26 031.92 and 41 441.78; gaps 37.18 % and 26.03 %."""
        table = bank()
        mean, median = mean_pay_gap(table, yearly(table))[0], median_pay_gap(table, yearly(table))[0]
        assert means(mean) == pytest.approx({"mean_women": 26_031.92, "mean_men": 41_441.78}, abs=0.005)
        assert (mean.value, median.value) == pytest.approx((0.3718, 0.2603), abs=5e-5)

    def test_workers_of_1985(self) -> None:
        """Shared data: gaps 21.17 % and 23.85 %."""
        table = workers()
        pay = pay_basis(table).pay
        gaps = mean_pay_gap(table, pay)[0].value, median_pay_gap(table, pay)[0].value
        assert gaps == pytest.approx((0.2117, 0.2385), abs=5e-5)

    @pytest.mark.parametrize(("gap", "of"), [(mean_pay_gap, np.mean), (median_pay_gap, np.median)])
    def test_intervals_agree_with_the_bootstrap_of_scipy(self, gap: object, of: object) -> None:
        table = bank()
        pay = yearly(table)
        result = gap(table, pay)[0]  # type: ignore[operator]
        samples = [pay[table["sex"] == sex].to_numpy() for sex in "FM"]
        expected = stats.bootstrap(
            samples, lambda w, m, axis: 1 - of(w, axis=axis) / of(m, axis=axis),  # type: ignore[operator]
            method="percentile", n_resamples=4_000, random_state=1,
        ).confidence_interval  # fmt: skip
        assert (result.low, result.high) == pytest.approx(tuple(expected), abs=0.012)

    @pytest.mark.slow
    @pytest.mark.parametrize("steps", [False, True])
    def test_95_percent_intervals_hold_the_planted_gap_in_93_to_97_percent_of_draws(self, steps: bool) -> None:
        draw = np.random.default_rng(5)
        table = staff(sex=["F"] * 60 + ["M"] * 81)
        planted = np.repeat([0.9, 1.0], [60, 81])
        hits = []
        for _ in range(600):
            pay = planted * 20 * np.exp(draw.normal(0, 0.4, 141))
            if steps:
                pay = planted * np.round(pay / planted)
            results = [gap(table, pd.Series(pay))[0] for gap in (mean_pay_gap, median_pay_gap)]
            hits.append([r.low <= 0.1 <= r.high for r in results])  # type: ignore[operator]
        assert np.mean(hits, axis=0) == pytest.approx([0.95, 0.95], abs=0.025)  # 0.02 and the chance of 600 draws

    def test_counts_stand_for_people(self) -> None:
        table = staff(sex=["F", "F", "M"], pay=[10, 20, 40], pay_period=["hour"] * 3, count=[3, 1, 2])
        result = mean_pay_gap(table, table["pay"])[0]
        assert (result.value, result.women, result.men) == (1 - 12.5 / 40, 4, 2)

    def test_one_person_of_a_sex_gives_a_gap_without_interval(self) -> None:
        table = paid((9.0,), (10.0, 11.0))
        for gap in (mean_pay_gap, median_pay_gap):
            result = gap(table, table["pay"])[0]
            assert result.value is not None
            assert (result.low, result.high) == (None, None)

    def test_equal_pay_of_all_is_no_gap(self) -> None:
        table = paid((10.0, 10.0), (10.0, 10.0))
        for gap in (mean_pay_gap, median_pay_gap):
            result = gap(table, table["pay"])[0]
            assert (result.value, result.low, result.high) == (0, 0, 0)


class TestQuartiles:
    def test_quartiles_without_ties(self) -> None:
        table = paid((1.0, 2.0, 3.0, 7.0), (4.0, 5.0, 6.0, 8.0))
        assert [q.value for q in pay_quartiles(table, table["pay"])] == [1, 0.5, 0, 0.5]

    def test_ties_at_a_boundary_are_split_in_proportion(self) -> None:
        """Four on 2 straddle the first boundary: one of two places of quartile 1 is half a woman's."""
        table = paid((1.0, 2.0, 2.0, 9.0), (2.0, 2.0, 8.0, 9.0))
        first, second, third, fourth = pay_quartiles(table, table["pay"])
        assert (first.women, first.men) == (1.5, 0.5)
        assert (second.women, second.men) == (1.0, 1.0)
        assert (third.women, third.men) == (0.5, 1.5)
        assert (fourth.women, fourth.men) == (1.0, 1.0)

    def test_equal_pay_gives_every_quartile_the_overall_share(self) -> None:
        table = paid((5.0,) * 3, (5.0,) * 7)
        assert [q.value for q in pay_quartiles(table, table["pay"])] == pytest.approx([0.3] * 4)

    def test_quartiles_add_up_to_all_people(self) -> None:
        table = professors()
        quartiles = pay_quartiles(table, yearly(table))
        assert [q.n for q in quartiles] == pytest.approx([397 / 4] * 4)
        assert sum(q.women for q in quartiles) == pytest.approx(39)  # type: ignore[misc]

    def test_quartiles_agree_with_a_ranking_where_no_ties_straddle(self) -> None:
        table = random_staff(400)
        ranked = table.sort_values("pay")["sex"].eq("F").to_numpy().reshape(4, 100).mean(axis=1)
        assert [q.value for q in pay_quartiles(table, table["pay"])] == pytest.approx(ranked)

    def test_three_people_have_no_quartiles(self) -> None:
        table = paid((1.0,), (2.0, 3.0))
        assert [q.reason for q in pay_quartiles(table, table["pay"])] == ["too_few_people"] * 4


class TestVariablePay:
    TABLE = staff(sex=["F", "F", "F", "M", "M"], variable_pay=[100, 0, None, 100, 300])

    def test_gap_is_among_receivers(self) -> None:
        result = variable_pay_gap(self.TABLE)[0]
        assert (result.value, result.women, result.men) == (0.5, 1, 2)
        assert variable_pay_gap(self.TABLE, "median")[0].value == 0.5

    def test_receipt_reads_a_blank_as_none(self) -> None:
        result = variable_pay_receipt(self.TABLE)[0]
        assert result.value == pytest.approx(1 / 3)
        assert result.details == pytest.approx(
            {"share_women": 1 / 3, "share_men": 1, "receivers_women": 1, "receivers_men": 2}
        )

    def test_a_list_without_variable_pay_says_so(self) -> None:
        assert variable_pay_receipt(staff(sex=["F", "M"]))[0].reason == "no_variable_pay"
        assert variable_pay_receipt(staff(sex=["F", "M"], variable_pay=[5, 0]))[0].reason == "zero_denominator"


class TestCategories:
    def test_five_percent_is_flagged_in_either_direction_and_less_is_not(self) -> None:
        table = paid((95.0, 95.1, 105.0, 9.0), (100.0, 100.0, 100.0), level=["a", "b", "c", "d", "a", "b", "c"])
        results = category_pay_gaps(table, table["pay"], "level", ["a", "b", "c", "d"])
        assert [r.details.get("flag") for r in results] == [1, 0, 1, None]
        assert results[3].reason == "one_sex_only"

    def test_professors_have_one_rank_to_assess(self) -> None:
        """Shared data: AssocProf 6.70 %, the other ranks below 5 %."""
        table = professors()
        flags = {r.group["level"]: r.details["flag"] for r in category_pay_gaps(table, yearly(table), "level")}
        assert flags == {"Prof": 0, "AssocProf": 1, "AsstProf": 0}

    def test_factor_weighted_gap_of_the_method(self) -> None:
        """Cells (20 M, 10 F, 100/90), (10 M, 30 F, 60/57): 7.142857 %, raw 24.711538 %."""
        women, men = (90.0,) * 10 + (57.0,) * 30, (100.0,) * 20 + (60.0,) * 10
        cells = ["a"] * 10 + ["b"] * 30 + ["a"] * 20 + ["b"] * 10
        table = paid(women, men, level=cells)
        result = factor_weighted_gap(table, table["pay"], "level")
        assert result.value == pytest.approx(0.07142857, abs=5e-9)
        assert result.details["raw_gap"] == pytest.approx(0.24711538, abs=5e-9)

    def test_cells_of_one_sex_are_left_out_and_counted(self) -> None:
        table = paid((9.0, 5.0, 7.0), (10.0, 7.0), level=["a", "b", None, "a", None])
        result = factor_weighted_gap(table, table["pay"], "level")
        assert result.value == pytest.approx(0.1)
        assert (result.n, result.details["left_out"], result.details["coverage"]) == (2, 3, 0.4)

    def test_no_cell_with_both_sexes(self) -> None:
        table = paid((9.0,), (10.0,), level=["a", "b"])
        assert factor_weighted_gap(table, table["pay"], "level").reason == "no_common_cells"

    @pytest.mark.slow
    def test_interval_of_the_factor_weighted_gap_is_as_wide_as_its_spread(self) -> None:
        values, widths = [], []
        for seed in range(150):
            table = random_staff(300, seed)
            result = factor_weighted_gap(table, table["pay"], "level")
            values.append(result.value)
            widths.append(result.high - result.low)  # type: ignore[operator]
        assert np.mean(widths) / 2 == pytest.approx(1.96 * np.std(values), rel=0.2)
