"""An attacker of its own against whole sets of linked tables: what is published, and linear programs over people.

The attacker knows every table that was shown, in every phase, and that people are counted in whole cells of
sex × level × unit × age. It shares no code with the ledger: its unknowns are the finest cells, the ledger's are
the numbers of the tables.
"""

from __future__ import annotations

import itertools
import random
from collections.abc import Iterator, Sequence

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from in_process import audit
from scipy.optimize import linprog

from genderaudit.disclosure import FOLLOWS, HIDDEN, DisclosureError, Knowledge, Ledger
from genderaudit.measures import (
    age_pyramid,
    category_pay_gaps,
    duncan_index,
    factor_weighted_gap,
    pay_quartiles,
    share_of_women,
    share_of_youth,
)
from genderaudit.measures.result import Result

CELL, BASE = 5, 10
DIMENSIONS = {"level": ("top", "middle", "low"), "unit": ("north", "south"), "age": ("young", "older")}
CELLS = list(itertools.product("FM", *DIMENSIONS.values()))
TABLES: list[tuple[str, ...]] = [(), ("level",), ("unit",), ("age",), ("level", "unit"), ("level", "age")]

counts = st.lists(
    st.one_of(st.integers(0, 6), st.integers(0, 40)), min_size=len(CELLS), max_size=len(CELLS)
)  # many small cells
orders = st.permutations(TABLES)
patient = settings(deadline=None, max_examples=40, suppress_health_check=[HealthCheck.too_slow])


def groups(by: Sequence[str]) -> Iterator[dict[str, str]]:
    for labels in itertools.product(*(DIMENSIONS[name] for name in by)):
        yield dict(zip(by, labels, strict=True))


def belongs(cell: Sequence[str], group: dict[str, str], sex: str = "") -> bool:
    values = dict(zip(("sex", *DIMENSIONS), cell, strict=True))
    return (not sex or values["sex"] == sex) and all(values[name] == label for name, label in group.items())


def count(people: Sequence[int], group: dict[str, str], sex: str = "") -> int:
    return sum(n for n, cell in zip(people, CELLS, strict=True) if belongs(cell, group, sex))


def table(people: Sequence[int], by: Sequence[str]) -> list[Result]:
    results = []
    for group in groups(by):
        women, men = count(people, group, "F"), count(people, group, "M")
        n = women + men
        value, reason = (women / n, None) if n else (None, "no_rows")
        results.append(Result(value=value, unit="share", n=n, women=women, men=men, group=group, reason=reason))
    return results


def ledger(knowledge: Knowledge | None = None, **more: float) -> Ledger:
    known = {} if knowledge is None else {"knowledge": knowledge}
    return Ledger(minimum_cell=CELL, minimum_base=BASE, minimum_pay_each_sex=3, **known, **more)


def publish(people: Sequence[int], order: Sequence[tuple[str, ...]], phases: int = 1) -> list[tuple[Result, Result]]:
    """Each result as it is and as it is shown; after every table a phase may end, and another takes over.

    Up to where the ledger stops the run: what a search finds that wants to break it may have next to no people.
    """
    book, shown = ledger(Knowledge(b"key")), []
    for number, by in enumerate(order):
        results = table(people, by)
        try:
            shown += zip(results, book.protect(results, "people", {}, "staff"), strict=True)
        except DisclosureError:
            break
        if number < phases - 1:
            heir = ledger(Knowledge(b"key"))
            heir.knowledge.learn(book.knowledge.record())
            heir.recall(book.closed)
            book = heir
    return shown


def interval(shown: Sequence[Result], group: dict[str, str], sex: str) -> tuple[float, float]:
    """What follows for one number from all that is shown, whatever the people in the finest cells."""
    rows, right = [], []
    for result in shown:
        if result.women is not None and result.reason not in HIDDEN:
            for who, number in (("F", result.women), ("M", result.men)):
                rows.append([float(belongs(cell, dict(result.group), who)) for cell in CELLS])
                right.append(number)
    aim = np.array([float(belongs(cell, group, sex)) for cell in CELLS])
    equations = {"A_eq": np.array(rows), "b_eq": np.array(right)} if rows else {}
    ends = []
    for direction in (1, -1):
        found = linprog(direction * aim, bounds=(0, 10_000), **equations)
        assert found.status == 0
        ends.append(direction * found.fun)
    return ends[0], ends[1]


