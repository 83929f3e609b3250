"""Cronbach's α: published figures, a planted value, and small surveys."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from genderaudit.measures import Result, Results
from genderaudit.measures.answers import Item
from genderaudit.measures.reliability import area_reliability, cronbach_alpha, turned_twice, where_reliable

DATA = Path(__file__).parents[3] / "shared" / "data"
NAN = np.nan


def survey_of(sex: str, **items: list[float]) -> pd.DataFrame:
    return pd.DataFrame({"sex": pd.array(list(sex), dtype="string"), **items})


def items_of(*ids: str, maximum: int = 5) -> list[Item]:
    return [Item(name, "K", maximum=maximum) for name in ids]


class TestPublishedFigures:
    @pytest.fixture(scope="class")
    def bfi(self) -> tuple[pd.DataFrame, list[Item]]:
        if not (DATA / "bfi").exists():
            pytest.skip("the real data are not here")
        keys = pd.read_csv(DATA / "bfi" / "bfi_keys.csv").drop(columns="rownames")
        items = [Item(key.lstrip("-"), area, key.startswith("-"), 6) for area in keys for key in keys[area]]
        raw = pd.read_csv(DATA / "bfi" / "bfi.csv")
        return raw.assign(sex=raw["gender"].map({1: "M", 2: "F"})), items

    def test_five_areas_of_personality(self, bfi: tuple[pd.DataFrame, list[Item]]):
        """bfi of the R package psych: published .70 .72 .76 .81 .60; here listwise, with its people."""
        results = area_reliability(*bfi)
        assert {r.group["area"]: (round(r.value or 0, 4), r.n) for r in results} == {
            "agree": (0.7038, 2709),
            "conscientious": (0.7293, 2707),
            "extraversion": (0.7609, 2713),
            "neuroticism": (0.8133, 2694),
            "openness": (0.6025, 2726),
        }

    def test_the_interval_agrees_with_the_bootstrap(self, bfi: tuple[pd.DataFrame, list[Item]]):
        table, items = bfi
        agree = [item.id for item in items if item.area == "agree"]
        answers = table[agree].dropna().to_numpy(dtype=float)
        answers[:, 0] = 7 - answers[:, 0]
        draws = np.random.default_rng(4).integers(0, len(answers), (400, len(answers)))
        alphas = [
            5 / 4 * (1 - answers[rows].var(axis=0, ddof=1).sum() / answers[rows].sum(axis=1).var(ddof=1))
            for rows in draws
        ]
        result = area_reliability(table, items)[0]
        assert (result.low, result.high) == pytest.approx(np.quantile(alphas, [0.025, 0.975]), abs=0.012)


class TestFormula:
    def test_by_hand(self):
        """Items (1, 2, 3) and (2, 2, 5): variances 1, 3; sums 3, 4, 8: variance 7; 2 · (1 − 4/7) = 6/7."""
        table = survey_of("FFM", K1=[1, 2, 3], K2=[2, 2, 5])
        result = cronbach_alpha(table, items_of("K1", "K2"), minimum_people=3)
        assert result.value == pytest.approx(6 / 7)
        assert (result.n, result.women, result.men, result.details["items"]) == (3, 2, 1, 2)

    def test_feldts_interval(self):
        """α = 6/7, 3 people, 2 items: F(2, 2) is 39 at 97.5 %, so 1 − 39/7 and 1 − 1/(7 · 39)."""
        table = survey_of("FFM", K1=[1, 2, 3], K2=[2, 2, 5])
        result = cronbach_alpha(table, items_of("K1", "K2"), minimum_people=3)
        assert (result.low, result.high) == pytest.approx((1 - 39 / 7, 1 - 1 / (7 * 39)))

    def test_reversed_items_are_turned_first(self):
        table = survey_of("FFM", K1=[1, 2, 3], K2=[4, 4, 1])
        result = cronbach_alpha(table, [Item("K1", "K"), Item("K2", "K", reverse=True)], minimum_people=3)
        assert result.value == pytest.approx(6 / 7)

    def test_items_that_are_the_same_have_alpha_one(self):
        table = survey_of("F" * 10, K1=[1, 2] * 5, K2=[1, 2] * 5)
        result = cronbach_alpha(table, items_of("K1", "K2"))
        assert (result.value, result.low, result.high) == pytest.approx((1, 1, 1))

    def test_only_people_who_answered_every_item_count(self):
        table = survey_of("FFMMM", K1=[1, 2, 3, 5, NAN], K2=[2, 2, 5, -1, NAN])
        result = cronbach_alpha(table, items_of("K1", "K2"), minimum_people=3)
        assert result.value == pytest.approx(6 / 7)
        assert (result.n, result.details["partial"]) == (3, 1)

    def test_items_that_were_not_asked_are_left_out(self):
        table = survey_of("FFM", K1=[1, 2, 3], K2=[2, 2, 5])
        result = cronbach_alpha(table, items_of("K1", "K2", "K9"), minimum_people=3)
        assert result.value == pytest.approx(6 / 7)

    def test_neither_the_order_of_people_nor_of_items_matters(self):
        answers = np.random.default_rng(2).integers(1, 6, (40, 3)).astype(float)
        table = survey_of("FM" * 20, **{f"K{i}": list(answers[:, i]) for i in range(3)})
        one = cronbach_alpha(table, items_of("K0", "K1", "K2"))
        other = cronbach_alpha(table.sample(frac=1, random_state=1), items_of("K2", "K0", "K1"))
        assert one.value == pytest.approx(other.value)

    def test_the_interval_covers_a_planted_alpha(self):
        """Four parallel items, correlation 0.4: α = 4 · 0.4 / (1 + 3 · 0.4) = 0.7273; a fine scale."""
        draw, items, covered = np.random.default_rng(6), items_of("K0", "K1", "K2", "K3", maximum=1000), 0
        for _ in range(400):
            people = np.sqrt(0.4) * draw.normal(size=(60, 1)) + np.sqrt(0.6) * draw.normal(size=(60, 4))
            answers = np.clip(np.round(500 + 100 * people), 1, 1000)
            table = survey_of("F" * 60, **{f"K{i}": list(answers[:, i]) for i in range(4)})
            result = cronbach_alpha(table, items)
            covered += (result.low or 0) <= 1.6 / 2.2 <= (result.high or 0)
        assert 0.92 <= covered / 400 <= 0.98


class TestNotCalculable:
    @pytest.mark.parametrize(
        ("columns", "reason"),
        [
            ({"K1": [1, 2] * 5}, "fewer_than_two_items"),
            ({}, "not_asked"),
            ({"K1": [1, 2] * 4 + [NAN] * 2, "K2": [1, 2] * 5}, "too_few_people"),
            ({"K1": [-1] * 10, "K2": [-1] * 10}, "too_few_people"),
            ({"K1": [3] * 10, "K2": [4] * 10}, "no_variance"),
            ({"K1": [1, 5] * 5, "K2": [5, 1] * 5}, "no_variance"),
        ],
    )
    def test_reasons(self, columns: dict[str, list[float]], reason: str):
        result = cronbach_alpha(survey_of("FM" * 5, **columns), items_of("K1", "K2"))
        assert (result.value, result.reason) == (None, reason)

    def test_one_person_even_where_the_limit_allows_it(self):
        table = survey_of("F", K1=[1], K2=[2])
        assert cronbach_alpha(table, items_of("K1", "K2"), minimum_people=1).reason == "too_few_people"

    def test_nobody(self):
        table = survey_of("", K1=[], K2=[])
        assert cronbach_alpha(table, items_of("K1", "K2")).reason == "no_rows"


class TestTurnedTwice:
    """Four statements of an area, two of them reversed, that measure one thing."""

    ITEMS = (*items_of("K1", "K2"), Item("K3", "K", reverse=True), Item("K4", "K", reverse=True))

    def answers(self, people: int = 60, *, turned: str = "", alike: float = 1.0) -> pd.DataFrame:
        """As given: high in K1 and K2 where low in K3 and K4; ``turned`` are those that somebody has turned round."""
        rng = np.random.default_rng(12)
        leaning = rng.normal(0, alike, people)
        columns = {}
        for item in self.ITEMS:
            score = np.clip(np.round(3 + leaning + rng.normal(0, 0.7, people)), 1, 5)
            columns[item.id] = list(6 - score if item.reverse != (item.id in turned) else score)
        return survey_of("FM" * (people // 2), **columns)

    @pytest.mark.parametrize("turned", [[], ["K4"], ["K3", "K4"], ["K1"]])
    def test_those_that_run_against_the_others_are_named(self, turned: list[str]):
        assert turned_twice(self.answers(turned=" ".join(turned)), self.ITEMS) == turned

    def test_of_two_statements_it_is_the_reversed_one(self):
        assert turned_twice(self.answers(turned="K4"), [self.ITEMS[0], self.ITEMS[3]]) == ["K4"]

    def test_statements_that_have_nothing_in_common_are_not(self):
        assert turned_twice(self.answers(turned="K4", alike=0.0), self.ITEMS) == []

    def test_few_people_do_not_say(self):
        assert turned_twice(self.answers(18, turned="K4"), self.ITEMS) == []

    def test_one_answer_for_all_says_nothing(self):
        table = survey_of("F" * 40, K1=[5] * 40, K4=[1] * 40)
        assert turned_twice(table, [self.ITEMS[0], self.ITEMS[3]]) == []


@pytest.mark.parametrize(
    ("alpha", "items", "told"), [(0.59, 3, False), (0.60, 3, True), (None, 3, True), (0.40, 2, True)]
)
def test_of_an_area_whose_items_do_not_hang_together_there_is_no_figure(
    alpha: float | None, items: int, told: bool
) -> None:
    area = Results(Result(value=0.5, unit="share", n=40, low=0.4, high=0.6, group={"area": "B", "sex": "F"}))
    reliability = Result(
        value=alpha,
        reason=None if alpha else "too_few_people",
        unit="index",
        n=40,
        group={"area": "B"},
        details={"items": float(items)},
    )
    (found,) = where_reliable(area, Results(reliability), 0.60)
    assert (found.value, found.reason) == ((0.5, None) if told else (None, "unreliable"))
    assert found.n == 40
