"""Reading and writing the findings of a phase: a JSON file, and the same records as a CSV table."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

from genderaudit.conclusions.findings import COLUMNS, SCHEMA, Findings, as_row
from genderaudit.conclusions.recording import as_printed
from genderaudit.foundations.errors import AuditError, text
from genderaudit.foundations.files import write_atomically
from genderaudit.methodology.method import methodology


def text_of(findings: Findings) -> str:
    """Return the content of the findings file."""
    return findings.model_dump_json(indent=1) + "\n"


def write(findings: Findings, path: Path) -> None:
    """Write the findings file and, beside it, the same records as CSV."""
    write_atomically(path, text_of(findings))
    table = io.StringIO()
    writer = csv.writer(table, lineterminator="\n")
    writer.writerow(COLUMNS)
    for record in findings.findings:
        row = as_row(record)
        writer.writerow([_safe_cell(row[name]) for name in COLUMNS])
    write_atomically(path.with_suffix(".csv"), table.getvalue())


def read(path: Path, organisation: str, round: str, phase: str) -> Findings:
    """Return the content of a findings file.

    Raises ``AuditError``, with the phase to run, if it is missing or damaged.
    """
    try:
        findings = Findings.model_validate(json.loads(path.read_text("utf-8")))
    except FileNotFoundError:
        raise AuditError(
            "phase_not_run",
            phase=text(f"phases.{phase}.title"),
            organisation=organisation,
            round=round,
            command=f"genderaudit run {organisation} --round {round}",
        ) from None
    except ValueError:
        raise AuditError(
            "findings_damaged",
            phase=text(f"phases.{phase}.title"),
            command=f"genderaudit run {organisation} --round {round} --force",
        ) from None
    if findings.format != SCHEMA:
        raise AuditError("findings_format", file=path.name, format=findings.format, reads=SCHEMA)
    known = methodology().indicators | {
        own_indicator.definition.id: own_indicator.definition for own_indicator in findings.own
    }
    # An earlier version wrote every digit, and what people are paid.
    return findings.model_copy(
        update={"findings": [as_printed(finding, known.get(finding.indicator)) for finding in findings.findings]}
    )


def _safe_cell(cell: Any) -> Any:
    """Return the cell; text that a spreadsheet would take for a formula gets a leading apostrophe."""
    return f"'{cell}" if isinstance(cell, str) and cell[:1] in ("=", "+", "-", "@", "\t", "\r") else cell
