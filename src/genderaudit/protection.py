"""An audit's results on their way through the disclosure ledger, and the ledger on its way to the next run."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from hashlib import sha256

import pandas as pd

from genderaudit import findings as records
from genderaudit.disclosure import DIFFERS, FOLLOWS, HIDDEN, Editions, Knowledge, Ledger, read_kept, write_kept
from genderaudit.disclosure.cells import groupings
from genderaudit.findings import Finding, Regime
from genderaudit.measures.result import Result
from genderaudit.methodology import Indicator
from genderaudit.own import ExtendedEvidence
from genderaudit.workspace import PHASES

ORDERED = (
    "below", "event", "age", "age_band", "quartile", "from", "to", "item", "area", "sex", "component", "indicator",
)  # fmt: skip
"""Dimensions of which the groups do not stand by size; so do levels that the organisation names."""
PEOPLE = ("staff", "members", "attendance", "recruitment", "survey", "bodies")
"""Tables of people, of which an edition's figures stand where only a few people have changed."""


@dataclass
class Protected(ExtendedEvidence):
    """Evidence of which nothing is shown that has not passed the ledger."""

    _recorded: dict[str, list[Finding]] = field(default_factory=dict)
    """Findings by what recorded them: an indicator's name, or what else a cell records."""
    held: dict[str, None] = field(default_factory=dict)
    """Tables of which the figures of the edition before stand, since only a few people differ."""
    refused: Sequence[str] | None = None
    """Why the survey is described and nothing concluded from it; ``None`` where there is none."""

    @cached_property
    def ledger(self) -> Ledger:
        """The disclosure ledger of this phase."""
        limits, editions = self.method.thresholds, self._editions
        knowledge, now = Knowledge(editions.kept.salt), PHASES.index(self.phase)
        for number, phase in enumerate(PHASES):
            for record, tables in editions.kept.known(phase, self._lists, last=number < now):
                knowledge.learn(record, own=number == now, tables=tables)
        ledger = Ledger(
            minimum_cell=limits.cell_of(self.organisation),
            minimum_base=limits.base_of(self.organisation),
            minimum_pay_each_sex=limits.minimum_pay_each_sex,
            dominance=limits.dominance,
            areas={item.id: item.area for item in self.method.questionnaire.items},
            declared=frozenset(self.organisation.levels),
            round_bases=self.organisation.round_bases,
            editions=editions,
            knowledge=knowledge,
        )
        ran = editions.kept.phases
        for phase in PHASES[:now] if self.phase in ran else PHASES:  # later ones may have run alone
            ledger.recall(ran.get(phase, {}).get("closed", ()))
        return ledger

    @cached_property
    def _editions(self) -> Editions:
        """What this round, and the others, have shown; the lists compared with those of then."""
        others = [round for round in self.workspace.rounds(self.name) if round != self.round]
        kept = [read_kept(self.workspace.ledger(self.name, round)) for round in (self.round, *others)]
        editions = Editions(kept[0], kept[1:])
        for name in PEOPLE:
            editions.meet(name, self._people(name), self.method.thresholds.cell_of(self.organisation))
        return editions

    @cached_property
    def _lists(self) -> dict[str, str]:
        """The lists of people as they are now, with the limits that hold; those who could answer the survey too."""
        limits = self.method.thresholds
        cell, base = limits.cell_of(self.organisation), limits.base_of(self.organisation)
        population = [count.model_dump() for count in self.organisation.headcounts_of(self.round)]
        return self._editions.lists(cell, base, self.organisation.round_bases, population)

    def protect(self, definition: Indicator, results: Sequence[Result]) -> list[Result]:
        """The results as far as they may be shown."""
        figure = f"{self.phase}/{definition.id}"
        if definition.protection == "seats":
            given = [self._rule_of_seats(definition, result) for result in results]
            return self.ledger.protect_seats(results, definition.columns, self.protected_seats, given, figure)
        if self._is_held(definition, results):
            return self.ledger.withhold(results, figure)
        own = self.is_own(definition.id) and not definition.observable
        table = definition.table or ""
        shown = self.ledger.protect(results, definition.protection, definition.columns, table, figure, own)
        return self._unranked(shown)

    def regime(self, definition: Indicator, result: Result) -> Regime:
        """Whether a result counts public office-holders only, so that it may be shown as it is."""
        if definition.protection != "seats":
            return "protected"
        body = result.group.get("body")
        private = self.protected_seats({}) if body is None else not self.organisation.is_public(body)
        return "protected" if private else "public"

    def earlier_edition(self, definition: Indicator, results: Sequence[Result]) -> dict[str, Finding]:
        """By id, the protected findings of the edition before that are to stand; none where new ones may be shown."""
        if not self._is_held(definition, results):
            return {}
        before = [found for found in self._edition_before if found.indicator == definition.id]
        return {found.id: found for found in before if found.regime == "protected" and found.status != "no_evidence"}

    def refuse(self, reasons: Sequence[str]) -> Sequence[str]:
        """Why not to conclude from the survey; where its figures stand, the reasons of then: others would tell."""
        if self.table("survey").empty:
            return reasons
        before = self._editions.kept.phases.get(self.phase, {}).get("refused")
        self.refused = before if before is not None and "survey" in self.held_lists() else list(reasons)
        return self.refused

    @property
    def _found(self) -> list[Finding]:
        """What this phase has recorded so far, in the order in which it was first recorded."""
        return [finding for found in self._recorded.values() for finding in found]

    def _begin_ledger_again(self) -> None:
        """Let the ledger know nothing of this phase: what it read of earlier runs and phases is read again."""
        for name in ("ledger", "_editions", "_lists"):
            self.__dict__.pop(name, None)
        self.held.clear()

    def close_ledger(self, findings: str) -> None:
        """Write down what this phase has shown and hidden; ``findings`` is the text of the file that says so."""
        ledger = self.ledger
        record = {
            "findings": sha256(findings.encode("utf-8", "surrogatepass")).hexdigest(),
            "closed": ledger.closed,
            "held": list(self.held),
            "refused": self.refused,
            "hidden": ledger.log,
            "shown": ledger.shown,
        }
        ledger.editions.keep(self.phase, self._lists, ledger.knowledge.record(), record)
        write_kept(self.workspace.ledger(self.name, self.round), ledger.editions.kept)

    def _unranked(self, results: Sequence[Result]) -> list[Result]:
        """Hidden groups last and by name: where groups stand by size, a place among the others would tell it."""
        places: dict[frozenset[tuple[str, str]], int] = {}
        keys = []
        for place, result in enumerate(results):
            ordered = frozenset(pair for pair in result.group.items() if self._has_order(*pair))
            first = places.setdefault(ordered, place)
            hidden = result.reason in HIDDEN and len(ordered) < len(result.group)
            keys.append((first, hidden, 0 if hidden else place, sorted(result.group.items())))
        return [results[i] for i in sorted(range(len(results)), key=keys.__getitem__)]

    def _has_order(self, dimension: str, label: str) -> bool:
        return dimension in ORDERED or (dimension == "level" and label in self.levels)

    def _is_held(self, definition: Indicator, results: Sequence[Result]) -> bool:
        """Whether the indicator's figures of the edition before are to stand: the people of its table differ by few.

        Pay and answers stand where any of the list but a minority is as it was, and so do figures by groups into
        which people have been put since: a hidden group would be what another one has gained.
        """
        table = definition.table
        if table not in PEOPLE:
            return False
        few = self._differs_by_few(table)
        values = (table == "survey" or definition.protection == "pay") and self._editions.values_stand(table)
        regrouped = self._editions.regrouped(table)
        moved = any(regrouped & groupings(result) for result in results)
        if few or values or moved:
            self.held["pay" if values and not few and table == "staff" else table] = None
            # Groups that were hidden beside the figures that stand stay hidden.
            self.ledger.recall(self._editions.kept.phases.get(self.phase, {}).get("closed", ()))
        return few or values or moved

    def held_lists(self) -> list[str]:
        """Tables of which figures of the edition before are to stand."""
        return [table for table in PEOPLE if self._differs_by_few(table) or self._editions.values_stand(table)]

    def _differs_by_few(self, table: str) -> bool:
        return self._editions.differs(table)

    def _people(self, table: str) -> pd.DataFrame:
        """The list, without the seats of bodies that are public."""
        rows = self.table(table)
        return rows[~rows["body"].map(self.organisation.is_public).astype(bool)] if table == "bodies" else rows

    def _rule_of_seats(self, definition: Indicator, result: Result) -> str | None:
        """The rule that hides a figure of seats for what is shown elsewhere: an earlier edition, or hidden members."""
        if result.value is None:
            return None
        if self._is_held(definition, [result]) and self.regime(definition, result) == "protected":
            return DIFFERS
        shares = [found for found in self._found if found.indicator == "members_women_share" and not found.group]
        as_it_is = bool(shares) and shares[0].women is not None and "members" not in self.held
        return None if as_it_is or "share_whole" not in definition.columns else FOLLOWS

    @cached_property
    def _edition_before(self) -> list[Finding]:
        path = self.workspace.findings(self.name, self.round, self.phase)
        return records.read(path, self.name, self.round, self.phase).findings if path.is_file() else []
