"""The one order of findings and recommendations: compared in sequence, never multiplied.

1. severity: a requirement is missing (2) or nearly met (1), of core and headline figures, documents and views;
2. pattern of the key area: confirmed gap and blind spot; divided; facts good, not felt; insufficient evidence;
3. the share of the women of that population whom it concerns;
4. how many kinds of evidence of the area are short: facts, documents, survey, voices;
5. a duty in statutes or convention; 6. asked for by people; 7. to be done within three months;
8. weight of the figure: core 3, headline 2, others 1.

What the young lack has severity 0: it comes after what women lack. A figure that stands in for a core one is core only
where it takes its place; a gap in all pay has no weight where the adjusted gap, or none within levels, tells it
better. What is missing counts as nought. What ties shares a place; no order of a file decides.
Source: *Ranking* of the design.
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
"""Months within which something is quickly done."""
HEADLINE = 2
"""Weight of a headline figure."""
RATED = ("document_rating", VIEW)
"""Figures that need no weight: documents and views."""
PEOPLES = ("people", "attendances", "services", "known_age", "seats")


class Ranking:
    """The one order of an audit's findings and recommendations; ``everything`` is what the audit has found.

    Of figures by groups it says how many women there are beside a group, and which figures stand for a core figure.
    """

    def __init__(self, everything: Iterable[Finding], method: Methodology) -> None:
        self._everything, self._method = list(everything), method
        self._core = core_figures(self._everything, method)
        self._rated = {one.indicator: one.rating for one in self._everything if one.rating and not one.group}

    def of(
        self,
        evidence: Sequence[Finding],
        pattern: EvidencePattern | None,
        convention: bool = False,
        months: int | None = None,
        triggers: Collection[str] | None = None,
    ) -> Rank:
        """The rank of what rests on ``evidence``; of quotas only those among ``triggers`` are a duty (none: all)."""
        leading = [one for one in evidence if self.leads(one)]
        return Rank(
            severity=max((self._severity(one) for one in leading), default=0),
            pattern=_place(pattern) if pattern else 0,
            women=round(max((self._women(one) for one in leading), default=0.0), 3),
            breadth=_breadth(pattern) if pattern else 0,
            duty=convention or any(triggers is None or one.id in triggers for one in leading if _has_quota(one)),
            asked_for=bool(pattern and pattern.voices.get("suggestion")),
            quick=months is not None and months <= QUICK,
            weight=max((self.weight(one) for one in leading), default=0),
        )

    def leads(self, finding: Finding) -> bool:
        """Whether a finding says that women have less than is required: known, short, and not in their favour."""
        definition = self._method.indicators.get(finding.indicator)
        return (
            bool(definition) and is_short(finding.rating) and is_known(finding) and not _in_favour(finding, definition)
        )

    def weight(self, finding: Finding) -> int:
        """Core 3, headline 2, others 1; a figure that can stand for a core one is core where it does.

        What another figure tells better is neither: of a gap in all pay the adjusted gap, or that within levels, says
        what of it is position.
        """
        definition = self._method.indicators[finding.indicator]
        if not definition.stands_for_it(finding.group) or any(map(self._tells, definition.told_by)):
            return 1
        if definition.instead_of is not None and finding.id not in self._core:
            return HEADLINE if definition.headline else 1
        return definition.weight

    def _tells(self, name: str) -> bool:
        """Whether this figure is rated, and not short, or leads itself."""
        rating = self._rated.get(name)
        return rating is not None and (not is_short(rating) or self._method.indicators[name].weight >= HEADLINE)

    def _severity(self, finding: Finding) -> int:
        """Of figures that are neither core nor headline nought: they say where, not how bad it is.

        So of the young: in a gender audit they come after what women lack.
        """
        counts = self.weight(finding) >= HEADLINE and not self._method.indicators[finding.indicator].young
        if finding.indicator in RATED or counts:
            return 2 if finding.rating == "missing" else 1
        return 0

    def _women(self, finding: Finding) -> float:
        """Of answers the women who are not favourable; of the whole all, of a group its part of them."""
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
        if definition.stands_for_it(finding.group):
            return 1.0
        beside = {
            tuple(one.group.items()): one.women or 0.0
            for one in self._everything
            if one.indicator == finding.indicator and one.group.keys() == finding.group.keys()
        }
        women = sum(beside.values())
        return finding.women / women if women else 0.0


def _has_quota(finding: Finding) -> bool:
    return finding.target is not None and "quota" in finding.details


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


def _place(pattern: EvidencePattern) -> int:
    """Its pattern; where facts or documents are short and women say so, men who are satisfied do not outvote them."""
    short = (is_short(pattern.facts) or is_short(pattern.documents)) and is_short(pattern.women)
    return PATTERNS["confirmed_gap" if pattern.pattern == "divided" and short else pattern.pattern]


def _breadth(pattern: EvidencePattern) -> int:
    """How many kinds of evidence are short; facts that are read in documents and documents are one kind."""
    record = [is_short(pattern.facts), is_short(pattern.documents)]
    record = [any(record)] if pattern.from_documents else record
    return sum([*record, is_short(pattern.women) or is_short(pattern.men), voices_short(pattern.voices) is True])
