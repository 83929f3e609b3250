"""From a design to the tables of a round; each table has its own stream of random numbers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from genderaudit.simulation.counts import attendance, bodies, members
from genderaudit.simulation.documents import documents
from genderaudit.simulation.figures import Tables
from genderaudit.simulation.staff import staff
from genderaudit.simulation.survey import survey, survey_of

Design = dict[str, Any]
"""Settings of a design: ``seed`` (integers), ``rounds`` (round → table → its design) and ``blanks``.

``blanks`` is table → column → fraction of its cells left blank.
"""

# Tables that are drawn; the design has the others (budget, recruitment, services …) in full.
MAKERS: dict[str, Callable[[Any, np.random.Generator], pd.DataFrame]] = {
    "members": members,
    "bodies": bodies,
    "attendance": attendance,
    "staff": staff,
    "documents": documents,
    "survey": survey,
}


@dataclass(frozen=True)
class Drawn:
    """A round: complete tables, tables as written with blanks, and everybody's survey answers.

    ``answers`` is None if the design lists the respondents instead of drawing them from the staff.
    """

    complete: Tables
    written: Tables
    answers: pd.DataFrame | None = None


def drawn(design: Design, round: str) -> Drawn:
    """Return a round of the design with the contract's headers and codes; the survey follows the staff."""
    seed, parts = [*design["seed"], int(round)], design["rounds"][round]
    complete: Tables = {}
    answers = None
    for name, part in parts.items():
        if name == "survey" and "people" not in part:
            day = parts["staff"]["reference"]
            answers, complete[name] = survey_of(complete["staff"], day, part, stream(seed, name))
        else:
            complete[name] = _table(name, part, seed)
    random, blanks = stream(seed, "missing"), design.get("blanks", {})
    written = {name: _with_blanks(table, blanks.get(name, {}), random) for name, table in complete.items()}
    return Drawn(complete, written, answers)


def stream(seed: list[int], name: str) -> np.random.Generator:
    """Return the random numbers of one table, independent of changes to others."""
    return np.random.default_rng([*seed, *name.encode()])


def _table(name: str, part: Any, seed: list[int]) -> pd.DataFrame:
    if name in MAKERS:
        return MAKERS[name](part, stream(seed, name))
    return pd.DataFrame(part["rows"], columns=part["columns"], dtype=object)


def _with_blanks(table: pd.DataFrame, parts: dict[str, float], random: np.random.Generator) -> pd.DataFrame:
    """Return a copy with these fractions of the columns blank, independent of their content."""
    blanked = table.copy()
    for column, part in parts.items():
        if column in blanked:
            empty = random.random(len(blanked)) < part
            blanked[column] = blanked[column].astype(object).mask(empty, None)
    return blanked
