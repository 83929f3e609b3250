"""The way out: which tables to merge or to leave out, least weight first, until nothing can be narrowed."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from genderaudit.gate.attack import Narrowed, attack
from genderaudit.gate.figures import INFINITE
from genderaudit.gate.problem import Problem, Table


@dataclass(frozen=True, slots=True)
class Change:
    """A table that is printed of these ``groups`` only, or left out (none)."""

    table: str
    groups: tuple[tuple[object, ...], ...]

    def __str__(self) -> str:
        if not self.groups:
            return f"Leave out {self.table}."
        return f"Print {self.table} of {'; '.join('/'.join(map(str, group)) for group in self.groups)}."


def remedy(
    problem: Problem, narrowed: Sequence[Narrowed], knowing: Iterable[Collection[int]] | None = None
) -> list[Change]:
    """Changes with which ``attack`` (of the same ``knowing``) finds nothing any more, a table each."""
    known = None if knowing is None else [frozenset(one) for one in knowing]
    touched: dict[str, None] = {}
    now = problem
    while narrowed:
        names = {name for one in narrowed for name in one.tables}
        tables = [table for name, table in now.tables.items() if name in names and table.weight < INFINITE]
        table = min(tables, key=lambda one: (one.weight, one.name))
        touched[table.name] = None
        now = _less(now, table)
        narrowed = attack(now, known)
    return [Change(name, now.tables[name].groups if name in now.tables else ()) for name in touched]


def _less(problem: Problem, table: Table) -> Problem:
    """With the table's smallest group merged with the smallest that may be; of two groups or none, without it."""
    if len(table.groups) <= 2:
        return problem.without(table.name)
    people = [sum(number for row, number in problem.people if row[table.column] in group) for group in table.groups]
    smallest = people.index(min(people))
    others = [place for place in range(len(people)) if place != smallest]
    if table.ordered:
        others = [place for place in others if abs(place - smallest) == 1]
    return problem.merged(table.name, smallest, min(others, key=lambda place: people[place]))
