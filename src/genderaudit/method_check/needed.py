"""Texts that the method requires in every language, each with the entry that requires it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from genderaudit.foundations.faults import Fault
from genderaudit.foundations.layers import Read
from genderaudit.method_check.language_file import Key
from genderaudit.methodology.method import KINDS, Methodology

UNNAMED_UNITS = ("p", "effect")
"""Units of columns that report tables do not name."""


@dataclass(frozen=True, slots=True)
class Needed:
    """A required text, and the entry of the method that requires it."""

    key: Key
    read: Read[Any]
    place: tuple[Any, ...]
    """Key of the list, id of the entry, and the path within the entry."""
    kind: str = ""
    """Kind of name in the last part of the key, if only the language files define it (``column``, ``role``)."""

    def fault(self, rule: str, /, **values: Any) -> Fault:
        """Return a fault of the entry."""
        return self.read.fault(rule, *self.place, **values)

    @property
    def file(self) -> str:
        """The file of the entry."""
        return self.fault("").file

    @property
    def line(self) -> int:
        """The line of the entry."""
        return self.fault("").line


def needed_texts(method: Methodology) -> Iterator[Needed]:
    """Yield every text that the method requires, except for faulty entries."""
    yield from _of_indicators(method)
    yield from _of_recommendations(method)
    for area in method.areas:
        yield from _of_entry(method, "area", area.id, *(("areas", area.id, part) for part in ("name", "question")))
    for item in method.questionnaire.items:
        yield from _of_entry(method, "item", item.id, ("items", item.id))
    for criterion in method.criteria:
        yield from _of_entry(method, "criterion", criterion.id, ("criteria", criterion.id))
    for source in method.sources:
        yield from _of_entry(method, "source", source, ("source_notes", source))
    for name, crosswalk in method.crosswalks.items():
        read = method.read[f"crosswalks/{name}.yml"]
        for provision in crosswalk.provisions:
            place = ("provisions", provision.id)
            yield Needed(("crosswalks", name, "name"), read, place)
            yield Needed(("crosswalks", name, provision.id), read, place)


def _of_entry(method: Methodology, kind: str, name: str, *keys: Key) -> Iterator[Needed]:
    file, entries = KINDS[kind]
    for key in keys:
        yield Needed(key, method.read[file], (entries, name))


def _of_indicators(method: Methodology) -> Iterator[Needed]:
    read = method.read["indicators.yml"]
    for one in method.indicators.values():
        place = ("indicators", one.id)
        yield Needed(("indicators", one.id, "title"), read, place)
        for name, unit in one.columns.items():
            if unit not in UNNAMED_UNITS:
                yield Needed(("columns", name), read, (*place, "columns", name), "column")


def _of_recommendations(method: Methodology) -> Iterator[Needed]:
    read = method.read["recommendations.yml"]
    for entry in method.recommendations:
        place = ("recommendations", entry.id)
        for part in ("short", "action", "why", "success"):
            yield Needed(("recommendations", entry.id, part), read, place)
        yield Needed(("roles", entry.role), read, (*place, "role"), "role")
