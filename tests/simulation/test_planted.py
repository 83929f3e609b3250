"""What is planted comes first: a short version of benchmarks/planted.py (its table: docs/validation.md)."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

sys.path.append(str(Path(__file__).parents[2] / "benchmarks"))
from planted import of_one, table  # the path to it comes first

from genderaudit.foundations.workspace import Workspace


@pytest.mark.slow
def test_of_forty_people_what_is_planted_and_that_nothing_is(tmp_path: Path) -> None:
    workspace = Workspace.made(tmp_path)
    pay = of_one(workspace, 5, 40, "pay_gap_unexplained", 1)
    assert (pay["first"], pay["advised"]) == (True, True), pay
    good = of_one(workspace, 5, 40, "good_otherwise", 1)
    assert good["first"], good
    assert not any(workspace.root.glob("data/raw/*"))


@pytest.mark.slow
@pytest.mark.parametrize("scenario", ["glass_ceiling", "sticky_floor", "occupational_segregation"])
def test_of_six_hundred_people_what_is_planted(tmp_path: Path, scenario: str) -> None:
    one = of_one(Workspace.made(tmp_path), 5, 600, scenario, 1)
    assert (one["first"], one["advised"]) == (True, True), one


def test_table_counts_only_what_is_short_and_rated() -> None:
    plain = {"scenario": "glass_ceiling", "size": 40, "short": ["a"], "why_not": []}
    results = [
        plain | {"rated": ["a"], "first": True, "advised": False},
        plain | {"rated": [], "first": False, "advised": False, "why_not": ["few"]},
        plain | {"short": [], "rated": [], "first": False, "advised": False},
    ]
    first, advised, apart = (line for line in table(results) if line.startswith("| glass_ceiling"))
    assert "| **1** of 1 (21%–100%) |" in first
    assert "| **0** of 1 (0%–79%) |" in advised
    assert "1 few, 1 not short" in apart
