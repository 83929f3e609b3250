"""How often the gate refuses what ordinary audits publish: simulated organisations, audited and attacked.

``python benchmarks/attacked.py RESULTS.jsonl`` writes one line an organisation (those of ``shown.py``), and goes on
where it was stopped: what is narrowed by which tables, the changes, whether nothing is narrowed once the tables of the
changes are left out, and the processor time of the gate. ``--table`` prints the results.
"""

from __future__ import annotations

import argparse
import json
import tempfile
import time
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from pathlib import Path
from typing import Any

from planted import ROUND
from recovery import read
from shown import SIZES, audited, planned

from genderaudit.audit.data import AuditData
from genderaudit.conclusions import findings_file
from genderaudit.conclusions.findings import Finding
from genderaudit.foundations.errors import AuditError
from genderaudit.foundations.language import language
from genderaudit.foundations.workspace import PHASES, Workspace
from genderaudit.methodology.organisation import read_organisation
from genderaudit.release.narrowing import Verdict, gate_of, judged


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("results", type=Path)
    parser.add_argument("--table", action="store_true", help="print the results")
    parser.add_argument("--seconds", type=float, default=3600, help="stop after so long (default: an hour)")
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES, help="people on the staff")
    parser.add_argument("--number", type=int, default=1, help="organisations of each size and scenario (default: 1)")
    arguments = parser.parse_args()
    if arguments.table:
        print("\n".join(table(read(arguments.results))))
        return
    until = time.monotonic() + arguments.seconds
    done = {(one["size"], one["scenario"], one["number"]) for one in read(arguments.results)}
    with tempfile.TemporaryDirectory(prefix="attacked-") as name:
        workspace = Workspace.made(name)
        for size, scenario, number in planned():
            wanted = size in arguments.sizes and number <= arguments.number
            if wanted and (size, scenario, number) not in done and time.monotonic() < until:
                with arguments.results.open("a", encoding="utf-8") as file:
                    file.write(json.dumps(of_one(workspace, size, scenario, number)) + "\n")


def of_one(workspace: Workspace, size: int, scenario: str, number: int) -> dict[str, Any]:
    """Attack what the audit of one simulated organisation publishes."""
    with audited(workspace, size, scenario, number) as (name, line):
        started = time.process_time()
        try:
            verdict = gate_of(workspace, name, ROUND)
        except AuditError as error:
            return line | {"gate": time.process_time() - started, "cannot": str(error)}
        line["gate"] = time.process_time() - started
        line["narrowed"] = sorted({" and ".join(one.tables) for one in verdict.narrowed})
        line["told"] = sorted(map(str, verdict.narrowed))
        line["changes"] = sorted(map(str, verdict.changes))
        if verdict.narrowed:
            line["passes"] = not _once_left_out(workspace, name, {one.table for one in verdict.changes}).narrowed
        return line


def _once_left_out(workspace: Workspace, name: str, left_out: Collection[str]) -> Verdict:
    about = read_organisation(workspace.raw(name))
    evidence = AuditData("baseline", name, ROUND, language("en"), workspace, about, {})
    paths = [(phase, workspace.findings(name, ROUND, phase)) for phase in PHASES]
    found = [
        one for phase, path in paths if path.is_file() for one in findings_file.read(path, name, ROUND, phase).findings
    ]
    merged = workspace.groupings(name, ROUND)
    groupings = json.loads(merged.read_bytes()) if merged.is_file() else {}
    return judged(evidence, _without(found, left_out), groupings)


def _without(found: Iterable[Finding], left_out: Collection[str]) -> list[Finding]:
    kept = []
    for one in found:
        part = "".join(f"/{one.group[key]}" for key in ("item", "area") if key in one.group)
        if not {one.indicator, one.indicator + part} & {*left_out}:
            details = {k: v for k, v in one.details.items() if f"{one.indicator}.{k}{part}" not in left_out}
            kept.append(one.model_copy(update={"details": details}))
    return kept


def table(run: Sequence[dict[str, Any]]) -> list[str]:
    """By size: releases refused, those that pass once the changes are made, processor time; then what is narrowed."""
    lines = ["| people | organisations | refused | pass with the way out | cannot be judged | seconds: median, most |"]
    lines.append("|---|---:|---:|---:|---:|---:|")
    for size in SIZES:
        of = [one for one in run if one["size"] == size]
        seconds = sorted(one["gate"] for one in of) or [0.0]
        refused = [one for one in of if one.get("narrowed")]
        cells = len(of), len(refused), sum(one["passes"] for one in refused), sum("cannot" in one for one in of)
        lines.append(
            f"| {size:,} | {' | '.join(map(str, cells))} | {seconds[len(seconds) // 2]:.1f}, {seconds[-1]:.1f} |"
        )
    causes = Counter(cause for one in run for cause in one.get("narrowed", ()))
    return [*lines, "", *(f"{number} × {cause}" for cause, number in causes.most_common(40))]


if __name__ == "__main__":
    main()
