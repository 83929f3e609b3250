"""What published figures of staff, members, further groups and services tell together, and what the gate knows."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from invented_rounds import Round, told

from genderaudit import measures
from genderaudit.conclusions.recording import finding
from genderaudit.foundations.errors import AuditError
from genderaudit.release.narrowing import judged, problems
from genderaudit.release.published import JUDGED, Published


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


def test_every_indicator_that_the_gate_is_said_to_know_is_looked_for() -> None:
    """Else ``problems`` would raise: it refuses a round with a finding that none of them has asked for."""
    people = [{"sex": sex, "service": service} for sex in "FM" for service in ("credit", "insurance") for _ in range(6)]
    ticked = [{"sex": sex, "K1": 4.0, "age_band": "20-34"} for sex in "FM" for _ in range(6)]
    lists = dict.fromkeys(("members", "services", "staff"), people) | {"survey": ticked}
    audit = Round(**lists, attendance=[{"sex": "F", "event": "Assembly"}] * 6)
    published = Published(audit.data, [], {}, {})
    published.found = {name: [] for name in JUDGED - {"option_ticked"}}  # no question here has several answers
    assert list(problems(published))


def test_an_unknown_kind_is_refused_by_name() -> None:
    audit = Round(staff=staff(({"sex": "F"}, 12), ({"sex": "M"}, 12)))
    indicator = audit.data.method.indicators["leave_return_ratio"].model_copy(update={"id": "own_rate"})
    table = audit.data.table("staff").assign(contract="permanent")
    (one,) = measures.share_of_women(table, by="contract")
    with pytest.raises(AuditError, match="own_rate"):
        judged(audit.data, [finding(indicator, "baseline", one)], {}, {"own_rate": indicator})


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
