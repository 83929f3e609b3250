"""Response, representativeness and raking: by hand, against a plain raking, and small surveys."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from genderaudit.foundations.errors import AuditError
from genderaudit.measures.answers import Item
from genderaudit.measures.key_areas import area_results
from genderaudit.measures.perception import item_results
from genderaudit.measures.weighting import (
    effective_number,
    raking_weights,
    refusals,
    representativeness,
    response,
)

ITEMS = [Item("K1", "K"), Item("K2", "K")]
NAN = np.nan
HEADCOUNTS = pd.DataFrame(
    {
        "sex": ["F", "F", "M", "M"],
        "level": ["top", "base", "top", "base"],
        "count": [10, 90, 30, 70],
    }
)


def survey_of(people: str, answer: float = 5.0) -> pd.DataFrame:
    """Two letters a person: sex F, M, X, - and level t(op), b(ase), -."""
    pairs = people.split()
    levels = {"t": "top", "b": "base", "-": None}
    return pd.DataFrame(
        {
            "sex": pd.array([None if pair[0] == "-" else pair[0] for pair in pairs], dtype="string"),
            "level": pd.array([levels[pair[1]] for pair in pairs], dtype="string"),
            "K1": [answer] * len(pairs),
            "K2": [answer] * len(pairs),
        }
    )


def shares(weights: pd.Series, survey: pd.DataFrame, column: str) -> dict[str, float]:
    return dict(weights.groupby(survey[column]).sum() / weights.sum())


class TestResponse:
    def test_all_then_sexes_then_sexes_by_level_in_the_order_given(self):
        results = response(survey_of("Ft Fb Fb Mb"), ITEMS, HEADCOUNTS, order=["top", "base"])
        assert [(tuple(r.group.values()), r.value, r.n) for r in results] == [
            ((), 4 / 200, 200),
            (("F",), 3 / 100, 100),
            (("M",), 1 / 100, 100),
            (("F", "top"), 1 / 10, 10),
            (("M", "top"), 0, 30),
            (("F", "base"), 2 / 90, 90),
            (("M", "base"), 1 / 70, 70),
        ]

    def test_complete_partial_and_empty_answers(self):
        table = survey_of("Ft Ft Ft Ft").assign(K1=[5, -1, NAN, NAN], K2=[-2, 3, 1, NAN])
        result = response(table, ITEMS, HEADCOUNTS)[0]
        assert result.details == {"answers": 3, "complete": 2, "partial": 1, "empty": 1}
        assert result.value == 3 / 200

    def test_all_are_women_and_men(self):
        """165 of 170 women and men answered, 97.1 %; one X, and one who did not say, would be counted out of all."""
        people = pd.DataFrame({"sex": ["F", "M", "X", None], "count": [90, 80, 1, 1]})
        whole = response(survey_of(" ".join(["F-"] * 86 + ["M-"] * 79 + ["X-", "--"])), ITEMS, people)[0]
        assert (whole.details["answers"], whole.n, round(whole.value, 3)) == (165, 170, 0.971)
        assert (whole.women, whole.men, whole.other) == (90, 80, None)

    def test_where_nobody_states_their_sex_all_are_everybody(self):
        people = pd.DataFrame({"sex": ["F", "M"], "count": [5, 5]})
        whole = response(survey_of("-- -- --"), ITEMS, people)[0]
        assert (whole.value, whole.n) == (0.3, 10)

    def test_a_row_without_level_that_is_too_small_to_be_the_whole_is_added(self):
        blank = pd.DataFrame({"sex": ["F"], "level": [None], "count": [2]})
        assert [r.n for r in response(survey_of("Ft"), ITEMS, pd.concat([HEADCOUNTS, blank]))[:3]] == [202, 102, 100]

    def test_the_rate_that_refuses_is_that_of_the_report(self):
        people = pd.DataFrame({"sex": ["F", "M"], "count": [50, 50]})
        table = survey_of(" ".join(["F-"] * 15 + ["M-"] * 14 + ["X-"]))
        assert response(table, ITEMS, people)[0].value == 0.29
        assert refusals(table, ITEMS, people) == ["response_rate_too_low"]

    def test_a_row_without_level_is_the_whole_of_its_sex(self):
        whole = pd.DataFrame({"sex": ["F"], "level": [None], "count": [120]})
        results = response(survey_of("Ft"), ITEMS, pd.concat([HEADCOUNTS, whole]))
        assert [r.n for r in results[:3]] == [220, 120, 100]

    def test_headcounts_need_no_levels(self):
        results = response(survey_of("Ft Mb"), ITEMS, HEADCOUNTS.drop(columns="level"))
        assert [r.value for r in results] == [2 / 200, 1 / 100, 1 / 100]

    @pytest.mark.parametrize("headcounts", [None, HEADCOUNTS.head(0), HEADCOUNTS.assign(count=0)])
    def test_no_headcount(self, headcounts: pd.DataFrame | None):
        assert {r.reason for r in response(survey_of("Ft"), ITEMS, headcounts)} == {"no_headcount"}

    def test_more_answers_than_people(self):
        results = response(survey_of(" ".join(["Ft"] * 11)), ITEMS, HEADCOUNTS)
        assert {tuple(r.group.values()): r.reason for r in results}["F", "top"] == "more_answers_than_people"

    def test_nobody_answered(self):
        assert response(survey_of("Ft").head(0), ITEMS, HEADCOUNTS)[0].value == 0

    def test_no_item_was_asked(self):
        assert response(survey_of("Ft"), [Item("Z1", "Z")], HEADCOUNTS)[0].reason == "not_asked"


class TestRepresentativeness:
    def test_women_then_levels(self):
        results = representativeness(survey_of("Ft Fb Fb Mb X-"), ITEMS, HEADCOUNTS)
        assert [(dict(r.group), r.value) for r in results] == [
            ({}, pytest.approx(3 / 4 - 100 / 200)),
            ({"level": "base"}, pytest.approx(3 / 4 - 160 / 200)),
            ({"level": "top"}, pytest.approx(1 / 4 - 40 / 200)),
        ]
        assert results[0].details == {"share_answers": 0.75, "share_headcount": 0.5, "left_out": 1}
        assert results[0].n == 4

    def test_levels_that_the_headcounts_do_not_have_are_left_out_and_counted(self):
        table = survey_of("Ft Fb Fb Mb Fb").assign(level=["top", "base", "base", "base", "elsewhere"])
        level = representativeness(table, ITEMS, HEADCOUNTS)[1]
        assert (level.value, level.n, level.details["left_out"]) == (pytest.approx(3 / 4 - 160 / 200), 4, 1)

    def test_empty_questionnaires_do_not_count(self):
        table = survey_of("Ft Mb Mb").assign(K1=[5, 5, NAN], K2=[5, 5, NAN])
        assert representativeness(table, ITEMS, HEADCOUNTS)[0].value == 0

    def test_reasons(self):
        assert representativeness(survey_of("X-"), ITEMS, HEADCOUNTS)[0].reason == "no_answers"
        assert representativeness(survey_of("Ft"), ITEMS, None)[0].reason == "no_headcount"


class TestRefusals:
    def test_a_survey_that_may_conclude(self):
        assert refusals(survey_of(" ".join(["Ft"] * 30 + ["Mb"] * 30)), ITEMS, HEADCOUNTS) == []

    @pytest.mark.parametrize(
        ("people", "reasons"),
        [
            (["Ft"] * 4 + ["Mb"] * 5, ["too_few_answers", "too_few_in_a_sex", "response_rate_too_low"]),
            (["Ft"] * 56 + ["Mb"] * 4, ["too_few_in_a_sex"]),
            (["Ft"] * 30 + ["Mb"] * 29, ["response_rate_too_low"]),
        ],
    )
    def test_reasons(self, people: list[str], reasons: list[str]):
        assert refusals(survey_of(" ".join(people)), ITEMS, HEADCOUNTS) == reasons

    def test_without_headcounts_the_rate_is_no_ground(self):
        assert refusals(survey_of(" ".join(["Ft"] * 5 + ["Mb"] * 5)), ITEMS, None) == []

    def test_the_limits_are_parameters(self):
        found = refusals(
            survey_of("Ft Mb"), ITEMS, HEADCOUNTS, minimum_answers=2, minimum_of_a_sex=1, minimum_rate=0.01
        )
        assert found == []


class TestRaking:
    def test_one_margin_by_hand(self):
        """Three women, one man; half of the people are women: 2/3 each and 2."""
        raking = raking_weights(survey_of("F- F- F- M-"), ITEMS, HEADCOUNTS.drop(columns="level"))
        assert list(raking.weights) == pytest.approx([2 / 3, 2 / 3, 2 / 3, 2])
        assert raking.quality.value == pytest.approx(16 / (3 * 4 / 9 + 4))

    def test_both_margins_are_met(self):
        table = survey_of("Ft Ft Ft Fb Fb Mt Mb Mb Mb Mb Mb Mb")
        weights = raking_weights(table, ITEMS, HEADCOUNTS).weights
        assert shares(weights, table, "sex") == pytest.approx({"F": 0.5, "M": 0.5}, abs=1e-5)
        assert shares(weights, table, "level") == pytest.approx({"top": 0.2, "base": 0.8}, abs=1e-5)

    def test_agrees_with_proportional_fitting_of_the_table(self):
        table = survey_of("Ft Ft Ft Fb Fb Mt Mb Mb Mb Mb Mb Mb")
        cells = np.array([[3.0, 2.0], [1.0, 6.0]])
        fitted = cells.copy()
        for _ in range(200):
            fitted *= (np.array([6.0, 6.0]) / fitted.sum(axis=1))[:, None]
            fitted *= np.array([2.4, 9.6]) / fitted.sum(axis=0)
        weights = raking_weights(table, ITEMS, HEADCOUNTS, tolerance=1e-12).weights
        assert [weights[0], weights[3], weights[5], weights[6]] == pytest.approx(
            list((fitted / cells).ravel()), rel=1e-6
        )

    def test_no_weight_is_above_the_cap(self):
        table = survey_of(" ".join(["Fb"] * 99 + ["Mb"]))
        raking = raking_weights(table, ITEMS, HEADCOUNTS, cap=3)
        assert raking.weights.max() == 3
        assert raking.quality.details["capped"] == 1
        assert raking.quality.details["largest_deviation"] > 0.4

    def test_who_states_neither_sex_nor_level_keeps_the_weight_of_one(self):
        weights = raking_weights(survey_of("Ft Fb Fb Mb --"), ITEMS, HEADCOUNTS).weights
        assert weights.iloc[-1] == pytest.approx(1, abs=1e-4)
        assert weights.sum() == pytest.approx(5, abs=1e-4)

    def test_x_without_a_headcount_keeps_its_part_of_the_answers(self):
        table = survey_of("F- F- F- M- X-")
        weights = raking_weights(table, ITEMS, HEADCOUNTS.drop(columns="level")).weights
        assert list(weights) == pytest.approx([2 / 3, 2 / 3, 2 / 3, 2, 1])

    def test_x_with_a_headcount_is_weighted_to_it(self):
        people = pd.DataFrame({"sex": ["F", "M", "X"], "count": [45, 45, 10]})
        table = survey_of("F- F- M- X- X-")
        weights = raking_weights(table, ITEMS, people).weights
        assert shares(weights, table, "sex") == pytest.approx({"F": 0.45, "M": 0.45, "X": 0.1})

    def test_a_level_nobody_answered_from_is_left_out_and_told(self):
        raking = raking_weights(survey_of("Fb Fb Fb Mb"), ITEMS, HEADCOUNTS)
        assert list(raking.weights) == pytest.approx([2 / 3, 2 / 3, 2 / 3, 2])
        assert raking.quality.details["headcount_without_answers"] == 40

    def test_empty_questionnaires_play_no_part(self):
        table = survey_of("F- F- F- M- M-").assign(K1=[5, 5, 5, 5, NAN], K2=NAN)
        raking = raking_weights(table, ITEMS, HEADCOUNTS.drop(columns="level"))
        assert list(raking.weights) == pytest.approx([2 / 3, 2 / 3, 2 / 3, 2, 1])
        assert raking.quality.n == 4

    def test_rounds_are_bounded(self):
        raking = raking_weights(survey_of("Ft Fb Fb Mt Mb"), ITEMS, HEADCOUNTS, iterations=2, tolerance=0)
        assert raking.quality.details["rounds"] == 2

    @pytest.mark.parametrize(
        ("people", "headcounts", "reason"),
        [
            ("Ft Mb", None, "no_headcount"),
            ("", HEADCOUNTS, "no_answers"),
            ("Ft Mb", HEADCOUNTS.assign(count=0), "no_headcount"),
        ],
    )
    def test_without_weights(self, people: str, headcounts: pd.DataFrame | None, reason: str):
        raking = raking_weights(survey_of(people), ITEMS, headcounts)
        assert raking.quality.reason == reason
        assert raking.weights.isna().all()

    def test_nothing_is_called_weighted_without_weights_or_headcounts(self):
        table = survey_of("F- F- M- M-")
        weights = raking_weights(table, ITEMS, None).weights
        for measure in (item_results, area_results):
            assert {(one.value, one.n, one.reason) for one in measure(table, ITEMS[:1], weights=weights)} == {
                (None, 0, "no_weights")
            }

    def test_weights_of_a_draw_stand_alone_without_headcounts(self):
        table = survey_of("F- F- M-").assign(weight=[10.0, 30.0, 20.0], K1=[5, 1, 1])
        raking = raking_weights(table, ITEMS, None)
        assert list(raking.weights) == pytest.approx([0.5, 1.5, 1.0])
        assert raking.quality.value == pytest.approx(3**2 / (0.25 + 2.25 + 1))
        assert item_results(table, ITEMS, weights=raking.weights)[0].value == pytest.approx(1 / 6)

    def test_weights_of_a_draw_are_raked_and_keep_their_proportions_within_a_margin(self):
        table = survey_of("F- F- M- M-").assign(weight=[1.0, 3.0, 1.0, 1.0])
        weights = raking_weights(table, ITEMS, HEADCOUNTS.drop(columns="level")).weights
        assert list(weights) == pytest.approx([0.5, 1.5, 1.0, 1.0])

    @pytest.mark.parametrize("wrong", [0.0, -1.0, NAN])
    def test_weights_that_are_none_are_refused(self, wrong: float):
        with pytest.raises(AuditError, match="positive"):
            raking_weights(survey_of("F- M-").assign(weight=[2.0, wrong]), ITEMS, HEADCOUNTS)

    @given(st.lists(st.sampled_from(["Ft", "Fb", "Mt", "Mb"]), min_size=2, max_size=30), st.floats(0.01, 50))
    @settings(max_examples=30, deadline=None)
    def test_equal_weights_change_nothing_and_the_effective_number_is_never_above_n(self, people, weight):
        table = survey_of(" ".join(people)).assign(K1=[5, 1] * (len(people) // 2) + [4] * (len(people) % 2))
        raking = raking_weights(table.assign(weight=weight), ITEMS, None)
        assert raking.quality.value == pytest.approx(len(people))
        for own, plain in zip(
            area_results(table, ITEMS, weights=raking.weights), area_results(table, ITEMS), strict=True
        ):
            assert (own.value, own.low, own.n, own.reason) == pytest.approx(
                (plain.value, plain.low, plain.n, plain.reason)
            )
        uneven = raking_weights(table.assign(weight=range(1, len(people) + 1)), ITEMS, HEADCOUNTS)
        assert uneven.quality.value <= len(people) + 1e-9

    def test_a_survey_that_matches_its_population_has_weights_of_one(self):
        table = survey_of(" ".join(["Ft"] + ["Fb"] * 9 + ["Mt"] * 3 + ["Mb"] * 7))
        raking = raking_weights(table, ITEMS, HEADCOUNTS)
        assert list(raking.weights) == pytest.approx([1] * 20)
        assert raking.quality.value == pytest.approx(20)

    def test_weights_go_straight_into_the_results(self):
        """Women all favour, men do not; three women and one man answered of as many women as men."""
        table = survey_of("F- F- F- M-").assign(K1=[5, 5, 5, 1])
        weights = raking_weights(table, ITEMS, HEADCOUNTS.drop(columns="level")).weights
        result = item_results(table, ITEMS, weights=weights)[0]
        assert (result.value, result.details["unweighted"]) == pytest.approx((0.5, 0.75))

    @given(st.lists(st.sampled_from(["Ft", "Fb", "Mt", "Mb", "X-", "-b", "--"]), min_size=1, max_size=60))
    @settings(max_examples=60, deadline=None)
    def test_weights_are_positive_capped_and_independent_of_row_order(self, people: list[str]):
        table = survey_of(" ".join(people))
        raking = raking_weights(table, ITEMS, HEADCOUNTS, cap=4)
        assert ((raking.weights > 0) & (raking.weights <= 4)).all()
        again = raking_weights(table.iloc[::-1], ITEMS, HEADCOUNTS, cap=4).weights
        assert list(raking.weights) == pytest.approx(list(again.loc[table.index]))
        assert raking.quality.value is not None
        assert 0 < raking.quality.value <= len(people) + 1e-9


class TestEffectiveNumber:
    def test_equal_weights_cost_nothing(self):
        assert effective_number(np.full(7, 0.3)).value == pytest.approx(7)

    def test_by_hand(self):
        """Kish: weights 1, 1, 2 are worth 16/6 answers."""
        result = effective_number(np.array([1.0, 1.0, 2.0]))
        assert result.value == pytest.approx(16 / 6)
        assert result.details["design_effect"] == pytest.approx(18 / 16)

    def test_nobody(self):
        assert effective_number(np.array([])).reason == "no_answers"
