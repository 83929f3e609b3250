"""Problems of an organisation's files, each a rule with its place; texts are ``problems`` in the language files."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import islice
from typing import Literal

from genderaudit.foundations.language import Language
from genderaudit.foundations.plaintext import plain
from genderaudit.intake.contract import TABLES

SET_ASIDE = (
    *("total_row", "row_beside", "row_part", "header_again", "row_alone", "row_not_kept", "row_set_aside"),
    *("row_of_no_person", "row_not_member", "row_absent", "seat_vacant"),
    *("example_copied", "example_changed"),
    *("survey_not_sent", "survey_declined", "survey_rejected", "survey_trial", "survey_sent_twice"),
    "survey_without_answers",
)
"""Rules by which rows are counted in no figure."""
MOST_SHEETS = 10
"""How many sheets of a workbook are named."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """What is wrong, where, and how to mend it; never with a value of a person.

    ``rule`` is a key of ``problems`` in the language files, ``values`` fill its text: words that were seen are pairs
    with their counts. ``rows`` are row numbers as the user's program shows them; ``count`` says how many rows there
    are in all; what a text counts instead is the value ``number``.
    """

    severity: Literal["error", "warning"]
    rule: str
    table: str = ""
    file: str = ""
    sheet: str = ""
    column: str = ""
    rows: tuple[int, ...] = ()
    count: int = 0
    values: Mapping[str, object] = field(default_factory=dict)

    def where(self, language: Language) -> str:
        """The place: file, sheet, column, rows."""
        parts = [plain(self.file) or self.table]
        if self.sheet:
            parts.append(language.text("problems_where.sheet", sheet=plain(self.sheet)))
        if self.column:
            parts.append(language.text("problems_where.column", column=self._named(language)))
        if self.rows:
            rows = ", ".join(str(row) for row in self.rows)
            more = " …" if self.count > len(self.rows) else ""
            parts.append(language.text("problems_where.rows", number=len(self.rows), rows=rows + more))
        return ", ".join(part for part in parts if part)

    def _named(self, language: Language) -> str:
        """The column: a header as the file has it; one of the contract by its label, with its code."""
        table = TABLES.get(self.table)
        if table is None or table.column(self.column) is None:
            return self.column
        keys = (f"intake_workbook.tables.{table.name}.columns.{self.column}", f"intake_workbook.columns.{self.column}")
        label = next((language.text(key) for key in keys if language.has(key)), "")
        return f"{label} ({self.column})" if label and label.casefold() != self.column else self.column

    def what(self, language: Language) -> str:
        """The fault in a sentence."""
        return language.text(f"problems.{self.rule}.what", **self._said(language))

    def fix(self, language: Language) -> str:
        """What to do, in a sentence."""
        return language.text(f"problems.{self.rule}.fix", **self._said(language))

    def _said(self, language: Language) -> dict[str, object]:
        """The values as the language writes them: bounds as numbers, words that were seen in its quotation marks."""
        said = {"number": self.count, **self.values}
        for name, value in self.values.items():
            if isinstance(value, float):
                said[name] = language.figure(value, "count" if value.is_integer() else "ratio")
            elif isinstance(value, tuple):
                rare, blank = (int(str(self.values.get(one, 0))) for one in ("rare", "blank"))
                said[name] = _values_seen(value, rare, blank, language)
            elif isinstance(value, dict):
                said[name] = _sheets(value, language)
            elif name == "unit":
                said[name] = language.text(f"problems_where.units.{value or 'none'}")
            elif name == "near":
                said[name] = language.text(f"problems_where.{'closest' if value else 'none_close'}", names=value)
            elif isinstance(value, list):  # days and months of which each could be the other
                said[name] = "; ".join(_two_readings(day, month, language) for day, month in value)
        return said

    def sentence(self, language: Language) -> str:
        """All of it in one line."""
        severity = language.text(f"severity.{self.severity}")
        parts = {"where": self.where(language), "what": self.what(language), "fix": self.fix(language)}
        return language.text("problems_where.sentence", severity=severity, **parts)


def _values_seen(shown: tuple[tuple[str, int], ...], rare: int, blank: int, language: Language) -> str:
    """What is said of the values that were seen: those that are frequent enough, how many others, and blank cells."""
    if blank and not (shown or rare):
        return language.text("problems_where.blank", number=blank)
    seen = ", ".join(language.text("problems_where.seen", word=word, count=count) for word, count in shown)
    key = ("values_and_rare" if rare else "values") if shown else ("values_rare" if rare else "values_none")
    said = language.text(f"problems_where.{key}", seen=seen, rare=rare)
    return f"{said} {language.text('problems_where.blank', number=blank)}" if blank else said


def _sheets(rows: Mapping[str, int], language: Language) -> str:
    """Sheets, each with its rows."""
    shown = [
        language.text("problems_where.sheet_rows", number=number, sheet=sheet)
        for sheet, number in islice(rows.items(), MOST_SHEETS)
    ]
    return ", ".join(shown) + (" …" if len(rows) > MOST_SHEETS else "")


def _two_readings(day: int, month: int, language: Language) -> str:
    both = {"first": language.day_and_month(day, month), "second": language.day_and_month(month, day)}
    return language.text("problems_where.two_readings", written=f"{day:02d}/{month:02d}", **both)
