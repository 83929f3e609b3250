"""Editions, table by table: which counts of a later one the ledger hides, and how it is kept."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from pathlib import Path

import pandas as pd
import pytest
from at_length import tried
from hypothesis import strategies as st
from made import made_of

from genderaudit.disclosure import HIDDEN, Editions, Knowledge, Ledger, read_kept, write_kept
from genderaudit.disclosure.editions import Kept
from genderaudit.errors import AuditError
from genderaudit.measures.result import Result, by_sex

CELL = 5
LABELS = ("north", "south", "west")


def share(women: int, men: int, **group: str) -> Result:
    n = women + men
    value, reason = (women / n, None) if n else (None, "no_rows")
    return made_of(value=value, unit="share", n=n, women=women, men=men, group=group, reason=reason)


def results(people: Sequence[tuple[int, int]]) -> list[Result]:
    whole = share(sum(women for women, _ in people), sum(men for _, men in people))
    return [whole, *(share(*pair, unit=label) for pair, label in zip(people, LABELS, strict=True))]


def shown_in(editions: Editions, people: Sequence[tuple[int, int]]) -> list[Result]:
    book = Ledger(CELL, 10, 3, editions=editions, knowledge=Knowledge(editions.kept.salt))
    whole, *units = results(people)
    return [
        *book.protect([whole], "people", {}, "staff", "whole"),
        *book.protect(units, "people", {}, "staff", "by unit"),
    ]


pairs = st.tuples(st.integers(0, 30), st.integers(0, 30))
changes = st.tuples(st.integers(-3, 6), st.integers(-3, 6))


@tried(
    15,
    60,
    st.lists(pairs, min_size=3, max_size=3),
    st.lists(st.lists(changes, min_size=3, max_size=3), min_size=1, max_size=3),
)
def test_no_count_shown_twice_differs_by_few_people(people, later):
    editions, shown = Editions(), []
    for change in ([(0, 0)] * 3, *later):
        people = [(max(0, w + a), max(0, m + b)) for (w, m), (a, b) in zip(people, change, strict=True)]
        shown.append(shown_in(editions, people))
    for before, after in itertools.combinations(shown, 2):
        for then, now in zip(before, after, strict=True):
            if then.reason not in HIDDEN and now.reason not in HIDDEN:
                for one, other in ((then.n, now.n), (then.women, now.women), (then.men, now.men)):
                    assert not 0 < abs(one - other) < CELL


@tried(15, 60, st.lists(st.tuples(st.integers(8, 30), st.integers(8, 30)), min_size=3, max_size=3), st.integers(1, 4))
def test_unit_that_gained_few_is_not_its_total_less_the_other_units(people, came):
    editions = Editions()
    shown_in(editions, people)
    (women, men), *others = people
    shown = shown_in(editions, [(women + came, men), *others])
    whole, changed, *same = shown
    hidden = [one.reason in HIDDEN for one in (whole, changed, *same)]
    assert hidden[1]
    assert sum(hidden) >= 2  # one alone would follow


def test_a_rate_that_counts_a_few_people_more_or_less_is_hidden():
    """The same list, and another period: who was promoted in the year between would follow."""

    def promoted(women: int) -> Result:
        return made_of(*by_sex("chosen", women, 16), value=1.0, unit="ratio", n=160, women=80, men=80)

    editions = Editions()
    reasons = []
    for women in (20, 18):
        book = Ledger(CELL, 10, 3, editions=editions, knowledge=Knowledge(editions.kept.salt))
        reasons.append(book.protect([promoted(women)], "people", {}, "staff", "promotion_ratio")[0].reason)
    assert reasons == [None, "hidden_differs_by_few"]


def test_another_table_of_the_same_list_does_not_give_what_the_first_edition_hid():
    """A researcher's cell before the others, a newer suite: what was shown is known from the start."""
    kept = Kept()
    levels = {"A": (4, 4), "B": (24, 24), "C": (44, 44)}
    whole, table = share(72, 72), [share(*both, level=name) for name, both in levels.items()]
    first = Ledger(CELL, 10, 3, editions=Editions(kept), knowledge=Knowledge(kept.salt))
    shown = first.protect([whole, *table], "people", {}, "staff", "levels")
    assert [one.reason in HIDDEN for one in shown] == [False, True, True, False]
    first.editions.keep("baseline", {"staff": "this"}, first.knowledge.record(), {})
    second = Ledger(CELL, 10, 3, editions=Editions(kept), knowledge=Knowledge(kept.salt))
    for record, tables in kept.known("baseline", {"staff": "this", "survey": "another"}, last=False):
        second.knowledge.learn(record, own=True, tables=tables)
    cells = [share(12, 12, level="B", unit="north"), share(12, 12, level="B", unit="south")]
    more = second.protect(cells, "people", {}, "staff", "cells")
    again = second.protect([whole, *table], "people", {}, "staff", "levels")
    assert any(one.reason in HIDDEN for one in more)  # they would add up to B, and A would follow
    assert again == shown


