"""Faults of YAML files as translatable lines: where it is, what is wrong, what to write instead.

Error types of pydantic and PyYAML become keys of ``faults`` in the language files. No value of the file is repeated,
except keys: names of settings, or of things that an organisation has.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from typing import Any, get_args

import yaml
from pydantic import BaseModel
from pydantic_core import ErrorDetails, PydanticCustomError

from genderaudit.foundations.errors import Text, Words, closest_names

Place = tuple[Any, ...]
LONGEST_KEY = 40
RULES = {
    "extra_forbidden": "unknown_key",
    **dict.fromkeys(("literal_error", "enum"), "choice"),
    **dict.fromkeys(("int_type", "int_parsing", "int_from_float", "int_parsing_size"), "whole"),
    **dict.fromkeys(("float_type", "float_parsing", "finite_number"), "number"),
    **dict.fromkeys(("bool_type", "bool_parsing"), "truth"),
    **dict.fromkeys(("dict_type", "model_type", "model_attributes_type", "mapping_type"), "mapping"),
    "list_type": "list",
    "string_type": "text",
    "string_too_short": "blank",
    "string_too_long": "long_text",
    "too_long": "many",
    "too_short": "few",
    "string_pattern_mismatch": "pattern",
    "greater_than_equal": "small",
    "less_than_equal": "large",
    "missing": "missing",
}
"""Pydantic's type of an error → key of ``faults``; ``other`` for all others."""
PATTERNS = {
    "country": "country",
    "currency": "currency",
    "from_sheet": "from_sheet",
    **dict.fromkeys(("id", "area", "survey"), "area_letter"),
}
"""Key of a value that must match a pattern → its rule."""
_KEY = re.compile(r"""\s*(?:- +)?["']?([\w.-]+)["']? *:""")
_OWN_LINE = re.compile(r"\s*(?:#|(?:- +)?[\w.-]+:(?:\s|$))")


def fault(rule: str, **values: Any) -> PydanticCustomError:
    """Return the error that a model's validator raises: a rule with the values for its text."""
    return PydanticCustomError(f"own_{rule}", "{rule}", {"rule": rule, **values})


@dataclass(frozen=True, slots=True)
class Fault:
    """A fault of a file: line, place (keys from the outermost inwards), rule, and the values for its text."""

    file: str
    line: int
    rule: str
    place: Place = ()
    values: Mapping[str, Any] = field(default_factory=dict)

    def named(self, data: Any) -> Fault:
        """Return the fault with the ``id`` of a list entry in its place instead of the entry's position."""
        inner, place = data, list(self.place)
        for at, part in enumerate(self.place):
            try:
                inner = inner[part]
            except (KeyError, IndexError, TypeError):  # a line that is missing
                break
            if isinstance(part, int) and isinstance(inner, dict) and isinstance(inner.get("id"), str):
                place[at] = inner["id"][:LONGEST_KEY]
        return replace(self, place=tuple(place))

    def sentence(self, language: Words) -> str:
        """Return the fault in this language."""
        where, fault_text = ".".join(str(part) for part in self.place), self.what(language)
        key = "of_place" if where else "of_line"
        return language.text(f"fault_places.{key}", file=self.file, line=self.line, place=where, said=fault_text)

    def what(self, language: Words) -> str:
        """Return what is wrong and what to write, without the place."""
        return Text(f"faults.{self.rule}", tuple(self.values.items())).sentence(language)


def faults_of_model(
    file: str, model: type[BaseModel], data: Any, lines: Mapping[Place, int], errors: list[ErrorDetails]
) -> Iterator[Fault]:
    """Yield the faults that a model found in ``data``, one per place, in the order of the file."""
    faults: dict[Place, Fault] = {}
    for error in errors:
        place = _place_in_data(data, error["loc"])
        line = next((lines[place[:end]] for end in range(len(place), -1, -1) if place[:end] in lines), 1)
        rule, values = _rule(error, place)
        if error["loc"] and error["loc"][-1] == "[key]":
            rule, values = "unknown_key", {"near": _NearKey(str(place[-1]), tuple(_choices(error)))}
        elif rule == "unknown_key":
            values = _values_of_unknown_key(model, place)
        elif rule == "missing":
            place = (*place, error["loc"][-1])
            values = {"key": place[-1]}
        elif rule == "choice":
            values = _values_of_choice(error, _value_at(data, place))
        faults.setdefault(place, Fault(file, line, rule, place, values))
    yield from sorted(faults.values(), key=lambda one: one.line)


