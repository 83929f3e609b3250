"""Items and areas of the survey by sex: published figures, scipy, invariants, and small surveys."""

import math
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from genderaudit.disclosure import require_parts
from genderaudit.foundations.errors import AuditError
from genderaudit.measures.inference import wilson
from genderaudit.measures.perception import (
    DO_NOT_KNOW,
    PREFER_NOT_TO_SAY,
    Item,
    area_differences,
    area_results,
    cliffs_delta,
    item_differences,
    item_results,
    open_answers,
)
from genderaudit.measures.result import Result

DATA = Path(__file__).parents[3] / "shared" / "data"
NAN = math.nan
ITEMS = [Item("K1", "K"), Item("I1", "I"), Item("K2", "K", reverse=True), Item("K3", "K"), Item("I2", "I")]
ALL_MEASURES = [item_results, item_differences, area_results, area_differences]


def survey_of(sex: str, **items: list[float]) -> pd.DataFrame:
    """One letter a person: F, M, X, or - for not stated."""
    stated = pd.array([None if letter == "-" else letter for letter in sex], dtype="string")
    return pd.DataFrame({"sex": stated, **items})


def random_survey(seed: int, people: int = 60) -> pd.DataFrame:
    draw = np.random.default_rng(seed)
    table = {"sex": pd.array(draw.choice(["F", "M", "X", None], people, p=[0.5, 0.4, 0.05, 0.05]), "string")}
    table["level"] = pd.array(draw.choice(["top", "middle", None], people), "string")
    for item in ITEMS:
        table[item.id] = draw.choice([1, 2, 3, 4, 5, DO_NOT_KNOW, PREFER_NOT_TO_SAY, NAN], people)
    return pd.DataFrame(table)


surveys = st.builds(random_survey, st.integers(0, 10_000), st.integers(0, 60))


def by_group(results: list[Result]) -> dict[tuple[str, ...], Result]:
    return {tuple(result.group.values()): result for result in results}


def read(folder: str, file: str) -> pd.DataFrame:
    path = DATA / folder / file
    if not path.exists():
        pytest.skip("the real data are not here")
    return pd.read_csv(path)


def assert_same(first: list[Result], second: list[Result]) -> None:
    assert [(r.group, r.reason) for r in first] == [(r.group, r.reason) for r in second]
    for one, other in zip(first, second, strict=True):
        for name in ("value", "low", "high", "n", "women", "men", "other"):
            assert getattr(one, name) == pytest.approx(getattr(other, name)), name
        assert dict(one.details) == pytest.approx(dict(other.details))


