"""YAML files read into typed models; every error names file and line.

Plain YAML only: no tags, anchors or aliases (they can hide code or blow up), no duplicate keys; only
``true`` and ``false`` are truth values, so that ``no`` (Norway) or ``oui`` stay text; dates stay text
until a model asks for one.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any, TypeVar
from unicodedata import normalize

import yaml
from pydantic import BaseModel, ValidationError

from genderaudit.errors import AuditError, wrong_call
from genderaudit.limits import DEEPEST_SETTINGS, LARGEST_SETTINGS, LONGEST_NUMBER

Model = TypeVar("Model", bound=BaseModel)


class Record(BaseModel):
    """Base of the models that mirror YAML files: unknown keys are errors, values do not change."""

    model_config = {"extra": "forbid", "frozen": True, "allow_inf_nan": False}


def load_model(path: Path, model: type[Model]) -> Model:
    """The file as ``model``. Errors list every fault with file and line."""
    return load_with_lines(path, model)[0]


def load_with_lines(path: Path, model: type[Model]) -> tuple[Model, dict[tuple[Any, ...], int]]:
    """The file as ``model``, and the line of each place in it: other files may show what is wrong with it."""
    data, lines = load(path)
    try:
        return model.model_validate(data), lines
    except ValidationError as error:
        faults = [_fault(path, lines, fault) for fault in error.errors(include_input=False)]
        raise wrong_call("\n".join(faults)) from None


def load(path: Path) -> tuple[Any, dict[tuple[Any, ...], int]]:
    """The file's data, and the line of each place in it (a place is a path of keys and positions)."""
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
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise AuditError("yaml_invalid", file=path.name, line=line, problem=error.problem) from None
    except yaml.YAMLError:
        raise AuditError("yaml_characters", file=path.name) from None
    lines: dict[tuple[Any, ...], int] = {}
    return (_convert(path, node, (), lines) if node else None), lines


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


def _convert(path: Path, node: yaml.Node, place: tuple[Any, ...], lines: dict[tuple[Any, ...], int]) -> Any:
    line = node.start_mark.line + 1
    lines[place] = line
    if len(place) > DEEPEST_SETTINGS:
        raise AuditError("yaml_deep", file=path.name, line=line)
    if isinstance(node, yaml.SequenceNode):
        return [_convert(path, item, (*place, i), lines) for i, item in enumerate(node.value)]
    if isinstance(node, yaml.MappingNode):
        mapping: dict[Any, Any] = {}
        for key_node, value_node in node.value:
            key = str(key_node.value)  # keys are names: 2025 and "2025" mean the same round
            if key in mapping:
                raise AuditError("yaml_twice", file=path.name, line=key_node.start_mark.line + 1, key=key)
            mapping[key] = _convert(path, value_node, (*place, key), lines)
        return mapping
    kind = node.tag.rpartition(":")[2]
    if kind == "null":
        return None
    if kind == "bool":
        return node.value == "true"
    if kind == "int" and len(node.value) > LONGEST_NUMBER:
        raise AuditError("yaml_number", file=path.name, line=line)
    return {"int": int, "float": float}.get(kind, str)(node.value)


def _fault(path: Path, lines: dict[tuple[Any, ...], int], fault: Any) -> str:
    place = tuple(fault["loc"])
    known = place
    while known and known not in lines:
        known = known[:-1]
    where = ".".join(str(part) for part in place)
    return f"{path.name}, line {lines.get(known, 1)}: {where}: {fault['msg']}."
