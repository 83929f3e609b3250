"""Data of an audit: an organisation's lists of one round, its method, language and parameters."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property, wraps
from types import SimpleNamespace
from typing import Any

import pandas as pd

from genderaudit import measures
from genderaudit.audit.merged_groups import MergedGroups
from genderaudit.audit.sampling import Sample, kept, with_weights
from genderaudit.conclusions.findings import OwnIndicator
from genderaudit.disclosure.further import ALSO
from genderaudit.disclosure.grouping import (
    COMPOSITION,
    Groupings,
    first_of,
    merge_composition,
)
from genderaudit.foundations.errors import AuditError, join_errors, known_names, wrong_call
from genderaudit.foundations.language import Language
from genderaudit.foundations.workspace import Workspace
from genderaudit.intake import TABLES, Intake, read_round
from genderaudit.intake.about import sampling_in
from genderaudit.intake.checks.reserved_bodies import reserved
from genderaudit.intake.vocabulary.cell_words import cell_words
from genderaudit.intake.vocabulary.dictionaries import bare_words
from genderaudit.measures.answers import Item
from genderaudit.measures.counting import youth
from genderaudit.measures.results import Results
from genderaudit.measures.weighting import Raking
from genderaudit.measures.where import Where
from genderaudit.methodology.method import Methodology, methodology
from genderaudit.methodology.organisation import Organisation, Sampling
from genderaudit.methodology.questionnaire import TICKED, Questionnaire
from genderaudit.methodology.settings import USUAL_LEVEL, Settings

BODY_LEVELS = ("national", "regional", "local")
"""Levels of bodies in the suite's own words, from top to bottom."""
FARTHEST = 50
"""Years after a round that a target may lie ahead: rates of today do not reach beyond a working life."""
OWN_WORDS = {
    "members_by_branch": ("members", "branch"),
    "credit_by_branch": ("services", "branch"),
    "staff_women_by_unit": ("staff", "unit"),
    "area_by_unit": ("survey", "unit"),
}
"""Indicators whose groups are named in the organisation's own word: section, branch, service."""


