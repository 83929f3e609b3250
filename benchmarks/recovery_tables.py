"""Writes docs/validation.md from what ``recovery.py`` kept: ``python benchmarks/recovery_tables.py RESULTS.jsonl``."""

from __future__ import annotations

import math
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from planted import HEADING
from recovery import BOTH_ROUNDS, SEED, read

from genderaudit.methodology.method import methodology
from genderaudit.simulation.scenarios import scenarios

Row = dict[str, Any]
SIZES = (40, 150, 600, 3000)
SHORT = ("missing", "approaches")
FOUND, DOUBTFUL, MISSED, HIDDEN = "found", "doubtful", "missed", "hidden"
NO_EVIDENCE = "insufficient_evidence"
NOMINAL = 0.05
TARGET = Path(__file__).parents[1] / "docs" / "validation.md"


def main() -> None:
    results = read(Path(sys.argv[1]))
    own = HEAD.format(seed=SEED, number=len(results)) + "\n".join(_tables(results)) + "\n"
    _, heading, planted = TARGET.read_text("utf-8").partition(HEADING)  # what planted.py has written
    TARGET.write_text(own + (f"\n{heading}{planted}" if heading else ""), "utf-8")
    print(TARGET)


def _tables(results: list[Row]) -> Iterator[str]:
    sizes = Counter(one["size"] for one in results)
    nulls = Counter(one["size"] for one in results if one["scenario"] == "none")
    yield "| people on the staff | " + " | ".join(f"{size:,}" for size in SIZES) + " |"
    yield "|---|" + "---:|" * len(SIZES)
    counted = {"organisations": sizes, "of them with nothing planted": nulls}
    for what, counts in counted.items():
        yield f"| {what} | " + " | ".join(str(counts[size]) for size in SIZES) + " |"
    yield PLANTED
    yield from _planted_table(results)
    yield CLAIMED
    yield from _rate_table(list(_claims(results)))
    yield CHANCE
    yield from _rate_table(list(_chances(results)))
    yield COVERED
    yield from _coverage_table(results)


# What is planted


def _planted_table(results: list[Row]) -> Iterator[str]:
    yield "| scenario | is found if | " + " | ".join(f"{size:,}" for size in SIZES) + " |"
    yield "|---|---|" + "---|" * len(SIZES)
    outcomes: dict[tuple[str, str], dict[int, Counter[str]]] = {}
    for one in results:
        for what, outcome in _outcomes(one):
            by_size = outcomes.setdefault((one["scenario"], what), {size: Counter() for size in SIZES})
            by_size[one["size"]][outcome] += 1
    order = [*scenarios()]
    for (scenario, what), by_size in sorted(outcomes.items(), key=lambda entry: order.index(entry[0][0])):
        yield f"| {scenario} | {what} | " + " | ".join(_cell(by_size[size]) for size in SIZES) + " |"


def _cell(counts: Counter[str]) -> str:
    total = sum(counts.values())
    if not total:
        return "–"
    others = [f"{counts[name]} {name}" for name in (DOUBTFUL, MISSED, HIDDEN) if counts[name]]
    return f"**{counts[FOUND]}** of {total}" + (f" ({', '.join(others)})" if others else "")


def _outcomes(one: Row) -> Iterator[tuple[str, str]]:
    """What was planted in an organisation, and what the audit made of it."""
    name = one["scenario"]
    for round, about in one["rounds"].items():
        if round != max(one["rounds"]) and name not in BOTH_ROUNDS:
            continue
        said = {pattern["area"]: pattern["pattern"] for pattern in about["patterns"]}
        for planted in about["planted"]:
            got = said.get(planted["area"], NO_EVIDENCE)
            outcome = HIDDEN if got == NO_EVIDENCE else FOUND if got == planted["pattern"] else MISSED
            yield f"{round}: area {planted['area']} is called *{planted['pattern'].replace('_', ' ')}*", outcome
        if round != max(one["rounds"]):
            continue
        for expected in scenarios()[name].expects:
            facts = [f for f in about["facts"] if f["indicator"] == expected.indicator and f["scenario"] == name]
            found = [_finding(about, fact) for fact in facts]
            outcome = _most(_outcome(finding, expected) for finding in found)
            yield f"`{expected.indicator}` " + _criterion(expected), outcome
        if name == "low_response":
            rated = any(f["rating"] for f in about["found"] if f["indicator"] == "area_favourable")
            yield "no area of the survey is rated", MISSED if rated else FOUND


def _criterion(expected: Any) -> str:
    if expected.ratings:
        return "meets the target" if "meets" in expected.ratings else "is rated short, its interval off the target"
    if expected.indicator == "area_difference":
        return "is beyond chance, women lower"
    if expected.indicator == "step_ratio":
        return f"of the lowest step is above {expected.above:g}, its interval above 1"
    return f"is below {expected.below:g}" if expected.below is not None else f"is above {expected.above:g}"


