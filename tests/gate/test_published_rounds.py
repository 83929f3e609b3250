"""What a round publishes is attacked as it is printed: each leak that was seen, and what trying everything finds."""

from __future__ import annotations

from dataclasses import replace
from itertools import product
from typing import Any

import numpy as np
import pytest
from invented_rounds import Round, told

from genderaudit import measures
from genderaudit.conclusions.recording import finding
from genderaudit.foundations.errors import AuditError
from genderaudit.release.narrowing import judged, problems
from genderaudit.release.published import JUDGED, Published


def answers(*groups: tuple[dict[str, Any], list[Any]]) -> list[dict[str, Any]]:
    """People of each group who gave these answers to a statement."""
    return [{**group, "K1": np.nan if answer is None else float(answer)} for group, given in groups for answer in given]


def of(agree: int, other: int, disagree: int = 0) -> list[int]:
    return [4] * agree + [2] * other + [1] * disagree


# Answers


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


# Staff and members


def staff(*groups: tuple[dict[str, Any], int]) -> list[dict[str, Any]]:
    return [dict(row) for row, number in groups for _ in range(number)]


def test_a_hidden_band_of_age_follows_from_the_young() -> None:
    """Two young women are not shown in their band, and follow from the share of the young among all."""
    ages = {"age_low": 30.0, "age_high": 30.0}, {"age_low": 50.0, "age_high": 50.0}
    rows = staff(
        ({"sex": "F", "branch": "A", **ages[0]}, 2), ({"sex": "F", "branch": "A", **ages[1]}, 20),
        ({"sex": "M", "branch": "A", **ages[0]}, 10), ({"sex": "M", "branch": "A", **ages[1]}, 10),
    )  # fmt: skip
    audit = Round(members=rows)
    members = audit.data.table("members")
    audit.report("members_by_age", measures.age_pyramid(members))
    audit.report("members_youth_share", measures.share_of_youth(members, limit=35), judging=False)
    verdict = audit.verdict()
    assert ("members_youth_share",) in told(verdict) or any("members_by_age" in one for one in told(verdict))
    assert verdict.changes


def test_of_merged_groups_the_sum_of_all_tells_the_one_that_is_left_out() -> None:
    """Contracts of women: 20 of one kind and 10 of another are shown, 2 of a third are not: they follow."""
    rows = staff(
        ({"sex": "F", "contract": "permanent"}, 20), ({"sex": "F", "contract": "fixed"}, 10),
        ({"sex": "F", "contract": "other"}, 2), ({"sex": "M", "contract": "permanent"}, 20),
        ({"sex": "M", "contract": "other"}, 9),
    )  # fmt: skip
    audit = Round(staff=rows)
    audit.report("staff_women_by_contract", measures.share_of_women(audit.data.table("staff"), by="contract"))
    verdict = audit.verdict()
    assert told(verdict) == {("staff_women_by_contract",)}
    assert [change.table for change in verdict.changes] == ["staff_women_by_contract"]


def paid(*groups: tuple[dict[str, Any], list[float]]) -> list[dict[str, Any]]:
    return [
        {**row, "pay": pay, "pay_period": "year", "weekly_hours": 40.0} for row, amounts in groups for pay in amounts
    ]


def test_gaps_in_whole_per_cent_do_not_tell_what_the_one_woman_director_is_paid() -> None:
    rows = paid(
        ({"sex": "F", "level": "Director"}, [61_300.0]), ({"sex": "M", "level": "Director"}, [64_000.0, 70_000.0]),
        ({"sex": "F", "level": "Clerk"}, [30_000.0 + 500 * i for i in range(12)]),
        ({"sex": "M", "level": "Clerk"}, [31_000.0 + 500 * i for i in range(12)]),
    )  # fmt: skip
    audit = Round(staff=rows)
    table = audit.data.table("staff")
    pay = measures.pay_basis(table).pay
    audit.report("pay_gap_mean", measures.mean_pay_gap(table, pay))
    audit.report("pay_gap_by_category", measures.category_pay_gaps(table, pay, by="level"), judging=False)
    audit.report("pay_gap_median", measures.median_pay_gap(table, pay))
    assert not audit.verdict().narrowed


def test_mean_hours_by_level_and_parity_leave_those_of_one_open() -> None:
    rows = [
        {"sex": sex, "level": level, "training_hours": hours}
        for sex, level, hours in (
            *(("F", "Clerk", 5.0 + i) for i in range(10)), *(("M", "Clerk", 6.0 + i) for i in range(10)),
            ("F", "Director", 83.0),
        )
    ]  # fmt: skip
    audit = Round(staff=rows)
    table = audit.data.table("staff")
    audit.report("training_hours", measures.training_hours(table, by="level"))
    assert not audit.verdict().narrowed, "one director is not shown"
    audit.report("training_hours_parity", measures.training_parity(table))
    assert not audit.verdict().narrowed, "the hours of women and of men at a level are not printed"


