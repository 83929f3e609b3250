"""What audits of simulated organisations show and hide: the data and the table of *Shown and hidden* in validation.md.

``python benchmarks/shown.py RESULTS.jsonl`` writes one line an organisation, goes on where it was stopped;
``python benchmarks/shown.py --table BEFORE.jsonl AFTER.jsonl`` prints the two side by side. The cells of the notebooks
run in this process without drawing; what is counted stands in the findings files that they write.

A *headline* figure (``indicators.yml``) is counted where the list that it is of has ``minimum_base`` women and men and
the figure could be computed; below thirty people the gap of the medians stands for that of the means. What is planted
counts as shown where a figure that the scenario declares, and of which the files are short, is rated short anywhere.
"""

from __future__ import annotations

import argparse
import json
import shutil
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from planted import GOOD, PLANTED, ROUND, _is_rated, _is_short, _standing
from recovery import execute, read, undrawn

from genderaudit.conclusions.findings import Findings
from genderaudit.foundations.workspace import PHASES, Workspace
from genderaudit.intake.round.in_memory import keep_round
from genderaudit.intake.round.tables import read_round
from genderaudit.methodology.method import methodology
from genderaudit.methodology.organisation import read_organisation
from genderaudit.simulation.simulate import SimulationOrder, simulate
from genderaudit.simulation.truth import read_truth

SIZES = (20, 40, 150, 600, 3000)
SCENARIOS = (*PLANTED, "none", GOOD)
EACH = 6
SEED = 2051
HIDDEN = "suppressed"
STATES = ("calculated", "banded", HIDDEN)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("results", type=Path, nargs="+")
    parser.add_argument("--table", action="store_true", help="print results, before and after, side by side")
    parser.add_argument("--seconds", type=float, default=3600, help="stop after so long (default: an hour)")
    arguments = parser.parse_args()
    if arguments.table:
        print("\n".join(table(*(read(path) for path in arguments.results))))
        return
    until = time.monotonic() + arguments.seconds
    (results,) = arguments.results
    done = {(one["size"], one["scenario"], one["number"]) for one in read(results)}
    with tempfile.TemporaryDirectory(prefix="shown-") as name:
        workspace = Workspace.made(name)
        for size, scenario, number in planned():
            if (size, scenario, number) not in done and time.monotonic() < until:
                with results.open("a", encoding="utf-8") as file:
                    file.write(json.dumps(of_one(workspace, size, scenario, number)) + "\n")


def planned() -> Iterator[tuple[int, str, int]]:
    """Size, scenario and number of each organisation; a run that is stopped has some of everything."""
    for number in range(1, EACH + 1):
        yield from ((size, scenario, number) for size in SIZES for scenario in SCENARIOS)


def of_one(workspace: Workspace, size: int, scenario: str, number: int) -> dict[str, Any]:
    """Simulate one organisation, audit its last round, and count what is shown. Nothing of it stays."""
    with audited(workspace, size, scenario, number) as (name, line):
        intake = read_round(workspace.raw(name, ROUND), read_organisation(workspace.raw(name)), ROUND)
        files = {phase: workspace.findings(name, ROUND, phase) for phase in PHASES}
        found = {
            phase: Findings.model_validate_json(path.read_text("utf-8"))
            for phase, path in files.items()
            if path.is_file()
        }
        heads = {
            one: [float(rows.loc[rows["sex"] == sex, "count"].sum()) for sex in "FM"]
            for one, rows in intake.tables.items()
            if {"sex", "count"} <= {*rows}
        }
        return line | counted(found, heads) | _planted(scenario, read_truth(workspace, name), found)


@contextmanager
def audited(workspace: Workspace, size: int, scenario: str, number: int) -> Iterator[tuple[str, dict[str, Any]]]:
    """One simulated organisation with the findings of its last round: its name and the line to begin with."""
    chosen = [scenario] if scenario in ("none", GOOD) else [scenario, GOOD]
    of_its_own = ((SEED * 10_000 + number) * 100 + SCENARIOS.index(scenario)) * 10_000 + size
    (name,) = simulate(workspace, 1, SimulationOrder(of_its_own, scenarios=chosen, size=str(size), languages=["en"]))
    folder, about = workspace.raw(name, ROUND), read_organisation(workspace.raw(name))
    keep_round(folder, about, ROUND, read_round(folder, about, ROUND))
    given = {"organisation": name, "round": ROUND, "language": "en", "workspace": str(workspace.root)}
    line: dict[str, Any] = {"size": size, "scenario": scenario, "number": number}
    started, refused = time.process_time(), ""
    try:
        with undrawn():
            for phase in PHASES:
                try:
                    execute(phase, given)
                except Exception as error:  # a run that stops is a result too
                    refused = f"{phase}: {type(error).__name__}"
                    break
        kind = read_truth(workspace, name).kind
        yield name, line | {"kind": kind, "seconds": time.process_time() - started, "refused": refused}
    finally:
        shutil.rmtree(workspace.processed(name, ROUND), ignore_errors=True)
        shutil.rmtree(workspace.raw(name))


