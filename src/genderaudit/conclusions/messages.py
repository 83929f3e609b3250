"""Key messages: the sentences that open a report, chosen by rule from findings (never written by hand).

The rule: gaps as the audit ranks them (``conclusions.ranking``), what works, what to do first. Each message is a
sentence of the language file about one finding, with its number and base.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from genderaudit.conclusions.choice import choice
from genderaudit.conclusions.findings import EvidencePattern, Finding, Findings, Message, SelectedRecommendation
from genderaudit.conclusions.ranking import Ranking
from genderaudit.conclusions.ratings import ORDER, VIEW, differ, is_known, is_short
from genderaudit.conclusions.recording import is_share_of_women
from genderaudit.conclusions.session import Session
from genderaudit.methodology.method import Methodology

GAPS = 3
LISTS = "expected"
"""Base of figures about lists and not about people: no report begins with what an organisation does not count."""
FEWEST = 3
"""Areas of which one may be called the lowest."""
MEMBERS = "members_women_share"
BEHIND = 0.05
"""How far below women's share among members a share that meets its target is no strength any more."""


def headlines(findings: Iterable[Finding], method: Methodology, most: int = 5) -> list[Message]:
    """The most telling figures of the whole organisation: core figures first, in the order of the report."""
    telling = [f for f in _telling(findings, method) if f.calculated and not method.indicators[f.indicator].by_chance]
    known = [f for f in telling if (f.n or 0) >= method.thresholds.smallest_rated(method.indicators[f.indicator].base)]
    ranked = sorted(known, key=lambda f: -method.indicators[f.indicator].weight)
    return [Message(text="plain", finding=f.id) for f in ranked[:most]]


def gaps_and_strengths(
    gaps: Sequence[Finding],
    method: Methodology,
    perceptions: Sequence[Finding] = (),
    patterns: Sequence[EvidencePattern] = (),
) -> list[Message]:
    """The gaps that rank first, one an indicator, among them the worst figure and women's worst view; what works."""
    ranked = _first(_one_each(ranked_gaps(gaps, method, perceptions, patterns)))
    named = [Message(text="women_say" if f.indicator == VIEW else "gap", finding=f.id) for f in ranked]
    if not named and any(is_known(f) for f in main_findings(gaps, method, perceptions)):
        named = [Message(text="none_found")]
    return named + [Message(text="strength", finding=f.id) for f in _good(gaps, method)[:1]]


def main_findings(gaps: Sequence[Finding], method: Methodology, perceptions: Sequence[Finding] = ()) -> list[Finding]:
    """What a report can begin with: the main figures, and what women say of each key area."""
    return [*_telling(gaps, method), *(f for f in perceptions if f.indicator == VIEW and f.group.get("sex") == "F")]


def offered(
    gaps: Sequence[Finding],
    method: Methodology,
    perceptions: Sequence[Finding] = (),
    patterns: Sequence[EvidencePattern] = (),
) -> list[Finding]:
    """What a validation session may order and word anew: gaps as they rank, then what else is known."""
    ranked = ranked_gaps(gaps, method, perceptions, patterns)
    others = [f for f in main_findings(gaps, method, perceptions) if f.calculated and f not in ranked]
    return [*ranked, *sorted(others, key=lambda f: (f.area, f.id))]


def ranked_gaps(
    gaps: Sequence[Finding],
    method: Methodology,
    perceptions: Sequence[Finding] = (),
    patterns: Sequence[EvidencePattern] = (),
) -> list[Finding]:
    """The main findings that are short, as they rank."""
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
    """Ids of the findings that the report begins with: as the session placed them, then the gaps that rank first."""
    session = session or Session()
    known = [f.id for f in main_findings(gaps, method, perceptions)]
    placed = session.placed(known)
    ranked = [f for f in ranked_gaps(gaps, method, perceptions, patterns) if f.id not in placed]
    rest = _first([f for f in _one_each(ranked) if not session.of(f.id).left_out])
    return [*placed, *(f.id for f in rest)][:GAPS]


