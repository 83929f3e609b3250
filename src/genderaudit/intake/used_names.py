"""Names of units, branches and bodies as the lists of an organisation have them, for forms to choose from."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence

from genderaudit.foundations.workspace import Workspace
from genderaudit.intake.kept import read_round
from genderaudit.intake.raw import one_line
from genderaudit.methodology.organisation import Organisation

MOST_NAMES = 300  # more cannot be chosen from; people write the name
COLUMNS = {"unit": "staff", "branch": "members", "body": "bodies"}
"""Column → the table that names them."""


def names_used(
    workspace: Workspace, name: str, organisation: Organisation, rounds: Sequence[str]
) -> Mapping[str, list[str]]:
    """The names in each column, in alphabetical order, of the last of these ``rounds`` that has any."""
    found: dict[str, list[str]] = {}
    for round in reversed(rounds):
        wanted = {column: table for column, table in COLUMNS.items() if column not in found}
        if not wanted:
            break
        folder, tables = workspace.raw(name, round), tuple(wanted.values())
        lists = read_round(folder, organisation, round, only=tables).tables
        named = {column: lists[table][column].dropna().astype(str).map(one_line) for column, table in wanted.items()}
        found |= {column: sorted(set(names), key=alphabetical) for column, names in named.items() if len(names)}
    return {column: names if len(names) <= MOST_NAMES else [] for column, names in found.items()}


def alphabetical(name: str) -> str:
    """Without accents and case, as an index sorts."""
    return unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().casefold() or name
