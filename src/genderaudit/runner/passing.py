"""Checks between a draft and its release: the gate, what a correction discloses, and composition for the public."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from genderaudit.conclusions import releases as editions
from genderaudit.conclusions.findings import Finding, Findings
from genderaudit.conclusions.findings_file import read
from genderaudit.disclosure.grouping import COMPOSITION, SMALLEST_COMPOSITION
from genderaudit.foundations.errors import AuditError, Listed, text
from genderaudit.foundations.files import write_atomically
from genderaudit.foundations.workspace import PHASES
from genderaudit.intake import read_round
from genderaudit.methodology.method import methodology
from genderaudit.methodology.organisation import read_organisation
from genderaudit.release import narrowing

if TYPE_CHECKING:
    from genderaudit.foundations.workspace import Workspace
    from genderaudit.runner.releasing import ReleaseContent

WHO_IS_WHERE = ("staff", "bodies", "attendance")
"""Lists whose composition is shown."""


@dataclass(frozen=True, slots=True)
class Judgement:
    """The gate's verdict on a round, and figures that disclose the few who changed since an earlier edition."""

    verdict: narrowing.Verdict
    changed: list[str]

    @property
    def leave_out(self) -> list[str]:
        """Return the figures without which the round passes."""
        return list(dict.fromkeys([change.table for change in self.verdict.changes] + self.changed))


def judge(workspace: Workspace, organisation: str, round: str) -> Judgement:
    """Judge what could be narrowed by all that is published: this draft, its earlier editions and earlier rounds.

    Raises ``AuditError`` where there are no findings, or some that cannot be judged.
    """
    verdict = narrowing.gate_of(workspace, organisation, round)
    minimum_cell = methodology().thresholds.minimum_cell_of(read_organisation(workspace.raw(organisation)))
    paths = [workspace.findings(organisation, round, phase) for phase in PHASES]
    draft = [read(path, organisation, round, path.stem) for path in paths if path.is_file()]
    changed: list[str] = []  # against every edition: a figure withdrawn in one is still in those before
    for released in editions.releases(workspace, organisation, round):
        changed += changed_by_few(editions.findings_of(workspace, released), draft, minimum_cell)
    # Answers of different surveys cannot be compared, lists can.
    draft_of_lists = [
        phase_findings.model_copy(update={"findings": _findings_of_lists(phase_findings)}) for phase_findings in draft
    ]
    for earlier_round in (name for name in workspace.rounds(organisation) if name < round):
        for released in editions.releases(workspace, organisation, earlier_round):
            changed += changed_by_few(editions.findings_of(workspace, released), draft_of_lists, minimum_cell)
    return Judgement(verdict, list(dict.fromkeys(changed)))


def changed_by_few(before: Iterable[Findings], draft: Iterable[Findings], minimum_cell: int) -> list[str]:
    """Return the figures whose printed change since an earlier edition is due to fewer than ``minimum_cell`` people.

    One late answer that turns *12 of 46 women* into *13 of 47* is disclosed; likewise where a number replaces a band,
    or an area's figure moves. Allowed are changes of counts by ``minimum_cell`` people on either side, and of other
    figures of answers where twice as many more or fewer answered. Pay figures are so rounded that one person's change
    stays hidden.
    """
    earlier_by_name, later_by_name = _sensitive_by_name(before), _sensitive_by_name(draft)
    disclosing: list[str] = []
    for name in earlier_by_name.keys() & later_by_name.keys():
        earlier, later = earlier_by_name[name], later_by_name[name]
        if _printed_numbers(earlier) != _printed_numbers(later) and not _keeps_people_hidden(
            earlier, later, minimum_cell
        ):
            disclosing += _with_difference(name.partition("[")[0])
    return sorted(dict.fromkeys(disclosing))


def _findings_of_lists(findings: Findings) -> list[Finding]:
    """Return findings from lists, which continue from round to round, so that leavers and changes would follow."""
    return [finding for finding in findings.findings if finding.table != "survey"]


def _with_difference(name: str) -> list[str]:
    """Return the figure's name, and for a statement also that of the difference, from which it would follow."""
    indicator, stroke, part = name.partition("/")
    return [name, f"item_difference/{part}"] if stroke and indicator == "item_favourable" else [name]


def _sensitive_by_name(findings: Iterable[Findings]) -> dict[str, Finding]:
    """Return answers and sensitive counts by the name under which they can be withheld, with their group."""
    named = {}
    for finding in (finding for phase in findings for finding in phase.findings):
        definition = methodology().indicators.get(finding.indicator)
        shown = finding.status in ("calculated", "banded")
        if definition and definition.protection in ("answers", "sensitive") and shown:
            part = finding.group.get("item") or finding.group.get("area") or ""
            group = ",".join(f"{name}={label}" for name, label in sorted(finding.group.items()))
            named[f"{finding.indicator}{f'/{part}' if part else ''}[{group}]"] = finding
    return named


def _printed_numbers(finding: Finding) -> object:
    return finding.value, finding.n, finding.women, finding.band, finding.interval, finding.details


def _keeps_people_hidden(earlier: Finding, later: Finding, minimum_cell: int) -> bool:
    """Return true if enough people changed that the two figures disclose none of them."""
    if (sides := _sides(earlier)) and (later_sides := _sides(later)):
        changes = [abs(a - b) for a, b in zip(sides, later_sides, strict=True)]
        return not any(changes) or min(changes) >= minimum_cell  # small where all newcomers gave the same answer
    return abs((later.n or 0) - (earlier.n or 0)) >= 2 * minimum_cell


def _sides(finding: Finding) -> tuple[float, float] | None:
    """Return how many people have what a share counts and how many have not; None for key areas (means of shares)."""
    if finding.value is None or finding.n is None or finding.unit != "share" or "area" in finding.group:
        return None
    with_it = (
        finding.women if finding.women is not None and "item" not in finding.group else round(finding.value * finding.n)
    )
    return with_it, finding.n - with_it


def leave_out(workspace: Workspace, organisation: str, round: str, tables: Iterable[str]) -> None:
    """Record that these figures are withheld from a round from the next run on, with those recorded already."""
    path = workspace.withheld(organisation, round)
    known = json.loads(path.read_bytes()) if path.is_file() else []
    write_atomically(path, json.dumps(sorted({*known, *tables}), ensure_ascii=False, indent=1) + "\n")


def gate_passes(published: ReleaseContent) -> list[AuditError]:
    """Return the reasons to refuse a release, each with what to do; empty if it passes."""
    judgement = judge(published.workspace, published.organisation, published.round)
    where = f"{published.organisation} {published.round}"
    refusal = [AuditError("gate_refuses", number=len(judgement.leave_out), where=where)]
    return [*(refusal if judgement.verdict.narrowed or judgement.changed else []), *_small_composition(published)]


def _small_composition(published: ReleaseContent) -> list[AuditError]:
    """For the public, refuse groups of fewer than four people in composition, except in bodies that are public."""
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