class TestPublishedFigures:
    def test_all_28_rows_of_the_maths_anxiety_survey_by_gender(self):
        """MathAnxietyGender of the R package likert."""
        published = read("likert_pkg", "MathAnxietyGender.csv")
        raw = read("likert_pkg", "mass.csv")
        scale = ["Strongly Disagree", "Disagree", "Neutral", "Agree", "Strongly Agree"]
        items = [Item(name, "maths") for name in raw.columns[1:]]
        answers = raw[raw.columns[1:]].replace({name: i + 1.0 for i, name in enumerate(scale)}).astype(float)
        table = answers.assign(sex=raw["Gender"].map({"Female": "F", "Male": "M"}))
        results = by_group(item_results(table, items))
        assert len(published) == 28
        for row in published.to_dict("records"):
            result = results[row["Item"], row["Group"][0]]
            percentages = [100 * result.details[f"answer_{i}"] / result.n for i in range(1, 6)]
            assert percentages == pytest.approx([row[name] for name in scale])

    def test_job_satisfaction_counts_of_the_french_survey(self):
        """hdv2003 of the R package questionr, trav.satisf by sexe."""
        raw = read("hdv2003_fr", "hdv2003.csv")
        scale = {"Insatisfaction": 1.0, "Equilibre": 2.0, "Satisfaction": 3.0}
        table = pd.DataFrame(
            {"sex": raw["sexe"].map({"Femme": "F", "Homme": "M"}), "work": raw["trav.satisf"].map(scale)}
        )
        results = by_group(item_results(table, [Item("work", "K", maximum=3)]))
        counts = {
            sex: [results["work", sex].details[key] for key in ("answer_1", "answer_2", "answer_3", "not_answered")]
            for sex in "FM"
        }
        assert counts == {"F": [56, 225, 247, 573], "M": [61, 226, 233, 379]}

    def test_agreeableness_of_men_and_women(self):
        """bfi of the R package psych: mean of the scores of all who answered any of five six-point items."""
        raw = read("bfi", "bfi.csv")
        items = [Item(f"A{i}", "Agree", reverse=i == 1, maximum=6) for i in range(1, 6)]
        table = raw.assign(sex=raw["gender"].map({1: "M", 2: "F"}))
        results = by_group(area_results(table, items, minimum_answered=0))
        assert round(results["Agree", "M"].details["mean"], 4) == 4.3855
        assert round(results["Agree", "F"].details["mean"], 4) == 4.7823

    def test_gender_of_the_research_software_engineers(self):
        """socio2 as published by the Software Sustainability Institute (UK survey of 2016)."""
        raw = read("rse_uk_2016", "rse_2016_uk_public_data.csv")
        gender = raw["socio2. Please select your gender"]
        table = pd.DataFrame({"sex": gender.map({"Male": "M", "Female": "F", "Other": "X"}), "took_part": 5.0})
        everyone = item_results(table, [Item("took_part", "K")])[0]
        assert (everyone.men, everyone.women, everyone.n) == (232, 30, 262)  # 1 other and 10 blank are not in it


class TestItems:
    def test_favourable_are_the_answers_above_the_middle(self):
        everyone, women, men = item_results(survey_of("FFFMM", K1=[1, 4, 5, 3, 4]), [Item("K1", "K")])
        assert (everyone.value, women.value, men.value) == pytest.approx((3 / 5, 2 / 3, 1 / 2))
        assert (women.low, women.high) == pytest.approx(wilson(2, 3))

    def test_disagreeing_is_favourable_where_the_item_is_reversed_and_the_answers_are_shown_as_given(self):
        result = item_results(survey_of("FFM", K2=[1, 2, 5]), [Item("K2", "K", reverse=True)])[0]
        assert result.value == pytest.approx(2 / 3)
        assert result.details["mean"] == pytest.approx((5 + 4 + 1) / 3)
        assert [result.details[f"answer_{i}"] for i in range(1, 6)] == [1, 1, 0, 0, 1]

    def test_who_does_not_know_is_outside_the_base_and_counted(self):
        answers = [5, 1, DO_NOT_KNOW, DO_NOT_KNOW, PREFER_NOT_TO_SAY, NAN]
        result = item_results(survey_of("FMFMFM", K1=answers), [Item("K1", "K")])[0]
        assert (result.value, result.n) == (0.5, 2)
        counts = {key: result.details[key] for key in ("do_not_know", "prefer_not_to_say", "not_answered")}
        assert counts == {"do_not_know": 2, "prefer_not_to_say": 1, "not_answered": 1}
        assert result.details["do_not_know_share"] == pytest.approx(2 / 5)

    def test_results_come_in_the_order_of_the_questionnaire(self):
        table = random_survey(1)[["I2", "K3", "K2", "sex", "I1", "K1"]]
        assert [result.group["item"] for result in item_results(table, ITEMS)[::3]] == [
            "K1",
            "I1",
            "K2",
            "K3",
            "I2",
        ]

    def test_groups_come_in_the_order_given_with_empty_ones_and_the_not_stated_last(self):
        results = item_results(random_survey(1), ITEMS[:1], "level", order=["top", "board", "middle"])
        assert [r.group["level"] for r in results] == ["top", "board", "middle", "not_stated"]
        assert results[1].reason == "no_answers"

    def test_groups_may_be_crossed_with_sex(self):
        table = survey_of("FMF", K1=[5, 1, 1]).assign(level=["top", "top", "middle"])
        results = by_group(item_results(table, [Item("K1", "K")], ["level", "sex"]))
        assert {key[1:]: result.value for key, result in results.items()} == {
            ("top", "F"): 1.0,
            ("top", "M"): 0.0,
            ("middle", "F"): 0.0,
        }

    def test_other_scales_have_their_middle(self):
        six = item_results(survey_of("FFM", K1=[3, 4, 6]), [Item("K1", "K", maximum=6)])[0]
        seven = item_results(survey_of("FFM", K1=[4, 5, 7]), [Item("K1", "K", maximum=7)])[0]
        assert (six.value, seven.value) == pytest.approx((2 / 3, 2 / 3))

    def test_weights_count_people_as_often_as_they_say(self):
        table = survey_of("FM", K1=[5, 1])
        result = item_results(table, [Item("K1", "K")], weights=[3.0, 1.0])[0]
        assert (result.value, result.n) == (0.75, 2)
        assert result.details["unweighted"] == 0.5
        assert result.details["mean"] == pytest.approx(4.0)
        assert result.details["effective_n"] == pytest.approx(16 / 10)
        assert (result.low, result.high) == pytest.approx(wilson(1.2, 1.6))

    @pytest.mark.parametrize("answer", [0, 6, 2.5, -3])
    def test_an_answer_off_the_scale_is_an_error(self, answer: float):
        with pytest.raises(AuditError, match="K1 holds answers outside"):
            item_results(survey_of("F", K1=[answer]), [Item("K1", "K")])

    @pytest.mark.parametrize("weights", [[1.0], [1.0, 0.0], [1.0, NAN]])
    def test_weights_that_are_not_positive_or_too_few_are_an_error(self, weights: list[float]):
        with pytest.raises(AuditError, match="positive numbers"):
            item_results(survey_of("FM", K1=[1, 2]), [Item("K1", "K")], weights=weights)


