"""What published figures of a survey tell together: what is worked out of them is what trying everything finds."""

from __future__ import annotations

from dataclasses import replace
from itertools import product
from typing import Any

import numpy as np
import pytest
from invented_rounds import Round, told

from genderaudit import measures
from genderaudit.foundations.errors import AuditError


def answers(*groups: tuple[dict[str, Any], list[Any]]) -> list[dict[str, Any]]:
    """People of each group who gave these answers to a statement."""
    return [{**group, "K1": np.nan if answer is None else float(answer)} for group, given in groups for answer in given]


def of(agree: int, other: int, disagree: int = 0) -> list[int]:
    return [4] * agree + [2] * other + [1] * disagree


def test_officers_less_unit_a_are_one_woman_in_unit_b() -> None:
    rows = answers(
        ({"sex": "F", "unit": "A", "level": "Officer"}, of(6, 5)),
        ({"sex": "M", "unit": "A", "level": "Officer"}, of(6, 6)),
        ({"sex": "F", "unit": "B", "level": "Officer"}, of(1, 0)),
        ({"sex": "F", "unit": "B", "level": "Clerk"}, of(6, 8)),
        ({"sex": "M", "unit": "B", "level": "Clerk"}, of(8, 6)),
    )
    for dimensions, tables in (("unit", set()), (("unit", "level"), {("area_by_level/K", "area_by_unit/K")})):
        audit = Round(survey=rows)
        audit.statements_and_areas()
        audit.areas_by(*([dimensions] if isinstance(dimensions, str) else dimensions))
        verdict = audit.verdict()
        assert told(verdict) == tables
    assert [change.table for change in verdict.changes] == ["area_by_level/K"]


def test_all_less_the_groups_is_the_one_man_whose_age_is_not_stated() -> None:
    """Merged with a group he is in a sum of many; without it everybody would know what he has answered."""
    given = {"F": of(5, 5), "M": of(6, 4)}
    of_ages = [({"sex": sex, "age_band": age}, given[sex]) for sex in "FM" for age in ("20-34", "35-49")]
    audit = Round(survey=answers(*of_ages, ({"sex": "M", "age_band": None}, of(1, 0))))
    audit.statements_and_areas()
    audit.areas_by("age_band")
    assert {one.group["age_band"]: one.n for one in audit.found if one.indicator == "area_by_age"} == {
        "20-34 + not_stated": 21,
        "35-49": 20,
    }
    assert not audit.verdict().narrowed
    audit.found = [one for one in audit.found if one.indicator != "area_by_age"]
    apart = measures.area_results(audit.data.table("survey"), audit.items, by="age_band")
    audit.report("area_by_age", [one for one in apart if one.group["age_band"] != "not_stated"])
    assert told(audit.verdict()) == {("area_favourable/K", "area_by_age/K")}


def test_a_band_and_the_figure_of_all_tell_what_the_band_hides() -> None:
    rows = answers(({"sex": "F"}, of(2, 28)), ({"sex": "M"}, of(15, 15)))
    audit = Round(survey=rows)
    audit.statements_and_areas()
    assert not audit.verdict().narrowed, "nothing that adds up to it is shown"
    audit.report("item_favourable", measures.item_results(audit.data.table("survey"), audit.items)[:1], judging=False)
    verdict = audit.verdict()
    assert ("item_favourable/K1",) in told(verdict)
    assert "item_favourable/K1" in [change.table for change in verdict.changes]


def test_a_difference_tells_the_share_that_is_hidden_beside_the_other() -> None:
    rows = answers(({"sex": "F"}, of(2, 28)), ({"sex": "M"}, of(15, 15)))
    audit = Round(survey=rows)
    audit.statements_and_areas()
    difference = measures.item_differences(audit.data.table("survey"), audit.items)
    audit.report("item_difference", difference, judging=False)
    assert ("item_favourable/K1", "item_difference/K1") in told(audit.verdict())


def test_undecided_and_in_favour_tell_who_disagrees() -> None:
    """Of forty women five are undecided and two disagree: the undecided are not shown; of all they would tell."""
    women, men = [4] * 33 + [3] * 5 + [2] * 2, [4] * 10 + [3] * 10 + [2] * 20
    audit = Round(survey=answers(({"sex": "F"}, women), ({"sex": "M"}, men)))
    audit.report("item_favourable", measures.item_results(audit.data.table("survey"), audit.items), judging=False)
    verdict = audit.verdict()
    assert ("item_favourable/K1", "item_favourable.neutral_share/K1") in told(verdict)
    assert {change.table.partition("/")[0] for change in verdict.changes} <= {
        "item_favourable.neutral_share",
        "item_favourable.mean",
    }


