"""How a key area is rated: facts by its core figures, documents by their criteria, views by what women and men say.

Facts are as the worst core figure that is known, if that is short; they meet only where every core figure that
applies is known. A figure that is hidden, too small, or that chance could have put on the other side of its target is
not known. Source: methodology section 4.
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
POINTS = 3
"""Digits of a share as it is printed."""
State = Literal["no_evidence", "no_facts", "not_calculable", "not_rated", "hidden", "not_asked"]
"""Why there is no rating: nothing was given; the area has no core figure; figures are too small or poor; a core figure
is missing; answers are hidden; nothing was asked about the area."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What one kind of evidence says of a key area: a rating, or why there is none; and what it rests on."""

    rating: Rating | None
    state: State | None
    evidence: tuple[Finding, ...] = ()

    @property
    def word(self) -> str:
        """Key of ``ratings_short`` in the language files."""
        return self.rating or self.state or "no_evidence"

    @property
    def from_documents(self) -> bool:
        """Whether it is short, or good, by criteria of the document review alone."""
        alike = [f for f in self.evidence if f.rating and is_short(f.rating) == is_short(self.rating)]
        return bool(self.rating and alike) and all(f.indicator == "document_rating" for f in alike)


def is_short(rating: Rating | None) -> bool:
    """Below what is required."""
    return rating in ("missing", "approaches")


def is_known(finding: Finding) -> bool:
    """Whether a figure has a rating that chance cannot have put on the other side of its target; views have theirs."""
    return finding.rating is not None and (finding.distinguishable is not False or finding.indicator == VIEW)


