"""Settings of an organisation and of its files: ``organisation.yml``. How its audit was made: ``about_audit``."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any, Literal, TypeVar, cast

from pydantic import AfterValidator, Field, PrivateAttr, StringConstraints, model_validator

from genderaudit.foundations.days import Order
from genderaudit.foundations.errors import AuditError, known_names
from genderaudit.foundations.faults import Fault, fault
from genderaudit.foundations.language import languages
from genderaudit.foundations.workspace import SLUG
from genderaudit.foundations.yamlfile import Record, load_valid_parts, load_with_lines
from genderaudit.methodology.about_audit import AboutAudit
from genderaudit.methodology.field_types import Day, Name, Printed
from genderaudit.methodology.settings import YOUTH

T = TypeVar("T", bound=Record)
SETTINGS = "organisation.yml"
WORD = re.compile(r"[^\W\d_]+([ '’-][^\W\d_]+){0,3}")
"""A header of one to four words; no codes, numbers or remarks."""
Share = Annotated[float, Field(ge=0, le=1)]
TableName = Literal[
    "staff",
    "members",
    "services",
    "bodies",
    "attendance",
    "recruitment",
    "documents",
    "texts",
    "budget",
    "activities",
    "interviews",
    "workshops",
    "survey",
    "actions",
    "validation",
    "about",
]
Sampling = Literal["everyone", "drawn", "whoever_came"]
"""Selection of survey respondents; intervals and tests are valid for the first two only."""
Kind = Literal["trade_union", "cooperative", "mutual", "ngo", "public_body", "enterprise"]


def _known_language(code: str) -> str:
    if code not in languages():
        raise fault("no_language", near=known_names(code, languages()))
    return code


class Headcount(Record):
    """People of the survey population of one sex, at one level or in total."""

    sex: Literal["F", "M", "X"]
    level: Name | None = None
    count: Annotated[int, Field(ge=0)]


class TableFile(Record):
    """Differences of a table's files from the contract. Keys of mappings are headers of the file."""

    file: Name | None = None
    files: Annotated[list[Name], Field(max_length=100)] = []
    """Several files that form one list, appended to each other."""
    sheet: Name | int | None = None
    sheets: Literal["all"] | list[Name | int] | None = None
    """Several sheets that form one list: ``all`` visible ones that have the columns, or those named."""
    from_sheet: dict[str, Annotated[str, StringConstraints(pattern=r"^(name|file|[A-Z]{1,2}[1-9]\d?)$")]] = {}
    """Column with one value for all rows of a sheet or file.

    The value is the sheet's ``name``, the ``file``'s name, or a cell of its first rows. A list with a column of its own
    for it keeps that one.
    """
    header_row: Annotated[int, Field(ge=1, le=100)] = 1
    delimiter: Literal[",", ";", "\t", "|"] | None = None
    encoding: Literal["utf-8", "cp1252", "latin-1", "mac_roman"] | None = None
    decimal: Literal[",", "."] | None = None
    dates: Order | None = None
    """Order of day and month (05/04/2025 is 5 April or 4 May), used if the dates of a column do not show it."""
    columns: dict[str, str] = {}
    """Header → column of the contract. Several headers of one amount (base pay, allowances …) are summed."""
    person: list[str] = []
    """Headers of names, by which people listed twice are found; names are never kept."""
    counts: dict[str, Literal["F", "M", "X", "all", "none"]] = {}
    """Header → the sex that it counts or ticks, for women and men in separate columns.

    ``all`` is the total: people whom no other column counts are men. ``none`` counts groups or firms, no persons.
    """
    turns: dict[str, Literal["F", "M", "X"]] = {}
    """Header → the sex whose speaking turns it counts, for women and men in separate columns."""
    keep: dict[str, list[str | int | float]] = {}
    """Header → values of the rows that belong to the audit; other rows are set aside and counted."""
    codes: dict[str, dict[str, str | int | float | bool]] = {}
    confirmed: dict[str, list[int]] = {}
    """Column of the contract → rows with correct extreme amounts, or with text on violence that may be printed."""
    same_wording: list[str] = []
    """Statements of the suite that the survey asked in the suite's words although its headers differ."""
    values: dict[str, str | int | float | bool] = {}
    """Columns missing from the file because they have one value for every row, e.g. ``pay_period: year``."""

    @property
    def names(self) -> list[str]:
        """The files named in the settings."""
        return [self.file] if self.file else self.files

    @model_validator(mode="after")
    def _one_of_two(self) -> TableFile:
        for one, several in (("file", "files"), ("sheet", "sheets")):
            if getattr(self, one) is not None and getattr(self, several):
                raise fault("both", one=one, other=several)
        if set(self.counts.values()) == {"none"}:
            raise fault("counts_nobody")
        return self


