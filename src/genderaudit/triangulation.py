"""Triangulation: what facts, documents, women, men and voices say together about each key area.

The rule (printed in every fourth report as ``triangulation.rule``):

1. women's and men's answers differ beyond chance, and so do their ratings: *divided*;
2. facts or documents and perceptions are both rated: short and short is a *confirmed gap*, good and good
   a *confirmed strength*, short facts with satisfied people a *blind spot*, the reverse *unrecognised
   progress*. Of facts and documents the lower rating leads, and so it does of women and men;
3. only one side is rated: two kinds of evidence that agree (facts, documents, perceptions, voices) confirm;
4. otherwise: *insufficient evidence*.

Short is missing or approaches; good is meets or exceeds. Voices count as short when challenges outnumber
strengths and good practices by two or more, as good the other way round. Source: methodology section 6.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import pandas as pd

from genderaudit.findings import EvidencePattern, Finding
from genderaudit.methodology import Pattern, Rating
from genderaudit.ratings import area_rating, is_short, lowest


def triangulate_area(
    area: str,
    gaps: Iterable[Finding],
    perceptions: Iterable[Finding],
    notes: pd.DataFrame,
    significance: float,
) -> EvidencePattern:
    """The pattern of one key area, from rated findings, survey findings and coded interview notes."""
    rated = [finding for finding in gaps if finding.area == area and finding.rating]
    documents = [finding for finding in rated if finding.indicator == "document_rating"]
    facts = [finding for finding in rated if finding.indicator != "document_rating"]
    asked = [finding for finding in perceptions if finding.group.get("area") == area]
    views = {f.group["sex"]: f.rating for f in asked if f.indicator == "area_favourable" and "sex" in f.group}
    differ = any(f.indicator == "area_difference" and f.details.get("p_adjusted", 1) <= significance for f in asked)
    spoken = notes.loc[notes["area"] == area, "kind"].value_counts()
    return triangulate(
        area,
        facts=area_rating(facts, area),
        documents=area_rating(documents, area),
        women=views.get("F"),
        men=views.get("M"),
        differ=differ,
        voices={str(kind): int(number) for kind, number in spoken.sort_index().items()},
        evidence=[finding.id for finding in (*rated, *asked) if finding.rating],
    )


def triangulate(
    area: str,
    *,
    facts: Rating | None,
    documents: Rating | None,
    women: Rating | None,
    men: Rating | None,
    differ: bool,
    voices: Mapping[str, int],
    evidence: list[str],
) -> EvidencePattern:
    """The pattern of one key area. ``voices`` counts coded notes by kind; ``evidence`` lists finding ids."""
    return EvidencePattern(
        area=area,
        pattern=_pattern(facts, documents, women, men, differ, voices),
        facts=facts,
        documents=documents,
        women=women,
        men=men,
        voices=dict(voices),
        evidence=evidence,
    )


def _pattern(
    facts: Rating | None,
    documents: Rating | None,
    women: Rating | None,
    men: Rating | None,
    differ: bool,
    voices: Mapping[str, int],
) -> Pattern:
    if differ and women and men and women != men:
        return "divided"
    record, views = lowest((facts, documents)), lowest((women, men))
    if record and views:
        if is_short(record):
            return "confirmed_gap" if is_short(views) else "blind_spot"
        return "unrecognised_progress" if is_short(views) else "confirmed_strength"
    kinds = [is_short(rating) for rating in (facts, documents, views) if rating]
    spoken = _voices_short(voices)
    kinds += [] if spoken is None else [spoken]
    if len(kinds) >= 2 and len(set(kinds)) == 1:
        return "confirmed_gap" if kinds[0] else "confirmed_strength"
    return "insufficient_evidence"


def _voices_short(voices: Mapping[str, int]) -> bool | None:
    challenges = voices.get("challenge", 0)
    strengths = voices.get("strength", 0) + voices.get("good_practice", 0)
    return None if abs(challenges - strengths) < 2 else challenges > strengths
