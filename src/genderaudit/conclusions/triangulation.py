"""Triangulation: the pattern that facts, documents, women, men and voices form together in each key area.

The rule (printed in the recommendations report as ``triangulation.rule``):
1. women's and men's answers differ beyond chance, and only one side is satisfied: *divided*. Where no test is possible
   with what is shown (a difference that is hidden or of too few people; respondents who were not sampled), they differ
   from 20 percentage points on. If neither side is satisfied, rules 2 and 3 apply, however far apart they are;
2. facts or documents and perceptions are both rated: short and short is a *confirmed gap*, good and good a *confirmed
   strength*, short facts with satisfied people a *blind spot*, the reverse *facts good, not felt*. The lower rating
   counts, of facts and documents as of women and men; people are satisfied only if women's and men's answers are both
   known and good. If a core figure that applies is not known, good documents do not make facts good;
3. only one side is rated: two kinds of evidence that agree (facts, documents, perceptions, voices) confirm. Facts that
   rest on a core criterion of the document review alone count as documents;
4. otherwise: *divided* if the answers differ beyond chance and are rated differently, else *insufficient evidence*.

Short is missing or approaches; good is meets or exceeds. Voices are short if challenges outnumber strengths and good
practices by two or more, good the other way round.
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
    """Return the pattern of one key area for this kind of organisation, from findings and coded interview notes."""
    views = {sex: views_of(area, sex, perceptions) for sex in ("F", "M")}
    note_counts = notes.loc[notes["area"] == area, "kind"].value_counts()
    return triangulate(
        area,
        facts=facts_of(area, baseline, gaps, method, kind),
        documents=documents_of(area, gaps, method),
        women=views["F"],
        men=views["M"],
        differ=differ(area, perceptions, method),
        voices={str(kind): int(number) for kind, number in note_counts.sort_index().items()},
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
    """Return the pattern of one key area; ``voices`` counts coded notes by kind."""
    verdicts = {"facts": facts, "documents": documents, "women": women, "men": men}
    ratings = {name: verdict.rating for name, verdict in verdicts.items()}
    unknown = facts.state in ("not_rated", "not_calculable")
    for_rule = ratings | {"documents": None} if unknown and not is_short(documents.rating) else ratings
    return EvidencePattern(
        area=area,
        pattern=_pattern(**for_rule, differ=differ, voices=voices, one_kind=facts.from_documents),
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
    """Return the pattern; ``one_kind``: facts and documents are one kind of evidence with the lower rating of both."""
    differ_in_rating = differ and women and men and women != men
    if differ_in_rating and is_short(women) != is_short(men):
        return "divided"
    record, views = lowest((facts, documents)), _views(women, men)
    if record and views:
        if is_short(record):
            return "confirmed_gap" if is_short(views) else "blind_spot"
        return "unrecognised_progress" if is_short(views) else "confirmed_strength"
    sources = (record, views) if one_kind else (facts, documents, views)
    kinds = [is_short(rating) for rating in sources if rating]
    voices_gap = voices_short(voices)
    kinds += [] if voices_gap is None else [voices_gap]
    if len(kinds) >= 2 and len(set(kinds)) == 1:
        return "confirmed_gap" if kinds[0] else "confirmed_strength"
    return "divided" if differ_in_rating else "insufficient_evidence"


def _views(women: Rating | None, men: Rating | None) -> Rating | None:
    """Return the lower of both ratings.

    Of a single one only if it is short: people are satisfied only if both sexes are.
    """
    worst = lowest((women, men))
    return worst if is_short(worst) or (women and men) else None


def voices_short(voices: Mapping[str, int]) -> bool | None:
    """Return True if coded notes indicate a gap, False if not, None if they are balanced."""
    challenges = voices.get("challenge", 0)
    strengths = voices.get("strength", 0) + voices.get("good_practice", 0)
    return None if abs(challenges - strengths) < 2 else challenges > strengths
