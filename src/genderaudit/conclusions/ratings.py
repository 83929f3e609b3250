"""Rating of a key area: facts by core figures, documents by criteria, views by women's and men's answers.

Facts have the rating of the worst known core figure if that is short; they meet only if every core figure that applies
is known. A figure that is hidden, has too few people, or could be on the other side of its target by chance is not
known.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from genderaudit.conclusions.findings import Finding
from genderaudit.methodology.method import Methodology
from genderaudit.methodology.models import Rating

ORDER: tuple[Rating, ...] = ("missing", "approaches", "meets", "exceeds")
VIEW = "area_favourable"
NEAR_ONE = 0.05
"""Distance from 1 up to which a ratio of women to men, or to the share of members, counts as equal."""
POINTS = 3
"""Decimals of a share as printed."""
State = Literal["no_evidence", "no_facts", "not_calculable", "not_rated", "hidden", "not_asked"]
"""Why there is no rating. no_evidence: nothing was given; no_facts: the area has no core figure.

Not_calculable: figures have too few people or are of poor quality; not_rated: a core figure is missing; hidden: answers
are hidden; not_asked: nothing was asked about the area.
"""


@dataclass(frozen=True, slots=True)
class Verdict:
    """The rating of a key area by one kind of evidence, or why there is none, and the findings behind it."""

    rating: Rating | None
    state: State | None
    evidence: tuple[Finding, ...] = ()

    @property
    def word(self) -> str:
        """Key of ``ratings_short`` in the language files."""
        return self.rating or self.state or "no_evidence"

    @property
    def from_documents(self) -> bool:
        """True if the rating rests on criteria of the document review alone."""
        same_side = [f for f in self.evidence if f.rating and is_short(f.rating) == is_short(self.rating)]
        return bool(self.rating and same_side) and all(f.indicator == "document_rating" for f in same_side)


def is_short(rating: Rating | None) -> bool:
    """Return True if the rating is below the requirement."""
    return rating in ("missing", "approaches")


def is_known(finding: Finding) -> bool:
    """Return True if a figure has a rating that chance does not put in doubt; views are judged on their own."""
    return finding.rating is not None and (finding.distinguishable is not False or finding.indicator == VIEW)


def lower_median(ratings: Iterable[Rating]) -> Rating | None:
    """Return the median rating, the lower of two middle ones; None without ratings."""
    ranked = sorted(ratings, key=ORDER.index)
    return ranked[(len(ranked) - 1) // 2] if ranked else None


def lowest(ratings: Iterable[Rating | None]) -> Rating | None:
    """Return the lowest rating, or None without ratings."""
    return min((rating for rating in ratings if rating), key=ORDER.index, default=None)


def facts_of(
    area: str, baseline: Iterable[Finding], gaps: Iterable[Finding], method: Methodology, kind: str
) -> Verdict:
    """Return the facts of a key area for this kind of organisation; ``gaps`` are rated, ``baseline`` has reasons."""
    standing = _findings_of_whole([*baseline, *gaps], method)
    places = [place for place in method.core_of(area) if _any_expected(place, standing, method, kind)]
    if not places:
        return Verdict(None, "no_facts")
    verdicts = [_verdict_of_figures([standing.get(name) for name in place], method) for place in places]
    known = tuple(finding for verdict in verdicts for finding in verdict.evidence)
    worst = lowest(verdict.rating for verdict in verdicts)
    states = {verdict.state for verdict in verdicts if verdict.state}
    if is_short(worst) or not states:
        return Verdict(worst, None, known)
    if known:
        return Verdict(None, "not_rated", known)
    return Verdict(None, states.pop() if len(states) == 1 else "not_rated")


def core_figures(findings: Iterable[Finding], method: Methodology) -> frozenset[str]:
    """Return the ids of core figures that are known, and of those that replace an unknown one."""
    standing = _findings_of_whole(findings, method)
    places = [place for area in method.areas for place in method.core_of(area.id)]
    verdicts = [_verdict_of_figures([standing.get(name) for name in place], method) for place in places]
    return frozenset(finding.id for verdict in verdicts for finding in verdict.evidence)


def documents_of(area: str, gaps: Iterable[Finding], method: Methodology) -> Verdict:
    """Return the lower median of rated criteria; a criterion that is a core figure counts with the facts."""
    core = {name for place in method.core_of(area) for name in place}
    reviewed = (f for f in gaps if f.indicator == "document_rating" and f.area == area and f.rating)
    rated = tuple(f for f in reviewed if f.group.get("criterion") not in core)
    if not rated:
        return Verdict(None, "no_evidence")
    return Verdict(lower_median(f.rating for f in rated if f.rating), None, rated)


def views_of(area: str, sex: str, perceptions: Iterable[Finding]) -> Verdict:
    """Return the view of an area by people of one sex."""
    group = {"area": area, "sex": sex}
    view = next((f for f in perceptions if f.indicator == VIEW and f.group == group), None)
    if view is None or view.status == "no_evidence":
        return Verdict(None, "no_evidence")
    if view.rating:
        return Verdict(view.rating, None, (view,))
    if view.reason == "not_asked":
        return Verdict(None, "not_asked")
    states: dict[str, State] = {"suppressed": "hidden", "not_calculable": "not_calculable"}
    return Verdict(None, states.get(view.status, "not_rated"))


def differ(area: str, perceptions: Sequence[Finding], method: Methodology) -> bool:
    """Return True if women's and men's answers differ beyond chance, or without a test by many points."""
    tests = [
        f.details["p_adjusted"]
        for f in perceptions
        if f.indicator == "area_difference" and f.group.get("area") == area and "p_adjusted" in f.details
    ]
    if tests:
        return tests[0] <= method.thresholds.significance
    shares = {f.group.get("sex"): f.value for f in perceptions if f.indicator == VIEW and f.group.get("area") == area}
    women, men = shares.get("F"), shares.get("M")
    difference = 0.0 if women is None or men is None else abs(women - men)
    return round(difference, POINTS) >= method.thresholds.divided_without_test


def _findings_of_whole(findings: Iterable[Finding], method: Methodology) -> dict[str, Finding]:
    """Return by indicator or criterion the finding for the whole organisation, rated ones first."""
    standing: dict[str, Finding] = {}
    for finding in findings:
        definition = method.indicators.get(finding.indicator)
        name = finding.group.get("criterion") if finding.indicator == "document_rating" else finding.indicator
        absent = finding.status == "no_evidence" and not finding.group
        stands = (
            finding.indicator == "document_rating"
            or absent
            or (definition and definition.represents_indicator(finding.group))
        )
        if name and stands and (name not in standing or finding.rating or not standing[name].rating):
            standing[name] = finding
    return standing


def _any_expected(place: Sequence[str], standing: Mapping[str, Finding], method: Methodology, kind: str) -> bool:
    """Return True if a core figure, or a substitute, applies to the organisation, whether its list was given or not."""
    return any(_is_expected(name, standing.get(name), method, kind) for name in place)


def _is_expected(name: str, finding: Finding | None, method: Methodology, kind: str) -> bool:
    definition = method.indicators.get(name)
    if definition is None:  # a criterion of the document review
        return finding is None or finding.reason != "not_applicable"
    if definition.kinds and kind not in definition.kinds:
        return False
    given = finding is not None and finding.reason != "no_table"
    return given or (
        not definition.if_any and (definition.table is None or method.expects_table(definition.table, kind))
    )


def _verdict_of_figures(figures: Sequence[Finding | None], method: Methodology) -> Verdict:
    """Return the first figure if it is known; if it is hidden or uncertain, a substitute counts only if short.

    What chance makes uncertain in a model is not settled by a plain figure: only a substitute with a test counts.
    """
    first, *others = figures
    if first is not None and is_known(first):
        return Verdict(first.rating, None, (first,))
    state = _why_unrated(first)
    uncertain = first is not None and first.distinguishable is False
    for other in others:
        if other is None or not is_known(other):
            continue
        absent = state in ("no_evidence", "not_calculable")
        if absent or (is_short(other.rating) and (not uncertain or method.indicators[other.indicator].chance)):
            return Verdict(other.rating, None, (other,))
    if state == "no_evidence":
        state = next((_why_unrated(other) for other in others if _why_unrated(other) != "no_evidence"), state)
    return Verdict(None, state)


def _why_unrated(finding: Finding | None) -> State:
    if finding is None or finding.status == "no_evidence":
        return "no_evidence"
    hidden = finding.status == "suppressed" or finding.reason == "part_hidden" or finding.distinguishable is False
    return "not_rated" if hidden else "not_calculable"
