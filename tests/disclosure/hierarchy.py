"""People by sex, level, unit and age, the tables of them, and what follows from sums of the finest cells."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from functools import partial

import numpy as np
from at_length import tried
from hypothesis import strategies as st
from made import made_of
from scipy.optimize import linprog

from genderaudit.measures.result import Result

DIMENSIONS = {"level": ("top", "middle", "low"), "unit": ("north", "south"), "age": ("young", "older")}
CELLS = list(itertools.product("FM", *DIMENSIONS.values()))
TABLES: list[tuple[str, ...]] = [(), ("level",), ("unit",), ("age",), ("level", "unit"), ("level", "age")]

counts = st.lists(st.one_of(st.integers(0, 6), st.integers(0, 40)), min_size=len(CELLS), max_size=len(CELLS))
"""People in each cell: many are few."""
orders = st.permutations(TABLES)
searched = partial(tried, 8, 40)
"""Attacks on so many examples."""


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
        results.append(made_of(value=value, unit="share", n=n, women=women, men=men, group=group, reason=reason))
    return results


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
