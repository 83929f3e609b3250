"""Typed models of the entries of ``templates/methodology``."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Literal, get_args

from pydantic import Field, model_validator

from genderaudit.foundations.faults import fault
from genderaudit.foundations.precision import DECIMALS
from genderaudit.foundations.workspace import TEMPLATES
from genderaudit.foundations.yamlfile import Record
from genderaudit.measures.result import Unit
from genderaudit.methodology.organisation import Kind, Organisation, TableName
from genderaudit.methodology.questionnaire import AreaId

FOLDER = TEMPLATES / "methodology"
Evidence = Literal["facts", "documents", "survey"]
Rating = Literal["missing", "approaches", "meets", "exceeds"]
Bounds = tuple[float | None, float | None]
WITHOUT_AMOUNTS = ("gap", "ratio", "share")
"""Units permitted for figures of pay: none of them reveals an amount."""
Pattern = Literal[
    "confirmed_strength",
    "confirmed_gap",
    "blind_spot",
    "unrecognised_progress",
    "divided",
    "insufficient_evidence",
]
PATTERNS: tuple[Pattern, ...] = get_args(Pattern)
Dimension = Literal["staffing", "substance", "structure"]
DIMENSIONS: tuple[Dimension, ...] = get_args(Dimension)
"""Dimensions of the ILO policy on gender equality: who works there, what the work is about, how it is organised."""


class Area(Record):
    """A key area of the audit and the kinds of evidence for it."""

    id: AreaId
    dimension: Dimension
    evidence: list[Evidence]


class Target(Record):
    """Ranges of a value that count as missing, approaching, meeting and exceeding a requirement, one within the other.

    A value inside ``exceeds`` exceeds, else inside ``meets`` meets, else inside ``approaches`` approaches,
    else is missing. An open end is null. Without ``exceeds`` no value exceeds the target: parity cannot be exceeded.
    """

    id: str
    exceeds: Bounds | None = None
    meets: Bounds
    approaches: Bounds
    source: str

    @model_validator(mode="after")
    def _nested(self) -> Target:
        for low_end, high_end in filter(None, (self.exceeds, self.meets, self.approaches)):
            if low_end is not None and high_end is not None and low_end > high_end:
                raise fault("upside_down")
        for inner, outer in ((self.exceeds or self.meets, self.meets), (self.meets, self.approaches)):
            low = outer[0] is None or (inner[0] is not None and inner[0] >= outer[0])
            high = outer[1] is None or (inner[1] is not None and inner[1] <= outer[1])
            if not (low and high):
                raise fault("not_nested")
        return self


class Indicator(Record):
    """A figure that the audit records: its key area, the table it needs, how it is shown and rated."""

    id: str
    area: AreaId
    table: TableName | None = None
    protection: Literal["observable", "sensitive", "pay", "answers", "none"] = "sensitive"
    """Protection that the figure needs; ``observable``: none, as everybody in the organisation can see it."""
    unit: Unit
    target: str | None = None
    made_of: str | None = None
    """For a figure of all bodies together: the indicator by body, whose own target applies to this figure, too."""
    of: dict[str, str] = {}
    """The group whose figure is rated and represents the indicator; empty: the overall figure, and all are rated."""
    core: bool = False
    """True if its key area is rated by it."""
    instead_of: str | None = None
    """For a core indicator: the one that it replaces if that cannot be calculated or was not given."""
    told_by: list[str] = []
    """Figures that explain this one: if one of them is rated and not short, or a main figure, this one ranks lower."""
    chance: bool = False
    """True for flows and models, which are judged against chance; full counts are facts, surveys always have chance."""
    middle: bool = False
    """True for medians: they depend on two or three people, so that a change of one person moves them."""
    more_is_worse: bool = False
    """For a ratio of women's to men's value: True if a ratio above 1 is to women's disadvantage."""
    base: Literal[
        "people", "attendances", "services", "known_age", "seats", "lines", "units", "events", "turns",
        "counted", "texts", "activities", "expected", "appointments",
    ] = "people"  # fmt: skip
    """The unit that ``n`` counts.

    ``known_age``: people of known age; ``attendances``: people once for each event; ``services``: people once for each
    loan, account or insurance.
    """
    young: bool = False
    """True if the women and men given beside the figure are the young ones only."""
    chart: Literal["shares", "seats", "pyramid", "values", "intervals", "quartiles", "likert", "pairs"] | None = None
    kinds: list[Kind] = []
    """Kinds of organisation for which the figure counts as missing if they give no such list; empty: all."""
    columns: dict[str, Unit | Literal["p", "number", "pay_unit"]] = {}
    """Details of the results that are recorded and shown beside the value, with their units; all others are dropped."""
    if_any: bool = False
    """True if nothing counts as missing where the measure gives no result."""
    digits: dict[str, int] = {}
    """Columns with fewer decimals than usual for their unit, and how many."""
    followed: bool = False
    """True if its change since the previous round is shown."""
    headline: bool = False
    """True if a key message may be about it; for core figures this is always so."""

    @property
    def by_chance(self) -> bool:
        """True if its interval expresses uncertainty: of chance, or of a survey."""
        return self.chance or self.table == "survey"

    @property
    def counted_in_full(self) -> bool:
        """True if it is a full count of a list, which has no uncertainty and so no interval."""
        return self.table is not None and not self.by_chance

    @property
    def weight(self) -> int:
        """Weight in the ranking: core 3, headline 2, others 1; it decides last."""
        return 3 if self.core else 2 if self.headline else 1

    def represents_indicator(self, group: Mapping[str, str]) -> bool:
        """Return True if the figure of this group represents the indicator: overall, or the group in ``of``."""
        return dict(group) == self.of

    @model_validator(mode="after")
    def _core_is_rated(self) -> Indicator:
        if self.core and not self.target:
            raise fault("core_without_target")
        if self.instead_of and not self.core:
            raise fault("instead_of_not_core")
        return self

    @model_validator(mode="after")
    def _coarser_columns(self) -> Indicator:
        for name, digits in self.digits.items():
            usual = DECIMALS.get(self.columns.get(name, ""), 1)
            if name not in self.columns or not 0 <= digits < usual:
                raise fault("digits", name=name, usual=usual)
        return self

    @model_validator(mode="after")
    def _no_amounts_of_pay(self) -> Indicator:
        if self.protection == "pay" and self.unit not in WITHOUT_AMOUNTS:
            raise fault("pay_unit", units=", ".join(WITHOUT_AMOUNTS))
        if "amount" in self.columns.values() or (self.unit == "amount" and self.table == "staff"):
            raise fault("pay_amount")
        return self


