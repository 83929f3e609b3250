"""Audits of simulated organisations, and what they recorded beside what is true: the data of docs/validation.md.

``python benchmarks/recovery.py RESULTS.jsonl`` writes one line an organisation; a second run goes on where the
first stopped. ``python benchmarks/recovery_tables.py RESULTS.jsonl`` makes the tables. The cells of the notebooks
run in this process without drawing; what is kept is from the findings files that they write, so it has passed
disclosure control.
"""

from __future__ import annotations

import argparse
import json
import shutil
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any
from unittest.mock import patch

import nbformat

from genderaudit.audit.page import Page
from genderaudit.audit.show import Show
from genderaudit.foundations.workspace import PHASES, Workspace, notebook
from genderaudit.intake.round.in_memory import keep_round
from genderaudit.intake.round.tables import read_round
from genderaudit.methodology.organisation import read_organisation
from genderaudit.simulation.scenarios import round_dates, scenarios
from genderaudit.simulation.simulate import SimulationOrder, simulate
from genderaudit.simulation.truth import Truth, read_truth

SEED = 2026
EACH = {40: 10, 150: 10, 600: 10, 3000: 3}
"""Organisations a scenario, by people on the staff."""
NULLS = 3
"""Times as many where nothing is planted."""

BOTH_ROUNDS = ("unrecognised_progress",)
"""Scenarios in which the rounds differ. Elsewhere the first round is audited as far as the second compares with it."""

KEPT = (
    *("staff_women_share", "staff_women_by_level", "glass_ceiling_index", "step_ratio", "duncan_index"),
    *("promotion_ratio", "exit_ratio", "recruitment_ratio", "training_hours_parity"),
    *("pay_gap_mean", "pay_gap_by_category", "pay_gap_factor_weighted", "pay_gap_adjusted", "pay_gap_explained"),
    *("members_women_share", "members_youth_share", "bodies_women_share", "bodies_women_seats", "bodies_youth_seats"),
    *("attendance_women_share", "attendance_youth_share", "attendance_trend", "budget_gender_share"),
    *("change_since_earlier", "trend_over_rounds", "response_rate", "area_favourable", "area_difference"),
    *("area_reliability", "item_difference"),
    *("credit_representation_ratio", "insurance_representation_ratio", "loan_size_gap", "arrears_ratio"),
    *("activities_representation_ratio", "activity_gender_spent", "texts_meeting", "budget_gender_spent"),
    *("leave_uptake_ratio", "leave_length_ratio", "leave_back_12_ratio", "working_time_arrangement_ratio"),
    *("quotas_kept_women", "speaking_turns", "childcare_share", "focal_points_men_share", "focal_points_mandate"),
    *("members_by_also", "path_to_target"),
)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("results", type=Path)
    parser.add_argument("--seconds", type=float, default=3600, help="stop after so long (default: an hour)")
    arguments = parser.parse_args()
    until = time.monotonic() + arguments.seconds
    done = {(one["size"], one["scenario"], one["number"]) for one in read(arguments.results)}
    with tempfile.TemporaryDirectory(prefix="recovery-") as name:
        workspace = Workspace.made(name)
        for size, scenario, number in planned():
            if (size, scenario, number) in done:
                continue
            if time.monotonic() > until:
                return
            one = {"size": size, "scenario": scenario, "number": number, **audited(workspace, size, [scenario], number)}
            with arguments.results.open("a", encoding="utf-8") as file:
                file.write(json.dumps(one) + "\n")


def read(results: Path) -> list[dict[str, Any]]:
    """The lines written so far."""
    return [json.loads(line) for line in results.read_text("utf-8").splitlines()] if results.is_file() else []


def planned() -> Iterator[tuple[int, str, int]]:
    """Size, scenario and number of each organisation; a run that is stopped has some of everything."""
    for number in range(1, max(EACH.values()) + 1):
        for size, each in EACH.items():
            for scenario in scenarios():
                times = NULLS if scenario == "none" else 1
                if number <= each:
                    yield from ((size, scenario, time * 1000 + number) for time in range(times))


