"""Key messages: sentences that open a report, chosen from findings by rules.

The rules: gaps in the order of ``conclusions.ranking``, what works, what to do first. Each message is a text of the
language file about one finding, with its number and base.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from genderaudit.conclusions.choice import choice
from genderaudit.conclusions.findings import EvidencePattern, Finding, Findings, Message, SelectedRecommendation
from genderaudit.conclusions.ranking import Ranking
from genderaudit.conclusions.ratings import NEAR_ONE, ORDER, VIEW, differ, is_known, is_short
from genderaudit.conclusions.recording import is_share_of_women
from genderaudit.conclusions.session import Session
from genderaudit.methodology.method import Methodology

GAPS = 3
LISTS = "expected"
"""Base of figures about lists, not people: no report begins with data that an organisation lacks."""
FEWEST = 3
"""Areas from which one may be called the lowest."""
MEMBERS = "members_women_share"
FLOAT_TOLERANCE = 1e-9  # a difference of exactly BEHIND may be larger by so much as a binary fraction
BEHIND = 0.05
"""A share that meets its target is no strength if it is this far below women's share among members."""


def headlines(findings: Iterable[Finding], method: Methodology, most: int = 5) -> list[Message]:
    """Return the main figures of the whole organisation: core figures first, in the order of the report."""
    telling = [
        f for f in _main_figures(findings, method) if f.calculated and not method.indicators[f.indicator].by_chance
    ]
    known = [f for f in telling if (f.n or 0) >= method.thresholds.smallest_rated(method.indicators[f.indicator].base)]
    ranked = sorted(known, key=lambda f: -method.indicators[f.indicator].weight)
    return [Message(text="plain", finding=f.id) for f in ranked[:most]]


def gaps_and_strengths(
    gaps: Sequence[Finding],
    method: Methodology,
    perceptions: Sequence[Finding] = (),
    patterns: Sequence[EvidencePattern] = (),
) -> list[Message]:
    """Return the highest-ranking gaps, one per indicator, with the worst figure and view, and one strength."""
    ranked = _first_few(_one_per_indicator(ranked_gaps(gaps, method, perceptions, patterns)))
    named = [Message(text="women_say" if f.indicator == VIEW else "gap", finding=f.id) for f in ranked]
    if not named and any(is_known(f) for f in main_findings(gaps, method, perceptions)):
        named = [Message(text="none_found")]
    return named + [Message(text="strength", finding=f.id) for f in _strengths(gaps, method)[:1]]


def main_findings(gaps: Sequence[Finding], method: Methodology, perceptions: Sequence[Finding] = ()) -> list[Finding]:
    """Return the findings with which a report may begin: main figures, and women's views of each key area."""
    return [
        *_main_figures(gaps, method),
        *(f for f in perceptions if f.indicator == VIEW and f.group.get("sex") == "F"),
    ]


def offered(
    gaps: Sequence[Finding],
    method: Methodology,
    perceptions: Sequence[Finding] = (),
    patterns: Sequence[EvidencePattern] = (),
) -> list[Finding]:
    """Return the findings that a validation session may order and reword: gaps by rank, then other known ones."""
    ranked = ranked_gaps(gaps, method, perceptions, patterns)
    others = [f for f in main_findings(gaps, method, perceptions) if f.calculated and f not in ranked]
    return [*ranked, *sorted(others, key=lambda f: (f.area, f.id))]


def ranked_gaps(
    gaps: Sequence[Finding],
    method: Methodology,
    perceptions: Sequence[Finding] = (),
    patterns: Sequence[EvidencePattern] = (),
) -> list[Finding]:
    """Return the main findings that fall short, by rank."""
    areas = {pattern.area: pattern for pattern in patterns}
    ranking = Ranking([*gaps, *perceptions], method)
    short = [f for f in main_findings(gaps, method, perceptions) if ranking.leads(f)]
    short.sort(key=lambda f: f.id)
    return sorted(short, key=lambda f: ranking.of([f], areas.get(f.area)).order, reverse=True)


def leading(
    gaps: Sequence[Finding],
    method: Methodology,
    perceptions: Sequence[Finding] = (),
    patterns: Sequence[EvidencePattern] = (),
    session: Session | None = None,
) -> list[str]:
    """Return the ids of a report's first findings: those placed by the session, then the highest-ranking gaps."""
    session = session or Session()
    known = [f.id for f in main_findings(gaps, method, perceptions)]
    placed = session.placed(known)
    ranked = [f for f in ranked_gaps(gaps, method, perceptions, patterns) if f.id not in placed]
    rest = _first_few([f for f in _one_per_indicator(ranked) if not session.of(f.id).left_out])
    return [*placed, *(f.id for f in rest)][:GAPS]


