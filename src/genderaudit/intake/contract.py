"""The canonical tables of an audit and their columns (docs/data-contract.md explains them to users)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from genderaudit.foundations.language import Language, languages

TITLE = "title_"
"""Prefix of the columns with a finding's title, one per language."""
Kind = Literal["sex", "text", "number", "amount", "count", "date", "boolean", "year", "birth", "age", "age_band"]

YOUNGEST_WORKER = 14  # years; the lowest minimum age of ILO Convention 138

SAFE_TO_SHOW = 3  # a code seen less often could be a person's own word
HEADER_ROWS_SEARCHED = 30  # rows in which the row of column names is looked for


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table; ``values`` are its only codes, if any, ``bounds`` its plausible range.

    In a ``strict`` column an unreadable or implausible number is an error; in others it counts as blank.
    """

    name: str
    kind: Kind
    required: bool = False
    values: tuple[str, ...] = ()
    bounds: tuple[float, float] | None = None
    strict: bool = False

    @property
    def adds_up(self) -> bool:
        """True if several headers are parts of a sum: allowances beside base pay, two kinds of leave."""
        return self.kind == "amount" or self.name in ("leave_days", "leave_taken")

    @property
    def is_whole(self) -> bool:
        """True if it counts people, loans, texts etc., so fractions are errors."""
        return self.unit == "people" or self.name in _WHOLE

    @property
    def shown_from(self) -> int:
        """Rows from which a word may be shown: 1 if it cannot mean a person, else ``SAFE_TO_SHOW``."""
        return 1 if self.name in _OF_NO_PERSON else SAFE_TO_SHOW

    @property
    def unit(self) -> str:
        """The unit of its numbers, as in ``units`` of ``cells.yml``; empty for bare numbers."""
        return _UNITS_OF_KINDS.get(self.kind) or _UNITS.get(self.name, "")


@dataclass(frozen=True, slots=True)
class Table:
    """A table of the contract; ``open_ended``: it has further columns (survey items)."""

    name: str
    columns: tuple[Column, ...]
    open_ended: bool = False

    def column(self, name: str) -> Column | None:
        """Return the column of this name, or None."""
        return next((column for column in self.columns if column.name == name), None)


def _text(*names: str) -> tuple[Column, ...]:
    return tuple(Column(name, "text") for name in names)


SEX = Column("sex", "sex", required=True, values=("F", "M", "X"))
NO_PERSON = "none"
"""Code for a word in a column of sexes that means a group or firm, and in ``counts`` for such a header."""
COUNT = Column("count", "count", bounds=(0, 1e9))
AGE = (
    Column("birth_year", "birth", bounds=(1900, 2100)),
    Column("age", "age", bounds=(10, 110)),
    Column("age_band", "age_band"),
)
ALSO = Column("also", "text")
"""The further group named by ``also_by`` in ``organisation.yml``: never recognised by its header, only mapped."""
QUOTAS = tuple(Column(name, "number", bounds=(0, 1)) for name in ("quota_women", "quota_youth"))
SHARES = ("fte", "paid_share", "focal_point_time", "quota_women", "quota_youth")  # 0.8, 80 and 80 % are the same
_UNITS_OF_KINDS = {"amount": "money", "count": "people", "age": "years"}
_OF_NO_PERSON = ("text_kind", "gender_focus")
_WHOLE = ("in_arrears", "examined", "meets", "speaking_turns")
_UNITS = {
    **dict.fromkeys((*SHARES, "weight"), "share"),
    **dict.fromkeys(("weekly_hours", "pay_reference_hours", "training_hours"), "hours"),
    **dict.fromkeys(("service_years", "education_years"), "years"),
    **dict.fromkeys(("women", "men", "participants"), "people"),
    "leave_days": "days",
}
TEXT_KINDS = (
    "circular",
    "job_description",
    "vacancy",
    "appraisal_form",
    "collective_agreement",
    "evaluation",
    "mission",
    "project_document",
    "other",
)
EXERCISES = ("beans", "dots", "force_field", "swot", "talent_map", "timeline", "speaking_turns")
"""Workshop exercises with counts."""
SIDES = ("helps", "hinders", "strength", "weakness", "opportunity", "threat")
"""Sides of a force field, of a timeline, and of strengths, weaknesses, opportunities and threats."""
RATINGS = ("missing", "approaches", "meets", "exceeds", "not_applicable")

TABLES: dict[str, Table] = {
    table.name: table
    for table in (
        Table(
            "staff",
            (
                SEX,
                COUNT,
                *_text("level", "unit", "branch", "function", "contract"),
                ALSO,
                Column("fte", "number", bounds=(0.01, 1.5)),
                *AGE,
                *(Column(name, "date") for name in ("hired_on", "left_on", "promoted_on")),
                Column("eligible_for_promotion", "boolean"),
                Column("pay", "amount", bounds=(0, 1e12)),
                Column("pay_period", "text", values=("hour", "month", "year")),
                Column("weekly_hours", "number", bounds=(0.5, 100)),
                Column("pay_reference_hours", "number", bounds=(0.5, 4000)),
                Column("service_years", "number", bounds=(0, 80)),
                Column("paid_share", "number", bounds=(0, 1)),
                Column("variable_pay", "amount", bounds=(0, 1e12)),
                Column("education_years", "number", bounds=(0, 40)),
                Column("training_hours", "number", bounds=(0, 5000)),
                Column("focal_point_time", "number", bounds=(0, 1)),
                *(
                    Column(name, "boolean")
                    for name in (
                        "gender_training",
                        "gender_focal_point",
                        "focal_point_terms",
                        "manages_people",
                        "entitled_to_leave",
                        "leave_taken",
                        "returned_from_leave",
                        "back_after_6_months",
                        "back_after_12_months",
                        "working_time_arrangement",
                    )
                ),
                Column("leave_days", "number", bounds=(0, 1500)),
            ),
        ),
        Table(
            "members",
            (
                SEX,
                COUNT,
                *_text("branch", "level", "sector"),
                ALSO,
                *AGE,
                Column("joined_on", "date"),
                Column("left_on", "date"),
            ),
        ),
        Table(
            "services",
            (
                Column("service", "text", required=True, values=("savings", "credit", "insurance")),
                SEX,
                COUNT,
                *_text("product", "branch"),
                *AGE,
                Column("amount", "amount", bounds=(0, 1e15)),
                Column("in_arrears", "number", bounds=(0, 1e9), strict=True),
            ),
        ),
        Table(
            "bodies",
            (
                Column("body", "text", required=True),
                SEX,
                *_text("level", "role"),
                *AGE,
                COUNT,
                Column("since", "date"),
                *QUOTAS,
            ),
        ),
        Table(
            "attendance",
            (
                Column("event", "text", required=True),
                SEX,
                *_text("event_type", "level"),
                Column("role", "text"),
                ALSO,
                Column("date", "date"),
                *AGE,
                COUNT,
                *QUOTAS,
                Column("speaking_turns", "number", bounds=(0, 100_000)),
                Column("childcare", "boolean"),
            ),
        ),
        Table(
            "recruitment",
            (
                Column("stage", "text", required=True, values=("applied", "shortlisted", "appointed")),
                SEX,
                Column("count", "count", required=True, bounds=(0, 1e9)),
                Column("level", "text"),
                Column("year", "year", bounds=(1900, 2100)),
            ),
        ),
        Table(
            "documents",
            (
                Column("area", "text", required=True),
                Column("criterion", "text", required=True),
                Column("rating", "text", required=True, values=RATINGS),
                Column("evidence", "text", required=True),
                *_text("document", "reviewer"),
            ),
        ),
        Table(
            "texts",
            (
                Column("text_kind", "text", required=True, values=TEXT_KINDS),
                Column("looked_for", "text"),
                Column("examined", "number", bounds=(0, 1e6)),
                Column("meets", "number", required=True, bounds=(0, 1e6)),
                Column("chosen", "text", values=("all", "drawn", "at_hand")),
            ),
        ),
        Table(
            "budget",
            (
                Column("line", "text", required=True),
                Column("amount", "amount", required=True, bounds=(0, 1e15)),
                Column("currency", "text"),
                Column("spent", "amount", bounds=(0, 1e15)),
                Column("objective", "text"),
                Column("gender_marker", "number", bounds=(0, 3)),
                Column("year", "year", bounds=(1900, 2100)),
            ),
        ),
        Table(
            "activities",
            (
                Column("activity", "text", required=True),
                *_text("activity_type", "region"),
                Column("gender_focus", "text", values=("explicit", "implicit", "none")),
                Column("gender_marker", "number", bounds=(0, 3)),
                Column("women", "number", bounds=(0, 1e9)),
                Column("men", "number", bounds=(0, 1e9)),
                Column("budget", "amount", bounds=(0, 1e15)),
                Column("spent", "amount", bounds=(0, 1e15)),
            ),
        ),
        Table(
            "interviews",
            (
                Column("area", "text", required=True),
                Column(
                    "kind",
                    "text",
                    required=True,
                    values=("strength", "challenge", "good_practice", "suggestion"),
                ),
                Column("text", "text", required=True),
                *_text("source", "group"),
                Column("cleared", "boolean"),
            ),
        ),
        Table(
            "workshops",
            (
                Column("area", "text", required=True),
                Column("exercise", "text", required=True, values=EXERCISES),
                Column("group", "text"),
                Column("question", "text"),
                Column("item", "text", required=True),
                Column("side", "text", values=SIDES),
                Column("points", "number", bounds=(0, 10_000), strict=True),
                Column("participants", "number", bounds=(1, 10_000), strict=True),
                Column("cleared", "boolean"),
            ),
        ),
        Table(
            "survey",
            (
                SEX,
                *_text("level", "unit"),
                ALSO,
                *AGE,
                Column("started", "date"),
                Column("submitted", "date"),
                Column("weight", "number", bounds=(0.0001, 1e6), strict=True),
            ),
            open_ended=True,
        ),
        Table(
            "actions",
            (
                Column("recommendation", "text", required=True),
                Column("decision", "text", required=True, values=("accept", "amend", "reject")),
                *_text("owner", "note", "evidence"),
                Column("due", "date"),
                Column("budget", "amount", bounds=(0, 1e15)),
                Column("round", "text"),
                Column("status", "text", values=("planned", "started", "done", "stopped")),
                Column("cleared", "boolean"),
            ),
        ),
        Table(
            "validation",
            (
                Column("subject", "text", required=True),
                Column("round", "text"),
                Column("order", "number", bounds=(1, 999), strict=True),
                Column("left_out", "boolean"),
                Column("ticked", "boolean"),
                *_text("reason", "said", *(f"{TITLE}{code}" for code in languages())),
            ),
        ),
        Table(
            "about",
            (
                Column("what", "text", required=True),
                Column("text", "text"),
                Column("women", "number", bounds=(0, 100_000)),
                Column("men", "number", bounds=(0, 100_000)),
                Column("number", "number", bounds=(1, 1000)),
                Column("date", "date"),
            ),
        ),
    )
}


PRIVATE = frozenset(
    (
        *("contract", "age", "age_band", "birth_year", "branch", "also", "service", "product", "fte", "weekly_hours"),
        *("pay", "variable_pay", "leave_taken", "leave_days", "entitled_to_leave", "returned_from_leave"),
        *("back_after_6_months", "back_after_12_months", "training_hours", "gender_training"),
        "working_time_arrangement",
    )
)
"""Columns of lists of people of which not everybody there can see who has what: figures by them are sensitive."""
LISTS_OF_PEOPLE = ("staff", "members", "services", "survey")
"""Lists of which that is so: who sits in bodies, or comes to meetings, is seen."""


def column_label(table: str, column: str, language: Language) -> str:
    """Return what a language calls a column, in this table if it has a word of its own; its code if it has none."""
    keys = (f"intake_workbook.tables.{table}.columns.{column}", f"intake_workbook.columns.{column}")
    return next((language.text(key) for key in keys if language.has(key)), column)
