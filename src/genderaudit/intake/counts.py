"""Columns of counts: what is no number of people, though it stands in whole numbers."""

from __future__ import annotations

import numpy as np
import pandas as pd

from genderaudit.intake.dictionaries import words

FEWEST_IN_ORDER = 4
"""Rows from which on 1, 2, 3 … is a numbering: three branches may well have 1, 2 and 3 members."""


def is_serial(header: str, numbers: pd.Series) -> bool:
    """Whether these numbers number the rows: 1, 2, 3 … in order, or each once and whole under N°, No or # .

    ``numbers``: floats, NaN for blank. A count that is really 1, 2, 3 … can be read once its rows are in another order.
    """
    found = numbers.dropna().to_numpy(dtype=float)
    if len(found) < 2 or (found % 1).any():
        return False
    in_order = bool((np.diff(found) == 1).all()) and found[0] in (0, 1) and len(found) >= FEWEST_IN_ORDER
    return in_order or (words().is_serial(header) and len(np.unique(found)) == len(found))
