"""Sample of a survey: people drawn from the organisation's own list, and their weights.

Only row numbers of the list are stored; who the people are is known to the organisation alone.
"""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Sequence
from pathlib import Path
from typing import Literal

import numpy as np
import pandas as pd
from pydantic import ValidationError

from genderaudit.foundations.errors import AuditError
from genderaudit.foundations.yamlfile import Record
from genderaudit.intake.cells.matching import word_key
from genderaudit.measures.counting import NOT_STATED, labels
from genderaudit.measures.sampling import allocate, people_needed, split_by_sex

ASKED_AS = {"branch": "unit", "unit": "unit", "level": "level"}
"""Column of a list by which people are drawn → the same column in the survey."""
STRATA = {"members": ("branch", "level"), "staff": ("level", "unit")}
"""Columns by which people of a list can be drawn; by default the first with data."""
WOMEN, MEN, OTHERS = "F", "M", "other"


class DrawnStratum(Record):
    """People of one sex in one stratum of the list, and how many of them are drawn."""

    sex: Literal["F", "M", "other"]
    stratum: str
    people: int
    asked: int

    @property
    def weight(self) -> float:
        """Number of people in the list per person drawn."""
        return self.people / self.asked if self.asked else 0.0


class Sample(Record):
    """A sample: its list, column of strata, seed, and size of each cell."""

    table: Literal["members", "staff"]
    file: str
    file_sha256: str
    column: str | None
    seed: int
    cells: list[DrawnStratum]

    def of(self, *sexes: str) -> tuple[int, int]:
        """Return the number of people of these sexes, and how many are drawn."""
        cells = [cell for cell in self.cells if cell.sex in sexes]
        return sum(cell.people for cell in cells), sum(cell.asked for cell in cells)


def columns_filled(people: pd.DataFrame, table: str) -> list[str]:
    """Return the columns by which the people of a list can be drawn."""
    return [name for name in STRATA[table] if name in people and people[name].notna().any()]


def cells_of(people: pd.DataFrame, column: str | None, *, size: int | None, margin: float | None) -> list[DrawnStratum]:
    """Return how many people of each sex and stratum are drawn: ``size`` in all, or as ``margin`` requires for each
    sex.

    ``people`` has sex, count and the column of strata; ``margin`` is a fraction of 1. People of another or unstated sex
    are drawn at the overall rate.
    """
    sexes = labels(people["sex"]).map(lambda sex: sex if sex in (WOMEN, MEN) else OTHERS)
    strata = labels(people[column]) if column else pd.Series("", people.index)
    table = people["count"].groupby([sexes.to_numpy(), strata.to_numpy()]).sum()
    available = {sex: int(table.get(sex, pd.Series(dtype=int)).sum()) for sex in (WOMEN, MEN, OTHERS)}
    to_draw = _to_draw(available, size, margin)
    cells = []
    for sex in (WOMEN, MEN, OTHERS):
        sizes = table.get(sex, pd.Series(dtype=int))
        numbers = allocate(sizes.tolist(), to_draw[sex])
        cells += [
            DrawnStratum(sex=sex, stratum=str(name), people=int(number), asked=n)  # type: ignore[arg-type]
            for (name, number), n in zip(sizes.items(), numbers, strict=True)
        ]
    return cells


def _to_draw(available: dict[str, int], size: int | None, margin: float | None) -> dict[str, int]:
    """Return how many people of each sex are drawn."""
    everybody = sum(available.values())
    if size is not None:
        others = min(available[OTHERS], math.ceil(size * available[OTHERS] / everybody)) if everybody else 0
        women, men = split_by_sex(available[WOMEN], available[MEN], size - others)
        return {WOMEN: women, MEN: men, OTHERS: others}
    women, men = (people_needed(available[sex], margin or 0.0) for sex in (WOMEN, MEN))
    rate = (women + men) / max(available[WOMEN] + available[MEN], 1)
    return {WOMEN: women, MEN: men, OTHERS: math.ceil(rate * available[OTHERS])}


def draw(people: pd.DataFrame, sample: Sample) -> pd.DataFrame:
    """Return the rows drawn without replacement in each cell: row (index), sex, stratum, weight."""
    generator = np.random.default_rng(sample.seed)
    sexes = labels(people["sex"]).map(lambda sex: sex if sex in (WOMEN, MEN) else OTHERS)
    strata = labels(people[sample.column]) if sample.column else pd.Series("", people.index)
    parts = []
    for cell in sample.cells:
        rows = people.index[(sexes == cell.sex).to_numpy() & (strata == cell.stratum).to_numpy()]
        chosen = generator.choice(len(rows), cell.asked, replace=False)
        columns = {"sex": cell.sex, "stratum": cell.stratum, "weight": round(cell.weight, 4)}
        parts.append(pd.DataFrame(columns, index=rows[np.sort(chosen)]))
    return pd.concat(parts).sort_index()


def digest(path: Path) -> str:
    """Return the SHA-256 of a list, which identifies its version."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def kept(path: Path) -> Sample | None:
    """Return the sample of a round, or None; raises ``AuditError`` if the file is damaged."""
    if not path.is_file():
        return None
    try:
        return Sample.model_validate(json.loads(path.read_text("utf-8")))
    except (ValueError, ValidationError):
        raise AuditError("sample_damaged", path=path) from None


def with_weights(survey: pd.DataFrame, sample: Sample) -> pd.DataFrame:
    """Return the survey with the weights of the sample by sex and stratum; unchanged if it has weights.

    An answer outside the cells of the sample (stratum blank or other) has the weight of its sex, or of all.
    """
    if survey.empty or survey["weight"].notna().any():
        return survey
    sexes = labels(survey["sex"]).map(lambda sex: sex if sex in (WOMEN, MEN) else OTHERS)
    column = ASKED_AS.get(sample.column or "")
    strata = labels(survey[column]) if column in survey else pd.Series(NOT_STATED, survey.index)
    by_cell = {(cell.sex, word_key(cell.stratum)): cell.weight for cell in sample.cells if cell.asked}
    by_sex = {sex: _weight(sample, [sex]) for sex in (WOMEN, MEN, OTHERS)}
    whole = _weight(sample, [WOMEN, MEN, OTHERS]) or 1.0
    weights = [
        by_cell.get((sex, word_key(stratum))) or by_sex[sex] or whole
        for sex, stratum in zip(sexes, strata, strict=True)
    ]
    return survey.assign(weight=weights)


def _weight(sample: Sample, sexes: Sequence[str]) -> float:
    people, asked = sample.of(*sexes)
    return people / asked if asked else 0.0
