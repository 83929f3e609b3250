"""Known solutions, mixed so that somebody who knows an own row cannot exclude them, are solutions of all published."""

from __future__ import annotations

import numpy as np
import pytest
from brute import publish_by

from genderaudit.gate import Amount, Problem
from genderaudit.gate.unknowns import Unknowns


@pytest.mark.parametrize("seed", range(4))
def test_what_is_mixed_is_possible(seed: int) -> None:
    chance = np.random.default_rng(seed)
    rows = [
        {"unit": "ABC"[i % 3], "level": "XY"[i % 5 == 0], "own": float(chance.integers(0, 60_001))} for i in range(25)
    ]
    problem = Problem(rows, {"own": Amount(0.0, 60_000.0)})
    for dimension in ("unit", "level"):
        publish_by(problem, dimension, dimension, lambda of: problem.total("own", of), step=6_000.0)
    unknowns = Unknowns(problem, frozenset({"own"}))
    nobody = unknowns.known(())
    for _ in range(12):
        unknowns.furthest(np.vstack([np.zeros(unknowns.cells), chance.normal(size=unknowns.cells)]), nobody)
    mixed = 0
    for row in range(len(rows)):
        known = unknowns.known([row])
        rest = unknowns.possible(known)
        sums, slack = rest[:, 1], 1e-3
        assert (
            (sums >= unknowns.lowest[0] * rest[:, 0] - slack) & (sums <= unknowns.highest[0] * rest[:, 0] + slack)
        ).all()
        stated = unknowns.matrix[-len(unknowns.low) :] @ (rest + known.has).reshape(len(rest), -1).T
        assert (stated >= unknowns.low[:, None] - slack).all()
        assert (stated <= unknowns.high[:, None] + slack).all()
        mixed += len(rest)
    assert mixed > 2 * len(rows)
