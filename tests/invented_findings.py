"""Findings for tests, with what a test does not care about filled in."""

from __future__ import annotations

from typing import Any

from genderaudit.conclusions.findings import Finding, Findings
from genderaudit.conclusions.recording import finding_id
from genderaudit.disclosure import MARK
from genderaudit.methodology.method import methodology


def finding(indicator: str, phase: str = "gap_analysis", **given: Any) -> Finding:
    """A calculated finding, or one of another status."""
    definition = methodology().indicators[indicator]
    group = given.setdefault("group", {})
    calculated = given.setdefault("status", "calculated") == "calculated"
    defaults = {
        "id": finding_id(phase, indicator, group),
        "area": definition.area,
        "value": 0.5 if calculated else None,
        "unit": definition.unit,
        "n": 40 if calculated else None,
        "reason": None if calculated else MARK if given["status"] == "suppressed" else "no_table",
        "table": definition.table,
    }
    return Finding(phase=phase, indicator=indicator, **(defaults | given))


def criterion(name: str, rating: str) -> Finding:
    value = ("missing", "approaches", "meets", "exceeds").index(rating)
    return finding("document_rating", group={"criterion": name}, area=name[0], rating=rating, value=value)


def asked(area: str, sex: str, rating: str | None = None, value: float = 0.5) -> Finding:
    """What a sex says of an area."""
    return finding(
        "area_favourable", "staff_perception", group={"area": area, "sex": sex}, area=area, rating=rating, value=value
    )


def findings(*found: Finding, phase: str = "gap_analysis", **given: Any) -> Findings:
    """What a phase found; ``given`` are further parts of the file."""
    about = {"organisation": "example", "round": "2025", "synthesis": {"named": False, "minimum_ranked": 50}}
    return Findings(phase=phase, findings=list(found), **(about | given))
