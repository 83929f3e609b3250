"""Attacks that are known, each closed: from the handbook, and those that an audit has seen or must expect.

Handbook: Hundepool et al., *Statistical Disclosure Control* (2012), its online edition of 2024, chapters 4 and 5.
"""

from __future__ import annotations

from typing import Any

import pytest
from brute import publish_by

from genderaudit.gate import Amount, Choice, GateError, Problem, attack, remedy

YES_NO = Choice(("yes", "no"))
ELSEWHERE = float("inf")


def people(*groups: tuple[dict[str, Any], int]) -> list[dict[str, Any]]:
    """So many rows of each kind."""
    return [dict(row) for row, number in groups for _ in range(number)]


def answers(*groups: tuple[dict[str, Any], int, int]) -> Problem:
    """People who answered yes and no, of each group."""
    rows = people(*(({**row, "answer": a}, n) for row, yes, no in groups for a, n in (("yes", yes), ("no", no))))
    return Problem(rows, {"answer": YES_NO})


def share(problem: Problem) -> Any:
    return lambda group: problem.count(group, answer="yes") / problem.count(group)


# The handbook


def test_a_table_of_one_single_woman_tells_her_hours() -> None:
    table = {("married", "m"): (30, 6, 2), ("divorced", "m"): (3, 4, 0), ("single", "m"): (2, 0, 1)}
    table |= {("married", "f"): (14, 3, 0), ("divorced", "f"): (2, 2, 0), ("single", "f"): (0, 0, 1)}
    bands = ("over 30", "16-30", "15 or less")
    kinds = (({"status": s, "sex": x}, counts) for (s, x), counts in table.items())
    rows = people(
        *(({**row, "hours": band}, n) for row, counts in kinds for band, n in zip(bands, counts, strict=True))
    )
    problem = Problem(rows, {"hours": Choice(bands)}, minimum_cell=3)
    assert len(rows) == 70
    for band in bands:
        publish_by(problem, f"women {band}", "status", lambda w, b=band: problem.count(w, sex="f", hours=b))
    assert (1, "sex f, status single") in {(one.people, one.group) for one in attack(problem)}


def test_a_row_of_one_in_six_tells_her_all_the_others() -> None:
    """Table 5.3: of six married all work full time; of six divorced one does not, and knows all others."""
    problem = answers(({"status": "married"}, 6, 0), ({"status": "divorced"}, 5, 1), ({"status": "single"}, 2, 2))
    problem.minimum_cell = 1  # what insiders know only
    publish_by(problem, "status", "status", lambda w: problem.count(w, answer="yes"))
    assert {"status married", "status divorced"} <= {one.group for one in attack(problem)}


def test_two_bandings_of_the_same_hours_tell_of_the_band_between() -> None:
    """Tables 5.9 to 5.11: one man works 20 to 24 hours."""
    counts = {"<20": 6, "20-24": 1, "25-39": 8, "40-59": 5, "60-69": 8, "70+": 4}
    rows = people(*(({"hours": band}, number) for band, number in counts.items()))
    problem = Problem(rows, {"hours": Choice(tuple(counts))})
    problem.publish("A", problem.count(hours="<20"))
    assert not attack(problem)
    problem.publish("B", problem.count(hours=["<20", "20-24"]))
    (found,) = attack(problem)
    assert (found.values, found.low, found.high, found.tables) == (("20-24",), 1, 1, ("A", "B"))


def test_of_two_companies_each_knows_the_other_and_three_of_four_the_fourth() -> None:
    """Examples 1b and 1c."""
    for turnovers, knowing in (((700, 400), {1}), ((70_000, 40_000, 50_000, 60_000), {1, 2, 3})):
        problem = Problem([{"turnover": one} for one in turnovers], {"turnover": Amount(0, 120_000)})
        problem.publish("total", problem.total("turnover"))
        assert not attack(problem, [()])
        assert attack(problem, [knowing])


# Dimensions, rows, rates


