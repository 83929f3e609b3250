"""The same tables in tau-Argus, the engine of the field (``pytauargus``, where it is installed), and here."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from genderaudit.gate import Choice, Problem
from genderaudit.gate.unknowns import Unknowns

pytauargus = pytest.importorskip("pytauargus", reason="tau-Argus is not installed (pip install pytauargus)")

MARITAL_STATUS_BY_HOURS = [[44, 9, 2], [5, 6, 0], [2, 0, 2]]
"""Hundepool et al., online edition 2024, table 5.2, both sexes together."""


def tables() -> list[list[list[int]]]:
    """The handbook's, and some of chance with small cells; an empty one in each: tau-Argus takes no cell for smaller
    than the smallest of its table."""
    drawn = []
    for seed in range(6):
        draw = random.Random(seed)
        drawn.append([[draw.choice((1, 2, 3, 6, 8, 11, 17)) for _ in range(4)] for _ in range(4)])
        drawn[-1][0][3] = 0
    return [MARITAL_STATUS_BY_HOURS, *drawn]


@pytest.mark.parametrize("table", tables())
def test_hidden_cells_have_the_intervals_that_tau_argus_finds(
    table: list[list[int]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)  # the engine leaves its logs where it runs
    rows = [
        {"row": f"r{place}", "column": f"c{other}"}
        for place, line in enumerate(table)
        for other, people in enumerate(line)
        for _ in range(people)
    ]
    columns: dict[str, list[Any]] = {name: [row[name] for row in rows] for name in ("row", "column")}
    result = pytauargus.protect(
        {**columns, "people": [1.0] * len(rows)},
        ["row", "column"],
        response="people",
        safety_rules="FREQ(4,20)",
        suppress="OPT(1)",
        workdir=str(tmp_path),
    )
    cells = result.tables[0].rows
    hidden = {one["cell"]: (one["min"], one["max"]) for one in result.engine.audit(0)}
    assert hidden
    problem = Problem(rows, {"column": Choice(tuple(sorted({*columns["column"]})))})
    for place, cell in enumerate(cells):
        if place not in hidden and cell["column"] != "Total":
            where = {} if cell["row"] == "Total" else {"row": cell["row"]}
            problem.publish("table", problem.count(where, column=cell["column"]))
    unknowns = Unknowns(problem, frozenset({"column"}))
    for place, (low, high) in hidden.items():
        inside = np.zeros(len(unknowns.class_sizes), bool)
        inside[{rows[one]["row"]: which for one, which in enumerate(unknowns.class_of_row)}[cells[place]["row"]]] = True
        having = unknowns.matching([("column", {cells[place]["column"]})])
        aim = np.outer(inside, having).reshape(1, -1)
        ends = [unknowns.furthest(sign * aim, unknowns.known(())) for sign in (-1.0, 1.0)]
        assert [round(float((aim * end).sum())) for end in ends] == [low, high]
