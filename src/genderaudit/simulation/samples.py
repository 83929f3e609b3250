"""The sample organisations: designs written by hand, and the gaps planted in them.

What they look like is data: ``designs/<organisation>.yml`` holds counts, seats, pay scales and notes,
``designs/<organisation>.organisation.yml`` is their ``organisation.yml`` as it is written.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import yaml

from genderaudit.errors import AuditError, SystemFault
from genderaudit.simulation.figures import Tables
from genderaudit.simulation.planting import planted_gaps
from genderaudit.simulation.tables import table_of
from genderaudit.simulation.writing import write_table, write_text
from genderaudit.workspace import Workspace

DESIGNS = Path(__file__).parent / "designs"
ORGANISATIONS = ("agency_northmere", "cooperative_sigida", "federation_djeliba")


def write_samples(directory: Path) -> None:
    """Write the sample organisations and ``planted.yml`` below ``directory``: the same bytes on every run."""
    planted = {}
    for organisation in ORGANISATIONS:
        settings_text = (DESIGNS / f"{organisation}.organisation.yml").read_text(encoding="utf-8")
        settings = yaml.safe_load(settings_text)
        rounds = sample_tables(organisation)
        write_text(directory / organisation / "organisation.yml", settings_text)
        for round_, tables in rounds.items():
            for name, table in tables.items():
                write_table(directory / organisation / round_, name, table, settings)
        planted[organisation] = planted_gaps(organisation, rounds, settings)
    write_text(directory / "planted.yml", _planted_text(planted))


def lay_out_samples(workspace: Workspace) -> Iterator[tuple[Path, bool]]:
    """Write the samples into a workspace; each path with whether it is new: what is there is never touched.

    Raises ``AuditError`` where nothing can be written.
    """
    raw = workspace.root / "data" / "raw"
    try:
        with tempfile.TemporaryDirectory(prefix=".tmp-", dir=raw) as stage:
            write_samples(Path(stage))
            for made in sorted(Path(stage).iterdir()):
                new = not (raw / made.name).exists()
                if new:
                    shutil.move(made, raw)
                yield raw / made.name, new
    except OSError as error:
        raise AuditError("samples_not_written", folder=raw, reason=SystemFault(error.errno)) from None


def sample_tables(organisation: str) -> dict[str, Tables]:
    """All tables of one sample organisation by round."""
    design = yaml.safe_load((DESIGNS / f"{organisation}.yml").read_text(encoding="utf-8"))
    return {
        round_: {name: table_of(name, part, [design["seed"], int(round_)]) for name, part in tables.items()}
        for round_, tables in design["rounds"].items()
    }


def _planted_text(planted: Mapping[str, Any]) -> str:
    head = (
        "# Gaps planted in the invented sample organisations. Written by `make samples`.\n"
        "# Tests read them: organisation, round, then indicator, group, value and why in plain words.\n"
    )
    return head + yaml.safe_dump(planted, sort_keys=False, allow_unicode=True, width=110)
