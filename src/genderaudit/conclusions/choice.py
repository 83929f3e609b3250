"""Settings of publications in ``templates/report/publication.yml``: lengths, and figures on the same topic."""

from __future__ import annotations

from functools import cache

from genderaudit.foundations.workspace import TEMPLATES
from genderaudit.foundations.yamlfile import Record, load_model


class PublicationChoice(Record):
    """The content of ``templates/report/publication.yml``: how many items of each kind, and related figures."""

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
        """Return the pairs of indicators on the same topic."""
        return {frozenset(pair) for pair in (*self.instead.items(), *self.beside.items())}


@cache
def choice() -> PublicationChoice:
    """Return the settings."""
    return load_model(TEMPLATES / "report" / "publication.yml", PublicationChoice)
