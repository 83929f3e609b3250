"""Bodies that are not public, and names of groups that may be those of a person."""

from __future__ import annotations

import pytest
from genderaudit.disclosure.cells import NEUTRAL
from made import FOLLOWS, answers, made_of, people

from genderaudit.disclosure import Ledger
from genderaudit.measures.result import Result, by_sex


class TestBodiesThatAreNotPublic:
    """Northmere: the board and a committee are public, the joint committee is not."""

    SEATS = {"Board": (4, 7), "Audit": (2, 3), "Joint": (6, 4)}

    def protected_seats(self, group: dict[str, str]) -> list[tuple[str, int, int, int]]:
        return [("Joint", *self.SEATS["Joint"], 0)] if group.get("role") != "Chair" else []

    def protect(self, ledger: Ledger, results: list[Result]) -> list[str | None]:
        return [
            result.reason for result in ledger.protect_seats(results, {}, self.protected_seats, [None] * len(results))
        ]

    def test_their_few_men_are_hidden_and_public_ones_stand_as_they_are(self, ledger):
        bodies = [people(*seats, body=name) for name, seats in self.SEATS.items()]
        assert self.protect(ledger, bodies) == [None, None, "hidden_small_cell"]

    def test_totals_less_the_public_ones_do_not_give_them(self, ledger):
        totals = [people(12, 14), people(10, 12, role="Member"), people(2, 2, role="Chair")]
        assert self.protect(ledger, totals) == ["hidden_small_cell", "hidden_small_cell", None]

    def test_one_chair_is_a_small_cell_though_the_body_is_shown(self, ledger):
        def seats(group: dict[str, str]) -> list[tuple[str, int, int, int]]:
            return [("Council", 1, 0, 0)] if group.get("role") == "Chair" else [("Council", 12, 14, 0)]

        ledger.protect_seats([people(12, 14)], {}, seats, [None])
        table = [people(1, 0, role="Chair"), people(11, 14, role="Member")]
        shown = ledger.protect_seats(table, {}, seats, [None, None])
        assert [result.reason for result in shown] == ["hidden_small_cell", FOLLOWS]

    @pytest.mark.parametrize(("older", "others"), [(2, 0), (9, 2)])
    def test_few_older_and_few_others_are_not_told_by_seats_of_the_young(self, ledger, older, others):
        ages = by_sex("people", 10 + older, 19) + by_sex("young", 10, 10)
        group = {"body": "Council"}
        young = made_of(*ages, value=0.0, unit="seats", n=40, women=10, men=10, other=others, group=group)
        shown = ledger.protect_seats([young], {}, lambda group: [("Council", 20, 20, 0)], [None])
        assert shown[0].reason == "hidden_small_cell"

    def test_body_that_is_hidden_in_one_table_is_hidden_in_the_next(self, ledger):
        seats = people(3, 20, body="Council")
        assert ledger.protect_seats([seats], {}, lambda group: [("Council", 3, 20, 0)], [None])[0].reason
        later = people(15, 15, body="Council")
        assert ledger.protect_seats([later], {}, lambda group: [("Council", 15, 15, 0)], [None])[0].reason == FOLLOWS


class TestYouthSeats:
    def test_few_older_members_of_a_public_body_are_not_taken_for_people_of_another_gender(self, ledger):
        # Women and men are the young ones of eleven seats; four members are older.
        seats = made_of(
            *by_sex("people", 4, 7),
            *by_sex("young", 3, 4),
            value=0.0,
            unit="seats",
            n=11,
            women=3,
            men=4,
            group={"body": "Board"},
            details={"share": 0.64, "youth": 7},
        )
        details = {"share": "share", "youth": "count"}
        assert ledger.protect_seats([seats], details, lambda group: [], [None])[0].reason is None


class TestNamesOfTinyGroups:
    def test_unit_named_by_a_person_loses_its_name(self, ledger):
        table = [people(20, 20, unit="Works"), people(1, 0, unit="Awa Traoré"), people(15, 12, unit="Finance")]
        groups = [dict(result.group) for result in ledger.protect(table, "people")]
        # So does what is hidden beside it, in the order of names: else the rest would say which of the two is tiny.
        assert groups == [{"unit": "Works"}, {"unit": f"{NEUTRAL}1"}, {"unit": f"{NEUTRAL}2"}]

    def test_what_is_shown_keeps_its_name(self, ledger):
        table = [people(30 + size, 40, unit=f"Unit {size}") for size in range(8)]
        groups = [
            result.group["unit"] for result in ledger.protect([*table, people(1, 0, unit="Awa Traoré")], "people")
        ]
        assert sum(name.startswith(NEUTRAL) for name in groups) == 2
        assert groups[1:8] == [f"Unit {size}" for size in range(1, 8)]

    def test_names_of_hidden_groups_do_not_stand_by_size(self, ledger):
        table = [people(15, 12, unit="Works"), people(1, 0, unit="Binta"), people(0, 1, unit="Awa")]
        groups = [result.group["unit"] for result in ledger.protect(table, "people")]
        assert groups == [f"{NEUTRAL}{number}" for number in (3, 2, 1)]

    def test_so_does_one_whose_person_stated_no_sex(self, ledger):
        shown = ledger.protect([people(0, 0, other=1, unit="Awa Traoré")], "people")[0]
        assert (dict(shown.group), shown.other) == ({"unit": f"{NEUTRAL}1"}, None)

    def test_two_tiny_groups_stay_two_rows(self, ledger):
        table = [people(1, 0, unit="Awa"), people(0, 1, unit="Binta")]
        assert len({tuple(result.group.items()) for result in ledger.protect(table, "people")}) == 2

    def test_unit_keeps_its_name_where_few_of_many_answered_one_area(self, ledger):
        table = [answers(0.5, 2, 2, area="G", unit="Works"), answers(0.5, 20, 20, area="B", unit="Works")]
        assert {result.group["unit"] for result in ledger.protect(table, "answers")} == {"Works"}

    @pytest.mark.parametrize(("declared", "kept"), [({"Director"}, True), (set(), False)])
    def test_level_is_named_where_the_organisation_declares_it(self, declared, kept):
        ledger = Ledger(minimum_cell=5, minimum_base=10, minimum_pay_each_sex=3, declared=declared)
        assert (ledger.protect([people(1, 3, level="Director")], "people")[0].group["level"] == "Director") is kept

    def test_so_does_a_group_of_a_column_of_ones_own(self, ledger):
        rows = [people(20, 20), people(18, 19, manager="Adams"), people(2, 1, manager="Kanari Schmidt")]
        shown = ledger.protect(rows, "people", {}, "staff", "mine", own=True)
        assert "Kanari" not in str([one.group for one in shown])

    def test_age_bands_are_numbers_and_anything_else_is_not_shown(self, ledger):
        table = [people(1, 1, age_band="26-35"), people(1, 1, age_band="Awa, 34")]
        assert [r.group["age_band"] for r in ledger.protect(table, "people")] == ["26-35", f"{NEUTRAL}1"]
