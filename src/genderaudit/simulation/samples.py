"""The sample organisations: hand-written designs, and the gaps planted in them.

``designs/<organisation>.yml`` has counts, seats, pay scales and notes, and which figures are planted and why;
``designs/<organisation>.organisation.yml`` is their ``organisation.yml`` as written.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

import yaml

from genderaudit.foundations.errors import AuditError, SystemFault
from genderaudit.foundations.workspace import Workspace
from genderaudit.simulation.evidence import figures_of
from genderaudit.simulation.figures import ExpectedFigure, rounded
from genderaudit.simulation.tables import drawn
from genderaudit.simulation.writing import write_organisation, write_text

DESIGNS = Path(__file__).parent / "designs"
ORGANISATIONS = ("agency_northmere", "cooperative_sigida", "federation_djeliba")


def write_samples(directory: Path) -> None:
    """Write the sample organisations and ``planted.yml`` below ``directory``, the same bytes on every run."""
    planted = {}
    for organisation in ORGANISATIONS:
        design = yaml.safe_load((DESIGNS / f"{organisation}.yml").read_text(encoding="utf-8"))
        text = (DESIGNS / f"{organisation}.organisation.yml").read_text(encoding="utf-8")
        settings = yaml.safe_load(text)
        rounds = {round: drawn(design, round).written for round in design["rounds"]}
        write_organisation(directory / organisation, text, settings, rounds)
        planted[organisation] = {
            round: list(_planted(design["planted"], list(figures_of(tables, settings, round)), round))
            for round, tables in rounds.items()
        }
    write_text(directory / "planted.yml", _planted_text(planted))


def lay_out_samples(workspace: Workspace) -> Iterator[tuple[Path, bool]]:
    """Write the samples into a workspace; yield each path and whether it is new. Existing ones are kept.

    Raises ``AuditError`` if nothing can be written.
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


def _planted(
    entries: Sequence[Mapping[str, Any]], found: Sequence[ExpectedFigure], round: str
) -> Iterator[dict[str, Any]]:
    """Yield the figures that the design declares as planted, in its order, each with the reason.

    ``group`` of an entry: names, with ``*`` for any text and ``{round}`` for the round; without it every group.
    """
    for entry in entries:
        group = {key: name.format(round=round) for key, name in entry.get("group", {}).items()}
        meant = [one for one in found if one.indicator == entry["indicator"] and (not group or _fits(one, group))]
        if not meant or any(one.value is None for one in meant):
            raise ValueError(f"{entry['indicator']} {group} cannot be worked out from the design")
        for one in meant:
            gap = {"indicator": one.indicator, "detail": one.detail, "group": one.group}
            yield {
                **{name: what for name, what in gap.items() if what},
                "value": one.value if isinstance(one.value, int) else rounded(one.value),
                "why": entry.get("why") or one.said,
            }


def _fits(figure: ExpectedFigure, group: Mapping[str, str]) -> bool:
    return group.keys() == figure.group.keys() and all(fnmatchcase(figure.group[key], group[key]) for key in group)


def _planted_text(planted: Mapping[str, Any]) -> str:
    head = (
        "# Gaps planted in the invented sample organisations. Written by `make samples`.\n"
        "# Tests read them: organisation, round, then indicator, group, value and why in plain words.\n"
    )
    return head + yaml.safe_dump(planted, sort_keys=False, allow_unicode=True, width=110)
