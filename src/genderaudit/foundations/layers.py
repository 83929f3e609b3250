"""The suite's method and texts, with a workspace's own laid over them.

A workspace may hold ``templates/methodology`` and ``templates/language``: files of the same names and the same YAML as
the suite's. A list entry replaces the one with the same ``id``, or is added at the end; a key of a mapping
replaces or is added; a list whose entries have no ``id`` replaces the whole list. Nothing is removed.

The suite keeps a language as a folder of files by topic (``language/fr``), each with outermost keys of its own; they
are read as one, over which a workspace lays one file (``language/fr.yml``).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass, field, replace
from fnmatch import fnmatch
from pathlib import Path
from typing import Any, Generic, TypeVar

from pydantic import BaseModel, ValidationError

from genderaudit.foundations.errors import AuditError, HasSentence, wrong_call
from genderaudit.foundations.faults import Fault, Place, faults_of_model
from genderaudit.foundations.workspace import TEMPLATES, OwnTemplates
from genderaudit.foundations.yamlfile import MOST_TRIES, parse_yaml

Model = TypeVar("Model", bound=BaseModel)
METHOD = "methodology/"


@dataclass(frozen=True, slots=True)
class Layered:
    """The data of a file with a workspace's layer, and the file and line of each place."""

    file: str
    """The suite's file, relative to ``templates``."""
    own_file: str
    """The workspace's file, relative to the workspace; empty where it has none."""
    data: Any
    lines: dict[Place, int]
    own: frozenset[Place]
    """Places that come from the workspace's file."""
    laid: tuple[str, ...]
    """Entries that the workspace replaces or adds, with their outermost key: ``indicators.pay_gap``."""
    faults: tuple[HasSentence, ...]
    """Reasons why a file, or a part of it, cannot be read."""
    topics: Mapping[str, str] = field(default_factory=dict)
    """Outermost key → the suite's file, where they are in several."""

    def at(self, place: Place) -> tuple[str, int]:
        """Return file and line of a place; for a missing one those of the place that would contain it."""
        known = next((place[:end] for end in range(len(place), -1, -1) if place[:end] in self.lines), ())
        file = self.topics.get(str(place[0]), self.file) if place else self.file
        return self.own_file if known in self.own else file, self.lines.get(known, 1)

    def fault(self, rule: str, place: Place, /, **values: Any) -> Fault:
        """Return a fault at a place given by positions; its sentence names entries by their ids."""
        file, line = self.at(place)
        return Fault(file, line, rule, place, values).named(self.data)


@dataclass(frozen=True, slots=True)
class Read(Generic[Model]):
    """A layered file as a model of its valid parts; ``model`` is None where too little is valid."""

    layered: Layered
    model: Model | None
    faults: list[HasSentence]

    def ids(self, key: str) -> list[str]:
        """Return the ids of a list, with those of faulty entries, so that references to them are not faults, too."""
        data = self.layered.data if isinstance(self.layered.data, dict) else {}
        entries = data.get(key)
        if isinstance(entries, dict):
            return list(entries)
        return [str(one.get("id")) for one in entries or () if isinstance(one, dict)]

    def fault(self, rule: str, key: str, name: str, /, *inner: Any, **values: Any) -> Fault:
        """Return a fault of the entry of this name below ``key``."""
        entries = self.layered.data[key]
        at = name if isinstance(entries, dict) else len(entries) - 1 - self.ids(key)[::-1].index(name)
        return self.layered.fault(rule, (key, at, *inner), **values)


def layered(part: str, own: OwnTemplates | None, folder: Path = TEMPLATES) -> Layered:
    """Return the file ``part`` (``methodology/targets.yml``) with a workspace's layer.

    A file that cannot be read becomes a fault of it.
    """
    over_path = own.folder / part if own else None
    own_file = f"{over_path.parents[2].name}/templates/{part}" if over_path and over_path.is_file() else ""
    faults: list[HasSentence] = []
    data: Any = None
    lines: dict[Place, int] = {}
    topics: dict[str, str] = {}
    by_topic = (folder / part).with_suffix("")
    if by_topic.is_dir():
        data, lines, topics = _joined(by_topic, folder, faults)
    elif (folder / part).is_file() or not own_file:
        data, lines = _parsed(folder / part, part, faults)
    if not own_file or over_path is None:
        return Layered(part, "", data, lines, frozenset(), (), tuple(faults), topics)
    over, over_lines = _parsed(over_path, own_file, faults)
    moved: dict[Place, Place] = {}
    if over is not None:
        data = _laid(data, over, (), (), moved)
    replaced, added = set(moved.values()), {}
    for known, line in over_lines.items():
        for end in range(len(known) + 1):
            if known[:end] in moved:
                added[*moved[known[:end]], *known[end:]] = line
    lines = {known: line for known, line in lines.items() if replaced.isdisjoint(_prefixes(known))} | added
    laid = tuple(_name_of(over, origin) for origin in moved)
    return Layered(part, own_file, data, lines, frozenset(added), laid, tuple(faults), topics)


