"""Rules of an audit: disclosure, targets, and when the audit draws no conclusion."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import cached_property

from genderaudit.audit.data import AuditData
from genderaudit.conclusions.findings import Finding, Regime
from genderaudit.disclosure import HIDDEN, Limits, Statements, all_groups_or_none, protect, withhold
from genderaudit.disclosure.figures import FOLLOWS, suppress
from genderaudit.disclosure.grouping import COUNTED, SMALLEST_COMPOSITION
from genderaudit.foundations.errors import AuditError, known_names, wrong_call
from genderaudit.measures.comparison import adjust_p_values, without_test
from genderaudit.measures.counting import NOT_STATED
from genderaudit.measures.reliability import where_reliable
from genderaudit.measures.result import Result
from genderaudit.measures.results import Results
from genderaudit.methodology.models import Indicator, Target

OF_LEVELS = ("glass_ceiling_index", "step_ratio")
"""Indicators that depend on single levels: hidden if composition is protected and a level is small."""


OF_FEWER = {
    "variable_pay_gap_by_category": "variable_pay",
    "loan_size_by_product": "amount",
    "credit_by_branch": "credit_branch",
}
"""Indicators of fewer people than their column, with groups merged separately: indicator → column."""


class Rules:
    """Disclosure, targets and thresholds for one organisation's round."""

    def __init__(self, data: AuditData) -> None:
        self._data = data
        self.hidden: dict[str, list[Result]] = {}
        """Hidden results of each indicator with the reason."""

    @cached_property
    def limits(self) -> Limits:
        """Minimum cell of a sensitive count, and minimum base (women and men) of a mean or rate."""
        limits, about = self._data.method.thresholds, self._data.organisation
        return Limits(
            limits.minimum_cell_of(about), limits.minimum_base_of(about), limits.dominance, about.pay_scale == "public"
        )

    @cached_property
    def withheld(self) -> Collection[str]:
        """Figures left out so that a release passes the gate (``genderaudit attack --leave-out``)."""
        path = self._data.workspace.withheld(self._data.name, self._data.round)
        return frozenset(json.loads(path.read_bytes())) if path.is_file() else frozenset()

    @cached_property
    def statements(self) -> Statements:
        """Printed results of each statement of the survey, from which areas are computed."""
        results = self._data.measures.item_results(self._data.table("survey"), [*self._data.items, *self._data.options])
        return Statements.of(results, {item.id: item.area for item in self._data.items}, self.limits)

    def protect(self, definition: Indicator, results: Sequence[Result]) -> list[Result]:
        """Return the results as far as they may be shown; hidden ones are kept in ``hidden`` with the reason."""
        if (
            self._data.organisation.composition == "protected"
            and definition.id in OF_LEVELS
            and self._has_small_level()
        ):
            results = [result if result.value is None else suppress(result, FOLLOWS) for result in results]
        if definition.table == "survey" and self._data.sampling == "whoever_came":
            results = [without_test(result) for result in results]
        statements = self.statements if definition.protection == "answers" else None
        protected = [protect(result, definition.protection, self.limits, statements) for result in results]
        protected = all_groups_or_none(protected) if definition.protection == "pay" else protected
        protected = [withhold(result, definition.id, self.withheld) for result in protected]
        if "p_adjusted" in definition.columns:  # of the family of what is shown
            known = [result for result in protected if "p_value" in result.details]
            again = iter(adjust_p_values(known))
            protected = [next(again) if "p_value" in result.details else result for result in protected]
        self.hidden[definition.id] = [result for result in protected if result.reason in HIDDEN]
        # Of whom nobody knows the group there is nothing to say: a hidden row of them would be noise.
        return [result for result in protected if not (result.reason in HIDDEN and NOT_STATED in result.group.values())]

    def _has_small_level(self) -> bool:
        sizes = self._data.current_staff().groupby("level", observed=True)["count"].sum()
        return bool((sizes < SMALLEST_COMPOSITION).any())

    def sensitive_groups(self, found: Iterable[Finding]) -> Iterator[tuple[str, str, str]]:
        """Yield sensitive column, dimension and label of each group in ``found``."""
        for finding in found:
            if finding.indicator in self._data.method.indicators:
                protection = self._data.method.indicators[finding.indicator].protection
                for dimension, label in finding.group.items():
                    other = dimension if dimension in COUNTED else "training_hours"
                    column = protection if protection in ("pay", "answers") else other
                    yield OF_FEWER.get(finding.indicator, column), dimension, label

    def regime(self, definition: Indicator) -> Regime:
        """Return whether a figure is public within the organisation or protected."""
        return "public" if definition.protection in ("observable", "none") else "protected"

    def target(self, indicator: str) -> Target | None:
        """Return the organisation's own target if it has one, else the method's; None if the indicator is not rated."""
        name = self._data.method.indicators[indicator].target
        if name is None:
            return None
        own_share = self._data.organisation.targets.get(indicator)
        return self._data.method.targets[name] if own_share is None else own_target(own_share)

    def share_asked(self, indicator: str) -> float | None:
        """Return the minimum share of the organisation's or the method's target, 0 to 1, or None."""
        target = self.target(indicator)
        return target.meets[0] if target else None

    def target_of(self, finding: Finding) -> Target | None:
        """Return the target of a finding; a quota in the finding (a body's statutes) precedes any other."""
        if finding.indicator not in self._data.method.indicators:
            return None
        if (quota := finding.details.get("quota")) is not None:
            return own_target(quota)
        return self.target(self._data.method.indicators[finding.indicator].made_of or finding.indicator)

    def refuse_other_levels(self, indicator: str, results: Sequence[Result]) -> None:
        """Raise a wrong-call error for intervals at another confidence level: the report states a single one."""
        confidence_level = self._data.confidence_level
        bounded = [result for result in results if result.low is not None or result.high is not None]
        if other := next((result.level for result in bounded if result.level != confidence_level), None):
            raise wrong_call(
                f"The intervals of {indicator} are at a confidence level of {other:g}, "
                f"those of this audit at {confidence_level:g}. "
                "Take the measure from audit.measures, or give it level=audit.confidence_level."
            )

    @property
    def survey_limits(self) -> dict[str, float]:
        """Thresholds below which the perception phase draws no conclusion."""
        limits = self._data.method.thresholds
        return {
            "minimum_answers": limits.minimum_answers,
            "minimum_of_a_sex": self.limits.minimum_cell,
            "minimum_rate": limits.minimum_response_rate,
        }

    def reliable(self, results: Results, reliability: Results) -> Results:
        """Return the figures of key areas with statements consistent enough for the method; for others, the reason."""
        return where_reliable(results, reliability, self._data.method.thresholds.minimum_alpha)

    def indicator(self, name: str) -> Indicator:
        """Return the definition of an indicator; the ``AuditError`` for an unknown one suggests close names."""
        try:
            return self._data.method.indicators[name]
        except KeyError:
            raise AuditError(
                "no_indicator", indicator=name, near=known_names(name, self._data.method.indicators)
            ) from None


def own_target(quota: float) -> Target:
    """Return an organisation's own quota as a target.

    Two thirds of the quota count as *approaches*; parity (40 to 60 %) *exceeds* a quota below it.
    """
    return Target(
        id="own",
        exceeds=(0.40, 0.60) if quota < 0.40 else None,
        meets=(quota, None),
        approaches=(quota * 2 / 3, None),
        source="own_statutes",
    )
