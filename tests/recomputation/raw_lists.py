"""The lists of an organisation as they lie in data/raw, read without the suite: what its figures are recomputed from.

Written from the data contract and the methodology, with plain pandas. Only what the samples and the simulated
organisations write is understood; anything else must fail here.
"""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import yaml

METHODOLOGY = Path(__file__).parents[2] / "templates" / "methodology"
OLDEST = 999.0
MERGED = {
    "others": "other_groups",
    "without_first": "groups_without_women",
    "without_second": "groups_without_men",
}
"""What categories are called together that are no neighbours."""
NUMBERS = {"count", "quota_women", "quota_youth", "fte", "weekly_hours", "birth_year", "pay", "variable_pay"}
NUMBERS |= {"speaking_turns", "education_years", "training_hours", "leave_days", "amount", "year", "in_arrears"}
NUMBERS |= {"examined", "meets", "focal_point_time"}
NUMBERS |= {"women", "men", "budget", "spent"}
DATES = {"hired_on", "left_on", "promoted_on", "date", "since", "joined_on", "started", "submitted"}
YES_OR_NO = {"eligible_for_promotion", "gender_training", "gender_focal_point", "leave_taken", "returned_from_leave"}
YES_OR_NO |= {
    "focal_point_terms",
    "entitled_to_leave",
    "back_after_6_months",
    "back_after_12_months",
    "working_time_arrangement",
}
SPOKEN = {"yes": True, "no": False, "true": True, "false": False, "True": True, "False": False}
COUNTED = ("staff", "members", "services", "bodies", "attendance", "recruitment")
ANSWERS = {"do_not_know": -1, "prefer_not_to_say": -2}
CRITERIA = yaml.safe_load((METHODOLOGY / "documents.yml").read_text("utf-8"))["criteria"]
ITEMS = yaml.safe_load((METHODOLOGY / "questionnaire.yml").read_text("utf-8"))["items"]
EXPECTED = yaml.safe_load((METHODOLOGY / "availability.yml").read_text("utf-8"))["expected"]
TARGETS = {t["id"]: t for t in yaml.safe_load((METHODOLOGY / "targets.yml").read_text("utf-8"))["targets"]}


