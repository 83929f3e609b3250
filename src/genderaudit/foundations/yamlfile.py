"""YAML files read into typed models; every error names file and line.

Plain YAML only: no tags, anchors or aliases (they can hide code or blow up), no duplicate keys; only
``true`` and ``false`` are truth values, so that ``no`` (Norway) or ``oui`` stay text; dates stay text
until a model asks for one.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from copy import deepcopy
from operator import attrgetter
from pathlib import Path
from typing import Any, TypeVar
from unicodedata import normalize

import yaml
from pydantic import BaseModel, ValidationError

from genderaudit.foundations.errors import AuditError, several
from genderaudit.foundations.faults import Fault, Place, of_models, of_yaml, runs_on
from genderaudit.foundations.limits import DEEPEST_SETTINGS, LARGEST_SETTINGS, LONGEST_NUMBER

Model = TypeVar("Model", bound=BaseModel)
MOST_TRIES = 5
"""How often a file is read anew without what was faulty."""


class Record(BaseModel):
    """Base of the models that mirror YAML files: unknown keys are errors, values do not change."""

    model_config = {"extra": "forbid", "frozen": True, "allow_inf_nan": False}


def load_model(path: Path, model: type[Model]) -> Model:
    """The file as ``model``. Errors list every fault with file and line."""
    return load_with_lines(path, model)[0]


def load_with_lines(path: Path, model: type[Model]) -> tuple[Model, dict[Place, int]]:
    """The file as ``model``, and the line of each place in it: other files may show what is wrong with it."""
    data, lines, faults = parsed(path)
    try:
        found = model.model_validate(data)
    except ValidationError as error:
        found_faults = of_models(path.name, model, data, lines, error.errors(include_input=False))
        faults += [fault.named(data) for fault in found_faults]
    if faults:
        raise several(sorted(faults, key=attrgetter("line")))
    return found, lines


def load_sound(
    path: Path, model: type[Model], needed: Mapping[str, Any]
) -> tuple[Model | None, list[Fault], dict[Place, int]]:
    """The file as ``model`` without its faulty parts, its faults, and the line of each place.

    No model where too little is left. ``needed`` stands for keys of the file that are missing or faulty and that the
    model must have. Raises ``AuditError`` for a file that cannot be read at all.
    """
    data, lines, faults = parsed(path)
    rest = data
    for _ in range(MOST_TRIES):  # what is left out may leave something else faulty
        try:
            return model.model_validate(rest), faults, lines
        except ValidationError as error:
            found = list(of_models(path.name, model, rest, lines, error.errors(include_input=False)))
        if rest is data:
            faults += [fault.named(data) for fault in found]
        places = [fault.place for fault in found]
        rest = without(rest, places) if isinstance(rest, dict) else {}
        rest |= {key: value for key, value in needed.items() if key not in rest}
    return None, faults, lines


def load(path: Path) -> tuple[Any, dict[Place, int]]:
    """The file's data, and the line of each place in it (a place is a path of keys and positions)."""
    data, lines, faults = parsed(path)
    if faults:
        raise several(faults)
    return data, lines


def without(data: dict[str, Any], places: Sequence[Place]) -> dict[str, Any]:
    """The data without what is at these places; of a list that holds one, without the whole list."""
    rest = deepcopy(data)
    for place in places:
        inner = rest
        for part in place:
            if not isinstance(inner, dict) or part not in inner:
                break
            if part == place[-1] or not isinstance(inner[part], dict):
                del inner[part]
                break
            inner = inner[part]
    return rest