def voices(perceptions: Iterable[Finding], method: Methodology) -> list[Message]:
    """Return the area that women rate lowest, and the widest difference between women and men, if significant.

    An area is called the lowest only if it is lower than at least two others and none is hidden.
    """
    findings = list(perceptions)
    women = [f for f in findings if f.indicator == VIEW and f.group.get("sex") == "F"]
    known = [f for f in women if f.calculated]
    lowest = [f for f in known if f.value == min(view.value or 0 for view in known)]
    alone = len(lowest) == 1 and len(known) >= FEWEST and not any(f.status in ("suppressed", "banded") for f in women)
    chosen = [Message(text="lowest_area" if alone else "women_say", finding=view.id) for view in lowest[:1]]
    apart = [f for f in findings if f.indicator == "area_difference" and f.calculated]
    apart = [f for f in apart if differ(f.group["area"], findings, method)]
    if apart:
        chosen.append(Message(text="divided_area", finding=max(apart, key=lambda f: abs(f.value or 0)).id))
    return chosen


def of_the_audit(
    gaps: Findings,
    perceptions: Findings,
    patterns: Sequence[EvidencePattern],
    advice: Sequence[SelectedRecommendation],
    method: Methodology,
) -> list[Message]:
    """Return at most five messages of the whole report: gaps, a strength, the first step.

    The first step is the highest-ranking recommendation that answers the first gap answered by any.
    """
    messages = gaps_and_strengths(gaps.findings, method, perceptions.findings, patterns)
    findings_named = [message.finding for message in messages if message.text != "strength"]
    answers = [
        recommendation for gap in findings_named for recommendation in advice if gap in recommendation.evidence
    ] or list(advice)
    return [
        *messages,
        *(Message(text="first_step", recommendation=recommendation.recommendation) for recommendation in answers[:1]),
    ]


def _one_per_indicator(ranked: Sequence[Finding]) -> list[Finding]:
    """Return the first finding of each indicator."""
    first: dict[str, Finding] = {}
    for f in ranked:
        first.setdefault(f.indicator, f)
    return list(first.values())


def _first_few(ranked: Sequence[Finding]) -> list[Finding]:
    """Return the first few, including at least one view and one figure if there are any."""
    chosen = list(ranked[:GAPS])
    for wanted in (True, False):
        rest = [f for f in ranked[GAPS:] if (f.indicator == VIEW) is wanted]
        if rest and all((f.indicator == VIEW) is not wanted for f in chosen):
            chosen[-1] = rest[0]
    return chosen


def _strengths(gaps: Sequence[Finding], method: Methodology) -> list[Finding]:
    """Return figures of women that meet or exceed their target, core figures first, then the best.

    An index that is known differs from parity beyond chance, so it is no strength. Neither is a figure of which
    women have less (:func:`_women_have_less`), nor a figure on the same topic as one that falls short.
    """
    members = next((f.value for f in gaps if f.indicator == MEMBERS and not f.group), None)
    good = [
        f
        for f in _main_figures(gaps, method)
        if f.rating in ("meets", "exceeds") and is_known(f) and not _gap_against_women(f)
    ]
    good = [f for f in good if not method.indicators[f.indicator].young and f.women is not None and f.unit != "index"]
    beside_gap = _beside_gap(gaps, method)
    good = [f for f in good if not _women_have_less(f, members) and f.indicator not in beside_gap]
    weight = {f.id: method.indicators[f.indicator].weight for f in good}
    return sorted(good, key=lambda f: (-weight[f.id], -ORDER.index(f.rating or "missing"), f.id))


def _beside_gap(gaps: Sequence[Finding], method: Methodology) -> set[str]:
    """Return the indicators on the same topic as another that falls short, whether by chance or not.

    If women and men in like posts are paid alike but women earn less, the second is the message.
    """
    known = method.indicators
    pairs = choice().pairs()
    pairs |= {
        frozenset((entry.id, name)) for entry in known.values() for name in (*entry.told_by, entry.instead_of) if name
    }
    main = [f for f in gaps if f.indicator in known and known[f.indicator].represents_indicator(f.group)]
    short = {f.indicator for f in main if is_short(f.rating)}
    return set().union(*(pair - {name} for pair in pairs for name in pair & short))


def _main_figures(findings: Iterable[Finding], method: Methodology) -> list[Finding]:
    """Return one finding per core or headline indicator: the one for the whole organisation."""
    known = method.indicators
    main = [f for f in findings if f.indicator in known and known[f.indicator].represents_indicator(f.group)]
    return [f for f in main if known[f.indicator].weight > 1 and known[f.indicator].base != LISTS]


def _women_have_less(finding: Finding, members: float | None) -> bool:
    """Return True if women have less: a ratio below 1, or a share more than five points below that among members.

    The share among members may be unknown.
    """
    if finding.unit == "ratio":
        return (finding.value or 0) < 1 - NEAR_ONE
    if members is None or finding.value is None or not is_share_of_women(finding):
        return False
    return members - finding.value - BEHIND > FLOAT_TOLERANCE


def _gap_against_women(finding: Finding) -> bool:
    return finding.unit == "gap" and (finding.value or 0) > 0