@dataclass
class Lists:
    """A round of an organisation: its settings and its lists in the columns of the data contract."""

    folder: Path
    round: str
    settings: dict[str, Any] = field(init=False)

    def __post_init__(self) -> None:
        self.settings = yaml.safe_load((self.folder / "organisation.yml").read_text("utf-8"))
        self._tables: dict[str, pd.DataFrame] = {}
        self._kept: dict[Any, Any] = {}

    def once(self, name: Any, work_out: Callable[[], Any]) -> Any:
        """What many figures need, worked out for the first of them."""
        if name not in self._kept:
            self._kept[name] = work_out()
        return self._kept[name]

    @cached_property
    def date(self) -> pd.Timestamp:
        return pd.Timestamp(self.settings["rounds"][self.round]["date"])

    @property
    def young(self) -> float:
        """The age up to which people count as young."""
        return float(self.settings["youth_age_limit"])

    @property
    def levels(self) -> list[str]:
        """Staff levels, top first."""
        return list(self.settings["levels"])

    @cached_property
    def earlier(self) -> Lists | None:
        """The round before, if there is one."""
        before = [name for name in sorted(self.settings["rounds"]) if name < self.round]
        return Lists(self.folder, before[-1]) if before else None

    @cached_property
    def headcounts(self) -> pd.DataFrame:
        """Who was asked in the survey."""
        own = self.settings["rounds"][self.round].get("headcounts", self.settings.get("headcounts", []))
        return pd.DataFrame(own, columns=["sex", "level", "count"])

    def table(self, name: str) -> pd.DataFrame:
        """A list, empty where there is none; ``sex`` F, M, X or blank; ``low`` and ``high`` bound the age in years."""
        if name not in self._tables:
            self._tables[name] = self._read(name)
        return self._tables[name]

    @cached_property
    def staff(self) -> pd.DataFrame:
        """Who is in service at the date of the round."""
        return in_service(self.table("staff"), self.date)

    @cached_property
    def _groupings(self) -> dict[str, dict[str, list[list[str]]]]:
        """Which categories the round shows as one, as it says itself."""
        path = self.folder.parents[1] / "processed" / self.folder.name / self.round / "groupings.json"
        found: dict[str, dict[str, list[list[str]]]] = json.loads(path.read_text("utf-8"))
        return found

    def categories(self, column: str, dimension: str, label: str) -> list[str]:
        """The categories that a label stands for in figures of a sensitive column."""
        groups = self._groupings.get(column, {}).get(dimension, [])
        found = [own for kind, *own in groups if MERGED.get(kind, " + ".join(own)) == label]
        assert len(found) == 1, f"{label} is {len(found)} groups of {dimension} for {column}"
        return found[0]

    def grouped(self, column: str, dimension: str) -> list[str]:
        """All categories that are shown in figures of a sensitive column, alone or with others."""
        return [name for _, *own in self._groupings.get(column, {}).get(dimension, []) for name in own]

    def _read(self, name: str) -> pd.DataFrame:
        spec = self.settings.get("tables", {}).get(name, {})
        path = self.folder / self.round / spec.get("file", f"{name}.csv")
        if not path.exists():
            return pd.DataFrame({"sex": []}, dtype=object)
        table = _cells(path, spec).rename(columns=spec.get("columns", {}))
        for column, value in spec.get("values", {}).items():
            table[column] = value
        for column, codes in spec.get("codes", {}).items():
            for one in [c for c in table if re.fullmatch("[A-L][0-9]", c)] if column == "items" else [column]:
                table[one] = table[one].map(lambda cell, codes=codes: codes.get(cell, cell))
        table = table[~table.iloc[:, 0].astype(str).str.match("total", case=False)]
        return self._typed(table.reset_index(drop=True), name, spec)

    def _typed(self, table: pd.DataFrame, name: str, spec: dict[str, Any]) -> pd.DataFrame:
        for column in table:
            if column in NUMBERS:
                table[column] = table[column].map(number)
            elif column in DATES:
                table[column] = table[column].map(_day)
            elif column in YES_OR_NO:
                table[column] = table[column].map(lambda cell: SPOKEN.get(str(cell)))
            elif re.fullmatch("[A-L][0-9]", column) and name == "survey":
                table[column] = pd.to_numeric(table[column].map(lambda cell: ANSWERS.get(cell, cell)))
        if name in COUNTED and "count" not in table:
            table["count"] = 1.0
        if "age_band" in table and name != "survey":
            bounds = [_band(cell) for cell in table["age_band"]]
            table["low"], table["high"] = zip(*bounds, strict=True)
        elif "birth_year" in table:
            completed = self.date.year - table["birth_year"]
            table["low"], table["high"] = completed - 1, completed
        return table


def in_service(staff: pd.DataFrame, day: pd.Timestamp) -> pd.DataFrame:
    """Who is in service on a day: hired by then, and not left by then."""
    here = pd.Series(True, index=staff.index)
    if "hired_on" in staff:
        here &= ~(staff["hired_on"] > day)
    if "left_on" in staff:
        here &= ~(staff["left_on"] <= day)
    return staff[here]


def number(cell: Any) -> float:
    """A number as the lists write it: 0,3 – 44 750 000,50 – 1200.5."""
    text = re.sub(r"[\s\u00a0\u202f]", "", str(cell)).replace(",", ".")
    return float(text) if re.fullmatch(r"-?\d+(\.\d+)?", text) else np.nan


def _cells(path: Path, spec: dict[str, Any]) -> pd.DataFrame:
    if path.suffix == ".xlsx":
        sheet, header = spec.get("sheet", 1) - 1, spec.get("header_row", 1) - 1
        table = pd.read_excel(path, sheet_name=sheet, header=header, dtype=object, engine="openpyxl")
    else:
        encoding = spec.get("encoding", "utf-8").replace("utf-8", "utf-8-sig")
        table = pd.read_csv(path, sep=spec.get("delimiter", ","), encoding=encoding, dtype=str)
    return table.astype(object).where(table.notna(), None)


def _day(cell: Any) -> pd.Timestamp:
    if isinstance(cell, str) and re.fullmatch(r"\d\d/\d\d/\d{4}", cell):
        return pd.Timestamp(dt.datetime.strptime(cell, "%d/%m/%Y"))
    return pd.Timestamp(cell)


def _band(cell: Any) -> tuple[float, float]:
    found = re.findall(r"\d+", str(cell or ""))
    if len(found) == 2:
        return float(found[0]), float(found[1])
    if len(found) == 1 and str(cell).endswith("+"):
        return float(found[0]), OLDEST
    assert not found, "an age band of a form that the samples do not have"
    return np.nan, np.nan
