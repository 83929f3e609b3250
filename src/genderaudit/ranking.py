"""The one order of findings and recommendations: compared in sequence, never multiplied.

1. severity: a requirement is missing (2) or nearly met (1), of core and headline figures, documents and views;
2. pattern of the key area: confirmed gap and blind spot; divided; facts good, not felt; insufficient evidence;
3. the share of the women of that population whom it concerns;
4. how many kinds of evidence of the area are short: facts, documents, survey, voices;
5. a duty in statutes or convention; 6. asked for by people; 7. to be done within three months;
8. weight of the figure: core 3, headline 2, others 1.

What is missing counts as nought. What ties shares a place; no order of a file decides. Source: *Ranking* of the design.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from genderaudit.findings import EvidencePattern, Finding, Rank
from genderaudit.methodology import Indicator, Methodology, Pattern
from genderaudit.ratings import VIEW, is_known, is_short
from genderaudit.triangulation import voices_short

PATTERNS: Mapping[Pattern, int] = {
    "confirmed_gap": 4,
    "blind_spot": 4,
    "divided": 3,
    "unrecognised_progress": 2,
    "insufficient_evidence": 1,
    "confirmed_strength": 0,
}
QUICK = 3
"""Months within which something is quickly done."""
PEOPLES = ("people", "known_age", "seats")


def rank(
    evidence: Sequence[Finding],
    pattern: EvidencePattern | None,
    method: Methodology,
    everything: Iterable[Finding],
    convention: bool = False,
    months: int | None = None,
) -> Rank:
    """The rank of what rests on ``evidence``; of groups, ``everything`` says how many women there are beside them."""
    leading = [one for one in evidence if leads(one, method)]
    known = list(everything)
    return Rank(
        severity=max((_severity(one, method) for one in leading), default=0),
        pattern=PATTERNS[pattern.pattern] if pattern else 0,
        women=round(max((_women(one, method, known) for one in leading), default=0.0), 3),
        breadth=_breadth(pattern) if pattern else 0,
        duty=convention or any(one.target is not None and "quota" in one.details for one in leading),
        asked_for=bool(pattern and pattern.voices.get("suggestion")),
        quick=months is not None and months <= QUICK,
        weight=max((_weight(one, method) for one in leading), default=0),
    )


def leads(finding: Finding, method: Methodology) -> bool:
    """Whether a finding says that women have less than is required: it is known, short, and not in their favour."""
    definition = method.indicators.get(finding.indicator)
    return bool(definition) and is_short(finding.rating) and is_known(finding) and not _in_favour(finding, definition)


def _in_favour(finding: Finding, definition: Indicator | None) -> bool:
    """Short since women have more: more of them than parity asks, higher pay, better chances."""
    if finding.value is None or definition is None:
        return False
    if finding.unit == "gap":
        return finding.value < 0
    target = finding.target
    if finding.unit not in ("share", "ratio") or target is None or target.low is None:
        return False
    over = target.high is not None and finding.value > target.high
    under = finding.value < target.low
    return under if definition.more_is_worse else over


def _severity(finding: Finding, method: Methodology) -> int:
    """Of figures that are neither core nor headline nought: they say where, not how bad it is."""
    if finding.indicator in ("document_rating", VIEW) or _weight(finding, method) > 1:
        return 2 if finding.rating == "missing" else 1
    return 0


def _weight(finding: Finding, method: Methodology) -> int:
    definition = method.indicators[finding.indicator]
    return definition.weight if definition.stands_for_it(finding.group) else 1


def _women(finding: Finding, method: Methodology, everything: Sequence[Finding]) -> float:
    """Of answers the women who are not favourable; of a figure of the whole all, of a group its part of the women."""
    if finding.indicator == VIEW:
        return 1 - (finding.value or 0) if finding.group.get("sex") == "F" else 0.0
    definition = method.indicators[finding.indicator]
    if finding.women is None or definition.base not in PEOPLES or definition.protection == "none":
        return 0.0
    if definition.stands_for_it(finding.group):
        return 1.0
    beside = {
        tuple(one.group.items()): one.women or 0.0
        for one in everything
        if one.indicator == finding.indicator and one.group.keys() == finding.group.keys()
    }
    women = sum(beside.values())
    return finding.women / women if women else 0.0


def _breadth(pattern: EvidencePattern) -> int:
    views = is_short(pattern.women) or is_short(pattern.men)
    kinds = (is_short(pattern.facts), is_short(pattern.documents), views, voices_short(pattern.voices) is True)
    return sum(kinds)
