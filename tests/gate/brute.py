"""All that is possible, one by one: what an attacker could do with a dozen people and much patience."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from itertools import product

import numpy as np
from numpy.typing import NDArray

from genderaudit.gate import Amount, Figure, Problem
from genderaudit.gate.figures import Form, Statement, meets

Values = NDArray[np.float64]


def publish_by(
    problem: Problem,
    table: str,
    column: str,
    figure: Callable[[dict[str, object]], Figure | float],
    groups: Sequence[object] = (),
    step: float = 0.0,
    weight: float = 1.0,
) -> None:
    """Publish a figure of each group of a column, or of these."""
    for group in groups or sorted({row[column] for row in problem.rows}, key=str):
        problem.publish(table, figure({column: group}), step=step, weight=weight)


def worlds(problem: Problem, column: str) -> Values:
    """All that people can have in a sensitive column (places of its values, or whole amounts), given what is printed.

    Worlds × people. Of one column, and figures of it only.
    """
    kind = problem.sensitive[column]
    if isinstance(kind, Amount):
        each = [range(int(kind.low), int(kind.high) + 1)] * len(problem.rows)
    else:
        each = [range(len(kind.values)) for _ in problem.rows]
    all_of_them = np.array(list(product(*each)), dtype=float)
    for table in problem.tables.values():
        for statement in table.statements:
            all_of_them = all_of_them[_agrees(problem, column, statement, all_of_them)]
    return all_of_them


def _agrees(problem: Problem, column: str, statement: Statement, people: Values) -> NDArray[np.bool_]:
    top, bottom = (_form(problem, column, form, people) for form in (statement.figure.top, statement.figure.bottom))
    with np.errstate(all="ignore"):
        value = top / bottom
    return (bottom > 0) & (value >= statement.low - 1e-9) & (value <= statement.high + 1e-9)


def _form(problem: Problem, column: str, form: Form, people: Values) -> Values:
    total = np.zeros(len(people))
    for term, factor in form.items():
        if term is None:
            total += factor
            continue
        inside = np.array([meets(row, term.known) for row in problem.rows])
        counted = people if term.of else np.isin(people, _places(problem, column, dict(term.sensitive).get(column, ())))
        total += factor * (counted * inside).sum(axis=1)
    return total


def _places(problem: Problem, column: str, values: Collection[object]) -> list[int]:
    return [place for place, value in enumerate(problem.sensitive[column].values) if value in values]  # type: ignore[union-attr]


def truth(problem: Problem, column: str) -> Values:
    kind = problem.sensitive[column]
    return np.array(
        [row[column] if isinstance(kind, Amount) else list(kind.values).index(row[column]) for row in problem.rows]
    )


def attackers(problem: Problem, column: str) -> Iterator[tuple[tuple[int, ...], Values]]:
    """Nobody's row known, and each person's own, with the worlds that are left."""
    left, true = worlds(problem, column), truth(problem, column)
    yield (), left
    for place in range(len(problem.rows)):
        yield (place,), left[left[:, place] == true[place]]
