"""Results and findings as pandas tables, for who goes on with them."""

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
    """All findings of an organisation's round, each once, in the order of the phases that have been run.

    What a later phase has rated (phase 2 figures of the baseline) is there as that phase records it, with its rating.
    The columns are those of the CSV files (docs/findings.md). Everything in it is protected.
    Raises ``AuditError`` for an unknown organisation or round, and where no phase has been run.
    """
    organisation, round = str(organisation), str(round)
    place = Workspace.open(workspace)
    place.raw(organisation, round)
    done = [phase for phase in PHASES if place.findings(organisation, round, phase).is_file()]
    if not done:
        raise AuditError(
            "no_findings",
            organisation=f"{organisation} {round}",
            command=f"genderaudit run {organisation} --round {round}",
        )
    read = [
        findings_file.read(place.findings(organisation, round, phase), organisation, round, phase) for phase in done
    ]
    everything = [finding for found in read for finding in found.findings]
    last = {_figure(finding): finding.id for finding in everything}
    return records.frame_of(finding for finding in everything if last[_figure(finding)] == finding.id)


def frame(results: Shown | Findings | Sequence[Shown]) -> pd.DataFrame:
    """Results of a measure, or findings, as a tidy table: one row each.

    Of results: a column for each dimension of their groups, the fields of ``Result``, then the details. They are
    as the measure gives them, not protected.
    """
    given = list_of(results)
    if all(isinstance(one, Finding) for one in given):
        return records.frame_of(one for one in given if isinstance(one, Finding))
    return pd.DataFrame([_flat(one) for one in given if isinstance(one, Result)])


def _figure(finding: Finding) -> tuple[str, frozenset[tuple[str, str]]]:
    """What a finding is of, whichever phase records it."""
    return finding.indicator, frozenset(finding.group.items())


def list_of(results: Shown | Findings | Sequence[Shown]) -> list[Shown]:
    """What was given as a list, all of one kind; anything else is an error."""
    given: list[Any]
    match results:
        case Findings():
            given = list(results.findings)
        case Result() | Finding():
            given = [results]
        case _:
            given = list(results)
    if not any(all(isinstance(one, kind) for one in given) for kind in (Result, Finding)):
        raise wrong_call("Give results of a measure, or findings of an audit, and not both together.")
    return given


def _flat(result: Result) -> dict[str, Any]:
    fields = ("value", "n", "women", "men", "low", "high", "reason")
    # People stand in units, too: the one of the value has a name of its own.
    row: dict[str, Any] = {
        **result.group,
        "value_unit": result.unit,
        **{name: getattr(result, name) for name in fields},
    }
    return row | {"confidence_level": result.level} | {k: v for k, v in result.details.items() if k not in row}
