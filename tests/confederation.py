"""A confederation of organisations that are invented, with what is true of each known."""

from __future__ import annotations

import datetime as dt
import random

from invented_findings import finding, findings

from genderaudit.conclusions.actions import Action
from genderaudit.conclusions.findings import EvidencePattern, Findings, Rank, SelectedRecommendation
from genderaudit.conclusions.publication import Publication
from genderaudit.conclusions.releases import Release
from genderaudit.methodology.method import methodology
from genderaudit.methodology.organisation import Organisation
from genderaudit.synthesis.audits import KINDS, Audited, taken

RATINGS = ("missing", "approaches", "meets", "exceeds")
NAMES = [entry.id for entry in methodology().recommendations][:12]


def released(rng: random.Random, women: int | None = None) -> list[Findings]:
    """What an audit found: seats, posts, members, ratings by key area, criteria, pay, recommendations, answers."""
    seats = rng.randint(5, 40)
    held = rng.randint(0, seats) if women is None else women
    pay, chosen = round(rng.uniform(-0.1, 0.4), 2), rng.sample(NAMES, 5)
    base = [
        finding("bodies_women_share", "baseline", value=held / seats, n=seats, women=held, regime="public"),
        finding("members_women_share", "baseline", value=0.5, n=200, women=100, regime="public"),
        finding("pay_gap_mean", "baseline", value=pay, n=60, women=30),
    ]
    gaps = [
        finding("pay_gap_mean", value=pay, n=60, women=30, rating="meets" if abs(pay) < 0.05 else "missing"),
        *(
            finding("document_rating", group={"criterion": name}, area=name[0], rating=rng.choice(RATINGS))
            for name in ("B5", "K1", "K2")
        ),
        finding(
            "bodies_women_seats", group={"body": "Board"}, value=max(0, 5 - held), n=seats, unit="seats",
            regime="public", details={"share": held / seats, "quota": 0.4},
        ),
    ]  # fmt: skip
    patterns = [
        EvidencePattern(
            area=area, pattern="confirmed_gap", facts=rng.choice([None, *RATINGS]), documents=rng.choice(RATINGS),
            women=rng.choice([None, *RATINGS]), men=rng.choice(RATINGS), voices={}, evidence=[],
        )
        for area in "ABCDEFGHIJKL"
    ]  # fmt: skip
    advice = [SelectedRecommendation(recommendation=one, area="K", rank=Rank(), place=1, evidence=[]) for one in chosen]
    answers = Publication(response=[Action(recommendation=chosen[0], decision="accept", state="under_way")])
    return [
        findings(*base, phase="baseline"),
        findings(*gaps, phase="gap_analysis"),
        findings(phase="recommendations", patterns=patterns, recommendations=advice, publication=answers),
    ]


def audited(number: int, rng: random.Random, kind: str = "", named: bool = False, repeated: bool = False) -> Audited:
    """One organisation of it."""
    about = Organisation(
        name=f"Union {number:02d}", kind=kind or rng.choice(KINDS), languages=["en"], named_in_syntheses=named
    )
    before = released(rng) if repeated else []
    edition = Release(
        organisation=f"union_{number:02d}", round="2025", number=1, date=dt.date(2026, 1, 31), reader="organisation",
        made_from={}, lists={}, files={},
    )  # fmt: skip
    return taken(edition.organisation, about, edition, 2025, released(rng), before, methodology())


def confederation(size: int, seed: int = 7) -> list[Audited]:
    """So many organisations, a third of them audited twice."""
    rng = random.Random(seed)
    return [audited(number, rng, named=number % 2 == 0, repeated=number % 3 == 0) for number in range(size)]
