"""An attacker of its own against whole sets of linked tables: what is published, and linear programs over people.

The attacker knows every table that was shown, in every phase, and that people are counted in whole cells of
sex × level × unit × age. It shares no code with the ledger: its unknowns are the finest cells, the ledger's are
the numbers of the tables.
"""

from __future__ import annotations

import itertools
import random
from collections.abc import Sequence

import made
import numpy as np
import pandas as pd
import pytest
from at_length import at_length
from hierarchy import CELLS, DIMENSIONS, TABLES, belongs, bounded, counts, groups, orders, searched, table
from hypothesis import strategies as st
from in_process import audit
from made import CELL, FOLLOWS, MEANS, gap, made_of, new_ledger

from genderaudit.disclosure import HIDDEN, DisclosureError, Knowledge
from genderaudit.measures.result import Result


def publish(people: Sequence[int], order: Sequence[tuple[str, ...]], phases: int = 1) -> list[tuple[Result, Result]]:
    """Each result as it is and as it is shown; after every table a phase may end, and another takes over.

    Up to where the ledger stops the run: what a search finds that wants to break it may have next to no people.
    """
    book, shown, records = new_ledger(knowledge=Knowledge(b"key")), [], []
    for number, by in enumerate(order):
        results = table(people, by)
        try:
            shown += zip(results, book.protect(results, "people", {}, "staff"), strict=True)
        except DisclosureError:
            break
        if number < phases - 1:
            heir = new_ledger(knowledge=Knowledge(b"key"))
            records.append(book.knowledge.record())
            for record in records:
                heir.knowledge.learn(record)
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
    return bounded(rows, right, [float(belongs(cell, group, sex)) for cell in CELLS])


class TestLinkedTables:
    @searched(counts, orders, st.integers(1, 4))
    def test_no_hidden_small_cell_can_be_narrowed_down(self, people, order, phases):
        self.attack(people, order, phases)

    def test_nor_where_there_is_nobody_in_some_cells(self):
        self.attack([0, 0, 0, 5, 0, 5, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2, 0, 5, 0, 0, 0, 1, 0, 3], TABLES, 1)

    def attack(self, people, order, phases):
        shown = publish(people, order, phases)
        published = [after for _, after in shown]
        for before, after in shown:
            if after.reason not in HIDDEN or after.reason == "hidden_follows_from_total":
                continue
            for sex, cell in (("F", before.women), ("M", before.men)):
                if 0 < cell < CELL or (cell and after.reason == "hidden_small_base"):
                    low, high = interval(published, dict(before.group), sex)
                    assert high - low >= CELL - 1 - 1e-6, (before, low, high)

    @searched(counts, orders)
    def test_what_is_shown_is_as_it_is(self, people, order):
        for before, after in publish(people, order):
            if after.reason not in HIDDEN:
                assert (after.value, after.women, after.men) == (before.value, before.women, before.men)
                assert all(cell == 0 or cell >= CELL for cell in (after.women, after.men))

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


class TestFailsClosed:
    def test_nothing_is_shown_where_an_earlier_phase_has_given_it_away_already(self):
        book = new_ledger()
        book.protect([made.people(12, 20, level="A"), made.people(15, 22, level="B")], "people", {}, "staff")
        # What another program published of the same people: the two levels' women together with few others.
        few = made.people(3, 30, level="C")
        book.protect([few], "people", {}, "staff")
        (unknown,) = [name for name, guard in book.knowledge.guards.items() if guard.count]
        book.knowledge.publish(unknown, (3, 3))
        with pytest.raises(DisclosureError, match="cannot show this phase"):
            book.protect([few], "people", {}, "staff")


# Other layers: people of another gender, pay, answers


PLACES = list(itertools.product(DIMENSIONS["level"], DIMENSIONS["unit"]))
CUTS: list[tuple[str, ...]] = [(), ("level",), ("unit",)]


def inside(place: Sequence[str], group: dict[str, str]) -> bool:
    own = dict(zip(("level", "unit"), place, strict=True))
    return all(own[name] == label for name, label in group.items() if name in own)


def membership(group: dict[str, str]) -> list[float]:
    return [float(inside(place, group)) for place in PLACES]


class TestOthersInLinkedTables:
    @searched(st.lists(st.integers(0, 7), min_size=6, max_size=6), st.permutations(CUTS))
    def test_few_of_another_gender_do_not_follow_from_where_there_are_more(self, others, order):
        book, shown, hidden = new_ledger(), [], []
        for by in order:
            rows = []
            for group in groups(by):
                cells = [others[i] for i, place in enumerate(PLACES) if inside(place, group)]
                rows.append(made.people(20 * len(cells), 15 * len(cells), sum(cells), **group))
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
    @searched(st.lists(st.tuples(pays, pays), min_size=6, max_size=6), st.permutations(CUTS))
    def test_what_few_are_paid_does_not_follow_from_means_and_counts(self, cells, order):
        book, shown, hidden = new_ledger(), {"women": [], "men": []}, []
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
                    elif after.reason != FOLLOWS:
                        hidden.append((dict(before.group), sex, total))
        for group, sex, total in hidden:
            rows = [membership(g) for g, _ in shown[sex]]
            low, high = bounded(rows, [amount for _, amount in shown[sex]], membership(group))
            assert high - low >= 0.2 * total * (1 - 1e-6), (group, sex, low, high, total)


class TestAnswersInLinkedTables:
    @searched(
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
            return made_of(value=agree / n, unit="share", n=n, women=women, men=men, other=0, group=about)

        book, shown, hidden, bases = new_ledger(), [], [], []
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
    @pytest.mark.parametrize("seed", at_length(range(5)))
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