def read_layered(part: str, model: type[Model], own: OwnTemplates | None, folder: Path = TEMPLATES) -> Read[Model]:
    """Return the file as a model of its valid parts, with every fault; faulty values or entries are left out."""
    found = layered(part, own, folder)
    faults, rest = list(found.faults), found.data
    for _ in range(MOST_TRIES):  # without a faulty entry something else may be wrong
        try:
            return Read(found, model.model_validate(rest), faults)
        except ValidationError as error:
            of_file = faults_of_model(found.file, model, rest, found.lines, error.errors(include_input=False))
            wrong = list(of_file)
        if rest is found.data:
            placed = [replace(one, file=found.at(one.place)[0], line=found.at(one.place)[1]) for one in wrong]
            faults += [one.named(found.data) for one in placed]
        if not isinstance(rest, dict) or any(len(one.place) < 2 for one in wrong):
            break
        rest = _without_faulty(rest, [one.place for one in wrong])
    return Read(found, None, faults)


def laid_over(own: OwnTemplates | None, language: str = "*") -> dict[str, tuple[str, ...]]:
    """Return files of a workspace's layer → the entries that they replace or add.

    ``language``: code of the only language whose texts count; all by default.
    """
    read = (f"language/{language}.yml", f"{METHOD}*.yml")
    parts = [part for part in own_parts(own) if any(fnmatch(part, pattern) for pattern in read)]
    found = {f"templates/{part}": layered(part, own).laid for part in parts}
    return {file: names for file, names in found.items() if names}


def own_parts(own: OwnTemplates | None) -> list[str]:
    """Return the files of a workspace's layer, relative to ``templates``."""
    return [Path(name).relative_to(own.folder).as_posix() for name, *_ in own.stamp] if own else []


def _without_faulty(data: dict[str, Any], places: Sequence[Place]) -> dict[str, Any]:
    """Return the data without these places; where a place is missing, without the entry that lacks it."""
    rest = deepcopy(data)
    for place in sorted(places, key=_backwards, reverse=True):  # positions before a removed one stay
        inner, at = rest, place
        try:
            for part in place[:-1]:
                inner = inner[part]
            del inner[place[-1]]
        except (KeyError, IndexError, TypeError):
            inner, at = rest[place[0]], place[:2]
            if isinstance(inner, list | dict) and _has(inner, at[-1]):
                del inner[at[-1]]
    return rest


def _has(inner: list[Any] | dict[str, Any], part: Any) -> bool:
    return part in inner if isinstance(inner, dict) else isinstance(part, int) and part < len(inner)


def _backwards(place: Place) -> list[tuple[int, str]]:
    return [(part, "") if isinstance(part, int) else (-1, str(part)) for part in place]


def _joined(
    by_topic: Path, folder: Path, faults: list[HasSentence]
) -> tuple[dict[str, Any], dict[Place, int], dict[str, str]]:
    """Return the files of a folder as one: data, lines, and the file of each outermost key; no key is in two."""
    data: dict[str, Any] = {}
    lines: dict[Place, int] = {}
    topics: dict[str, str] = {}
    for path in sorted(by_topic.glob("*.yml")):
        name = path.relative_to(folder).as_posix()
        found, found_lines = _parsed(path, name, faults)
        for key in found or {}:
            if key in topics:
                raise wrong_call(f"{name}: the key {key} is in {topics[key]} already.")
            topics[key] = name
        data |= found or {}
        lines |= {place: line for place, line in found_lines.items() if place}
    return data, lines, topics


def _parsed(path: Path, name: str, faults: list[HasSentence]) -> tuple[Any, dict[Place, int]]:
    """Return data and lines of a file; errors of reading become faults."""
    try:
        data, lines, found = parse_yaml(path)
    except AuditError as error:
        parts = error.values["parts"] if error.key == "together" else [error]
        faults += [replace(one, file=name) if isinstance(one, Fault) else _of_file(one, name) for one in parts]
        return None, {}
    faults += [replace(one, file=name) for one in found]
    return data, lines


def _of_file(error: AuditError, name: str) -> AuditError:
    """The same error with the file's name from the workspace, or from ``templates``, on."""
    return AuditError(error.key, **{**error.values, "file": name})


def _laid(base: Any, over: Any, origin: Place, place: Place, moved: dict[Place, Place]) -> Any:
    """Lay ``over`` on ``base``; ``moved`` records which place of ``over`` is where in the result."""
    if isinstance(base, dict) and isinstance(over, dict):
        result = dict(base)
        for key, value in over.items():
            result[key] = _laid(base.get(key), value, (*origin, key), (*place, key), moved)
        return result
    if isinstance(base, list) and isinstance(over, list) and over and all(map(_id, over)) and all(map(_id, base)):
        entries, ids = list(base), [_id(one) for one in base]
        for at, one in enumerate(over):
            to = ids.index(_id(one)) if _id(one) in ids else len(entries)
            entries[to : to + 1] = [one]
            moved[*origin, at] = (*place, to)
        return entries
    moved[origin] = place
    return over


def _prefixes(place: Place) -> list[Place]:
    return [place[:end] for end in range(len(place) + 1)]


def _id(entry: Any) -> str:
    return str(entry.get("id") or "") if isinstance(entry, dict) else ""


def _name_of(data: Any, place: Place) -> str:
    """Return a place as text, list entries by their id."""
    return ".".join(str(part) for part in Fault("", 0, "", place).named(data).place)