def test_that_one_of_six_mothers_took_leave_follows_from_the_ratio_and_is_not_shown() -> None:
    """Six fathers of six and one mother of six: no other numbers of twelve people make 6.00."""
    took = [("F", True), *[("F", False)] * 5, *[("M", True)] * 6]
    audit = Round(staff=[{"sex": sex, "entitled_to_leave": True, "leave_taken": leave} for sex, leave in took])
    found = measures.leave_uptake(audit.data.table("staff"))
    audit.report("leave_uptake_ratio", found)
    assert audit.found.pop().value is None
    audit.report("leave_uptake_ratio", found, judging=False)
    assert told(audit.verdict()) == {("leave_uptake_ratio",)}


# Of whom a share is


@pytest.mark.parametrize(("of_another_sex", "seen"), [((2, 2), True), ((6, 6), False)])
def test_two_people_of_another_sex_in_a_branch_are_its_base_less_its_women(of_another_sex, seen) -> None:
    """A share of women is of everybody whose sex is stated: 15 women of 17 leave two people in branch A."""
    rows = [{"sex": "F", "branch": branch} for branch in "AB" for _ in range(15)]
    rows += [{"sex": "X", "branch": branch} for branch, n in zip("AB", of_another_sex, strict=True) for _ in range(n)]
    audit = Round(members=rows)
    shares = measures.share_of_women(audit.data.table("members"), by="branch")
    audit.report("members_by_branch", shares, judging=False)
    assert (("members_by_branch",) in told(audit.verdict())) is seen


def test_a_share_of_other_people_than_the_list_has_is_refused() -> None:
    rows = [{"sex": sex, "branch": branch} for sex in "FM" for branch in "AB" for _ in range(15)]
    audit = Round(members=rows)
    audit.report("members_by_branch", measures.share_of_women(audit.data.table("members"), by="branch"))
    audit.found = [one.model_copy(update={"n": 25}) for one in audit.found]
    with pytest.raises(AuditError, match="members_by_branch"):
        audit.verdict()


def test_the_one_focal_point_of_twelve_who_was_not_trained_is_seen() -> None:
    """Everybody there knows who the focal points are."""
    trained = [{"sex": sex, "gender_focal_point": True, "gender_training": True} for sex in "FFFFFFMMMMM"]
    others = [{"sex": sex, "gender_focal_point": False, "gender_training": False} for sex in "FM" * 15]
    audit = Round(staff=[*trained, {**trained[-1], "gender_training": False}, *others])
    shares = measures.gender_training(audit.data.table("staff"), where="gender_focal_point")
    audit.report("focal_points_trained", shares, judging=False)
    assert told(audit.verdict()) == {("focal_points_trained",)}


# What it knows


def test_every_indicator_that_the_gate_is_said_to_know_is_looked_for() -> None:
    """Else ``problems`` would raise: it refuses a round with a finding that none of them has asked for."""
    people = [{"sex": sex, "service": service} for sex in "FM" for service in ("credit", "insurance") for _ in range(6)]
    ticked = [{"sex": sex, "K1": 4.0, "age_band": "20-34"} for sex in "FM" for _ in range(6)]
    lists = dict.fromkeys(("members", "services", "staff"), people) | {"survey": ticked}
    audit = Round(**lists, attendance=[{"sex": "F", "event": "Assembly"}] * 6)
    published = Published(audit.data, [], {}, {})
    published.found = {name: [] for name in JUDGED - {"option_ticked"}}  # no question here has several answers
    assert list(problems(published))


# What it does not know


def test_an_unknown_kind_is_refused_by_name() -> None:
    audit = Round(staff=staff(({"sex": "F"}, 12), ({"sex": "M"}, 12)))
    indicator = audit.data.method.indicators["leave_return_ratio"].model_copy(update={"id": "own_rate"})
    table = audit.data.table("staff").assign(contract="permanent")
    (one,) = measures.share_of_women(table, by="contract")
    with pytest.raises(AuditError, match="own_rate"):
        judged(audit.data, [finding(indicator, "baseline", one)], {}, {"own_rate": indicator})


def test_findings_of_other_lists_are_refused() -> None:
    audit = Round(survey=answers(({"sex": "F"}, of(12, 12)), ({"sex": "M"}, of(12, 12))))
    audit.statements_and_areas()
    audit.found = [
        one.model_copy(update={"value": 0.4}) if one.indicator == "item_favourable" else one for one in audit.found
    ]
    with pytest.raises(AuditError, match="item_favourable"):
        audit.verdict()