def fault_of_yaml(file: str, text: str, error: yaml.MarkedYAMLError) -> Fault:
    """Return the fault that makes a file unreadable: the line, its key, and how to write it."""
    rows, problem = text.splitlines(), error.problem or ""
    at = error.problem_mark.line if error.problem_mark else 0
    opened = error.context_mark.line if error.context_mark else at
    rule, line, quote = "other_yaml", at, _open_quote(text, rows, at)
    match problem:
        case _ if quote is not None:
            rule, line = "open_quote", quote
        case "mapping values are not allowed here":
            rule, line = _colon_rule(rows, at)
        case "sequence entries are not allowed here":
            rule = "dash"
        case "found unexpected end of stream":
            rule, line = "open_quote", opened
        case _ if "'\\t'" in problem:
            rule = "tab"
        case _ if "expected ',' or" in problem:
            rule, line = "open_bracket", opened
        case _ if "escape" in problem:
            rule = "backslash"
        case _ if (
            "cannot start any token" in problem or "alphabetic or numeric" in problem or "node content" in problem
        ):
            rule = "sign"
        case _ if "<block end>" in problem:
            rule = "after_quote" if "<scalar>" in problem else "indentation"
        case _ if "could not find expected ':'" in problem:
            rule, line = "no_colon", opened
    row = rows[line] if line < len(rows) else ""
    key = _KEY.match(row)
    place = (key[1],) if key and len(key[1]) <= LONGEST_KEY else ()
    return Fault(file, line + 1, rule, place)


def _open_quote(text: str, rows: Sequence[str], at: int) -> int | None:
    """Return the line where the last quoted text begins that runs over other keys or comments; None if none does.

    If a closing quotation mark is missing, the next one, lines below, closes the text, and YAML blames what follows it.
    """
    line = None
    with suppress(yaml.YAMLError):
        for token in yaml.scan(text, Loader=yaml.SafeLoader):
            if token.start_mark.line > at:
                break
            if isinstance(token, yaml.ScalarToken) and runs_on(token, rows):
                line = token.start_mark.line
    return line


def runs_on(quoted: yaml.ScalarToken | yaml.ScalarNode, rows: Sequence[str]) -> bool:
    """Return true if a quoted text spans lines that were meant as keys or comments of their own."""
    if quoted.style not in ("'", '"'):
        return False
    return any(_OWN_LINE.match(row) for row in rows[quoted.start_mark.line + 1 : quoted.end_mark.line + 1])


def _colon_rule(rows: list[str], at: int) -> tuple[str, int]:
    """Return the rule and line of a wrong colon.

    A second one in a line, none in the line before, or wrong indentation.
    """
    row = rows[at] if at < len(rows) else ""
    if len(re.findall(r":(?:\s|$)", row)) > 1:
        return "colon", at
    before = next((i for i in range(at - 1, -1, -1) if rows[i].strip() and not rows[i].lstrip().startswith("#")), at)
    return ("indentation", at) if re.search(r":(?:\s|$)", rows[before]) else ("no_colon", before)


def _rule(error: ErrorDetails, place: Place) -> tuple[str, dict[str, Any]]:
    context = dict(error.get("ctx", {}))
    if error["type"].startswith("own_"):
        return str(context.pop("rule")), context
    rule = RULES.get(error["type"], "other")
    if rule == "pattern":
        rule = next((PATTERNS[str(key)] for key in reversed(place) if key in PATTERNS), "other")
    if error["type"] == "value_error":
        return "said", {"said": str(context["error"])}
    limit = next((context[name] for name in ("max_length", "min_length", "ge", "le") if name in context), None)
    return rule, {"limit": limit}