class Survey(Record):
    """The population of the survey and how respondents were chosen."""

    of: Literal["staff", "members", "delegates"] | None = None
    """The population asked; it is named above the answers."""
    sampling: Sampling | None = None
    """Selection of respondents; if not given, *whoever came*."""


class Round(Record):
    """Settings of a single round."""

    date: Day | None = None
    headcounts: list[Headcount] = []
    survey: Survey = Survey()
    audit: AboutAudit = AboutAudit()


class Organisation(Record):
    """The content of ``organisation.yml``. ``levels`` are grades of the hierarchy from top to bottom."""

    name: Name
    kind: Kind
    country: Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}$")] | None = None
    languages: Annotated[list[Annotated[str, AfterValidator(_known_language)]], Field(min_length=1, max_length=20)]
    invented: bool = False
    youth_age_limit: Annotated[int, Field(ge=YOUTH[0], le=YOUTH[1])] = 35
    currency: Annotated[str, StringConstraints(pattern=r"^[A-Z]{3}$")] | None = None
    minimum_cell: Annotated[int, Field(ge=3, le=100)] | None = None
    """Smallest group of people that is shown; if not given, that of the method."""
    named_in_syntheses: bool = False
    """True if a synthesis across organisations may name this one."""
    affiliated_to: Annotated[str, StringConstraints(pattern=SLUG.pattern)] | None = None
    """The folder of the federation that this organisation belongs to, for syntheses."""
    own_members_only: bool = False
    """True if no member of the list is also listed by an affiliate; only then are members of both added up."""
    levels: list[Name] = []
    composition: Literal["shown", "protected"] = "shown"
    """Composition of units and bodies: shown as it is, or in groups of at least four people."""
    pay_scale: Literal["own", "public"] = "own"
    """``public``: everybody can look up the pay of a grade; pay gaps are then shown in steps of five points."""
    public_bodies: list[Name] | Literal["all"] = []
    """Bodies with public composition, shown as it is even if ``composition`` is protected."""
    reserved_bodies: dict[Name, Literal["women", "youth", "none"]] = {}
    """Bodies whose seats are all reserved, and for whom; totals over bodies exclude them."""
    targets: dict[str, Share] = {}
    targets_by: dict[str, Annotated[int, Field(ge=1990, le=2100)]] = {}
    """Indicator → year by which its target, own or the method's, is to be reached."""
    committee_lines: dict[str, Literal["women", "youth"]] = {}
    """Budget line of a committee → whom the committee is for."""
    also_by: Annotated[Printed, Field(max_length=60)] | None = None
    """Name of the one further grouping of lists and survey, the column ``also`` of both."""
    survey: Survey = Survey()
    """The survey population and how respondents were chosen, unless a round states otherwise."""
    headcounts: list[Headcount] = []
    audit: AboutAudit = AboutAudit()
    """Conduct of the audit, unless a round states otherwise."""
    rounds: dict[str, Round] = {}
    tables: dict[TableName, TableFile] = {}
    ignore: Annotated[list[Name], Field(max_length=200)] = []
    """Files and folders of its rounds that intake ignores: names, or patterns such as ``Archives *``."""
    _lines: dict[tuple[Any, ...], int] = PrivateAttr(default_factory=dict)

    def line_of(self, *place: str | int) -> int:
        """Return the line in ``organisation.yml`` of a place (keys from the outermost on), or of its nearest parent."""
        known = next((place[:end] for end in range(len(place), 0, -1) if place[:end] in self._lines), ())
        return self._lines.get(known, 1)

    def date_of(self, round: str) -> dt.date | None:
        """Return the date at which ages are computed: as given, else the end of the year in the round's name."""
        given = self.rounds.get(round, Round()).date
        year = re.match(r"(19|20)\d\d(?!\d)", round)
        return given or (dt.date(int(year[0]), 12, 31) if year else None)

    def headcounts_of(self, round: str) -> list[Headcount]:
        """Return the survey population of this round."""
        return self.rounds.get(round, Round()).headcounts or self.headcounts

    def audit_of(self, round: str) -> AboutAudit:
        """Return how the audit was made in this round; what the round does not give is taken from all rounds."""
        return _of_round(self.audit, self.rounds.get(round, Round()).audit)

    def sampling_of(self, round: str) -> Sampling | None:
        """Return how respondents of this round's survey were chosen, if ``survey`` says so."""
        return _of_round(self.survey, self.rounds.get(round, Round()).survey).sampling

    def public_texts_of_audit(self, round: str) -> Iterator[tuple[tuple[str | int, ...], str]]:
        """Yield the texts of this round's ``audit`` and of ``also_by`` that must not name a person, with places."""
        if self.also_by:
            yield ("also_by",), self.also_by
        given = {("audit",): self.audit, ("rounds", round, "audit"): self.rounds.get(round, Round()).audit}
        for place, about in given.items():
            yield from (((*place, *where), text) for where, text in about.public_texts())

    def word_for(self, table: str, column: str) -> str | None:
        """Return the header of a column in the organisation's own list, if it consists of words; else None."""
        file = self.tables.get(cast("TableName", table))
        headers = [header for header, ours in file.columns.items() if ours == column] if file else []
        return headers[0] if len(headers) == 1 and WORD.fullmatch(headers[0]) else None

    @property
    def population_asked(self) -> str:
        """The population asked in the survey: as declared, else staff if there are no members, else ``unsaid``."""
        return self.survey.of or ("staff" if self.kind in ("public_body", "enterprise") else "unsaid")

    def is_public(self, body: str) -> bool:
        """Return True if the composition of this body is public."""
        return self.public_bodies == "all" or body in self.public_bodies


