"""What may be said of several organisations together, so that nobody learns what another one's report says.

Everything that is counted answers a *question* (short in key area K by its documents?) over the *set* of audits of
which it is known. Whoever knows the counts over several sets subtracts them: the audits fall into *cells* of those that
are in the same sets. Two rules, for each question and all that was released before: every cell has five audits or more;
and what is told leaves it possible that in every cell two audits at least are so and two are not. Then whoever knows
one audit's part, its own, cannot tell any other's. For the same reason counts near none and near all are told as such.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from genderaudit.foundations.files import write_atomically
from genderaudit.foundations.workspace import Workspace
from genderaudit.foundations.yamlfile import Record
from genderaudit.synthesis.audits import Audited

FEWEST = 5
"""Audits in a cell."""
FOR_QUARTERS = 12
EDGE = 2
"""A count of so many or fewer, or of all but so many or more, is told as *at most* or *all but at most*."""
OTHERS = "others"
Elements = frozenset[str]


def cells(sets: Iterable[Elements]) -> list[Elements]:
    """The audits by the sets that they are in; those in none are left out."""
    places: dict[str, list[int]] = defaultdict(list)
    for number, one in enumerate(sets):
        for element in one:
            places[element].append(number)
    found: dict[tuple[int, ...], set[str]] = defaultdict(set)
    for element, numbers in places.items():
        found[tuple(numbers)].add(element)
    return [frozenset(one) for one in found.values()]


def is_safe(sets: Iterable[Elements], fewest: int = FEWEST) -> bool:
    """Whether no difference of these sets is of fewer audits."""
    return all(len(cell) >= fewest for cell in cells(sets))


def by_kind(audits: Sequence[Audited], fewest: int = FEWEST) -> dict[str, list[Audited]]:
    """The audits by kind of organisation: kinds of fewer are *others*, who are enough or take the smallest kind in.

    Empty where that makes fewer than two groups.
    """
    counts = Counter(one.kind for one in audits)
    large = [kind for kind, number in counts.items() if number >= fewest]
    rest = len(audits) - sum(counts[kind] for kind in large)
    if 0 < rest < fewest and large:
        large.remove(min(large, key=lambda kind: (counts[kind], kind)))
    groups: dict[str, list[Audited]] = {kind: [] for kind in sorted(large)}
    for one in audits:
        groups.setdefault(one.kind if one.kind in groups else OTHERS, []).append(one)
    return groups if len(groups) > 1 else {}


@dataclass(frozen=True, slots=True)
class Counted:
    """How many of ``n`` organisations: ``exact``, or within ``EDGE`` of none or of all."""

    number: int
    n: int

    @property
    def form(self) -> Literal["exact", "few", "nearly_all"]:
        """How it is told."""
        if self.number <= EDGE:
            return "few"
        return "nearly_all" if self.number >= self.n - EDGE else "exact"

    @property
    def bounds(self) -> tuple[int, int]:
        """The smallest and the largest number that is told so."""
        if self.form == "exact":
            return self.number, self.number
        return (0, EDGE) if self.form == "few" else (self.n - EDGE, self.n)


def quarters(values: Collection[float]) -> tuple[float, float, float] | None:
    """The lower quarter, the middle and the upper quarter of at least twelve figures; ``None`` of fewer.

    Each is the mean of the three figures there, so that none is an organisation's own.
    """
    if len(values) < FOR_QUARTERS:
        return None
    ordered = sorted(values)
    places = (round(part * (len(ordered) - 1)) for part in (0.25, 0.5, 0.75))
    low, middle, high = (sum(ordered[place - 1 : place + 2]) / 3 for place in places)
    return low, middle, high


class Told(NamedTuple):
    """An answer that was told: at least ``low``, at most ``high`` of these audits are so."""

    members: Elements
    low: int
    high: int


def leaves_open(told: Sequence[Told]) -> bool:
    """Whether all that was told of a question can be true while in every cell two audits are so and two are not."""
    found = cells(one.members for one in told)
    if any(len(cell) < 2 * EDGE for cell in found):
        return False
    if len(told) == 1:
        return told[0].low <= len(found[0]) - EDGE and told[0].high >= EDGE
    import numpy as np
    from scipy.optimize import Bounds, LinearConstraint, milp

    inside = np.array([[cell <= one.members for cell in found] for one in told], dtype=float)
    limits = LinearConstraint(inside, [one.low for one in told], [one.high for one in told])
    within = Bounds(EDGE, [len(cell) - EDGE for cell in found])
    whole = np.ones(len(found))
    return bool(milp(np.zeros(len(found)), constraints=limits, bounds=within, integrality=whole).status == 0)


@dataclass
class Counting:
    """What a synthesis tells of protected figures, question by question, beside what was released before."""

    earlier: Mapping[str, Sequence[Told]] = field(default_factory=dict)
    now: dict[str, list[Told]] = field(default_factory=dict)
    withheld: bool = False
    """Whether something is not told because of its difference to what else is told."""

    def count(self, question: str, answers: Mapping[str, bool]) -> Counted | None:
        """How many of the audits of which it is known are so; ``None`` of fewer than five, or where it may not be."""
        made = Counted(sum(answers.values()), len(answers))
        return made if self._may(question, Told(frozenset(answers), *made.bounds)) else None

    def may_tell(self, question: str, members: Iterable[str]) -> bool:
        """Whether a sum or quarters over these audits may be told: by the cells alone."""
        of = frozenset(members)
        return self._may(question, Told(of, 0, len(of)))

    def _may(self, question: str, one: Told) -> bool:
        known = [*self.earlier.get(question, ()), *self.now.get(question, ())]
        if len(one.members) < FEWEST:
            return False
        if one not in known:
            told = [*known, one]
            if not (is_safe(each.members for each in told) and leaves_open(told)):
                self.withheld = True
                return False
            self.now.setdefault(question, []).append(one)
        return True


class Entry(Record):
    """What was told of a question: the place of its set among ``Register.sets``, and its bounds."""

    of: int
    low: int
    high: int


class Register(Record):
    """What the released syntheses of a workspace have told of protected figures."""

    released: list[tuple[dt.date, str]] = []
    """Day and period of each."""
    sets: list[list[str]] = []
    questions: dict[str, list[Entry]] = {}

    def told(self) -> dict[str, list[Told]]:
        """The answers, by question."""
        sets = [frozenset(one) for one in self.sets]
        return {
            question: [Told(sets[one.of], one.low, one.high) for one in entries]
            for question, entries in self.questions.items()
        }


def read_register(workspace: Workspace) -> Register:
    """What was released so far."""
    path = workspace.syntheses()
    return Register.model_validate_json(path.read_bytes()) if path.is_file() else Register()


def note(workspace: Workspace, period: str, counting: Counting, day: dt.date) -> None:
    """Note what a synthesis tells that is released now."""
    register = read_register(workspace)
    sets = {frozenset(one): place for place, one in enumerate(register.sets)}
    questions = {name: list(entries) for name, entries in register.questions.items()}
    for question, told in counting.now.items():
        for one in told:
            place = sets.setdefault(one.members, len(sets))
            questions.setdefault(question, []).append(Entry(of=place, low=one.low, high=one.high))
    released = [*register.released, (day, period)]
    whole = Register(released=released, sets=[sorted(one) for one in sets], questions=questions)
    write_atomically(workspace.syntheses(), whole.model_dump_json(indent=1) + "\n")
