"""Areas of the survey by sex; what holds of items and areas alike, and of small surveys."""

from collections.abc import Callable

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from invented_surveys import ITEMS, NAN, random_survey, survey_of
from scipy import stats

from genderaudit.measures.answers import DO_NOT_KNOW, PREFER_NOT_TO_SAY, Item
from genderaudit.measures.inference import wilson
from genderaudit.measures.key_areas import area_differences, area_results
from genderaudit.measures.perception import item_differences, item_results
from genderaudit.measures.result import Result

ALL_MEASURES = [item_results, item_differences, area_results, area_differences]
surveys = st.builds(random_survey, st.integers(0, 10_000), st.integers(0, 60))


def assert_same(first: list[Result], second: list[Result]) -> None:
    assert [(r.group, r.reason) for r in first] == [(r.group, r.reason) for r in second]
    for one, other in zip(first, second, strict=True):
        for name in ("value", "low", "high", "n", "women", "men", "other"):
            assert getattr(one, name) == pytest.approx(getattr(other, name)), name
        assert dict(one.details) == pytest.approx(dict(other.details))


class TestAreas:
    def test_a_person_counts_with_half_of_the_items_answered(self):
        table = survey_of(
            "FFMM",
            K1=[5, 5, 1, DO_NOT_KNOW],
            K3=[5, NAN, 1, NAN],
            K4=[1, NAN, NAN, NAN],
            K5=[1, NAN, NAN, 5],
        )
        items = [Item(name, "K") for name in ("K1", "K3", "K4", "K5")]
        everyone = area_results(table, items)[0]
        assert (everyone.n, everyone.details["left_out"]) == (2, 2)
        assert everyone.value == pytest.approx((0.5 + 0.0) / 2)
        assert everyone.details["mean"] == pytest.approx((3 + 1) / 2)

    def test_the_part_that_must_be_answered_is_a_parameter(self):
        table = survey_of("FM", K1=[5, 5], K3=[NAN, 5], K4=[NAN, 5])
        items = [Item("K1", "K"), Item("K3", "K"), Item("K4", "K")]
        bases = [area_results(table, items, minimum_answered=part)[0].n for part in (0, 0.5, 1)]
        assert bases == [2, 1, 1]

    def test_half_is_of_the_items_that_were_asked(self):
        result = area_results(survey_of("F", K1=[5]), [Item("K1", "K"), Item("K8", "K"), Item("K9", "K")])[0]
        assert (result.value, result.details["items"]) == (1.0, 1)

    def test_answers_are_counted_after_reversal(self):
        table = survey_of("FM", K1=[5, 4], K2=[1, 2])
        result = area_results(table, [Item("K1", "K"), Item("K2", "K", reverse=True)])[0]
        assert [result.details[f"score_{i}"] for i in range(1, 6)] == [0, 0, 0, 2, 2]

    def test_weights_count_people_as_often_as_they_say(self):
        table = survey_of("FMM", K1=[5, 1, 1], K3=[5, 5, 1])
        result = area_results(table, [Item("K1", "K"), Item("K3", "K")], weights=[2.0, 1.0, 1.0])[0]
        assert result.value == pytest.approx((2 * 1 + 0.5 + 0) / 4)
        assert result.details["mean"] == pytest.approx((2 * 5 + 3 + 1) / 4)
        assert result.details["unweighted"] == pytest.approx(0.5)
        assert result.details["effective_n"] == pytest.approx(16 / 6)

    def test_people_who_all_agree_count_once_each_for_the_interval(self):
        result = area_results(survey_of("F" * 9, K1=[5] * 9, K3=[5] * 9), [Item("K1", "K"), Item("K3", "K")])[0]
        assert (result.low, result.high) == pytest.approx(wilson(9, 9))

    def test_the_interval_of_one_item_is_wilsons_with_students_quantile(self):
        answers = [5] * 300 + [1] * 200
        area = area_results(survey_of("F" * 500, K1=answers), [Item("K1", "K")])[0]
        assert (area.low, area.high) == pytest.approx(wilson(300, 500), abs=2e-4)

    def test_the_interval_of_many_people_is_students(self):
        table = random_survey(2, 20_000)
        result = area_results(table, ITEMS)[0]
        table = table[table["sex"].isin(["F", "M"])]
        answers = table[["K1", "K2", "K3"]].where(table[["K1", "K2", "K3"]] > 0)
        answers["K2"] = 6 - answers["K2"]
        share = ((answers >= 4).sum(axis=1) / answers.notna().sum(axis=1))[answers.notna().sum(axis=1) >= 2]
        expected = stats.t.interval(0.95, len(share) - 1, share.mean(), stats.sem(share))
        assert (result.low, result.high) == pytest.approx(expected, abs=1e-4)

    def test_somebody_of_next_to_no_weight_does_not_stop_it(self):
        table = survey_of("F" * 10, K1=[5] * 9 + [1], K2=[1] * 10, K3=[5] * 10)
        result = area_results(table, ITEMS, weights=[1.0] * 9 + [1e-17])[0]
        assert result.value == pytest.approx(1)
        assert 0 < result.low < result.high <= 1

    def test_the_interval_covers_a_planted_share(self):
        """People differ in how favourable they are (beta 3, 2: 0.6 on average); 30 people, 4 items."""
        draw = np.random.default_rng(11)
        items = [Item(f"K{i}", "K") for i in range(4)]
        covered = 0
        for _ in range(500):
            favourable = draw.random((30, 4)) < draw.beta(3, 2, 30)[:, None]
            table = survey_of("F" * 30, **{f"K{i}": list(np.where(favourable[:, i], 5, 1)) for i in range(4)})
            result = area_results(table, items)[0]
            covered += (result.low or 0) <= 0.6 <= (result.high or 0)
        assert 0.92 <= covered / 500 <= 0.98