@dataclass
class AuditData:
    """One organisation's round for a phase: lists, dates, levels, questionnaire, method and language."""

    phase: str
    name: str
    round: str
    language: Language
    workspace: Workspace
    organisation: Organisation
    settings: Settings
    """Parameters given by the notebook; for others the default applies."""
    method: Methodology = field(default_factory=methodology)
    own: list[OwnIndicator] = field(default_factory=list)
    """Indicators defined by this notebook, or by that of an earlier phase."""
    read_tables: dict[str, pd.DataFrame] = field(default_factory=dict)
    files: dict[str, str] = field(default_factory=dict)
    present: set[str] = field(default_factory=set)
    places: dict[str, tuple[str, str]] = field(default_factory=dict)
    """File and sheet of each table read."""
    on_first_read: Callable[[str, pd.DataFrame], None] | None = None
    """Called with name and rows of each list when it is first read."""
    _merged_groups: MergedGroups = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        self._merged_groups = MergedGroups(self)

    @property
    def youth_age_limit(self) -> int:
        """Age in years up to which people count as young."""
        return self.organisation.youth_age_limit

    @property
    def confidence_level(self) -> float:
        """Confidence level of all intervals of this phase, 0 to 1."""
        return self.settings.get("confidence_level", USUAL_LEVEL)

    @cached_property
    def measures(self) -> SimpleNamespace:
        """The measures of :mod:`genderaudit.measures`, with ``confidence_level`` and language of this audit."""
        exported = {name: getattr(measures, name) for name in measures.__all__}
        return SimpleNamespace(**{name: self._with_settings(measure) for name, measure in exported.items()})

    def _with_settings(self, measure: Any) -> Any:
        """Return the measure with this audit's confidence level and language; a class unchanged."""
        if not inspect.isfunction(measure):
            return measure
        confidence = {"level": self.confidence_level} if "level" in inspect.signature(measure).parameters else {}

        @wraps(measure)
        def with_settings(*given: Any, **named: Any) -> Any:
            returned = measure(*given, **confidence | named)
            if isinstance(returned, Raking):
                return replace(returned, quality=returned.quality.speaking(self.language.code))
            if isinstance(returned, Results):
                return returned.speaking(self.language.code, self.organisation.currency or "")
            return returned

        return with_settings

    @property
    def levels(self) -> list[str]:
        """Staff levels from top to bottom."""
        return (
            self.organisation.levels
            if self.organisation.composition == "shown"
            else self.levels_of(self.table("staff"))
        )

    @property
    def top_level(self) -> str | None:
        """The highest staff level, or None."""
        return self.levels[0] if self.levels else None

    @property
    def middle_level(self) -> str:
        """The level from which people count as middle management: the middle of the list of levels."""
        return self.levels[(len(self.levels) - 1) // 2] if self.levels else ""

    @property
    def date(self) -> pd.Timestamp:
        """The date of the round; raises ``AuditError`` without one, as today's date would make reports differ."""
        day = self.organisation.date_of(self.round)
        if day is None:
            raise AuditError("round_without_date", round=self.round)
        return pd.Timestamp(day)

    def period(self, years: int) -> tuple[pd.Timestamp, pd.Timestamp]:
        """Return first and last day of the ``years`` before the round's date."""
        return self.date - pd.DateOffset(years=years) + pd.DateOffset(days=1), self.date

    def year_ahead(self, year: int) -> int:
        """Return the year by which a target should be reached; 0 means five years after the round.

        Raises ``AuditError`` for a year that is past or too far ahead.
        """
        first, last = self.date.year + 1, self.date.year + FARTHEST
        if year and not first <= year <= last:
            raise AuditError("target_year", year=year, first=first, last=last)
        return year or self.date.year + 5

    def current_staff(self) -> pd.DataFrame:
        """Return the staff list without people who had left by the round's date."""
        staff = self.table("staff")
        return staff[measures.in_service(staff, self.date)]

    @cached_property
    def reserved_bodies(self) -> Mapping[str, str]:
        """Bodies of the list whose seats are all reserved, and for whom: women or youth."""
        return reserved(self.table("bodies"), self.organisation)

    def open_bodies(self) -> pd.DataFrame:
        """Return the list of bodies without reserved ones, as used for totals."""
        bodies = self.table("bodies")
        return bodies[~bodies["body"].isin(list(self.reserved_bodies))]

    @property
    def body_levels(self) -> list[str]:
        """Levels of bodies from top to bottom: in the organisation's order of levels, then the suite's own."""
        given = list(self.table("bodies")["level"].dropna().unique())
        known = [level for level in dict.fromkeys((*self.levels, *BODY_LEVELS)) if level in given]
        return [*known, *(str(level) for level in given if level not in known)]

    @cached_property
    def groupings(self) -> Groupings:
        """Merging of levels, units etc. for sensitive figures of this round."""
        earlier = self.earlier_round()
        before = self.workspace.groupings(self.name, earlier) if earlier else None
        return Groupings(self.workspace.groupings(self.name, self.round), before)

    def grouped(
        self, table: pd.DataFrame, column: str, known: pd.Series | None = None, where: Where | None = None
    ) -> pd.DataFrame:
        """Return a list of people with levels, units etc. merged for figures of a sensitive column.

        The result is for ``by=`` of a measure.

        Args:
            table: A list of people of this audit, or some of its rows.
            column: The subject of the figures: ``pay``, ``variable_pay``, ``training_hours``; ``amount`` of loans;
                ``answers`` of the survey; ``contract``, ``branch``, ``age`` of the staff, ``members_age`` or
                ``credit_branch`` for counts by these; ``also`` for the organisation's further group, which has the
                same grouping in all lists.
            known: Rows with a known value; by default those where ``column``, or any statement of the survey, is given.
            where: Rows to use, as for a measure (:data:`genderaudit.measures.where.Where`).

        Returns:
            A copy in which each group has at least ``minimum_base`` women and as many men with a known value, or none
            of one sex; for pay and loans at least thirty; in counts at least ``minimum_cell`` women and men. A
            dimension that cannot be merged so is blank. Figures of composition use the organisation's own categories,
            so the list itself. For ``also`` there are no rows if ``also_by`` is not declared or the list lacks it.
        """
        return self._merged_groups.grouped(table, column, known, where)

    def also(self, table: pd.DataFrame) -> pd.Series:
        """Return the further group of each row; words that fewer than three people have in every list are combined."""
        return self._merged_groups.also(table)

    def headcounts_as(self, column: str) -> pd.DataFrame | None:
        """Return the survey population with levels merged as by :meth:`grouped` for ``column``; None if not given."""
        heads = self.headcounts
        return None if heads is None else heads.assign(level=self.groupings.merged(heads["level"], column, "level"))

    def levels_of(self, table: pd.DataFrame) -> list[str]:
        """Return the levels of a list from top to bottom; merged ones take the place of their first."""
        by_first = {first_of(name): name for name in table["level"].dropna().astype(str).unique()}
        return [by_first[name] for name in self.organisation.levels if name in by_first]

    def occupation(self) -> str:
        """Return the column with people's occupation: function if given, else level."""
        return "function" if self.table("staff")["function"].notna().any() else "level"

    def meeting_kind(self) -> list[str]:
        """Return the columns that make meetings comparable: type, and role of participants if given."""
        stated = self.table("attendance")["role"].notna().any()
        return ["event_type", "role"] if stated else ["event_type"]

    def negotiations(self) -> pd.DataFrame:
        """Return attendance at negotiations and strike committees, found by type of meeting or else by name."""
        attendance = self.table("attendance")
        words = [f" {bare_words(word)} " for word in cell_words().negotiations]
        kinds = attendance["event_type"].fillna(attendance["event"])
        kinds_found = [
            kind for kind in kinds.dropna().unique() if any(word in f" {bare_words(kind)} " for word in words)
        ]
        return attendance[kinds.isin(kinds_found)]

    def expected_data(self) -> dict[str, dict[str, list[str]]]:
        """Return area → table → columns that an organisation of this kind should have."""
        expected: dict[str, dict[str, list[str]]] = {}
        for entry in self.method.expected:
            if not entry.kinds or self.organisation.kind in entry.kinds:
                columns = expected.setdefault(entry.area, {}).setdefault(entry.table, [])
                columns += entry.columns
        return expected

    @property
    def items(self) -> list[Item]:
        """The questionnaire's statements in the order asked."""
        statements = self.method.questionnaire.items
        return [Item(item.id, item.area, item.reverse, item.scale.maximum) for item in statements]

    @property
    def options(self) -> list[Item]:
        """Options of multiple-choice questions, each as a statement that is ticked (2) or not (1)."""
        questions = self.method.questionnaire.several
        return [Item(column, question.area, maximum=TICKED) for question in questions for column in question.columns]

    @property
    def open_questions(self) -> list[str]:
        """The questionnaire's open questions."""
        return self.method.questionnaire.open

    @property
    def sampling(self) -> Sampling:
        """Selection of survey respondents; if not stated, *whoever came*."""
        return sampling_in(self.table("about")) or self.organisation.sampling_of(self.round) or "whoever_came"

    @cached_property
    def sample(self) -> Sample | None:
        """The sample drawn by ``genderaudit sample``, or None."""
        return kept(self.workspace.sample(self.name, self.round))

    @property
    def headcounts(self) -> pd.DataFrame | None:
        """The survey population with columns ``sex``, ``level``, ``count``; None if not given."""
        counts = self.organisation.headcounts_of(self.round)
        return pd.DataFrame([count.model_dump() for count in counts]) if counts else None

    def table(self, name: str) -> pd.DataFrame:
        """Return the table ``name``; without rows if the organisation gave no such list.

        Raises ``AuditError`` with all errors of the list.
        """
        if name not in TABLES:
            raise wrong_call(f"There is no table {name}. {known_names(name, TABLES)}")
        if name not in self.read_tables:
            folder = self.workspace.raw(self.name, self.round)
            intake = read_round(folder, self.organisation, self.round, only=(name,))
            if intake.errors:
                raise join_errors(intake.errors)
            self.take(name, intake)
            if self.on_first_read is not None:
                self.on_first_read(name, self.read_tables[name])
        return self.read_tables[name]

    def take(self, name: str, intake: Intake) -> None:
        """Store the table ``name`` of an intake; its problems are reported by the caller."""
        self.read_tables[name] = intake.tables[name]
        if name == "survey" and self.sampling == "drawn" and (sample := self.sample) is not None:
            self.read_tables[name] = with_weights(intake.tables[name], sample)
        self.files |= intake.files
        self.present |= intake.present
        self.places[name] = ", ".join(sorted(intake.sources[name])), intake.detected.get(name, {}).get("sheet", "")

    def composition(self, table: pd.DataFrame) -> pd.DataFrame:
        """Return a list for figures of composition: unchanged, or in groups of at least four people if protected.

        Public bodies are unchanged. Indices and models use the list itself.
        """
        if self.organisation.composition == "protected":
            public = table["body"].map(self.organisation.is_public).astype(bool) if "body" in table else False
            for dimension in (name for name in COMPOSITION if name in table):
                order = self.organisation.levels if dimension == "level" and "body" not in table else ()
                table = merge_composition(table, dimension, order, pd.Series(public, table.index))
        return table

    def committee_heads(self) -> dict[str, float]:
        """Return for each budget line of a committee the number of members it is for."""
        members = self.table("members")
        women = float(members.loc[members["sex"] == "F", "count"].sum())
        young, _ = youth(members, self.youth_age_limit)
        heads = {"women": women, "youth": float(members.loc[young, "count"].sum())}
        return {line: heads[whom] for line, whom in self.organisation.committee_lines.items()}

    def earlier_round(self) -> str | None:
        """Return the previous round, or None."""
        before = [name for name in self.workspace.rounds(self.name) if name < self.round]
        return before[-1] if before else None

    def earlier_rounds(self) -> list[str]:
        """Return the earlier rounds with findings of their baseline, oldest first."""
        names = [name for name in self.workspace.rounds(self.name) if name < self.round]
        return [name for name in names if self.workspace.compared(self.name, name, "baseline").is_file()]

    def is_absent(self, table: str) -> bool:
        """Return True if the organisation gave no such list."""
        self.table(table)
        return table not in self.present

    def is_given(self, table: str) -> bool:
        """Return True if the organisation gave such a list, possibly without rows."""
        return not self.is_absent(table)


def in_own_words(language: Language, about: Organisation, asked: Questionnaire) -> Language:
    """Return the language with statements as asked, groups of ``also_by`` and, in the organisation's language, its own
    words.
    """
    language = asked.with_own_wordings(language)
    if about.also_by:
        language = language.in_words(dict.fromkeys(ALSO.values(), about.also_by))
    if language.code != about.languages[0]:
        return language
    words = {name: about.word_for(*where) for name, where in OWN_WORDS.items()}
    return language.in_words({name: word for name, word in words.items() if word})
