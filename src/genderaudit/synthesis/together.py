"""Disclosure rules over several organisations: nobody may learn what another organisation's report says.

Each count answers a *question* (short in key area K by documents?) over the *set* of audits with a known answer. Counts
over several sets can be subtracted, so the audits are divided into *cells* of those in the same sets. Two rules hold
for each question, together with everything released before: every cell has at least five audits, and the published
counts are consistent with at least two yes and two no in every cell. Then nobody who knows one audit can infer
another's answer. For the same reason counts near none or near all are published as such.
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
"""Minimum number of audits in a cell."""
FOR_QUARTERS = 12
EDGE = 2
"""Counts up to this number, or within it of all, are published as *at most* or *all but at most*."""
OTHERS = "others"
Elements = frozenset[str]


def cells(sets: Iterable[Elements]) -> list[Elements]:
    """Return the cells: audits grouped by the sets that contain them; those in none are left out."""
    places: dict[str, list[int]] = defaultdict(list)
    for number, members in enumerate(sets):
        for element in members:
            places[element].append(number)
    by_sets: dict[tuple[int, ...], set[str]] = defaultdict(set)
    for element, numbers in places.items():
        by_sets[tuple(numbers)].add(element)
    return [frozenset(members) for members in by_sets.values()]


def is_safe(sets: Iterable[Elements], fewest: int = FEWEST) -> bool:
    """Return True if every cell of these sets has at least ``fewest`` audits."""
    return all(len(cell) >= fewest for cell in cells(sets))


def by_kind(audits: Sequence[Audited], fewest: int = FEWEST) -> dict[str, list[Audited]]:
    """Return the audits by kind of organisation; kinds with fewer than ``fewest`` are combined as *others*.

    If *others* are too few, the smallest large kind joins them. Empty if that leaves fewer than two groups.
    """
    counts = Counter(audit.kind for audit in audits)
    large = [kind for kind, number in counts.items() if number >= fewest]
    rest = len(audits) - sum(counts[kind] for kind in large)
    if 0 < rest < fewest and large:
        large.remove(min(large, key=lambda kind: (counts[kind], kind)))
    groups: dict[str, list[Audited]] = {kind: [] for kind in sorted(large)}
    for audit in audits:
        groups.setdefault(audit.kind if audit.kind in groups else OTHERS, []).append(audit)
    return groups if len(groups) > 1 else {}


@dataclass(frozen=True, slots=True)
class Counted:
    """A count among ``n`` organisations: exact, or within ``EDGE`` of none or all."""

    number: int
    n: int

    @property
    def form(self) -> Literal["exact", "few", "nearly_all"]:
        """The form in which it is published."""
        if self.number <= EDGE:
            return "few"
        return "nearly_all" if self.number >= self.n - EDGE else "exact"

    @property
    def bounds(self) -> tuple[int, int]:
        """The smallest and largest number that the published form allows."""
        if self.form == "exact":
            return self.number, self.number
        return (0, EDGE) if self.form == "few" else (self.n - EDGE, self.n)


def quarters(values: Collection[float]) -> tuple[float, float, float] | None:
    """Return lower quartile, median and upper quartile of at least twelve figures; None with fewer.

    Each is the mean of three neighbouring figures, so that none is a single organisation's.
    """
    if len(values) < FOR_QUARTERS:
        return None
    ordered = sorted(values)
    places = (round(part * (len(ordered) - 1)) for part in (0.25, 0.5, 0.75))
    low, middle, high = (sum(ordered[place - 1 : place + 2]) / 3 for place in places)
    return low, middle, high


class Told(NamedTuple):
    """A published answer: between ``low`` and ``high`` of these audits are yes."""

    members: Elements
    low: int
    high: int


def leaves_open(answers: Sequence[Told]) -> bool:
    """Return True if the published answers are consistent with two yes and two no in every cell.

    Solved as an integer program (``scipy.optimize.milp``).
    """
    all_cells = cells(answer.members for answer in answers)
    if any(len(cell) < 2 * EDGE for cell in all_cells):
        return False
    if len(answers) == 1:
        return answers[0].low <= len(all_cells[0]) - EDGE and answers[0].high >= EDGE
    import numpy as np
    from scipy.optimize import Bounds, LinearConstraint, milp

    membership = np.array([[cell <= answer.members for cell in all_cells] for answer in answers], dtype=float)
    limits = LinearConstraint(membership, [answer.low for answer in answers], [answer.high for answer in answers])
    bounds = Bounds(EDGE, [len(cell) - EDGE for cell in all_cells])
    ones = np.ones(len(all_cells))
    return bool(milp(np.zeros(len(all_cells)), constraints=limits, bounds=bounds, integrality=ones).status == 0)


@dataclass
class Counting:
    """The protected figures that a synthesis publishes by question, beside those released before."""

    earlier: Mapping[str, Sequence[Told]] = field(default_factory=dict)
    now: dict[str, list[Told]] = field(default_factory=dict)
    withheld: bool = False
    """True if something is withheld because of its difference to other published figures."""

    def count(self, question: str, answers: Mapping[str, bool]) -> Counted | None:
        """Return how many audits are yes, of those known; None if fewer than five or if it may not be published."""
        counted = Counted(sum(answers.values()), len(answers))
        return counted if self._add_if_safe(question, Told(frozenset(answers), *counted.bounds)) else None

    def may_tell(self, question: str, members: Iterable[str]) -> bool:
        """Return True if a sum or quartiles over these audits may be published, by the cells alone."""
        of = frozenset(members)
        return self._add_if_safe(question, Told(of, 0, len(of)))

    def _add_if_safe(self, question: str, answer: Told) -> bool:
        known = [*self.earlier.get(question, ()), *self.now.get(question, ())]
        if len(answer.members) < FEWEST:
            return False
        if answer not in known:
            all_answers = [*known, answer]
            if not (is_safe(each.members for each in all_answers) and leaves_open(all_answers)):
                self.withheld = True
                return False
            self.now.setdefault(question, []).append(answer)
        return True


class Entry(Record):
    """A published answer: the place of its set in ``Register.sets``, and its bounds."""

    of: int
    low: int
    high: int


class Register(Record):
    """The protected figures that released syntheses of a workspace have published."""

    released: list[tuple[dt.date, str]] = []
    """Date and period of each release."""
    sets: list[list[str]] = []
    questions: dict[str, list[Entry]] = {}

    def told(self) -> dict[str, list[Told]]:
        """Return the published answers by question."""
        sets = [frozenset(members) for members in self.sets]
        return {
            question: [Told(sets[members.of], members.low, members.high) for members in entries]
            for question, entries in self.questions.items()
        }


def read_register(workspace: Workspace) -> Register:
    """Return the register of what was released so far."""
    path = workspace.syntheses()
    return Register.model_validate_json(path.read_bytes()) if path.is_file() else Register()


def note(workspace: Workspace, period: str, counting: Counting, day: dt.date) -> None:
    """Record what a synthesis publishes that is released now."""
    register = read_register(workspace)
    sets = {frozenset(answer): place for place, answer in enumerate(register.sets)}
    questions = {name: list(entries) for name, entries in register.questions.items()}
    for question, answers in counting.now.items():
        for answer in answers:
            place = sets.setdefault(answer.members, len(sets))
            questions.setdefault(question, []).append(Entry(of=place, low=answer.low, high=answer.high))
    released = [*register.released, (day, period)]
    whole = Register(released=released, sets=[sorted(answer) for answer in sets], questions=questions)
    write_atomically(workspace.syntheses(), whole.model_dump_json(indent=1) + "\n")
