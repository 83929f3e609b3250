"""Readiness of a round for an audit: lists present and missing, and other files in its folder."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from genderaudit.intake.contract import TABLES
from genderaudit.intake.round.cross_checks import AUDITED
from genderaudit.intake.round.summary import lists_read
from genderaudit.intake.round.tables import Intake
from genderaudit.intake.round.unread import unread
from genderaudit.methodology.method import methodology
from genderaudit.methodology.organisation import Organisation

WITHOUT_MEMBERS = ("public_body", "enterprise")
NEVER_LACKING = ("workshops",)
"""Lists that are never reported missing: workshops are optional."""


@dataclass(frozen=True, slots=True)
class ListIn:
    """A list that was read, with its people (``None`` if not of people) and rows."""

    table: str
    people: int | None
    rows: int


@dataclass(frozen=True, slots=True)
class Readiness:
    """Lists of a round, present and missing, and its other files; ``lacking`` is in the order of the contract."""

    lists: tuple[ListIn, ...]
    lacking: tuple[str, ...]
    documents: tuple[str, ...]
    ignored: tuple[str, ...]
    not_read: tuple[str, ...]
    """Names of lists that no table uses."""
    errors: int
    unordered: bool = False
    """True if the staff has levels without a known order."""

    @property
    def ready(self) -> bool:
        """True if ``run`` would proceed."""
        return not self.errors


def readiness(folder: Path, intake: Intake, organisation: Organisation) -> Readiness:
    """Return the readiness of the round in ``folder`` from its intake."""
    rest = unread(folder, intake.files, organisation.ignore)
    lists = tuple(
        ListIn(read.table, None if read.people is None else read.people["total"], read.rows)
        for read in lists_read(intake, organisation)
        if read.table in AUDITED and read.rows
    )
    present = {entry.table for entry in lists}
    expected = (name for name in TABLES if methodology().reports_missing(name, organisation.kind))
    wanted = [name for name in expected if name in AUDITED and name not in (*present, *NEVER_LACKING)]
    if organisation.kind in WITHOUT_MEMBERS:
        wanted = [name for name in wanted if name != "members"]
    return Readiness(
        lists,
        tuple(wanted),
        tuple(path.name for path in rest.documents),
        tuple(path.name for path in rest.ignored),
        tuple(path.name for path in rest.lists),
        len(intake.errors),
        not organisation.levels and "staff" in present and intake.tables["staff"]["level"].nunique() > 1,
    )
