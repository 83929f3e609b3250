"""A round's tables, read once for all phases and languages where one process keeps them in memory.

Only the runner keeps a round (``runner.preload``), in a process that ends with the round; nothing is written
to disk. Whoever reads the round in that process, or in one forked from it, gets the tables that were read.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from genderaudit.intake import tables
from genderaudit.intake.tables import Intake
from genderaudit.methodology.organisation import AboutAudit, Organisation


@dataclass(frozen=True, slots=True)
class _Kept:
    organisation: Organisation
    intake: Intake


_KEPT: dict[tuple[Path, str], _Kept] = {}


def keep_round(folder: Path, organisation: Organisation, round: str, intake: Intake) -> None:
    """Give ``intake`` to who reads this round from now on, instead of reading its files again."""
    _KEPT[folder.resolve(), round] = _Kept(organisation, intake)


def read_round(folder: Path, organisation: Organisation, round: str, only: Iterable[str] | None = None) -> Intake:
    """The tables of the round in ``folder`` (all, or those named), with all their problems at once."""
    kept = _KEPT.get((folder.resolve(), round))
    if kept is None or kept.organisation != organisation:
        return tables.read_round(folder, organisation, round, only)
    names = list(only or kept.intake.tables)
    copies = {name: kept.intake.tables[name].copy() for name in names}
    if only is None:
        return replace(kept.intake, tables=copies)
    files = frozenset[str]().union(*(kept.intake.sources[name] for name in names))
    return Intake(
        copies,
        tuple(problem for problem in kept.intake.problems if problem.table in names),
        {name: digest for name, digest in kept.intake.files.items() if name in files},
        kept.intake.present & set(names),
        {name: found for name, found in kept.intake.detected.items() if name in names},
        {name: kept.intake.sources[name] for name in names},
        kept.intake.date,
        {name: rows for name, rows in kept.intake.rows.items() if name in names},
        kept.intake.audit if "about" in names else AboutAudit(),
    )