class Criterion(Record):
    """A criterion of the document review."""

    id: str
    area: AreaId
    core: bool = False
    """True if its key area is rated by it, as by a core indicator."""


class Trigger(Record):
    """One condition that selects a recommendation."""

    indicator: str | None = None
    criterion: str | None = None
    survey: AreaId | None = None
    rating: list[Rating] = []
    pattern: Pattern | None = None
    area: AreaId | None = None
    below: bool = False
    """For an indicator whose target has two ends: True if only a figure below the range triggers, not one above."""

    @model_validator(mode="after")
    def _one_condition(self) -> Trigger:
        kinds = (self.indicator, self.criterion, self.survey, self.pattern)
        if sum(kind is not None for kind in kinds) != 1:
            raise fault("trigger_one")
        rated = self.indicator or self.criterion or self.survey
        if bool(rated) != bool(self.rating):
            raise fault("trigger_ratings")
        return self


class Recommendation(Record):
    """A recommendation of the catalogue; its texts are ``recommendations`` in the language files."""

    id: str
    area: AreaId
    kinds: list[Kind] = []
    when: Annotated[list[Trigger], Field(min_length=1)]
    role: str
    within_months: Annotated[int, Field(ge=1, le=60)]
    resources: Literal["low", "medium", "high"]
    in_place: list[str] = []
    """Evidence that the recommendation is in place already: criteria that are met, or figures of seats with a quota."""
    success: str
    source: str


class ExpectedData(Record):
    """A table with the columns that an area's measures need."""

    area: AreaId
    table: TableName
    columns: list[str]
    kinds: list[Kind] = []


class Source(Record):
    """A publication that a number or rule is taken from."""

    title: str
    year: int | str | None = None
    note: str | None = None
    convention: bool = False
    """True for an international convention, which binds where it is ratified."""


class Provision(Record):
    """A provision of a convention, goal or law, and the evidence of the audit that speaks to it."""

    id: str
    at: str
    """Article and paragraph."""
    indicators: list[str] = []
    criteria: list[str] = []
    items: list[str] = []


class Crosswalk(Record):
    """The audit's evidence for a convention, goal or law; one file of ``crosswalks``."""

    source: str
    countries: list[str] = []
    kinds: list[Kind] = []
    provisions: list[Provision]

    def is_for(self, organisation: Organisation) -> bool:
        """Return True if it applies to an organisation of this country and kind."""
        here = not self.countries or organisation.country in self.countries
        return here and (not self.kinds or organisation.kind in self.kinds)


class Thresholds(Record):
    """Thresholds for what is shown, concluded and called youth; each with its source in the file."""

    minimum_cell: Annotated[int, Field(ge=3)]
    minimum_base: Annotated[int, Field(ge=3)]
    dominance: Annotated[float, Field(gt=0, lt=1)]
    minimum_answers: int
    minimum_response_rate: Annotated[float, Field(ge=0, le=1)]
    minimum_ranked: int
    minimum_alpha: Annotated[float, Field(ge=0, le=1)]
    significance: Annotated[float, Field(gt=0, lt=1)]
    divided_without_test: Annotated[float, Field(gt=0, lt=1)]
    smallest_rated_people: Annotated[int, Field(ge=1)]
    smallest_rated_seats: Annotated[int, Field(ge=1)]

    def smallest_rated(self, base: str) -> int:
        """Return the smallest base at which a figure is rated: people or seats; 0 for budget lines and the like."""
        if base in ("people", "attendances", "services", "known_age", "turns", "texts"):
            return self.smallest_rated_people
        return self.smallest_rated_seats if base == "seats" else 0

    def minimum_cell_of(self, organisation: Organisation) -> int:
        """Return the smallest number of people shown: the organisation's own, or the method's."""
        return organisation.minimum_cell or self.minimum_cell

    def minimum_base_of(self, organisation: Organisation) -> int:
        """Return the smallest base of a share or mean shown; never below the smallest cell."""
        return max(self.minimum_base, self.minimum_cell_of(organisation))


class AreasFile(Record):
    """The file of the key areas."""

    areas: list[Area]


class TargetsFile(Record):
    """The file of the targets, and the numbers that decide what is shown."""

    targets: list[Target]
    thresholds: Thresholds


class IndicatorsFile(Record):
    """The file of the figures."""

    indicators: list[Indicator]


class DocumentsFile(Record):
    """The file of the criteria of the document review."""

    criteria: list[Criterion]


class AvailabilityFile(Record):
    """The file of the data that an area needs."""

    expected: list[ExpectedData]


class RecommendationsFile(Record):
    """The file of the recommendations."""

    recommendations: list[Recommendation]


class SourcesFile(Record):
    """The file of the publications that the method is based on."""

    sources: dict[str, Source]
