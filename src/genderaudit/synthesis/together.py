"""What may be said of several organisations together, so that nobody learns what another one's report says.

Everything that is counted is counted over a *set* of audits. Whoever knows the counts over several sets knows those
over all their differences: the audits fall into cells of those that are in the same sets. While every cell has five
audits or more, no difference is of fewer, whatever is subtracted from what. Sets that were published earlier count too.
Counts near none and near all are told as such, since who belongs to a set knows its own part of it.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from genderaudit.files import write_atomically
from genderaudit.synthesis.audits import Audited
from genderaudit.workspace import Workspace
from genderaudit.yamlfile import Record

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


class Published(Record):
    """The sets over which a synthesis has counted."""

    date: dt.date
    period: str
    sets: list[list[str]]


class Register(Record):
    """All syntheses of a workspace that counted protected figures."""

    published: list[Published] = []

    @property
    def sets(self) -> list[Elements]:
        """Every set that was counted over."""
        return [frozenset(one) for synthesis in self.published for one in synthesis.sets]


def read_register(workspace: Workspace) -> Register:
    """What was published so far."""
    path = workspace.syntheses()
    return Register.model_validate_json(path.read_bytes()) if path.is_file() else Register()


def note(workspace: Workspace, period: str, sets: Sequence[Elements], day: dt.date) -> None:
    """Note what is published now, unless these sets were already."""
    register = read_register(workspace)
    if not sets or set(sets) <= set(register.sets):
        return
    made = Published(date=day, period=period, sets=[sorted(one) for one in sets])
    whole = register.model_copy(update={"published": [*register.published, made]})
    write_atomically(workspace.syntheses(), whole.model_dump_json(indent=1) + "\n")


def elements(audits: Iterable[Audited]) -> Elements:
    """The set of these audits."""
    return frozenset(one.element for one in audits)


@dataclass(frozen=True, slots=True)
class Protection:
    """What may be counted over the audits of a synthesis."""

    whole: bool
    """Whether protected figures may be counted over all of them."""
    kinds: Mapping[str, list[Audited]]
    """The kinds over which they may be counted too."""
    reason: Literal["", "few", "differs"]
    """Why nothing may be: fewer than five audits, or too few others than in an earlier synthesis."""

    @property
    def sets(self) -> list[Elements]:
        """The sets that are counted over."""
        return [elements(one) for one in self.kinds.values()]


def protection(audits: Sequence[Audited], earlier: Sequence[Elements]) -> Protection:
    """What may be counted, given the sets that were published before."""
    whole = elements(audits)
    if len(whole) < FEWEST:
        return Protection(False, {}, "few")
    if not is_safe([*earlier, whole]):
        return Protection(False, {}, "differs")
    groups = by_kind(audits)
    safe = groups and is_safe([*earlier, whole, *map(elements, groups.values())])
    return Protection(True, groups if safe else {}, "")
