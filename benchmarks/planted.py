"""Does what is planted come first? Simulated organisations, their first key message and first recommendations.

``python benchmarks/planted.py RESULTS.jsonl --seed 2031`` writes one line an organisation, goes on where it was
stopped, and writes the last section of docs/validation.md. The cells of the notebooks run in this process without
drawing, as in ``recovery.py``, and without disclosure control: what comes first is then a matter of the order alone.
``--hidden`` leaves disclosure control as it is; what it hides is then counted apart.

Counted are organisations of which the files as written are short in a figure that the scenario declares: ``recorded``
of the truth file against the method's target. Apart stand those where the audit rates none of these figures, by why:
disclosure control hides them, they are of too few people, or within what chance does; the method leads with neither.
"""

from __future__ import annotations

import argparse
import json
import math
import shutil
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pandas as pd
from recovery import execute, read, undrawn

from genderaudit.audit.rules import Rules
from genderaudit.conclusions.findings import Finding, Findings
from genderaudit.conclusions.ratings import is_known
from genderaudit.foundations.workspace import PHASES, Workspace
from genderaudit.intake.checks.roles import leads_body
from genderaudit.intake.round.in_memory import keep_round
from genderaudit.intake.round.tables import read_round
from genderaudit.measures.inference import wilson
from genderaudit.methodology.method import methodology
from genderaudit.methodology.models import Target
from genderaudit.methodology.organisation import read_organisation
from genderaudit.simulation.simulate import SimulationOrder, simulate
from genderaudit.simulation.truth import TrueFigure, Truth, read_truth

