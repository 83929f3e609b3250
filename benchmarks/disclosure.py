"""What disclosure control hides in the sample organisations, by rule, and how long it takes.

All phases of each round are audited in this process, twice: the first edition, and a run again beside its
ledger. The time is that of the ledger's decisions, also as a part of the time of all cells.

    python benchmarks/disclosure.py
"""

from __future__ import annotations

import shutil
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from unittest.mock import patch

from organisations import SUITE, execute, machine, processor_seconds, show

from genderaudit.disclosure import HIDDEN, Ledger
from genderaudit.workspace import PHASES, Workspace

FIELDS = ("organisation", "round", "table", "figures", "hidden", "share", "rules")


def main() -> None:
    machine()
    slowest = longest = 0.0
    with TemporaryDirectory(prefix="benchmark-") as name:
        root = Path(name)
        shutil.copytree(SUITE / "data" / "raw", root / "data" / "raw")
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
                print(f"# {seconds:.2f} s of processor, {part:.0%} of all cells; again beside its ledger {again:.2f} s")
                slowest, longest = max(slowest, seconds), max(longest, part)
    show("suppression_seconds", slowest)
    show("suppression_part_of_cells", longest)


def audited(root: Path, organisation: str, round: str) -> tuple[dict[str, tuple[int, Counter[str]]], float, float]:
    """Table → protected figures and those hidden by each rule; processor seconds of the ledger; their part of all."""
    tables: dict[str, tuple[int, Counter[str]]] = {}
    taken = [0.0]
    real = Ledger.protect

    def protect(ledger: Ledger, results, protection, details=None, table="", figure=""):  # type: ignore[no-untyped-def]
        begun = time.process_time()
        shown = real(ledger, results, protection, details, table, figure)
        taken[0] += time.process_time() - begun
        if protection != "none":
            figures, rules = tables.get(table, (0, Counter()))
            told = [one for one in shown if one.value is not None or one.reason in HIDDEN]
            tables[table] = figures + len(told), rules + Counter(one.reason for one in told if one.reason)
        return shown

    patched: Callable[..., object] = protect
    begun = processor_seconds()
    with patch.object(Ledger, "protect", patched):
        for phase in PHASES:
            execute(phase, root, organisation, round, "en")
    return tables, taken[0], taken[0] / (processor_seconds() - begun)


if __name__ == "__main__":
    main()
