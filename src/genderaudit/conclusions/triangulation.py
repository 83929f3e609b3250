"""Triangulation: what facts, documents, women, men and voices say together about each key area.

The rule (printed in every fourth report as ``triangulation.rule``):

1. women's and men's answers differ beyond chance, and only one of them is satisfied: *divided*; where no test can be
   made of what is shown (a difference that is hidden, or of too few; who answered is whoever came), so they are from
   20 points on, of those who answered. Where neither is satisfied both say that something is short, however far they
   are apart: rules 2 and 3;
2. facts or documents and perceptions are both rated: short and short is a *confirmed gap*, good and good
   a *confirmed strength*, short facts with satisfied people a *blind spot*, the reverse *facts good, not felt*.
   Of facts and documents the lower rating leads, and so it does of women and men; people are satisfied only
   where women's and men's answers are known and both are good;
   Where a core figure that applies is not known, documents that are good make no facts good;
3. only one side is rated: two kinds of evidence that agree (facts, documents, perceptions, voices) confirm. Facts that
   a core criterion of the document review alone makes short, or good, are documents: both are one kind then;
4. otherwise: *divided* where the answers differ beyond chance and are rated differently, else *insufficient
   evidence*.

Short is missing or approaches; good is meets or exceeds. Voices count as short when challenges outnumber
strengths and good practices by two or more, as good the other way round. Source: methodology section 6.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from genderaudit.conclusions.findings import EvidencePattern, Finding
from genderaudit.conclusions.ratings import Verdict, differ, documents_of, facts_of, is_short, lowest, views_of
from genderaudit.methodology.method import Methodology
from genderaudit.methodology.models import Pattern, Rating


def triangulate_area(
    area: str,
    baseline: Sequence[Finding],
    gaps: Sequence[Finding],
    perceptions: Sequence[Finding],
    notes: pd.DataFrame,
    method: Methodology,
    kind: str,
) -> EvidencePattern:
    """The pattern of one key area of an organisation of this kind, from findings and coded interview notes."""
    said = {sex: views_of(area, sex, perceptions) for sex in ("F", "M")}
    spoken = notes.loc[notes["area"] == area, "kind"].value_counts()
    return triangulate(
        area,
        facts=facts_of(area, baseline, gaps, method, kind),
        documents=documents_of(area, gaps, method),
        women=said["F"],
        men=said["M"],
        differ=differ(area, perceptions, method),
        voices={str(kind): int(number) for kind, number in spoken.sort_index().items()},
    )


def triangulate(
    area: str,
    *,
    facts: Verdict,
    documents: Verdict,
    women: Verdict,
    men: Verdict,
    differ: bool,
    voices: Mapping[str, int],
) -> EvidencePattern:
    """The pattern of one key area. ``voices`` counts coded notes by kind."""
    verdicts = {"facts": facts, "documents": documents, "women": women, "men": men}
    ratings = {name: verdict.rating for name, verdict in verdicts.items()}
    unknown = facts.state in ("not_rated", "not_calculable")
    told = ratings | {"documents": None} if unknown and not is_short(documents.rating) else ratings
    return EvidencePattern(
        area=area,
        pattern=_pattern(**told, differ=differ, voices=voices, one_kind=facts.from_documents),
        **ratings,
        from_documents=facts.from_documents,
        states={name: verdict.state for name, verdict in verdicts.items() if verdict.state},
        voices=dict(voices),
        evidence=list(dict.fromkeys(finding.id for verdict in verdicts.values() for finding in verdict.evidence)),
    )


def _pattern(
    facts: Rating | None,
    documents: Rating | None,
    women: Rating | None,
    men: Rating | None,
    differ: bool,
    voices: Mapping[str, int],
    one_kind: bool,
) -> Pattern:
    """``one_kind``: facts and documents are one kind of evidence, the lower rating of both."""
    apart = differ and women and men and women != men
    if apart and is_short(women) != is_short(men):
        return "divided"
    record, views = lowest((facts, documents)), _views(women, men)
    if record and views:
        if is_short(record):
            return "confirmed_gap" if is_short(views) else "blind_spot"
        return "unrecognised_progress" if is_short(views) else "confirmed_strength"
    sources = (record, views) if one_kind else (facts, documents, views)
    kinds = [is_short(rating) for rating in sources if rating]
    spoken = voices_short(voices)
    kinds += [] if spoken is None else [spoken]
    if len(kinds) >= 2 and len(set(kinds)) == 1:
        return "confirmed_gap" if kinds[0] else "confirmed_strength"
    return "divided" if apart else "insufficient_evidence"


def _views(women: Rating | None, men: Rating | None) -> Rating | None:
    """The lower of both ratings; of one alone only if it is short: satisfied are people where both sexes are."""
    worst = lowest((women, men))
    return worst if is_short(worst) or (women and men) else None


def voices_short(voices: Mapping[str, int]) -> bool | None:
    """Whether coded notes speak of a gap, or of none; ``None`` where they do not say."""
    challenges = voices.get("challenge", 0)
    strengths = voices.get("strength", 0) + voices.get("good_practice", 0)
    return None if abs(challenges - strengths) < 2 else challenges > strengths
