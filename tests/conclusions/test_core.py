"""Core figures that phase 2 makes of what phase 1 has shown."""

from __future__ import annotations

import pytest
from invented_findings import finding, findings

from genderaudit.conclusions.core import PART_HIDDEN, together
from genderaudit.conclusions.ranking import Ranking
from genderaudit.conclusions.recording import rated
from genderaudit.foundations.language import language
from genderaudit.intake.checks.roles import leads_body
from genderaudit.methodology.method import methodology
from genderaudit.report.sections import sentences

METHOD = methodology()
LEVELS = ["Director", "Manager", "Officer", "Assistant"]


def made(indicator: str, *found, reserved=()):
    both = together(findings(*found, phase="baseline"), "gap_analysis", METHOD, LEVELS, reserved)
    one = [f for f in both if f.indicator == indicator]
    assert len(one) <= 1
    return one[0] if one else None


def body(name: str, women: int, seats: int, quota: float | None = None, target: float | None = None, **given):
    details = {"share": women / seats} | ({"quota": quota} if quota else {}) | ({"target": target} if target else {})
    counts = {"women": women, "n": seats, "details": details}
    missing = max(0, -(-round((quota or target or 0) * seats * 1000) // 1000) - women)
    return finding("bodies_women_seats", "baseline", group={"body": name}, value=missing, **(counts | given))


def level(name: str, women: int, men: int, **given):
    counts = {"women": women, "n": women + men, "value": women / max(women + men, 1)}
    return finding("staff_women_by_level", "baseline", group={"level": name}, **(counts | given))


def role(name: str, women: int, men: int):
    return finding(
        "bodies_by_role",
        "baseline",
        group={"role": name},
        women=women,
        n=women + men,
        value=women / (women + men),
    )


class TestSeatsTogether:
    def test_missing_seats_add_up_and_a_surplus_fills_none_elsewhere(self):
        found = made("bodies_seats_together", body("A", 0, 10, 0.3), body("B", 9, 10, 0.3), body("C", 2, 10, 0.3))
        assert (found.value, found.seats_held, found.n, found.details["bodies"], found.details["short"]) == (
            4,
            11,
            30,
            3,
            2,
        )

    def test_bodies_without_a_quota_are_left_out_where_others_have_one(self):
        found = made("bodies_seats_together", body("A", 1, 10, 0.3), body("Women's committee", 9, 9, target=0.3))
        assert (found.n, found.details["quota"], "target" in found.details) == (10, 0.3, False)

    @pytest.mark.parametrize("asked", [{"quota": 1.0}, {"quota": 0.3}, {"target": 0.3}])
    def test_body_reserved_for_women_is_left_out_and_counted_as_such(self, asked):
        committee = body("Women's committee", 9, 9, **asked)
        found = made("bodies_seats_together", body("A", 1, 10, 0.3), committee, reserved=["Women's committee"])
        assert (found.n, found.seats_held, found.details["bodies"], found.details["left_out"]) == (10, 1, 1, 1)

    def test_hidden_body_that_is_reserved_hides_no_total(self):
        committee = body("Youth committee", 3, 9, status="suppressed")
        found = made("bodies_seats_together", body("A", 1, 10, 0.3), committee, reserved=["Youth committee"])
        assert (found.n, found.value) == (10, 2)

    def test_nothing_is_said_of_reserved_bodies_where_there_are_none(self):
        assert "left_out" not in made("bodies_seats_together", body("A", 1, 10, 0.3)).details

    def test_without_any_quota_the_target_counts_for_all(self):
        found = made("bodies_seats_together", body("A", 1, 10, target=0.3), body("B", 3, 10, target=0.3))
        assert (found.n, found.value, found.details["target"]) == (20, 2, 0.3)

    def test_seats_missing_overall_are_fewer_than_body_by_body(self):
        found = made("bodies_seats_together", body("A", 1, 10, target=0.3), body("B", 4, 10, target=0.3))
        assert (found.value, found.missing_overall) == (2, 1)
        (said,) = sentences(METHOD.indicators[found.indicator], [found], language("fr"))
        assert "il en manque 1 sur l’ensemble et, instance par instance, 2" in said

    def test_a_hidden_body_leaves_it_unknown(self):
        hidden = body("B", 1, 10, status="suppressed")
        found = made("bodies_seats_together", body("A", 1, 10, 0.3), hidden)
        assert (found.status, found.reason, found.value) == ("not_calculable", PART_HIDDEN, None)


class TestLeading:
    @pytest.mark.parametrize(
        "name",
        [
            "Chair",
            "Chairperson",
            "Président(e)",
            "Présidente",
            "Secrétaire général(e)",
            "General secretary",
            "Secretaria General",
            "Secretária-Geral",
            "Председатель",
            "رئيس",
            "الأمين العام",
            "SG",
            "S.G.",
            "PCA",
            "Pdte du comité",
            "Sec. gén.",
            "Présidence",
        ],
    )
    def test_who_leads(self, name):
        assert leads_body(name)

    @pytest.mark.parametrize(
        "name",
        [
            "Vice-chair",
            "Secrétaire général(e) adjoint(e)",
            "Secretary",
            "Membre",
            "Trésorier(ère)",
            "Deputy chair",
            "Membre du bureau du président",
            "Secretaria de finanzas",
            "SGA",
            "S.G.A.",
            "SG adj.",
            "V/Pdt",
            "DG",
        ],
    )
    def test_who_does_not(self, name):
        assert not leads_body(name)

    def test_all_offices_that_lead_are_counted_together(self):
        found = made(
            "bodies_leading_share",
            role("Président(e)", 1, 3),
            role("Secrétaire général(e)", 3, 12),
            role("Membre", 41, 114),
        )
        assert (found.women, found.n, found.value) == (4, 19, 0.211)


class TestTopLevels:
    def test_the_two_top_levels_against_all(self):
        found = made("top_levels_ratio", level("Director", 5, 13), level("Manager", 12, 24), level("Officer", 50, 4))
        assert (found.n, found.details["share_top"], found.value) == (54, 0.315, 0.51)

    @pytest.mark.parametrize("men", [4, 5])
    def test_levels_are_merged_until_they_are_ten_people(self, men):
        found = made(
            "top_levels_ratio",
            level("Director", 0, 1),
            level("Manager", 0, 4),
            level("Officer", 1, men),
            level("Assistant", 20, 0),
        )
        assert (found.n, found.women) == (6 + men, 1)

    def test_no_woman_on_top_is_a_ratio_of_nought(self):
        assert (
            made("top_levels_ratio", level("Director", 0, 6), level("Manager", 0, 6), level("Officer", 9, 9)).value == 0
        )

    @pytest.mark.parametrize(
        ("found", "reason"),
        [
            ([level("Director", 0, 6), level("Manager", 3, 6)], "too_few_people"),  # all levels are the top
            ([level("Director", 0, 1), level("Manager", 0, 1), level("Officer", 1, 1)], "too_few_people"),
            (
                [level("Director", 0, 1, status="suppressed"), level("Manager", 3, 9), level("Officer", 9, 9)],
                PART_HIDDEN,
            ),
        ],
    )
    def test_where_it_cannot_be_told(self, found, reason):
        assert made("top_levels_ratio", *found).reason == reason


class TestWhereWomenAreLost:
    """The top levels against those above the lowest: near 1 where women are kept at the lowest."""

    @pytest.mark.parametrize(
        ("women", "expected"),
        [((3, 6, 15, 60), 0.94), ((3, 6, 30, 30), 0.69)],  # 0.30 of 0.32, and of 0.433
        ids=["kept at the lowest", "lost on the way up"],
    )
    def test_worked_examples(self, women, expected):
        men = (6, 15, 30, 20)
        found = [level(name, w, m) for name, w, m in zip(LEVELS, women, men, strict=True)]
        assert made("top_above_floor_ratio", *found).value == expected

    @pytest.mark.parametrize(("women", "weight"), [((3, 6, 15, 60), 1), ((3, 6, 30, 30), 3)])
    def test_who_are_kept_at_the_lowest_level_are_not_told_of_by_the_top(self, women, weight):
        men = (6, 15, 30, 20)
        found = [level(name, w, m) for name, w, m in zip(LEVELS, women, men, strict=True)]
        figures = [made(name, *found) for name in ("top_levels_ratio", "top_above_floor_ratio", "above_floor_ratio")]
        figures = [rated(one, METHOD.targets["proportional"], METHOD) for one in figures]
        assert Ranking(figures, METHOD).weight(figures[0]) == weight

    def test_where_a_level_is_hidden_there_is_none(self):
        found = [level("Director", 3, 6, status="suppressed"), level("Manager", 6, 6), level("Officer", 9, 9)]
        assert made("top_above_floor_ratio", *found) is None


class TestAboveTheFloor:
    def test_all_levels_above_the_lowest_against_it(self):
        found = made("above_floor_ratio", level("Director", 2, 8), level("Manager", 6, 4), level("Officer", 16, 4))
        assert (found.n, found.details["share_above"], found.details["share_lowest"]) == (20, 0.4, 0.8)
        assert found.value == 0.5

    @pytest.mark.parametrize(
        ("found", "reason"),
        [
            ([level("Director", 3, 6), level("Officer", 9, 9)], "too_few_people"),  # nine above
            ([level("Director", 6, 6), level("Officer", 6, 3)], "too_few_people"),  # nine below
            ([level("Director", 6, 6), level("Officer", 0, 12)], "too_few_people"),  # no woman to compare with
            ([level("Director", 6, 6, status="suppressed"), level("Officer", 6, 12)], PART_HIDDEN),
        ],
    )
    def test_where_it_cannot_be_told(self, found, reason):
        assert made("above_floor_ratio", *found).reason == reason

    def test_one_level_has_no_floor(self):
        assert made("above_floor_ratio", level("Officer", 6, 12)) is None


def test_data_of_all_areas_together():
    areas = [
        finding("data_availability", group={"area": a}, value=v, n=n) for a, v, n in (("B", 1.0, 3), ("I", 0.5, 6))
    ]
    assert (made("data_availability", *areas).value, made("data_availability", *areas).n) == (0.667, 9)


def test_shares_of_areas_as_printed_do_not_move_the_whole():
    areas = [
        finding("data_availability", group={"area": a}, value=v, n=n)
        for a, v, n in (("B", 0.5, 2), ("D", 0.5, 2), ("I", 0.333, 3))
    ]
    assert made("data_availability", *areas).value == round(3 / 7, 3)


def test_nothing_found_nothing_made():
    assert together(findings(phase="baseline"), "gap_analysis", METHOD, LEVELS) == []