def parsed(path: Path) -> tuple[Any, dict[Place, int], list[Fault]]:
    """Data, the line of each place, and the faults that leave the rest readable.

    Raises ``AuditError`` for a file that cannot be read at all.
    """
    try:
        content = path.read_bytes()
        if len(content) > LARGEST_SETTINGS:
            raise AuditError("yaml_large", file=path.name, most=LARGEST_SETTINGS // 1_000_000)
        text = normalize("NFC", content.decode("utf-8-sig"))
    except FileNotFoundError:
        raise AuditError("yaml_missing", file=path.name, folder=path.parent.name) from None
    except UnicodeDecodeError:
        raise AuditError("yaml_not_utf8", file=path.name) from None
    try:
        try:
            node = _composed(path, text, _FastLoader)
        except yaml.YAMLError:  # the slow loader says better where the fault is
            node = _composed(path, text, _Loader)
    except yaml.MarkedYAMLError as error:
        raise several([of_yaml(path.name, text, error)]) from None
    except yaml.YAMLError:
        raise AuditError("yaml_characters", file=path.name) from None
    found = _Found(path.name, text)
    return (found.convert(node, ()) if node else None), found.lines, found.faults


def _composed(path: Path, text: str, loader: Any) -> yaml.Node | None:
    depth = 0
    for event in yaml.parse(text, loader):  # one by one: the first trick ends it
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > DEEPEST_SETTINGS:
            line = event.start_mark.line + 1 if event.start_mark else 1
            raise AuditError("yaml_deep", file=path.name, line=line)
        if isinstance(event, yaml.NodeEvent):
            _refuse_tricks(path, event)
    node: yaml.Node | None = yaml.compose(text, loader)
    return node


class _Loader(yaml.SafeLoader):
    """YAML 1.2's core: other spellings of truth values, dates and numbers stay text."""

    yaml_implicit_resolvers: dict[str, list[tuple[str, re.Pattern[str]]]] = {}


class _FastLoader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
    """The same by the C library, where PyYAML has it: thirty times faster."""

    yaml_implicit_resolvers: dict[str, list[tuple[str, re.Pattern[str]]]] = {}


for _tag, _pattern, _first in (
    ("null", r"~|null|", ["~", "n", ""]),
    ("bool", r"true|false", ["t", "f"]),
    ("int", r"[-+]?[0-9]+", list("-+0123456789")),
    ("float", r"[-+]?[0-9]*\.[0-9]+(?:[eE][-+]?[0-9]+)?", list("-+.0123456789")),
):
    for _loader in (_Loader, _FastLoader):
        _loader.add_implicit_resolver(f"tag:yaml.org,2002:{_tag}", re.compile(rf"(?:{_pattern})\Z"), _first)


def _refuse_tricks(path: Path, event: yaml.NodeEvent) -> None:
    line = event.start_mark.line + 1 if event.start_mark else 1
    if event.anchor is not None:
        raise AuditError("yaml_anchor", file=path.name, line=line)
    if getattr(event, "tag", None) is not None:
        raise AuditError("yaml_tag", file=path.name, line=line)


class _Found:
    """What a file holds: made from its nodes, with the line of each place."""

    def __init__(self, file: str, text: str) -> None:
        self._file, self._rows = file, text.splitlines()
        self.lines: dict[Place, int] = {}
        self.faults: list[Fault] = []

    def convert(self, node: yaml.Node, place: Place) -> Any:
        """The value of a node; of a key that stands twice, that which stands first."""
        line = self.lines[place] = node.start_mark.line + 1
        if len(place) > DEEPEST_SETTINGS:
            raise AuditError("yaml_deep", file=self._file, line=line)
        if isinstance(node, yaml.SequenceNode):
            return [self.convert(item, (*place, i)) for i, item in enumerate(node.value)]
        if isinstance(node, yaml.MappingNode):
            return self._mapping(node, place)
        if isinstance(node, yaml.ScalarNode) and runs_on(node, self._rows):
            self.faults.append(Fault(self._file, line, "open_quote", place))
            return node.value
        kind = node.tag.rpartition(":")[2]
        if kind == "null":
            return None
        if kind == "bool":
            return node.value == "true"
        if kind == "int" and len(node.value) > LONGEST_NUMBER:
            self.faults.append(Fault(self._file, line, "long_number", place))
            return None
        return {"int": int, "float": float}.get(kind, str)(node.value)

    def _mapping(self, node: yaml.MappingNode, place: Place) -> dict[str, Any]:
        mapping: dict[str, Any] = {}
        for key_node, value_node in node.value:
            key = str(key_node.value)  # keys are names: 2025 and "2025" mean the same round
            if key in mapping:
                values = {"key": key, "first": self.lines[*place, key]}
                self.faults.append(Fault(self._file, key_node.start_mark.line + 1, "twice", (*place, key), values))
                continue
            mapping[key] = self.convert(value_node, (*place, key))
        return mapping
