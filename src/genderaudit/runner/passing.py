"""What stands between a draft and its release: the gate, what a correction tells, and who is where for the public."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from genderaudit.conclusions import releases as editions
from genderaudit.conclusions.findings import Finding, Findings, read
from genderaudit.disclosure.grouping import COMPOSITION, SMALLEST_COMPOSITION
from genderaudit.foundations.errors import AuditError, Listed, text
from genderaudit.foundations.files import write_atomically
from genderaudit.foundations.workspace import PHASES
from genderaudit.intake import read_round
from genderaudit.methodology.models import methodology
from genderaudit.methodology.organisation import read_organisation
from genderaudit.release import narrowing

if TYPE_CHECKING:
    from genderaudit.foundations.workspace import Workspace
    from genderaudit.runner.releasing import Published

WHO_IS_WHERE = ("staff", "bodies", "attendance")
"""Lists of which the composition is shown."""


@dataclass(frozen=True, slots=True)
class Judgement:
    """What the gate says of a round, and which figures tell, beside an edition before, of the few who have changed."""

    verdict: narrowing.Verdict
    changed: list[str]

    @property
    def leave_out(self) -> list[str]:
        """The figures without which the round passes."""
        return list(dict.fromkeys([change.table for change in self.verdict.changes] + self.changed))


def judge(workspace: Workspace, organisation: str, round: str) -> Judgement:
    """What of a round could be narrowed by all that is published, its editions so far and those of rounds before.

    Raises ``AuditError`` where there are no findings, or some that cannot be judged.
    """
    verdict = narrowing.gate_of(workspace, organisation, round)
    few = methodology().thresholds.minimum_cell_of(read_organisation(workspace.raw(organisation)))
    paths = [workspace.findings(organisation, round, phase) for phase in PHASES]
    now = [read(path, organisation, round, path.stem) for path in paths if path.is_file()]
    changed: list[str] = []  # since any edition: what one has withdrawn stands in those before
    for released in editions.releases(workspace, organisation, round):
        changed += changed_by_few(editions.findings_of(workspace, released), now, few)
    lists = [found.model_copy(update={"findings": _of_lists(found)}) for found in now]  # each survey is another one
    for earlier in (name for name in workspace.rounds(organisation) if name < round):
        for released in editions.releases(workspace, organisation, earlier):
            changed += changed_by_few(editions.findings_of(workspace, released), lists, few)
    return Judgement(verdict, list(dict.fromkeys(changed)))


def changed_by_few(before: Iterable[Findings], now: Iterable[Findings], few: int) -> list[str]:
    """Figures that are printed otherwise than in the edition before, and of which fewer than ``few`` people changed.

    One late answer that is printed in *of 46 women 12* and *of 47 women 13* is known; so it is where a band gives way
    to a number, or an area moves. Counts may change by ``few`` people on either side; other figures of answers where
    twice as many more or fewer answered. Gaps and means of pay are so rounded that one person's change stays open.
    """
    old, new = _sensitive(before), _sensitive(now)
    told: list[str] = []
    for name in old.keys() & new.keys():
        was, one = old[name], new[name]
        if _printed(was) != _printed(one) and not _open(was, one, few):
            told += _with_difference(name.partition("[")[0])
    return sorted(dict.fromkeys(told))


def _of_lists(found: Findings) -> list[Finding]:
    """What is counted in lists, which go on from round to round: who left or changed would follow."""
    return [one for one in found.findings if one.table != "survey"]


def _with_difference(name: str) -> list[str]:
    """A statement goes with the difference between women and men, from which the one or the other would follow."""
    indicator, stroke, part = name.partition("/")
    return [name, f"item_difference/{part}"] if stroke and indicator == "item_favourable" else [name]


def _sensitive(found: Iterable[Findings]) -> dict[str, Finding]:
    """Answers and sensitive counts by the name under which they are left out, and their group."""
    named = {}
    for one in (finding for phase in found for finding in phase.findings):
        definition = methodology().indicators.get(one.indicator)
        shown = one.status in ("calculated", "banded")
        if definition and definition.protection in ("answers", "sensitive") and shown:
            part = one.group.get("item") or one.group.get("area") or ""
            group = ",".join(f"{name}={label}" for name, label in sorted(one.group.items()))
            named[f"{one.indicator}{f'/{part}' if part else ''}[{group}]"] = one
    return named


def _printed(one: Finding) -> object:
    return one.value, one.n, one.women, one.band, one.interval, one.details


def _open(was: Finding, one: Finding, few: int) -> bool:
    """Whether so many people changed that none of them is told by the two figures."""
    if (sides := _sides(was)) and (others := _sides(one)):
        moved = [abs(a - b) for a, b in zip(sides, others, strict=True)]
        return not any(moved) or min(moved) >= few  # not where all who came have answered alike
    return abs((one.n or 0) - (was.n or 0)) >= 2 * few


def _sides(one: Finding) -> tuple[float, float] | None:
    """How many have what a share counts, and how many have not; nothing of key areas, which are means of shares."""
    if one.value is None or one.n is None or one.unit != "share" or "area" in one.group:
        return None
    having = one.women if one.women is not None and "item" not in one.group else round(one.value * one.n)
    return having, one.n - having


def leave_out(workspace: Workspace, organisation: str, round: str, tables: Iterable[str]) -> None:
    """Note that these figures are left out of a round from the next run on, beside those that are already."""
    path = workspace.withheld(organisation, round)
    known = json.loads(path.read_bytes()) if path.is_file() else []
    write_atomically(path, json.dumps(sorted({*known, *tables}), ensure_ascii=False, indent=1) + "\n")


def gate_passes(published: Published) -> list[AuditError]:
    """The reasons why a release is refused, each of which says what to do; none: it passes."""
    found = judge(published.workspace, published.organisation, published.round)
    where = f"{published.organisation} {published.round}"
    told = [AuditError("gate_refuses", number=len(found.leave_out), where=where)]
    return [*(told if found.verdict.narrowed or found.changed else []), *_small_composition(published)]


def _small_composition(published: Published) -> list[AuditError]:
    """For the public, no group of who is where is of fewer than four people, but in bodies that are public."""
    folder = published.workspace.raw(published.organisation, published.round)
    about = read_organisation(folder.parent)
    if published.reader != "public" or about.composition == "protected":
        return []
    small = set()
    for name, table in read_round(folder, about, published.round, only=WHO_IS_WHERE).tables.items():
        rows = table[~table["body"].map(about.is_public).astype(bool)] if name == "bodies" else table
        for dimension in (one for one in COMPOSITION if one in rows):
            sizes = rows.groupby(dimension, observed=True)["count"].sum()
            small |= {name} if (sizes < SMALLEST_COMPOSITION).any() else set()
    if not small:
        return []
    tables = Listed(tuple(text(f"tables.{name}") for name in sorted(small)))
    return [AuditError("composition_small", smallest=SMALLEST_COMPOSITION, tables=tables)]
