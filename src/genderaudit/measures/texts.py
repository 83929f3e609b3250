"""Texts examined as proportions: circulars, vacancies, job descriptions, agreements …"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np
import pandas as pd

from genderaudit.measures.counting import NOT_STATED, groups_of, labels, numbers
from genderaudit.measures.requirements import requires
from genderaudit.measures.result import Result
from genderaudit.measures.results import Results
from genderaudit.measures.statistics import wilson

DRAWN = "drawn"
"""The texts of a row were drawn at random from all there are."""


@requires("text_kind", "looked_for", "examined", "meets", "chosen")
def texts_meeting(texts: pd.DataFrame, level: float = 0.95) -> Results:
    """Share of the texts examined that have what was looked for, by kind of text, and by what that was if it is stated.

    A row is a text, or ``examined`` ones (blank: 1) of which ``meets`` have it. ``n`` is texts; Wilson interval only
    where all of a group were drawn at random. ``details``: not_counted (texts of rows that do not say how many have it,
    or more than were examined). Reason: no_rows. None where no texts are listed.
    """
    examined = np.nan_to_num(numbers(texts["examined"]), nan=1.0)
    meets = numbers(texts["meets"])
    used = meets <= examined
    names, group = groups_of([labels(texts["text_kind"]), labels(texts["looked_for"])])

    def each() -> Iterator[Result]:
        for place, (kind, looked_for) in enumerate(names):
            here = group == place
            whole, part = float(examined[here & used].sum()), float(meets[here & used].sum())
            all_drawn = bool(texts.loc[here, "chosen"].eq(DRAWN).fillna(False).all())
            left_out = float(examined[here & ~used].sum())
            of: Mapping[str, str] = {"text_kind": kind} | (
                {"looked_for": looked_for} if looked_for != NOT_STATED else {}
            )
            low, high = wilson(part, whole, level) if whole and all_drawn else (None, None)
            yield Result(
                value=part / whole if whole else None,
                unit="share",
                n=whole,
                low=low,
                high=high,
                level=level,
                group=of,
                reason=None if whole else "no_rows",
                details={"not_counted": left_out} if left_out else {},
            )

    return Results(sorted(each(), key=lambda one: (-one.n, *one.group.values())))
