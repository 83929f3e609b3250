"""Figures of some people of a list whom no other table counts: those who manage, in an indicator of a researcher's own.

Nobody knows how such a part relates to what the tables count: the whole less these may be a few people.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from genderaudit.disclosure.knowledge import Knowledge
from genderaudit.disclosure.numbers import PART, PARTS, PEOPLE, WOMEN, Number, heads_of
from genderaudit.measures.result import Result


def near_parts(knowledge: Knowledge, table: str, results: Sequence[Result], few: float, own: bool) -> list[int]:
    """Positions of results that are of all but ``few`` people of another figure, where one of them is of a part.

    ``own``: the results may be, so that all figures count; else only those of parts.
    """
    layers = (*PARTS, PEOPLE, PART) if own else (PART,)
    near = []
    for i, result in enumerate(results):
        counts = [
            (number.value, shown)
            for number in heads_of(result)
            for place in _places(table, number, layers)
            for _, shown in knowledge.beside(knowledge.unknown(place, number.value))
        ]
        if any(0 < abs(one - other) < few for one, other in counts):
            near.append(i)
    return near


def note_parts(knowledge: Knowledge, table: str, shown: Iterable[Result]) -> None:
    """Have other figures know of how many people of a part these are."""
    for result in shown:
        for number in heads_of(result):
            for place in _places(table, number, (PART,)):
                knowledge.publish(knowledge.unknown(place, number.value), (number.value, number.value))


def are_all(knowledge: Knowledge, table: str, results: Sequence[Result]) -> bool:
    """Whether groups add up to all women of the list, as far as these have been shown.

    If not they are people of their own: as many of two parts are not the same.
    """
    everybody = knowledge.beside(knowledge.unknown((table, PEOPLE, WOMEN), -1.0))
    women: defaultdict[frozenset[str], float] = defaultdict(float)
    for result in results:
        women[frozenset(result.group)] += result.women or 0.0
    return not everybody or any(number in women.values() for _, number in everybody)


def _places(table: str, number: Number, layers: Iterable[str]) -> list[tuple[object, ...]]:
    """Where as many people would stand in these layers."""
    _, sex, group = number.place
    return [(table, one, sex, *sorted(group)) for one in layers]
