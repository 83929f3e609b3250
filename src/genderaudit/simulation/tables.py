"""From a design to tables: each table has its own stream of random numbers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd

from genderaudit.simulation.counts import attendance, bodies, members
from genderaudit.simulation.documents import documents
from genderaudit.simulation.staff import staff
from genderaudit.simulation.survey import survey

# Tables that are drawn; budget, recruitment, interviews, workshops and actions stand in the design as they are.
MAKERS: dict[str, Callable[[Any, np.random.Generator], pd.DataFrame]] = {
    "members": members,
    "bodies": bodies,
    "attendance": attendance,
    "staff": staff,
    "documents": documents,
    "survey": survey,
}


def stream(seed: list[int], name: str) -> np.random.Generator:
    """Random numbers of one table: a change to another leaves it as it is."""
    return np.random.default_rng([*seed, *name.encode()])


def table_of(name: str, design: Any, seed: list[int]) -> pd.DataFrame:
    """The table, with the headers and codes of the data contract."""
    if name in MAKERS:
        return MAKERS[name](design, stream(seed, name))
    return pd.DataFrame(design["rows"], columns=design["columns"], dtype=object)