SIZES = (40, 150, 600, 3000)
PLANTED = (
    *("glass_ceiling", "sticky_floor", "occupational_segregation", "pay_gap_explained", "pay_gap_unexplained"),
    *("leaky_pipeline", "blind_spot", "divided_perceptions"),
)
GOOD = "good_otherwise"
NOTHING = ("none", GOOD)
SHORT = ("missing", "approaches")
FIRST = 3
"""Recommendations among which that of what is planted is to be."""
ROUND = "2025"
TARGET = Path(__file__).parents[1] / "docs" / "validation.md"
HEADING = "## What comes first\n"
NEXT = "## Shown and hidden\n"
"""What ``shown.py`` prints follows, and stays."""
SECTION = (
    HEADING
    + """
Organisations in which one thing is planted and all else is good (`good_otherwise`: documents, budget, bodies,
competence, what people say) are audited. Is the first key message a figure that the scenario declares, and is a
recommendation that rests on such a figure among the first three? Where nothing is planted (`none`, and `good_otherwise`
alone), does the first message name a shortfall that the files have, or say that none was found?

`python benchmarks/planted.py RESULTS.jsonl --seed {seed}` ({number} organisations so far, sizes and scenarios in turn;
it goes on where it was stopped, 40 of each take about an hour of a processor). In brackets Wilson intervals of 95 %.
The order was set with other seeds. Nothing is hidden in these audits: what comes first is then a matter of the order
alone, and what disclosure control hides is counted in *Shown and hidden*.

Counted are organisations of which the *files* are short in a declared figure. *Apart* are those that are not (*not
short*), and those where the method rates no declared figure: of *few* people, or within what *chance* does; it leads
with neither.

The goals are 90 % at 150, 600 and 3,000 people and 75 % at 40, over 40 organisations of a scenario at least; the
intervals of a single cell are wide. Where something else came first, in these organisations and in those by which the
order was set, it was so for one of these reasons:

- chance leaves another real shortfall, which is *missing* while what is planted is *nearly met*, or whose area has the
  stronger pattern: of 40 people, women with 30 % fewer hours of training came before a planted gap in pay; of 150,
  women who are rare above the lowest level (35 of 88, 41 of 59 at it) came before a planted division of views in
  another area. Severity, then pattern, is the order; what leads is true;
- with every document but one in place, a recommendation on that document in an area where people are satisfied (a
  blind spot) ranks before one on figures of an area that, by its other evidence, is a strength (`leaky_pipeline`, 150
  people, the glass-ceiling index alone short).

"""
)
UNRATED = ('section("groups")', 'section("items")', 'section("projection")', 'section("change")', "pay_gap_components")
"""Cells of which nothing is rated: neither messages nor recommendations rest on them."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("results", type=Path)
    parser.add_argument("--seed", type=int, required=True)
    parser.add_argument("--each", type=int, default=40, help="organisations a scenario and size (default: 40)")
    parser.add_argument("--hidden", action="store_true", help="with disclosure control, twice as slow")
    parser.add_argument("--seconds", type=float, default=3600, help="stop after so long (default: an hour)")
    arguments = parser.parse_args()
    until = time.monotonic() + arguments.seconds
    done = {(one["size"], one["scenario"], one["number"]) for one in read(arguments.results)}
    with tempfile.TemporaryDirectory(prefix="planted-") as name:
        workspace = Workspace.made(name)
        for size, scenario, number in planned(arguments.each):
            if (size, scenario, number) in done:
                continue
            if time.monotonic() > until:
                break
            with arguments.results.open("a", encoding="utf-8") as file:
                file.write(
                    json.dumps(of_one(workspace, arguments.seed, size, scenario, number, arguments.hidden)) + "\n"
                )
    results = read(arguments.results)
    section = SECTION.format(seed=arguments.seed, number=len(results)) + "\n".join(table(results)) + "\n"
    print(section)
    if not arguments.hidden:
        before, _, old = TARGET.read_text("utf-8").partition(HEADING)
        _, heading, after = old.partition(NEXT)
        TARGET.write_text(f"{before.rstrip()}\n\n{section}" + (f"\n{heading}{after}" if heading else ""), "utf-8")


def planned(each: int) -> Iterator[tuple[int, str, int]]:
    """Size, scenario and number of each organisation; a run that is stopped has some of everything."""
    for number in range(1, each + 1):
        yield from ((size, scenario, number) for size in SIZES for scenario in (*PLANTED, *NOTHING))


def of_one(
    workspace: Workspace, seed: int, size: int, scenario: str, number: int, hidden: bool = False
) -> dict[str, Any]:
    """Simulate one organisation, audit its last round, and say what came first. Nothing of it stays."""
    started = time.process_time()
    with organisation(workspace, seed, size, scenario, number, hidden) as (truth, phases):
        judged = judgement(scenario, truth, phases, workspace)
    seconds = time.process_time() - started
    return {"size": size, "scenario": scenario, "number": number, "kind": truth.kind, "seconds": seconds, **judged}


@contextmanager
def organisation(
    workspace: Workspace, seed: int, size: int, scenario: str, number: int, hidden: bool
) -> Iterator[tuple[Truth, dict[str, Findings]]]:
    """An organisation with this planted and all else good, and what its audit found; its folders are there so long."""
    chosen = [scenario] if scenario in NOTHING else [scenario, GOOD]
    of_its_own = ((seed * 10_000 + number) * 100 + [*PLANTED, *NOTHING].index(scenario)) * 10_000 + size
    (name,) = simulate(workspace, 1, SimulationOrder(of_its_own, scenarios=chosen, size=str(size), languages=["en"]))
    folder, about = workspace.raw(name, ROUND), read_organisation(workspace.raw(name))
    keep_round(folder, about, ROUND, read_round(folder, about, ROUND))
    given = {"organisation": name, "round": ROUND, "language": "en", "workspace": str(workspace.root)}
    try:
        with undrawn(), nullcontext() if hidden else unhidden():
            for phase in PHASES:
                execute(phase, given, UNRATED)
        files = {phase: workspace.findings(name, ROUND, phase) for phase in PHASES}
        yield (
            read_truth(workspace, name),
            {phase: Findings.model_validate_json(path.read_text("utf-8")) for phase, path in files.items()},
        )
    finally:
        shutil.rmtree(workspace.processed(name, ROUND), ignore_errors=True)
        shutil.rmtree(workspace.raw(name))


def unhidden() -> Any:
    """Nothing is hidden: what comes first is then a matter of the order alone."""
    return patch.object(Rules, "protect", lambda _, __, results: list(results))


# What came first


def judgement(scenario: str, truth: Truth, phases: dict[str, Findings], workspace: Workspace) -> dict[str, Any]:
    """What is short in the files and of it what the audit rates; the first message; the first recommendations."""
    last, found = phases["recommendations"], _found(phases)
    first, advice = last.messages[0] if last.messages else None, last.recommendations[:FIRST]
    about = found[first.finding] if first and first.finding else None
    said: dict[str, Any] = {
        "message": first.text if first else None,
        "about": about and about.indicator,
        "group": about and about.group,
        "advice": [one.recommendation for one in advice],
    }
    if scenario in NOTHING:
        true = about is None or is_short_in_the_files(about, truth, workspace)
        return {**said, "first": bool(first and (first.text == "none_found" or (first.text in GAP and true)))}
    short = [fact for fact in truth.rounds[ROUND].facts if fact.scenario == scenario and _is_short(fact)]
    rated = {fact.indicator: _standing(fact, found) for fact in short}
    named = {one.id for ones in rated.values() for one in ones if _is_rated(one)}
    return {
        **said,
        "short": sorted(rated),
        "rated": sorted({found[identity].indicator for identity in named}),
        "why_not": sorted(
            {_why_not(one) for ones in rated.values() for one in ones if one.target and not _is_rated(one)}
        ),
        "first": about is not None and about.id in named,
        "advised": any(named & {*one.evidence} for one in advice),
    }


GAP = ("gap", "women_say")


def _found(phases: dict[str, Findings]) -> dict[str, Finding]:
    return {one.id: one for phase in PHASES[1:3] for one in phases[phase].findings}


def _is_short(fact: TrueFigure) -> bool:
    if fact.recorded is None or fact.expected is None or "meets" in fact.expected.ratings:
        return False
    if fact.expected.ratings:
        return rating_of(fact.recorded, _target(fact.indicator)) in SHORT
    below, above = fact.expected.below, fact.expected.above
    return (below is None or fact.recorded < below) and (above is None or fact.recorded > above)


def _target(indicator: str) -> Target:
    return methodology().targets[methodology().indicators[indicator].target or ""]


def rating_of(value: float, target: Target) -> str:
    """The rating of a value, worked out here."""
    for name in ("exceeds", "meets", "approaches"):
        low, high = getattr(target, name) or (1, 0)
        if (low is None or value >= low) and (high is None or value <= high):
            return name
    return "missing"


def _standing(fact: TrueFigure, found: dict[str, Finding]) -> list[Finding]:
    """The finding of a fact, and those that take its place; the median is another statistic of the same gap."""
    known = methodology().indicators
    places = {one.id for one in known.values() if one.instead_of == fact.indicator}
    places |= {"pay_gap_median"} if fact.indicator == "pay_gap_mean" else set()
    return [
        one
        for one in found.values()
        if (one.indicator, one.group) == (fact.indicator, fact.group)
        or (one.indicator in places and known[one.indicator].represents_indicator(one.group))
    ]


def _is_rated(one: Finding) -> bool:
    return one.rating in SHORT and is_known(one)


def _why_not(one: Finding) -> str:
    if one.status == "suppressed" or one.reason == "part_hidden":
        return "hidden"
    if one.rating is None:
        return "few"
    return "chance" if one.rating in SHORT else "other"


def is_short_in_the_files(about: Finding, truth: Truth, workspace: Workspace) -> bool:
    """Whether the files say so too: the truth file's figure, or one worked out here from the lists."""
    facts = [
        fact for fact in truth.rounds[ROUND].facts if (fact.indicator, fact.group) == (about.indicator, about.group)
    ]
    if about.indicator == "bodies_youth_together":
        bodies = pd.read_csv(workspace.raw(truth.organisation, ROUND) / "bodies.csv")
        quotas = bodies.groupby("body")["quota_youth"].first()
        youth = [fact for fact in truth.rounds[ROUND].facts if fact.indicator == "bodies_youth_seats"]
        shares = {fact.group["body"]: fact.recorded for fact in youth if fact.detail == "share"}
        return any(shares.get(body) is not None and shares[body] < quota for body, quota in quotas.items())
    value = facts[0].recorded if facts else _from_lists(about.indicator, workspace.raw(truth.organisation, ROUND))
    return value is not None and rating_of(value, _target(about.indicator)) in SHORT


