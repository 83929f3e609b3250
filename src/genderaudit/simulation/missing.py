"""What nobody filled in: cells of complete tables made blank, whatever they hold."""

from __future__ import annotations

import numpy as np
import pandas as pd

from genderaudit.simulation.scenarios import model


def with_blanks(name: str, table: pd.DataFrame, random: np.random.Generator) -> pd.DataFrame:
    """A copy of the table in which the parts of ``missing`` in base.yml are blank."""
    blanked = table.copy()
    for column, part in model()["missing"].get(name, {}).items():
        if column in blanked:
            empty = random.random(len(blanked)) < part
            blanked[column] = blanked[column].astype(object).mask(empty, None)
    return blanked