class TestInvariants:
    @given(surveys, st.integers(0, 1000))
    @settings(max_examples=20, deadline=None)
    def test_the_order_of_rows_does_not_matter(self, table: pd.DataFrame, seed: int):
        shuffled = table.sample(frac=1, random_state=seed)
        for measure in ALL_MEASURES:
            assert_same(measure(table, ITEMS), measure(shuffled, ITEMS))

    @given(surveys)
    @settings(max_examples=20, deadline=None)
    def test_swapping_women_and_men_mirrors_differences(self, table: pd.DataFrame):
        swapped = table.assign(sex=table["sex"].replace({"F": "M", "M": "F"}))
        for measure in (item_differences, area_differences):
            for one, other in zip(measure(table, ITEMS), measure(swapped, ITEMS), strict=True):
                assert (one.women, one.men, one.reason) == (other.men, other.women, other.reason)
                if one.value is None or other.value is None:
                    continue
                assert one.value == pytest.approx(-other.value)
                assert (one.low, one.high) == pytest.approx((-(other.high or 0), -(other.low or 0)))
                assert one.details["cliffs_delta"] == pytest.approx(-other.details["cliffs_delta"])
                assert one.details["p_adjusted"] == pytest.approx(other.details["p_adjusted"])

    @given(surveys)
    @settings(max_examples=20, deadline=None)
    def test_the_whole_table_twice_leaves_shares(self, table: pd.DataFrame):
        twice = pd.concat([table, table], ignore_index=True)
        for measure in (item_results, area_results):
            for one, other in zip(measure(table, ITEMS), measure(twice, ITEMS), strict=True):
                assert (one.value, 2 * one.n) == pytest.approx((other.value, other.n))

    @given(surveys)
    @settings(max_examples=20, deadline=None)
    def test_weights_of_one_change_nothing(self, table: pd.DataFrame):
        for measure in (item_results, area_results):
            weighted = measure(table, ITEMS, weights=np.ones(len(table)))
            for plain, one in zip(measure(table, ITEMS), weighted, strict=True):
                assert (one.value, one.low, one.high) == pytest.approx((plain.value, plain.low, plain.high))
                if one.value is not None:
                    assert one.details["unweighted"] == pytest.approx(one.value)
                    assert one.details["effective_n"] == pytest.approx(one.n)

    @given(surveys, st.sampled_from(["level", "sex", ("level", "sex")]))
    @settings(max_examples=20, deadline=None)
    def test_groups_add_up_to_everyone(self, table: pd.DataFrame, by: str | tuple[str, str]):
        counted = [f"answer_{i}" for i in range(1, 6)] + ["do_not_know", "prefer_not_to_say", "not_answered"]
        everyone = item_results(table, ITEMS)[::3]
        groups = item_results(table, ITEMS, by)
        for total in everyone:
            parts = [part for part in groups if part.group["item"] == total.group["item"]]
            for key in counted:
                assert sum(part.details[key] for part in parts) == total.details[key]
            assert sum((part.value or 0) * part.n for part in parts) == pytest.approx((total.value or 0) * total.n)
            assert sum(part.women or 0 for part in parts) == total.women

    @given(surveys)
    @settings(max_examples=20, deadline=None)
    def test_people_of_everyone_are_split_by_sex(self, table: pd.DataFrame):
        for measure in (item_results, area_results):
            for result in measure(table, ITEMS):
                split = (result.women or 0) + (result.men or 0) + (result.other or 0)
                assert split + result.details.get("not_stated", 0) == result.n