class TestLinkedTables:
    @patient
    @given(counts, orders, st.integers(1, 4))
    def test_no_hidden_small_cell_can_be_narrowed_down(self, people, order, phases):
        shown = publish(people, order, phases)
        published = [after for _, after in shown]
        for before, after in shown:
            if after.reason not in HIDDEN or after.reason == "hidden_follows_from_total":
                continue
            for sex, cell in (("F", before.women), ("M", before.men)):
                if 0 < cell < CELL:
                    low, high = interval(published, dict(before.group), sex)
                    assert high - low >= CELL - 1 - 1e-6, (before, low, high)

    @patient
    @given(counts, orders)
    def test_what_is_shown_is_as_it_is(self, people, order):
        for before, after in publish(people, order):
            if after.reason not in HIDDEN:
                assert (after.value, after.women, after.men) == (before.value, before.women, before.men)
                assert all(cell == 0 or cell >= CELL for cell in (after.women, after.men))

    @patient
    @given(counts, orders)
    def test_a_second_edition_hides_what_the_first_one_hid(self, people, order):
        first, second = publish(people, order), publish(people, order)
        assert [after.reason for _, after in first] == [after.reason for _, after in second]

    @pytest.mark.parametrize("seed", range(30))
    def test_people_as_they_come_never_stop_the_run(self, seed):
        draw = random.Random(seed)
        people = [draw.choice([draw.randint(0, 6), draw.randint(0, 40)]) for _ in CELLS]
        order = draw.sample(TABLES, len(TABLES))
        assert len(publish(people, order)) == sum(len(table(people, by)) for by in order)

    def test_tables_without_small_cells_are_shown_whole(self):
        assert not [r for _, r in publish([12] * len(CELLS), TABLES) if r.reason]

    def test_one_small_cell_costs_few_others(self):
        people = [20] * len(CELLS)
        people[0] = 1  # one young woman at the top in the north: 21 of the three tables' cells hold her
        reasons = [r.reason for _, r in publish(people, TABLES)]
        assert sum(reason in HIDDEN for reason in reasons) == 0  # no table divides so finely

    def test_small_cell_of_two_dimensions_hides_a_rectangle(self):
        people = [20] * len(CELLS)
        people[0] = people[1] = 1  # two women at the top in the north
        shown = publish(people, [(), ("level",), ("unit",), ("level", "unit")])
        hidden = [dict(r.group) for _, r in shown if r.reason in HIDDEN]
        assert len(hidden) == 4  # two levels by two units: the least that keeps both sums open
        assert {"level": "top", "unit": "north"} in hidden


def people_of(women: int, men: int, other: int = 0, **group: str) -> Result:
    n = women + men
    return Result(value=women / n, unit="share", n=n, women=women, men=men, other=other, group=group)


def gap(women: Sequence[float], men: Sequence[float], **group: str) -> Result:
    largest = {sex: sorted(pay, reverse=True) for sex, pay in (("women", women), ("men", men))}
    details = {f"mean_{sex}": sum(pay) / len(pay) for sex, pay in largest.items()}
    details |= {f"remainder_{sex}": sum(pay[2:]) / pay[0] for sex, pay in largest.items()}
    value = 1 - details["mean_women"] / details["mean_men"]
    n = len(women) + len(men)
    return Result(value=value, unit="gap", n=n, women=len(women), men=len(men), group=group, details=details)


MEANS = {"mean_women": "amount", "mean_men": "amount"}


