"""Items of the survey by sex, and differences between women and men: published figures and scipy."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from invented_surveys import ITEMS, NAN, random_survey, survey_of
from scipy import stats

from genderaudit.disclosure import require_parts
from genderaudit.foundations.errors import AuditError
from genderaudit.measures.answers import DO_NOT_KNOW, PREFER_NOT_TO_SAY, Item
from genderaudit.measures.comparison import cliffs_delta
from genderaudit.measures.inference import wilson
from genderaudit.measures.key_areas import area_differences, area_results
from genderaudit.measures.perception import item_differences, item_results, open_answers
from genderaudit.measures.result import Result

DATA = Path(__file__).parents[3] / "shared" / "data"


def by_group(results: list[Result]) -> dict[tuple[str, ...], Result]:
    return {tuple(result.group.values()): result for result in results}


def read(folder: str, file: str) -> pd.DataFrame:
    path = DATA / folder / file
    if not path.exists():
        pytest.skip("the real data are not here")
    return pd.read_csv(path)


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