def counted(found: dict[str, Findings], heads: dict[str, Sequence[float]]) -> dict[str, Any]:
    """States of the figures of each indicator; headline figures that are shown, and hidden."""
    states: dict[str, Counter[str]] = defaultdict(Counter)
    headline: Counter[str] = Counter()
    for phase in ("baseline", "staff_perception"):
        for one in found[phase].findings if phase in found else ():
            definition = methodology().indicators[one.indicator]
            states[one.indicator][one.status] += one.status in STATES
            if one.indicator == "pay_gap_mean" and not one.calculated:  # below thirty people the median stands for it
                one = found[phase].overall("pay_gap_median") or one
            enough = min(heads.get(definition.table or "", (10.0, 10.0))) >= 10
            if definition.headline and enough and definition.represents_indicator(one.group) and one.status in STATES:
                headline[("hidden " if one.status == HIDDEN else "shown ") + one.indicator] += 1
    return {"states": {name: dict(+count) for name, count in states.items() if +count}, "headline": dict(headline)}


def _planted(scenario: str, truth: Any, found: dict[str, Findings]) -> dict[str, Any]:
    if scenario not in PLANTED or "gap_analysis" not in found or "staff_perception" not in found:
        return {}
    by_id = {one.id: one for phase in PHASES[1:3] for one in found[phase].findings}
    short = [fact for fact in truth.rounds[ROUND].facts if fact.scenario == scenario and _is_short(fact)]
    if not short:
        return {}
    return {"planted": any(_is_rated(one) for fact in short for one in _standing(fact, by_id))}


# Tables


def table(*runs: Sequence[dict[str, Any]]) -> list[str]:
    """By size: figures shown, in bands and hidden, headline figures hidden, what is planted shown as short."""
    lines = ["| people on the staff | " + " | ".join(f"{size:,}" for size in SIZES) + " |"]
    lines.append("|---|" + "---:|" * len(SIZES))
    names = ("before", "now") if len(runs) == 2 else ("now",)
    both = set.intersection(*({(one["size"], one["scenario"], one["number"]) for one in run} for run in runs))
    for name, run in zip(names, runs, strict=True):
        of = {size: [one for one in run if one["size"] == size and _key(one) in both] for size in SIZES}
        lines.append(f"| organisations, {name} | " + " | ".join(str(len(ones)) for ones in of.values()) + " |")
        lines.append(f"| figures hidden, {name} | " + " | ".join(map(_hidden, of.values())) + " |")
        lines.append(f"| in a band, {name} | " + " | ".join(map(_banded, of.values())) + " |")
        lines.append(f"| headline figures hidden, {name} | " + " | ".join(map(_headline, of.values())) + " |")
        lines.append(f"| what is planted shown as short, {name} | " + " | ".join(map(_found, of.values())) + " |")
        lines.append(
            f"| rounds that stopped, {name} | "
            + " | ".join(str(sum(bool(one["refused"]) for one in ones)) for ones in of.values())
            + " |"
        )
    lines += ["", "| indicator | " + " | ".join(f"shown, {name} | hidden, {name}" for name in names) + " |"]
    lines.append("|---|" + "---:|---:|" * len(names))
    totals = []
    for run in runs:
        total: dict[str, Counter[str]] = defaultdict(Counter)
        for one in run:
            if _key(one) in both:
                for indicator, states in one["states"].items():
                    total[indicator].update(states)
        totals.append(total)
    for indicator in sorted(set().union(*totals)):
        of = [total[indicator] for total in totals]
        if any(one[HIDDEN] for one in of):
            cells = (f"{one['calculated'] + one['banded']:,} | {one[HIDDEN]:,}" for one in of)
            lines.append(f"| {indicator} | " + " | ".join(cells) + " |")
    return lines


def _key(one: dict[str, Any]) -> tuple[int, str, int]:
    return one["size"], one["scenario"], one["number"]


def _of_states(ones: Sequence[dict[str, Any]], state: str) -> str:
    every: Counter[str] = Counter()
    for one in ones:
        for states in one["states"].values():
            every.update(states)
    whole = sum(every.values())
    return f"{every[state]:,} of {whole:,} ({every[state] / whole:.0%})" if whole else "–"


def _hidden(ones: Sequence[dict[str, Any]]) -> str:
    return _of_states(ones, HIDDEN)


def _banded(ones: Sequence[dict[str, Any]]) -> str:
    return _of_states(ones, "banded")


def _headline(ones: Sequence[dict[str, Any]]) -> str:
    every: Counter[str] = Counter()
    for one in ones:
        for name, number in one["headline"].items():
            every[name.partition(" ")[0]] += number
    whole = sum(every.values())
    return f"{every['hidden']} of {whole:,} ({every['hidden'] / whole:.1%})" if whole else "–"


def _found(ones: Sequence[dict[str, Any]]) -> str:
    known = [one["planted"] for one in ones if "planted" in one]
    return f"{sum(known)} of {len(known)}" if known else "–"


if __name__ == "__main__":
    main()
