"""Simulated organisations written for tests."""

from __future__ import annotations

from pathlib import Path
from typing import Any, get_args

import pandas as pd
import pytest

from genderaudit.foundations.workspace import Workspace
from genderaudit.methodology.organisation import Kind
from genderaudit.simulation.simulate import SimulationOrder, simulate

KINDS = get_args(Kind)


def written(folder: Path, number: int, order: SimulationOrder) -> Workspace:
    workspace = Workspace.made(folder)
    list(simulate(workspace, number, order))
    return workspace


def table(workspace: Workspace, round: str, name: str) -> pd.DataFrame:
    return pd.read_csv(workspace.raw("simulated_0001", round) / f"{name}.csv")


def close(value: float) -> Any:
    return pytest.approx(value, abs=1e-8)
