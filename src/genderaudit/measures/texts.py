"""Shares of texts that have what a reviewer looked for: circulars, vacancies, job descriptions, agreements …"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np
import pandas as pd

from genderaudit.measures.counting import NOT_STATED, groups_of, labels, numbers
from genderaudit.measures.inference import wilson
from genderaudit.measures.requirements import requires
from genderaudit.measures.result import Result
from genderaudit.measures.results import Results

DRAWN = "drawn"
"""Value of column ``chosen``: the texts of the row are a random sample of all texts."""


@requires("text_kind", "looked_for", "examined", "meets", "chosen")
def texts_meeting(texts: pd.DataFrame, level: float = 0.95) -> Results:
    """Share of the texts examined that have what was looked for, by kind of text, and by what that was if it is stated.

    A row is one text, or ``examined`` texts (blank: 1) of which ``meets`` have it. ``n`` is texts; Wilson interval only
    where all texts of a group are random samples. ``details``: not_counted (texts of rows that do not state how many
    have it, or more than were examined). Reason: no_rows. Empty where no texts are listed.
    """
    examined = np.nan_to_num(numbers(texts["examined"]), nan=1.0)
    meets = numbers(texts["meets"])
    used = meets <= examined
    names, group = groups_of([labels(texts["text_kind"]), labels(texts["looked_for"])])

    def each() -> Iterator[Result]:
        for place, (kind, looked_for) in enumerate(names):
            in_group = group == place
            total, meeting = float(examined[in_group & used].sum()), float(meets[in_group & used].sum())
            all_drawn = bool(texts.loc[in_group, "chosen"].eq(DRAWN).fillna(False).all())
            left_out = float(examined[in_group & ~used].sum())
            labels_of_group: Mapping[str, str] = {"text_kind": kind} | (
                {"looked_for": looked_for} if looked_for != NOT_STATED else {}
            )
            low, high = wilson(meeting, total, level) if total and all_drawn else (None, None)
            yield Result(
                value=meeting / total if total else None,
                unit="share",
                n=total,
                low=low,
                high=high,
                level=level,
                group=labels_of_group,
                reason=None if total else "no_rows",
                details={"not_counted": left_out} if left_out else {},
            )

    return Results(sorted(each(), key=lambda one: (-one.n, *one.group.values())))