def test_do_not_know_of_all_less_that_of_men_is_that_of_women() -> None:
    rows = answers(({"sex": "F"}, [*of(20, 17), -1, -1, -1, *[None] * 6]), ({"sex": "M"}, [*of(20, 20), *[-1] * 8]))
    audit = Round(survey=rows)
    audit.statements_and_areas()
    assert not audit.verdict().narrowed, "of all it is not shown where it is not of women"
    audit.report("item_favourable", measures.item_results(audit.data.table("survey"), audit.items)[:1], judging=False)
    assert ("answered", "item_favourable.do_not_know_share/K1") in told(audit.verdict())


def test_findings_of_other_lists_are_refused() -> None:
    audit = Round(survey=answers(({"sex": "F"}, of(12, 12)), ({"sex": "M"}, of(12, 12))))
    audit.statements_and_areas()
    audit.found = [
        one.model_copy(update={"value": 0.4}) if one.indicator == "item_favourable" else one for one in audit.found
    ]
    with pytest.raises(AuditError, match="item_favourable"):
        audit.verdict()


@pytest.mark.parametrize("seed", range(24))
def test_of_a_statement_it_finds_what_trying_everything_finds(seed: int) -> None:
    """Of 12 to 18 people: some of the figures of women, men, all and the difference are published, and nothing else."""
    chance = np.random.default_rng(seed)
    heads = [int(number) for number in chance.integers(6, 10, 2)]
    agree = [int(chance.integers(0, number + 1)) for number in heads]
    rows = answers(*(({"sex": sex}, of(a, n - a)) for sex, a, n in zip("FM", agree, heads, strict=True)))
    audit = Round(cell=3, base=3, survey=rows)
    survey = audit.data.table("survey")
    results = {one.group.get("sex", ""): one for one in measures.item_results(survey, audit.items)}
    shown = [sex for sex in ("", "F", "M") if chance.random() < 0.6]
    plain = [replace(results[sex], details={}) for sex in shown]
    audit.report("item_favourable", plain, judging=False)
    (difference,) = measures.item_differences(survey, audit.items, minimum_answers=1, minimum_of_a_sex=1)
    is_shown = chance.random() < 0.5 and difference.value is not None
    if is_shown:
        audit.report("item_difference", [replace(difference, details={}, low=None, high=None)], judging=False)
    left = [
        (women, men)
        for women, men in product(range(heads[0] + 1), range(heads[1] + 1))
        if ("F" not in shown or women == agree[0])
        and ("M" not in shown or men == agree[1])
        and ("" not in shown or women + men == sum(agree))
        and (
            not is_shown or abs(women / heads[0] - men / heads[1] - agree[0] / heads[0] + agree[1] / heads[1]) < 0.0005
        )
    ]
    assert bool(audit.verdict().narrowed) == _told_by_trying(left, heads, agree, few=3)


def _told_by_trying(left: list[tuple[int, int]], heads: list[int], agree: list[int], few: int) -> bool:
    """Whether a small number is told to everybody, or to somebody with an own answer nearly all of a group's."""
    for own, answer in ((None, 0), *product((0, 1), (0, 1))):
        if own is not None and not (agree[own] if answer else heads[own] - agree[own]):
            continue
        worlds = np.array(left)
        size = np.array(heads)
        if own is not None:
            possible = worlds[:, own] >= 1 if answer else worlds[:, own] <= heads[own] - 1
            worlds = worlds[possible]
            worlds[:, own] -= answer
            size[own] -= 1
        for group in ([0], [1], [0, 1]):
            number, people = worlds[:, group].sum(axis=1), size[group].sum()
            low, high = number.min(), number.max()
            if own is None and (high < few or low > people - few) and high - low + 1 < few:
                return True
            edge = 1 if people >= 3 else 0
            if own is not None and (high <= edge or low >= people - edge):
                return True
    return False


def test_a_weighted_area_of_men_alone_is_no_figure_of_few_women() -> None:
    rows = answers(({"sex": "F"}, of(4, 3)), ({"sex": "M"}, of(10, 8)))
    for judging, tables in ((True, set()), (False, {("area_weighted",)})):
        audit = Round(survey=rows)
        survey = audit.data.table("survey")
        weighted = measures.area_results(survey, audit.items, weights=np.ones(len(survey)))
        audit.report("area_weighted", weighted, judging=judging)
        assert told(audit.verdict()) == tables


def test_answers_of_a_further_group_less_those_of_all_are_the_few_who_do_not_say_it() -> None:
    given = [({"sex": sex, "also": group}, of(5, 5) if sex == "F" else of(6, 4)) for sex in "FM" for group in "ab"]
    for silent in (0, 1):
        audit = Round(survey=answers(*given, *[({"sex": "M", "also": None}, of(1, 0))] * silent))
        audit.statements_and_areas()
        apart = measures.area_results(audit.data.table("survey"), audit.items, by="also")
        audit.report("area_by_also", [one for one in apart if one.group["also"] != "not_stated"])
        assert told(audit.verdict()) == ({("area_favourable/K", "area_by_also/K")} if silent else set())
