"""Columns of the action plan's workbook, and groups of its rows that are answered in the same way."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from genderaudit.foundations.language import Language
from genderaudit.workbooks.style import Cells

TEXTS = "workbook.plan"
WIDTHS = {
    "number": 4.5,
    "code": 9,
    "round": 9,
    "cleared": 9,
    "area": 11.5,
    "dimension": 9.5,
    "recommendation": 25,
    "why": 19,
    "evidence": 26,
    "role": 12.5,
    "months": 10,
    "decision": 11,
    "owner": 13,
    "due": 11,
    "budget": 11,
    "status": 11,
    "seen": 15,
    "note": 26,
}
NAMES = (
    {"code": "recommendation", "round": "round", "cleared": "cleared", "recommendation": "recommendation"}
    | {name: name for name in ("decision", "owner", "due", "budget", "status", "note")}
    | {"seen": "evidence"}
)
"""Columns that intake reads, sheet → table. Rows without a code are the organisation's own actions."""
PLACE = {name: place for place, name in enumerate(WIDTHS)}
FIRST_ANSWER = PLACE["decision"]
Condition = tuple[str, str]
"""A column and the criterion for its cells, as in the formula ``COUNTIFS``."""


@dataclass(frozen=True, slots=True)
class PlanRows:
    """Rows of a sheet that are answered in the same way; first and last, counted from 0."""

    sheet: Any
    first: int
    last: int

    def cells(self, column: str) -> Cells:
        """Return their cells in a column."""
        return self.first, PLACE[column], self.last, PLACE[column]

    def range(self, column: str) -> str:
        """Return their cells in a column as a reference from another sheet."""
        quoted, letter = self.sheet.get_name().replace("'", "''"), letter_of(column)
        return f"'{quoted}'!${letter}${self.first + 1}:${letter}${self.last + 1}"

    def count(self, *conditions: Condition) -> str:
        """Return the formula for the number of rows that meet all conditions."""
        return f"COUNTIFS({','.join(f'{self.range(column)},{what}' for column, what in conditions)})"


def letter_of(name: str) -> str:
    """Return the letter of a column."""
    return chr(ord("A") + PLACE[name])


def in_currency(label: str, currency: str | None, language: Language) -> str:
    """Return the label of amounts, with the organisation's currency if given."""
    return language.text(f"{TEXTS}.in_currency", label=label, currency=currency) if currency else label
