"""What several audits say together: counts, sums and quarters, without words.

Sums of what everybody in an organisation sees (seats, posts, members) are of any number of audits; counts and quarters
of what its report alone says are made of audits over which they may be (:class:`.together.Counting`).
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
    """A share of people, seats or posts added up over organisations, and the same of the round before where it is."""

    part: float
    n: float
    audits: int
    earlier_part: float = 0.0
    earlier_n: float = 0.0
    now_of_these: float = 0.0
    """Share, now, of the organisations of which the round before is known."""
    repeated: int = 0
    """How many organisations those are."""

    @property
    def share(self) -> float:
        """The part of all."""
        return self.part / self.n

    @property
    def before(self) -> float | None:
        """The part of all in the round before, of the organisations of which both are known."""
        return self.earlier_part / self.earlier_n if self.earlier_n else None


def counted(
    counting: Counting, question: str, audits: Sequence[Audited], is_so: Callable[[Audited], bool | None]
) -> Counted | None:
    """Of the audits of which it is known, how many are so; ``None`` where that may not be told."""
    answers = ((one.element, is_so(one)) for one in audits)
    return counting.count(question, {element: said for element, said in answers if said is not None})


def short_in(counting: Counting, audits: Sequence[Audited], area: str, source: Source) -> Counted | None:
    """How many are short of what is asked in a key area, by facts, documents, women's or men's answers."""

    def is_so(audit: Audited) -> bool | None:
        pattern = _of(audit, area)
        rating = getattr(pattern, source) if pattern else None
        return is_short(rating) if rating else None

    return counted(counting, f"short in {area} by {source}", audits, is_so)


def mostly_short(counting: Counting, audits: Sequence[Audited], areas: Sequence[str]) -> Counted | None:
    """How many are short, by facts or documents, in more than half of those of the areas of which these are known."""

    def is_so(audit: Audited) -> bool | None:
        found = [pattern for area in areas if (pattern := _of(audit, area))]
        ratings = [rating for one in found if (rating := lowest([one.facts, one.documents]))]
        return 2 * sum(map(is_short, ratings)) > len(ratings) if ratings else None

    return counted(counting, f"mostly short in {' '.join(areas)}", audits, is_so)


def in_force(counting: Counting, audits: Sequence[Audited], criterion: str) -> Counted | None:
    """In how many a criterion of the document review is met, of those that reviewed it."""

    def is_so(audit: Audited) -> bool | None:
        return audit.documents[criterion] in MET if criterion in audit.documents else None

    return counted(counting, f"in force {criterion}", audits, is_so)


def meets(counting: Counting, audits: Sequence[Audited], indicator: str) -> Counted | None:
    """How many meet the target of a figure, of those of which it is rated."""

    def is_so(audit: Audited) -> bool | None:
        found = audit.figures.get(indicator)
        return found.rating in MET if found and found.rating else None

    return counted(counting, f"meets {indicator}", audits, is_so)


def answered(counting: Counting, audits: Sequence[Audited]) -> tuple[int, int] | None:
    """How many recommendations have an answer, of all that were made; ``None`` where that may not be told."""
    if not counting.may_tell("answered", (f"{one.element}/{one.meetings}" for one in audits)):
        return None
    return sum(one.answered[0] for one in audits), sum(one.answered[1] for one in audits)


def carried_out(counting: Counting, audits: Iterable[Audited]) -> tuple[int, int] | None:
    """How many recommendations are done, of those that were taken on, as far as a follow-up says it."""
    known = {f"{one.element}/{one.meetings}": one.carried_out for one in audits if one.carried_out}
    if not counting.may_tell("carried out", known):
        return None
    return sum(done for done, _ in known.values()), sum(taken for _, taken in known.values())


def summed(audits: Sequence[Audited], indicator: str) -> Summed | None:
    """Women and all of an indicator that everybody sees, over the organisations that have it; ``None`` of none."""
    now = {one.slug: found for one in audits if (found := one.figures.get(indicator)) and _is_open(found)}
    if not now:
        return None
    then = {one.slug: found for one in audits if (found := one.earlier.get(indicator)) and _is_open(found)}
    both = [name for name in then if name in now]
    of_these = sum(now[name].n or 0 for name in both)
    return Summed(
        sum(map(_part, now.values())),
        sum(one.n or 0 for one in now.values()),
        len(now),
        sum(_part(then[name]) for name in both),
        sum(then[name].n or 0 for name in both),
        sum(_part(now[name]) for name in both) / of_these if of_these else 0.0,
        len(both),
    )


def by_level(audits: Sequence[Audited]) -> dict[str, Summed]:
    """Women in bodies by level of the body, from national to local as far as there are any."""
    names = dict.fromkeys(level for one in audits for level in one.levels)
    found: dict[str, Summed] = {}
    for name in names:
        known = [one.levels[name] for one in audits if name in one.levels and _is_open(one.levels[name])]
        if known:
            found[name] = Summed(sum(map(_part, known)), sum(one.n or 0 for one in known), len(known))
    order = ("national", "regional", "local")
    return dict(sorted(found.items(), key=lambda item: order.index(item[0]) if item[0] in order else len(order)))


def quotas_kept(audits: Iterable[Audited]) -> tuple[int, int]:
    """Bodies with a quota for women that keep it, and all bodies with one."""
    bodies = [one for audit in audits for one in audit.quotas if _is_open(one)]
    return sum((one.value or 0) <= 0 for one in bodies), len(bodies)


@dataclass(frozen=True, slots=True)
class Quartered:
    """The quarters of a figure over the organisations of which it is known, as they are printed."""

    unit: str
    low: float
    middle: float
    high: float
    audits: int


def quartered(counting: Counting, audits: Sequence[Audited], method: Methodology) -> dict[str, Quartered]:
    """The quarters that may be told, by indicator: of what everybody sees, and of protected figures."""
    rules, found = content(), {}
    for name in (*rules.women_of, *rules.quarters):
        known = {one.element: one.figures[name] for one in audits if name in one.figures}
        if name in rules.women_of:
            known = {element: one for element, one in known.items() if _is_open(one)}
        values = {element: one.value for element, one in known.items() if one.value is not None}
        made = _quartered(values.values(), method.indicators[name].unit)
        if made and (name in rules.women_of or counting.may_tell(f"quarters of {name}", values)):
            found[name] = made
    return found


def _quartered(values: Collection[float], unit: str) -> Quartered | None:
    made = quarters(values)
    if made is None:
        return None
    unit = "whole" if unit in ("share", "gap") else unit
    low, middle, high = (printed(one, unit) for one in made)
    return Quartered(unit, low, middle, high, len(values))


def recurring(
    counting: Counting,
    what: str,
    lists: Mapping[str, Collection[str]],
    most: int,
    judged: Mapping[str, Collection[str]] | None = None,
) -> list[tuple[str, Counted]]:
    """What stands in most lists (by audit); not what stands in few, of which only that may be said.

    ``judged``: what each audit could have said; the count is of those audits only. Without it, all could.
    """
    counts = Counter(name for one in lists.values() for name in set(one))
    answers = {
        name: {key: name in one for key, one in lists.items() if not judged or name in (*one, *judged[key])}
        for name in counts
    }
    ordered = sorted(counts, key=lambda name: (-counts[name], name))
    enough = [name for name in ordered if len(answers[name]) >= FEWEST]
    often = [name for name in enough if Counted(counts[name], len(answers[name])).form != "few"][:most]
    found = [(name, counting.count(f"{what} {name}", answers[name])) for name in often]
    return [(name, one) for name, one in found if one]


def changed(
    counting: Counting, audits: Sequence[Audited], method: Methodology
) -> dict[str, tuple[int, dict[str, Counted | None]]]:
    """Figures that five audits or more compare with their round before: of how many, and how many went which way."""
    verdicts: dict[str, dict[str, str]] = {}
    for one in audits:
        for change in one.changes:
            verdicts.setdefault(change.indicator, {})[one.element] = change.verdict
    return {
        name: (len(said), {way: _went(counting, name, way, said) for way in ("improved", "worsened")})
        for name in method.indicators
        if len(said := verdicts.get(name, {})) >= FEWEST
    }


def _went(counting: Counting, indicator: str, way: str, verdicts: Mapping[str, str]) -> Counted | None:
    return counting.count(f"{way} {indicator}", {element: verdict == way for element, verdict in verdicts.items()})


def _of(audit: Audited, area: str) -> EvidencePattern | None:
    return next((one for one in audit.patterns if one.area == area), None)


def _is_open(found: Finding) -> bool:
    """Whether it is what everybody in the organisation sees, and shown."""
    return found.regime == "public" and found.value is not None and bool(found.n)


def _part(found: Finding) -> float:
    if is_share_of_women(found):
        return found.women or 0.0
    return round((found.value or 0.0) * (found.n or 0.0))
