"""Problems of an organisation's lists: a rule with its place; the texts are ``problems`` in the language files.

Faults of YAML files have another place (a key instead of sheet, column and rows): ``foundations.faults``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import islice
from typing import Literal

from genderaudit.foundations.language import Language
from genderaudit.foundations.plaintext import printable
from genderaudit.intake.contract import TABLES, column_label

SET_ASIDE = (
    *("total_row", "row_beside", "row_part", "header_again", "row_alone", "row_not_kept", "row_set_aside"),
    *("row_of_no_person", "row_not_member", "row_absent", "seat_vacant"),
    *("example_copied", "example_changed"),
    *("survey_not_sent", "survey_declined", "survey_rejected", "survey_trial", "survey_sent_twice"),
    "survey_without_answers",
)
"""Rules by which rows are excluded from all figures."""
MOST_SHEETS = 10
"""Sheets of a workbook that are named."""


@dataclass(frozen=True, slots=True)
class Remark:
    """A fault of cells or rows, found where the file is not known: the file's reader makes it a ``Problem``.

    ``rule`` is a key of ``problems`` in the language files, ``values`` fill its text. ``rows`` are row numbers as the
    user's program shows them, empty for the whole column. ``table`` is given by checks across tables only.
    """

    severity: Literal["error", "warning"]
    rule: str
    rows: tuple[int, ...] = ()
    column: str = ""
    values: Mapping[str, object] = field(default_factory=dict)
    table: str = ""


def row_numbers(rows: Iterable[object]) -> tuple[int, ...]:
    """Return row numbers (an index of pandas) as a remark has them."""
    return tuple(int(str(row)) for row in rows)


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """A problem: what is wrong, where, and how to correct it; never with a value of a person.

    ``rule`` is a key of ``problems`` in the language files, ``values`` fill its text: words found are pairs with their
    counts. ``rows`` are row numbers as the user's program shows them; ``count`` is the number of rows in all; another
    number in a text is the value ``number``.
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
        """Return the place: file, sheet, column, rows."""
        parts = [printable(self.file) or self.table]
        if self.sheet:
            parts.append(language.text("problems_where.sheet", sheet=printable(self.sheet)))
        if self.column:
            parts.append(language.text("problems_where.column", column=self._column_label(language)))
        if self.rows:
            rows = ", ".join(str(row) for row in self.rows)
            more = " …" if self.count > len(self.rows) else ""
            parts.append(language.text("problems_where.rows", number=len(self.rows), rows=rows + more))
        return ", ".join(part for part in parts if part)

    def _column_label(self, language: Language) -> str:
        """Return the column: a header as in the file, or one of the contract by its label and code."""
        table = TABLES.get(self.table)
        if table is None or table.column(self.column) is None:
            return self.column
        label = column_label(table.name, self.column, language)
        return f"{label} ({self.column})" if label.casefold() != self.column else self.column

    def what(self, language: Language) -> str:
        """Return a sentence on what is wrong."""
        return language.text(f"problems.{self.rule}.what", **self._formatted_values(language))

    def fix(self, language: Language) -> str:
        """Return a sentence on what to do."""
        return language.text(f"problems.{self.rule}.fix", **self._formatted_values(language))

    def _formatted_values(self, language: Language) -> dict[str, object]:
        """Return the values formatted in the language: bounds as numbers, words found in quotation marks."""
        formatted = {"number": self.count, **self.values}
        for name, value in self.values.items():
            if isinstance(value, float):
                formatted[name] = language.figure(value, "count" if value.is_integer() else "ratio")
            elif isinstance(value, tuple):
                rare, blank = (int(str(self.values.get(name_of_count, 0))) for name_of_count in ("rare", "blank"))
                formatted[name] = _values_seen(value, rare, blank, language)
            elif isinstance(value, dict):
                formatted[name] = _sheets(value, language)
            elif name == "unit":
                formatted[name] = language.text(f"problems_where.units.{value or 'none'}")
            elif name == "near":
                formatted[name] = language.text(f"problems_where.{'closest' if value else 'none_close'}", names=value)
            elif isinstance(value, list):  # pairs of numbers that are day and month in either order
                formatted[name] = "; ".join(_two_readings(day, month, language) for day, month in value)
        return formatted

    def sentence(self, language: Language) -> str:
        """Return the whole problem in one line."""
        severity = language.text(f"severity.{self.severity}")
        parts = {"where": self.where(language), "what": self.what(language), "fix": self.fix(language)}
        return language.text("problems_where.sentence", severity=severity, **parts)


def _values_seen(shown: tuple[tuple[str, int], ...], rare: int, blank: int, language: Language) -> str:
    """Return a sentence on values found: the frequent ones, the number of others, and blank cells."""
    if blank and not (shown or rare):
        return language.text("problems_where.blank", number=blank)
    seen = ", ".join(language.text("problems_where.seen", word=word, count=count) for word, count in shown)
    key = ("values_and_rare" if rare else "values") if shown else ("values_rare" if rare else "values_none")
    sentence = language.text(f"problems_where.{key}", seen=seen, rare=rare)
    return f"{sentence} {language.text('problems_where.blank', number=blank)}" if blank else sentence


def _sheets(rows: Mapping[str, int], language: Language) -> str:
    """Return the sheets, each with its number of rows."""
    shown = [
        language.text("problems_where.sheet_rows", number=number, sheet=sheet)
        for sheet, number in islice(rows.items(), MOST_SHEETS)
    ]
    return ", ".join(shown) + (" …" if len(rows) > MOST_SHEETS else "")


def _two_readings(day: int, month: int, language: Language) -> str:
    both = {"first": language.day_and_month(day, month), "second": language.day_and_month(month, day)}
    return language.text("problems_where.two_readings", written=f"{day:02d}/{month:02d}", **both)
