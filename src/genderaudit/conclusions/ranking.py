"""Ranking of findings and recommendations: criteria are compared in sequence, never multiplied.

1. severity: a requirement is missing (2) or nearly met (1), for core and headline figures, documents and views;
2. pattern of the key area: confirmed gap and blind spot; divided; facts good, not felt; insufficient evidence;
3. share of the women of the population concerned;
4. number of kinds of evidence of the area that are short: facts, documents, survey, voices;
5. a duty in statutes or a convention; 6. asked for by people; 7. possible within three months;
8. weight of the figure: core 3, headline 2, others 1.

Figures on youth have severity 0 and come after those on women. A substitute for a core figure is core only where it
replaces it; a gap in all pay has no weight if the adjusted gap, or no gap within levels, explains it. Missing values
count as 0. Ties share a place; the order of a file never decides.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence

from genderaudit.conclusions.findings import EvidencePattern, Finding, Rank
from genderaudit.conclusions.ratings import VIEW, core_figures, is_known, is_short
from genderaudit.conclusions.triangulation import voices_short
from genderaudit.methodology.method import Methodology
from genderaudit.methodology.models import Indicator, Pattern

PATTERNS: Mapping[Pattern, int] = {
    "confirmed_gap": 4,
    "blind_spot": 4,
    "divided": 3,
    "unrecognised_progress": 2,
    "insufficient_evidence": 1,
    "confirmed_strength": 0,
}
QUICK = 3
"""Months within which a recommendation counts as quick."""
HEADLINE = 2
"""Weight of a headline figure."""
RATED = ("document_rating", VIEW)
"""Indicators that count without a weight: documents and views."""
PEOPLES = ("people", "attendances", "services", "known_age", "seats")


class Ranking:
    """The ranking of an audit's findings and recommendations; ``everything`` are all findings of the audit.

    They are needed for the share of women in a group, and for the figures that replace a core figure.
    """

    def __init__(self, everything: Iterable[Finding], method: Methodology) -> None:
        self._everything, self._method = list(everything), method
        self._core = core_figures(self._everything, method)
        self._rated = {
            finding.indicator: finding.rating for finding in self._everything if finding.rating and not finding.group
        }

    def of(
        self,
        evidence: Sequence[Finding],
        pattern: EvidencePattern | None,
        convention: bool = False,
        months: int | None = None,
        triggers: Collection[str] | None = None,
    ) -> Rank:
        """Return the rank of ``evidence``; only quotas among ``triggers`` count as a duty (None: all)."""
        leading = [finding for finding in evidence if self.leads(finding)]
        return Rank(
            severity=max((self._severity(finding) for finding in leading), default=0),
            pattern=_order_of_pattern(pattern) if pattern else 0,
            women=round(max((self._women(finding) for finding in leading), default=0.0), 3),
            breadth=_breadth(pattern) if pattern else 0,
            duty=convention
            or any(triggers is None or finding.id in triggers for finding in leading if _has_quota(finding)),
            asked_for=bool(pattern and pattern.voices.get("suggestion")),
            quick=months is not None and months <= QUICK,
            weight=max((self.weight(finding) for finding in leading), default=0),
        )

    def leads(self, finding: Finding) -> bool:
        """Return True if a finding shows a gap for women: known, short of target, and not in women's favour."""
        definition = self._method.indicators.get(finding.indicator)
        return (
            bool(definition) and is_short(finding.rating) and is_known(finding) and not _in_favour(finding, definition)
        )

    def weight(self, finding: Finding) -> int:
        """Return the weight: core 3, headline 2, others 1; a substitute for a core figure is core where it replaces it.

        A figure that another one explains has weight 1: of a gap in all pay, the adjusted gap or the gap within levels
        shows how much is due to position.
        """
        definition = self._method.indicators[finding.indicator]
        if not definition.represents_indicator(finding.group) or any(map(self._explains, definition.told_by)):
            return 1
        if definition.instead_of is not None and finding.id not in self._core:
            return HEADLINE if definition.headline else 1
        return definition.weight

    def _explains(self, name: str) -> bool:
        """Return True if this figure is rated and either not short or of headline weight."""
        rating = self._rated.get(name)
        return rating is not None and (not is_short(rating) or self._method.indicators[name].weight >= HEADLINE)

    def _severity(self, finding: Finding) -> int:
        """Return the severity, 0 to 2; 0 for figures that are neither core nor headline, which show where, not how
        much.

        Figures on youth have 0, too: in a gender audit they come after those on women.
        """
        counts = self.weight(finding) >= HEADLINE and not self._method.indicators[finding.indicator].young
        if finding.indicator in RATED or counts:
            return 2 if finding.rating == "missing" else 1
        return 0

    def _women(self, finding: Finding) -> float:
        """Return the share of women concerned, 0 to 1: of answers those not favourable.

        Of a group its part of all women.
        """
        if finding.indicator == VIEW:
            return 1 - (finding.value or 0) if finding.group.get("sex") == "F" else 0.0
        definition = self._method.indicators[finding.indicator]
        if (
            finding.women is None
            or definition.base not in PEOPLES
            or definition.protection == "none"
            or definition.young
        ):
            return 0.0
        if definition.represents_indicator(finding.group):
            return 1.0
        beside = {
            tuple(finding.group.items()): finding.women or 0.0
            for finding in self._everything
            if finding.indicator == finding.indicator and finding.group.keys() == finding.group.keys()
        }
        women = sum(beside.values())
        return finding.women / women if women else 0.0


def _has_quota(finding: Finding) -> bool:
    return finding.target is not None and "quota" in finding.details


def _in_favour(finding: Finding, definition: Indicator | None) -> bool:
    """Return True if the figure is short because women have more: above parity, higher pay, better chances."""
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


def _order_of_pattern(pattern: EvidencePattern) -> int:
    """Return the order of the area's pattern.

    If facts or documents are short and women agree, satisfied men do not make the area *divided*.
    """
    short = (is_short(pattern.facts) or is_short(pattern.documents)) and is_short(pattern.women)
    return PATTERNS["confirmed_gap" if pattern.pattern == "divided" and short else pattern.pattern]


def _breadth(pattern: EvidencePattern) -> int:
    """Return the number of kinds of evidence that are short; facts taken from documents and documents count once."""
    record = [is_short(pattern.facts), is_short(pattern.documents)]
    record = [any(record)] if pattern.from_documents else record
    return sum([*record, is_short(pattern.women) or is_short(pattern.men), voices_short(pattern.voices) is True])