class TestDifferences:
    def test_cliffs_delta_agrees_with_scipy(self):
        draw = np.random.default_rng(3)
        for _ in range(50):
            women = draw.integers(1, 6, draw.integers(1, 40))
            men = draw.integers(1, 4, draw.integers(1, 40))
            delta = cliffs_delta(np.bincount(women, minlength=6), np.bincount(men, minlength=6))
            expected = stats.mannwhitneyu(women, men, method="asymptotic")
            assert delta == pytest.approx(2 * expected.statistic / (women.size * men.size) - 1)

    def test_nothing_to_rank_where_all_answer_alike(self):
        assert cliffs_delta([0, 7], [0, 3]) == 0.0

    @pytest.mark.parametrize("level", [0.8, 0.95, 0.99])
    @pytest.mark.parametrize("compare", [item_differences, area_differences])
    def test_a_p_value_and_the_interval_beside_it_are_of_the_same_test(self, compare, level):
        for seed in range(6):
            for one in compare(random_survey(seed, 60), ITEMS, level=level):
                if one.low is not None:
                    assert (one.details["p_value"] < 1 - level) == (not one.low <= 0 <= one.high)

    def test_items_agree_with_scipy_and_newcombe(self):
        """Women 56 of 70, men 48 of 80 favourable: Newcombe (1998), table II, method 10: 0.0524 to 0.3339."""
        table = survey_of("F" * 70 + "M" * 80, K1=[4] * 56 + [2] * 14 + [4] * 48 + [2] * 32)
        result = item_differences(table, [Item("K1", "K")])[0]
        assert result.value == pytest.approx(0.2)
        assert (round(result.low or 0, 4), round(result.high or 0, 4)) == (0.0524, 0.3339)
        assert result.details["mean_difference"] == pytest.approx(0.4)
        assert result.details["cliffs_delta"] == pytest.approx(0.2)

    def test_p_values_are_adjusted_over_the_items_that_have_one(self):
        table = random_survey(5).assign(I1=NAN)
        results = item_differences(table, ITEMS)
        told = [r for r in results if r.value is not None]
        assert len(told) == 4
        expected = stats.false_discovery_control([r.details["p_value"] for r in told])
        assert [r.details["p_adjusted"] for r in told] == pytest.approx(list(expected))

    def test_areas_agree_with_scipy(self):
        table = random_survey(8, 200)
        result = area_differences(table, ITEMS)[0]
        answers = table[["K1", "K2", "K3"]].where(table[["K1", "K2", "K3"]] > 0)
        answers["K2"] = 6 - answers["K2"]
        counted = answers.notna().sum(axis=1) >= 2
        score, share = answers.mean(axis=1), (answers >= 4).sum(axis=1) / answers.notna().sum(axis=1)
        women, men = (counted & (table["sex"] == sex).fillna(False) for sex in "FM")
        test = stats.mannwhitneyu(score[women], score[men], method="asymptotic")
        welch = stats.ttest_ind(share[women], share[men], equal_var=False)
        interval = welch.confidence_interval()
        assert result.value == pytest.approx(share[women].mean() - share[men].mean())
        assert (result.low, result.high) == pytest.approx((interval.low, interval.high))
        assert result.details["p_value"] == pytest.approx(welch.pvalue)
        delta = 2 * test.statistic / (women.sum() * men.sum()) - 1
        assert result.details["cliffs_delta"] == pytest.approx(delta)

    def test_people_who_all_agree_still_leave_an_interval(self):
        table = survey_of("F" * 12 + "M" * 12, K1=[5] * 12 + [1] * 12)
        result = area_differences(table, [Item("K1", "K")])[0]
        assert result.value == 1
        assert result.low is not None
        assert 0.6 < result.low < 0.8

    @pytest.mark.parametrize("measure", [item_differences, area_differences])
    @pytest.mark.parametrize(
        ("sex", "reason"),
        [
            ("FFFFMMMM", "too_few_answers"),
            ("FFFFFFFFMMMM", "too_few_in_a_sex"),
            ("FFFFFFFFFFFF", "one_sex_only"),
            ("XXXXXXXXXX--", "no_answers"),
        ],
    )
    def test_too_few_are_not_compared(self, measure: Callable[..., list[Result]], sex: str, reason: str):
        result = measure(survey_of(sex, K1=[1, 5] * (len(sex) // 2)), [Item("K1", "K")])[0]
        assert result.reason == reason

    @pytest.mark.parametrize("measure", [item_differences, area_differences])
    def test_the_limits_are_parameters(self, measure: Callable[..., list[Result]]):
        table = survey_of("FM", K1=[5, 1])
        result = measure(table, [Item("K1", "K")], minimum_answers=2, minimum_of_a_sex=1)[0]
        assert result.value == 1


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


class TestOpenAnswers:
    def test_people_who_wrote_something_are_counted_and_their_words_left(self):
        table = survey_of("FFMX-").assign(open_best=["good", "  ", None, "fine", "well"])
        result = open_answers(table, ["open_best"])[0]
        assert (result.value, result.women, result.men, result.other) == (3, 1, 0, 1)
        assert result.details == {"people": 5}

    def test_a_question_without_a_column_was_not_asked(self):
        assert open_answers(survey_of("F"), ["open_best"])[0].reason == "not_asked"


def test_an_open_question_that_nobody_answered_is_reported_as_nought():
    survey = pd.DataFrame({"sex": ["F", "M"] * 20, "open_best": [None] * 40})
    (result,) = open_answers(survey, ["open_best"])
    assert (result.value, result.n) == (0, 0)
    require_parts("open_answers", [result], "people")