class TestPay:
    @pytest.mark.parametrize(("men", "rule"), [(0, "hidden_follows_from_total"), (3, None)])
    def test_gap_of_a_hidden_level_does_not_follow_from_the_weighted_gap_of_all(self, men, rule):
        """Of two hidden levels one may have women only, and so no part in the weighted gap."""
        levels = {
            "low": ([10, 11] * 6, [11, 12] * 6),
            "middle": ([20, 22] * 6, [21, 25] * 6),
            "top": ([30, 33], [40, 42, 44, 46]),
        }
        levels["second"] = [28, 29] * 4, [30, 31, 32][:men]
        staff = pd.DataFrame(
            [
                {"sex": sex, "level": name, "count": 1.0, "pay": float(amount)}
                for name, both in levels.items()
                for sex, amounts in zip("FM", both, strict=True)
                for amount in amounts
            ]
        )
        book = ledger()
        categories = category_pay_gaps(staff, staff["pay"], by="level")
        hidden = [r.group["level"] for r in book.protect(categories, "pay", MEANS, "staff") if r.reason]
        assert sorted(hidden) == ["second", "top"]
        weighted = factor_weighted_gap(staff, staff["pay"], by="level")
        assert book.protect([weighted], "pay", {}, "staff")[0].reason == rule

    def test_sum_of_pay_of_a_hidden_level_does_not_follow_from_the_mean_of_all(self):
        book = ledger()
        top, low, rest = ([90.0, 95.0], [80.0] * 20), ([30.0] * 20, [35.0] * 20), ([40.0] * 20, [45.0] * 20)
        everyone = gap([*top[0], *low[0], *rest[0]], [*top[1], *low[1], *rest[1]])
        book.protect([everyone], "pay", MEANS, "staff")
        levels = [gap(*pay, level=name) for name, pay in (("top", top), ("low", low), ("rest", rest))]
        first, *others = [r.reason for r in book.protect(levels, "pay", MEANS, "staff")]
        assert first == "hidden_pay_of_few"
        assert sorted(map(str, others)) == ["None", "hidden_follows_from_total"]

    @pytest.mark.parametrize(("best", "rule"), [(60.0, None), (5000.0, "hidden_one_dominates")])
    def test_mean_that_is_mostly_one_persons_pay_is_hidden(self, best, rule):
        result = gap([best, 40.0, *[2.0] * 10], [30.0] * 20)
        assert ledger().protect([result], "pay", MEANS, "staff")[0].reason == rule


class TestOthers:
    @given(st.integers(1, 4), st.integers(20, 200), st.integers(20, 200))
    @patient
    def test_few_of_another_gender_do_not_follow_from_women_men_and_all(self, few, women, men):
        n = women + men + few
        book = ledger()
        rows = [Result(value=0.5, unit="share", n=n, women=women, men=men, other=few)]
        rows += [Result(value=0.5, unit="share", n=women, women=women, men=0, group={"sex": "F"})]
        rows += [Result(value=0.5, unit="share", n=men, women=0, men=men, group={"sex": "M"})]
        whole, of_women, of_men = book.protect(rows, "people", {}, "survey")
        assert None not in (of_women.value, of_men.value)
        if whole.value is not None:  # the base is rounded to tens
            low, high = whole.n - 5 - women - men, whole.n + 5 - women - men
            assert high - max(low, 0) >= CELL - 1


class TestRoundedBases:
    def test_counts_are_rounded_where_the_organisation_asks(self):
        shown = ledger(round_bases=5).protect([people_of(23, 41)], "people", {}, "staff")[0]
        assert (shown.n, shown.value, shown.women, shown.men) == (65, 0.36, None, None)

    def test_nor_is_a_ratio_taken_for_a_part_of_the_people(self):
        """Rates of women against men's, on a rounded base: 85 women and 135 men are no 75 per cent of it."""
        book = ledger(round_bases=10)
        book.protect([people_of(195, 220)], "people", {}, "staff", "women")
        details = {"receivers_women": 85, "receivers_men": 135, "share_women": 85 / 195, "share_men": 135 / 220}
        receipt = Result(value=0.7103, unit="ratio", n=415, women=195, men=220, details=details)
        shown = book.protect([receipt], "pay", {}, "staff", "variable_pay_receipt")[0]
        assert (shown.value, shown.n, shown.reason) == (0.71, 420, None)
        gaps = [gap([20.0] * 85, [22.0] * 135)]
        assert book.protect(gaps, "pay", {}, "staff", "variable_pay_gap")[0].reason is None


