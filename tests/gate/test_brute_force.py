"""The gate finds what trying everything finds, and nothing else."""

from __future__ import annotations

from itertools import product
from typing import Any

import brute
import numpy as np
from brute import publish_by
from hypothesis import given, settings
from hypothesis import strategies as st

from genderaudit.gate import Amount, Choice, Narrowed, Problem, attack, remedy

ANSWERS = ("agree", "other")
PERSON = st.tuples(st.sampled_from("AB"), st.sampled_from("xy"), st.sampled_from(ANSWERS))
PEOPLE = st.lists(PERSON, min_size=12, max_size=15)
TABLES = st.sampled_from([("all",), ("unit",), ("all", "unit"), ("unit", "rank"), ("all", "unit", "rank")])
STEPS = st.sampled_from((0.01, 0.25, 0.5))
QUICKLY = settings(max_examples=10, deadline=None, derandomize=True)


def published(people: list[tuple[str, str, str]], tables: tuple[str, ...], step: float) -> Problem:
    """Shares in all, by one dimension or by two."""
    rows = [{"unit": unit, "rank": rank, "answer": answer} for unit, rank, answer in people]
    problem = Problem(rows, {"answer": Choice(ANSWERS)}, minimum_cell=2)

    def share(group: Any) -> Any:
        return problem.count(group, answer="agree") / problem.count(group)

    for column in tables:
        if column == "all":
            problem.publish("all", share({}), step=step, weight=3)
        else:
            publish_by(problem, f"by {column}", column, share, step=step)
    return problem


def narrowed_by_trying(problem: Problem, insiders: bool) -> bool:
    """Whether a small number, or to ``insiders`` nearly all of one, is known of a group or of people told apart."""
    few = problem.minimum_cell
    groups = [
        np.array([(unit in (None, row["unit"])) and (rank in (None, row["rank"])) for row in problem.rows])
        for unit, rank in product((None, "A", "B"), (None, "x", "y"))
    ]
    for known, left in brute.attackers(problem, "answer"):
        for group in groups if bool(known) == insiders else ():
            others = group.copy()
            others[list(known)] = False
            size, agree = others.sum(), (left[:, others] == 0).sum(axis=1)
            if not size:
                continue
            if known:
                edge = 1 if size >= 3 else 0
                bad = agree.max() <= edge or agree.min() >= size - edge
            else:
                wanted = few if size >= few else max(2, size)
                bad = np.ptp(agree) + 1 < wanted and (agree.max() < few or agree.min() > size - few)
            if bad:
                return True
    return False


@QUICKLY
@given(PEOPLE, TABLES, STEPS)
def test_it_finds_something_where_trying_everything_does(people: Any, tables: Any, step: float) -> None:
    problem = published(people, tables, step)
    assert bool(attack(problem, [()])) == narrowed_by_trying(problem, insiders=False)
    everybody = [(place,) for place in range(len(people))]
    assert bool(attack(problem, everybody)) == narrowed_by_trying(problem, insiders=True)


@QUICKLY
@given(PEOPLE, TABLES, STEPS)
def test_what_stays_possible_is_exact(people: Any, tables: Any, step: float) -> None:
    problem = published(people, tables, step)
    left = brute.worlds(problem, "answer")
    for one in attack(problem):
        if not one.insider and one.group in ("unit A", "unit B", "rank x", "rank y", "all"):
            inside = [one.group == "all" or row[one.group[:4]] == one.group[5:] for row in problem.rows]
            agree = (left[:, inside] == 0).sum(axis=1)
            assert (one.low, one.high, one.people) == (agree.min(), agree.max(), sum(inside))


@QUICKLY
@given(PEOPLE, TABLES)
def test_the_tables_named_are_enough_and_none_is_too_many(people: Any, tables: Any) -> None:
    problem = published(people, tables, 0.01)
    for one in attack(problem)[:2]:
        only = problem
        for name in problem.tables.keys() - {*one.tables}:
            only = only.without(name)
        assert attack(only)
        for name in one.tables:
            assert (one.group, one.insider) not in {(two.group, two.insider) for two in attack(only.without(name))}


@QUICKLY
@given(PEOPLE, TABLES, STEPS)
def test_a_remedy_leaves_nothing_to_find(people: Any, tables: Any, step: float) -> None:
    problem = published(people, tables, step)
    now = problem
    for change in remedy(problem, attack(problem)):
        now = now.without(change.table)
    assert not narrowed_by_trying(now, insiders=False)
    assert not narrowed_by_trying(now, insiders=True)


PAID = st.lists(st.tuples(st.sampled_from("AB"), st.sampled_from("xy"), st.integers(10, 12)), min_size=8, max_size=9)


@QUICKLY
@given(PAID, st.sampled_from((0.001, 0.05)), st.booleans())
def test_amounts_are_narrowed_as_far_as_trying_everything_does(people: Any, step: float, accounts: bool) -> None:
    rows = [{"unit": unit, "rank": rank, "pay": pay} for unit, rank, pay in people]
    problem = Problem(rows, {"pay": Amount(10, 12, within=0.05)})
    for unit in "AB":
        one, other = ({"unit": unit, "rank": rank} for rank in "xy")
        if problem.count(one) and problem.count(other):
            gap = (problem.total("pay", one) / problem.count(one)) / (
                problem.total("pay", other) / problem.count(other)
            )
            problem.publish(f"gap in {unit}", 1 - gap, step=step)
    if accounts:
        problem.publish("accounts", problem.total("pay"), weight=float("inf"))
    found = any(
        left[:, place].max() * 0.95 <= left[:, place].min() * 1.05
        for known, left in brute.attackers(problem, "pay")
        for place in range(len(rows))
        if place not in known
    )
    assert bool(attack(problem)) == found


def test_a_narrowed_thing_is_told_in_words_without_what_stays_possible() -> None:
    one = Narrowed("answer", ("agree",), "unit B", 7, False, ("by unit", "by rank"), 3, 4)
    assert str(one) == "Everybody can narrow how many of 7 of unit B have answer: agree, by by unit and by rank."
    assert "3" not in repr(one)
