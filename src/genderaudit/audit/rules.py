"""The rules of an audit: what of each result may be shown, its target, and where the audit does not conclude."""

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
"""What tells who is at single levels: where composition is protected, and one is small, it is hidden."""


OF_FEWER = {
    "variable_pay_gap_by_category": "variable_pay",
    "loan_size_by_product": "amount",
    "credit_by_branch": "credit_branch",
}
"""Figures of some of those whose figure the column is usually of, whose groups are merged by themselves."""


class Rules:
    """Disclosure, targets and thresholds as they hold for one organisation's round."""

    def __init__(self, data: AuditData) -> None:
        self._data = data
        self.hidden: dict[str, list[Result]] = {}
        """What is hidden of each indicator, with the reason."""

    @cached_property
    def limits(self) -> Limits:
        """Fewest people on a side of a sensitive count, and fewest women and men of a mean or a rate."""
        limits, about = self._data.method.thresholds, self._data.organisation
        return Limits(
            limits.minimum_cell_of(about), limits.minimum_base_of(about), limits.dominance, about.pay_scale == "public"
        )

    @cached_property
    def withheld(self) -> Collection[str]:
        """Figures that are left out so that a release passes the gate (``genderaudit attack --leave-out``)."""
        path = self._data.workspace.withheld(self._data.name, self._data.round)
        return frozenset(json.loads(path.read_bytes())) if path.is_file() else frozenset()

    @cached_property
    def statements(self) -> Statements:
        """What is printed of each statement of the survey, of which areas are made."""
        results = self._data.measures.item_results(self._data.table("survey"), [*self._data.items, *self._data.options])
        return Statements.of(results, {item.id: item.area for item in self._data.items}, self.limits)

    def protect(self, definition: Indicator, results: Sequence[Result]) -> list[Result]:
        """The results as far as they may be shown; what is hidden is kept in ``hidden`` with its reason."""
        if (
            self._data.organisation.composition == "protected"
            and definition.id in OF_LEVELS
            and self._has_small_level()
        ):
            results = [result if result.value is None else suppress(result, FOLLOWS) for result in results]
        if definition.table == "survey" and self._data.sampling == "whoever_came":
            results = [without_test(result) for result in results]
        statements = self.statements if definition.protection == "answers" else None
        given = [protect(result, definition.protection, self.limits, statements) for result in results]
        given = all_groups_or_none(given) if definition.protection == "pay" else given
        given = [withhold(result, definition.id, self.withheld) for result in given]
        if "p_adjusted" in definition.columns:  # of the family of what is shown
            known = [one for one in given if "p_value" in one.details]
            again = iter(adjust_p_values(known))
            given = [next(again) if "p_value" in one.details else one for one in given]
        self.hidden[definition.id] = [one for one in given if one.reason in HIDDEN]
        # Of whom nobody knows the group there is nothing to say: a hidden row of them would be noise.
        return [one for one in given if not (one.reason in HIDDEN and NOT_STATED in one.group.values())]

    def _has_small_level(self) -> bool:
        sizes = self._data.current_staff().groupby("level", observed=True)["count"].sum()
        return bool((sizes < SMALLEST_COMPOSITION).any())

    def sensitive_groups(self, found: Iterable[Finding]) -> Iterator[tuple[str, str, str]]:
        """Sensitive column, dimension and label of all of ``found`` that is by groups."""
        for one in found:
            if one.indicator in self._data.method.indicators:
                protection = self._data.method.indicators[one.indicator].protection
                for dimension, label in one.group.items():
                    other = dimension if dimension in COUNTED else "training_hours"
                    column = protection if protection in ("pay", "answers") else other
                    yield OF_FEWER.get(one.indicator, column), dimension, label

    def regime(self, definition: Indicator) -> Regime:
        """Whether a figure is of what everybody there can see."""
        return "public" if definition.protection in ("observable", "none") else "protected"

    def target(self, indicator: str) -> Target | None:
        """The organisation's own target if it has one, else the method's; ``None`` if it is not rated."""
        name = self._data.method.indicators[indicator].target
        if name is None:
            return None
        own = self._data.organisation.targets.get(indicator)
        return self._data.method.targets[name] if own is None else own_target(own)

    def share_asked(self, indicator: str) -> float | None:
        """The least share that the organisation's or the method's target asks for, 0 to 1."""
        target = self.target(indicator)
        return target.meets[0] if target else None

    def target_of(self, finding: Finding) -> Target | None:
        """The quota that the finding itself carries (a body's statutes) comes before any other target."""
        if finding.indicator not in self._data.method.indicators:
            return None
        if (quota := finding.details.get("quota")) is not None:
            return own_target(quota)
        return self.target(self._data.method.indicators[finding.indicator].made_of or finding.indicator)

    def refuse_other_levels(self, indicator: str, results: Sequence[Result]) -> None:
        """The report says at which level its intervals are, so all of them must be: ``AuditError`` for others."""
        own = self._data.confidence_level
        bounded = [result for result in results if result.low is not None or result.high is not None]
        if other := next((result.level for result in bounded if result.level != own), None):
            raise wrong_call(
                f"The intervals of {indicator} are at a confidence level of {other:g}, those of this audit at {own:g}. "
                "Take the measure from audit.measures, or give it level=audit.confidence_level."
            )

    @property
    def survey_limits(self) -> dict[str, float]:
        """Numbers below which the perception phase does not conclude."""
        limits = self._data.method.thresholds
        return {
            "minimum_answers": limits.minimum_answers,
            "minimum_of_a_sex": self.limits.minimum_cell,
            "minimum_rate": limits.minimum_response_rate,
        }

    def reliable(self, results: Results, reliability: Results) -> Results:
        """Figures of key areas whose statements hang together as the method asks; of others nothing, and why."""
        return where_reliable(results, reliability, self._data.method.thresholds.minimum_alpha)

    def indicator(self, name: str) -> Indicator:
        """The definition of an indicator; an error names those most like it, and the file to add one to."""
        try:
            return self._data.method.indicators[name]
        except KeyError:
            raise AuditError(
                "no_indicator", indicator=name, near=known_names(name, self._data.method.indicators)
            ) from None


def own_target(quota: float) -> Target:
    """An organisation's own quota as a target: two thirds of it approach; parity (40 to 60 %) exceeds one below it."""
    return Target(
        id="own",
        exceeds=(0.40, 0.60) if quota < 0.40 else None,
        meets=(quota, None),
        approaches=(quota * 2 / 3, None),
        source="own_statutes",
    )
