"""Figures from which something hidden would follow though they do not add up to it."""

from __future__ import annotations

import pandas as pd
import pytest
from genderaudit.disclosure.rules import DIFFERS
from made import FOLLOWS, MEANS, by_group, even_gap, gap, made_of, new_ledger, people, recorded

from genderaudit.disclosure import IN_A_BAND
from genderaudit.measures import age_pyramid, duncan_index, pay_quartiles, share_of_women, share_of_youth
from genderaudit.measures.result import Part, Result, by_sex


def aged(ages: dict[str, tuple[int, int]]) -> pd.DataFrame:
    """A list of people of these ages: women and men of each."""
    rows = [
        {"sex": sex, "count": float(number), "age_low": float(age), "age_high": float(age)}
        for age, both in ages.items()
        for sex, number in zip("FM", both, strict=True)
    ]
    return pd.DataFrame(rows)


class TestBesideOtherFigures:
    """Figures from which something hidden would follow though they do not add up to it."""

    def test_youngest_do_not_follow_from_all_the_young(self):
        people = aged({"20": (3, 30), "30": (40, 50), "40": (60, 70), "50": (50, 60), "60": (40, 30)})
        book = new_ledger()
        young = book.protect(share_of_youth(people), "people", {}, "members")
        assert young[0].women == 43
        bands = {r.group["age_band"]: r for r in book.protect(age_pyramid(people), "people", {}, "members")}
        assert bands["0-25"].reason == "hidden_small_cell"
        assert bands["26-35"].reason == FOLLOWS

    def test_base_of_the_young_of_a_group_does_not_give_the_group(self):
        book = new_ledger()
        table = [people(3, 12, role="guest"), people(12, 12, role="officer"), people(90, 120, role="delegate")]
        hidden = {
            r.group["role"] for r in book.protect([people(105, 144), *table], "people", {}, "attendance") if r.reason
        }
        assert hidden == {"guest", "officer"}
        ages = by_sex("people", 12, 12) + by_sex("young", 6, 6)
        young = made_of(*ages, value=0.5, unit="share", n=24, women=6, men=6, group={"role": "officer"})
        assert book.protect([young], "people", {}, "attendance")[0].reason == FOLLOWS

    def test_index_over_hidden_groups_is_hidden(self):
        levels = {"top": (2, 14), "middle": (12, 9), "low": (60, 70)}
        staff = pd.DataFrame(
            [
                {"sex": s, "level": level, "count": float(n)}
                for level, both in levels.items()
                for s, n in zip("FM", both, strict=True)
            ]
        )
        book = new_ledger()
        assert any(r.reason for r in book.protect(share_of_women(staff, by="level"), "people", {}, "staff"))
        assert book.protect(duncan_index(staff, by="level"), "people", {}, "staff")[0].reason == FOLLOWS

    def test_index_over_small_groups_of_which_there_is_no_table_is_in_whole_per_cent(self):
        functions = {f"f{i}": (3 + 7 * i, 40 - 7 * i) for i in range(5)}
        staff = pd.DataFrame(
            [
                {"sex": s, "function": f, "count": float(n)}
                for f, both in functions.items()
                for s, n in zip("FM", both, strict=True)
            ]
        )
        shown = new_ledger().protect(duncan_index(staff, by="function"), "people", {"median_random": "index"}, "staff")[
            0
        ]
        assert shown.value == round(shown.value, 2)
        assert shown.details["median_random"] == round(shown.details["median_random"], 2)

    def test_statement_on_which_nearly_all_agree_does_not_follow_from_its_area(self):
        """Everybody answered: three shares of an area and its mean."""
        book = new_ledger(areas={"B1": "B", "B2": "B", "B3": "B"})
        agree = {"B1": 35.0, "B2": 38.0, "B3": 17.0}
        area = made_of(value=90 / 120, unit="share", n=40, women=40, group={"area": "B", "sex": "F"})
        assert book.protect([area], "answers", {}, "survey")[0].reason is None
        items = [
            made_of(value=n / 40, unit="share", n=40, women=40, group={"item": item, "sex": "F"})
            for item, n in agree.items()
        ]
        reasons = [r.reason for r in book.protect(items, "answers", {}, "survey")]
        assert reasons[1] == IN_A_BAND
        assert [reasons[0], reasons[2]].count(FOLLOWS) == 1

    def test_details_are_the_same_for_women_for_men_and_for_all(self):
        def item(n: int, unknown: float, **group: str) -> Result:
            details = {"do_not_know_share": unknown / n}
            return made_of(value=0.5, unit="share", n=n, women=n, group={"item": "A1", **group}, details=details)

        table = [item(80, 12), item(40, 2, sex="F"), item(40, 10, sex="M")]
        shown = new_ledger().protect(table, "answers", {"do_not_know_share": "share"}, "survey")
        assert [dict(result.details) for result in shown] == [{}, {}, {}]

    def test_quarters_do_not_tell_where_the_few_of_another_gender_are_paid(self):
        staff = pd.DataFrame({"sex": ["F", "M"] * 120 + ["X", "X"], "count": 1.0})
        pay = pd.Series([*(10.0 + i for i in range(240)), 60.5, 90.5])
        shown = new_ledger().protect(pay_quartiles(staff, pay), "pay", {}, "staff")
        assert {(result.n, result.women, result.men) for result in shown} == {(60.0, None, None)}

    def test_few_without_variable_pay_do_not_follow_from_those_who_have_it(self):
        everyone = people(143, 150)
        receivers = by_sex("receivers", 140, 120)
        receipt = made_of(*receivers, value=1.2, unit="ratio", n=293, women=143, men=150)
        amount = even_gap(140, 120)
        book = new_ledger()
        book.protect([everyone], "people", {}, "staff", "staff_women_share")
        assert book.protect([receipt], "pay", {}, "staff", "variable_pay_receipt")[0].reason == "hidden_small_cell"
        assert book.protect([amount], "pay", {}, "staff", "variable_pay_gap")[0].reason == FOLLOWS

    def test_every_base_is_rounded_where_bases_are(self):
        gap = even_gap(41, 42, 0.1234)
        answers = made_of(value=0.5, unit="share", n=83, group={"area": "A"})
        for result, protection in ((gap, "pay"), (answers, "answers")):
            assert new_ledger(round_bases=10.0).protect([result], protection)[0].n == 80

    def test_trend_over_events_is_hidden_where_an_event_is(self):
        book = new_ledger()
        events = [
            people(3, 25, event="School"),
            people(6, 30, event="Seminar"),
            people(40, 60, event="Congress"),
        ]
        assert [r.reason for r in book.protect(events, "people", {}, "attendance")][:2] == [
            "hidden_small_cell",
            FOLLOWS,
        ]
        counts = {"School": (3, 25), "Seminar": (6, 30), "Congress": (40, 60)}
        spread = [part for event, both in counts.items() for part in by_sex("spread", *both, group={"event": event})]
        trend = made_of(*spread, value=-0.05, unit="difference", n=164, women=49, men=115)
        assert book.protect([trend], "people", {}, "attendance")[0].reason == FOLLOWS

    def test_budget_of_a_committee_does_not_count_the_members_that_are_hidden(self):
        book = new_ledger()
        book.protect([people(60, 60)], "people", {}, "members")
        ages = by_sex("people", 60, 60) + by_sex("young", 57, 60)
        young = made_of(*ages, value=117 / 120, unit="share", n=120, women=57, men=60)
        assert book.protect([young], "people", {}, "members")[0].reason == "hidden_small_cell"  # three older women
        line = made_of(Part("young", "", 117.0, {}), value=10.0, unit="amount", n=117, group={"line": "Youth"})
        assert book.protect([line], "people", {}, "members")[0].reason is not None

    @pytest.mark.parametrize("part", [Part("beside", "F", 3), Part("gone", "M", 3), Part("alone", "F", 3)])
    def test_few_behind_a_figure_are_a_small_cell(self, part):
        """Who could not be promoted, came, went, or are alone of their sex at a level: bases tell them."""
        result = made_of(part, value=1.1, unit="ratio", n=100, women=50, men=50)
        assert new_ledger().protect([result], "people", {}, "staff")[0].reason == "hidden_small_cell"

    def test_weights_do_not_count_the_few_others_who_answered(self):
        quality = made_of(Part("answers", "", 52.7), value=52.7, unit="count", n=85, details={"design_effect": 1.61})
        shown = new_ledger().protect([quality], "answers", {"design_effect": "ratio"}, "survey")[0]
        assert (shown.value, shown.n) == (53.0, 80)
        assert shown.details["design_effect"] == 80 / 53

    def test_design_effect_is_of_the_numbers_beside_it(self):
        """140 answers that tell as much as 134: 1.04, not 1.00."""
        quality = made_of(
            Part("answers", "", 134.2), value=134.2, unit="count", n=138, details={"design_effect": 138 / 134.2}
        )
        shown = new_ledger().protect([quality], "answers", {"design_effect": "ratio"}, "survey")[0]
        assert (shown.value, shown.n, round(shown.details["design_effect"], 2)) == (134, 140, 1.04)

    def test_no_weights_tell_more_than_the_answers_shown(self):
        quality = made_of(
            Part("answers", "", 83.9), value=83.9, unit="count", n=84, details={"design_effect": 84 / 83.9}
        )
        shown = new_ledger().protect([quality], "answers", {"design_effect": "ratio"}, "survey")[0]
        assert (shown.value, shown.n, shown.details["design_effect"]) == (80, 80, 1.0)

    def test_details_of_a_key_area_are_too_coarse_for_those_of_a_statement(self):
        details = {"do_not_know_share": 20 / 120, "mean": 3.14159}
        area = made_of(value=0.5, unit="share", n=40, women=40, group={"area": "B", "sex": "F"}, details=details)
        shown = recorded("area_favourable", area)
        assert shown.details == {"do_not_know_share": 0.17, "mean": 3.1}

    def test_what_an_appointment_makes_of_the_share_is_in_whole_numbers(self):
        details = {"at_present": 6.67123, "share_if_all": 0.41234}
        needed = made_of(value=9.0, unit="count", n=22, details=details)
        shown = recorded("appointments_needed", needed)
        assert shown.details == {"at_present": 7.0, "share_if_all": 0.41}


