"""Results and findings as pandas tables for further analysis."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd

from genderaudit.conclusions import findings as records
from genderaudit.conclusions import findings_file
from genderaudit.conclusions.findings import Finding, Findings
from genderaudit.foundations.errors import AuditError, wrong_call
from genderaudit.foundations.workspace import PHASES, Workspace
from genderaudit.measures.result import Result

Shown = Result | Finding


def load(organisation: str, round: str, workspace: str = "") -> pd.DataFrame:
    """Return all findings of an organisation's round, each once, in the order of the phases that ran.

    A figure that a later phase rated is given as that phase recorded it. The columns are those of the CSV files
    (docs/findings.md). All of it has passed the disclosure rules. Raises ``AuditError`` for an unknown organisation or
    round, and if no phase has run.
    """
    organisation, round = str(organisation), str(round)
    place = Workspace.open(workspace)
    place.raw(organisation, round)
    phases_run = [phase for phase in PHASES if place.findings(organisation, round, phase).is_file()]
    if not phases_run:
        raise AuditError(
            "no_findings",
            organisation=f"{organisation} {round}",
            command=f"genderaudit run {organisation} --round {round}",
        )
    phases = [
        findings_file.read(place.findings(organisation, round, phase), organisation, round, phase)
        for phase in phases_run
    ]
    everything = [finding for phase in phases for finding in phase.findings]
    last = {_figure(finding): finding.id for finding in everything}
    return records.frame_of(finding for finding in everything if last[_figure(finding)] == finding.id)


def frame(results: Shown | Findings | Sequence[Shown]) -> pd.DataFrame:
    """Return results of a measure, or findings, as a tidy table with one row each.

    For results: a column per dimension of their groups, the fields of ``Result``, then the details; not protected.
    """
    rows = list_of(results)
    if all(isinstance(row, Finding) for row in rows):
        return records.frame_of(row for row in rows if isinstance(row, Finding))
    return pd.DataFrame([_flat(row) for row in rows if isinstance(row, Result)])


def _figure(finding: Finding) -> tuple[str, frozenset[tuple[str, str]]]:
    """Return what identifies a figure in any phase: indicator and group."""
    return finding.indicator, frozenset(finding.group.items())


def list_of(results: Shown | Findings | Sequence[Shown]) -> list[Shown]:
    """Return the results or findings as a list of one kind; raises a wrong-call error for others."""
    rows: list[Any]
    match results:
        case Findings():
            rows = list(results.findings)
        case Result() | Finding():
            rows = [results]
        case _:
            rows = list(results)
    if not any(all(isinstance(row, kind) for row in rows) for kind in (Result, Finding)):
        raise wrong_call("Give results of a measure, or findings of an audit, and not both together.")
    return rows


def _flat(result: Result) -> dict[str, Any]:
    fields = ("value", "n", "women", "men", "low", "high", "reason")
    # People stand in units, too: the one of the value has a name of its own.
    row: dict[str, Any] = {
        **result.group,
        "value_unit": result.unit,
        **{name: getattr(result, name) for name in fields},
    }
    return row | {"confidence_level": result.level} | {k: v for k, v in result.details.items() if k not in row}