def _from_lists(indicator: str, folder: Path) -> float | None:
    """Figures that the truth file does not have, from the files as they were written."""
    bodies, staff = pd.read_csv(folder / "bodies.csv"), pd.read_csv(folder / "staff.csv")
    staff = staff[staff["left_on"].isna()]
    if indicator == "bodies_seats_together":
        women = bodies["count"].where(bodies["sex"] == "F", 0).groupby(bodies["body"]).sum()
        by_body = bodies.groupby("body").agg(seats=("count", "sum"), quota=("quota_women", "first"))
        missing = (by_body["quota"] * by_body["seats"] - 1e-9).map(math.ceil) - women
        return 0.0 if (missing > 0).any() else 1.0
    if indicator == "bodies_leading_share":
        leading = bodies[bodies["role"].map(leads_body)]
        return float(leading.loc[leading["sex"] == "F", "count"].sum() / leading["count"].sum())
    if indicator == "attendance_by_role":
        coming = pd.read_csv(folder / "attendance.csv")
        coming = coming[(coming["role"] == "delegate") & coming["sex"].isin(["F", "M"])]
        return float(coming.loc[coming["sex"] == "F", "count"].sum() / coming["count"].sum())
    if indicator == "gender_training_share":
        return float((staff["gender_training"] == "yes").mean())
    if indicator == "pay_gap_median":
        hours = staff["fte"].fillna(1.0) if "fte" in staff else 1.0
        middle = (staff["pay"] / hours).groupby(staff["sex"]).median()
        return float(1 - middle["F"] / middle["M"])
    points = staff[staff["gender_focal_point"] == "yes"]
    if indicator == "focal_point_coverage":
        return points["unit"].nunique() / staff["unit"].nunique()
    if indicator == "focal_points_men_share":
        return float((points["sex"] == "M").mean())
    return None