class TestPartsOfAList:
    """Figures of some people of a list whom no other table counts: those who manage, in an indicator of one's own."""

    def test_all_but_a_few_of_those_who_are_shown(self):
        book = new_ledger()
        assert book.protect([people(60, 60)], "people", {}, "staff", "all")[0].reason is None
        chosen = [people(*both) for both in ((2, 2), (58, 58), (59, 60), (40, 40), (41, 40))]
        reasons = [book.protect([one], "people", {}, "staff", f"mine_{one.n}", own=True)[0].reason for one in chosen]
        assert reasons == ["hidden_small_cell", DIFFERS, DIFFERS, None, DIFFERS]

    def test_in_a_group_too_and_whichever_comes_first(self):
        book = new_ledger()
        mine = book.protect([people(58, 58, unit="north")], "people", {}, "staff", "mine", own=True)
        table = [people(120, 120), people(60, 60, unit="north"), people(60, 60, unit="south")]
        assert mine[0].reason is None
        assert by_group(book.protect(table, "people", {}, "staff", "all"), "unit")["north"].reason == DIFFERS

    def test_pay_of_all_but_one(self):
        book = new_ledger()
        pay = [80.0, *[20.0] * 59], [22.0] * 60
        assert book.protect([gap(*pay)], "pay", MEANS, "staff", "gap")[0].reason is None
        assert book.protect([gap(pay[0][1:], pay[1])], "pay", MEANS, "staff", "mine", own=True)[0].reason == DIFFERS

    def test_counts_and_numbers_beside_them_are_people(self, ledger):
        few = made_of(value=3, unit="count", n=60)
        many = made_of(value=30, unit="count", n=60, details={"on_leave": 2.0, "trained": 20.0})
        units = {"on_leave": "number", "trained": "number"}
        shown = ledger.protect([few, many], "people", units, "staff", "mine", own=True)
        assert (shown[0].reason, dict(shown[1].details)) == ("hidden_small_cell", {"trained": 20.0})

    @pytest.mark.parametrize(("having", "rule"), [(3, "hidden_nearly_none"), (57, "hidden_nearly_all"), (30, None)])
    def test_share_of_whom_is_not_known(self, ledger, having, rule):
        share = made_of(value=having / 60, unit="share", n=60)
        assert ledger.protect([share], "people", {}, "staff", "mine", own=True)[0].reason == rule

    def test_figures_that_do_not_know_the_sexes(self, ledger):
        """Twice a mean by its base: the difference is one person's."""
        means = [made_of(value=20.0, unit="years", n=n) for n in (120, 119)]
        shown = [ledger.protect([one], "people", {}, "staff", f"mine_{one.n}", own=True)[0].reason for one in means]
        assert shown == [None, DIFFERS]

    def test_next_to_no_women_in_a_part_hide_nothing_of_the_whole(self, ledger):
        mine = [made_of(value=part, unit="share", n=60, group={"sex": sex}) for sex, part in (("F", 0.02), ("M", 0.5))]
        assert ledger.protect(mine, "people", {}, "staff", "mine", own=True)[0].reason == "hidden_nearly_none"
        assert ledger.protect([people(60, 60)], "people", {}, "staff", "all")[0].reason is None

    def test_tables_of_the_whole_list_add_up_to_those_of_the_method(self):
        book = new_ledger()
        book.protect([people(60, 60)], "people", {}, "staff", "all")
        halves = [people(42, 40, function="a"), people(18, 20, function="b")]
        book.protect(halves, "people", {}, "staff", "mine_halves", own=True)
        cells = [(2, 12, "south", "a"), (40, 28, "north", "a"), (9, 10, "south", "b"), (9, 10, "north", "b")]
        table = [people(women, men, unit=unit, function=f) for women, men, unit, f in cells]
        shown = book.protect(table, "people", {}, "staff", "mine_cells", own=True)
        assert [one.reason for one in shown[:2]] == ["hidden_small_cell", FOLLOWS]
