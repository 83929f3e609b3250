"""What disclosure control hides in the sample organisations, by rule, and how long it takes.

All phases of each round are audited in this process, twice. The time is all that protection takes, the ledger's file
included, also as a part of the time of all cells.

    python benchmarks/disclosure.py [workspace with other organisations]
"""

from __future__ import annotations

import shutil
import sys
import time
from collections import Counter
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from unittest.mock import patch

from organisations import SUITE, execute, machine, processor_seconds, show

from genderaudit.disclosure import HIDDEN
from genderaudit.intake import read_round
from genderaudit.protection import Protected
from genderaudit.workspace import PHASES, Workspace

FIELDS = ("organisation", "round", "table", "figures", "hidden", "share", "rules")


def main(given: Path = SUITE) -> None:
    """Audit the organisations of this workspace, in a copy."""
    machine()
    slowest = longest = 0.0
    with TemporaryDirectory(prefix="benchmark-") as name:
        root = Path(name)
        shutil.copytree(given / "data" / "raw", root / "data" / "raw")
        workspace = Workspace.open(root)
        rounds = [(one, round) for one in workspace.organisations() for round in workspace.rounds(one)]
        for warming in (True, False):  # the first time loads code
            print("\t".join(FIELDS) if not warming else "# warming up", flush=True)
            for organisation, round in rounds:
                workspace.ledger(organisation, round).unlink(missing_ok=True)
                tables, seconds, part = audited(root, organisation, round)
                again = audited(root, organisation, round)[1]
                if warming:
                    continue
                for table, (figures, rules) in sorted(tables.items()):
                    hidden = sum(rules.values())
                    by_rule = ", ".join(f"{rule} {number}" for rule, number in rules.most_common())
                    print(organisation, round, table, figures, hidden, f"{hidden / figures:.0%}", by_rule, sep="\t")
                print(f"# {seconds:.2f} s of processor, {part:.0%} of all cells; again {again:.2f} s")
                slowest, longest = max(slowest, seconds), max(longest, part)
    show("suppression_seconds", slowest)
    show("suppression_part_of_cells", longest)


def audited(root: Path, organisation: str, round: str) -> tuple[dict[str, tuple[int, Counter[str]]], float, float]:
    """Table → protected figures and those hidden by each rule; processor seconds of the ledger; their part of all."""
    tables: dict[str, tuple[int, Counter[str]]] = {}
    taken, inside = 0.0, False

    def timed(real: Callable[..., Any]) -> Callable[..., Any]:
        def called(audit: Protected, *given: Any) -> Any:
            nonlocal taken, inside
            begun, inside = time.process_time(), True
            found = real(audit, *given)
            taken, inside = taken + time.process_time() - begun, False
            if real is protect and given[0].protection != "none":
                figures, rules = tables.get(given[0].table or "", (0, Counter()))
                told = [one for one in found if one.value is not None or one.reason in HIDDEN]
                hidden = Counter(one.reason for one in told if one.reason)
                tables[given[0].table or ""] = figures + len(told), rules + hidden
            return found

        return called

    def read(*given: Any, **named: Any) -> Any:  # the notebook reads the lists in any case
        nonlocal taken
        begun = time.process_time()
        found = read_round(*given, **named)
        taken -= time.process_time() - begun if inside else 0.0
        return found

    protect = Protected.protect
    begun = processor_seconds()
    with ExitStack() as stack:
        stack.enter_context(patch("genderaudit.evidence.read_round", read))
        for name in ("protect", "close_ledger"):
            stack.enter_context(patch.object(Protected, name, timed(getattr(Protected, name))))
        for phase in PHASES:
            execute(phase, root, organisation, round, "en")
    return tables, taken, taken / (processor_seconds() - begun)


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:2]))