def audited(workspace: Workspace, size: int, planted: Sequence[str], number: int) -> dict[str, Any]:
    """Simulate an organisation and audit it: per round the truth, what was found, and the patterns of evidence.

    Nothing of it stays in the workspace.
    """
    # Every organisation here is the first of an order of its own: they share no random numbers.
    order = SimulationOrder(_seed(size, planted, number), scenarios=planted, size=str(size), languages=["en"])
    (organisation,) = simulate(workspace, 1, order)
    try:
        truth = read_truth(workspace, organisation)
        started = time.process_time()
        *earlier, last = truth.rounds
        full = bool({*planted} & {*BOTH_ROUNDS})
        rounds = {round: _round(workspace, truth, round, PHASES if full else PHASES[:1]) for round in earlier}
        rounds[last] = _round(workspace, truth, last, PHASES)
        return {"kind": truth.kind, "seconds": time.process_time() - started, "rounds": rounds}
    finally:
        for round in round_dates():
            shutil.rmtree(workspace.processed(organisation, round), ignore_errors=True)
        shutil.rmtree(workspace.raw(organisation))


def _seed(size: int, planted: Sequence[str], number: int) -> int:
    place = sum(2**i for i, name in enumerate(scenarios()) if name in planted)
    return ((SEED * 10_000 + number) * 2 ** len(scenarios()) + place) * 10_000 + size


def _round(workspace: Workspace, truth: Truth, round: str, phases: Sequence[str]) -> dict[str, Any]:
    # Read once for all phases, as the runner does. The next organisation of this name takes its place.
    folder, about = workspace.raw(truth.organisation, round), read_organisation(workspace.raw(truth.organisation))
    keep_round(folder, about, round, read_round(folder, about, round))
    given = {"organisation": truth.organisation, "round": round, "language": "en", "workspace": str(workspace.root)}
    with undrawn():
        for phase in phases:
            execute(phase, given)
    files = [workspace.findings(truth.organisation, round, phase) for phase in phases]
    phase_findings = [json.loads(path.read_text("utf-8")) for path in files]
    # A later phase has the same figure with its rating.
    found = {
        (finding["indicator"], *finding["group"].items()): finding
        for findings in phase_findings
        for finding in findings["findings"]
        if finding["indicator"] in KEPT
    }
    fields = (
        "indicator",
        "group",
        "value",
        "interval",
        "n",
        "rating",
        "distinguishable",
        "status",
        "reason",
        "details",
    )
    return {
        "facts": [fact.model_dump(mode="json") for fact in truth.rounds[round].facts],
        "planted": [pattern.model_dump(mode="json") for pattern in truth.rounds[round].patterns],
        "found": [{field: finding[field] for field in fields} for finding in found.values()],
        "patterns": [
            {key: pattern[key] for key in ("area", "pattern", "facts", "documents", "women", "men")}
            for findings in phase_findings
            for pattern in findings["patterns"]
        ],
    }


@contextmanager
def undrawn() -> Iterator[None]:
    """Nothing is displayed, drawn or written as poster or workbook: what is recorded does not depend on them."""
    needed = ("messages", "refusals")  # the one records them, the other gives them back
    quiet = [name for name in vars(Show) if not name.startswith("_") and name not in needed]
    with ExitStack() as stack:
        for name in quiet:
            stack.enter_context(patch.object(Show, name, lambda *_, **__: None))
        stack.enter_context(patch.object(Page, "show", lambda *_, **__: None))
        stack.enter_context(patch("genderaudit.audit.notebook.indicator_section", lambda *_, **__: None))
        yield


def execute(phase: str, given: dict[str, str], without: Sequence[str] = ()) -> None:
    """Run the cells of a phase's notebook in this process, with these parameters; not those that hold these words."""
    names: dict[str, Any] = {}
    for cell in nbformat.read(notebook(phase), 4).cells:
        if cell.cell_type == "code" and not any(words in cell.source for words in without):
            exec(compile(cell.source, phase, "exec"), names)
            if "parameters" in cell.metadata.get("tags", []):
                names |= given


if __name__ == "__main__":
    main()