def _finding(about: Row, fact: Row) -> Row | None:
    wanted = (fact["indicator"], fact["group"])
    return next((f for f in about["found"] if (f["indicator"], f["group"]) == wanted), None)


def _outcome(finding: Row | None, expected: Any) -> str:
    if finding is None or finding["status"] != "calculated":
        return HIDDEN
    value, interval = finding["value"], finding["interval"]
    if expected.ratings:
        if finding["rating"] not in expected.ratings:
            return MISSED
        return DOUBTFUL if finding["distinguishable"] is False and "meets" not in expected.ratings else FOUND
    fits = value < expected.below if expected.below is not None else value > expected.above
    if not fits:
        return MISSED
    if expected.indicator == "area_difference":
        return FOUND if finding["details"]["p_adjusted"] <= NOMINAL else DOUBTFUL
    if expected.indicator == "step_ratio":
        return FOUND if interval and interval["low"] > 1 else DOUBTFUL
    return FOUND


def _most(outcomes: Iterator[str]) -> str:
    """Of several groups (events, bodies, areas): what most of those that are shown say."""
    counts = Counter(outcomes)
    shown = Counter({name: number for name, number in counts.items() if name != HIDDEN})
    if not shown:
        return HIDDEN
    fits = shown[FOUND] + shown[DOUBTFUL]
    if 2 * fits <= sum(shown.values()):
        return MISSED
    return FOUND if 2 * shown[FOUND] > sum(shown.values()) else DOUBTFUL


# What is claimed where it is not


def _claims(results: list[Row]) -> Iterator[tuple[str, int, bool]]:
    """Indicator, size, findings whose true figure meets its target, and whether the finding says it falls short."""
    for one, _, fact, finding in _pairs(results):
        target = methodology().indicators[fact["indicator"]].target
        if not target or finding["rating"] is None or fact["parameter"] is None or fact["detail"]:
            continue
        if finding["interval"] is None:
            continue
        low, high = methodology().targets[target].meets
        if (low is None or fact["parameter"] >= low) and (high is None or fact["parameter"] <= high):
            claims = finding["rating"] in SHORT and finding["distinguishable"] is True
            yield f"`{fact['indicator']}`", one["size"], claims


def _chances(results: list[Row]) -> Iterator[tuple[str, int, bool]]:
    """What is said to be beyond chance where there is no difference at all."""
    for one, _, fact, finding in _pairs(results):
        even = {"ratio": 1.0, "gap": 0.0}.get(methodology().indicators[fact["indicator"]].unit)
        if fact["parameter"] is None or even is None or abs(fact["parameter"] - even) > 1e-9:
            continue
        if finding["interval"]:
            beyond = not finding["interval"]["low"] <= even <= finding["interval"]["high"]
            yield f"interval of `{fact['indicator']}` leaves out {even:g}", one["size"], beyond
        if "p_value" in finding["details"]:
            yield f"p of `{fact['indicator']}` below .05", one["size"], finding["details"]["p_value"] < NOMINAL
    for one in results:
        yield from _chances_of_an_organisation(one)


def _chances_of_an_organisation(one: Row) -> Iterator[tuple[str, int, bool]]:
    name, size = one["scenario"], one["size"]
    about = one["rounds"][max(one["rounds"])]
    found = [f for f in about["found"] if f["status"] == "calculated"]
    for finding in found:
        if finding["indicator"] == "attendance_trend" and "p_value" in finding["details"]:
            yield "p of `attendance_trend` below .05", size, finding["details"]["p_value"] < NOMINAL
        if finding["indicator"] == "duncan_index" and name in ("none", "good_practice"):
            yield "p of `duncan_index` below .05", size, finding["details"]["p_value"] < NOMINAL
    if name == "divided_perceptions":
        return
    for indicator, family in (("area_difference", "areas"), ("item_difference", "items")):
        ps = [f["details"]["p_adjusted"] for f in found if f["indicator"] == indicator and "p_adjusted" in f["details"]]
        if ps:
            yield f"any of the {family} beyond chance, an organisation", size, min(ps) <= NOMINAL
    for pattern in about["patterns"]:
        if pattern["women"] and pattern["men"]:
            yield "an area called *divided*", size, pattern["pattern"] == "divided"


def _pairs(results: list[Row]) -> Iterator[tuple[Row, str, Row, Row]]:
    """Organisation, round, fact and the calculated finding of it, in the last round."""
    for one in results:
        round = max(one["rounds"])
        about = one["rounds"][round]
        for fact in about["facts"]:
            finding = _finding(about, fact)
            if finding and finding["status"] == "calculated":
                yield one, round, fact, finding


