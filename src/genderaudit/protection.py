"""An audit's results on their way through the disclosure ledger, and the ledger on its way to the next run."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from hashlib import sha256

from genderaudit.disclosure import HIDDEN, Kept, Knowledge, Ledger, read_kept, write_kept
from genderaudit.disclosure.rules import FOLLOWS
from genderaudit.findings import Finding, Regime
from genderaudit.measures.result import Result
from genderaudit.methodology import Indicator
from genderaudit.own import ExtendedEvidence
from genderaudit.releases import lists_of
from genderaudit.workspace import PHASES

ORDERED = (
    "below", "event", "age", "age_band", "quartile", "from", "to", "item", "area", "sex", "component", "indicator",
)  # fmt: skip
"""Dimensions of which the groups do not stand by size; so do levels that the organisation names."""
PEOPLE = ("staff", "members", "attendance", "recruitment", "survey", "bodies")
"""Tables of people."""


@dataclass
class Protected(ExtendedEvidence):
    """Evidence of which nothing is shown that has not passed the ledger."""

    _recorded: dict[str, list[Finding]] = field(default_factory=dict)
    """Findings by what recorded them: an indicator's name, or what else a cell records."""

    @cached_property
    def ledger(self) -> Ledger:
        """The disclosure ledger of this phase: it knows what the phases before have shown of the same lists."""
        limits, earlier = self.method.thresholds, PHASES[: PHASES.index(self.phase)]
        knowledge = Knowledge(self._kept.salt)
        for phase in earlier:
            if phase in self._kept.knowledge:
                knowledge.learn(self._kept.knowledge[phase])
        ledger = Ledger(
            minimum_cell=limits.cell_of(self.organisation),
            minimum_base=limits.base_of(self.organisation),
            minimum_pay_each_sex=limits.minimum_pay_each_sex,
            dominance=limits.dominance,
            areas={item.id: item.area for item in self.method.questionnaire.items},
            declared=frozenset(self.organisation.levels),
            round_bases=self.organisation.round_bases,
            knowledge=knowledge,
        )
        for phase in earlier:
            ledger.recall(self._kept.phases.get(phase, {}).get("closed", ()))
        return ledger

    @cached_property
    def _kept(self) -> Kept:
        """What the phases of this draft have shown; nothing where a list, or a limit, is another than it was then."""
        kept = read_kept(self.workspace.ledger(self.name, self.round))
        limits, about = self.method.thresholds, self.organisation
        population = [count.model_dump() for count in about.headcounts_of(self.round)]
        held = (limits.cell_of(about), limits.base_of(about), about.round_bases, about.public_bodies, population)
        lists = lists_of({name: self.table(name) for name in PEOPLE}, kept.salt)
        now = {name: one.whole for name, one in lists.items()}
        return kept.of(now | {"limits": sha256(repr(held).encode("utf-8", "surrogatepass")).hexdigest()})

    def protect(self, definition: Indicator, results: Sequence[Result]) -> list[Result]:
        """The results as far as they may be shown."""
        figure = f"{self.phase}/{definition.id}"
        if definition.protection == "seats":
            given = [self._rule_of_seats(definition, result) for result in results]
            return self.ledger.protect_seats(results, definition.columns, self.protected_seats, given, figure)
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

    @property
    def _found(self) -> list[Finding]:
        """What this phase has recorded so far, in the order in which it was first recorded."""
        return [finding for found in self._recorded.values() for finding in found]

    def _begin_ledger_again(self) -> None:
        """Let the ledger know nothing of this phase: what it read of earlier runs and phases is read again."""
        for name in ("ledger", "_kept"):
            self.__dict__.pop(name, None)

    def close_ledger(self, findings: str) -> None:
        """Write down what this phase has shown and hidden; ``findings`` is the text of the file that says so."""
        ledger, digest = self.ledger, sha256(findings.encode("utf-8", "surrogatepass")).hexdigest()
        record = {"findings": digest, "closed": ledger.closed, "hidden": ledger.log, "shown": ledger.shown}
        self._kept.keep(self.phase, ledger.knowledge.record(), record)
        write_kept(self.workspace.ledger(self.name, self.round), self._kept)

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

    def _rule_of_seats(self, definition: Indicator, result: Result) -> str | None:
        """The rule that hides a figure of seats for what is shown elsewhere: hidden members."""
        if result.value is None:
            return None
        shares = [found for found in self._found if found.indicator == "members_women_share" and not found.group]
        as_it_is = bool(shares) and shares[0].women is not None
        return None if as_it_is or "share_whole" not in definition.columns else FOLLOWS
