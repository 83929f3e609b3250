"""Names of units, branches and bodies in an organisation's lists, for drop-downs."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence

from genderaudit.foundations.workspace import Workspace
from genderaudit.intake.raw import one_line
from genderaudit.intake.round.in_memory import read_round
from genderaudit.methodology.organisation import Organisation

MOST_NAMES = 300  # a longer drop-down is unusable; people type the name
COLUMNS = {"unit": "staff", "branch": "members", "body": "bodies"}
"""Column → table with its names."""


def names_used(
    workspace: Workspace, name: str, organisation: Organisation, rounds: Sequence[str]
) -> Mapping[str, list[str]]:
    """Return the names of each column in alphabetical order, from the last of these ``rounds`` that has any."""
    names_by_column: dict[str, list[str]] = {}
    for round in reversed(rounds):
        wanted = {column: table for column, table in COLUMNS.items() if column not in names_by_column}
        if not wanted:
            break
        folder, tables = workspace.raw(name, round), tuple(wanted.values())
        lists = read_round(folder, organisation, round, only=tables).tables
        names = {column: lists[table][column].dropna().astype(str).map(one_line) for column, table in wanted.items()}
        names_by_column |= {
            column: sorted(set(names), key=alphabetical) for column, names in names.items() if len(names)
        }
    return {column: names if len(names) <= MOST_NAMES else [] for column, names in names_by_column.items()}


def alphabetical(name: str) -> str:
    """Return the sort key of a name: without accents and case."""
    return unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().casefold() or name