# What trying everything finds


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


def test_that_everybody_was_trained_is_no_secret() -> None:
    for untrained, tables in ((0, set()), (2, {("gender_training_share",)})):
        rows = [{"sex": sex, "gender_training": i >= untrained} for sex in "FM" for i in range(12)]
        audit = Round(staff=rows)
        trained = measures.gender_training(audit.data.table("staff"))
        audit.report("gender_training_share", trained, judging=False)
        assert told(audit.verdict()) == tables


def test_staff_whose_ages_are_in_other_bands_are_not_stated() -> None:
    ages = {"age_low": 20.0, "age_high": 60.0}, {"age_low": 50.0, "age_high": 70.0}
    rows = [{"sex": sex, "contract": "permanent", **ages[i % 2]} for sex in "FM" for i in range(20)]
    audit = Round(staff=rows)
    audit.report("women_by_age", measures.age_pyramid(audit.data.table("staff")))
    assert not audit.verdict().narrowed


def test_trained_women_and_all_who_are_trained_leave_men_and_others_open() -> None:
    """The men who are trained are not printed: else it would follow how many of three others are."""
    rows = [
        {"sex": sex, "gender_training": i % 2 == 0}
        for sex, number in (("F", 20), ("M", 20), ("X", 3))
        for i in range(number)
    ]
    audit = Round(staff=rows)
    (trained,) = measures.gender_training(audit.data.table("staff"))
    assert (trained.n, trained.women, trained.men) == (43, 10, None)
    audit.report("gender_training_share", [replace(trained, parts=())], judging=False)
    assert not audit.verdict().narrowed


# The further group that an organisation declares


def test_a_further_group_of_two_women_is_seen_in_every_list_and_larger_ones_are_not() -> None:
    for few, seen in ((12, False), (2, True)):
        rows = staff(
            *(({"sex": "F", "also": group, "event": "assembly"}, number) for group, number in (("a", 20), ("b", few))),
            *(({"sex": "M", "also": group, "event": "assembly"}, 20) for group in "ab"),
        )
        for name in ("members", "staff", "attendance"):
            audit = Round(**{name: rows})
            audit.report(f"{name}_by_also", measures.share_of_women(audit.data.table(name), "also"), judging=False)
            assert told(audit.verdict()) == ({(f"{name}_by_also",)} if seen else set())


def test_answers_of_a_further_group_less_those_of_all_are_the_few_who_do_not_say_it() -> None:
    given = [({"sex": sex, "also": group}, of(5, 5) if sex == "F" else of(6, 4)) for sex in "FM" for group in "ab"]
    for silent in (0, 1):
        audit = Round(survey=answers(*given, *[({"sex": "M", "also": None}, of(1, 0))] * silent))
        audit.statements_and_areas()
        apart = measures.area_results(audit.data.table("survey"), audit.items, by="also")
        audit.report("area_by_also", [one for one in apart if one.group["also"] != "not_stated"])
        assert told(audit.verdict()) == ({("area_favourable/K", "area_by_also/K")} if silent else set())


# Services to members


def lent(branch: str, sex: str, number: int, late: int) -> list[dict[str, Any]]:
    return [
        {"service": "credit", "sex": sex, "branch": branch, "product": "field", "age_low": 40.0, "age_high": 40.0,
         "amount": 1000.0 + 37 * n, "in_arrears": float(n < late)}
        for n in range(number)
    ]  # fmt: skip


def test_all_that_is_published_of_loans_is_judged_and_a_branch_of_two_women_is_seen() -> None:
    rows = [*lent("A", "F", 40, 6), *lent("A", "M", 40, 8), *lent("B", "F", 30, 5), *lent("B", "M", 30, 7)]
    for few, seen in ((30, False), (2, True)):
        audit = Round(services=[*rows, *lent("C", "F", few, 0), *lent("C", "M", 30, 5)])
        loans = audit.data.table("services")
        audit.report("services_women_share", measures.share_of_women(loans, by="service"))
        audit.report("services_youth_share", measures.share_of_youth(loans, by="service"))
        audit.report("credit_representation_ratio", measures.served_against_members(loans, loans))
        audit.report("loan_size_gap", measures.loan_size_gap(loans))
        audit.report("loan_size_by_product", measures.loan_size_gap(loans, by="product"))
        audit.report("arrears_ratio", measures.arrears_ratio(loans))
        audit.report("credit_by_branch", measures.share_of_women(loans, by="branch"))
        assert (("credit_by_branch",) in told(audit.verdict())) == seen
