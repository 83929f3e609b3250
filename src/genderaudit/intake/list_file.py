"""One file of a list on its way to the canonical table, and the noting of its problems."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd

from genderaudit.intake.cells import matching, values
from genderaudit.intake.contract import Table
from genderaudit.intake.files import headers
from genderaudit.intake.files.readers import RawTable, one_line
from genderaudit.intake.problems import Remark
from genderaudit.intake.survey.wordings import Wordings
from genderaudit.methodology.organisation import Organisation, TableFile


@dataclass(slots=True)
class ListFile:
    """One file of a list with its settings; functions of ``intake`` take it and note problems in it."""

    organisation: Organisation
    round: str
    note: Callable[..., None]
    """Takes severity, rule, table, path and, by name, column, rows and values."""
    table: Table
    path: Path
    options: TableFile
    raw: RawTable
    wordings: Wordings
    """Questions of the survey, and their wordings in files."""
    names: Callable[[], set[str]] = set
    """Returns the names of people in the lists of the round."""
    born: pd.Series | None = None
    """Days of birth, if given."""
    parts: pd.DataFrame = field(default_factory=pd.DataFrame)
    """The columns whose sum is pay, by their names in the file; empty if it is one column."""

    def problem(
        self,
        severity: str,
        rule: str,
        *,
        column: str = "",
        rows: pd.Index | None = None,
        values: Mapping[str, object] | None = None,
    ) -> None:
        """Note a problem of this file; ``rows`` are those of the file, ``column`` is named as the file names it."""
        header = self.header_of(column)
        self.note(severity, rule, self.table.name, self.path, column=header, rows=rows, values=values)

    def note_remark(self, remark: Remark, column: str = "") -> None:
        """Note a remark on this file, of its own column or else of ``column``."""
        rows, values = pd.Index(remark.rows), remark.values
        self.problem(remark.severity, remark.rule, column=remark.column or column, rows=rows, values=values)

    def header_of(self, column: str) -> str:
        """Return the header of a column of the contract; of a count, the headers that count women and men."""
        names = {new: old for old, new in self.options.columns.items()}
        if column in ("sex", "count") and column not in names and self.options.counts:
            return ", ".join(map(one_line, self.options.counts))
        if column == "pay" and len(self.parts.columns):
            return " + ".join(map(str, self.parts.columns))
        as_written = {name.lower(): name for name in map(str, self.raw.cells.columns)}
        return one_line(names.get(column, as_written.get(column, column)))

    def is_listed(self) -> bool:
        """Return whether this is a list of the organisation's own, not a sheet of the suite's workbook."""
        return self.raw.detected.get("workbook") != "own"

    def declared(self, name: str, written: pd.Series) -> pd.Series:
        """Return the cells with declared codes (``codes``) replaced by those of the contract."""
        return matching.with_codes(
            written, self.options.codes.get(name, {}), matching.suite_codes(self.table.name, name)
        )

    def counted_headers(self) -> dict[str, str]:
        """Return header → the sex that it counts, or ``all`` or ``none``."""
        return {one_line(header): sex for header, sex in self.options.counts.items()}

    def currency(self) -> str | None:
        """Return the organisation's currency; ``None`` where the list has a currency of its own in each row."""
        own = "currency" in {*self.options.columns.values(), *self.options.values, *self.raw.cells.columns.str.lower()}
        return None if own else self.organisation.currency

    def note_missing_header(self, header: str, severity: str = "error", rule: str = "header_missing") -> None:
        """Note a declared header that the file lacks, with similar headers.

        Others may be names of people and are not shown.
        """
        found = headers.closest_headers(header, map(str, self.raw.cells.columns))
        said = {"row": self.raw.header_row, "near": ", ".join(found)}
        self.problem(severity, rule, column=header, values=said)


def often_seen(cells: pd.Series, fewest: int) -> tuple[tuple[tuple[str, int], ...], int]:
    """Return the values in at least ``fewest`` cells with their numbers, and how many other values there are."""
    seen = cells.map(values.code).value_counts()
    shown = tuple((str(value), int(count)) for value, count in seen.items() if count >= fewest)[:20]
    return shown, len(seen) - len(shown)


def some_of(names: object) -> str:
    """Return the first names as a list for a sentence."""
    shown = [str(name)[:40] for name in list(names)]  # type: ignore[call-overload]
    return ", ".join(shown[:15]) + (" …" if len(shown) > 15 else "")