def test_officers_less_unit_a_are_one_woman_in_unit_b() -> None:
    problem = answers(
        ({"unit": "A", "rank": "officer"}, 6, 5),
        ({"unit": "B", "rank": "officer"}, 1, 0),
        ({"unit": "B", "rank": "clerk"}, 6, 8),
        ({"unit": "C", "rank": "clerk"}, 6, 6),
    )
    publish_by(problem, "by unit", "unit", share(problem), step=0.01)
    assert not attack(problem)
    publish_by(problem, "by rank", "rank", share(problem), step=0.01, weight=2)
    (found,) = attack(problem)
    assert (found.people, found.low, found.high, found.tables) == (1, 1, 1, ("by unit", "by rank"))
    assert [str(change) for change in remedy(problem, [found])] == ["Leave out by unit."]


def test_officers_less_two_units_are_four_people_of_two_others() -> None:
    problem = answers(
        ({"unit": "A", "rank": "officer"}, 6, 6),
        ({"unit": "B", "rank": "officer"}, 7, 5),
        ({"unit": "C", "rank": "officer"}, 1, 1),
        ({"unit": "D", "rank": "officer"}, 1, 1),
        ({"unit": "C", "rank": "clerk"}, 8, 9),
        ({"unit": "D", "rank": "clerk"}, 9, 8),
    )
    publish_by(problem, "by unit", "unit", share(problem), step=0.01)
    publish_by(problem, "by rank", "rank", share(problem), step=0.01)
    (found,) = attack(problem)
    assert (found.people, found.low, found.high, found.insider) == (4, 2, 2, False)


def test_a_row_that_is_left_out_follows_from_the_others_and_all() -> None:
    problem = answers(({"unit": "A"}, 8, 8), ({"unit": "B"}, 2, 12), ({"unit": "C"}, 9, 9))
    publish_by(problem, "by unit", "unit", share(problem), groups=("A", "C"), step=0.01)
    assert not attack(problem)
    problem.publish("all", share(problem)({}), step=0.01, weight=5)
    found = attack(problem)
    assert {(one.low, one.high) for one in found if one.people == 14 and not one.insider} == {(2, 2)}
    assert [change.table for change in remedy(problem, found)] == ["by unit"]


def test_a_rate_of_response_tells_who_is_of_neither_kind() -> None:
    """Of 120 who were asked a quarter came, 14 of one kind and 14 of another: two are of neither."""
    rows = people(({"kind": "a"}, 14), ({"kind": "b"}, 14), ({"kind": "neither"}, 2), ({"kind": "absent"}, 90))
    problem = Problem(rows, {"kind": Choice(("a", "b", "neither", "absent"), open=("absent",))})
    problem.publish("answers", problem.count(kind="a"))
    problem.publish("answers", problem.count(kind="b"))
    assert not attack(problem)
    problem.publish("rate", problem.count(kind=["a", "b", "neither"]) / problem.count(), step=0.01)
    assert {(one.values, one.low, one.high) for one in attack(problem)} == {(("neither",), 2, 2)}


def test_a_share_of_those_who_came_is_open_while_it_is_not_known_who_came() -> None:
    rows = people(({"answer": "yes"}, 9), ({"answer": "no"}, 9), ({"answer": "absent"}, 12))
    problem = Problem(rows, {"answer": Choice(("yes", "no", "absent"), open=("absent",))})
    problem.publish("share", problem.count(answer="yes") / problem.count(answer=["yes", "no"]), step=0.01)
    assert not attack(problem)


def test_nobody_of_all_may_be_known_where_the_column_says_so() -> None:
    rows = people(({"unit": "A", "violence": "none"}, 20), ({"unit": "B", "violence": "none"}, 20))
    for none, told in (((), True), (("reported",), False)):
        problem = Problem(rows, {"violence": Choice(("reported", "none"), none=none)})
        problem.publish("all", problem.count(violence="reported"))
        assert bool(attack(problem)) == told


