"""The document review: one rating a criterion, with the evidence behind it (methodology section 4)."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from genderaudit.conclusions.findings import Finding
from genderaudit.conclusions.ratings import ORDER, lowest
from genderaudit.conclusions.recording import finding_id
from genderaudit.methodology.models import Criterion

INDICATOR = "document_rating"


def criterion_findings(documents: pd.DataFrame, criteria: Sequence[Criterion], phase: str) -> list[Finding]:
    """One finding a criterion: its rating, 0 (missing) to 3 (exceeds); of several reviewers the lowest leads.

    ``documents`` is the canonical table (criterion, rating). A criterion that nobody rated is *no evidence*;
    one that does not apply is *not calculable* and says so.
    """
    given: dict[str, list[str]] = {}
    for criterion, rating in zip(documents["criterion"], documents["rating"], strict=True):
        if isinstance(rating, str):
            given.setdefault(criterion, []).append(rating)
    return [_finding(criterion, given.get(criterion.id, []), phase) for criterion in criteria]


def _finding(criterion: Criterion, given: Sequence[str], phase: str) -> Finding:
    rating = lowest(name for name in ORDER for word in given if word == name)
    status, reason = "calculated", None
    if rating is None:
        status = "not_calculable" if given else "no_evidence"
        reason = "not_applicable" if given else "not_rated"
    group = {"criterion": criterion.id}
    return Finding(
        id=finding_id(phase, INDICATOR, group),
        phase=phase,
        area=criterion.area,
        indicator=INDICATOR,
        group=group,
        value=ORDER.index(rating) if rating else None,
        unit="score",
        n=len(given),
        rating=rating,
        status=status,  # type: ignore[arg-type]
        reason=reason,
        table="documents",
    )
