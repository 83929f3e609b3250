"""How much a publication says, and which figures tell of the same thing: ``templates/report/publication.yml``."""

from __future__ import annotations

from functools import cache

from genderaudit.foundations.workspace import TEMPLATES
from genderaudit.foundations.yamlfile import Record, load_model


class Choice(Record):
    """How much a publication says: the content of ``templates/report/publication.yml``."""

    facts: int
    decisions: int
    recommendations: int
    figures: int
    statements: int
    quotations: int
    exercises: int
    items: int
    criteria: int
    seats: int
    changes: int
    charts: dict[str, list[str]]
    described: dict[str, list[str]]
    instead: dict[str, str]
    beside: dict[str, str]
    unsaid: dict[str, list[str]]

    def pairs(self) -> set[frozenset[str]]:
        """Indicators that tell of the same thing, two and two."""
        return {frozenset(pair) for pair in (*self.instead.items(), *self.beside.items())}


@cache
def choice() -> Choice:
    """The rules of choice."""
    return load_model(TEMPLATES / "report" / "publication.yml", Choice)