def lower_median(ratings: Iterable[Rating]) -> Rating | None:
    """The middle rating, the lower of two middles; ``None`` of none."""
    ranked = sorted(ratings, key=ORDER.index)
    return ranked[(len(ranked) - 1) // 2] if ranked else None


def lowest(ratings: Iterable[Rating | None]) -> Rating | None:
    """The lowest of the ratings that there are."""
    return min((rating for rating in ratings if rating), key=ORDER.index, default=None)


def facts_of(
    area: str, baseline: Iterable[Finding], gaps: Iterable[Finding], method: Methodology, kind: str
) -> Verdict:
    """The facts of a key area in an organisation of this kind: ``gaps`` are rated, ``baseline`` says what is not."""
    found = _standing([*baseline, *gaps], method)
    places = [place for place in method.core_of(area) if _applies(place, found, method, kind)]
    if not places:
        return Verdict(None, "no_facts")
    verdicts = [_of_place([found.get(name) for name in place], method) for place in places]
    known = tuple(finding for verdict in verdicts for finding in verdict.evidence)
    worst = lowest(verdict.rating for verdict in verdicts)
    states = {verdict.state for verdict in verdicts if verdict.state}
    if is_short(worst) or not states:
        return Verdict(worst, None, known)
    if known:
        return Verdict(None, "not_rated", known)
    return Verdict(None, states.pop() if len(states) == 1 else "not_rated")


def core_figures(found: Iterable[Finding], method: Methodology) -> frozenset[str]:
    """Ids of the core figures that are known, and of those that take the place of one that is not."""
    standing = _standing(found, method)
    places = [place for area in method.areas for place in method.core_of(area.id)]
    verdicts = [_of_place([standing.get(name) for name in place], method) for place in places]
    return frozenset(one.id for verdict in verdicts for one in verdict.evidence)


def documents_of(area: str, gaps: Iterable[Finding], method: Methodology) -> Verdict:
    """The lower median of the criteria that reviewers have rated; one that is a core figure counts with the facts."""
    core = {name for place in method.core_of(area) for name in place}
    reviewed = (f for f in gaps if f.indicator == "document_rating" and f.area == area and f.rating)
    rated = tuple(f for f in reviewed if f.group.get("criterion") not in core)
    if not rated:
        return Verdict(None, "no_evidence")
    return Verdict(lower_median(f.rating for f in rated if f.rating), None, rated)


def views_of(area: str, sex: str, perceptions: Iterable[Finding]) -> Verdict:
    """What the people of one sex who were asked say of an area."""
    group = {"area": area, "sex": sex}
    said = next((f for f in perceptions if f.indicator == VIEW and f.group == group), None)
    if said is None or said.status == "no_evidence":
        return Verdict(None, "no_evidence")
    if said.rating:
        return Verdict(said.rating, None, (said,))
    if said.reason == "not_asked":
        return Verdict(None, "not_asked")
    states: dict[str, State] = {"suppressed": "hidden", "not_calculable": "not_calculable"}
    return Verdict(None, states.get(said.status, "not_rated"))


def differ(area: str, perceptions: Sequence[Finding], method: Methodology) -> bool:
    """Whether women's and men's answers differ: beyond chance, or by many points where there is no test."""
    tests = [
        f.details["p_adjusted"]
        for f in perceptions
        if f.indicator == "area_difference" and f.group.get("area") == area and "p_adjusted" in f.details
    ]
    if tests:
        return tests[0] <= method.thresholds.significance
    said = {f.group.get("sex"): f.value for f in perceptions if f.indicator == VIEW and f.group.get("area") == area}
    women, men = said.get("F"), said.get("M")
    apart = 0.0 if women is None or men is None else abs(women - men)
    return round(apart, POINTS) >= method.thresholds.divided_without_test


def _standing(found: Iterable[Finding], method: Methodology) -> dict[str, Finding]:
    """By indicator, or criterion, the finding that stands for it; a rated one before others."""
    standing: dict[str, Finding] = {}
    for one in found:
        definition = method.indicators.get(one.indicator)
        name = one.group.get("criterion") if one.indicator == "document_rating" else one.indicator
        absent = one.status == "no_evidence" and not one.group
        stands = one.indicator == "document_rating" or absent or (definition and definition.stands_for_it(one.group))
        if name and stands and (name not in standing or one.rating or not standing[name].rating):
            standing[name] = one
    return standing


def _applies(place: Sequence[str], found: Mapping[str, Finding], method: Methodology, kind: str) -> bool:
    """Whether the organisation has what a core figure, or one in its place, is of: list given or not."""
    return any(_has(name, found.get(name), method, kind) for name in place)


def _has(name: str, finding: Finding | None, method: Methodology, kind: str) -> bool:
    definition = method.indicators.get(name)
    if definition is None:  # a criterion of the document review
        return finding is None or finding.reason != "not_applicable"
    if definition.kinds and kind not in definition.kinds:
        return False
    given = finding is not None and finding.reason != "no_table"
    return given or (not definition.if_any and (definition.table is None or method.expects(definition.table, kind)))


def _of_place(found: Sequence[Finding | None], method: Methodology) -> Verdict:
    """The first figure if it is known; where it is hidden or uncertain only a short one takes its place.

    What chance hides in a model no plain figure settles: there only one that is read against chance too does.
    """
    first, *others = found
    if first is not None and is_known(first):
        return Verdict(first.rating, None, (first,))
    state = _state(first)
    uncertain = first is not None and first.distinguishable is False
    for other in others:
        if other is None or not is_known(other):
            continue
        absent = state in ("no_evidence", "not_calculable")
        if absent or (is_short(other.rating) and (not uncertain or method.indicators[other.indicator].chance)):
            return Verdict(other.rating, None, (other,))
    if state == "no_evidence":
        state = next((_state(other) for other in others if _state(other) != "no_evidence"), state)
    return Verdict(None, state)


def _state(finding: Finding | None) -> State:
    if finding is None or finding.status == "no_evidence":
        return "no_evidence"
    hidden = finding.status == "suppressed" or finding.reason == "part_hidden" or finding.distinguishable is False
    return "not_rated" if hidden else "not_calculable"