class TestFailsClosed:
    def test_nothing_is_shown_where_an_earlier_phase_has_given_it_away_already(self):
        book = ledger()
        book.protect([people_of(12, 20, level="A"), people_of(15, 22, level="B")], "people", {}, "staff")
        # What another program published of the same people: the two levels' women together with few others.
        few = people_of(3, 30, level="C")
        book.protect([few], "people", {}, "staff")
        (unknown,) = [name for name, guard in book.knowledge.guards.items() if guard.count]
        book.knowledge.publish(unknown, (3, 3))
        with pytest.raises(DisclosureError, match="cannot show this phase"):
            book.protect([few], "people", {}, "staff")


# Other layers: people of another gender, pay, answers


def bounded(
    rows: Sequence[Sequence[float]], right: Sequence[float], aim: Sequence[float], **more
) -> tuple[float, float]:
    """Least and most of a sum of unknowns, none of them below nought, that satisfy the equations."""
    equations = {"A_eq": np.array(rows), "b_eq": np.array(right)} if rows else {}
    ends = []
    for direction in (1, -1):
        found = linprog(direction * np.array(aim), bounds=(0, 1e7), **equations, **more)
        assert found.status == 0
        ends.append(direction * found.fun)
    return ends[0], ends[1]


PLACES = list(itertools.product(DIMENSIONS["level"], DIMENSIONS["unit"]))
CUTS: list[tuple[str, ...]] = [(), ("level",), ("unit",)]


def inside(place: Sequence[str], group: dict[str, str]) -> bool:
    own = dict(zip(("level", "unit"), place, strict=True))
    return all(own[name] == label for name, label in group.items() if name in own)


def membership(group: dict[str, str]) -> list[float]:
    return [float(inside(place, group)) for place in PLACES]


class TestOthersInLinkedTables:
    @patient
    @given(st.lists(st.integers(0, 7), min_size=6, max_size=6), st.permutations(CUTS))
    def test_few_of_another_gender_do_not_follow_from_where_there_are_more(self, others, order):
        book, shown, hidden = ledger(), [], []
        for by in order:
            rows = []
            for group in groups(by):
                cells = [others[i] for i, place in enumerate(PLACES) if inside(place, group)]
                rows.append(people_of(20 * len(cells), 15 * len(cells), sum(cells), **group))
            for before, after in zip(rows, book.protect(rows, "people", {}, "staff"), strict=True):
                if after.other is not None:
                    shown.append((dict(before.group), after.other))
                elif 0 < before.other < CELL:
                    hidden.append(dict(before.group))
        for group in hidden:
            low, high = bounded([membership(g) for g, _ in shown], [n for _, n in shown], membership(group))
            assert high - low >= CELL - 1 - 1e-6, (group, low, high)


pays = st.lists(st.floats(10, 90).map(lambda amount: round(amount, 1)), min_size=1, max_size=14)


class TestPayInLinkedTables:
    @patient
    @given(st.lists(st.tuples(pays, pays), min_size=6, max_size=6), st.permutations(CUTS))
    def test_what_few_are_paid_does_not_follow_from_means_and_counts(self, cells, order):
        book, shown, hidden = ledger(), {"women": [], "men": []}, []
        for by in order:
            rows = []
            for group in groups(by):
                both = [cells[i] for i, place in enumerate(PLACES) if inside(place, group)]
                women, men = ([amount for cell in both for amount in cell[sex]] for sex in (0, 1))
                rows.append(gap(women, men, **group))
            for before, after in zip(rows, book.protect(rows, "pay", MEANS, "staff"), strict=True):
                for sex in shown:
                    total = before.details[f"mean_{sex}"] * getattr(before, sex)
                    if f"mean_{sex}" in after.details:
                        shown[sex].append((dict(before.group), total))
                    elif after.reason in ("hidden_pay_of_few", "hidden_one_dominates"):
                        hidden.append((dict(before.group), sex, total))
        for group, sex, total in hidden:
            rows = [membership(g) for g, _ in shown[sex]]
            low, high = bounded(rows, [amount for _, amount in shown[sex]], membership(group))
            assert high - low >= 0.2 * total * (1 - 1e-6), (group, sex, low, high, total)


