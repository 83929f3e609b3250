"""Findings of the document review: one rating per criterion, with the evidence behind it."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from genderaudit.conclusions.findings import Finding
from genderaudit.conclusions.ratings import ORDER, lowest
from genderaudit.conclusions.recording import finding_id
from genderaudit.methodology.models import Criterion

INDICATOR = "document_rating"


def criterion_findings(documents: pd.DataFrame, criteria: Sequence[Criterion], phase: str) -> list[Finding]:
    """Return one finding per criterion with its rating, 0 (missing) to 3 (exceeds); of several, the lowest.

    ``documents`` is the canonical table (criterion, rating). A criterion that nobody rated is *no evidence*; one that
    does not apply is *not calculable*, with that reason.
    """
    ratings: dict[str, list[str]] = {}
    for criterion, rating in zip(documents["criterion"], documents["rating"], strict=True):
        if isinstance(rating, str):
            ratings.setdefault(criterion, []).append(rating)
    return [_finding(criterion, ratings.get(criterion.id, []), phase) for criterion in criteria]


def _finding(criterion: Criterion, ratings: Sequence[str], phase: str) -> Finding:
    rating = lowest(name for name in ORDER for word in ratings if word == name)
    status, reason = "calculated", None
    if rating is None:
        status = "not_calculable" if ratings else "no_evidence"
        reason = "not_applicable" if ratings else "not_rated"
    group = {"criterion": criterion.id}
    return Finding(
        id=finding_id(phase, INDICATOR, group),
        phase=phase,
        area=criterion.area,
        indicator=INDICATOR,
        group=group,
        value=ORDER.index(rating) if rating else None,
        unit="score",
        n=len(ratings),
        rating=rating,
        status=status,  # type: ignore[arg-type]
        reason=reason,
        table="documents",
    )
