"""Small rounds that are invented: their lists, and their findings as ``publishing`` and ``findings`` make them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from genderaudit import measures
from genderaudit.audit.data import AuditData
from genderaudit.conclusions.findings import Finding
from genderaudit.conclusions.recording import finding
from genderaudit.disclosure.figures import Limits, Statements, protect
from genderaudit.disclosure.grouping import Groupings, MinimumSize
from genderaudit.foundations.language import language
from genderaudit.foundations.workspace import Workspace
from genderaudit.intake.contract import TABLES
from genderaudit.intake.survey.answers import empty
from genderaudit.measures.answers import Item
from genderaudit.measures.result import Result
from genderaudit.methodology.method import methodology
from genderaudit.methodology.organisation import Organisation
from genderaudit.release.narrowing import Verdict, judged

LEVELS = ["Director", "Officer", "Clerk"]


class Round:
    """One round of an invented organisation, with its minimum cell and base."""

    def __init__(
        self, cell: int = 5, base: int = 10, headcounts: Iterable[Mapping[str, Any]] = (), **lists: Any
    ) -> None:
        about = Organisation.model_validate(
            {
                "name": "Invented", "kind": "ngo", "languages": ["en"], "levels": LEVELS, "minimum_cell": max(cell, 3),
                "rounds": {"2025": {"date": "2025-06-30"}}, "headcounts": list(headcounts),
            }
        )  # fmt: skip
        tables = {name: self._table(name, lists.get(name, [])) for name in TABLES}
        place = Workspace(Path("none"))
        self.data = AuditData("baseline", "invented", "2025", language("en"), place, about, {}, read_tables=tables)
        self.limits, self.found, self.areas = Limits(cell, base), list[Finding](), dict[str, str]()
        self.statements: Statements | None = None
        self.groupings: dict[str, Any] = {}

    @staticmethod
    def _table(name: str, rows: list[dict[str, Any]]) -> pd.DataFrame:
        table = empty(TABLES[name], methodology().questionnaire)
        if not rows:
            return table
        given = pd.DataFrame(rows)
        asked = [one for one in table.columns if name != "survey" or one in given or not one[-1].isdigit()]
        return given.assign(count=1).reindex(columns=asked)

    @property
    def items(self) -> list[Item]:
        return [item for item in self.data.items if item.id in self.data.table("survey")]

    def report(self, indicator: str, results: Iterable[Result], judging: bool = True) -> None:
        """Record results as reports print them; ``judging`` none of them by itself, where a test asks what follows."""
        definition = methodology().indicators[indicator]
        for one in results:
            said = protect(one, definition.protection, self.limits, self.statements) if judging else one
            self.found.append(finding(definition, "baseline", said))

    def grouped(self, table: str, column: str, known: pd.Series) -> pd.DataFrame:
        made = Groupings(Path("none"))
        frame = made.apply(
            self.data.table(table), known, column, MinimumSize(self.limits.minimum_base), {"level": LEVELS}
        )
        plain = {name: [[group.kind, *group.categories] for group in one] for name, one in made.made[column].items()}
        self.groupings[column] = plain
        return frame

    def statements_and_areas(self) -> None:
        """All that is recorded of a survey by sex."""
        survey, items = self.data.table("survey"), self.items
        by_item = measures.item_results(survey, items)
        self.statements = Statements.of(by_item, {item.id: item.area for item in items}, self.limits)
        self.report("item_favourable", by_item)
        self.report("item_difference", measures.item_differences(survey, items))
        self.report("area_favourable", measures.area_results(survey, items))
        self.report("area_difference", measures.area_differences(survey, items))

    def areas_by(self, *dimensions: str) -> None:
        survey = self.data.table("survey")
        merged = self.grouped("survey", "answers", survey[[item.id for item in self.items]].notna().any(axis=1))
        for dimension in dimensions:
            results = [
                one
                for one in measures.area_results(merged, self.items, by=dimension)
                if one.group[dimension] != "not_stated"
            ]
            self.report(f"area_by_{dimension.removesuffix('_band')}", results)

    def verdict(self) -> Verdict:
        return judged(self.data, self.found, self.groupings)


def told(verdict: Verdict) -> set[tuple[str, ...]]:
    """By which tables something can be narrowed."""
    return {one.tables for one in verdict.narrowed}