class TestAnswersInLinkedTables:
    @patient
    @given(
        st.lists(st.tuples(st.integers(0, 16), st.floats(0, 1)), min_size=12, max_size=12),
        st.permutations([("sex",), ("level",), ("unit",)]),
    )
    def test_answers_of_few_or_of_nearly_all_do_not_follow_from_other_groups(self, cells, order):
        # Unknown: favourable answers of women and of men in each place, not more than answered there.
        who = list(itertools.product("FM", PLACES))
        asked = [n for n, _ in cells]
        favourable = [round(n * part) for n, part in cells]

        def of(group: dict[str, str]) -> list[float]:
            return [float(inside(place, group) and group.get("sex", sex) == sex) for sex, place in who]

        def result(group: dict[str, str]) -> Result | None:
            mine = of(group)
            women, men = (
                sum(n for n, m, (s, _) in zip(asked, mine, who, strict=True) if m and s == sex) for sex in "FM"
            )
            if not women + men:
                return None
            agree = sum(n for n, m in zip(favourable, mine, strict=True) if m)
            n = women + men
            about = {"item": "B1", **group}
            return Result(value=agree / n, unit="share", n=n, women=women, men=men, other=0, group=about)

        book, shown, hidden, bases = ledger(), [], [], []
        for by in order:
            all_groups = [{}, {"sex": "F"}, {"sex": "M"}] if by == ("sex",) else list(groups(by))
            rows = [one for one in map(result, all_groups) if one is not None]
            for before, after in zip(rows, book.protect(rows, "answers", {}, "survey"), strict=True):
                bases.append((of(dict(before.group)), before.n))  # of every group it is known how many answered
                if after.value is not None:
                    shown.append((of(dict(before.group)), after.value * after.n))
                elif after.reason != "hidden_follows_from_total":
                    hidden.append(before)
        most = {"A_ub": np.array([row for row, _ in bases]), "b_ub": np.array([n for _, n in bases])} if bases else {}
        for before in hidden:
            aim = of(dict(before.group))
            low, high = bounded([row for row, _ in shown], [n for _, n in shown], aim, **most)
            assert high - low >= min(CELL - 1, before.n) - 1e-6, (before, low, high)


# A whole audit