def voices(perceptions: Iterable[Finding], method: Methodology) -> list[Message]:
    """What women and men say: the area that women rate lowest, and the widest difference, if it is one.

    It is called the lowest where it is lower than all others, of three at least, and none is hidden.
    """
    found = list(perceptions)
    women = [f for f in found if f.indicator == VIEW and f.group.get("sex") == "F"]
    known = [f for f in women if f.calculated]
    lowest = [f for f in known if f.value == min(one.value or 0 for one in known)]
    alone = len(lowest) == 1 and len(known) >= FEWEST and not any(f.status in ("suppressed", "banded") for f in women)
    chosen = [Message(text="lowest_area" if alone else "women_say", finding=one.id) for one in lowest[:1]]
    apart = [f for f in found if f.indicator == "area_difference" and f.calculated]
    apart = [f for f in apart if differ(f.group["area"], found, method)]
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
    """The messages of the whole report: gaps, what works, what to do first; five at most.

    What to do first is the recommendation that ranks first of those that answer the first gap that any answers.
    """
    found = gaps_and_strengths(gaps.findings, method, perceptions.findings, patterns)
    named = [message.finding for message in found if message.text != "strength"]
    answers = [one for gap in named for one in advice if gap in one.evidence] or list(advice)
    return [*found, *(Message(text="first_step", recommendation=one.recommendation) for one in answers[:1])]


def _one_each(ranked: Sequence[Finding]) -> list[Finding]:
    """The first of each indicator."""
    first: dict[str, Finding] = {}
    for f in ranked:
        first.setdefault(f.indicator, f)
    return list(first.values())


def _first(ranked: Sequence[Finding]) -> list[Finding]:
    """The first few; where views are not among them, the first view takes the last place, and so do figures."""
    chosen = list(ranked[:GAPS])
    for wanted in (True, False):
        rest = [f for f in ranked[GAPS:] if (f.indicator == VIEW) is wanted]
        if rest and all((f.indicator == VIEW) is not wanted for f in chosen):
            chosen[-1] = rest[0]
    return chosen


def _good(gaps: Sequence[Finding], method: Methodology) -> list[Finding]:
    """What meets or exceeds, core figures first, then the best; of women, and no gap to their disadvantage.

    An index that is known is beyond chance, so there is a difference, if a small one: no strength. Nor is a share of
    women that lies well below theirs among members, nor a figure beside one of the same thing that is short.
    """
    members = next((f.value for f in gaps if f.indicator == MEMBERS and not f.group), None)
    good = [f for f in _telling(gaps, method) if f.rating in ("meets", "exceeds") and is_known(f) and not _against(f)]
    good = [f for f in good if not method.indicators[f.indicator].young and f.women is not None and f.unit != "index"]
    beside_gap = _beside_gap(gaps, method)
    good = [f for f in good if not _behind(f, members) and f.indicator not in beside_gap]
    weight = {f.id: method.indicators[f.indicator].weight for f in good}
    return sorted(good, key=lambda f: (-weight[f.id], -ORDER.index(f.rating or "missing"), f.id))


def _beside_gap(gaps: Sequence[Finding], method: Methodology) -> set[str]:
    """The indicators of which another one that tells of the same thing is short of its target, chance or not.

    Women and men of like posts are paid alike, and women earn less: the second is the news, and the first no comfort.
    """
    known = method.indicators
    pairs = choice().pairs()
    pairs |= {frozenset((one.id, name)) for one in known.values() for name in (*one.told_by, one.instead_of) if name}
    main = [f for f in gaps if f.indicator in known and known[f.indicator].stands_for_it(f.group)]
    short = {f.indicator for f in main if is_short(f.rating)}
    return set().union(*(pair - {name} for pair in pairs for name in pair & short))


def _telling(findings: Iterable[Finding], method: Methodology) -> list[Finding]:
    """One finding an indicator that is core or headline: the one that stands for it."""
    known = method.indicators
    found = [f for f in findings if f.indicator in known and known[f.indicator].stands_for_it(f.group)]
    return [f for f in found if known[f.indicator].weight > 1 and known[f.indicator].base != LISTS]


def _behind(finding: Finding, members: float | None) -> bool:
    """Whether it is a share of women more than five points below women's share among members, where that is known."""
    if members is None or finding.value is None or not is_share_of_women(finding):
        return False
    return round(members - finding.value - BEHIND, 9) > 0


def _against(finding: Finding) -> bool:
    return finding.unit == "gap" and (finding.value or 0) > 0
