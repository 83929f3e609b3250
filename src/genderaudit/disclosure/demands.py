"""What the rules of the method demand of the rows that are hidden: they are several, and together not few people."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence, Set

from genderaudit.disclosure.cells import Key, families, statement
from genderaudit.disclosure.rules import Limits
from genderaudit.disclosure.suppression import Demand
from genderaudit.measures.result import Result


def demands_on(
    results: Sequence[Result], protection: str, limits: Limits, closed: Set[Key] = frozenset()
) -> Iterator[Demand]:
    """Demands on a table. ``closed``: statements and areas of which something hidden would follow from all groups."""
    if protection == "answers":
        yield from _of_answers(results, limits, closed)
    elif protection in ("people", "pay"):
        smallest = limits.pay if protection == "pay" else limits.cell
        for _, family in families(results):
            yield from _several(results, family, family, limits)
            for sex in ("women", "men"):
                cells = {i: getattr(results[i], sex) or 0.0 for i in family}
                few = sum(cells.values()) < smallest  # however many are hidden, they are few
                parts, least = (dict.fromkeys(family, 1.0), len(family)) if few else (cells, smallest)
                yield from (Demand(parts, least, when=i) for i in family if cells[i])


def _several(
    results: Sequence[Result], family: Sequence[int], when: Sequence[int | None], limits: Limits, groups: int = 2
) -> Iterator[Demand]:
    people = {i: results[i].n for i in family}
    for trigger in when:
        yield Demand(dict.fromkeys(family, 1.0), min(groups, len(family)), trigger)
        yield Demand(people, min(float(limits.base), sum(people.values())), trigger)


def _of_answers(results: Sequence[Result], limits: Limits, closed: Set[Key]) -> Iterator[Demand]:
    """No group follows from the answers of all, and those of all, where hidden, not from the groups."""
    tables: defaultdict[Key, list[int]] = defaultdict(list)
    for i, result in enumerate(results):
        if "sex" not in result.group and result.n and frozenset(result.group.items()) > statement(result):
            tables[statement(result)].append(i)
    for key, rows in tables.items():
        if key and key in closed:
            yield from _several(results, rows, [None], limits, groups=1)
        else:
            yield from _several(results, rows, rows, limits)
