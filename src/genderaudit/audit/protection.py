"""An audit's results on their way into findings: what is guarded of each, and why one is hidden."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from genderaudit.audit.own import ExtendedEvidence
from genderaudit.conclusions.findings import Finding, Regime
from genderaudit.disclosure import HIDDEN, Limits, Statements, all_groups_or_none, protect, withhold
from genderaudit.disclosure.figures import FOLLOWS, suppress
from genderaudit.disclosure.grouping import COUNTED, SMALLEST_COMPOSITION
from genderaudit.foundations.errors import wrong_call
from genderaudit.measures.comparison import adjust_p_values, without_test
from genderaudit.measures.counting import NOT_STATED
from genderaudit.measures.result import Result
from genderaudit.methodology.models import Indicator

OF_LEVELS = ("glass_ceiling_index", "step_ratio")
"""What tells who is at single levels: where composition is protected, and one is small, it is hidden."""


OF_FEWER = {
    "variable_pay_gap_by_category": "variable_pay",
    "loan_size_by_product": "amount",
    "credit_by_branch": "credit_branch",
}
"""Figures of some of those whose figure the column is usually of, whose groups are merged by themselves."""


@dataclass
class Protected(ExtendedEvidence):
    """Evidence of which only so much is recorded as may be shown."""

    _recorded: dict[str, list[Finding]] = field(default_factory=dict)
    """Findings by what recorded them: an indicator's name, or what else a cell records."""
    _why: dict[str, list[Result]] = field(default_factory=dict)
    """What is hidden of each indicator, with the reason."""

    @cached_property
    def limits(self) -> Limits:
        """Fewest people on a side of a sensitive count, and fewest women and men of a mean or a rate."""
        limits, about = self.method.thresholds, self.organisation
        return Limits(
            limits.minimum_cell_of(about), limits.minimum_base_of(about), limits.dominance, about.pay_scale == "public"
        )

    @cached_property
    def withheld(self) -> Collection[str]:
        """Figures that are left out so that a release passes the gate (``genderaudit attack --leave-out``)."""
        path = self.workspace.withheld(self.name, self.round)
        return frozenset(json.loads(path.read_bytes())) if path.is_file() else frozenset()

    @cached_property
    def statements(self) -> Statements:
        """What is printed of each statement of the survey, of which areas are made."""
        results = self.measures.item_results(self.table("survey"), [*self.items, *self.options])
        return Statements.of(results, {item.id: item.area for item in self.items}, self.limits)

    def protect(self, definition: Indicator, results: Sequence[Result]) -> list[Result]:
        """The results as far as they may be shown; what is hidden has a reason (:meth:`why`)."""
        if self.organisation.composition == "protected" and definition.id in OF_LEVELS and self._has_small_level():
            results = [result if result.value is None else suppress(result, FOLLOWS) for result in results]
        if definition.table == "survey" and self.sampling == "whoever_came":
            results = [without_test(result) for result in results]
        statements = self.statements if definition.protection == "answers" else None
        given = [protect(result, definition.protection, self.limits, statements) for result in results]
        given = all_groups_or_none(given) if definition.protection == "pay" else given
        given = [withhold(result, definition.id, self.withheld) for result in given]
        if "p_adjusted" in definition.columns:  # of the family of what is shown
            known = [one for one in given if "p_value" in one.details]
            again = iter(adjust_p_values(known))
            given = [next(again) if "p_value" in one.details else one for one in given]
        self._why[definition.id] = [one for one in given if one.reason in HIDDEN]
        # Of whom nobody knows the group there is nothing to say: a hidden row of them would be noise.
        return [one for one in given if not (one.reason in HIDDEN and NOT_STATED in one.group.values())]

    def _has_small_level(self) -> bool:
        sizes = self.current_staff().groupby("level", observed=True)["count"].sum()
        return bool((sizes < SMALLEST_COMPOSITION).any())

    def why(self, indicator: str, group: Mapping[str, str] | None = None) -> str:
        """Why a figure is hidden, in a sentence: for who has the rows, never for print.

        Args:
            indicator: Its name; this phase has reported it.
            group: The group of the figure, for example ``{"level": "Director"}``; without it, the whole.
        """
        if indicator not in self._recorded:
            raise wrong_call(f"This phase has not reported {indicator}: report it first, then ask why it is hidden.")
        wanted = dict(group or {})
        every = self._why.get(indicator, [])
        found = next((one for one in every if dict(one.group) == wanted), None)
        if found is None and group is None and not any(one.group == {} for one in self._recorded[indicator]):
            found = next(iter(every), None)  # it has groups only
        reason = next((one.reason for one in self._recorded[indicator] if one.status == "no_evidence"), None)
        if reason is not None:
            return self.language.text(f"reasons.{reason}")
        key = found.reason if found is not None else "not_hidden"
        limits = {"minimum_cell": self.limits.minimum_cell, "minimum_base": self.limits.minimum_base}
        return self.language.text(f"why.{key}", **limits)

    def sensitive_groups(self) -> Iterator[tuple[str, str, str]]:
        """Sensitive column, dimension and label of everything that is recorded by groups."""
        for one in self._found:
            if one.indicator in self.method.indicators:
                protection = self.method.indicators[one.indicator].protection
                for dimension, label in one.group.items():
                    other = dimension if dimension in COUNTED else "training_hours"
                    column = protection if protection in ("pay", "answers") else other
                    yield OF_FEWER.get(one.indicator, column), dimension, label

    def regime(self, definition: Indicator) -> Regime:
        """Whether a figure is of what everybody there can see."""
        return "public" if definition.protection in ("observable", "none") else "protected"

    @property
    def _found(self) -> list[Finding]:
        """What this phase has recorded so far, in the order in which it was first recorded."""
        return [finding for found in self._recorded.values() for finding in found]