@pytest.mark.parametrize("later", [[(9, 9), (20, 20), (30, 12), (6, 0)], [(4, 4), (20, 20), (30, 12)]])
def test_corrections_of_a_unit_stop_nothing(later):
    """A new unit of six women; a unit that has become small: what was shown of the others may be hidden beside it."""
    kept = Kept()
    for units in ([(9, 9), (20, 20), (30, 12)], later):
        book = Ledger(CELL, 10, 3, editions=Editions(kept), knowledge=Knowledge(kept.salt))
        book.editions.meet("staff", rows_of(units), CELL)
        whole = share(sum(women for women, _ in units), sum(men for _, men in units))
        table = [share(*both, unit=str(number)) for number, both in enumerate(units)]
        shown = book.protect([whole], "people", {}, "staff", "whole")
        shown += book.protect(table, "people", {}, "staff", "units")
        book.editions.keep("baseline", book.editions.lists(), book.knowledge.record(), {})
    assert shown[0].reason is None
    assert 2 <= sum(one.reason in HIDDEN for one in shown) < len(shown)


def rows_of(units: Sequence[tuple[int, int]]) -> pd.DataFrame:
    rows = [
        (sex, str(u), i) for u, both in enumerate(units) for sex, n in zip("FM", both, strict=True) for i in range(n)
    ]
    return pd.DataFrame(rows, columns=["sex", "unit", "birth_year"]).assign(count=1.0)


class TestFile:
    def test_what_is_written_is_read_back(self, tmp_path: Path):
        editions = Editions()
        shown_in(editions, [(12, 20), (15, 9), (30, 30)])
        write_kept(tmp_path / "ledger.json", editions.kept)
        assert read_kept(tmp_path / "ledger.json") == editions.kept

    def test_ledger_that_is_missing_beside_findings_is_no_new_beginning(self, tmp_path: Path):
        """Its editions would be forgotten: one of all and one without a leaver would tell the leaver's pay."""
        path = tmp_path / "example" / "2025" / "ledger.json"
        path.parent.mkdir(parents=True)
        assert read_kept(path).phases == {}
        (path.parent / "gap_analysis.json").write_text("{}")
        what_to_do = "missing.*back from a copy.*genderaudit run example --round 2025 --replace-edition"
        with pytest.raises(AuditError, match=what_to_do):
            read_kept(path)

    @pytest.mark.parametrize("content", ["", "{", "[]", "{}", '{"format": "genderaudit/ledger/9"}'])
    def test_damaged_ledger_is_an_error_and_not_a_new_beginning(self, tmp_path: Path, content):
        path = tmp_path / "ledger.json"
        path.write_text(content)
        with pytest.raises(AuditError, match="--replace-edition"):
            read_kept(path)