# The table


def table(results: list[dict[str, Any]]) -> Iterator[str]:
    """Per scenario: first message and first recommendations, by people on the staff, with Wilson intervals of 95 %."""
    yield "| scenario | what | " + " | ".join(f"{size:,}" for size in SIZES) + " |"
    yield "|---|---|" + "---|" * len(SIZES)
    for scenario in (*PLANTED, *NOTHING):
        own = {size: [one for one in results if (one["scenario"], one["size"]) == (scenario, size)] for size in SIZES}
        rows = {"first": "its figure comes first", "advised": f"its recommendation is among the first {FIRST}"}
        if scenario in NOTHING:
            rows = {"first": "a shortfall that is in the files, or none"}
        for name, what in rows.items():
            yield f"| {scenario} | {what} | " + " | ".join(_cell(ones, name) for ones in own.values()) + " |"
        if scenario not in NOTHING:
            yield f"| {scenario} | apart | " + " | ".join(_apart(ones) for ones in own.values()) + " |"


def _counted(results: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [one for one in results if one.get("rated", True)]


def _cell(results: list[dict[str, Any]], name: str) -> str:
    counted = _counted(results)
    if not counted:
        return "–"
    good, n = sum(one[name] for one in counted), len(counted)
    low, high = wilson(good, n)
    return f"**{good}** of {n} ({low:.0%}–{high:.0%})"


def _apart(results: list[dict[str, Any]]) -> str:
    """What is not counted: not short in the files, or of figures that the audit rates none, by why."""
    why = Counter(
        "not short" if not one["short"] else " and ".join(one["why_not"]) for one in results if not one["rated"]
    )
    return ", ".join(f"{number} {name}" for name, number in why.most_common()) or "–"


if __name__ == "__main__":
    main()
