"""One language file as the checks see it: its texts, their plural forms and placeholders, and where they stand."""

from __future__ import annotations

import string
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from genderaudit.foundations.faults import Fault, Place
from genderaudit.foundations.layers import Layered

FORMS = frozenset(("zero", "one", "two", "few", "many", "other"))
"""Plural forms that a language may have."""
Key = tuple[str, ...]
"""A key of the language files, part by part."""


@dataclass(frozen=True)
class LanguageFile:
    """The texts of one language, a workspace's own laid over them."""

    code: str
    layered: Layered

    @cached_property
    def texts(self) -> dict[Key, dict[str, Any]]:
        """Key → plural form → text; of a text without plural forms the form is empty."""
        return dict(_texts(self.layered.data, ()))

    @cached_property
    def fields(self) -> dict[Key, set[tuple[str, str]]]:
        """Key → the placeholders of all its forms, each with its unit; of a text that cannot be read none."""
        return {key: {field for text in forms.values() for field in fields(text)} for key, forms in self.texts.items()}

    def node(self, *key: str) -> Any:
        """What stands at a key: a text, a mapping, or nothing."""
        node: Any = self.layered.data
        for part in key:
            node = node.get(part) if isinstance(node, Mapping) else None
        return node

    def keys(self, *key: str) -> list[str]:
        """The names below a key."""
        node = self.node(*key)
        return list(node) if isinstance(node, Mapping) else []

    def line(self, key: Key) -> int:
        """The line of a text, or of the key that it would stand below."""
        return self.layered.at(key)[1]

    def fault(self, rule: str, key: Place, /, **values: Any) -> Fault:
        """A fault of the text at this key."""
        return self.layered.fault(rule, key, **values)


def fields(text: Any) -> list[tuple[str, str]]:
    """The placeholders of a text with their units; none of a text whose braces do not fit."""
    try:
        parsed = list(string.Formatter().parse(text)) if isinstance(text, str) else []
    except ValueError:
        return []
    return [(name, unit or "") for _, name, unit, _ in parsed if name is not None]


def placeholder_text(field: tuple[str, str]) -> str:
    """A placeholder as it stands in a text."""
    name, unit = field
    return f"{{{name}:{unit}}}" if unit else f"{{{name}}}"


def _texts(node: Any, key: Key) -> Iterator[tuple[Key, dict[str, Any]]]:
    if not isinstance(node, Mapping):
        yield key, {"": node}
    elif "other" in node and FORMS.issuperset(node):
        yield key, dict(node)
    else:
        for name, child in node.items():
            yield from _texts(child, (*key, name))
