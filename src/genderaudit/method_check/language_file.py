"""A language file for the checks: its texts, their plural forms and placeholders, and their lines."""

from __future__ import annotations

import string
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from genderaudit.foundations.faults import Fault, Place
from genderaudit.foundations.layers import Layered

FORMS = frozenset(("zero", "one", "two", "few", "many", "other"))
"""Plural forms that a language may have (CLDR)."""
Key = tuple[str, ...]
"""A key of the language files, as its parts."""


@dataclass(frozen=True)
class LanguageFile:
    """The texts of one language, with a workspace's own laid over them."""

    code: str
    layered: Layered

    @cached_property
    def texts(self) -> dict[Key, dict[str, Any]]:
        """Key → plural form → text; the form of a text without plural is the empty string."""
        return dict(_texts(self.layered.data, ()))

    @cached_property
    def fields(self) -> dict[Key, set[tuple[str, str]]]:
        """Key → placeholders of all its forms, each with its unit; empty for a malformed text."""
        return {key: {field for text in forms.values() for field in fields(text)} for key, forms in self.texts.items()}

    def node(self, *key: str) -> Any:
        """Return the text or mapping at a key, or None."""
        node: Any = self.layered.data
        for part in key:
            node = node.get(part) if isinstance(node, Mapping) else None
        return node

    def keys(self, *key: str) -> list[str]:
        """Return the names below a key."""
        node = self.node(*key)
        return list(node) if isinstance(node, Mapping) else []

    def line(self, key: Key) -> int:
        """Return the line of a text, or of the parent key if it is missing."""
        return self.layered.at(key)[1]

    def fault(self, rule: str, key: Place, /, **values: Any) -> Fault:
        """Return a fault of the text at this key."""
        return self.layered.fault(rule, key, **values)


def fields(text: Any) -> list[tuple[str, str]]:
    """Return the placeholders of a text with their units; empty if its braces do not match."""
    try:
        parsed = list(string.Formatter().parse(text)) if isinstance(text, str) else []
    except ValueError:
        return []
    return [(name, unit or "") for _, name, unit, _ in parsed if name is not None]


def placeholder_text(field: tuple[str, str]) -> str:
    """Return a placeholder as it is written in a text."""
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
