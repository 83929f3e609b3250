"""Whether a round can be audited: which lists are in, which are not, and what else lies in its folder."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from genderaudit.intake.contract import TABLES
from genderaudit.intake.summary import lists_read
from genderaudit.intake.tables import AUDITED, Intake
from genderaudit.intake.unread import unread
from genderaudit.methodology.method import methodology
from genderaudit.methodology.organisation import Organisation

WITHOUT_MEMBERS = ("public_body", "enterprise")
NEVER_LACKING = ("workshops",)
"""Lists that nobody is told to lack: whoever holds no workshop counts no beans."""


@dataclass(frozen=True, slots=True)
class ListIn:
    """A list that is read, with the people it holds (``None`` where it holds none) and its rows."""

    table: str
    people: int | None
    rows: int


@dataclass(frozen=True, slots=True)
class Readiness:
    """What a round has for an audit. ``lacking`` are tables of the contract, in its order."""

    lists: tuple[ListIn, ...]
    lacking: tuple[str, ...]
    documents: tuple[str, ...]
    ignored: tuple[str, ...]
    not_read: tuple[str, ...]
    """Names of lists that no table uses."""
    errors: int
    unordered: bool = False
    """Whether the staff has levels of which nothing says which is the highest."""

    @property
    def ready(self) -> bool:
        """Whether ``run`` would go on."""
        return not self.errors


def readiness(folder: Path, intake: Intake, organisation: Organisation) -> Readiness:
    """How far the round in ``folder`` is ready, after it was read."""
    rest = unread(folder, intake.files, organisation.ignore)
    lists = tuple(
        ListIn(read.table, None if read.people is None else read.people["total"], read.rows)
        for read in lists_read(intake, organisation)
        if read.table in AUDITED and read.rows
    )
    there = {one.table for one in lists}
    asked = (name for name in TABLES if methodology().misses(name, organisation.kind))
    wanted = [name for name in asked if name in AUDITED and name not in (*there, *NEVER_LACKING)]
    if organisation.kind in WITHOUT_MEMBERS:
        wanted = [name for name in wanted if name != "members"]
    return Readiness(
        lists,
        tuple(wanted),
        tuple(path.name for path in rest.documents),
        tuple(path.name for path in rest.ignored),
        tuple(path.name for path in rest.lists),
        len(intake.errors),
        not organisation.levels and "staff" in there and intake.tables["staff"]["level"].nunique() > 1,
    )