def _of_round(for_all: T, of_round: T) -> T:
    """Return the settings for all rounds, overridden by those that the round gives."""
    return for_all.model_copy(update={name: getattr(of_round, name) for name in of_round.model_fields_set})


def read_organisation(folder: Path) -> Organisation:
    """Return the ``organisation.yml`` in ``folder``; the ``AuditError`` lists every fault with file and line.

    Neither the folder nor anything in it may be a link: it could lead to the lists of another organisation.
    """
    _refuse_links(folder)
    organisation, lines = load_with_lines(folder / SETTINGS, Organisation)
    organisation._lines = lines
    return organisation


def read_sound(folder: Path, language: str) -> tuple[Organisation | None, list[Fault]]:
    """Return the valid parts of ``organisation.yml`` and its faults, so that the lists can be examined all the same.

    If name, kind or languages are invalid, the folder's name, an association and ``language`` are assumed. The
    organisation is None if too little is valid; raises ``AuditError`` for a file that cannot be read at all.
    """
    _refuse_links(folder)
    needed = {"name": folder.name, "kind": "ngo", "languages": [language]}
    organisation, faults, lines = load_valid_parts(folder / SETTINGS, Organisation, needed)
    if organisation is not None:
        organisation._lines = lines
    return organisation, faults


def _refuse_links(folder: Path) -> None:
    if folder.is_symlink():
        raise AuditError("folder_is_link", folder=folder.name)
    links = sorted(path.name for path in folder.iterdir() if path.is_symlink()) if folder.is_dir() else []
    if links:
        raise AuditError("file_is_link", folder=folder.name, file=ascii(links[0]).strip("'"))
