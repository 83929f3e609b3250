"""An attacker of its own against two editions, or two rounds, of whole sets of linked tables.

The attacker knows every table that was shown of either, in whatever order and number the tables came, and to less than
the smallest cell how many women and men left and came in all. The unknowns are those who stayed, left and came in each
of the finest cells.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product

import numpy as np
import pandas as pd
import pytest
from hierarchy import CELLS, TABLES, belongs, bounded, count, counts, orders, searched, table
from hypothesis import strategies as st
from made import CELL, FOLLOWS, new_ledger

from genderaudit.disclosure import HIDDEN, DisclosureError, Editions, Knowledge
from genderaudit.disclosure.editions import Kept
from genderaudit.measures.result import Result

Shown = list[tuple[Result, Result]]
moves = st.lists(st.sampled_from([0, 0, 0, 0, 0, 1, 2, 3, 6]), min_size=len(CELLS), max_size=len(CELLS))
"""How many leave, or come to, each cell."""


def listed(left: Sequence[int], stayed: Sequence[int], came: Sequence[int], later: bool) -> pd.DataFrame:
    """The staff list: each of them with a day of birth of their own."""
    rows = []
    for number, (cell, *parts) in enumerate(zip(CELLS, left, stayed, came, strict=True)):
        gone, kept, new = parts
        here = range(gone, gone + kept + new) if later else range(gone + kept)
        rows += [(*cell, 1000 * number + k, 1.0) for k in here]
    return pd.DataFrame(rows, columns=["sex", "level", "unit", "age_band", "birth_year", "count"])


def publish(editions: Editions, people: Sequence[int], order: Sequence[tuple[str, ...]]) -> Shown:
    """Each result as it is and as it is shown; nothing new where the figures of the edition before stand."""
    if editions.differs("staff"):
        return []
    kept = editions.kept
    book = new_ledger(editions=editions, knowledge=Knowledge(kept.salt))
    for record, tables in kept.known("baseline", editions.lists(), last=False):
        book.knowledge.learn(record, own=True, tables=tables)
    found: Shown = []
    for by in order:
        results = table(people, by)
        try:
            found += zip(results, book.protect(results, "people", {}, "staff", "+".join(by)), strict=True)
        except DisclosureError:
            break
    editions.keep("baseline", editions.lists(), book.knowledge.record(), {})
    return found


def attacked(first: Shown, second: Shown, parts: Sequence[Sequence[int]]) -> list[tuple[Result, str, float, float]]:
    """What follows of every number that a rule hides: of few people, in either report."""
    rows, right = [], []

    def of(group: dict[str, str], sex: str, signs: tuple[float, float, float]) -> list[float]:
        """A sum of those who left, stayed and came."""
        inside = [float(belongs(cell, group, sex)) for cell in CELLS]
        return [sign * one for sign in signs for one in inside]

    for report, signs in ((first, (1.0, 1.0, 0.0)), (second, (0.0, 1.0, 1.0))):
        for was, shown in report:
            if shown.women is not None and shown.reason not in HIDDEN:
                for sex, number in (("F", shown.women), ("M", shown.men)):
                    rows.append(of(dict(was.group), sex, signs))
                    right.append(number)
    moved = [(sex, *one) for sex, one in product("FM", (((1.0, 0.0, 0.0), parts[0]), ((0.0, 0.0, 1.0), parts[2])))]
    most = {
        "A_ub": np.array([of({}, sex, signs) for sex, signs, _ in moved]),
        "b_ub": np.array([count(people, {}, sex) + CELL - 1 for sex, _, people in moved]),
    }
    derived = []
    for report, signs in ((first, (1.0, 1.0, 0.0)), (second, (0.0, 1.0, 1.0))):
        for was, shown in report:
            if shown.reason in HIDDEN and shown.reason not in (FOLLOWS, "hidden_differs_by_few"):
                for sex, number in (("F", was.women), ("M", was.men)):
                    if 0 < number < CELL:
                        derived.append((was, sex, *bounded(rows, right, of(dict(was.group), sex, signs), **most)))
    return derived


@pytest.mark.parametrize("of_a_round", [True, False])
@searched(moves, counts, moves, orders, orders)
def test_no_hidden_small_cell_of_two_reports_can_be_narrowed_down(of_a_round, left, stayed, came, order, later):
    """Of two editions of a round, or of two rounds, though tables came in another order."""
    people = [gone + kept for gone, kept in zip(left, stayed, strict=True)]
    then, kept = listed(left, stayed, came, later=False), Kept()
    editions = Editions(kept)
    editions.meet("staff", then, CELL)
    first = publish(editions, people, order)
    editions = Editions(kept) if of_a_round else Editions(Kept(), [kept])
    editions.meet("staff", listed(left, stayed, came, later=True), CELL)
    people = [stay + new for stay, new in zip(stayed, came, strict=True)]
    second = publish(editions, people, later)
    for was, sex, low, high in attacked(first, second, (left, stayed, came)):
        assert high - low >= CELL - 1 - 1e-6, (was, sex, low, high)


@searched(counts, orders, orders, st.integers(1, len(TABLES)))
def test_the_same_list_again_with_other_tables_gives_nothing_away(people, order, later, many):
    nobody = [0] * len(CELLS)
    frame, kept = listed(nobody, people, nobody, later=False), Kept()
    reports = []
    for tables in (order[:many], later):
        editions = Editions(kept)
        editions.meet("staff", frame, CELL)
        reports.append(publish(editions, people, tables))
    for was, sex, low, high in attacked(*reports, (nobody, people, nobody)):
        assert high - low >= CELL - 1 - 1e-6, (was, sex, low, high)
    shown = {frozenset(was.group.items()): one for was, one in reports[0] if one.value is not None}
    again = {frozenset(was.group.items()): one for was, one in reports[1]}
    assert all(again[group] == one for group, one in shown.items() if group in again)
