"""Key messages: the sentences that open a report, chosen by rule from findings (never written by hand).

The rule: what stands best, the largest gaps, what women and men say, what to do first. Among equals the
order of ``headline`` in indicators.yml decides. Each message is a sentence of the language file about one
finding, with its number and base.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from genderaudit.findings import Finding, Findings, Message, SelectedRecommendation
from genderaudit.methodology import Methodology
from genderaudit.ratings import ORDER

GAPS = 3


def headlines(findings: Iterable[Finding], method: Methodology, most: int = 5) -> list[Message]:
    """The most telling figures of the whole organisation, by rank of their indicators."""
    ranked = sorted(
        (f for f in _telling(findings, method) if f.calculated and _rank(f, method) is not None),
        key=lambda f: _rank(f, method) or 0,
    )
    return [Message(text="plain", finding=f.id) for f in ranked[:most]]


def gaps_and_strengths(gaps: Sequence[Finding], method: Methodology) -> list[Message]:
    """The best figure, then the largest gaps, one an indicator."""
    ranked = [f for f in _telling(gaps, method) if f.rating and _rank(f, method) is not None]
    good = sorted(
        (f for f in ranked if f.rating in ("meets", "exceeds") and f.distinguishable is not False and not _against(f)),
        key=lambda f: (-ORDER.index(f.rating or "missing"), _rank(f, method) or 0),
    )
    short = sorted(
        (f for f in ranked if f.rating in ("missing", "approaches")),
        key=lambda f: (f.distinguishable is False, ORDER.index(f.rating or "missing"), _rank(f, method) or 0),
    )
    strengths = [Message(text="strength", finding=f.id) for f in good[:1]]
    return strengths + [Message(text="gap", finding=f.id) for f in short[:GAPS]]


def voices(perceptions: Iterable[Finding], method: Methodology) -> list[Message]:
    """What women and men say: the area that women rate lowest, and the widest difference beyond chance."""
    found = list(perceptions)
    significance = method.thresholds.significance
    women = [f for f in found if f.indicator == "area_favourable" and f.group.get("sex") == "F" and f.calculated]
    chosen = [Message(text="lowest_area", finding=min(women, key=lambda f: f.value or 0).id)] if women else []
    beyond = [
        f
        for f in found
        if f.indicator == "area_difference" and f.calculated and f.details.get("p_adjusted", 1) <= significance
    ]
    if beyond:
        chosen.append(Message(text="divided_area", finding=max(beyond, key=lambda f: abs(f.value or 0)).id))
    return chosen


def of_the_audit(
    gaps: Findings, perceptions: Findings, advice: Sequence[SelectedRecommendation], method: Methodology
) -> list[Message]:
    """The messages of the whole report: strength, gaps, what people say, what to do first; six at most.

    What to do first is the recommendation of highest priority that answers one of the gaps named.
    """
    found = gaps_and_strengths(gaps.findings, method) + voices(perceptions.findings, method)[:1]
    named = {message.finding for message in found}
    answers = [one for one in advice if named & set(one.evidence)] or list(advice)
    return [*found, *(Message(text="first_step", recommendation=one.recommendation) for one in answers[:1])]


def _telling(findings: Iterable[Finding], method: Methodology) -> list[Finding]:
    """One finding an indicator: the one that stands for it."""
    known = method.indicators
    return [f for f in findings if f.indicator in known and known[f.indicator].stands_for_it(f.group)]


def _against(finding: Finding) -> bool:
    """A gap to women's disadvantage is no strength, however small."""
    return finding.unit == "gap" and (finding.value or 0) > 0


def _rank(finding: Finding, method: Methodology) -> int | None:
    definition = method.indicators.get(finding.indicator)
    return definition.headline if definition else None
