"""Complementary suppression: the fewest further rows to hide so that nothing hidden can be derived.

A table's rows are hidden or shown. Demands on the choice are linear inequalities: first those that the rules
of the method state (hidden groups are several, and together not few people), then, as long as the attacker
(``attack``) still derives something too closely, a cut made of the numbers that keep it so narrow. The choice
is the optimum of a mixed-integer program, or where that takes too long a greedy one; either way the
attacker has the last word.
Source: M. Fischetti, J. J. Salazar, Solving the cell suppression problem on tabular data with linear
constraints, Management Science 47 (2001), with rows of a table in place of cells.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence, Set
from dataclasses import dataclass, field, replace
from functools import partial

import numpy as np
from scipy.optimize import Bounds as Box
from scipy.optimize import LinearConstraint, milp

from genderaudit.disclosure.attack import Attack, Derived
from genderaudit.disclosure.errors import DisclosureError
from genderaudit.disclosure.knowledge import SIGNED, Bounds, Guard, Knowledge, Unknown
from genderaudit.memory import remember

SECONDS = 2.0  # for one choice; the greedy one takes over
SMALL = 1e-7
LOOKS = 4  # at all guards together, before each is looked at alone


@dataclass(slots=True)
class Row:
    """A row that may be shown: what it would publish, and what hiding it costs (people behind it)."""

    hidden: bool
    people: float
    values: dict[Unknown, float] = field(default_factory=dict)
    """Its numbers as they are."""
    shows: dict[Unknown, Bounds] = field(default_factory=dict)
    """What showing the row would say of them."""


@dataclass(frozen=True, slots=True)
class Demand:
    """Rows to hide: the numbers of those hidden add up to ``least``, if one of ``when`` is hidden (none: always)."""

    parts: Mapping[int, float]
    least: float
    when: int | None = None


@dataclass(frozen=True, slots=True)
class _Case:
    """A guarded unknown, and what can say something about it."""

    unknown: Unknown
    equations: set[int]
    reach: set[Unknown]


def complement(
    rows: Sequence[Row], demands: Sequence[Demand], knowledge: Knowledge, seconds: float = SECONDS
) -> set[int]:
    """Positions of the rows to hide, those hidden already included, so that every guard holds.

    In a second language the choice of the first is remembered.
    Raises ``DisclosureError`` where even hiding every row would leave a guard broken.
    """
    numbered, own = _numbered(rows, knowledge)
    known = own.published, own.equations, own.guards, own.ceilings
    return remember("complement", partial(_decide, numbered, demands, own, seconds), numbered, list(demands), known)


def _numbered(rows: Sequence[Row], knowledge: Knowledge) -> tuple[list[Row], Knowledge]:
    """Rows and all that is connected with them, under numbers as names.

    Names are keyed hashes and differ between rounds; the numbers follow the order of the table, and so does
    every choice between two that are equally good.
    """
    told = {unknown: row for row in rows for unknown in row.values if not knowledge.exact(unknown)}
    _, around = knowledge.around(told, told)
    equations = [knowledge.equations[i] for i in sorted(around)]
    met = dict.fromkeys(name for part in (*(row.values for row in rows), *equations) for name in part)
    number = {name: f"{SIGNED * name.startswith(SIGNED)}{place:06d}" for place, name in enumerate(met)}
    own = Knowledge(b"")
    own.published = {number[name]: knowledge.published[name] for name in met if name in knowledge.published}
    own.guards = {number[name]: knowledge.guards[name] for name in met if name in knowledge.guards}
    own.ceilings = {number[name]: knowledge.ceilings[name] for name in met if name in knowledge.ceilings}
    for equation in equations:
        own.add({number[name]: coefficient for name, coefficient in equation.items()})
    numbered = [
        replace(
            row,
            values={number[name]: value for name, value in row.values.items()},
            shows={number[name]: bounds for name, bounds in row.shows.items()},
        )
        for row in rows
    ]
    return numbered, own


def _decide(rows: Sequence[Row], demands: Sequence[Demand], knowledge: Knowledge, seconds: float) -> set[int]:
    wanted = list(demands)
    cases = _cases(rows, knowledge)
    hidden = _choose(rows, wanted, seconds)
    held: set[tuple[Unknown, frozenset[Unknown]]] = set()
    while cuts := _cuts(rows, hidden, knowledge, cases, held):
        wanted += cuts
        hidden = _choose(rows, wanted, seconds)
    return hidden


def _cases(rows: Sequence[Row], knowledge: Knowledge) -> list[_Case]:
    """Guarded unknowns that these rows could say something about, with the equations around each."""
    told = {unknown: row for row in rows for unknown in row.values if not knowledge.exact(unknown)}
    around, _ = knowledge.around(told, told)
    cases = []
    for unknown in sorted(around & knowledge.guards.keys()):
        reach, equations = knowledge.around([unknown], told)
        cases.append(_Case(unknown, equations, reach))
    return cases


def _choose(rows: Sequence[Row], demands: Sequence[Demand], seconds: float) -> set[int]:
    fixed = {i for i, row in enumerate(rows) if row.hidden}
    if all(_met(demand, fixed) for demand in demands):
        return fixed
    return _optimum(rows, demands, seconds) or _greedy(rows, demands, fixed)


def _costs(rows: Sequence[Row]) -> list[float]:
    """Few rows, and few people in them: a row costs its part of all rows and of all people."""
    everybody = sum(row.people for row in rows) or 1.0
    return [1 / len(rows) + row.people / everybody for row in rows]


def _optimum(rows: Sequence[Row], demands: Sequence[Demand], seconds: float) -> set[int] | None:
    matrix, least = np.zeros((len(demands), len(rows))), np.zeros(len(demands))
    for number, demand in enumerate(demands):
        for i, part in demand.parts.items():
            matrix[number, i] = part
        if demand.when is None:
            least[number] = demand.least
        else:
            matrix[number, demand.when] -= demand.least
    scale = np.maximum(np.abs(matrix).max(axis=1), SMALL)
    found = milp(
        _costs(rows),
        constraints=LinearConstraint(matrix / scale[:, None], least / scale - SMALL),
        integrality=np.ones(len(rows)),
        bounds=Box([float(row.hidden) for row in rows], 1.0),
        options={"time_limit": seconds, "mip_rel_gap": 0.0},
    )
    return {i for i, chosen in enumerate(found.x) if chosen > 0.5} if found.status == 0 else None


def _greedy(rows: Sequence[Row], demands: Sequence[Demand], fixed: set[int]) -> set[int]:
    hidden, costs = set(fixed), _costs(rows)
    while broken := next((demand for demand in demands if not _met(demand, hidden)), None):
        able = [i for i, part in broken.parts.items() if part > 0 and i not in hidden]
        if not able:
            raise DisclosureError
        hidden.add(min(able, key=lambda i: (costs[i], i)))
    return hidden


def _met(demand: Demand, hidden: set[int]) -> bool:
    if demand.when is not None and demand.when not in hidden:
        return True
    return sum(part for i, part in demand.parts.items() if i in hidden) >= demand.least * (1 - SMALL) - SMALL


def _cuts(
    rows: Sequence[Row],
    hidden: set[int],
    knowledge: Knowledge,
    cases: Sequence[_Case],
    held: set[tuple[Unknown, frozenset[Unknown]]],
) -> list[Demand]:
    """What must be hidden besides, for each guard that the attacker breaks; ``held`` takes what holds."""
    shown: dict[Unknown, Bounds] = {}
    tellers: dict[Unknown, tuple[int, float]] = {}
    for i, row in enumerate(rows):
        if i not in hidden:
            for unknown, bounds in row.shows.items():
                before = shown.get(unknown, bounds)
                shown[unknown] = max(before[0], bounds[0]), min(before[1], bounds[1])
                if not knowledge.exact(unknown):
                    tellers.setdefault(unknown, (i, row.values[unknown]))

    def known(unknown: Unknown) -> Bounds:
        low, high = knowledge.bounds(unknown)
        more = shown.get(unknown, (low, high))
        return max(low, more[0]), min(high, more[1])

    cuts: list[Demand] = []
    told = {case.unknown: frozenset(case.reach & tellers.keys()) for case in cases}
    waiting = [case for case in cases if (case.unknown, told[case.unknown]) not in held]
    good = {case.unknown for case in waiting}
    for group in _doubtful(waiting, knowledge, known):
        if broken := _broken(group, knowledge, known, told[group[0].unknown]):
            good -= {case.unknown for case in group}
            cuts += [_cut(found, knowledge.guards[case.unknown], tellers) for case, found in broken]
    held.update((unknown, told[unknown]) for unknown in good)
    return cuts


def _doubtful(cases: Sequence[_Case], knowledge: Knowledge, bounds: Callable[[Unknown], Bounds]) -> list[list[_Case]]:
    """Cases whose guard a first look does not find to hold, those with the same equations together."""
    if not cases:
        return []
    equations = sorted(set().union(*(case.equations for case in cases)))
    attack = Attack([knowledge.equations[i] for i in equations], bounds, (), [case.unknown for case in cases])
    for look in range(LOOKS):
        wide = attack.spread([case.unknown for case in cases], look)
        cases = [case for case in cases if not knowledge.guards[case.unknown].holds(*wide[case.unknown])]
        if not cases:
            return []
    groups: defaultdict[frozenset[int], list[_Case]] = defaultdict(list)
    for case in cases:
        groups[frozenset(case.equations)].append(case)
    return list(groups.values())


def _broken(
    cases: Sequence[_Case], knowledge: Knowledge, bounds: Callable[[Unknown], Bounds], kept: Set[Unknown]
) -> list[tuple[_Case, Derived]]:
    """Those of the cases, of the same equations, whose guard does not hold, with what is derived."""
    equations = [knowledge.equations[i] for i in sorted(cases[0].equations)]
    attack = Attack(equations, bounds, kept, [case.unknown for case in cases])
    found = zip(cases, attack.derive([case.unknown for case in cases]), strict=True)
    return [(case, one) for case, one in found if not knowledge.guards[case.unknown].holds(one.low, one.high)]


def _cut(found: Derived, guard: Guard, tellers: Mapping[Unknown, tuple[int, float]]) -> Demand:
    """The interval grows no wider than by what hiding each keeper allows; so much at least is needed."""
    middle = abs(found.low + found.high) / 2
    needed = guard.width * (middle if guard.relative else 1.0)
    missing = max(needed - (found.high - found.low), SMALL * needed, 1e-9)
    parts: dict[int, float] = {}
    for unknown, (down, up) in found.keepers.items():
        row, value = tellers[unknown]
        grows = missing if up else down * abs(value)  # what is hidden may be as large as anything
        parts[row] = min(missing, parts.get(row, 0.0) + grows)
    if not any(part > 0 for part in parts.values()):
        raise DisclosureError
    return Demand(parts, min(missing, sum(parts.values())))