def test_a_superlative_narrows_a_band() -> None:
    """Of ten, 30 to 60 % is open; that they agree less than ten others, of whom half do, is not."""
    problem = answers(({"unit": "A"}, 4, 6), ({"unit": "B"}, 5, 5))
    problem.publish("A", share(problem)({"unit": "A"}), low=0.2, high=0.6)
    problem.publish("B", share(problem)({"unit": "B"}), step=0.01)
    assert not attack(problem)
    problem.publish("order", share(problem)({"unit": "B"}) - share(problem)({"unit": "A"}), low=0.01)
    assert {(one.low, one.high, one.tables) for one in attack(problem)} == {(2, 4, ("A", "B", "order"))}


# Corrections and rounds


def corrected(is_yes: int) -> tuple[Problem, list[set[int]]]:
    """Of 14 people four answers were corrected, and who three of them are, and how, is known."""
    both = [("yes", "yes"), ("no", "no"), ("yes", "no"), ("no", "yes")]
    counts = {
        ("yes", "yes", False): 5,
        ("no", "no", False): 5,
        ("yes", "no", True): 4 - is_yes,
        ("no", "yes", True): is_yes,
    }
    rows = people(*(({"changed": c, "answer": (was, now)}, n) for (was, now, c), n in counts.items()))
    problem = Problem(rows, {"answer": Choice(both)}, minimum_cell=3)
    problem.publish("known", problem.count(changed=False, answer=both[2:]), weight=ELSEWHERE)
    problem.publish("was", problem.count(answer=[both[0], both[2]]) / 14, step=0.01)
    places = [place for place, row in enumerate(rows) if row["changed"]]
    return problem, [set(places) - {place} for place in places]


def test_a_correction_of_four_tells_the_fourth_to_who_knows_three() -> None:
    problem, knowing = corrected(is_yes=2)
    now = problem.count(answer=[("yes", "yes"), ("no", "yes")]) / 14
    assert not attack(problem, knowing)
    problem.publish("is", now, low=0.3, high=0.75)
    assert not attack(problem, knowing), "a band that leaves seven whole numbers"
    problem.publish("is", now, step=0.01)
    found = attack(problem, knowing)
    assert {one.people for one in found} >= {1}
    assert {name for one in found for name in one.tables} == {"known", "was", "is"}


def test_a_corrected_salary_follows_from_two_totals() -> None:
    rows = [{"changed": i == 0, "was": 30_000 + i, "now": 30_000 + i + 9_000 * (i == 0)} for i in range(12)]
    problem = Problem(rows, {"was": Amount(12_000, 90_000), "now": Amount(12_000, 90_000, within=0.2)})
    same = problem.total("now", changed=False) - problem.total("was", changed=False)
    problem.publish("known", same, weight=ELSEWHERE)
    problem.publish("was", problem.total("was", changed=True), low=25_000, high=35_000)
    assert not attack(problem, [()])
    problem.publish("rise", problem.total("now") - problem.total("was"))
    assert [(one.column, one.people) for one in attack(problem, [()])] == [("now", 1)]


def test_two_rounds_with_one_leaver_tell_what_she_was_paid() -> None:
    rows = [{"first": True, "second": i > 0, "pay": 30_000 + 500 * i} for i in range(15)]
    problem = Problem(rows, {"pay": Amount(12_000, 90_000)})
    problem.publish("round one", problem.total("pay") / 15)
    assert not attack(problem)
    problem.publish("round two", problem.total("pay", second=True) / 14)
    (found,) = {one.tables: one for one in attack(problem)}.values()
    assert (found.people, round(found.low), round(found.high)) == (1, 30_000, 30_000)


# Pay


def paid(*groups: tuple[dict[str, Any], int, float]) -> Problem:
    rows = [{**row, "pay": pay + 100 * i} for row, number, pay in groups for i in range(number)]
    return Problem(rows, {"pay": Amount(15_000, 150_000)})


def gap(problem: Problem, group: Any) -> Any:
    one, other = ({**group, "kind": kind} for kind in "fm")
    return 1 - (problem.total("pay", one) / problem.count(one)) / (problem.total("pay", other) / problem.count(other))


