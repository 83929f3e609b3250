"""Figures over several audits: counts, sums and quartiles, without words.

Sums of figures public within an organisation (seats, posts, members) are computed over any number of audits; counts and
quartiles of figures that only reports contain need :class:`.together.Counting`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from genderaudit.conclusions.findings import EvidencePattern, Finding
from genderaudit.conclusions.ratings import is_short, lowest
from genderaudit.conclusions.recording import is_share_of_women
from genderaudit.foundations.precision import printed
from genderaudit.methodology.method import Methodology
from genderaudit.synthesis.audits import Audited, content
from genderaudit.synthesis.together import FEWEST, Counted, Counting, quarters

Source = Literal["facts", "documents", "women", "men"]
SOURCES: tuple[Source, ...] = ("facts", "documents", "women", "men")
MET = ("meets", "exceeds")


@dataclass(frozen=True, slots=True)
class Summed:
    """A share of people, seats or posts summed over organisations, and that of the earlier round if known."""

    part: float
    n: float
    audits: int
    earlier_part: float = 0.0
    earlier_n: float = 0.0
    now_of_these: float = 0.0
    """Current share in the organisations whose earlier round is known."""
    repeated: int = 0
    """Number of organisations whose earlier round is known."""

    @property
    def share(self) -> float:
        """The share, 0 to 1."""
        return self.part / self.n

    @property
    def before(self) -> float | None:
        """The share in the earlier round, 0 to 1, in the organisations with both rounds; None if there are none."""
        return self.earlier_part / self.earlier_n if self.earlier_n else None


def counted(
    counting: Counting, question: str, audits: Sequence[Audited], is_so: Callable[[Audited], bool | None]
) -> Counted | None:
    """Return for how many audits with a known answer it is True; None if that may not be published."""
    answers = ((audit.element, is_so(audit)) for audit in audits)
    return counting.count(question, {element: is_true for element, is_true in answers if is_true is not None})


def short_in(counting: Counting, audits: Sequence[Audited], area: str, source: Source) -> Counted | None:
    """Return how many fall short in a key area by facts, documents, women's or men's answers."""

    def is_so(audit: Audited) -> bool | None:
        pattern = _pattern_of(audit, area)
        rating = getattr(pattern, source) if pattern else None
        return is_short(rating) if rating else None

    return counted(counting, f"short in {area} by {source}", audits, is_so)


def mostly_short(counting: Counting, audits: Sequence[Audited], areas: Sequence[str]) -> Counted | None:
    """Return how many fall short in more than half of these areas, of those with known facts or documents."""

    def is_so(audit: Audited) -> bool | None:
        patterns = [pattern for area in areas if (pattern := _pattern_of(audit, area))]
        ratings = [rating for pattern in patterns if (rating := lowest([pattern.facts, pattern.documents]))]
        return 2 * sum(map(is_short, ratings)) > len(ratings) if ratings else None

    return counted(counting, f"mostly short in {' '.join(areas)}", audits, is_so)


def in_force(counting: Counting, audits: Sequence[Audited], criterion: str) -> Counted | None:
    """Return how many meet a criterion of the document review, of those that reviewed it."""

    def is_so(audit: Audited) -> bool | None:
        return audit.documents[criterion] in MET if criterion in audit.documents else None

    return counted(counting, f"in force {criterion}", audits, is_so)


def meets(counting: Counting, audits: Sequence[Audited], indicator: str) -> Counted | None:
    """Return how many meet the target of a figure, of those with a rating."""

    def is_so(audit: Audited) -> bool | None:
        figure = audit.figures.get(indicator)
        return figure.rating in MET if figure and figure.rating else None

    return counted(counting, f"meets {indicator}", audits, is_so)


def answered(counting: Counting, audits: Sequence[Audited]) -> tuple[int, int] | None:
    """Return recommendations with an answer, and all; None if that may not be published."""
    if not counting.may_tell("answered", (f"{audit.element}/{audit.meetings}" for audit in audits)):
        return None
    return sum(audit.answered[0] for audit in audits), sum(audit.answered[1] for audit in audits)


def carried_out(counting: Counting, audits: Iterable[Audited]) -> tuple[int, int] | None:
    """Return recommendations done, and those accepted, as far as a follow-up says; None if not publishable."""
    known = {f"{audit.element}/{audit.meetings}": audit.carried_out for audit in audits if audit.carried_out}
    if not counting.may_tell("carried out", known):
        return None
    return sum(done for done, _ in known.values()), sum(taken for _, taken in known.values())


def summed(audits: Sequence[Audited], indicator: str) -> Summed | None:
    """Return women and total of a public indicator, summed over the organisations that have it; None without any."""
    now = {audit.slug: figure for audit in audits if (figure := audit.figures.get(indicator)) and _is_open(figure)}
    if not now:
        return None
    then = {audit.slug: figure for audit in audits if (figure := audit.earlier.get(indicator)) and _is_open(figure)}
    both = [name for name in then if name in now]
    of_these = sum(now[name].n or 0 for name in both)
    return Summed(
        sum(map(_women_of, now.values())),
        sum(audit.n or 0 for audit in now.values()),
        len(now),
        sum(_women_of(then[name]) for name in both),
        sum(then[name].n or 0 for name in both),
        sum(_women_of(now[name]) for name in both) / of_these if of_these else 0.0,
        len(both),
    )


def by_level(audits: Sequence[Audited]) -> dict[str, Summed]:
    """Return women in bodies by level of the body, from national to local."""
    names = dict.fromkeys(level for audit in audits for level in audit.levels)
    totals: dict[str, Summed] = {}
    for name in names:
        known = [audit.levels[name] for audit in audits if name in audit.levels and _is_open(audit.levels[name])]
        if known:
            totals[name] = Summed(sum(map(_women_of, known)), sum(audit.n or 0 for audit in known), len(known))
    order = ("national", "regional", "local")
    return dict(sorted(totals.items(), key=lambda item: order.index(item[0]) if item[0] in order else len(order)))


def quotas_kept(audits: Iterable[Audited]) -> tuple[int, int]:
    """Return the number of bodies that meet their quota for women, and of all bodies with one."""
    bodies = [body for audit in audits for body in audit.quotas if _is_open(body)]
    return sum((body.value or 0) <= 0 for body in bodies), len(bodies)


@dataclass(frozen=True, slots=True)
class Quartered:
    """Quartiles of a figure over organisations, rounded as printed."""

    unit: str
    low: float
    middle: float
    high: float
    audits: int


def quartered(counting: Counting, audits: Sequence[Audited], method: Methodology) -> dict[str, Quartered]:
    """Return the quartiles that may be published, by indicator."""
    rules, quartiles = content(), {}
    for name in (*rules.women_of, *rules.quarters):
        known = {audit.element: audit.figures[name] for audit in audits if name in audit.figures}
        if name in rules.women_of:
            known = {element: audit for element, audit in known.items() if _is_open(audit)}
        values = {element: audit.value for element, audit in known.items() if audit.value is not None}
        computed = _quartered(values.values(), method.indicators[name].unit)
        if computed and (name in rules.women_of or counting.may_tell(f"quarters of {name}", values)):
            quartiles[name] = computed
    return quartiles


def _quartered(values: Collection[float], unit: str) -> Quartered | None:
    computed = quarters(values)
    if computed is None:
        return None
    unit = "whole" if unit in ("share", "gap") else unit
    low, middle, high = (printed(value, unit) for value in computed)
    return Quartered(unit, low, middle, high, len(values))


def recurring(
    counting: Counting,
    what: str,
    lists: Mapping[str, Collection[str]],
    most: int,
    judged: Mapping[str, Collection[str]] | None = None,
) -> list[tuple[str, Counted]]:
    """Return the most frequent entries of ``lists`` (by audit).

    Rare ones are left out, as their count would be withheld. ``judged``: entries that each audit could have had; only
    these audits are counted. Without it, all count.
    """
    counts = Counter(name for entries in lists.values() for name in set(entries))
    answers = {
        name: {key: name in entries for key, entries in lists.items() if not judged or name in (*entries, *judged[key])}
        for name in counts
    }
    ordered = sorted(counts, key=lambda name: (-counts[name], name))
    enough = [name for name in ordered if len(answers[name]) >= FEWEST]
    often = [name for name in enough if Counted(counts[name], len(answers[name])).form != "few"][:most]
    counted_entries = [(name, counting.count(f"{what} {name}", answers[name])) for name in often]
    return [(name, entries) for name, entries in counted_entries if entries]


def changed(
    counting: Counting, audits: Sequence[Audited], method: Methodology
) -> dict[str, tuple[int, dict[str, Counted | None]]]:
    """Return the figures compared with an earlier round in at least five audits: number, and by direction."""
    verdicts: dict[str, dict[str, str]] = {}
    for audit in audits:
        for change in audit.changes:
            verdicts.setdefault(change.indicator, {})[audit.element] = change.verdict
    return {
        name: (
            len(by_audit),
            {way: _count_direction(counting, name, way, by_audit) for way in ("improved", "worsened")},
        )
        for name in method.indicators
        if len(by_audit := verdicts.get(name, {})) >= FEWEST
    }


def _count_direction(counting: Counting, indicator: str, way: str, verdicts: Mapping[str, str]) -> Counted | None:
    return counting.count(f"{way} {indicator}", {element: verdict == way for element, verdict in verdicts.items()})


def _pattern_of(audit: Audited, area: str) -> EvidencePattern | None:
    return next((pattern for pattern in audit.patterns if pattern.area == area), None)


def _is_open(finding: Finding) -> bool:
    """Return True if the figure is public within the organisation and has a value."""
    return finding.regime == "public" and finding.value is not None and bool(finding.n)


def _women_of(finding: Finding) -> float:
    if is_share_of_women(finding):
        return finding.women or 0.0
    return round((finding.value or 0.0) * (finding.n or 0.0))