def _place_in_data(data: Any, loc: tuple[int | str, ...]) -> Place:
    """Return the part of a place that exists in the data: pydantic adds names of types, and missing keys."""
    place: list[Any] = []
    inner: Any = data
    for part in loc:
        if part not in (inner if isinstance(inner, dict) else range(len(inner)) if isinstance(inner, list) else ()):
            break
        inner = inner[part]
        place.append(part)
    return tuple(place)


def _value_at(data: Any, place: Place) -> Any:
    for part in place:
        data = data[part]
    return data


def _choices(error: ErrorDetails) -> list[str]:
    return re.findall(r"'([^']*)'", str(error.get("ctx", {}).get("expected", "")))


def _values_of_choice(error: ErrorDetails, given: Any) -> dict[str, Any]:
    """Return the choices; the sentence also understands the words of a language for them (ONG: ngo)."""
    choices = _choices(error)
    return {"choices": _Choices(tuple(choices), str(given).strip()[:LONGEST_KEY])}


@dataclass(frozen=True, slots=True)
class _Choices:
    names: tuple[str, ...]
    given: str

    def sentence(self, language: Words) -> str:
        labels = {name: language.text(f"kinds.{name}") for name in self.names if language.has(f"kinds.{name}")}
        meant = {label.casefold(): name for name, label in labels.items()} | {name: name for name in self.names}
        closest = closest_names(self.given.casefold(), meant, 1)
        known = ", ".join(
            language.text("columns_named.with_label", label=labels[name], name=name) if name in labels else name
            for name in self.names
        )
        if closest:
            return language.text("fault_places.meant", closest=meant[closest[0]], names=known)
        return language.text("fault_places.choices", names=known)


@dataclass(frozen=True, slots=True)
class _NearKey:
    """The key that is probably meant: a similar one, or one that a word of the language means (devise: currency)."""

    key: str
    names: tuple[str, ...]

    def sentence(self, language: Words) -> str:
        words = {name: name for name in self.names}
        for name in self.names:
            if language.has(f"settings_words.{name}"):
                words |= dict.fromkeys(language.text(f"settings_words.{name}").split(", "), name)
        closest = closest_names(self.key.casefold(), words, 1)
        if closest:
            return language.text("fault_places.meant_key", closest=words[closest[0]])
        return language.text("fault_places.choices", names=", ".join(self.names))


def _values_of_unknown_key(model: type[BaseModel], place: Place) -> dict[str, Any]:
    """Return the keys allowed in place of an unknown key, or the section where a key of that name belongs."""
    key, here = str(place[-1]), _keys_of(_model_at(model, place[:-1]))
    elsewhere = [where for where, names in _all_keys(model) if key in names]
    if elsewhere and key not in here:
        where = ".".join(elsewhere[0])
        return {"near": Text(f"fault_places.{'below' if where else 'outermost'}", (("key", key), ("where", where)))}
    return {"near": _NearKey(key, tuple(here))}


def _keys_of(model: type[BaseModel] | None) -> list[str]:
    return [one.alias or name for name, one in model.model_fields.items()] if model else []


def _model_at(model: type[BaseModel] | None, place: Place) -> type[BaseModel] | None:
    """Return the model of the keys at a place; keys of plain mappings and positions in lists stay in the same model."""
    for part in place:
        fields = {one.alias or name: one for name, one in model.model_fields.items()} if model else {}
        if part in fields:
            model = next(_models(fields[part].annotation), None)
    return model


def _models(annotation: Any) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for one in get_args(annotation):
        yield from _models(one)


def _all_keys(model: type[BaseModel], place: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], list[str]]]:
    """Yield the keys of a model and of its inner models, with their places; ``…`` stands for a free key."""
    yield place, _keys_of(model)
    for name, one in model.model_fields.items():
        for inner in _models(one.annotation):
            free_key = ("…",) if "dict[" in str(one.annotation) else ()
            yield from _all_keys(inner, (*place, one.alias or name, *free_key))
