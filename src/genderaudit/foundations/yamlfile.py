"""YAML files read into typed models; every error names file and line.

Plain YAML only: no tags, anchors or aliases (they can run code or fill memory), no duplicate keys; only
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

from genderaudit.foundations.errors import AuditError, join_errors
from genderaudit.foundations.faults import Fault, Place, fault_of_yaml, faults_of_model, runs_on
from genderaudit.foundations.limits import DEEPEST_SETTINGS, LARGEST_SETTINGS, LONGEST_NUMBER

Model = TypeVar("Model", bound=BaseModel)
MOST_TRIES = 5
"""Most validations of a file, each without the parts found faulty before."""


class Record(BaseModel):
    """Base of the models that mirror YAML files: unknown keys are errors, values do not change."""

    model_config = {"extra": "forbid", "frozen": True, "allow_inf_nan": False}


def load_model(path: Path, model: type[Model]) -> Model:
    """Return the file as ``model``; raises ``AuditError`` with every fault, by file and line."""
    return load_with_lines(path, model)[0]


def load_with_lines(path: Path, model: type[Model]) -> tuple[Model, dict[Place, int]]:
    """Return the file as ``model``, and the line of each place in it, for faults that only other files reveal."""
    data, lines, faults = parse_yaml(path)
    try:
        loaded = model.model_validate(data)
    except ValidationError as error:
        found_faults = faults_of_model(path.name, model, data, lines, error.errors(include_input=False))
        faults += [fault.named(data) for fault in found_faults]
    if faults:
        raise join_errors(sorted(faults, key=attrgetter("line")))
    return loaded, lines


def load_valid_parts(
    path: Path, model: type[Model], needed: Mapping[str, Any]
) -> tuple[Model | None, list[Fault], dict[Place, int]]:
    """Return the file as ``model`` without its faulty parts, its faults, and the line of each place.

    The model is None where too little is left. ``needed`` gives values for required keys that are missing or faulty.
    Raises ``AuditError`` for a file that cannot be read at all.
    """
    data, lines, faults = parse_yaml(path)
    valid_data = data
    for _ in range(MOST_TRIES):  # leaving a part out may make another one faulty
        try:
            return model.model_validate(valid_data), faults, lines
        except ValidationError as error:
            faults_found = list(faults_of_model(path.name, model, valid_data, lines, error.errors(include_input=False)))
        if valid_data is data:
            faults += [fault.named(data) for fault in faults_found]
        places = [fault.place for fault in faults_found]
        valid_data = without(valid_data, places) if isinstance(valid_data, dict) else {}
        valid_data |= {key: value for key, value in needed.items() if key not in valid_data}
    return None, faults, lines


def load(path: Path) -> tuple[Any, dict[Place, int]]:
    """Return the file's data, and the line of each place in it (a place is a path of keys and positions)."""
    data, lines, faults = parse_yaml(path)
    if faults:
        raise join_errors(faults)
    return data, lines


def without(data: dict[str, Any], places: Sequence[Place]) -> dict[str, Any]:
    """Return the data without these places; a list that holds one is left out as a whole."""
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


def parse_yaml(path: Path) -> tuple[Any, dict[Place, int], list[Fault]]:
    """Return data, the line of each place, and the faults that leave the rest readable.

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
            node = _compose(path, text, _FastLoader)
        except yaml.YAMLError:  # the slow loader locates the fault better
            node = _compose(path, text, _Loader)
    except yaml.MarkedYAMLError as error:
        raise join_errors([fault_of_yaml(path.name, text, error)]) from None
    except yaml.YAMLError:
        raise AuditError("yaml_characters", file=path.name) from None
    converter = _Converter(path.name, text)
    return (converter.convert(node, ()) if node else None), converter.lines, converter.faults


def _compose(path: Path, text: str, loader: Any) -> yaml.Node | None:
    depth = 0
    for event in yaml.parse(text, loader):  # one by one, so that the first anchor, tag or depth fault stops the reading
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > DEEPEST_SETTINGS:
            line = event.start_mark.line + 1 if event.start_mark else 1
            raise AuditError("yaml_deep", file=path.name, line=line)
        if isinstance(event, yaml.NodeEvent):
            _refuse_anchors_and_tags(path, event)
    node: yaml.Node | None = yaml.compose(text, loader)
    return node


class _Loader(yaml.SafeLoader):
    """Loader of YAML 1.2's core: other spellings of truth values, dates and numbers stay text."""

    yaml_implicit_resolvers: dict[str, list[tuple[str, re.Pattern[str]]]] = {}


class _FastLoader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
    """The same with the C library, where PyYAML has it: thirty times faster."""

    yaml_implicit_resolvers: dict[str, list[tuple[str, re.Pattern[str]]]] = {}


for _tag, _pattern, _first in (
    ("null", r"~|null|", ["~", "n", ""]),
    ("bool", r"true|false", ["t", "f"]),
    ("int", r"[-+]?[0-9]+", list("-+0123456789")),
    ("float", r"[-+]?[0-9]*\.[0-9]+(?:[eE][-+]?[0-9]+)?", list("-+.0123456789")),
):
    for _loader in (_Loader, _FastLoader):
        _loader.add_implicit_resolver(f"tag:yaml.org,2002:{_tag}", re.compile(rf"(?:{_pattern})\Z"), _first)


def _refuse_anchors_and_tags(path: Path, event: yaml.NodeEvent) -> None:
    line = event.start_mark.line + 1 if event.start_mark else 1
    if event.anchor is not None:
        raise AuditError("yaml_anchor", file=path.name, line=line)
    if getattr(event, "tag", None) is not None:
        raise AuditError("yaml_tag", file=path.name, line=line)


class _Converter:
    """Conversion of a file's nodes to data, with the line of each place."""

    def __init__(self, file: str, text: str) -> None:
        self._file, self._rows = file, text.splitlines()
        self.lines: dict[Place, int] = {}
        self.faults: list[Fault] = []

    def convert(self, node: yaml.Node, place: Place) -> Any:
        """Return the value of a node; of a duplicate key the first value."""
        line = self.lines[place] = node.start_mark.line + 1
        if len(place) > DEEPEST_SETTINGS:
            raise AuditError("yaml_deep", file=self._file, line=line)
        if isinstance(node, yaml.SequenceNode):
            return [self.convert(item, (*place, i)) for i, item in enumerate(node.value)]
        if isinstance(node, yaml.MappingNode):
            return self._convert_mapping(node, place)
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

    def _convert_mapping(self, node: yaml.MappingNode, place: Place) -> dict[str, Any]:
        mapping: dict[str, Any] = {}
        for key_node, value_node in node.value:
            key = str(key_node.value)  # keys are names: 2025 and "2025" mean the same round
            if key in mapping:
                values = {"key": key, "first": self.lines[*place, key]}
                self.faults.append(Fault(self._file, key_node.start_mark.line + 1, "twice", (*place, key), values))
                continue
            mapping[key] = self.convert(value_node, (*place, key))
        return mapping