class TestSmallSurveys:
    @pytest.mark.parametrize("measure", ALL_MEASURES)
    def test_nobody(self, measure: Callable[..., list[Result]]):
        assert {r.reason for r in measure(random_survey(0).head(0), ITEMS)} == {"no_rows"}

    @pytest.mark.parametrize("measure", ALL_MEASURES)
    def test_no_items(self, measure: Callable[..., list[Result]]):
        assert measure(random_survey(0), []) == []

    @pytest.mark.parametrize("measure", ALL_MEASURES)
    def test_an_item_without_a_column_was_not_asked(self, measure: Callable[..., list[Result]]):
        assert {r.reason for r in measure(random_survey(0), [Item("Z1", "Z")])} == {"not_asked"}

    @pytest.mark.parametrize("measure", ALL_MEASURES)
    @pytest.mark.parametrize("answer", [DO_NOT_KNOW, PREFER_NOT_TO_SAY, NAN])
    def test_nobody_who_answers(self, measure: Callable[..., list[Result]], answer: float):
        table = survey_of("FM" * 10, K1=[answer] * 20)
        assert {r.reason for r in measure(table, [Item("K1", "K")])} == {"no_answers"}

    def test_columns_of_text_type_that_are_all_blank(self):
        table = survey_of("FM", K1=[NAN, NAN]).astype({"K1": "string"})
        assert item_results(table, [Item("K1", "K")])[0].reason == "no_answers"

    @pytest.mark.parametrize("measure", [item_results, area_results])
    def test_one_person(self, measure: Callable[..., list[Result]]):
        everyone, women, men = measure(survey_of("F", K1=[5]), [Item("K1", "K")])
        assert (everyone.value, women.value, men.reason) == (1.0, 1.0, "no_answers")
        assert (everyone.low, everyone.high) == pytest.approx(wilson(1, 1))

    def test_an_area_in_which_nobody_reached_half(self):
        table = survey_of("FMF", K1=[5, NAN, NAN], K3=[NAN, 4, NAN], K4=[NAN, NAN, DO_NOT_KNOW])
        result = area_results(table, [Item("K1", "K"), Item("K3", "K"), Item("K4", "K")])[0]
        assert (result.reason, result.details["left_out"]) == ("too_few_items_answered", 3)

    def test_items_that_nobody_has_ticked_were_not_asked(self):
        """A short form asks two items of five, and a list that is read has a column for each of the five."""
        blank = {name: [NAN] * 4 for name in ("K2", "K3", "K5")}
        table = survey_of("FFMM", K1=[5, 4, 2, 1], K4=[4, 4, 1, 1], **blank)
        result = area_results(table, [Item(f"K{number}", "K") for number in range(1, 6)])[0]
        assert (result.value, result.details["items"]) == (0.5, 2)