def _rate_table(cases: list[tuple[str, int, bool]]) -> Iterator[str]:
    yield "| claim | " + " | ".join(f"{size:,}" for size in SIZES) + " | all | error (±) |"
    yield "|---|" + "---:|" * (len(SIZES) + 2)
    for what in sorted({case[0] for case in cases}):
        own = [case for case in cases if case[0] == what]
        cells = []
        for size in SIZES:
            here = [case[2] for case in own if case[1] == size]
            cells.append(f"{sum(here)} of {len(here)}" if here else "–")
        claimed, number = sum(case[2] for case in own), len(own)
        rate, error = claimed / number, _error(claimed, number)
        mark = " **above 5 %**" if rate - 2 * error > NOMINAL else ""
        yield f"| {what} | " + " | ".join(cells) + f" | {rate:.1%}{mark} | {error:.1%} |"


def _error(claimed: int, number: int) -> float:
    """Standard error of a rate; with the nominal rate where nothing was claimed."""
    rate = claimed / number or NOMINAL
    return math.sqrt(rate * (1 - rate) / number)


def _coverage_table(results: list[Row]) -> Iterator[str]:
    inside: dict[str, list[bool]] = {}
    for _, _, fact, finding in _pairs(results):
        if finding["interval"] and fact["parameter"] is not None and not fact["detail"]:
            low, high = finding["interval"]["low"], finding["interval"]["high"]
            inside.setdefault(fact["indicator"], []).append(low <= fact["parameter"] <= high)
    yield "| figure | intervals | hold the truth | error (±) |"
    yield "|---|---:|---:|---:|"
    for indicator, held in sorted(inside.items()):
        rate = sum(held) / len(held)
        error = math.sqrt(max(rate * (1 - rate), 0.05 * 0.95) / len(held))
        yield f"| `{indicator}` | {len(held):,} | {rate:.1%} | {error:.1%} |"


HEAD = """# What audits find of what is there

Organisations of which the truth is known ([simulation.md](simulation.md)) are audited, and what the audits recorded
is compared with it: how often what is planted is found, missed or hidden, and how often something is claimed that is
not so. What is judged is in the findings files, so it has passed disclosure control.

Written by `benchmarks/recovery.py` and `benchmarks/recovery_tables.py` (seed {seed}; {number} organisations of the six
kinds, in English; each has its own random numbers). What is planted was fixed before the first run, and no organisation
was left out; the run takes sizes and scenarios in turn and was stopped by the clock. Few organisations of a size leave
much to chance: where 3 of 3 are found, the true rate may still be 40 %.

"""

PLANTED = """
## Found, doubtful, missed, hidden

Of so many organisations in which the scenario is planted:

- **found**: as the second column says. *Its interval off the target* means that the report does not mark it
  *uncertain* (counts of seats have no interval);
- **doubtful**: the rating (or value) fits, but the interval reaches the target (or 1, or it is not beyond chance);
- **missed**: the audit says something else;
- **hidden**: disclosure control hides the figure or stops the round, too few people to calculate it, or *insufficient
  evidence*.

Where an indicator has several figures (events, bodies, areas) most of those that are shown decide.
"""

CLAIMED = """
*Hidden* is the price of protection where it is highest: a planted glass ceiling leaves one to four women at the top of
an organisation of 150, and to say so would say who they are (that there is none would be shown). What such an
organisation can do: name the bodies of its office-holders in `public_bodies`, whose seats are shown as they are, or
lower `minimum_cell` to three.

## Claimed where it is not so

Figures whose true value (in the model) meets the target, and how often the audit rates them short **and** says nothing
of chance. Only figures with an interval; the rate should be at or below 2.5 %, and far below where the truth is far
inside the target. The error is one standard error of the simulation. **Above 5 %** marks what lies above by more than
twice its error, here and below.
"""

CHANCE = """
## Beyond chance where there is no difference

Figures whose true value is no difference at all. Intervals of 95 % and p below .05 should be wrong in 5 % of cases at
most; families of areas and items are under a false-discovery rate of 5 %, which is the rate of *any* claim where no
difference is true. An area is called *divided* only where the ratings of women and men differ too.

Rows of attendance lists lose their sex as a whole here (base.yml: 1 % of the rows, each with many people), which no
interval knows of: figures of attendance vary more than their intervals say. The number of organisations is too small
to tell 5 % from 9 %; [coverage.md](coverage.md) tries the interval of a change with 2,000 draws (95.05 %).
"""

COVERED = """
## Do intervals of shown figures hold the truth?

All figures with an interval that the audits show, all sizes and scenarios together, against the model. Disclosure
control hides small groups, so what is shown is a selection; [coverage.md](coverage.md) has the measures alone. Two rows
are below 95 % because the model is not what the interval supposes: branches differ in age (the members of a branch are
alike, the interval takes people as independent), and rows of attendance lists lack the sex as a whole.
"""


if __name__ == "__main__":
    main()
