"""Document review of a sample organisation: one row per criterion with rating and evidence."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd


def documents(design: dict[str, Any], random: np.random.Generator) -> pd.DataFrame:
    """Return ratings by area in the order of the criteria; the evidence names a page of the area's document."""
    rows = []
    for area, ratings in design["ratings"].items():
        titles = design["documents"][area]
        for number, rating in enumerate(ratings, start=1):
            title = titles[(number - 1) % len(titles)]
            page = int(random.integers(2, 40))
            evidence = design["evidence"][rating].format(document=title, page=page)
            reviewer = design["reviewers"][number % len(design["reviewers"])]
            rows.append([area, f"{area}{number}", rating, evidence, title, reviewer])
    columns = ["area", "criterion", "rating", "evidence", "document", "reviewer"]
    return pd.DataFrame(rows, columns=columns, dtype=object)
