"""Catalogues: mappings of what an audit offers by name."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Generic, TypeVar

from markupsafe import Markup

from genderaudit.foundations.errors import known_names, wrong_call

Item = TypeVar("Item")


class Catalogue(Mapping[str, Item], Generic[Item]):
    """Mapping that shows a table in a cell, completes names with Tab, and suggests close names for a wrong one.

    ``what`` names the kind of entry in errors; ``get`` returns an entry and is called only on access.
    """

    def __init__(
        self,
        what: str,
        names: Iterable[str],
        get: Callable[[str], Item],
        html: Callable[[], Markup],
    ) -> None:
        self._what, self._names, self._get, self._html = what, tuple(names), get, html

    def __getitem__(self, name: str) -> Item:
        if name not in self._names:
            raise wrong_call(f"There is no {self._what} {name}. {known_names(name, self._names)}")
        return self._get(name)

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)

    def _ipython_key_completions_(self) -> list[str]:
        return list(self._names)

    def _repr_html_(self) -> str:
        return str(self._html())

    def __repr__(self) -> str:
        return f"{self._what}: {', '.join(self._names)}"