class TestWholePhase:
    @pytest.mark.parametrize("seed", range(5))
    def test_no_small_cell_of_the_staff_follows_from_the_findings_of_the_first_phase(self, workspace, seed):
        random = np.random.default_rng(seed)
        dimensions = {
            "level": ["Director", "Manager", "Officer", "Assistant"],
            "unit": ["North", "South", "East"],
            "contract": ["permanent", "fixed term"],
            "age_band": ["0-25", "26-35", "36-45"],
        }
        size = int(random.integers(60, 200))
        staff = pd.DataFrame({"sex": random.choice(["F", "M", "X"], size, p=[0.45, 0.5, 0.05])})
        for name, labels in dimensions.items():
            staff[name] = random.choice(labels, size, p=random.dirichlet(np.ones(len(labels))))
        settings = "name: Example\nkind: ngo\nlanguages: [en]\nlevels: [Director, Manager, Officer, Assistant]\n"
        workspace.organisation({"staff.csv": staff.to_csv(index=False)}, settings)
        phase = audit(workspace.root, "example", "2025", "en", phases=["baseline"])["baseline"]

        tables = {"staff_women_share", "staff_women_by_level", "staff_women_by_unit", "staff_women_by_contract"}
        found = [f for f in phase.findings["findings"] if f["indicator"] in {*tables, "women_by_age"}]
        cells = staff.groupby(["sex", *dimensions]).size().reset_index(name="people")

        def here(group: dict[str, str], sex: str) -> list[float]:
            rows = cells["sex"] == sex
            for name, label in group.items():
                rows &= cells[name] == label
            return list(rows.astype(float))

        rows, right = [], []
        for one in (f for f in found if f["status"] == "calculated"):
            for sex, field in (("F", "women"), ("M", "men"), ("X", "other")):
                if one[field] is not None:
                    rows.append(here(one["group"], sex))
                    right.append(one[field])
                    assert np.dot(rows[-1], cells["people"]) == one[field], one
                    assert one[field] == 0 or one[field] >= CELL
        for by in ([], *([name] for name in dimensions)):
            for group in [{}] if not by else [{by[0]: label} for label in dimensions[by[0]]]:
                for sex in "FMX":
                    truth = float(np.dot(here(group, sex), cells["people"]))
                    if 0 < truth < CELL:
                        low, high = bounded(rows, right, here(group, sex))
                        assert high - low >= CELL - 1 - 1e-6, (group, sex, truth, low, high)


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
        book = ledger()
        young = book.protect(share_of_youth(people), "people", {}, "members")
        assert young[0].women == 43
        bands = {r.group["age_band"]: r for r in book.protect(age_pyramid(people), "people", {}, "members")}
        assert bands["0-25"].reason == "hidden_small_cell"
        assert bands["26-35"].reason == FOLLOWS

    def test_base_of_the_young_of_a_group_does_not_give_the_group(self):
        book = ledger()
        table = [people_of(3, 12, role="guest"), people_of(12, 12, role="officer"), people_of(90, 120, role="delegate")]
        hidden = {
            r.group["role"] for r in book.protect([people_of(105, 144), *table], "people", {}, "attendance") if r.reason
        }
        assert hidden == {"guest", "officer"}
        details = {"women_known": 12.0, "men_known": 12.0}
        young = Result(value=0.5, unit="share", n=24, women=6, men=6, group={"role": "officer"}, details=details)
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
        book = ledger()
        assert any(r.reason for r in book.protect(share_of_women(staff, by="level"), "people", {}, "staff"))
        assert book.protect([duncan_index(staff, by="level")], "people", {}, "staff")[0].reason == FOLLOWS

    def test_index_over_small_groups_of_which_there_is_no_table_is_in_whole_per_cent(self):
        functions = {f"f{i}": (3 + 7 * i, 40 - 7 * i) for i in range(5)}
        staff = pd.DataFrame(
            [
                {"sex": s, "function": f, "count": float(n)}
                for f, both in functions.items()
                for s, n in zip("FM", both, strict=True)
            ]
        )
        shown = ledger().protect([duncan_index(staff, by="function")], "people", {"median_random": "index"}, "staff")[0]
        assert shown.value == round(shown.value, 2)
        assert shown.details["median_random"] == round(shown.details["median_random"], 2)

    def test_statement_on_which_nearly_all_agree_does_not_follow_from_its_area(self):
        """Everybody answered: three shares of an area and its mean."""
        book = ledger(areas={"B1": "B", "B2": "B", "B3": "B"})
        agree = {"B1": 35.0, "B2": 38.0, "B3": 17.0}
        area = Result(value=90 / 120, unit="share", n=40, women=40, group={"area": "B", "sex": "F"})
        assert book.protect([area], "answers", {}, "survey")[0].reason is None
        items = [
            Result(value=n / 40, unit="share", n=40, women=40, group={"item": item, "sex": "F"})
            for item, n in agree.items()
        ]
        reasons = [r.reason for r in book.protect(items, "answers", {}, "survey")]
        assert reasons[1] == "hidden_nearly_all"
        assert [reasons[0], reasons[2]].count(FOLLOWS) == 1

    def test_details_are_the_same_for_women_for_men_and_for_all(self):
        def item(n: int, unknown: float, **group: str) -> Result:
            details = {"do_not_know_share": unknown / n}
            return Result(value=0.5, unit="share", n=n, women=n, group={"item": "A1", **group}, details=details)

        table = [item(80, 12), item(40, 2, sex="F"), item(40, 10, sex="M")]
        shown = ledger().protect(table, "answers", {"do_not_know_share": "share"}, "survey")
        assert [dict(result.details) for result in shown] == [{}, {}, {}]

    def test_quarters_do_not_tell_where_the_few_of_another_gender_are_paid(self):
        staff = pd.DataFrame({"sex": ["F", "M"] * 120 + ["X", "X"], "count": 1.0})
        pay = pd.Series([*(10.0 + i for i in range(240)), 60.5, 90.5])
        shown = ledger().protect(pay_quartiles(staff, pay), "pay", {}, "staff")
        assert {(result.n, result.women, result.men) for result in shown} == {(60.0, None, None)}

    def test_few_without_variable_pay_do_not_follow_from_those_who_have_it(self):
        everyone = people_of(143, 150)
        details = {"receivers_women": 140.0, "receivers_men": 120.0, "share_women": 140 / 143, "share_men": 0.8}
        receipt = Result(value=1.2, unit="ratio", n=293, women=143, men=150, details=details)
        amount = Result(value=0.1, unit="gap", n=260, women=140, men=120)
        book = ledger()
        book.protect([everyone], "people", {}, "staff", "staff_women_share")
        assert book.protect([receipt], "pay", {}, "staff", "variable_pay_receipt")[0].reason == "hidden_small_cell"
        assert book.protect([amount], "pay", {}, "staff", "variable_pay_gap")[0].reason == FOLLOWS

    def test_every_base_is_rounded_where_bases_are(self):
        gap = Result(value=0.1234, unit="gap", n=83, women=41, men=42)
        answers = Result(value=0.5, unit="share", n=83, group={"area": "A"})
        for result, protection in ((gap, "pay"), (answers, "answers")):
            assert ledger(round_bases=10.0).protect([result], protection)[0].n == 80

    def test_trend_over_events_is_hidden_where_an_event_is(self):
        book = ledger()
        events = [
            people_of(3, 25, event="School"),
            people_of(6, 30, event="Seminar"),
            people_of(40, 60, event="Congress"),
        ]
        assert [r.reason for r in book.protect(events, "people", {}, "attendance")][:2] == [
            "hidden_small_cell",
            FOLLOWS,
        ]
        trend = Result(value=-0.05, unit="difference", n=164, women=49, men=115, details={"over_events": 1.0})
        assert book.protect([trend], "people", {}, "attendance")[0].reason == FOLLOWS

    def test_budget_of_a_committee_does_not_count_the_members_that_are_hidden(self):
        book = ledger()
        book.protect([people_of(60, 60)], "people", {}, "members")
        details = {"women_known": 60.0, "men_known": 60.0}
        young = Result(value=117 / 120, unit="share", n=120, women=57, men=60, group={}, details=details)
        assert book.protect([young], "people", {}, "members")[0].reason == "hidden_small_cell"  # three older women
        line = Result(value=10.0, unit="amount", n=117, group={"line": "Youth"}, details={"heads_youth": 117.0})
        assert book.protect([line], "people", {}, "members")[0].reason is not None

    @pytest.mark.parametrize("name", ["ineligible_women", "hired_men", "entered_women", "left_men", "alone_women"])
    def test_few_behind_a_figure_are_a_small_cell(self, name):
        """Who could not be promoted, came, went, or are alone of their sex at a level: bases tell them."""
        result = Result(value=1.1, unit="ratio", n=100, women=50, men=50, details={name: 3.0})
        assert ledger().protect([result], "people", {}, "staff")[0].reason == "hidden_small_cell"

    def test_weights_do_not_count_the_few_others_who_answered(self):
        quality = Result(value=52.7, unit="count", n=85, details={"design_effect": 1.61})
        shown = ledger().protect([quality], "answers", {"design_effect": "ratio"}, "survey")[0]
        assert (shown.value, shown.n) == (53.0, 80)

    def test_details_of_a_key_area_are_too_coarse_for_those_of_a_statement(self):
        details = {"do_not_know_share": 20 / 120, "mean": 3.14159}
        area = Result(value=0.5, unit="share", n=40, women=40, group={"area": "B", "sex": "F"}, details=details)
        shown = ledger().protect([area], "answers", {"do_not_know_share": "share", "mean": "score"}, "survey")[0]
        assert dict(shown.details) == {"do_not_know_share": 0.17, "mean": 3.1}

    def test_what_an_appointment_makes_of_the_share_is_in_whole_numbers(self):
        details = {"at_present": 6.67123, "share_if_all": 0.41234}
        needed = Result(value=9.0, unit="count", n=22, details=details)
        units = {"at_present": "number", "share_if_all": "share"}
        shown = ledger().protect([needed], "people", units, "staff")[0]
        assert dict(shown.details) == {"at_present": 7.0, "share_if_all": 0.41}