def test_gaps_do_not_tell_the_pay_of_the_one_woman_in_a_directorate_and_totals_do() -> None:
    problem = paid(
        ({"kind": "f", "level": "director"}, 1, 80_000),
        ({"kind": "m", "level": "director"}, 3, 85_000),
        ({"kind": "f", "level": "officer"}, 12, 30_000),
        ({"kind": "m", "level": "officer"}, 11, 34_000),
    )
    for table, group in (("all", {}), ("officers", {"level": "officer"})):
        problem.publish(f"gap of {table}", gap(problem, group), step=0.01)
    problem.publish("accounts", problem.total("pay"), weight=ELSEWHERE)
    assert not attack(problem)
    problem.publish("mean of women", problem.total("pay", kind="f") / 13, step=1)
    problem.publish("mean of women officers", problem.total("pay", kind="f", level="officer") / 12, step=1)
    found = attack(problem)
    assert {(one.people, one.insider) for one in found} >= {(1, False)}
    assert min(one.high - one.low for one in found) < 30


def test_gaps_of_all_groups_and_the_accounts_tell_it_too() -> None:
    """In whole per cent, with a wage bill that everybody can read: a gap of so few directors must not be printed."""
    problem = paid(
        ({"kind": "f", "level": "director"}, 1, 80_000),
        ({"kind": "m", "level": "director"}, 3, 85_000),
        ({"kind": "f", "level": "officer"}, 12, 30_000),
        ({"kind": "m", "level": "officer"}, 11, 34_000),
    )
    for table, group in (("all", {}), ("directors", {"level": "director"}), ("officers", {"level": "officer"})):
        problem.publish(f"gap of {table}", gap(problem, group), step=0.01)
    assert not attack(problem)
    problem.publish("accounts", problem.total("pay"), weight=ELSEWHERE)
    assert {(one.people, one.insider) for one in attack(problem)} == {(1, False)}


def test_a_known_bill_and_a_gap_of_a_few_tell_an_insider_the_other() -> None:
    problem = paid(({"kind": "f"}, 1, 50_000), ({"kind": "m"}, 2, 60_000))
    problem.publish("accounts", problem.total("pay"), weight=ELSEWHERE)
    problem.publish("gap", gap(problem, {}), step=0.01)
    found = attack(problem)
    assert {one.people for one in found} == {1}
    assert [change.table for change in remedy(problem, found)] == ["gap"]


def test_what_is_known_from_elsewhere_alone_is_not_told() -> None:
    problem = paid(({"kind": "f"}, 1, 50_000), ({"kind": "m"}, 1, 60_000))
    problem.publish("accounts", problem.total("pay"), weight=ELSEWHERE)
    assert not attack(problem)


# What it refuses


def test_what_it_cannot_judge_is_refused_in_a_sentence() -> None:
    problem = paid(({"kind": "f"}, 12, 30_000), ({"kind": "m"}, 12, 31_000))
    women, men = problem.total("pay", kind="f"), problem.total("pay", kind="m")
    with pytest.raises(GateError, match="product"):
        women * men  # type: ignore[operator]
    with pytest.raises(GateError, match="quotients"):
        women / men + men / women  # type: ignore[operator]
    with pytest.raises(GateError, match=r"steps of 0\.001"):
        problem.publish("gap", women / men, step=1e-12)
    with pytest.raises(GateError, match="nobody"):
        women / problem.count(kind="x")
    with pytest.raises(GateError, match="give all of them"):
        Problem([{"answer": "perhaps"}], {"answer": YES_NO})
    with pytest.raises(GateError, match="give its own"):
        problem.publish("band", women / 12, low=0, high=1)
    with pytest.raises(GateError, match="same columns"):
        Problem([{"answer": "yes"}, {"answer": "no", "unit": "A"}], {"answer": YES_NO})
    with pytest.raises(GateError, match="no people"):
        Problem([], {"answer": YES_NO})
    with pytest.raises(GateError, match="count people by columns"):
        problem.count(pay=30_000)


def test_a_tie_tells_more_than_its_step() -> None:
    """Of 200, 1 % is two people alone: one and three are ties that are printed as 0 and 2 %."""
    problem = answers(({}, 2, 198))
    problem.publish("share", share(problem)({}), step=0.01)
    assert {(one.low, one.high) for one in attack(problem)} == {(2, 2)}
