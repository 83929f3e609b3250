"""A round's tables, read once and kept in memory of one process for all phases and languages.

Only the runner keeps a round (``runner.preload``), in a process that ends with it; nothing is written to disk. Reading
the round in that process, or a fork of it, returns the kept tables.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from genderaudit.intake.round import tables
from genderaudit.intake.round.tables import Intake
from genderaudit.methodology.about_audit import AboutAudit
from genderaudit.methodology.organisation import Organisation


@dataclass(frozen=True, slots=True)
class _Kept:
    organisation: Organisation
    intake: Intake


_KEPT: dict[tuple[Path, str], _Kept] = {}


def keep_round(folder: Path, organisation: Organisation, round: str, intake: Intake) -> None:
    """Keep ``intake``, so that this round's files are not read again."""
    _KEPT[folder.resolve(), round] = _Kept(organisation, intake)


def read_round(folder: Path, organisation: Organisation, round: str, only: Iterable[str] | None = None) -> Intake:
    """Return the tables of the round in ``folder`` (all, or those named) with all problems."""
    stored = _KEPT.get((folder.resolve(), round))
    if stored is None or stored.organisation != organisation:
        return tables.read_round(folder, organisation, round, only)
    names = list(only or stored.intake.tables)
    copies = {name: stored.intake.tables[name].copy() for name in names}
    if only is None:
        return replace(stored.intake, tables=copies)
    files = frozenset[str]().union(*(stored.intake.sources[name] for name in names))
    return Intake(
        copies,
        tuple(problem for problem in stored.intake.problems if problem.table in names),
        {name: digest for name, digest in stored.intake.files.items() if name in files},
        stored.intake.present & set(names),
        {name: detected for name, detected in stored.intake.detected.items() if name in names},
        {name: stored.intake.sources[name] for name in names},
        stored.intake.date,
        {name: rows for name, rows in stored.intake.rows.items() if name in names},
        stored.intake.audit if "about" in names else AboutAudit(),
    )
