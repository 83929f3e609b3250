"""Figures, ratings and answers of two rounds, for tests of what is followed up."""

import datetime as dt

import pandas as pd
from invented_findings import findings as invented

from genderaudit.conclusions.actions import answered
from genderaudit.conclusions.findings import Finding, Findings, Interval, Rank, SelectedRecommendation, TargetRange
from genderaudit.conclusions.followup import FollowUp, follow_up
from genderaudit.methodology.method import methodology

DAY = dt.date(2025, 6, 30)
PARITY = TargetRange(low=0.4, high=0.6, source="etuc")


def share(women: float, n: float, **changes: object) -> Finding:
    """A share of women among staff, with its target."""
    given = {
        "id": "gap_analysis/staff_women_share",
        "phase": "gap_analysis",
        "area": "J",
        "indicator": "staff_women_share",
        "value": women / n,
        "unit": "share",
        "n": n,
        "women": women,
        "interval": Interval(low=0, high=1, level=0.95),
        "target": PARITY,
        "rating": "approaches",
        "status": "calculated",
    }
    return Finding.model_validate(given | changes)


def seats(missing: float) -> Finding:
    changes = {"indicator": "bodies_women_seats", "unit": "seats", "value": missing, "interval": None}
    return share(3, 10, group={"body": "Board"}, details={"share": 0.3}, **changes)


def together(held: float, missing: float, n: float = 100) -> Finding:
    """Women's seats in all bodies."""
    given = {"id": "gap_analysis/bodies_seats_together", "indicator": "bodies_seats_together", "unit": "seats"}
    return share(held, n, value=missing, details={"share": held / n, "quota": 0.3}, interval=None, **given)


def document(rating: str | None) -> Finding:
    value = {"missing": 0, "approaches": 1, "meets": 2, "exceeds": 3}.get(rating or "")
    status = "calculated" if rating else "no_evidence"
    changes = {"indicator": "document_rating", "unit": "score", "value": value, "rating": rating, "status": status}
    return share(1, 1, group={"criterion": "K1"}, interval=None, target=None, **changes)


def found(round: str, *findings: Finding, proposed: tuple[str, ...] = ()) -> Findings:
    chosen = [
        SelectedRecommendation(
            recommendation=name,
            area="K",
            rank=Rank(),
            place=1,
            evidence=[],
        )
        for name in proposed
    ]
    return invented(*findings, round=round, recommendations=chosen)


def table(*rows: dict[str, object]) -> pd.DataFrame:
    columns = ["recommendation", "decision", "owner", "note", "evidence", "due", "budget", "round", "status", "cleared"]
    frame = pd.DataFrame(list(rows), columns=columns)
    return frame.astype({"due": "datetime64[ns]", "budget": float})


def followed_up(earlier: list[Findings], now: list[Findings], answers: pd.DataFrame) -> FollowUp:
    method = methodology()
    return follow_up(earlier, now, answered(answers, {entry.id for entry in method.recommendations}, DAY), method)


def view(share_of: float, n: float, **changes: object) -> Finding:
    """What women say of an area."""
    given = {
        "indicator": "area_favourable",
        "group": {"area": "K", "sex": "F"},
        "value": share_of,
        "men": None,
    }
    target = TargetRange(low=0.65, high=None, source="x")
    return share(n, n, **{"rating": "missing", "target": target} | given | changes)
